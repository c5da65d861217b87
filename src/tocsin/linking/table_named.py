"""Rows that speak of one person by typed cells alone: a patient's row of a database.

Invariant: tells what linking a record gives. A row that could speak of anybody else, that may be a test's, or that
somebody's office bears on, is left to be read as a record.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import pyarrow.compute as pc

from tocsin.ids import ItemId, SegmentId
from tocsin.linking.frames import NAME_PARTS, Frame, Shape, name_of
from tocsin.linking.records import BIRTH_LABEL, OFFICE_TITLES
from tocsin.linking.relations import is_member_label
from tocsin.linking.roles import OWN_DATA, SHOWS_INSURED, SHOWS_PATIENT, tells_role
from tocsin.linking.row_columns import Flags, Kind, RowColumns, mask_of
from tocsin.linking.samples import ZEROS, is_sample
from tocsin.model.elements import Element, Role
from tocsin.model.mentions import Part
from tocsin.model.person_names import NameParts

Said = tuple[tuple[Part, str], ...]
_OTHERS = frozenset({Element.PROVIDER, Element.RELATIVE, Element.NPI, Element.DEA_NUMBER, Element.TAX_ID})
"""What may bring somebody else, or somebody's office, into a row."""
_OF_PLAN = frozenset({Element.MEMBER_ID, Element.INSURER})
_FACTS = frozenset({Part.SEX, Part.DEATH_DATE})
_ZERO_IDS = frozenset({Element.MRN, Element.MEMBER_ID})
_PLAIN_ROLES = frozenset({Role.UNKNOWN, Role.PATIENT, Role.EMPLOYEE})
_PAID = mask_of(frozenset({Element.ROUTING_NUMBER}))
_OWN = mask_of(OWN_DATA)
_PATIENT = mask_of(SHOWS_PATIENT)
_INSURED = mask_of(SHOWS_INSURED)


@dataclass(frozen=True)
class NamedRows:
    """Rows of one person each, mentions in the order of the record; who they are and in which role."""

    columns: RowColumns = field(repr=False)
    roles: list[str]
    names: list[NameParts] = field(repr=False)


def named_rows(columns: RowColumns, default: Role) -> tuple[NamedRows | None, RowColumns | None]:
    """Return the rows that speak of one person only, and the others.

    ``default`` is the role of whom the table's rows speak of if they do not say.
    """
    if default not in _PLAIN_ROLES:
        return None, columns
    chosen = _of_one_person(columns)
    if not chosen.any():
        return None, columns
    mine = _in_order(columns.where(chosen))
    said = _said(mine)
    names = [name_of(one) for one in said]
    roles, is_clear = _roles(mine, default)
    kept = is_clear & ~_are_zeros(mine)
    kept &= np.array([not _is_odd(name) for name in names], bool)
    chosen[chosen] = kept
    rest = None if chosen.all() else columns.where(~chosen)
    if not kept.any():
        return None, rest
    numbers = np.flatnonzero(kept).tolist()
    return NamedRows(mine.where(kept), [roles[n] for n in numbers], [names[n] for n in numbers]), rest


def _of_one_person(columns: RowColumns) -> Flags:
    """Tell which rows are of typed values of one named person."""
    patient, employee, unknown, holder = (
        columns.any(columns.flags(lambda kind, role=role: _party(kind) is role))  # type: ignore[misc]  # mypy cannot infer the default
        for role in (Role.PATIENT, Role.EMPLOYEE, Role.UNKNOWN, Role.SUBSCRIBER)
    )
    named = columns.any(columns.flags(lambda kind: _is_name(kind) and _party(kind) is not Role.UNKNOWN))
    called = columns.any(columns.flags(lambda kind: _is_name(kind) and _party(kind) is Role.UNKNOWN))
    buckets = patient.astype(int) + employee + unknown + holder
    streets = columns.flags(lambda kind: kind.element is Element.ADDRESS and kind.part is Part.FULL)
    lone = np.add.reduceat(streets, columns.starts[:-1]) <= 1
    fits = ~columns.any(~columns.flags(_is_simple))
    found: Flags = fits & (named | called) & ~(patient & employee) & (buckets <= 2) & lone
    return found


def _party(kind: Kind) -> Role:
    is_member = kind.party is Role.SUBSCRIBER and kind.element is not Element.MEMBER_ID
    return Role.PATIENT if is_member and is_member_label(kind.label) else kind.party


def _is_name(kind: Kind) -> bool:
    return kind.element is Element.NAME


def _is_simple(kind: Kind) -> bool:
    if not kind.is_placed or kind.party_number or kind.element in _OTHERS:
        return False
    if kind.element is None and kind.part not in _FACTS:
        return False
    if kind.element is Element.NAME and kind.part is not Part.FULL and kind.part not in NAME_PARTS:
        return False
    if kind.element is Element.DATE and BIRTH_LABEL.search(kind.label):
        return False
    party = _party(kind)
    return party in {Role.UNKNOWN, Role.PATIENT, Role.EMPLOYEE} or (
        party is Role.SUBSCRIBER and kind.element in _OF_PLAN
    )


def _in_order(columns: RowColumns) -> RowColumns:
    """Return the mentions of each row as a record has them: first those of the party that its name stands with."""
    told = columns.any(columns.flags(lambda kind: _is_name(kind) and _party(kind) is not Role.UNKNOWN))
    is_unknown = columns.flags(lambda kind: _party(kind) is Role.UNKNOWN)
    is_holder = columns.flags(lambda kind: _party(kind) is Role.SUBSCRIBER)
    of_row = told[columns.row_of]
    first = np.where(of_row, ~is_unknown & ~is_holder, is_unknown)
    return columns.ordered((~first).astype(np.int64))


def _said(columns: RowColumns) -> list[Said]:
    """Return the names and parts of names of each row."""
    places = np.flatnonzero(columns.flags(_is_name))
    texts = columns.text("text", places).to_pylist()
    said: list[list[tuple[Part, str]]] = [[] for _ in columns.rows]
    for row, kind, text in zip(columns.row_of[places].tolist(), columns.which[places].tolist(), texts, strict=True):
        said[row].append((columns.kinds[kind].part, text))
    return [tuple(one) for one in said]


def _roles(columns: RowColumns, default: Role) -> tuple[list[str], Flags]:
    """Return the role of each row's person, and whether it is clear without knowing who works here."""
    elements = columns.elements()
    patient = columns.any(columns.flags(lambda kind: _party(kind) is Role.PATIENT))
    employee = columns.any(columns.flags(lambda kind: _party(kind) is Role.EMPLOYEE))
    shows = (elements & _PATIENT) > 0
    paid = ((elements & _PAID) > 0) & ~shows
    insured = shows | ((elements & _INSURED) > 0)
    by_content = np.where(paid, Role.EMPLOYEE.value, np.where(insured, Role.PATIENT.value, Role.UNKNOWN.value))
    untold = by_content if default is Role.UNKNOWN else np.full(len(elements), default.value)
    roles = np.where(patient, Role.PATIENT.value, np.where(employee, Role.EMPLOYEE.value, untold))
    headed = columns.any(columns.flags(lambda kind: _is_name(kind) and _is_headed(kind)))
    is_told = ((patient | employee) & headed) | (default is not Role.UNKNOWN)
    return [str(role) for role in roles], is_told | ((elements & _OWN) > 0)


def _is_headed(kind: Kind) -> bool:
    """Tell whether the header names whose the column is; else a title does, and who works here may outweigh it."""
    return tells_role(kind.label, _party(kind))


def _are_zeros(columns: RowColumns) -> Flags:
    flags = columns.flags(lambda kind: kind.element in _ZERO_IDS)
    zeros = np.zeros(len(flags), bool)
    places = np.flatnonzero(flags)
    if len(places):
        zeros[places] = pc.match_substring_regex(columns.text("norm", places), rf"\A(?:{ZEROS})\z").to_numpy(
            zero_copy_only=False
        )
    return columns.any(zeros)


@lru_cache(maxsize=65536)
def _is_odd(name: NameParts) -> bool:
    """Tell whether a name may be a test's, or is borne with an office."""
    probe = Frame(ItemId(""), SegmentId(""), Shape.RECORD)
    probe.name = name
    return is_sample(probe) or name.title.lower().strip(".") in OFFICE_TITLES or not (name.first or name.last)

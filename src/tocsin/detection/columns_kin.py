"""Columns of relatives: children and parents, relations beside names, contacts, logins of who stands in for a child.

Invariant: pure; a column whose label says whose it is keeps what it says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.detection.columns_types import ColumnType
from tocsin.detection.labels_meaning import meaning_of, plain_words
from tocsin.model.elements import Element, Role
from tocsin.model.mentions import Part

E = Element


def settle_kin(columns: list[ColumnType]) -> list[ColumnType]:
    """Return the columns with the relatives told, and with what is theirs."""
    return _settle_logins(_settle_contacts(_settle_related(columns)))


def settle_children(columns: list[ColumnType]) -> list[ColumnType]:
    """Make the child the patient where a table names children and their parents and nobody else."""
    named = [c for c in columns if c.element in {E.NAME, E.RELATIVE}]
    children = [c for c in named if set(plain_words(c.label)) & _CHILD]
    parents = [c for c in columns if set(plain_words(c.label)) & _PARENT]
    is_seen = _starts_with_child(named, children) and any(c.element in _SEEN for c in columns)
    others = [] if is_seen else [c for c in named if c not in children and c not in parents]
    if not children or not (parents or is_seen) or others:
        return columns
    numbers = {c.party_number for c in children}
    if len(numbers) > 1 or len({c.part for c in children}) < len(children):
        return columns
    return [
        replace(c, element=E.NAME if c.element is E.RELATIVE else c.element, party=Role.PATIENT)
        if set(plain_words(c.label)) & _CHILD and c.party is Role.RELATIVE
        else c
        for c in columns
    ]


def _starts_with_child(named: Sequence[ColumnType], children: Sequence[ColumnType]) -> bool:
    """Tell whether the first person of each row is a child, as on a pediatric day sheet."""
    return bool(children) and named[0] is children[0]


_SEEN = frozenset({E.DIAGNOSIS, E.PROCEDURE, E.MEDICATION})
_CHILD = frozenset({"child", "minor"})
_PARENT = frozenset({"parent", "guardian", "mother", "father", "guarantor", "responsible", "party", "contact", "proxy"})


def _settle_related(columns: list[ColumnType]) -> list[ColumnType]:
    """Make a second column of whole names beside one of relations the relatives', and how to reach them theirs."""
    named = [c for c in columns if c.element in {E.NAME, E.RELATIVE} and c.part is Part.FULL]
    relations = [c.index for c in columns if c.part is Part.RELATION]
    if len(named) != 2 or len(relations) != 1 or named[0].party in {Role.RELATIVE, Role.SUBSCRIBER}:
        return columns
    kin = named[1]
    is_free = kin.element is E.RELATIVE or kin.party is Role.UNKNOWN
    if not is_free or abs(kin.index - relations[0]) != 1 or any(c.party is Role.SUBSCRIBER for c in columns):
        return columns
    done = [replace(c, element=E.RELATIVE, party=Role.RELATIVE) if c is kin else c for c in columns]
    return [
        replace(c, party=Role.RELATIVE) if c.index > kin.index and c.element in _REACHED and not _says_whose(c) else c
        for c in done
    ]


_REACHED = frozenset({E.ADDRESS, E.ZIP, E.PHONE, E.EMAIL})


def _says_whose(column: ColumnType) -> bool:
    meaning = meaning_of(column.label) if column.label else None
    return meaning is not None and meaning.party is not Role.UNKNOWN


def _settle_contacts(columns: list[ColumnType]) -> list[ColumnType]:
    """Make what is labelled ``Contact ...`` behind a relative's column of that word the relative's."""
    kin = [c for c in columns if c.element is E.RELATIVE and "contact" in plain_words(c.label)]
    if len(kin) != 1 or "contact" in {w for c in columns if c.element is E.NAME for w in plain_words(c.label)}:
        return columns
    return [
        replace(c, party=Role.RELATIVE)
        if c.party is Role.UNKNOWN and c.index > kin[0].index and "contact" in plain_words(c.label)
        else c
        for c in columns
    ]


def _settle_logins(columns: list[ColumnType]) -> list[ColumnType]:
    """Make login and password right behind a relative's column the relative's: who stands in for a child logs in."""
    done = list(columns)
    for at in range(1, len(done)):
        before = done[at - 1]
        is_behind = before.party is Role.RELATIVE and before.element in {E.RELATIVE, *_LOGINS}
        if done[at].element in _LOGINS and is_behind and not _says_whose(done[at]):
            done[at] = replace(done[at], party=Role.RELATIVE)
    return done


_LOGINS = frozenset({E.USERNAME, E.PIN_OR_PASSWORD})

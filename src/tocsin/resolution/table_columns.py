"""The columns of a stranger's table as fields of records, and what was made of each, to be shown to its owner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.model.person_names import parse_name
from tocsin.resolution.columns import Told, date_key, looked_at
from tocsin.resolution.fields import Source
from tocsin.resolution.normal_many import iso_dates, with_rest
from tocsin.resolution.texts import is_numbered, numbered_texts, plain

SAID = {
    "first": "first name", "middle": "middle name", "last": "last name", "name": "whole name", "suffix": "suffix",
    "dob": "date of birth", "birth_year": "year of birth", "birth_month": "month of birth",
    "birth_day": "day of birth", "sex": "sex", "ssn": "SSN", "street": "street", "house": "house number",
    "unit": "unit of an address", "city": "city", "state": "state", "zip": "ZIP", "emails": "email",
    "phones": "phone", "mrns": "MRN", "members": "member id", "others": "other number", "place": "place",
}  # fmt: skip
"""What kinds of columns and fields are called."""
_SINGLE = ("first", "middle", "last", "suffix", "sex", "ssn", "zip", "city")
_LISTED = ("phones", "emails", "mrns", "members", "others")
_STREET = ("house", "street", "unit")
_BORN = ("birth_year", "birth_month", "birth_day")
_LEAST_FILLED = 0.02
_MOST_CHARS = 80
_MOST_EXTRAS = 12
_MOST_DIFFERENT = 0.98
Texts: TypeAlias = pa.ChunkedArray


@dataclass(frozen=True)
class Use:
    """What was made of a column: its kind in words and what told it, or why it is left out."""

    column: str
    kind: str
    by: Told
    left_out: str = ""


@dataclass(frozen=True)
class TableFields:
    """The fields of records, columns of unknown meaning that help to compare, and what was made of each column."""

    columns: dict[str, Source]
    extras: dict[str, Source]
    uses: tuple[Use, ...]

    @property
    def is_of_persons(self) -> bool:
        """Tell whether any column of a person was recognised."""
        return any(use.kind and not use.left_out for use in self.uses)


def fields_of(table: pa.Table, head: pa.Table) -> TableFields:
    """Return the fields that a table of text columns holds; what they are is told by some of its rows, the head."""
    looked = looked_at(head)
    kinds: dict[str, list[str]] = {}
    for column in looked:
        kinds.setdefault(column.kind, []).append(column.name)
    extras, why = _extras(table, head, kinds)
    uses = []
    for column in looked:
        if f"column {column.name}" in extras:
            uses.append(Use(column.name, "", column.by))
        else:
            uses.append(Use(column.name, SAID.get(column.kind, ""), column.by, why.get(column.name, "")))
    return TableFields(_columns(table, kinds), extras, tuple(uses))


def _columns(table: pa.Table, kinds: Mapping[str, Sequence[str]]) -> dict[str, Source]:
    found: dict[str, Source] = {name: partial(_same, table[kinds[name][0]]) for name in _SINGLE if name in kinds}
    if "name" in kinds and "last" not in found:
        found |= _names(table[kinds["name"][0]])
    if any(name in kinds for name in ("dob", "birth_year")):
        born = kinds["dob"][:1] if "dob" in kinds else [kinds[kind][0] for kind in _BORN if kind in kinds]
        found["dob"] = partial(_births, [table[name] for name in born])
    street = [name for kind in _STREET for name in kinds.get(kind, ())]
    if street:
        found["street"] = partial(_joined, [table[name] for name in street], " ")
    return found | {name: partial(_lists, [table[n] for n in kinds[name]]) for name in _LISTED if name in kinds}


def _same(column: Texts) -> Texts:
    return column


def _joined(columns: Sequence[Texts], between: str) -> Texts:
    return columns[0] if len(columns) == 1 else pc.binary_join_element_wise(*map(plain, columns), between)


def _names(column: Texts) -> dict[str, Source]:
    """Return the parts of whole names."""
    words, places = numbered_texts(column)
    parts = [parse_name(text) for text in words.to_pylist()]
    return {
        name: partial(_taken, pa.array([getattr(p, name) for p in parts], pa.string()), places)
        for name in ("first", "middle", "last", "suffix")
    }


def _births(columns: Sequence[Texts]) -> Texts:
    """Return birth dates as ISO, from whole dates or from year, month and day."""
    whole = columns[0] if len(columns) == 1 else _joined(columns, "-")
    words, places = numbered_texts(whole)
    return _taken(with_rest(iso_dates(words), words, date_key), places)


def _taken(texts: pa.Array, places: pa.Array) -> Texts:
    return pa.chunked_array([texts.take(places)])


def _lists(columns: Sequence[Texts]) -> Texts:
    """Return the values of several columns as lists; a cell may hold several, parted by ``;``. One each stay texts."""
    values = _joined(columns, ";")
    if len(columns) == 1:
        texts = numbered_texts(values)[0] if is_numbered(values) else values
        if not pc.any(pc.match_substring(texts, ";")).as_py():
            return values
    return pc.split_pattern(plain(values), ";")


def _extras(
    table: pa.Table, head: pa.Table, kinds: Mapping[str, Sequence[str]]
) -> tuple[dict[str, Source], dict[str, str]]:
    """Return the columns that only help to compare, and why each other one is left out.

    A column can tell something if it is filled, short, and has more than one value and fewer than rows. ``state`` is
    left to the ZIP code and the city.
    """
    spare = [name for kind in (*_SINGLE, "dob") for name in kinds.get(kind, ())[1:]]
    why = dict.fromkeys(kinds.get("state", ()), "the place stands in ZIP and city")
    why |= dict.fromkeys(kinds.get("name", ())[0 if "last" in kinds else 1 :], "the name stands in other columns")
    found: dict[str, Source] = {}
    for name in sorted([*kinds.get("", ()), *spare]):
        reason = _reason_against(table[name], head[name])
        if not reason and len(found) == _MOST_EXTRAS:
            reason = f"{_MOST_EXTRAS} columns of unknown meaning are compared already"
        if reason:
            why[name] = reason
        else:
            found[f"column {name}"] = partial(_same, table[name])
    return found, why


def _reason_against(column: Texts, head: Texts) -> str:
    """Return why a column of unknown meaning can tell nothing."""
    column = plain(column)
    filled = pc.sum(pc.not_equal(column, "")).as_py() or 0
    if filled < max(1, _LEAST_FILLED * len(column)):
        return "hardly filled"
    if (pc.max(pc.utf8_length(head)).as_py() or 0) > _MOST_CHARS:
        return "long text"
    values = pc.count_distinct(column).as_py()
    if values <= 2:
        return "one or two values only"
    return "every row has another value" if values >= _MOST_DIFFERENT * filled else ""

"""Subjects as comparable records: folded, coded as numbers, and identical ones collapsed into one.

Shapes: every array of :class:`Records` has one entry a record; codes count from 1, 0 means empty.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tocsin.model.elements import OFFICE_ROLES
from tocsin.model.lexicon import fold_name

Codes = npt.NDArray[np.int32]
_WORD = re.compile(r"[^\W_]+")
_STREET_WORDS = {
    "street": "st", "avenue": "ave", "av": "ave", "road": "rd", "drive": "dr", "lane": "ln", "boulevard": "blvd",
    "court": "ct", "place": "pl", "circle": "cir", "terrace": "ter", "highway": "hwy", "parkway": "pkwy", "north": "n",
    "south": "s", "east": "e", "west": "w", "northeast": "ne", "northwest": "nw", "southeast": "se", "southwest": "sw",
    "apartment": "apt", "suite": "ste", "unit": "apt", "trail": "trl", "square": "sq",
}  # fmt: skip
SINGLE = ("first", "middle", "last", "suffix", "dob", "sex", "ssn", "zip", "street")
"""Fields with one value a record."""
MULTIPLE = ("phones", "emails", "mrns", "members", "others")
"""Fields with any number of values a record."""
_SAYING = ("dob", "ssn", "street", *MULTIPLE)
"""Fields one of which a name needs beside it to be merged across items."""


@dataclass
class Field:
    """One field of all records: the texts, and each record's code of its (first) text."""

    texts: list[str]
    codes: Codes
    more: dict[int, frozenset[int]] = field(default_factory=dict)
    """Codes of the records that have several."""

    def all_codes(self, record: int) -> frozenset[int]:
        """Return the codes of a record."""
        found = self.more.get(record)
        if found is not None:
            return found
        code = int(self.codes[record])
        return frozenset((code,)) if code else frozenset()


@dataclass
class Records:
    """Records and the subjects each stands for."""

    fields: dict[str, Field]
    members: list[list[int]]
    """Indices of the subjects of each record, ascending."""
    is_name_only: npt.NDArray[np.bool_]
    item: Codes
    is_office: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.members)

    def text(self, name: str, record: int) -> str:
        """Return the text of a single field."""
        one = self.fields[name]
        return str(one.texts[one.codes[record]])


def records_of(subjects: pa.Table) -> Records:
    """Return the records of subjects (schema ``SUBJECTS``, sorted by id), identical ones collapsed.

    Records that hold a name and nothing to tell it apart stay alone: they are never one with another item's.
    """
    rows = _rows(subjects)
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        groups[row.key].append(index)
    keys = sorted(groups, key=lambda key: groups[key][0])
    firsts = [rows[groups[key][0]] for key in keys]
    fields = {name: _single([row.values[name] for row in firsts]) for name in SINGLE}
    fields |= {name: _multiple([row.lists[name] for row in firsts]) for name in MULTIPLE}
    item = _single([row.item for row in firsts]).codes
    return Records(
        fields,
        [groups[key] for key in keys],
        np.array([row.is_name_only for row in firsts], bool),
        item,
        np.array([row.is_office for row in firsts], bool),
    )


@dataclass(slots=True)
class _Row:
    values: dict[str, str]
    lists: dict[str, tuple[str, ...]]
    item: str
    is_office: bool
    is_name_only: bool
    key: tuple[object, ...]


def _rows(subjects: pa.Table) -> list[_Row]:
    columns = {name: subjects[name].to_pylist() for name in subjects.schema.names}
    office = {role.value for role in OFFICE_ROLES}
    fold = _cached(fold_name)
    rows = []
    for index in range(subjects.num_rows):
        one = {name: column[index] for name, column in columns.items()}
        values = {
            "first": " ".join(fold(word) for word in _split(one["first_name"])),
            "middle": fold(one["middle_name"]),
            "last": " ".join(fold(word) for word in _split(one["last_name"])),
            "suffix": fold(one["suffix"]),
            "dob": one["date_of_birth"],
            "sex": one["sex"][:1].upper() if one["sex"][:1].upper() in {"M", "F"} else "",
            "ssn": one["ssn"],
            "zip": one["zip"][:5],
            "street": street_key(one["address_1"], one["address_2"]),
        }
        lists = {
            "phones": _plain(one["phones"]),
            "emails": _plain(one["emails"]),
            "mrns": _plain(one["mrns"]),
            "members": _plain(one["member_ids"]),
            "others": tuple(sorted({value.lower() for value in one["other_ids"] if value})),
        }
        is_office = one["role"] in office
        alone = is_office or not any(values.get(name) or lists.get(name) for name in _SAYING)
        key: tuple[object, ...] = ("alone", index) if alone else (tuple(values.values()), tuple(lists.values()))
        rows.append(_Row(values, lists, one["item_id"], is_office, alone and not is_office, key))
    return rows


def street_key(line_1: str, line_2: str) -> str:
    """Return a street and unit in short, plain form.

    Example:
        >>> street_key("12 North Main Street", "Apt. 4")
        '12 n main st apt 4'
    """
    words = [w.lower() for w in _WORD.findall(f"{line_1} {line_2}")]
    return " ".join(_STREET_WORDS.get(word, word) for word in words)


def _split(name: str) -> list[str]:
    return [word for word in re.split(r"[\s\-]+", name) if word]


def _plain(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({"".join(c for c in v.lower() if c.isalnum() or c in "@.+") for v in values if v}))


def _single(values: Sequence[str]) -> Field:
    index: dict[str, int] = {"": 0}
    codes = np.fromiter((index.setdefault(value, len(index)) for value in values), np.int32, len(values))
    return Field(list(index), codes)


def _multiple(values: Sequence[tuple[str, ...]]) -> Field:
    index: dict[str, int] = {"": 0}
    more: dict[int, frozenset[int]] = {}
    firsts = np.zeros(len(values), np.int32)
    for record, texts in enumerate(values):
        codes = [index.setdefault(text, len(index)) for text in texts]
        if codes:
            firsts[record] = codes[0]
        if len(codes) > 1:
            more[record] = frozenset(codes)
    return Field(list(index), firsts, more)


def _cached(function: Callable[[str], str]) -> Callable[[str], str]:
    known: dict[str, str] = {}

    def cached(text: str) -> str:
        found = known.get(text)
        if found is None:
            found = known[text] = function(text)
        return found

    return cached


def carriers(values: Codes, names: Codes, size: int) -> Codes:
    """Return, for each code below ``size``, how many different names carry it."""
    pairs = np.unique(np.stack([values, names], axis=1), axis=0)
    return np.bincount(pairs[:, 0], minlength=size).astype(np.int32)


def name_codes(records: Records) -> Codes:
    """Return a code for each record's first and last name together."""
    first, last = records.fields["first"].codes.astype(np.int64), records.fields["last"].codes.astype(np.int64)
    joined = first * (int(last.max(initial=0)) + 1) + last
    codes: Codes = np.unique(joined, return_inverse=True)[1].astype(np.int32)
    return codes


def subjects_to_records(records: Records, subjects: int) -> Mapping[int, int]:
    """Return the record of each subject."""
    return {
        subject: record for record, members in enumerate(records.members) for subject in members if subject < subjects
    }

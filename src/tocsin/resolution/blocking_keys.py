"""The keys by which pairs of records are found: numbers, parts of names and dates, places, and mixtures of these."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.resolution.arrays import numbered
from tocsin.resolution.fields import MULTIPLE, Codes, Field
from tocsin.resolution.records import Records

Key = npt.NDArray[np.int64]
Take = Callable[[pa.StringArray], pa.StringArray]
_WIDEST = 1 << 61
REMEMBERED = ("last+initial+year", "broad sound")
"""Kinds of key that stand first and find most pairs that the others find: those need not make them again."""
_MOST_OF_A_DAY = 60
"""Records on the average day of birth above which those born on one day are too many."""
OF_NAMELESS = "broad dob"
"""The kind of key by which records without a name are compared with any; two that have names have others."""


@dataclass(frozen=True)
class _Part:
    """A part of a field's text as a number, 0 where it is empty: told for each text, so that it needs little room."""

    codes: Codes
    of_code: Key

    def key(self) -> Key:
        """Return the number of each record."""
        return self.of_code[self.codes]


def keys_of(records: Records) -> Iterator[tuple[str, Codes, Key]]:
    """Give each kind of key with its records and their values."""
    everyone = np.arange(len(records), dtype=np.int32)
    for name, key in _keys_of_one(records):
        if key.any():
            yield name, everyone, key
    given = _part(records.fields["first"], _slice(0, 3))
    for name in MULTIPLE:
        rows, codes = records.fields[name].rows()
        if len(rows):
            yield name, rows, codes.astype(np.int64)
        if len(rows) and name in {"phones", "members"}:
            yield f"{name}+given", rows, _and(codes.astype(np.int64), given.of_code[given.codes[rows]])


def _keys_of_one(records: Records) -> Iterator[tuple[str, Key]]:
    fields = records.fields
    first, last, dob, ssn = fields["first"], fields["last"], fields["dob"], fields["ssn"]
    head, tail = _part(last, _first_word), _part(last, _ends_of_several)
    given, surname, born = _part(first, _first_word), _whole(last), _part(dob, _whole_dates)
    year, letter, sounds = _part(dob, _slice(0, 4)), _part(first, _slice(0, 1)), _part(first, _skeletons)
    zips, street, sounds_of_last = _whole(fields["zip"]), _whole(fields["street"]), _part(last, _skeletons)
    yield "last+initial+year", _and(head, letter, year)
    yield "broad sound", _and(sounds, sounds_of_last)
    yield "ssn", _and(_whole(ssn))
    yield "ssn end+year", _and(_part(ssn, _slice(5)), year)
    yield "ssn start+last", _and(_part(ssn, _slice(0, 5)), head)
    yield "last+dob", _and(head, born)
    yield "last end+dob", _and(tail, born)
    yield "given+dob", _and(given, born)
    yield "last end+initial+year", _and(tail, letter, year)
    yield "name+month+day", _and(sounds, sounds_of_last, _part(dob, _slice(5)))
    yield "name+month+year", _and(sounds, sounds_of_last, _part(dob, _slice(0, 7)))
    yield "name+digits", _and(letter, head, _part(dob, _sorted_digits))
    yield "turned+dob", _and(_either(first, last), born)
    yield "zip+dob", _and(zips, born)
    yield "city+dob", _and(_whole(fields["city"]), born)
    yield "street+given", _and(_part(fields["street"], _slice(0, 12)), _part(first, _slice(0, 3)))
    yield "last+initial+zip", _and(head, letter, zips)
    yield "given+zip", _and(given, zips)
    yield "broad street+dob", _and(_part(fields["street"], _first_word), born)
    yield "broad street", _and(street, _Part(zips.codes, np.maximum(zips.of_code, 1)))
    yield "broad name", _and(given, surname)
    yield from _keys_of_birth(born, letter, _part(last, _slice(0, 1)))
    for name in records.extras:
        yield from _keys_of_extra(name, _whole(fields[name]), born, head, given)


def _keys_of_birth(born: _Part, letter: _Part, last_letter: _Part) -> Iterator[tuple[str, Key]]:
    """Give the keys of those born on one day: within an initial, but where a name is missing.

    Of millions so many are born on each day that neighbours by name are compared only: among that many the whole of a
    block would bring together more strangers who are alike by chance than people.
    """
    day = born.key()
    if np.count_nonzero(day) > _MOST_OF_A_DAY * np.count_nonzero(np.unique(born.of_code)):
        yield "broad dob of many", day
        return
    yield "broad dob+initial", _and(letter, born)
    yield "broad dob+last initial", _and(last_letter, born)
    yield OF_NAMELESS, day


def _keys_of_extra(name: str, value: _Part, born: _Part, head: _Part, given: _Part) -> Iterator[tuple[str, Key]]:
    """Give the keys of a column whose meaning is not known."""
    yield f"extra {name}+dob", _and(value, born)
    yield f"extra {name}+last", _and(value, head)
    yield f"extra {name}+given", _and(value, given)
    yield f"broad extra {name}", _and(value)


def _and(*parts: _Part | Key) -> Key:
    """Return a key of several parts; 0 where one of them is empty."""
    joined: Key | None = None
    for one in parts:
        part = one.key() if isinstance(one, _Part) else one
        joined = part if joined is None else _both(joined, part)
    return np.zeros(0, np.int64) if joined is None else joined


def _both(one: Key, other: Key) -> Key:
    width = int(other.max(initial=0)) + 1
    if (int(one.max(initial=0)) + 1) * width > _WIDEST:
        one = np.where(one > 0, numbered(one) + 1, 0)
    return np.where((one > 0) & (other > 0), one * width + other, 0)


def _whole(one: Field) -> _Part:
    return _Part(one.codes, np.arange(len(one.texts)))


def _part(one: Field, take: Take) -> _Part:
    return _Part(one.codes, _numbers(take(one.texts)))


def _numbers(texts: pa.StringArray) -> Key:
    """Return a number for each text; 0 where it is empty."""
    coded = pa.concat_arrays([pa.array([""]), texts]).dictionary_encode()
    numbers: Key = coded.indices.to_numpy()[1:].astype(np.int64)
    return numbers


def _either(first: Field, last: Field) -> Key:
    """Return a key of the first letters of both names that does not tell which is which."""
    heads = _numbers(pa.concat_arrays([_slice(0, 4)(first.texts), _slice(0, 4)(last.texts)]))
    a, b = heads[: len(first.texts)][first.codes], heads[len(first.texts) :][last.codes]
    return _both(np.minimum(a, b), np.maximum(a, b))


def _slice(start: int, stop: int | None = None) -> Take:
    return lambda texts: pc.utf8_slice_codeunits(texts, start, stop)


def _first_word(texts: pa.StringArray) -> pa.StringArray:
    return pc.list_element(pc.split_pattern(texts, " ", max_splits=1), 0)


def _ends_of_several(texts: pa.StringArray) -> pa.StringArray:
    """Return the last word of each name, empty where no name of several words ends so: its first word is a key too."""
    ends = pa.array([text.rsplit(" ", 1)[-1] for text in texts.to_pylist()], pa.string())
    is_several = pc.not_equal(ends, _first_word(texts))
    return pc.if_else(pc.is_in(ends, ends.filter(is_several)), ends, "")


def _whole_dates(texts: pa.StringArray) -> pa.StringArray:
    return pc.if_else(pc.equal(pc.utf8_length(texts), 10), texts, "")


def _sorted_digits(texts: pa.StringArray) -> pa.StringArray:
    return pa.array(["".join(sorted(text)) if len(text) == 10 else "" for text in texts.to_pylist()], pa.string())


def _skeletons(texts: pa.StringArray) -> pa.StringArray:
    return pa.array([skeleton(text) for text in texts.to_pylist()], pa.string())


def skeleton(name: str) -> str:
    """Return the first letter and the next consonants of a name, doubles once.

    Example:
        >>> skeleton("philips"), skeleton("phillipps")
        ('plps', 'plps')
    """
    found = name[:1]
    for letter in name[1:]:
        if letter not in "aeiouyhw " and letter != found[-1]:
            found += letter
    return found[:5]

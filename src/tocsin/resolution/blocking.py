"""Which pairs of records are compared at all: those that share one of many keys, each key with a cap.

Precise keys (a number, or name and birth date) take larger blocks than broad ones, which act only where the value is
rare. A block above its cap is compared in a window over its records in order of name; how many were is counted, for a
nursing home, a clinic's telephone or a placeholder number shows up there and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tocsin.resolution.records import MULTIPLE, Codes, Field, Records, distinct, firsts
from tocsin.tables.engine import Engine, Tables, array_of
from tocsin.tables.pool import HERE

PRECISE_CAP = 200
BROAD_CAP = 30
_WINDOW = 6
_MOST_PENDING = 16_000_000
"""Pairs that may wait beside those that were merged already."""
_PARTED = 1_000_000
_WIDEST = 1 << 61
_MOST_PAIRS_A_RECORD = 12
_LEAST_BUDGET = 400_000
Key = npt.NDArray[np.int64]
Wide = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Pairs:
    """Pairs of records, left below right, each once, sorted; and how many blocks were above their cap, by key."""

    left: Codes
    right: Codes
    capped: dict[str, int]


def pairs_of(records: Records, engine: Engine = HERE) -> Pairs:
    """Return the pairs to compare; records that are not compared are in none."""
    size = len(records)
    order = _by_name(records)
    found: list[Wide] = []
    capped: dict[str, int] = {}
    for name, rows, key in _keys(records):
        kept = records.is_compared[rows] & (key > 0)
        made, over = _pairs_of_key(rows[kept], key[kept], _caps(name), order, size, engine)
        if over:
            capped[name] = over
        found.append(made)
        if sum(map(len, found[1:])) > _MOST_PENDING:
            _merge(found)
    _merge(found)
    return Pairs(*_parted(found.pop(), size), capped)


def _parted(joined: Wide, size: int) -> tuple[Codes, Codes]:
    """Return both records of each pair; some at a time, for the wide numbers are twice as large as they."""
    left, right = np.empty(len(joined), np.int32), np.empty(len(joined), np.int32)
    for start in range(0, len(joined), _PARTED):
        step = slice(start, start + _PARTED)
        left[step], right[step] = np.divmod(joined[step], max(1, size))
    return left, right


def _merge(found: list[Wide]) -> None:
    """Make one array of several, each pair kept once; in place, for these are the largest arrays of all."""
    joined = np.concatenate([np.zeros(0, np.int64), *found])
    found.clear()
    joined.sort()
    found.append(firsts(joined))


def all_pairs(groups: Wide, most: int) -> Wide:
    """Return ``left * size + right`` for all pairs within groups of at most ``most`` records."""
    order = np.argsort(groups, kind="stable")
    starts, sizes = _runs(groups[order])
    fits = (sizes > 1) & (sizes <= most)
    return _within(order, starts[fits], sizes[fits], len(groups))


def _caps(name: str) -> int:
    return BROAD_CAP if name.startswith("broad") else PRECISE_CAP


def _pairs_of_key(rows: Codes, key: Key, cap: int, order: Wide, size: int, engine: Engine) -> tuple[Wide, int]:
    """Return the pairs of one key, and how many of its blocks were above the cap."""
    sort = np.argsort(key)
    rows, key = rows[sort], key[sort]
    _, sizes = _runs(key)
    cap = _affordable(sizes, cap, max(_LEAST_BUDGET, _MOST_PAIRS_A_RECORD * size))
    above = np.flatnonzero(np.repeat(sizes > cap, sizes))
    rows[above] = rows[above][np.lexsort((order[rows[above]], key[above]))]
    shared = np.repeat(sizes > 1, sizes)
    blocks = {"rows": pa.table({"block": key[shared], "record": rows[shared]})}
    made = engine.shuffle_by("block", partial(block_pairs, cap=cap, size=size), blocks, "resolve")
    return array_of(made["pairs"]["pair"]), int(np.count_nonzero(sizes > cap))


def block_pairs(tables: Tables, cap: int, size: int) -> Tables:
    """Return the pairs inside blocks, as ``left * size + right``: all of them up to the cap, neighbours above it.

    Columns in: ``block`` (int64, ascending), ``record`` (int32, above the cap in order of name).
    Columns out: ``pair`` (int64).
    """
    key, rows = array_of(tables["rows"]["block"]), array_of(tables["rows"]["record"]).astype(np.int64)
    starts, sizes = _runs(key)
    small, large = (sizes > 1) & (sizes <= cap), sizes > cap
    pairs = _within(rows, starts[small], sizes[small], size)
    near = _windowed(rows, key, np.repeat(large, sizes), size)
    return {"pairs": pa.table({"pair": np.concatenate([pairs, near])})}


def _affordable(sizes: Wide, cap: int, budget: int) -> int:
    """Return the largest cap, at most ``cap``, under which all blocks give no more pairs than the budget."""
    counts = np.bincount(sizes[(sizes > 1) & (sizes <= cap)], minlength=cap + 1)
    ks = np.arange(len(counts))
    running = np.cumsum(counts * ks * (ks - 1) // 2)
    return min(cap, max(2, int(np.searchsorted(running, budget, side="right")) - 1))


def _runs(key: Key) -> tuple[Wide, Wide]:
    """Return where each run of equal keys starts, and how long it is."""
    if not len(key):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    starts = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    return starts, np.diff(np.append(starts, len(key)))


def _within(rows: Wide, starts: Wide, sizes: Wide, size: int) -> Wide:
    """Return all pairs inside the runs."""
    found = [np.zeros(0, np.int64)]
    for length in np.unique(sizes).tolist():
        block = rows[starts[sizes == length][:, None] + np.arange(length)]
        a, b = np.triu_indices(length, 1)
        found.append(_joined(block[:, a].ravel(), block[:, b].ravel(), size))
    return distinct(np.concatenate(found))


def _windowed(rows: Wide, key: Key, is_large: npt.NDArray[np.bool_], size: int) -> Wide:
    """Return pairs of neighbours in the order of names, inside the runs that are too large."""
    rows, key = rows[is_large], key[is_large]
    found = [np.zeros(0, np.int64)]
    for step in range(1, _WINDOW + 1):
        same = key[step:] == key[:-step]
        found.append(_joined(rows[:-step][same], rows[step:][same], size))
    return distinct(np.concatenate(found))


def _joined(one: Wide, other: Wide, size: int) -> Wide:
    differ = one != other
    one, other = one[differ], other[differ]
    joined: Wide = np.minimum(one, other) * size + np.maximum(one, other)
    return joined


def _by_name(records: Records) -> Wide:
    """Return the rank of each record in the order of last name, first name and birth date."""
    columns = [_ranks(records.fields[name]) for name in ("dob", "first", "last")]
    rank = np.empty(len(records), np.int64)
    rank[np.lexsort(columns)] = np.arange(len(records))
    return rank


def _ranks(one: Field) -> Wide:
    rank = np.empty(len(one.texts), np.int64)
    rank[np.array(sorted(range(len(one.texts)), key=one.texts.__getitem__))] = np.arange(len(one.texts))
    ranks: Wide = rank[one.codes]
    return ranks


def _part(one: Field, take: Callable[[str], str]) -> Key:
    """Return a code of each record for a part of a field's text; 0 where that is empty."""
    index: dict[str, int] = {"": 0}
    codes = np.fromiter((index.setdefault(take(text), len(index)) for text in one.texts), np.int64, len(one.texts))
    key: Key = codes[one.codes]
    return key


def _and(*parts: Key) -> Key:
    """Return a key of several parts; 0 where one of them is empty."""
    joined = parts[0]
    for part in parts[1:]:
        if (int(joined.max(initial=0)) + 1) * (int(part.max(initial=0)) + 1) > _WIDEST:
            joined = np.where(joined > 0, np.unique(joined, return_inverse=True)[1] + 1, 0)
        joined = np.where((joined > 0) & (part > 0), joined * (int(part.max(initial=0)) + 1) + part, 0)
    return joined


def _keys(records: Records) -> Iterator[tuple[str, Codes, Key]]:
    """Give each kind of key with its records and their values."""
    everyone = np.arange(len(records), dtype=np.int32)
    for name, key in _keys_of_one(records):
        if key.any():
            yield name, everyone, key
    given = _part(records.fields["first"], lambda text: text[:3])
    for name in MULTIPLE:
        rows, codes = records.fields[name].rows()
        if len(rows):
            yield name, rows, codes.astype(np.int64)
        if len(rows) and name in {"phones", "members"}:
            yield f"{name}+given", rows, _and(codes.astype(np.int64), given[rows])


def _keys_of_one(records: Records) -> Iterator[tuple[str, Key]]:
    fields = records.fields
    first, last, dob, ssn = fields["first"], fields["last"], fields["dob"], fields["ssn"]
    head, tail = _part(last, lambda text: text.split(" ")[0]), _part(last, lambda text: text.split(" ")[-1])
    given, surname, born = _part(first, lambda text: text.split(" ")[0]), _whole(last), _part(dob, _whole_date)
    year = _part(dob, lambda text: text[:4])
    letter, zips, street = _part(first, lambda text: text[:1]), _whole(fields["zip"]), _whole(fields["street"])
    yield "ssn", _whole(ssn)
    yield "ssn end+year", _and(_part(ssn, lambda text: text[5:]), year)
    yield "ssn start+last", _and(_part(ssn, lambda text: text[:5]), head)
    yield "last+dob", _and(head, born)
    yield "last end+dob", _and(tail, born)
    yield "given+dob", _and(given, born)
    yield "last+initial+year", _and(head, letter, year)
    yield "last end+initial+year", _and(tail, letter, year)
    yield "name+month+day", _and(_part(first, skeleton), _part(last, skeleton), _part(dob, lambda text: text[5:]))
    yield "name+month+year", _and(_part(first, skeleton), _part(last, skeleton), _part(dob, lambda text: text[:7]))
    yield "name+digits", _and(letter, head, _part(dob, lambda text: "".join(sorted(text)) if len(text) == 10 else ""))
    yield "turned+dob", _and(_either(first, last), born)
    yield "zip+dob", _and(zips, born)
    yield "city+dob", _and(_whole(fields["city"]), born)
    yield "street+given", _and(_part(fields["street"], lambda text: text[:12]), _part(first, lambda text: text[:3]))
    yield "last+initial+zip", _and(head, letter, zips)
    yield "given+zip", _and(given, zips)
    yield "broad street+dob", _and(_part(fields["street"], lambda text: text.split(" ")[0]), born)
    yield "broad street", _and(street, np.maximum(zips, 1))
    yield "broad name", _and(given, surname)
    yield "broad dob", born
    yield "broad sound", _and(_part(first, skeleton), _part(last, skeleton))
    for name in records.extras:
        yield from _keys_of_extra(name, _whole(fields[name]), born, head, given)


def _keys_of_extra(name: str, value: Key, born: Key, head: Key, given: Key) -> Iterator[tuple[str, Key]]:
    """Give the keys of a column whose meaning is not known."""
    yield f"extra {name}+dob", _and(value, born)
    yield f"extra {name}+last", _and(value, head)
    yield f"extra {name}+given", _and(value, given)
    yield f"broad extra {name}", value


def _whole(one: Field) -> Key:
    return one.codes.astype(np.int64)


def _whole_date(text: str) -> str:
    return text if len(text) == 10 else ""


def _either(first: Field, last: Field) -> Key:
    """Return a key of the first letters of both names that does not tell which is which."""
    index: dict[str, int] = {"": 0}
    heads = [
        np.fromiter((index.setdefault(text[:4], len(index)) for text in one.texts), np.int64, len(one.texts))
        for one in (first, last)
    ]
    a, b = heads[0][first.codes], heads[1][last.codes]
    return _and(np.minimum(a, b), np.maximum(a, b))


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

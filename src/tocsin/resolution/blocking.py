"""Which pairs of records are compared at all: those that share one of many keys, each key with a cap.

Precise keys (a number, or name and birth date) take larger blocks than broad ones, which act only where the value is
rare. A block above its cap is compared in a window over its records in order of name; how many were is counted, for a
nursing home, a clinic's telephone or a placeholder number shows up there and nowhere else.

One person's records share most keys, so most pairs would be found again and again. Those that two broad kinds of key
have found already are left out where later kinds meet them: they are more than half.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.resolution.arrays import distinct, order_of, sorted_with
from tocsin.resolution.blocking_keys import OF_NAMELESS, REMEMBERED, Key, keys_of
from tocsin.resolution.fields import Codes, Field, Mask, Places
from tocsin.resolution.pairs import Gathering, Pairs, Wide
from tocsin.resolution.records import Records
from tocsin.resolution.threads import ahead, in_order
from tocsin.tables.engine import Engine, Tables, array_of
from tocsin.tables.pool import HERE

PRECISE_CAP = 200
BROAD_CAP = 30
_WINDOW = 6
_MOST_AT_ONCE = 4_000_000
"""Pairs that are made at a time."""
_MOST_PAIRS_A_RECORD = 12
_LEAST_BUDGET = 400_000
_WIDEST = 1 << 32
_SEEN = "seen "
"""Columns of block pairs that begin so tell which block of an earlier kind of key a record was in."""


@dataclass(frozen=True)
class _Blocks:
    """Blocks of one key: records with its values, those of one block together, and the cap."""

    rows: Codes
    key: Key
    cap: int
    seen: tuple[Codes, ...]
    """Of each row, for each earlier kind of key that is remembered, the block it was in; 0 where it was in none."""


def pairs_of(records: Records, engine: Engine = HERE) -> Pairs:
    """Return the pairs to compare; records that are not compared are in none."""
    gathering = Gathering(len(records), engine.threads)
    capped: dict[str, int] = {}
    work = partial(_pairs_within, size=len(records), engine=engine)
    for pairs in in_order(work, _stretches_of_keys(records, engine.threads, capped), engine.threads):
        gathering.add(pairs)
    return gathering.pairs(capped)


def _stretches_of_keys(records: Records, threads: int, capped: dict[str, int]) -> Iterator[_Blocks]:
    """Give the blocks of all keys, so many at a time that their pairs are bounded; note how many are above the cap."""
    order = _by_name(records)
    seen: list[Codes] = []
    for name, rows, key in ahead(_sorted_keys(records), threads):
        _, sizes = _runs(key)
        cap = _affordable(sizes, _caps(name), max(_LEAST_BUDGET, _MOST_PAIRS_A_RECORD * len(records)))
        above = np.flatnonzero(np.repeat(sizes > cap, sizes))
        rows[above] = rows[above][np.lexsort((order[rows[above]], key[above]))]
        if len(above):
            capped[name] = int(np.count_nonzero(sizes > cap))
        told = [one[rows] for one in ([*seen, _are_named(records)] if name == OF_NAMELESS else seen)]
        is_new = (sizes > 1) & ~_are_seen(told, sizes)
        for start, end in _stretches(sizes, cap):
            part = slice(start[0], end[0])
            shared = np.flatnonzero(np.repeat(is_new[part], sizes[part])) + start[1]
            yield _Blocks(rows[shared], key[shared], cap, tuple(one[shared] for one in told))
        if name in REMEMBERED:
            seen.append(_block_of(rows, sizes, cap, len(records)))


def _are_named(records: Records) -> Codes:
    """Return 1 for each record that has a name, as if all those had been in one block."""
    first, last = (records.fields[name].codes for name in ("first", "last"))
    return ((first > 0) | (last > 0)).astype(np.int32)


def _are_seen(seen: Sequence[Codes], sizes: Wide) -> Mask:
    """Tell of which blocks all records were in one block of an earlier kind of key."""
    found = np.zeros(len(sizes), bool)
    ends = np.cumsum(sizes)
    for one in seen:
        is_as_before = np.zeros(len(one), np.int64)
        is_as_before[1:] = (one[1:] == one[:-1]) & (one[1:] > 0)
        same = np.cumsum(is_as_before)
        found |= same[ends - 1] - same[ends - sizes] == sizes - 1
    return found


def _block_of(rows: Codes, sizes: Wide, cap: int, size: int) -> Codes:
    """Return the block, counted from 1, whose pairs each record was in; 0 where it was in none or in one too large."""
    found = np.zeros(size, np.int32)
    found[rows] = np.repeat(np.where(sizes <= cap, np.arange(1, len(sizes) + 1, dtype=np.int32), np.int32(0)), sizes)
    return found


def _pairs_within(blocks: _Blocks, size: int, engine: Engine) -> Wide:
    """Return the pairs inside blocks, in order."""
    seen = {f"{_SEEN}{at}": one for at, one in enumerate(blocks.seen)}
    tables = {"rows": pa.table({"block": blocks.key, "record": blocks.rows, **seen})}
    made = engine.shuffle_by("block", partial(block_pairs, cap=blocks.cap, size=size), tables, "resolve")
    pairs: Wide = np.sort(array_of(made["pairs"]["pair"]))
    return pairs


def _sorted_keys(records: Records) -> Iterator[tuple[str, Codes, Key]]:
    """Give each kind of key with the records to be compared and their values, sorted by these."""
    for name, rows, key in keys_of(records):
        kept = records.is_compared[rows] & (key > 0)
        ordered, mine = sorted_with(key[kept], rows[kept])
        yield name, mine, ordered


def all_pairs(groups: Wide, most: int) -> Wide:
    """Return ``left * size + right`` for all pairs within groups of at most ``most`` records."""
    order = order_of(groups)
    starts, sizes = _runs(groups[order])
    fits = (sizes > 1) & (sizes <= most)
    return distinct(_within(order, starts[fits], sizes[fits], len(groups)))


def _caps(name: str) -> int:
    return BROAD_CAP if name.startswith("broad") else PRECISE_CAP


def _stretches(sizes: Wide, cap: int) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Give stretches of blocks that make a bounded number of pairs: from and to which block, and which row."""
    made = np.cumsum(np.where(sizes <= cap, sizes * (sizes - 1) // 2, _WINDOW * sizes))
    rows = np.concatenate([[0], np.cumsum(sizes)])
    start = 0
    while start < len(sizes):
        before = int(made[start - 1]) if start else 0
        end = max(start + 1, int(np.searchsorted(made, before + _MOST_AT_ONCE, side="right")))
        yield (start, int(rows[start])), (end, int(rows[end]))
        start = end


def block_pairs(tables: Tables, cap: int, size: int) -> Tables:
    """Return the pairs inside blocks, as ``left * size + right``: all of them up to the cap, neighbours above it.

    Columns in: ``block`` (int64, ascending), ``record`` (int32, above the cap in order of name), and such as begin with
    ``seen`` (int32): two records of one number above 0 in one of these are left out, for they were a pair before.
    Columns out: ``pair`` (int64), in no order; a pair of several blocks stands as often.
    """
    told = tables["rows"]
    key, rows = array_of(told["block"]), array_of(told["record"]).astype(np.int64)
    seen = [array_of(told[name]) for name in told.column_names if name.startswith(_SEEN)]
    starts, sizes = _runs(key)
    small, large = (sizes > 1) & (sizes <= cap), sizes > cap
    pairs = _within(rows, starts[small], sizes[small], size, seen)
    is_large = np.repeat(large, sizes)
    near = _windowed(rows[is_large], key[is_large], size, [one[is_large] for one in seen])
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


def _within(rows: Wide, starts: Wide, sizes: Wide, size: int, seen: Sequence[Codes] = ()) -> Wide:
    """Return all pairs inside the runs that were not seen before, in no order."""
    found = [np.zeros(0, np.int64)]
    for length in np.flatnonzero(np.bincount(sizes)).tolist():
        at = starts[sizes == length][:, None] + np.arange(length)
        a, b = np.triu_indices(length, 1)
        one, other = at[:, a].ravel(), at[:, b].ravel()
        is_new = _are_new(one, other, seen)
        found.append(_joined(rows[one[is_new]], rows[other[is_new]], size))
    return np.concatenate(found)


def _windowed(rows: Wide, key: Wide, size: int, seen: Sequence[Codes]) -> Wide:
    """Return pairs of neighbours, in the order given, that were not seen before."""
    found = [np.zeros(0, np.int64)]
    for step in range(1, _WINDOW + 1):
        one = np.flatnonzero(key[step:] == key[:-step])
        one = one[_are_new(one, one + step, seen)]
        found.append(_joined(rows[one], rows[one + step], size))
    return np.concatenate(found)


def _are_new(one: Places, other: Places, seen: Sequence[Codes]) -> Mask:
    """Tell which pairs of rows were in no block together before."""
    found = np.ones(len(one), bool)
    for block in seen:
        mine = block[one]
        found &= (mine != block[other]) | (mine == 0)
    return found


def _joined(one: Wide, other: Wide, size: int) -> Wide:
    differ = one != other
    one, other = one[differ], other[differ]
    joined: Wide = np.minimum(one, other) * size + np.maximum(one, other)
    return joined


def _by_name(records: Records) -> Codes:
    """Return the rank of each record in the order of last name, first name and birth date."""
    key = np.zeros(len(records), np.int64)
    for name in ("last", "first", "dob"):
        key = key * len(records.fields[name].texts) + _ranks(records.fields[name])
        key = key if key.max(initial=0) < _WIDEST else np.unique(key, return_inverse=True)[1].astype(np.int64)
    rank = np.empty(len(records), np.int32)
    rank[order_of(key)] = np.arange(len(records), dtype=np.int32)
    return rank


def _ranks(one: Field) -> Codes:
    rank = np.empty(len(one.texts), np.int32)
    rank[pc.array_sort_indices(one.texts).to_numpy()] = np.arange(len(one.texts), dtype=np.int32)
    ranks: Codes = rank[one.codes]
    return ranks

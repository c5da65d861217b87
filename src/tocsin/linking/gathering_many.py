"""People whose rows agree on who they are, gathered for many keys at once.

Of a key, one row is the person's own; what other rows and the words they look up add are numbers, elements and days.
That is so for most people of a database. A key with anything else is left to be gathered row by row.

Invariant: gives the subjects, links and sameness that gathering row by row gives.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.linking.gathered import ADDRESS, LISTS, MOST, NAME, SAME, SINGLE, best_role
from tocsin.linking.row_columns import Flags, Indices
from tocsin.linking.table_drafts import MAIN
from tocsin.linking.table_model import Database, TableKind
from tocsin.model.elements import Role
from tocsin.model.subjects import LINKS, SUBJECTS

_ROLES = tuple(Role)
_SUMMED = ("role", "elements", "seen_on", "mention_count", *LISTS)
_SOMEBODY = ("first_name", "last_name", "ssn")
_SHOWING = ("mrns", "member_ids", "other_ids", "emails")


@dataclass(frozen=True)
class Looked:
    """Rows that are looked up and the keys of the people of whom they are said, each pair once, by key."""

    which: Indices = field(repr=False)
    heads: npt.NDArray[np.uint64] = field(repr=False)

    def where(self, flags: Flags) -> Looked:
        """Return those that are flagged."""
        return Looked(self.which[flags], self.heads[flags])


def clear_drafts(database: Database, drafts: pa.Table, lookups: pa.Table, looked: Looked) -> Flags:
    """Tell which drafts are of keys that can be gathered at once; ``drafts`` in order, the people's own rows first."""
    heads = drafts["head"].to_numpy()
    if not len(heads):
        return np.zeros(0, bool)
    starts = np.concatenate([[0], np.flatnonzero(np.diff(heads)) + 1])
    people = np.array([table.kind is TableKind.PEOPLE for table in database.tables], bool)
    is_own = people[drafts["table"].to_numpy()]
    is_first = np.zeros(len(heads), bool)
    is_first[starts] = True
    odd = drafts["is_sample"].to_numpy() | (drafts["use"].to_numpy() != MAIN) | (heads == 0) | (is_own != is_first)
    odd |= ~is_first & _tells_who(drafts)
    clear = ~np.logical_or.reduceat(odd, starts)
    said = looked.heads[_tells_who(lookups)[looked.which]] if len(looked.which) else looked.heads
    clear &= ~np.isin(heads[starts], said)
    found: Flags = np.repeat(clear, np.diff([*starts, len(heads)]))
    return found


def _tells_who(drafts: pa.Table) -> Flags:
    """Tell of each draft whether it says who somebody is or where: what has to be weighed against the person's row."""
    found = drafts["is_deceased"]
    for name in (*NAME, *ADDRESS, *SINGLE):
        found = pc.or_(found, pc.not_equal(drafts[name], ""))
    flags: Flags = found.to_numpy()
    return flags


def gather_clear(drafts: pa.Table, lookups: pa.Table, looked: Looked) -> dict[str, pa.Table]:
    """Return subjects (schema ``SUBJECTS``), links and sameness (``SAME``) of clear keys.

    Args:
        drafts: those that are clear, in order.
        lookups: all drafts that are looked up.
        looked: those that these keys look up.
    """
    groups = _groups_of(drafts)
    said = lookups.select([*_SUMMED, "mentions"]).take(pa.array(looked.which))
    whole = pa.concat_tables([drafts.select(said.column_names), said]).combine_chunks()
    whose = np.concatenate([groups.whose, groups.of_heads(looked.heads)])
    size = len(groups.firsts)
    columns = {name: drafts[name].take(pa.array(groups.firsts)).combine_chunks() for name in SUBJECTS.names}
    columns |= {name: _merged(whole[name], whose, size, MOST) for name in LISTS}
    columns |= {
        "elements": _merged(whole["elements"], whose, size),
        "role": _roles(columns["role"], whole["role"], whose),
        "seen_on": _latest(whole["seen_on"], whose, size),
        "mention_count": pa.array(
            np.bincount(whose, whole["mention_count"].to_numpy(), minlength=size).astype(np.int32)
        ),
    }
    subjects = pa.Table.from_arrays([columns[name] for name in SUBJECTS.names], schema=SUBJECTS)
    is_kept = _are_somebody(drafts, groups)
    return {
        "subjects": subjects.filter(pa.array(is_kept)),
        "links": _links(whole["mentions"], whose, subjects["subject_id"], is_kept),
        "same": _same(subjects["subject_id"], groups, is_kept),
    }


@dataclass(frozen=True)
class _Groups:
    """Drafts by key and item: a subject each."""

    firsts: Indices = field(repr=False)
    """The first draft of each, by key; the first of a key is the person's own row."""
    whose: Indices = field(repr=False)
    """Of each draft the number of its group."""
    heads: npt.NDArray[np.uint64] = field(repr=False)
    """The keys, ascending."""
    leads: Indices = field(repr=False)
    """Of each key its first group."""

    @property
    def lead_of(self) -> Indices:
        """Return of each group the first one of its key."""
        return np.repeat(self.leads, np.diff([*self.leads, len(self.firsts)]))

    def of_heads(self, heads: npt.NDArray[np.uint64]) -> Indices:
        """Return the first groups of keys, each of which is one of these."""
        found: Indices = self.leads[np.searchsorted(self.heads, heads)]
        return found


def _groups_of(drafts: pa.Table) -> _Groups:
    heads = drafts["head"].to_numpy()
    known, number = np.unique(heads, return_inverse=True)
    items = drafts["item_id"].combine_chunks().dictionary_encode()
    keys = number.astype(np.int64) * len(items.dictionary) + items.indices.to_numpy()
    _, firsts, which = np.unique(keys, return_index=True, return_inverse=True)
    order = np.argsort(firsts)
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    firsts = firsts[order].astype(np.int64)
    return _Groups(firsts, place[which], known, np.searchsorted(heads[firsts], known).astype(np.int64))


def _merged(lists: pa.ChunkedArray, whose: Indices, size: int, most: int | None = None) -> pa.Array:
    """Return the different values of each group: the first ones in order, at most so many, else all of them sorted."""
    held = lists.combine_chunks()
    values = pc.list_flatten(held).dictionary_encode()
    codes = values.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    if most is None:
        ranks = np.empty(len(values.dictionary), np.int64)
        ranks[pc.sort_indices(values.dictionary).to_numpy()] = np.arange(len(ranks))
        codes = ranks[codes]
    groups = whose[pc.list_parent_indices(held).to_numpy(zero_copy_only=False)]
    _, firsts = np.unique(groups * max(1, len(values.dictionary)) + codes, return_index=True)
    if most is not None:
        firsts = np.sort(firsts)
        firsts = firsts[np.argsort(groups[firsts], kind="stable")]
    counts = np.bincount(groups[firsts], minlength=size)
    if most is not None:
        within = np.arange(len(firsts)) - np.repeat(np.cumsum(counts) - counts, counts)
        firsts, counts = firsts[within < most], np.minimum(counts, most)
    offsets = pa.array(np.concatenate([[0], np.cumsum(counts)]).astype(np.int32))
    return pa.ListArray.from_arrays(offsets, pc.list_flatten(held).take(pa.array(firsts)))


def _roles(own: pa.Array, roles: pa.ChunkedArray, whose: Indices) -> pa.Array:
    numbers = {role.value: number for number, role in enumerate(_ROLES)}
    said = roles.combine_chunks().dictionary_encode()
    bits = np.array([1 << numbers[role] for role in said.dictionary.to_pylist()], np.int64)
    held = np.zeros(len(own), np.int64)
    np.bitwise_or.at(held, whose, bits[said.indices.to_numpy(zero_copy_only=False)])
    mine = own.dictionary_encode()
    keys = held * len(mine.dictionary) + mine.indices.to_numpy(zero_copy_only=False)
    known, which = np.unique(keys, return_inverse=True)
    words = mine.dictionary.to_pylist()
    told = [
        best_role(words[key % len(words)], {r.value for n, r in enumerate(_ROLES) if key // len(words) >> n & 1})
        for key in known.tolist()
    ]
    return pa.array(told, pa.string()).take(pa.array(which))


def _latest(days: pa.ChunkedArray, whose: Indices, size: int) -> pa.Array:
    said = days.combine_chunks().dictionary_encode()
    order = pc.sort_indices(said.dictionary).to_numpy()
    ranks = np.empty(len(order), np.int64)
    ranks[order] = np.arange(len(order))
    best = np.zeros(size, np.int64)
    np.maximum.at(best, whose, ranks[said.indices.to_numpy(zero_copy_only=False)])
    return said.dictionary.take(pa.array(order[best]))


def _are_somebody(drafts: pa.Table, groups: _Groups) -> Flags:
    """Tell of each group whether anything finds the person of its key again, without what was looked up."""
    shows = pa.chunked_array([pa.array(np.zeros(drafts.num_rows, bool))])
    for name in _SOMEBODY:
        shows = pc.or_(shows, pc.not_equal(drafts[name], ""))
    for name in _SHOWING:
        shows = pc.or_(shows, pc.greater(pc.list_value_length(drafts[name]), 0))
    size = len(groups.firsts)
    told = _any(shows.to_numpy(), groups.whose, size)
    placed = pc.or_(pc.not_equal(drafts["address_1"], ""), pc.not_equal(drafts["zip"], ""))
    reached = pc.or_(placed, pc.greater(pc.list_value_length(drafts["phones"]), 0)).to_numpy()
    born = pc.not_equal(drafts["date_of_birth"], "").to_numpy()
    told |= _any(born, groups.whose, size) & _any(reached, groups.whose, size)
    lead = groups.lead_of
    found: Flags = _any(told, lead, size)[lead]
    return found


def _any(flags: Flags, whose: Indices, size: int) -> Flags:
    found = np.zeros(size, bool)
    found[whose[flags]] = True
    return found


def _links(mentions: pa.ChunkedArray, whose: Indices, ids: pa.ChunkedArray, is_kept: Flags) -> pa.Table:
    held = mentions.combine_chunks()
    groups = whose[pc.list_parent_indices(held).to_numpy(zero_copy_only=False)]
    kept = pa.array(is_kept[groups])
    table = pa.table({"mention_id": pc.list_flatten(held), "whose": groups}).filter(kept)
    once = table.group_by(["mention_id", "whose"], use_threads=False).aggregate([])
    subjects = ids.take(once["whose"]).combine_chunks()
    return pa.Table.from_arrays([once["mention_id"].combine_chunks(), subjects], schema=LINKS)


def _same(ids: pa.ChunkedArray, groups: _Groups, is_kept: Flags) -> pa.Table:
    lead = groups.lead_of
    others = np.flatnonzero((lead != np.arange(len(lead))) & is_kept)
    columns = [ids.take(pa.array(others)).combine_chunks(), ids.take(pa.array(lead[others])).combine_chunks()]
    return pa.Table.from_arrays(columns, schema=SAME)

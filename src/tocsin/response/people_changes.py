"""Who changed between two runs: new, changed, merged and no longer listed people, by id.

Invariant: pure; nothing but ids and names of columns, so the table says who, never what.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


class Change(StrEnum):
    """What became of a person since the run before."""

    NEW = "new"
    CHANGED = "changed"
    MERGED = "merged"
    """The id is now an alias of ``into``."""
    GONE = "gone"
    """No longer listed."""


CHANGES = pa.schema(
    [pa.field(name, pa.string(), nullable=False) for name in ("person_id", "change", "into", "columns")]
)
"""One row a person who is not as before, by id; ``columns`` are those of the people table that differ."""


LEAST_CHANGE = 0.01
"""How sure a person is moves in the fourth place with every name that is added; from here on it is told."""


def changes_of(before: pa.Table, after: pa.Table, aliases: pa.Table) -> pa.Table:
    """Return what differs between the people of two runs.

    Args:
        before: of schema ``PEOPLE``.
        after: of the same schema.
        aliases: former ids (``alias``) and whose they are now (``person_id``).
    """
    former, now = before["person_id"].combine_chunks(), after["person_id"].combine_chunks()
    place = pc.index_in(now, value_set=former)
    known = pc.is_valid(place)
    fresh = now.filter(pc.invert(known)).to_pylist()
    lost = former.filter(pc.invert(pc.is_in(former, value_set=now)))
    heirs = aliases["person_id"].take(pc.index_in(lost, value_set=aliases["alias"].combine_chunks()))
    is_here = pc.is_in(heirs, value_set=now)
    rows = [(person, Change.NEW, "", "") for person in fresh]
    for person, heir, here in zip(lost.to_pylist(), heirs.to_pylist(), is_here.to_pylist(), strict=True):
        rows.append((person, Change.MERGED, heir, "") if here else (person, Change.GONE, "", ""))
    rows += _changed(before.take(place.filter(known)), after.filter(known))
    rows.sort()
    return pa.table([[row[n] for row in rows] for n in range(len(CHANGES))], schema=CHANGES)


def _changed(before: pa.Table, after: pa.Table) -> list[tuple[str, Change, str, str]]:
    """Return the people of two tables with the same people in the same order whose rows differ."""
    names = [name for name in after.column_names if name != "person_id"]
    differs = np.array([_differs(before[name], after[name]) for name in names], bool).reshape(len(names), -1)
    chosen = np.flatnonzero(differs.any(axis=0))
    ids = after["person_id"].take(pa.array(chosen)).to_pylist()
    return [
        (
            person,
            Change.CHANGED,
            "",
            ";".join(name for name, is_new in zip(names, differs[:, row], strict=True) if is_new),
        )
        for person, row in zip(ids, chosen.tolist(), strict=True)
    ]


def _differs(one: pa.ChunkedArray, other: pa.ChunkedArray) -> np.ndarray:
    alike = pc.equal(one, other)
    if pa.types.is_floating(one.type):
        alike = pc.less(pc.abs(pc.subtract(one, other)), LEAST_CHANGE)
    same = pc.fill_null(alike, False)
    both = pc.and_(pc.is_null(one), pc.is_null(other))
    found: np.ndarray = pc.invert(pc.or_(same, both)).to_numpy()
    return found


def told(changes: pa.Table) -> str:
    """Return the numbers of changes in words: ``12 new, 3 changed``; empty if there are none.

    Example:
        >>> told(pa.table([["per_1"], ["new"], [""], [""]], schema=CHANGES))
        '1 new'
    """
    counts = {row["values"]: row["counts"] for row in pc.value_counts(changes["change"]).to_pylist()}
    return ", ".join(f"{counts[change]} {change}" for change in Change if change in counts)

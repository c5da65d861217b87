"""Plans: how large documents are cut into slices, and how far the look over one is.

A plan is kept before the first of its slices is read, so a run that was killed goes on with the same slices and need
not look the document over again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Protocol

import pyarrow as pa

from tocsin.config import MIB
from tocsin.intake.documents import Bytes
from tocsin.jail.protocol import Planned

PLANS = pa.schema(
    [
        pa.field("key", pa.string(), nullable=False),
        pa.field("media_type", pa.string(), nullable=False),
        pa.field("start", pa.int64(), nullable=False),
        pa.field("end", pa.int64(), nullable=False),
        pa.field("first_ordinal", pa.int64(), nullable=False),
    ]
)
"""A row for each slice, in their order, by the key of the batch that the document is."""
_STEP_BYTES = 16 * MIB


class Plans(Protocol):
    """Where plans are kept, and who hears of the look that makes one."""

    def kept(self, key: str) -> Planned | None:
        """Return the plan of that batch, if it was kept."""

    def keep(self, key: str, planned: Planned) -> None:
        """Keep the plan of a batch."""

    def look(self, done: int, total: int) -> None:
        """Hear how many bytes of a document were looked over, from 0 on."""


class NoPlans:
    """Keeps nothing; tells how far a look is to whoever is given."""

    def __init__(self, look: Callable[[int, int], None] = lambda done, total: None) -> None:
        self._look = look

    def kept(self, key: str) -> Planned | None:
        """Return None."""
        return None

    def keep(self, key: str, planned: Planned) -> None:
        """Forget it."""

    def look(self, done: int, total: int) -> None:
        """Pass it on."""
        self._look(done, total)


class LookedOver:
    """The bytes of a document while it is looked over: tells how far that is."""

    def __init__(self, source: Bytes, plans: Plans) -> None:
        self._source, self._plans = source, plans
        self._told = 0
        self.size_bytes = source.size_bytes
        plans.look(0, self.size_bytes)

    def pread(self, offset: int, length: int, /) -> bytes:
        """Return up to ``length`` bytes from ``offset``."""
        if offset >= self._told + _STEP_BYTES:
            self._told = offset
            self._plans.look(offset, self.size_bytes)
        return self._source.pread(offset, length)


def plan_table(key: str, planned: Planned) -> pa.Table:
    """Return the rows of one plan."""
    starts, ends, firsts = zip(*planned.units, strict=True)
    count = len(planned.units)
    return pa.table([[key] * count, [planned.media_type] * count, starts, ends, firsts], schema=PLANS)


def plans_of(table: pa.Table) -> dict[str, Planned]:
    """Return what :func:`plan_table` made, by key."""
    units: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    kinds: dict[str, str] = {}
    for row in table.to_pylist():
        units[row["key"]].append((row["start"], row["end"], row["first_ordinal"]))
        kinds[row["key"]] = row["media_type"]
    return {key: Planned(kinds[key], tuple(found)) for key, found in units.items()}

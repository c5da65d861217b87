"""What segments name of covered entities: near each subject, and in each item as a whole.

It follows from the segments, the places of their subjects and the entities alone, so it is read once a part and kept.
Invariant: the tables hold everything, in its order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from tocsin.attribution.places import Found, SegmentPlaces
from tocsin.attribution.terms import EntityTerms
from tocsin.model.segments import Segment

NEAR = pa.schema([pa.field(name, pa.string(), nullable=False) for name in ("subject_id", "entity", "reason")])
"""What is named near subjects."""
IN_ITEMS = pa.schema(
    [
        *(pa.field(name, pa.string(), nullable=False) for name in ("item_id", "where", "entity")),
        pa.field("count", pa.int64(), nullable=False),
    ]
)
"""What items name: ``where`` is in their texts, by a town in them, among senders or receivers."""
_TEXT, _TOWN, _FROM, _TO = "text", "town", "from", "to"
Asked = Mapping[str, list[tuple[str, int, int]]]
"""Subjects by segment, each with its row and start."""


@dataclass(slots=True)
class ItemPlaces:
    """What a whole item says of entities."""

    counts: Counter[str] = field(default_factory=Counter)
    towns: Counter[str] = field(default_factory=Counter)
    senders: list[str] = field(default_factory=list)
    receivers: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Named:
    """What stands near each subject and what each item says; neither where nothing is named."""

    near: dict[str, list[Found]] = field(default_factory=dict)
    of_item: dict[str, ItemPlaces] = field(default_factory=lambda: defaultdict(ItemPlaces))

    def tables(self) -> tuple[pa.Table, pa.Table]:
        """Return everything as rows of ``NEAR`` and ``IN_ITEMS``."""
        near = [(subject, one.entity, one.reason) for subject, found in self.near.items() for one in found]
        said: list[tuple[str, str, str, int]] = []
        for item, places in self.of_item.items():
            said += [(item, _TEXT, entity, count) for entity, count in places.counts.items()]
            said += [(item, _TOWN, entity, count) for entity, count in places.towns.items()]
            said += [(item, _FROM, entity, 1) for entity in places.senders]
            said += [(item, _TO, entity, 1) for entity in places.receivers]
        return _table(near, NEAR), _table(said, IN_ITEMS)

    def take(self, near: pa.Table, in_items: pa.Table) -> None:
        """Take in rows, as they come."""
        for subject, entity, reason in zip(*(near[name].to_pylist() for name in NEAR.names), strict=True):
            self.near.setdefault(subject, []).append(Found(entity, reason))
        for item, where, entity, count in zip(*(in_items[name].to_pylist() for name in IN_ITEMS.names), strict=True):
            places = self.of_item[item]
            if where == _TEXT:
                places.counts[entity] += count
            elif where == _TOWN:
                places.towns[entity] += count
            else:
                (places.senders if where == _FROM else places.receivers).append(entity)


def _table(rows: list[tuple[str, str, str]] | list[tuple[str, str, str, int]], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)


def asked_of(places: Iterable[tuple[str, str, int, int]]) -> dict[str, list[tuple[str, int, int]]]:
    """Return subjects by segment, from segment, subject, row and start of each."""
    asked: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for segment, subject, row, start in places:
        asked[segment].append((subject, row, start))
    return asked


def read_named(asked: Asked, segments: Iterable[Segment], terms: EntityTerms) -> Named:
    """Read segments once; return what stands near each subject and what each item says."""
    named = Named()
    for segment in segments:
        places = SegmentPlaces(segment, terms)
        if places.counts or places.towns or places.senders or places.receivers:
            item = named.of_item[segment.item_id]
            item.counts.update(places.counts)
            item.towns.update(places.towns)
            item.senders += places.senders
            item.receivers += places.receivers
        for subject, row, start in asked.get(segment.segment_id, ()):
            found = places.near(row, start)
            if found:
                named.near[subject] = found
    return named

"""What the tables of databases and exports look like: each column's values by count, kind and a sample of keys.

The sample of a column holds the keys with the smallest numbers, so that samples of two columns, or of one column in
two parts, can be laid over each other: whether a column's keys are unique and whether they lie within another's is
read off them.

Invariant: merging is associative and does not depend on order; a profile's size does not grow with the rows.
Source: Beyer et al. 2007, "On synopses for distinct-value estimation under multiset operations".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.linking.table_keys import LONGEST_KEY, are_numbers, cell_hashes
from tocsin.linking.table_words import words_of
from tocsin.model.elements import NAME_ELEMENTS, Element, Role
from tocsin.model.mentions import Part
from tocsin.model.segments import GridBody, Segment, table_of
from tocsin.patterns import compiled

SAMPLE = 512
"""Keys of a column that are kept."""
FULL = (1 << 64) - 1
_NUMERIC = compiled(r"[-+]?[\d.,/:\- ]+")
_MOST_HEADER = 8
_LONGEST_LABEL = 64
NEVER_KEYS = frozenset(
    {
        Element.NAME, Element.PROVIDER, Element.RELATIVE, Element.DATE_OF_BIRTH, Element.DATE, Element.AGE,
        Element.ADDRESS, Element.ZIP, Element.PHONE, Element.EMAIL, Element.URL, Element.IP_ADDRESS,
        Element.HEIGHT_WEIGHT, Element.LAB_RESULT, Element.CARD_EXPIRY, Element.PIN_OR_PASSWORD,
    }
)  # fmt: skip
"""Columns of these hold values, never keys."""
_MOSTLY = 0.5
NO_GROUP = -1
Kind = tuple[str, str, str]
"""Element (empty for facts that are none), part, party."""


@dataclass(slots=True)
class ColumnProfile:
    """The values of one column."""

    name: str
    filled: int = 0
    whole: int = 0
    """Cells that are whole numbers."""
    low: int = 0
    high: int = 0
    """Of the whole numbers."""
    chars: int = 0
    keys: int = 0
    """Cells that may be keys."""
    sample: dict[int, int] = field(default_factory=dict, repr=False)
    """Keys with the smallest numbers, and how often each stands there."""
    kinds: Counter[Kind] = field(default_factory=Counter)
    sure: float = 0.0
    """Sum of the scores of the mentions that are counted in ``kinds``."""

    def take(self, cells: Sequence[str], is_key: bool) -> None:
        """Count the cells of some rows."""
        texts = pa.array([text for cell in cells if (text := cell.strip())], pa.string())
        self.filled += len(texts)
        self.chars += int(pc.sum(pc.utf8_length(texts)).as_py() or 0)
        wholes = pc.cast(texts.filter(pa.array(are_numbers(texts))), pa.int64()).to_numpy()
        if len(wholes):
            low, high = int(wholes.min()), int(wholes.max())
            self.low, self.high = (min(self.low, low), max(self.high, high)) if self.whole else (low, high)
            self.whole += len(wholes)
        if not is_key:
            return
        hashes = cell_hashes(texts)
        hashes = hashes[hashes > 0]
        self.keys += len(hashes)
        fresh, counts = np.unique(hashes[hashes <= np.uint64(self.edge)], return_counts=True)
        for one, count in zip(fresh[:SAMPLE].tolist(), counts[:SAMPLE].tolist(), strict=True):
            self.sample[one] = self.sample.get(one, 0) + count
        self._trim()

    def add(self, other: ColumnProfile) -> None:
        """Take in the same column of further rows."""
        if other.whole:
            both = self.whole > 0
            self.low = min(self.low, other.low) if both else other.low
            self.high = max(self.high, other.high) if both else other.high
        self.filled += other.filled
        self.whole += other.whole
        self.chars += other.chars
        self.keys += other.keys
        self.kinds.update(other.kinds)
        self.sure += other.sure
        edge = min(self.edge, other.edge)
        for one, count in other.sample.items():
            self.sample[one] = self.sample.get(one, 0) + count
        if edge < FULL:
            self.sample = {one: count for one, count in self.sample.items() if one <= edge}
        self._trim()

    def _trim(self) -> None:
        if len(self.sample) > SAMPLE:
            kept = sorted(self.sample)[:SAMPLE]
            self.sample = {one: self.sample[one] for one in kept}

    @property
    def edge(self) -> int:
        """Return the largest number up to which the sample holds every key."""
        return max(self.sample) if len(self.sample) >= SAMPLE else FULL

    @property
    def distinct(self) -> float:
        """Return about how many different keys there are."""
        count = len(self.sample)
        return float(count) if count < SAMPLE else (count - 1) * (2.0**64) / max(self.sample)

    @property
    def unique(self) -> float:
        """Return the share of sampled keys that stand there once."""
        return sum(c == 1 for c in self.sample.values()) / len(self.sample) if self.sample else 0.0


@dataclass(slots=True)
class TableProfile:
    """The rows of one table of one item."""

    item_id: str
    name: str
    rows: int
    columns: list[ColumnProfile]

    def add(self, other: TableProfile) -> None:
        """Take in further rows of the same table."""
        self.rows += other.rows
        for mine, theirs in zip(self.columns, other.columns, strict=False):
            mine.add(theirs)
        self.columns.extend(other.columns[len(self.columns) :])

    @property
    def header(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return tuple(column.name for column in self.columns)


def header_of(body: GridBody) -> tuple[int, tuple[str, ...]]:
    """Return how many rows of the grid go before its data, and the names of its columns."""
    rows = body.head or body.rows
    width = max((len(row) for row in rows), default=0)
    for number, row in enumerate(rows[:_MOST_HEADER]):
        if _is_header(row, width):
            names = [cell.strip()[:_LONGEST_LABEL] or f"column {i}" for i, cell in enumerate(row, 1)]
            return number + 1, (*names, *(f"column {i + 1}" for i in range(len(names), width)))
    return 0, tuple(f"column {i + 1}" for i in range(width))


def _is_header(row: Sequence[str], width: int) -> bool:
    cells = [cell.strip() for cell in row if cell.strip()]
    if len(cells) < max(1, 0.6 * width) or len(set(cells)) < len(cells):
        return False
    return all(len(c) <= _LONGEST_LABEL and not _NUMERIC.fullmatch(c) and "@" not in c for c in cells)


def data_rows(body: GridBody) -> tuple[range, tuple[str, ...]]:
    """Return which rows of the segment hold data, and the names of the columns."""
    above, names = header_of(body)
    return range(max(0, above - (body.first_row - 1)), len(body.rows)), names


def profile_segments(segments: Iterable[Segment], found: Mapping[str, pa.Table]) -> dict[tuple[str, str], TableProfile]:
    """Return the profiles of the tables in segments, by item and name of the table.

    ``found`` are the mentions (schema ``MENTIONS``) of each segment.
    """
    profiles: dict[tuple[str, str], TableProfile] = {}
    for segment in segments:
        if not isinstance(segment.body, GridBody):
            continue
        fresh = _profile(segment, segment.body, found.get(segment.segment_id))
        if fresh is None:
            continue
        key = (fresh.item_id, fresh.name)
        if key in profiles:
            profiles[key].add(fresh)
        else:
            profiles[key] = fresh
    return profiles


def _profile(segment: Segment, body: GridBody, mentions: pa.Table | None) -> TableProfile | None:
    """Return the profile of a segment's rows, None if they are no records: lines over others, a form."""
    if mentions is not None and pc.any(pc.not_equal(mentions["group"], NO_GROUP)).as_py():
        return None
    rows, names = data_rows(body)
    columns = [ColumnProfile(name) for name in names]
    if mentions is not None:
        _count_kinds(columns, mentions, rows)
    for index, column in enumerate(columns):
        cells = [body.rows[r][index] for r in rows if index < len(body.rows[r])]
        column.take(cells, _may_be_key(column, cells))
    return TableProfile(segment.item_id, table_of(segment.place), len(rows), columns)


_KIND = ["column", "element", "part", "party"]


def _count_kinds(columns: Sequence[ColumnProfile], mentions: pa.Table, rows: range) -> None:
    """Count what the typed cells of each column hold."""
    number, index = mentions["row"].to_numpy(), mentions["column"].to_numpy()
    here = (number >= rows.start) & (number < rows.stop) & (index >= 0) & (index < len(columns))
    is_placed = pc.equal(mentions["detector"], "place").to_numpy()
    placed = mentions.select([*_KIND, "score"]).filter(pa.array(here & is_placed))
    counted = placed.group_by(_KIND, use_threads=False).aggregate([("score", "sum"), ("score", "count")])
    for row in counted.to_pylist():
        column = columns[row["column"]]
        column.kinds[row["element"] or "", row["part"], row["party"]] += row["score_count"]
        column.sure += row["score_sum"]


def _may_be_key(column: ColumnProfile, cells: Sequence[str]) -> bool:
    if not any(0 < len(cell.strip()) <= LONGEST_KEY for cell in cells[:50]):
        return False
    if "id" in words_of(column.name):
        return True
    told = sum(count for (element, _, _), count in column.kinds.items() if not element or element in NEVER_KEYS)
    return told < _MOSTLY * max(1, sum(bool(cell.strip()) for cell in cells))


PROFILES = pa.schema([pa.field("json", pa.large_binary(), nullable=False)])
"""One row a table of a part."""


def profiles_table(profiles: Iterable[TableProfile]) -> pa.Table:
    """Return profiles as a table of schema ``PROFILES``."""
    return pa.table({"json": pa.array([_packed(p) for p in profiles], pa.large_binary())}, schema=PROFILES)


def profiles_of(table: pa.Table) -> list[TableProfile]:
    """Return the profiles of a table of schema ``PROFILES``."""
    return [_unpacked(orjson.loads(row)) for row in table["json"].to_pylist()]


def _packed(profile: TableProfile) -> bytes:
    columns = [
        [c.name, c.filled, c.whole, c.low, c.high, c.chars, c.keys, sorted(c.sample.items()),
         sorted((*kind, count) for kind, count in c.kinds.items()), c.sure]
        for c in profile.columns
    ]  # fmt: skip
    return orjson.dumps([profile.item_id, profile.name, profile.rows, columns])


def _unpacked(told: list[object]) -> TableProfile:
    item, name, rows, columns = told
    made = [
        ColumnProfile(
            n, f, w, lo, hi, ch, k, dict(sample), Counter({(e, p, y): count for e, p, y, count in kinds}), sure
        )
        for n, f, w, lo, hi, ch, k, sample, kinds, sure in columns  # type: ignore[attr-defined]  # as packed above
    ]
    return TableProfile(str(item), str(name), int(str(rows)), made)


def main_kind(column: ColumnProfile) -> tuple[Element | None, Part, Role, float]:
    """Return what most of a column's cells hold, and the share of its filled cells that do; None for nothing."""
    if not column.kinds:
        return None, Part.FULL, Role.UNKNOWN, 0.0
    (element, part, party), count = min(column.kinds.items(), key=lambda entry: (-entry[1], entry[0]))
    same = sum(c for (e, p, _), c in column.kinds.items() if (e, p) == (element, part))
    share = min(1.0, max(count, same) / max(1, column.filled))
    return Element(element) if element else None, Part(part), Role(party), share


def is_name(column: ColumnProfile) -> bool:
    """Tell whether a column names people who are not told to be in office."""
    element, _, party, share = main_kind(column)
    return element in NAME_ELEMENTS and element is not Element.PROVIDER and party is not Role.PROVIDER and share >= 0.4


def has_names(profile: TableProfile) -> bool:
    """Tell whether rows name people with a whole name."""
    parts = {main_kind(c)[1] for c in profile.columns if is_name(c)}
    return bool(parts & {Part.FULL, Part.LAST}) or {Part.FIRST, Part.LAST} <= parts

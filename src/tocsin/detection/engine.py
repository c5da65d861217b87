"""The detector: texts, tables and fields in, mentions out.

Texts go through one scan for all patterns, joined into buffers; labels come before, names after it. Tables and
fields are typed by header, neighbours and path first, and only what these leave open is read as text.

Invariant: spans of one text never overlap, and offsets are code points of the text as the segment holds it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, repeat

import pyarrow as pa

from tocsin.detection import labels, names
from tocsin.detection.answers import with_answers
from tocsin.detection.bare_numbers import BareNumbers, with_bare
from tocsin.detection.birth_lines import with_line_births
from tocsin.detection.birth_lists import with_births
from tocsin.detection.calibration import calibrated
from tocsin.detection.cell_births import with_cell_births
from tocsin.detection.chances import Chances
from tocsin.detection.columns_place import Retyped
from tocsin.detection.custom import Custom
from tocsin.detection.custom_detection import CustomDetection
from tocsin.detection.day_first import with_days_first
from tocsin.detection.fixed_width import find_fixed
from tocsin.detection.fold import fold, squeeze
from tocsin.detection.gates import LEAST_CHARS, Gate
from tocsin.detection.grid_columns import GridColumns, is_plain
from tocsin.detection.identifiers_health import prefix_rules, record_shape
from tocsin.detection.members import PROVISIONAL, with_members
from tocsin.detection.merge import merge
from tocsin.detection.names_leads import without_leads
from tocsin.detection.numbers_behind import with_numbers
from tocsin.detection.numbers_listed import with_listed
from tocsin.detection.phones_local import LOCAL, with_local
from tocsin.detection.placed import Ask, asks, grid_asks, mention_of, plain_asks, typed_grid
from tocsin.detection.reconcile import reconcile, without_births
from tocsin.detection.rules import all_rules
from tocsin.detection.scan import Scanner, code
from tocsin.detection.spans import Span, restored
from tocsin.detection.strips import with_strips
from tocsin.detection.text_tables import find_tables
from tocsin.detection.text_typed import TextTable
from tocsin.detection.thresholds import Limits
from tocsin.model.elements import NAME_ELEMENTS, Element
from tocsin.model.mentions import MENTIONS, Mention, mentions_table
from tocsin.model.segments import GridBody, Segment

BUFFER_CHARS = 1_000_000
"""Texts are joined up to about this many code points for one scan."""


class Detector:
    """Finds elements; build one per process and reuse it. Not to be shared by threads."""

    def __init__(
        self, record_prefixes: Sequence[str] = (), custom: Custom | None = None, *, gives_bare: bool = False
    ) -> None:
        """Compile the rules.

        Args:
            record_prefixes: what the record numbers of the incident's practices begin with (``GC``).
            custom: what users add: detectors, allow-lists, thresholds, recognizers.
            gives_bare: give numbers that nothing was made of too, as finds of the detector ``BARE``.
        """
        self._scanner = Scanner(all_rules(), prefix_rules(record_prefixes), is_kept=True)
        self._gate = Gate()
        self._records = record_shape(record_prefixes)
        self._custom = CustomDetection(custom or Custom())
        self._bare = BareNumbers() if gives_bare else None
        self._faults = 0

    @property
    def custom(self) -> CustomDetection:
        """Return what users added, with its counts."""
        return self._custom

    def find_spans(self, text: str) -> list[Span]:
        """Return the spans of one text, sorted, not overlapping."""
        return self.find_many([text])[0]

    def find_many(self, texts: Sequence[str]) -> list[list[Span]]:
        """Return the spans of each text, in the order given, with probabilities for scores."""
        found = zip(texts, self._find(texts), strict=True)
        return [[calibrated(s) for s in self._custom.kept_spans(text, spans)] for text, spans in found]

    def find(self, segments: Sequence[Segment], retyped: Retyped | None = None) -> list[Mention]:
        """Return the mentions of the segments, in their order and by place within each.

        ``retyped`` is what people said of columns of tables.
        """
        known = self._custom.columns(retyped)
        held = [(segment, list(asks(segment, known))) for segment in segments]
        answers = self._answers([ask for _, one in held for ask in one])
        found = [
            mention_of(segment, ask, span)
            for segment, one in held
            for ask, spans in zip(one, _settled(segment, one, list(islice(answers, len(one)))), strict=True)
            for span in spans
        ]
        return self._custom.settled(segments, found)

    def find_table(self, segments: Sequence[Segment], retyped: Retyped | None = None) -> pa.Table:
        """Return what :meth:`find` does as a table of schema ``MENTIONS``; long tables are read column by column."""
        if not self._custom.is_idle:
            return mentions_table(self.find(segments, retyped))
        slow = _NOTHING if self._records is None else _MAY_BE_RECORDS
        held = [(segment, self._asked_of(segment, retyped, slow)) for segment in segments]
        answers = iter(
            self._answers([a for _, one in held for a in (one.asks if isinstance(one, GridColumns) else one)])
        )
        pieces = [MENTIONS.empty_table()]
        for segment, one in held:
            if isinstance(one, GridColumns):
                spans = list(islice(answers, len(one.asks)))
                pieces.append(one.mentions(spans if one.has_births else with_cell_births(one.asks, spans)))
            else:
                told = _settled(segment, one, list(islice(answers, len(one))))
                made = [mention_of(segment, ask, s) for ask, spans in zip(one, told, strict=True) for s in spans]
                pieces.append(mentions_table(made))
        return pa.concat_tables(pieces)

    @property
    def faults(self) -> int:
        """Return of how many segments and texts a fault of ours kept something from being found, so far."""
        return self._faults

    def _asked_of(self, segment: Segment, retyped: Retyped | None, slow: frozenset[Element]) -> GridColumns | list[Ask]:
        """Return what a segment asks; where that fails, each of its cells or values as a text to be read."""
        try:
            return _asked(segment, retyped, slow)
        except _FAULTS:
            self._faults += 1
            return list(plain_asks(segment))

    def _read(self, text: str, scanned: list[Span], where: Chances | None, limits: Limits) -> list[Span]:
        """Return the spans of a text; where putting them together fails, what the patterns found."""
        try:
            return _together(text, scanned, where, limits)
        except _FAULTS:
            self._faults += 1
            return merge([span for span in scanned if span.detector not in PROVISIONAL], limits)

    def _find(self, texts: Sequence[str]) -> Iterator[list[Span]]:
        """Give the spans of each text, before allow-lists."""
        return (spans for batch in _batches(texts) for spans in self._find_batch(batch))

    def _answers(self, asked: Sequence[Ask]) -> Iterator[list[Span]]:
        """Give the spans of each ask; a text that is asked of several times is read once."""
        texts = list(dict.fromkeys(ask.text for ask in asked if ask.span is None))
        read = dict(zip(texts, self._find(texts), strict=True))
        for ask in asked:
            yield [self._as_record(ask.span)] if ask.span is not None else read[ask.text]

    def _as_record(self, span: Span) -> Span:
        """Return a number that a place calls nothing in particular as the practice's record number."""
        if self._records is None or span.element is not Element.OTHER_ID or not self._records.fullmatch(span.norm):
            return span
        return replace(span, element=Element.MRN)

    def _find_batch(self, texts: Sequence[str]) -> list[list[Span]]:
        squeezed = [squeeze(text) for text in texts]
        plain = [fold(text) for text, _ in squeezed]
        starts: list[int] = []
        ends: list[int] = []
        position = 0
        for text in plain:
            starts.append(position)
            ends.append(position + len(text))
            position += len(text) + 1
        joined = "\x00".join(plain)
        coded = code(joined)
        scanned = self._scanner.spans(joined, starts, ends, coded)
        chances: Sequence[Chances | None] = [None] * len(plain)
        if len(joined) >= LEAST_CHARS:
            chances = self._gate.chances(joined, coded, starts, ends)
        theirs: Iterable[Sequence[Span]] = repeat((), len(plain)) if self._custom.is_idle else self._custom.spans(plain)
        limits = self._custom.limits
        bare: Iterable[list[Span]] = repeat([], len(plain))
        if self._bare is not None:
            bare = self._bare.spans(joined, starts, ends, coded)
        return [
            restored(
                with_bare(self._read(text, [*_rebase(found, start), *more], where, limits), _rebase(others, start)),
                offsets,
            )
            for text, found, more, others, start, where, (_, offsets) in zip(
                plain, scanned, theirs, bare, starts, chances, squeezed, strict=True
            )
        ]


_TOLD_LATER = PROVISIONAL | {LOCAL}
"""Detectors of spans that count only by what is found beside them."""
_NOTHING: frozenset[Element] = frozenset()
_FAULTS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a mistake of ours raises: it must cost the text it fails on, never the incident (counted and told)."""
_MAY_BE_RECORDS = frozenset({Element.OTHER_ID})


def _asked(segment: Segment, retyped: Retyped | None, slow: frozenset[Element]) -> GridColumns | list[Ask]:
    body = segment.body
    if not isinstance(body, GridBody):
        return list(asks(segment, retyped))
    grid = typed_grid(segment, body, retyped)
    return GridColumns(segment, body, grid, slow) if is_plain(grid, body) else list(grid_asks(segment, body, grid))


def _settled(segment: Segment, asked: Sequence[Ask], answers: list[list[Span]]) -> Sequence[list[Span]]:
    """Return the spans of a segment's asks, with the births that the columns of a grid tell together."""
    return with_cell_births(asked, answers) if isinstance(segment.body, GridBody) else answers


def _together(text: str, scanned: list[Span], where: Chances | None, limits: Limits) -> list[Span]:
    if where is not None and where.is_none and not scanned:
        return []
    provisional = [span for span in scanned if span.detector in PROVISIONAL]
    local = [span for span in scanned if span.detector == LOCAL]
    if provisional or local:
        scanned = [span for span in scanned if span.detector not in _TOLD_LATER]
    tables = find_tables(text, None if where is None else where.tables)
    scanned = _outside_heads(scanned, tables)
    placed = [span for table in tables for span in table.spans]
    labelled = _outside(text, labels.find_labelled(text, None if where is None else where.labels), tables)
    scanned, labelled = _within_cells(scanned, placed), _within_cells(labelled, placed)
    fixed = find_fixed(text) if where is None or where.is_fixed else []
    taken = merge([*without_births(reconcile(labelled, scanned, limits), placed), *placed, *fixed], limits)
    called = _outside_heads(names.find_names(text, taken, where), tables)
    named = with_line_births(text, with_births(text, without_leads(text, merge([*taken, *called], limits))))
    numbered = with_numbers(text, with_members(text, with_local(text, named, local), provisional))
    return with_days_first(text, with_strips(text, with_answers(text, with_listed(text, numbered))))


def _outside(text: str, spans: list[Span], tables: Sequence[TextTable]) -> list[Span]:
    """Return the spans that stand in no table: there the columns say what a value is."""
    if not tables:
        return spans
    starts = [table.start for table in tables]
    kept = []
    for span in spans:
        at = bisect_right(starts, span.start) - 1
        if (
            at < 0
            or span.start >= tables[at].end
            or _is_open(tables[at], span.start)
            or _is_pair(text, tables[at], span)
        ):
            kept.append(span)
    return kept


def _is_pair(text: str, table: TextTable, span: Span) -> bool:
    """Tell whether somebody is named behind a label in a table without labels over it that names nobody."""
    line = text[max(table.start, text.rfind("\n", table.start, span.start) + 1) : span.start]
    if span.element not in NAME_ELEMENTS or table.heads or not line.lstrip().startswith(span.label or "\n"):
        return False
    return len(table.spans) <= _MOST_PAIRS and not any(one.element in NAME_ELEMENTS for one in table.spans)


_MOST_PAIRS = 40
"""Values of a form of labels and values; what is longer is a table of rows."""


def _is_open(table: TextTable, place: int) -> bool:
    """Tell whether a place stands in a line of a table that is read as text."""
    at = bisect_right(table.open, place, key=lambda line: line[0]) - 1
    return at >= 0 and place < table.open[at][1]


def _outside_heads(spans: list[Span], tables: Sequence[TextTable]) -> list[Span]:
    """Return the spans that do not stand among the labels over a table."""
    heads = [head for table in tables for head in table.heads]
    if not heads:
        return spans
    starts = [start for start, _ in heads]
    return [s for s in spans if (at := bisect_right(starts, s.start) - 1) < 0 or s.start >= heads[at][1]]


def _within_cells(spans: list[Span], placed: Sequence[Span]) -> list[Span]:
    """Return the spans that a table's values leave room for.

    None goes over the border of two values, or takes one of something else with the words beside it; a number behind an
    insurer's name is a member's only where no column says what it is.
    """
    if not placed:
        return spans
    ordered = sorted(placed, key=lambda span: span.start)
    starts = [span.start for span in ordered]
    kept = []
    for span in spans:
        first = bisect_right(starts, span.start) - 1
        held = [one for one in ordered[max(first, 0) : bisect_right(starts, span.end - 1)] if one.end > span.start]
        if not held or (len(held) == 1 and not _is_in_place_of(span, held[0])):
            kept.append(span)
    return kept


def _is_in_place_of(span: Span, placed: Span) -> bool:
    """Tell whether a find by words would take the place of a column's number or name."""
    if placed.element is Element.OTHER_ID:
        return span.element is Element.PROCEDURE
    if placed.element is Element.PROVIDER and span.element not in NAME_ELEMENTS:
        return True
    is_other = span.element is Element.MEMBER_ID and placed.element is not Element.MEMBER_ID
    return placed.element in _FIRM and (is_other or span.length > placed.length)


_FIRM = frozenset(
    {
        Element.MRN, Element.ACCOUNT_NUMBER, Element.CLAIM_NUMBER, Element.MEMBER_ID, Element.PHONE, Element.PROCEDURE,
        Element.PROVIDER,
    }
)  # fmt: skip


def _rebase(spans: list[Span], start: int) -> list[Span]:
    if start == 0:
        return spans
    return [span.moved(span.start - start, span.end - start) for span in spans]


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += len(text)
        if size >= BUFFER_CHARS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch

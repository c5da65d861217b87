"""What a file of detectors and allow-lists adds to detection, in the places where it takes part.

Texts are searched with our own patterns and theirs; cells and fields by theirs whatever their column was taken for.
What a custom detector finds wins over other finds at its place. Allow-lists come last, when everything else is settled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tocsin.detection.columns_place import Retyped
from tocsin.detection.custom import Custom
from tocsin.detection.custom_allow import AllowLists
from tocsin.detection.custom_scan import CustomScan, norm_of
from tocsin.detection.fold import fold, squeeze
from tocsin.detection.merge import merge
from tocsin.detection.placed import Ask, mention_of
from tocsin.detection.recognizer_worker import RecognizerWorker
from tocsin.detection.spans import CUSTOM, Span, restored
from tocsin.ids import ItemId
from tocsin.model.elements import Element
from tocsin.model.mentions import Mention, Part
from tocsin.model.segments import FieldsBody, GridBody, Segment, cell_place

COLUMN_SCORE = 0.95
"""How sure a field is whose label a custom detector names."""
_LONGEST_CELL = 400


class OwnColumns(Mapping[tuple[ItemId, str], Mapping[str, Element | None]]):
    """What columns hold by custom headers, in every table; what a person said of a table outranks it."""

    def __init__(self, columns: Mapping[str, Element], said: Retyped) -> None:
        """Take the elements of headers in lower case, and what people said."""
        self._columns, self._said = columns, said

    def __getitem__(self, table: tuple[ItemId, str]) -> Mapping[str, Element | None]:
        return {**self._columns, **self._said.get(table, {})}

    def __iter__(self) -> Iterator[tuple[ItemId, str]]:
        return iter(self._said)

    def __len__(self) -> int:
        return len(self._said)

    def __bool__(self) -> bool:
        return True  # it knows every table, however few it can name


class CustomDetection:
    """One file, ready to take part in detection; not for two threads at once."""

    def __init__(self, custom: Custom) -> None:
        """Prepare what the file says."""
        self.limits: Mapping[Element, float] = dict(custom.thresholds)
        self._scan = CustomScan(custom.detectors)
        self._allow = AllowLists(custom.allowed)
        self._columns = custom.columns
        self._workers = [RecognizerWorker(one) for one in custom.recognizers]
        self.is_idle = custom == Custom()
        """Whether there is nothing to do."""
        self.left_out = 0
        """Finds that allow-lists kept out so far."""
        self.unread = 0
        """Texts that recognizers did not read so far: they broke, or took too long or too much memory."""

    def columns(self, said: Retyped | None) -> Retyped:
        """Return what is known of columns, by people and by this file."""
        return OwnColumns(self._columns, said or {}) if self._columns else said or {}

    def spans(self, texts: Sequence[str]) -> list[list[Span]]:
        """Return what custom detectors and recognizers find in folded texts."""
        found = [self._scan.spans(text) for text in texts]
        for worker in self._workers:
            for spans, more in zip(found, worker.spans(texts), strict=True):
                self.unread += more is None
                spans += more or ()
        return found

    def kept_spans(self, text: str, spans: list[Span]) -> list[Span]:
        """Return the spans that no allow-list names."""
        if self.is_idle:
            return spans
        kept = [s for s in spans if not self._allow.verdict(s.element, text[s.start : s.end], s.norm).is_allowed]
        self.left_out += len(spans) - len(kept)
        return kept

    def settled(self, segments: Sequence[Segment], mentions: list[Mention]) -> list[Mention]:
        """Return the mentions with finds in cells and fields, over their thresholds, without what is allowed."""
        if self.is_idle:
            return mentions
        if not self._scan.is_empty or self._columns:
            mentions = self._with_places(segments, mentions)
        if self.limits:
            mentions = [m for m in mentions if m.element is None or m.score >= self.limits.get(m.element, 0.0)]
        kept = self._allow.kept(mentions)
        self.left_out += len(mentions) - len(kept)
        return kept

    def _with_places(self, segments: Sequence[Segment], mentions: list[Mention]) -> list[Mention]:
        by_segment: dict[str, list[Mention]] = defaultdict(list)
        for mention in mentions:
            by_segment[mention.segment_id].append(mention)
        made: list[Mention] = []
        for segment in segments:
            found = by_segment[segment.segment_id]
            added = list(self._in_places(segment))
            made += _put_together(found, added) if added else found
        return made

    def _in_places(self, segment: Segment) -> Iterator[Mention]:
        body = segment.body
        if isinstance(body, GridBody):
            head = body.head[0] if body.head else body.rows[0] if body.first_row == 1 and body.rows else ()
            for row, cells in enumerate(body.rows):
                for column, text in enumerate(cells):
                    label = head[column] if column < len(head) else ""
                    spans = self._in_value(text, label)
                    if spans:
                        ask = Ask(text, cell_place(segment.place, body, row, column), row, column, label=label)
                        yield from (mention_of(segment, ask, span) for span in spans)
        elif isinstance(body, FieldsBody):
            for index, one in enumerate(body.fields):
                label = one.label or one.path
                spans = self._whole(one.value, one.label, one.path) or self._in_value(one.value, label)
                ask = Ask(one.value, one.path or segment.place, index, -1, one.group, label=label)
                yield from (mention_of(segment, ask, span) for span in spans)

    def _in_value(self, text: str, label: str) -> list[Span]:
        if not text or self._scan.is_empty:
            return []
        plain, offsets = squeeze(text)
        return restored(merge(self._scan.spans(fold(plain), label[:_LONGEST_CELL]), self.limits), offsets)

    def _whole(self, value: str, label: str, path: str) -> list[Span]:
        """Return the whole value of a field that the file's headers name by its label or its path."""
        named = (" ".join(words.lower().split()) for words in (label, path))
        element = next((self._columns[words] for words in named if words in self._columns), None)
        text = value.strip()
        norm = norm_of(element, text) if element is not None and len(text) <= _LONGEST_CELL else ""
        if not norm:
            return []
        start = len(value) - len(value.lstrip())
        return [Span(start, start + len(text), element, Part.FULL, COLUMN_SCORE, f"{CUSTOM}field", norm)]


def _put_together(found: list[Mention], added: list[Mention]) -> list[Mention]:
    """Return the mentions of one table or set of fields; one that was added takes the place of those it overlaps."""
    by_cell: dict[tuple[int, int], list[Mention]] = defaultdict(list)
    for mention in added:
        by_cell[mention.row, mention.column].append(mention)
    kept, groups = [], {m.row: m.group for m in found}
    for mention in found:
        inside = by_cell.get((mention.row, mention.column), ())
        if not any(m.start < mention.end and mention.start < m.end for m in inside):
            kept.append(mention)
    placed = [m if m.group >= 0 else replace(m, group=groups.get(m.row, -1)) for m in added]
    return sorted([*kept, *placed], key=lambda m: (m.row, m.column, m.start))

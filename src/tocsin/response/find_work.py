"""What a worker of `tocsin find` does with one batch: detect, keep what was asked for, mask, cut out context."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import pyarrow as pa

from tocsin.detection.engine import Detector
from tocsin.model.mentions import Mention
from tocsin.model.segments import GridBody, Segment, TextBody, segments_of
from tocsin.response.detectors import custom_of
from tocsin.response.find_filter import FindFilter
from tocsin.tables.engine import Tables

FOUND = pa.schema(
    [
        pa.field("item_id", pa.string(), nullable=False),
        pa.field("place", pa.string(), nullable=False),
        pa.field("start", pa.int32(), nullable=False),
        pa.field("end", pa.int32(), nullable=False),
        pa.field("label", pa.string(), nullable=False),
        pa.field("score", pa.float32(), nullable=False),
        pa.field("detector", pa.string(), nullable=False),
        pa.field("text", pa.string(), nullable=False),
        pa.field("context", pa.list_(pa.string()), nullable=False),
    ]
)
"""Findings as they are shown: ``text`` and ``context`` are masked unless they were to be revealed."""

LONGEST_CONTEXT_LINE = 240
_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class FindAsk:
    """What is asked of each batch."""

    keep: FindFilter
    reveal: bool = False
    context: int = 0
    """Lines of context to each side; for a cell, its row whatever the number."""
    detectors: bytes = field(default=b"", repr=False)
    """The user's own, as ``read_detectors`` made them."""


def find_in(ask: FindAsk, tables: Tables) -> Tables:
    """Return the findings in the segments, with the items as they were read."""
    segments = segments_of(tables["segments"])
    rows = []
    by_segment: dict[str, list[Mention]] = defaultdict(list)
    finder = detector(ask.detectors)
    before = finder.custom.left_out, finder.custom.unread
    for mention in finder.find(segments):
        by_segment[mention.segment_id].append(mention)
    for segment in segments:
        mentions = by_segment[segment.segment_id]
        rows += [_row(ask, segment, mentions, m) for m in mentions if ask.keep.keeps(m.element, m.score)]
    counts = {"left_out": [finder.custom.left_out - before[0]], "unread": [finder.custom.unread - before[1]]}
    found = pa.Table.from_pylist(rows, FOUND)
    return {"found": found, "items_read": tables["items_read"], "counts": pa.table(counts)}


def masked(text: str) -> str:
    """Return the shape of a value: letters as x, digits as 0.

    Example:
        >>> masked("536-22-1234"), masked("Ann Lee")
        ('000-00-0000', 'xxx xxx')
    """
    return _DIGIT.sub("0", _LETTER.sub("x", text))


@lru_cache(maxsize=1)
def detector(detectors: bytes = b"") -> Detector:
    """Return the detector of this process, with the user's own detectors and allow-lists."""
    return Detector(custom=custom_of(detectors))


def _row(ask: FindAsk, segment: Segment, mentions: Sequence[Mention], mention: Mention) -> dict[str, object]:
    text = " ".join(mention.text.split())
    return {
        "item_id": mention.item_id,
        "place": mention.place,
        "start": mention.start,
        "end": mention.end,
        "label": mention.element.value if mention.element else "",
        "score": mention.score,
        "detector": mention.detector,
        "text": text if ask.reveal else masked(text),
        "context": list(_context(ask, segment, mentions, mention)) if ask.context else [],
    }


def _context(ask: FindAsk, segment: Segment, mentions: Sequence[Mention], mention: Mention) -> Iterator[str]:
    """Give the lines around a finding, with every finding in them masked whatever was asked for."""
    body = segment.body
    if isinstance(body, GridBody) and 0 <= mention.row < len(body.rows):
        cells = [
            _hidden(ask, cell, 0, [m for m in mentions if (m.row, m.column) == (mention.row, at)])
            for at, cell in enumerate(body.rows[mention.row])
        ]
        yield " | ".join(" ".join(cell.split()) for cell in cells)[:LONGEST_CONTEXT_LINE]
    elif isinstance(body, TextBody):
        low, high = _lines_around(body.text, mention, ask.context)
        near = [m for m in mentions if m.start < high and m.end > low]
        for line in _hidden(ask, body.text[low:high], low, near).strip("\n").split("\n"):
            yield line.rstrip()[:LONGEST_CONTEXT_LINE]


def _lines_around(text: str, mention: Mention, count: int) -> tuple[int, int]:
    """Return where so many lines before and behind begin and end; never far away, however long the lines are."""
    reach = LONGEST_CONTEXT_LINE * count
    low, high = text.rfind("\n", 0, mention.start) + 1, text.find("\n", mention.end)
    high = len(text) if high < 0 else high
    for _ in range(count):
        low = text.rfind("\n", 0, max(0, low - 1)) + 1
        behind = text.find("\n", high + 1)
        high = high if high >= len(text) else len(text) if behind < 0 else behind
    return max(low, mention.start - reach), min(high, mention.end + reach)


def _hidden(ask: FindAsk, text: str, offset: int, mentions: Sequence[Mention]) -> str:
    """Return the text with its findings masked, and its digits too: what was not found may be a number."""
    if ask.reveal:
        return text
    pieces, at = [], 0
    for mention in sorted(mentions, key=lambda m: m.start):
        start, end = max(at, mention.start - offset), max(at, mention.end - offset)
        pieces += [_DIGIT.sub("0", text[at:start]), masked(text[start:end])]
        at = end
    return "".join([*pieces, _DIGIT.sub("0", text[at:])])

"""Scoring of found spans against labelled ones.

A labelled span is found if a span of one of its elements shares a character with it; a found span is right if it
shares a character with a labelled span of its label. Exact counts those with equal ends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Labelled = tuple[int, int, str]


@dataclass
class Tally:
    """Counts of one label."""

    wanted: int = 0
    found: int = 0
    exact: int = 0
    given: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """Return the share of given spans that are right; 1.0 if none was given."""
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        """Return the share of labelled spans that were found; 1.0 if none was labelled."""
        return self.found / self.wanted if self.wanted else 1.0


def tally(
    wanted: Sequence[Sequence[Labelled]], given: Sequence[Sequence[Labelled]], label_map: Mapping[str, Sequence[str]]
) -> dict[str, Tally]:
    """Return the counts of each label of the map; ``given`` spans carry element codes.

    A given span that lies on a label sharing its element is judged under that label only.
    """
    tallies = {label: Tally() for label in label_map}
    for labelled, spans in zip(wanted, given, strict=True):
        for label, elements in label_map.items():
            _count(tallies[label], label, set(elements), labelled, spans, label_map)
    return tallies


def _count(
    counts: Tally,
    label: str,
    elements: set[str],
    labelled: Sequence[Labelled],
    spans: Sequence[Labelled],
    label_map: Mapping[str, Sequence[str]],
) -> None:
    mine = [span for span in labelled if span[2] == label]
    ours = [span for span in spans if span[2] in elements]
    for start, end, _ in mine:
        counts.wanted += 1
        counts.found += any(_meet(start, end, span) for span in ours)
        counts.exact += any((start, end) == span[:2] for span in ours)
    for span in ours:
        if any(_meet(span[0], span[1], other) for other in mine):
            counts.given += 1
            counts.right += 1
        elif not any(_meet(span[0], span[1], other) and span[2] in label_map.get(other[2], ()) for other in labelled):
            counts.given += 1


def _meet(start: int, end: int, span: Labelled) -> bool:
    return start < span[1] and span[0] < end

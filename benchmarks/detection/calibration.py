"""Do scores mean what they say: of the spans scored .8 to .9, are 80 to 90 % right?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.detection.score import Labelled

Scored = tuple[int, int, str, float]
DECILES = 10


@dataclass
class Bin:
    """The spans of one tenth of scores."""

    given: int = 0
    right: int = 0
    total: float = 0.0

    @property
    def share(self) -> float:
        """Return the share that is right."""
        return self.right / self.given if self.given else 0.0

    @property
    def mean(self) -> float:
        """Return the mean score."""
        return self.total / self.given if self.given else 0.0


def reliability(
    wanted: Sequence[Sequence[Labelled]], given: Sequence[Sequence[Scored]], label_map: Mapping[str, Sequence[str]]
) -> list[Bin]:
    """Return a bin for each tenth of scores, over the elements that some label stands for.

    A span is right if it shares a character with a label that its element stands for.
    """
    bins = [Bin() for _ in range(DECILES)]
    known = {element for elements in label_map.values() for element in elements}
    for labelled, spans in zip(wanted, given, strict=True):
        for start, end, element, score in spans:
            if element in known:
                one = bins[min(DECILES - 1, int(score * DECILES))]
                one.given += 1
                one.total += score
                one.right += any(s < end and start < e and element in label_map.get(x, ()) for s, e, x in labelled)
    return bins

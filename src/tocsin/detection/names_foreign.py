"""Names in other scripts: a short run of one amid Latin text is hardly ever anything else.

Invariant: time is linear in the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tocsin.detection.chances import Stretch
from tocsin.detection.names_context import Surroundings
from tocsin.detection.names_score import probability
from tocsin.detection.spans import Span
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

DETECTOR = "names"
_FOREIGN = compiled(
    r"[\u4e00-\u9fff\u3040-\u30ff]{1,4}(?:[ \u00b7][\u4e00-\u9fff\u3040-\u30ff]{1,4})?|[\uac00-\ud7a3]{2,4}|"
    r"[\u0900-\u0dff]{2,20}(?:[ ][\u0900-\u0dff]{2,20}){0,2}|[\u0600-\u06ff]{2,20}(?:[ ][\u0600-\u06ff]{2,20}){0,2}"
)


def foreign_names(said: Surroundings, free: Callable[[int, int], bool], where: Iterable[Stretch]) -> Iterator[Span]:
    """Give short runs of another script amid Latin text.

    Args:
        free: tells whether nothing was found between two offsets.
        where: the stretches to look at.
    """
    text = said.text
    if text.isascii():
        return
    for low, high in where:
        for match in _FOREIGN.finditer(text, low, high + 1):
            start, end = match.span()
            around_it = text[max(0, start - 12) : start] + text[end : end + 12]
            if free(start, end) and len(around_it) > 4 and around_it.isascii():
                context = said.around(start, end)
                score = round(probability(0.8 + context.weight) if end - start > 1 else 0.4, 4)
                yield Span(start, end, context.element, Part.FULL, score, DETECTOR, text[start:end])

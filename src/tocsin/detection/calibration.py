"""Probabilities: of finds like this one, which share is right.

Rules, patterns and columns weigh what speaks for a span and call it a strength, from 0 to 1; thresholds and merging
go by strengths. What leaves detection has a probability instead, by a rising curve for each element and kind of
detector, where enough finds were judged; elsewhere the strength stays. ``scripts/train_scores.py`` made the curves.

Invariant: in hundredths, more strength is always more probability, so what strengths decided can still be told from
probabilities; what users' detectors, forms learnt on a case and patient masters say of themselves stays as it is.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources

from tocsin.detection.spans import CUSTOM, RECOGNIZER, Span
from tocsin.model.elements import Element

STEPS = 100
"""Strengths are told apart by hundredths."""
PARTS = 10_000
"""Probabilities have four digits, as they are shown; a curve rises by one of the last at each hundredth at least."""
Curve = tuple[float, ...]
"""The probability at each hundredth of strength, from 0 to 1."""
_ROUNDING = 1e-4
"""Of a hundredth: what a strength may lose as a float of 32 bits."""
_HALF_A_PART = 0.5 / PARTS
_SAID = frozenset({"case-form", "seed", "bare-number"})
"""Detectors whose scores are shares already, or nobody's concern."""
_PLACES = frozenset(
    {"edi-segment", "fixed-width", "labels", "licence-card", "lists", "name-cell", "names-entry", "newborn", "place"}
)
"""Detectors that go by a column, a field, a label or a list, not by the words around."""


def probability(element: Element | None, detector: str, strength: float) -> float:
    """Return how probably a find of an element by a detector is right.

    Facts that are no element, and elements of which too little is known, keep their strength.
    """
    curve = _curve(element, detector)
    return strength if curve is None else curve[min(STEPS, int(strength * STEPS + _ROUNDING))]


def calibrated(span: Span) -> Span:
    """Return a span that leaves detection, with its probability for a score."""
    found = probability(span.element, span.detector, span.score)
    return span if found == span.score else span.scored(found)


def strength(element: Element | None, detector: str, probability: float) -> float:
    """Return the strength behind a probability, cut to hundredths where there is a curve."""
    curve = _curve(element, detector)
    return probability if curve is None else max(0, bisect_right(curve, probability + _HALF_A_PART) - 1) / STEPS


def families(element: Element, detector: str) -> tuple[str, ...]:
    """Return the names of the curves that may fit, the narrowest first.

    Example:
        >>> families(Element.SSN, "label+ssn")
        ('ssn/label+ssn', 'ssn/label', 'ssn')
    """
    if detector in _SAID or detector.startswith((CUSTOM, RECOGNIZER)):
        return ()
    names = (f"{element.value}/{detector}", f"{element.value}/{kind_of(detector)}", element.value)
    return tuple(dict.fromkeys(names))


def kind_of(detector: str) -> str:
    """Return what a detector goes by: the ``place`` of a value, a ``label`` with a pattern, or ``text``.

    Example:
        >>> kind_of("name-cell"), kind_of("label+ssn"), kind_of("ssn")
        ('place', 'label', 'text')
    """
    return "label" if detector.startswith("label+") else "place" if detector in _PLACES else "text"


def curve_of(knots: Sequence[Sequence[int]]) -> Curve:
    """Return the curve through points (hundredths of strength, ten-thousandths), straight between them, from (0, 0).

    Example:
        >>> curve_of([[50, 6000], [100, 9000]])[25], curve_of([[50, 6000], [100, 9000]])[75]
        (0.3, 0.75)
    """
    made, low, below = [0.0], 0, 0
    for high, above in knots:
        for step in range(low + 1, high + 1):
            made.append((below + (above - below) * (step - low) // (high - low)) / PARTS)
        low, below = high, above
    return tuple(made)


@lru_cache(maxsize=4096)
def _curve(element: Element | None, detector: str) -> Curve | None:
    if element is None:
        return None
    curves = _curves()
    return next((curves[name] for name in families(element, detector) if name in curves), None)


@cache
def _curves() -> Mapping[str, Curve]:
    return {name: curve_of(knots) for name, knots in json.loads(curves_text())["curves"].items()}


@cache
def curves_text() -> str:
    """Return the curves as they are kept: what was detected with others is detected anew."""
    return resources.files("tocsin.data").joinpath("score_curves.json").read_text(encoding="utf-8")

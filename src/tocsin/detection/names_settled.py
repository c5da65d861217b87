"""Names among Spanish words: what belongs to the sentence is taken off them, and words that are no names are let go.

``la vacuna de Elián`` holds no ``de Elián``; ``Ella`` and ``Mayor`` alone are words there, and so are two words in
lower case of which one is no name that many bear.

Invariant: pure; spans only become shorter or fewer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tocsin.detection.names_spanish import IN_SPANISH
from tocsin.detection.spanish import is_spanish
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.lexicon import fold_name, usage

_PARTICLES = ("de ", "la ", "el ", "y ", "e ", "da ", "do ")
_LEAST_BEARERS = 100


def among_spanish(text: str, found: Iterable[Span]) -> list[Span]:
    """Return the names as they stand among Spanish words."""
    settled = []
    for span in found:
        name = text[span.start : span.end]
        if name[:1].islower():
            span = _without_particle(text, span, name)
            name = text[span.start : span.end]
        if not (_may_be_words(name) and is_spanish(text, 0, len(text), span.start, span.end)):
            settled.append(span)
    return settled


def _without_particle(text: str, span: Span, name: str) -> Span:
    """Return the name without a preposition or article that a given name follows: ``de Iker Solís``."""
    lead = next((one for one in _PARTICLES if name.startswith(one) and name[len(one) : len(one) + 1].isupper()), "")
    if not lead or not (_is_given(name[len(lead) :]) or _goes_on(text, span)):
        return span
    element = Element.NAME if span.element is Element.RELATIVE and lead == "de " else span.element  # ``madre de Iker``
    return replace(span, start=span.start + len(lead), norm=name[len(lead) :], element=element)


def _is_given(name: str) -> bool:
    known = usage(fold_name(name.split()[0]))
    return known.given > known.surname or (not known.surname and " " in name)


def _goes_on(text: str, span: Span) -> bool:
    """Tell whether the name goes on a sentence in Spanish."""
    before = text[max(0, span.start - 2) : span.start]
    return before[:1].islower() and before[1:] == " " and is_spanish(text, 0, len(text), span.start, span.end)


def _may_be_words(name: str) -> bool:
    words = name.split()
    if len(words) == 1:
        return fold_name(name) in IN_SPANISH
    return name.islower() and len(words) == 2 and any(_bearers(word) < _LEAST_BEARERS for word in words)


def _bearers(word: str) -> float:
    known = usage(fold_name(word))
    return known.given + known.surname

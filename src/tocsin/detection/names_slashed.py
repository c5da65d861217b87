"""Names with a stroke between surname and given name, as old systems print them: ``LEE/ANN M``.

Two capital words with a stroke between them are most often something else (``AND/OR``, ``COPD/CHF``): the second must
be a given name and the first one that people bear.

Invariant: linear in the text; only what stands beside a stroke is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tocsin.detection.names_tokens import facts_of
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.lexicon import usage
from tocsin.model.mentions import Part

_BEFORE = re.compile(r"(?<![\w/.-])[^\W\d_a-z](?:[^\W\d_a-z]|['-](?=[^\W\d_a-z])){1,24}\Z")
_AFTER = re.compile(r"([^\W\d_a-z](?:[^\W\d_a-z]|['-](?=[^\W\d_a-z])){1,24})(?:[ ][A-Z]\b(?![/.-]\w))?(?![\w/])")
_REACH = 26
_LEAST_BEARERS, _LEAST_GIVEN, _LEAST_ODDS = 300.0, 0.2, -4.0
_SCORE = 0.85
_SHORTEST_GIVEN = 3


def slashed_names(text: str, free: Callable[[int, int], bool]) -> Iterator[Span]:
    """Give the names of people with a stroke between their parts.

    Args:
        free: tells whether a stretch belongs to no span of another kind.
    """
    at = text.find("/")
    while at > 0:
        if text[at - 1].isupper() and text[at + 1 : at + 2].isupper():
            before, after = _BEFORE.search(text, max(0, at - _REACH), at), _AFTER.match(text, at + 1)
            if before and after and _are_names(before.group(), after[1]) and free(before.start(), after.end()):
                start, end = before.start(), after.end()
                yield Span(start, end, Element.NAME, Part.FULL, _SCORE, "names-slashed", text[start:end])
        at = text.find("/", at + 1)


def _are_names(last: str, first: str) -> bool:
    surname, given = facts_of(last), facts_of(first)
    if any(
        f.is_organization or f.is_credential or f.is_title or (f.is_stop and not f.is_soft) for f in (surname, given)
    ):
        return False
    if given.is_initial or len(first) < 3:
        return False
    bearers, known = usage(given.folded), usage(surname.folded)
    is_given = bearers.given >= _LEAST_BEARERS and bearers.given >= _LEAST_GIVEN * (bearers.given + bearers.surname)
    is_surname = known.surname >= _LEAST_BEARERS or not (known.words or known.given)
    return is_given and is_surname and given.given >= _LEAST_ODDS and surname.surname >= _LEAST_ODDS - 2

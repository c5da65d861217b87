"""Names with a mark between surname and given name, as old systems print them: ``LEE/ANN M``, ``RASCH*NORBERT*E``.

Two capital words with a stroke between them are most often something else (``AND/OR``, ``COPD/CHF``): the second must
be a given name and the first one that people bear. Stars and carets stand between the parts of names of claims (X12)
and of messages (HL7), so that with them any surname will do.

Invariant: only what stands beside a mark is looked at.
"""

from __future__ import annotations

from tocsin.detection.names_tokens import facts_of
from tocsin.detection.scan import Rule
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.lexicon import usage
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_CAPITALS = r"[^\W\d_a-z](?:[^\W\d_a-z]|['-](?=[^\W\d_a-z])){1,24}"
_BEFORE = compiled(rf"(?<![\w/.-]){_CAPITALS}\Z")
_AFTER = compiled(rf"({_CAPITALS})(?:[ ][A-Z]\b(?![/.-]\w))?(?![\w/])")
_BEFORE_MARK = compiled(rf"(?<![\w*^~/.-]){_CAPITALS}\Z")
_PARTS = compiled(rf"[*^]({_CAPITALS})(?:[*^][^\W\d_a-z]{{1,24}})?(?![\w*^]*\d)(?!\w)")
_REACH = 26
_LEAST_BEARERS, _LEAST_GIVEN, _LEAST_ODDS = 300.0, 0.2, -4.0
_SCORE = 0.85
_SHORTEST_GIVEN = 3


def _slashed(text: str, low: int, high: int, end: int) -> Span | None:
    at = text.rfind("/", low, end)
    before, after = _BEFORE.search(text, max(low, at - _REACH), at), _AFTER.match(text, at + 1, high)
    if before is None or after is None or not _are_names(before.group(), after[1]):
        return None
    start, stop = before.start(), after.end()
    return Span(start, stop, Element.NAME, Part.FULL, _SCORE, "names-slashed", text[start:stop])


def _marked(text: str, low: int, high: int, end: int) -> Span | None:
    at = max(text.rfind(mark, low, end) for mark in "*^")
    before, after = _BEFORE_MARK.search(text, max(low, at - _REACH), at), _PARTS.match(text, at, high)
    if before is None or after is None or not _are_names(before.group(), after[1], is_any_surname=True):
        return None
    start, stop = before.start(), after.end()
    return Span(start, stop, Element.NAME, Part.FULL, _SCORE, "names-slashed", text[start:stop])


def _are_names(last: str, first: str, *, is_any_surname: bool = False) -> bool:
    surname, given = facts_of(last), facts_of(first)
    if any(
        f.is_organization or f.is_credential or f.is_title or (f.is_stop and not f.is_soft) for f in (surname, given)
    ):
        return False
    if given.is_initial or len(first) < _SHORTEST_GIVEN:
        return False
    bearers, known = usage(given.folded), usage(surname.folded)
    is_given = bearers.given >= _LEAST_BEARERS and bearers.given >= _LEAST_GIVEN * (bearers.given + bearers.surname)
    is_surname = known.surname >= _LEAST_BEARERS or not (known.words or known.given)
    if is_any_surname:
        return is_given and len(last) >= _SHORTEST_GIVEN
    return is_given and is_surname and given.given >= _LEAST_ODDS and surname.surname >= _LEAST_ODDS - 2


RULES = (
    Rule(r"[A-Z\xc0-\xde]/[A-Z\xc0-\xde]{3}", _slashed, ignore_case=False),
    Rule(r"[A-Z\xc0-\xde][*^][A-Z\xc0-\xde]{3}", _marked, ignore_case=False),
)

"""Numbers with letters before them that nothing else was made of: what a form learnt on the incident may settle.

The scan tells where such a number may end; whether nothing else stands there is told by the spans found.

Invariant: pure; time is linear in the text; no span given here overlaps another, but for a name among its letters.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from tocsin.detection.keyed import digits_of
from tocsin.detection.number_forms import form_of
from tocsin.detection.scan import Rule, Scanner
from tocsin.detection.spans import Span
from tocsin.model.elements import NAME_ELEMENTS, Element
from tocsin.model.mentions import Mention, Part
from tocsin.patterns import compiled

BARE = "bare-number"
"""The detector of such a number, until a form has settled what it is."""
_BACK, _AHEAD, _LEAD = 12, 24, 24
_LONG, _FEW_DIFFERENT = 6, 3
_NUMBER = compiled(
    r"(?<![^\W_])(?<![@_-])[A-Z]{1,6}(?:[-/]?[0-9]{1,16}){1,4}[A-Z]{0,2}(?![\w@]|[-/][0-9]|[.,][0-9])", re.I
)
_OF_THINGS = compiled(
    r"\b(?:invoice|inv|order|po|p\.o\.|lot|check|chk|ck|tracking|batch|ticket|trace|trn|eft|serial|s/n|model|version|room|rm|suite|ste"
    r"|apt|unit|bed|form|sku|part|group|grp|bin|pcn|route|rt|highway|hwy|catalog|cat|cpt|hcpcs|icd|dx)"
    r"[ \t]*(?:no|num|number|id|#)?[.:# \t]{0,3}\Z",
    re.IGNORECASE,
)


class BareNumbers:
    """Finds them; not to be shared by threads."""

    def __init__(self) -> None:
        """Compile the pattern."""
        self._scanner = Scanner([Rule(r"\b[A-Z]{1,6}(?:[-/]?\d{3}|[-/]?\d{1,2}[-/]\d{2})", _bare)])

    def spans(self, text: str, starts: Sequence[int], ends: Sequence[int], coded: bytes) -> list[list[Span]]:
        """Return the numbers of each text of a joined buffer, as :meth:`Scanner.spans` does."""
        return self._scanner.spans(text, starts, ends, coded)


def _bare(text: str, low: int, high: int, end: int) -> Span | None:
    for found in _NUMBER.finditer(text, max(low, end - _BACK), min(high, end + _AHEAD)):
        if found.start() < end <= found.end():
            return _span(text, low, found) if form_of(found[0]) else None
    return None


def _span(text: str, low: int, found: re.Match[str]) -> Span | None:
    if is_filler(found[0]) or _OF_THINGS.search(text, max(low, found.start() - _LEAD), found.start()):
        return None
    return Span(*found.span(), Element.OTHER_ID, Part.FULL, 1.0, BARE, found[0].upper())


def is_filler(text: str) -> bool:
    """Tell whether a number is nobody's: a long one of hardly any different digits.

    Example:
        >>> is_filler("HS00000000"), is_filler("HS90071140"), is_filler("TT-2002")
        (True, False, False)
    """
    digits = digits_of(text)
    return len(digits) >= _LONG and len(set(digits)) < _FEW_DIFFERENT


def names_thing(label: str) -> bool:
    """Tell whether a label says that a number is of a thing: an invoice, a room, a lot.

    Example:
        >>> names_thing("Invoice No"), names_thing("Claimant")
        (True, False)
    """
    return _OF_THINGS.search(label) is not None


def with_bare(spans: list[Span], bare: Sequence[Span]) -> list[Span]:
    """Return the spans of a text, sorted, with the numbers among them in which nothing but a name stands."""
    if not bare:
        return spans
    starts = [span.start for span in spans]
    free = []
    for one in bare:
        inside = spans[max(0, bisect_right(starts, one.start) - 1) : bisect_left(starts, one.end)]
        if all(s.end <= one.start or may_give_way(one, s) for s in inside):
            free.append(one)
    return sorted([*spans, *free], key=lambda s: s.start) if free else spans


def may_give_way(number: Span | Mention, name: Span | Mention) -> bool:
    """Tell whether a name is nothing but letters of a number: ``BHH`` of ``BHH-26-003188``."""
    return name.element in NAME_ELEMENTS and number.start <= name.start and name.end < number.end

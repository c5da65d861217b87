"""Telephone numbers of seven digits, as people of one town write them: ``Maria Lopez 555-0142``, ``her # is 555-0142``.

The form alone says little: ranges, parts and orders have it too. What stands right before or behind decides, a person's
name among it; so the scan tells where such a number may stand, and once names are found the rest is told.

Invariant: pure; no span given here overlaps one that was found otherwise.

Source: North American Numbering Plan (NANPA: central office code and station, NXX-XXXX, N from 2 to 9).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from tocsin.detection.contact import NOT_PHONE
from tocsin.detection.names_words import RELATIVES
from tocsin.detection.scan import Rule
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

LOCAL = "phone-local"
"""Detector of spans that count only if :func:`with_local` finds what speaks for them."""
_FORM = compiled(
    r"(?<![\w.,#$/-])[2-9]\d\d-\d{4}(?![\w/-]|[.,]\d|[ ]?%"
    r"|[ ]?(?:mc?g|ml|units?|iu|k?cal|ft|feet|miles?|lbs?|kg|hrs|hours)\b)"
)
_KIN = rf"(?:{RELATIVES}|dtr|dau|hubby|neighbor|friend|caregiver|poa|guardian|spouse|pt|patient)"
_LINE = 80
_CUED = compiled(
    r"(?:\b(?:best|his|her|their|my|new|good|correct|right|other|alt\w*|callback|emergency|contact|another)[ ]"
    r"(?:(?:phone|call ?back)[ ])?(?:\#|no\.?|num|number)(?:[ ]is|[ ]?[:=])?[ ]?"
    r"|\bcb[ ]?\#?:?[ ]?|\bc/b[ ]?\#?:?[ ]?|\b(?:msg|message|vm|reach\w*|available|avail)[ ](?:@|at|on)[ ]?"
    r"|(?:\A|[\s,;(/])(?:[hcwm](?::|\)|[ ]?-)|(?:home|cell|mobile|hm|work|wk):?)[ ]?)\Z",
    re.IGNORECASE,
)
_KIN_BEFORE = compiled(rf"\b{_KIN}['\u2019]?s?(?:[ ](?:is|at|(?-i:[A-Z][a-z]+)))?[ ]?[:,(@-]?[ ]?\Z", re.IGNORECASE)
_KIN_BEHIND = compiled(
    rf"[ ]?(?:\([ ]?(?:{_KIN}|home|cell|work|mobile|hm|wk|[hcwm])\b|(?:{_KIN}|home|cell|mobile)[ ]*(?:[,;.)/\n]|\Z))",
    re.IGNORECASE,
)
_BETWEEN = compiled(rf"[ \t]*(?:[,;:(/|\u2013-][ \t]*)?(?:\(?{_KIN}\)?[ \t]*[,;:|\u2013-]?[ \t]*)?", re.IGNORECASE)
_PERSONS = frozenset({Element.NAME, Element.RELATIVE})
_BIRTHS = frozenset({Element.DATE_OF_BIRTH, Element.AGE})


def with_local(text: str, spans: list[Span], provisional: Sequence[Span]) -> list[Span]:
    """Return the spans with the numbers of seven digits that are somebody's telephone.

    Args:
        spans: what was found in the text, sorted, not overlapping.
        provisional: what the rule of this module found.
    """
    fresh: list[Span] = []
    for one in provisional:
        at = bisect_left(spans, one.start, key=lambda s: s.start)
        is_free = not any(one.overlaps(other) for other in spans[max(0, at - 1) : at + 1])
        if is_free and _is_told(text, spans[max(0, at - 2) : at], one):
            fresh.append(one)
    return sorted([*spans, *fresh], key=lambda span: span.start) if fresh else spans


def _is_told(text: str, before: Sequence[Span], one: Span) -> bool:
    """Tell whether words or a name right beside say that a number is a telephone's."""
    low = max(0, one.start - _LINE)
    begin = text.rfind("\n", low, one.start) + 1 or low
    lead = text[begin : one.start]
    if NOT_PHONE.search(lead):
        return False
    if _CUED.search(lead) or _KIN_BEFORE.search(lead) or _KIN_BEHIND.match(text, one.end, one.end + 20):
        return True
    named = [span for span in before if span.start >= begin]
    if named and named[-1].element in _BIRTHS and _BETWEEN.fullmatch(text, named[-1].end, one.start):
        one, named = named[-1], named[:-1]
    return (
        bool(named) and named[-1].element in _PERSONS and _BETWEEN.fullmatch(text, named[-1].end, one.start) is not None
    )


def _local(text: str, low: int, high: int, end: int) -> Span | None:
    found = _FORM.match(text, max(low, end - 8), min(high, end + 10))
    return found and Span(*found.span(), Element.PHONE, Part.FULL, 0.8, LOCAL, found[0].replace("-", ""))


RULES = (Rule(r"\b[2-9]\d\d-\d{4}\b", _local),)

"""Numbers behind a labelled one, written as it is: ``Claims: 2607719914, 2607720031``, ``MRN 551288 & 551299``.

Invariant: pure; linear in the text; no span given here overlaps one that was found otherwise.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tocsin.detection.spans import Span, is_free
from tocsin.model.elements import Element
from tocsin.patterns import compiled

_NUMBERED = frozenset(
    {Element.MRN, Element.ACCOUNT_NUMBER, Element.CLAIM_NUMBER, Element.MEMBER_ID, Element.OTHER_ID, Element.SSN}
)
_JOINT = compiled(r"[ ]?(?:[,;&/+]|and\b|or\b)[ ]?(?:(?:and|or|&)[ ])?(?:\#[ ]?)?")
_VALUE = compiled(r"[A-Z]{0,4}-?\d[\d-]{4,18}(?![\w@%]|[.,/:-]\d)")
_MOST = 40
"""How many numbers one label may have."""


def with_listed(text: str, spans: list[Span]) -> list[Span]:
    """Return the spans with the numbers that stand behind labelled ones and have the same form.

    Args:
        spans: what was found in the text, sorted, not overlapping.
    """
    ends = [span.end for span in spans]
    fresh = []
    for span in spans:
        if span.element not in _NUMBERED:
            continue
        form, end = _form(text[span.start : span.end]), span.end
        for _ in range(_MOST):
            joint = _JOINT.match(text, end)
            value = joint and _VALUE.match(text, joint.end())
            if not value or _form(value[0]) != form or not is_free(spans, ends, *value.span()):
                break
            norm = re.sub(r"\D", "", value[0]) if span.norm.isdigit() else value[0]
            fresh.append(replace(span, start=value.start(), end=value.end(), norm=norm))
            end = value.end()
    return sorted([*spans, *fresh], key=lambda span: span.start) if fresh else spans


def _form(value: str) -> str:
    return re.sub(r"\d", "0", re.sub(r"[A-Za-z]", "A", value))

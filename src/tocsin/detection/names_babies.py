"""Newborns before they have a name: ``Baby Boy Petersen``, ``Petersen, Baby Girl B``, ``INFANT MALE LEE``.

Hospitals register a child under the mother's surname; the sex and a letter of birth order stand for the given name.
"""

from __future__ import annotations

from tocsin.detection.scan import Rule
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_CHILD = r"(?i:baby|infant|newborn|nb)[ ](?i:boy|girl|male|female)(?:[ ][A-E1-5](?![\w]))?"
_CAPITAL = r"[A-Z\u00c0-\u00dd][\w\u00c0-\u024f'\u2019]+"
_LAST = rf"{_CAPITAL}(?:[- ](?!(?i:baby|dob|mrn|mom|wt)){_CAPITAL})?"
_STRAIGHT = compiled(rf"(?<![\w]){_CHILD}[ ](?P<last>{_LAST})(?![\w])")
_TURNED = compiled(rf"(?<![\w])(?P<last>{_LAST}),[ ]?{_CHILD}(?![\w])")
_NO_NAMES = """
at born clothes delivered dob due from had has in is mrn names of on room shower the to was weighs with wt
"""
_NO_NAME = frozenset(_NO_NAMES.split())


def _newborn(text: str, low: int, high: int, end: int) -> Span | None:
    for shape in (_TURNED, _STRAIGHT):
        for found in shape.finditer(text, max(low, end - 60), min(high, end + 50)):
            if found.start() < end <= found.end() and found["last"].lower().split()[0] not in _NO_NAME:
                return Span(*found.span(), Element.NAME, Part.FULL, 0.93, "newborn", found[0])
    return None


RULES = (Rule(r"\b(?:baby|infant|newborn|nb) (?:boy|girl|male|female)\b", _newborn),)

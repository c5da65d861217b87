# ruff: noqa: E501 - patterns read better in long rows
"""Numbers of health care behind Spanish words: ``exp. LL-2087``, ``expediente 44719``, ``seguro social``.

``exp`` is an expiry in English, so what stands behind it must begin with letters, or a word for number must stand
between.

Source: as in :mod:`tocsin.detection.identifiers_health`.
"""

from __future__ import annotations

import re

from tocsin.detection.checks import ssn_ok
from tocsin.detection.identifiers_health import judge_member
from tocsin.detection.keyed import Key, Reading, digits_of, id_judge
from tocsin.model.elements import Element
from tocsin.patterns import compiled

_LETTERED = compiled(r"[A-Z]{1,4}[- ]?\d{3,10}(?:-\d{1,6})?(?![A-Za-z0-9@])")
_LEAD = compiled(
    r"(?:[ ]?(?:(?:es|el|la|de|del|num(?:ero)?|n[uú]mero|n[º°o]\.?)\b\.?[ :]{0,2}|#[ ]?)){1,3}", re.IGNORECASE
)


def judge_social(value: str) -> Reading | None:
    """Return the reading of nine digits behind the words for Social Security."""
    digits = digits_of(value)
    return Reading(digits, 0.97) if ssn_ok(digits) else None


KEYS = (
    Key(r"\bexp(?:te)?\b\.?", Element.MRN, "record", id_judge(0.9, 4), _LETTERED, lead=_LEAD),
    Key(
        r"\b(?:expedientes?|historia cl[ií]nica|n[uú]mero de (?:expediente|paciente|historia|r[eé]cord)|r[eé]cord m[eé]dico)\b",
        Element.MRN,
        "record",
        id_judge(0.9, 3),
        lead=_LEAD,
    ),
    Key(
        r"\b(?:p[oó]liza|n[uú]mero de (?:miembro|afiliado|socio|p[oó]liza)|(?:tarjeta|id) (?:de|del) (?:seguro|plan|medicaid|medicare))\b",
        Element.MEMBER_ID,
        "member",
        judge_member,
        lead=_LEAD,
    ),
    Key(
        r"\bseguro social\b",
        Element.SSN,
        "ssn",
        judge_social,
        compiled(r"\d{3}[- ]?\d{2}[- ]?\d{4}(?![\d-])"),
        lead=_LEAD,
    ),
)

RULES = tuple(key.rule() for key in KEYS)

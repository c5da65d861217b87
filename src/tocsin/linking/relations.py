# ruff: noqa: E501 - patterns and word lists read better in long rows
"""Words of kinship and care, and what they make somebody to the patient.

Invariant: pure; looks at bounded text only.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tocsin.patterns import compiled

_WORDS: tuple[tuple[str, str], ...] = (
    ("representative", "power of attorney|poa|attorney in fact|healthcare proxy|health care proxy|proxy|personal representative|"
     "executor|executrix|administrator of the estate|conservator|surrogate|next of kin|nok|apoderado|apoderada|albacea"),
    ("guardian", "legal guardian|guardian|custodian|foster mother|foster father|foster parent|tutor legal|tutora legal|tutor|tutora|encargado|encargada"),
    ("spouse", "spouse|husband|wife|domestic partner|life partner|partner|fiance|fiancee|widow|widower|significant other|sps|hubby|esposo|esposa|marido|cónyuge|conyuge|novio|novia|viuda|viudo|pareja"),
    ("parent", "mother|father|mom|dad|mum|parent|stepmother|stepfather|step-mother|step-father|stepmom|stepdad|mamá|mama|mami|papá|papa|papi|madre|padre|madrastra|padrastro|manman|mãe"),
    ("child", "son|daughter|child|dependent|dependant|dep|stepson|stepdaughter|stepchild|chld|dtr|dau|boy|girl|hijo|hija|hijito|hijita|hijastro|hijastra|pitit|filho|filha"),
    ("other", "brother|sister|sibling|aunt|uncle|niece|nephew|cousin|grandmother|grandfather|grandson|granddaughter|gma|gpa|"
     "grandparent|grandchild|roommate|friend|neighbor|neighbour|caregiver|relative|family member|in-law|"
     "emergency contact|emergency|emerg|contact|kin|other|ec|caller|hermano|hermana|tío|tía|sobrino|sobrina|abuelo|abuela|abuelito|abuelita|nieto|nieta|suegro|suegra|yerno|nuera|"
     "cuñado|cuñada|cuidador|cuidadora|amigo|amiga|vecino|vecina|comadre|compadre|familiar"),
)  # fmt: skip
_ALL = "|".join(words for _, words in _WORDS)
_FIND = compiled(rf"(?<![A-Za-z])(?:{_ALL})s?(?![A-Za-z])", re.IGNORECASE)
_KIND = {word: kind for kind, words in _WORDS for word in words.split("|")}
_SELF = frozenset({"self", "same", "patient", "pt", "18", "sel", "is patient", "insured", "subscriber", "employee"})
_CODES = {"01": "spouse", "1": "spouse", "spo": "spouse", "s": "spouse", "19": "child", "chd": "child", "c": "child",
          "par": "parent", "mth": "parent", "fth": "parent", "grd": "guardian", "m": "parent", "f": "parent",
          "d": "child", "e": "self", "ee": "self", "emp": "self", "sp": "spouse", "ch": "child", "dp": "spouse", "g8": "other", "oth": "other", "ext": "other", "fnd": "other", "sib": "other",
          "bro": "other", "sis": "other", "depc": "child", "03": "parent", "32": "parent", "33": "parent",
          "04": "other", "05": "other", "20": "self", "21": "other", "53": "spouse", "07": "other", "17": "child"}  # fmt: skip
"""Relationship codes of X12 (DTP/SBR/PAT), HL7 table 0063 and common exports."""


@lru_cache(maxsize=8192)
def relation_in(text: str) -> str:
    """Return what the first word of kinship in a text makes somebody; empty if there is none.

    Example:
        >>> relation_in("Wife's date of birth"), relation_in("Mother Name"), relation_in("Claim status")
        ('spouse', 'parent', '')
    """
    text = text[:120].replace("_", " ")
    found = [
        _KIND.get(m.group().lower(), _KIND.get(m.group().lower().rstrip("s"), "other")) for m in _FIND.finditer(text)
    ]
    return next((kind for kind in found if kind != "other"), found[0] if found else "")


@lru_cache(maxsize=1024)
def relation_value(value: str) -> str:
    """Return what a value of a relationship column says: ``self``, one of our relations, or empty.

    Example:
        >>> relation_value("Self"), relation_value("18"), relation_value("Wife"), relation_value("CHD")
        ('self', 'self', 'spouse', 'child')
    """
    plain = value.strip().lower().strip(".")
    if plain in _SELF:
        return "self"
    return _CODES.get(plain) or relation_in(plain)


_MEMBER = compiled(r"(?i)\b(?:member|mbr|enrollee)")
_HOLDER = compiled(r"(?i)subscr|insured|holder|\bsub\b|\bfamily member")


@lru_cache(maxsize=4096)
def is_member_label(label: str) -> bool:
    """Tell whether a label names the member of a health plan and not the holder of the policy.

    Example:
        >>> is_member_label("Member DOB"), is_member_label("Subscriber member ID"), is_member_label("Insured")
        (True, False, False)
    """
    plain = label.replace("_", " ")
    return _MEMBER.search(plain) is not None and _HOLDER.search(plain) is None

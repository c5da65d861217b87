"""What a field of a coded or labelled source is: by its path where the format defines it, else by its label.

Paths are compared by their last parts, so readers may give ``PID-5``, ``ORU_R01.PID-5.1``, ``2010BA/NM1*IL`` or
``/Patient/name[0]/family`` alike. The facts stand in ``fields_paths.py``.

Invariant: pure; a path or label longer than a bound types nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tocsin.detection.columns_values import shape_of
from tocsin.detection.fields_paths import FREE_TEXT, PATHS, PREFIXES
from tocsin.detection.labels_meaning import meaning_of
from tocsin.detection.labels_spanish import shapes_of
from tocsin.detection.names_tokens import UPPER
from tocsin.model.elements import NAME_ELEMENTS, Element, Role
from tocsin.model.mentions import Part
from tocsin.model.segments import Field
from tocsin.patterns import compiled

LONGEST_PATH = 200
LONGEST_NAME = 120
LEAST_SHARE = 0.6
BY_PATH = 0.97
"""How sure a path is that a format defines."""
_NOBODY = frozenset({"unknown", "none", "null", "n/a", "not available", "not on file"})
_INDEX = compiled(r"\[[^\]]*\]|\(\d+\)|\{[^}]*\}|\b[a-z]\w*:(?=\w)|@")


@dataclass(frozen=True, slots=True)
class FieldType:
    """What a field holds; element None with Part.FULL and no free text is a field that holds nothing we seek."""

    element: Element | None
    part: Part = Part.FULL
    party: Role = Role.UNKNOWN
    party_number: int = 0
    confidence: float = 0.0
    is_free_text: bool = False


UNTYPED = FieldType(None, is_free_text=True)


def type_field(field: Field) -> FieldType:
    """Return what the field holds, judged by its path, then by its label; an unknown one is free text.

    Example:
        >>> t = type_field(Field("PID-5", "LEE^ANN")); t.element.value, t.party.value
        ('name', 'patient')
        >>> type_field(Field("form.q7", "4/5/1960", "Spouse's date of birth")).party.value
        'relative'
    """
    spanish = shapes_of(field.label or _leaf(field.path[:LONGEST_PATH]))
    if spanish is not None and shape_of(field.value) in spanish[0]:
        return FieldType(spanish[1], confidence=0.85)
    known = _typed(field.path[:LONGEST_PATH], field.label)
    return _by_value(field) or known if known is UNTYPED else known


def _by_value(field: Field) -> FieldType | None:
    """Return what a word says that is a label only before such a value: ``family: Pham``, ``home: 9185550111``."""
    leaf = (field.label or _leaf(field.path[:LONGEST_PATH])).strip().lower()
    if leaf in _FAMILY and _SURNAME.fullmatch(field.value[:LONGEST_NAME].strip()):
        return FieldType(Element.NAME, Part.LAST, confidence=_BY_VALUE)
    if leaf in _REACHED and shape_of(field.value) in _PHONES:
        return FieldType(Element.PHONE, confidence=_BY_VALUE)
    return None


_BY_VALUE = 0.85
_FAMILY = frozenset({"family", "fam", "familyname"})
_SURNAME = compiled(
    rf"(?:(?:de|del|la|las|los|van|von|der|den|al|el|bin|da|dos)[ ]){{0,2}}"
    rf"[{UPPER}][\w'\u2019-]*(?:[ ][{UPPER}][\w'\u2019-]*){{0,2}}"
)
_REACHED = frozenset({"home", "work", "cell", "day", "evening", "office", "primary", "other", "night"})
_PHONES = frozenset({"phone", "ten"})


def coded_name(kind: FieldType, text: str) -> tuple[str, bool, float] | None:
    """Return the judgement on a name whose path says that it is one, None if the path says no such thing.

    A coded format knows what it holds: a person may be called Everyman, Seven or Patient.
    """
    if kind.confidence < BY_PATH or kind.element not in NAME_ELEMENTS:
        return None
    value = " ".join(text.split())
    is_word = any(c.isalpha() for c in value) and len(value) <= LONGEST_NAME and "@" not in value
    return (value, True, 0.95) if is_word and value.lower() not in _NOBODY else ("", False, 0.0)


@lru_cache(maxsize=8192)
def _typed(path: str, label: str) -> FieldType:
    by_path = _by_path(path)
    if by_path is not None:
        return by_path
    for words in (label, _leaf(path), _leaves(path)):
        meaning = meaning_of(words) if words else None
        if meaning is not None and meaning.share >= LEAST_SHARE:
            is_open = meaning.is_masked
            return FieldType(meaning.element, meaning.part, meaning.party, meaning.party_number, 0.85, is_open)
    return UNTYPED


def _by_path(path: str) -> FieldType | None:
    for candidate in _suffixes(path):
        known = PATHS.get(candidate)
        if known is not None:
            element, part, party = known
            return FieldType(element, part, party, 0, BY_PATH, candidate in FREE_TEXT)
        if candidate in FREE_TEXT:
            return UNTYPED
    return _by_prefix(path)


def _suffixes(path: str) -> list[str]:
    """Return the path in the forms in which the table may know it, the most exact first."""
    plain = _INDEX.sub("", path)
    forms = [path, path.rsplit("/", 1)[-1], plain]
    for separator in ("/", ".", ":", " "):
        forms.extend(plain.split(separator, n)[-1] for n in range(1, min(4, plain.count(separator) + 1)))
    hl7 = re.search(r"\b([A-Z][A-Z0-9]{2}-\d{1,2})(?:[.-](\d{1,2}))?", plain)
    if hl7:
        forms.extend([hl7.group(), hl7.group(1)])
    x12 = re.search(
        r"\b((?:NM1|REF|DMG|N[1-4]|PER|HI|CLM|CLP|SBR|LIN|SV[1-5]|DTP|NTE|HL|ST)\*?[A-Z0-9]{0,3})(?:[-.]\d+)*", plain
    )
    if x12:
        forms.extend([x12.group(), x12.group(1), x12.group(1).split("*")[0]])
    return [form.lower() for form in forms if form]


def _by_prefix(path: str) -> FieldType | None:
    lower = path.lower()
    for prefix, element, part, party in PREFIXES:
        if lower.startswith(prefix):
            return FieldType(element, part, party, 0, 0.9, is_free_text=element is None)
    return None


def _leaf(path: str) -> str:
    plain = _INDEX.sub(" ", path)
    if "*" in plain or re.match(r"[A-Z][A-Z0-9]{2}-\d", plain):
        return ""
    return re.split(r"[/.:]", plain.rstrip("/. "))[-1]


def _leaves(path: str) -> str:
    """Return the last two names of a path as one label, where the last one says too little: ``brth/@v``."""
    plain = _INDEX.sub("", path)
    if "*" in plain or not _leaf(path):
        return ""
    names = [name for name in re.split(r"[/.:]", plain) if name.strip()]
    return " ".join(names[-2:]) if len(names) > 1 else ""

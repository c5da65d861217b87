"""Names that fill a cell of a printed line: ``Kimbrough, Rudolph I`` between tabs or wide blanks, ``NAME LEE, ANN``.

A remittance, an aging report or a list is read as text where no header types it; what stands there by itself, family
name first, is somebody.

Invariant: pure; only whole cells are taken.
"""

from __future__ import annotations

import re

from tocsin.detection.columns_values import shape_of
from tocsin.detection.names_words import NOT_NAMES, ORGANIZATION
from tocsin.detection.scan import Rule
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.lexicon import fold_name, usage
from tocsin.model.mentions import Part
from tocsin.model.regions import state_code
from tocsin.patterns import compiled

_WORD = r"[A-Z\u00c0-\u00dd][\w\u00c0-\u024f'\u2019-]{1,24}"
_LABEL = r"(?i:(?:pt|patient|member)?[ ]?name)"
_LAST = rf"(?:(?:St|De|La|Van|Von|Del|O|Mc)\.?[ ])?{_WORD}(?:[ -]{_WORD})?(?:[ ](?:Jr|Sr|JR|SR|II|III|IV)\.?)?"
_CELL = compiled(
    rf"(?:\A|(?<=[\n\t])|(?<=[ ][ ]))[ ]*(?:{_LABEL}[ \t]+)?"
    rf"(?P<name>{_LAST},[ ]?(?P<first>{_WORD})(?:[ ](?:[A-Z]\.?|{_WORD}))?)[ ]*(?=\t|[ ][ ]|\n|\Z)"
)
_HEAD = compiled(rf"[ ]?(?:{_LABEL}[ ])?{_LAST}")
"""What stands in a cell before its comma, where nothing wider than a blank is left in it."""
_REACH = 64


def _cell(text: str, low: int, high: int, end: int) -> Span | None:
    first = max(low, end - _REACH)
    begin = max(first, text.rfind("\n", first, end) + 1)
    comma = text.rfind(",", begin, end)
    head = max(begin, text.rfind("\t", begin, comma) + 1, text.rfind("  ", begin, comma) + 2)
    if comma < 0 or _HEAD.fullmatch(text, head, comma) is None:
        return None
    for found in _CELL.finditer(text, begin, min(high, end + _REACH)):
        if found.start("name") >= end:
            return None
        if found.end() >= end and _is_name(found["name"], found["first"]):
            return Span(*found.span("name"), Element.NAME, Part.FULL, 0.8, "name-cell", found["name"])
    return None


def _is_name(name: str, first: str) -> bool:
    if shape_of(name) != "last_first" or state_code(first):
        return False
    words = {word.lower() for word in re.split(r"[ ,.-]+", name) if len(word) > _LONGEST_PARTICLE}
    if words & (NOT_NAMES | ORGANIZATION):
        return False
    known = usage(fold_name(first))
    return known.given > _FEWEST and known.given * _WORDS_A_BEARER >= known.words


_FEWEST, _LONGEST_PARTICLE = 100.0, 2
_WORDS_A_BEARER = 5.0
"""A given name's bearers weigh more than its uses as a word."""

_BEFORE_BIRTH = compiled(
    rf"^[ \t]{{0,8}}(?P<name>{_LAST}[ ]?,[ ]?{_WORD}(?:[ ](?:[A-Z]\.?|{_WORD}))?)[ ,|]{{1,6}}"
    r"(?:[MFmf]|[Mm]ale|[Ff]emale)[ ,|]{1,6}(?=\d{1,2}[/-]\d{1,2}[/-]\d{2,4}\b)",
    re.MULTILINE,
)
"""A name, the sex and a date at the head of a line, whatever the lexicons say: ``Vangyi , Nkauj   F   02/24/83``."""


_DAY_AND_MONTH = 5


def _with_birth(text: str, low: int, high: int, end: int) -> Span | None:
    begin = text.rfind("\n", max(low, end - _REACH), end) + 1
    found = _BEFORE_BIRTH.match(text, max(low, begin), high)
    if found is None or not found.end() < end <= found.end() + _DAY_AND_MONTH:
        return None
    words = {word.lower() for word in re.split(r"[ ,.-]+", found["name"]) if len(word) > _LONGEST_PARTICLE}
    if words & (NOT_NAMES | ORGANIZATION):
        return None
    return Span(*found.span("name"), Element.NAME, Part.FULL, 0.8, "name-cell", found["name"])


RULES = (
    Rule(r"[A-Z][\w'.-]+,[ ]?[A-Z][\w'-]", _cell, ignore_case=False),
    Rule(r"[\w.'-][ ,|]{1,6}(?:[MFmf]|[Mm]ale|[Ff]emale)[ ,|]{1,6}\d{1,2}[/-]\d", _with_birth, ignore_case=False),
)

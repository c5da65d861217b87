"""What names took in that is none: a status or a label before them, and the comma behind a title.

``RECERT Mabel Crites``, ``ORD NADERI F`` and ``PT KRATZ,WILHELMINA J`` begin with a word of the form, not of the name;
``Mr. Schoenfeld, Dieter`` is one man.

Invariant: pure; linear in the text; a name only becomes shorter, or one of two that stand behind each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.detection.names_before import has_title
from tocsin.detection.spans import Span
from tocsin.model.elements import Element, Role
from tocsin.model.lexicon import usage
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_STATUS = compiled(r"(?P<word>[A-Z]{4,12})[ ]{1,3}(?=[A-Z][A-Za-z'\u2019-]*[a-z]|[A-Z]\.|[A-Z]-[A-Z][ ])")
"""A word in capitals before words that are not."""
_ROLES = {
    "PT": Role.UNKNOWN, "PTS": Role.UNKNOWN, "PAT": Role.UNKNOWN, "RES": Role.UNKNOWN, "CLT": Role.UNKNOWN,
    "ADM": Role.UNKNOWN, "REF": Role.UNKNOWN, "ATTN": Role.UNKNOWN,
    "ORD": Role.PROVIDER, "ATT": Role.PROVIDER, "PCP": Role.PROVIDER, "DR": Role.PROVIDER,
}  # fmt: skip
_LABEL = compiled(rf"(?P<word>{'|'.join(_ROLES)})\.?[ ]{{1,4}}(?=[A-Z][A-Z'-]+(?:[ ]*,|[ ])[ ]*[A-Z])")
"""A label in capitals before a name in capitals of two words at least."""
_PRIORS = compiled(r"(?i)\b(?:priors|(?:prior|old|outside) (?:films|images|exams)) under[ ](?:the name[ ]|name[ ])?")
"""What stands in a report before a name that its patient had: no other person's."""
_FILED = 40
_FEW = 3_000
"""Bearers from which on a word in capitals may be a given name or a surname: ``RUTH Ann Lee``."""
_LEAST_GIVEN = 300
_COMMA = compiled(r",[ ]{1,2}")
_ENDS = compiled(r"[ ]{0,2}(?:[-\u2013;|(,]|\d|\r?\n|\Z)")


def without_leads(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the spans, sorted as given, with names that begin where they do, and none in two pieces.

    Args:
        spans: what was found in the text, sorted, not overlapping.
    """
    kept: list[Span] = []
    for span in spans:
        if span.element is Element.NAME and _is_filed(text, span):
            continue
        if span.element is not Element.NAME or span.part is not Part.FULL:
            kept.append(span)
            continue
        if kept and _is_rest(text, kept[-1], span):
            whole = text[kept[-1].start : span.end]
            kept[-1] = replace(kept[-1], end=span.end, norm=whole)
            continue
        kept.append(_cut(text, span))
    return kept


def _cut(text: str, span: Span) -> Span:
    """Return a name without the status or label that it begins with."""
    found = _LABEL.match(text, span.start, span.end)
    if found is not None:
        element = Element.PROVIDER if _ROLES[found["word"]] is Role.PROVIDER else span.element
        return replace(span, start=found.end(), norm=text[found.end() : span.end], element=element)
    found = _STATUS.match(text, span.start, span.end)
    if found is None or _is_name(found["word"].lower()):
        return span
    return replace(span, start=found.end(), norm=text[found.end() : span.end])


def _is_filed(text: str, span: Span) -> bool:
    """Tell whether a name is one that papers of the patient stand under: ``PRIORS UNDER DEEL,SUSANNAH``."""
    found = next(_PRIORS.finditer(text, max(0, span.start - _FILED), span.end), None)
    return found is not None and span.start <= found.end() < span.end


def _is_name(word: str) -> bool:
    known = usage(word)
    return known.given + known.surname >= _FEW


def _is_rest(text: str, before: Span, span: Span) -> bool:
    """Tell whether a given name goes with the surname behind a title before it: ``Mr. Schoenfeld, Dieter -``."""
    if before.element is not Element.NAME or before.part is not Part.FULL or not has_title(text, before.start):
        return False
    if _COMMA.fullmatch(text, before.end, span.start) is None or _ENDS.match(text, span.end) is None:
        return False
    last, first = text[before.start : before.end], text[span.start : span.end]
    known = usage(first.split()[0].lower())
    return " " not in last and len(first.split()) <= 2 and known.given >= max(_LEAST_GIVEN, known.surname / 2)

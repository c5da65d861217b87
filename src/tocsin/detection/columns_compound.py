"""Cells that hold several values: a name with a birth date, a telephone or a number beside it, an age behind a date.

Invariant: the spans of one cell do not overlap and stand in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tocsin.detection import values
from tocsin.detection.checks import routing_ok
from tocsin.detection.columns_types import ColumnType
from tocsin.detection.columns_values import facts_beside
from tocsin.detection.health_terms import terms
from tocsin.detection.labels_meaning import meaning_of, plain_words
from tocsin.detection.names_couples import couple_in
from tocsin.detection.spans import Span
from tocsin.model.elements import NAME_ELEMENTS, Element, Role
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_NUMBERS = frozenset(
    {Element.MRN, Element.ACCOUNT_NUMBER, Element.MEMBER_ID, Element.CLAIM_NUMBER, Element.OTHER_ID, Element.SSN}
)
_KINDS = {
    "birth": Element.DATE_OF_BIRTH,
    "mrn": Element.MRN,
    "account": Element.ACCOUNT_NUMBER,
    "phone": Element.PHONE,
    "ssn": Element.SSN,
    "age": Element.AGE,
    "date": Element.DATE,
}
_SPLIT = compiled(r"[/&+,|\n()]| and ", re.IGNORECASE)
_AGE_ASIDE = compiled(r"[ ]?\(?[ ]?(?P<age>\d{1,3})[ ]?(?:years?|yrs?|y\.?o?|y/o)\.?(?: old)?\)?[ ]*\Z", re.IGNORECASE)
_INSURED = compiled(
    r"\s*(?:\d{1,2}[).:]\s*)?(?P<name>[A-Za-z][A-Za-z&.,'/() -]{1,60}?)[ ,:#-]{1,4}(?:ID|#|no\.?|policy)?[ :#]{0,3}"
    r"(?P<id>(?=[A-Za-z0-9-]*(?:\d[A-Za-z-]*){5})[A-Za-z0-9-]{6,20})\s*\Z",
    re.IGNORECASE,
)
_BANKED = compiled(r"\s*(?P<routing>\d{9})(?:[ ]?[/|,;-][ ]?|[ ]{1,3})(?P<account>\d{4,17})\s*\Z")
_OWED = compiled(r"[ ]*[/|,;-][ ]*\$[\d,.]+\s*\Z")
_DATES = frozenset({Element.DATE, Element.DATE_OF_BIRTH})


def compound_spans(text: str, kind: ColumnType) -> Iterator[Span]:
    """Give the name of a cell and what stands beside it, each as a span."""
    (low, high), facts = facts_beside(text)
    rest = text[low:high]
    start = low + len(rest) - len(rest.lstrip())
    yield from _span(text, start, low + len(rest.rstrip(" ,;-(")), kind.element, kind)
    for number, (name, begin, end) in enumerate(facts):
        element = _element_of(name, kind) or _in_brackets(text, begin, end, kind)
        if kind.is_band and [fact for fact, _, _ in facts[:2]] == ["code", "date"] and number < len(_OF_BAND):
            element = _OF_BAND[number]
            begin = _with_letters(text, begin)
        yield from _span(text, begin, end, element, kind)


def _with_letters(text: str, start: int) -> int:
    """Return where a number begins with the letters that stand right before it."""
    while start > 0 and text[start - 1].isalpha():
        start -= 1
    return start


_OF_BAND = (Element.MRN, Element.DATE_OF_BIRTH)
"""What a number and a day are behind the name over a person's rows: ``LEE, ANN (GC104411) 4/5/1961``."""


def parts_of_cell(text: str, span: Span) -> Iterator[Span]:
    """Give a typed value, taken apart where the cell holds two: a date and an age, an insurer and a member's number,
    a bank's routing number and an account, two people of one surname.
    """
    if span.element in {Element.INSURER, Element.MEMBER_ID} and (found := _INSURED.match(text, span.start, span.end)):
        yield replace(
            span, start=found.start("name"), end=found.end("name"), element=Element.INSURER, norm=found["name"]
        )
        yield replace(
            span, start=found.start("id"), end=found.end("id"), element=Element.MEMBER_ID, norm=found["id"].upper()
        )
    elif span.element is Element.ACCOUNT_NUMBER and (found := _BANKED.match(text, span.start, span.end)):
        yield from _banked(span, found)
    elif span.element is Element.ACCOUNT_NUMBER and (found := _OWED.search(text, span.start, span.end)):
        yield replace(span, end=found.start(), norm=text[span.start : found.start()].strip().upper())
    elif span.element is Element.MEDICATION and _treats_use(text[span.start : span.end]):
        yield span
        yield replace(span, element=Element.SUBSTANCE_USE)
    elif span.part is Part.FULL and span.element in NAME_ELEMENTS and (ends := couple_in(text[span.start : span.end])):
        first, second = span.start + ends[0], span.start + ends[1]
        yield replace(span, end=first, norm=text[span.start : first])
        yield replace(span, start=second, norm=text[second : span.end])
    else:
        yield from with_age(text, span)


def _treats_use(text: str) -> bool:
    """Tell whether a medicine is one of those that treat a substance use disorder (42 CFR 8.11: methadone, ...)."""
    words = text.lower().split()
    return bool(words) and words[0].strip(",;") in _USE


_USE = frozenset(terms("substance_use"))


def _banked(span: Span, found: re.Match[str]) -> Iterator[Span]:
    if not routing_ok(found["routing"]):
        yield span
        return
    yield replace(span, end=found.end("routing"), element=Element.ROUTING_NUMBER, norm=found["routing"])
    yield replace(span, start=found.start("account"), end=found.end("account"), norm=found["account"])


def with_age(text: str, span: Span) -> Iterator[Span]:
    """Give a typed date, and apart from it the age that stands behind it: ``4/25/1956 (68 yrs)``."""
    found = _AGE_ASIDE.search(text, span.start, span.end) if span.element in _DATES else None
    if found is None or found.start() <= span.start + 5 or int(found["age"]) > 120:
        yield span
        return
    yield replace(span, end=found.start())
    start, end = found.span("age")
    yield replace(span, start=start, end=end, element=Element.AGE, norm=found["age"])


def _element_of(fact: str, column: ColumnType) -> Element | None:
    """Return what a fact is, by its shape, what the label says and the facts of the other cells."""
    if fact == "date" and (column.has_births or "birth" in plain_words(column.label)):
        return Element.DATE_OF_BIRTH
    if fact != "code":
        return _KINDS[fact]
    meanings = (meaning_of(part.strip()) for part in _SPLIT.split(column.label) if part.strip())
    return next((m.element for m in meanings if m is not None and m.element in _NUMBERS), None)


def _in_brackets(text: str, start: int, end: int, column: ColumnType) -> Element | None:
    """Return what a number in brackets behind a name is where no label says it: ``Jasvir Johal (531123)``."""
    is_patients = column.party in {Role.PATIENT, Role.UNKNOWN}
    is_long = sum(map(str.isdigit, text[start:end])) >= _LEAST_DIGITS
    return Element.MRN if is_patients and is_long and text[start - 1 : start] == "(" and text[end:] == ")" else None


_LEAST_DIGITS = 5


def _span(text: str, start: int, end: int, element: Element | None, kind: ColumnType) -> Iterator[Span]:
    if element is None or start >= end:
        return
    norm, counts, score = values.normalise(element, Part.FULL, text[start:end])
    if counts:
        party = kind.party if kind.party is not Role.PROVIDER or element is kind.element else Role.UNKNOWN
        sure = round(min(score, (score + kind.score) / 2), 4)
        yield Span(start, end, element, Part.FULL, sure, "place", norm, party, kind.party_number, kind.label)

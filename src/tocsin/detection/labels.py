"""Values that a form's label types: ``Patient Name: Ann Lee   DOB: 1/2/60``, label over value, dotted leaders.

A label is the longest run of words before a mark (``:`` ``....`` ``=``) that means something; in lines set in
columns, a cell that is nothing but a label. What it means, and of whom, comes from
:mod:`tocsin.detection.labels_meaning`, the same table that types columns.

Invariant: time is linear in the text: each line is cut into cells of at most ``LONGEST_CELL`` code points.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate

from tocsin.detection import values
from tocsin.detection.chances import CELLED, HEADED, MARKED, SPACED
from tocsin.detection.columns_values import shape_of
from tocsin.detection.labels_meaning import LONGEST_LABEL, Meaning, may_share, meaning_of, phrase_words, plain_words
from tocsin.detection.labels_names import is_matter, name_in, with_child, without_matter
from tocsin.detection.labels_numbers import LEAST_SHARE, insured, numbered
from tocsin.detection.spans import Span
from tocsin.model.elements import NAME_ELEMENTS, Element, Role
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

DETECTOR = "labels"
LONGEST_CELL = 160
_NEAR_LINES = 2
_SECTION_LINES = 3
_LONGEST_HEADING = 40
_BARE = frozenset({"id", "number"})
_MARK = compiled(r"(?P<mark>[ ]?:|[ ]?\.{3,}:?|_{3,}|[ ]=[ ]|[ ]?#:?[ ])[ _.]{0,40}")
_CELL = compiled(r"[^\s|](?:[^\n\t|]{0,159}?)(?=[ ]{2,}|[\t|\n]|\Z|$)", re.MULTILINE)
_BREAK = compiled(r"[ ]{3,}|[\t|;]|[ ]{2}(?=[A-Za-z][\w .'/#]{0,40}:)")
_LABEL_CUT = compiled(_BREAK.pattern + r"|[)\]][ ]*(?=[A-Za-z])|\.[ ]+(?=[A-Z])|,[ ]")
_WORDS_BEFORE = compiled(r"[A-Za-z#][\w'\u2019./#&()-]*")
_DATED_WORD = compiled(r"\d/\d")
"""No label speaks of a day: ``bill her insurance from 3/16 on:`` is a sentence."""
_ADDRESSED = compiled(r"\b(?:whom it may concern|a quien (?:corresponda|pueda interesar))\Z", re.IGNORECASE)
"""Whom a letter greets that greets nobody; no ``concern`` of a patient."""
RE_WORDS = compiled(r"(?:re|regarding|subject|patient|pt)\Z", re.IGNORECASE)
_OPEN_TEXT = frozenset(
    {Element.DIAGNOSIS, Element.MEDICATION, Element.PROCEDURE, Element.TREATMENT, Element.LAB_RESULT}
)
_SKIPPED = frozenset({Element.AGE, Element.DATE, Element.URL, Element.FACILITY, Element.OTHER_ID})


@dataclass(frozen=True, slots=True)
class _Label:
    start: int
    end: int
    """Where the value may begin."""
    text: str
    meaning: Meaning
    stop: int = sys.maxsize
    """Where the value ends at the latest."""


def find_labelled(text: str, where: Sequence[tuple[int, int]] | None = None) -> list[Span]:
    """Return the spans whose labels type them, sorted; they may overlap what other detectors find.

    Args:
        where: the numbers of the lines that can hold labels, and in which ways; None for all.
    """
    if where is not None and not where:
        return []
    if ":" not in text and "  " not in text and "\t" not in text and "..." not in text and "=" not in text:
        return []
    found: list[Span] = []
    lines = text.split("\n")
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    insured = -_NEAR_LINES - 1
    kin = -_SECTION_LINES - 1
    for number, ways in ((at, _ANYHOW) for at in range(len(lines))) if where is None else where:
        line = lines[number]
        labels = list(_labels(line)) if ways & MARKED else []
        if ways & SPACED and "  " in line:
            labels = _with_spaced(line, labels)
        if labels:
            labels = _members(labels, number - insured <= _NEAR_LINES)
            if len(labels) == 1 and number - insured > _NEAR_LINES:
                labels = [_of_care(labels[0], line)]
            if number - kin <= _SECTION_LINES:
                labels = [_of_kin(label) for label in labels]
            insured = number if any(_is_insurer(x) for x in labels) else insured
            found.extend(_values(text, lines, starts, number, labels))
        elif ways & HEADED and _opens_kin(line):
            kin = number
        elif ways & CELLED and ("  " in line or "\t" in line):
            found.extend(_set_in_columns(lines, starts, number))
    return with_child(text, sorted(found, key=lambda s: s.start))


_ANYHOW = MARKED | HEADED | CELLED | SPACED


def _with_spaced(line: str, marked: list[_Label]) -> list[_Label]:
    """Return the labels of a line and those that stand before their value in a cell: ``Last name Bo   DOB 1/2/60``.

    They count where two cells of the line begin with one, and half of all that have no mark; no more are left empty.
    """
    cells = [cell for cell in _cells(line) if not any(cell[0] <= one.start < cell[1] for one in marked)]
    known = [_cell_label(*cell) for cell in cells]
    told = [None if one is not None else _spaced_label(*cell) for one, cell in zip(known, cells, strict=True)]
    filled, bare = sum(one is not None for one in told), sum(one is not None for one in known)
    if filled < max(bare, 1) or filled + bare < 2 or (filled + bare) * 2 < len(cells):
        return marked
    found = [one for one in told if one is not None]
    for index, label in enumerate(known[:-1]):
        begin, end, _ = cells[index + 1]
        if label is not None and known[index + 1] is None and told[index + 1] is None:
            found.append(replace(label, end=begin, stop=end))
    return sorted([*marked, *found], key=lambda one: one.start)


def is_filled_line(line: str) -> bool:
    """Tell whether a line of cells is of a form that is filled in: its cells begin with labels, values behind."""
    return bool(_with_spaced(line, []))


def _spaced_label(start: int, end: int, cell: str) -> _Label | None:
    """Return the longest label that a cell begins with and whose value is all of its rest."""
    if len(cell) > _LONGEST_SPACED or not cell[0].isupper() or _cell_label(start, end, cell) is not None:
        return None
    blanks = [at for at, sign in enumerate(cell) if sign == " " and cell[at - 1] not in ".,;"][:_MOST_LABEL_WORDS]
    for blank in reversed(blanks):
        label = _cell_label(start, start + blank + 1, cell[:blank])
        if label is None:
            continue
        span = _typed(cell[blank + 1 :], start + blank + 1, label)
        if span is not None and span.end >= end - 1:
            return replace(label, stop=end)
    return None


_LONGEST_SPACED, _MOST_LABEL_WORDS = 60, 4


def _opens_kin(line: str) -> bool:
    """Tell whether a line is a heading over a relative's own lines (``EMERGENCY CONTACT``)."""
    text = line.strip(" -=*#_>\t")
    meaning = meaning_of(text) if 5 < len(text) <= _LONGEST_HEADING and not text.endswith((".", ",")) else None
    return meaning is not None and meaning.element is Element.RELATIVE and meaning.share >= LEAST_SHARE


def _of_kin(label: _Label) -> _Label:
    """Make a bare ``Name:`` under such a heading the relative's."""
    meaning = label.meaning
    if meaning.element is not Element.NAME or meaning.party is not Role.UNKNOWN:
        return label
    return replace(label, meaning=replace(meaning, element=Element.RELATIVE, party=Role.RELATIVE))


def _members(labels: list[_Label], is_insured: bool) -> list[_Label]:
    """Make a bare ``ID:`` right behind an insurer's label the member's number there."""
    told = []
    for label in labels:
        is_insured = is_insured or label.meaning.party is Role.SUBSCRIBER
        if is_insured and label.meaning.element is Element.OTHER_ID and set(plain_words(label.text)) <= _BARE:
            label = replace(label, meaning=replace(label.meaning, element=Element.MEMBER_ID))
        is_insured = label.meaning.element in {Element.INSURER, Element.MEMBER_ID} or is_insured
        told.append(label)
    return told


def _is_insurer(label: _Label) -> bool:
    return label.meaning.element is Element.INSURER and not label.meaning.is_masked


def _of_care(label: _Label, line: str) -> _Label:
    """Take the value of a ``Plan:`` without anything of insurance in it or near for what is to be done."""
    is_plan = label.meaning.element is Element.INSURER and plain_words(label.text) == ("plan",)
    if not is_plan or _INSURING.search(line, label.end):
        return label
    return replace(label, meaning=replace(label.meaning, is_masked=True))


_INSURING = compiled(
    r"(?i)\b(?:[hp]mo|ppo|epo|pos|hdhp|health|\w*care|\w*caid|\w*shield|blue|bcbs\w*|mutual|insurance|advantage|choice|gold|"
    r"silver|bronze|platinum|aetna|cigna|humana|united|uhc|anthem|kaiser|molina|centene|ambetter|employees?|"
    r"self[- ]pay|group|benefits?|open access|commercial|supplement|medigap|tri-?west|va|union|local \d+)\b"
)
"""Words of a plan of insurance."""


def _labels(line: str) -> Iterator[_Label]:
    """Give the labels of a line, in order."""
    floor = 0
    for mark in _MARK.finditer(line):
        low = max(floor, mark.start() - LONGEST_LABEL)
        found = None if _ADDRESSED.search(line, low, mark.start()) else _longest_label(line[low : mark.start()])
        if found is not None and "#" in mark["mark"] and found[2].element in NAME_ELEMENTS:
            found = numbered(found, line[mark.end() : mark.end() + LONGEST_LABEL])
        if found is not None:
            at, text, meaning = found
            floor = mark.end()
            yield _Label(low + at, floor, text, meaning)


@lru_cache(maxsize=16384)
def _longest_label(before: str) -> tuple[int, str, Meaning] | None:
    """Return where the label begins that what stands before a mark ends with, its text and meaning."""
    cut = max((m.end() for m in _LABEL_CUT.finditer(before)), default=0)
    words = list(_WORDS_BEFORE.finditer(before, cut))[-6:]
    if not words or not _may_mean(before[words[0].start() :].strip()):
        return None
    for word in words:
        text = before[word.start() :].strip()
        if _DATED_WORD.search(text):
            continue
        is_re = word is words[-1] and RE_WORDS.match(text) is not None
        meaning = meaning_of(text) if is_re or may_share(text, LEAST_SHARE) else None
        if meaning is None and is_re:
            meaning = Meaning(Element.NAME, Part.FULL, Role.UNKNOWN, 0, 0.75)
        if meaning is not None and meaning.share >= LEAST_SHARE:
            return word.start(), text, meaning
    return None


def _may_mean(words: str) -> bool:
    """Tell whether some of the words behind each other can be a label; for plain words only what they are counts."""
    if not words.isascii() or any(c.isdigit() for c in words) or RE_WORDS.search(words):
        return True
    return not phrase_words().isdisjoint(plain_words(words))


def _values(
    text: str, lines: Sequence[str], starts: Sequence[int], number: int, labels: list[_Label]
) -> Iterator[Span]:
    line, base = lines[number], starts[number]
    for index, label in enumerate(labels):
        stop = min(label.stop, labels[index + 1].start if index + 1 < len(labels) else len(line))
        span = _typed(line[label.end : stop][:LONGEST_CELL], base + label.end, label)
        is_last = index + 1 == len(labels) and not line[label.end : stop].strip()
        if span is None and is_last and not _ends_sentence(line, label):
            span = _on_next_line(lines, starts, number, label)
        if span is not None:
            yield from insured(text, span)


def _ends_sentence(line: str, label: _Label) -> bool:
    """Tell whether a label of free words ends a sentence (``In hospital, don't bill tx:``): a list may follow it."""
    before = _BREAK.split(line[: label.start])[-1]
    return label.meaning.element in _OPEN_TEXT and len(before.split()) >= _SENTENCE


_SENTENCE = 3


def _on_next_line(lines: Sequence[str], starts: Sequence[int], number: int, label: _Label) -> Span | None:
    for below in range(number + 1, min(number + 3, len(lines))):
        line = lines[below]
        if line.strip():
            return None if next(_labels(line), None) is not None else _typed(line[:LONGEST_CELL], starts[below], label)
    return None


def _typed(raw: str, base: int, label: _Label) -> Span | None:
    """Return the value at the start of ``raw`` as a span of what the label means, if it can be that."""
    meaning = label.meaning
    if meaning.is_masked or meaning.element in _SKIPPED:
        return None
    lead = len(raw) - len(raw.lstrip(" _.:"))
    value = raw[lead:]
    cut = _BREAK.search(value)
    value = (value[: cut.start()] if cut else value).rstrip(" ,;_")
    if not value:
        return None
    if meaning.element is Element.INSURER:
        value = _SAID_BEHIND.split(value)[0]
    if meaning.part is Part.RELATION:
        value = re.split(r"[,;]", value)[0].rstrip()
    if meaning.element in NAME_ELEMENTS:
        return _name(without_matter(value), base + lead, label)
    if meaning.part is Part.UNIT and sum(c.isdigit() for c in value.split("  ")[0]) >= _UNIT_RECORD:
        label = replace(label, meaning=replace(meaning, element=Element.MRN, part=Part.FULL))
    return _other(value, base + lead, label)


_SAID_BEHIND = compiled(r"(?<=\w{3})[.;][ ]+(?=[A-Z])")
"""Where a sentence behind an insurer begins."""
_UNIT_RECORD = 6
"""Digits from which on ``Unit #`` is that of a hospital's record, not of a home."""


def _name(value: str, base: int, label: _Label) -> Span | None:
    meaning = label.meaning
    hit = name_in(value, meaning.part is not Part.FULL)
    if hit is None or is_matter(label.text, value[hit[0] : hit[1]]):
        return None
    start, end, score = hit
    if _OF_DOCTOR.match(value) and meaning.party in {Role.PATIENT, Role.UNKNOWN}:
        label = replace(label, meaning=replace(meaning, element=Element.PROVIDER, party=Role.PROVIDER))
    score = score if meaning.share >= 0.8 else score - 0.15
    if score < 0.5:
        return None
    return _make(label, base + start, base + end, value[start:end], score)


_OF_DOCTOR = compiled(r"(?i:dr)\b\.?[ ]")
"""Whom a laboratory calls its client: ``CLIENT: DR F COGHILL``."""


def _other(value: str, base: int, label: _Label) -> Span | None:
    meaning = label.meaning
    if meaning.element in _OPEN_TEXT and _OF_OFFICE.search(value):
        return None
    for candidate in (value, re.split(r"[ ]{2}|[ ]?[(]", value)[0], value.split(" ")[0]):
        candidate = candidate.rstrip(" .,;")
        if not candidate:
            continue
        norm, counts, score = values.normalise(meaning.element, meaning.part, candidate)
        is_person = meaning.element is Element.LAB_RESULT and shape_of(candidate) in {"names", "last_first"}
        if counts and score >= 0.5 and not is_person:
            sure = min(0.97, score) * (0.85 + 0.15 * meaning.share)
            return _make(label, base, base + len(candidate), norm, sure)
    return None


_OF_OFFICE = compiled(
    r"\b(?:Dental|Dentistry|Clinic|Hospital|Medical (?:Group|Center)|Associates|PLLC|LLC|Inc|P\.?C)\.?,?\s*\Z"
)
"""How the name of an office ends, which no act or disease does."""


def _make(label: _Label, start: int, end: int, norm: str, score: float) -> Span:
    meaning = label.meaning
    return Span(
        start, end, meaning.element, meaning.part, round(score, 4), DETECTOR, norm, meaning.party,
        meaning.party_number, label.text,
    )  # fmt: skip


def _set_in_columns(lines: Sequence[str], starts: Sequence[int], number: int) -> Iterator[Span]:
    """Give values of a line of cells: label cell then value cell, or label cells over value cells."""
    cells = _cells(lines[number])
    known = [(start, _cell_label(start, end, cell)) for start, end, cell in cells]
    labels = [label for _, label in known if label is not None]
    if not labels:
        return
    if len(labels) >= 2 and len(labels) * 2 > len(cells):
        yield from _under(lines, starts, number, [(s, x) for s, x in known if x is not None])
        return
    for index, (_, label) in enumerate(known[:-1]):
        following = cells[index + 1]
        if label is not None and known[index + 1][1] is None:
            span = _typed(following[2], starts[number] + following[0], label)
            if span is not None:
                yield span


def _cells(line: str) -> list[tuple[int, int, str]]:
    return [(m.start(), m.end(), m.group()) for m in _CELL.finditer(line[:2000])][:40]


def _cell_label(start: int, end: int, cell: str) -> _Label | None:
    meaning = meaning_of(cell) if len(cell) <= LONGEST_LABEL else None
    if meaning is None or meaning.share < 0.9:
        return None
    return _Label(start, end, cell, meaning)


def _under(
    lines: Sequence[str], starts: Sequence[int], number: int, labels: list[tuple[int, _Label]]
) -> Iterator[Span]:
    """Give the values of the lines below that stand under the labels, until a blank or another form of line."""
    for below in range(number + 1, min(number + 2001, len(lines))):
        line = lines[below]
        cells = _cells(line)
        if not cells or next(_labels(line), None) is not None or _is_label_row(cells):
            return
        fitting = 0
        for start, end, cell in cells:
            label = next((x for at, x in labels if abs(at - start) <= 2 or start <= at < end), None)
            span = _typed(cell, starts[below] + start, label) if label is not None else None
            if label is not None:
                fitting += 1
            if span is not None:
                yield span
        if fitting * 2 < len(cells):
            return


def _is_label_row(cells: Sequence[tuple[int, int, str]]) -> bool:
    known = sum(_cell_label(*cell) is not None for cell in cells)
    return known >= 2 and known * 2 > len(cells)

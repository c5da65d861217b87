"""Printed reports of people and their visits: a line with a person's facts, below it lines of visits, then the next.

    DELA CRUZ, JOY        104471  03/14/1961  (615) 555-0104
      11/18/2024  96413  C90.00   Hastings
      12/02/2024  96413  C90.00   Hastings

What each piece of a line is follows from its shape and its place among the others, so that neither the blanks between
columns matter nor whether a lexicon knows a name: where the other people's lines have names, this one has one too.

Invariant: pure; time is linear in the lines looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from tocsin.detection.addresses import ends_as_street
from tocsin.detection.columns_header import is_total
from tocsin.detection.columns_types import ColumnType
from tocsin.detection.columns_values import shape_of
from tocsin.detection.dates import date_norm
from tocsin.detection.group_heads import said_of_rows
from tocsin.detection.labels_meaning import meaning_of
from tocsin.detection.placed import typed
from tocsin.detection.spans import Span
from tocsin.detection.text_lines import Cell, Line
from tocsin.detection.text_pieces import Kind, Piece, align, pieces_of
from tocsin.detection.text_report_labels import labels_of_pieces
from tocsin.detection.text_visits import names_people, visit_types
from tocsin.model.elements import NAME_ELEMENTS, Element, Role
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_DAY = compiled(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2}|\b\d{4}-\d\d-\d\d\b|\b(?:19|20)\d{6}\b")
_CODE = compiled(r"\b(?:\d{5}|[A-Z]\d[0-9A-Z](?:\.?[0-9A-Z]{1,4})?)\b")
_LEAST_DAYS, _SOON, _MOST_GAP = 3, 8, 60
_MOSTLY = 0.6
_MOST_WORDS, _MOST_DAYS, _MOST_NAME_WORDS = 3, 2, 6
_NUMBERS = frozenset({Kind.NUMBER, Kind.ACT, Kind.SSN})
_PEOPLE = frozenset({"last_first", "names", "name_beside"})
_GENERATION = 10
"""Years that births spread over at least, and lie before the visits in the middle."""
_NAME_SCORE, _FACT_SCORE = 0.9, 0.85


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line of a report, by its number: what its pieces are, and whether it names the person of those below."""

    number: int
    spans: tuple[Span, ...]
    is_person: bool


def has_days(text: str) -> bool:
    """Tell whether a text has days enough for a report; most have none."""
    return sum(1 for _ in islice(_DAY.finditer(text), _LEAST_DAYS)) == _LEAST_DAYS


def find_report(lines: Sequence[Line], numbers: Sequence[int]) -> list[ReportLine]:
    """Return the lines of the people and visits of a printed report, in order; none if the text is none.

    Args:
        lines: of the text.
        numbers: of the lines that may be rows.
    """
    if not any(_is_dated_code(lines[number].text) for number in numbers):
        return []
    cut = {number: pieces for number in numbers if len(pieces := pieces_of(lines[number].text)) > 1}
    visits = {number: pieces for number, pieces in cut.items() if _is_visit(pieces)}
    people = {number: pieces for number, pieces in cut.items() if number not in visits and _may_be_person(pieces)}
    doubtful = {number: pieces for number, pieces in visits.items() if _may_be_person(pieces)}
    people = _without_streets(people) | _born(doubtful, visits)
    visits = {number: pieces for number, pieces in visits.items() if number not in people}
    people = _heading(lines, people, visits)
    if not people or not visits or not _are_earlier(people, visits):
        return []
    told = list(_of_visits(lines, visits, min(people)))
    found = [*_of_people(lines, people), *told] if told else []
    return sorted(found, key=lambda one: one.number)


def _is_dated_code(text: str) -> bool:
    return _DAY.search(text) is not None and _CODE.search(text) is not None


def _is_visit(pieces: Sequence[Piece]) -> bool:
    """Tell whether a line has a day and a code, as visits have."""
    kinds = Counter(piece.kind for piece in pieces)
    is_coded = kinds[Kind.ILLNESS] + kinds[Kind.ACT] > 0
    few = kinds[Kind.WORDS] <= _MOST_WORDS and 0 < kinds[Kind.DAY] <= _MOST_DAYS
    return is_coded and few and not kinds[Kind.PHONE] and not kinds[Kind.SSN] and not any(map(_tells_birth, pieces))


def _tells_birth(piece: Piece) -> bool:
    meaning = meaning_of(piece.label) if piece.label and piece.kind is Kind.DAY else None
    return meaning is not None and meaning.element is Element.DATE_OF_BIRTH


def _may_be_person(pieces: Sequence[Piece]) -> bool:
    """Tell whether a line has words that may be a name, with a number and a birth date or telephone behind."""
    kinds = Counter(piece.kind for piece in pieces)
    if kinds[Kind.DAY] > 1 or kinds[Kind.ILLNESS] or kinds[Kind.WORDS] > _MOST_WORDS or kinds[Kind.MONEY] > 1:
        return False
    numbers = sum(kinds[kind] for kind in _NUMBERS)
    facts = (kinds[Kind.DAY] > 0) + (kinds[Kind.PHONE] > 0) + (numbers > 0)
    at = _name_at(pieces)
    return at >= 0 and facts > 1 and numbers < _MOST_NUMBERS and not said_of_rows(pieces[at].text)


_MOST_NUMBERS = 4


def _without_streets(people: dict[int, list[Piece]]) -> dict[int, list[Piece]]:
    """Return the lines without those that begin with a number, if many of these go on with a street: houses."""
    led = [number for number, pieces in people.items() if pieces[0].kind in _NUMBERS and _name_at(pieces) == 1]
    streets = sum(ends_as_street(people[number][1].text) for number in led)
    return {n: pieces for n, pieces in people.items() if n not in led} if streets * 3 > len(led) else people


def _name_at(pieces: Sequence[Piece]) -> int:
    """Return which of the first pieces may be a name, -1 if none."""
    for at, piece in enumerate(pieces[:_FIRST]):
        if piece.kind is Kind.WORDS:
            name = piece.text[_led(piece.text) :]
            is_whole = 1 < len(name.replace(",", " ").split()) <= _MOST_NAME_WORDS and ":" not in name.rstrip(":")
            return at if is_whole and "&" not in name and not is_total([name], 1) else -1
    return -1


_PATIENTS = frozenset({Role.UNKNOWN, Role.PATIENT})
_LEAD = compiled(r"(?i)(?:(?P<label>[a-z][a-z .]{0,18}?)[ ]?:|patient(?: name)?|pt(?: name)?|name)[ ]+(?=\w)")


def _led(text: str) -> int:
    """Return where a name begins behind its label: ``Pt: Lee, Ann``, ``PATIENT LEE, ANN``."""
    found = _LEAD.match(text)
    meaning = meaning_of(found["label"]) if found is not None and found["label"] else None
    is_persons = meaning is not None and meaning.element is Element.NAME and meaning.party in _PATIENTS
    is_name = found is not None and (not found["label"] or is_persons)
    return found.end() if found is not None and is_name else 0


_FIRST = 2


def _born(doubtful: dict[int, list[Piece]], visits: dict[int, list[Piece]]) -> dict[int, list[Piece]]:
    """Return the lines with a day and a number that may be a code, if their years spread as those of births do."""
    years = sorted(_year(pieces) for pieces in doubtful.values())
    later = sorted(_year(pieces) for number, pieces in visits.items() if number not in doubtful)
    if len(years) < _LEAST_DAYS or not later or years[-1] - years[0] < _GENERATION:
        return {}
    return doubtful if later[0] - years[len(years) // 2] >= _GENERATION else {}


def _are_earlier(people: dict[int, list[Piece]], visits: dict[int, list[Piece]]) -> bool:
    """Tell whether most people's days lie in years before all visits, as those of births do; few are younger."""
    years = [year for pieces in people.values() if (year := _year(pieces))]
    first = min((year for pieces in visits.values() if (year := _year(pieces))), default=0)
    return sum(year < first for year in years) * 2 >= len(years)


def _year(pieces: Sequence[Piece]) -> int:
    return next((int(date_norm(piece.text)[:4]) for piece in pieces if piece.kind is Kind.DAY), 0)


def _heading(
    lines: Sequence[Line], people: dict[int, list[Piece]], visits: dict[int, list[Piece]]
) -> dict[int, list[Piece]]:
    """Return the people whose visits stand below, with all of their form; none if most people have no visits."""
    order = sorted([*people, *visits])
    followed = [
        one for one, other in pairwise(order) if one in people and other in visits and _is_near(lines, one, other)
    ]
    alone = sum(1 for one in people if one not in followed)
    if not followed or alone > len(followed) * (1 - _MOSTLY) / _MOSTLY + 1:
        return {}
    forms = Counter(_form(people[number]) for number in followed)
    form, count = forms.most_common(1)[0]
    shown = [number for number in followed if _form(people[number]) == form]
    is_sure = count > 1 or (Kind.DAY in form and len(form) > _SURE)
    if not is_sure or not any(_is_named(people[number]) for number in shown):
        return {}
    return {number: pieces for number, pieces in people.items() if align(pieces, list(form)) is not None}


_SURE = 3


def _is_named(pieces: Sequence[Piece]) -> bool:
    """Tell whether the lexicon knows a line's name for one."""
    text = pieces[_name_at(pieces)].text
    return shape_of(text[_led(text) :]) in _PEOPLE


def _is_near(lines: Sequence[Line], one: int, other: int) -> bool:
    return other - one <= _SOON


def _form(pieces: Sequence[Piece]) -> tuple[Kind, ...]:
    """Return the kinds of the pieces, every number alike."""
    return tuple(Kind.NUMBER if piece.kind in _NUMBERS else piece.kind for piece in pieces)


def _of_people(lines: Sequence[Line], people: dict[int, list[Piece]]) -> Iterator[ReportLine]:
    """Give the lines of people: the words are the name, the day is of birth, the number the record's."""
    forms = Counter(_form(pieces) for pieces in people.values())
    form = forms.most_common(1)[0][0]
    labels = labels_of_pieces(lines, min(people), form) or [""] * len(form)
    for number, pieces in people.items():
        at = _name_at(pieces)
        placed = align(pieces, form) or [-1] * len(pieces)
        told = [
            piece.label or (labels[column] if column >= 0 else "") for piece, column in zip(pieces, placed, strict=True)
        ]
        yield ReportLine(number, tuple(_facts(lines[number].start, pieces, told, at)), True)


def _facts(begin: int, pieces: Sequence[Piece], told: Sequence[str], named: int) -> Iterator[Span]:
    """Give what a person's line says, of each element the first; piece ``named`` is the name, whatever its words."""
    taken: set[Element | None] = set()
    for index, piece in enumerate(pieces):
        if index == named:
            start, end = begin + piece.start + _led(piece.text), begin + piece.end
            name = piece.text[_led(piece.text) :]
            yield Span(start, end, Element.NAME, Part.FULL, _NAME_SCORE, "place", name, Role.PATIENT)
            continue
        element, label = _fact(piece, told[index])
        span = typed(piece.text, element, Part.FULL, _FACT_SCORE, Role.PATIENT, 0, label) if element else None
        if span is not None and element not in taken:
            yield span.moved(begin + piece.start + span.start, begin + piece.start + span.end)
            taken.add(element)


_SAID = frozenset(
    {
        Element.MRN, Element.ACCOUNT_NUMBER, Element.MEMBER_ID, Element.SSN, Element.PHONE, Element.DATE_OF_BIRTH,
        Element.DATE,
    }
)  # fmt: skip


def _fact(piece: Piece, label: str) -> tuple[Element | None, str]:
    """Return what a piece of a person's line is, by its label or else its kind."""
    meaning = meaning_of(label) if label else None
    if meaning is not None and meaning.element in _SAID and piece.kind is not Kind.WORDS:
        return meaning.element, label
    if piece.kind in {Kind.NUMBER, Kind.ACT}:
        is_phone = not label and _TEN.fullmatch(piece.text) is not None
        return (Element.PHONE if is_phone else Element.MRN if meaning is None else None), label
    return _BY_KIND.get(piece.kind), ""


_TEN = compiled(r"[2-9]\d{2}[2-9]\d{6}")
"""Of a telephone number set without marks."""
_BY_KIND = {Kind.DAY: Element.DATE_OF_BIRTH, Kind.PHONE: Element.PHONE, Kind.SSN: Element.SSN}


def _of_visits(lines: Sequence[Line], visits: dict[int, list[Piece]], first: int) -> Iterator[ReportLine]:
    """Give the lines of visits, typed by labels over them and by all visits together; none if each names a patient."""
    forms = Counter(tuple(piece.kind for piece in pieces) for pieces in visits.values())
    form = forms.most_common(1)[0][0]
    labels = labels_of_pieces(lines, min(visits), form) or labels_of_pieces(lines, first, form)
    if names_people(labels):
        return
    rows: dict[int, list[tuple[int, Piece]]] = {}
    for number, pieces in visits.items():
        placed = align(pieces, form)
        if placed is not None:
            rows[number] = [(at, piece) for at, piece in zip(placed, pieces, strict=True) if at >= 0]
    columns = _columns([dict(row) for row in rows.values()], form, labels or [""] * len(form))
    for number, row in rows.items():
        yield ReportLine(number, tuple(_values(lines[number].start, row, columns)), False)


def _values(begin: int, row: Sequence[tuple[int, Piece]], columns: Sequence[ColumnType]) -> Iterator[Span]:
    """Give the values of a visit's line: a column may have several."""
    kinds = {column.index: column for column in columns}
    for at, piece in row:
        column = kinds.get(at)
        if column is None:
            continue
        span = typed(piece.text, column.element, column.part, column.score, column.party, 0, column.label)
        if span is None and column.element is Element.PROVIDER and _may_be_called(piece.text):
            span = Span(
                0, len(piece.text), Element.PROVIDER, Part.FULL, _FACT_SCORE, "place", piece.text, Role.PROVIDER
            )
        if span is not None:
            yield span.moved(begin + piece.start + span.start, begin + piece.start + span.end)


def _may_be_called(text: str) -> bool:
    """Tell whether words among names of professionals are a few words with capitals, though no lexicon knows them."""
    words = text.replace(",", " ").split()
    return len(words) <= _MOST_WORDS + 1 and all(word[0].isupper() and word.strip(".").isalpha() for word in words)


def _columns(rows: Sequence[Mapping[int, Piece]], form: Sequence[Kind], labels: Sequence[str]) -> list[ColumnType]:
    """Return what the pieces of visits hold: what a label says that fits, else what their forms and values say."""
    cells = [[_cell(row.get(index)) for index in range(len(form))] for row in rows]
    by_value = visit_types(cells)
    found = []
    for index, kind in enumerate(form):
        meaning = meaning_of(labels[index]) if labels[index] else None
        blank = ColumnType(index, None, Part.FULL, Role.UNKNOWN, 0, labels[index], _FACT_SCORE)
        if meaning is not None and meaning.element in _TOLD[kind]:
            is_provider = meaning.element is Element.PROVIDER
            found.append(replace(blank, element=meaning.element, party=Role.PROVIDER if is_provider else Role.UNKNOWN))
        elif index in by_value and by_value[index].element in _TOLD[kind] and _is_open(labels[index]):
            found.append(replace(by_value[index], label=labels[index]))
    return found


def _is_open(label: str) -> bool:
    """Tell whether a label leaves it to the values what stands under it."""
    meaning = meaning_of(label) if label else None
    return meaning is None or meaning.element is None or meaning.element in NAME_ELEMENTS


_TOLD = {
    kind: frozenset[Element](elements)
    for kind, elements in {
        Kind.DAY: {Element.DATE}, Kind.ACT: {Element.PROCEDURE}, Kind.ILLNESS: {Element.DIAGNOSIS},
        Kind.WORDS: {
            Element.PROVIDER, Element.PROCEDURE, Element.DIAGNOSIS, Element.INSURER, Element.MEDICATION,
            Element.FACILITY,
        },
        Kind.NUMBER: {
            Element.CLAIM_NUMBER, Element.MEMBER_ID, Element.ACCOUNT_NUMBER, Element.MRN, Element.PROCEDURE,
            Element.NPI,
        },
        Kind.PHONE: {Element.PHONE}, Kind.SSN: {Element.SSN}, Kind.MONEY: set(), Kind.COUNT: set(),
    }.items()
}  # fmt: skip
"""What a piece of each kind can be of a visit."""


def _cell(piece: Piece | None) -> Cell:
    return (piece.start, piece.end, piece.text) if piece is not None else (0, 0, "")

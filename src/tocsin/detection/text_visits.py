"""Visits printed below the line that names their patient: ``11/18/2024  96523  C90.00  Hastings  905.26``.

Lines of people and lines of visits take turns. Without labels, the visits' cells are typed by all of them together;
with labels, a person's line stands between the rows of the table.

Invariant: pure; time is linear in the lines looked at.
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.detection.columns_types import ColumnType
from tocsin.detection.columns_values import Look, look_at, shape_of
from tocsin.detection.dates import date_norm
from tocsin.detection.health_codes import is_icd10
from tocsin.detection.labels_meaning import meaning_of
from tocsin.detection.text_lines import Cell, Line
from tocsin.model.elements import NAME_ELEMENTS, Element, Role
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_WHOLE = frozenset({"last_first", "name_beside"})
_PEOPLE = frozenset({"names", "last_first", "name_beside", "one_name"})
_CODE = compiled(r"(?:[0-9]\d{4}|\d{4}[FTU]|[A-CEGHJ-MP-V]\d{4})(?![\d.])(?:[ -]+\d\d)?\b")
_LEAD = compiled(
    r"[ *#\u2022-]*(?P<label>[A-Za-z][A-Za-z .'#/]{1,20}?)(?:[:#]|[ ]-(?=[ ])|[ ](?=[A-Z0-9]))[ ]*(?P<rest>\S.*)?"
)
_DIGIT = compiled(r"\d")
"""What days and codes have; most lines of text are done with at that."""
_NEVER = frozenset({Role.PROVIDER, Role.SENDER})
_LEAST_CELLS, _LEAST_GROUPS, _FARTHEST = 3, 2, 3
_LEAST_HEADED = 0.6


def heads_visits(cells: Sequence[Cell], text: str) -> bool:
    """Tell whether a line begins with somebody's name, or with a label that says that it is a person's."""
    first = cells[0][2] if cells else text.strip()
    if not first or len(text) > _LONGEST:
        return False
    if shape_of(first.strip(_FRAME)) in _WHOLE:
        return True
    led = _LEAD.match(first)
    return led is not None and _is_persons(led["label"])


def name_led(cells: Sequence[Cell], text: str) -> tuple[int, int] | None:
    """Return where the whole name stands that the first cell of a person's line leads to without a mark.

    Example:
        >>> name_led([(0, 23, "PATIENT SANDOVAL, FLORA")], "PATIENT SANDOVAL, FLORA    MRN 12")
        (8, 23)
    """
    start, _, first = cells[0] if cells else (len(text) - len(text.lstrip()), 0, text.strip())
    led = _LEAD.match(first)
    rest = _BESIDE.split(led["rest"], maxsplit=1)[0] if led is not None and led["rest"] else None
    if led is None or not rest or not _is_persons(led["label"]) or shape_of(rest) not in {"last_first", "names"}:
        return None
    begin = start + led.start("rest")
    return begin, begin + len(rest.rstrip(_FRAME))


_BESIDE = compiled(r"[ ]?/[ ]|[ ]?\(|[ ,]+(?=(?:DOB|MRN)\b)")
"""What parts a name from the facts that stand behind it in its cell."""
_FRAME = " *#=-"
_LONGEST = 200


def _is_persons(label: str) -> bool:
    meaning = meaning_of(label.strip())
    if meaning is None or meaning.party in _NEVER:
        return False
    is_account = meaning.element in {Element.MRN, Element.ACCOUNT_NUMBER}
    return is_account or (meaning.element is Element.NAME and meaning.part in {Part.FULL, Part.LAST})


def names_people(labels: Sequence[str]) -> bool:
    """Tell whether one of some labels is of the people whose rows stand below."""
    meanings = [meaning_of(label) for label in labels if label.strip()]
    return any(m is not None and m.element in NAME_ELEMENTS and m.party not in _NEVER for m in meanings)


def visit_cells(line: Line) -> list[Cell]:
    """Return the cells of a line of a visit; none if it is no such line."""
    cells = line.cells if _DIGIT.search(line.text) else []
    if len(cells) < _LEAST_CELLS or not (cells[0][2][:1].isdigit() or line.text[:1].isspace()):
        return []
    is_dated = any(date_norm(text) for _, _, text in cells[:3])
    is_coded = any(_CODE.match(text) or is_icd10(text.split(" ")[0]) for _, _, text in cells)
    return list(cells) if is_dated and is_coded else []


def visits_below(lines: Sequence[Line], numbers: Sequence[int]) -> list[tuple[Line, list[Cell]]]:
    """Return the lines of visits among those of these numbers, if they stand below people's lines, group by group."""
    found = [(number, cells) for number in numbers if (cells := visit_cells(lines[number]))]
    if len(found) < _LEAST_GROUPS:
        return []
    known = {number for number, _ in found}
    firsts = [number for number in sorted(known) if not _goes_on(lines, number, known)]
    headed = sum(_is_headed(lines, number) for number in firsts)
    if headed < _LEAST_GROUPS or headed < _LEAST_HEADED * len(firsts):
        return []
    return [(lines[number], cells) for number, cells in found]


def _goes_on(lines: Sequence[Line], number: int, known: set[int]) -> bool:
    return number - 1 in known or (number - 2 in known and not lines[number - 1].text.strip())


def _is_headed(lines: Sequence[Line], number: int) -> bool:
    """Tell whether a person's line is the nearest line above that says anything."""
    for line in reversed(lines[max(0, number - _FARTHEST) : number]):
        text = line.text.strip(" \t-=_*")
        if text:
            return heads_visits(line.cells, line.text) or shape_of(text) == "names"
    return False


def visit_types(rows: Sequence[Sequence[Cell]]) -> dict[int, ColumnType]:
    """Return what the cells of visits hold, by number: acts by their codes, names the professional's."""
    types: dict[int, ColumnType] = {}
    blank = ColumnType(-1, None, Part.FULL, Role.UNKNOWN, 0, "", _SCORE)
    for index in range(max(map(len, rows), default=0)):
        texts = [row[index][2] for row in rows if index < len(row)]
        look = look_at(texts)
        if look.share("date") >= _MOSTLY:
            types[index] = _of(blank, index, Element.DATE)
        elif sum(_CODE.match(text) is not None for text in texts) >= _MOSTLY * len(texts):
            types[index] = _of(blank, index, Element.PROCEDURE)
        elif look.diagnoses >= _MOSTLY:
            types[index] = _of(blank, index, Element.DIAGNOSIS)
        elif look.share(*_PEOPLE) + look.credentialed >= _MOSTLY or _are_surnames(texts, look):
            types[index] = _of(blank, index, Element.PROVIDER, Role.PROVIDER)
    return types


def _are_surnames(texts: Sequence[str], look: Look) -> bool:
    """Tell whether cells are one word each with a capital, half of them known as names, or as towns of such names."""
    return look.share("one_name", "city") >= _HALF and all(text.isalpha() and text[0].isupper() for text in texts)


_SCORE, _MOSTLY, _HALF = 0.8, 0.7, 0.5


def _of(blank: ColumnType, index: int, element: Element, party: Role = Role.UNKNOWN) -> ColumnType:
    return ColumnType(index, element, blank.part, party, 0, "", blank.score)

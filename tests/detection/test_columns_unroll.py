"""Sheets whose people take several rows each; all people are made up."""

from __future__ import annotations

import pytest

from tests.detection.test_columns import grid
from tocsin.detection.columns import type_grid
from tocsin.detection.columns_grid import GridType
from tocsin.detection.columns_types import ColumnType
from tocsin.model.elements import Element

E = Element
PEOPLE = (
    ("Lee, Ann", "08/27/1954", "536-22-1234", "12 Oak St, Joplin, MO 64801", "GC448120", "Colon cancer"),
    ("Roe, Carl", "06/26/1953", "212-09-8871", "3 Elm St, Joplin, MO 64801", "GC448133", "NHL"),
    ("Ortiz, Maria", "01/02/1971", "219-44-3382", "9 Second Ave, Joplin, MO 64801", "GC448121", "Lung ca"),
    ("Brandt, Tom", "11/30/1962", "417-31-9921", "881 Pine Rd, Joplin, MO 64801", "GC448190", "Melanoma of skin"),
)
LABELS = ("Client", "Born on", "Soc", "Lives at", "Chart", "Diagnosis")
HELD = (E.NAME, E.DATE_OF_BIRTH, E.SSN, E.ADDRESS, E.MRN, E.DIAGNOSIS)


def by_record(typed: GridType) -> dict[int, set[Element]]:
    """Return the elements of each record of a sheet of cards."""
    (block,) = typed.blocks
    held: dict[int, set[Element]] = {}
    for kind, record in (block.cells or {}).values():
        if record >= 0 and kind.element is not None:
            held.setdefault(record, set()).add(kind.element)
    return held


def labelled_down() -> list[str]:
    return [f"{label}|{value}" for person in PEOPLE for label, value in zip(LABELS, person, strict=True)]


def labelled_inside() -> list[str]:
    rows = []
    for one, other in (PEOPLE[:2], PEOPLE[2:]):
        rows += [f"{label}: {a}|{label}: {b}" for label, a, b in zip(LABELS, one, other, strict=True)] + ["|"]
    return rows


def two_lines() -> list[str]:
    heads = ["Client|Born on|Soc", "Chart|Diagnosis|Lives at"]
    return heads + [row for p in PEOPLE for row in (f"{p[0]}|{p[1]}|{p[2]}", f"{p[4]}|{p[5]}|{p[3]}")]


def tables_beside() -> list[str]:
    rows = []
    for one, other in (PEOPLE[:2], PEOPLE[2:]):
        rows += [f"{label}|{a}|{b}" for label, a, b in zip(LABELS, one, other, strict=True)] + ["||"]
    return rows


@pytest.mark.parametrize("rows", [labelled_down(), labelled_inside(), two_lines(), tables_beside()])
def test_each_person_of_several_rows_is_a_record(rows: list[str]) -> None:
    held = by_record(type_grid(grid(*rows)))
    assert list(held.values()) == [set(HELD)] * len(PEOPLE)


def test_cards_without_labels_are_read_by_what_stands_at_each_place() -> None:
    held = by_record(type_grid(grid(*(row for person in PEOPLE for row in (*person, "")))))
    assert len(held) == len(PEOPLE)
    assert all({E.NAME, E.DATE_OF_BIRTH, E.SSN} <= found for found in held.values())


def test_somebody_whose_name_no_lexicon_knows_begins_a_card_at_the_same_step() -> None:
    people = [("Qwrtz Xvbn", *person[1:]) if n == 2 else person for n, person in enumerate(PEOPLE)]
    assert len(by_record(type_grid(grid(*(row for person in people for row in person))))) == len(PEOPLE)


def test_a_label_inside_is_no_part_of_the_value() -> None:
    typed = type_grid(grid(*labelled_inside()))
    assert all(kind.is_inside for kind, record in (typed.blocks[0].cells or {}).values() if record >= 0)


@pytest.mark.parametrize(
    "rows",
    [
        ["Name|DOB|SSN", *(f"{p[0]}|{p[1]}|{p[2]}" for p in PEOPLE)],
        ["Date of|Social|Chart", "Birth|Security|Number", *(f"{p[1]}|{p[2]}|{p[4]}" for p in PEOPLE)],
        ["Name|Field|Value", *(f"{p[0]}|{label}|{v}" for p in PEOPLE for label, v in zip(LABELS[1:3], p[1:3], strict=True))],
        ["Chart|GC1|GC2|GC3", "Client|Lee, Ann|Roe, Carl|Ortiz, Maria", "Born on|8/27/54|6/26/53|1/2/71"],
    ],
)  # fmt: skip
def test_tables_with_a_row_or_a_column_a_person_are_no_cards(rows: list[str]) -> None:
    typed = type_grid(grid(*rows))
    assert all(block.cells is None or {r for _, r in block.cells.values()} == {-1} for block in typed.blocks)


def test_rows_over_names_that_stand_beside_each_other_speak_of_them_too() -> None:
    typed = type_grid(
        grid("Chart|GC100|GC200|GC300", "Client|Lee, Ann|Roe, Carl|Ortiz, Maria", "Born on|8/27/54|6/26/53|1/2/71")
    )
    kinds: list[ColumnType] = [typed.type_at(row, 1) for row in range(3)]
    assert [kind.element for kind in kinds] == [E.MRN, E.NAME, E.DATE_OF_BIRTH]

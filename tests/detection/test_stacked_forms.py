"""Forms printed as boxes: rows of labels in capitals and rows of their values take turns."""

from __future__ import annotations

from tocsin.detection.columns_pairs import pair_cells
from tocsin.model.elements import Element
from tocsin.model.segments import GridBody

FORM = (
    ("FIRST MI", "", "FEIN"),
    ("CASS L", "", "25-1990341"),
    ("SOCIAL SECURITY NUMBER", "", "CONTACT"),
    ("178-42-6696", "", "Rhoda Yost, Safety"),
    ("DATE OF BIRTH", "", "PHONE"),
    ("05/01/1976", "", "814-555-0170"),
    ("HOME ADDRESS", "", "CLAIM NO"),
    ("4588 SPRUCE HOLLOW RD", "", "KMC-2509-00417"),
)
LIST = (
    ("NAME", "DATE OF BIRTH", "PHONE"),
    ("LEE, ANN", "05/01/1976", "814-555-0170"),
    ("ROE, BO", "06/01/1976", "814-555-0171"),
    ("POE, CY", "07/01/1976", "814-555-0172"),
)


def _cells(rows: tuple[tuple[str, ...], ...]) -> dict[tuple[int, int], Element | None] | None:
    found = pair_cells(GridBody(rows, 1, rows))
    return None if found is None else {place: kind.element for place, (kind, _) in found.items()}


def test_values_stand_under_their_labels() -> None:
    found = _cells(FORM)
    assert found is not None
    assert found[3, 0] is Element.SSN and found[5, 0] is Element.DATE_OF_BIRTH
    assert found[5, 2] is Element.PHONE and found[7, 0] is Element.ADDRESS and found[7, 2] is Element.CLAIM_NUMBER
    assert len({record for _, record in (pair_cells(GridBody(FORM, 1, FORM)) or {}).values()}) == 1


def test_a_list_is_no_form() -> None:
    assert _cells(LIST) is None

"""Sheets that are no plain tables: cards, mailing labels, forms whose cells begin with their label, columns of tests."""

from __future__ import annotations

import pytest

from tests.detection.test_columns import grid
from tocsin.detection.columns import type_grid
from tocsin.detection.columns_header import is_header
from tocsin.detection.columns_pairs import own_label
from tocsin.detection.engine import Detector
from tocsin.detection.health_charges import RULES as CHARGES
from tocsin.detection.labels_meaning import meaning_of
from tocsin.detection.placed import typed as typed_value
from tocsin.detection.scan import Scanner
from tocsin.ids import ItemId, SegmentId
from tocsin.model.elements import Element, Role
from tocsin.model.mentions import Part
from tocsin.model.segments import GridBody, Segment

E = Element


def told(body: GridBody) -> dict[str, tuple[Element | None, int]]:
    """Return what the cells of a form hold, and the record each belongs to."""
    cells = type_grid(body).blocks[0].cells or {}
    return {body.rows[row][column]: (kind.element, record) for (row, column), (kind, record) in cells.items()}


def test_a_report_has_a_card_for_each_person() -> None:
    found = told(
        grid(
            "Unit: Aspen|||",
            "Lee, Ann M||A-100|",
            "|Birth:|12/31/1941|",
            "|Dx1:|Parkinson's disease|",
            "|||",
            "Roe, Eve||A-101|",
            "|Birth:|5/5/1935|",
            "|Dx1:|CHF|",
        )
    )
    assert found["Lee, Ann M"] == (E.NAME, 0) and found["12/31/1941"] == (E.DATE_OF_BIRTH, 0)
    assert found["Roe, Eve"] == (E.NAME, 1) and found["CHF"] == (E.DIAGNOSIS, 1)


def test_a_sheet_of_mailing_labels_has_people_beside_each_other() -> None:
    found = told(
        grid("Ann Lee|Eve Roe", "12 Elm St|4 Oak Ave", "Miami, FL 33101|Apt 3", "|Tampa, FL 33601", "Joe Poe|", "7 Fir Ln|", "Ocala, FL 34470|")
    )  # fmt: skip
    assert found["Ann Lee"][1] == found["Miami, FL 33101"][1] != found["Eve Roe"][1] == found["Tampa, FL 33601"][1]
    assert found["Joe Poe"][1] == found["7 Fir Ln"][1] and found["Apt 3"][0] is E.ADDRESS


def test_a_list_of_names_is_no_sheet_of_labels() -> None:
    assert told(grid("Ann Lee|Eve Roe", "Joe Poe|Jim Doe")) == {}


@pytest.mark.parametrize(
    ("cell", "element"),
    [("DOB 03/27/1939", E.DATE_OF_BIRTH), ("PT NAME LEE, ANN", E.NAME), ("SSN 536-22-1234", E.SSN)],
)
def test_a_cell_may_begin_with_its_label_in_capitals(cell: str, element: Element) -> None:
    found = own_label(cell)
    assert found is not None and found[0].element is element and cell[found[1] - 1] == " "


@pytest.mark.parametrize("cell", ["DOB", "Name of the game", "ANN LEE", "see DOB below"])
def test_other_cells_have_no_label_of_their_own(cell: str) -> None:
    assert own_label(cell) is None


def test_columns_of_tests_hold_results_and_other_short_labels_do_not() -> None:
    clinic = type_grid(
        grid("Patient|Kt/V|PO4|HPV", "Lee, Ann|1.31|6.8|neg", "Roe, Eve|1.08|4.4|pos 16", "Poe, Joe|1.2|5|neg")
    )
    assert [c.element for c in clinic.columns[1:]] == [E.LAB_RESULT] * 3
    store = type_grid(grid("Item|CT|PT", "Lamp|blue|Oslo", "Desk|grey|Rome", "Bed|red|Bonn"))
    assert E.LAB_RESULT not in {c.element for c in store.columns}


def test_a_column_called_k_holds_potassium_or_keys() -> None:
    readings = type_grid(grid("Name|K|Na", "LEE, ANN|4.1|138", "GRANT, JO|5|141", "REYES, LUZ|3.8|135"))
    keys = type_grid(grid("K|LNAME|FNAME", *(f"{number}|LEE|ANN" for number in range(3, 20, 2))))
    assert readings.columns[1].element is E.LAB_RESULT
    assert keys.columns[0].element is not E.LAB_RESULT


def test_dental_codes_are_procedures_among_words_of_dentistry() -> None:
    kinds = type_grid(
        grid("Patient|Acct|Code|Fee", "Lee, Ann|1001|D2740|900", "Roe, Eve|1002|D1110|90", "Poe, Al|1003|D0120|50")
    )
    assert kinds.columns[2].element is E.PROCEDURE
    scanner = Scanner(CHARGES)
    texts = ("dental visit, D2740 on 14", "crate D2740 left the dock")
    found = [scanner.spans(text, [0], [len(text)])[0] for text in texts]
    assert [[s.norm for s in spans] for spans in found] == [["D2740"], []]


def test_item_numbers_of_assessments_are_labels() -> None:
    said = [meaning_of(label) for label in ("A0900", "A0600A", "M0066", "K0200B")]
    assert [m and m.element for m in said] == [E.DATE_OF_BIRTH, E.SSN, E.DATE_OF_BIRTH, E.HEIGHT_WEIGHT]


def test_the_responsible_party_is_not_the_child() -> None:
    typed = type_grid(
        grid("Child|DOB|Resp. party|RP SSN", "Lee, Bo|10/2/2016|Ann Lee|536-22-1234", "Roe, Al|2/14/2021|Eve Roe|536-22-1235")
    )  # fmt: skip
    assert [c.party for c in typed.columns] == [Role.PATIENT, Role.UNKNOWN, Role.GUARANTOR, Role.GUARANTOR]


@pytest.mark.parametrize(
    "name", ["Petersen, Baby Boy A", "BABY GIRL DELGADO", "Infant Male Lee", "Baby Girl Two Bulls"]
)
def test_a_newborn_is_named_by_the_mother(name: str) -> None:
    text = f"{name} was admitted to the nursery."
    assert [text[s.start : s.end] for s in Detector().find_spans(text) if s.element is E.NAME] == [name]


def test_a_boy_who_is_born_has_no_name() -> None:
    assert [s for s in Detector().find_spans("the baby boy was born at noon") if s.element is E.NAME] == []


def test_two_columns_of_names_side_by_side_are_people_whatever_they_are_called() -> None:
    rows = (
        "loc|cust|cust2|bal|email",
        "K|Vance|Maria S|300.00|a@b.org",
        "P|Lopez|Robert|37.50|c@d.org",
        "K|Nguyen|Linda E|45.00|e@f.org",
    )
    typed = type_grid(grid(*rows))
    assert [(c.element, c.part) for c in typed.columns[1:3]] == [(E.NAME, Part.LAST), (E.NAME, Part.FIRST)]


def test_two_columns_of_other_words_are_nobody() -> None:
    typed = type_grid(
        grid("lot|kind|shade|qty|due", "1|Chair|Ocean|3|4/5/24", "2|Table|Stone|4|4/6/24", "3|Lamp|Cream|1|4/7/24")
    )
    assert E.NAME not in {c.element for c in typed.columns}


def test_a_card_in_a_column_of_accounts_is_a_card() -> None:
    said = [
        typed_value(v, E.ACCOUNT_NUMBER, Part.FULL, 0.9, Role.UNKNOWN, 0, "acct")
        for v in ("4242424242424242", "45843059437")
    ]
    assert [s and s.element for s in said] == [E.CARD_NUMBER, E.ACCOUNT_NUMBER]


def test_a_line_over_the_header_that_names_somebody_is_read() -> None:
    body = grid(
        "Guarantor:|Ann Lee|Acct:|4471932",
        "Date|Patient|DOB|Charge",
        "1/2/2024|Lee, Bob|3/4/2010|100.00",
        "1/3/2024|Lee, Cy|3/4/2012|80.00",
    )
    assert type_grid(body).titles == {0}


def test_a_name_with_pairs_behind_it_heads_the_lines_below() -> None:
    told = type_grid(
        grid(
            "Trust ledger||||",
            "Lee, Ann C|sub-acct|15431967|SS#|536-25-8154",
            "date|memo|in|out|bal",
            "7/3|SSA|121||",
            "7/9|beauty shop||22|",
            "Roe, Eve H|sub-acct|59452531|SS#|089-13-1016",
            "date|memo|in|out|bal",
            "7/3|SSA|121||",
            "7/9|cigs||14.5|",
        )
    )
    assert told.is_banded
    assert {1, 5} <= told.bands


def test_a_line_of_values_is_no_header() -> None:
    assert not is_header(["OCHRE NATHAN", "PB-40377", "NO PHONE 9/18", "1015", "INR CHECK"])


def test_a_column_of_members_numbers_is_known_by_its_values() -> None:
    columns = type_grid(
        grid("Cert|Name|DX", "XNB298463414|Lee, Ann|C50.911", "W278031863|Roe, Eve|C61", "78252289|Poe, Al|C34.90")
    ).columns
    assert columns[0].element is E.MEMBER_ID


def test_a_column_of_weights_needs_no_label() -> None:
    columns = type_grid(grid("FI1|Lee, Ann|72.9 kg|4/1/1971", "FI2|Roe, Eve|105.7 kg|4/24/1966")).columns
    assert columns[2].element is E.HEIGHT_WEIGHT


def test_a_label_says_more_than_it_means_and_a_number_column_may_hold_names() -> None:
    meaning = meaning_of("Subject name (site copy only!)")
    assert meaning is not None and meaning.element is E.NAME
    body = grid(
        "Payer|Patient / id||Claim",
        "Regence|NIELD, BEVERLY|XQE100448213|26061110077",
        "Medicaid|OTT, CONSTANCE R|0000771204|T2603180041",
        "Medicaid|OTT, EPHRAIM (son, dob 6/6/2018)|0000771205|T2603180042",
    )
    assert type_grid(body).blocks[0].columns[1].element is E.NAME
    assert (
        type_grid(grid("Payer|Patient / id", "Regence|A77120", "Aetna|B88114", "Aetna|B88115"))
        .blocks[0]
        .columns[1]
        .element
        is E.MRN
    )


def test_the_last_reading_of_a_test_is_one() -> None:
    body = grid(
        "PTNO|PNM|LPSA", "EK3301|Ybarra, Chet|3.9", "EK3177|Esquivel, Raymundo|11.2", "EK2985|Stanger, Harvey|<0.1"
    )
    assert type_grid(body).blocks[0].columns[2].element is E.LAB_RESULT
    names = grid("pt,last,first".replace(",", "|"), "101|Lee|Ann", "102|Ortiz|Luis", "103|Walsh|Maeve")
    assert E.LAB_RESULT not in {column.element for column in type_grid(names).blocks[0].columns}


def test_a_study_among_drugs_is_a_procedure(detector: Detector) -> None:
    rows = ("Patient|Drug or study", "Truong, Duc|PET/CT skull to thigh", "Running, Mel|SBRT", "Lee, Ann|Enhertu")
    body = grid(*rows)
    segment = Segment(SegmentId("seg_000000000001"), ItemId("itm_000000000001"), 0, "", body)
    found = {mention.text: mention.element for mention in detector.find([segment])}
    assert found["Enhertu"] is E.MEDICATION
    assert E.MEDICATION not in {found.get("PET/CT skull to thigh"), found.get("SBRT")}


def test_rows_that_are_all_full_are_no_cards_of_uneven_length() -> None:
    body = grid(
        "when|who called|what|init.",
        "4/1 0815|Roscoe Bartak|wants his biopsy read|GP",
        "4/1 1120|Walgreens re PHYLLIS KUZELA (4/4/1946)|letrozole 90 day ok x3|MD",
        "4/2|Iron Shell, Wallace|ride to Sioux Falls 4/9. Called him at 605-747-2215|MD",
        "4/3 0930|Brooke Osnes for daughter Tenley|11/30/2017. plts 19. Mom 402-322-0185|GP",
        "4/6|Mrs. Delphine Fries|her own mammogram came back|GP",
        "4/8|Brice Kottwitz, lawyer|wants billing on the wreck|MD",
        "4/10|Kuzela P.E. again|lost the bottle. 402-376-2211 is the pharmacy|GP",
    )
    assert type_grid(body).blocks[0].cells is None

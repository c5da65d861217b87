"""Forms whose labels have no colon, and what looks like a label, a name, a lab or a bill and is none."""

from __future__ import annotations

import pytest

from tests.detection.growth import grows_linearly
from tests.detection.test_columns import grid
from tocsin.detection.columns import type_grid
from tocsin.detection.columns_values import shape_of
from tocsin.detection.engine import Detector
from tocsin.detection.labels import find_labelled
from tocsin.detection.values import normalise
from tocsin.model.elements import Element
from tocsin.model.mentions import Part

E = Element
INTAKE = (
    "Last name Fitzgibbon      First Lorraine     MI K     Preferred name Lori\n"
    "Birthdate 10/04/1957  Age 68   SSN 287-55-8831   [ ] M [X] F\n"
    "Address 27110 Detroit Rd #12   City Westlake  St OH  Zip 44145\n"
    "Emergency contact Shawna Reyes   Relationship daughter   Phone 440-555-0152\n"
)


def _found(text: str) -> list[tuple[Element | None, Part, str]]:
    return [(s.element, s.part, text[s.start : s.end]) for s in find_labelled(text)]


def _spans(text: str) -> set[tuple[Element | None, str]]:
    return {(s.element, text[s.start : s.end]) for s in Detector().find_spans(text)}


def test_labels_stand_before_their_values_in_cells() -> None:
    assert _found(INTAKE) == [
        (E.NAME, Part.LAST, "Fitzgibbon"),
        (E.NAME, Part.FIRST, "Lorraine"),
        (E.NAME, Part.FIRST, "Lori"),
        (E.DATE_OF_BIRTH, Part.FULL, "10/04/1957"),
        (E.SSN, Part.FULL, "287-55-8831"),
        (E.ADDRESS, Part.FULL, "27110 Detroit Rd #12"),
        (E.ADDRESS, Part.CITY, "Westlake"),
        (E.ADDRESS, Part.STATE, "OH"),
        (E.ZIP, Part.ZIP, "44145"),
        (E.RELATIVE, Part.FULL, "Shawna Reyes"),
        (E.PHONE, Part.FULL, "440-555-0152"),
    ]


def test_such_a_form_is_no_table() -> None:
    assert {(E.NAME, "St OH"), (E.NAME, "First Lorraine")}.isdisjoint(_spans(INTAKE))


@pytest.mark.parametrize(
    "text",
    [
        "Patient doing well.  Phone call was made.  Address it next time.",
        "Name          Phone Home      Phone Cell",
        "HIC/MBI       NAME          COV DAYS  PAID",
        "Phone (440) 555-0151   asked to leave word",
    ],
)
def test_one_label_in_a_line_or_none_is_no_form(text: str) -> None:
    assert _found(text) == []


def test_an_empty_label_beside_makes_a_form_too() -> None:
    assert _found("41 CHESTNUT COMMONS          DOB 011948  SSN") == [(E.DATE_OF_BIRTH, Part.FULL, "011948")]


def test_a_label_in_a_cell_of_its_own_has_the_next_cell() -> None:
    assert (E.NAME, Part.FULL, "GOODFELLOW,ART") in _found("PT NAME  GOODFELLOW,ART       ACCT 0044817720")


def test_cells_with_labels_cost_linear_time() -> None:
    assert grows_linearly(find_labelled, "First Ann  Last Lee  DOB 1/2/60  ")
    assert grows_linearly(find_labelled, "First Ann  Last Lee\n")


@pytest.mark.parametrize(
    "plan", ["Plan: TNT, FOLFOX x 8 then chemoRT.", "Plan: repeat CT in 3 months", "Plan: Surgery"]
)
def test_what_is_to_be_done_is_no_insurer(plan: str) -> None:
    assert not [s for s in _found(plan) if s[0] is E.INSURER]


@pytest.mark.parametrize("plan", ["Plan: Blue Shield PPO", "Insurance: Aetna\nPlan: Choice Fund", "Plan: Gold HMO 20"])
def test_a_plan_of_insurance_is_one(plan: str) -> None:
    assert [s for s in _found(plan) if s[0] is E.INSURER]


def test_a_units_long_number_is_a_records() -> None:
    assert (E.MRN, Part.FULL, "00-88-21-3") in _found("UNIT #: 00-88-21-3")
    assert (E.ADDRESS, Part.UNIT, "12") in _found("Unit: 12")


@pytest.mark.parametrize(
    "text", ["Brannock & Lusk, LLP", "BRANNOCK AND LUSK, ATTORNEYS AT LAW", "Law Offices of Ann Brannock"]
)
def test_a_firm_names_nobody(text: str) -> None:
    assert not [s for s in _spans(text) if s[0] is E.NAME]


def test_a_firm_does_not_hide_who_stands_beside_it() -> None:
    found = _spans("Rosa Quill of Brannock & Lusk LLP asked about Nell Loveall, DOB 1/2/60")
    assert {(E.NAME, "Rosa Quill"), (E.NAME, "Nell Loveall")} <= found
    assert (E.NAME, "Lusk") not in found


def test_a_surname_behind_an_initial_without_a_point_is_a_name() -> None:
    assert [shape_of(cell) for cell in ("D HUGHART", "RA DELACROIX", "A FRANK", "A POSITIVE", "R HIP", "NO SHOW")] == [
        "names", "names", "one_name", "", "", "",
    ]  # fmt: skip


def test_a_board_without_labels_goes_on_over_an_open_chair() -> None:
    board = (
        "07:30 ch1  D HUGHART     pembro #9        labs ok\n07:30 ch2  A BANEGAS     FOLFIRI C4       hold\n"
        "08:00 ch3  H PICKERING   FLOT C1D1        signed\n08:15 ch4  -- open --\n"
        "09:00 ch1  RA DELACROIX  gem C2D8         call\n10:00 ch2  Q SOWLE       octreotide       daughter\n"
    )
    names = {text for element, text in _spans(board) if element is E.NAME}
    assert names == {"D HUGHART", "A BANEGAS", "H PICKERING", "RA DELACROIX", "Q SOWLE"}


def test_the_second_code_of_a_charge_is_its_diagnosis() -> None:
    found = _spans("03/20/26 96413   CHEMO IV INFUS 1HR  C3411     642.00     INS PEND")
    assert {(E.PROCEDURE, "96413"), (E.DIAGNOSIS, "C3411")} <= found


def test_a_birth_is_told_in_a_sentence_and_another_day_is_not() -> None:
    assert (E.DATE_OF_BIRTH, "05/11/1963") in _spans("His DOB in their system is wrong, should be 05/11/1963.")
    assert (E.DATE, "3/3/2024") in _spans("Rosa Quill, dob on file, seen 3/3/2024")


def test_a_house_number_does_not_reach_over_a_gap() -> None:
    assert not [s for s in _spans("Born: July 26, 2011      Chart HL-7386") if s[0] is E.ADDRESS]


@pytest.mark.parametrize(
    ("header", "rows", "label", "element"),
    [
        (
            "MRN|Name|Site",
            ("H-1|Lee, Ann|Malignant melanoma", "H-2|Roe, Eve|Iron deficiency anemia"),
            "Site",
            E.DIAGNOSIS,
        ),
        ("MRN|Name|Site", ("H-1|Lee, Ann|North office", "H-2|Roe, Eve|Main office"), "Site", E.FACILITY),
        (
            "MRN|Name|Rx",
            ("H-1|Lee, Ann|70 Gy in 35 fractions", "H-2|Roe, Eve|30 Gy in 10 fractions"),
            "Rx",
            E.TREATMENT,
        ),
        ("MRN|Name|Rx", ("H-1|Lee, Ann|Eliquis 5 mg", "H-2|Roe, Eve|Keytruda"), "Rx", E.MEDICATION),
        ("Acc#|Name|Exam", ("A26441|Lee, Ann|CT chest", "A26442|Roe, Eve|MRI brain"), "Acc#", E.OTHER_ID),
        ("Acc#|Name|Balance", ("A26441|Lee, Ann|12.00", "A26442|Roe, Eve|13.10"), "Acc#", E.ACCOUNT_NUMBER),
        ("Acct|Pt|Cr Bal", ("705744|Lee, Ann|888.13", "705745|Roe, Eve|12.00"), "Cr Bal", None),
        ("Chart|Client|UDS / note", ("H-1|Lee, Ann|UDS neg", "H-2|Roe, Eve|called"), "UDS / note", None),
        ("Nm|Age|Sess #", ("Lee, Ann|82|12 of 36", "Roe, Eve|64|30 of 36"), "Sess #", None),
    ],
)
def test_the_cells_settle_a_label_of_several_meanings(
    header: str, rows: tuple[str, ...], label: str, element: Element | None
) -> None:
    kinds = {c.label: c.element for c in type_grid(grid(header, *rows)).blocks[0].columns}
    assert kinds[label] is element


def test_a_number_in_a_column_of_ids_is_no_charge() -> None:
    text = (
        "Employee              Emp ID   Dept        Reason                        Start     Return\n"
        "Whitmer, Cassandra    10447    Infusion    own - lap chole               03/02/26  03/23/26\n"
        "Bell, Kaneisha        10512    Billing     intermittent                  01/05/26  ongoing\n"
        "Strand, Ingrid        10601    Front desk  maternity                     04/06/26  06/29/26\n"
    )
    assert (E.OTHER_ID, "10447") in _spans(text)


@pytest.mark.parametrize("text", ["CONDITION: Stable", "Diagnosis: improved"])
def test_how_somebody_is_is_no_disease(text: str) -> None:
    assert not [s for s in _found(text) if s[0] is E.DIAGNOSIS]


def test_a_follow_up_is_no_medicine() -> None:
    assert not [s for s in _found("Medication: F/U") if s[0] is E.MEDICATION]
    assert [s for s in _found("Medication: Eliquis") if s[0] is E.MEDICATION]


def test_a_tumours_repair_is_a_result_and_no_vaccine() -> None:
    found = _spans("58 y/o F, dx rectal adenoca, T3N1. MMR proficient.")
    assert (E.LAB_RESULT, "MMR proficient") in found
    assert (E.MEDICATION, "MMR") not in found


def test_a_remark_with_a_name_in_it_is_no_name() -> None:
    assert not normalise(E.NAME, Part.FULL, "Mrs. Sandoval (Elida) 2/17, GI bleed on top of the pancreas")[1]
    assert normalise(E.NAME, Part.FULL, "Mrs. Elida Sandoval de la Cruz y Luna Rivera")[1]


@pytest.mark.parametrize(
    ("text", "organ"),
    [
        ("For the registry, last stage known: Melvin Trautwein, dob 6-6-39, prostate, LC 1/2024", "prostate"),
        ("For the registry, last stage known: Opal Strickfaden (SSN ending 4471) L breast, moved", "L breast"),
    ],
)
def test_an_organ_alone_behind_a_name_is_where_the_tumour_is(text: str, organ: str) -> None:
    assert (E.DIAGNOSIS, organ) in _spans(text)


@pytest.mark.parametrize(
    "text",
    [
        "Lunch for Melvin Trautwein: soup, liver, tongue, bread on 6/6/24",
        "For the registry, stage and path: breast, prostate, lung",
        "For the registry, last stage known: Melvin Trautwein, breast screening van",
    ],
)
def test_an_organ_without_a_name_or_tumour_is_none(text: str) -> None:
    assert not [s for s in _spans(text) if s[0] is E.DIAGNOSIS]


@pytest.mark.parametrize(
    "cell", ["MEDICARE PAYMENT", "ADJUSTMENT", "Ins pmt - 4/2", "BALANCE FORWARD", "Contractual write-off"]
)
def test_a_line_of_money_is_no_procedure(cell: str) -> None:
    assert not normalise(E.PROCEDURE, Part.FULL, cell)[1]


@pytest.mark.parametrize("cell", ["99214 OFFICE VISIT", "Transfer of tendon, left hand", "ECHO COMPLETE"])
def test_an_act_is_a_procedure(cell: str) -> None:
    assert normalise(E.PROCEDURE, Part.FULL, cell)[1]


def test_room_air_and_a_state_are_no_diseases() -> None:
    air = _spans("Pt seen for CHF, wound care. BP 152/84  SpO2 93% RA  Wt 187.4 dyspneic, edema, Lasix")
    assert (E.DIAGNOSIS, "RA") not in air
    assert (E.DIAGNOSIS, "RA") in _spans("Rosa Quill has RA on methotrexate, dx 2012, labs due")
    assert (E.DIAGNOSIS, "FL") not in _spans("Opal Strickfaden breast ca, chemo done, dx 2021, moved to FL w/ son")


def test_an_office_beside_a_title_is_no_treatment() -> None:
    assert _found("TREATMENT PLAN / ESTIMATE          Riverbend Family Dental") == []


@pytest.mark.parametrize("value", ["2.10", "$1,284.00", "12/3/2024"])
def test_an_amount_or_a_day_numbers_nobody(value: str) -> None:
    assert not normalise(E.CLAIM_NUMBER, Part.FULL, value)[1]
    assert normalise(E.CLAIM_NUMBER, Part.FULL, "2026.0012")[1]

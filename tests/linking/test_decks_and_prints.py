"""Cards beside each other, people across a sheet, records of several lines, and what a whole document says of its people."""

from __future__ import annotations

import pytest

from tests.linking.small_items import detector, grid, has, item, read_grid, read_text, text
from tocsin.ids import EvidenceId, item_id
from tocsin.linking.engine import LinkContext, link, office_key
from tocsin.linking.hints import hint_of
from tocsin.model.elements import Element, Role
from tocsin.model.evidence import Item, ItemStatus

REMITTANCE = """
PAYER REMITTANCE ADVICE   09/04/2025

PATIENT NAME       PATIENT CNTRL NUMBER  RC  NET REIMB
MBI                ICN NUMBER            RC  COVD CHGS
------------------------------------------------------
PRATER ELMER       337967                45    3789.45
W41476969          2252309911203               4000.00

NASH CORDELIA      663269                45    4109.45
W52020627          2252309915674               4330.00
"""
AGING = """
ACCT   GUARANTOR / PHONE                    CURRENT      31-60      61-90    BALANCE
------------------------------------------------------------------------------------
624443 MAYS, DELORIS E                        11.00       0.00      15.00      26.00
       (606)555-0158   BC/BS OH
470541 PHAM, ANH                              31.00      44.00      15.00     220.00
       (606)555-0165   MCR
538348 SWANN, RALEIGH T                       51.00      88.00      15.00     414.00
       (740)555-0172   SELF PAY
"""


def test_cards_beside_and_below_each_other_are_one_person_each() -> None:
    found = read_grid(
        "NAME|Ann Quillmark|||NAME|Zobrist, Carl",
        "BORN|Aug 27, 1954|||BORN|Jun 26, 1953",
        "ADDR|4856 Madison Ct|||ADDR|5021 Elm Ter Lot 36",
        "|Joplin, MO 64801||||Sarcoxie, MO 64862",
        "CELL|918-555-0161|||CELL|660-555-0113",
        "|||||",
        "NAME|Wren Moy|||NAME|Vesna Juric",
        "BORN|Mar 2, 1966|||BORN|Nov 1, 1968",
        "ADDR|4222 Sunshine St|||ADDR|6163 Battlefield Ter",
        "CELL|918-555-0116|||CELL|870-555-0162",
    )
    assert {one.date_of_birth for one in found.subjects} == {"1954-08-27", "1953-06-26", "1966-03-02", "1968-11-01"}
    assert found["Carl Zobrist"].phones == ("+16605550113",) and found["Wren Moy"].phones == ("+19185550116",)
    assert found["Ann Quillmark"].zip == "64801"


def test_people_may_stand_across() -> None:
    found = read_grid(
        "Knee flex by visit||||",
        "|Brandi Quillmark|Keith Zobrist|Hannelore Voss|",
        "dx|knee replacement|meniscus tear|patella fracture|",
        "v1|64|88|40|",
        "v4|85|101|57|",
    )
    assert has(found["Keith Zobrist"], Element.DIAGNOSIS) and len(found.subjects) == 3
    assert found.owners("patella fracture") == {"Hannelore Voss"}


def test_records_of_two_lines_stand_under_two_lines_of_labels() -> None:
    found = read_text(REMITTANCE)
    assert found["Elmer Prater"].member_ids == ("W41476969",)
    assert found.owners("2252309915674") == {"Cordelia Nash"} and found.owners("663269") == {"Cordelia Nash"}
    assert set(found.roles) == {"Elmer Prater", "Cordelia Nash"}


def test_a_ledger_by_guarantor_lists_people_with_the_telephones_below_them() -> None:
    found = read_text(AGING)
    assert found["Anh Pham"].phones == ("+16065550165",) and found["Raleigh Swann"].phones == ("+17405550172",)
    assert found.listed == {"Deloris Mays", "Anh Pham", "Raleigh Swann"}


def test_the_notice_of_part_2_speaks_of_every_patient_of_the_record() -> None:
    found = read_text(
        "DAILY DOSE RECORD\n42 CFR PART 2 PROTECTED - NO REDISCLOSURE\n\n"
        "ID       CLIENT              DOB       MED     MG\n"
        "PC87763  QUILLMARK, CODY R   07231950  METHDN  95\n"
        "PC44889  ZOBRIST, DESTINY L  10192003  METHDN  60\n"
    )
    assert all(has(one, Element.SUBSTANCE_USE, Element.MEDICATION) for one in found.subjects if one.mrns)
    assert has(read_text("Patient: Ann Quillmark, on suboxone 8 mg daily")["Ann Quillmark"], Element.MEDICATION)


@pytest.mark.parametrize(
    "written",
    [
        "* Fergus McTavish re dtr Saoirse (3 yo) - rash on amoxicillin, call back",
        "Bernard McTavish's wife Rochelle has breast cancer",
    ],
)
def test_kin_called_by_a_first_name_bear_the_family_name(written: str) -> None:
    assert {one.last_name for one in read_text(written).subjects if one.first_name} == {"McTavish"}


def test_an_organization_of_the_incident_is_nobody() -> None:
    segments = item(text("Caller: TFCH\nIssue: patient Ann Quillmark, DOB 3/3/1961, cannot log in\n"))
    context = LinkContext(names=frozenset({office_key("TFCH")}))
    linked = link(segments, detector().find(segments), context=context)
    assert [one.last_name for one in linked.subjects] == ["Quillmark"]


@pytest.mark.parametrize(
    ("locator", "first", "role"),
    [
        ("share/CPAP clinic waitlist.xlsx", "x", Role.PATIENT),
        ("share/x.xlsx", "PATIENT A/R AGING", Role.PATIENT),
        ("share/provider directory.xlsx", "x", Role.PROVIDER),
        ("share/x.xlsx", "Vendor prices", Role.UNKNOWN),
    ],
)
def test_whom_a_document_lists_by_its_name_or_title(locator: str, first: str, role: Role) -> None:
    found = item_id(EvidenceId("evd_000000000000"), locator)
    one = Item(found, EvidenceId("evd_000000000000"), None, locator, "", 1, "", ItemStatus.DONE)
    assert hint_of(one, item(grid(first, "Ann Quillmark|606-555-0104", sheet=True))) is role

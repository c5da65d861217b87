"""Printed reports whose columns shapes show, not blanks: who is in them, and whose the visits and claims are."""

from __future__ import annotations

import re

import pytest

from tests.linking.small_items import has, read_text
from tocsin.model.elements import Element, Role

E = Element

REPORT = """PINE RIDGE CLINIC
SERVICE ACTIVITY REPORT   RUN 03/04/2025   PAGE 1

Abernathy, Clarice      104471  03/14/1961  (615) 555-0104
  11/18/2024  96413  C90.00   Hastings MD
  12/02/2024  J9271  C90.00   Orlov NP

Zyxq, Brgltn            104482  07/02/1948  (615) 555-0105
  11/19/2024  99214  C50.912  Hastings MD

Okonkwo, Ngozi          104493  09/30/1985  (615) 555-0106
  11/20/2024  36415  C61      Said DO
"""
"""A name that no lexicon knows stands where the others have theirs."""


def _is_read(found) -> None:
    for name, number, phone in (
        ("Clarice Abernathy", "104471", "(615) 555-0104"),
        ("Brgltn Zyxq", "104482", "(615) 555-0105"),
        ("Ngozi Okonkwo", "104493", "(615) 555-0106"),
    ):
        assert found.roles[name] is Role.PATIENT
        assert found.owners(number) == found.owners(phone) == {name}
        assert has(found[name], E.DATE_OF_BIRTH, E.PROCEDURE, E.DIAGNOSIS, E.PROVIDER, E.DATE)
    assert found.owners("96413") == found.owners("J9271") == {"Clarice Abernathy"}
    assert found.owners("99214") == {"Brgltn Zyxq"}
    assert found.owners("36415") == {"Ngozi Okonkwo"}


def _close(text: str) -> str:
    """Return the lines with one blank between cells."""
    return "\n".join(" ".join(line.split()) for line in text.split("\n"))


@pytest.mark.parametrize(
    "text", [REPORT, _close(REPORT), _close(REPORT).replace("\n", "\n\n")], ids=["wide", "close", "apart"]
)
def test_visits_are_of_the_person_above_whatever_the_lexicon_knows(text):
    _is_read(read_text(text, fixed=True))


@pytest.mark.parametrize("text", [REPORT, _close(REPORT)], ids=["wide", "close"])
def test_labels_of_visits_type_no_person(text):
    _is_read(read_text(text.replace("\n\nAber", "\n\nSVC DT PROC DX CD RENDERING\nAber"), fixed=True))


def test_facts_may_have_labels():
    labelled = re.sub(
        r"(?m)^(\w[^\d\n]+?, \w+) +(\d+)  (\S+)  (.+)$", r"PATIENT \1      MRN \2  DOB: \3     PH: \4", REPORT
    )
    _is_read(read_text(labelled, fixed=True))


def test_a_page_may_end_between_a_person_and_the_visits():
    torn = REPORT.replace("  12/02/2024", "*** CONFIDENTIAL ***  page 1 of 2\n\fPINE RIDGE CLINIC\n  12/02/2024")
    _is_read(read_text(torn, fixed=True))


def test_numbers_before_the_name_are_that_persons():
    turned = "\n".join(
        f"{line[24:30]}  {line[:22]}  {line[32:]}" if line[:1].isalpha() and "555-" in line else line
        for line in REPORT.split("\n")
    )
    _is_read(read_text(turned, fixed=True))


def test_days_with_names_in_a_sentence_are_no_report():
    found = read_text(
        "Lee, Ann was seen 3/4/2024 for C50.911 by Dr. Orlov. Her sister Bo came on 3/5/2024, code 99213."
    )
    assert "Bo" not in {name.split()[-1] for name, role in found.roles.items() if role is Role.PATIENT}


LISTING = """HARBOR FAMILY MEDICINE
CLAIMS BY PATIENT   RUN 03/04/2025   PAGE 1

CLAIM     PATIENT       MEMBER    SVC DT     PROC  CHARGE PAYER
C10447101 Lee, Ann      W10447100 11/18/2024 99213 120.00 AETNA
C10447102 Moss, Gideon (dep of Moss, Adair) W10447200 11/19/2024 99214 150.00 CIGNA
10447103  Nakamura, Hiroshi / Nakamura, Wei W10447300 11/20/2024 36415  12.00 HUMANA
CLM447104 Stone, Tremaine-Bartholomew W10447400 11/21/2024 85025  31.00 AETNA
"""


@pytest.mark.parametrize("text", [LISTING, _close(LISTING)], ids=["wide", "close"])
def test_cells_that_run_over_their_column_shift_nothing(text):
    found = read_text(text, fixed=True)
    for name, claim, member, act in (
        ("Ann Lee", "C10447101", "W10447100", "99213"),
        ("Gideon Moss", "C10447102", "W10447200", "99214"),
        ("Hiroshi Nakamura", "10447103", "W10447300", "36415"),
        ("Tremaine-Bartholomew Stone", "CLM447104", "W10447400", "85025"),
    ):
        assert name in found.owners(member)
        assert found.owners(claim) == found.owners(act) == {name}
        assert has(found[name], E.CLAIM_NUMBER, E.MEMBER_ID, E.PROCEDURE, E.DATE)


def test_what_stands_over_rows_of_a_close_listing_is_said_of_them():
    text = (
        _close(LISTING)
        .replace("C10447101", "Provider: Hastings, Marguerite MD\nC10447101")
        .replace("10447103 Nak", "PROV ORLOV, DMITRI NP\n10447103 Nak")
    )
    found = read_text(text, fixed=True)
    assert has(found["Ann Lee"], E.PROVIDER)
    assert "Dmitri Orlov" in {name for name, role in found.roles.items() if role is Role.PROVIDER}
    assert {"Ann Lee", "Gideon Moss"} <= found.owners("Hastings, Marguerite MD")


REMITTANCE = """
PAYEE: TRES RIOS IMAGING          CHECK/EFT 0088172634        09/12/2024

PATIENT NAME         PAT CTRL NO    ICN              SVC DATE   PROC    BILLED
WHITLOCK TAMSIN      TRP445019      E2409080071-22    08/14/24   71260   890.00
HARKNESS ODELL C SR  TRP445127      E2409080072-19    08/15/24   88305   210.00
DIARRA FATOUMATA     TRP445166      E2409080090-02    08/15/24   77067   265.00
"""


def test_who_is_paid_is_no_person_over_visits():
    found = read_text(REMITTANCE, fixed=True)
    for name in ("Tamsin Whitlock", "Odell Harkness", "Fatoumata Diarra"):
        assert found.roles[name] is Role.PATIENT
        assert has(found[name], E.ACCOUNT_NUMBER, E.CLAIM_NUMBER, E.PROCEDURE)


def test_houses_and_streets_are_nobodys_names() -> None:
    cards = "".join(
        f"+{'-' * 70}+\n| {name:<35} CHART {chart}      BIRTH {born}  |\n| {street:<35} TEL {phone}                  |\n"
        f"+{'-' * 70}+\n| {day}  D4341  Scaling and root planing          310.00  chg          |\n"
        f"| {day}  PMT    patient                            93.00- ck           |\n"
        f"| balance fwd                                          217.00              |\n+{'-' * 70}+\n"
        for name, chart, born, street, phone, day in (
            ("WHITSITT, LAUREN", "36466", "01/25/78", "6514 HICKORY GAP RD", "615-774-1217", "03/19/26"),
            ("KILBRIDE, SAOIRSE", "58590", "07/06/93", "5316 PERSIMMON RIDGE", "615-668-7924", "03/20/26"),
            ("LADD, DALE", "37891", "06/28/54", "1635 CHESTNUT FLAT RD", "615-344-4815", "07/26/26"),
            ("LUONG, BICH", "86921", "10/20/85", "8547 COUNTY LINE RD", "615-878-9841", "04/01/26"),
            ("OGILVIE, NATHANIEL", "86278", "04/10/69", "1927 SHOALS CREEK DR", "615-250-6886", "07/05/26"),
        )
    )
    people = {"Lauren Whitsitt", "Saoirse Kilbride", "Dale Ladd", "Bich Luong", "Nathaniel Ogilvie"}
    assert read_text(cards).listed == people

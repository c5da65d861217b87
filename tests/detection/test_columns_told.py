"""Columns that other columns or a title explain: two records of one patient, prescriptions, clients, logins of proxies."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.linking.small_items import detector, grid, item, read_grid
from tocsin.model.elements import Element, Role

MERGE = (
    "keep_id|keep_name|keep_dob|drop_id|drop_name|drop_dob",
    "590399|Ritzler, Tabitha A|1989-11-14|604418|Ritzler, Tabby|1989-11-14",
    "502207|Paczkowski, Zbigniew|1947-01-22|600127|Paczkowski, Ziggy|1947-02-22",
    "459607|Saad, Amira L|1986-05-09|611903|Saad, Amira|1986-05-09",
)
RECALL = (
    "Last|First|DOB|Cell|Rx",
    "Arriaga Sr|Leopoldo|6/1/1946|708.475.3759|",
    "Mroz|Zbigniew|12/8/1961|708.485.2373|Lupron 22.5",
    "Merriweather|Cleophus|11/29/1948|708.746.1260|Xtandi",
    "Whitlow Jr|Alonzo|2/28/1964|708.982.4049|",
)


def values(rows: Sequence[str], element: Element) -> list[str]:
    return [m.text for m in detector().find(item(grid(*rows, sheet=True))) if m.element is element]


def test_numbers_of_two_records_of_one_patient() -> None:
    assert values(MERGE, Element.MRN) == ["590399", "604418", "502207", "600127", "459607", "611903"]
    others = [row.replace("keep_", "employee_").replace("drop_", "manager_") for row in MERGE]
    assert values(others, Element.MRN) == []
    messages = [row.replace("keep_", "from_").replace("drop_", "to_") for row in MERGE]
    assert values(messages, Element.MRN) == []


def test_numbers_of_prescriptions_beside_drugs() -> None:
    rows = (
        "rx|drug|patient|dob",
        "C20114|oxycodone 10mg|Lee, Ann|9/5/1982",
        "C20117|methylphenidate ER 36|Boyd, Bob|1/2/1973",
    )
    assert values(rows, Element.CLAIM_NUMBER) == ["C20114", "C20117"]


def test_numbers_of_clients_are_record_numbers() -> None:
    rows = ("client|name|dx", "7242|Ann Lee|F43.10", "8646|Bob Boyd|F33.1", "7511|Maria Lopez|F50.2")
    assert values(rows, Element.MRN) == ["7242", "8646", "7511"]
    same = ("client|name|dx", "7242|Ann Lee|F43.10", "7242|Bob Boyd|F33.1", "7242|Maria Lopez|F50.2")
    assert values(same, Element.MRN) == []


def test_state_ids_below_a_title_of_medicaid_are_members_numbers() -> None:
    rows = ("State ID|Name|DOB", "2696954497|Lee, Ann|1988-01-01", "2994122428|Boyd, Bob|1979-05-14")
    assert values(rows, Element.STATE_ID) == ["2696954497", "2994122428"]
    assert values(("IA MEDICAID - REDETERMINATION DUE||", *rows), Element.MEMBER_ID) == ["2696954497", "2994122428"]


@pytest.mark.parametrize(
    ("number", "element"), [("26188770012000", Element.CLAIM_NUMBER), ("4111111111111111", Element.CARD_NUMBER)]
)
def test_ccn_is_a_claims_number_unless_it_is_a_cards(number: str, element: Element) -> None:
    rows = ("CCN|Bene name|MBI|DOS|HCPCS", f"{number}|Lee, Ann|1EG4TE5MK73|2026-06-02|E0471")
    assert values(rows, element) == [number]


def test_logins_behind_a_proxy_are_the_proxys_and_the_child_is_the_patient() -> None:
    rows = (
        "child|proxy|login|temp pw",
        "Jaxon Whitacre|Brandi Whitacre|bwhitacre90|Lantern!4471",
        "Isaiah Bright|Keisha Bright|keishab83|Lantern!4473",
    )
    found = read_grid(*rows)
    assert found["Jaxon Whitacre"].role is Role.PATIENT
    assert found.owners("bwhitacre90") == {"Brandi Whitacre"}


def test_surnames_with_a_suffix_do_not_make_the_other_rows_visits() -> None:
    found = read_grid(*RECALL)
    assert len(found.subjects) == 4
    assert found.owners("708.485.2373") == {"Zbigniew Mroz"}

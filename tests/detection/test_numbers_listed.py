"""Numbers behind a labelled one, numbers behind labels of people, and answers to who asks for a number."""

from __future__ import annotations

import pytest

from tests.detection.growth import grows_linearly
from tests.linking.small_items import detector
from tocsin.model.elements import Element


def found(text: str) -> list[tuple[str, str]]:
    spans = detector().find_spans(text)
    return [(str(s.element), text[s.start : s.end]) for s in spans if s.element not in {None, Element.NAME}]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Claim nos.:  2607719914, 2607720031", ["2607719914", "2607720031"]),
        ("Claims: 2607719914; 2607720031", ["2607719914", "2607720031"]),
        ("MRN 551288 & 551299", ["551288", "551299"]),
        ("MRNs: 551288, 551299 and 551300", ["551288", "551299", "551300"]),
        ("SSN 531-88-2204 and 531-88-2209", ["531-88-2204", "531-88-2209"]),
        ("Ibrahim Diallo, chart 40213, metformin", ["40213", "metformin"]),
        ("acct 551288, 84101", ["551288"]),
        ("MRN 551288, 551299 mg", ["551288", "551299"]),
        ("MRN 551288, 551299/2", ["551288"]),
        ("invoice 771204, 771209", []),
        ("Chart 3 of 5, the chart 2026 revision", []),
    ],
)
def test_a_label_holds_for_the_numbers_behind_it_that_look_alike(text: str, numbers: list[str]) -> None:
    assert [value for _, value in found(text)] == numbers


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Member #:    NPX 88120 4471", [("member_id", "NPX 88120 4471")]),
        ("Subscriber #: NPX 88120", [("member_id", "NPX 88120")]),
        ("Client #: 88120", [("mrn", "88120")]),
        ("Resident #: 44712", [("mrn", "44712")]),
        ("Guarantor #: 88120", [("account_number", "88120")]),
        ("Doctor #: 4471", []),
        ("Unit #: 4B", [("address", "4B")]),
        ("Physician #: Osei", [("provider", "Osei")]),
    ],
)
def test_the_number_of_somebody_is_no_name(text: str, told: list[tuple[str, str]]) -> None:
    assert found(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("whats Ann Lee's dob?\nBo: 3/4/61\n", [("date_of_birth", "3/4/61")]),
        ("[9:01 AM] Cy: Ann Lee dob?\n\n[9/3/2026 9:03 AM] Bo: 3/4/61 i think\n", [("date", "9/3/2026"), ("date_of_birth", "3/4/61")]),
        ("Cy 9:01\n   dob?\nBo 9:02\n   8/30/58\n", [("date_of_birth", "8/30/58")]),
        ("need Ann Lee's mrn\n[9:12 AM] Bo: 551288\n", [("mrn", "551288")]),
        ("whats the account\nBo: 551288 thanks\n", [("account_number", "551288")]),
        ("Dob unknown\nSeen 3/4/61\n", [("date", "3/4/61")]),
        ("his dob?\nBo: will ask\nCy: ok\nBo: done\nBo: 9/1/61\n", [("date", "9/1/61")]),
        ("the chart is on his desk.\n9/1 10:03 Bo: 33602\n", []),
        ("see chart\n12345 Oak St, Tampa FL 33602\n", [("address", "12345 Oak St, Tampa FL 33602")]),
    ],
)  # fmt: skip
def test_what_answers_a_question_is_what_was_asked_for(text: str, told: list[tuple[str, str]]) -> None:
    assert found(text) == told


def test_when_something_was_said_is_no_birth() -> None:
    text = "[9/3/2026 10:16 AM] Denise: omg. dob? dr k wants it\n[9/3/2026 10:20 AM] Bo: looking\n"
    assert {element for element, _ in found(text)} == {"date"}
    assert found("Baby girl, born\n9/3/2026 10:16 AM\n")[0] == ("date_of_birth", "9/3/2026")


@pytest.mark.parametrize(
    "piece", ["MRN 551288, 551299, 551300\n", "MRN 551288, ", "whats the dob?\nBo: 551288\n", "dob? ", "Member # : "]
)
def test_takes_time_in_proportion(piece: str) -> None:
    assert grows_linearly(detector().find_spans, piece)

"""Labels of forms, what they mean and the values they type."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.detection.growth import grows_linearly
from tocsin.detection.engine import Detector
from tocsin.detection.labels import find_labelled
from tocsin.detection.labels_meaning import meaning_of
from tocsin.model.elements import Element, Role
from tocsin.model.mentions import Part

Row = tuple[str, Element | None, Role]


def read(text: str) -> list[Row]:
    return [(text[s.start : s.end], s.element, s.party) for s in find_labelled(text)]


@pytest.mark.parametrize(
    ("label", "element", "part", "party"),
    [
        ("GUAR_NM", Element.NAME, Part.FULL, Role.GUARANTOR),
        ("SubscrDOB", Element.DATE_OF_BIRTH, Part.FULL, Role.SUBSCRIBER),
        ("PTDOB", Element.DATE_OF_BIRTH, Part.FULL, Role.PATIENT),
        ("Soc. Sec. No.", Element.SSN, Part.FULL, Role.UNKNOWN),
        ("Referring Physician", Element.PROVIDER, Part.FULL, Role.PROVIDER),
        ("Mother's Name", Element.RELATIVE, Part.FULL, Role.RELATIVE),
        ("Relationship to Patient", None, Part.RELATION, Role.PATIENT),
        ("patientFirstName", Element.NAME, Part.FIRST, Role.PATIENT),
        ("MR#", Element.MRN, Part.FULL, Role.UNKNOWN),
        ("D0B", Element.DATE_OF_BIRTH, Part.FULL, Role.UNKNOWN),
        ("Pat1ent Narne", Element.NAME, Part.FULL, Role.PATIENT),
        ("resp_birth", Element.DATE_OF_BIRTH, Part.FULL, Role.GUARANTOR),
        ("resp_phone", Element.PHONE, Part.FULL, Role.GUARANTOR),
    ],
)
def test_a_label_means(label: str, element: Element | None, part: Part, party: Role) -> None:
    meaning = meaning_of(label)
    assert meaning is not None
    assert (meaning.element, meaning.part, meaning.party) == (element, part, party)


@pytest.mark.parametrize(
    "label", ["", "Comments", "x" * 500, "Balance due", "12/3/2024", "\x00", "Resp", "Turn", "Responsible person"]
)
def test_a_label_without_meaning(label: str) -> None:
    assert meaning_of(label) is None


def test_a_form_line_holds_several() -> None:
    text = "Patient Name: Ann Lee   DOB: 1/2/60   SSN: 223-45-6788"
    assert read(text) == [
        ("Ann Lee", Element.NAME, Role.PATIENT),
        ("1/2/60", Element.DATE_OF_BIRTH, Role.UNKNOWN),
        ("223-45-6788", Element.SSN, Role.UNKNOWN),
    ]


def test_the_value_may_stand_below_or_behind_dots() -> None:
    text = "Guarantor ........ LEE, ROBERT J JR\nMother's Name:\n   Rosa Diaz\n"
    assert read(text) == [
        ("LEE, ROBERT J JR", Element.NAME, Role.GUARANTOR),
        ("Rosa Diaz", Element.RELATIVE, Role.RELATIVE),
    ]


def test_columns_set_by_blanks() -> None:
    text = (
        "Patient Name          DOB\nAnn Lee               1/2/1960\nJose Ortiz            3/4/1961\n\nother line  here"
    )
    assert [t for t, _, _ in read(text)] == ["Ann Lee", "1/2/1960", "Jose Ortiz", "3/4/1961"]


def test_a_label_cell_beside_its_value() -> None:
    text = "PATIENT NAME      LEE, ANN       DOB      1/2/60"
    assert [t for t, _, _ in read(text)] == ["LEE, ANN", "1/2/60"]


@pytest.mark.parametrize("text", ["Name: N/A", "Patient: see attached", "Subject: lunch tomorrow", "SSN: ***-**-1234"])
def test_nothing_where_no_value_stands(text: str) -> None:
    assert read(text) == []


@settings(max_examples=120, deadline=None)
@given(st.text(alphabet="Name: DOB\n\t .|=1/2Ann", max_size=200))
def test_any_form_gives_spans_inside_it(text: str) -> None:
    assert all(0 <= s.start < s.end <= len(text) for s in find_labelled(text))


@pytest.mark.parametrize(
    "piece", ["Name: ", "a:", "DOB  ", ".... ", "Name  DOB  SSN\n", "x  y  z\n", "Patient Name DOB "]
)
def test_time_grows_linearly(piece: str) -> None:
    assert grows_linearly(find_labelled, piece)


@pytest.mark.parametrize(
    ("label", "element"),
    [
        ("patientssn", Element.SSN), ("subssn", Element.SSN), ("pdob", Element.DATE_OF_BIRTH), ("gfname", Element.NAME),
        ("dxcd", Element.DIAGNOSIS), ("dname", None), ("empcd", None),
    ],
)  # fmt: skip
def test_names_of_columns_glued_of_pieces(label: str, element: Element | None) -> None:
    meaning = meaning_of(label)
    assert (meaning.element if meaning else None) is element


@pytest.mark.parametrize(
    ("label", "element"),
    [
        ("1a. INSURED'S I.D. NUMBER", Element.MEMBER_ID),
        ("60 INSURED'S UNIQUE ID", Element.MEMBER_ID),
        ("FL 60 INSURED'S UNIQUE ID", Element.MEMBER_ID),
        ("63 TREATMENT AUTHORIZATION CODES", Element.CLAIM_NUMBER),
        ("69 ADMIT DX", Element.DIAGNOSIS),
        ("74 PRINCIPAL PROCEDURE CODE", Element.PROCEDURE),
        ("FL 8b", Element.NAME),
        ("FL 3b", Element.MRN),
        ("Principal Dx", Element.DIAGNOSIS),
    ],
)
def test_boxes_of_claim_forms_mean_what_their_words_or_numbers_say(label: str, element: Element) -> None:
    meaning = meaning_of(label)
    assert meaning is not None
    assert (meaning.element, meaning.share) == (element, 1.0)


def test_a_claim_form_set_in_columns_gives_its_values() -> None:
    text = (
        "UB-04\nFL 8b  HOLLINGSHEAD, PETRA M\n60. INSURED'S UNIQUE ID   XJW882913\n1a. INSURED'S I.D. NUMBER  XJW882914"
    )
    assert [row[:2] for row in read(text)] == [
        ("HOLLINGSHEAD, PETRA M", Element.NAME),
        ("XJW882913", Element.MEMBER_ID),
        ("XJW882914", Element.MEMBER_ID),
    ]


def test_to_whom_it_may_concern_names_no_concern_of_a_patient() -> None:
    assert not read("To Whom It May Concern: Jane Roe is under my care for lymphoma")
    assert not read("To whom it may concern:\n\nJane Roe is under my care for lymphoma")
    assert [row[1] for row in read("Concern: chest pain")] == [Element.DIAGNOSIS]


@pytest.mark.parametrize(
    ("text", "insurer", "member"),
    [
        ("Ins: BCBS OK  #YXL 4471 0092 01", "BCBS OK", "YXL 4471 0092 01"),
        ("Insurance: Aetna #W223944871", "Aetna", "W223944871"),
        ("Insurance: Aetna Better Health", "Aetna Better Health", ""),
        ("Insurance: Store #12", "Store #12", ""),
    ],
)
def test_the_number_of_a_policy_behind_an_insurer_is_the_members(text: str, insurer: str, member: str) -> None:
    found = {row[1]: row[0] for row in read(text)}
    assert (found.get(Element.INSURER, ""), found.get(Element.MEMBER_ID, "")) == (insurer, member)


def test_an_id_behind_the_members_name_is_the_members() -> None:
    found = read("Member: Roosevelt Pettigrew     ID: W2239 44871     Claim: EKX8812093")
    assert ("W2239 44871", Element.MEMBER_ID) in [row[:2] for row in found]


def test_an_id_is_no_state_where_no_zip_of_it_begins_so(detector: Detector) -> None:
    text = "Name Ruby Bell    ID 57645    DOB 09/21/52    Allergies NKDA\n"
    assert not [s for s in detector.find_spans(text) if s.element is Element.ADDRESS]
    text = "send to Ruby Bell, 12 Oak St, Boise ID 83702\n"
    assert [s for s in detector.find_spans(text) if s.element is Element.ADDRESS]

"""Forms of numbers: what places call them is counted and learnt; numbers that nothing was made of are given. Made up."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from tocsin.detection.bare_numbers import BARE
from tocsin.detection.engine import Detector
from tocsin.detection.number_forms import FORMS, counted, form_of, forms_of, is_weak, learn
from tocsin.ids import ItemId, MentionId, SegmentId
from tocsin.model.elements import Element
from tocsin.model.mentions import Mention, Part, mentions_table

E = Element
_SPACED = "QZ9071140 "


@pytest.fixture(scope="module")
def giving() -> Detector:
    return Detector(gives_bare=True)


def mention(text: str, element: Element = E.MEMBER_ID, detector: str = "place", label: str = "Member") -> Mention:
    return Mention(
        MentionId(f"men_{text}"), ItemId("itm_1"), SegmentId("seg_1"), element, Part.FULL, 0, len(text), "row 1", text,
        text.upper(), 0.9, detector, 1, 2, label=label,
    )  # fmt: skip


def counts(mentions: list[Mention], others: list[Mention] | None = None) -> pa.Table:
    return counted(mentions_table(mentions), mentions_table(others or []))


def told(*numbers: str, element: Element = E.MEMBER_ID) -> pa.Table:
    return counts([mention(number, element) for number in numbers])


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("QZ9071140", "QZ#######"),
        ("tt-2018", "TT-####"),
        ("BHH-26-003188", "BHH-##-######"),
        ("T81003777A", "T########A"),
        ("90071140", ""),
        ("1EG4TE5MK73", ""),
        ("HS 9007 1140", ""),
        ("TOOLONGA1234", ""),
        (_SPACED, ""),
    ],
)
def test_a_form_keeps_letters_and_signs(text: str, form: str) -> None:
    assert form_of(text) == form
    assert forms_of(pa.chunked_array([[text]])).to_pylist() == [form or None]


def test_three_different_numbers_of_one_form_are_learnt() -> None:
    assert learn([told("QZ9071140", "QZ9071140", "QZ9071141")]).known == {}
    learnt = learn([told("QZ9071140", "QZ9071141", "qz9071142")]).of("QZ#######")
    assert learnt is not None and (learnt.element, learnt.score) == (E.MEMBER_ID, 0.8)


def test_the_same_number_in_several_parts_is_one() -> None:
    parts = [told("QZ9071140", "QZ9071141"), told("QZ9071140"), told("QZ9071141")]
    assert learn(parts).known == {}
    assert learn([*parts, told("QZ9071142")]).of("QZ#######") is not None


def test_the_order_of_parts_does_not_matter_and_many_are_as_sure_as_can_be() -> None:
    parts = [told(*(f"QZ907{n:04d}" for n in range(low, low + 30))) for low in (0, 100, 200)]
    assert learn(parts).known == learn(parts[::-1]).known
    learnt = learn(parts).of("QZ#######")
    assert learnt is not None and learnt.score == 0.95


def test_a_form_that_is_called_other_things_too_is_not_learnt() -> None:
    members = told(*(f"SM-{n}" for n in range(1000, 1005)))
    assert learn([members]).of("SM-####") is not None
    assert learn([members, told("SM-2000", "SM-2001", element=E.OTHER_ID)]).of("SM-####") is None
    assert learn([members, counts([], [mention("SM-2000"), mention("SM-2001")])]).of("SM-####") is None


@pytest.mark.parametrize(
    "numbers", [("90071140", "90071141", "90071142"), ("T123", "T124", "T125"), ("J1234", "J1235", "J1236")]
)
def test_forms_that_other_text_has_by_chance_are_not_learnt(numbers: tuple[str, ...]) -> None:
    assert learn([told(*numbers)]).known == {}


def test_a_dependents_number_behind_a_members_is_the_members() -> None:
    learnt = learn([told("QZ9071140", "QZ9071141", "QZ9071142"), told("TT-2018", "TT-2019", "TT-2020", element=E.MRN)])
    assert learnt.of("QZ#######-##") == learnt.of("QZ#######")
    assert learnt.of("TT-####-##") is None


def test_only_what_a_place_tells_is_counted() -> None:
    three = [mention(number) for number in ("QZ9071140", "QZ9071141", "QZ9071142")]
    for change in ({"detector": "member-shape"}, {"label": "ID"}, {"label": ""}, {"element": E.NAME}, {"score": 0.4}):
        assert counts([replace(one, **change) for one in three]).num_rows == 0  # type: ignore[arg-type]
    by_path = [replace(one, label="", column=-1) for one in three]
    assert counts(by_path).to_pylist()[0]["values"] == 3
    assert counts([]).schema == FORMS
    for row in counts(three).to_pylist():
        assert "907" not in str(row["form"]) and len(row["hashes"]) == 3


def test_many_numbers_are_told_without_hashes() -> None:
    (row,) = told(*(f"QZ907{n:04d}" for n in range(30))).to_pylist()
    assert (row["values"], row["hashes"]) == (30, [])


def test_mentions_by_form_or_under_a_label_that_says_nothing_are_weak() -> None:
    table = [
        mention("QZ9071140", detector="member-shape"),
        mention("QZ9071140", E.OTHER_ID, label="ID"),
        mention("QZ9071140", E.OTHER_ID, label="Invoice no"),
        mention("QZ9071140"),
    ]
    assert is_weak(mentions_table(table)).to_pylist() == [True, True, False, False]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Keisha Womack...QZ9071140...BCS", ["QZ9071140"]),
        ("Hoyt Lambert, T81003777, his little girl", ["T81003777"]),
        ("called about tt-2018/ LL-2087. No answer", ["tt-2018", "LL-2087"]),
        ("see BHH-26-003188 and BHH-26-003189-01", ["BHH-26-003188", "BHH-26-003189-01"]),
        ("Invoice # TT-2018 for lot SM-1471, room B2087", []),
        ("QZ0000000 or QZ9999999", []),
        ("a_QZ9071140 and x@QZ9071140 and QZ9071140_b, QZ9071140@c", []),
        ("MRN: TT-2018", []),
        ("https://example.org/QZ9071140", []),
        ("no number of any kind", []),
    ],
)
def test_numbers_that_nothing_was_made_of_are_given(giving: Detector, text: str, numbers: list[str]) -> None:
    spans = giving.find_spans(text)
    assert [text[s.start : s.end] for s in spans if s.detector == BARE] == numbers


def test_others_see_none_of_it(detector: Detector, giving: Detector) -> None:
    text = "Keisha Womack...QZ9071140...BCS\nMRN: 4471932\nsee BHH-26-003189-01"
    assert [s for s in giving.find_spans(text) if s.detector != BARE] == detector.find_spans(text)


def test_zero_width_characters_move_nothing(giving: Detector) -> None:
    text = "Keisha \u200bWomack...QZ907\u200b1140...BCS"
    (one,) = [s for s in giving.find_spans(text) if s.detector == BARE]
    assert text[one.start : one.end] == "QZ907\u200b1140" and one.norm == "QZ9071140"

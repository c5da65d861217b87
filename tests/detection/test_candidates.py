"""What a list of known people could settle, as it is given to whoever holds the keys."""

from __future__ import annotations

import pytest

from tocsin.detection.candidates import candidates, name_key, plain_number
from tocsin.detection.engine import Detector
from tocsin.ids import ItemId, SegmentId
from tocsin.model.segments import Body, Field, FieldsBody, GridBody, Segment, TextBody


def _given(body: Body) -> dict[str, set[tuple[str, str]]]:
    segment = Segment(SegmentId("seg_0000000000000001"), ItemId("itm_0000000000000001"), 0, "body", body)
    mentions = Detector().find([segment])
    return {one.mention.text: set(one.keys) for one in candidates(segment, mentions)}


def _text(text: str) -> dict[str, set[tuple[str, str]]]:
    return _given(TextBody(text))


def test_a_bare_number_is_asked_for_alone_and_with_the_names_beside_it() -> None:
    keys = _text("Patient Ann Lee came in again, see 4471932 in the old system.")["4471932"]
    assert {("mrn", "4471932"), ("member_id", "4471932"), ("held_mrn", "lee|ann|4471932")} <= keys
    assert not [text for kind, text in keys if kind == "ssn"]


def test_nine_digits_may_be_a_social_security_number() -> None:
    assert ("ssn", "536221234") in _text("carry over 536221234 to page two")["536221234"]


@pytest.mark.parametrize("text", ["at 12:34567x", "v1.234567.8", "/tmp/4471932/x", "a4471932b", "4471932-B"])
def test_pieces_of_longer_things_are_not_asked_for(text: str) -> None:
    assert not [found for found in _text(text) if found == "4471932"]


def test_names_far_away_do_not_count() -> None:
    keys = _text("Patient Ann Lee came in again. " + "And then it rained for some days. " * 12 + "See 4471932.")[
        "4471932"
    ]
    assert not [kind for kind, _ in keys if kind.startswith("held")]


def test_a_pair_of_capitalised_words_is_asked_for_in_both_orders() -> None:
    assert _text("we met Qwerta Zobrist there")["Qwerta Zobrist"] == {
        ("name", name_key("Qwerta", "Zobrist")),
        ("name", name_key("Zobrist", "Qwerta")),
    }


def test_words_that_are_no_names_are_not_asked_for() -> None:
    assert not _text("Please Note: The Meeting Was Moved To Room Four")


def test_a_date_beside_a_name_may_be_a_birth() -> None:
    keys = _text("Ann Lee, 3/4/2021 and Bo Day")["3/4/2021"]
    assert ("person", "lee|ann|2021-03-04") in keys


def test_a_row_lends_its_name_to_its_cells() -> None:
    body = GridBody((("Name", "X", "Y"), ("Lee, Ann", "4471932", "n"), ("Day, Bo", "4471933", "n")))
    given = _given(body)
    assert ("held_mrn", "lee|ann|4471932") in given["4471932"]
    assert not [text for kind, text in given["4471933"] if kind == "held_mrn" and text.startswith("lee")]


def test_a_group_lends_its_name_to_its_fields() -> None:
    body = FieldsBody(
        (Field("name", "Ann Lee", "Name", 1), Field("q7", "4471932", "", 1), Field("q8", "4471933", "", 2))
    )
    given = _given(body)
    assert ("held_mrn", "lee|ann|4471932") in given["4471932"]
    assert not [kind for kind, _ in given["4471933"] if kind.startswith("held")]


def test_what_is_sure_already_is_not_asked_for() -> None:
    assert "00482913" not in _text("Patient Ann Lee, MRN: 00482913")


def test_numbers_are_compared_without_their_signs() -> None:
    assert plain_number("GC-700254") == "gc700254"

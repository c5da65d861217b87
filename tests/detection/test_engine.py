"""The detector as a whole: texts, tables and fields."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.detection.growth import grows_linearly
from tocsin.detection import engine
from tocsin.detection.engine import Detector
from tocsin.ids import EvidenceId, item_id, segment_id
from tocsin.model.elements import Element, Role
from tocsin.model.mentions import Mention
from tocsin.model.segments import Body, Field, FieldsBody, GridBody, Segment, TextBody

ITEM = item_id(EvidenceId("evd_000000000000"), "x")


@cache
def detector() -> Detector:
    """Return one detector for all tests."""
    return Detector()


def find(*bodies: Body) -> list[Mention]:
    """Return the mentions of one segment a body."""
    return detector().find([Segment(segment_id(ITEM, n), ITEM, n, f"part {n}", body) for n, body in enumerate(bodies)])


def told(mentions: list[Mention]) -> set[tuple[Element | None, str]]:
    """Return (element, norm) of the mentions."""
    return {(m.element, m.norm) for m in mentions}


def test_text_mentions_carry_offsets_into_the_segment() -> None:
    text = "Pat\u200bient\u00a0SSN: 536\u201322\u20131234, mail ann@example.org \U0001f600 MRN 4471932"
    mentions = find(TextBody(text))
    assert {(Element.SSN, "536221234"), (Element.EMAIL, "ann@example.org"), (Element.MRN, "4471932")} <= told(mentions)
    assert all(m.text == text[m.start : m.end] for m in mentions)


def test_segments_of_one_batch_keep_their_own_mentions() -> None:
    mentions = find(TextBody("his SSN is"), TextBody("536221234 bytes"), TextBody("SSN 536-22-1234"))
    assert [m.segment_id for m in mentions if m.element is Element.SSN] == [segment_id(ITEM, 2)]


def test_a_typed_cell_is_a_mention_and_a_masked_one_is_none() -> None:
    rows = (
        ("Name", "DOB", "SSN", "Notes"),
        ("LEE, ANN", "3/3/1961", "536-22-1234", "call 415-555-0182"),
        ("GRANT, JO", "4/4/1962", "***-**-1234", ""),
        ("REYES, LUZ", "5/5/1963", "536-22-1236", "n/a"),
    )
    mentions = find(GridBody(rows, 1, rows, is_sheet=True))
    assert (Element.SSN, "536221234") in told(mentions)
    assert (Element.DATE_OF_BIRTH, "1961-03-03") in told(mentions)
    assert (Element.PHONE, "+14155550182") in told(mentions)
    assert sum(m.element is Element.SSN for m in mentions) == 2
    assert all(m.row > 0 for m in mentions)
    ssn = next(m for m in mentions if m.element is Element.SSN)
    assert (ssn.place, ssn.row, ssn.column) == ("part 0!C2", 1, 2)


def test_mail_header_fields_name_the_sender() -> None:
    mentions = find(
        FieldsBody(
            (
                Field("mail.from", "Karen Wu <kwu@example.org>", "From", 0),
                Field("mail.to", "Tom Bell <tbell@example.org>", "To", 0),
                Field("mail.subject", "MRN 4471932 records", "Subject", 0),
            )
        )
    )
    sender = [m for m in mentions if m.row == 0]
    assert sender
    assert all(m.party is Role.SENDER for m in sender)
    assert all(m.party is not Role.SENDER for m in mentions if m.row != 0)
    assert (Element.MRN, "4471932") in told(mentions)


def test_mention_ids_are_unique_and_repeat() -> None:
    body = TextBody("SSN 536-22-1234, SSN 536-22-1235, DOB 3/3/61")
    once, again = find(body), find(body)
    assert once == again
    assert len({m.mention_id for m in once}) == len(once)


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_sorted_spans_inside_it(text: str) -> None:
    spans = detector().find_spans(text)
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


@pytest.mark.parametrize("unit", ["9", "Smith ", "a@b.", "1/1/1", "Name: ", "\u200b", "\u0430b ", "SSN\n", "|", "\t"])
def test_time_grows_no_faster_than_the_text(unit: str) -> None:
    assert grows_linearly(detector().find_spans, unit)


def test_a_fault_of_ours_costs_the_text_it_fails_on_and_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise IndexError

    grid = GridBody((("Name", "SSN"), ("Ann Lee", "536-22-1234")), head=(("Name", "SSN"),), first_row=1)
    bodies: tuple[Body, ...] = (grid, TextBody("SSN: 536-22-1235"))
    segments = [Segment(segment_id(ITEM, n), ITEM, n, f"part {n}", body) for n, body in enumerate(bodies)]
    broken = Detector()
    monkeypatch.setattr(engine, "typed_grid", fails)
    monkeypatch.setattr(engine, "_together", fails)
    found = broken.find_table(segments)
    assert {"536221234", "536221235"} <= set(found["norm"].to_pylist())
    assert broken.faults >= len(segments)

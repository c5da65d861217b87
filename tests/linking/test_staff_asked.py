"""A part is linked anew only if an answer that it was given would be another now."""

from __future__ import annotations

from tests.linking.small_items import detector, mail
from tocsin.linking.engine import LinkContext, link
from tocsin.linking.staff import Sight, StaffEvidence, StaffIndex, staff_index
from tocsin.linking.staff_asked import ASKED, WatchedIndex, answers

DOMAINS = ("lakeside.example",)
WRITER = {("gina torres", Sight.ROSTER): 1}


def _index(names: dict[tuple[str, Sight], int], emails: dict[tuple[str, str], int] | None = None) -> StaffIndex:
    return staff_index(StaffEvidence(names, emails or {}), DOMAINS)


def _asked(index: StaffIndex) -> WatchedIndex:
    watched = WatchedIndex.of(index)
    body = "Please call Gina Torres and Dan Okafor about the meeting.\n"
    segments = mail("Ann Lee <ann@gmail.com>", "office@lakeside.example", "note", body)
    link(segments, detector().find(segments), context=LinkContext(staff=watched))
    return watched


def test_notes_whom_it_was_asked_about() -> None:
    asked = _asked(_index(WRITER)).asked()
    assert asked.schema == ASKED
    told = {row["text"]: row["is_email"] for row in asked.to_pylist()}
    assert told["gina torres"] is False
    assert told["ann@gmail.com"] is True


def test_answers_stay_when_somebody_else_works_here_too() -> None:
    asked = _asked(_index(WRITER)).asked()
    assert answers(_index(WRITER), asked) == answers(_index({**WRITER, ("olga ruiz", Sight.ROSTER): 9}), asked)


def test_answers_change_with_whom_was_asked_about() -> None:
    asked = _asked(_index(WRITER)).asked()
    before = answers(_index(WRITER), asked)
    assert before != answers(_index({}), asked)
    assert before != answers(_index({**WRITER, ("gina torres", Sight.PATIENT): 1}), asked)
    assert before != answers(_index(WRITER, {("ann@gmail.com", "gina torres"): 3}), asked)


def test_answers_as_the_index_does() -> None:
    index = _index(WRITER, {("x@lakeside.example", ""): 1, ("y@other.example", ""): 2, ("z@other.example", ""): 1})
    watched = WatchedIndex.of(index)
    for name in ("gina torres", "ann lee", ""):
        assert watched.is_office(name) == index.is_office(name)
    for email in ("x@lakeside.example", "y@other.example", "ann@gmail.com"):
        assert watched.is_office_email(email) == index.is_office_email(email)
        assert watched.is_private_email(email) == index.is_private_email(email)

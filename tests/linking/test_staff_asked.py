"""An item is linked anew only if an answer that it was given would be another now."""

from __future__ import annotations

from tests.linking.small_items import detector, mail
from tocsin.ids import ItemId
from tocsin.linking.engine import LinkContext, link
from tocsin.linking.staff import Sight, StaffEvidence, StaffIndex, staff_index
from tocsin.linking.staff_asked import ASKED, WatchedIndex, answered_otherwise, answers, answers_key

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


def test_what_was_asked_is_told_by_item() -> None:
    watched = WatchedIndex.of(_index(WRITER))
    watched.asked_for(ItemId("itm_2"))
    watched.is_office("gina torres")
    watched.asked_for(ItemId("itm_1"))
    watched.is_office("gina torres")
    watched.is_part("ann")
    watched.asked_for(ItemId("itm_2"))
    watched.is_office_email("x@lakeside.example")
    assert watched.asked().to_pylist() == [
        {"item_id": "itm_1", "text": "ann", "is_email": False, "answer": 0},
        {"item_id": "itm_1", "text": "gina torres", "is_email": False, "answer": 1},
        {"item_id": "itm_2", "text": "gina torres", "is_email": False, "answer": 1},
        {"item_id": "itm_2", "text": "x@lakeside.example", "is_email": True, "answer": 1},
    ]


def test_answers_stay_when_somebody_else_works_here_too() -> None:
    asked = _asked(_index(WRITER)).asked()
    assert answered_otherwise(_index({**WRITER, ("olga ruiz", Sight.ROSTER): 9}), asked) == []


def test_answers_change_with_whom_was_asked_about() -> None:
    asked = _asked(_index(WRITER)).asked()
    items = asked["item_id"].unique().to_pylist()
    assert len(items) == 1
    assert answered_otherwise(_index({}), asked) == items
    assert answered_otherwise(_index({**WRITER, ("gina torres", Sight.PATIENT): 1}), asked) == items
    assert answered_otherwise(_index(WRITER, {("ann@gmail.com", "gina torres"): 3}), asked) == items


def test_only_the_items_that_asked_are_named() -> None:
    watched = WatchedIndex.of(_index({}))
    for item, name in (("itm_1", "gina torres"), ("itm_2", "dan okafor"), ("itm_3", "gina torres")):
        watched.asked_for(ItemId(item))
        watched.is_office(name)
    assert answered_otherwise(_index(WRITER), watched.asked()) == ["itm_1", "itm_3"]


def test_the_key_follows_from_what_is_of_office_alone() -> None:
    asked = _asked(_index(WRITER)).asked()
    more = WatchedIndex.of(_index(WRITER))
    for one in asked.to_pylist():
        more.asked_for(ItemId(one["item_id"]))
        if one["is_email"]:
            more.is_private_email(one["text"])
        elif " " in one["text"]:
            more.is_office(one["text"])
        else:
            more.is_part(one["text"])
    assert answers_key(more.asked()) == answers_key(asked)
    more.is_office("nobody here")
    assert answers_key(more.asked()) == answers_key(asked)
    more.is_private_email("new@gmail.com")
    assert answers_key(more.asked()) != answers_key(asked)


def test_answers_as_the_index_does() -> None:
    index = _index(WRITER, {("x@lakeside.example", ""): 1, ("y@other.example", ""): 2, ("z@other.example", ""): 1})
    watched = WatchedIndex.of(index)
    watched.asked_for(ItemId("itm_1"))
    told = {}
    for name in ("gina torres", "ann lee", ""):
        assert watched.is_office(name) == index.is_office(name)
    for email in ("x@lakeside.example", "y@other.example", "ann@gmail.com"):
        told[email] = int(index.is_office_email(email)) + 2 * int(index.is_private_email(email))
        assert watched.is_office_email(email) == index.is_office_email(email)
        assert watched.is_private_email(email) == index.is_private_email(email)
    rows = watched.asked()
    assert answers(index, rows).to_pylist() == rows["answer"].to_pylist()
    assert {row["text"]: row["answer"] for row in rows.to_pylist() if row["is_email"]} == told

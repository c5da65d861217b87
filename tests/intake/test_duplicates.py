"""Copies are told apart by content alone, and the accounts see what is missing, doubled or without an end."""

from __future__ import annotations

import random

import pyarrow as pa
import pytest

from tocsin.ids import EvidenceId
from tocsin.intake.accounting import imbalances, missing_slices
from tocsin.intake.duplicates import mark_duplicates
from tocsin.model.evidence import ITEMS

_ORDER = {EvidenceId("evd_a"): 2, EvidenceId("evd_b"): 1, EvidenceId("evd_log"): 3}


def _row(
    item_id: str, evidence: str = "evd_a", locator: str = "x", sha256: str = "", **more: object
) -> dict[str, object]:
    return {
        "item_id": item_id, "evidence_id": evidence, "parent_id": None, "locator": locator, "media_type": "text/plain",
        "size_bytes": 1, "sha256": sha256, "message_id": "", "status": "done", "code": "", "family_id": None,
        "duplicate_of": None, "is_container": False, "sent_at": "", **more,
    }  # fmt: skip


def _table(*rows: dict[str, object]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=ITEMS)


def _speakers(table: pa.Table) -> dict[str, str | None]:
    parts = list(mark_duplicates(lambda: [table.slice(0, 2), table.slice(2)], _ORDER, {"evd_log"}))
    assert all(part.schema == ITEMS for part in parts)
    marked = pa.concat_tables(parts)
    assert marked["item_id"].to_pylist() == table["item_id"].to_pylist()
    for status, code, twin in zip(*(marked[n].to_pylist() for n in ("status", "code", "duplicate_of")), strict=True):
        assert (status == "duplicate") == (code == "same_content") == (twin is not None)
    return dict(zip(marked["item_id"].to_pylist(), marked["duplicate_of"].to_pylist(), strict=True))


def test_the_first_in_order_of_addition_and_place_speaks() -> None:
    rows = [
        _row("itm_1", "evd_a", "b", "h"),
        _row("itm_2", "evd_b", "z", "h"),
        _row("itm_3", "evd_b", "Z", "h"),
        _row("itm_4", "evd_b", "é", "other"),
    ]
    wanted = {"itm_1": "itm_3", "itm_2": "itm_3", "itm_3": None, "itm_4": None}
    assert _speakers(_table(*rows)) == wanted
    random.Random(1).shuffle(rows)
    assert _speakers(_table(*rows)) == wanted


@pytest.mark.parametrize(
    "other",
    [
        _row("itm_2", sha256="h", status="unreadable", code="corrupt"),
        _row("itm_2", sha256="h", size_bytes=0),
        _row("itm_2", "evd_log", sha256="h"),
        _row("itm_2", sha256=""),
    ],
)
def test_what_is_unread_empty_a_log_or_not_hashed_is_no_copy(other: dict[str, object]) -> None:
    assert _speakers(_table(_row("itm_1", sha256="h"), other))["itm_2"] is None


def test_a_file_known_as_a_copy_at_intake_stays_one() -> None:
    copy = _row("itm_2", sha256="h", status="duplicate", code="same_content", duplicate_of="itm_1")
    assert _speakers(_table(_row("itm_1", sha256="h"), copy)) == {"itm_1": None, "itm_2": "itm_1"}


def test_no_items_have_no_copies() -> None:
    assert _speakers(_table()) == {}


def test_accounts_that_add_up_say_nothing() -> None:
    table = _table(_row("itm_1"), _row("itm_2", parent_id="itm_1", status="skipped", code="empty"))
    assert imbalances(lambda: [table.slice(0, 1), table.slice(1)], {"evd_a": 1, "evd_b": 0}) == []


@pytest.mark.parametrize(
    ("rows", "files", "what", "where"),
    [
        ([_row("itm_1"), _row("itm_1", parent_id="itm_1")], 1, "item_twice", "itm_1"),
        ([_row("itm_1", status="unreadable")], 1, "item_without_end", "itm_1"),
        ([_row("itm_1", status="lost", code="x")], 1, "item_without_end", "itm_1"),
        ([_row("itm_1"), _row("itm_2", parent_id="itm_9")], 1, "parent_missing", "itm_2"),
        ([_row("itm_1")], 2, "files_not_accounted_for", "evd_a"),
        ([], 1, "files_not_accounted_for", "evd_a"),
    ],
)
def test_what_does_not_add_up_is_named(rows: list[dict[str, object]], files: int, what: str, where: str) -> None:
    assert [(one.what, one.id) for one in imbalances(lambda: [_table(row) for row in rows], {"evd_a": files})] == [
        (what, where)
    ]


@pytest.mark.parametrize(
    ("keys", "is_missing"),
    [
        (["evd_a/1-1/000000", "evd_a/1-1/000001", "evd_a/1-1/closed", "evd_a/2-9", "evd_a/noted"], False),
        (["evd_a/1-1/000000", "evd_a/1-1/000001"], False),
        (["evd_a/1-1/000000", "evd_a/1-1/000002", "evd_a/1-1/closed"], True),
        (["evd_a/1-1/000001", "evd_a/1-1/closed"], True),
        (["evd_a/1-1/closed"], True),
    ],
)
def test_a_document_is_not_closed_without_a_slice_of_it(keys: list[str], is_missing: bool) -> None:
    assert [(one.what, one.id) for one in missing_slices(keys)] == [("slice_missing", "evd_a")] * is_missing

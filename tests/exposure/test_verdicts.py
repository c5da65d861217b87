"""Verdicts on small logs: what is named, what must be presumed, what the log rules out."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from tocsin.exposure.records import LogRecord, records_of
from tocsin.exposure.verdicts import LogItem, judge
from tocsin.ids import EvidenceId, ItemId, SegmentId
from tocsin.model.evidence import Evidence, EvidenceKind
from tocsin.model.incident import Incident
from tocsin.model.incident_file import parse_incident
from tocsin.model.segments import Field, FieldsBody, GridBody, Segment

AT = datetime(2024, 12, 16, tzinfo=UTC)
INCIDENT = """
[incident]
id="x"
title="X"
organization="O"
role="covered_entity"
kind="email"
state="TN"
[timeline]
intrusion_start_on=2024-12-13
intrusion_end_on=2024-12-16
"""
INTRUDER = """
[[intruder]]
account="jdoe@example.org"
session_id="s-bad"
ip=["203.0.113.47"]
from=2024-12-13T02:10:00Z
until=2024-12-16T18:30:00Z
"""


def incident(extra: str = INTRUDER) -> Incident:
    return parse_incident((INCIDENT + extra).encode())


def evidence(kind: EvidenceKind = EvidenceKind.MAILBOX) -> Evidence:
    return Evidence(EvidenceId("evd_000000000001"), "jdoe.mbox", kind, "jdoe@example.org", "00", 1, 1, AT, "t", 1)


def message(number: int, message_id: str, parent: str | None = None) -> LogItem:
    return LogItem(
        ItemId(f"itm_{number:012x}"),
        EvidenceId("evd_000000000001"),
        ItemId(parent) if parent else None,
        f"jdoe.mbox!/{number}",
        message_id,
    )


def audit(
    day: float,
    *messages: str,
    session: str = "s-owner",
    ip: str = "198.51.100.7",
    access: str = "Bind",
    throttled: bool = False,
) -> dict[str, object]:
    return {
        "Id": f"{day}-{session}-{access}-{throttled}-{'-'.join(messages)}",
        "CreationTime": (datetime(2024, 12, 1, tzinfo=UTC) + timedelta(days=day)).strftime("%Y-%m-%dT%H:%M:%S"),
        "Operation": "MailItemsAccessed",
        "UserId": "jdoe@example.org",
        "MailboxOwnerUPN": "jdoe@example.org",
        "ClientIPAddress": ip,
        "SessionId": session,
        "OperationProperties": [
            {"Name": "MailAccessType", "Value": access},
            {"Name": "IsThrottled", "Value": str(throttled)},
        ],
        "Folders": [{"Path": "\\Inbox", "FolderItems": [{"InternetMessageId": f"<{m}>"} for m in messages]}],
    }


def log(*records: dict[str, object]) -> list[LogRecord]:
    rows = (("CreationDate", "UserIds", "Operations", "AuditData"), *(("", "", "", json.dumps(r)) for r in records))
    segment = Segment(SegmentId("seg_000000000001"), ItemId("itm_00000000ffff"), 0, "", GridBody(rows, 1, rows[:1]))
    return records_of([segment])


EVERY_DAY = [audit(d, f"own{d}@x") for d in range(5, 25)]
ITEMS = [message(1, "<read@x>"), message(2, "<other@x>"), message(3, "", "itm_000000000001")]


def verdicts(records: list[LogRecord], facts: Incident | None = None) -> list[tuple[str, str]]:
    return [(e.verdict.value, e.rule) for e in judge(ITEMS, [evidence()], records, facts or incident())]


def test_what_the_intruder_bound_is_touched_with_its_attachments_and_the_rest_is_not() -> None:
    records = log(*EVERY_DAY, audit(13.5, "read@x", session="s-bad"))
    assert verdicts(records) == [
        ("touched", "mail_item_named"),
        ("untouched", "logging_proved_and_item_not_named"),
        ("touched", "mail_item_named"),
    ]


def test_the_owners_reading_is_not_the_intruders() -> None:
    records = log(*EVERY_DAY, audit(13.5, "read@x"))
    assert verdicts(records)[0][0] == "untouched"


def test_an_address_of_the_intruder_tells_where_the_session_differs() -> None:
    records = log(*EVERY_DAY, audit(13.5, "read@x", session="s-new", ip="203.0.113.47:51234"))
    assert verdicts(records)[0][0] == "touched"


def test_a_sync_by_the_intruder_presumes_the_whole_mailbox() -> None:
    records = log(*EVERY_DAY, audit(14, session="s-bad", access="Sync"))
    assert [v for v, _ in verdicts(records)] == ["presumed"] * 3


def test_throttling_presumes_the_mailbox_whoever_caused_it() -> None:
    records = log(*EVERY_DAY, audit(12.6, throttled=True))
    assert verdicts(records)[1] == ("presumed", "log_throttled")


@pytest.mark.parametrize(
    "kept",
    [
        [r for n, r in enumerate(EVERY_DAY) if n > 12],
        [r for n, r in enumerate(EVERY_DAY) if n < 9],
        [r for n, r in enumerate(EVERY_DAY) if n not in (8, 9, 10)],
    ],
)
def test_a_log_with_a_hole_proves_nothing(kept: list[dict[str, object]]) -> None:
    assert verdicts(log(*kept))[1][1] == "logging_not_proved"


def test_without_log_or_intruder_everything_is_presumed() -> None:
    assert verdicts([])[0] == ("presumed", "no_log_for_this_mailbox")
    assert verdicts(log(*EVERY_DAY), incident(""))[0] == ("presumed", "intruder_not_described")


def test_records_exported_twice_count_once_and_json_fields_read_the_same() -> None:
    record = audit(13.5, "read@x", "b@x", session="s-bad")
    assert len(log(record, record)) == 1
    fields = (
        Field("Id", "1"), Field("CreationTime", "2024-12-14T12:00:00"), Field("Operation", "MailItemsAccessed"),
        Field("UserId", "JDoe@example.org"), Field("OperationProperties[0].Name", "MailAccessType"),
        Field("OperationProperties[0].Value", "Bind"), Field("Folders[0].FolderItems[0].InternetMessageId", "<Read@x>"),
        Field("Folders[0].FolderItems[1].InternetMessageId", "<b@x>"), Field("Folders[0].FolderItems[1].Id", "77"),
    )  # fmt: skip
    made = records_of([Segment(SegmentId("seg_000000000001"), ItemId("itm_00000000ffff"), 0, "", FieldsBody(fields))])
    assert (made[0].record_id, made[0].account, made[0].access_type) == ("1", "jdoe@example.org", "Bind")
    assert made[0].message_ids == ("read@x", "b@x")


def share_item(number: int, path: str, parent: str | None = None) -> LogItem:
    return LogItem(
        ItemId(f"itm_{number:012x}"), EvidenceId("evd_000000000001"), ItemId(parent) if parent else None, path, ""
    )


def file_log(day: float, path: str, session: str, operation: str = "FileDownloaded") -> dict[str, object]:
    return {
        "Id": f"{day}{path}{session}", "CreationTime": f"2024-12-{int(day):02d}T12:00:00", "Operation": operation,
        "UserId": "jdoe@example.org", "ClientIP": "203.0.113.47" if session == "s-bad" else "198.51.100.7",
        "ObjectId": f"https://x.sharepoint.com/sites/a/Shared%20Documents/{path}",
        "AppAccessContext": {"AADSessionId": session},
    }  # fmt: skip


def test_a_downloaded_file_is_touched_with_what_is_inside_it() -> None:
    records = log(*[file_log(d, "x/own.txt", "s-o") for d in range(10, 20)], file_log(14, "Finance/A%20b.zip", "s-bad"))
    items = [
        share_item(1, "Finance/a b.zip"),
        share_item(2, "Finance/a b.zip!/in.csv", "itm_000000000001"),
        share_item(3, "HR/a b.zip"),
    ]
    made = judge(items, [evidence(EvidenceKind.SHARE)], records, incident())
    assert [e.verdict.value for e in made] == ["touched", "touched", "untouched"]


def test_a_database_without_replayable_log_is_presumed() -> None:
    made = judge([share_item(1, "dump.csv")], [evidence(EvidenceKind.DATABASE)], [], incident())
    assert made[0].verdict.value == "presumed"

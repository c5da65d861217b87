"""Microsoft 365 audit exports: what owner and intruder did, as the unified audit log says it.

Source: MailItemsAccessed (RecordType 50) and SharePoint file operations (RecordType 6) of the Office 365 Management
Activity API schema.
"""

from __future__ import annotations

import csv
import json
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

SINCE = datetime(2024, 12, 13, 2, 10)
UNTIL = datetime(2024, 12, 16, 18, 30)
Record = dict[str, Any]


@dataclass
class Visitor:
    """Someone's session as the log shows it."""

    account: str
    session: str
    ip: str
    client: str


@dataclass
class AccessLog:
    """Collects the records of one export."""

    rng: random.Random
    records: list[Record] = field(default_factory=list)

    def _envelope(self, when: datetime, operation: str, kind: int, workload: str, user: str) -> Record:
        return {
            "CreationTime": when.strftime("%Y-%m-%dT%H:%M:%S"),
            "Id": str(uuid.UUID(int=self.rng.getrandbits(128), version=4)),
            "Operation": operation, "OrganizationId": "5f0c0b8a-0000-4000-8000-0123456789ab", "RecordType": kind,
            "ResultStatus": "Succeeded", "UserKey": user, "UserType": 0, "Version": 1, "Workload": workload,
            "UserId": user,
        }  # fmt: skip

    def mail(self, who: Visitor, when: datetime, kind: str, message_ids: list[str], throttled: bool = False) -> None:
        """Record a Bind of these messages, or a Sync of the inbox."""
        record = self._envelope(when, "MailItemsAccessed", 50, "Exchange", who.account)
        items = [{"InternetMessageId": name, "SizeInBytes": self.rng.randint(4000, 90000)} for name in message_ids]
        folder = {"Id": "LgAAAAB", "Path": "\\Inbox"} | ({"FolderItems": items} if kind == "Bind" else {})
        record |= {
            "ClientIPAddress": who.ip, "ClientInfoString": f"Client={who.client}", "ExternalAccess": False,
            "InternalLogonType": 0, "LogonType": 0, "MailboxOwnerUPN": who.account,
            "MailboxGuid": str(uuid.uuid5(uuid.NAMESPACE_DNS, who.account)), "SessionId": who.session,
            "OperationCount": max(1, len(message_ids)), "Folders": [folder],
            "OperationProperties": [
                {"Name": "MailAccessType", "Value": kind}, {"Name": "IsThrottled", "Value": str(throttled)},
            ],
        }  # fmt: skip
        self.records.append(record)

    def file(self, who: Visitor, when: datetime, operation: str, path: str) -> None:
        """Record an operation on a file of the library; ``path`` is relative to it."""
        record = self._envelope(when, operation, 6, "SharePoint", who.account)
        folder, _, name = path.rpartition("/")
        site = "https://network.sharepoint.example/sites/billing/"
        record |= {
            "ClientIP": who.ip, "UserAgent": "Mozilla/5.0", "SiteUrl": site, "SourceFileName": name, "ItemType": "File",
            "SourceRelativeUrl": f"Shared Documents/{folder}".rstrip("/"), "ObjectId": f"{site}Shared Documents/{path}",
            "SourceFileExtension": name.rsplit(".", 1)[-1], "EventSource": "SharePoint",
            "ListItemUniqueId": str(uuid.uuid5(uuid.NAMESPACE_URL, path)),
            "AppAccessContext": {"AADSessionId": who.session},
        }  # fmt: skip
        self.records.append(record)

    def background(self, owner: Visitor, message_ids: list[str]) -> None:
        """Record what an owner does all day, every hour: it proves that logging was on."""
        when = SINCE - timedelta(days=4)
        while when < UNTIL + timedelta(days=2):
            self.mail(owner, when, "Bind", self.rng.sample(message_ids, min(2, len(message_ids))))
            when += timedelta(minutes=self.rng.randint(35, 55))

    def library_background(self, owner: Visitor) -> None:
        """Record what the owner opens in the library from before to after the intrusion: it proves the log was on."""
        when = SINCE - timedelta(days=3)
        while when < UNTIL + timedelta(days=2):
            self.file(owner, when, "FileAccessed", f"Templates/form-{self.rng.randint(1, 40)}.docx")
            when += timedelta(hours=self.rng.randint(2, 9))

    def moments(self, count: int) -> Iterator[datetime]:
        """Yield that many times inside the intrusion, in order."""
        seconds = int((UNTIL - SINCE).total_seconds()) - 60
        yield from (SINCE + timedelta(seconds=s) for s in sorted(self.rng.randint(30, seconds) for _ in range(count)))

    def write(self, path: Path) -> None:
        """Write the records, in order of time, with a few repeated as exports do; .csv or .jsonl by the name."""
        rows = sorted(self.records, key=lambda record: (record["CreationTime"], record["Id"]))
        rows += rows[:: max(1, len(rows) // 5)][:5]
        if path.suffix == ".jsonl":
            path.write_text(
                "".join(json.dumps({"operation": row["Operation"], "auditData": row}) + "\n" for row in rows), "utf-8"
            )
            return
        with path.open("w", newline="", encoding="utf-8-sig") as file:
            writer = csv.writer(file)
            writer.writerow(["RecordId", "CreationDate", "RecordType", "Operation", "UserId", "AuditData"])
            for row in rows:
                writer.writerow(
                    [
                        row["Id"],
                        row["CreationTime"] + "Z",
                        row["RecordType"],
                        row["Operation"],
                        row["UserId"],
                        json.dumps(row),
                    ]
                )

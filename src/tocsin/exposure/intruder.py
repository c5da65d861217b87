"""Telling the intruder's records from the owner's: by session, address and client, never by the account alone.

Where the incident file gives a session or addresses, a record that carries neither cannot be told apart and counts as
the intruder's inside the window: unknown means exposed.

Source: Microsoft, "Use MailItemsAccessed to investigate compromised accounts" (context of access).
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.exposure.records import LogRecord
from tocsin.model.incident import Intruder


def is_intruder(record: LogRecord, intruders: Sequence[Intruder]) -> bool:
    """Tell whether the record may be the intruder's doing."""
    return any(_fits(record, intruder) for intruder in intruders)


def _fits(record: LogRecord, intruder: Intruder) -> bool:
    if intruder.session_id and record.session_id == intruder.session_id:
        return True
    if intruder.account and record.account and record.account != intruder.account.lower():
        return False
    if not _in_window(record, intruder):
        return False
    marks = _marks(record, intruder)
    return any(marks) or (None in marks and False not in marks) or not marks


def _marks(record: LogRecord, intruder: Intruder) -> list[bool | None]:
    """Return, for each mark the incident file gives, whether the record bears it (None: it does not say)."""
    marks: list[bool | None] = []
    if intruder.session_id:
        marks.append(record.session_id == intruder.session_id if record.session_id else None)
    if intruder.ip:
        marks.append(record.ip in intruder.ip if record.ip else None)
    if intruder.client and not (intruder.session_id or intruder.ip):
        bears = any(client.lower() in record.client.lower() for client in intruder.client)
        marks.append(bears if record.client else None)
    return marks


def _in_window(record: LogRecord, intruder: Intruder) -> bool:
    if record.at is None:
        return True
    after = intruder.from_at is None or record.at >= intruder.from_at
    return after and (intruder.until_at is None or record.at <= intruder.until_at)

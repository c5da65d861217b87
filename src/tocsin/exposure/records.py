"""Access-log records, read from the segments of log evidence.

Understands Microsoft 365 unified audit log exports as CSV (with an ``AuditData`` column of JSON, or flat columns) and
as JSON, one record a line or a list. Records are made once by their id: exports hold duplicates.

Source: Microsoft, "Use MailItemsAccessed to investigate compromised accounts"; Office 365 Management Activity API
schema (RecordType 2, 6, 50).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from urllib.parse import unquote, urlsplit

import orjson

from tocsin.ids import ItemId, digest_id
from tocsin.model.segments import Field, FieldsBody, GridBody, Segment

_INDEX = re.compile(r"\[\d+\]|(?<=\.)\d+(?=\.|$)")
_WANTED = {
    "creationtime": "at", "creationdate": "at", "timegenerated": "at", "timestamp": "at", "date": "at",
    "id": "id", "identity": "id", "identifier": "id", "recordid": "id",
    "operation": "operation", "operations": "operation", "activity": "operation",
    "userid": "account", "userids": "account", "user": "account",
    "mailboxownerupn": "mailbox", "mailboxowner": "mailbox",
    "clientipaddress": "ip", "clientip": "ip", "actoripaddress": "ip", "ipaddress": "ip",
    "sessionid": "session", "aadsessionid": "session",
    "clientinfostring": "client", "useragent": "client", "clientapplication": "client",
    "internetmessageid": "message", "objectid": "object", "sourcerelativeurl": "folder", "sourcefilename": "file",
    "mailaccesstype": "access", "isthrottled": "throttled", "workload": "workload",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LogRecord:
    """One audited act; empty where the record does not say."""

    record_id: str
    at: datetime | None
    operation: str
    account: str
    mailbox: str
    ip: str
    session_id: str
    client: str
    access_type: str
    is_throttled: bool
    message_ids: tuple[str, ...] = field(repr=False)
    object_path: str = field(repr=False)
    """URL or path of a file, decoded, with forward slashes."""

    @property
    def is_mail(self) -> bool:
        """Tell whether it is about a mailbox."""
        return bool(self.message_ids or self.access_type) or self.operation == "MailItemsAccessed"


def records_of(segments: Iterable[Segment]) -> list[LogRecord]:
    """Return the records of the log segments, one for each id, sorted by time and id."""
    found: dict[str, LogRecord] = {}
    for segment in segments:
        for number, bag in enumerate(_bags(segment)):
            record = _record(bag, segment.item_id, f"{segment.ordinal}/{number}")
            if record is not None:
                found.setdefault(record.record_id, record)
    return sorted(found.values(), key=lambda r: (r.at or datetime.min.replace(tzinfo=UTC), r.record_id))


Bag = Mapping[str, Sequence[str]]
"""Values by wanted key, in order."""


def _bags(segment: Segment) -> Iterator[Bag]:
    if isinstance(segment.body, GridBody):
        yield from _grid_bags(segment.body)
    elif isinstance(segment.body, FieldsBody):
        for _, group in groupby(segment.body.fields, key=lambda f: f.group):
            yield _bag((f.path, f.value) for f in _unfolded(group))


def _grid_bags(body: GridBody) -> Iterator[Bag]:
    header = body.head[0] if body.head else (body.rows[0] if body.rows else ())
    names = [_key(name) for name in header]
    if not set(names) & {"auditdata", *_WANTED}:
        return
    for row in body.rows:
        if tuple(row) == tuple(header):
            continue
        pairs = list(zip(header, row, strict=False))
        inner = [pair for name, value in pairs if _key(name) == "auditdata" for pair in _json_pairs(value)]
        yield _bag(inner + [(name, value) for name, value in pairs if _key(name) != "auditdata"])


def _unfolded(fields: Iterable[Field]) -> list[Field]:
    """Return the fields with Name/Value bags folded into one field of that name, and inner JSON opened."""
    out: list[Field] = []
    name = ""
    for entry in fields:
        last = _key(entry.path)
        if last == "name":
            name = entry.value
        elif last == "value" and name:
            out.append(Field(name, entry.value, group=entry.group))
            name = ""
        elif last == "auditdata":
            out.extend(Field(path, value, group=entry.group) for path, value in _json_pairs(entry.value))
        else:
            out.append(entry)
    return out


def _json_pairs(text: str) -> list[tuple[str, str]]:
    try:
        tree = orjson.loads(text)
    except orjson.JSONDecodeError:
        return []
    return list(_pairs("", tree))


def _pairs(path: str, node: object) -> Iterator[tuple[str, str]]:
    if isinstance(node, Mapping):
        if set(node) >= {"Name", "Value"}:
            yield str(node["Name"]), _scalar(node["Value"])
            return
        for key, value in node.items():
            yield from _pairs(f"{path}.{key}" if path else str(key), value)
    elif isinstance(node, list):
        for value in node:
            yield from _pairs(path, value)
    else:
        yield path, _scalar(node)


def _scalar(value: object) -> str:
    return "" if value is None else str(value)


def _key(path: str) -> str:
    last = _INDEX.sub("", path).rstrip(".").rsplit(".", 1)[-1]
    return re.sub(r"[^a-z]", "", last.lower())


def _bag(pairs: Iterable[tuple[str, str]]) -> Bag:
    bag: dict[str, list[str]] = {}
    for path, value in pairs:
        wanted = _WANTED.get(_key(path))
        if wanted == "id" and "." in _INDEX.sub("", path).strip("."):
            continue
        if wanted and value:
            bag.setdefault(wanted, []).append(value.strip())
    return bag


def _record(bag: Bag, item: ItemId, place: str) -> LogRecord | None:
    if "operation" not in bag or not ("account" in bag or "mailbox" in bag or "ip" in bag):
        return None

    def first(key: str) -> str:
        return next(iter(bag.get(key, ())), "")

    return LogRecord(
        record_id=first("id") or digest_id("log", item, place),
        at=_time(bag.get("at", ())),
        operation=first("operation"),
        account=first("account").lower(),
        mailbox=first("mailbox").lower(),
        ip=_bare_ip(first("ip")),
        session_id=first("session"),
        client=first("client"),
        access_type=first("access"),
        is_throttled=first("throttled").lower() == "true",
        message_ids=tuple(_message_id(value) for value in bag.get("message", ())),
        object_path=_object_path(first("object"), first("folder"), first("file")),
    )


def _message_id(value: str) -> str:
    return value.strip().strip("<>").lower()


def _bare_ip(value: str) -> str:
    """Return the address without port and brackets.

    Example:
        >>> _bare_ip("[203.0.113.9]:443"), _bare_ip("203.0.113.9:51012"), _bare_ip("2001:db8::1")
        ('203.0.113.9', '203.0.113.9', '2001:db8::1')
    """
    value = value.strip().strip('"')
    if value.startswith("["):
        return value[1:].split("]")[0]
    return value.split(":")[0] if value.count(":") == 1 else value


def _object_path(url: str, folder: str, name: str) -> str:
    text = url if url and "/" in url else "/".join(filter(None, [folder, name])) or url
    path = urlsplit(text).path if "://" in text else text
    return unquote(path).replace("\\", "/").strip("/")


def _time(values: Sequence[str]) -> datetime | None:
    for value in values:
        text = re.sub(r"(\.\d{6})\d+", r"\1", value.strip().replace("Z", "+00:00"))
        for shape in ("", "%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M"):
            try:
                at = datetime.strptime(text, shape) if shape else datetime.fromisoformat(text)
            except ValueError:
                continue
            return at if at.tzinfo else at.replace(tzinfo=UTC)
    return None

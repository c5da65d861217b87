"""What the post or the organization gave of addresses, and letters that came back; nothing is ever made up."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from tocsin.errors import NothingToDoError, TableFileError, Word
from tocsin.notices.house import LANGUAGES
from tocsin.notices.mailfile import MAILFILE
from tocsin.notices.postal.choose import FIELDS
from tocsin.response.folder import IncidentFolder
from tocsin.response.notice_map import NoticeMap

STAGE = "addresses"
UNDELIVERABLE_DPV = "N"
"""DPV code: the primary number does not exist. Source: USPS DPV product, footnote codes Y, S, D and N."""
NO_FORWARD = frozenset({"MLNA", "BCNO", "UNDELIVERABLE", "NO_FORWARD"})
"""NCOALink return words: moved and left no address, box closed no order."""
GIVEN = pa.schema(
    [
        pa.field("subjects", pa.string(), nullable=False),
        *(pa.field(name, pa.string(), nullable=False) for name in FIELDS),
        *(pa.field(name, pa.string(), nullable=False) for name in ("source", "dpv_code", "ncoa_status", "language")),
        pa.field("given_on", pa.date32(), nullable=False),
    ]
)
"""One row an answer of the post or the organization, tied to the subjects that it is about."""
RETURNED = "returned"
RETURNS = pa.schema(
    [
        *(pa.field(name, pa.string(), nullable=False) for name in ("record_id", "subjects", *FIELDS, "reason")),
        pa.field("returned_on", pa.date32(), nullable=False),
    ]
)
"""One row a letter that came back, with the address it was sent to."""


def take_addresses(folder: IncidentFolder, rows: Sequence[Mapping[str, str]], source: str, today: date) -> int:
    """Keep the answers of the post or the organization; return how many. The next run uses them.

    Columns in: record_id or notice_id, and any of address_1 (or line_1), address_2 (line_2), city, state, zip (or zip5
    and zip4), country, given_on (ISO), dpv_code, ncoa_status, language.

    Raises:
        NothingToDoError: `notify` has not run.
        TableFileError: a row names nobody of this incident, or a value is none of its column.
    """
    if not folder.committed_keys("notify"):
        raise NothingToDoError()
    map_ = NoticeMap.of(folder)
    notices = {
        row["record_id"]: row["notice_ids"].split(";")
        for row in folder.read("mailfile", MAILFILE, columns=["record_id", "notice_ids"]).to_pylist()
    }
    kept = []
    for number, row in enumerate(rows, start=2):
        mine = notices.get(row.get("record_id") or "", [row.get("notice_id") or ""])
        subjects = sorted({subject for notice in mine for subject in map_.subjects(notice)})
        if not subjects:
            raise TableFileError(row=number, column=Word("record_id"))
        kept.append({"subjects": ";".join(subjects), **_given(row, number, source, today)})
    table = pa.Table.from_pylist(kept, schema=GIVEN)
    key = hashlib.sha256(repr(kept).encode()).hexdigest()[:32]
    with folder.stage_lock():
        if not folder.is_committed(STAGE, key):
            folder.commit(STAGE, key, {"given_addresses": table}, {"rows": len(kept)})
    return len(kept)


def _given(row: Mapping[str, str], number: int, source: str, today: date) -> dict[str, Any]:
    def value(*names: str) -> str:
        return next((row[name].strip() for name in names if (row.get(name) or "").strip()), "")

    language = value("language").lower()
    if language and language not in LANGUAGES:
        raise TableFileError(row=number, column=Word("language"))
    given_on = iso_day(value("given_on")) if value("given_on") else today
    if given_on is None:
        raise TableFileError(row=number, column=Word("given_on"))
    return {
        "address_1": value("address_1", "line_1"),
        "address_2": value("address_2", "line_2"),
        "city": value("city"),
        "state": value("state"),
        "zip": value("zip") or "-".join(filter(None, (value("zip5"), value("zip4")))),
        "country": value("country"),
        "source": source,
        "dpv_code": value("dpv_code").upper(),
        "ncoa_status": value("ncoa_status"),
        "language": language,
        "given_on": given_on,
    }


def iso_day(text: str) -> date | None:
    """Return the day of an ISO text, or None if it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def given_keys(folder: IncidentFolder) -> Iterable[str]:
    """Return what tells whether answers or letters came back since the mail file was made."""
    return [*sorted(folder.committed_keys(STAGE)), *sorted(folder.committed_keys(RETURNED))]

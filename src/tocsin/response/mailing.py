"""What was mailed: recorded with date, barcode and hash, and kept for the next run, which mails nothing twice."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.errors import NothingToDoError, TableFileError, Word
from tocsin.notices.mailfile import MAILFILE
from tocsin.response.folder import IncidentFolder
from tocsin.response.given_addresses import RETURNS
from tocsin.response.letters import PRINTED
from tocsin.response.mail_rows import POSTED
from tocsin.response.notice_map import NoticeMap

STAGE = "mailed"
MAILINGS = pa.schema(
    [
        *MAILFILE,
        pa.field("subjects", pa.string(), nullable=False),
        pa.field("mailed_on", pa.date32(), nullable=False),
        *(pa.field(name, pa.string(), nullable=False) for name in ("imb", "sha256", "batch", "batch_sha256")),
    ]
)
"""The row of the mail file as it was when the letter was posted, whom it was about, when, and what was posted."""


def record_mailed(folder: IncidentFolder, rows: Sequence[Mapping[str, str]], on: date | None) -> str:
    """Record that these letters were posted; return a sentence with the numbers.

    Columns in: record_id; mailed_on (ISO) unless ``on`` is given; imb, if the vendor tells it.

    Raises:
        NothingToDoError: `notify` has not run.
        TableFileError: a row names no letter of this incident, or no day.
    """
    if not folder.committed_keys("notify"):
        raise NothingToDoError()
    letters = {row["record_id"]: row for row in folder.read("mailfile", MAILFILE).to_pylist()}
    printed = {row["record_id"]: row for row in folder.read("printed", PRINTED).sort_by("dated_on").to_pylist()}
    before = mailed_ids(folder)
    map_, kept = NoticeMap.of(folder), []
    for number, row in enumerate(rows, start=2):
        record = row.get("record_id") or ""
        if record not in letters:
            raise TableFileError(row=number, column=Word("record_id"))
        if record not in before:
            before.add(record)
            kept.append(_mailing(letters[record], row, printed.get(record), map_, _day(row, on, number)))
    table = pa.Table.from_pylist(kept, schema=MAILINGS)
    digest = hashlib.sha256("\n".join(sorted(f"{m['record_id']} {m['sha256']}" for m in kept)).encode()).hexdigest()
    if kept:
        tranches = sorted({int(m["tranche"]) for m in kept})
        with folder.stage_lock():
            facts = {"letters": len(kept), "tranche": tranches[-1], "proof": digest}
            folder.commit(STAGE, digest[:32], {"mailings": table}, facts)
    return f"{len(kept)} letters recorded as mailed, {len(rows) - len(kept)} were so already"


def mailed_ids(folder: IncidentFolder) -> set[str]:
    """Return the record ids of all letters that were posted."""
    return set(folder.read("mailings", MAILINGS, columns=["record_id"])["record_id"].to_pylist())


def posted_letters(folder: IncidentFolder) -> pa.Table:
    """Return every letter that was posted (schema ``POSTED``), sorted by record; an heir is empty if nobody is it."""
    mailings = folder.read("mailings", MAILINGS).sort_by("record_id")
    if not mailings.num_rows:
        return POSTED.empty_table()
    map_ = NoticeMap.of(folder)
    heirs = pa.array([map_.heir(subjects.as_py().split(";")) for subjects in mailings["subjects"]], pa.string())
    returned = folder.read("returns", RETURNS, columns=["record_id"])["record_id"].combine_chunks()
    columns = [*(mailings[name] for name in MAILFILE.names), heirs, pc.is_in(mailings["record_id"], returned)]
    return pa.table(columns, schema=POSTED)


def _mailing(
    letter: Mapping[str, Any], row: Mapping[str, str], printed: Mapping[str, Any] | None, map_: NoticeMap, on: date
) -> dict[str, Any]:
    subjects = sorted({s for notice in letter["notice_ids"].split(";") for s in map_.subjects(notice)})
    proof = {name: printed[name] if printed else "" for name in ("sha256", "batch", "batch_sha256")}
    imb = (row.get("imb") or "").strip() or letter["barcode"]
    return {**letter, "subjects": ";".join(subjects), "mailed_on": on, "imb": imb, **proof}


def _day(row: Mapping[str, str], on: date | None, number: int) -> date:
    given = (row.get("mailed_on") or "").strip()
    if not given and on is not None:
        return on
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise TableFileError(row=number, column=Word("mailed_on")) from None

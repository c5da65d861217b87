"""Letters that came back: the address is bad from then on; another one, or a forwarding one, is tried instead.

Who has no other address goes to substitute notice, as if there had never been one.

Source: 45 CFR 164.404(d)(2); 78 FR 5566 (returned letters are insufficient contact information).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from tocsin.errors import TableFileError, Word
from tocsin.notices.postal.choose import FIELDS
from tocsin.response.folder import IncidentFolder
from tocsin.response.given_addresses import RETURNED, RETURNS, take_addresses
from tocsin.response.mailing import MAILINGS

_FORWARDING = "forwarding address"


def record_returned(folder: IncidentFolder, rows: Sequence[Mapping[str, str]], on: date | None, today: date) -> str:
    """Record letters that came back; return a sentence with the numbers. The next run acts on it.

    Columns in: record_id; returned_on (ISO) unless ``on`` is given; return_reason; and a forwarding address, if the
    post gave one, as address_1, address_2, city, state, zip.

    Raises:
        TableFileError: a row names no letter that was recorded as mailed, or no day.
    """
    posted = {row["record_id"]: row for row in folder.read("mailings", MAILINGS).to_pylist()}
    before = set(folder.read("returns", RETURNS, columns=["record_id"])["record_id"].to_pylist())
    kept, forwarded = [], []
    for number, row in enumerate(rows, start=2):
        record = row.get("record_id") or ""
        if record not in posted:
            raise TableFileError(row=number, column=Word("record_id"))
        if record not in before:
            before.add(record)
            kept.append(_returned(posted[record], row, _day(row, on, number)))
            if (row.get("address_1") or row.get("line_1") or "").strip():
                forwarded.append({**row, "record_id": record})
    table = pa.Table.from_pylist(kept, schema=RETURNS)
    if kept:
        key = hashlib.sha256(repr(sorted(k["record_id"] for k in kept)).encode()).hexdigest()[:32]
        with folder.stage_lock():
            folder.commit(RETURNED, key, {"returns": table}, {"letters": len(kept), "forwarded": len(forwarded)})
    if forwarded:
        take_addresses(folder, forwarded, _FORWARDING, today)
    return f"{len(kept)} letters recorded as returned, {len(forwarded)} with a forwarding address"


def _returned(posted: Mapping[str, Any], row: Mapping[str, str], on: date) -> dict[str, Any]:
    code = "-".join(filter(None, (posted["zip5"], posted["zip4"])))
    address = {name: posted[name] for name in FIELDS if name != "zip"}
    return {
        "record_id": posted["record_id"],
        "subjects": posted["subjects"],
        **address,
        "zip": code,
        "reason": (row.get("return_reason") or "").strip(),
        "returned_on": on,
    }


def _day(row: Mapping[str, str], on: date | None, number: int) -> date:
    given = (row.get("returned_on") or "").strip()
    if not given and on is not None:
        return on
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise TableFileError(row=number, column=Word("returned_on")) from None

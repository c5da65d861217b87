"""Addresses for a CASS and NCOA vendor, and the queue of those that are too bad to be tried."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from tocsin.errors import NothingToDoError
from tocsin.model.results import PEOPLE
from tocsin.notices.mailfile import MAILFILE
from tocsin.notices.postal.choose import FIELDS
from tocsin.notices.postal.render import render
from tocsin.notices.postal.score import score
from tocsin.response.chosen_addresses import CHOSEN
from tocsin.response.folder import IncidentFolder

ADDRESSES = pa.schema(
    [
        *(pa.field(name, pa.string(), nullable=False) for name in ("record_id", "addressee_1", "addressee_2")),
        *(
            pa.field(name, pa.string(), nullable=False)
            for name in ("line_1", "line_2", "city", "state", "zip5", "zip4")
        ),
        *(pa.field(name, pa.string(), nullable=False) for name in ("country", "kind")),
        pa.field("points", pa.int64(), nullable=False),
        *(pa.field(name, pa.string(), nullable=False) for name in ("reasons", "source", "why")),
    ]
)
"""What a CASS and NCOA vendor gets."""
QUEUE = pa.schema(
    [
        *(pa.field(name, pa.string(), nullable=False) for name in ("notice_id", "name", *FIELDS)),
        pa.field("points", pa.int64(), nullable=False),
        *(pa.field(name, pa.string(), nullable=False) for name in ("reasons", "why")),
    ]
)
"""People whose address is not good enough to be tried."""


def addresses_table(folder: IncidentFolder) -> pa.Table:
    """Return the addresses of all letters in standard form, for a CASS and NCOA vendor, sorted by record id.

    Raises:
        NothingToDoError: `notify` has not run.
    """
    _need_notify(folder)
    choices = folder.read("address_choices", CHOSEN, ["notice_id", "why"])
    why = dict(zip(choices["notice_id"].to_pylist(), choices["why"].to_pylist(), strict=True))
    rows = []
    for record in folder.read("mailfile", MAILFILE).sort_by("record_id").to_pylist():
        postal = render({**record, "zip": f"{record['zip5']}{record['zip4']}"})
        judged = score(postal)
        rows.append(
            {
                **{name: record[name] for name in ("record_id", "addressee_1", "addressee_2")},
                **{name: getattr(postal, name) for name in ("line_1", "line_2", "city", "state", "zip5", "zip4")},
                "country": postal.country,
                "kind": postal.kind.value,
                "points": judged.points,
                "reasons": ";".join(judged.reasons),
                "source": record["address_source"],
                "why": why.get(record["notice_id"], ""),
            }
        )
    return pa.Table.from_pylist(rows, schema=ADDRESSES)


def queue_table(folder: IncidentFolder) -> pa.Table:
    """Return the people who get no letter because of their address, with what is wrong with it, sorted by notice.

    Raises:
        NothingToDoError: `notify` has not run.
    """
    _need_notify(folder)
    waiting = set(folder.read("no_address")["notice_id"].to_pylist())
    chosen = {row["notice_id"]: row for row in folder.read("address_choices", CHOSEN).to_pylist()}
    rows: list[dict[str, Any]] = []
    for notice in folder.read("notices", PEOPLE).sort_by("person_id").to_pylist():
        if notice["person_id"] in waiting:
            found = chosen.get(notice["person_id"])
            placed = found or notice
            judged = score(render({name: placed[name] for name in FIELDS}))
            parts = ("first_name", "middle_name", "last_name", "suffix")
            rows.append(
                {
                    "notice_id": notice["person_id"],
                    "name": " ".join(notice[part] for part in parts if notice[part]),
                    **{name: placed[name] for name in FIELDS},
                    "points": judged.points,
                    "reasons": ";".join(judged.reasons),
                    "why": found["why"] if found else "no address in the evidence",
                }
            )
    return pa.Table.from_pylist(rows, schema=QUEUE)


def _need_notify(folder: IncidentFolder) -> None:
    if not folder.committed_keys("notify"):
        raise NothingToDoError()

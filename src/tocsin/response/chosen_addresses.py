"""The address of every notice, chosen from what the evidence says and what the post or the organization gave.

Notices are taken some at a time, by the engine. What was chosen from the very same sightings before is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tocsin import __version__
from tocsin.model.elements import OFFICE_ROLES
from tocsin.model.results import PEOPLE
from tocsin.model.subjects import MEMBERS, SUBJECTS
from tocsin.notices.postal.choose import FIELDS, Sighting, choose
from tocsin.response.context import RunContext
from tocsin.response.folder import IncidentFolder
from tocsin.response.given_addresses import GIVEN, NO_FORWARD, RETURNS, UNDELIVERABLE_DPV, iso_day
from tocsin.response.notice_map import NoticeMap
from tocsin.response.row_batches import engine_for, together
from tocsin.tables.engine import Tables

CHOSEN = pa.schema(
    [
        *(pa.field(name, pa.string(), nullable=False) for name in ("notice_id", "why", *FIELDS, "source")),
        pa.field("seen_on", pa.date32()),
        pa.field("is_bad", pa.bool_(), nullable=False),
        pa.field("is_mailable", pa.bool_(), nullable=False),
        pa.field("made_of", pa.string(), nullable=False),
    ]
)
"""One row a notice with any address, sorted by notice; ``is_mailable`` by its form alone.

``made_of`` is a digest of what it was chosen from.
"""
SIGHTINGS = pa.schema(
    [
        *(pa.field(name, pa.string(), nullable=False) for name in ("notice_id", *FIELDS, "source", "seen_on")),
        *(pa.field(name, pa.bool_(), nullable=False) for name in ("is_given", "is_bad")),
    ]
)
"""An address of a notice's person as one place gives it; ``seen_on`` as an ISO day, else empty."""
_CHOSEN_AS = "1"
"""To be changed with the way in which addresses are chosen, so that none of before is kept."""
Row = dict[str, Any]


def chosen_addresses(context: RunContext, posted: pa.Table) -> tuple[pa.Table, dict[str, str]]:
    """Return the chosen addresses (schema ``CHOSEN``), and the languages that were given, by notice.

    Those of notices that are listed today, or were when a letter of ``posted`` was.
    """
    folder = context.folder
    seen = _in_evidence(folder)
    given, languages = _given(folder)
    if given:
        seen = pa.concat_tables([seen, pa.Table.from_pylist(given, schema=SIGHTINGS)])
    listed = folder.read("notices", PEOPLE, ["person_id"])["person_id"].chunks
    wanted = pa.chunked_array([*listed, *posted["notice_id"].chunks], pa.string()).combine_chunks()
    seen = seen.filter(pc.is_in(seen["notice_id"], wanted))
    former = folder.read("address_choices", CHOSEN)
    if former.schema != CHOSEN:
        former = CHOSEN.empty_table()
    made = engine_for(context, seen.num_rows).map_batches(choose_part, _batches(seen, former), "notify")
    return pa.concat_tables([CHOSEN.empty_table(), *(tables["chosen"] for _, tables in made)]), languages


def choose_part(tables: Tables) -> Tables:
    """Return the chosen addresses of some notices' sightings; what the former ones were made of stays as it is."""
    former = {row["notice_id"]: row for row in tables["former"].to_pylist()}
    rows = []
    for notice, group in groupby(tables["sightings"].to_pylist(), key=lambda row: row["notice_id"]):
        seen = list(group)
        made_of = _digest(seen)
        known = former.get(notice)
        row = known if known is not None and known["made_of"] == made_of else _choose(notice, seen, made_of)
        if row is not None:
            rows.append(row)
    return {"chosen": pa.Table.from_pylist(rows, schema=CHOSEN)}


def _digest(seen: Sequence[Row]) -> str:
    text = repr([tuple(row.values()) for row in seen])
    return hashlib.sha256(f"{__version__} {_CHOSEN_AS} {text}".encode()).hexdigest()


def _choose(notice: str, seen: Sequence[Row], made_of: str) -> Row | None:
    found = choose(
        Sighting(
            {name: row[name] for name in FIELDS}, row["source"], iso_day(row["seen_on"]), row["is_given"], row["is_bad"]
        )
        for row in seen
    )
    if found is None:
        return None
    best = found.best
    return {
        "notice_id": notice,
        "why": found.why,
        **{name: best.address[name] for name in FIELDS},
        "source": best.source,
        "seen_on": best.seen_on,
        "is_bad": best.is_bad,
        "is_mailable": best.scored.is_mailable,
        "made_of": made_of,
    }


def _batches(seen: pa.Table, former: pa.Table) -> Iterator[tuple[str, Tables]]:
    for number, part in enumerate(together(seen, "notice_id")):
        mine = former.filter(pc.is_in(former["notice_id"], pc.unique(part["notice_id"])))
        yield f"{number}", {"sightings": part, "former": mine}


def _in_evidence(folder: IncidentFolder) -> pa.Table:
    """Return the addresses of subjects that have a street or box of their own: those of an office have its."""
    columns = ["subject_id", "item_id", "role", "seen_on", *FIELDS]
    subjects = folder.read("subjects", SUBJECTS, columns=columns)
    is_office = pc.is_in(subjects["role"], value_set=pa.array([role.value for role in OFFICE_ROLES]))
    subjects = subjects.filter(pc.and_not(pc.not_equal(subjects["address_1"], ""), is_office))
    members = folder.read("members", MEMBERS, columns=["subject_id", "notice_id"])
    notices = members["notice_id"].take(pc.index_in(subjects["subject_id"], members["subject_id"].combine_chunks()))
    no = pa.chunked_array([pa.repeat(pa.scalar(False), subjects.num_rows)])
    values = [*(pc.fill_null(subjects[name], "") for name in (*FIELDS, "item_id", "seen_on"))]
    return pa.table([notices, *values, no, no], schema=_OPEN).filter(pc.is_valid(notices)).cast(SIGHTINGS)


_OPEN = pa.schema([field.with_nullable(True) for field in SIGHTINGS])


def _given(folder: IncidentFolder) -> tuple[list[Row], dict[str, str]]:
    """Return what the post or the organization gave and what came back, and languages, by today's notices."""
    answers = folder.read("given_addresses", GIVEN).sort_by("given_on").to_pylist()
    returns = folder.read("returns", RETURNS).sort_by("record_id").to_pylist()
    if not answers and not returns:
        return [], {}
    map_, rows, languages = NoticeMap.of(folder), [], {}
    for row in answers:
        notice = map_.heir(row["subjects"].split(";"))
        if row["language"]:
            languages[notice] = row["language"]
        if any(row[name] for name in FIELDS):
            is_bad = row["dpv_code"] == UNDELIVERABLE_DPV or row["ncoa_status"].upper() in NO_FORWARD
            rows.append(_sighting(notice, row, row["source"], row["given_on"], is_bad=is_bad))
    for row in returns:
        notice = map_.heir(row["subjects"].split(";"))
        rows.append(_sighting(notice, row, "returned mail", row["returned_on"], is_bad=True))
    return rows, languages


def _sighting(notice: str, row: Row, source: str, on: date, *, is_bad: bool) -> Row:
    address = {name: row[name] or "" for name in FIELDS}
    return {
        "notice_id": notice,
        **address,
        "source": source,
        "seen_on": on.isoformat(),
        "is_given": True,
        "is_bad": is_bad,
    }

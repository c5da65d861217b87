"""An incident folder whose people are given, not found: for what comes after resolution."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from tests.notices.incident import FACTS, person
from tocsin.clock import FixedClock
from tocsin.law.counts import count_people
from tocsin.law.duties import duties_of
from tocsin.model.evidence import ITEMS
from tocsin.model.incident_file import parse_incident
from tocsin.model.results import ATTRIBUTIONS, EXPOSURES, PEOPLE
from tocsin.model.subjects import MEMBERS, SUBJECTS
from tocsin.response import stage_notify
from tocsin.response.context import RunContext
from tocsin.response.counts_table import counts_table
from tocsin.response.duty_rows import duties_table
from tocsin.response.engines import local_engine
from tocsin.response.folder import IncidentFolder
from tocsin.response.progress import Silence
from tocsin.vault.keys import KdfProfile

CLOCK = FixedClock(datetime(2025, 2, 20, 12, tzinfo=UTC))
TODAY = date(2025, 2, 20)


def made_folder(path: Path, facts: str = FACTS) -> IncidentFolder:
    """Return an open folder of these facts, without people."""
    folder, _ = IncidentFolder.create(path / "inc", facts.encode(), "pw", CLOCK, KdfProfile.PBKDF2)
    return folder


def run_with(
    folder: IncidentFolder, people: Sequence[dict[str, Any]], parts: dict[str, list[str]] | None = None
) -> None:
    """Put these people in place of those before, and make duties and mail file from them.

    A person may say ``seen_for`` (subject to keys of entities) and ``of_subject`` (subject to columns of its own).
    ``parts`` says which subjects are in which person; without it each has one of its own, named by the person's number.
    """
    parts = parts or {}
    subjects, members = [], []
    for one in people:
        for subject in parts.get(one["person_id"], [f"sub_{one['person_id'][4:]}"]):
            subjects.append(_subject(subject, one))
            members.append({"subject_id": subject, "person_id": one["person_id"], "notice_id": one["person_id"]})
    rows = [_row(one) for one in people]
    incident = parse_incident(folder.incident_toml)
    counts = count_people(rows)
    tables = {
        "people": pa.Table.from_pylist(rows, schema=PEOPLE),
        "notices": pa.Table.from_pylist(rows, schema=PEOPLE),
        "counts": counts_table(counts),
        "duties": duties_table(duties_of(incident, counts, TODAY)),
    }
    resolved = {
        "subjects": pa.Table.from_pylist(subjects, schema=SUBJECTS),
        "members": pa.Table.from_pylist(members, schema=MEMBERS),
    }
    attributed = [
        {"subject_id": s, "covered_entity": key, "reason": "domain"}
        for one in people
        for s, keys in (one.get("seen_for") or {}).items()
        for key in keys
    ]
    judged = {
        "attributions": pa.Table.from_pylist(attributed, schema=ATTRIBUTIONS),
        "exposures": pa.Table.from_pylist([], schema=EXPOSURES),
        "items": pa.Table.from_pylist([], schema=ITEMS),
    }
    key = f"{len(folder.committed_keys('duties'))}{abs(hash(repr((rows, parts)))):x}"
    with folder.stage_lock():
        folder.replace("resolve", key, resolved)
        folder.replace("attribute", key, judged)
        folder.replace("duties", key, tables)
        stage_notify.run(RunContext(folder, incident, CLOCK, Silence(), 1, local_engine(1)))


def _row(one: dict[str, Any]) -> dict[str, Any]:
    more = {
        "item_count": 1,
        "subject_count": 1,
        "confidence": 1.0,
        "notice_id": one["person_id"],
        "aliases": "",
        "mrns": "",
    }
    return {name: {**more, **one}[name] for name in PEOPLE.names}


def _subject(subject: str, one: dict[str, Any]) -> dict[str, Any]:
    empty: dict[str, Any] = {
        field.name: [] if pa.types.is_list(field.type) else "" if pa.types.is_string(field.type) else 0
        for field in SUBJECTS
    }
    shared = {name: one[name] for name in ("first_name", "last_name", "address_1", "address_2", "city", "state", "zip")}
    own = {"subject_id": subject, "item_id": "itm_000000000001", "role": "patient", "related_to": None}
    seen = {"elements": one["elements"].split(";"), **(one.get("of_subject") or {}).get(subject, {})}
    return {**empty, **shared, **own, **seen, "is_deceased": bool(one["is_deceased"])}


__all__ = ["CLOCK", "TODAY", "made_folder", "person", "run_with"]

"""Duties as rows of the contract's export, as JSON and as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

import orjson
import pyarrow as pa

from tocsin.law.duties import Duty
from tocsin.model.results import DUTIES


def duties_table(duties: Sequence[Duty]) -> pa.Table:
    """Return the duties as a table of schema ``DUTIES``, sorted by id."""
    rows = [asdict(duty) for duty in sorted(duties, key=lambda d: d.duty_id)]
    return pa.Table.from_pylist([{**row, "status": row["status"].value} for row in rows], schema=DUTIES)


def duties_json(duties: Sequence[Duty]) -> str:
    """Return the duties as a JSON array of the Duties columns, by due date."""
    rows = [{name: getattr(duty, name) for name in DUTIES.names} for duty in duties]
    return orjson.dumps(rows, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()


def duties_text(duties: Sequence[Duty], today: date) -> str:
    """Return the duties as lines for a terminal, by due date, each with its reason below."""
    if not duties:
        return "No duties under the rules that are known, from these facts and counts.\n"
    lines = [f"Duties as of {today} (rules: HIPAA 45 CFR 164.400-414; counsel signs)", ""]
    for duty in duties:
        due = duty.due_on.isoformat() if duty.due_on else "no date yet"
        people = f"{duty.people} people" if duty.people is not None else "people not counted"
        late = f", {duty.days_late} days late" if duty.days_late else ""
        met = f", met {duty.met_on}" if duty.met_on else ""
        who = f"{duty.actor} -> {duty.recipient} [{duty.covered_entity}]"
        lines.append(f"{due:<12} {duty.status.value:<17} {who}, {people}{met}{late}")
        lines.append(f"{'':<12} {duty.why}")
        lines.append("")
    return "\n".join(lines) + "\n"

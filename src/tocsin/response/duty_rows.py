"""Duties as rows of the contract's export, as JSON and as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import orjson
import pyarrow as pa

from tocsin.law.duty import Duty
from tocsin.model.results import DUTIES


def duties_table(duties: Sequence[Duty]) -> pa.Table:
    """Return the duties as a table of schema ``DUTIES``, sorted by id."""
    rows = sorted(map(duty_row, duties), key=lambda row: str(row["duty_id"]))
    return pa.Table.from_pylist(rows, schema=DUTIES)


def duty_row(duty: Duty) -> dict[str, object]:
    """Return the Duties columns of one duty."""
    return {**{name: getattr(duty, name) for name in DUTIES.names}, "status": duty.status.value}


def duties_json(duties: Sequence[Duty]) -> str:
    """Return the duties as a JSON array of the Duties columns, by due date."""
    rows = [duty_row(duty) for duty in duties]
    return orjson.dumps(rows, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()


def duties_text(duties: Sequence[Duty], today: date) -> str:
    """Return the duties as lines for a terminal, by due date, each with its reason below."""
    if not duties:
        return "No duties under the rules that are known, from these facts and counts.\n"
    lines = [f"Duties as of {today} (federal and state law as recorded; counsel signs)", ""]
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

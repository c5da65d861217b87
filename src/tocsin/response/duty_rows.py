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


def duties_text(duties: Sequence[Duty], today: date, *, with_trace: bool) -> str:
    """Return the duties as lines for a terminal, by due date, each with its trace below if wanted."""
    if not duties:
        return "No duties under the rules that are known, from these facts and counts.\n"
    lines = [f"Duties as of {today} (federal and state law as recorded; counsel signs)", ""]
    for duty in duties:
        lines.append(_line(duty))
        if with_trace:
            lines += [f"{'':<12} {step.kind.value:<11} {step.words}" for step in duty.steps]
            lines += [f"{'':<12} {'trust':<11} {duty.trust} [{duty.rule_id}]", ""]
    return "\n".join(lines).rstrip() + "\n"


def _line(duty: Duty) -> str:
    due = duty.due_on.isoformat() if duty.due_on else "no date yet"
    people = f"{duty.people} people" if duty.people is not None else "people not counted"
    late = f", {duty.days_late} days late" if duty.days_late else ""
    met = f", met {duty.met_on}" if duty.met_on else ""
    # While agency is open a rule has two rows, which only their clock tells apart.
    clock = f" ({duty.clock_start.replace('_', ' ')})" if "_if_" in duty.clock_start else ""
    who = f"{duty.rule_id:<24} {duty.actor} -> {duty.recipient} [{duty.covered_entity}]"
    return f"{due:<12} {duty.status.value:<17} {who}, {people}{met}{late}{clock}"


def strictest(duties: Sequence[Duty]) -> list[Duty]:
    """Return, for each entity and recipient, the open duty with the earliest last day; a view, nothing is collapsed.

    What was met late stays in view; what was met in time does not hide what is still to be done.
    """
    found: dict[tuple[str, str], Duty] = {}
    for duty in duties:
        if duty.is_open and duty.due_on is not None:
            found.setdefault((duty.covered_entity, duty.recipient), duty)
    return list(found.values())


def changes_text(before: Sequence[Duty], after: Sequence[Duty]) -> str:
    """Return which duties another set of facts brings, takes away or moves."""
    old, new = ({_key(duty): duty for duty in duties} for duties in (before, after))
    lines = [f"{_line(duty)}  (new)" for key, duty in new.items() if key not in old]
    lines += [f"{_line(duty)}  (gone)" for key, duty in old.items() if key not in new]
    for key, duty in new.items():
        if key in old and _seen(duty) != _seen(old[key]):
            lines.append(f"{_line(duty)}\n{'':<12} was: {_line(old[key])}")
    return "\n".join(["What the changed facts change:", *(lines or ["nothing"]), ""]) + "\n"


def _key(duty: Duty) -> tuple[str, str, str]:
    return duty.covered_entity, duty.rule_id, duty.clock_start


def _seen(duty: Duty) -> tuple[object, ...]:
    return duty.actor, duty.people, duty.due_on, duty.met_on, duty.status, duty.days_late

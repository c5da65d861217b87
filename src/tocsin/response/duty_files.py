"""Duties as files: a table, JSON, a calendar for the last days, and the timeline picture.

Source: RFC 5545 for the calendar; days without a time, so no zone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from tocsin.errors import TableFileError, Word
from tocsin.law.duty import Duty, DutyStatus
from tocsin.model.incident import Incident
from tocsin.response.duty_rows import duties_json, duties_table
from tocsin.response.export_format import ENDINGS, write_table
from tocsin.response.overview_page import Mark, timeline

_LINE_OCTETS = 75
DUTY_ENDINGS = (*ENDINGS, ".json", ".ics", ".svg")


def write_duties(duties: Sequence[Duty], incident: Incident, as_of: date, path: Path) -> None:
    """Write the duties to ``path`` in the format its ending names; the file appears whole or not at all.

    Raises:
        TableFileError: the ending is none of ``DUTY_ENDINGS``.
    """
    ending = path.suffix.lower()
    if ending in ENDINGS:
        write_table(duties_table(duties), path, "duties")
        return
    if ending == ".json":
        content = duties_json(duties)
    elif ending == ".ics":
        content = duties_ics(duties, as_of)
    elif ending == ".svg":
        content = duties_svg(duties, incident, as_of)
    else:
        raise TableFileError(ending=Word(ending or "none"))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_text(content, encoding="utf-8", newline="")
    part.replace(path)


def duties_ics(duties: Sequence[Duty], as_of: date) -> str:
    """Return a calendar with one all-day entry for each open duty that has a last day; equal duties, equal bytes."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tocsin//Duties//EN", "CALSCALE:GREGORIAN"]
    for duty in duties:
        if duty.due_on is None or not duty.is_open:
            continue
        lines += [
            "BEGIN:VEVENT",
            f"UID:{duty.duty_id}@tocsin",
            f"DTSTAMP:{as_of:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{duty.due_on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{duty.due_on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_ics_text(f'{duty.rule.title} ({duty.covered_entity}): {duty.status}')}",
            f"DESCRIPTION:{_ics_text(duty.why)}",
            f"CATEGORIES:{_ics_text(duty.jurisdiction)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _ics_text(words: str) -> str:
    return words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Return the line folded so that no part has more than 75 octets (RFC 5545, 3.1)."""
    parts: list[str] = []
    part, octets = "", 0
    for character in line:
        size = len(character.encode("utf-8"))
        if octets + size > _LINE_OCTETS:
            parts.append(part)
            part, octets = "", 1
        part += character
        octets += size
    return "\r\n ".join([*parts, part])


def incident_marks(incident: Incident) -> list[Mark]:
    """Return the dated facts of an incident for the timeline."""
    line = incident.timeline
    known = [
        (line.intrusion_start_on, "intrusion begins"),
        (line.intrusion_end_on, "intrusion ends"),
        (line.discovered_on, "discovered"),
        (line.determined_on, "determined"),
        (line.entities_told_on, "covered entities told"),
        (line.individuals_told_on, "individuals told"),
    ]
    return [Mark(on, words) for on, words in known if on]


def duties_svg(duties: Sequence[Duty], incident: Incident, as_of: date) -> str:
    """Return the timeline of the incident with the last days of its duties, lifted ones left out."""
    marks = incident_marks(incident)
    for duty in duties:
        if duty.due_on is not None and duty.status is not DutyStatus.SUPPRESSED:
            words = f"{duty.jurisdiction} {duty.recipient.replace('_', ' ')} due"
            marks.append(Mark(duty.due_on, words, duty.status is DutyStatus.LATE))
    return timeline(f"Timeline of {incident.title} and its deadlines", marks, as_of) + "\n"

"""The overview: one self-contained HTML page with ids, types and counts only; file names only when revealed.

No script, no network, no outside font; it prints well and reads aloud in order.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from tocsin import __version__
from tocsin.clock import Clock, local_today, stamp
from tocsin.intake.may_hold import may_hold
from tocsin.model.evidence import ITEMS, ItemStatus
from tocsin.model.incident import Incident
from tocsin.model.incident_file import parse_incident
from tocsin.model.results import PEOPLE
from tocsin.notices.words import element_words
from tocsin.response.folder import IncidentFolder
from tocsin.response.overview_page import Column, Mark, bars, table, text, timeline
from tocsin.response.status import status_of

_LISTED = 40
_UNREADABLE_LISTED = 200


def write_overview(folder: IncidentFolder, to: Path, clock: Clock, *, reveal: bool) -> None:
    """Write the page to ``to``, outside the folder; the look is an entry of the ledger."""
    folder.refuse_inside(to)
    page = overview_html(folder, clock, reveal=reveal)
    part = to.with_name(f".{to.name}.part")
    to.parent.mkdir(parents=True, exist_ok=True)
    part.write_text(page, encoding="utf-8")
    part.replace(to)
    folder.append_ledger("overview", {"revealed": int(reveal)})


def overview_html(folder: IncidentFolder, clock: Clock, *, reveal: bool) -> str:
    """Return the page."""
    incident = parse_incident(folder.incident_toml)
    status = status_of(folder, clock)
    people = folder.read("people", PEOPLE).to_pylist()
    css = (resources.files("tocsin.response") / "assets" / "overview.css").read_text(encoding="utf-8")
    sections = [
        _cards(status, people),
        _questions(status),
        _deadlines(incident, status, clock),
        _who(incident, people),
        _evidence(folder, status, reveal=reveal),
    ]
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>Overview: {text(incident.title)}</title><style>{css}</style></head><body>"
        '<a class="skip" href="#main">Skip to the content</a>'
        f'<header><h1>{text(incident.title)}</h1><p class="soft">{text(incident.organization)}. '
        f"As of {text(local_today(clock))}. "
        f"{'File names shown.' if reveal else 'No personal data on this page.'}</p></header>"
        f'<main id="main">{"".join(sections)}</main>'
        f"<footer><p>Made by Tocsin {text(__version__)} at {text(stamp(clock.now()))}. "
        f"Jail: {text(status['jail'])}.</p>"
        "<p>Deadlines follow federal and state law as recorded; they are no legal advice. Counsel signs.</p>"
        "</footer></body></html>\n"
    )


def _cards(status: dict[str, Any], people: list[dict[str, Any]]) -> str:
    extract = status["stages"]["extract"]
    entities = {key for person in people for key in person["covered_entities"].split(";") if key}
    cards = [
        ("People listed", status["people"]),
        ("Covered entities", len(entities)),
        ("Minors", sum(1 for p in people if p["is_minor"])),
        ("Deceased", sum(1 for p in people if p["is_deceased"])),
        ("Items of evidence", extract["taken"]),
        ("Unreadable items", extract["unreadable"]),
        ("Open deadlines", len(status["deadlines"])),
    ]
    inner = "".join(f"<div><dt>{text(name)}</dt><dd>{number:,}</dd></div>" for name, number in cards)
    state = "All stages have run." if status["finished"] else "Not all stages have run on all evidence yet."
    head = '<section aria-labelledby="sum"><h2 id="sum">In short</h2>'
    return f'{head}<p>{state}</p><dl class="cards">{inner}</dl></section>'


def _questions(status: dict[str, Any]) -> str:
    entries = "".join(f"<li>{text(entry)}</li>" for entry in status["waiting"]) or "<li>Nothing.</li>"
    return f'<section aria-labelledby="ask"><h2 id="ask">What waits for a person</h2><ul>{entries}</ul></section>'


def _spoken(recipient: str) -> str:
    """Return a recipient's code in words."""
    return {"covered_entity": "covered entity"}.get(recipient, recipient.replace("_", " "))


def _deadlines(incident: Incident, status: dict[str, Any], clock: Clock) -> str:
    rows = status["deadlines"]
    names = {entity.key: entity.name for entity in incident.covered_entities}
    line = incident.timeline
    known = [
        (line.intrusion_start_on, "intrusion begins"),
        (line.intrusion_end_on, "intrusion ends"),
        (line.discovered_on, "discovered"),
        (line.entities_told_on, "covered entities told"),
        (line.individuals_told_on, "individuals told"),
    ]
    marks = [Mark(on, words) for on, words in known if on]
    marks += [
        Mark(date.fromisoformat(d["due_on"]), f"{_spoken(d['recipient'])} due", d["status"] == "late")
        for d in rows
        if d["due_on"]
    ]
    columns = [
        Column("Due"),
        Column("Status"),
        Column("Who"),
        Column("To whom"),
        Column("For"),
        Column("People", True),
        Column("Rule"),
    ]
    cells = [
        (
            d["due_on"] or "no date yet",
            d["status"],
            names.get(d["actor"], d["actor"]),
            _spoken(d["recipient"]),
            names.get(d["covered_entity"], d["covered_entity"]),
            d["people"],
            d["citation"],
        )
        for d in rows
    ]
    late = [d["status"] == "late" for d in rows]
    return (
        '<section aria-labelledby="due"><h2 id="due">Deadlines</h2>'
        + timeline("Timeline of the incident and its deadlines", marks, local_today(clock))
        + (table("Open duties by due date", columns, cells, late) if rows else "<p>No open duties.</p>")
        + "</section>"
    )


def _who(incident: Incident, people: list[dict[str, Any]]) -> str:
    names = {entity.key: entity.name for entity in incident.covered_entities}
    entities = Counter(names.get(key, key) for p in people for key in p["covered_entities"].split(";") if key)
    entities.update({"unknown": sum(1 for p in people if not p["covered_entities"])})
    states = Counter(p["state"] or "unknown" for p in people)
    elements = Counter(code for p in people for code in p["elements"].split(";") if code)
    spoken = Counter({_element_words(code): number for code, number in elements.items()})
    exposure = Counter(p["exposure"] for p in people)
    roles = Counter(role for p in people for role in p["roles"].split(";") if role)
    parts = [
        _breakdown("People by covered entity", "Covered entity", entities),
        _breakdown("People by state of residence", "State", states),
        _breakdown("People by kind of data", "Kind of data", spoken),
        _breakdown("People by what the logs say", "Exposure", exposure),
        _breakdown("People by role", "Role", roles),
    ]
    return f'<section aria-labelledby="who"><h2 id="who">Who is affected</h2>{"".join(parts)}</section>'


def _element_words(code: str) -> str:
    words = element_words([code])
    return words[-1] if len(words) > 1 else code


def _breakdown(name: str, heading: str, counts: Counter[str]) -> str:
    rows = sorted(((label, n) for label, n in counts.items() if n), key=lambda row: (-row[1], row[0]))
    if not rows:
        return f"<h3>{text(name)}</h3><p>None.</p>"
    return (
        f"<h3>{text(name)}</h3>"
        + bars(name, rows[:_LISTED])
        + table(name, [Column(heading), Column("People", True)], rows)
    )


def _evidence(folder: IncidentFolder, status: dict[str, Any], *, reveal: bool) -> str:
    items = folder.read("items", ITEMS)
    extract = status["stages"]["extract"]
    subjects = folder.read("subjects")
    speaking = len(set(subjects["item_id"].to_pylist())) if subjects.num_rows else 0
    funnel = [
        ("Items taken", extract["taken"]),
        ("Read", extract["done"]),
        ("Same content as another item", extract["duplicate"]),
        ("Skipped (nothing to read)", extract["skipped"]),
        ("Unreadable", extract["unreadable"]),
        ("Speak of people", speaking),
    ]
    parts = [
        bars("From evidence to people", funnel),
        table("From evidence to people", [Column("Step"), Column("Items", True)], funnel),
    ]
    parts.append(table("Evidence", _evidence_columns(reveal), [_evidence_row(e, reveal) for e in folder.evidence()]))
    bad = items.filter(pc.equal(items["status"], ItemStatus.UNREADABLE.value)).sort_by("item_id")
    if bad.num_rows:
        parts.append(_unreadable(bad.to_pylist(), status, reveal))
    return f'<section aria-labelledby="ev"><h2 id="ev">The evidence</h2>{"".join(parts)}</section>'


def _evidence_columns(reveal: bool) -> list[Column]:
    return [
        Column("Id"),
        Column("Kind"),
        Column("Files", True),
        Column("Bytes", True),
        *([Column("Name"), Column("Custodian")] if reveal else []),
    ]


def _evidence_row(evidence: Any, reveal: bool) -> list[object]:
    row: list[object] = [evidence.evidence_id, evidence.kind.value, evidence.file_count, evidence.size_bytes]
    return [*row, evidence.name, evidence.custodian] if reveal else row


def _unreadable(rows: list[dict[str, Any]], status: dict[str, Any], reveal: bool) -> str:
    why = table(
        "Unreadable items by reason", [Column("Reason"), Column("Items", True)], sorted(status["unreadable"].items())
    )
    columns = [
        Column("Item"),
        Column("Reason"),
        Column("Type"),
        Column("May hold"),
        Column("Bytes", True),
        *([Column("Where")] if reveal else []),
    ]
    cells = [_unread_row(row, reveal) for row in rows[:_UNREADABLE_LISTED]]
    more = (
        f"<p>{len(rows) - _UNREADABLE_LISTED:,} more: <code>tocsin export DIR items</code></p>"
        if len(rows) > _UNREADABLE_LISTED
        else ""
    )
    return (
        "<h3>What could not be read</h3><p>What these items hold is unknown.</p>"
        + why
        + table("Unreadable items", columns, cells)
        + more
    )


def _unread_row(row: dict[str, Any], reveal: bool) -> list[object]:
    held = may_hold(row["media_type"], row["locator"]).value
    where = [row["locator"]] if reveal else []
    return [row["item_id"], row["code"], row["media_type"], held, row["size_bytes"], *where]

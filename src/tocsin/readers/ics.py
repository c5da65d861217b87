"""Calendars: organizers and attendees as the header of a message, what an event says as fields and text.

Source: RFC 5545 3.6 (components), 3.8 (properties).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from tocsin.config import ReadLimits
from tocsin.model.bodies import Field
from tocsin.model.item_ends import ItemCode
from tocsin.readers.content_lines import Line, content_lines
from tocsin.readers.decoding import decode
from tocsin.readers.interface import CannotRead, Sink, Source, Unit

_SPOKEN = frozenset({"DESCRIPTION", "COMMENT", "X-ALT-DESC", "SUMMARY"})
_LABELLED = {
    "LOCATION": "Location", "DTSTART": "Start", "DTEND": "End", "DUE": "Due", "COMPLETED": "Completed",
    "CONTACT": "Contact", "CATEGORIES": "Categories", "RESOURCES": "Resources", "RRULE": "Recurrence", "URL": "Link",
}  # fmt: skip
_PEOPLE = {"ORGANIZER": "mail.from", "ATTENDEE": "mail.to"}
_SILENT = frozenset({"VTIMEZONE", "STANDARD", "DAYLIGHT"})
"""Components that speak of clocks only."""
_OF_PROGRAMS = ("X-MICROSOFT-", "X-MS-", "X-APPLE-", "X-MOZ-", "X-WR-", "X-LIC-", "X-GOOGLE-", "X-EVOLUTION-", "X-KDE-")
"""Properties that calendar programs keep for themselves; other own ones are a system's that exports appointments."""
_MOST_DEPTH = 20


@dataclass
class _Component:
    """One event, task or note while it is read."""

    place: str
    people: list[Field] = field(default_factory=list)
    rest: list[Field] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)
    files: list[tuple[str, bytes]] = field(default_factory=list)


class Calendar:
    """The reader of calendars."""

    name = "ics"
    media_types = frozenset({"text/calendar"})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return no slices: a calendar is read whole."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Give each component in turn; what stands outside of one belongs to the calendar."""
        if source.size_bytes > limits.child_in_memory_bytes:
            raise CannotRead(ItemCode.TOO_LARGE)
        files: list[tuple[str, bytes]] = []
        for component in _components(content_lines(decode(source.stream.read()))):
            _give(component, sink)
            files += component.files
        for ordinal, (name, data) in enumerate(files, 1):
            sink.child(ordinal, name, io.BytesIO(data), len(data))


READER = Calendar()


def _components(lines: Iterator[Line]) -> Iterator[_Component]:
    """Yield components as they end, the calendar itself last."""
    calendar = _Component("calendar")
    opened: list[_Component] = []
    count = 0
    for line in lines:
        if line.name == "BEGIN" and line.text.upper() == "VCALENDAR":
            opened.clear()
        elif line.name == "BEGIN" and len(opened) < _MOST_DEPTH:
            kind = line.text.lower()[:40]
            count += kind.upper() not in _SILENT
            opened.append(_Component(f"{kind} {count}"))
        elif line.name == "END" and opened:
            done = opened.pop()
            if not _is_silent(done):
                yield done
        elif not opened or not _is_silent(opened[-1]):
            _take(opened[-1] if opened else calendar, line)
    yield from reversed(opened)
    yield calendar


def _is_silent(component: _Component) -> bool:
    return component.place.split(" ")[0].upper() in _SILENT


def _take(component: _Component, line: Line) -> None:
    if line.name in _PEOPLE:
        person = _person(line)
        if person:
            component.people.append(Field(_PEOPLE[line.name], person, line.name.capitalize(), len(component.people)))
    elif line.name in _SPOKEN:
        component.spoken.append(line.text)
    elif line.name == "ATTACH":
        data = line.bytes()
        name = line.parameters.get("FILENAME", "") or line.parameters.get("X-FILENAME", "")
        if data:
            component.files.append((name or f"attachment of {component.place}", data))
        elif line.text:
            component.rest.append(Field("item.link", line.text, "Link", 0))
    elif line.name in _LABELLED:
        component.rest.append(Field(f"item.{line.name.lower()}", _value(line), _LABELLED[line.name], 0))
    elif line.name in {"X-WR-CALNAME", "X-WR-CALDESC", ""}:
        component.spoken.append(line.text)
    elif line.name.startswith("X-") and not line.name.startswith(_OF_PROGRAMS):
        label = line.name.removeprefix("X-").replace("-", " ").capitalize()
        component.rest.append(Field(f"item.{line.name.lower()}"[:100], line.text, label[:100], 0))


def _person(line: Line) -> str:
    name, address = line.parameters.get("CN", "").strip(), line.text
    address = address.partition(":")[2] if address.lower().startswith("mailto:") else address
    if "@" not in address and ":" in address:
        address = line.parameters.get("EMAIL", "")
    if name and address and name.lower() != address.lower():
        return f"{name} <{address}>"
    return address or name


def _value(line: Line) -> str:
    text = line.text
    if line.name in {"DTSTART", "DTEND", "DUE", "COMPLETED"} and text[:8].isdigit() and len(text) >= 8:
        return f"{text[:4]}-{text[4:6]}-{text[6:8]}"
    return text


def _give(component: _Component, sink: Sink) -> None:
    sink.fields(component.people, f"{component.place} header")
    sink.fields(component.rest, component.place)
    sink.text("\n".join(dict.fromkeys(component.spoken)), component.place)

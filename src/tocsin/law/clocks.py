"""Clock starts and law-enforcement holds: which day starts a clock, and until when a hold keeps it open.

Source: 45 CFR 164.404(a)(2), 164.410(a)(2) discovery; 164.412 law-enforcement delay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.law.rules import ClockStart, LawTable
from tocsin.model.incident import CoveredEntity, Hold, HoldForm, Incident, OrganizationRole


@dataclass(frozen=True)
class Clock:
    """A clock: its name, the day it starts (None: not known), the fact it hangs on, and why."""

    name: str
    on: date | None
    fact: str
    why: str


def clocks_of(start: ClockStart, law: LawTable, incident: Incident, entity: CoveredEntity) -> list[Clock]:
    """Return the clock, or both clocks while it is not decided whether the business associate is an agent.

    Never borrows another date: the end of a review is no discovery.
    """
    if start is ClockStart.ORGANIZATION_DISCOVERY:
        return [_own_discovery("discovery", incident, incident.timeline.discovered_on, "timeline.discovered_on")]
    if incident.role is OrganizationRole.COVERED_ENTITY:
        on = entity.discovered_on or incident.timeline.discovered_on
        return [_own_discovery("discovery", incident, on, "timeline.discovered_on")]
    if entity.agent is None:
        return [
            _as_agent(law, incident, entity, "discovery_if_agent"),
            _not_agent(law, incident, entity, "discovery_if_not_agent"),
        ]
    if entity.agent:
        return [_as_agent(law, incident, entity, "discovery")]
    return [_not_agent(law, incident, entity, "discovery")]


def _own_discovery(name: str, incident: Incident, on: date | None, fact: str) -> Clock:
    if on is None:
        return Clock(name, None, fact, _earliest(incident))
    return Clock(name, on, fact, f"Discovered on {on}.")


def _as_agent(law: LawTable, incident: Incident, entity: CoveredEntity, name: str) -> Clock:
    known = [day for day in (incident.timeline.discovered_on, entity.discovered_on) if day]
    why = f"The business associate is the entity's agent, so its discovery counts ({law.agency.citation})."
    if not known or incident.timeline.discovered_on is None:
        return Clock(name, None, "timeline.discovered_on", f"{why} {_earliest(incident)}")
    return Clock(name, min(known), "timeline.discovered_on", f"{why} Discovered on {min(known)}.")


def _not_agent(law: LawTable, incident: Incident, entity: CoveredEntity, name: str) -> Clock:
    told = entity.told_on or incident.timeline.entities_told_on
    known = [day for day in (told, entity.discovered_on) if day]
    why = f"The business associate is no agent, so the clock starts when the entity is told ({law.agency.citation})."
    if not known:
        return Clock(name, None, "covered_entity.told_on or timeline.entities_told_on", why)
    return Clock(name, min(known), "covered_entity.told_on", f"{why} Known to the entity on {min(known)}.")


def _earliest(incident: Incident) -> str:
    start = incident.timeline.intrusion_start_on
    return f"The earliest defensible day is the start of the intrusion, {start}." if start else ""


def hold_end(holds: Sequence[Hold], law: LawTable, due_on: date) -> tuple[date | None, list[str]]:
    """Return the last day on which a hold received in time still delays notice, and the words for it.

    A written statement delays for the time it names; an oral one, or a written one that names no time, at most the
    days of the rule. A hold received after the deadline cannot move it; a hold never shortens.
    """
    latest: date | None = None
    words: list[str] = []
    extended = due_on
    for hold in sorted(holds, key=lambda h: h.received_on):
        if hold.received_on > extended:
            continue
        end, citation = _end_of(hold, law)
        latest = max(latest or end, end)
        extended = max(extended, end)
        effect = f"moves the deadline to {end}" if end > due_on else "ends before the deadline and does not move it"
        words.append(f"A {hold.form} law-enforcement hold until {end} {effect} ({citation}).")
    return latest, words


def _end_of(hold: Hold, law: LawTable) -> tuple[date, str]:
    written, oral = law.holds["written"], law.holds["oral"]
    if hold.form is HoldForm.WRITTEN and hold.until_on is not None:
        return hold.until_on, written.citation
    limit = hold.received_on + timedelta(days=oral.days or 0)
    end = min(limit, hold.until_on) if hold.until_on else limit
    return end, oral.citation

"""Clock starts of one incident: which day starts a clock, which fact says so, and what is asked for if none does.

A date is never borrowed from another start: the end of a file review is no discovery. While a start is not known,
the earliest day on which it could have been is told beside it.

Source: law/us/tables/clock_starts.yaml; 45 CFR 164.404(a)(2), 164.410(a)(2) discovery; 78 FR 5566 agency.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from tocsin.law.laws import Law
from tocsin.law.rules import Due, OwedBy
from tocsin.law.starts import ClockStart
from tocsin.model.incident import CoveredEntity, Incident, OrganizationRole

_ON_TIMELINE = frozenset({"discovered_on", "determined_on"})
DISCOVERY = "discovery"


class Clock(NamedTuple):
    """A clock: its name, the day it starts (None: not known), the fact it hangs on, why, and the earliest day."""

    name: str
    on: date | None
    fact: str
    why: str
    floor_on: date | None = None
    """If the start is not known: the earliest day on which it can have been."""


class EntityClocks:
    """The clocks of one covered entity and of the organization towards it; remembers what it has told."""

    def __init__(self, incident: Incident, entity: CoveredEntity, starts: Mapping[str, ClockStart]) -> None:
        """Take the facts and the table of clock starts."""
        self._incident, self._entity, self._starts = incident, entity, starts
        self._told: dict[tuple[str, OwedBy, bool | None, bool], Clock] = {}
        self.told_on = entity.told_on or incident.timeline.entities_told_on
        self._is_own = incident.role is OrganizationRole.COVERED_ENTITY

    def clock(self, start: str, owed_by: OwedBy, told: bool | None = None, imputed: bool = True) -> Clock:
        """Return the clock of that start, for whom owes the duty.

        Args:
            start: its name in the table of clock starts.
            owed_by: the organization or the covered entity.
            told: whether being told starts it, where the rule differs from the table.
            imputed: whether the law counts an agent's knowledge as the covered entity's own.
        """
        key = (start, owed_by, told, imputed)
        if key not in self._told:
            self._told[key] = self._make(self._starts[start], owed_by, told, imputed)
        return self._told[key]

    def day_of(self, start: str, owed_by: OwedBy) -> date | None:
        """Return the day of a start, or failing that the earliest day on which it can have been."""
        clock = self.clock(start, owed_by)
        return clock.on or clock.floor_on

    def _make(self, start: ClockStart, owed_by: OwedBy, told: bool | None, imputed: bool) -> Clock:
        counts_told = start.told if told is None else told
        facts = self._facts(start, owed_by, counts_told)
        agents = self._agents_facts(start, owed_by, counts_told and imputed)
        if self._entity.agent:
            facts |= agents
        known = {fact: day for fact, day in facts.items() if day is not None}
        if not known:
            return self._unknown(start, owed_by, facts)
        first = min(known, key=lambda fact: (known[fact], fact))
        others = [fact for fact in facts if fact not in known and not fact.endswith(f"{start.name}_on")]
        why = f"The clock starts on {known[first]} ({first}): {start.words}."
        if others:
            why += f" An earlier {' or '.join(others)} would start it earlier."
        earlier = min((day for day in agents.values() if day), default=None)
        if self._entity.agent is None and earlier is not None and earlier < known[first]:
            why += f" If the business associate is its agent, and so its knowledge counts, it starts on {earlier}."
        return Clock(start.name, known[first], first, why)

    def _facts(self, start: ClockStart, owed_by: OwedBy, told: bool) -> dict[str, date | None]:
        """Return the facts that can say when the start was, by their name in incident.toml."""
        if owed_by is OwedBy.ORGANIZATION:
            return {_place(fact): self._of_organization(fact) for fact in start.facts}
        if self._is_own or not told:
            return {_place(fact): self._of_entity(fact) or self._of_organization(fact) for fact in start.facts}
        own = {f"covered_entity.{fact}": self._of_entity(fact) for fact in start.facts}
        return {"covered_entity.told_on or timeline.entities_told_on": self.told_on, **own}

    def _agents_facts(self, start: ClockStart, owed_by: OwedBy, may_count: bool) -> dict[str, date | None]:
        """Return the business associate's own facts, which are the covered entity's if it is its agent."""
        if owed_by is OwedBy.ORGANIZATION or self._is_own or not may_count:
            return {}
        return {f"{_place(fact)} of its agent": self._of_organization(fact) for fact in start.facts}

    def _of_organization(self, fact: str) -> date | None:
        line = self._incident.timeline
        if fact == "discovered_on":
            return line.discovered_on
        return line.determined_on if fact == "determined_on" else self._incident.clock.get(fact)

    def _of_entity(self, fact: str) -> date | None:
        if fact == "discovered_on":
            return self._entity.discovered_on
        return self._entity.determined_on if fact == "determined_on" else self._entity.clock.get(fact)

    def _unknown(self, start: ClockStart, owed_by: OwedBy, facts: Mapping[str, date | None]) -> Clock:
        floor = self._floor(start, owed_by)
        asked = next(iter(facts))
        why = f"The clock starts on {start.words}; that day is not known."
        if floor:
            why += f" The earliest defensible day is {floor[0]}, {floor[1]}."
        return Clock(start.name, None, asked, why, floor[0] if floor else None)

    def _floor(self, start: ClockStart, owed_by: OwedBy) -> tuple[date, str] | None:
        line = self._incident.timeline
        if start.floor:
            found = self.clock(DISCOVERY, owed_by)
            if found.on:
                return found.on, "the discovery"
        if line.discovered_on and start.name != DISCOVERY:
            return line.discovered_on, "the discovery by the organization"
        if line.discovered_on and owed_by is OwedBy.COVERED_ENTITY and not self._is_own:
            return line.discovered_on, "the discovery by the organization"
        return (line.intrusion_start_on, "the start of the intrusion") if line.intrusion_start_on else None

    def federal_clocks(self, due: Due, owed_by: OwedBy, law: Law) -> list[Clock]:
        """Return the clock, or both clocks while it is not decided whether the business associate is an agent."""
        own = self.clock(due.start, owed_by, imputed=False)
        if owed_by is OwedBy.ORGANIZATION or self._is_own or "agency" not in law.cells:
            return [own]
        citation = law.cells["agency"].versions[0].cite.citation
        if self._entity.agent is None:
            return [
                self._as_agent(citation, "discovery_if_agent"),
                self._not_agent(own, citation, "discovery_if_not_agent"),
            ]
        if self._entity.agent:
            return [self._as_agent(citation, DISCOVERY)]
        return [self._not_agent(own, citation, DISCOVERY)]

    def _as_agent(self, citation: str, name: str) -> Clock:
        line = self._incident.timeline
        agent = "The business associate is the entity's agent, so"
        if name != DISCOVERY:
            agent = "If the business associate is the entity's agent,"
        why = f"{agent} its discovery counts ({citation})."
        if line.discovered_on is None:
            floor = line.intrusion_start_on
            earliest = f" The earliest defensible day is the start of the intrusion, {floor}." if floor else ""
            return Clock(name, None, "timeline.discovered_on", why + earliest, floor)
        known = [day for day in (line.discovered_on, self._entity.discovered_on, self.told_on) if day]
        return Clock(name, min(known), "timeline.discovered_on", f"{why} Discovered on {min(known)}.")

    def _not_agent(self, own: Clock, citation: str, name: str) -> Clock:
        agent = (
            "The business associate is no agent, so" if name == DISCOVERY else "If the business associate is no agent,"
        )
        why = f"{agent} the clock starts when the entity knows ({citation})."
        return Clock(name, own.on, own.fact, f"{why} {own.why}", own.floor_on)


def _place(fact: str) -> str:
    return f"timeline.{fact}" if fact in _ON_TIMELINE else f"clock.{fact}"

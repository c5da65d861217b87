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
Asked = tuple[str, OwedBy, bool | None, bool]
"""What is asked of the clocks: start, who owes, whether being told counts, whether knowledge is imputed."""
Facts = dict[str, date | None]
"""The days of facts, by the name of each in incident.toml."""


class Clock(NamedTuple):
    """A clock: its name, the day it starts (None: not known), the fact it hangs on, and the earliest day."""

    name: str
    on: date | None
    fact: str
    words: str = ""
    floor_on: date | None = None
    """If the start is not known: the earliest day on which it can have been."""
    of: EntityClocks | None = None
    """Who words the reason, if it is worded only when asked for: few of the clocks of an incident ever are."""
    asked: Asked | None = None

    @property
    def why(self) -> str:
        """Why it starts then."""
        return self.words if self.of is None or self.asked is None else self.of.why(self.fact, *self.asked)


ClocksMade = dict[Asked, Clock]


class EntityClocks:
    """The clocks of one covered entity and of the organization towards it; remembers what it has told."""

    def __init__(
        self, incident: Incident, entity: CoveredEntity, starts: Mapping[str, ClockStart], of_organization: ClocksMade
    ) -> None:
        """Take the facts, the table of clock starts, and the organization's own clocks, which all entities share."""
        self._incident, self._entity, self._starts = incident, entity, starts
        self._of_own: ClocksMade = {}
        self._of_organization: ClocksMade = of_organization
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
        made = self._of_organization if owed_by is OwedBy.ORGANIZATION else self._of_own
        key = (start, owed_by, told, imputed)
        found = made.get(key)
        if found is None:
            found = made[key] = self._make(key)
        return found

    def day_of(self, start: str, owed_by: OwedBy) -> date | None:
        """Return the day of a start, or failing that the earliest day on which it can have been."""
        clock = self.clock(start, owed_by)
        return clock.on or clock.floor_on

    def first_known(self) -> date | None:
        """Return the earliest day that the facts hold of anything; no discovery can lie after it."""
        line, entity = self._incident.timeline, self._entity
        days = [*vars(line).values(), *self._incident.clock.values(), *entity.clock.values()]
        days += [entity.discovered_on, entity.determined_on, None if self._is_own else entity.told_on]
        return min((day for day in days if day is not None), default=None)

    def _make(self, asked: Asked) -> Clock:
        start, owed_by, _, _ = asked
        facts, _ = self._known_of(*asked)
        known = [(day, fact) for fact, day in facts.items() if day is not None]
        if not known:
            return self._unknown(self._starts[start], owed_by, facts)
        day, fact = min(known)
        return Clock(start, day, fact, of=self, asked=asked)

    def _known_of(self, name: str, owed_by: OwedBy, told: bool | None, imputed: bool) -> tuple[Facts, Facts]:
        """Return the facts that can say when the start was, and those of the agent alone."""
        start = self._starts[name]
        counts_told = start.told if told is None else told
        facts = self._facts(start, owed_by, counts_told)
        agents = self._agents_facts(start, owed_by, counts_told and imputed)
        return facts | agents if self._entity.agent else facts, agents

    def why(self, first: str, name: str, owed_by: OwedBy, told: bool | None, imputed: bool) -> str:
        """Return why a clock starts on the day of the fact ``first``."""
        facts, agents = self._known_of(name, owed_by, told, imputed)
        day = facts[first]
        others = [fact for fact, on in facts.items() if on is None and not fact.endswith(f"{name}_on")]
        why = f"The clock starts on {day} ({first}): {self._starts[name].words}."
        if others:
            why += f" An earlier {' or '.join(others)} would start it earlier."
        earlier = min((on for on in agents.values() if on), default=None)
        if self._entity.agent is None and day is not None and earlier is not None and earlier < day:
            why += f" If the business associate is its agent, and so its knowledge counts, it starts on {earlier}."
        return why

    def _facts(self, start: ClockStart, owed_by: OwedBy, told: bool) -> Facts:
        """Return the facts that can say when the start was, by their name in incident.toml."""
        if owed_by is OwedBy.ORGANIZATION:
            return {_place(fact): self._organizations(fact) for fact in start.facts}
        if self._is_own or not told:
            return {_place(fact): self._entitys(fact) or self._organizations(fact) for fact in start.facts}
        own = {f"covered_entity.{fact}": self._entitys(fact) for fact in start.facts}
        return {"covered_entity.told_on or timeline.entities_told_on": self.told_on, **own}

    def _agents_facts(self, start: ClockStart, owed_by: OwedBy, may_count: bool) -> Facts:
        """Return the business associate's own facts, which are the covered entity's if it is its agent."""
        if owed_by is OwedBy.ORGANIZATION or self._is_own or not may_count:
            return {}
        return {f"{_place(fact)} of its agent": self._organizations(fact) for fact in start.facts}

    def _organizations(self, fact: str) -> date | None:
        line = self._incident.timeline
        if fact == "discovered_on":
            return line.discovered_on
        return line.determined_on if fact == "determined_on" else self._incident.clock.get(fact)

    def _entitys(self, fact: str) -> date | None:
        if fact == "discovered_on":
            return self._entity.discovered_on
        return self._entity.determined_on if fact == "determined_on" else self._entity.clock.get(fact)

    def _unknown(self, start: ClockStart, owed_by: OwedBy, facts: Facts) -> Clock:
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

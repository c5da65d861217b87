"""Running law cases that are data: facts in a few words, what must follow, and where the law says so.

A file of tests/law/jurisdictions holds lists; every entry is one case:

deadlines    every clock start is on ``start``, or only the one named in ``alone`` and all others on ``others``; people
             are told 30 days later, or on ``told``. ``due`` is the last day, or ``no day count``; ``owed: false`` that nothing is owed;
             ``unrecorded`` that the records do not reach back; ``says`` are words of the trace, such as the day by
             another reading.
records      whether a version of a rule or of a cell is on record for a day, and its citation, where no duty shows it.
thresholds   so many people live there: whether the rule reaches them, or ``asked`` where sources do not agree.
kinds        whether people with just these elements are covered by the notice to individuals.
monitoring   for how many months people with these elements are offered protection.
hipaa        people in HIPAA files, the HIPAA notice in time or late, a copy sent to ``copy_to``: whether the state's
             rule is lifted.
encryption, harm  whether these safeguards, or a signed no-harm determination, lift the notice to individuals.
holds        what a law-enforcement hold does to the notice to individuals.
asked        the fact that is asked for while only the intrusion has a date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from tocsin.law.book import LawBook
from tocsin.law.counts import ELEMENT_COLUMNS, Count
from tocsin.law.duties import duties_of
from tocsin.law.duty import Duty, DutyStatus
from tocsin.law.laws import CellVersion
from tocsin.law.rules import OwedBy, RuleKind, Version
from tocsin.model.incident import (
    CoveredEntity,
    Hold,
    HoldForm,
    Incident,
    IncidentKind,
    Met,
    NoHarm,
    OrganizationRole,
    PostalAddress,
    Regime,
    Safeguards,
    Timeline,
)

Row = dict[str, Any]
BASE = date(2026, 6, 10)
TOLD_AFTER = timedelta(days=30)
ALL = frozenset(ELEMENT_COLUMNS)
NO_COUNT = "no day count"
MANY = 1_000_000


@dataclass(frozen=True)
class Case:
    """One law of the book and the facts its cases start from."""

    book: LawBook
    state: str

    def incident(self, rule_id: str, start: date | None, regime: Regime = Regime.FTC) -> Incident:
        """Return an incident in which every clock starts on that day; None leaves all clocks open."""
        rule = next(rule for rule in self.book.states[self.state].rules if rule.id == rule_id)
        role = OrganizationRole.COVERED_ENTITY
        if rule.owed_by is OwedBy.ORGANIZATION:
            role = OrganizationRole.BUSINESS_ASSOCIATE
        asked = {v.only_if.trait for v in rule.versions if v.only_if}
        traits = dict.fromkeys(asked - {"no_harm_record"}, True)
        entity = CoveredEntity("ce", "Clinic", address=PostalAddress(state=self.state), regime=regime, traits=traits)
        facts = Incident(
            "i", "I", "O", role, IncidentKind.DATABASE, self.state, Timeline(intrusion_start_on=BASE), (), (), (entity,)
        )
        if "no_harm_record" in asked and start is not None:
            facts = replace(facts, no_harm=(NoHarm(f"us-{self.state.lower()}", "Counsel", start),))
        if start is None:
            return facts
        line = Timeline(start, None, start, start, start, individuals_told_on=start + TOLD_AFTER)
        clock = {fact: start for begin in self.book.starts.values() for fact in begin.facts}
        return replace(facts, timeline=line, clock=clock)

    def only(self, facts: Incident, start: str, others: date) -> Incident:
        """Return the incident with every fact but those of one clock start moved to another day."""
        kept = self.book.starts[start].facts
        moved = {fact: day if fact in kept else others for fact, day in facts.clock.items()}
        line = facts.timeline
        discovered = line.discovered_on if "discovered_on" in kept else others
        determined = line.determined_on if "determined_on" in kept else others
        line = replace(line, discovered_on=discovered, determined_on=determined, entities_told_on=others)
        return replace(facts, timeline=line, clock=moved)

    def of_row(self, row: Row, start: date) -> Incident:
        """Return the incident of a row, under HIPAA and with HHS told if the row says so."""
        facts = self.incident(row["rule"], start, Regime(row.get("regime", "ftc")))
        return replace(facts, timeline=replace(facts.timeline, hhs_told_on=row.get("hhs_told")))

    def duties(self, facts: Incident, people: int, elements: frozenset[str], group: str = "patient") -> dict[str, Duty]:
        """Return the duties of that many people of the state who share these elements, by rule."""
        counts = [Count("ce", self.state, group, elements, people)]
        return {d.rule_id: d for d in duties_of(facts, counts, BASE, book=self.book)}


def failures(book: LawBook, data: Row) -> list[str]:
    """Return one sentence for each case that does not come out as its data say."""
    case = Case(book, data["jurisdiction"][3:].upper())
    found = []
    for name, check in _CHECKS.items():
        for row in data.get(name, []):
            found += [f"{name} {row}: {told}" for told in _told(check, case, row)]
    return found


def _told(check: Callable[[Case, Row], Iterator[str]], case: Case, row: Row) -> list[str]:
    try:
        return list(check(case, row))
    except KeyError as missing:
        return [f"there is no {missing}"]


def _deadline(case: Case, row: Row) -> Iterator[str]:
    facts = case.of_row(row, row["start"])
    if "alone" in row:
        facts = case.only(facts, row["alone"], row["others"])
    if "told" in row:
        facts = replace(facts, timeline=replace(facts.timeline, individuals_told_on=row["told"]))
    duties = case.duties(facts, MANY, ALL)
    duty = duties.get(row["rule"])
    if row.get("unrecorded"):
        if duty is not None or f"{row['rule']}-unrecorded" not in duties:
            yield "the records should not reach so far"
    elif row.get("owed") is False:
        if duty is not None or f"{row['rule']}-unrecorded" in duties:
            yield "nothing should be owed"
    elif duty is None:
        yield "nothing is owed"
    else:
        if (duty.due_on or NO_COUNT) != row["due"]:
            yield f"due {duty.due_on or NO_COUNT}"
        if row.get("citation", "") not in duty.citation or row.get("trust", duty.trust) != duty.trust:
            yield f"cited {duty.citation}, {duty.trust}"
        if row.get("says", "") not in duty.why or row.get("clock", duty.clock_start) != duty.clock_start:
            yield f"clock {duty.clock_start}; why: {duty.why}"


def _record(case: Case, row: Row) -> Iterator[str]:
    law = case.book.states[case.state]
    if "rule" in row:
        versions: Sequence[Version | CellVersion[Any]] = next(r for r in law.rules if r.id == row["rule"]).versions
    else:
        versions = law.cells[row["cell"]].versions
    found = [version.cite.citation for version in versions if _is_law_on(version, row["day"])]
    if bool(found) != row["recorded"] or (found and row.get("citation", "") not in found[0]):
        yield f"recorded: {found}"


def _is_law_on(version: Version | CellVersion[Any], day: date) -> bool:
    return (version.in_force_from or day) <= day <= (version.in_force_until or day)


def _threshold(case: Case, row: Row) -> Iterator[str]:
    facts = case.of_row(row, row.get("start", BASE))
    duty = case.duties(facts, row["people"], ALL).get(row["rule"])
    asked = duty is not None and "Waiting for counsel's reading" in duty.why
    told = "asked" if asked else duty is not None
    if told != row["owed"]:
        yield f"owed {told}"
    if duty is not None and ("sources do not agree" in duty.why) != (told == "asked" or "says" in row):
        yield f"the dispute: {duty.why}"


def _kinds(case: Case, row: Row) -> Iterator[str]:
    rule = f"us-{case.state.lower()}-individuals"
    covered = rule in case.duties(case.incident(rule, row.get("start", BASE)), 10, frozenset(row["elements"]))
    if covered != row["covered"]:
        yield f"covered {covered}"


def _monitoring(case: Case, row: Row) -> Iterator[str]:
    rule = f"us-{case.state.lower()}-monitoring"
    duties = case.duties(case.incident(rule, BASE), 10, frozenset(row["elements"]))
    months = next((d.version.months for d in duties.values() if d.rule.kind is RuleKind.MONITORING), 0)
    if months != row["months"]:
        yield f"{months} months"


def _hipaa(case: Case, row: Row) -> Iterator[str]:
    facts = case.incident(row["rule"], BASE, Regime.HIPAA)
    told = BASE + timedelta(days=61 if row["hipaa"] == "late" else 30)
    line = replace(facts.timeline, individuals_told_on=told, entities_told_on=told, hhs_told_on=told)
    if facts.role is OrganizationRole.COVERED_ENTITY:
        line = replace(line, entities_told_on=None)
    copy = (Met("", f"us-{case.state.lower()}", row["copy_to"], told),) if "copy_to" in row else ()
    duty = case.duties(replace(facts, timeline=line, met=copy), MANY, frozenset(row.get("elements", ALL)))[row["rule"]]
    if (duty.status is DutyStatus.SUPPRESSED) != row["lifted"]:
        yield f"{duty.status}: {duty.why}"


def _lifted(case: Case, facts: Incident, elements: frozenset[str], row: Row) -> Iterator[str]:
    duty = case.duties(facts, 10, elements)[f"us-{case.state.lower()}-individuals"]
    if (duty.status is DutyStatus.SUPPRESSED) != row["lifted"] or row.get("says", "") not in duty.why:
        yield f"{duty.status}: {duty.why}"


def _encryption(case: Case, row: Row) -> Iterator[str]:
    facts = case.incident(f"us-{case.state.lower()}-individuals", BASE)
    safe = replace(facts, safeguards=Safeguards(**row["safeguards"]))
    yield from _lifted(case, safe, frozenset(row["elements"]), row)


def _harm(case: Case, row: Row) -> Iterator[str]:
    facts = case.incident(f"us-{case.state.lower()}-individuals", BASE)
    record = row["record"]
    filed = BASE if record["filed"] else None
    signed = NoHarm(f"us-{case.state.lower()}", "Counsel", BASE, filed, record["consulted"])
    kind = IncidentKind(row.get("incident", "database"))
    yield from _lifted(case, replace(facts, no_harm=(signed,), kind=kind), ALL, row)


def _hold(case: Case, row: Row) -> Iterator[str]:
    rule = row.get("rule", f"us-{case.state.lower()}-individuals")
    facts = case.incident(rule, BASE)
    hold = Hold("FBI", HoldForm(row["form"]), row["received"], row.get("until"))
    line = replace(facts.timeline, individuals_told_on=None)
    counts = [Count("ce", case.state, "patient", ALL, 10)]
    as_of = BASE + timedelta(days=2)
    made = duties_of(replace(facts, holds=(hold,), timeline=line), counts, as_of, book=case.book)
    duty = {duty.rule_id: duty for duty in made}[rule]
    if (duty.due_on or NO_COUNT) != row["due"] or (duty.status is DutyStatus.HELD) != row["held"]:
        yield f"due {duty.due_on or NO_COUNT}, {duty.status}: {duty.why}"


def _asked(case: Case, row: Row) -> Iterator[str]:
    duty = case.duties(case.incident(row["rule"], None), 10, ALL)[row["rule"]]
    told = duty.status is DutyStatus.WAITING_FOR_FACT and duty.due_on is None
    if not told or f"Waiting for {row['fact']}" not in duty.why or str(BASE) not in duty.why:
        yield f"{duty.status}: {duty.why}"


_CHECKS: dict[str, Callable[[Case, Row], Iterator[str]]] = {
    "deadlines": _deadline,
    "records": _record,
    "thresholds": _threshold,
    "kinds": _kinds,
    "monitoring": _monitoring,
    "hipaa": _hipaa,
    "encryption": _encryption,
    "harm": _harm,
    "holds": _hold,
    "asked": _asked,
}


def federal_failures(book: LawBook, rows: list[Row]) -> list[str]:
    """Return one sentence for each case of federal law that does not come out as its data say."""
    return [f"{row}: {told}" for row in rows for told in _federal(book, row)]


def _federal(book: LawBook, row: Row) -> Iterator[str]:
    role = OrganizationRole(row.get("role", "covered_entity"))
    held = row.get("hold")
    facts = Incident(
        "i", "I", "O", role, IncidentKind.DATABASE, "TN", Timeline(discovered_on=row["start"]),
        holds=(Hold("FBI", HoldForm(held["form"]), held["received"], held.get("until")),) if held else (),
        covered_entities=(CoveredEntity("ce", "C", agent=False, regime=Regime(row.get("regime", "hipaa"))),),
        traits={"part2_records": True}, safeguards=Safeguards(**row.get("safeguards", {})),
    )  # fmt: skip
    elements = frozenset(row.get("elements", ["diagnosis", "ssn"]))
    duties = duties_of(facts, [Count("ce", "TN", "patient", elements, row["people"])], BASE, book=book)
    found = [duty for duty in duties if duty.rule_id == row["rule"]]
    if row.get("unrecorded") or row.get("owed") is False:
        unrecorded = f"{row['rule']}-unrecorded" in {duty.rule_id for duty in duties}
        if found or unrecorded != row.get("unrecorded", False):
            yield f"nothing should be owed, or on record: {len(found)} duties, {unrecorded}"
    elif len(found) != 1:
        yield f"{len(found)} duties"
    elif found[0].due_on != row["due"] or row.get("citation", "") not in found[0].citation:
        yield f"due {found[0].due_on}, cited {found[0].citation}"
    elif (found[0].status is DutyStatus.SUPPRESSED) != row.get("lifted", False):
        yield f"{found[0].status}"

"""Filings of an incident: worksheets and notices for everybody who must be told beside the people; what was filed.

Drafts, written outside the folder. What was filed is recorded with its numbers, so that later numbers make an addendum.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from tocsin.errors import NothingToDoError, UnknownIdError, Word
from tocsin.law.book import law_book
from tocsin.law.counts import ALL_ENTITIES, UNKNOWN_ENTITY
from tocsin.law.rules import Rule
from tocsin.model.elements import Element, RoleGroup
from tocsin.model.incident import CoveredEntity, Incident, OrganizationRole, Regime
from tocsin.model.incident_file import parse_incident
from tocsin.model.results import DUTIES, PEOPLE
from tocsin.notices.filings.forms import Filed, FilingFacts, Form, form_markdown, form_rows, open_questions
from tocsin.notices.filings.hhs import LARGE, hhs_form, log_rows, part2_form
from tocsin.notices.filings.public import entity_report, media_form, website_form
from tocsin.notices.filings.regulators import NAMES_CODE, Owed, agencies_form, regulator_form
from tocsin.notices.filings.substitute import MANY, substitute_form
from tocsin.response.counts_table import COUNTS, counts_in
from tocsin.response.export_format import csv_bytes
from tocsin.response.folder import IncidentFolder
from tocsin.response.mailing import MAILINGS
from tocsin.response.stage_notify import NO_ADDRESS

STAGE = "filed"
FILED = pa.schema(
    [
        pa.field("form", pa.string(), nullable=False),
        pa.field("people", pa.int64(), nullable=False),
        pa.field("elements", pa.string(), nullable=False),
        pa.field("filed_on", pa.date32(), nullable=False),
        *(pa.field(name, pa.string(), nullable=False) for name in ("tracking", "by")),
    ]
)
"""One row a filing that a person made, with the numbers it told."""
LOG = pa.schema(
    [
        pa.field("covered_entity", pa.string()),
        pa.field("year_of_discovery", pa.int64()),
        *(pa.field(name, pa.date32()) for name in ("discovered_on", "breach_start_on", "breach_end_on")),
        pa.field("individuals", pa.int64()),
        *(pa.field(name, pa.string()) for name in ("type_of_breach", "location", "type_of_phi", "description")),
        pa.field("individuals_told_from", pa.date32()),
    ]
)
_FORMS = pa.schema([pa.field(name, pa.string()) for name in ("form", "section", "question", "answer", "choices")])
_GONE = {"suppressed"}


def write_filings(folder: IncidentFolder, to: Path, on: date) -> str:
    """Write every filing that is owed, as Markdown and in one table; return a sentence with the numbers.

    Raises:
        NothingToDoError: `duties` has not run.
        InsideFolderError: ``to`` lies in the incident folder.
    """
    folder.refuse_inside(to)
    everyone = filing_facts(folder, on)
    forms = filings_of(folder, everyone)
    to.mkdir(parents=True, exist_ok=True)
    digests = [_write(to / f"{form.name}.md", form_markdown(form).encode()) for form in forms]
    rows = [row for form in forms for row in form_rows(form)]
    digests.append(_write(to / "filings.csv", csv_bytes(pa.Table.from_pylist(rows, schema=_FORMS))))
    small = log_rows(facts for facts in everyone if facts.entity.regime is Regime.HIPAA)
    digests.append(_write(to / "hhs-log.csv", csv_bytes(pa.Table.from_pylist(small, schema=LOG))))
    for name, table in _annexes(folder, everyone):
        digests.append(_write(to / name, csv_bytes(table)))
    proof = hashlib.sha256("".join(digests).encode()).hexdigest()
    folder.append_ledger("filings", {"forms": len(forms), "proof": proof})
    asked = sum(open_questions(form) for form in forms)
    return f"{len(forms)} filings, {asked} questions to be answered by a person -> {to}"


def record_filed(folder: IncidentFolder, form: str, on: date, by: str, tracking: str) -> None:
    """Record that a person filed a form today's numbers stand in.

    Raises:
        UnknownIdError: there is no such form.
    """
    everyone = filing_facts(folder, on)
    known = {one.name: one for one in filings_of(folder, everyone)}
    if form not in known:
        raise UnknownIdError(form=Word("none of the names that `tocsin filings` writes"))
    facts = next((one for one in everyone if one.entity.key == known[form].entity), None)
    people, elements = known[form].people, ";".join(sorted(facts.elements)) if facts else ""
    row = {"form": form, "people": people, "elements": elements, "filed_on": on, "tracking": tracking, "by": by}
    key = hashlib.sha256(f"{len(folder.committed_keys(STAGE))} {row}".encode()).hexdigest()[:32]
    digest = hashlib.sha256(form_markdown(known[form]).encode()).hexdigest()
    with folder.stage_lock():
        table = pa.Table.from_pylist([row], schema=FILED)
        folder.commit(STAGE, key, {"filed": table}, {"people": people, "filed_on": str(on), "proof": digest})


def filing_facts(folder: IncidentFolder, on: date) -> list[FilingFacts]:
    """Return what the filings of each covered entity say, in the order of the incident file.

    Raises:
        NothingToDoError: `duties` has not run.
    """
    if not folder.committed_keys("duties"):
        raise NothingToDoError()
    incident = parse_incident(folder.incident_toml)
    entities = incident.covered_entities or _itself(incident)
    counts = counts_in(folder.read("counts", COUNTS))
    posted, without = _posted(folder), _without_address(folder)
    filed = {row["form"]: _filed(row) for row in folder.read("filed", FILED).sort_by("filed_on").to_pylist()}
    names = {state: law.name for state, law in law_book().states.items()}
    found = []
    for entity in entities:
        mine = [c for c in counts if c.covered_entity == (ALL_ENTITIES if len(entities) == 1 else entity.key)]
        in_files = [c for c in mine if c.role_group != RoleGroup.EMPLOYEE]
        by_state: Counter[str] = Counter()
        elements_of: dict[str, frozenset[str]] = {}
        for count in mine:
            by_state[count.state] += count.people
            elements_of[count.state] = elements_of.get(count.state, frozenset()) | count.elements
        days = posted.get(entity.key, [])
        found.append(
            FilingFacts(
                incident=incident,
                entity=entity,
                on=on,
                people=sum(c.people for c in in_files),
                by_state=dict(by_state),
                elements=frozenset[str]().union(*[c.elements for c in mine]),
                elements_of=elements_of,
                part2_people=sum(c.people for c in in_files if Element.SUBSTANCE_USE.value in c.elements),
                mailed=len(days),
                mailed_first_on=min(days, default=None),
                mailed_last_on=max(days, default=None),
                without_address=without[entity.key],
                filed=filed,
                state_names=names,
            )
        )
    return found


def filings_of(folder: IncidentFolder, everyone: Sequence[FilingFacts]) -> list[Form]:
    """Return every filing that is owed, by name."""
    rules = {rule.id: (rule, law.jurisdiction) for law in law_book().laws() for rule in law.rules}
    duties = [row for row in folder.read("duties", DUTIES).to_pylist() if row["status"] not in _GONE]
    due = {(row["rule_id"], row["covered_entity"]): row["due_on"] for row in duties}
    forms: dict[str, Form] = {}
    for facts in everyone:
        key = facts.entity.key
        mine = [row for row in duties if row["covered_entity"] == key]
        if facts.entity.regime is Regime.HIPAA and (facts.people or f"hhs-{key}" in facts.filed):
            rule = "us-hipaa-408b" if facts.people >= LARGE else "us-hipaa-408c"
            _add(forms, hhs_form(facts, due.get((rule, key))))
        if facts.part2_people:
            _add(forms, part2_form(facts, _first_due(mine, "us-part2-408")))
        for row in mine:
            is_ours = row["jurisdiction"] != "us" or row["rule_id"].startswith("us-ftc-")
            if row["rule_id"] in rules and is_ours:
                _add(forms, _state_form(facts, row, rules[row["rule_id"]][0]))
        _add(forms, _media(facts, mine))
        if facts.without_address:
            _add(forms, substitute_form(facts))
        if facts.incident.role is not OrganizationRole.COVERED_ENTITY and facts.people:
            _add(forms, entity_report(facts, due.get(("us-hipaa-410", key))))
    incident = everyone[0].incident
    missing = sum(facts.without_address for facts in everyone)
    if any(facts.without_address >= MANY for facts in everyone) or missing >= MANY:
        elements = frozenset[str]().union(*[facts.elements for facts in everyone])
        _add(forms, website_form(incident, incident.covered_entities, elements, missing))
    return [forms[name] for name in sorted(forms)]


def _state_form(facts: FilingFacts, row: dict[str, Any], rule: Rule) -> Form | None:
    version = rule.on(facts.discovered_on() or facts.on) or rule.versions[0]
    owed = Owed(
        rule.id, rule.title, row["citation"], row["jurisdiction"], version.content, row["due_on"], row["people"] or 0
    )
    if row["recipient"] == "consumer_reporting":
        return agencies_form(facts, owed)
    if row["recipient"] in {"regulator", "law_enforcement"}:
        return regulator_form(facts, owed)
    return None


def _media(facts: FilingFacts, duties: Iterable[dict[str, Any]]) -> Form | None:
    owed = [row for row in duties if row["recipient"] == "media"]
    states = sorted(state for state, number in facts.by_state.items() if state != "ZZ" and number > LARGE)
    if not owed:
        return None
    return media_form(facts, states, owed[0]["citation"], owed[0]["due_on"])


def _annexes(folder: IncidentFolder, everyone: Sequence[FilingFacts]) -> Iterable[tuple[str, pa.Table]]:
    """Yield the lists of names that a law asks for, each for one entity and state only."""
    yield from _unreached(folder, everyone)
    people = folder.read("people", PEOPLE).sort_by("person_id").to_pylist()
    rules = [
        (law.state, rule)
        for law in law_book().states.values()
        for rule in law.rules
        if any(NAMES_CODE in version.content for version in rule.versions)
    ]
    duties = folder.read("duties", DUTIES).to_pylist()
    for state, rule in rules:
        for facts in everyone:
            key = facts.entity.key
            mine = [d for d in duties if d["rule_id"] == rule.id and d["covered_entity"] == key]
            if not any(d["status"] not in _GONE for d in mine):
                continue
            names = [
                {"name": " ".join(p[n] for n in ("first_name", "middle_name", "last_name", "suffix") if p[n])}
                for p in people
                if p["state"].upper() == state
                and key in p["covered_entities"].split(";")
                and p["exposure"] != "untouched"
            ]
            yield (
                f"names-{state.lower()}-{key}.csv",
                pa.Table.from_pylist(names, schema=pa.schema([("name", pa.string())])),
            )


def _unreached(folder: IncidentFolder, everyone: Sequence[FilingFacts]) -> Iterable[tuple[str, pa.Table]]:
    """Yield, for each entity, the people to be reached in another way, with telephone and e-mail."""
    missing = set(folder.read("no_address", NO_ADDRESS)["notice_id"].to_pylist())
    names = ("person_id", "first_name", "middle_name", "last_name", "suffix", "phone", "email")
    rows = [
        row
        for row in folder.read("notices", PEOPLE).sort_by("person_id").to_pylist()
        if row["person_id"] in missing and not row["is_deceased"]
    ]
    for facts in everyone:
        mine = [row for row in rows if _answers(facts, row)]
        if mine:
            yield (
                f"substitute-{facts.entity.key}.csv",
                pa.Table.from_pylist([{n: row[n] for n in names} for row in mine]),
            )


def _answers(facts: FilingFacts, row: dict[str, Any]) -> bool:
    """Tell whether the entity answers for that person; without any entity, the only one does."""
    keys = row["covered_entities"].split(";")
    return facts.entity.key in keys or (facts.entity.key == UNKNOWN_ENTITY and keys == [""])


def _first_due(duties: Iterable[dict[str, Any]], rule: str) -> date | None:
    return min((row["due_on"] for row in duties if row["rule_id"].startswith(rule) and row["due_on"]), default=None)


def _posted(folder: IncidentFolder) -> dict[str, list[date]]:
    days: dict[str, list[date]] = defaultdict(list)
    for row in folder.read("mailings", MAILINGS, columns=["covered_entity", "mailed_on"]).to_pylist():
        for key in row["covered_entity"].split(";"):
            days[key].append(row["mailed_on"])
    return days


def _without_address(folder: IncidentFolder) -> Counter[str]:
    missing = set(folder.read("no_address", NO_ADDRESS)["notice_id"].to_pylist())
    tally: Counter[str] = Counter()
    for row in folder.read("notices", PEOPLE, columns=["person_id", "covered_entities", "is_deceased"]).to_pylist():
        if row["person_id"] in missing and not row["is_deceased"]:
            tally.update(row["covered_entities"].split(";") if row["covered_entities"] else [UNKNOWN_ENTITY])
    return tally


def _filed(row: dict[str, Any]) -> Filed:
    return Filed(row["people"], row["filed_on"], row["tracking"], frozenset(filter(None, row["elements"].split(";"))))


def _itself(incident: Incident) -> tuple[CoveredEntity, ...]:
    """Return the organization as the one covered entity, where the facts name none."""
    if incident.role is not OrganizationRole.COVERED_ENTITY:
        return (CoveredEntity("unknown", "(covered entity not named)"),)
    return (CoveredEntity("unknown", incident.organization),)


def _add(forms: dict[str, Form], form: Form | None) -> None:
    if form is not None:
        forms[form.name] = form


def _write(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return hashlib.sha256(data).hexdigest()

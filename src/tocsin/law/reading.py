"""Reading a law file: a tree with lines in, a ``Law`` out, every fault with file, line and key.

Source: the schema that docs/how-to/read-a-rule.md explains.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tocsin.law.citing import check_history, read_cite, read_period
from tocsin.law.fields import Fields
from tocsin.law.laws import Law
from tocsin.law.reading_clauses import read_clauses
from tocsin.law.rules import (
    Condition,
    DayKind,
    Disputed,
    Due,
    DueForm,
    HipaaLink,
    IfUnknown,
    Operator,
    OwedBy,
    Reach,
    Recipient,
    Rule,
    RuleKind,
    Threshold,
    Unit,
    Version,
)
from tocsin.law.tree import Table

EVERY_GROUP = ("patient", "employee", "other")


@dataclass(frozen=True)
class Known:
    """What the tables beside the law files define: units, clock starts, kinds of data."""

    units: Mapping[str, Unit]
    starts: frozenset[str]
    kinds: frozenset[str]
    dues: dict[Due, Due] = field(default_factory=dict)
    """What says the same is the same value, so that its day is worked out once for all laws."""


def read_law(tree: Table, file: str, known: Known, faults: list[str]) -> Law:
    """Return the law of a parsed file; what is wrong is added to ``faults`` and left out of the law."""
    top = Fields(tree, "", file, tree.line, faults)
    jurisdiction = top.text("jurisdiction", required=True)
    sources = _sources(top)
    rules = top.each("rules", lambda f: _rule(f, jurisdiction, sources, known), named="id")
    cells, typed = read_clauses(top.inner("cells"), sources, known.kinds)
    law_by = top.text("law_by", required=True)
    if law_by and law_by not in known.starts:
        top.fault("law_by", "names no clock start of tables/clock_starts.yaml")
    law = Law(
        jurisdiction=jurisdiction,
        name=top.text("name", required=True),
        kind=top.text("kind", required=True),
        regime=top.text("regime") or "state",
        file=file,
        law_by=law_by,
        read_on=top.day("read_on", required=True) or date.min,
        everyone_if_seated=top.text("reach") == "everyone_if_seated",
        role_groups=frozenset(top.texts("role_groups") or EVERY_GROUP),
        rules=_in_order(rules, top),
        cells=cells,
        conflicts=top.texts("conflicts"),
        counsel_notes=top.texts("counsel_notes"),
        second_source=_plain(top.take("second_source")),
        **typed,
    )
    top.done()
    return law


def _sources(top: Fields) -> dict[str, str]:
    table = top.take("sources")
    if not isinstance(table, Table):
        top.fault("sources", "must be a table of texts")
        return {}
    return {key: str(text) for key, text in table.items()}


def _plain(value: object) -> Mapping[str, Any]:
    if isinstance(value, Table):
        return dict(value)
    return {"note": value} if value else {}


def _rule(fields: Fields, jurisdiction: str, sources: Mapping[str, str], known: Known) -> Rule:
    id_ = fields.text("id", required=True)
    recipient = fields.choice("recipient", Recipient, Recipient.INDIVIDUALS)
    for key in ("recipient", "owed_by"):
        if not fields.has(key):
            fields.fault(key, "is missing")
    versions = fields.each("versions", lambda f: _version(f, sources, known))
    if not versions:
        fields.fault("versions", "must hold at least one version")
    check_history(versions, fields, "versions")
    if id_ and not id_.startswith(f"{jurisdiction}-"):
        fields.fault("id", f"must begin with {jurisdiction}-")
    return Rule(
        id=id_,
        title=fields.text("title", required=True),
        jurisdiction=jurisdiction,
        recipient=recipient,
        owed_by=fields.choice("owed_by", OwedBy, OwedBy.COVERED_ENTITY),
        versions=versions,
        delegation=fields.text("delegation"),
        when_role=frozenset(fields.texts("when_role")),
        kind=fields.choice("kind", RuleKind, RuleKind.NOTICE),
        hipaa=fields.choice("hipaa", HipaaLink, HipaaLink.LIFTABLE),
        gates=fields.flag("gates", True),
    )


def _version(fields: Fields, sources: Mapping[str, str], known: Known) -> Version:
    start, end = read_period(fields)
    owed = fields.flag("owed", True)
    after = fields.inner("after_clearance") if fields.has("after_clearance") else None
    return Version(
        cite=read_cite(fields, sources),
        in_force_from=start,
        in_force_until=end,
        owed=owed,
        first=fields.flag("first", False),
        threshold=_threshold(fields, known) if owed else None,
        due=_due(fields.inner("due"), known) if owed else None,
        only_if=_condition(fields.inner("only_if")) if fields.has("only_if") else None,
        data_kinds=read_kinds(fields, "data_kinds", known.kinds),
        any_data=fields.flag("any_data", False),
        months=fields.whole("months"),
        after_clearance=_days(after) if after else None,
        unless_met=fields.text("unless_met"),
        notes=fields.texts("notes"),
        content=fields.texts("content"),
    )


def read_kinds(fields: Fields, key: str, kinds: frozenset[str]) -> frozenset[str]:
    """Return a list of kinds of data; each must stand in tables/data_kinds.yaml."""
    named = fields.texts(key)
    for kind in sorted(set(named) - kinds):
        fields.fault(key, f"names {kind}, which tables/data_kinds.yaml does not have")
    return frozenset(named)


def _days(fields: Fields) -> tuple[int, DayKind]:
    found = fields.whole("days", least=1, required=True), fields.choice("day_kind", DayKind, DayKind.CALENDAR)
    fields.done()
    return found


def _threshold(fields: Fields, known: Known) -> Threshold:
    inner = fields.inner("threshold")
    unit = inner.text("unit", required=True)
    if unit and unit not in known.units:
        inner.fault("unit", "names no unit of tables/units.yaml")
    disputed = None
    if inner.has("disputed"):
        other = inner.inner("disputed")
        disputed = Disputed(
            _operator(other), other.whole("n", least=1, required=True), other.text("says", required=True)
        )
        other.done()
    made = Threshold(
        _operator(inner),
        inner.whole("n", least=1, required=True),
        known.units.get(unit, Unit(unit, Reach.INDIVIDUALS, unit)),
        disputed,
    )
    inner.done()
    return made


def _operator(fields: Fields) -> Operator:
    if not fields.has("op"):
        fields.fault("op", "is missing")
    return fields.choice("op", Operator, Operator.GTE)


def _condition(fields: Fields) -> Condition:
    made = Condition(
        fields.text("trait", required=True),
        fields.text("words", required=True),
        fields.choice("unknown", IfUnknown, IfUnknown.ASK),
        fields.text("where") == "seat",
    )
    fields.done()
    return made


def _due(fields: Fields, known: Known) -> Due:
    """Return by when, told by the keys that stand there: exactly one form."""
    told = fields.flag("told", False) if fields.has("told") else None
    start = fields.text("start") or fields.text("after_year_end_of")
    if start and start not in known.starts:
        fields.fault("start", "names no clock start of tables/clock_starts.yaml")
    form, to = _form(fields)
    parts = fields.each("earliest_of", lambda f: _due(f, known))
    other = _due(fields.inner("other_reading"), known) if fields.has("other_reading") else None
    counted = form in {DueForm.DAYS, DueForm.AFTER, DueForm.YEAR_END}
    due = Due(
        form=form,
        start=start,
        days=fields.whole("days", least=1, required=True) if counted else 0,
        hours=fields.whole("hours", least=1, required=True) if form is DueForm.HOURS else 0,
        day_kind=fields.choice("day_kind", DayKind, DayKind.CALENDAR),
        to=to,
        parts=parts,
        text=fields.text("text"),
        told=told,
        imputed=fields.flag("imputed", True),
        other=other,
        says=fields.text("says"),
    )
    if form in {DueForm.DAYS, DueForm.HOURS, DueForm.IMMEDIATELY, DueForm.YEAR_END} and not start:
        fields.fault("start", "is missing")
    if form is DueForm.TEXT and not due.text and not parts:
        fields.fault("text", "is missing: no day count stands there either")
    fields.done()
    return known.dues.setdefault(due, due)


def _form(fields: Fields) -> tuple[DueForm, str]:
    """Return the form and the duty it hangs on."""
    if fields.flag("immediately", False):
        return DueForm.IMMEDIATELY, ""
    for key, form in (("with", DueForm.WITH), ("before", DueForm.BEFORE)):
        if fields.has(key):
            return form, fields.text(key, required=True)
    after = fields.text("after")
    if fields.has("text"):
        return DueForm.TEXT, after
    if after:
        return DueForm.AFTER, after
    for key, form in (
        ("earliest_of", DueForm.EARLIEST),
        ("hours", DueForm.HOURS),
        ("after_year_end_of", DueForm.YEAR_END),
        ("days", DueForm.DAYS),
    ):
        if fields.has(key):
            return form, ""
    return DueForm.TEXT, ""


def _in_order(rules: tuple[Rule, ...], top: Fields) -> tuple[Rule, ...]:
    """Return the rules so that each stands after those it hangs on; a circle or a name of nothing is a fault."""
    by_id = {rule.id: rule for rule in rules}
    if len(by_id) != len(rules):
        top.fault("rules", "hold an id twice")
    done: dict[str, Rule] = {}

    def place(rule: Rule, above: tuple[str, ...]) -> None:
        if rule.id in above:
            top.fault("rules", f"hang on each other in a circle: {' -> '.join((*above, rule.id))}")
            return
        for name in sorted({name for v in rule.versions if v.due for name in v.due.hangs_on()}):
            target = f"{rule.jurisdiction}-{name}" if name in {"individuals"} else name
            if target in by_id:
                place(by_id[target], (*above, rule.id))
            elif name != "hhs":
                top.fault("rules", f"{rule.id} hangs on {name}, which is no rule of this file")
        done.setdefault(rule.id, rule)

    for rule in rules:
        place(rule, ())
    for rule in rules:
        for version in rule.versions:
            if version.unless_met and version.unless_met not in by_id:
                top.fault("rules", f"{rule.id} names {version.unless_met}, which is no rule of this file")
    return tuple(done.values())

"""Reading the cells of a law file: every cell with its versions, and the typed clauses the engine uses.

Source: the schema that docs/how-to/read-a-rule.md explains.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from tocsin.law.citing import check_history, read_cite, read_period
from tocsin.law.clauses import Encryption, HarmGate, HarmType, HoldRule, Interplay, While
from tocsin.law.fields import Fields
from tocsin.law.laws import Cell, CellVersion
from tocsin.law.rules import DayKind
from tocsin.law.tree import Rows, Table
from tocsin.model.incident import IncidentKind

T = TypeVar("T")
LIFTABLE = frozenset(
    {"individuals", "regulator", "consumer_reporting", "law_enforcement", "monitoring", "covered_entity", "media"}
)
_INCIDENTS = frozenset(kind.value for kind in IncidentKind)
SHAPES = frozenset(
    {
        "exempt", "exempt_if_federal_rules_followed", "exempt_if_regulator_law_more_protective",
        "exempt_if_compliance_plan", "exempt_if_compliant", "exempt_with_copy_to_regulator", "deemed_full",
        "deemed_full_plus_hhs_copy", "deemed_resident_notice_regulator_still", "deemed_content_only",
        "deemed_data_limited", "deemed_individual_notice_copy_to_regulator", "deemed_if_regulator_procedures",
        "deemed_if_regulator_procedures_but_shortest_time_controls", "deemed_if_at_least_as_protective", "none",
        "none_pending_check", "own_policy_only", "outside_scope_unless_broker",
    }
)  # fmt: skip


def read_clauses(
    cells: Fields, sources: Mapping[str, str], kinds: frozenset[str]
) -> tuple[dict[str, Cell[Any]], dict[str, Any]]:
    """Return every cell by name, and the typed ones by the field of ``Law`` that holds them."""
    typed_readers: dict[str, Callable[[Fields], Any]] = {
        "data_kinds": lambda f: _kinds(f, kinds),
        "harm_gate": _harm_gate,
        "encryption": lambda f: _encryption(f, kinds),
        "hipaa": lambda f: _interplay(f, kinds),
        "hold": _hold,
    }
    plain: dict[str, Cell[Any]] = {}
    typed: dict[str, Any] = {}
    for name in list(cells.table):
        plain[name] = _cell(cells, name, lambda f: _untied(f.take("says")), sources)
        if name in typed_readers:
            typed[name] = _cell(cells, name, typed_readers[name], sources)
    cells.done()
    return plain, typed


def _cell(cells: Fields, name: str, read: Callable[[Fields], T], sources: Mapping[str, str]) -> Cell[T]:
    def version(fields: Fields) -> CellVersion[T]:
        start, end = read_period(fields)
        if not fields.has("says"):
            fields.fault("says", "is missing")
        return CellVersion(read(fields), read_cite(fields, sources), start, end)

    found = cells.each(name, version)
    if not found:
        cells.fault(name, "must hold at least one version")
    check_history(found, cells, name)
    return Cell(name, found)


def _untied(value: object) -> object:
    """Return the value as plain dicts and lists."""
    if isinstance(value, Table):
        return {key: _untied(entry) for key, entry in value.items()}
    if isinstance(value, Rows):
        return [_untied(entry) for entry in value]
    return value


def _names(fields: Fields, key: str, allowed: frozenset[str], table: str) -> frozenset[str]:
    named = fields.texts(key)
    for name in sorted(set(named) - allowed):
        fields.fault(key, f"names {name}, which is not among {table}")
    return frozenset(named)


def _kinds(fields: Fields, kinds: frozenset[str]) -> frozenset[str]:
    return _names(fields, "says", kinds, "the kinds of tables/data_kinds.yaml")


def _harm_gate(fields: Fields) -> HarmGate:
    says = fields.inner("says")
    made = HarmGate(
        type=says.choice("type", HarmType, HarmType.NONE),
        standard=says.text("standard"),
        off=says.flag("off", False),
        partial=says.text("partial"),
        needs_filing=says.flag("needs_filing", False),
        needs_consultation=says.flag("needs_consultation", False),
        file_with=says.text("file_with"),
        only_incidents=_names(says, "only_incidents", _INCIDENTS, "the kinds of incident"),
    )
    for told in ("note", "consult", "decided_by", "record_years"):
        says.take(told)
    says.done()
    return made


def _encryption(fields: Fields, kinds: frozenset[str]) -> Encryption:
    says = fields.inner("says")
    made = Encryption(
        safe_harbor=says.flag("safe_harbor", False),
        defeated_by_key=says.flag("defeated_by_key", True) if says.take("defeated_by_key") is not None else None,
        not_for=_names(says, "not_for", kinds, "the kinds of tables/data_kinds.yaml"),
        partial=says.text("partial"),
        min_strength_bits=says.whole("min_strength_bits"),
        min_standard=says.text("min_standard"),
        note=says.text("note"),
    )
    says.done()
    return made


def _interplay(fields: Fields, kinds: frozenset[str]) -> Interplay:
    says = fields.inner("says")
    shape = says.text("shape", required=True)
    if shape and shape not in SHAPES:
        says.fault("shape", "is none of the known shapes")
    timing = says.take("timing")
    made = Interplay(
        shape=shape,
        lifts=_names(says, "lifts", LIFTABLE, "the recipients and monitoring"),
        while_=says.choice("while", While, While.NEVER),
        counsel=_names(says, "counsel", LIFTABLE, "the recipients and monitoring"),
        applies_to=frozenset(says.texts("applies_to")),
        needs_copy_to=says.text("needs_copy_to"),
        needs_on_time=says.text("needs_on_time"),
        only_kinds=_names(says, "only_kinds", kinds, "the kinds of tables/data_kinds.yaml"),
        timing=dict(timing) if isinstance(timing, Table) else {},
        condition=says.text("condition"),
        note=says.text("note"),
    )
    says.take("still_due")
    says.done()
    return made


def _hold(fields: Fields) -> HoldRule:
    says = fields.inner("says")
    after = says.inner("after_clearance") if says.has("after_clearance") else None
    made = HoldRule(
        forms=_names(says, "forms", frozenset({"written", "oral"}), "written, oral"),
        delays=_names(says, "delays", LIFTABLE, "the recipients and monitoring"),
        oral_max_days=says.whole("oral_max_days"),
        open_max_days=says.whole("open_max_days"),
        end_required=says.flag("end_required", False),
        after_clearance_days=after.whole("days", least=1, required=True) if after else 0,
        after_clearance_kind=after.choice("day_kind", DayKind, DayKind.CALENDAR) if after else DayKind.CALENDAR,
        words=says.text("words"),
    )
    if after:
        after.done()
    says.done()
    return made

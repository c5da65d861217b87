"""Plans: a rule as it stands on a day, with all that can be said of it before any facts are known.

A plan is made once for each stretch of time in which a law does not change, and serves every incident.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from tocsin.law.clauses import Interplay
from tocsin.law.interplay import Reason, Standing, is_named, reasons_by_standing
from tocsin.law.rules import Due, HipaaLink, IfUnknown, OwedBy, Reach, Recipient, Rule, RuleKind, Threshold, Version

if TYPE_CHECKING:
    from tocsin.law.laws import CellVersion

INDIVIDUALS = "individuals"
OWNERS = (OwedBy.ORGANIZATION, OwedBy.COVERED_ENTITY)
NO_HARM_SIGNED = "no_harm_signed"


class Planned(NamedTuple):
    """One rule and its version; ``is_gap`` tells that the records do not reach back to the day."""

    rule: Rule
    version: Version
    due: Due
    threshold: Threshold
    owner: int
    """Who owes it, as an index: 0 the organization, 1 the covered entity."""
    wanted: frozenset[str] | None
    """The kinds of data it reaches; None: any."""
    is_gap: bool
    is_plain: bool
    """Whether its threshold counts residents and no source reads it otherwise."""
    least: int
    most: int
    """Between these its threshold is reached."""
    is_free: bool
    """Whether its day hangs on no other duty and on no record, but on the entity's clocks alone."""
    is_hanging: bool
    """Whether its day hangs on another duty's alone."""
    is_main: bool
    """Whether it is the notice to individuals."""
    is_noted: bool
    """Whether others of its law hang on it."""
    is_asking: bool
    """Whether a condition of it must be asked for while it is not known."""
    may_be_lifted: bool
    """Whether the law's HIPAA clause names it."""
    reasons: Mapping[Standing, Reason] | None
    """What that clause does to it by how the HIPAA notice stands; None: it asks for more of the facts."""
    is_on_hipaas_time: bool


class Surroundings(NamedTuple):
    """What stands beside the rules of a law on that day: its kinds of data and its HIPAA clause; what hangs on what."""

    kinds: frozenset[str]
    is_federal: bool
    clause: CellVersion[Interplay] | None
    hung_on: frozenset[str]


def plan_version(rule: Rule, version: Version, around: Surroundings, *, is_gap: bool = False) -> Planned:
    """Return the plan of a version that owes something."""
    due, threshold = version.due, version.threshold
    if due is None or threshold is None:
        raise RuntimeError("a version that owes nothing has no plan")
    any_data = version.any_data or (around.is_federal and not version.data_kinds)
    is_main = rule.recipient is Recipient.INDIVIDUALS and rule.kind is RuleKind.NOTICE
    clause = around.clause.value if around.clause is not None else None
    least, most = threshold.op.bounds(threshold.n)
    return Planned(
        rule=rule,
        version=version,
        due=due,
        threshold=threshold,
        owner=OWNERS.index(rule.owed_by),
        wanted=None if any_data else version.data_kinds or around.kinds,
        is_gap=is_gap,
        is_plain=threshold.is_plain and threshold.unit.reach is Reach.RESIDENTS,
        least=least,
        most=most,
        is_free=not any(part.to or part.start == NO_HARM_SIGNED for part in (due, *due.parts)),
        is_hanging=due.to != "",
        is_main=is_main,
        is_noted=rule.id in around.hung_on or (is_main and INDIVIDUALS in around.hung_on),
        is_asking=version.only_if is not None and version.only_if.unknown is IfUnknown.ASK,
        may_be_lifted=clause is not None and is_named(rule, clause),
        reasons=reasons_by_standing(rule, around.clause) if around.clause is not None else None,
        is_on_hipaas_time=clause is not None
        and rule.hipaa is HipaaLink.LIFTABLE
        and clause.timing.get(rule.what) == "hipaa",
    )


def plan_rule(rule: Rule, version: Version | None, gap: Version | None, around: Surroundings) -> Planned | None:
    """Return the plan of a rule whose version of the day is that one; None if nothing can be owed.

    Args:
        rule: the rule.
        version: what it says on the day, if the records tell.
        gap: if they do not, the version whose beginning they know.
        around: the clauses of the same day.
    """
    if version is not None:
        return plan_version(rule, version, around) if version.owed else None
    is_told = gap is not None and gap.owed and gap.only_if is None
    return plan_version(rule, gap, around, is_gap=True) if gap is not None and is_told else None

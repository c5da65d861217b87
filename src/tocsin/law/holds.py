"""Law-enforcement holds: which ones count under a law, until when they keep a deadline open, and what follows.

A hold received after the deadline cannot move it; a hold never shortens.

Source: 45 CFR 164.412, and the cell ``hold`` of each file under law/us.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tocsin.law.arithmetic import Sums
from tocsin.law.clauses import HoldRule
from tocsin.law.laws import CellVersion
from tocsin.law.rules import DayKind
from tocsin.model.incident import Hold, HoldForm


class HoldEffect(NamedTuple):
    """The deadline after all holds, the day until which they last (None: none does), and the words."""

    due_on: date | None
    held_until: date | None
    words: tuple[str, ...] = ()


NO_HOLD = HoldEffect(None, None)
"""No hold to be told of; the deadline is as it was."""


def hold_effect(
    holds: Sequence[Hold],
    clause: CellVersion[HoldRule],
    recipient: str,
    due_on: date | None,
    after: tuple[int, DayKind] | None,
    sums: Sums,
) -> HoldEffect:
    """Return what the holds, in their order, do to a deadline; ``due_on`` None: the rule counts no days."""
    rule = clause.value
    if recipient not in rule.delays:
        return HoldEffect(due_on, None)
    extended, held_until = due_on, None
    words: list[str] = []
    for hold in holds:
        if extended is not None and hold.received_on > extended:
            continue
        refusal = _refusal(hold, rule)
        if refusal:
            words.append(f"{refusal} ({clause.cite.citation}).")
            continue
        end = _end(hold, rule)
        if end is None:
            held_until = date.max
            words.append(
                f"{_named(hold)} lasts until the agency clears it; the deadline moves to what "
                f"follows then ({clause.cite.citation})."
            )
            continue
        held_until = max(held_until or end, end)
        last = _after(end, rule, after, sums)
        words.append(_told(hold, end, last, extended, clause.cite.citation))
        if extended is not None:
            extended = max(extended, last)
    return HoldEffect(extended, held_until, tuple(words))


def _named(hold: Hold) -> str:
    return f"{'An' if hold.form is HoldForm.ORAL else 'A'} {hold.form} law-enforcement hold"


def _refusal(hold: Hold, rule: HoldRule) -> str:
    if hold.form not in rule.forms:
        return f"A hold that is {hold.form} does not delay this notice"
    if rule.end_required and hold.until_on is None:
        return "A hold that names no last day does not delay this notice"
    return ""


def _end(hold: Hold, rule: HoldRule) -> date | None:
    """Return the last day of a hold; None if it lasts until it is cleared."""
    limit = rule.oral_max_days if hold.form is HoldForm.ORAL else rule.open_max_days
    if not limit or (hold.form is HoldForm.WRITTEN and hold.until_on is not None):
        return hold.until_on
    last = hold.received_on + timedelta(days=limit)
    return min(last, hold.until_on) if hold.until_on else last


def _after(end: date, rule: HoldRule, after: tuple[int, DayKind] | None, sums: Sums) -> date:
    """Return the last day after a hold has ended: so many days later where the law says so."""
    days, kind = after or (rule.after_clearance_days, rule.after_clearance_kind)
    return sums.add(end, days, kind) if days else end


def _told(hold: Hold, end: date, last: date, due_on: date | None, citation: str) -> str:
    what = f"{_named(hold)} until {end}"
    if due_on is None:
        return f"{what} delays the notice ({citation})."
    if last <= due_on:
        return f"{what} ends before the deadline and does not move it ({citation})."
    follows = f", and {(last - end).days} days after it," if last != end else ""
    return f"{what}{follows} moves the deadline to {last} ({citation})."

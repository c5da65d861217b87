"""What keeps a letter back: a law-enforcement hold, or a duty to tell somebody else first.

Source: 45 CFR 164.412; the rules of the law files whose due form is ``before`` the letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.law.book import law_book
from tocsin.law.duty import OPEN
from tocsin.law.rules import DueForm
from tocsin.model.incident import HoldForm, Incident
from tocsin.notices.postal.render import state_code

_ORAL_DAYS = 30
"""An oral request delays for 30 days at most. Source: 45 CFR 164.412(b)."""
_OPEN = {status.value for status in OPEN}


@dataclass(frozen=True)
class Block:
    """Why letters wait: all of them, or those of one state and these covered entities."""

    why: str
    state: str = ""
    covered_entity: str = ""

    def keeps(self, record: Mapping[str, object]) -> bool:
        """Tell whether it keeps this row of the mail file back."""
        if self.state and state_code(str(record["state"])) != self.state:
            return False
        return not self.covered_entity or self.covered_entity in str(record["covered_entity"]).split(";")


def blocks_of(incident: Incident, duties: Iterable[Mapping[str, object]], on: date) -> list[Block]:
    """Return what keeps letters back on that day."""
    return [*_holds(incident, on), *_others_first(duties)]


def why_kept(record: Mapping[str, object], blocks: Sequence[Block]) -> str:
    """Return why this row is kept back; empty if it is not."""
    return " ".join(block.why for block in blocks if block.keeps(record))


def _holds(incident: Incident, on: date) -> list[Block]:
    found = []
    for hold in incident.holds:
        until = hold.until_on
        if hold.form is HoldForm.ORAL:
            last = hold.received_on + timedelta(days=_ORAL_DAYS)
            until = min(until, last) if until else last
        if hold.received_on <= on and (until is None or on <= until):
            ends = f"until {until}" if until else "until the agency names an end"
            found.append(Block(f"{hold.agency} asked ({hold.form.value}) to delay, {ends} (45 CFR 164.412)."))
    return found


def _others_first(duties: Iterable[Mapping[str, object]]) -> list[Block]:
    first = {
        rule.id: (rule.title, law.state)
        for law in law_book().laws()
        for rule in law.rules
        if any(v.due is not None and v.due.form is DueForm.BEFORE for v in rule.versions)
    }
    blocks = []
    for duty in duties:
        told = first.get(str(duty["rule_id"]))
        if told is not None and duty["status"] in _OPEN and duty.get("met_on") is None:
            title, state = told
            why = f"{title} comes before the letters ({duty['citation']}): record it as [[met]] once it is done."
            key = str(duty["covered_entity"])
            blocks.append(Block(why, state, "" if key in {"*", "unknown"} else key))
    return blocks

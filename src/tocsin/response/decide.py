"""Decisions of people: checked, tied to the subjects they speak of, kept sealed and in the ledger."""

from __future__ import annotations

import pyarrow.compute as pc

from tocsin.clock import Clock
from tocsin.errors import UnknownIdError, Word
from tocsin.ids import is_id
from tocsin.model.decisions import Decision, Judgement
from tocsin.model.mentions import MENTIONS
from tocsin.model.subjects import MEMBERS
from tocsin.response.decisions import add_decision
from tocsin.response.folder import IncidentFolder
from tocsin.response.person_ids import current_id


def decide(folder: IncidentFolder, judgement: Judgement, left: str, right: str, by: str, clock: Clock) -> None:
    """Keep the decision; the next run applies it.

    Raises:
        UnknownIdError: an id names no person (or, for WRONG, no mention) of this incident.
    """
    if judgement is Judgement.WRONG:
        _know_mention(folder, left)
        decision = Decision(judgement, left, "", by, clock.now())
    else:
        left_id = current_id(folder, left)
        right_id = current_id(folder, right) if right else ""
        decision = Decision(
            judgement,
            left_id,
            right_id,
            by,
            clock.now(),
            _subjects_of(folder, left_id),
            _subjects_of(folder, right_id) if right_id else (),
        )
    add_decision(folder, decision)


def _know_mention(folder: IncidentFolder, mention: str) -> None:
    known = folder.read("mentions", MENTIONS)["mention_id"]
    if not pc.any(pc.equal(known, mention)).as_py():
        raise UnknownIdError(**({"mention": mention} if is_id(mention) else {"mention": Word("not an id")}))


def _subjects_of(folder: IncidentFolder, person: str) -> tuple[str, ...]:
    members = folder.read("members", MEMBERS)
    return tuple(sorted(members.filter(pc.equal(members["person_id"], person))["subject_id"].to_pylist()))

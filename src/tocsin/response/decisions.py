"""The decisions of people, kept sealed in the control state and named in the ledger."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from tocsin.clock import stamp
from tocsin.model.decisions import Decision, Judgement
from tocsin.response.folder import IncidentFolder

_SHAPE = "%Y-%m-%dT%H:%M:%SZ"


def decisions_of(folder: IncidentFolder) -> list[Decision]:
    """Return every decision, in the order it was made."""
    rows = folder.control.rows("SELECT * FROM decision ORDER BY ordinal")
    found = []
    for row in rows:
        by, left_subjects, right_subjects = json.loads(folder.open_text("decision", row["sealed"]))
        at = datetime.strptime(row["at"], _SHAPE).replace(tzinfo=UTC)
        judgement = Judgement(row["judgement"])
        found.append(
            Decision(judgement, row["left_id"], row["right_id"], by, at, tuple(left_subjects), tuple(right_subjects))
        )
    return found


def add_decision(folder: IncidentFolder, decision: Decision) -> None:
    """Keep a decision and write it into the ledger, in one transaction."""
    text = json.dumps([decision.by, decision.left_subjects, decision.right_subjects])
    values = (decision.judgement.value, decision.left, decision.right, stamp(decision.at))
    facts = {"judgement": decision.judgement.value, "left": decision.left, "right": decision.right}
    with folder.control.transaction() as connection:
        connection.execute(
            "INSERT INTO decision SELECT COALESCE(MAX(ordinal), 0) + 1, ?, ?, ?, ?, ? FROM decision",
            (*values, folder.seal_text("decision", text)),
        )
        folder.note(connection, "decided", {name: value for name, value in facts.items() if value})


def words_of(decision: Decision) -> str:
    """Return the decision as one line, to tell whether a stage knew it."""
    subjects = (*decision.left_subjects, "/", *decision.right_subjects)
    return "|".join([decision.judgement, decision.left, decision.right, decision.by, stamp(decision.at), *subjects])

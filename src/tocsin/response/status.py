"""Status: what every stage did, what was not readable, the deadlines, and what waits for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pyarrow.compute as pc

from tocsin.clock import Clock, local_today
from tocsin.intake.may_hold import may_hold
from tocsin.jail import jail_words
from tocsin.law.counts import UNKNOWN_ENTITY
from tocsin.law.duties import duties_of
from tocsin.model.evidence import ITEMS, EvidenceKind, ItemCode, ItemStatus
from tocsin.model.incident_file import parse_incident
from tocsin.model.results import PEOPLE
from tocsin.response.counts_table import COUNTS, counts_in
from tocsin.response.folder import IncidentFolder
from tocsin.response.stage_notify import MAIL_EVENTS, NO_ADDRESS, UNPROTECTED
from tocsin.response.stages import ORDER, Stage


def status_of(folder: IncidentFolder, clock: Clock) -> dict[str, Any]:
    """Return the status as the contract's JSON object, with deadlines beside."""
    people = folder.read("people", PEOPLE)
    return {
        "stages": {stage.value: _stage(folder, stage) for stage in ORDER},
        "people": people.num_rows,
        "exposure": _tally(people["exposure"].to_pylist()),
        "unreadable": _codes(folder),
        "may_hold": _may_hold(folder),
        "waiting": _waiting(folder),
        "deadlines": _deadlines(folder, clock),
        "finished": _is_finished(folder),
        "jail": jail_words(),
    }


def _stage(folder: IncidentFolder, stage: Stage) -> dict[str, int]:
    """Return the accounting of a stage: items for extraction, parts for the stages by part, runs for the rest."""
    if stage is Stage.EXTRACT:
        items = folder.read("items", ITEMS)
        tally = Counter(items["status"].to_pylist())
        counts = {status.value: tally[status.value] for status in ItemStatus}
        return {"taken": items.num_rows, **counts}
    taken, done = _parts(folder, stage)
    return {"taken": taken, "done": done, "unreadable": 0, "skipped": 0, "duplicate": 0}


def _parts(folder: IncidentFolder, stage: Stage) -> tuple[int, int]:
    keys = folder.committed_keys(stage.value)
    if stage in {Stage.DETECT, Stage.LINK}:
        return len(folder.committed_keys("extract")), len(keys)
    return 1, min(1, len(keys))


def _is_finished(folder: IncidentFolder) -> bool:
    return (
        all(
            _stage(folder, stage)["taken"] == sum(_stage(folder, stage).values()) - _stage(folder, stage)["taken"]
            for stage in ORDER
        )
        and folder.is_settled()
        and not folder.pending_ordinals()
    )


def _codes(folder: IncidentFolder) -> dict[str, int]:
    items = folder.read("items", ITEMS)
    return _tally(items.filter(pc.equal(items["status"], ItemStatus.UNREADABLE.value))["code"].to_pylist())


def _may_hold(folder: IncidentFolder) -> dict[str, int]:
    """Return how many unreadable items may hold what."""
    items = folder.read("items", ITEMS, ["status", "media_type", "locator"])
    bad = items.filter(pc.equal(items["status"], ItemStatus.UNREADABLE.value)).to_pylist()
    return _tally([may_hold(row["media_type"], row["locator"]).value for row in bad])


def _with_unread_pages(folder: IncidentFolder) -> int:
    """Return how many items were read but for pages that are pictures."""
    items = folder.read("items", ITEMS, ["status", "code"])
    codes = items.filter(pc.equal(items["status"], ItemStatus.DONE.value))["code"].to_pylist()
    return sum(ItemCode.PAGES_WITHOUT_TEXT.value in code.split(";") for code in codes)


def _tally(values: list[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def _waiting(folder: IncidentFolder) -> list[str]:
    """Return what a person must do or decide, as sentences with numbers."""
    waiting = []
    if not any(evidence.kind is not EvidenceKind.LOG for evidence in folder.evidence()):
        waiting.append("no evidence yet: give it with `tocsin add`.")
    if pending := len(folder.pending_ordinals()):
        waiting.append(f"{pending} pieces of evidence were not taken whole: run `tocsin add` with the same PATH again.")
    waiting += unread_waiting(_codes(folder), _with_unread_pages(folder))
    pairs = folder.read("review").num_rows
    if pairs:
        several = "pair" if pairs == 1 else "pairs"
        waiting.append(
            f"{pairs} {several} of people that may be the same: `tocsin export DIR review`, then `tocsin decide`."
        )
    people = folder.read("people", PEOPLE)
    loose = sum(1 for keys in people["covered_entities"].to_pylist() if not keys)
    if loose:
        waiting.append(f"{loose} people without a covered entity ({UNKNOWN_ENTITY}).")
    unmailed = folder.read("no_address", NO_ADDRESS).num_rows
    if unmailed:
        waiting.append(f"{unmailed} people without a usable address: substitute notice (45 CFR 164.404(d)(2)).")
    unprotected = folder.read("unprotected", UNPROTECTED).num_rows
    if unprotected:
        waiting.append(
            f"{unprotected} people are owed identity protection by their state's law, and [protection] offers none."
        )
    waiting += _mail_waiting(folder)
    return waiting


def unread_waiting(codes: Mapping[str, int], with_unread_pages: int) -> list[str]:
    """Return what is to be done about unreadable items, by their codes, and about read ones with pages of pictures."""
    pictures = codes.get(ItemCode.NEEDS_OCR, 0) + with_unread_pages
    known = {
        "locked items: give passwords with `tocsin passwords`.": codes.get(ItemCode.ENCRYPTED, 0),
        "pictures, or files with pages of them: `make ocr`, then `tocsin run`, reads their text.": pictures,
        "files go on in other volumes: unpack their archives by hand and `tocsin add` what is inside.": codes.get(
            ItemCode.VOLUME_MISSING, 0
        ),
        "unreadable items: see `tocsin export DIR items`; what they hold is unknown.": sum(
            number for code, number in codes.items() if code not in _TOLD
        ),
    }
    return [f"{number} {words}" for words, number in known.items() if number]


_TOLD = frozenset({ItemCode.ENCRYPTED.value, ItemCode.NEEDS_OCR.value, ItemCode.VOLUME_MISSING.value})


def _mail_waiting(folder: IncidentFolder) -> list[str]:
    """Return what is to be done about letters."""
    waiting = []
    due = folder.row_count("mailfile") - folder.row_count("mailings")
    if due > 0:
        waiting.append(f"{due} letters are due: `tocsin letters`, then `tocsin mailed`.")
    merged = sum(
        event == "merged_after_mailing" for event in folder.read("mail_events", MAIL_EVENTS)["event"].to_pylist()
    )
    if merged:
        waiting.append(f"{merged} people had two letters before they were found to be one; nothing more is mailed.")
    return waiting


def _deadlines(folder: IncidentFolder, clock: Clock) -> list[dict[str, Any]]:
    counts = counts_in(folder.read("counts", COUNTS)) if folder.committed_keys("duties") else None
    duties = duties_of(parse_incident(folder.incident_toml), counts, local_today(clock))
    return [
        {
            "due_on": duty.due_on.isoformat() if duty.due_on else "",
            "status": duty.status.value,
            "actor": duty.actor,
            "recipient": duty.recipient,
            "covered_entity": duty.covered_entity,
            "people": duty.people,
            "citation": duty.citation,
        }
        for duty in duties
        if duty.status.value not in {"met", "suppressed"}
    ]


def status_text(status: dict[str, Any]) -> str:
    """Return the status as lines for a terminal."""
    lines = [f"{'stage':<10}{'taken':>9}{'done':>9}{'unreadable':>12}{'skipped':>9}{'duplicate':>11}"]
    for name, row in status["stages"].items():
        lines.append(
            f"{name:<10}{row['taken']:>9}{row['done']:>9}{row['unreadable']:>12}{row['skipped']:>9}{row['duplicate']:>11}"
        )
    exposure = ", ".join(f"{number} {verdict}" for verdict, number in status["exposure"].items())
    lines += ["", f"People listed: {status['people']}" + (f" ({exposure})" if exposure else "")]
    if status["unreadable"]:
        lines.append("Unreadable: " + ", ".join(f"{number} {code}" for code, number in status["unreadable"].items()))
        lines.append(
            "They may hold: " + "; ".join(f"{words} ({number})" for words, number in status["may_hold"].items())
        )
    lines += ["", "Waiting for a person:"] + [f"  - {entry}" for entry in status["waiting"] or ["nothing"]]
    lines += ["", "Deadlines:"] + ([_deadline(d) for d in status["deadlines"][:20]] or ["  none open"])
    more = len(status["deadlines"]) - 20
    if more > 0:
        lines.append(f"  and {more} more: tocsin export DIR duties")
    lines += [
        "",
        f"Jail: {status['jail']}",
        "Finished." if status["finished"] else "Not finished: `tocsin run DIR` goes on.",
    ]
    return "\n".join(lines) + "\n"


def _deadline(d: dict[str, Any]) -> str:
    people = f", {d['people']} people" if d["people"] is not None else ""
    who = f"{d['actor']} -> {d['recipient']} [{d['covered_entity']}]{people}"
    return f"  {d['due_on'] or 'no date yet':<12} {d['status']:<17} {who} ({d['citation']})"

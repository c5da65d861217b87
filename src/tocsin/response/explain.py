"""Explain: everything that put one person on the list, with places, reasons and rules."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.model.evidence import ITEMS
from tocsin.model.mentions import MENTIONS
from tocsin.model.results import ATTRIBUTIONS, DUTIES, EXPOSURES, PEOPLE
from tocsin.model.subjects import LINKS, MEMBERS, SUBJECTS
from tocsin.response.exports import masked
from tocsin.response.folder import IncidentFolder
from tocsin.response.person_ids import current_id


def explain_person(folder: IncidentFolder, given: str, *, reveal: bool) -> dict[str, Any]:
    """Return why this person is listed; the look-up is an entry of the ledger.

    Raises:
        UnknownIdError: no person of that id.
    """
    person = current_id(folder, given)
    members = folder.read("members", MEMBERS)
    mine = members.filter(pc.equal(members["person_id"], person))["subject_id"].combine_chunks()
    subjects = _among(folder.read("subjects", SUBJECTS), "subject_id", mine)
    links = _among(folder.read("links", LINKS), "subject_id", mine)
    mentions = _among(folder.read("mentions", MENTIONS), "mention_id", links["mention_id"].combine_chunks())
    items = _among(folder.read("items", ITEMS), "item_id", subjects["item_id"].combine_chunks())
    people = folder.read("people", PEOPLE)
    listed = people.filter(pc.equal(people["person_id"], person)).to_pylist()
    entities = set(listed[0]["covered_entities"].split(";")) if listed else set()
    merges = folder.read("merges")
    folder.append_ledger("explained", {"person": person, "revealed": int(reveal)})
    return {
        "person_id": person,
        "asked_as": given,
        "listed": bool(listed),
        "roles": listed[0]["roles"] if listed else "",
        "elements": listed[0]["elements"] if listed else "",
        "exposure": listed[0]["exposure"] if listed else "",
        "covered_entities": listed[0]["covered_entities"] if listed else "",
        "items": _items(items, folder.read("exposures", EXPOSURES)),
        "mentions": _mentions(mentions, items, reveal=reveal),
        "attributions": _rows(_among(folder.read("attributions", ATTRIBUTIONS), "subject_id", mine)),
        "merges": _rows(merges.filter(pc.equal(merges["person_id"], person))),
        "duties": _duties(folder, entities, listed[0]["state"] if listed else ""),
    }


def _duties(folder: IncidentFolder, entities: set[str], state: str) -> list[dict[str, Any]]:
    """Return the duties of the person's covered entities under federal law and the law of the state they live in."""
    laws = {"us", f"us-{state.lower()}"}
    duties = folder.read("duties", DUTIES).to_pylist()
    return [d for d in duties if d["covered_entity"] in entities and d["jurisdiction"] in laws]


def explain_text(told: dict[str, Any]) -> str:
    """Return the explanation as lines for a terminal."""
    lines = [
        f"Person {told['person_id']}" + (" (asked as an earlier id)" if told["asked_as"] != told["person_id"] else "")
    ]
    lines.append(
        f"  listed: {'yes' if told['listed'] else 'no'}; roles: {told['roles'] or '-'}; "
        f"exposure: {told['exposure'] or '-'}"
    )
    lines.append(f"  covered entities: {told['covered_entities'] or 'unknown'}")
    lines.append(f"  elements: {told['elements'].replace(';', ', ') or '-'}")
    lines.append("Mentions")
    lines += [
        f"  {m['element']:<16} {m['text']:<32} {m['locator']} | {m['place']} "
        f"({m['detector']}, {m['score']:.3f}) {m['mention_id']}"
        for m in told["mentions"]
    ]
    lines.append("Items and exposure")
    lines += [f"  {i['verdict']:<10} {i['locator']} (rule {i['rule']}) {i['item_id']}" for i in told["items"]]
    lines.append("Why these mentions are one person")
    lines += [f"  {m['left_subject']} = {m['right_subject']} ({m['reasons']})" for m in told["merges"]] or [
        "  one mention group only"
    ]
    lines.append("Why these covered entities")
    lines += [f"  {a['covered_entity']}: {a['reason']} ({a['subject_id']})" for a in told["attributions"]] or [
        "  unknown"
    ]
    lines.append("Duties")
    lines += [
        f"  {d['status']:<16} {d['due_on'] or '-'} {d['actor']} -> {d['recipient']} ({d['citation']})"
        for d in told["duties"]
    ] or ["  none"]
    return "\n".join(lines) + "\n"


def _among(table: pa.Table, column: str, ids: pa.Array) -> pa.Table:
    return table.filter(pc.is_in(table[column], ids)).sort_by(column)


def _rows(table: pa.Table) -> list[dict[str, Any]]:
    return list(table.to_pylist())


def _items(items: pa.Table, exposures: pa.Table) -> list[dict[str, Any]]:
    verdicts = {
        row["item_id"]: row for row in _among(exposures, "item_id", items["item_id"].combine_chunks()).to_pylist()
    }
    none = {"verdict": "presumed", "rule": "not_judged_yet", "log_records": ""}
    return [
        {"item_id": row["item_id"], "locator": row["locator"], **_verdict(verdicts.get(row["item_id"], none))}
        for row in items.to_pylist()
    ]


def _verdict(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("verdict", "rule", "log_records")}


def _mentions(mentions: pa.Table, items: pa.Table, *, reveal: bool) -> list[dict[str, Any]]:
    locators = dict(zip(items["item_id"].to_pylist(), items["locator"].to_pylist(), strict=True))
    return [
        {
            "mention_id": row["mention_id"],
            "element": row["element"],
            "text": row["text"] if reveal else masked(row["element"], row["text"]),
            "locator": locators.get(row["item_id"], ""),
            "place": row["place"],
            "detector": row["detector"],
            "score": row["score"],
        }
        for row in mentions.to_pylist()
        if row["element"]
    ]

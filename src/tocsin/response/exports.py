"""Exports: the tables of the contract, secrets masked unless revealed, each an entry of the ledger."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.errors import NothingToDoError
from tocsin.intake.may_hold import may_hold
from tocsin.model.elements import SECRET_ELEMENTS, Element
from tocsin.model.evidence import ITEMS, ItemStatus
from tocsin.model.mentions import MENTIONS
from tocsin.model.results import ATTRIBUTIONS, DUTIES, EXPOSURES, PEOPLE
from tocsin.model.subjects import LINKS, MEMBERS, SUBJECTS
from tocsin.notices.mailfile import COLUMNS as MAILFILE_COLUMNS
from tocsin.notices.mailfile import MAILFILE
from tocsin.resolution.telling import REVIEW
from tocsin.response.counts_table import COUNTS
from tocsin.response.folder import IncidentFolder
from tocsin.response.people_changes import CHANGES

_STAGE_OF = {
    "items": "extract", "mentions": "detect", "subjects": "resolve", "exposures": "expose", "people": "duties",
    "changes": "duties", "counts": "duties", "duties": "duties", "mailfile": "notify", "review": "resolve",
}  # fmt: skip


def export_table(folder: IncidentFolder, what: str, *, reveal: bool) -> pa.Table:
    """Return the table ``what`` as the contract lays it out, sorted by id.

    Raises:
        NothingToDoError: the stage that makes it has not run yet.
    """
    if not folder.committed_keys(_STAGE_OF[what]):
        raise NothingToDoError()
    return MAKERS[what](folder, reveal)


def export_rows(folder: IncidentFolder, what: str, rows: int, *, reveal: bool) -> None:
    """Write down that the table was exported."""
    folder.append_ledger("exported", {"what": what, "rows": rows, "revealed": int(reveal)})


def _people(folder: IncidentFolder, reveal: bool) -> pa.Table:
    people = folder.read("people", PEOPLE).sort_by("person_id")
    return people if reveal else _with(people, "ssn", masked_ssn)


def _subjects(folder: IncidentFolder, reveal: bool) -> pa.Table:
    subjects = folder.read("subjects", SUBJECTS).sort_by("subject_id")
    members = folder.read("members", MEMBERS)
    place = pc.index_in(subjects["subject_id"], value_set=members["subject_id"].combine_chunks())
    entities: dict[str, list[str]] = {}
    for row in folder.read("attributions", ATTRIBUTIONS).to_pylist():
        entities.setdefault(row["subject_id"], []).append(row["covered_entity"])
    ids = subjects["subject_id"].to_pylist()
    table = pa.table(
        {
            "subject_id": subjects["subject_id"],
            "item_id": subjects["item_id"],
            "person_id": pc.fill_null(members["person_id"].take(place), ""),
            "role": subjects["role"],
            "covered_entity": pa.array([";".join(sorted(entities.get(i, ()))) for i in ids], pa.string()),
            **{name: subjects[name] for name in ("first_name", "middle_name", "last_name", "suffix", "date_of_birth")},
            **{
                name: subjects[name]
                for name in ("sex", "ssn", "address_1", "address_2", "city", "state", "zip", "country")
            },
            "email": _joined(subjects["emails"]),
            "phone": _joined(subjects["phones"]),
            "mrns": _joined(subjects["mrns"]),
            "member_ids": _joined(subjects["member_ids"]),
            "elements": _joined(subjects["elements"]),
            "is_deceased": subjects["is_deceased"],
            "related_to": pc.fill_null(subjects["related_to"], ""),
            "relation": subjects["relation"],
            "seen_on": subjects["seen_on"],
            "notice_id": pc.fill_null(members["notice_id"].take(place), ""),
        }
    )
    return table if reveal else _with(table, "ssn", masked_ssn)


def _mentions(folder: IncidentFolder, reveal: bool) -> pa.Table:
    mentions = folder.read("mentions", MENTIONS)
    mentions = mentions.filter(pc.is_valid(mentions["element"])).sort_by("mention_id")
    subjects: dict[str, list[str]] = {}
    for row in folder.read("links", LINKS).to_pylist():
        subjects.setdefault(row["mention_id"], []).append(row["subject_id"])
    table = pa.table(
        {
            **{
                name: mentions[name]
                for name in ("mention_id", "item_id", "segment_id", "element", "start", "end", "place")
            },
            "subject_id": pa.array(
                [";".join(sorted(subjects.get(i, ()))) for i in mentions["mention_id"].to_pylist()], pa.string()
            ),
            "detector": mentions["detector"],
            "score": pc.cast(mentions["score"], pa.float64()),
        }
    )
    return table.append_column("text", mentions["text"]) if reveal else table


def _items(folder: IncidentFolder, reveal: bool) -> pa.Table:
    items = folder.read("items", ITEMS).sort_by("item_id")
    mentions = folder.read("mentions", MENTIONS)
    found = _counts(mentions.filter(pc.is_valid(mentions["element"]))["item_id"])
    people = _people_of_items(folder)
    ids = items["item_id"].to_pylist()
    source = [row or own for row, own in zip(items["duplicate_of"].to_pylist(), ids, strict=True)]
    columns = ("item_id", "evidence_id", "parent_id", "locator", "media_type", "size_bytes", "sha256", "message_id")
    table = {name: items[name] for name in columns}
    table["parent_id"] = pc.fill_null(items["parent_id"], "")
    return pa.table(
        {
            **table,
            "status": items["status"],
            "code": items["code"],
            "may_hold": pa.array(list(_unread(items)), pa.string()),
            "mentions": pa.array([found.get(i, 0) for i in source], pa.int64()),
            "people": pa.array([people.get(i, 0) for i in source], pa.int64()),
        }
    )


def _unread(items: pa.Table) -> Iterator[str]:
    """Yield what each item may hold if it is unread, else an empty text."""
    columns = (items[name].to_pylist() for name in ("status", "media_type", "locator"))
    for status, media_type, locator in zip(*columns, strict=True):
        yield may_hold(media_type, locator).value if status == ItemStatus.UNREADABLE.value else ""


def _people_of_items(folder: IncidentFolder) -> dict[str, int]:
    members = folder.read("members", MEMBERS)
    listed = set(folder.read("people", PEOPLE)["person_id"].to_pylist())
    person = dict(zip(members["subject_id"].to_pylist(), members["person_id"].to_pylist(), strict=True))
    subjects = folder.read("subjects", SUBJECTS)
    seen: dict[str, set[str]] = {}
    for subject, item in zip(subjects["subject_id"].to_pylist(), subjects["item_id"].to_pylist(), strict=True):
        if person.get(subject, "") in listed:
            seen.setdefault(item, set()).add(person[subject])
    return {item: len(people) for item, people in seen.items()}


def _plain(name: str, schema: pa.Schema, key: str) -> Callable[[IncidentFolder, bool], pa.Table]:
    def make(folder: IncidentFolder, reveal: bool) -> pa.Table:
        return folder.read(name, schema).sort_by(key)

    return make


def _counts_export(folder: IncidentFolder, reveal: bool) -> pa.Table:
    return folder.read("counts", COUNTS)


def _review(folder: IncidentFolder, reveal: bool) -> pa.Table:
    return folder.read("review", REVIEW).sort_by([(name, "ascending") for name in REVIEW.names[:4]])


def _mailfile(folder: IncidentFolder, reveal: bool) -> pa.Table:
    return folder.read("mailfile", MAILFILE).select(list(MAILFILE_COLUMNS)).sort_by("record_id")


MAKERS: Mapping[str, Callable[[IncidentFolder, bool], pa.Table]] = {
    "people": _people,
    "subjects": _subjects,
    "mentions": _mentions,
    "items": _items,
    "exposures": _plain("exposures", EXPOSURES, "item_id"),
    "duties": _plain("duties", DUTIES, "duty_id"),
    "changes": _plain("changes", CHANGES, "person_id"),
    "counts": _counts_export,
    "mailfile": _mailfile,
    "review": _review,
}
"""How each export is made; ``bool`` is whether secrets are revealed."""


def _joined(column: pa.ChunkedArray) -> pa.Array:
    return pa.array(
        [";".join(value.replace(";", ",") for value in values) for values in column.to_pylist()], pa.string()
    )


def _with(table: pa.Table, name: str, change: Callable[[str], str]) -> pa.Table:
    made = pa.array([change(value) for value in table[name].to_pylist()], pa.string())
    return table.set_column(table.schema.get_field_index(name), name, made)


def _counts(column: pa.ChunkedArray) -> dict[str, int]:
    return {row["values"]: row["counts"] for row in pc.value_counts(column).to_pylist()}


def masked_ssn(ssn: str) -> str:
    digits = re.sub(r"\D", "", ssn)
    return f"***-**-{digits[-4:]}" if digits else ""


def masked(element: str | None, text: str) -> str:
    """Return the text of a mention, with all but its last four characters hidden if its element is a secret.

    Example:
        >>> masked("ssn", "123-45-6789"), masked("diagnosis", "lymphoma")
        ('*******6789', 'lymphoma')
    """
    if element and Element(element) in SECRET_ELEMENTS:
        return "*" * max(0, len(text) - 4) + text[-4:] if len(text) > 4 else "****"
    return text

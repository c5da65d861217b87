"""Subjects: the human beings that the mentions of one item speak of, before merging."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from tocsin.ids import ItemId, MentionId, SegmentId, SubjectId
from tocsin.model.elements import Element, Role


@dataclass(frozen=True, slots=True)
class Subject:
    """One human being as one place speaks of them; empty text and empty tuples mean unknown."""

    subject_id: SubjectId
    item_id: ItemId
    segment_id: SegmentId
    """Where the subject is first named."""
    row: int
    """Grid row (from 0 in the segment) or field group where first named, -1 in text."""
    start: int
    """First code point in the text where named, -1 in grids and fields."""
    role: Role
    elements: tuple[Element, ...]
    """What of theirs stands there, name included, sorted."""
    first_name: str = field(default="", repr=False)
    middle_name: str = field(default="", repr=False)
    last_name: str = field(default="", repr=False)
    suffix: str = field(default="", repr=False)
    date_of_birth: str = field(default="", repr=False)
    sex: str = field(default="", repr=False)
    ssn: str = field(default="", repr=False)
    """9 digits."""
    address_1: str = field(default="", repr=False)
    address_2: str = field(default="", repr=False)
    city: str = field(default="", repr=False)
    state: str = field(default="", repr=False)
    zip: str = field(default="", repr=False)
    country: str = field(default="", repr=False)
    emails: tuple[str, ...] = field(default=(), repr=False)
    phones: tuple[str, ...] = field(default=(), repr=False)
    mrns: tuple[str, ...] = field(default=(), repr=False)
    member_ids: tuple[str, ...] = field(default=(), repr=False)
    other_ids: tuple[str, ...] = field(default=(), repr=False)
    """``element:value`` of further identifiers that name one person (driver's licence, account, passport)."""
    insurers: tuple[str, ...] = field(default=(), repr=False)
    """Who pays, as written."""
    is_deceased: bool = False
    died_on: str = ""
    related_to: SubjectId | None = None
    relation: str = ""
    """What this subject is to ``related_to``: parent, child, spouse, guardian, representative, other."""
    household: str = ""
    """Subjects of one household or policy in this item share this value (a subject id)."""
    seen_on: str = ""
    """ISO date of the row, visit or message, to choose the latest address; empty if unknown."""
    mention_count: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """A mention belongs to a subject; an insurance number of a policy may belong to two."""

    mention_id: MentionId
    subject_id: SubjectId


SUBJECTS = pa.schema(
    [
        pa.field("subject_id", pa.string(), nullable=False),
        pa.field("item_id", pa.string(), nullable=False),
        pa.field("segment_id", pa.string(), nullable=False),
        pa.field("row", pa.int32(), nullable=False),
        pa.field("start", pa.int32(), nullable=False),
        pa.field("role", pa.string(), nullable=False),
        pa.field("elements", pa.list_(pa.string()), nullable=False),
        pa.field("first_name", pa.string(), nullable=False),
        pa.field("middle_name", pa.string(), nullable=False),
        pa.field("last_name", pa.string(), nullable=False),
        pa.field("suffix", pa.string(), nullable=False),
        pa.field("date_of_birth", pa.string(), nullable=False),
        pa.field("sex", pa.string(), nullable=False),
        pa.field("ssn", pa.string(), nullable=False),
        pa.field("address_1", pa.string(), nullable=False),
        pa.field("address_2", pa.string(), nullable=False),
        pa.field("city", pa.string(), nullable=False),
        pa.field("state", pa.string(), nullable=False),
        pa.field("zip", pa.string(), nullable=False),
        pa.field("country", pa.string(), nullable=False),
        pa.field("emails", pa.list_(pa.string()), nullable=False),
        pa.field("phones", pa.list_(pa.string()), nullable=False),
        pa.field("mrns", pa.list_(pa.string()), nullable=False),
        pa.field("member_ids", pa.list_(pa.string()), nullable=False),
        pa.field("other_ids", pa.list_(pa.string()), nullable=False),
        pa.field("insurers", pa.list_(pa.string()), nullable=False),
        pa.field("is_deceased", pa.bool_(), nullable=False),
        pa.field("died_on", pa.string(), nullable=False),
        pa.field("related_to", pa.string()),
        pa.field("relation", pa.string(), nullable=False),
        pa.field("household", pa.string(), nullable=False),
        pa.field("seen_on", pa.string(), nullable=False),
        pa.field("mention_count", pa.int32(), nullable=False),
    ]
)
"""Rows of the subjects table, fields as in :class:`Subject`; one row a subject."""

LINKS = pa.schema(
    [pa.field("mention_id", pa.string(), nullable=False), pa.field("subject_id", pa.string(), nullable=False)]
)

MEMBERS = pa.schema(
    [
        pa.field("subject_id", pa.string(), nullable=False),
        pa.field("person_id", pa.string(), nullable=False),
        pa.field("notice_id", pa.string(), nullable=False),
    ]
)
"""Which person (count cut) and notice (notice cut) each subject was merged into."""


def subjects_table(subjects: Sequence[Subject]) -> pa.Table:
    """Return the subjects as a table of schema ``SUBJECTS``, in the given order."""
    columns = {
        name: pa.array([_plain(getattr(s, name)) for s in subjects], SUBJECTS.field(name).type)
        for name in SUBJECTS.names
    }
    return pa.table(columns, schema=SUBJECTS)


def subjects_of(table: pa.Table) -> list[Subject]:
    """Return the subjects of a table of schema ``SUBJECTS``."""
    listed = {"elements", "emails", "phones", "mrns", "member_ids", "other_ids", "insurers"}
    subjects = []
    for row in table.to_pylist():
        values: dict[str, Any] = {k: tuple(v) if k in listed else v for k, v in row.items()}
        values["role"] = Role(values["role"])
        values["elements"] = tuple(Element(e) for e in values["elements"])
        subjects.append(Subject(**values))
    return subjects


def links_table(links: Sequence[Link]) -> pa.Table:
    """Return the links as a table of schema ``LINKS``, in the given order."""
    return pa.table(
        {"mention_id": [k.mention_id for k in links], "subject_id": [k.subject_id for k in links]},
        schema=LINKS,
    )


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value

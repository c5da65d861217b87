"""An incident of two practices, and the few rows that attribution reads, for its tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pyarrow as pa

from tocsin.attribution.engine import attribute
from tocsin.ids import EvidenceId, ItemId, SubjectId, item_id, segment_id
from tocsin.model.elements import Role
from tocsin.model.evidence import ITEMS, Evidence, EvidenceKind, ItemStatus
from tocsin.model.incident import CoveredEntity, Incident, IncidentKind, OrganizationRole
from tocsin.model.segments import Body, Field, FieldsBody, GridBody, Segment, TextBody
from tocsin.model.subjects import Subject, subjects_table

LAKESIDE = CoveredEntity(
    "lakeside", "Lakeside Hematology, P.A.", ("LSH", "Lakeside Blood Center"), ("1234567893",), ("lakeside.example",), ("LH",)
)  # fmt: skip
RIVERBEND = CoveredEntity(
    "riverbend", "Riverbend Oncology Associates LLC", ("Riverbend Cancer & Blood",), ("1245319599",), ("riverbend.example",),
    ("RB", "RBX7"),
)  # fmt: skip
INCIDENT = Incident(
    "INC-1", "Mailbox", "Network", OrganizationRole.BUSINESS_ASSOCIATE, IncidentKind.EMAIL, "FL", covered_entities=(LAKESIDE, RIVERBEND)
)  # fmt: skip


def evidence(name: str = "box.pst", custodian: str = "") -> Evidence:
    """Return one sealed copy."""
    day = datetime(2024, 5, 6, tzinfo=UTC)
    return Evidence(
        EvidenceId("evd_000000000000"), name, EvidenceKind.MAILBOX, custodian, "0" * 64, 1, 1, day, "Ann", 1
    )


@dataclass
class Scene:
    """Items with their segments, and the subjects in them; ask who answers for each."""

    incident: Incident = INCIDENT
    evidence: Sequence[Evidence] = (evidence(),)
    items: list[dict[str, object]] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    subjects: list[Subject] = field(default_factory=list)

    def item(
        self, locator: str, *bodies: Body, parent: ItemId | None = None, place: str = "", copy_of: ItemId | None = None
    ) -> ItemId:
        """Add an item and return its id."""
        box = self.evidence[0].evidence_id
        made = item_id(box, locator)
        status = ItemStatus.DUPLICATE if copy_of else ItemStatus.DONE
        known = {"item_id": made, "evidence_id": box, "parent_id": parent, "locator": locator, "status": status.value}
        empty = {one.name: {"int64": 0, "bool": False}.get(str(one.type), "") for one in ITEMS}
        self.items.append({**empty, **known, "family_id": None, "duplicate_of": copy_of})
        self.segments += [Segment(segment_id(made, n), made, n, place, body) for n, body in enumerate(bodies)]
        return made

    def person(
        self,
        item: ItemId,
        *,
        row: int = -1,
        start: int = -1,
        mrns: Sequence[str] = (),
        segment: int = 0,
        role: Role = Role.PATIENT,
    ) -> str:
        """Add a subject and return its id."""
        made = SubjectId(f"sub_{len(self.subjects):016x}")
        self.subjects.append(Subject(made, item, segment_id(item, segment), row, start, role, (), mrns=tuple(mrns)))
        return made

    def answers(self) -> dict[str, set[tuple[str, str]]]:
        """Return entity and reason by subject."""
        rows = self.table().to_pylist()
        return {
            one.subject_id: {(r["covered_entity"], r["reason"]) for r in rows if r["subject_id"] == one.subject_id}
            for one in self.subjects
        }

    def answer(self, subject: str) -> set[tuple[str, str]]:
        """Return entity and reason of one subject."""
        return self.answers()[subject]

    def table(self) -> pa.Table:
        """Return what attribution gives."""
        items = pa.Table.from_pylist(self.items, schema=ITEMS)
        return attribute(subjects_table(self.subjects), self.segments, items, self.evidence, self.incident)


def with_only(*entities: CoveredEntity, role: OrganizationRole = OrganizationRole.BUSINESS_ASSOCIATE) -> Incident:
    """Return the incident with these entities."""
    return replace(INCIDENT, role=role, covered_entities=entities)


def text(written: str) -> TextBody:
    """Return a text."""
    return TextBody(written)


def grid(*rows: str) -> GridBody:
    """Return a table of rows with ``|`` between cells."""
    cut = tuple(tuple(cell.strip() for cell in row.split("|")) for row in rows)
    return GridBody(cut, 1, cut[:40])


def header(sender: str, *receivers: str, subject: str = "Records") -> FieldsBody:
    """Return the header of a message."""
    lines = [("mail.from", sender), *(("mail.to", one) for one in receivers), ("mail.subject", subject)]
    return FieldsBody(tuple(Field(path, value, "", n) for n, (path, value) in enumerate(lines)))

"""Which covered entities answer for each subject, from what is nearest to it outward.

In order: the prefix of its record number; the folder that bears an entity's very name; its row, paragraph or heading;
the document; the record numbers around it; the message it came with; the folder it lay in; the mailbox it lay in; the
town of an office; the other files of its folder or messages of its mailbox; the only entity there is. The first that
names somebody decides.

Invariant: a pure function of its inputs; rows sorted by subject, then entity.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import pyarrow as pa

from tocsin.attribution.named import ItemPlaces, Named, asked_of, read_named
from tocsin.attribution.neighbours import FolderVotes, RecordVotes
from tocsin.attribution.places import Found
from tocsin.attribution.terms import EntityTerms
from tocsin.model.elements import Role
from tocsin.model.evidence import Evidence, EvidenceKind, ItemStatus
from tocsin.model.incident import Incident, OrganizationRole
from tocsin.model.results import ATTRIBUTIONS
from tocsin.model.segments import Segment

_CLEAR_SHARE = 0.6
_TOWN = "town of its office"


def attribute(
    subjects: pa.Table, segments: Iterable[Segment], items: pa.Table, evidence: Sequence[Evidence], incident: Incident
) -> pa.Table:
    """Return the covered entities of each subject (columns of ``ATTRIBUTIONS``).

    Args:
        subjects: of schema ``SUBJECTS``, sorted by subject_id.
        segments: of all items, in any fixed order.
        items: of schema ``ITEMS``.
        evidence: where the items lay.
        incident: names the covered entities.
    """
    terms = EntityTerms(incident.covered_entities)
    columns = (subjects[name].to_pylist() for name in ("segment_id", "subject_id", "row", "start"))
    return attribute_named(
        subjects, read_named(asked_of(zip(*columns, strict=True)), segments, terms), items, evidence, incident
    )


def attribute_named(
    subjects: pa.Table, named: Named, items: pa.Table, evidence: Sequence[Evidence], incident: Incident
) -> pa.Table:
    """Return the covered entities of each subject, once it is known what the segments name."""
    terms, near, of_item = EntityTerms(incident.covered_entities), named.near, named.of_item
    columns = [subjects[name].to_pylist() for name in ("subject_id", "item_id", "mrns", "role")]
    numbered = [(item, _by_number(mrns, terms)) for _, item, mrns, _ in zip(*columns, strict=True)]
    records = RecordVotes((item, [one.entity for one in found]) for item, found in numbered)
    context = _Context(terms, of_item, records, items, evidence, _only(incident))
    rows: list[tuple[str, str, str]] = []
    for subject, role, (item, own) in zip(columns[0], columns[3], numbered, strict=True):
        found = (
            own
            or context.of_own_folder(item, role)
            or near.get(subject)
            or context.of_benefits(item, role)
            or context.of(item, role)
        )
        rows.extend((subject, one.entity, one.reason) for one in sorted(found, key=lambda f: f.entity))
    values = list(zip(*rows, strict=True)) if rows else [(), (), ()]
    return pa.table({name: pa.array(v, pa.string()) for name, v in zip(ATTRIBUTIONS.names, values, strict=True)}).cast(
        ATTRIBUTIONS
    )


def _by_number(mrns: Sequence[str], terms: EntityTerms) -> list[Found]:
    entities = [terms.of_record_number(number) for number in mrns]
    return [Found(entity, "record number") for entity in dict.fromkeys(entities) if entity]


def _only(incident: Incident) -> str:
    """Return the one entity that must answer, if there is one."""
    if len(incident.covered_entities) == 1:
        return incident.covered_entities[0].key
    if incident.role is OrganizationRole.COVERED_ENTITY and not incident.covered_entities:
        return "organization"
    return ""


class _Context:
    """Answers for whole items: by their text, their message, their folder, their mailbox."""

    def __init__(
        self,
        terms: EntityTerms,
        of_item: Mapping[str, ItemPlaces],
        records: RecordVotes,
        items: pa.Table,
        evidence: Sequence[Evidence],
        only: str,
    ) -> None:
        self._terms, self._of_item, self._records, self._only = terms, of_item, records, only
        names = ("item_id", "parent_id", "locator", "evidence_id")
        self._items = {row[0]: row[1:] for row in zip(*(items[n].to_pylist() for n in names), strict=True)}
        self._evidence: dict[str, Evidence] = {e.evidence_id: e for e in evidence}
        self._copies = _copies(items)
        self._known: dict[str, list[Found]] = {}
        self._owned: dict[tuple[str, bool], list[Found]] = {}
        mailboxes = {e.evidence_id for e in evidence if e.kind is EvidenceKind.MAILBOX}
        self._folders = FolderVotes(
            ((row[2], row[1], found[0].entity) for item, row in self._items.items() if (found := self._by_text(item))),
            mailboxes,
        )

    def of_benefits(self, item: str, role: str) -> list[Found]:
        """Return the employer's plan for people of an item that enrols them: those are its members, not patients."""
        if not self._terms.plan or role not in _ENROLLED:
            return []
        step: str | None = item
        while step is not None and step in self._items:
            parent, locator, _ = self._items[step]
            if _ENROLS.search(locator):
                return [Found(self._terms.plan, "benefits")]
            step = parent
        return []

    def of_own_folder(self, item: str, role: str) -> list[Found]:
        """Return the entity whose name a folder around the item is: there a business associate keeps a client's files.

        What a record says of other entities there (sent to, referred by) does not make them answer for it. Of staff the
        folder alone says whose they are: its entity is the employer.
        """
        asked = item, role == Role.EMPLOYEE
        found = self._owned.get(asked)
        if found is None:
            placed = [self._own_folder(place, is_staff=asked[1]) for place in (item, *self._copies.get(item, ()))]
            found = [Found(entity, "folder") for entity in dict.fromkeys(placed) if entity] if all(placed) else []
            self._owned[asked] = found
        return found

    def _own_folder(self, item: str, *, is_staff: bool) -> str:
        step: str | None = item
        while step is not None and step in self._items:
            parent, locator, _ = self._items[step]
            own = locator.rsplit("!/", 1)[-1]
            entity = self._terms.own_folder(own)
            named = [] if is_staff else self._terms.of_path(own.rsplit("/", 1)[-1])
            if entity or named:
                return entity if not named or named == [entity] else ""
            step = parent
        return ""

    def of(self, item: str, role: str = "") -> list[Found]:
        """Return the entities that answer for an item; what its places say is said by its copies' places too.

        Of an employer's staff only what the item itself says counts: employment records are nobody's patient records
        (45 CFR 160.103, protected health information (2)(iii)).
        """
        return self._by_text(item) if role == Role.EMPLOYEE else self._of(item)

    def _of(self, item: str) -> list[Found]:
        found = self._known.get(item)
        if found is None:
            found = self._by_text(item)
            if not found:
                placed = [self._by_place(place) for place in (item, *self._copies.get(item, ()))]
                found = list({one.entity: one for several in reversed(placed) for one in several}.values())
            if not found:
                found = self._by_town(item)
            if not found:
                found = self._by_neighbours((item, *self._copies.get(item, ())))
            if not found and self._only:
                found = [Found(self._only, "only covered entity")]
            self._known[item] = found
        return found

    def _by_text(self, item: str) -> list[Found]:
        places = self._of_item.get(item)
        said = _clear(places.counts, "document") if places else []
        numbered = "" if said else self._records.of(item)
        return [Found(numbered, "records around")] if numbered else said

    def _by_town(self, item: str) -> list[Found]:
        """Return the entity whose town the item, a message around it or its path names, the nearest first."""
        step: str | None = item
        while step is not None and step in self._items:
            parent, locator, _ = self._items[step]
            places = self._of_item.get(step)
            said = _clear(places.towns, _TOWN) if places else []
            named = self._terms.town_of_path(locator.rsplit("!/", 1)[-1])
            if said or named:
                return said or [Found(named, _TOWN)]
            step = parent
        return []

    def _by_neighbours(self, places: Sequence[str]) -> list[Found]:
        asked = (self._folders.of(row[2], row[1]) for row in map(self._items.get, places) if row)
        return [Found(entity, "files around") for entity in dict.fromkeys(asked) if entity]

    def _by_place(self, item: str) -> list[Found]:
        """Return what the name, the message around it, the folder and the mailbox say, the nearest first."""
        step: str | None = item
        while step is not None and step in self._items:
            parent, locator, evidence_id = self._items[step]
            own = locator.rsplit("!/", 1)[-1]
            for found in (self._terms.of_path(own.rsplit("/", 1)[-1]), self._of_message(step, item)):
                if found:
                    return [Found(found[0], "file name" if step == item else "message")]
            folders = self._terms.of_path(own)
            if folders:
                return [Found(folders[0], "folder")]
            if parent is None:
                return self._by_evidence(evidence_id)
            step = parent
        return []

    def _of_message(self, step: str, item: str) -> list[str]:
        places = self._of_item.get(step)
        if places is None:
            return []
        said = _clear(places.counts, "") if step != item else []
        if said:
            return [said[0].entity]
        for entities in (places.senders, places.receivers):
            if len(set(entities)) == 1:
                return entities[:1]
        return places.senders[:1]

    def _by_evidence(self, evidence_id: str) -> list[Found]:
        one = self._evidence.get(evidence_id)
        if one is None:
            return []
        entity = self._terms.of_address(one.custodian)
        named = [entity] if entity else self._terms.of_path(one.custodian) or self._terms.of_path(one.name)
        return [Found(named[0], "mailbox or folder taken")] if named else []


_ENROLLED = frozenset({Role.EMPLOYEE, Role.SUBSCRIBER, Role.RELATIVE, Role.PATIENT})
_ENROLS = re.compile(r"(?i)(?<![a-z])(?:benefits?|(?:open )?enroll?(?:ment|ed)?|cobra|dependents?|elections?)(?![a-z])")
"""Words of the names of files and folders in which an employer keeps who is in its plan."""


def _clear(counts: Counter[str], reason: str) -> list[Found]:
    """Return the one entity that most of what is said names; nothing if it is divided."""
    if not counts:
        return []
    entity, most = min(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [Found(entity, reason)] if most >= _CLEAR_SHARE * counts.total() else []


def _copies(items: pa.Table) -> dict[str, list[str]]:
    copies: dict[str, list[str]] = defaultdict(list)
    columns = (items[name].to_pylist() for name in ("item_id", "status", "duplicate_of"))
    for item, status, first in zip(*columns, strict=True):
        if status == ItemStatus.DUPLICATE and first:
            copies[first].append(item)
    return {first: sorted(others) for first, others in copies.items()}

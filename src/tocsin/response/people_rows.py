"""People rows of both cuts: resolved, attributed and with their exposure, as the contract lists them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from tocsin.clock import local_today
from tocsin.exposure.verdicts import person_verdict
from tocsin.model.decisions import Judgement
from tocsin.model.evidence import ItemStatus
from tocsin.model.results import ATTRIBUTIONS, EXPOSURES
from tocsin.model.subjects import MEMBERS, SUBJECTS
from tocsin.resolution.people import build_people
from tocsin.response.context import RunContext
from tocsin.response.decisions import decisions_of
from tocsin.response.folder import IncidentFolder


def count_cut(folder: IncidentFolder) -> pa.Table:
    """Return which subject is in which person."""
    return folder.read("members", MEMBERS).sort_by("subject_id")


def notice_cut(folder: IncidentFolder) -> pa.Table:
    """Return which subject is in which notice, with the notice's id in the place of the person's."""
    members = folder.read("members", MEMBERS).sort_by("subject_id")
    notice = members["notice_id"]
    return members.set_column(members.schema.get_field_index("person_id"), MEMBERS.field("person_id"), notice)


def people_of_cut(context: RunContext, members: pa.Table) -> pa.Table:
    """Return one row a cluster of ``members`` that is to be listed, sorted by id (columns of ``PEOPLE``)."""
    folder = context.folder
    subjects = folder.read("subjects", SUBJECTS).sort_by("subject_id")
    rejected = [d for d in decisions_of(folder) if d.judgement is Judgement.NOT_A_PERSON]
    day = context.incident.timeline.discovered_on or local_today(context.clock)
    people = build_people(subjects, members, rejected, day, folder.read("merges"), folder.read("aliases"))
    evidence = _evidence_of(folder)
    of_person: dict[str, list[str]] = defaultdict(list)
    for subject, person in zip(members["subject_id"].to_pylist(), members["person_id"].to_pylist(), strict=True):
        of_person[person].append(subject)
    rows = []
    for row in people.to_pylist():
        mine = of_person[row["person_id"]]
        items = sorted({place for subject in mine for place in evidence.items[subject]})
        row["item_count"] = len(items)
        row["exposure"] = person_verdict([evidence.verdicts[item] for item in items if item in evidence.verdicts])
        row["covered_entities"] = _entities(mine, evidence.entities)
        rows.append(row)
    return pa.Table.from_pylist(sorted(rows, key=lambda r: r["person_id"]), schema=people.schema)


@dataclass(frozen=True)
class _Evidence:
    """Per subject: its items (with their duplicates) and entities; per item: the verdict."""

    items: Mapping[str, list[str]]
    entities: Mapping[str, list[str]]
    verdicts: Mapping[str, str]


def _evidence_of(folder: IncidentFolder) -> _Evidence:
    copies: dict[str, list[str]] = defaultdict(list)
    items = folder.read("items")
    for row in items.select(["item_id", "duplicate_of", "status"]).to_pylist():
        if row["status"] == ItemStatus.DUPLICATE and row["duplicate_of"]:
            copies[row["duplicate_of"]].append(row["item_id"])
    subjects = folder.read("subjects", SUBJECTS)
    pairs = zip(subjects["subject_id"].to_pylist(), subjects["item_id"].to_pylist(), strict=True)
    attributions = folder.read("attributions", ATTRIBUTIONS)
    entities: dict[str, list[str]] = defaultdict(list)
    for row in attributions.to_pylist():
        entities[row["subject_id"]].append(row["covered_entity"])
    exposures = folder.read("exposures", EXPOSURES)
    verdicts = zip(exposures["item_id"].to_pylist(), exposures["verdict"].to_pylist(), strict=True)
    return _Evidence({s: [i, *copies.get(i, ())] for s, i in pairs}, entities, dict(verdicts))


def _entities(subjects: list[str], entities: Mapping[str, list[str]]) -> str:
    """Return the entities of the subjects, the one with most of them first, then by key."""
    votes: dict[str, int] = defaultdict(int)
    for subject in subjects:
        for key in entities.get(subject, ()):
            votes[key] += 1
    return ";".join(sorted(votes, key=lambda key: (-votes[key], key)))

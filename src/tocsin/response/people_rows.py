"""People rows of both cuts: resolved, attributed and with their exposure, as the contract lists them.

They are made some people at a time, by the engine: what is in memory as objects does not grow with the incident.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.clock import local_today
from tocsin.exposure.verdicts import person_verdict
from tocsin.model.decisions import Judgement
from tocsin.model.evidence import ITEMS, ItemStatus
from tocsin.model.results import ATTRIBUTIONS, EXPOSURES, PEOPLE
from tocsin.model.subjects import MEMBERS, SUBJECTS
from tocsin.resolution.listed import are_listed
from tocsin.resolution.people import people_rows
from tocsin.resolution.resolve import ALIASES
from tocsin.resolution.telling import MERGES
from tocsin.response.context import RunContext
from tocsin.response.decisions import decisions_of
from tocsin.response.folder import IncidentFolder
from tocsin.response.row_batches import Codes, codes_of, engine_for, ranges
from tocsin.tables.engine import Tables

_SAID = [name for name in SUBJECTS.names if name not in {"segment_id", "row", "start", "member_ids", "other_ids",
                                                         "insurers", "household", "mention_count"}]  # fmt: skip
"""Columns of subjects that people are made of."""
_PLACES = pa.schema([("item_id", pa.string()), ("place", pa.string()), ("verdict", pa.string())])
"""Each item with itself and its copies, and what the logs say of these."""
Row = dict[str, Any]


def both_cuts(context: RunContext) -> tuple[pa.Table, pa.Table]:
    """Return one row (schema ``PEOPLE``) a person that is to be listed, and one a notice; sorted by id."""
    day = context.incident.timeline.discovered_on or local_today(context.clock)
    people, notices = [PEOPLE.empty_table()], [PEOPLE.empty_table()]
    engine = engine_for(context, context.folder.row_count("subjects"))
    for _, made in engine.map_batches(partial(people_part, day=day), _batches(context.folder), "duties"):
        people.append(made["people"])
        notices.append(made["notices"])
    return pa.concat_tables(people), pa.concat_tables(notices).sort_by("person_id")


def people_part(tables: Tables, day: date) -> Tables:
    """Return the people and notices of some persons' subjects."""
    whole = _rows(tables, tables["members"], day)
    notices: dict[str, set[str]] = defaultdict(set)
    members = tables["members"]
    for person, notice in zip(members["person_id"].to_pylist(), members["notice_id"].to_pylist(), strict=True):
        notices[person].add(notice)
    parted = pa.array([person for person, held in notices.items() if len(held) > 1], pa.string())
    mine = members.filter(pc.is_in(members["person_id"], parted))
    finer = mine.set_column(MEMBERS.get_field_index("person_id"), MEMBERS.field("person_id"), mine["notice_id"])
    letters = [_as_notice(row) for row in whole if len(notices[row["person_id"]]) == 1]
    subjects = tables["subjects"].filter(
        pc.is_in(tables["subjects"]["subject_id"], finer["subject_id"].combine_chunks())
    )
    less = {"subjects": subjects, "merges": MERGES.empty_table(), "aliases": ALIASES.empty_table()}
    letters += _rows(tables | less, finer, day)
    return {
        "people": pa.Table.from_pylist(whole, schema=PEOPLE),
        "notices": pa.Table.from_pylist(letters, schema=PEOPLE),
    }


def _as_notice(row: Row) -> Row:
    """Return the row of a person who is one notice; how sure the person is, is not the notice's."""
    return row | {"person_id": row["notice_id"], "confidence": 1.0, "merge_reasons": "", "aliases": ""}


def _rows(tables: Tables, members: pa.Table, day: date) -> list[Row]:
    gone = set(tables["gone"]["subject_id"].to_pylist())
    subjects = tables["subjects"]
    made = people_rows(subjects, members, gone, day, tables["kin"], tables["merges"], tables["aliases"])
    evidence = _evidence_of(tables)
    item_of = dict(zip(subjects["subject_id"].to_pylist(), subjects["item_id"].to_pylist(), strict=True))
    of_person: dict[str, list[str]] = defaultdict(list)
    for subject, person in zip(members["subject_id"].to_pylist(), members["person_id"].to_pylist(), strict=True):
        of_person[person].append(subject)
    for row in made:
        mine = of_person[row["person_id"]]
        places = {place for item in {item_of[subject] for subject in mine} for place in evidence.places[item]}
        row["item_count"] = len(places)
        row["exposure"] = person_verdict([verdict for place in places if (verdict := evidence.verdicts[place])])
        row["covered_entities"] = _entities(mine, evidence.entities)
    return made


@dataclass(frozen=True)
class _Evidence:
    """Per item: where it stands, itself and its copies; the verdict of each place; per subject: entities."""

    places: Mapping[str, list[str]]
    verdicts: Mapping[str, str | None]
    entities: Mapping[str, list[str]]


def _evidence_of(tables: Tables) -> _Evidence:
    places: dict[str, list[str]] = defaultdict(list)
    verdicts: dict[str, str | None] = {}
    for row in tables["places"].to_pylist():
        places[row["item_id"]].append(row["place"])
        verdicts[row["place"]] = row["verdict"]
    entities: dict[str, list[str]] = defaultdict(list)
    for row in tables["attributions"].to_pylist():
        entities[row["subject_id"]].append(row["covered_entity"])
    return _Evidence(places, verdicts, entities)


def _entities(subjects: list[str], entities: Mapping[str, list[str]]) -> str:
    """Return the entities of the subjects, the one with most of them first, then by key."""
    votes: dict[str, int] = defaultdict(int)
    for subject in subjects:
        for key in entities.get(subject, ()):
            votes[key] += 1
    return ";".join(sorted(votes, key=lambda key: (-votes[key], key)))


@dataclass(frozen=True)
class _ByPerson:
    """A table in the order of persons, who are known by number."""

    table: pa.Table = field(repr=False)
    codes: Codes = field(repr=False)

    @classmethod
    def of(cls, table: pa.Table, codes: Codes) -> _ByPerson:
        """Sort a table by the persons of its rows; rows of nobody (-1) are left out."""
        order = np.argsort(codes, kind="stable")
        order = order[np.searchsorted(codes[order], 0) :]
        return cls(table.take(pa.array(order)).combine_chunks(), codes[order])

    def slice(self, first: int, end: int) -> pa.Table:
        """Return the rows of these persons."""
        low, high = np.searchsorted(self.codes, [first, end])
        return self.table.slice(low, high - low)


def _batches(folder: IncidentFolder) -> Iterator[tuple[str, Tables]]:
    """Give some persons at a time, with all that is known of them."""
    subjects = folder.read("subjects", SUBJECTS, _SAID)
    members = _listed(folder.read("members", MEMBERS), subjects)
    ids, persons = members["subject_id"].combine_chunks(), pc.unique(members["person_id"])
    code = codes_of(members["person_id"], persons)
    kin = subjects.filter(pc.is_valid(subjects["related_to"]))
    attributions = folder.read("attributions", ATTRIBUTIONS)
    merges, aliases = folder.read("merges", MERGES), folder.read("aliases", ALIASES)
    gone = pa.table({"subject_id": pa.array(_gone(folder), pa.string())})
    held = {
        "members": _ByPerson(members, code),
        "subjects": _ByPerson.of(subjects, _through(codes_of(subjects["subject_id"], ids), code)),
        "kin": _ByPerson.of(kin, _through(codes_of(kin["related_to"], ids), code)),
        "attributions": _ByPerson.of(attributions, _through(codes_of(attributions["subject_id"], ids), code)),
        "gone": _ByPerson.of(gone, _through(codes_of(gone["subject_id"], ids), code)),
        "merges": _ByPerson.of(merges, codes_of(merges["person_id"], persons)),
        "aliases": _ByPerson.of(aliases, codes_of(aliases["person_id"], persons)),
    }
    del subjects, kin
    places = _places(folder)
    for first, end in ranges(code):
        mine = {name: one.slice(first, end) for name, one in held.items()}
        mine["places"] = places.filter(pc.is_in(places["item_id"], pc.unique(mine["subjects"]["item_id"])))
        yield f"{first}", mine


def _listed(members: pa.Table, subjects: pa.Table) -> pa.Table:
    """Return the members of people who are to be listed, by person: of many who only wrote there is nothing to make."""
    persons = pc.unique(members["person_id"])
    code = codes_of(members["person_id"], persons)
    whose = _through(codes_of(subjects["subject_id"], members["subject_id"].combine_chunks()), code)
    kept = members.filter(pa.array(are_listed(subjects, whose, len(persons))[code]))
    return kept.sort_by([("person_id", "ascending"), ("subject_id", "ascending")])


def _through(places: Codes, code: Codes) -> Codes:
    return np.where(places < 0, -1, code[places]) if len(code) else np.full(len(places), -1, np.int64)


def _gone(folder: IncidentFolder) -> Sequence[str]:
    rejected = [d for d in decisions_of(folder) if d.judgement is Judgement.NOT_A_PERSON]
    return sorted({subject for decision in rejected for subject in decision.left_subjects})


def _places(folder: IncidentFolder) -> pa.Table:
    items = folder.read("items", ITEMS).select(["item_id", "duplicate_of", "status"])
    is_copy = pc.and_(
        pc.equal(items["status"], ItemStatus.DUPLICATE.value), pc.not_equal(pc.fill_null(items["duplicate_of"], ""), "")
    )
    copies = items.filter(is_copy)
    owners = pa.chunked_array([*items["item_id"].chunks, *copies["duplicate_of"].chunks], pa.string())
    where = pa.chunked_array([*items["item_id"].chunks, *copies["item_id"].chunks], pa.string())
    exposures = folder.read("exposures", EXPOSURES)
    found = pc.index_in(where, value_set=exposures["item_id"].combine_chunks())
    return pa.table([owners, where, exposures["verdict"].take(found)], schema=_PLACES)

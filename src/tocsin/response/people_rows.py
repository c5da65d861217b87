"""People rows of both cuts: resolved, attributed and with their exposure, as the contract lists them.

They are made some people at a time, by the engine: what is in memory as objects does not grow with the incident.
Rows of people of whom nothing changed since the run before are kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tocsin import __version__
from tocsin.attribution.reasons import NAMED_NEAR, OWN_PAPERS
from tocsin.clock import local_today
from tocsin.exposure.verdicts import person_verdict
from tocsin.model.decisions import Judgement
from tocsin.model.evidence import ITEMS, ItemStatus
from tocsin.model.results import ATTRIBUTIONS, EXPOSURES, PEOPLE
from tocsin.model.subjects import MEMBERS, SUBJECTS
from tocsin.resolution.listed import are_listed
from tocsin.resolution.people import people_rows, sureness
from tocsin.resolution.resolve import ALIASES
from tocsin.resolution.telling import MERGES
from tocsin.response.context import RunContext
from tocsin.response.decisions import decisions_of
from tocsin.response.folder import IncidentFolder
from tocsin.response.people_digests import MADE_OF, Part, digests_of, same_as_before
from tocsin.response.row_batches import Codes, codes_of, engine_for, ranges
from tocsin.tables.engine import Tables

_SAID = [name for name in SUBJECTS.names if name not in {"segment_id", "row", "start", "member_ids", "other_ids",
                                                         "insurers", "household", "mention_count"}]  # fmt: skip
"""Columns of subjects that people are made of."""
_PLACES = pa.schema([("item_id", pa.string()), ("place", pa.string()), ("verdict", pa.string())])
"""Each item with itself and its copies, and what the logs say of these."""
_MADE_AS = "2"
"""To be changed with the way in which people's rows are made, so that none of before is kept."""
Row = dict[str, Any]


@dataclass(frozen=True)
class BothCuts:
    """One row a person that is to be listed, and one a notice, sorted by id; and what each person was made of."""

    people: pa.Table = field(repr=False)
    notices: pa.Table = field(repr=False)
    made_of: pa.Table = field(repr=False)


def both_cuts(context: RunContext, former: pa.Table | None = None) -> BothCuts:
    """Return the people and notices (schema ``PEOPLE``) of the whole incident.

    Args:
        context: of the run.
        former: the people of the run before, whose rows are kept where nothing has changed.
    """
    folder = context.folder
    day = context.incident.timeline.discovered_on or local_today(context.clock)
    known = folder.read("people_made_of", MADE_OF) if former is not None else MADE_OF.empty_table()
    batches = _Batches(folder, day, known)
    engine = engine_for(context, folder.row_count("subjects"))
    people, notices = [PEOPLE.empty_table()], [PEOPLE.empty_table()]
    for _, made in engine.map_batches(partial(people_part, day=day), batches, "duties"):
        people.append(made["people"])
        notices.append(made["notices"])
    if former is not None and (kept := batches.kept):
        people.append(former.filter(pc.is_in(former["person_id"], pa.concat_arrays([k["person_id"] for k in kept]))))
        earlier = folder.read("notices", PEOPLE)
        notices.append(earlier.filter(pc.is_in(earlier["person_id"], pa.concat_arrays([k["notice_id"] for k in kept]))))
    return BothCuts(
        pa.concat_tables(people).sort_by("person_id"),
        pa.concat_tables(notices).sort_by("person_id"),
        pa.concat_tables([MADE_OF.empty_table(), *batches.made_of]),
    )


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
    entities: Mapping[str, list[tuple[str, str]]]


def _evidence_of(tables: Tables) -> _Evidence:
    places: dict[str, list[str]] = defaultdict(list)
    verdicts: dict[str, str | None] = {}
    for row in tables["places"].to_pylist():
        places[row["item_id"]].append(row["place"])
        verdicts[row["place"]] = row["verdict"]
    entities: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in tables["attributions"].to_pylist():
        entities[row["subject_id"]].append((row["covered_entity"], row["reason"]))
    return _Evidence(places, verdicts, entities)


def _entities(subjects: list[str], entities: Mapping[str, list[tuple[str, str]]]) -> str:
    """Return the entities of the subjects, the one with most of them first, then by key.

    One that is only named near the person in somebody's mail or list does not answer for who stands in another's own
    papers.
    """
    votes: dict[str, int] = defaultdict(int)
    own: set[str] = set()
    told: set[str] = set()
    for subject in subjects:
        for key, reason in entities.get(subject, ()):
            votes[key] += 1
            own |= {key} if reason in OWN_PAPERS else set()
            told |= set() if reason in NAMED_NEAR else {key}
    kept = told if own else set(votes)
    return ";".join(sorted(kept, key=lambda key: (-votes[key], key)))


class _Batches:
    """Some persons at a time, with all that is known of them; those of whom nothing changed are left out and told."""

    def __init__(self, folder: IncidentFolder, day: date, known: pa.Table) -> None:
        """Take what the run before made people of; nothing is read before the first batch is asked for."""
        self.kept: list[Mapping[str, pa.Array]] = []
        self.made_of: list[pa.Table] = []
        self._folder, self._base = folder, f"{__version__} {_MADE_AS} {day}"
        self._known = dict(zip(*(known[name].to_pylist() for name in MADE_OF.names), strict=True))

    def __iter__(self) -> Iterator[tuple[str, Tables]]:
        persons, code, held = _by_person(self._folder)
        places = _places(self._folder)
        for first, end in ranges(code):
            mine = {name: one.slice(first, end) for name, one in held.items()}
            subjects = mine["subjects"].table
            stands = places.filter(pc.is_in(places["item_id"], pc.unique(subjects["item_id"])))
            made_of = digests_of(
                [*map(_hashed, mine.items()), _standing(mine["subjects"], stands)], first, end, self._base
            )
            batch = persons.slice(first, end - first)
            self.made_of.append(pa.table([batch, made_of], schema=MADE_OF))
            is_same = same_as_before(batch, made_of, self._known)
            if is_same.any():
                self._keep(batch, is_same, mine["members"].table)
                mine = {name: part.where(~is_same[part.codes - first]) for name, part in mine.items()}
            if not is_same.all():
                yield f"{first}", {name: part.table for name, part in mine.items()} | {"places": stands}

    def _keep(self, persons: pa.Array, is_same: npt.NDArray[np.bool_], members: pa.Table) -> None:
        same = persons.filter(pa.array(is_same))
        theirs = members.filter(pc.is_in(members["person_id"], same))
        self.kept.append({"person_id": same, "notice_id": pc.unique(theirs["notice_id"])})


def _hashed(one: tuple[str, Part]) -> Part:
    """Return what a person's digest holds of a table: of merges what is told of them, since scores move a little."""
    name, part = one
    if name != "merges":
        return part
    sure = [sureness(score) for score in part.table["score"].to_pylist()]
    return Part(pa.table({"reasons": part.table["reasons"], "sure": pa.array(sure, pa.float64())}), part.codes)


def _standing(subjects: Part, places: pa.Table) -> Part:
    """Return where each subject's item stands and what the logs say of it, by person."""
    ordered = places.sort_by([("item_id", "ascending"), ("place", "ascending")])
    told = pc.binary_join_element_wise(ordered["place"], ordered["verdict"], " ", null_handling="replace")
    of_item = pa.table({"item": ordered["item_id"], "told": told})
    of_item = of_item.group_by("item", use_threads=False).aggregate([("told", "list")])
    found = pc.index_in(subjects.table["item_id"], value_set=of_item["item"].combine_chunks())
    return Part(pa.table({"told": of_item["told_list"].take(found)}), subjects.codes)


def _by_person(folder: IncidentFolder) -> tuple[pa.Array, Codes, dict[str, Part]]:
    """Return the persons, the number of each member's, and all tables in the order of persons."""
    subjects = folder.read("subjects", SUBJECTS, _SAID)
    members = _listed(folder.read("members", MEMBERS), subjects)
    ids, persons = members["subject_id"].combine_chunks(), pc.unique(members["person_id"])
    code = codes_of(members["person_id"], persons)
    kin = subjects.filter(pc.is_valid(subjects["related_to"]))
    attributions = folder.read("attributions", ATTRIBUTIONS)
    merges, aliases = folder.read("merges", MERGES), folder.read("aliases", ALIASES)
    gone = pa.table({"subject_id": pa.array(_gone(folder), pa.string())})
    held = {
        "members": Part.of(members, code),
        "subjects": Part.of(subjects, _through(codes_of(subjects["subject_id"], ids), code)),
        "kin": Part.of(kin, _through(codes_of(kin["related_to"], ids), code)),
        "attributions": Part.of(attributions, _through(codes_of(attributions["subject_id"], ids), code)),
        "gone": Part.of(gone, _through(codes_of(gone["subject_id"], ids), code)),
        "merges": Part.of(merges, codes_of(merges["person_id"], persons)),
        "aliases": Part.of(aliases, codes_of(aliases["person_id"], persons)),
    }
    return persons, code, held


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

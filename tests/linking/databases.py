"""Databases for tests: tables through detection, profiles, the model and gathering, in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tests.linking.small_items import EVIDENCE, detector
from tocsin.ids import item_id, segment_id
from tocsin.linking.engine import by_segment
from tocsin.linking.gathering import gather
from tocsin.linking.row_columns import runs_by_segment
from tocsin.linking.staff import StaffIndex
from tocsin.linking.table_drafts import LOOKUP, Drafts
from tocsin.linking.table_inference import Found, infer
from tocsin.linking.table_model import Correction, Database, Table
from tocsin.linking.table_profiles import TableProfile, profile_segments
from tocsin.linking.table_rows import RowDrafter
from tocsin.linking.table_ways import led_to, ways_of
from tocsin.model.declared_keys import DeclaredKey
from tocsin.model.mentions import Mention, mentions_table
from tocsin.model.segments import GridBody, Segment, table_of
from tocsin.model.subjects import Subject, subjects_of

Rows = Sequence[Sequence[object]]
Tables = Mapping[str, tuple[Sequence[str], Rows]]
GROUP = "grp_test"


@dataclass(frozen=True)
class Gathering:
    """What became of the tables of a database."""

    database: Database
    subjects: list[Subject]
    links: dict[str, set[str]] = field(repr=False)
    """Subjects of each mention."""
    mentions: dict[str, Mention] = field(repr=False)
    same: dict[str, str] = field(repr=False)

    def table(self, name: str) -> Table:
        """Return a table by name."""
        return next(t for t in self.database.tables if t.name == name)

    def leads(self, name: str) -> str:
        """Return ``column -> table.column`` of the key by which a table's rows find their person, empty if none."""
        table = self.table(name)
        if table.up is None:
            return ""
        other = self.database.tables[table.up.table]
        return f"{table.columns[table.up.column].name} -> {other.name}.{other.columns[table.up.to].name}"

    def looks_up(self, name: str) -> set[str]:
        """Return the tables whose words and values a table's rows refer to."""
        return {self.database.tables[e.table].name for e in self.table(name).lookups}

    def person(self, last: str) -> Subject:
        """Return the one subject of that last name."""
        (found,) = [s for s in self.subjects if s.last_name == last]
        return found

    def elements(self, last: str) -> set[str]:
        """Return the elements of the one subject of that last name."""
        return {e.value for e in self.person(last).elements}


def segments_of_tables(tables: Tables, rows_a_piece: int = 1000, *, files: bool = False) -> list[Segment]:
    """Return tables as a reader gives them: of one database, or each a file of its own."""
    segments = []
    for name, (columns, rows) in tables.items():
        item = item_id(EVIDENCE, f"{name}.csv" if files else "base.db")
        texts = [[str(cell) if cell is not None else "" for cell in row] for row in rows]
        head = tuple(map(tuple, [list(columns), *texts[:8]]))
        for start in range(0, max(1, len(texts)), rows_a_piece):
            piece = texts[start : start + rows_a_piece]
            whole = piece if start else [list(columns), *piece]
            number = len(segments)
            body = GridBody(tuple(map(tuple, whole)), start + 2 if start else 1, head)
            segments.append(Segment(segment_id(item, number), item, number, "" if files else name, body))
    return segments


def gathered(tables: Tables, corrections: Sequence[Correction] = (), *, files: bool = False) -> Gathering:
    """Return what detection and gathering make of tables."""
    segments = segments_of_tables(tables, files=files)
    mentions = detector().find(segments)
    found = by_segment(mentions)
    profiles = profile_segments(segments, runs_by_segment(mentions_table(mentions)))
    names = [name.rpartition(".")[0] or name for name in tables] if files else list(tables)
    database = model_of(profiles.values(), dict(zip(_sources(segments), names, strict=False)), corrections)
    drafts = Drafts()
    drafter = RowDrafter([database], StaffIndex())
    for segment in segments:
        name = table_of(segment.place)
        if drafter.knows(segment.item_id, name):
            drafter.draft(segment, name, mentions_table(found.get(segment.segment_id, ())), drafts)
    made = _gathered(database, drafts.tables())
    links: dict[str, set[str]] = {}
    for row in made["links"].to_pylist():
        links.setdefault(row["mention_id"], set()).add(row["subject_id"])
    same = {row["subject_id"]: row["head_id"] for row in made["same"].to_pylist()}
    return Gathering(database, subjects_of(made["subjects"]), links, {m.mention_id: m for m in mentions}, same)


def model_of(
    profiles: Any,
    names: Mapping[tuple[str, str], str],
    corrections: Sequence[Correction] = (),
    declared: Sequence[DeclaredKey] = (),
) -> Database:
    """Return the model of profiles, tables named by ``names``, else by themselves."""
    found = [Found(p, names.get((p.item_id, p.name), p.name), (p.item_id, p.name)) for p in profiles]
    return infer(GROUP, "base.db", found, corrections, declared)


def profiles_of_tables(tables: Tables) -> list[TableProfile]:
    """Return the profiles of tables."""
    segments = segments_of_tables(tables)
    return list(profile_segments(segments, runs_by_segment(detector().find_table(segments))).values())


def _sources(segments: Sequence[Segment]) -> list[tuple[str, str]]:
    return list(dict.fromkeys((s.item_id, table_of(s.place)) for s in segments))


def _gathered(database: Database, made: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    ways = ways_of(database, [made["hops"]])
    is_lookup = pc.equal(made["drafts"]["use"], LOOKUP)
    drafts, lookups = made["drafts"].filter(pc.invert(is_lookup)), made["drafts"].filter(is_lookup)
    heads = ways.people_of(drafts["table"].to_numpy(), drafts["base"].to_numpy())
    refs = made["pairs"]["ref"].to_numpy()
    whose = ways.people_of(refs // 4096, made["pairs"]["a"].to_numpy())
    pairs = pa.table({"head": whose, "b": made["pairs"]["b"], "to": led_to(database, refs)})
    headed = drafts.append_column("head", pa.array(heads)).combine_chunks()
    return gather(database, headed, pairs.combine_chunks(), lookups.combine_chunks())

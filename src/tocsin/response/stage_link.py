"""link: mentions to subjects with roles, part by part, in two passes: first who works here, then who is spoken of."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, replace
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.linking.engine import LinkContext, collect_staff, link_table, office_key
from tocsin.linking.row_columns import runs_by_segment
from tocsin.linking.row_sightings import seen_in_rows
from tocsin.linking.staff import StaffEvidence, is_consumer, staff_index
from tocsin.linking.staff_asked import WatchedIndex
from tocsin.linking.table_drafts import Drafts
from tocsin.linking.table_model import Database, from_json, to_json
from tocsin.linking.table_profiles import TableProfile, profile_segments, profiles_table
from tocsin.linking.table_rows import RowDrafter
from tocsin.model.decisions import Judgement
from tocsin.model.declared_keys import keys_of
from tocsin.model.evidence import ITEMS, Evidence
from tocsin.model.incident import Incident
from tocsin.model.mentions import MENTIONS, mentions_of
from tocsin.model.segments import BATCH_BYTES, SEGMENTS, Segment, SegmentKind, segments_of, table_of
from tocsin.model.subjects import SUBJECTS
from tocsin.response.begin import detectors_of
from tocsin.response.case_forms import taken_forms
from tocsin.response.context import RunContext, fingerprint
from tocsin.response.decisions import decisions_of
from tocsin.response.gather_tables import gather_tables, is_gathered
from tocsin.response.item_rows import items_by_id, silent_items
from tocsin.response.linked_items import STAFF_ASKED, Work, unit_name, with_earlier, work_on
from tocsin.response.part_batches import part_batches
from tocsin.response.seeds import confirm_patients
from tocsin.response.table_models import DECLARED, DECLARED_KEYS, PROFILES, Models, find_models
from tocsin.tables.engine import Tables

STAFF = "staff"
_STAFF_SCHEMA = pa.schema([pa.field("json", pa.large_string(), nullable=False)])


def run(context: RunContext) -> None:
    """Link the parts not linked yet, or whose facts, decisions, seeds, forms or models changed.

    Where only the staff index answers otherwise than before, the items that had asked are linked anew.
    """
    folder = context.folder
    keys = folder.committed_keys("detect")
    _collect_staff(context, keys)
    taken = taken_forms(folder)
    models = find_models(context, taken)
    evidence = StaffEvidence.merged(_read_staff(context, keys)).to_json()
    facts = _facts_json(context.incident, folder.evidence())
    fixed = _facts_json(context.incident, ()), "domains" if json.loads(facts)["domains"] else ""
    common = fingerprint(*SUBJECTS.names, *fixed, folder.seed_digest(), detectors_of(folder), *_wrong_mentions(context))
    mine = {key: fingerprint(common, taken[key]) if key in taken else common for key in keys}
    inputs = {key: _with_models(mine[key], models, key) for key in keys}
    work = {one.key: one for one in work_on(folder, inputs, _context(evidence, facts).staff)}
    if work:
        context.progress.start("link", len(work))
    settings = pa.table({"staff": [evidence], "facts": [facts]})
    engine, subjects = context.engine.of_parts(len(work)), 0
    for key, made in engine.map_batches(link_part, _parts(context, work.values(), settings, models), "link"):
        made["subjects"] = confirm_patients(folder, made["subjects"])
        tables = with_earlier(folder, work[key], made)
        counts = {name: table.num_rows for name, table in tables.items()}
        unit = unit_name(key, inputs[key], tables[STAFF_ASKED])
        folder.commit("link", unit, tables, counts, replaces=[unit, f"{key}@"])
        subjects += tables["subjects"].num_rows + tables["drafts"].num_rows
        context.progress.advance()
    gather_tables(context, models, [key for key in folder.committed_keys("link") if not is_gathered(key)])
    if work:
        again = sum(len(one.items) for one in work.values())
        context.progress.finish(f"{subjects} subjects" + (f", {again} items of before anew" if again else ""))


def _with_models(inputs: str, models: Models, key: str) -> str:
    """Return the inputs of a part: those of all, and the models of the tables it has rows of."""
    mine = [to_json(database) for database in models.of_part(key)]
    return fingerprint(inputs, *mine) if mine else inputs


def _collect_staff(context: RunContext, keys: list[str]) -> None:
    """Note who is seen in office, and what tables look like, in the parts that were not looked at yet."""
    folder = context.folder
    known, profiled = set(folder.committed_keys(STAFF)), set(folder.committed_keys(PROFILES))
    todo = [key for key in keys if key not in known or key not in profiled]
    if todo:
        context.progress.start("staff", len(todo))
    engine = context.engine.of_parts(len(todo))
    for key, tables in engine.map_batches(staff_part, _parts(context, [Work(key) for key in todo]), "link"):
        folder.commit(STAFF, key, {STAFF: tables[STAFF]}, replaces=[key])
        folder.commit(PROFILES, key, {name: tables[name] for name in (PROFILES, DECLARED)}, replaces=[key])
        context.progress.advance()
    if todo:
        context.progress.finish("who works here is known")


def _read_staff(context: RunContext, keys: list[str]) -> Iterator[StaffEvidence]:
    for _, table in context.folder.iter_parts(STAFF, keys):
        for text in table["json"].to_pylist():
            yield StaffEvidence.from_json(text)


def _facts_json(incident: Incident, evidence: Sequence[Evidence]) -> str:
    """Return what is told of the organizations, as canonical text; whose mail was taken tells a domain, too.

    Of domains linking asks the staff index only, so one that evidence adds is no fact that all is linked anew for.
    """
    entities = incident.covered_entities
    owners = {one.custodian.strip(" <>") for one in evidence if "@" in one.custodian}
    custodians = {owner.rpartition("@")[2].lower() for owner in owners if not is_consumer(owner)} - {""}
    facts = {
        "domains": sorted({*(domain for e in entities for domain in e.domains), *custodians}),
        "names": sorted({incident.organization, *(name for e in entities for name in (e.name, *e.aliases))}),
        "prefixes": sorted({prefix for e in entities for prefix in e.mrn_prefixes}),
        "npis": sorted({npi for e in entities for npi in e.npi}),
        "streets": sorted({e.address.line_1 for e in entities} - {""}),
    }
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _wrong_mentions(context: RunContext) -> list[str]:
    """Return the mentions that a person's latest decision calls wrong."""
    latest = {d.left: d.judgement for d in decisions_of(context.folder)}
    return sorted(left for left, judgement in latest.items() if judgement is Judgement.WRONG)


def _parts(
    context: RunContext, work: Collection[Work], settings: pa.Table | None = None, models: Models | None = None
) -> Iterator[tuple[str, Tables]]:
    """Give each part's segments and mentions, without copies, access logs and what a person called wrong."""
    if not work:
        return
    folder = context.folder
    silent = silent_items(folder)
    wrong = pa.array(_wrong_mentions(context), pa.string())
    items = folder.read("items", ITEMS)
    for one in work:
        key = one.key
        segments = folder.read_parts("segments", [key], SEGMENTS)
        segments = segments.filter(pc.invert(pc.is_in(segments["item_id"], silent)))
        mentions = folder.read_parts("mentions", [key], MENTIONS)
        if one.items:
            segments = segments.filter(pc.is_in(segments["item_id"], pa.array(one.items, pa.string())))
            mentions = mentions.filter(pc.is_in(mentions["segment_id"], segments["segment_id"].combine_chunks()))
        if len(wrong):
            mentions = mentions.filter(pc.invert(pc.is_in(mentions["mention_id"], wrong)))
        tables = {"segments": segments, "mentions": mentions}
        if settings is not None:
            here = pc.unique(segments["item_id"])
            tables |= {"settings": settings, "items": items.filter(pc.is_in(items["item_id"], here))}
            found = [to_json(database) for database in models.of_part(key)] if models else []
            tables["models"] = pa.table({"json": pa.array(found, pa.string())})
        yield key, tables


def staff_part(tables: Tables) -> Tables:
    """Return who is seen in office in a part (one row, column ``json``), and the profiles of its tables."""
    seen: list[StaffEvidence] = []
    profiles: dict[tuple[str, str], TableProfile] = {}
    keys: list[dict[str, object]] = []
    for batch, mentions in part_batches(tables["segments"], tables["mentions"]):
        segments, found = segments_of(batch), runs_by_segment(mentions)
        keys += [{"item_id": s.item_id, **asdict(key)} for s in segments for key in keys_of(s.place, s.body)]
        in_rows = seen_in_rows(segments, found)
        left = mentions_of(pa.concat_tables([MENTIONS.empty_table(), *in_rows.left.values()]))
        seen.append(collect_staff(segments, left, in_rows.patients))
        for key, profile in profile_segments(segments, found).items():
            if key in profiles:
                profiles[key].add(profile)
            else:
                profiles[key] = profile
    return {
        DECLARED: pa.Table.from_pylist(keys, schema=DECLARED_KEYS),
        STAFF: pa.table({"json": [StaffEvidence.merged(seen).to_json()]}, schema=_STAFF_SCHEMA),
        PROFILES: profiles_table(profiles.values()),
    }


def link_part(tables: Tables) -> Tables:
    """Return a part's subjects and links (columns of ``SUBJECTS`` and ``LINKS``), and what is to be gathered."""
    settings = tables["settings"].to_pylist()[0]
    known = _context(settings["staff"], settings["facts"])
    staff = WatchedIndex.of(known.staff)
    context = replace(known, staff=staff)
    drafter = RowDrafter([_model(text) for text in tables["models"]["json"].to_pylist()], context.staff)
    segments = tables["segments"]
    places = zip(*(segments[name].to_pylist() for name in ("item_id", "place", "kind")), strict=True)
    is_drafted = pa.array([k == SegmentKind.GRID and drafter.knows(i, table_of(p)) for i, p, k in places], pa.bool_())
    drafted = [
        _drafts(drafter, segments_of(batch), mine)
        for batch, mine in part_batches(segments.filter(is_drafted), tables["mentions"], BATCH_BYTES)
    ]
    others = segments_of(segments.filter(pc.invert(is_drafted)))
    mine = pa.array([segment.segment_id for segment in others], pa.string())
    mentions = tables["mentions"].filter(pc.is_in(tables["mentions"]["segment_id"], mine))
    subjects, links = link_table(others, mentions, items_by_id(tables["items"]), context)
    made = {name: pa.concat_tables([one[name] for one in (Drafts().tables(), *drafted)]) for name in Drafts().tables()}
    return {"subjects": subjects, "links": links} | made | {STAFF_ASKED: staff.asked()}


def _drafts(drafter: RowDrafter, segments: Sequence[Segment], mentions: pa.Table) -> Tables:
    drafts = Drafts()
    found = runs_by_segment(mentions)
    for segment in segments:
        mine = found.get(segment.segment_id, MENTIONS.empty_table())
        drafter.draft(segment, table_of(segment.place), mine, drafts)
    return drafts.tables()


@lru_cache(maxsize=16)
def _model(text: str) -> Database:
    return from_json(text)


@lru_cache(maxsize=2)
def _context(staff: str, facts: str) -> LinkContext:
    known = json.loads(facts)
    return LinkContext(
        staff=staff_index(StaffEvidence.from_json(staff), known["domains"]),
        names=frozenset(map(office_key, known["names"])),
        streets=frozenset(" ".join(s.lower().split()) for s in known["streets"]),
        npis=frozenset(known["npis"]),
    )

"""detect: mentions of elements in every segment of every readable item, part by part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache, partial

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.detection.calibration import curves_text
from tocsin.detection.columns_place import Retyped
from tocsin.detection.engine import Detector
from tocsin.model.mentions import MENTIONS
from tocsin.model.segments import segment_batches, segments_of
from tocsin.response.begin import detectors_of
from tocsin.response.case_forms import BARE_NUMBERS, first_look, look_again
from tocsin.response.context import RunContext, fingerprint, replace
from tocsin.response.detectors import custom_of
from tocsin.response.item_rows import silent_items
from tocsin.response.seeded import CANDIDATES, SeedIndex, candidates_table, settled
from tocsin.response.table_models import PROFILES, retyped_columns
from tocsin.tables.engine import Shared, Tables

FACTS = "detect_facts"
"""The stage under which the facts that detection depends on are noted."""


def run(context: RunContext) -> None:
    """Find mentions in the parts that have none yet.

    Segments of duplicates give none (their first copy does), nor do those of access logs.
    """
    folder = context.folder
    prefixes = tuple(sorted({p for entity in context.incident.covered_entities for p in entity.mrn_prefixes}))
    detectors = detectors_of(folder)
    facts = fingerprint(*prefixes, detectors, folder.seed_digest(), curves_text(), *BARE_NUMBERS.names)
    known = folder.committed_keys(FACTS)
    done = set(folder.committed_keys("detect")) if facts in known or not known else set()
    todo = [key for key in sorted(folder.committed_keys("extract")) if key not in done]
    if not todo:
        look_again(context)
        return
    if known and facts not in known:
        _take_back(context)
    context.progress.start("detect", len(todo))
    silent = silent_items(folder)
    told: Counter[str] = Counter()
    seeds = SeedIndex(folder)
    bundle = pa.array([detectors], pa.large_binary())
    shared = Shared({"detectors": pa.table({"bundle": bundle, "is_seeded": [not seeds.is_empty]})})
    detect = partial(detect_part, prefixes=prefixes, retyped=retyped_columns(folder))
    engine = context.engine.of_parts(len(todo))
    for key, tables in engine.map_batches(detect, _parts(context, todo, silent), "detect", shared):
        found = first_look(settled(seeds, tables["mentions"], tables["candidates"]))
        (counted,) = tables["counts"].to_pylist()
        counts = {"mentions": found["mentions"].num_rows} | {name: count for name, count in counted.items() if count}
        folder.commit("detect", key, found, counts, replaces=[key])
        told.update(counts)
        context.progress.advance()
    if facts not in known:
        replace(context, FACTS, facts, {})
    told["mentions"] += look_again(context)
    left_out = f", {told['left_out']} left out by allow-lists" if told["left_out"] else ""
    unread = f", {told['unread']} texts not read by recognizers" if told["unread"] else ""
    faults = f", {told['faults']} texts read plainly after a fault: please report it" if told["faults"] else ""
    context.progress.finish(f"{told['mentions']} mentions{left_out}{unread}{faults}")


def _take_back(context: RunContext) -> None:
    """Take back what was made of mentions that are now found otherwise."""
    for stage in ("link", PROFILES, "staff"):
        old = context.folder.committed_keys(stage)
        if old:
            context.folder.take_back(stage, old)


def _parts(context: RunContext, keys: list[str], silent: pa.Array) -> Iterator[tuple[str, Tables]]:
    for key in keys:
        segments = context.folder.read_parts("segments", [key])
        yield key, {"segments": segments.filter(pc.invert(pc.is_in(segments["item_id"], silent)))}


def detect_part(tables: Tables, prefixes: tuple[str, ...] = (), retyped: Retyped | None = None) -> Tables:
    """Return the mentions of a part's segments (columns of ``MENTIONS``), what a patient master could settle, counts.

    Numbers that nothing was made of are among the mentions, of the detector ``BARE``.

    ``prefixes`` begin the practices' record numbers, and the table ``detectors`` holds what the user added; where they
    change, all parts are read anew. ``retyped`` is what people said of columns; parts that hold such tables are taken
    back when it is said.
    """
    (given,) = tables["detectors"].to_pylist()
    detector = _detector(prefixes, given["bundle"])
    before = detector.custom.left_out, detector.custom.unread, detector.faults
    found, more, count = [MENTIONS.empty_table()], [CANDIDATES.empty_table()], 0
    for batch in segment_batches(tables["segments"]):
        segments = segments_of(batch)
        found.append(detector.find_table(segments, retyped))
        if given["is_seeded"]:
            more.append(candidates_table(segments, found[-1], count))
        count += found[-1].num_rows
    custom = detector.custom
    counts = {
        "left_out": [custom.left_out - before[0]],
        "unread": [custom.unread - before[1]],
        "faults": [detector.faults - before[2]],
    }
    return {
        "mentions": pa.concat_tables(found).combine_chunks(),
        "candidates": pa.concat_tables(more),
        "counts": pa.table(counts),
    }


@lru_cache(maxsize=1)
def _detector(prefixes: tuple[str, ...], detectors: bytes) -> Detector:
    return Detector(prefixes, custom_of(detectors), gives_bare=True)

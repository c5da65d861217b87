"""detect: mentions of elements in every segment of every readable item, part by part."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.detection.columns_place import Retyped
from tocsin.detection.engine import Detector
from tocsin.model.mentions import MENTIONS
from tocsin.model.segments import segment_batches, segments_of
from tocsin.response.context import RunContext, fingerprint, replace
from tocsin.response.item_rows import silent_items
from tocsin.response.table_models import retyped_columns
from tocsin.tables.engine import Tables

FACTS = "detect_facts"
"""The stage under which the facts that detection depends on are noted."""


def run(context: RunContext) -> None:
    """Find mentions in the parts that have none yet.

    Segments of duplicates give none (their first copy does), nor do those of access logs.
    """
    folder = context.folder
    prefixes = tuple(sorted({p for entity in context.incident.covered_entities for p in entity.mrn_prefixes}))
    facts = fingerprint(*prefixes)
    known = folder.committed_keys(FACTS)
    done = set(folder.committed_keys("detect")) if facts in known or not known else set()
    todo = [key for key in sorted(folder.committed_keys("extract")) if key not in done]
    if not todo:
        return
    context.progress.start("detect", len(todo))
    silent = silent_items(folder)
    found = 0
    detect = partial(detect_part, prefixes=prefixes, retyped=retyped_columns(folder))
    for key, tables in context.engine.map_batches(detect, _parts(context, todo, silent), "detect"):
        mentions = tables["mentions"]
        folder.commit("detect", key, {"mentions": mentions}, {"mentions": mentions.num_rows}, replaces=[key])
        found += mentions.num_rows
        context.progress.advance()
    if facts not in known:
        replace(context, FACTS, facts, {})
    context.progress.finish(f"{found} mentions")


def _parts(context: RunContext, keys: list[str], silent: pa.Array) -> Iterator[tuple[str, Tables]]:
    for key in keys:
        segments = context.folder.read_parts("segments", [key])
        yield key, {"segments": segments.filter(pc.invert(pc.is_in(segments["item_id"], silent)))}


def detect_part(tables: Tables, prefixes: tuple[str, ...] = (), retyped: Retyped | None = None) -> Tables:
    """Return the mentions of a part's segments (columns of ``MENTIONS``).

    ``prefixes`` begin the practices' record numbers; where they change, all parts are read anew. ``retyped`` is
    what people said of columns; parts that hold such tables are taken back when it is said.
    """
    found = [
        _detector(prefixes).find_table(segments_of(batch), retyped) for batch in segment_batches(tables["segments"])
    ]
    return {"mentions": pa.concat_tables([MENTIONS.empty_table(), *found])}


@lru_cache(maxsize=1)
def _detector(prefixes: tuple[str, ...]) -> Detector:
    return Detector(prefixes)

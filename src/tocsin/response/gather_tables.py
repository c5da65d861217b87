"""Gathering over tables, as a part of linking: drafts of all parts to subjects, a bounded number of people at a time.

Drafts are spread over shards by their person's key, each shard is gathered by itself, and what was spread is dropped.
Beside one shard, memory holds two whole numbers for each row of the tables between rows and people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.linking.gathering import gather
from tocsin.linking.table_drafts import DRAFTS, LOOKUP, ref_of
from tocsin.linking.table_model import Database, from_json, to_json
from tocsin.linking.table_ways import Ways, led_to, ways_of
from tocsin.response.context import RunContext, fingerprint
from tocsin.response.folder import IncidentFolder
from tocsin.response.seeds import confirm_patients
from tocsin.response.table_models import Models
from tocsin.tables.engine import Tables

SHARD_ROWS = 400_000
"""Drafts of one shard."""
_GROUP_ROWS = 8_192
"""Rows of what is spread that are read together: a shard has few rows of each part, side by side."""
_PREFIX = "tables:"
_SPREAD = "spread"
_HEADED = DRAFTS.append(pa.field("head", pa.uint64(), nullable=False)).append(
    pa.field("shard", pa.int32(), nullable=False)
)
_LEADING = pa.schema(
    [(name, pa.uint64()) for name in ("head", "b")]
    + [("to", pa.int32()), ("shard", pa.int32()), ("group", pa.string())]
)


def gather_tables(context: RunContext, models: Models, keys: Sequence[str]) -> None:
    """Gather the groups whose parts were linked anew; ``keys`` are the units of linking that stand now."""
    folder = context.folder
    wanted = set[str]()
    for group, database in sorted(models.databases.items()):
        parts = set(models.parts_of(group))
        mine = sorted(key for key in keys if key.rpartition("@")[0] in parts)
        inputs = fingerprint(to_json(database), *mine)
        wanted.add(f"{group}@{inputs}")
        if not folder.is_committed("gather", f"{group}@{inputs}"):
            _gather(context, database, mine, inputs)
            folder.commit("gather", f"{group}@{inputs}", {}, {}, replaces=[f"{group}@"])
    for stage in ("gather", "link"):
        gone = [key for key in folder.committed_keys(stage) if _is_gone(stage, key, wanted)]
        if gone:
            folder.take_back(stage, gone)


def _is_gone(stage: str, key: str, wanted: set[str]) -> bool:
    if stage == "gather":
        return key not in wanted
    group, _, inputs = key.removeprefix(_PREFIX).partition("@")
    return key.startswith(_PREFIX) and f"{group.partition('/')[0]}@{inputs}" not in wanted


def is_gathered(key: str) -> bool:
    """Tell whether a unit of linking is of gathering, not of a part."""
    return key.startswith(_PREFIX)


def _gather(context: RunContext, database: Database, keys: Sequence[str], inputs: str) -> None:
    folder = context.folder
    old = [key for key in folder.committed_keys("link") if key.startswith(f"{_PREFIX}{database.group}/")]
    if old:
        folder.take_back("link", old)
    ways = ways_of(database, _of_group(folder, "hops", keys, database.group))
    shards = _spread(folder, database, ways, keys)
    settings = pa.table({"model": [to_json(database)]})
    parts = ((f"{number:05d}", _shard(folder, database, number) | {"settings": settings}) for number in range(shards))
    for number, tables in context.engine.map_batches(gather_part, parts, "link"):
        tables["subjects"] = confirm_patients(folder, tables["subjects"])
        counts = {name: table.num_rows for name, table in tables.items()}
        folder.commit("link", f"{_PREFIX}{database.group}/{number}@{inputs}", tables, counts)
    folder.drop(_SPREAD)


def _of_group(folder: IncidentFolder, name: str, keys: Sequence[str], group: str) -> Iterator[pa.Table]:
    for _, table in folder.iter_parts(name, keys):
        yield table.filter(pc.equal(table["group"], group))


def _spread(folder: IncidentFolder, database: Database, ways: Ways, keys: Sequence[str]) -> int:
    """Put drafts and what they look up to their shards; return how many there are."""
    if folder.committed_keys(_SPREAD):
        folder.drop(_SPREAD)
    rows = sum(table.num_rows for table in _of_group(folder, "drafts", keys, database.group))
    shards: int = max(1, -(-rows // SHARD_ROWS))
    drafts, pairs = _headed(folder, database, ways, keys, shards), _led(folder, database, ways, keys, shards)
    folder.commit(_SPREAD, "drafts", {"spread_drafts": drafts}, group_rows=_GROUP_ROWS)
    folder.commit(_SPREAD, "pairs", {"spread_pairs": pairs}, group_rows=_GROUP_ROWS)
    lookups = (t.filter(pc.equal(t["use"], LOOKUP)) for t in _of_group(folder, "drafts", keys, database.group))
    folder.commit(_SPREAD, "lookups", {"spread_lookups": (t for t in lookups if t.num_rows)})
    return shards


def _headed(
    folder: IncidentFolder, database: Database, ways: Ways, keys: Sequence[str], shards: int
) -> Iterator[pa.Table]:
    for number, whole in enumerate(_of_group(folder, "drafts", keys, database.group)):
        table = whole.filter(pc.not_equal(whole["use"], LOOKUP))
        heads = ways.people_of(table["table"].to_numpy(), table["base"].to_numpy())
        shard = np.where(heads == 0, number % shards, heads % np.uint64(shards)).astype(np.int32)
        headed = table.append_column("head", pa.array(heads)).append_column("shard", pa.array(shard))
        if headed.num_rows:
            yield headed.take(pa.array(np.argsort(shard, kind="stable"))).cast(_HEADED)


def _led(
    folder: IncidentFolder, database: Database, ways: Ways, keys: Sequence[str], shards: int
) -> Iterator[pa.Table]:
    for table in _of_group(folder, "pairs", keys, database.group):
        refs: npt.NDArray[np.int32] = table["ref"].to_numpy()
        heads = ways.people_of(refs // ref_of(1, 0), table["a"].to_numpy())
        to = led_to(database, refs)
        shard = (heads % np.uint64(shards)).astype(np.int32)
        made = pa.table(
            {"head": heads, "b": table["b"], "to": to, "shard": shard, "group": table["group"]}, schema=_LEADING
        )
        kept = made.filter(pa.array((heads != 0) & (to >= 0))).group_by(_LEADING.names, use_threads=False).aggregate([])
        if kept.num_rows:
            yield kept.sort_by([("shard", "ascending"), ("head", "ascending"), ("to", "ascending"), ("b", "ascending")])


def _shard(folder: IncidentFolder, database: Database, number: int) -> Tables:
    """Return the drafts of a shard, what it looks up, and the rows that are looked up there."""
    mine = (pc.field("shard") == number) & (pc.field("group") == database.group)
    drafts = folder.dataset("spread_drafts", _HEADED).to_table(filter=mine)
    pairs = folder.dataset("spread_pairs", _LEADING).to_table(filter=mine)
    wanted = pc.unique(pairs["b"])
    pieces = [DRAFTS.empty_table()]
    if len(wanted):
        for _, table in folder.iter_parts("spread_lookups"):
            pieces.append(table.filter(pc.is_in(table["base"], wanted)))
    return {"drafts": drafts, "pairs": pairs, "lookups": pa.concat_tables(pieces)}


def gather_part(tables: Tables) -> Tables:
    """Return subjects, links and sameness of one shard."""
    database = _database(tables["settings"]["model"][0].as_py())
    drafts = tables["drafts"].combine_chunks()
    return gather(database, drafts, tables["pairs"].combine_chunks(), tables["lookups"].combine_chunks())


@lru_cache(maxsize=2)
def _database(model: str) -> Database:
    return from_json(model)

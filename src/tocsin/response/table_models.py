"""The models of databases and of files exported together: found from the parts' profiles and what people corrected."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

import pyarrow as pa

from tocsin.ids import ItemId, digest_id
from tocsin.linking.table_inference import Found, infer
from tocsin.linking.table_model import Correction, Database, Verb, from_json, to_json
from tocsin.linking.table_profiles import TableProfile, profiles_of
from tocsin.model.declared_keys import DeclaredKey
from tocsin.model.elements import Element
from tocsin.model.evidence import ITEMS
from tocsin.response.context import RunContext, fingerprint, is_fresh, replace
from tocsin.response.folder import IncidentFolder

PROFILES = "profiles"
DECLARED = "declared_keys"
DECLARED_KEYS = pa.schema(
    [pa.field(name, pa.string(), nullable=False) for name in ("item_id", "table", "column", "other", "to")]
)
"""Keys that a database declares (:class:`DeclaredKey`), by item."""
MODELS = "models"
_CORRECTIONS = "table_corrections"
_MODEL_SCHEMA = pa.schema([pa.field("json", pa.large_string(), nullable=False)])
_DATABASES = frozenset({"application/sql", "application/vnd.sqlite3", "application/x-msaccess"})
_FILES = frozenset(
    {
        "text/csv", "text/tab-separated-values", "application/vnd.apache.parquet", "application/x-dbf",
        "application/vnd.ms-excel", "application/vnd.ms-excel.sheet.binary.macroenabled.12",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.oasis.opendocument.spreadsheet",
    }
)  # fmt: skip
_MOST_TABLES = 3_000


@dataclass(frozen=True)
class Models:
    """The models of an incident, and which of them each part has rows of."""

    databases: dict[str, Database]
    by_part: dict[str, frozenset[str]]

    def of_part(self, key: str) -> list[Database]:
        """Return the linked databases that a part has rows of, by group."""
        return [self.databases[group] for group in sorted(self.by_part.get(key, ()))]

    def parts_of(self, group: str) -> list[str]:
        """Return the parts that have rows of a group, sorted."""
        return sorted(key for key, groups in self.by_part.items() if group in groups)


def find_models(context: RunContext, taken: Mapping[str, str]) -> Models:
    """Infer the models anew if profiles or corrections have changed; return those that link anything.

    ``taken`` is what forms of numbers settled, by part: profiles are made of it too.
    """
    folder = context.folder
    corrections = corrections_of(folder)
    said = json.dumps([[c.group, c.table, c.column, c.verb, c.to] for c in corrections])
    forms = (f"{key}={word}" for key, word in sorted(taken.items()))
    inputs = fingerprint(said, *forms, *folder.committed_keys(PROFILES), *folder.committed_keys("items"))
    if not is_fresh(context, MODELS, inputs):
        found = [to_json(d) for d in _inferred(folder, corrections)]
        replace(context, MODELS, inputs, {MODELS: pa.table({"json": found}, schema=_MODEL_SCHEMA)})
    linked = {d.group: d for d in models_of(folder) if d.is_linked}
    groups = {source[0]: d.group for d in linked.values() for t in d.tables for source in t.sources}
    by_part: dict[str, set[str]] = {}
    for key, profiles in _profiles(folder):
        for profile in profiles:
            if profile.item_id in groups:
                by_part.setdefault(key, set()).add(groups[profile.item_id])
    return Models(linked, {key: frozenset(found) for key, found in by_part.items()})


def models_of(folder: IncidentFolder) -> list[Database]:
    """Return the models last inferred, in the order of their places."""
    return [from_json(text) for text in folder.read(MODELS, _MODEL_SCHEMA)["json"].to_pylist()]


def corrections_of(folder: IncidentFolder) -> list[Correction]:
    """Return what people corrected, the last word on each thing, in the order of the words."""
    told = json.loads(folder.get_document(_CORRECTIONS) or b"[]")
    made = [Correction(c["group"], c["table"], c["column"], Verb(c["verb"]), c["to"]) for c in told]
    kept = {(c.group, c.table.lower(), c.column.lower(), _topic(c.verb)): c for c in made}
    return list(kept.values())


def keep_correction(
    folder: IncidentFolder, correction: Correction, by: str, at: str, facts: Mapping[str, object]
) -> None:
    """Keep a correction, who made it and when; ``facts`` go to the ledger: numbers and codes only."""
    told = json.loads(folder.get_document(_CORRECTIONS) or b"[]")
    told.append({**asdict(correction), "by": by, "at": at})
    with folder.control.transaction():
        folder.put_document(_CORRECTIONS, json.dumps(told).encode())
        folder.append_ledger("table_corrected", facts)


def retyped_columns(folder: IncidentFolder) -> dict[tuple[ItemId, str], dict[str, Element | None]]:
    """Return the columns that people typed, by item and table."""
    told = [c for c in corrections_of(folder) if c.verb is Verb.TYPE]
    tables = {(d.group, t.name.lower()): t for d in models_of(folder) for t in d.tables} if told else {}
    retyped: dict[tuple[ItemId, str], dict[str, Element | None]] = {}
    for one in told:
        table = tables.get((one.group, one.table.lower()))
        for item, name in table.sources if table else ():
            kind = Element(one.to) if one.to else None
            retyped.setdefault((ItemId(item), name), {})[one.column.lower()] = kind
    return retyped


def _topic(verb: Verb) -> str:
    return "people" if verb in {Verb.PEOPLE, Verb.NOT_PEOPLE} else verb.value


def _profiles(folder: IncidentFolder) -> Iterator[tuple[str, list[TableProfile]]]:
    for key, table in folder.iter_parts(PROFILES):
        yield key, profiles_of(table)


def _inferred(folder: IncidentFolder, corrections: Sequence[Correction]) -> list[Database]:
    items = {row["item_id"]: row for row in folder.read("items", ITEMS).to_pylist()}
    places: dict[str, str] = {}
    groups: dict[str, list[Found]] = {}
    for profile in _whole(profiles for _, profiles in _profiles(folder)):
        item = items.get(profile.item_id)
        if item is None or item["media_type"] not in _DATABASES | _FILES:
            continue
        group, place = _group_of(item)
        places[group] = place
        groups.setdefault(group, []).append(Found(profile, profile.name, (profile.item_id, profile.name)))
    declared: dict[str, list[DeclaredKey]] = {}
    for row in folder.read(DECLARED, DECLARED_KEYS).to_pylist():
        declared.setdefault(row.pop("item_id"), []).append(DeclaredKey(**row))
    order = sorted(groups, key=lambda group: (places[group], group))
    return [
        infer(group, places[group], _called(groups[group], items), corrections, declared.get(group, ()))
        for group in order
        if 1 < len(groups[group]) <= _MOST_TABLES
    ]


def _whole(parts: Iterable[list[TableProfile]]) -> list[TableProfile]:
    """Return the profiles of whole tables from those of their pieces."""
    held: dict[tuple[str, str], TableProfile] = {}
    for profiles in parts:
        for profile in profiles:
            key = (profile.item_id, profile.name)
            if key in held:
                held[key].add(profile)
            else:
                held[key] = profile
    return [held[key] for key in sorted(held)]


def _group_of(item: Mapping[str, str]) -> tuple[str, str]:
    """Return the group of an item and its place: a database is one by itself, files are one with their folder."""
    if item["media_type"] in _DATABASES:
        return item["item_id"], item["locator"]
    directory = item["locator"].rpartition("/")[0]
    return digest_id("grp", item["evidence_id"], directory), directory


def _called(found: Sequence[Found], items: Mapping[str, Mapping[str, str]]) -> list[Found]:
    """Return tables under the names they are known by: the database's own, the file's, or the sheet's."""
    count: dict[str, int] = {}
    for one in found:
        count[one.source[0]] = count.get(one.source[0], 0) + 1
    return [Found(one.profile, _name(one, items[one.source[0]], count[one.source[0]]), one.source) for one in found]


def _name(one: Found, item: Mapping[str, str], sheets: int) -> str:
    if item["media_type"] in _DATABASES:
        return one.name
    stem = item["locator"].rpartition("/")[2].rpartition(".")[0] or item["locator"].rpartition("/")[2]
    return f"{stem}/{one.name}" if sheets > 1 else stem

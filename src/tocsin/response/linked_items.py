"""What of a part's linking still stands, and which of its items are linked anew.

A unit of linking is called ``PART@INPUTSANSWERS``: the part, a digest of all that its linking was made from, and one
of what the staff index answered. A part whose answers alone changed is linked anew for the items that had asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.ids import ItemId
from tocsin.linking.staff import StaffIndex
from tocsin.linking.staff_asked import ASKED, answered_otherwise, answers_key
from tocsin.response.context import fingerprint
from tocsin.response.folder import IncidentFolder
from tocsin.response.gather_tables import is_gathered
from tocsin.tables.engine import Tables

STAFF_ASKED = "staff_asked"
_DRAFTED = ("drafts", "hops", "pairs")


@dataclass(frozen=True)
class Work:
    """A part to link: all of it, or some items of it, whose rows take the place of those they had."""

    key: str
    earlier: str = ""
    """The unit that stands, if only some items are linked anew."""
    items: tuple[ItemId, ...] = ()


def work_on(folder: IncidentFolder, inputs: Mapping[str, str], index: StaffIndex) -> list[Work]:
    """Return what is to be linked; ``inputs`` are the digests of all parts' inputs, by part, in their order."""
    standing = {name.rpartition("@")[0]: (name, asked) for name, asked in _linked(folder)}
    work = []
    for key, mine in inputs.items():
        name, asked = standing.get(key, ("", ASKED.empty_table()))
        if not name.startswith(f"{key}@{mine}"):
            work.append(Work(key))
            continue
        items = answered_otherwise(index, asked)
        if items and _has_drafts(folder, name, items):
            work.append(Work(key))
        elif items:
            work.append(Work(key, name, tuple(items)))
    return work


def unit_name(key: str, inputs: str, asked: pa.Table) -> str:
    """Return the name of a unit of linking."""
    return f"{key}@{inputs}{fingerprint(answers_key(asked))}"


def with_earlier(folder: IncidentFolder, work: Work, tables: Tables) -> Tables:
    """Return the tables of a part: those of the items linked anew, and what the unit before has of all others."""
    if not work.items:
        return tables
    whole = dict(tables)
    anew = pa.array(work.items, pa.string())
    subjects = folder.read_parts("subjects", [work.earlier])
    is_anew = pc.is_in(subjects["item_id"], anew)
    gone = subjects.filter(is_anew)["subject_id"].combine_chunks()
    links = folder.read_parts("links", [work.earlier])
    asked = folder.read_parts(STAFF_ASKED, [work.earlier])
    kept = {
        "subjects": subjects.filter(pc.invert(is_anew)),
        "links": links.filter(pc.invert(pc.is_in(links["subject_id"], gone))),
        STAFF_ASKED: asked.filter(pc.invert(pc.is_in(asked["item_id"], anew))),
    } | {name: folder.read_parts(name, [work.earlier]) for name in _DRAFTED}
    for name, table in kept.items():
        whole[name] = pa.concat_tables([table, tables[name]]) if table.num_rows else tables[name]
    return whole


def _linked(folder: IncidentFolder) -> Iterator[tuple[str, pa.Table]]:
    """Give the parts that are linked, with what each asked of the staff index."""
    silent = {name for name in folder.committed_keys("link") if not is_gathered(name)}
    for name, pieces in groupby(folder.iter_parts(STAFF_ASKED), key=itemgetter(0)):
        silent.discard(name)
        yield name, pa.concat_tables([asked for _, asked in pieces])
    for name in sorted(silent):
        yield name, ASKED.empty_table()


def _has_drafts(folder: IncidentFolder, name: str, items: Sequence[ItemId]) -> bool:
    """Tell whether rows of tables of these items wait to be gathered: they are drafted with all of their part."""
    drafted = folder.read_parts("drafts", [name])
    return bool(drafted.num_rows) and pc.any(pc.is_in(drafted["item_id"], pa.array(items, pa.string()))).as_py()

"""The rows of the mail file, made some notices at a time: those that may be one letter are taken together.

Two notices are one letter only if name and address are equal, so what an address begins with, its numbers and the last
name tell which must meet. Who has no address at all is told apart before any row is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.model.results import PEOPLE
from tocsin.notices.addressees import Doors
from tocsin.notices.mailfile import MAILFILE, MailFacts, mail_file
from tocsin.notices.postal.choose import FIELDS
from tocsin.notices.tranches import Mailed, due_letters
from tocsin.response.context import RunContext
from tocsin.response.export_format import table_of
from tocsin.response.row_batches import engine_for, together
from tocsin.tables.engine import Tables

_NAME = ("first_name", "middle_name", "last_name", "suffix")
_NEEDED = (
    "person_id", *_NAME, "date_of_birth", "sex", "ssn", *FIELDS, "roles", "covered_entities", "elements", "exposure",
    "is_minor", "is_deceased", "addressee_name", "merge_reasons", "address_source", "address_on",
)  # fmt: skip
"""Columns of notices that letters are made of."""
_IDS = pa.schema([pa.field("id", pa.string(), nullable=False)])
_MERGED = pa.schema([pa.field(name, pa.string(), nullable=False) for name in ("notice_id", "record_ids")])
POSTED = pa.schema([*MAILFILE, pa.field("heir", pa.string()), pa.field("is_returned", pa.bool_())])
"""A letter that was posted: its row as it was then, the notice its person is in today, whether it came back."""


@dataclass(frozen=True)
class MailRows:
    """What is due to whom, and what became of people after mailing."""

    due: pa.Table
    """Letters that were not posted yet (schema ``MAILFILE``), in no order."""
    no_address: list[str]
    """Notices to tell by substitute notice, sorted."""
    unprotected: list[str]
    """Records of letters to people whom a law promises protection that the facts do not offer, sorted."""
    merged: list[tuple[str, str]]
    """Notices in which several people are one who had letters of their own, with the records, sorted."""


def mail_rows(context: RunContext, chosen: pa.Table, posted: pa.Table, facts: MailFacts) -> MailRows:
    """Return the letters to all notices of the folder at their chosen addresses.

    Args:
        context: of the run.
        chosen: addresses of notices, of schema ``CHOSEN``.
        posted: letters that were posted, of schema ``POSTED``.
        facts: what else decides.
    """
    notices = _placed(context.folder.read("notices", PEOPLE, list(_NEEDED)), chosen)
    is_written = pc.or_(
        pc.or_(pc.not_equal(notices["address_1"], ""), pc.not_equal(notices["address_2"], "")),
        pc.and_(notices["is_deceased"], pc.not_equal(notices["addressee_name"], "")),
    )
    rest = notices.filter(pc.invert(is_written))
    no_address = rest.filter(pc.not_equal(rest["exposure"], "untouched"))["person_id"].to_pylist()
    notices = notices.filter(is_written)
    tranche = 1 + max(map(int, pc.unique(posted["tranche"]).to_pylist()), default=0)
    work = partial(mail_part, facts=facts, tranche=str(tranche))
    made = {name: [schema.empty_table()] for name, schema in _MADE.items()}
    engine = engine_for(context, notices.num_rows)
    for _, tables in engine.map_batches(work, _batches(notices, posted), "notify"):
        for name, parts in made.items():
            parts.append(tables[name])
    whole = {name: pa.concat_tables(parts) for name, parts in made.items()}
    merged = zip(*whole["merged"].to_pydict().values(), strict=True)
    return MailRows(
        whole["due"],
        sorted(no_address + whole["no_address"]["id"].to_pylist()),
        sorted(whole["unprotected"]["id"].to_pylist()),
        sorted(merged),
    )


_MADE = {"due": MAILFILE, "no_address": _IDS, "unprotected": _IDS, "merged": _MERGED}


def mail_part(tables: Tables, facts: MailFacts, tranche: str) -> Tables:
    """Return the letters to some notices, of which none is equal in name and address to one of another part."""
    notices = tables["notices"].sort_by("person_id")
    is_bad = pc.equal(notices["is_undeliverable"], True)
    facts = replace(facts, undeliverable=frozenset(notices.filter(is_bad)["person_id"].to_pylist()))
    made = mail_file(notices.to_pylist(), facts, (), Doors(tables["doors"].to_pylist()))
    posted = [
        Mailed({name: row[name] for name in MAILFILE.names}, row["heir"], row["is_returned"])
        for row in tables["posted"].to_pylist()
    ]
    due, merged = due_letters(made.rows, posted, tranche, facts.incident.letter_per)
    joined = [{"notice_id": notice, "record_ids": ";".join(records)} for notice, records in merged]
    return {
        "due": table_of(due, MAILFILE),
        "no_address": pa.table({"id": made.no_address}, schema=_IDS),
        "unprotected": pa.table({"id": made.unprotected}, schema=_IDS),
        "merged": pa.Table.from_pylist(joined, schema=_MERGED),
    }


def _placed(notices: pa.Table, chosen: pa.Table) -> pa.Table:
    """Return the notices with their chosen addresses in place, and whether the post delivers nothing there."""
    at = pc.index_in(notices["person_id"], chosen["notice_id"].combine_chunks())
    is_chosen = pc.is_valid(at)
    columns = {name: name for name in FIELDS} | {"address_source": "source", "address_on": "seen_on"}
    for own, theirs in columns.items():
        placed = pc.if_else(is_chosen, chosen[theirs].take(at), notices[own])
        notices = notices.set_column(notices.column_names.index(own), own, placed)
    notices = notices.append_column("is_mailable", chosen["is_mailable"].take(at))
    return notices.append_column("is_undeliverable", pc.fill_null(chosen["is_bad"].take(at), False))


def _batches(notices: pa.Table, posted: pa.Table) -> Iterator[tuple[str, Tables]]:
    doors = _doors(notices)
    numbers = pc.replace_substring_regex(notices["address_1"], "[^0-9]+", "")
    zips = pc.utf8_slice_codeunits(notices["zip"], 0, 5)
    key = pc.binary_join_element_wise(zips, numbers, _folded(notices["last_name"]), "|")
    keyed = notices.append_column("key", key)
    for number, part in enumerate(together(keyed, "key")):
        names = pc.unique(_folded(part["addressee_name"]))
        yield (
            f"{number}",
            {
                "notices": part.drop_columns(["key"]),
                "doors": doors.filter(pc.is_in(doors["name"], names)).drop_columns(["name"]),
                "posted": posted.filter(pc.is_in(posted["heir"], pc.unique(part["person_id"]))),
            },
        )


def _doors(notices: pa.Table) -> pa.Table:
    """Return the notices with an address whose names are those of people who may be written to in another's stead."""
    is_for_other = pc.or_(pc.fill_null(notices["is_minor"], False), notices["is_deceased"])
    wanted = pc.unique(_folded(notices.filter(is_for_other)["addressee_name"]))
    columns = notices.select([*_NAME, *FIELDS])
    columns = columns.append_column("name", _folded(pc.binary_join_element_wise(*(notices[n] for n in _NAME), "")))
    is_home = pc.and_(pc.not_equal(columns["address_1"], ""), pc.is_in(columns["name"], wanted))
    return columns.filter(is_home)


def _folded(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return the texts as equal ones are compared: letters and digits of ASCII, in small letters."""
    return pc.replace_substring_regex(pc.utf8_lower(texts), "[^a-z0-9]+", "")

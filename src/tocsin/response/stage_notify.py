"""notify: the mail file; letters themselves are written only by `tocsin letters`, outside the folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.clock import local_today
from tocsin.model.incident import Incident
from tocsin.model.results import DUTIES, PEOPLE
from tocsin.notices.barcode import give_barcodes
from tocsin.notices.mailfile import MAILFILE, MailFacts, mail_by_entity
from tocsin.notices.tranches import give_codes
from tocsin.response.begin import enrollment_codes, facts_digest
from tocsin.response.chosen_addresses import chosen_addresses
from tocsin.response.context import RunContext, fingerprint, is_fresh, replace
from tocsin.response.folder import IncidentFolder
from tocsin.response.given_addresses import given_keys
from tocsin.response.letter_law import letter_law
from tocsin.response.mail_rows import mail_rows
from tocsin.response.mailing import posted_letters

_MADE_AS = "addresses kept with their choice"
"""To be changed with the tables that are made here, so that incidents made before make them anew."""
UNPROTECTED = pa.schema([pa.field("record_id", pa.string(), nullable=False)])
"""Letters to people whom a law promises identity protection that the facts do not offer."""
MAIL_EVENTS = pa.schema([pa.field(name, pa.string(), nullable=False) for name in ("event", "notice_id", "record_ids")])
"""What became of people after they were written to: recorded, not mailed again."""
NO_ADDRESS = pa.schema([pa.field("notice_id", pa.string(), nullable=False)])


def run(context: RunContext) -> None:
    """Make the mail file anew if people, duties or the facts have changed."""
    folder = context.folder
    inputs = fingerprint(
        _MADE_AS,
        *sorted(folder.committed_keys("duties")),
        facts_digest(folder),
        *given_keys(folder),
        *folder.committed_keys("mailed"),
    )
    if is_fresh(context, "notify", inputs):
        return
    context.progress.start("notify", 0)
    posted = posted_letters(folder)
    chosen, languages = chosen_addresses(context, posted)
    duties = folder.read("duties", DUTIES).to_pylist()
    incident = context.incident
    law = letter_law(incident, local_today(context.clock))
    facts = MailFacts(incident, mail_by_entity(incident, duties), law, languages)
    made = mail_rows(context, chosen, posted, facts)
    rows = pa.concat_tables([posted.select(MAILFILE.names), made.due]).sort_by("record_id")
    rows = _coded(_barred(rows, incident), enrollment_codes(folder))
    gone = _gone(folder, posted)
    tables = {
        "mailfile": rows,
        "unprotected": pa.table({"record_id": made.unprotected}, schema=UNPROTECTED),
        "mail_events": _events(made.merged, gone),
        "address_choices": chosen,
        "no_address": pa.table({"notice_id": made.no_address}, schema=NO_ADDRESS),
    }
    events = {"merged_after_mailing": len(made.merged), "no_longer_listed": len(gone)}
    replace(context, "notify", inputs, tables, **events)
    context.progress.finish(f"{rows.num_rows} letters, {len(made.no_address)} people without an address")


def _gone(folder: IncidentFolder, posted: pa.Table) -> list[str]:
    """Return the records of letters to people who are no longer listed."""
    if not posted.num_rows:
        return []
    listed = folder.read("notices", PEOPLE, ["person_id"])["person_id"].combine_chunks()
    gone: list[str] = posted.filter(pc.invert(pc.is_in(posted["heir"], listed)))["record_id"].to_pylist()
    return gone


def _coded(rows: pa.Table, codes: Sequence[str]) -> pa.Table:
    """Return the mail file with activation codes given out, if there are any."""
    if not codes:
        return rows
    told = rows.select(["monitoring_product", "enrollment_code", "supplements"]).to_pylist()
    give_codes(told, codes)
    return _with(rows, "enrollment_code", told)


def _barred(rows: pa.Table, incident: Incident) -> pa.Table:
    """Return the mail file with barcodes, if the facts ask for them."""
    if incident.barcode is None:
        return rows
    told = rows.select(["barcode", "country", "zip5", "zip4"]).to_pylist()
    give_barcodes(told, incident.barcode)
    return _with(rows, "barcode", told)


def _with(rows: pa.Table, name: str, told: Iterable[Mapping[str, object]]) -> pa.Table:
    index = MAILFILE.get_field_index(name)
    return rows.set_column(index, MAILFILE.field(index), pa.array([row[name] for row in told], pa.string()))


def _events(merged: Iterable[tuple[str, str]], gone: Iterable[str]) -> pa.Table:
    events = [{"event": "merged_after_mailing", "notice_id": n, "record_ids": ids} for n, ids in merged]
    events += [{"event": "no_longer_listed", "notice_id": "", "record_ids": record} for record in gone]
    return pa.Table.from_pylist(events, schema=MAIL_EVENTS)

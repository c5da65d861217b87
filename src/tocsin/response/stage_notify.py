"""notify: the mail file; letters themselves are written only by `tocsin letters`, outside the folder."""

from __future__ import annotations

import pyarrow as pa

from tocsin.clock import local_today
from tocsin.model.results import DUTIES, PEOPLE
from tocsin.notices.barcode import give_barcodes
from tocsin.notices.mailfile import MAILFILE, MailFacts, mail_by_entity, mail_file
from tocsin.notices.tranches import Plan, give_codes, plan
from tocsin.response.addresses import Addresses, given_keys
from tocsin.response.begin import enrollment_codes, facts_digest
from tocsin.response.context import RunContext, fingerprint, is_fresh, replace
from tocsin.response.export_format import table_of
from tocsin.response.letter_law import letter_law
from tocsin.response.mailing import mailed_letters

UNPROTECTED = pa.schema([pa.field("record_id", pa.string(), nullable=False)])
"""Letters to people whom a law promises identity protection that the facts do not offer."""
MAIL_EVENTS = pa.schema([pa.field(name, pa.string(), nullable=False) for name in ("event", "notice_id", "record_ids")])
"""What became of people after they were written to: recorded, not mailed again."""
NO_ADDRESS = pa.schema([pa.field("notice_id", pa.string(), nullable=False)])


def run(context: RunContext) -> None:
    """Make the mail file anew if people, duties or the facts have changed."""
    folder = context.folder
    inputs = fingerprint(
        *sorted(folder.committed_keys("duties")),
        facts_digest(folder),
        *given_keys(folder),
        *folder.committed_keys("mailed"),
    )
    if is_fresh(context, "notify", inputs):
        return
    context.progress.start("notify", 0)
    addresses = Addresses.of(folder)
    notices = [addresses.placed(notice) for notice in folder.read("notices", PEOPLE).to_pylist()]
    duties = folder.read("duties", DUTIES).to_pylist()
    incident = context.incident
    law = letter_law(incident, local_today(context.clock))
    mail_by = mail_by_entity(incident, duties)
    facts = MailFacts(incident, mail_by, law, addresses.languages, addresses.undeliverable())
    made = mail_file(notices, facts, ())
    letters = plan(made.rows, mailed_letters(folder), {n["person_id"] for n in notices}, incident.letter_per)
    give_codes(letters.rows, enrollment_codes(folder))
    give_barcodes(letters.rows, incident.barcode)
    tables = {
        "mailfile": table_of(letters.rows, MAILFILE),
        "unprotected": pa.table({"record_id": sorted(made.unprotected)}, schema=UNPROTECTED),
        "mail_events": _events(letters),
        "address_choices": addresses.choices(),
        "no_address": pa.table({"notice_id": sorted(made.no_address)}, schema=NO_ADDRESS),
    }
    events = {"merged_after_mailing": len(letters.merged), "no_longer_listed": len(letters.gone)}
    replace(context, "notify", inputs, tables, **events)
    context.progress.finish(f"{len(letters.rows)} letters, {len(made.no_address)} people without an address")


def _events(letters: Plan) -> pa.Table:
    merged = [
        {"event": "merged_after_mailing", "notice_id": n, "record_ids": ";".join(ids)} for n, ids in letters.merged
    ]
    gone = [{"event": "no_longer_listed", "notice_id": "", "record_ids": record} for record in letters.gone]
    return pa.Table.from_pylist([*merged, *gone], schema=MAIL_EVENTS)

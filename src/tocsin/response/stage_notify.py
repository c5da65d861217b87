"""notify: the mail file; letters themselves are written only by `tocsin letters`, outside the folder."""

from __future__ import annotations

import pyarrow as pa

from tocsin.clock import local_today
from tocsin.model.results import DUTIES, PEOPLE
from tocsin.notices.mailfile import MAILFILE, MailFacts, mail_by_entity, mail_file
from tocsin.response.begin import enrollment_codes, facts_digest
from tocsin.response.context import RunContext, fingerprint, is_fresh, replace
from tocsin.response.export_format import table_of
from tocsin.response.letter_law import letter_law

UNPROTECTED = pa.schema([pa.field("record_id", pa.string(), nullable=False)])
"""Letters to people whom a law promises identity protection that the facts do not offer."""
NO_ADDRESS = pa.schema([pa.field("notice_id", pa.string(), nullable=False)])


def run(context: RunContext) -> None:
    """Make the mail file anew if people, duties or the facts have changed."""
    folder = context.folder
    inputs = fingerprint(*sorted(folder.committed_keys("duties")), facts_digest(folder))
    if is_fresh(context, "notify", inputs):
        return
    context.progress.start("notify", 0)
    notices = folder.read("notices", PEOPLE).to_pylist()
    duties = folder.read("duties", DUTIES).to_pylist()
    incident = context.incident
    law = letter_law(incident, local_today(context.clock))
    facts = MailFacts(incident, mail_by_entity(incident, duties), law)
    made = mail_file(notices, facts, enrollment_codes(folder))
    tables = {
        "mailfile": table_of(made.rows, MAILFILE),
        "unprotected": pa.table({"record_id": sorted(made.unprotected)}, schema=UNPROTECTED),
        "no_address": pa.table({"notice_id": sorted(made.no_address)}, schema=NO_ADDRESS),
    }
    replace(context, "notify", inputs, tables)
    context.progress.finish(f"{len(made.rows)} letters, {len(made.no_address)} people without an address")

"""expose: a verdict for every item from the access logs."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.exposure.records import LogRecord, records_of
from tocsin.exposure.verdicts import LogItem, judge
from tocsin.model.results import EXPOSURES
from tocsin.model.segments import segments_of
from tocsin.response.context import RunContext, fingerprint, is_fresh, replace
from tocsin.response.item_rows import log_evidence


def run(context: RunContext) -> None:
    """Judge every item anew if items, logs or the facts have changed."""
    folder = context.folder
    inputs = fingerprint(*sorted(folder.committed_keys("extract")), repr(context.incident))
    if is_fresh(context, "expose", inputs):
        return
    context.progress.start("expose", 0)
    items = folder.read("items").sort_by("item_id")
    records = _log_records(context)
    columns = ("item_id", "evidence_id", "parent_id", "locator", "message_id")
    asked = [LogItem(*(row[name] for name in columns)) for row in items.select(columns).to_pylist()]
    made = judge(asked, folder.evidence(), records, context.incident)
    table = pa.table(
        {
            "item_id": [e.item_id for e in made],
            "verdict": [e.verdict.value for e in made],
            "rule": [e.rule for e in made],
            "log_records": [";".join(r.replace(";", ",") for r in e.log_records) for e in made],
        },
        schema=EXPOSURES,
    )
    replace(context, "expose", inputs, {"exposures": table}, log_records=len(records))
    context.progress.finish(_words(table, len(records)))


def _log_records(context: RunContext) -> list[LogRecord]:
    folder = context.folder
    logs = log_evidence(folder)
    records: dict[str, LogRecord] = {}
    for key in sorted(folder.committed_keys("extract")):
        if key.split("/", 1)[0] not in logs:
            continue
        for record in records_of(segments_of(folder.read_parts("segments", [key]))):
            records.setdefault(record.record_id, record)
    return list(records.values())


def _words(table: pa.Table, records: int) -> str:
    counts = {row["values"]: row["counts"] for row in pc.value_counts(table["verdict"]).to_pylist()}
    told = ", ".join(f"{counts[verdict]} {verdict}" for verdict in sorted(counts))
    return f"{records} log records: {told}"

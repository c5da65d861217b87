"""duties: people with their entities and exposure, the counts, and what each organization owes."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from tocsin.clock import local_today
from tocsin.law.counts import COUNTED, count_people
from tocsin.law.duties import duties_of
from tocsin.model.results import PEOPLE
from tocsin.resolution.resolve import ALIASES
from tocsin.response.context import RunContext, fingerprint, is_fresh, replace
from tocsin.response.counts_table import counts_table
from tocsin.response.duty_rows import duties_table
from tocsin.response.people_changes import CHANGES, changes_of, told
from tocsin.response.people_rows import both_cuts


def run(context: RunContext) -> None:
    """Make the people, counts and duties anew if anything before them has changed, or the day has."""
    folder = context.folder
    today = local_today(context.clock)
    before = [key for stage in ("resolve", "attribute", "expose") for key in sorted(folder.committed_keys(stage))]
    inputs = fingerprint(*before, repr(context.incident), today.isoformat())
    if is_fresh(context, "duties", inputs):
        return
    context.progress.start("duties", 0)
    former = folder.read("people", PEOPLE) if folder.committed_keys("duties") else None
    made = both_cuts(context, former)
    people = made.people
    changes = CHANGES.empty_table() if former is None else changes_of(former, people, folder.read("aliases", ALIASES))
    counts = count_people(_rows(people))
    duties = duties_of(context.incident, counts, today)
    tables = {
        "people": people,
        "notices": made.notices,
        "people_made_of": made.made_of,
        "changes": changes if changes.num_rows else folder.read("changes", CHANGES),
        "counts": counts_table(counts),
        "duties": duties_table(duties),
    }
    replace(context, "duties", inputs, tables)
    since = f" (since the run before: {told(changes)})" if changes.num_rows else ""
    context.progress.finish(f"{people.num_rows} people{since}, {len(duties)} duties")


def _rows(people: pa.Table) -> Iterator[dict[str, object]]:
    """Give what people are counted by, without having all of them in memory as objects."""
    for batch in people.select(COUNTED).to_batches(max_chunksize=10_000):
        yield from batch.to_pylist()

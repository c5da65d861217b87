"""duties: people with their entities and exposure, the counts, and what each organization owes."""

from __future__ import annotations

from tocsin.clock import local_today
from tocsin.law.counts import count_people
from tocsin.law.duties import duties_of
from tocsin.model.results import PEOPLE
from tocsin.response.context import RunContext, fingerprint, is_fresh, replace
from tocsin.response.counts_table import counts_table
from tocsin.response.duty_rows import duties_table
from tocsin.response.people_rows import count_cut, notice_cut, people_of_cut


def run(context: RunContext) -> None:
    """Make the people, counts and duties anew if anything before them has changed, or the day has."""
    folder = context.folder
    today = local_today(context.clock)
    before = [key for stage in ("resolve", "attribute", "expose") for key in sorted(folder.committed_keys(stage))]
    inputs = fingerprint(*before, repr(context.incident), today.isoformat())
    if is_fresh(context, "duties", inputs):
        return
    context.progress.start("duties", 0)
    people = people_of_cut(context, count_cut(folder))
    notices = people_of_cut(context, notice_cut(folder))
    counts = count_people(people.to_pylist())
    duties = duties_of(context.incident, counts, today)
    tables = {
        "people": people.select(PEOPLE.names),
        "notices": notices.select(PEOPLE.names),
        "counts": counts_table(counts),
        "duties": duties_table(duties),
    }
    replace(context, "duties", inputs, tables)
    context.progress.finish(f"{people.num_rows} people, {len(duties)} duties")

"""Commands that stand alone, without an incident folder: people, duties."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from tocsin.cli.options import TableFile

_DAY = click.DateTime(formats=["%Y-%m-%d"])
_DATE = "YYYY-MM-DD"
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command(
    "duties",
    short_help="Tell duties and deadlines from an incident file.",
    epilog="Example:  tocsin duties incident.toml --counts counts.csv --as-of 2025-03-01",
)
@click.argument("incident", metavar="INCIDENT.toml", type=_FILE)
@click.option(
    "--counts", type=_FILE, help="People by entity, state and elements, as `tocsin export DIR counts` writes."
)
@click.option("--as-of", metavar=_DATE, type=_DAY, help="Day on which status is told (default: today).")
@click.option(
    "--law-on", metavar=_DATE, type=_DAY, help="Judge by the law of this day instead of the day the law names."
)
@click.option("--json", "as_json", is_flag=True, help="Write an array of the Duties columns.")
def duties_command(
    incident: Path, counts: Path | None, as_of: datetime | None, law_on: datetime | None, as_json: bool
) -> None:
    """Tell the duties and deadlines of an incident from its facts and counts."""
    from tocsin.clock import SystemClock, local_today
    from tocsin.law.counts import counts_of
    from tocsin.law.duties import duties_of
    from tocsin.model.incident_file import parse_incident
    from tocsin.response.duty_rows import duties_json, duties_text
    from tocsin.response.export_format import read_rows

    facts = parse_incident(incident.read_bytes())
    counted = counts_of(read_rows(counts)) if counts else None
    today = as_of.date() if as_of else local_today(SystemClock())
    duties = duties_of(facts, counted, today, law_on.date() if law_on else None)
    click.echo(duties_json(duties) if as_json else duties_text(duties, today), nl=False)


@click.command(
    "people",
    short_help="Merge the rows of a table into people.",
    epilog="Example:  tocsin people patients.csv --to merged.csv",
)
@click.argument("file", metavar="FILE", type=_FILE)
@click.option("--to", "to", type=TableFile(), required=True, help="OUT: .csv, .xlsx, .parquet or .jsonl.")
def people_command(file: Path, to: Path) -> None:
    """Merge the rows of one table into people: OUT holds record_id, person_id, score.

    FILE ends in .csv, .tsv or .parquet. Any of the person columns is used; their names are recognised by header and
    values. Other columns only help to compare. Without a record_id column the row number (header counted) is the
    record's id.
    """
    from tocsin.cli.screen import progress
    from tocsin.resolution.table import people_of_table
    from tocsin.response.export_format import write_table
    from tocsin.response.people_file import read_people_file

    bar = progress()
    bar.start("people", 0)
    merged = people_of_table(read_people_file(file))
    write_table(merged, to, "people")
    people = len(set(merged.column("person_id").to_pylist()))
    bar.finish()
    click.echo(f"{merged.num_rows} records, {people} people -> {to}", err=True)

"""The command that merges the rows of one table into people, without an incident folder."""

from __future__ import annotations

from pathlib import Path

import click

from tocsin.cli.options import TableFile

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


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

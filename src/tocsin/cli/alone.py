"""The command that merges the rows of one table into people, without an incident folder."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tocsin.cli.options import TableFile

if TYPE_CHECKING:
    from tocsin.resolution.table import TablePeople

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_STEPS = {
    "read": "reading the table", "sort": "putting rows in order", "records": "plain forms, equal rows once",
    "pairs": "whom to compare", "weights": "weights counted on this table", "compare": "comparing pairs",
    "merge": "merging", "write": "writing",
}  # fmt: skip


@click.command(
    "people",
    short_help="Merge the rows of a table into people.",
    epilog="Examples:\n\n\b\n  tocsin people patients.csv --to merged.csv --review review.csv\n"
    "  tocsin people patients.csv --explain per_0b95955151afb290\n"
    "  tocsin people patients.csv --to merged.csv --decisions review.csv",
)
@click.argument("file", metavar="FILE", type=_FILE)
@click.option("--to", "to", type=TableFile(), help="OUT: .csv, .xlsx, .parquet or .jsonl.")
@click.option("--review", type=TableFile(), help="Write pairs that somebody should look at: near, rejected, weak.")
@click.option(
    "--decisions",
    type=_FILE,
    help="A review file with its column decision filled: same, different or unsure. It outranks every score.",
)
@click.option("--explain", metavar="PERSON_ID", help="Tell why the rows of a person are one, with every weight.")
@click.option("--reveal", is_flag=True, help="Show SSNs and other numbers whole in --review and --explain.")
@click.option("--json", "as_json", is_flag=True, help="Write the explanation as one JSON object.")
def people_command(
    file: Path,
    to: Path | None,
    review: Path | None,
    decisions: Path | None,
    explain: str | None,
    reveal: bool,
    as_json: bool,
) -> None:
    """Merge the rows of one table into people: OUT holds record_id, person_id, score.

    FILE ends in .csv, .tsv or .parquet. Any of the person columns is used; they are recognised by header and values,
    and what was made of each is shown. Other columns only help to compare. Without a record_id column the row number
    (header counted) is the record's id.
    """
    if to is None and review is None and explain is None:
        raise click.UsageError("Give --to OUT, --review PATH or --explain PERSON_ID.")
    from tocsin.resolution.table_telling import review_of
    from tocsin.response.export_format import write_table

    people = _resolved(file, decisions)
    if to is not None:
        with _writing(to):
            write_table(people.result, to, "people")
    click.echo(f"{people.result.num_rows} records, {_different(people, 'person_id')} people", err=True)
    if to is not None:
        click.echo(f"-> {to}", err=True)
    if review is not None:
        pairs = review_of(people, reveal=reveal)
        with _writing(review):
            write_table(pairs, review, "review")
        click.echo(f"{pairs.num_rows} pairs to look at -> {review}", err=True)
    if explain is not None:
        _explain(people, explain, reveal=reveal, as_json=as_json)


def _resolved(file: Path, decisions: Path | None) -> TablePeople:
    """Return the people of the file, with progress; what was made of its columns is told."""
    from tocsin.cli.screen import progress
    from tocsin.resolution.table import resolved_table
    from tocsin.response.people_file import read_decisions, read_people_file

    bar = progress()
    bar.start("people", 0)
    bar.say(_STEPS["read"])
    decided = read_decisions(decisions) if decisions is not None else []
    people = resolved_table(read_people_file(file), decided, lambda step: bar.say(_STEPS[step]))
    bar.finish()
    _tell_columns(people)
    return people


def _tell_columns(people: TablePeople) -> None:
    """Show the kind of each column and what it was told by."""
    width = max((len(use.column) for use in people.uses), default=0)
    click.echo("Columns", err=True)
    for use in people.uses:
        if use.left_out:
            words = f"not used: {use.left_out}"
        elif use.kind:
            words = f"{use.kind} (by its {use.by.value})"
        else:
            words = "kind unknown, only helps to compare"
        click.echo(f"  {use.column:<{min(width, 30)}}  {words}", err=True)
    if not people.is_of_persons:
        click.echo("Warning: no column of a person was recognised; name the headers after what they hold.", err=True)
    repeated = people.result.num_rows - _different(people, "record_id")
    if repeated:
        click.echo(f"Warning: {repeated} rows have a record_id that stood before.", err=True)


def _different(people: TablePeople, column: str) -> int:
    import pyarrow.compute as pc

    return int(pc.count_distinct(people.result[column]).as_py())


def _explain(people: TablePeople, person_id: str, *, reveal: bool, as_json: bool) -> None:
    from tocsin.resolution.table_telling import person_text, told_person

    told = told_person(people, person_id, reveal=reveal)
    if told is None:
        raise click.BadParameter(f"no person of that id in this table: {person_id}", param_hint="--explain")
    if as_json:
        import orjson

        click.echo(orjson.dumps(dataclasses.asdict(told), option=orjson.OPT_INDENT_2).decode())
    else:
        click.echo(person_text(told), nl=False)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Turn what the system says against a file into words."""
    try:
        yield
    except OSError as fault:
        raise click.FileError(str(path), hint=fault.strerror or "cannot be written") from fault

"""The command that tells duties from facts and counts, without an incident folder."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tocsin.law.calendars import HolidayCalendar
    from tocsin.model.incident import Incident

_DAY = click.DateTime(formats=["%Y-%m-%d"])
_DATE = "YYYY-MM-DD"
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_OUT = click.Path(path_type=Path, dir_okay=False)


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
@click.option(
    "--set", "changes", metavar="KEY=VALUE", multiple=True, help="What if: change a fact, also several times."
)
@click.option(
    "--holidays", type=_FILE, help="Days that are no business days, one date a line, instead of federal ones."
)
@click.option(
    "--strictest", "only_strictest", is_flag=True, help="Show only the earliest duty for each entity and recipient."
)
@click.option(
    "--law",
    "law_folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Use the law files of this folder (see `tocsin law copy`) instead of the installed ones.",
)
@click.option("--brief", is_flag=True, help="Leave the trace out: one line a duty.")
@click.option(
    "--to",
    "files",
    type=_OUT,
    multiple=True,
    help="Also write FILE: .csv, .xlsx, .parquet, .jsonl, .json, .ics or .svg.",
)
@click.option("--json", "as_json", is_flag=True, help="Write an array of the Duties columns.")
def duties_command(
    incident: Path,
    counts: Path | None,
    as_of: datetime | None,
    law_on: datetime | None,
    changes: tuple[str, ...],
    holidays: Path | None,
    only_strictest: bool,
    law_folder: Path | None,
    brief: bool,
    files: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Tell the duties and deadlines of an incident from its facts and counts, each with the trace that says why.

    With --set the answer is the one for the changed facts; what they change stands before it.
    """
    from tocsin.clock import SystemClock, local_today
    from tocsin.law.book import read_book
    from tocsin.law.counts import counts_of
    from tocsin.law.duties import duties_of
    from tocsin.response.duty_files import write_duties
    from tocsin.response.duty_rows import changes_text, duties_json, duties_text, strictest
    from tocsin.response.export_format import read_rows
    from tocsin.response.law_files import files_in

    facts, base = _facts(incident, changes)
    counted = counts_of(read_rows(counts)) if counts else None
    today = as_of.date() if as_of else local_today(SystemClock())
    replayed = law_on.date() if law_on else None
    calendar = _calendar(holidays)
    book = read_book(files_in(law_folder)) if law_folder else None
    duties = duties_of(facts, counted, today, replayed, book, calendar)
    for file in files:
        write_duties(duties, facts, today, file)
        click.echo(f"{len(duties)} duties -> {file}", err=True)
    shown = strictest(duties) if only_strictest else duties
    if as_json:
        click.echo(duties_json(shown), nl=False)
        return
    if base is not None:
        click.echo(changes_text(duties_of(base, counted, today, replayed, book, calendar), duties), nl=False)
    click.echo(duties_text(shown, today, with_trace=not brief), nl=False)


def _facts(file: Path, changes: tuple[str, ...]) -> tuple[Incident, Incident | None]:
    """Return the facts, changed if asked; and the unchanged ones if they were."""
    import tomllib

    from tocsin.model.incident_changes import changed
    from tocsin.model.incident_file import incident_of, parse_incident

    toml = file.read_bytes()
    base = parse_incident(toml)
    if not changes:
        return base, None
    return incident_of(changed(tomllib.loads(toml.decode("utf-8")), changes)), base


def _calendar(file: Path | None) -> HolidayCalendar | None:
    """Return the calendar of a file with one date a line, or None for the one of the law book."""
    from datetime import date

    from tocsin.errors import TableFileError, Word
    from tocsin.law.calendars import HolidayCalendar

    if file is None:
        return None
    days = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            try:
                days.append(date.fromisoformat(line.strip()))
            except ValueError as fault:
                raise TableFileError(row=number, column=Word("holidays")) from fault
    return HolidayCalendar(days=days)

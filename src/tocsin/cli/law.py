"""The law itself: check its files, show a jurisdiction, tell changes and how sure the cells are."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

_DAY = click.DateTime(formats=["%Y-%m-%d"])
_DATE = "YYYY-MM-DD"


@click.group("law", short_help="Show and check the law as data.", epilog="Example:  tocsin law show FL")
def law_command() -> None:
    """Show and check the law that duties are computed from: federal law and 54 jurisdictions."""


@law_command.command("check", short_help="Check every law file.", epilog="Example:  tocsin law check src/tocsin/law")
@click.argument(
    "folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False)
)
def check_command(folder: Path | None) -> None:
    """Check every law file and name all faults together, each with file, line and key.

    DIR is a folder that holds `us/`, such as a copy of src/tocsin/law; without it the installed files are checked.
    """
    from tocsin.law.book import read_book, shipped_files
    from tocsin.response.law_files import files_in

    book = read_book(files_in(folder) if folder else shipped_files())
    rules = sum(len(law.rules) for law in book.laws())
    click.echo(f"No faults: {len(book.states)} jurisdictions, {len(book.federal)} federal files, {rules} rules.")


@law_command.command("copy", epilog="Example:  tocsin law copy mylaw")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
def copy_command(folder: Path) -> None:
    """Write the installed law files to a new folder, to be edited and checked there."""
    from tocsin.law.book import shipped_files
    from tocsin.response.law_files import write_files

    files = shipped_files()
    write_files(files, folder)
    click.echo(f"{len(files)} files -> {folder}")


@law_command.command("show", epilog="Example:  tocsin law show FL --on 2014-06-30")
@click.argument("jurisdiction", metavar="JURISDICTION")
@click.option("--on", "on", metavar=_DATE, type=_DAY, help="Day whose law is shown (default: today).")
def show_command(jurisdiction: str, on: datetime | None) -> None:
    """Show what a jurisdiction asks for, with citation, source and trust of every cell.

    JURISDICTION is two letters such as FL (also PR, GU, VI, DC), or us for federal law.
    """
    from tocsin.law.book import law_book
    from tocsin.law.telling import find_laws, law_text

    laws = find_laws(law_book(), jurisdiction)
    if not laws:
        raise click.BadParameter(
            "no such jurisdiction; use two letters such as FL, PR, GU, VI, DC, or us", param_hint="JURISDICTION"
        )
    day = on.date() if on else _today()
    click.echo("\n".join(law_text(law, day) for law in laws), nl=False)


@law_command.command("diff", epilog="Example:  tocsin law diff --from 2020-11-01 --to 2026-11-01")
@click.argument("jurisdictions", metavar="[JURISDICTION...]", nargs=-1)
@click.option("--from", "earlier", metavar=_DATE, type=_DAY, required=True, help="The earlier day.")
@click.option("--to", "later", metavar=_DATE, type=_DAY, required=True, help="The later day.")
def diff_command(jurisdictions: tuple[str, ...], earlier: datetime, later: datetime) -> None:
    """Tell what changed in the law between two days, in all jurisdictions or those named."""
    from tocsin.law.book import law_book
    from tocsin.law.telling import changes_text, find_laws

    book = law_book()
    laws = [law for name in jurisdictions for law in find_laws(book, name)] if jurisdictions else book.laws()
    click.echo(changes_text(laws, earlier.date(), later.date()), nl=False)


@law_command.command("coverage", epilog="Example:  tocsin law coverage --json")
@click.option("--json", "as_json", is_flag=True, help="Write the counts as JSON.")
def coverage_command(as_json: bool) -> None:
    """Tell how complete and how sure the law files are: jurisdictions, cells by trust, element codes, doubts."""
    from dataclasses import asdict

    import orjson

    from tocsin.law.book import law_book
    from tocsin.law.coverage import coverage_of, coverage_text

    told = coverage_of(law_book())
    click.echo(
        orjson.dumps(asdict(told), option=orjson.OPT_INDENT_2).decode() if as_json else coverage_text(told).rstrip()
    )


def _today() -> date:
    from tocsin.clock import SystemClock, local_today

    return local_today(SystemClock())

"""Filings: worksheets and notices for regulators, media and covered entities; and what was filed."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from tocsin.cli.options import PersonName, directory, open_folder, passphrase_file

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(
    "filings",
    short_help="Draft filings for HHS, states, media.",
    epilog="Example:  tocsin filings ./incident --to ./filings",
)
@directory
@click.option(
    "--to", "to", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder outside DIR for drafts."
)
@passphrase_file
def filings_command(directory: Path, to: Path, passphrase_file: Path | None) -> None:
    """Draft every filing that is owed: HHS worksheets, notices to states, agencies and media, reports to entities.

    One Markdown file each, filings.csv with all questions and answers, and hhs-log.csv for breaches of fewer than 500.
    What the facts do not say is marked [to be answered]; a person answers, signs and files.
    """
    from tocsin.response.filings import write_filings

    with open_folder(directory, passphrase_file, write=True) as folder:
        told = write_filings(folder, to, _today())
    click.echo(told, err=True)


@click.command(
    "filed",
    short_help="Record that a filing was made.",
    epilog="Example:  tocsin filed ./incident hhs-gulf-coast --on 2025-02-20 --by 'A. Counsel' --tracking 12345",
)
@directory
@click.argument("form", metavar="FORM")
@click.option("--on", "on", required=True, metavar="YYYY-MM-DD", type=_DAY, help="Day of filing.")
@click.option("--by", required=True, type=PersonName(), help="Who filed it; kept in the record.")
@click.option("--tracking", default="", help="Number that the recipient gave, such as the portal's tracking number.")
@passphrase_file
def filed_command(
    directory: Path, form: str, on: datetime, by: str, tracking: str, passphrase_file: Path | None
) -> None:
    """Record that the filing named FORM (a file of `tocsin filings`, without its ending) was made.

    If its numbers change later, `tocsin filings` writes an addendum.
    """
    from tocsin.response.filings import record_filed

    with open_folder(directory, passphrase_file, write=True) as folder:
        record_filed(folder, form.removesuffix(".md"), on.date(), by, tracking)
    click.echo("Recorded. Put the day into the incident file too ([[met]]), so that the duty counts as met.", err=True)


def _today() -> date:
    from tocsin.clock import SystemClock, local_today

    return local_today(SystemClock())

"""The call centre's question: am I affected, and what of mine?"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from tocsin.cli.options import TableFile, directory, open_folder, passphrase_file

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(
    "lookup",
    short_help="Answer a caller: am I affected?",
    epilog="Examples:\n\n\b\n  tocsin lookup ./incident --first Ann --last Lee --born 1960-01-02 --zip 33602\n"
    "  tocsin lookup ./incident --calls calls.csv",
)
@directory
@click.option("--first", default="", help="First name of the person asked about.")
@click.option("--last", default="", help="Last name.")
@click.option("--born", metavar="YYYY-MM-DD", type=_DAY, help="Date of birth.")
@click.option("--zip", "zip5", default="", help="ZIP Code, five digits.")
@click.option("--ssn4", default="", help="Last four digits of the Social Security number.")
@click.option("--phone", default="", help="Telephone number.")
@click.option("--calls", type=TableFile(), help="Instead: write a list for a call-centre vendor to this file.")
@passphrase_file
def lookup_command(
    directory: Path,
    first: str,
    last: str,
    born: datetime | None,
    zip5: str,
    ssn4: str,
    phone: str,
    calls: Path | None,
    passphrase_file: Path | None,
) -> None:
    """Answer "am I affected, and what of mine?" after identity questions; each look-up stands in the record.

    Name and birth date must agree, and at least one of ZIP Code, last digits of the SSN or telephone number. Kinds of
    data, letters and offers are told, and never a value. In a terminal, what is not given is asked for.
    """
    from tocsin.response.lookup import Caller, calls_table, look_up

    if calls is None and sys.stdin.isatty():
        first, last, born, zip5, ssn4, phone = _asked(first, last, born, zip5, ssn4, phone)
    if calls is None and not (first and last and born and (zip5 or ssn4 or phone)):
        raise click.UsageError("Give --first, --last, --born, and one of --zip, --ssn4 or --phone; or --calls FILE.")
    with open_folder(directory, passphrase_file, write=True) as folder:
        if calls is not None:
            from tocsin.response.export_format import write_table
            from tocsin.response.exports import export_rows

            folder.refuse_inside(calls)
            table = calls_table(folder)
            write_table(table, calls, "calls")
            export_rows(folder, "calls", table.num_rows, reveal=False)
            click.echo(f"{table.num_rows} rows -> {calls}", err=True)
        elif born is not None:
            told = look_up(folder, Caller(first, last, born.date(), zip5[:5], ssn4[-4:], phone))
            click.echo("\n".join(told.lines))


def _asked(
    first: str, last: str, born: datetime | None, zip5: str, ssn4: str, phone: str
) -> tuple[str, str, datetime | None, str, str, str]:
    """Ask for what is missing, so that nothing a caller says need stand on the command line."""
    first = first or click.prompt("First name", err=True)
    last = last or click.prompt("Last name", err=True)
    born = born or click.prompt("Date of birth (YYYY-MM-DD)", type=_DAY, err=True)
    if not (zip5 or ssn4 or phone):
        zip5 = click.prompt("ZIP Code", default="", show_default=False, err=True)
        ssn4 = click.prompt("Last four digits of the SSN", default="", show_default=False, err=True)
        phone = click.prompt("Telephone number", default="", show_default=False, err=True)
    return first, last, born, zip5, ssn4, phone

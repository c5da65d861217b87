"""Commands that make what leaves the house: letters."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from tocsin.cli.options import directory, open_folder, passphrase_file

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(
    "letters", short_help="Write the letters as PDF.", epilog="Example:  tocsin letters ./incident --to ./letters"
)
@directory
@click.option(
    "--to", "to", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder outside DIR for PDFs."
)
@click.option("--dated", metavar="YYYY-MM-DD", type=_DAY, help="Date printed on the letters (default: today).")
@click.option("--singles/--no-singles", default=True, show_default=True, help="Also one PDF for each letter.")
@click.option("--only", type=_FILE, help="Ids (record, notice or person), one a line: write to these only.")
@click.option("--again", is_flag=True, help="Also letters that were recorded as mailed.")
@click.option("--proofs", is_flag=True, help="Instead of letters: one made-up letter of every variant, PDF and PNG.")
@click.option("--jobs", type=click.IntRange(1), help="Worker processes (default: one for each core).")
@passphrase_file
def letters_command(
    directory: Path,
    to: Path,
    dated: datetime | None,
    singles: bool,
    only: Path | None,
    again: bool,
    proofs: bool,
    jobs: int | None,
    passphrase_file: Path | None,
) -> None:
    """Write the letters as PDF (one each, and in batches), index.csv and mailfile.csv; plaintext stands only there.

    Letters that were recorded as mailed are not written again. Those that a law-enforcement hold or another duty keeps
    back stand in held.csv, with why.
    """
    import os

    from tocsin.cli.screen import progress
    from tocsin.response.letters import LetterOptions, write_letters
    from tocsin.response.proofs import write_proofs

    on = _day(dated)
    wanted = frozenset(only.read_text(encoding="utf-8").split()) if only else None
    options = LetterOptions(on, singles, again, wanted, jobs or len(os.sched_getaffinity(0)))
    with open_folder(directory, passphrase_file, write=True) as folder:
        told = write_proofs(folder, to, on) if proofs else write_letters(folder, to, options, progress())
    click.echo(told, err=True)


@click.command(
    "mailed",
    short_help="Record that letters were posted.",
    epilog="Example:  tocsin mailed ./incident ./letters/index.csv --on 2025-02-20",
)
@directory
@click.argument("file", metavar="FILE", type=_FILE)
@click.option("--on", "on", metavar="YYYY-MM-DD", type=_DAY, help="Day of posting, where FILE has no mailed_on.")
@passphrase_file
def mailed_command(directory: Path, file: Path, on: datetime | None, passphrase_file: Path | None) -> None:
    """Record that letters were posted, each with its day and hash: later runs mail nothing twice.

    FILE (.csv, .parquet or .jsonl) has record_id, and may have mailed_on and imb: the vendor's answer, or the index.csv
    or mailfile.csv of `tocsin letters`.
    """
    from tocsin.response.export_format import read_rows
    from tocsin.response.mailing import record_mailed

    with open_folder(directory, passphrase_file, write=True) as folder:
        told = record_mailed(folder, read_rows(file), on.date() if on else None)
    click.echo(f"{told}. Now `tocsin run`; and set individuals_told_on with `tocsin facts`.", err=True)


@click.command(
    "returned",
    short_help="Record letters that came back.",
    epilog="Example:  tocsin returned ./incident returns.csv --on 2025-03-10",
)
@directory
@click.argument("file", metavar="FILE", type=_FILE)
@click.option("--on", "on", metavar="YYYY-MM-DD", type=_DAY, help="Day of return, where FILE has no returned_on.")
@passphrase_file
def returned_command(directory: Path, file: Path, on: datetime | None, passphrase_file: Path | None) -> None:
    """Record letters that came back; `tocsin run` tries another address, else counts them for substitute notice.

    FILE (.csv, .parquet or .jsonl) has record_id, and may have returned_on, return_reason, and a forwarding address as
    address_1, address_2, city, state, zip.
    """
    from tocsin.response.export_format import read_rows
    from tocsin.response.returns import record_returned

    with open_folder(directory, passphrase_file, write=True) as folder:
        told = record_returned(folder, read_rows(file), on.date() if on else None, _day(None))
    click.echo(f"{told}. Now `tocsin run`, then `tocsin letters` and `tocsin filings`.", err=True)


def _day(given: datetime | None) -> date:
    from tocsin.clock import SystemClock, local_today

    return given.date() if given else local_today(SystemClock())

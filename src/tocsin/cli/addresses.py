"""Addresses: out to a vendor and back, and the queue of those that are not good enough."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tocsin.cli.options import PersonName, TableFile, directory, open_folder, passphrase_file

if TYPE_CHECKING:
    import pyarrow as pa

    from tocsin.response.folder import IncidentFolder

    _Make = Callable[[IncidentFolder], pa.Table]

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group(
    "addresses",
    short_help="Check and correct addresses.",
    epilog="Example:  tocsin addresses export ./incident --to vendor.csv",
)
def addresses_command() -> None:
    """Check and correct addresses: out to a CASS and NCOA vendor and back, and the queue of bad ones."""


@addresses_command.command("export", epilog="Example:  tocsin addresses export ./incident --to vendor.csv")
@directory
@click.option("--to", "to", required=True, type=TableFile(), help="FILE ending in .csv, .xlsx, .parquet or .jsonl.")
@passphrase_file
def export_command(directory: Path, to: Path, passphrase_file: Path | None) -> None:
    """Write the addresses of all letters as Publication 28 writes them, scored, with why each was chosen."""
    from tocsin.response.addresses import addresses_table

    _write(directory, to, passphrase_file, "addresses", addresses_table)


@addresses_command.command("queue", epilog="Example:  tocsin addresses queue ./incident --to queue.xlsx")
@directory
@click.option("--to", "to", required=True, type=TableFile(), help="FILE ending in .csv, .xlsx, .parquet or .jsonl.")
@passphrase_file
def queue_command(directory: Path, to: Path, passphrase_file: Path | None) -> None:
    """Write the people who get no letter because of their address, with what is wrong with it."""
    from tocsin.response.addresses import queue_table

    _write(directory, to, passphrase_file, "address_queue", queue_table)


@addresses_command.command(
    "import", epilog="Example:  tocsin addresses import ./incident answer.csv --source 'NCOA 2025-02-01'"
)
@directory
@click.argument("file", metavar="FILE", type=_FILE)
@click.option("--source", required=True, type=PersonName(), help="Who gave them; kept with each address.")
@passphrase_file
def import_command(directory: Path, file: Path, source: str, passphrase_file: Path | None) -> None:
    """Take corrected addresses, or a person's language; `tocsin run DIR` uses them.

    FILE (.csv, .parquet or .jsonl) has record_id or notice_id, and address_1, address_2, city, state, zip (or zip5 and
    zip4), country, given_on, dpv_code, ncoa_status, language, as far as they are known.
    """
    from tocsin.clock import SystemClock, local_today
    from tocsin.response.export_format import read_rows
    from tocsin.response.given_addresses import take_addresses

    with open_folder(directory, passphrase_file, write=True) as folder:
        kept = take_addresses(folder, read_rows(file), source, local_today(SystemClock()))
    click.echo(f"{kept} rows kept; `tocsin run` uses them.", err=True)


def _write(directory: Path, to: Path, passphrase_file: Path | None, what: str, make: _Make) -> None:
    from tocsin.response.export_format import write_table
    from tocsin.response.exports import export_rows

    with open_folder(directory, passphrase_file, write=True) as folder:
        folder.refuse_inside(to)
        table = make(folder)
        write_table(table, to, what)
        export_rows(folder, what, table.num_rows, reveal=False)
    click.echo(f"{table.num_rows} rows -> {to}", err=True)

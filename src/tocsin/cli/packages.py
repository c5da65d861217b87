"""Packages for covered entities."""

from __future__ import annotations

from pathlib import Path

import click

from tocsin.cli.options import directory, open_folder, passphrase_file


@click.command(
    "package",
    short_help="Package one covered entity's people.",
    epilog="Example:  tocsin package ./incident gulf-coast --recipient age1... --to gulf-coast.tar.age",
)
@directory
@click.argument("entity", metavar="KEY")
@click.option("--recipient", required=True, metavar="KEY", help="Public key of the entity: age1..., or an ssh key.")
@click.option(
    "--to", "to", required=True, type=click.Path(path_type=Path, dir_okay=False), help="File to write, outside DIR."
)
@click.option("--reveal", is_flag=True, help="Show SSNs whole; agree on it with the entity first.")
@passphrase_file
def package_command(
    directory: Path, entity: str, recipient: str, to: Path, reveal: bool, passphrase_file: Path | None
) -> None:
    """Write the package of the covered entity KEY: its own people only, encrypted to its public key by age.

    It holds the list, counts, duties, proof of letters, drafts of filings, checksums, and the proof that all of it
    stands in the record of the incident. `age -d`, `tar` and `sha256sum` open and check it.
    """
    from tocsin.clock import SystemClock, local_today
    from tocsin.response.packages import write_package

    with open_folder(directory, passphrase_file, write=True) as folder:
        packed = write_package(folder, entity, recipient, to, local_today(SystemClock()), reveal=reveal)
    click.echo(f"{packed.people} people -> {to}  sha256 {packed.sha256}", err=True)

"""The proof file."""

from __future__ import annotations

from pathlib import Path

import click

from tocsin.cli.options import directory, open_folder, passphrase_file


@click.command(
    "proof", short_help="Write the proof of all notices.", epilog="Example:  tocsin proof ./incident --to ./proof"
)
@directory
@click.option(
    "--to", "to", required=True, type=click.Path(path_type=Path, file_okay=False), help="New folder outside DIR."
)
@passphrase_file
def proof_command(directory: Path, to: Path, passphrase_file: Path | None) -> None:
    """Write what was sent to whom and when as one BagIt folder: the proof that 45 CFR 164.414(b) asks for.

    Letters with days, hashes and addresses, returns, filings, web posts, duties, the whole record with its checkpoint
    and a checker, and drafts of certificates. It holds names and addresses: keep it as carefully as the incident.
    """
    from tocsin.clock import SystemClock, local_today
    from tocsin.response.proof_file import write_proof

    with open_folder(directory, passphrase_file, write=True) as folder:
        told = write_proof(folder, to, local_today(SystemClock()))
    click.echo(told, err=True)

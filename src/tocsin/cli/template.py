"""An organization's own letters: copy what comes with the program, check, use."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from tocsin.cli.options import directory, open_folder, passphrase_file

_FOLDER = click.Path(path_type=Path, file_okay=False)
_THERE = click.Path(path_type=Path, file_okay=False, exists=True)


@click.group(
    "template",
    short_help="Change the words and look of letters.",
    epilog="Example:  tocsin template copy ./ours && tocsin template check ./ours",
)
def template_command() -> None:
    """Change the words and look of letters: logo, signature, telephone, template; held to the rules of the law."""


@template_command.command("copy", epilog="Example:  tocsin template copy ./ours")
@click.argument("folder", metavar="FOLDER", type=_FOLDER)
def copy_command(folder: Path) -> None:
    """Write the letters that come with the program to FOLDER, to be changed there."""
    from tocsin.response.houses import copy_house

    click.echo(f"{', '.join(copy_house(folder))} -> {folder}", err=True)


@template_command.command("check", epilog="Example:  tocsin template check ./ours")
@click.argument("folder", metavar="FOLDER", type=_THERE)
def check_command(folder: Path) -> None:
    """Refuse letters that lack what a law requires or hold what it forbids, naming each rule and its citation."""
    from tocsin.law.book import law_book
    from tocsin.notices.rules import template_rules
    from tocsin.response.houses import checked_house, files_of
    from tocsin.response.letter_law import letter_law_of

    checked_house(files_of(folder), _today())
    click.echo(f"No faults: {len(template_rules(letter_law_of(law_book(), {}, _today())))} rules in each language.")


@template_command.command("use", epilog="Example:  tocsin template use ./incident ./ours --entity gulf-coast")
@directory
@click.argument("folder", metavar="FOLDER", type=_THERE)
@click.option("--entity", default="", metavar="KEY", help="Only for letters of this covered entity alone.")
@passphrase_file
def use_command(directory: Path, folder: Path, entity: str, passphrase_file: Path | None) -> None:
    """Use the letters of FOLDER in an incident, for all its letters or for those of one covered entity."""
    from tocsin.response.houses import files_of, use_house

    with open_folder(directory, passphrase_file, write=True) as incident:
        use_house(incident, files_of(folder), entity, _today())
    click.echo("Kept; `tocsin letters DIR --to FOLDER --proofs` shows them.", err=True)


def _today() -> date:
    from tocsin.clock import SystemClock, local_today

    return local_today(SystemClock())

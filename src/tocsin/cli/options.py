"""What several commands share: the passphrase, the folder, the progress on screen."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from tocsin.errors import NoPassphraseError

if TYPE_CHECKING:
    from tocsin.response.folder import IncidentFolder

F = TypeVar("F", bound=Callable[..., object])
VARIABLE = "TOCSIN_PASSPHRASE"

directory = click.argument("directory", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
passphrase_file = click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=f"File whose first line is the passphrase (else {VARIABLE}, else asked for).",
)


def take_passphrase(file: Path | None, *, confirm: bool = False) -> str:
    """Return the passphrase from the file, else the environment (from which it is removed), else a prompt.

    Raises:
        NoPassphraseError: there is none and nobody to ask.
    """
    from_environment = os.environ.pop(VARIABLE, "")
    if file is not None:
        lines = file.read_text(encoding="utf-8").splitlines()
        given = lines[0] if lines else ""
    elif from_environment:
        given = from_environment
    elif sys.stdin.isatty():
        given = str(click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm, err=True))
    else:
        given = ""
    if not given:
        raise NoPassphraseError()
    return given


def open_folder(directory: Path, file: Path | None, *, write: bool = False) -> IncidentFolder:
    """Return the opened incident folder; raises RefusedError's kinds with what to do."""
    from tocsin.clock import SystemClock
    from tocsin.response.folder import IncidentFolder
    from tocsin.vault.process import harden_process

    harden_process()
    return IncidentFolder.open(directory, take_passphrase(file), SystemClock(), write=write)


def who() -> str:
    """Return the name of the account that runs this, for the record."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"

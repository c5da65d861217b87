"""What several commands share: the passphrase, the folder, the progress on screen."""

from __future__ import annotations

import codecs
import getpass
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from tocsin.errors import NoPassphraseError

if TYPE_CHECKING:
    from tocsin.response.folder import IncidentFolder

F = TypeVar("F", bound=Callable[..., object])
VARIABLE = "TOCSIN_PASSPHRASE"


class TableFile(click.Path):
    """A file to write, whose ending names a table format; anything else is refused before any work is done."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, dir_okay=False)

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        """Return the path."""
        from tocsin.response.export_format import ENDINGS

        if Path(value).suffix.lower() not in ENDINGS:
            self.fail(f"'{os.fspath(value)}' must end in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}.", param, ctx)
        return super().convert(value, param, ctx)


@dataclass
class Held:
    """A passphrase that stood in the environment, given out once: it is the old one where a new one is asked for."""

    passphrase: str = field(repr=False)

    def take(self) -> str:
        """Return it, once."""
        taken, self.passphrase = self.passphrase, ""
        return taken


class PersonName(click.types.StringParamType):
    """The name of who does something, for the record."""

    name = "name"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name without outer space."""
        given = str(super().convert(value, param, ctx)).strip()
        if not given:
            self.fail("a name is needed; it is kept in the record.", param, ctx)
        return given


directory = click.argument("directory", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
passphrase_file = click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=f"File whose first line is the passphrase (else {VARIABLE}, else asked for).",
)


def take_passphrase(file: Path | None, *, confirm: bool = False) -> str:
    """Return the passphrase from the file, else the environment (the door took it from there), else a prompt.

    Raises:
        NoPassphraseError: there is none and nobody to ask.
    """
    held = click.get_current_context().find_object(Held)
    from_environment = held.take() if held else ""
    if file is not None:
        given = file.read_bytes().removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape").partition("\n")[0]
        given = given.rstrip("\r")
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

"""The group of commands, loaded one by one as they are asked for, and how errors become words and exit codes."""

from __future__ import annotations

import importlib
import sys
import traceback
from collections.abc import Sequence
from types import TracebackType

import click

from tocsin import __version__
from tocsin.cli.options import VARIABLE, Held
from tocsin.errors import TocsinError

_COMMANDS = {
    "demo": "tocsin.cli.demo",
    "init": "tocsin.cli.incident",
    "add": "tocsin.cli.incident",
    "run": "tocsin.cli.incident",
    "status": "tocsin.cli.incident",
    "facts": "tocsin.cli.incident",
    "passwords": "tocsin.cli.incident",
    "seed": "tocsin.cli.incident",
    "overview": "tocsin.cli.results",
    "explain": "tocsin.cli.results",
    "decide": "tocsin.cli.results",
    "tables": "tocsin.cli.tables",
    "export": "tocsin.cli.results",
    "addresses": "tocsin.cli.addresses",
    "template": "tocsin.cli.template",
    "letters": "tocsin.cli.letters",
    "mailed": "tocsin.cli.letters",
    "returned": "tocsin.cli.letters",
    "filings": "tocsin.cli.filings",
    "filed": "tocsin.cli.filings",
    "package": "tocsin.cli.packages",
    "lookup": "tocsin.cli.lookup",
    "proof": "tocsin.cli.proof",
    "verify": "tocsin.cli.keeping",
    "check": "tocsin.cli.keeping",
    "rekey": "tocsin.cli.keeping",
    "dispose": "tocsin.cli.keeping",
    "completion": "tocsin.cli.keeping",
    "find": "tocsin.cli.find",
    "people": "tocsin.cli.alone",
    "duties": "tocsin.cli.duties",
    "law": "tocsin.cli.law",
}
INTERRUPTED = 130
_PIPE_CLOSED = 141


class LazyGroup(click.Group):
    """A group that imports a command's module only when that command is run or described."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of an incident's life."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, or None if there is none of that name."""
        if cmd_name not in _COMMANDS:
            return None
        command = getattr(importlib.import_module(_COMMANDS[cmd_name]), f"{cmd_name}_command")
        if not isinstance(command, click.Command):
            raise TypeError(f"{cmd_name} is no command")
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="tocsin")
def cli() -> None:
    """Find who is in stolen health data, what of theirs, which practice answers for them and what the law owes them.

    \b
    Start with a synthetic incident:      tocsin demo
    Then with your own:                   tocsin init DIR --incident incident.toml
                                          tocsin add DIR PATH... && tocsin run DIR
    """


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code: 0, 1, 2, 3 or 130.

    The passphrase leaves the environment before anything else happens; no child of any command inherits it.
    """
    from tocsin.vault.process import take_variable

    held = Held(take_variable(VARIABLE))
    try:
        outcome = cli.main(args=list(arguments), prog_name="tocsin", standalone_mode=False, obj=held)
    except TocsinError as error:
        click.echo(f"Error {error}", err=True)
        return error.exit_code
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        error.show(sys.stderr)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted. Run the same command again; it goes on where it was.", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return _PIPE_CLOSED
    return outcome if isinstance(outcome, int) else 0


def tell_bug(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    """Tell of an error that nothing foresaw by its place alone: its own words may quote evidence."""
    lines = [f"Error {TocsinError.code}: a fault of Tocsin's own ({kind.__name__}). {TocsinError.remedy}"]
    while True:
        places = traceback.extract_tb(trace)
        lines += [f"  {kind.__name__} in {place.name}, {place.filename}:{place.lineno}" for place in reversed(places)]
        error = error and (error.__cause__ or error.__context__)
        if error is None:
            break
        kind, trace = type(error), error.__traceback__
    click.echo("\n".join(lines), err=True)

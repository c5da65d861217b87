"""The help of every command, and every error, as pages."""

from __future__ import annotations

import re

import click

from tocsin.cli.door import cli
from tocsin.response.error_list import every_error

_WIDTH = 96


def commands_page() -> str:
    """Return the help of every command, as a terminal of fixed width shows it."""
    context = click.Context(cli, info_name="tocsin", help_option_names=["-h", "--help"])
    names = cli.list_commands(context)
    parts = [
        "# Commands\n",
        "Exit codes: 0 did all it could; 1 failed, or a fault was found; 2 wrong usage; 3 a person must act first; "
        "130 interrupted. Results go to standard output, messages and progress to standard error.\n",
        "\n".join(f"- [`tocsin {name}`](#tocsin-{name}): {_command(context, name).short_help}" for name in names)
        + "\n",
    ]
    for name in names:
        parts += _help_of(_command(context, name), context, name, "##")
    return "\n".join(parts)


def _help_of(command: click.Command, above: click.Context, name: str, heading: str) -> list[str]:
    """Return the help of a command, and of those below it."""
    width = {"terminal_width": _WIDTH, "max_content_width": _WIDTH}
    within = click.Context(command, above, info_name=name, **width)
    parts = [f"{heading} {within.command_path}\n\n```text\n{command.get_help(within)}\n```\n"]
    if isinstance(command, click.Group):
        for below in command.list_commands(within):
            found = command.get_command(within, below)
            parts += _help_of(found, within, below, f"{heading}#") if found else []
    return parts


def _command(context: click.Context, name: str) -> click.Command:
    command = cli.get_command(context, name)
    if command is None or not command.short_help:
        raise SystemExit(f"the command {name} has no short_help")
    return command


def errors_page() -> str:
    """Return every error with its code, sentence, remedy and exit code."""
    rows = [
        "# Errors\n",
        "Every error has a code. It names identifiers and numbers only, never content of evidence, so it can be "
        "mailed. Codes that end in 000 are families; you will hardly see them.\n",
        "| Code | What happened | What to do | Exit |",
        "|---|---|---|---|",
    ]
    for error in every_error():
        what = re.sub(r"\s+", " ", (error.__doc__ or "").split("\n\n")[0])
        rows.append(f"| {error.code} | {what} | {error.remedy} | {error.exit_code} |")
    return "\n".join(rows) + "\n"

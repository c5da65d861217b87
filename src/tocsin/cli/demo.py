"""The demonstration: a small synthetic incident with known truth, run end to end."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click


@click.command(
    "demo", short_help="Make, run and check a small synthetic incident.", epilog="Example:  tocsin demo ./tocsin-demo"
)
@click.argument("directory", metavar="[DIR]", default="tocsin-demo", type=click.Path(path_type=Path, file_okay=False))
@click.option("--force", is_flag=True, help="Replace an earlier demonstration in this folder.")
@click.option(
    "--people", type=click.IntRange(20, 100_000), default=120, show_default=True, help="Size of the population."
)
@click.option("--seed", type=int, default=7, show_default=True, help="Another seed makes another incident.")
def demo_command(directory: Path, force: bool, people: int, seed: int) -> None:
    """Make a small synthetic incident with known truth, run it, and print what was found beside the truth."""
    from tocsin.cli.screen import progress
    from tocsin.clock import SystemClock
    from tocsin.response.demo import run_demo

    told = run_demo(directory, people, seed, SystemClock(), progress(), force=force, program=_program())
    click.echo(told, nl=False)


def _program() -> str:
    """Return how this command is called here: by its name if the shell finds it, else as it was called."""
    called = sys.argv[0]
    return called if Path(called).name == "tocsin" and shutil.which("tocsin") is None else "tocsin"

"""The stand-alone finder: elements in files and folders, like grep, or in JSON lines from stdin."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_ANY = click.Path(path_type=Path, exists=True, allow_dash=True)
FOUND_ANY = 4
"""Exit code of ``--exit-code`` where something was found."""


@click.command(
    "find",
    short_help="Find elements in files, without an incident.",
    epilog="Examples:\n\n\b\n  tocsin find ./share\n  tocsin find --only ssn,mrn --json mail.mbox\n"
    "  tocsin find -C 2 --exclude '*.iso' ./share\n  pg_dump clinic | tocsin find --only ssn --count -\n"
    "  tocsin find --jsonl < texts.jsonl > spans.jsonl",
)
@click.argument("paths", metavar="[PATH...]", nargs=-1, type=_ANY)
@click.option(
    "--jsonl", is_flag=True, help='Read lines {"id": ..., "text": ...} from stdin, write {"id": ..., "spans": [...]}.'
)
@click.option("--only", default="", help="Element codes to show, joined by commas.")
@click.option(
    "--min-score",
    type=click.FloatRange(0, 1),
    default=0.0,
    help="Least score to show: how probably a finding is right.",
)
@click.option("--reveal", is_flag=True, help="Show the values themselves; they are masked otherwise.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object for each file's finding.")
@click.option("--context", "-C", type=click.IntRange(0, 20), default=0, help="Lines to show around each finding.")
@click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True, help="Colours."
)
@click.option(
    "--detectors",
    type=_FILE,
    help="Detectors, allow-lists and thresholds of your own; see docs/how-to/own-detectors.md.",
)
@click.option("--count", is_flag=True, help="Write only the number of findings of each file and element.")
@click.option("--files", "-l", "names_only", is_flag=True, help="Write only the names of what holds a finding.")
@click.option("--include", metavar="GLOB", multiple=True, help="Read only such files of folders; may be given again.")
@click.option("--exclude", metavar="GLOB", multiple=True, help="Leave out such files and folders; may be given again.")
@click.option("--exit-code", "tells", is_flag=True, help=f"End with exit code {FOUND_ANY} if anything was found.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Worker processes.")
@click.option("--weak-jail", is_flag=True, help="Go on where this machine offers no strong jail.")
def find_command(
    paths: tuple[Path, ...],
    jsonl: bool,
    only: str,
    min_score: float,
    reveal: bool,
    as_json: bool,
    context: int,
    color: str,
    detectors: Path | None,
    count: bool,
    names_only: bool,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    tells: bool,
    jobs: int,
    weak_jail: bool,
) -> None:
    """Find elements of personal and health data in files, folders, mailboxes and archives. Files open in the jail."""
    from tocsin.response.find_filter import FindFilter

    if jsonl and (paths or tells):
        raise click.UsageError("--jsonl reads stdin; it takes no PATH and no --exit-code.")
    if not jsonl and not paths:
        raise click.UsageError("Give a PATH, or --jsonl to read stdin.")
    keep = FindFilter.of(only, min_score)
    from tocsin.response.detectors import read_detectors

    own = read_detectors(detectors) if detectors else b""
    if jsonl:
        from tocsin.response.find_lines import find_lines

        find_lines(sys.stdin.buffer, sys.stdout.buffer, keep, jobs, own)
        return
    from tocsin.cli.screen import progress
    from tocsin.response.find_files import FindLook, FindWhere, find_files

    def warn(words: str) -> None:
        click.echo(words, err=True)

    is_plain = not sys.stdout.isatty() or "NO_COLOR" in os.environ
    colour = color == "always" or (color == "auto" and not is_plain)
    look = FindLook(
        reveal=reveal,
        as_json=as_json,
        count=count,
        names_only=names_only,
        colour=colour,
        context=context,
        detectors=own,
        warn=warn,
    )
    is_found = False
    where = FindWhere(include, exclude)
    for line in find_files(paths, keep, look, jobs, progress(), where=where, weak_jail=weak_jail):
        is_found = True
        click.echo(line)
    if tells and is_found:
        raise click.exceptions.Exit(FOUND_ANY)

"""The console blocks of pages: what a reader would type, and what is printed, run and compared.

A block is fenced as ``console``. A line that begins with ``$ `` is a command, ``> `` goes on with it, the rest is what
it prints on standard output. Blocks of a page share one shell. What changes from run to run (seconds, keys,
checkpoints) is not compared.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)
_SLOW_PAGE = re.compile(r"tocsin-demo|\./incident\b")
_SLOW_BLOCK = re.compile(r"^\$ (?:make demo|tocsin run)\b", re.M)
_ENDED = "\x1e"
_SECONDS = 600
_VARIES = (
    (re.compile(r"\b\d+\.\d s\b"), "N s"),
    (re.compile(r"tocsin/[0-9a-f]{16}"), "tocsin/ORIGIN"),
    (re.compile(r"pck_[0-9a-f]{32}"), "PACK"),
    (re.compile(r"\b(?:[0-9A-Z]{4}-){8}[0-9A-Z]{4}\b"), "RECOVERY-KEY"),
    (re.compile(r"\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ"), "TIME"),
    (re.compile(r"[0-9A-Za-z+/]{43,}={0,2}"), "BASE64"),
    (re.compile(r"\b\d+\.\d GiB"), "N GiB"),
)


@dataclass(frozen=True)
class Step:
    """One command of a page, and what the page says it prints."""

    command: str
    says: str
    start: int
    """Offset in the page of what it prints."""
    end: int


@dataclass(frozen=True)
class Outcome:
    """What a command of a page did."""

    step: Step
    code: int
    printed: str
    complained: str
    """Standard error of the whole page up to the end."""

    @property
    def is_as_told(self) -> bool:
        """Tell whether it ended well and printed what the page says."""
        return self.code == 0 and plain(self.printed) == plain(self.step.says)


def steps_of(page: str, *, slow: bool) -> list[Step]:
    """Return the commands of a page: all of them, or those of blocks that run no incident.

    A page whose commands speak of the demonstration has no fast ones: its blocks build on each other.
    """
    blocks = list(_BLOCK.finditer(page))
    steps = [step for block in blocks for step in _steps(page, block.start(1), block.end(1))]
    if slow:
        return steps
    if any(_SLOW_PAGE.search(step.command) for step in steps):
        return []
    fast = [block for block in blocks if not _SLOW_BLOCK.search(block[1])]
    return [step for block in fast for step in _steps(page, block.start(1), block.end(1))]


def _steps(page: str, start: int, end: int) -> list[Step]:
    steps: list[Step] = []
    at, command, began = start, "", start
    for line in page[start:end].splitlines(keepends=True):
        if line.startswith("$ "):
            if command:
                steps.append(Step(command, page[began:at], began, at))
            command, began = line[2:].rstrip("\n"), at + len(line)
        elif line.startswith("> ") and command and began == at:
            command, began = f"{command}\n{line[2:].rstrip()}", at + len(line)
        at += len(line)
    return [*steps, Step(command, page[began:end], began, end)] if command else steps


def run_steps(steps: Sequence[Step], folder: Path, settings: dict[str, str]) -> list[Outcome]:
    """Run the commands in one shell in that folder and return what each did."""
    tools = folder / ".venv" / "bin"
    tools.mkdir(parents=True, exist_ok=True)
    for name in ("tocsin", "python"):
        link = tools / name
        if not link.exists():
            link.symlink_to(Path(sys.executable).parent / name)
    without = os.pathsep.join(p for p in os.environ.get("PATH", "").split(os.pathsep) if not Path(p, "tocsin").exists())
    lines = [f'make() {{ test "$1" = demo && PATH="{without}" .venv/bin/tocsin demo tocsin-demo --force; }}']
    lines += [f"{{ {step.command}\n}}; printf '{_ENDED}%s{_ENDED}' $?" for step in steps]
    ran = subprocess.run(
        ["bash", "-c", "\n".join(lines)],
        cwd=folder,
        env={**os.environ, "PATH": f"{tools}:{without}", "COLUMNS": "80", **settings},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    told = ran.stdout.split(_ENDED)
    codes = [int(code) for code in told[1::2]]
    printed = told[0::2]
    return [
        Outcome(step, codes[n] if n < len(codes) else -1, printed[n] if n < len(printed) else "", ran.stderr)
        for n, step in enumerate(steps)
    ]


def plain(text: str) -> str:
    """Return the text without what changes from run to run.

    Example:
        >>> plain("add: done in 0.1 s  \\n\\n")
        'add: done in N s'
    """
    for pattern, word in _VARIES:
        text = pattern.sub(word, text)
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n")).rstrip()


def rewritten(page: str, outcomes: Sequence[Outcome]) -> str:
    """Return the page with what was printed in place of what it said, where they differ."""
    for outcome in sorted(outcomes, key=lambda one: one.step.start, reverse=True):
        if plain(outcome.printed) != plain(outcome.step.says):
            body = "\n".join(line.rstrip() for line in outcome.printed.strip("\n").split("\n"))
            page = page[: outcome.step.start] + (f"{body}\n" if body else "") + page[outcome.step.end :]
    return page

"""Progress on the screen: a bar with the time left on a terminal, a plain line every few seconds elsewhere."""

from __future__ import annotations

import sys
import time
from typing import Any

import click

_LINE_SECONDS = 10.0
_IN_BYTES = frozenset({"add", "extract", "find", "verify"})
"""Stages that count bytes; the others count pieces of work."""


def amount(stage: str, number: int) -> str:
    """Return how much a stage has to do or has done, in its unit.

    Example:
        >>> amount("extract", 1_062_820_611), amount("detect", 70)
        ('1,062.8 MB', '70 parts')
    """
    if stage in _IN_BYTES:
        return f"{number / 1e6:,.1f} MB"
    return f"{number:,} {'letters' if stage == 'letters' else 'parts'}"


class Lines:
    """Plain lines on stderr, for logs and pipes."""

    def __init__(self) -> None:
        self.stage, self.total, self.done = "", 0, 0
        self.began = self.told = 0.0
        self.look_began = self.looked_at = 0.0

    def start(self, stage: str, total: int) -> None:
        """Begin a stage."""
        self.stage, self.total, self.done = stage, total, 0
        self.began = self.told = time.monotonic()
        click.echo(f"{stage}: {amount(stage, total)} to do" if total else f"{stage} ...", err=True)

    def advance(self, done: int = 1) -> None:
        """Tell how far it is, not more often than every few seconds."""
        self.done += done
        now = time.monotonic()
        if now - self.told >= _LINE_SECONDS:
            self.told = now
            click.echo(f"{self.stage}: {self._done()}{self._left(now)}", err=True)

    def look(self, done: int, total: int) -> None:
        """Tell now and then how far the look over a large file is; its time says nothing of the time reading takes."""
        now = time.monotonic()
        if not done:
            self.look_began = self.looked_at = now
        self.began += now - self.looked_at
        self.looked_at = now
        if now - self.told >= _LINE_SECONDS:
            self.told = now
            left = (now - self.look_began) / done * (total - done) if done else 0.0
            so_far = f"{amount(self.stage, done)} of {amount(self.stage, total)}"
            click.echo(f"{self.stage}: a look over a large file, {so_far}, about {left:.0f} s left", err=True)

    def skip(self, done: int) -> None:
        """Leave out what was done before."""
        self.total -= done if self.total else 0

    def say(self, words: str) -> None:
        """Tell what is done now."""
        click.echo(f"{self.stage}: {words}", err=True)

    def finish(self, words: str = "") -> None:
        """Tell the result and the seconds it took."""
        took = time.monotonic() - self.began
        click.echo(f"{self.stage}: done in {took:.1f} s" + (f", {words}" if words else ""), err=True)

    def _done(self) -> str:
        of = f" of {amount(self.stage, self.total)}" if self.total else ""
        return f"{amount(self.stage, self.done)}{of}"

    def _left(self, now: float) -> str:
        if not self.total or not self.done:
            return ""
        left = (now - self.began) / self.done * (self.total - self.done)
        return f", about {left:.0f} s left"


class Bar:
    """A bar on a terminal."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        self._console = Console(stderr=True)
        self._columns = (
            TextColumn("{task.description:<10}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(),
        )
        self._make: Any = Progress
        self._bar: Any = None
        self._task: Any = None
        self._stage, self._began = "", 0.0

    def start(self, stage: str, total: int) -> None:
        """Draw the bar of a stage."""
        self._stage, self._began = stage, time.monotonic()
        self._bar = self._make(*self._columns, console=self._console, transient=True)
        self._bar.start()
        self._task = self._bar.add_task(stage, total=total or None)

    def advance(self, done: int = 1) -> None:
        """Move the bar."""
        self._bar.advance(self._task, done)

    def look(self, done: int, total: int) -> None:
        """Tell beside the bar how far the look over a large file is."""
        words = f"{self._stage}: a look over a large file, {done * 100 // total} %" if done < total else self._stage
        self._bar.update(self._task, description=words)

    def skip(self, done: int) -> None:
        """Leave out what was done before."""
        total = self._bar.tasks[self._task].total
        if total is not None:
            self._bar.update(self._task, total=total - done)

    def say(self, words: str) -> None:
        """Tell beside the bar what is done now."""
        self._bar.update(self._task, description=words)

    def finish(self, words: str = "") -> None:
        """Replace the bar by one line with the result."""
        self._bar.stop()
        took = time.monotonic() - self._began
        self._console.print(f"[green]✓[/] {self._stage:<10} {took:6.1f} s  {words}", highlight=False)


def progress() -> Lines | Bar:
    """Return the progress that fits where stderr goes."""
    return Bar() if sys.stderr.isatty() else Lines()

"""Progress, told to whoever listens: a bar on a terminal, plain lines elsewhere, nothing in tests."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Hears how far a stage is. Only stage names and numbers are ever told."""

    def start(self, stage: str, total: int) -> None:
        """Hear that a stage begins with that much to do (0: not known)."""

    def advance(self, done: int = 1) -> None:
        """Hear that so much more is done."""

    def look(self, done: int, total: int) -> None:
        """Hear how many bytes of a large file were looked over, from 0 on, before it is read."""

    def skip(self, done: int) -> None:
        """Hear that so much of it was done before the stage began: it tells nothing of the time that the rest takes."""

    def finish(self, words: str = "") -> None:
        """Hear that the stage is finished, with its result in our own words and numbers."""


class Silence:
    """Tells nobody."""

    def start(self, stage: str, total: int) -> None:
        """Ignore it."""

    def advance(self, done: int = 1) -> None:
        """Ignore it."""

    def look(self, done: int, total: int) -> None:
        """Ignore it."""

    def skip(self, done: int) -> None:
        """Ignore it."""

    def finish(self, words: str = "") -> None:
        """Ignore it."""

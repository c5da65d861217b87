"""Tocsin as a person starts it: each command in a process group of its own, its messages kept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PATIENCE_SECONDS = float(os.environ.get("TOCSIN_E2E_PATIENCE", "600"))
"""How long a command may take; benchmarks on large incidents set it higher."""
_COMMAND = (sys.executable, "-m", "tocsin")


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Started:
    """A command that is running; what it says goes to files, so that nobody has to listen."""

    process: subprocess.Popen[bytes]
    out: Path
    err: Path

    def told(self) -> list[str]:
        """Return the whole lines that it has told on stderr until now."""
        return self.err.read_text("utf-8", "replace").split("\n")[:-1]

    def finish(self, within_seconds: float = PATIENCE_SECONDS) -> Ended:
        """Wait for it to end."""
        code = self.process.wait(within_seconds)
        return Ended(code, self.out.read_text("utf-8", "replace"), self.err.read_text("utf-8", "replace"))


def start(
    *words: str, said_in: Path | None = None, env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> Started:
    """Start a command in a session of its own, so that its whole group can be ended.

    Args:
        words: the command and its options.
        said_in: a folder for what it says (else a temporary one).
        env: the whole environment, if not this process's.
        cwd: where it runs.
    """
    place = said_in or Path(tempfile.mkdtemp(prefix="tocsin-e2e-"))
    out, err = place / "stdout", place / "stderr"
    with out.open("wb") as to_out, err.open("wb") as to_err:
        process = subprocess.Popen(
            [*_COMMAND, *words],
            cwd=cwd,
            env=None if env is None else dict(env),
            stdin=subprocess.DEVNULL,
            stdout=to_out,
            stderr=to_err,
            start_new_session=True,
            preexec_fn=_hear_interrupts,
        )
    return Started(process, out, err)


def _hear_interrupts() -> None:
    """Undo what a shell does to a job in the background: such a child would not hear Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def tocsin(*words: str, env: Mapping[str, str] | None = None, cwd: Path | None = None) -> Ended:
    """Run a command to its end."""
    with tempfile.TemporaryDirectory(prefix="tocsin-e2e-") as place:
        return start(*words, said_in=Path(place), env=env, cwd=cwd).finish()

"""The processes a command has started, also after it was killed: who still lives, with which words and environment.

Source: Linux proc(5), prctl(2).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import resource_tracker
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36
_STATE, _PARENT, _USER_TICKS, _TICKS_A_SECOND = 0, 1, 11, os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Seen:
    """One process as it was seen."""

    pid: int
    state: str
    parent: int
    cpu_seconds: float

    def read(self, name: str) -> bytes:
        """Return a file of the process in /proc, or nothing if it is gone."""
        try:
            return Path(f"/proc/{self.pid}/{name}").read_bytes()
        except OSError:
            return b""


def adopt_orphans() -> None:
    """Make this process the parent of descendants whose own parent dies, so that none is lost from sight."""
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        raise OSError("this kernel has no sub-reaper")


def descendants(pid: int) -> list[Seen]:
    """Return the processes below one, zombies too."""
    children: dict[int, list[Seen]] = defaultdict(list)
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (seen := _look(int(entry.name))) is not None:
            children[seen.parent].append(seen)
    found, waiting = [], [pid]
    while waiting:
        below = children[waiting.pop()]
        found += below
        waiting += [one.pid for one in below]
    return found


def living_below(pid: int, but: frozenset[int] = frozenset()) -> list[Seen]:
    """Return the processes below one that still run, without those named."""
    return [one for one in descendants(pid) if one.state not in "ZX" and one.pid not in but]


def _tracker() -> int:
    """Return the process of multiprocessing that watches this one's resources and lives as long as it; 0 if none."""
    return getattr(resource_tracker._resource_tracker, "_pid", None) or 0


def left_behind(before: frozenset[int], within_seconds: float = 10.0) -> list[str]:
    """Return the command lines of our descendants that outlive their command by so long; reap the dead ones.

    Args:
        before: processes below this one that stood there before the command.
        within_seconds: how long the kernel and a loaded machine may take to end them.
    """
    end = time.monotonic() + within_seconds
    own = frozenset({_tracker()})
    while alive := living_below(os.getpid(), before | own):
        if time.monotonic() > end:
            return [one.read("cmdline").replace(b"\0", b" ").decode("utf-8", "replace")[-200:] for one in alive]
        time.sleep(0.02)
    for one in descendants(os.getpid()):
        if one.pid not in before and one.parent == os.getpid():
            with contextlib.suppress(ChildProcessError):
                os.waitpid(one.pid, os.WNOHANG)
    return []


def wait_until(holds: Callable[[], bool], within_seconds: float = 60.0) -> None:
    """Wait until something holds; raises TimeoutError if it does not in time."""
    end = time.monotonic() + within_seconds
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.02)


def standing() -> frozenset[int]:
    """Return the processes below this one now."""
    return frozenset(one.pid for one in descendants(os.getpid()))


def _look(pid: int) -> Seen | None:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return Seen(pid, fields[_STATE], int(fields[_PARENT]), int(fields[_USER_TICKS]) / _TICKS_A_SECOND)

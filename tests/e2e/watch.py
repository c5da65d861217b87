"""Watches what a running command leaves where: its folder, its temporary files, its children, what they hold open.

Jailed processes are left out of the look at open files: the only place they can write to is a disk in memory of their
own, which ``tests/jail`` holds. In places shared with other programs only files that changed since are read, up to 64
MiB each, and only canaries are looked for there: they occur nowhere else.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.e2e.commands import Started
from tests.e2e.processes import Seen, living_below
from tests.e2e.secrets_scan import Leak, Needles

_SHARED_FILE_BYTES = 64 << 20
_PAUSE_SECONDS = 0.05
_WRITABLE = os.O_WRONLY | os.O_RDWR
SHARED = (Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"), Path.home() / ".cache")


@dataclass
class Watch:
    """What to look for, where, and what was seen."""

    needles: Needles
    canaries: Needles
    places: Sequence[Path]
    """Places of the command's own: everything there is read, again whenever it changes."""
    apart: Sequence[Path]
    """Below shared places, what the test itself keeps in plain text."""
    secret: bytes
    """The passphrase."""
    given: Path
    """Where commands are told to write plain text."""
    found: set[str] = field(default_factory=set)
    looks: int = 0
    opened: int = 0
    """Files seen open for writing."""
    kinds: set[str] = field(default_factory=set)
    """Kinds of children that were seen: reader, worker."""
    _read: dict[Path, tuple[int, ...]] = field(default_factory=dict)
    _since: float = field(default_factory=time.time)

    def follow(self, started: Started, until_told: Callable[[list[str]], bool] = lambda lines: False) -> None:
        """Look again and again while the command runs, and once after."""
        pid = started.process.pid
        while started.process.poll() is None and not until_told(started.told()):
            self.look(pid)
            time.sleep(_PAUSE_SECONDS)
        self.look(pid)

    def look(self, pid: int) -> None:
        """Look once at the places and at the processes from ``pid`` down."""
        self.looks += 1
        for place in self.places:
            for path in _files_below(place):
                self._look_at(path, self.needles)
        below = living_below(pid)
        for one in below:
            self._look_at_child(one)
        for one in [Seen(pid, "R", os.getpid(), 0.0), *below]:
            for descriptor, target in _written_by(one):
                self.opened += 1
                if not target.startswith(f"{self.given}/"):
                    self._note(f"open file of {self._kind(one)}", self.needles.found(_content(descriptor)), target)

    def look_around(self) -> None:
        """Look at the shared places, at what has changed since the watch began."""
        for place in SHARED:
            for path in _files_below(place, self.apart):
                self._look_at(path, self.canaries, is_shared=True)

    def _look_at(self, path: Path, needles: Needles, *, is_shared: bool = False) -> None:
        try:
            status = path.lstat()
            if not stat.S_ISREG(status.st_mode):
                return
            if is_shared and (status.st_ctime < self._since or status.st_size > _SHARED_FILE_BYTES):
                return
            version = (status.st_ino, status.st_size, status.st_mtime_ns)
            if self._read.get(path) != version:
                self._read[path] = version
                self._note("name of file", needles.found(os.fsencode(path)), "")
                self._note("file", needles.found(path.read_bytes()), str(path))
        except OSError:
            return  # it was deleted in between

    def _look_at_child(self, one: Seen) -> None:
        self.kinds.add(kind := self._kind(one))
        for name in ("environ", "cmdline"):
            if self.secret in one.read(name):
                self.found.add(f"the passphrase in {name} of {kind}")
        limits = one.read("limits").split(b"\n")
        if kind != "other" and any(
            line.startswith(b"Max core file size") and line.split()[5] != b"0" for line in limits
        ):
            self.found.add(f"{kind} may leave a core file")

    def _kind(self, one: Seen) -> str:
        words = one.read("cmdline")
        return "reader" if b"readers.child" in words else "worker" if b"multiprocessing.spawn" in words else "other"

    def _note(self, what: str, leaks: set[Leak], where: str) -> None:
        self.found |= {f"{leak.needle} as {leak.form} in {what} {where}" for leak in leaks}


def _files_below(place: Path, apart: Sequence[Path] = ()) -> Iterator[Path]:
    kept_apart = {str(path) for path in apart}
    for folder, folders, names in os.walk(place):
        folders[:] = [name for name in folders if f"{folder}/{name}" not in kept_apart]
        for name in names:
            yield Path(folder, name)


def _written_by(one: Seen) -> Iterator[tuple[Path, str]]:
    """Give the regular files that a process holds open for writing, deleted ones too, unless it is jailed."""
    try:
        if Path(f"/proc/{one.pid}/ns/mnt").readlink() != Path("/proc/self/ns/mnt").readlink():
            return
        descriptors = list(Path(f"/proc/{one.pid}/fd").iterdir())
    except OSError:
        return
    for descriptor in descriptors:
        try:
            flags = int(Path(f"/proc/{one.pid}/fdinfo/{descriptor.name}").read_text().split("flags:")[1].split()[0], 8)
            if flags & _WRITABLE and stat.S_ISREG(descriptor.stat().st_mode):
                yield descriptor, str(descriptor.readlink())
        except (OSError, IndexError, ValueError):
            continue


def _content(descriptor: Path) -> bytes:
    try:
        return descriptor.read_bytes()
    except OSError:
        return b""

"""A folder of one run that is ours alone, in memory where the machine has such a place.

Invariant: it goes with the run, or with the next one if the run was killed: who runs holds a lock in it.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from pathlib import Path

MEMORY = Path("/dev/shm")
_HEAD = "tocsin-run-"
_LOCK = "lock"
_TRIES, _PAUSE_SECONDS = 30, 0.1


class PrivateFolder:
    """Makes the folder; takes away those that killed runs left."""

    def __init__(self, memory: Path = MEMORY, least_bytes: int = 0) -> None:
        """Make it in memory if there is that much room (containers often have 64 MB), else among temporary files."""
        is_roomy = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free >= least_bytes
        above = memory if is_roomy else Path(tempfile.gettempdir())
        for left in above.glob(f"{_HEAD}*"):
            _sweep(left)
        self.path = Path(tempfile.mkdtemp(prefix=_HEAD, dir=above))
        self._lock = _locked(self.path)

    def close(self) -> None:
        """Delete it with all that is in it, again if a program that is ending still writes there."""
        for _ in range(_TRIES):
            shutil.rmtree(self.path, ignore_errors=True)
            if not self.path.exists():
                break
            time.sleep(_PAUSE_SECONDS)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _locked(folder: Path) -> int | None:
    """Return the lock of a folder, held; None if somebody else holds it."""
    lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock


def _sweep(folder: Path) -> None:
    """Delete a folder of ours whose run is gone."""
    try:
        if folder.is_symlink() or folder.stat().st_uid != os.getuid() or not (folder / _LOCK).is_file():
            return
        lock = _locked(folder)
    except OSError:
        return  # it went in between
    if lock is not None:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)

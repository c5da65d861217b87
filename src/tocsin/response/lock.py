"""The lock on an incident folder: one process runs stages at a time; the lock goes with the process."""

from __future__ import annotations

import fcntl
import os
import threading
from pathlib import Path

from tocsin.errors import LockedError

# Record locks belong to the process and are not inherited by fork, so a pool's children cannot keep the lock of a
# parent that was killed; but they do not keep two users in one process apart. That is what this set is for.
_HELD: set[tuple[int, int]] = set()
_GUARD = threading.Lock()


class FolderLock:
    """Held from :meth:`take` to :meth:`give_back`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None
        self._identity = (0, 0)

    @property
    def is_held(self) -> bool:
        """Tell whether this object holds the lock."""
        return self._descriptor is not None

    def take(self) -> None:
        """Take the lock, or raise LockedError at once."""
        with _GUARD:
            found = self._path.stat() if self._path.exists() else None
            if found is not None and (found.st_dev, found.st_ino) in _HELD:
                raise LockedError()  # opening and closing it here would drop this process's lock
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(descriptor)
                raise LockedError() from None
            status = os.fstat(descriptor)
            self._identity = (status.st_dev, status.st_ino)
            _HELD.add(self._identity)
            self._descriptor = descriptor

    def give_back(self) -> None:
        """Give the lock back."""
        with _GUARD:
            if self._descriptor is not None:
                _HELD.discard(self._identity)
                os.close(self._descriptor)
                self._descriptor = None

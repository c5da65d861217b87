"""``control.head``: the number of the last commit and, after a clean close, the hash of the control file.

256 bytes, rewritten in place under a lock after each commit. It can lag one commit behind (killed in between), never
run ahead: if it does, the control file is an older copy.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import os
from pathlib import Path

_BYTES = 256


class Head:
    """The number of the last commit, sealed by HMAC-SHA-256."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self._key = key

    @property
    def number(self) -> int:
        """Return the number of the last commit that reached this file; 0 if it does not hold."""
        return self._read()[0]

    @property
    def file_sha256(self) -> str:
        """Return the hash of the cleanly closed control file, or an empty text."""
        return self._read()[1]

    def is_sealed(self) -> bool:
        """Tell whether the file is there, whole and ours."""
        try:
            return self._parse(self.path.read_bytes()) is not None
        except OSError:
            return False

    def advance(self, number: int) -> None:
        """Write the number of a commit, unless a later one stands there."""
        self._replace(number, "", only_later=True)

    def close(self, number: int, file_sha256: str) -> None:
        """Write the hash of the control file as it was closed after commit ``number``."""
        self._replace(number, file_sha256, only_later=False)

    def _replace(self, number: int, file_sha256: str, *, only_later: bool) -> None:
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            standing = self._parse(os.pread(descriptor, _BYTES + 1, 0))
            if standing is not None and (standing[0] > number or (only_later and standing[0] == number)):
                return
            os.pwrite(descriptor, self._render(number, file_sha256), 0)
            os.ftruncate(descriptor, _BYTES)
            os.fdatasync(descriptor)
        finally:
            os.close(descriptor)

    def _read(self) -> tuple[int, str]:
        try:
            return self._parse(self.path.read_bytes()) or (0, "")
        except OSError:
            return 0, ""

    def _render(self, number: int, file_sha256: str) -> bytes:
        words = f"tocsin head {number} {file_sha256 or '-'}"
        return f"{words} {self._mac(words)}".ljust(_BYTES - 1).encode() + b"\n"

    def _parse(self, raw: bytes) -> tuple[int, str] | None:
        try:
            words, mac = raw.decode("ascii").rstrip().rsplit(" ", 1)
            number, file_sha256 = int(words.split(" ")[2]), words.split(" ")[3]
        except (UnicodeDecodeError, ValueError, IndexError):
            return None
        file_sha256 = "" if file_sha256 == "-" else file_sha256
        if not hmac.compare_digest(mac, self._mac(words)) or raw != self._render(number, file_sha256):
            return None
        return number, file_sha256

    def _mac(self, words: str) -> str:
        return hmac.digest(self._key, words.encode(), hashlib.sha256).hex()

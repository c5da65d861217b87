"""Compiled patterns, kept in the user's cache: compiling takes seconds, loading a millisecond.

A file is named by the digest of the patterns and of the library that compiled them, so that it never has to be kept up
to date. It is taken only if it and its folder are this user's and nobody else can write there; whatever is wrong
with it, the patterns are compiled. Nothing but the patterns of this package is in it.

Invariant: a scan finds the same with a loaded database as with a compiled one.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

import hyperscan

_MODE = hyperscan.HS_MODE_BLOCK
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def database(patterns: Sequence[bytes], flags: Sequence[int], *, is_kept: bool) -> hyperscan.Database:
    """Return the database of the patterns, numbered in their order.

    Args:
        patterns: all of this package if it is to be kept; what an incident brings must not reach the disk.
        flags: one for each pattern.
        is_kept: it may be loaded from the cache, and is put there.
    """
    if not is_kept:
        return _compiled(patterns, flags)
    path = _folder() / f"patterns-{_digest(patterns, flags)}"
    known = _load(path)
    if known is not None:
        return known
    fresh = _compiled(patterns, flags)
    _keep(path, hyperscan.dumpb(fresh))
    return fresh


def _compiled(patterns: Sequence[bytes], flags: Sequence[int]) -> hyperscan.Database:
    fresh = hyperscan.Database(mode=_MODE)
    fresh.compile(expressions=list(patterns), ids=list(range(len(patterns))), elements=len(patterns), flags=list(flags))
    return fresh


def _folder() -> Path:
    root = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(root) if root.startswith("/") else Path.home() / ".cache") / "tocsin"


def _digest(patterns: Sequence[bytes], flags: Sequence[int]) -> str:
    told = hashlib.sha256(f"{version('hyperscan')} {os.uname().machine}".encode())
    for pattern, flag in zip(patterns, flags, strict=True):
        told.update(b"%d %d " % (flag, len(pattern)) + pattern)
    return told.hexdigest()


def _load(path: Path) -> hyperscan.Database | None:
    try:
        if not _is_ours(path.parent.lstat(), stat.S_ISDIR) or not _is_ours(path.lstat(), stat.S_ISREG):
            return None
        known: hyperscan.Database = hyperscan.loadb(path.read_bytes(), _MODE)
    except (OSError, hyperscan.error):
        return None
    return known


def _is_ours(found: os.stat_result, has_kind: Callable[[int], bool]) -> bool:
    return has_kind(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & _OTHERS_WRITE


def _keep(path: Path, packed: bytes) -> None:
    """Write the file whole or not at all; without a place for it, work goes on without."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_ours(path.parent.lstat(), stat.S_ISDIR):
            return
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".patterns-")
        with os.fdopen(descriptor, "wb") as file:
            file.write(packed)
        Path(name).replace(path)
        for other in path.parent.glob("patterns-*"):
            if other.name != path.name:
                other.unlink()
    except OSError:
        return

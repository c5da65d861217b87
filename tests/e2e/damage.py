"""Damage done to a copy of an incident folder.

A flip turns one bit of one byte. Where the control file holds nothing (a free page, the tail of the log of a killed
writer) a flip may go unnamed, but only if every row of every table reads as before.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from tocsin.tables.control_schema import SUMMED
from tocsin.vault import keys

FOLDERS = ("evidence", "parts", "blobs")
CONTROL = "control.sqlite"
SINGLE = ("tocsin.json", "checker.py", "control.head", CONTROL)
"""Files that stand once in a folder; ``lock`` is empty and holds nothing."""


@contextmanager
def quick_keys() -> Iterator[None]:
    """Derive the key of a passphrase once for each salt: hundreds of openings would take hours."""
    derive, known = keys._passphrase_kek, dict[str, bytes]()

    def remembered(passphrase: str, how: dict[str, Any]) -> bytes:
        name = f"{passphrase}{how}"
        if name not in known:
            known[name] = derive(passphrase, how)
        return known[name]

    with mock.patch.object(keys, "_passphrase_kek", remembered):
        yield


def stored(folder: Path) -> list[str]:
    """Return the paths of the sealed files and parts of a folder."""
    found = (path for name in FOLDERS for path in (folder / name).rglob("*") if path.is_file())
    return sorted(path.relative_to(folder).as_posix() for path in found)


def flip(path: Path, offset: int, bit: int = 0) -> None:
    """Turn one bit; a negative offset counts from the end."""
    data = bytearray(path.read_bytes())
    data[offset] ^= 1 << bit
    path.write_bytes(data)


def cut(path: Path, share: float) -> None:
    """Keep only so much of a file's beginning."""
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])


def swap(one: Path, other: Path) -> None:
    """Put two files in each other's place."""
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


@contextmanager
def restored(folder: Path, names: Iterable[str]) -> Iterator[None]:
    """Put these files back as they were, whatever is done to them meanwhile."""
    before = {name: (folder / name).read_bytes() for name in names}
    try:
        yield
    finally:
        for name, data in before.items():
            (folder / name).write_bytes(data)


def offsets(length: int, rng: random.Random, more: int) -> list[int]:
    """Return offsets into a file: its first and last bytes, and so many more."""
    edges = {0, 3, 4, 8, 23, length // 2, length - 9, length - 8, length - 5, length - 4, length - 1}
    return sorted({one for one in edges if 0 <= one < length} | {rng.randrange(length) for _ in range(more)})


def named(faults: Sequence[str], names: Iterable[str]) -> set[str]:
    """Return the files that these faults name, by path or by the name of a pack, part or blob."""
    return {name for name in names if any(Path(name).stem in fault for fault in faults)}


def rows_of(folder: Path, only: Sequence[str] = ()) -> dict[str, list[tuple[object, ...]]] | None:
    """Return every row of every table of the control file (or of ``only``), or None if SQLite cannot read them all."""
    tables = only or [table for step in SUMMED for table in step]
    try:
        with closing(sqlite3.connect(f"{(folder / CONTROL).absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return {table: sorted(connection.execute(f"SELECT * FROM {table}"), key=repr) for table in tables}
    except (sqlite3.Error, UnicodeDecodeError):
        return None


_LEDGER = ("leaf", "checkpoint")


def ledger_of(folder: Path) -> list[list[tuple[object, ...]]] | None:
    """Return what a stranger reads of the control file: the entries and the signed notes."""
    rows = rows_of(folder, _LEDGER)
    return None if rows is None else [rows[table] for table in _LEDGER]

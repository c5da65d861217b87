"""How far a command is, as its folder shows from outside: bytes that are sealed, slices that are committed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tocsin.response.record import CONTROL


def sealed_share(folder: Path, size_bytes: int) -> float:
    """Return which share of the evidence lies sealed, finished or not."""
    return sum(file.stat().st_size for file in (folder / "evidence").glob("*")) / size_bytes


def slices(folder: Path) -> tuple[int, int]:
    """Return how many slices are committed, and how many the plan has (0 before it is kept)."""
    with closing(sqlite3.connect(f"file:{folder / CONTROL}?mode=ro", uri=True)) as control:
        (done,) = control.execute("SELECT COUNT(*) FROM done WHERE stage = 'extract'").fetchone()
        (planned,) = control.execute("SELECT COALESCE(SUM(rows), 0) FROM part WHERE table_name = 'plans'").fetchone()
    return done, planned


def read_share(folder: Path) -> float:
    """Return which share of the slices is committed."""
    done, planned = slices(folder)
    return done / planned if planned else 0.0

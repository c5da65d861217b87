"""What all parts of an incident folder stand on: keys, control state, the ledger, the lock.

Every change of the record is one transaction that adds its rows and its ledger entry together. The entry lists the
files that it adds and drops, so a stranger can hold the folder against the ledger without any key.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tocsin.clock import Clock, stamp
from tocsin.ledger import log
from tocsin.response.header import Header
from tocsin.response.lock import FolderLock
from tocsin.tables.control import Control
from tocsin.vault.keys import Keys
from tocsin.vault.values import blind_index, open_value, seal_value

CONTROL = "control.sqlite"
CHECKER = "checker.py"
FOLDERS = ("evidence", "parts", "blobs")


@dataclass(frozen=True, slots=True)
class Added:
    """One file that an entry adds to the record."""

    path: str
    """Relative to the folder, ours: no names from evidence."""
    bytes: int
    cipher_sha256: str

    def fact(self) -> dict[str, object]:
        """Return it as a fact of the ledger."""
        return {"path": self.path, "bytes": self.bytes, "sha256": self.cipher_sha256}


class Record:
    """Keys, control state, ledger and lock of one open incident folder."""

    def __init__(self, folder: Path, header: Header, keys: Keys, control: Control, clock: Clock) -> None:
        self.dir = folder
        self.header = header
        self.keys = keys
        self.control = control
        self.clock = clock
        self._lock = FolderLock(folder / "lock")
        self._lock_depth = 0

    @property
    def directory(self) -> Path:
        """Return the folder's path."""
        return self.dir

    @property
    def origin(self) -> str:
        """Return the name of this ledger in its checkpoints; random, says nothing."""
        return str(self.header["origin"])

    @contextmanager
    def stage_lock(self) -> Iterator[None]:
        """Hold the folder for running stages or adding evidence; leftovers of a killed run are cleared first.

        Raises:
            LockedError: another process (or another user in this one) holds it.
        """
        if self._lock_depth == 0:
            self._lock.take()
        self._lock_depth += 1
        try:
            if self._lock_depth == 1:
                self.clear_leftovers()
            yield
        finally:
            self._lock_depth -= 1
            if self._lock_depth == 0:
                self._lock.give_back()

    def need_lock(self) -> None:
        """Refuse a programmer who changes files of the record without the lock."""
        if self._lock_depth == 0:
            raise RuntimeError("hold stage_lock() while changing the record")

    def append_ledger(self, kind: str, facts: Mapping[str, Any]) -> int:
        """Append an entry, with the time; return its position. Facts are ids, hashes, counts, words of ours."""
        with self.control.transaction() as connection:
            return self.note(connection, kind, facts)

    def note(self, connection: sqlite3.Connection, kind: str, facts: Mapping[str, Any]) -> int:
        """Append an entry, with the time, inside a transaction of the caller."""
        return log.append(connection, kind, {**facts, "at": stamp(self.clock.now())})

    def change_files(
        self,
        kind: str,
        facts: Mapping[str, Any],
        adds: Iterable[Added],
        drops: Iterable[str],
        rows: Callable[[sqlite3.Connection], None],
    ) -> None:
        """Add and drop files of the record in one transaction; dropped files are deleted after it."""
        gone = sorted(drops)
        with self.control.transaction() as connection:
            rows(connection)
            listed = {"adds": [a.fact() for a in adds], "drops": gone}
            self.note(connection, kind, {**facts, **{k: v for k, v in listed.items() if v}})
        for path in gone:
            (self.dir / path).unlink(missing_ok=True)

    def files(self) -> dict[str, tuple[int, str]]:
        """Return length and ciphertext hash of every file the control state lists, by path."""
        rows = self.control.rows(
            """SELECT 'evidence/' || name || '.seal' AS path, bytes, cipher_sha256 FROM pack
            UNION ALL SELECT 'parts/' || table_name || '/' || part_id || '.parquet', bytes, cipher_sha256 FROM part
            UNION ALL SELECT 'blobs/' || blob_id || '.seal', cipher_bytes, cipher_sha256 FROM blob ORDER BY path"""
        )
        return {str(r["path"]): (int(r["bytes"]), str(r["cipher_sha256"])) for r in rows}

    def ledger_files(self) -> dict[str, tuple[int, str]]:
        """Return the same as :meth:`files`, from the ledger."""
        listed: dict[str, tuple[int, str]] = {}
        with self.control.reading() as connection:
            for data in log.leaves(connection):
                facts = json.loads(data)["facts"]
                for path in facts.get("drops", ()):
                    listed.pop(path, None)
                listed |= {a["path"]: (a["bytes"], a["sha256"]) for a in facts.get("adds", ())}
        return listed

    def clear_leftovers(self) -> None:
        """Delete files that no row knows: what a killed run wrote and never committed."""
        known = self.files()
        for path in self.stored_files():
            if path not in known:
                (self.dir / path).unlink()

    def stored_files(self) -> list[str]:
        """Return the paths of all files in the folders of the record, sorted."""
        found = (path for name in FOLDERS for path in (self.dir / name).rglob("*") if not path.is_dir())
        return sorted(path.relative_to(self.dir).as_posix() for path in found)

    def checkpoint(self) -> str:
        """Sign the ledger as it stands; return the note to keep elsewhere."""
        with self.control.transaction() as connection:
            sealed = self.control.get("signing_key")
            seed = open_value(self.keys.key("control"), sealed or b"", b"meta signing_key")
            return log.checkpoint(connection, seed, self.origin, self.clock)

    def seal_text(self, kind: str, text: str) -> bytes:
        """Seal a text for a column of the control tables; ``kind`` says which, and opening needs the same."""
        return seal_value(self.keys.key("control"), text.encode("utf-8", "surrogateescape"), kind.encode())

    def open_text(self, kind: str, sealed: bytes) -> str:
        """Return a text that :meth:`seal_text` sealed with that kind."""
        return open_value(self.keys.key("control"), sealed, kind.encode()).decode("utf-8", "surrogateescape")

    def index_of(self, kind: str, text: str) -> bytes:
        """Return the blind index of a text, to find equal ones without reading any."""
        return blind_index(self.keys.key("index"), f"{kind}\0{text}")

    def put_document(self, name: str, data: bytes) -> None:
        """Keep bytes under a name of ours, sealed (incident file, passwords, frozen weights)."""
        sealed = seal_value(self.keys.key("control"), data, f"document {name}".encode())
        with self.control.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO document VALUES (?, ?)", (name, sealed))

    def get_document(self, name: str) -> bytes | None:
        """Return the bytes kept under that name, or None."""
        row = self.control.row("SELECT sealed FROM document WHERE name = ?", name)
        return None if row is None else open_value(self.keys.key("control"), row[0], f"document {name}".encode())

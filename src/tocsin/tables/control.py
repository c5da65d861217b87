"""Control state of an incident: SQLite with ids, counters, seals and sealed values; never personal data in clear.

Every row of every table counts in a running keyed sum, kept by triggers in the same transaction, and the sum is
sealed at each commit: a row that was altered, added or removed past this module no longer adds up. Beside the file
stands ``control.head``, which numbers the last commit, so that an older copy of the file is told too, and after a
clean close the hash of the whole file.

Source: Bellare and Micciancio, "A New Paradigm for Collision-free Hashing" (AdHash), EUROCRYPT 1997.
"""

from __future__ import annotations

import hashlib
import hmac
import sqlite3
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tocsin.config import SCHEMA_VERSION
from tocsin.errors import DiskFullError, LockedError, NewerSchemaError, SealMismatchError, Word
from tocsin.tables.control_schema import MIGRATIONS, SUMMED
from tocsin.tables.head import Head

_MODULUS = 1 << 256
_LENGTH = struct.Struct(">Q")
BUSY_SECONDS = 60


class Control:
    """The control database, open for reading or for writing."""

    def __init__(self, path: Path, key: bytes, *, write: bool) -> None:
        self.path = path
        self.head = Head(path.with_name("control.head"), key)
        self._key = key
        self._write = write
        self._lock = threading.RLock()
        self._depth = 0
        mode = "rw" if write else "ro"
        self.connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        self.connection.row_factory = sqlite3.Row
        self.connection.create_function("row_mac", -1, self._row_mac, deterministic=True)
        self.connection.create_function("sum_add", 2, _sum_add, deterministic=True)
        self.connection.create_function("sum_take", 2, _sum_take, deterministic=True)
        try:
            with named_faults():
                self._prepare()
        except BaseException:
            self.connection.close()
            raise

    @classmethod
    def create(cls, path: Path, key: bytes) -> Control:
        """Make a new database with the newest schema."""
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.close()
        control = cls(path, key, write=True)
        control.migrate()
        return control

    def _prepare(self) -> None:
        version = self.connection.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA_VERSION:
            raise NewerSchemaError(version=version, known=SCHEMA_VERSION)
        if self._write:
            self.connection.execute("PRAGMA synchronous = FULL")
            self.connection.execute("PRAGMA secure_delete = ON")
        # Without it, INSERT OR REPLACE removes a row past the triggers that keep the sums.
        self.connection.execute("PRAGMA recursive_triggers = ON")

    def migrate(self) -> None:
        """Bring the schema up to date; each step is one transaction."""
        version = self.connection.execute("PRAGMA user_version").fetchone()[0]
        for number in range(version, SCHEMA_VERSION):
            with self.transaction() as connection:
                for statement in MIGRATIONS[number]:
                    connection.execute(statement)
                for table in SUMMED[number]:
                    self._watch(table)
                connection.execute(f"PRAGMA user_version = {number + 1}")

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Open a write transaction (BEGIN IMMEDIATE); commits whole or not at all. May be nested."""
        with self._lock, named_faults():
            if self._depth:
                yield self.connection
                return
            self.connection.execute("BEGIN IMMEDIATE")
            self._depth = 1
            try:
                yield self.connection
                number = self._seal_state()
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
            finally:
                self._depth = 0
            self.head.advance(number)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend the connection for reading; damage found comes as our own error."""
        with self._lock, named_faults():
            yield self.connection

    def number(self) -> int | None:
        """Return the number of the last commit, or None if its seal does not hold."""
        return self._state_number()

    def integrity(self) -> list[str]:
        """Return what SQLite's own check says, in our words."""
        lines = [str(row[0]) for row in self.rows("PRAGMA integrity_check")]
        return [] if lines == ["ok"] else [f"SQLite's integrity check finds {len(lines)} faults"]

    def rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        """Return all rows of a query."""
        with self._lock, named_faults():
            return self.connection.execute(query, values).fetchall()

    def row(self, query: str, *values: object) -> sqlite3.Row | None:
        """Return the first row of a query, or None."""
        found = self.rows(query, *values)
        return found[0] if found else None

    def get(self, name: str) -> bytes | None:
        """Return a value of the meta table."""
        row = self.row("SELECT value FROM meta WHERE name = ?", name)
        return None if row is None else bytes(row["value"])

    def put(self, name: str, value: bytes | None) -> None:
        """Set or (None) delete a value of the meta table."""
        with self.transaction() as connection:
            if value is None:
                connection.execute("DELETE FROM meta WHERE name = ?", (name,))
            else:
                connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def check_open(self) -> None:
        """Refuse state that was sealed by nobody, or an older copy of the file.

        Raises:
            SealMismatchError: which of the two does not hold.
        """
        number = self._state_number()
        if number is None:
            raise SealMismatchError(place=Word("control.sqlite"))
        if not self.head.is_sealed() or self.head.number > number:
            raise SealMismatchError(place=Word("control.head"))

    def faulty_tables(self) -> list[str]:
        """Return the tables whose rows do not add up to the sealed sums (``sums`` if those were altered)."""
        faults = [] if self._state_number() is not None else ["sums"]
        found = {str(r["name"]): (r["count"], bytes(r["total"])) for r in self.rows("SELECT * FROM sums")}
        names = [table for tables in SUMMED for table in tables]
        return faults + [name for name in names if not self._adds_up(name, found.get(name))]

    def faulty_file(self) -> bool | None:
        """Tell whether the closed file differs from what was closed last; None if it was not closed cleanly."""
        if not self.head.file_sha256 or self.head.number != self._state_number():
            return None
        return self.head.file_sha256 != file_sha256(self.path)

    def close(self) -> None:
        """Close; a writer leaves the hash of the whole file in ``control.head`` if nobody else is writing."""
        with self._lock:
            if not self._write:
                self.connection.close()
                return
            busy = self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            number = self._state_number()
            self.connection.close()
            if not busy and number is not None and self._is_alone():
                self.head.close(number, file_sha256(self.path))

    def abandon(self) -> None:
        """Close without a word about the file: it was refused."""
        self.connection.close()

    def _is_alone(self) -> bool:
        return not self.path.with_name(self.path.name + "-wal").exists()

    def _watch(self, table: str) -> None:
        columns = [str(r["name"]) for r in self.connection.execute(f"PRAGMA table_info({table})")]
        new = ", ".join(f"NEW.{c}" for c in columns)
        old = ", ".join(f"OLD.{c}" for c in columns)
        add = _sum_update("+ 1", f"sum_add(total, row_mac('{table}', {new}))", table)
        take = _sum_update("- 1", f"sum_take(total, row_mac('{table}', {old}))", table)
        run = self.connection.execute
        run("INSERT INTO sums VALUES (?, 0, zeroblob(32))", (table,))
        run(f"CREATE TRIGGER {table}_insert AFTER INSERT ON {table} BEGIN {add}; END")
        run(f"CREATE TRIGGER {table}_delete AFTER DELETE ON {table} BEGIN {take}; END")
        run(f"CREATE TRIGGER {table}_update AFTER UPDATE ON {table} BEGIN {take}; {add}; END")

    def _adds_up(self, table: str, wanted: tuple[int, bytes] | None) -> bool:
        try:
            with self.reading():
                return self._count(table) == wanted
        except SealMismatchError:
            return False

    def _count(self, table: str) -> tuple[int, bytes]:
        count, total = 0, 0
        for row in self.connection.execute(f"SELECT * FROM {table}"):  # noqa: S608 - a name of SUMMED
            total += int.from_bytes(self._row_mac(table, *row), "big")
            count += 1
        return count, (total % _MODULUS).to_bytes(32, "big")

    def _row_mac(self, *values: object) -> bytes:
        return hmac.digest(self._key, b"".join(map(_packed, values)), "sha256")

    def _seal_state(self) -> int:
        row = self.connection.execute("SELECT number FROM state").fetchone()
        number = 1 if row is None else row[0] + 1
        self.connection.execute("DELETE FROM state")
        self.connection.execute("INSERT INTO state VALUES (?, ?)", (number, self._state_mac(number)))
        return int(number)

    def _state_mac(self, number: int) -> bytes:
        sums = self.connection.execute("SELECT name, count, total FROM sums ORDER BY name").fetchall()
        schema = self.connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
        return self._row_mac("state", number, *(v for row in (*sums, *schema) for v in tuple(row)))

    def _state_number(self) -> int | None:
        """Return the number of the last commit, or None if its seal does not hold."""
        with self._lock, named_faults():
            row = self.connection.execute("SELECT number, mac FROM state").fetchone()
            if row is None or not isinstance(row["mac"], bytes):
                return None
            holds = hmac.compare_digest(row["mac"], self._state_mac(row["number"]))
            return int(row["number"]) if holds else None


@contextmanager
def named_faults() -> Iterator[None]:
    """Turn SQLite's word that the file is damaged into our own error, without the content it may quote."""
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise  # a fault of ours, not of the file
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise LockedError() from None
        if code == sqlite3.SQLITE_FULL:
            raise DiskFullError() from None
        if code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR}:
            raise  # of the machine, not of the file; SQLite quotes no values in these
        raise SealMismatchError(place=Word("control.sqlite")) from None


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _packed(value: Any) -> bytes:
    if isinstance(value, str):
        data = value.encode("utf-8", "surrogatepass")
        return b"t" + _LENGTH.pack(len(data)) + data
    if isinstance(value, int):
        text = b"%d" % value
        return b"i" + _LENGTH.pack(len(text)) + text
    if value is None:
        return b"n"
    if isinstance(value, float):
        return b"f" + struct.pack(">d", value)
    data = bytes(value)
    return b"b" + _LENGTH.pack(len(data)) + data


def _sum_update(step: str, total: str, table: str) -> str:
    return f"UPDATE sums SET count = count {step}, total = {total} WHERE name = '{table}'"  # noqa: S608 - ours


def _sum_add(total: bytes, mac: bytes) -> bytes:
    return ((int.from_bytes(total, "big") + int.from_bytes(mac, "big")) % _MODULUS).to_bytes(32, "big")


def _sum_take(total: bytes, mac: bytes) -> bytes:
    return ((int.from_bytes(total, "big") - int.from_bytes(mac, "big")) % _MODULUS).to_bytes(32, "big")

"""Sealed evidence of an incident: packs of sealed files, and the rows that say what is in them.

Names, paths and custodians are sealed at rest. A pack is committed with the rows of its files, so an addition that
was interrupted goes on after its last pack.
"""

from __future__ import annotations

import json
import secrets
import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from tocsin.clock import stamp
from tocsin.errors import UnknownIdError
from tocsin.ids import EvidenceId
from tocsin.model.evidence import Evidence, EvidenceKind, SealedFile
from tocsin.response.record import Added, Record
from tocsin.vault.sealed import SealedReader, ShortStream, is_short, open_short, seal_stream


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """One file of evidence as it was found."""

    file_no: int
    """From 1, in the order of paths."""
    path: str
    """Relative to what was added (a single file: its name); it may name people."""
    size_bytes: int
    sha256: str
    code: str
    """Empty if sealed, else why not: ``link``, ``special_file``, ``no_access``, ``system_file``."""
    pack: str


_NEIGHBOURS, _KEPT_BLOCKS = 256, 8
"""Files whose places are asked for at once, since they are opened one after another; and how many such are kept."""


class EvidenceStore(Record):
    """Takes sealed files in and gives them out."""

    _kept_places: Mapping[tuple[str, int], Mapping[int, sqlite3.Row]] = MappingProxyType({})

    @property
    def evidence_key(self) -> bytes:
        """Return the key that evidence is sealed with."""
        return self.keys.key("evidence")

    def evidence(self) -> list[Evidence]:
        """Return all evidence whose addition is complete, in the order of addition."""
        rows = self.control.rows("SELECT * FROM evidence WHERE is_done = 1 ORDER BY ordinal")
        return [self._evidence(row) for row in rows]

    def evidence_files(self, evidence_id: str) -> list[EvidenceFile]:
        """Return the files of one piece of evidence, in their order."""
        rows = self.control.rows(
            "SELECT * FROM evidence_file WHERE ordinal = ? ORDER BY file_no", self._ordinal(evidence_id)
        )
        return [
            EvidenceFile(
                r["file_no"], self.open_text("path", r["sealed"]), r["size_bytes"], r["sha256"], r["code"], r["pack"]
            )
            for r in rows
        ]

    def open_sealed(self, evidence_id: str, file_no: int) -> SealedReader | ShortStream:
        """Open one sealed file for reading at any offset."""
        row = self._places(evidence_id, file_no // _NEIGHBOURS).get(file_no)
        if row is None or row["code"]:
            raise UnknownIdError(evidence=evidence_id, file=file_no)
        start, length, file_id = row["start"], row["length"], row["file_id"]
        if is_short(length):
            return open_short(f"{self.dir}/evidence/{row['pack']}.seal", self.evidence_key, start, length, file_id)
        return SealedReader(self.pack_path(row["pack"]), self.evidence_key, start, length, file_id)

    def _places(self, evidence_id: str, block: int) -> Mapping[int, sqlite3.Row]:
        """Return where the files of a block of numbers lie; evidence that is complete changes no more."""
        key = (evidence_id, block)
        kept = self._kept_places.get(key)
        if kept is None:
            rows = self.control.rows(
                """SELECT file_no, code, pack, start, length, file_id FROM evidence JOIN evidence_file USING (ordinal)
                WHERE evidence_id = ? AND is_done = 1 AND file_no BETWEEN ? AND ?""",
                *(evidence_id, block * _NEIGHBOURS, (block + 1) * _NEIGHBOURS - 1),
            )
            kept = {int(row["file_no"]): row for row in rows}
            self._kept_places = {**dict(list(self._kept_places.items())[1 - _KEPT_BLOCKS :]), key: kept}
        return kept

    def open_file(self, file: SealedFile) -> SealedReader:
        """Open a sealed file of a pack."""
        return SealedReader(self.pack_path(file.pack), self.evidence_key, file.start, file.length, file.file_id)

    def sealed_files(self, ordinal: int) -> list[SealedFile]:
        """Return the committed files of an addition, complete or not."""
        rows = self.control.rows("SELECT * FROM evidence_file WHERE ordinal = ? ORDER BY file_no", ordinal)
        return [self._sealed_file(r) for r in rows]

    def pending_ordinals(self) -> list[int]:
        """Return the numbers of additions that are not complete."""
        return [int(r[0]) for r in self.control.rows("SELECT ordinal FROM evidence WHERE is_done = 0")]

    def pack_path(self, pack: str) -> Path:
        """Return where a pack lies."""
        return self.dir / "evidence" / f"{pack}.seal"

    def new_pack(self) -> str:
        """Return a name for a new pack."""
        return f"pck_{secrets.token_hex(16)}"

    def free_bytes(self) -> int:
        """Return how much room the disk of the folder has."""
        return shutil.disk_usage(self.dir).free

    def pending(self, source: str) -> tuple[int, list[SealedFile]] | None:
        """Return number and committed files of an interrupted addition of that source, or None."""
        row = self.control.row(
            "SELECT ordinal FROM evidence WHERE is_done = 0 AND source_index = ?", self.index_of("source", source)
        )
        if row is None:
            return None
        return int(row["ordinal"]), self.sealed_files(row["ordinal"])

    def begin(self, source: str, kind: EvidenceKind, taken_at: datetime) -> int:
        """Note that an addition begins; return its number."""
        self.need_lock()
        with self.control.transaction() as connection:
            row = connection.execute("SELECT COALESCE(MAX(ordinal), 0) + 1 FROM evidence").fetchone()
            values = (
                row[0],
                self.index_of("source", source),
                kind.value,
                stamp(taken_at),
                self.seal_text("evidence", ""),
            )
            connection.execute("INSERT INTO evidence VALUES (?, NULL, 0, ?, ?, '', 0, 0, ?, ?)", values)
        return int(row[0])

    def add_pack(self, ordinal: int, pack: str, bytes_: int, cipher_sha256: str, files: Sequence[SealedFile]) -> None:
        """Commit a pack that lies in its place, with its files; an empty name commits files without bytes."""
        self.need_lock()
        rows = [
            (
                *(ordinal, f.file_no, self.index_of("path", f.path), self.seal_text("path", f.path)),
                *(f.code, f.size_bytes, f.sha256, self.index_of("stamp", f.stamp)),
                *(f.pack, f.start, f.length, f.file_id),
            )
            for f in files
        ]

        def insert(connection: sqlite3.Connection) -> None:
            if pack:
                connection.execute("INSERT INTO pack VALUES (?, ?, ?, ?)", (pack, ordinal, bytes_, cipher_sha256))
            connection.executemany("INSERT INTO evidence_file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

        adds = [Added(f"evidence/{pack}.seal", bytes_, cipher_sha256)] if pack else []
        self.change_files("sealed", {"addition": ordinal, "files": len(rows)}, adds, (), insert)

    def stamp_index(self, text: str) -> str:
        """Return what :attr:`SealedFile.stamp` of a committed file reads as: the blind index, hexadecimal."""
        return self.index_of("stamp", text).hex()

    def finish(self, evidence: Evidence) -> None:
        """Make an addition complete: from now on it is evidence."""
        self.need_lock()
        facts = {
            "evidence": evidence.evidence_id,
            "addition": evidence.ordinal,
            "sha256": evidence.sha256,
            "bytes": evidence.size_bytes,
            "files": evidence.file_count,
        }
        sealed = self.seal_text("evidence", json.dumps([evidence.name, evidence.custodian, evidence.taken_by]))
        with self.control.transaction() as connection:
            connection.execute(
                """UPDATE evidence SET evidence_id = ?, is_done = 1, sha256 = ?, size_bytes = ?, file_count = ?,
                taken_at = ?, sealed = ? WHERE ordinal = ?""",
                (
                    *(evidence.evidence_id, evidence.sha256, evidence.size_bytes, evidence.file_count),
                    *(stamp(evidence.taken_at), sealed, evidence.ordinal),
                ),
            )
            self.note(connection, "evidence", facts)

    def abandon(self, ordinal: int) -> None:
        """Drop an addition that is not complete, with its packs."""
        self.need_lock()
        packs = [str(r[0]) for r in self.control.rows("SELECT name FROM pack WHERE ordinal = ?", ordinal)]

        def rows(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM evidence WHERE ordinal = ? AND is_done = 0", (ordinal,))
            connection.execute("DELETE FROM evidence_file WHERE ordinal = ?", (ordinal,))
            connection.execute("DELETE FROM pack WHERE ordinal = ?", (ordinal,))

        self.change_files("abandoned", {"addition": ordinal}, (), [f"evidence/{p}.seal" for p in packs], rows)

    def add_blob(self, key: str, stream: BinaryIO) -> str:
        """Seal bytes that were found inside evidence and must be read on their own; return their id.

        They take the place of what a killed run, or one without the right password, added under the same key.
        """
        self.need_lock()
        drops = [f"blobs/{name}.seal" for name in self.blobs(key)]
        blob_id = f"blb_{secrets.token_hex(16)}"
        seal = seal_stream(stream, self._blob_path(blob_id), self.evidence_key)

        def rows(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM blob WHERE key = ?", (key,))
            connection.execute(
                "INSERT INTO blob VALUES (?, ?, ?, ?, ?, ?, ?)",
                (blob_id, key, seal.size_bytes, seal.sha256, seal.cipher_bytes, seal.cipher_sha256, seal.file_id),
            )

        added = Added(f"blobs/{blob_id}.seal", seal.cipher_bytes, seal.cipher_sha256)
        self.change_files("blob", {"blob": blob_id, "sha256": seal.sha256}, [added], drops, rows)
        return blob_id

    def open_blob(self, blob_id: str) -> SealedReader:
        """Open a blob for reading at any offset."""
        row = self.control.row("SELECT file_id FROM blob WHERE blob_id = ?", blob_id)
        if row is None:
            raise UnknownIdError(blob=blob_id)
        return SealedReader(self._blob_path(blob_id), self.evidence_key, file_id=row["file_id"])

    def blobs(self, key: str) -> list[str]:
        """Return the ids of the blobs added under that key."""
        return [str(r[0]) for r in self.control.rows("SELECT blob_id FROM blob WHERE key = ? ORDER BY rowid", key)]

    def _blob_path(self, blob_id: str) -> Path:
        return self.dir / "blobs" / f"{blob_id}.seal"

    def _ordinal(self, evidence_id: str) -> int:
        row = self.control.row("SELECT ordinal FROM evidence WHERE evidence_id = ? AND is_done = 1", evidence_id)
        if row is None:
            raise UnknownIdError(evidence=evidence_id)
        return int(row["ordinal"])

    def _evidence(self, row: sqlite3.Row) -> Evidence:
        name, custodian, taken_by = json.loads(self.open_text("evidence", row["sealed"]))
        return Evidence(
            evidence_id=EvidenceId(row["evidence_id"]),
            name=name,
            kind=EvidenceKind(row["kind"]),
            custodian=custodian,
            sha256=row["sha256"],
            size_bytes=row["size_bytes"],
            file_count=row["file_count"],
            taken_at=datetime.strptime(row["taken_at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC),
            taken_by=taken_by,
            ordinal=row["ordinal"],
        )

    def _sealed_file(self, row: sqlite3.Row) -> SealedFile:
        return SealedFile(
            file_no=row["file_no"],
            path=self.open_text("path", row["sealed"]),
            code=row["code"],
            size_bytes=row["size_bytes"],
            sha256=row["sha256"],
            stamp=bytes(row["stamp_index"]).hex(),
            pack=row["pack"],
            start=row["start"],
            length=row["length"],
            file_id=row["file_id"],
        )

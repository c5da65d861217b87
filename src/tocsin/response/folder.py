"""The incident folder: everything one incident consists of, encrypted at rest.

Layout::

    tocsin.json      schema version, wrapped keys, the ledger's public key
    control.sqlite   ids, counters, seals, sealed values, the ledger
    control.head     number of the last commit
    evidence/        packs of sealed files
    parts/TABLE/     encrypted Parquet
    blobs/           sealed bytes found inside evidence
    checker.py       checks the record with nothing but Python
    lock             held while stages run

A kill at any moment leaves a folder that opens and goes on.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from pathlib import Path
from types import TracebackType
from typing import Self

from tocsin.clock import Clock, stamp
from tocsin.config import SCHEMA_VERSION
from tocsin.errors import InsideFolderError, NoKeyError, NotEmptyError, SealMismatchError, Word
from tocsin.ledger import checker, log
from tocsin.response.choices import Choices
from tocsin.response.evidence_store import EvidenceStore
from tocsin.response.header import Header, check_header, read_header, write_header
from tocsin.response.part_store import PartStore
from tocsin.response.record import CHECKER, CONTROL, FOLDERS
from tocsin.tables.control import Control
from tocsin.vault.keys import KdfProfile, Keys, change_passphrase, new_keys, open_keys, without_keys
from tocsin.vault.sealed import sync_folder
from tocsin.vault.values import seal_value


class IncidentFolder(PartStore, EvidenceStore, Choices):
    """One open incident folder; use it as a context manager, or close it."""

    _is_writer = False

    @classmethod
    def create(
        cls,
        folder: Path,
        incident_toml: bytes,
        passphrase: str,
        clock: Clock,
        profile: KdfProfile = KdfProfile.ARGON2ID,
    ) -> tuple[IncidentFolder, str]:
        """Make an incident folder; return it open for writing, and the recovery key to print once.

        Raises:
            NotEmptyError: there is something at that place.
        """
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise NotEmptyError()
        wraps, recovery_key, keys = new_keys(passphrase, profile)
        folder.parent.mkdir(parents=True, exist_ok=True)
        half_made = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.tmp")
        try:
            _lay_out(half_made, wraps, keys, incident_toml, clock)
            half_made.rename(folder)
        except BaseException:
            shutil.rmtree(half_made, ignore_errors=True)
            raise
        sync_folder(folder.parent)
        return cls._opened(folder, read_header(folder), keys, clock, write=True), recovery_key

    @classmethod
    def open(cls, folder: Path, passphrase: str, clock: Clock, write: bool = False) -> IncidentFolder:
        """Open an incident folder with its passphrase or recovery key.

        Raises:
            NoIncidentError, NoKeyError, NoPassphraseError, WrongPassphraseError, NewerSchemaError
            SealMismatchError: the header or (for writing) the control state was altered; `verify` opens for reading.
        """
        header = read_header(folder)
        if "disposed" in header:
            raise NoKeyError()
        keys = open_keys(header, passphrase)
        check_header(header, keys)
        return cls._opened(folder, header, keys, clock, write=write)

    @classmethod
    def _opened(cls, folder: Path, header: Header, keys: Keys, clock: Clock, *, write: bool) -> IncidentFolder:
        if not (folder / CONTROL).is_file():
            raise SealMismatchError(place=Word(CONTROL))
        control = Control(folder / CONTROL, keys.key("state"), write=write)
        try:
            if write:
                control.check_open()
                control.migrate()
        except BaseException:
            control.abandon()
            raise
        opened = cls(folder, header, keys, control, clock)
        opened._is_writer = write
        return opened

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Sign what was added to the ledger and close."""
        if self._is_writer and not self.is_disposed:
            self.checkpoint()
        self.control.close()

    def refuse_inside(self, plaintext: Path) -> None:
        """Raise InsideFolderError if that place, where plaintext is to go, lies in this folder."""
        if plaintext.resolve().is_relative_to(self.dir.resolve()):
            raise InsideFolderError()

    @property
    def is_disposed(self) -> bool:
        """Tell whether the keys were deleted."""
        return "disposed" in self.header

    @property
    def incident_toml(self) -> bytes:
        """Return the incident file as it was last set."""
        return self.get_document("incident.toml") or b""

    def set_incident_toml(self, incident_toml: bytes) -> None:
        """Keep a corrected incident file; the one before stays in the record as a hash."""
        before = hashlib.sha256(self.incident_toml).hexdigest()
        with self.control.transaction():
            self.put_document("incident.toml", incident_toml)
            self.append_ledger("facts", {"before": before, "sha256": hashlib.sha256(incident_toml).hexdigest()})

    def rekey(self, new_passphrase: str, profile: KdfProfile | None = None) -> None:
        """Change the passphrase; the recovery key stays."""
        with self.stage_lock():
            changed = change_passphrase(self.header, self.keys, new_passphrase, profile)
            self.append_ledger("rekeyed", {})
            self.header = write_header(self.dir, changed, self.keys)

    def dispose(self, by: str) -> str:
        """Delete the keys for good; return the last checkpoint, which proves what the record held.

        ``by`` stays readable in tocsin.json, bound to the ledger by its hash: a certificate needs a name. Killed
        before the keys are gone, the folder opens still, the checkers tell of it, and it can be disposed of again. The
        signing key needs no deletion: it is sealed under a key that goes.
        """
        with self.stage_lock():
            certificate = {"at": stamp(self.clock.now()), "by": by}
            digest = hashlib.sha256(repr(sorted(certificate.items())).encode()).hexdigest()
            with self.control.transaction() as connection:
                size = log.size_of(connection)
                self.append_ledger("disposed", {"entries": size, "certificate": digest})
                note = self.checkpoint()
            self.header = write_header(self.dir, {**without_keys(self.header), "disposed": certificate}, None)
            (self.dir / "control.head").unlink(missing_ok=True)
        return note


def _lay_out(folder: Path, wraps: Header, keys: Keys, incident_toml: bytes, clock: Clock) -> None:
    for name in FOLDERS:
        (folder / name).mkdir(parents=True)
    folder.chmod(0o700)
    shutil.copyfile(checker.__file__, folder / CHECKER)
    seed, origin = os.urandom(32), f"tocsin/{secrets.token_hex(8)}"
    header = {**wraps, "schema": SCHEMA_VERSION, "origin": origin, "public_key": log.public_key(seed).hex()}
    control = Control.create(folder / CONTROL, keys.key("state"))
    record = IncidentFolder(folder, write_header(folder, header, keys), keys, control, clock)
    with control.transaction():
        control.put("signing_key", seal_value(keys.key("control"), seed, b"meta signing_key"))
        record.put_document("incident.toml", incident_toml)
        record.append_ledger("created", {"schema": SCHEMA_VERSION, "facts": hashlib.sha256(incident_toml).hexdigest()})
    record.checkpoint()
    control.close()

"""Sealing: an exact, encrypted copy of evidence, taken once, with hash, size, time and taker.

The original is only read: links are not followed, access times are left alone where the system allows, nothing is
moved or changed. Small files go into packs of about 64 MiB, each member its own authenticated stream, so that a share
of many files does not cost a disk flush a file. The same evidence (content, name, custodian) is taken once.
"""

from __future__ import annotations

import hashlib
import io
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from tocsin.clock import Clock
from tocsin.config import MIB
from tocsin.errors import DiskFullError, TableFileError, Word
from tocsin.ids import evidence_id
from tocsin.model.evidence import Evidence, EvidenceKind, ItemCode, SealedFile
from tocsin.vault.sealed import seal_into, sealed_bytes, sync_folder

_PACK_BYTES = 64 * MIB
_SPARE_BYTES = 64 * MIB
"""Room that stays free for control state and the system, whatever is added."""
_PACK_FILES = 10_000


class EvidenceWriter(Protocol):
    """Takes what is sealed; an incident folder is one."""

    dir: Path

    @property
    def evidence_key(self) -> bytes:
        """Return the key to seal with."""

    def stage_lock(self) -> AbstractContextManager[None]:
        """Hold the folder."""

    def free_bytes(self) -> int:
        """Return the room on the folder's disk."""

    def evidence(self) -> list[Evidence]:
        """Return the evidence that is complete."""

    def pending(self, source: str) -> tuple[int, list[SealedFile]] | None:
        """Return number and files of an interrupted addition of that source."""

    def stamp_index(self, text: str) -> str:
        """Return how the stamp of a file reads once it is committed."""

    def begin(self, source: str, kind: EvidenceKind, taken_at: datetime) -> int:
        """Begin an addition."""

    def new_pack(self) -> str:
        """Return a name for a pack."""

    def pack_path(self, pack: str) -> Path:
        """Return where a pack lies."""

    def add_pack(self, ordinal: int, pack: str, bytes_: int, cipher_sha256: str, files: Sequence[SealedFile]) -> None:
        """Commit a pack and its files."""

    def finish(self, evidence: Evidence) -> None:
        """Make an addition complete."""

    def abandon(self, ordinal: int) -> None:
        """Drop an addition."""


class Progress(Protocol):
    """Hears how far sealing is, in bytes."""

    def start(self, stage: str, total: int) -> None:
        """Hear the total."""

    def advance(self, done: int = 1) -> None:
        """Hear that so much more is done."""

    def skip(self, done: int) -> None:
        """Hear that so much of it was done before."""

    def finish(self, words: str = "") -> None:
        """Hear the end."""


@dataclass(frozen=True, slots=True)
class Found:
    """One file as the walk found it."""

    path: Path
    relative: str
    code: ItemCode
    """Why it will not be sealed, or OK."""
    size_bytes: int
    stamp: str


def seal_path(
    writer: EvidenceWriter,
    path: Path,
    custodian: str,
    kind: EvidenceKind,
    taken_by: str,
    clock: Clock,
    progress: Progress | None = None,
) -> Evidence:
    """Seal a file or a folder as one piece of evidence; return it (the standing one if it was added before).

    An addition that was interrupted goes on after its last pack, if the original is unchanged up to there.

    Raises:
        DiskFullError: there is no room for it; nothing was written.
        TableFileError: there is no such file or folder, or it cannot be read.
    """
    whole = Path(os.path.realpath(path))
    found = walk(whole, writer.dir)
    name, total = whole.name or "root", sum(f.size_bytes for f in found)
    with writer.stage_lock():
        if progress is not None:
            progress.start("add", total)
        sealing = _Sealing(writer, progress)
        sealed = _same_as_before(writer, found, name, custodian)
        if sealed is None:
            source = "\0".join((str(whole), custodian, kind.value))
            sealing.seal(source, kind, found, clock)
            draft = _evidence(name, kind, custodian, taken_by, clock, sealing.ordinal, sealing.files)
            sealed = next((e for e in writer.evidence() if e.evidence_id == draft.evidence_id), None)
            if sealed is None:
                writer.finish(draft)
                sealed = draft
            else:
                writer.abandon(sealing.ordinal)
        if progress is not None:
            progress.finish()
    return sealed


def walk(whole: Path, own: Path) -> list[Found]:
    """Return every file below ``whole`` (or it alone), sorted by path; the incident folder ``own`` is not entered."""
    try:
        status = whole.lstat()
        if stat.S_ISDIR(status.st_mode):
            return sorted(_walk_folder(whole, own), key=lambda f: os.fsencode(f.relative))
        if stat.S_ISREG(status.st_mode):
            with whole.open("rb"):
                return [_found(whole, whole.name, status)]
    except OSError as error:
        raise TableFileError(os_error=error.errno or 0) from None
    raise TableFileError(reason=Word("neither a file nor a folder"))


def _walk_folder(whole: Path, own: Path) -> Iterator[Found]:
    refused: list[OSError] = []
    for folder, folders, names in os.walk(whole, onerror=refused.append):
        here = Path(folder)
        inside = "" if here == whole else f"{here.relative_to(whole).as_posix()}/"
        for name in [*folders, *names]:
            path, relative = here / name, inside + name
            try:
                status = path.lstat()
            except OSError:
                yield Found(path, relative, ItemCode.NO_ACCESS, 0, "gone")
                continue
            if _is_own(path, own):
                folders[:] = [f for f in folders if f != name]
                yield Found(path, relative, ItemCode.SYSTEM_FILE, 0, "own")
            elif not stat.S_ISDIR(status.st_mode):
                yield _found(path, relative, status)
    for error in refused:
        path = Path(os.fsdecode(error.filename))
        if path == whole:
            raise error
        yield Found(path, path.relative_to(whole).as_posix(), ItemCode.NO_ACCESS, 0, "refused")


def _is_own(path: Path, own: Path) -> bool:
    return path.name == own.name and path.is_dir() and path.samefile(own)


def _found(path: Path, relative: str, status: os.stat_result) -> Found:
    if stat.S_ISLNK(status.st_mode):
        return Found(path, relative, ItemCode.LINK, 0, "link")
    if not stat.S_ISREG(status.st_mode):
        return Found(path, relative, ItemCode.SPECIAL_FILE, 0, "special")
    stamp = f"{status.st_size}|{status.st_mtime_ns}|{status.st_ctime_ns}|{status.st_ino}|{status.st_dev}"
    return Found(path, relative, ItemCode.OK, status.st_size, stamp)


def _same_as_before(writer: EvidenceWriter, found: list[Found], name: str, custodian: str) -> Evidence | None:
    """Return evidence that has the same name, custodian, size and, once hashed, content."""
    size, count = sum(f.size_bytes for f in found), len(found)
    for evidence in writer.evidence():
        if (evidence.name, evidence.custodian, evidence.size_bytes, evidence.file_count) == (
            *(name, custodian),
            *(size, count),
        ) and evidence.sha256 == evidence_sha256([_hashed(f) for f in found]):
            return evidence
    return None


def _hashed(found: Found) -> SealedFile:
    if found.code is ItemCode.OK:
        try:
            with open_original(found.path) as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
                return SealedFile(0, found.relative, "", file.tell(), digest, found.stamp)
        except OSError:
            return SealedFile(0, found.relative, ItemCode.NO_ACCESS.value, 0, "", found.stamp)
    return SealedFile(0, found.relative, found.code.value, 0, "", found.stamp)


def evidence_sha256(files: Sequence[SealedFile]) -> str:
    """Return the hash of evidence: of its only file, or of the sorted (path, size, hash, code) of all.

    A single file that was added by itself counts as its content; a folder never does.
    """
    digest = hashlib.sha256()
    for file in sorted(files, key=lambda f: os.fsencode(f.path)):
        line = f"{file.path}\0{file.size_bytes}\0{file.sha256}\0{file.code}\n"
        digest.update(line.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _evidence(
    name: str,
    kind: EvidenceKind,
    custodian: str,
    taken_by: str,
    clock: Clock,
    ordinal: int,
    files: list[SealedFile],
) -> Evidence:
    sha256 = evidence_sha256(files)
    return Evidence(
        evidence_id=evidence_id(bytes.fromhex(sha256), name, custodian),
        name=name,
        kind=kind,
        custodian=custodian,
        sha256=sha256,
        size_bytes=sum(f.size_bytes for f in files),
        file_count=len(files),
        taken_at=clock.now(),
        taken_by=taken_by,
        ordinal=ordinal,
    )


class _Sealing:
    """One addition in progress."""

    def __init__(self, writer: EvidenceWriter, progress: Progress | None) -> None:
        self._writer = writer
        self._key = writer.evidence_key
        self._progress = progress
        self.files: list[SealedFile] = []
        self.ordinal = 0

    def seal(self, source: str, kind: EvidenceKind, found: list[Found], clock: Clock) -> None:
        """Seal all that is not sealed yet, pack by pack."""
        self._resume(source, found)
        rest = found[len(self.files) :]
        self._check_room(rest)
        if not self.ordinal:
            self.ordinal = self._writer.begin(source, kind, clock.now())
        while len(self.files) < len(found):
            self._seal_pack(found)

    def _resume(self, source: str, found: list[Found]) -> None:
        pending = self._writer.pending(source)
        if pending is None:
            return
        ordinal, files = pending
        fits = len(files) <= len(found) and all(
            (f.path, f.stamp) == (o.relative, self._writer.stamp_index(o.stamp))
            for f, o in zip(files, found, strict=False)
        )
        if not fits:
            self._writer.abandon(ordinal)
            return
        self.ordinal, self.files = ordinal, files
        if self._progress is not None:
            self._progress.skip(sum(f.size_bytes for f in files))

    def _check_room(self, rest: list[Found]) -> None:
        wanted = sum(sealed_bytes(f.size_bytes) for f in rest if f.code is ItemCode.OK) + _SPARE_BYTES
        free = self._writer.free_bytes()
        if wanted > free:
            raise DiskFullError(wanted_bytes=wanted, free_bytes=free)

    def _seal_pack(self, found: list[Found]) -> None:
        """Seal one pack's worth of files, from the first that is not sealed, and commit it."""
        pack = self._writer.new_pack()
        path = self._writer.pack_path(pack)
        temporary = path.with_name(path.name + ".tmp")
        digest, files = hashlib.sha256(), list[SealedFile]()
        with temporary.open("wb") as out:
            for number, one in enumerate(found[len(self.files) :][:_PACK_FILES], len(self.files) + 1):
                files.append(self._seal_file(number, one, pack, out, digest.update))
                if out.tell() >= _PACK_BYTES:
                    break
            length = out.tell()
            out.flush()
            os.fsync(out.fileno())
        if length:
            temporary.rename(path)
            sync_folder(path.parent)
        else:
            temporary.unlink()
        self._writer.add_pack(self.ordinal, pack if length else "", length, digest.hexdigest(), files)
        self.files += files

    def _seal_file(
        self, number: int, found: Found, pack: str, out: BinaryIO, heard: Callable[[bytes], object]
    ) -> SealedFile:
        if found.code is not ItemCode.OK:
            return SealedFile(number, found.relative, found.code.value, 0, "", found.stamp)
        try:
            original = open_original(found.path)
        except OSError:
            return self._unsealed(number, found)
        start = out.tell()
        with original:
            seal = seal_into(cast(BinaryIO, original), out, self._key, heard)
        self._tell(seal.size_bytes)
        return SealedFile(
            *(number, found.relative, "", seal.size_bytes, seal.sha256, found.stamp),
            *(pack, start, seal.cipher_bytes, seal.file_id),
        )

    def _unsealed(self, number: int, found: Found) -> SealedFile:
        return SealedFile(number, found.relative, ItemCode.NO_ACCESS.value, 0, "", found.stamp)

    def _tell(self, done: int) -> None:
        if self._progress is not None and done:
            self._progress.advance(done)


def open_original(path: Path) -> io.FileIO:
    """Open an original read-only, without following a link and, where allowed, without touching its access time."""
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
    try:
        descriptor = os.open(path, flags | getattr(os, "O_NOATIME", 0))
    except PermissionError:
        descriptor = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError("no longer a regular file")
    return io.FileIO(descriptor, "rb")

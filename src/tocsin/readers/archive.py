"""Archives: zip and tar. Members are handed on one by one; their names are never used as paths.

A zip without its directory is walked by the headers before each member, and so is what its directory leaves out; one
with AES members is opened with the passwords given. Links and devices are counted and never followed.

Source: PKWARE APPNOTE 6.3.10; POSIX.1-2017 pax.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any, BinaryIO, cast

import pyzipper

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers.decoding import decode
from tocsin.readers.interface import CannotRead, Reader, Sink, Source, Unit
from tocsin.readers.packings import ZIP_METHODS, Checked
from tocsin.readers.streams import Window, window
from tocsin.readers.unfolding import TooMuch, unfold
from tocsin.readers.zip_scan import HEADER, LooseMember, gaps, loose_members
from tocsin.untrusted import clean_path

FAULTS = (
    zipfile.BadZipFile, pyzipper.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError,
    NotImplementedError, tarfile.TarError,
)  # fmt: skip
_SYSTEM_NAMES = frozenset({".ds_store", "thumbs.db", "desktop.ini", "ehthumbs.db"})
_ENCRYPTED = 0x1
_METHODS = frozenset({0, 8, 12, 14})
"""Stored, deflated, bzip2, lzma."""
_AES = 99
_BLOCK = 1 << 20
_LOOKED_AT = 50
_EMPTY_BYTES = 100
"""An archive longer than this holds something."""
_UNIX_LINK = 0o120000
_UNIX_KIND = 0o170000


class Zip:
    """The reader of zip archives."""

    name = "zip"
    media_types = frozenset({"application/zip", "application/x-zip-compressed", "application/java-archive"})
    is_container = True

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return slices of members, by their number in the directory; none where the directory may lie."""
        members = _members(source, _opened(source))
        return list(_slices(members, limits)) if members and _is_honest(members, source, limits) else []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Hand over every member."""
        archive = _opened(source)
        members = _members(source, archive)
        if archive is None or members is None:
            _give_without_directory(source, sink, limits)
            return
        if unit is None or unit.start == 0:
            _give_comments(archive, sink)
        whole = unit or Unit(0, len(members), 1)
        chosen = members[whole.start : whole.end]
        sink.declared(len(chosen))
        budget = Budget(source, limits)
        for ordinal, entry in enumerate(chosen, whole.first_ordinal):
            _give_member(archive, entry, ordinal, sink, budget, source.passwords)
        if whole.end == len(members):
            for start, end in gaps(archive.infolist(), archive.start_dir):
                between = window(source.stream, start, end - start)
                _give_loose(between, end - start, len(members) + 1, sink, budget)


class Tar:
    """The reader of tar archives, of several written one after another too."""

    name = "tar"
    media_types = frozenset({"application/x-tar"})
    is_container = True

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return no slices; a tar has no directory to slice by."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Hand over every member."""
        ordinal = end = 0
        try:
            with tarfile.open(fileobj=source.stream, mode="r:", errorlevel=1, ignore_zeros=True) as archive:
                budget = Budget(source, limits)
                for entry in archive:
                    if not _is_empty(source.stream, end, entry.offset):
                        sink.partly(ItemCode.PARTLY_CORRUPT)
                    end = archive.offset
                    if not entry.isdir():
                        ordinal += 1
                        _give_tar_member(archive, entry, ordinal, sink, budget)
            if not _is_empty(source.stream, end, source.size_bytes):
                sink.partly(ItemCode.PARTLY_CORRUPT)
        except FAULTS as broken:
            if not ordinal:
                raise CannotRead(ItemCode.CORRUPT) from broken
            sink.partly(ItemCode.PARTLY_CORRUPT)


READER = Zip()
READERS: tuple[Reader, ...] = (READER, Tar())


def _opened(source: Source) -> Any | None:
    source.stream.seek(0)
    try:
        return pyzipper.AESZipFile(source.stream)
    except FAULTS:
        return None


def _members(source: Source, archive: Any | None) -> list[Any] | None:
    """Return the members that the directory names, or None where it is missing or wrong."""
    if archive is None:
        return None
    members = [entry for entry in archive.infolist() if not entry.is_dir()]
    if (not members and source.size_bytes > _EMPTY_BYTES) or not _points_at_headers(source, members):
        return None
    return members


def _is_honest(members: list[Any], source: Source, limits: ReadLimits) -> bool:
    """Tell whether slices are as safe as the whole: nothing unfolds too far, overlaps, or has another one's path."""
    paths = [clean_path(name) for entry in members if "/" in (name := entry.filename.replace("\\", "/"))]
    packed, unpacked = sum(entry.compress_size for entry in members), sum(entry.file_size for entry in members)
    return packed <= source.size_bytes and unpacked <= Budget(source, limits).left and len(set(paths)) == len(paths)


def _slices(members: list[Any], limits: ReadLimits) -> Iterator[Unit]:
    first, size = 0, 0
    for number, entry in enumerate(members):
        if number > first and (size >= limits.unit_bytes or number - first >= limits.unit_children):
            yield Unit(first, number, first + 1)
            first, size = number, 0
        size += entry.file_size
    yield Unit(first, len(members), first + 1)


def _points_at_headers(source: Source, members: list[Any]) -> bool:
    """Return whether the directory says the truth about where members begin (looked at for the first of them)."""
    for entry in members[:_LOOKED_AT]:
        source.stream.seek(max(0, entry.header_offset))
        if source.stream.read(4) != b"PK\x03\x04":
            return False
    return True


def _give_comments(archive: Any, sink: Sink) -> None:
    """Give what was written about the archive and its members."""
    said = [archive.comment, *(entry.comment for entry in archive.infolist())]
    sink.text("\n".join(decode(one) for one in said if one.strip()), "comments")


class Budget:
    """How much may still come out of one archive."""

    def __init__(self, source: Source, limits: ReadLimits) -> None:
        self.in_memory = limits.child_in_memory_bytes
        ratio = source.size_bytes * limits.expansion_ratio
        self.left = min(limits.expanded_bytes, max(limits.expansion_free_bytes, ratio))

    def spend(self, size: int) -> None:
        """Take bytes off."""
        self.left -= size


def _give_member(
    archive: Any, entry: Any, ordinal: int, sink: Sink, budget: Budget, passwords: tuple[str, ...]
) -> None:
    name, size = entry.filename, entry.file_size
    if (entry.external_attr >> 16) & _UNIX_KIND == _UNIX_LINK:
        sink.failed_child(ordinal, name, size, ItemCode.LINK)
        return
    if is_system(name):
        sink.failed_child(ordinal, name, size, ItemCode.SYSTEM_FILE)
        return
    if entry.compress_type in ZIP_METHODS and not entry.flag_bits & _ENCRYPTED:
        unfold_into(sink, ordinal, name, size, lambda: _unpacked(archive, entry), budget)
        return
    if entry.compress_type not in _METHODS and entry.compress_type != _AES:
        sink.failed_child(ordinal, name, size, ItemCode.NO_READER)
        return
    word = _password(archive, entry, passwords) if entry.flag_bits & _ENCRYPTED else b""
    if word is None:
        sink.failed_child(ordinal, name, size, ItemCode.ENCRYPTED)
        return

    def opener() -> IO[bytes]:
        opened: IO[bytes] = archive.open(entry, pwd=word or None)
        return opened

    unfold_into(sink, ordinal, name, size, opener, budget)


def _unpacked(archive: Any, entry: Any) -> IO[bytes]:
    """Open a member that zipfile cannot unpack; raises ValueError where its header or its bytes are damaged."""
    stream = archive.fp
    stream.seek(entry.header_offset)
    head = stream.read(HEADER.size)
    if len(head) < HEADER.size or not head.startswith(b"PK\x03\x04"):
        raise zipfile.BadZipFile
    _, _, _, _, _, _, _, _, _, name_bytes, extra_bytes = HEADER.unpack(head)
    start = entry.header_offset + HEADER.size + name_bytes + extra_bytes
    packed = io.BufferedReader(Window(stream, start, entry.compress_size))
    return cast("IO[bytes]", Checked(ZIP_METHODS[entry.compress_type](packed, entry.file_size), entry.CRC))


def unfold_into(sink: Sink, ordinal: int, name: str, size: int, opener: Any, budget: Budget) -> None:
    """Unfold one member and hand it over, or say why not."""
    try:
        out = unfold(opener, budget.in_memory, budget.left, (*FAULTS, RuntimeError))
    except TooMuch:
        sink.failed_child(ordinal, name, size, ItemCode.BOMB)
        raise CannotRead(ItemCode.BOMB) from None
    budget.spend(out.size)
    if out.is_broken and not out.size:
        sink.failed_child(ordinal, name, size, ItemCode.CORRUPT)
        return
    sink.child(ordinal, name, out.stream, out.size)
    if out.is_broken:
        sink.partly(ItemCode.PARTLY_CORRUPT)


def _password(archive: Any, entry: Any, passwords: tuple[str, ...]) -> bytes | None:
    """Return the password that opens a member; a zip keeps one byte to test it, so the first block is read too."""
    for word in passwords:
        for coded in {word.encode(), word.encode("cp437", "ignore")}:
            try:
                with archive.open(entry, pwd=coded) as stream:
                    stream.read(1 << 16)
            except (*FAULTS, RuntimeError):
                continue
            return coded
    return None


def _is_empty(stream: BinaryIO, start: int, end: int) -> bool:
    """Tell whether nothing but zeros lies between two members: one whose header is damaged is stepped over."""
    while start < end:
        stream.seek(start)
        block = stream.read(min(_BLOCK, end - start))
        if not block or block.strip(b"\0"):
            return not block
        start += len(block)
    return True


def _give_tar_member(
    archive: tarfile.TarFile, entry: tarfile.TarInfo, ordinal: int, sink: Sink, budget: Budget
) -> None:
    if entry.issym() or entry.islnk():
        sink.failed_child(ordinal, entry.name, 0, ItemCode.LINK)
    elif not entry.isfile():
        sink.failed_child(ordinal, entry.name, 0, ItemCode.SPECIAL_FILE)
    elif is_system(entry.name):
        sink.failed_child(ordinal, entry.name, entry.size, ItemCode.SYSTEM_FILE)
    else:
        unfold_into(sink, ordinal, entry.name, entry.size, lambda: archive.extractfile(entry), budget)


def _give_without_directory(source: Source, sink: Sink, limits: ReadLimits) -> None:
    """Hand over the members of a zip whose directory is missing or broken."""
    if not _give_loose(source.stream, source.size_bytes, 1, sink, Budget(source, limits)):
        raise CannotRead(ItemCode.CORRUPT)
    sink.partly(ItemCode.PARTLY_CORRUPT)


def _give_loose(stream: BinaryIO, size: int, first: int, sink: Sink, budget: Budget) -> int:
    """Hand over members by the headers before them; return how many there were."""
    ordinal = first
    for member in loose_members(stream, size):
        if member.name.endswith("/"):
            continue
        if member.is_encrypted:
            sink.failed_child(ordinal, member.name, member.size, ItemCode.ENCRYPTED)
        elif is_system(member.name):
            sink.failed_child(ordinal, member.name, member.size, ItemCode.SYSTEM_FILE)
        else:
            unfold_into(sink, ordinal, member.name, member.size, member.opener(stream), budget)
        ordinal += 1
    return ordinal - first


def is_system(name: str) -> bool:
    """Return whether a member is a leftover of an operating system, by its name.

    Example:
        >>> is_system("__MACOSX/._a.txt"), is_system("x/Thumbs.db"), is_system("a.txt")
        (True, True, False)
    """
    path = name.replace("\\", "/").lower()
    base = posixpath.basename(path)
    return path.startswith("__macosx/") or "/__macosx/" in path or base in _SYSTEM_NAMES


__all__ = ["FAULTS", "READER", "READERS", "Budget", "LooseMember", "Tar", "Zip", "is_system", "unfold_into"]

"""The header of a 7z archive: folders of packed streams, and the files they unfold to.

Nothing it claims is believed further than the bytes that are there: counts are bounded before anything is made of them.

Source: 7zFormat.txt of the LZMA SDK (7-Zip 24), sections "Header structures" and "Parsing".
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

MAGIC = b"7z\xbc\xaf\x27\x1c"
_END, _HEADER, _ARCHIVE, _MORE_STREAMS, _STREAMS, _FILES, _PACK, _UNPACK, _SUB, _SIZE, _CRC, _FOLDER = range(12)
_UNPACK_SIZE, _COUNTS, _EMPTY, _EMPTY_FILE, _ANTI, _NAMES = range(12, 18)
_ATTRIBUTES, ENCODED_HEADER = 0x15, 0x17
_MOST_FILES = 2_000_000
_MOST_FOLDERS = 200_000
_MOST_CODERS = 32
_LINK = 0o120000


class SevenZipError(Exception):
    """The header breaks the format."""


@dataclass(frozen=True, slots=True)
class Coder:
    """One step of unpacking: its method and properties."""

    method: bytes
    properties: bytes
    inputs: int = 1


@dataclass
class Folder:
    """Packed streams and the chain of coders that unfolds them."""

    coders: list[Coder]
    bound: dict[int, int]
    """Which output feeds which input."""
    sizes: list[int] = field(default_factory=list)
    """Bytes that come out of each coder."""
    crc: int | None = None
    packed: list[tuple[int, int]] = field(default_factory=list)
    """Where each packed stream begins, and its bytes."""
    parts: list[tuple[int, int | None]] = field(default_factory=list)
    """Size and checksum of each file in it, in order."""

    @property
    def size(self) -> int:
        """Return the bytes that come out at the end of the chain."""
        outer = next((n for n in range(len(self.coders)) if n not in self.bound.values()), 0)
        return self.sizes[outer] if outer < len(self.sizes) else 0

    def chain(self) -> list[Coder]:
        """Return the coders from the last to the first; raises SevenZipError for anything but a chain."""
        if any(coder.inputs != 1 for coder in self.coders):
            raise SevenZipError
        outer = next((n for n in range(len(self.coders)) if n not in self.bound.values()), 0)
        steps = [outer]
        while steps[-1] in self.bound and len(steps) <= len(self.coders):
            steps.append(self.bound[steps[-1]])
        if len(steps) != len(self.coders):
            raise SevenZipError
        return [self.coders[step] for step in steps]


@dataclass(frozen=True, slots=True)
class Member:
    """One file: its name, whether it has bytes, whether it is a folder or a link."""

    name: str
    has_stream: bool
    is_folder: bool = False
    is_link: bool = False


class Fields:
    """Reads a header from its start."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def byte(self) -> int:
        """Return the next byte."""
        return self.take(1)[0]

    def take(self, count: int) -> bytes:
        """Return the next bytes; raises SevenZipError if there are not as many."""
        data = self._data[self._at : self._at + count]
        if count < 0 or len(data) < count:
            raise SevenZipError
        self._at += count
        return data

    def rest(self) -> bytes:
        """Return all bytes that are left."""
        return self.take(len(self._data) - self._at)

    def number(self, most: int = 1 << 62) -> int:
        """Return a number of variable length, at most ``most``."""
        first = self.byte()
        mask, value = 0x80, 0
        for index in range(8):
            if not first & mask:
                value |= (first & (mask - 1)) << 8 * index
                break
            value |= self.byte() << 8 * index
            mask >>= 1
        if value > most:
            raise SevenZipError
        return value

    def bits(self, count: int, *, may_be_all: bool = False) -> list[bool]:
        """Return that many bits, the first one highest; ``may_be_all`` if a byte before says that all are set."""
        if may_be_all and self.byte():
            return [True] * count
        data = self.take((count + 7) // 8)
        return [bool(data[n // 8] & 0x80 >> n % 8) for n in range(count)]

    def checksums(self, count: int) -> list[int | None]:
        """Return checksums, None where there is none."""
        has = self.bits(count, may_be_all=True)
        return [struct.unpack("<I", self.take(4))[0] if one else None for one in has]


def streams(fields: Fields) -> list[Folder]:
    """Return the folders of a block of streams, the files inside each by size."""
    packed: list[tuple[int, int]] = []
    folders: list[Folder] = []
    has_parts = False
    while (kind := fields.byte()) != _END:
        if kind == _PACK:
            packed = _packed(fields)
        elif kind == _UNPACK:
            folders = _folders(fields)
        elif kind == _SUB:
            _parts(fields, folders)
            has_parts = True
        else:
            raise SevenZipError
    for folder in folders:
        need = sum(coder.inputs for coder in folder.coders) - len(folder.bound)
        folder.packed, packed = packed[:need], packed[need:]
        if len(folder.packed) < need:
            raise SevenZipError
        if not has_parts:
            folder.parts = [(folder.size, folder.crc)]
    return folders


def header(data: bytes) -> tuple[list[Folder], list[Member]]:
    """Return folders and files of a header that is not packed itself."""
    fields = Fields(data)
    if fields.byte() != _HEADER:
        raise SevenZipError
    folders: list[Folder] = []
    members: list[Member] = []
    while (kind := fields.byte()) != _END:
        if kind == _ARCHIVE:
            while fields.byte() != _END:
                fields.take(fields.number())
        elif kind == _MORE_STREAMS:
            streams(fields)
        elif kind == _STREAMS:
            folders = streams(fields)
        elif kind == _FILES:
            members = _members(fields)
        else:
            raise SevenZipError
    return folders, members


def _packed(fields: Fields) -> list[tuple[int, int]]:
    at, count = fields.number(), fields.number(_MOST_FOLDERS)
    found: list[tuple[int, int]] = []
    while (kind := fields.byte()) != _END:
        if kind == _SIZE:
            for _ in range(count):
                size = fields.number()
                found.append((32 + at, size))
                at += size
        elif kind == _CRC:
            fields.checksums(count)
        else:
            raise SevenZipError
    return found


def _folders(fields: Fields) -> list[Folder]:
    if fields.byte() != _FOLDER:
        raise SevenZipError
    count = fields.number(_MOST_FOLDERS)
    if fields.byte():
        raise SevenZipError
    folders = [_folder(fields) for _ in range(count)]
    while (kind := fields.byte()) != _END:
        if kind == _UNPACK_SIZE:
            for folder in folders:
                folder.sizes = [fields.number() for _ in folder.coders]
        elif kind == _CRC:
            for folder, crc in zip(folders, fields.checksums(count), strict=True):
                folder.crc = crc
        else:
            raise SevenZipError
    return folders


def _folder(fields: Fields) -> Folder:
    coders = []
    for _ in range(fields.number(_MOST_CODERS)):
        flags = fields.byte()
        method = fields.take(flags & 0x0F)
        inputs, outputs = (fields.number(8), fields.number(8)) if flags & 0x10 else (1, 1)
        properties = fields.take(fields.number(1 << 16)) if flags & 0x20 else b""
        if outputs != 1 or flags & 0x80:
            raise SevenZipError
        coders.append(Coder(method, properties, inputs))
    bound = {}
    for _ in range(max(0, len(coders) - 1)):
        fed, feeder = fields.number(64), fields.number(64)
        bound[fed] = feeder
    free = sum(coder.inputs for coder in coders) - len(bound)
    if free > 1:
        for _ in range(free):
            fields.number(64)
    if not coders:
        raise SevenZipError
    return Folder(coders, bound)


def _parts(fields: Fields, folders: list[Folder]) -> None:
    """Read how many files each folder holds, their sizes and checksums; the last size follows from the others."""
    counts = [1] * len(folders)
    kind = fields.byte()
    if kind == _COUNTS:
        counts = [fields.number(_MOST_FILES) for _ in folders]
        kind = fields.byte()
    for folder, count in zip(folders, counts, strict=True):
        sizes = [fields.number() for _ in range(count - 1)] if kind == _SIZE or count <= 1 else []
        folder.parts = [(size, None) for size in sizes]
        if count:
            folder.parts.append((max(0, folder.size - sum(sizes)), None))
    if kind == _SIZE:
        kind = fields.byte()
    while kind != _END:
        if kind != _CRC:
            raise SevenZipError
        unknown = [f for f in folders if not (len(f.parts) == 1 and f.crc is not None)]
        sums = iter(fields.checksums(sum(len(folder.parts) for folder in unknown)))
        for folder in unknown:
            folder.parts = [(size, next(sums)) for size, _ in folder.parts]
        kind = fields.byte()
    for folder in folders:
        if len(folder.parts) == 1 and folder.crc is not None:
            folder.parts = [(folder.parts[0][0], folder.crc)]


def _members(fields: Fields) -> list[Member]:
    count = fields.number(_MOST_FILES)
    names: list[str] = []
    empty, is_file, attributes = [False] * count, [False] * count, [0] * count
    while (kind := fields.number()) != _END:
        inner = Fields(fields.take(fields.number()))
        if kind == _NAMES and not inner.byte():
            names = _names(inner, count)
        elif kind == _EMPTY:
            empty = inner.bits(count)
        elif kind == _EMPTY_FILE:
            flags = iter(inner.bits(sum(empty)))
            is_file = [next(flags) if one else False for one in empty]
        elif kind == _ATTRIBUTES:
            has = inner.bits(count, may_be_all=True)
            if not inner.byte():
                attributes = [struct.unpack("<I", inner.take(4))[0] if one else 0 for one in has]
    names += [f"member {n + 1}" for n in range(len(names), count)]
    return [
        Member(name, not empty[n], empty[n] and not is_file[n], attributes[n] >> 16 & 0o170000 == _LINK)
        for n, name in enumerate(names)
    ]


def _names(fields: Fields, count: int) -> list[str]:
    raw = fields.rest()
    text = raw[: len(raw) // 2 * 2].decode("utf-16-le", "replace")
    return text.split("\0")[:count]

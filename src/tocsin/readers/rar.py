"""RAR archives of every generation, members handed on one by one; parts of a set whose other parts lie elsewhere named.

Source: RAR 5.0 archive format (rarlab.com technote); unpacking by rars (Apache-2.0), within its own limits.
"""

from __future__ import annotations

import io
from typing import Any

import rars

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers.archive import is_system
from tocsin.readers.interface import CannotRead, Sink, Source, Unit

_MOST_BYTES = 512 << 20
_MOST_MEMBERS = 1_000_000
_MOST_HEADER = 64 << 20
_DICTIONARY = 256 << 20
_LOCKED = (rars.PasswordRequired, rars.BadPassword)


class Rar:
    """The reader of RAR archives."""

    name = "rar"
    media_types = frozenset({"application/vnd.rar", "application/x-rar-compressed"})
    is_container = True

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return no slices: an archive is read whole."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Hand over every member."""
        if source.size_bytes > _MOST_BYTES:
            raise CannotRead(ItemCode.TOO_LARGE)
        data = source.stream.read()
        archive, password = _opened(data, source)
        members = [entry for entry in archive.infolist() if not entry.is_dir()]
        sink.declared(len(members))
        left = min(limits.expanded_bytes, max(limits.expansion_free_bytes, len(data) * limits.expansion_ratio))
        for ordinal, entry in enumerate(members, 1):
            left -= _give(archive, entry, ordinal, sink, (password, *source.passwords), min(left, _MOST_BYTES))


READER = Rar()


def _opened(data: bytes, source: Source) -> tuple[Any, str]:
    """Return the archive and the password its header needed, if any."""
    options = rars.ReadOptions(
        max_header_count=_MOST_MEMBERS, max_header_bytes=_MOST_HEADER, rar50_dictionary_size_limit=_DICTIONARY
    )
    is_locked = False
    for password in ("", *source.passwords):
        try:
            return rars.RarFile.from_bytes(data, password or None, options=options), password
        except _LOCKED:
            is_locked = True
        except rars.UnsupportedRarFeature as unknown:
            raise CannotRead(ItemCode.NO_READER) from unknown
        except (rars.Error, ValueError, OverflowError) as broken:
            if not is_locked:
                raise CannotRead(ItemCode.CORRUPT) from broken
    raise CannotRead(ItemCode.ENCRYPTED)


def _give(archive: Any, entry: Any, ordinal: int, sink: Sink, passwords: tuple[str, ...], left: int) -> int:
    """Hand one member over, or say why not; return the bytes that came out."""
    name, size = str(entry.filename), int(entry.file_size)
    code = _refusal(entry, name, size, left)
    if code is not None:
        sink.failed_child(ordinal, name, size, code)
        if code is ItemCode.BOMB:
            raise CannotRead(code)
        return 0
    options = rars.ReadOptions(
        max_member_output_bytes=left, max_total_output_bytes=left, rar50_dictionary_size_limit=_DICTIONARY
    )
    for password in dict.fromkeys(passwords):
        try:
            body = bytes(archive.read(entry, password or None, options=options))
        except _LOCKED:
            code = ItemCode.ENCRYPTED
        except KeyError:
            code = ItemCode.LINK
        except rars.UnsupportedRarFeature:
            code = ItemCode.NO_READER
        except (rars.Error, ValueError, OverflowError, OSError):
            code = ItemCode.ENCRYPTED if entry.is_encrypted else ItemCode.CORRUPT
        else:
            sink.child(ordinal, name, io.BytesIO(body), len(body))
            return len(body)
        if not entry.is_encrypted:
            break
    sink.failed_child(ordinal, name, size, code or ItemCode.CORRUPT)
    return 0


def _refusal(entry: Any, name: str, size: int, left: int) -> ItemCode | None:
    if entry.is_split_before or entry.is_split_after:
        return ItemCode.VOLUME_MISSING
    if is_system(name):
        return ItemCode.SYSTEM_FILE
    if size > left:
        return ItemCode.BOMB if size > _MOST_BYTES or left < _MOST_BYTES else ItemCode.TOO_LARGE
    return None

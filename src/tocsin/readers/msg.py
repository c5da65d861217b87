"""Outlook items kept as compound files (.msg): mail, appointments, contacts, tasks, notes, and what hangs on them.

The streams themselves are walked, not only the property list, so that a broken list hides no text.

Source: MS-OXMSG 2 (storages and streams), MS-CFB.
"""

from __future__ import annotations

import struct
from collections import defaultdict
from typing import Any

import olefile

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers.cfb_write import compound_file
from tocsin.readers.interface import CannotRead, Sink, Source, Unit
from tocsin.readers.mapi import (
    BINARY,
    FIXED_BYTES,
    MANY,
    STRING8,
    UNICODE,
    Key,
    MapiAttachment,
    MapiMessage,
    Named,
    Properties,
    Value,
    charset_of,
    named_keys,
    value_of,
)
from tocsin.readers.mapi_message import give_message
from tocsin.readers.ole_children import is_torn

_MOST_BYTES = 512 << 20
_MOST_DEPTH = 40
_STREAM = "__substg1.0_"
_LIST = "__properties_version1.0"
_TERMINATOR = 2
"""Bytes that the list counts for the end of a text: an empty one has no stream."""
_NAMES = "__nameid_version1.0"
_EMBEDDED = "__substg1.0_3701000d"
_BROKEN = (OSError, ValueError, OverflowError, struct.error, IndexError, KeyError, TypeError, AttributeError)
_Tree = dict[str, Any]
"""Storages as dictionaries, streams as their full path; names in lower case."""


class Msg:
    """The reader of Outlook message files."""

    name = "msg"
    media_types = frozenset({"application/vnd.ms-outlook"})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return no slices: a message is read whole."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Read the message and what hangs on it."""
        if source.size_bytes > _MOST_BYTES:
            raise CannotRead(ItemCode.TOO_LARGE)
        try:
            ole: Any = olefile.OleFileIO(source.stream)
        except _BROKEN as broken:
            raise CannotRead(ItemCode.CORRUPT) from broken
        with ole:
            parser = _Parser(ole)
            message = parser.message(_tree(ole), 32, 0)
            parser.is_broken |= is_torn(ole)
        if not message.properties and not message.attachments:
            raise CannotRead(ItemCode.CORRUPT)
        if parser.is_broken:
            sink.partly(ItemCode.PARTLY_CORRUPT)
        if parser.is_short:
            sink.partly(ItemCode.COUNT_DIFFERS)
        give_message(message, sink, limits)


READER = Msg()


def _tree(ole: Any) -> _Tree:
    root: _Tree = {}
    for path in ole.listdir(streams=True, storages=True):
        place = root
        for step in path[:-1]:
            place = place.setdefault(step.lower(), {})
            if not isinstance(place, dict):
                break
        if isinstance(place, dict):
            leaf = path[-1].lower()
            if ole.get_type(path) == olefile.STGTY_STREAM:
                place[leaf] = list(path)
            else:
                place.setdefault(leaf, {})
    return root


class _Parser:
    """Reads the storages of one file."""

    def __init__(self, ole: Any) -> None:
        self._ole = ole
        self._names: dict[int, Named] = {}
        self.is_broken = False
        self.is_short = False
        """Whether fewer recipients or attachments are there than a message says."""

    def message(self, tree: _Tree, header: int, depth: int) -> MapiMessage:
        """Return the item of a storage; ``header`` is how many bytes stand before the property list."""
        message = MapiMessage()
        if depth > _MOST_DEPTH:
            self.is_broken = True
            return message
        if isinstance(tree.get(_NAMES), dict):
            names = tree[_NAMES]
            streams = [self._bytes(names.get(f"{_STREAM}000{number}0102")) for number in (2, 3, 4)]
            self._names = named_keys(*streams)
        message.properties = self._properties(tree, header, "")
        declared = charset_of(message.properties, 0x3FFD, 0x3FDE)
        for name in sorted(tree):
            if name.startswith("__recip_version1.0_") and isinstance(tree[name], dict):
                message.recipients.append(self._properties(tree[name], 8, declared))
            elif name.startswith("__attach_version1.0_") and isinstance(tree[name], dict):
                message.attachments.append(self._attachment(tree[name], declared, depth))
        self._hold_against_header(tree, header, message)
        return message

    def _hold_against_header(self, tree: _Tree, header: int, message: MapiMessage) -> None:
        """Hold the recipients and attachments that are there against the counts that stand before the list."""
        head = self._bytes(tree.get(_LIST))[:header]
        if len(head) == header:
            recipients, attachments = struct.unpack_from("<II", head, 16)
            self.is_short |= recipients > len(message.recipients) or attachments > len(message.attachments)

    def _attachment(self, tree: _Tree, declared: str, depth: int) -> MapiAttachment:
        properties = self._properties(tree, 8, declared)
        inner = tree.get(_EMBEDDED)
        if isinstance(inner, dict):
            if _LIST in inner or any(name.startswith(_STREAM) for name in inner):
                names = self._names
                message = self.message(inner, 24, depth + 1)
                self._names = names
                return MapiAttachment(properties, None, message)
            return MapiAttachment(properties, compound_file(self._copied(inner)))
        data = properties.pop(0x3701, None)
        return MapiAttachment(properties, data if isinstance(data, bytes) else None)

    def _copied(self, tree: _Tree) -> dict[str, Any]:
        """Return a storage with its streams' bytes: an embedded document."""
        copied: dict[str, Any] = {}
        for name, path in tree.items():
            if isinstance(path, dict):
                copied[name] = self._copied(path)
            else:
                copied[path[-1]] = self._bytes(path)
        return copied

    def _properties(self, tree: _Tree, header: int, declared: str) -> Properties:
        """Return the properties of a storage: the fixed ones of its list, then those with a stream of their own."""
        found: Properties = {}
        listed = self._bytes(tree.get(_LIST))[header:]
        for at in range(0, len(listed) - 15, 16):
            kind, number = struct.unpack_from("<HH", listed, at)
            if kind in FIXED_BYTES and FIXED_BYTES[kind] <= 8:
                self._put(found, number, value_of(kind, listed[at + 8 : at + 16]))
            elif kind in {STRING8, UNICODE, BINARY}:
                (size,) = struct.unpack_from("<I", listed, at + 8)
                self.is_broken |= size > _TERMINATOR and f"{_STREAM}{number:04x}{kind:04x}" not in tree
        declared = charset_of(found, 0x3FFD, 0x3FDE) or declared
        many: dict[tuple[int, int], dict[int, bytes]] = defaultdict(dict)
        for name, path in tree.items():
            if not name.startswith(_STREAM) or not isinstance(path, list):
                continue
            tag, _, index = name[len(_STREAM) :].partition("-")
            try:
                number, kind = int(tag[:4], 16), int(tag[4:8], 16)
                place = int(index, 16) if index else -1
            except ValueError:
                continue
            if kind & MANY:
                many[number, kind][place] = self._bytes(path) if place >= 0 else b""
            elif kind in {STRING8, UNICODE, BINARY}:
                self._put(found, number, value_of(kind, self._bytes(path), declared))
        for (number, kind), values in many.items():
            parts = [values[place] for place in sorted(values) if place >= 0]
            self._put(found, number, _several(kind & ~MANY, parts, declared))
        return found

    def _put(self, found: Properties, number: int, value: Value | None) -> None:
        key: Key | None = number if number < 0x8000 else self._names.get(number, ("", number))
        if value is not None and key is not None:
            found[key] = value

    def _bytes(self, path: object) -> bytes:
        if not isinstance(path, list):
            return b""
        try:
            data = self._ole.openstream(path).read()
        except _BROKEN:
            self.is_broken = True
            return b""
        return bytes(data)


def _several(kind: int, parts: list[bytes], declared: str) -> Value | None:
    if kind in {STRING8, UNICODE}:
        texts = (value_of(kind, part, declared) for part in parts)
        return tuple(text for text in texts if isinstance(text, str))
    return tuple(parts) if kind == BINARY else None

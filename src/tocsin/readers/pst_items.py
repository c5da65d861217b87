"""The upper layer of an Outlook data file: folders, and items with their recipients, attachments and inner items.

Source: MS-PST 2.4 (folders, messages, attachments, named properties).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import islice

from tocsin.readers.mapi import MapiAttachment, MapiMessage, Properties, charset, named_keys, number_of, text_of
from tocsin.readers.pst_blocks import Node, PstError, Store
from tocsin.readers.pst_heap import Heap, Names, Table, properties

FOLDER, MESSAGE, ASSOCIATED = 0x02, 0x04, 0x08
_ROOT, _STORE, _NAMES = 0x122, 0x21, 0x61
_HIERARCHY, _CONTENTS, _ASSOCIATED_CONTENTS = 0x0D, 0x0E, 0x0F
_ATTACHMENTS, _RECIPIENTS = 0x671, 0x692
_DATA = 0x3701
_EMBEDDED = 5
_MOST_DEPTH = 40
_MOST_FOLDERS = 100_000
_MOST_RECIPIENTS = 50_000
_BROKEN = (PstError, struct.error)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder, its path from the top, and the two tables of what it holds."""

    nid: int
    path: str
    has_contents: bool


class Items:
    """What a file holds, read on demand."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.names = Names({}, "")
        self.names = Names(self._named(), "")
        self.is_whole = True
        """Whether everything asked for so far could be read."""

    def folders(self) -> list[Folder]:
        """Return all folders that the tables of folders lead to, from the top down."""
        found: list[Folder] = []
        seen = {_ROOT}
        waiting = [(_ROOT, "")]
        while waiting and len(found) < _MOST_FOLDERS:
            nid, path = waiting.pop()
            found.append(Folder(nid, path, has_contents=nid & 0x1F == FOLDER))
            below = [one for one in self._ids(nid, _HIERARCHY) if one not in seen and one & 0x1F == FOLDER]
            seen.update(below)
            waiting += [(one, f"{path}/{self._name(one)}" if path else self._name(one)) for one in reversed(below)]
        self.is_whole &= not waiting
        return found

    def listed(self, folder: Folder, start: int = 0, end: int = 1 << 32) -> list[int]:
        """Return the items that a folder's tables list, by their numbers from ``start`` to before ``end``."""
        both = [self._ids(folder.nid, kind, start, end) for kind in (_CONTENTS, _ASSOCIATED_CONTENTS)]
        return [one for ids in both for one in ids]

    def message(self, node: Node, depth: int = 0) -> MapiMessage:
        """Return an item whole; parts of it that cannot be read are left out and ``is_whole`` says so.

        Raises:
            PstError: not even its property list can be read.
        """
        heap = Heap(self.store, node)
        found, _, is_whole = properties(heap, self.names)
        self.is_whole &= is_whole
        names = self.names
        declared = charset(number_of(found, 0x3FFD))
        if declared:
            self.names = Names(names.named, declared)
            found, _, _ = properties(heap, self.names)
        message = MapiMessage(found)
        self._recipients(heap, message)
        self._attachments(heap, message, depth)
        self.names = names
        return message

    def _recipients(self, heap: Heap, message: MapiMessage) -> None:
        node = heap.subs.get(_RECIPIENTS)
        if node is None:
            return
        try:
            table = Table(Heap(self.store, node))
            message.recipients = list(islice(table.rows(self.names), _MOST_RECIPIENTS + 1))
            self.is_whole &= table.is_whole and len(message.recipients) <= _MOST_RECIPIENTS
        except _BROKEN:
            self.is_whole = False

    def _attachments(self, heap: Heap, message: MapiMessage, depth: int) -> None:
        """Read the attachments that the table lists and those that are there; neither alone is trusted."""
        node = heap.subs.get(_ATTACHMENTS)
        listed: list[int] = []
        if node is not None:
            try:
                listed = Table(Heap(self.store, node)).ids()
            except _BROKEN:
                self.is_whole = False
        there = [nid for nid in heap.subs if nid & 0x1F == 0x05]
        for nid in dict.fromkeys([*listed, *there]):
            message.attachments.append(self._attachment(heap.subs.get(nid), depth))

    def _attachment(self, node: Node | None, depth: int) -> MapiAttachment:
        if node is None:
            self.is_whole = False
            return MapiAttachment({})
        try:
            heap = Heap(self.store, node)
            found, objects, is_whole = properties(heap, self.names)
        except _BROKEN:
            self.is_whole = False
            return MapiAttachment({})
        self.is_whole &= is_whole
        data = found.pop(_DATA, None)
        attachment = MapiAttachment(found, data if isinstance(data, bytes) else None)
        inner = heap.subs.get(objects[_DATA][0]) if _DATA in objects else None
        if inner is not None:
            self._open(attachment, inner, found, depth)
        return attachment

    def _open(self, attachment: MapiAttachment, inner: Node, found: Properties, depth: int) -> None:
        try:
            if number_of(found, 0x3705) != _EMBEDDED:
                attachment.data = self.store.data(inner.data)
            elif depth < _MOST_DEPTH:
                attachment.message = self.message(inner, depth + 1)
            else:
                self.is_whole = False
        except _BROKEN:
            self.is_whole = False

    def _name(self, nid: int) -> str:
        """Return a folder's name as one step of a path."""
        node = self.store.node(nid)
        try:
            name = text_of(properties(Heap(self.store, node), self.names)[0], 0x3001) if node else ""
        except _BROKEN:
            name = ""
        return name.replace("/", "_").replace("\\", "_") or f"folder {nid:x}"

    def _ids(self, nid: int, kind: int, start: int = 0, end: int = 1 << 32) -> list[int]:
        try:
            node = self.store.node(nid & ~0x1F | kind)
            return Table(Heap(self.store, node)).ids(start, end) if node else []
        except _BROKEN:
            self.is_whole = False
            return []

    def _named(self) -> dict[int, tuple[str, int | str]]:
        try:
            node = self.store.node(_NAMES)
            found = properties(Heap(self.store, node), self.names)[0] if node else {}
        except _BROKEN:
            return {}
        streams = [found.get(number, b"") for number in (2, 3, 4)]
        guids, entries, strings = (one if isinstance(one, bytes) else b"" for one in streams)
        return named_keys(guids, entries, strings)

"""A document that is a zip of parts (Office Open XML, OpenDocument): bounded access, hardened XML, relations, children.

Invariant: at most ``_most_bytes`` are ever unfolded from one package, whatever its directory claims.
Source: ECMA-376 part 2 (Open Packaging Conventions); OpenDocument 1.3 part 2.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, BinaryIO, cast
from urllib.parse import unquote

from lxml import etree

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers.interface import CannotRead, Sink, Source

Element = Any
"""An lxml element (lxml has no types here)."""
PART_BYTES = 96 << 20
"""A part that must be held as one tree is at most this long."""
_BLOCK = 1 << 18
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError)
_SECURE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False, "recover": True}


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation of a part: ``kind`` is the last step of its type, ``target`` a part name or an outer address."""

    kind: str
    target: str
    is_outer: bool


class Package:
    """The parts of one document; names are matched without regard to case."""

    def __init__(self, source: Source, sink: Sink, limits: ReadLimits) -> None:
        self.sink = sink
        self._most_elements = limits.elements
        self._left = max(limits.expansion_free_bytes, source.size_bytes * limits.expansion_ratio)
        self._left = min(self._left, limits.expanded_bytes)
        try:
            self._zip = zipfile.ZipFile(source.stream)
        except _BROKEN as broken:
            raise CannotRead(ItemCode.CORRUPT) from broken
        self._parts = {_normal(entry.filename): entry for entry in self._zip.infolist() if not entry.is_dir()}
        if any(entry.flag_bits & 1 for entry in self._parts.values()):
            raise CannotRead(ItemCode.ENCRYPTED)

    def names(self, prefix: str = "") -> list[str]:
        """Return the names of the parts below ``prefix``, lower case, in the order of the package."""
        return [name for name in self._parts if name.startswith(prefix.lower())]

    def has(self, name: str) -> bool:
        """Return whether there is such a part."""
        return _normal(name) in self._parts

    def stream(self, name: str) -> IO[bytes]:
        """Return a bounded stream over a part; a part that is missing is empty, one that breaks ends early."""
        entry = self._parts.get(_normal(name))
        if entry is None:
            return io.BytesIO()
        try:
            return cast("IO[bytes]", _Bounded(self, self._zip.open(entry)))
        except _BROKEN:
            self.sink.partly(ItemCode.PARTLY_CORRUPT)
            return io.BytesIO()

    def data(self, name: str, most: int = PART_BYTES) -> bytes:
        """Return a part's bytes, cut at ``most``."""
        with self.stream(name) as stream:
            data = _all(stream, most)
        if len(data) > most:
            self.sink.partly(ItemCode.TRUNCATED)
        return data[:most]

    def tree(self, name: str) -> Element | None:
        """Return the root element of an XML part, or None where there is none."""
        data = self.data(name)
        if not data.strip():
            return None
        parser = etree.XMLParser(**_SECURE)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError:
            root = None
        if root is None or _is_cut(parser.error_log):
            self.sink.partly(ItemCode.PARTLY_CORRUPT)
        return root

    def elements(self, name: str, *tags: str, parent: str = "") -> Iterator[Element]:
        """Yield the elements of those tags as they end, freeing what went before; ``parent`` asks for direct children.

        Tags are local names; the namespace does not matter (strict and transitional documents differ in it).
        """
        with self.stream(name) as stream:
            yield from stream_elements(stream, self.sink, self._most_elements, *tags, parent=parent)

    def relations(self, part: str) -> dict[str, Relation]:
        """Return the relations of a part by their id."""
        folder, base = posixpath.split(_normal(part))
        root = self.tree(f"{folder}/_rels/{base}.rels") if self.has(f"{folder}/_rels/{base}.rels") else None
        found: dict[str, Relation] = {}
        for one in () if root is None else root.iter("{*}Relationship"):
            is_outer = one.get("TargetMode", "") == "External"
            target = one.get("Target", "")
            if not is_outer:
                target = _normal(posixpath.normpath(posixpath.join("/" + folder, unquote(target))))
            found[one.get("Id", "")] = Relation(one.get("Type", "").rstrip("/").rsplit("/", 1)[-1], target, is_outer)
        return found

    def related(self, part: str, kind: str) -> list[str]:
        """Return the parts that ``part`` is related to by ``kind``, in their order, without doubles."""
        targets = [r.target for r in self.relations(part).values() if r.kind.lower() == kind.lower() and not r.is_outer]
        return [name for name in dict.fromkeys(targets) if self.has(name)]

    def main_part(self, usual: str) -> str:
        """Return the name of the document's main part."""
        found = self.related("", "officeDocument")
        return found[0] if found else usual

    def give_children(self, *folders: str) -> None:
        """Hand every part below the folders (pictures, embedded files) to the sink as children."""
        names = [n for n in self._parts if n.startswith(folders) and not n.endswith((".rels", "/"))]
        for ordinal, name in enumerate(names, 1):
            entry = self._parts[name]
            base = posixpath.basename(entry.filename.replace("\\", "/"))
            with self.stream(name) as stream:
                data = _all(stream, self._left)
            if data or not entry.file_size:
                self.sink.child(ordinal, base, io.BytesIO(data), len(data))
            else:
                self.sink.failed_child(ordinal, base, entry.file_size, ItemCode.CORRUPT)

    def spend(self, size: int) -> None:
        """Count unfolded bytes; raises CannotRead(BOMB) past the limit."""
        self._left -= size
        if self._left < 0:
            raise CannotRead(ItemCode.BOMB)


class _Bounded(io.RawIOBase):
    """A part while it unfolds: counted, and silent after the place where it breaks."""

    def __init__(self, package: Package, inner: IO[bytes]) -> None:
        self._package, self._inner = package, inner

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        if size is None or size < 0:
            return _all(cast("IO[bytes]", self), 1 << 40)
        try:
            data = self._inner.read(size)
        except _BROKEN:
            self._package.sink.partly(ItemCode.PARTLY_CORRUPT)
            return b""
        self._package.spend(len(data))
        return data

    def close(self) -> None:
        self._inner.close()
        super().close()


def stream_elements(stream: IO[bytes], sink: Sink, most: int, *tags: str, parent: str = "") -> Iterator[Element]:
    """Yield elements of an XML stream as they end, freeing what went before.

    Raises:
        CannotRead: there are more than ``most`` of them; what came before was given.
    """
    context = etree.iterparse(
        cast("BinaryIO", stream), events=("end",), tag=tuple("{*}" + tag for tag in tags), **_SECURE
    )
    count = 0
    try:
        for _, element in context:
            above = element.getparent()
            if parent and (above is None or local(above) != parent):
                continue
            count += 1
            if count > most:
                raise CannotRead(ItemCode.TOO_LARGE)
            yield element
            element.clear(keep_tail=False)
            while above is not None and element.getprevious() is not None:
                del above[0]
    except etree.XMLSyntaxError:
        sink.partly(ItemCode.PARTLY_CORRUPT)
        return
    if _is_cut(context.error_log):
        sink.partly(ItemCode.PARTLY_CORRUPT)


def local(element: Element) -> str:
    """Return the tag without its namespace; comments and instructions have none."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """Return an attribute by its local name, whatever its namespace."""
    found = element.get(name)
    if found is not None:
        return str(found)
    return next((str(value) for key, value in element.attrib.items() if key.rsplit("}", 1)[-1] == name), "")


def _is_cut(log: Any) -> bool:
    return any(entry.level_name == "FATAL" and "namespace" not in entry.message.lower() for entry in log)


def _all(stream: IO[bytes], most: int) -> bytes:
    out = bytearray()
    while len(out) <= most and (block := stream.read(_BLOCK)):
        out += block
    return bytes(out)


def _normal(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()

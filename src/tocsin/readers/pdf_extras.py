"""What a PDF carries beside its pages: form values no page shows, notes, XFA data, files, bookmarks, properties.

Opened a second time with pikepdf (qpdf), which sees the objects that pdfium keeps to itself.
Source: ISO 32000-2, 7.11.4 (embedded files), 12.3.3 (outline), 12.5 (annotations), 12.7 (forms), 14.3.3 (document
information).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from lxml import etree

from tocsin.config import ReadLimits
from tocsin.model.bodies import Field
from tocsin.model.item_ends import ItemCode
from tocsin.readers.interface import Sink, Source
from tocsin.readers.pdf_damage import is_damaged

_MOST_BYTES = 400 << 20
_MOST_FIELDS = 50_000
_MOST_NOTES = 50_000
_ATTACHMENT_BYTES = 256 << 20
_DEPTH = 30
_PDF_ERRORS = (pikepdf.PikepdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError, NotImplementedError)
_SHOWN = frozenset({"/Widget", "/Link", "/Popup"})
_OF_PROGRAMS = frozenset({"/Author", "/Creator", "/Producer", "/CreationDate", "/ModDate", "/Trapped"})
"""Properties that say how a document was made; whose it is does not stand there, and its author is at work."""
_NOTHING = frozenset({"", "untitled", "unspecified", "anonymous"})
_MOST_PROPERTIES = 200


def mended(source: Source, password: str) -> bytes | None:
    """Return the document as qpdf mends it, or None if it cannot."""
    if source.size_bytes > _MOST_BYTES:
        return None
    try:
        source.stream.seek(0)
        with pikepdf.open(source.stream, password=password) as document:
            out = io.BytesIO()
            document.save(out)
            return out.getvalue()
    except _PDF_ERRORS:
        return None


@dataclass(frozen=True, slots=True)
class Shown:
    """What the pages gave."""

    pages: int
    """As many as the document says it has."""
    text: str
    """All text without blanks."""
    is_unread: bool = False
    """Whether only a reader of pictures could read it: it then ends as unread, whatever its properties say."""


def give_extras(source: Source, password: str, shown: Shown, sink: Sink, limits: ReadLimits) -> int:
    """Give what pages do not show; return how many segments and children there were.

    The pages that the document says it has are held against those that hang in its tree.
    """
    if source.size_bytes > _MOST_BYTES:
        sink.partly(ItemCode.TRUNCATED)
        return 0
    try:
        source.stream.seek(0)
        with pikepdf.open(source.stream, password=password) as document:
            if len(document.pages) != shown.pages:
                sink.partly(ItemCode.COUNT_DIFFERS)
            if is_damaged(document, limits.pages):
                sink.partly(ItemCode.PARTLY_CORRUPT)
            seen = shown.text
            given = _give_form(document, seen, sink) + _give_notes_and_files(document, seen, sink, limits)
            given += _give_outline(document, seen, sink)
            return given if shown.is_unread and not given else given + _give_properties(document, seen, sink)
    except pikepdf.PasswordError:
        sink.partly(ItemCode.ENCRYPTED)
        return 0
    except _PDF_ERRORS:
        sink.partly(ItemCode.PARTLY_CORRUPT)
        return 0


def _give_form(document: pikepdf.Pdf, seen: str, sink: Sink) -> int:
    """Give form values that no page shows, by field, and the data of an XFA form."""
    form = document.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary):
        return 0
    fields = []
    for name, label, value in _fields(form.get("/Fields"), "", 0, set()):
        if "".join(value.split()) not in seen:
            fields.append(Field(f"form.{name}"[:300], value, label))
        if len(fields) >= _MOST_FIELDS:
            sink.partly(ItemCode.TRUNCATED)
            break
    if fields:
        sink.fields(fields, "form")
    text = _xfa_text(form.get("/XFA"), seen)
    if text:
        sink.text(text, "form data")
    return len(fields) + bool(text)


def _fields(kids: Any, above: str, depth: int, walked: set[tuple[int, int]]) -> Iterator[tuple[str, str, str]]:
    """Yield (full name, label, value) of the fields of a form."""
    if not isinstance(kids, pikepdf.Array) or depth > _DEPTH:
        return
    for field in kids:
        if not isinstance(field, pikepdf.Dictionary) or (field.is_indirect and field.objgen in walked):
            continue
        if field.is_indirect:
            walked.add(field.objgen)
        part = _string(field.get("/T"))
        name = f"{above}.{part}".strip(".") if part else above
        value = _value(field.get("/V"))
        if value and value != "Off":
            yield name, _string(field.get("/TU")) or part, value
        yield from _fields(field.get("/Kids"), name, depth + 1, walked)


def _value(value: Any) -> str:
    if isinstance(value, pikepdf.Array):
        return ", ".join(filter(None, (_string(one) for one in list(value)[:200])))
    if isinstance(value, pikepdf.Name):
        return str(value).lstrip("/")
    if isinstance(value, pikepdf.Stream):
        return bytes(value.read_bytes()[:100_000]).decode("utf-8", "replace")
    return _string(value)


def _string(value: Any) -> str:
    return str(value) if isinstance(value, pikepdf.String | str) else ""


def _xfa_text(xfa: Any, seen: str) -> str:
    """Return ``name: value`` lines of the data packet of an XFA form, where no page shows the value."""
    packets = list(xfa) if isinstance(xfa, pikepdf.Array) else [xfa]
    data = b"".join(one.read_bytes() for one in packets if isinstance(one, pikepdf.Stream))
    if not data or len(data) > 32 << 20:
        return ""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    root = etree.fromstring(data, parser)
    sets = [] if root is None else list(root.iter("{http://www.xfa.org/schema/xfa-data/1.0/}data"))
    leaves = [one for found in sets for one in found.iter() if not len(one) and (one.text or "").strip()]
    lines = [
        f"{str(one.tag).rsplit('}', 1)[-1]}: {one.text.strip()}"
        for one in leaves
        if "".join(one.text.split()) not in seen
    ]
    return "\n".join(lines)


def _give_notes_and_files(document: pikepdf.Pdf, seen: str, sink: Sink, limits: ReadLimits) -> int:
    notes: list[str] = []
    files: list[Any] = list(_named_files(document))
    for number, page in enumerate(document.pages):
        if number >= limits.pages or len(notes) > _MOST_NOTES:
            sink.partly(ItemCode.TRUNCATED)
            break
        for note in _annotations(page):
            if note.get("/Subtype") == "/FileAttachment" and isinstance(note.get("/FS"), pikepdf.Dictionary):
                files.append(note["/FS"])
            text = _string(note.get("/Contents")).strip()
            if text and str(note.get("/Subtype")) not in _SHOWN and "".join(text.split()) not in seen:
                notes.append(f"page {number + 1}: {text}")
    if notes:
        sink.text("\n".join(notes), "notes")
    done: set[tuple[int, int]] = set()
    ordinal = 0
    for file in files:
        if file.is_indirect and file.objgen in done:
            continue
        done.add(file.objgen if file.is_indirect else (-1, len(done)))
        ordinal += 1
        _give_file(file, ordinal, sink)
    return len(notes) + ordinal


def _give_properties(document: pikepdf.Pdf, seen: str, sink: Sink) -> int:
    """Give the title, subject, keywords and own properties, where no page shows their values."""
    told = document.trailer.get("/Info")
    lines = []
    for key, value in list(told.items())[:_MOST_PROPERTIES] if isinstance(told, pikepdf.Dictionary) else ():
        text = _string(value).strip()
        is_said = text.strip("()").lower() in _NOTHING or "".join(text.split()) in seen
        if not (is_said or key in _OF_PROGRAMS or key.startswith("/PTEX")):
            lines.append(f"{key.lstrip('/')}: {text}")
    if lines:
        sink.text("\n".join(lines), "properties")
    return len(lines)


def _give_outline(document: pikepdf.Pdf, seen: str, sink: Sink) -> int:
    """Give the bookmarks that no page shows: joined reports have one for each patient."""
    titles: list[str] = []
    walked: set[tuple[int, int]] = set()
    pending = [document.Root.get("/Outlines")]
    while pending and len(titles) < _MOST_NOTES:
        one = pending.pop()
        if not isinstance(one, pikepdf.Dictionary) or one.objgen in walked:
            continue
        walked.add(one.objgen)
        title = _string(one.get("/Title")).strip()
        if title and "".join(title.split()) not in seen:
            titles.append(title)
        pending += [one.get("/Next"), one.get("/First")]
    if pending:
        sink.partly(ItemCode.TRUNCATED)
    if titles:
        sink.text("\n".join(titles), "bookmarks")
    return len(titles)


def _annotations(page: Any) -> Iterator[Any]:
    found = page.obj.get("/Annots")
    for note in list(found)[:_MOST_NOTES] if isinstance(found, pikepdf.Array) else ():
        if isinstance(note, pikepdf.Dictionary):
            yield note


def _named_files(document: pikepdf.Pdf) -> Iterator[Any]:
    """Yield the file specifications of the document's name tree."""
    names = document.Root.get("/Names")
    tree = names.get("/EmbeddedFiles") if isinstance(names, pikepdf.Dictionary) else None
    pending = [tree] if isinstance(tree, pikepdf.Dictionary) else []
    walked: set[tuple[int, int]] = set()
    while pending:
        node = pending.pop(0)
        if node.is_indirect and node.objgen in walked:
            continue
        walked.add(node.objgen if node.is_indirect else (-1, len(walked)))
        pairs = node.get("/Names")
        for one in list(pairs)[1::2] if isinstance(pairs, pikepdf.Array) else ():
            if isinstance(one, pikepdf.Dictionary):
                yield one
        kids = node.get("/Kids")
        pending += (
            [kid for kid in kids if isinstance(kid, pikepdf.Dictionary)] if isinstance(kids, pikepdf.Array) else []
        )


def _give_file(file: Any, ordinal: int, sink: Sink) -> None:
    name = _string(file.get("/UF")) or _string(file.get("/F"))
    held = file.get("/EF")
    stream = held.get("/UF", held.get("/F")) if isinstance(held, pikepdf.Dictionary) else None
    if not isinstance(stream, pikepdf.Stream):
        sink.failed_child(ordinal, name, 0, ItemCode.CORRUPT)
        return
    try:
        stated = stream.get("/Params")
        size = int(stated.get("/Size", 0)) if isinstance(stated, pikepdf.Dictionary) else 0
        if size > _ATTACHMENT_BYTES:
            sink.failed_child(ordinal, name, size, ItemCode.TOO_LARGE)
            return
        data = bytes(stream.read_bytes())
    except _PDF_ERRORS:
        sink.failed_child(ordinal, name, 0, ItemCode.CORRUPT)
        return
    sink.child(ordinal, name, io.BytesIO(data), len(data))

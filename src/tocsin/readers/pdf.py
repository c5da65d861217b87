"""PDF: text by page with its layout, tables as rows, form values, notes, attachments.

Form values are drawn into the page first (plain extraction leaves them out). JavaScript is never run: this build of
pdfium has none.

Source: ISO 32000-2.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers.interface import CannotRead, Sink, Source, Unit
from tocsin.readers.page_out import PageOut
from tocsin.readers.pdf_columns import regions_of
from tocsin.readers.pdf_drawn import drawn_columns, moved_apart, rules_apart
from tocsin.readers.pdf_extras import Shown, give_extras, mended
from tocsin.readers.pdf_lines import Rules, joined, lines_of, words_of
from tocsin.readers.pdf_page import PageShapes, PageText, page_shapes, page_text
from tocsin.readers.pdf_pictures import can_read, give_beyond, give_scanned, is_worth_reading
from tocsin.readers.pdf_reports import is_report
from tocsin.readers.pdf_typed import is_typed, typed_text

_FEW_CHARS = 80
_PICTURE_SHARE = 0.5
_GARBLED_SHARE = 0.2
_TAIL_BYTES = 2_048
_PASSWORD = 4
"""pdfium's number for a missing or wrong password."""


class Pdf:
    """The reader of PDF documents."""

    name = "pdf"
    media_types = frozenset({"application/pdf"})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return no slices: a document is read whole."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Read all pages, then notes, hidden form values and attachments."""
        document, password = _open(source)
        try:
            seen = _read_pages(document, sink, limits)
        finally:
            document.close()
        if _is_cut(source):
            sink.partly(ItemCode.PARTLY_CORRUPT)
        is_unread = not seen.has_text and seen.pages_without_text > 0
        children = give_extras(source, password, Shown(seen.pages, seen.text, is_unread), sink, limits)
        if is_unread and not children:
            raise CannotRead(ItemCode.NEEDS_OCR)
        if seen.pages_without_text:
            sink.partly(ItemCode.PAGES_WITHOUT_TEXT)


READER = Pdf()


def _open(source: Source) -> tuple[Any, str]:
    """Return the opened document and the password that opened it."""
    for password in ("", *source.passwords):
        try:
            return _opened(source.stream, password), password
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == _PASSWORD:
                continue
            repaired = mended(source, password)
            if repaired is None:
                raise CannotRead(ItemCode.CORRUPT) from error
            try:
                return _opened(io.BytesIO(repaired), ""), password
            except pypdfium2.PdfiumError as still:
                raise CannotRead(ItemCode.CORRUPT) from still
    raise CannotRead(ItemCode.ENCRYPTED)


def _opened(stream: Any, password: str) -> Any:
    stream.seek(0)
    document = pypdfium2.PdfDocument(stream, password=password or None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        document.init_forms()
    return document


def _is_cut(source: Source) -> bool:
    """Tell whether the mark of the end is missing: pdfium then reads what is there."""
    source.stream.seek(max(0, source.size_bytes - _TAIL_BYTES))
    return b"%%EOF" not in source.stream.read(_TAIL_BYTES)


@dataclass(slots=True)
class _Seen:
    """What the pages gave."""

    has_text: bool = False
    pages: int = 0
    """As many as the document says it has."""
    pages_without_text: int = 0
    text: str = ""
    """All text without blanks, to tell which form values were seen."""


def _read_pages(document: Any, sink: Sink, limits: ReadLimits) -> _Seen:
    seen = _Seen()
    count = seen.pages = len(document)
    if count > limits.pages:
        sink.partly(ItemCode.TRUNCATED)
    tables = PageOut(sink)
    said: list[str] = []
    for index in range(min(count, limits.pages)):
        text, shapes = _read_page(document, index, sink)
        if text is None or shapes is None:
            continue
        is_scan = _weigh(text, shapes, seen, sink)
        if is_scan and can_read():
            seen.has_text |= give_scanned(document, index, tables, sink) > 0
        elif is_scan:
            seen.pages_without_text += 1
        tables.begin_page(index + 1)
        for number, (turn, chars) in enumerate(text.turns):
            said.append("".join(char.text for char in chars if not char.text.isspace()))
            rules = shapes.rules(turn)
            if number == 0 and is_typed(chars) and not rules.upright:
                tables.typed(typed_text(chars, lines_of(words_of(chars), Rules())))
                continue
            columns = drawn_columns(chars, rules)
            words = words_of(moved_apart(chars, columns) if columns else chars)
            rules = rules_apart(rules, chars, columns) if columns else rules
            if number == 0 and is_report(joined(line.words) for line in lines_of(words, rules)):
                tables.text(lines_of(words, rules))
            elif number == 0:
                tables.give(regions_of(words, rules), rules)
            else:
                tables.text(lines_of(words, Rules()))
        sink.text(text.slanted, f"page {index + 1}")
        if not is_scan and is_worth_reading(shapes.picture_share) and can_read():
            give_beyond(document, index, "".join(said[-len(text.turns) :]), sink)
    seen.text = "".join(said)
    return seen


def _read_page(document: Any, index: int, sink: Sink) -> tuple[PageText | None, PageShapes | None]:
    """Return a page's characters and shapes; form values and notes are drawn into it before."""
    try:
        page = document[index]
        try:
            pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
        finally:
            page.close()
        page = document[index]
        try:
            return page_text(page.raw), page_shapes(page.raw)
        finally:
            page.close()
    except pypdfium2.PdfiumError:
        sink.partly(ItemCode.PARTLY_CORRUPT)
        return None, None


def _weigh(text: PageText, shapes: PageShapes, seen: _Seen, sink: Sink) -> bool:
    """Return whether only a reader of pictures could read the page; note characters that have no meaning."""
    seen.has_text |= text.chars > 0
    has_picture = shapes.picture_share >= _PICTURE_SHARE or (text.chars == 0 and shapes.picture_share > 0)
    if text.unmapped > _GARBLED_SHARE * max(1, text.chars):
        sink.partly(ItemCode.CHARACTERS_REPLACED)
    if text.is_cut:
        sink.partly(ItemCode.TRUNCATED)
    return has_picture and text.chars < _FEW_CHARS

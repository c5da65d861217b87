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
from tocsin.model.evidence import ItemCode
from tocsin.model.segments import TextLayout
from tocsin.readers.interface import CannotRead, Sink, Source, Unit
from tocsin.readers.pdf_columns import regions_of
from tocsin.readers.pdf_extras import give_extras, mended
from tocsin.readers.pdf_lines import Line, Rules, joined, lines_of, lines_text, words_of
from tocsin.readers.pdf_page import PageShapes, PageText, page_shapes, page_text
from tocsin.readers.pdf_tables import Table, parts_of

_FEW_CHARS = 80
_PICTURE_SHARE = 0.5
_GARBLED_SHARE = 0.2
_NEAR = 12.0
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
        children = give_extras(source, password, seen.text, sink, limits)
        if not seen.has_text and not children and seen.pages_without_text:
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


@dataclass(slots=True)
class _Seen:
    """What the pages gave."""

    has_text: bool = False
    pages_without_text: int = 0
    text: str = ""
    """All text without blanks, to tell which form values were seen."""


def _read_pages(document: Any, sink: Sink, limits: ReadLimits) -> _Seen:
    seen = _Seen()
    count = len(document)
    if count > limits.pages:
        sink.partly(ItemCode.TRUNCATED)
    tables = _Tables(sink)
    said: list[str] = []
    for index in range(min(count, limits.pages)):
        text, shapes = _read_page(document, index, sink)
        if text is None or shapes is None:
            continue
        _weigh(text, shapes, seen, sink)
        tables.begin_page(index + 1)
        for number, (turn, chars) in enumerate(text.turns):
            said.append("".join(char.text for char in chars if not char.text.isspace()))
            words = words_of(chars)
            if number == 0:
                tables.give(regions_of(words, shapes.rules(turn)), shapes.rules(turn))
            else:
                tables.text(lines_of(words, Rules()))
        sink.text(text.slanted, f"page {index + 1}")
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


def _weigh(text: PageText, shapes: PageShapes, seen: _Seen, sink: Sink) -> None:
    """Count pages that only a reader of pictures could read, and those whose characters have no meaning."""
    seen.has_text |= text.chars > 0
    has_picture = shapes.picture_share >= _PICTURE_SHARE or (text.chars == 0 and shapes.picture_share > 0)
    if has_picture and text.chars < _FEW_CHARS:
        seen.pages_without_text += 1
    if text.unmapped > _GARBLED_SHARE * max(1, text.chars):
        sink.partly(ItemCode.CHARACTERS_REPLACED)
    if text.is_cut:
        sink.partly(ItemCode.TRUNCATED)


class _Tables:
    """Gives regions of pages to the sink; a table that goes on over a page keeps its head."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._page = 0
        self._number = 0
        self._open: Table | None = None
        self._open_head: list[list[str]] = []
        self._open_rows = 0

    def begin_page(self, page: int) -> None:
        """Begin a page; pages count from 1."""
        self._page, self._number = page, 0

    def give(self, regions: list[list[Line]], rules: Rules) -> None:
        """Give text and tables in reading order."""
        pending: list[Line] = []
        for region in regions:
            for part in parts_of(region, rules):
                if isinstance(part, Table):
                    self.text(pending)
                    pending = []
                    self._table(part)
                else:
                    self._close_if_prose(part)
                    if pending:
                        self.text(pending)
                    pending = list(part)
        self.text(pending)

    def text(self, lines: list[Line]) -> None:
        """Give lines as text of the page."""
        if lines:
            self._sink.text(lines_text(lines), f"page {self._page}", TextLayout.FIXED)

    def _close_if_prose(self, lines: list[Line]) -> None:
        """End the open table at a block of text; a page's footer and header do not end it."""
        if len(lines) > 6 or sum(len(joined(line.words)) for line in lines) > 400:
            self._open = None

    def _table(self, table: Table) -> None:
        self._number += 1
        before = self._open
        if before is not None and self._number == 1 and _goes_on(before, table):
            first_row, head = self._open_rows + 1, self._open_head
        else:
            first_row, head = 1, table.rows
            self._open_head = table.rows[:60]
            self._open_rows = 0
        self._sink.grid(table.rows, f"page {self._page}, table {self._number}", first_row, head)
        self._open = table
        self._open_rows += len(table.rows)


def _goes_on(before: Table, table: Table) -> bool:
    """Tell whether a table has the columns of the one on the page before and no header of its own."""
    if len(before.cuts) != len(table.cuts) or table.rows[0] == before.rows[0]:
        return False
    if abs(before.x0 - table.x0) > 2 * _NEAR:
        return False
    return all(abs(one - other) < 2 * _NEAR for one, other in zip(before.cuts, table.cuts, strict=True))

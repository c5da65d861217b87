"""Workbooks that Excel 2003 saved as XML, as report writers still make them: the rows of every sheet, and comments.

Invariant: entities are never resolved and nothing is fetched; a document that breaks is given as far as it goes.
Source: Microsoft, XML Spreadsheet Reference (Office XP and 2003).
"""

from __future__ import annotations

from lxml import etree

from tocsin.config import ReadLimits
from tocsin.model.bodies import Field, column_letters
from tocsin.model.item_ends import ItemCode
from tocsin.readers.interface import CannotRead, Sink, Source, Unit
from tocsin.readers.package import Element
from tocsin.readers.sheet_out import SheetOut

MEDIA_TYPE = "application/x-spreadsheetml"
NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_OWN = f"{{{NAMESPACE}}}"
_MOST_INDEX = 1 << 24


class SheetXmlReader:
    """The reader of XML spreadsheets."""

    name = "sheet_xml"
    media_types = frozenset({MEDIA_TYPE})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return no slices: XML can only be read from its start."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Give each sheet's rows."""
        source.stream.seek(0)
        events = etree.iterparse(
            source.stream, events=("start", "end"), tag=[f"{_OWN}Worksheet", f"{_OWN}Row"], resolve_entities=False,
            no_network=True, load_dtd=False, huge_tree=False, recover=True,
        )  # fmt: skip
        sheet = _Sheet(sink, "", limits)
        try:
            for event, element in events:
                if event == "end" and element.tag == f"{_OWN}Row":
                    sheet.row(element)
                    element.clear()
                elif element.tag == f"{_OWN}Worksheet":
                    sheet.end()
                    sheet = _Sheet(sink, element.get(f"{_OWN}Name", ""), limits)
        except etree.XMLSyntaxError as broken:
            sheet.end()
            raise CannotRead(ItemCode.PARTLY_CORRUPT) from broken
        sheet.end()
        if any(entry.level_name == "FATAL" for entry in events.error_log):
            sink.partly(ItemCode.PARTLY_CORRUPT)


READER = SheetXmlReader()


class _Sheet:
    """Numbers the rows and cells of one sheet, of which empty ones are left out."""

    def __init__(self, sink: Sink, name: str, limits: ReadLimits) -> None:
        self._sink, self._name = sink, name
        self._out = SheetOut(sink, name, limits)
        self._number = 0
        self._comments: list[Field] = []

    def row(self, element: Element) -> None:
        """Take a row."""
        self._number = _index(element, self._number)
        cells: list[tuple[int, str]] = []
        column = 0
        for cell in element.iterfind(f"{_OWN}Cell"):
            column = _index(cell, column)
            text = _text(cell.find(f"{_OWN}Data"))
            if text:
                cells.append((column - 1, text))
            comment = cell.find(f"{_OWN}Comment")
            if comment is not None and (said := "".join(map(str, comment.itertext())).strip()):
                place = f"{self._name}!{column_letters(column - 1)}{self._number}"
                self._comments.append(Field(place, said, "comment", self._number))
            column += _whole(cell.get(f"{_OWN}MergeAcross"), 0)
        self._out.row(self._number, cells)

    def end(self) -> None:
        """Give out what is left."""
        self._out.end()
        if self._comments:
            self._sink.fields(self._comments, f"{self._name} comments".strip())
            self._comments = []


def _index(element: Element, before: int) -> int:
    return max(before + 1, _whole(element.get(f"{_OWN}Index"), 0))


def _whole(text: str | None, otherwise: int) -> int:
    return min(int(text), _MOST_INDEX) if text and text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _text(data: Element | None) -> str:
    """Return a cell's text; of a day without a time the day."""
    if data is None:
        return ""
    text = "".join(map(str, data.itertext()))
    is_day = data.get(f"{_OWN}Type") == "DateTime" and text.endswith("T00:00:00.000")
    return text[:10] if is_day else text

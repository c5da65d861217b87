"""Rich text: paragraphs, tables as rows, headers and notes; embedded objects and pictures as children.

Source: Microsoft RTF 1.9.1 specification.
"""

from __future__ import annotations

import binascii
import io
import re
from dataclasses import dataclass, field

from tocsin.config import ReadLimits
from tocsin.model.item_ends import ItemCode
from tocsin.readers.field_codes import addresses_in
from tocsin.readers.interface import CannotRead, Sink, Source, Unit
from tocsin.readers.rtf_tokens import Token, Tokens

_MOST_BYTES = 192 << 20
_SILENT = frozenset(
    {
        "fonttbl", "colortbl", "stylesheet", "listtable", "listoverridetable", "rsidtbl", "generator", "themedata",
        "colorschememapping", "datastore", "latentstyles", "xmlnstbl", "mmathPr", "wgrffmtfilter", "fldinst", "filetbl",
        "revtbl", "pntext", "pntxta", "pntxtb", "pnseclvl", "bkmkstart", "bkmkend", "atrfstart", "atrfend", "template",
        "nonesttables", "shpinst", "sp", "sn", "background", "blipuid", "listname", "passwordhash", "userprops",
        "protusertbl", "objclass", "objname", "factoidname", "defchp", "defpap", "pgptbl", "operator",
        "ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "htmltag", "mhtmltag", "falt", "panose", "picprop", "fontemb",
        "creatim", "revtim", "printim", "buptim",
    }
)  # fmt: skip
_KEPT = frozenset({"shptxt", "fldrslt", "nesttableprops", "shppict", "objdata", "annotation", "atnauthor", "result"})
_PLACES = {
    "header": "header", "headerl": "header", "headerr": "header", "headerf": "header", "footer": "footer",
    "footerl": "footer", "footerr": "footer", "footerf": "footer", "footnote": "footnotes", "annotation": "comments",
    "info": "properties",
}  # fmt: skip
_WHITE = re.compile(r"\s+")
_OLE_STARTS = (b"\xd0\xcf\x11\xe0", b"%PDF", b"PK\x03\x04", b"{\\rtf")


@dataclass(slots=True)
class _Group:
    """What holds inside one pair of braces."""

    place: str = "body"
    is_silent: bool = False
    is_hex: bool = False
    is_new: bool = True


@dataclass(slots=True)
class _Page:
    """Text and the open table of one place."""

    parts: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    row: list[str] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    is_in_table: bool = False


class Rtf:
    """The reader of rich text."""

    name = "rtf"
    media_types = frozenset({"application/rtf", "text/rtf"})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return no slices: a document is read whole."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Read the text and hand embedded files over."""
        if source.size_bytes > _MOST_BYTES:
            raise CannotRead(ItemCode.TOO_LARGE)
        writer = _Writer(sink)
        data = source.stream.read()
        for token in Tokens(data):
            writer.take(token)
        writer.end()
        if b"HYPERLINK" in data:
            sink.text("\n".join(addresses_in(data.decode("latin-1"))), "links")


READER = Rtf()


class _Writer:
    """Follows the tokens and writes what is said where."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._stack: list[_Group] = []
        self._group = _Group()
        self._pages: dict[str, _Page] = {}
        self._hex: list[str] = []
        self._children = 0
        self._tables = 0
        self._is_star = False

    def take(self, token: Token) -> None:
        """Take one token."""
        group = self._group
        if token.kind == "open":
            self._stack.append(group)
            self._group = _Group(group.place, group.is_silent, group.is_hex)
        elif token.kind == "close":
            if group.place == "properties":
                self._pages.setdefault("properties", _Page()).parts.append("\n")
            if group.is_hex and not (self._stack and self._stack[-1].is_hex):
                self._give_child()
            self._group = self._stack.pop() if self._stack else _Group()
        elif token.kind == "text":
            self._text(token.text)
            group.is_new = False
        else:
            self._word(token)

    def end(self) -> None:
        """Give out what is left; a document whose groups are not all closed is cut off."""
        if self._stack:
            self._sink.partly(ItemCode.PARTLY_CORRUPT)
        for place in list(self._pages):
            self._end_row(place)
            self._end_table(place)
            self._flush(place)

    def _word(self, token: Token) -> None:
        group, name = self._group, token.word
        if name == "*":
            self._is_star = True
            return
        is_first, is_star = group.is_new, self._is_star
        group.is_new, self._is_star = False, False
        if is_first and (name in _SILENT or (is_star and name not in _KEPT and name not in _PLACES)):
            group.is_silent = True
        elif name in {"pict", "objdata"}:
            group.is_hex = True
        elif name == "shptxt":
            group.is_silent = False
        elif name in _PLACES and is_first:
            group.place = _PLACES[name]
            group.is_silent = False
        elif not group.is_silent and not group.is_hex:
            self._layout(name)

    def _layout(self, name: str) -> None:
        place = self._group.place
        page = self._pages.setdefault(place, _Page())
        if name in {"par", "sect", "page", "column", "softline"}:
            (page.cell if page.is_in_table else page.parts).append("\n")
        elif name in {"intbl", "trowd"}:
            page.is_in_table = True
        elif name == "pard":
            page.is_in_table = False
        elif name in {"cell", "nestcell"}:
            page.row.append("".join(page.cell).strip())
            page.cell = []
        elif name in {"row", "nestrow"}:
            self._end_row(place)

    def _text(self, text: str) -> None:
        group = self._group
        if group.is_silent:
            return
        if group.is_hex:
            self._hex.append(text)
        else:
            page = self._pages.setdefault(group.place, _Page())
            if page.is_in_table or page.row:
                page.cell.append(text)
            else:
                if page.rows and text.strip():
                    self._end_table(group.place)
                page.parts.append(text)

    def _end_row(self, place: str) -> None:
        page = self._pages[place]
        if "".join(page.cell).strip():
            page.row.append("".join(page.cell).strip())
        if page.row:
            page.rows.append(page.row)
        page.row, page.cell = [], []

    def _end_table(self, place: str) -> None:
        page = self._pages[place]
        rows, page.rows = page.rows, []
        if max(map(len, rows), default=0) <= 1:
            page.parts.extend(f"{row[0]}\n" for row in rows if row)
            return
        self._flush(place)
        self._tables += 1
        self._sink.grid(rows, f"table {self._tables}", 1, rows)

    def _flush(self, place: str) -> None:
        page = self._pages[place]
        text = "".join(page.parts)
        page.parts = []
        if text.strip():
            self._sink.text(text, place)

    def _give_child(self) -> None:
        """Hand over what hexadecimal digits stand for: a picture, or the file inside an object."""
        digits = _WHITE.sub("", "".join(self._hex))
        self._hex = []
        try:
            data = binascii.unhexlify(digits[: len(digits) // 2 * 2])
        except (binascii.Error, ValueError):
            self._sink.partly(ItemCode.PARTLY_CORRUPT)
            return
        starts = [place for magic in _OLE_STARTS if (place := data.find(magic, 0, 4096)) >= 0]
        if data:
            self._children += 1
            inner = data[min(starts, default=0) :]
            self._sink.child(self._children, "", io.BytesIO(inner), len(inner))

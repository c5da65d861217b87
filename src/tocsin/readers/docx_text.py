"""The text of WordprocessingML blocks: paragraphs, tables, text boxes; what was deleted under tracked changes too.

Invariant: reading order stays; no run is given twice (of alternate contents, only the first that says something).
Source: ECMA-376 part 1, 17 (WordprocessingML); part 3 (markup compatibility).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tocsin.readers.interface import Sink
from tocsin.readers.package import Element, attribute, local

_FLUSH_CHARS = 150_000
_GONE = frozenset({"del", "moveFrom"})
_CAME = frozenset({"ins", "moveTo"})
_SILENT = frozenset(
    {"rPr", "pPr", "instrText", "delInstrText", "tblPr", "trPr", "tcPr", "tblGrid", "sdtPr", "sdtEndPr", "sectPr"}
)
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
_ROW_CELLS = 2_000


@dataclass(slots=True)
class _Run:
    """The text of one paragraph while it is gathered, as it stands and as it stood before tracked changes."""

    now: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    has_deleted: bool = False

    def say(self, text: str, is_gone: bool, is_new: bool) -> None:
        if not is_gone:
            self.now.append(text)
        if not is_new:
            self.before.append(text)
        self.has_deleted |= is_gone


class Blocks:
    """Gives blocks of one part (body, header, comments) to the sink, in reading order."""

    def __init__(self, sink: Sink, place: str, tables: list[int]) -> None:
        self._sink, self._place, self._tables = sink, place, tables
        self._lines: list[str] = []
        self._chars = 0
        self._deleted: list[str] = []

    def take(self, element: Element) -> None:
        """Take one block."""
        kind = local(element)
        if kind == "p":
            self._paragraph(element)
        elif kind == "tbl":
            self._table(element)
        elif kind == "AlternateContent":
            self.take_all(_alternative(element))
        elif kind not in _SILENT:
            self.take_all(element)

    def take_all(self, elements: Iterable[Element]) -> None:
        """Take blocks in their order."""
        for element in elements:
            self.take(element)

    def line(self, text: str) -> None:
        """Add a line of text."""
        self._lines.append(text)
        self._chars += len(text) + 1
        if self._chars > _FLUSH_CHARS:
            self._flush()

    def end(self) -> None:
        """Give out what is left, and last what tracked changes deleted."""
        self._flush()
        self._sink.text("\n".join(self._deleted), f"{self._place}, deleted")
        self._deleted = []

    def _flush(self) -> None:
        text = "\n".join(self._lines)
        if text.strip():
            self._sink.text(text, self._place)
        self._lines, self._chars = [], 0

    def _paragraph(self, element: Element) -> None:
        run = _Run()
        _gather(element, run, False, False)
        self.line("".join(run.now))
        self._keep_deleted(run)
        for box in run.boxes:
            self.take_all(box)

    def _keep_deleted(self, run: _Run) -> None:
        text = "".join(run.before)
        if run.has_deleted and text.strip():
            self._deleted.append(text)

    def _table(self, table: Element) -> None:
        inner: list[Element] = []
        rows = [self._row(row, inner) for row in _inside(table, "tr")]
        width = max((len(row) for row in rows), default=0)
        if width <= 1:
            for row in rows:
                self.line(row[0] if row else "")
        else:
            self._flush()
            self._tables[0] += 1
            self._sink.grid(rows, _with_number(self._place, self._tables[0]), 1, rows)
        self.take_all(inner)

    def _row(self, row: Element, inner: list[Element]) -> list[str]:
        settings = next((child for child in row if local(child) == "trPr"), None)
        cells = [""] * _setting(settings, "gridBefore")
        is_gone = settings is not None and any(local(one) == "del" for one in settings)
        for cell in _inside(row, "tc"):
            cells.append(self._cell(cell, inner, is_gone))
            style = next((child for child in cell if local(child) == "tcPr"), None)
            cells += [""] * (min(_setting(style, "gridSpan"), _ROW_CELLS) - 1)
            if len(cells) > _ROW_CELLS:
                break
        return cells

    def _cell(self, cell: Element, inner: list[Element], is_gone: bool) -> str:
        lines = []
        for block in _cell_blocks(cell):
            if local(block) == "tbl":
                inner.append(block)
                continue
            run = _Run()
            _gather(block, run, False, False)
            lines.append("".join(run.before if is_gone else run.now))
            if not is_gone:
                self._keep_deleted(run)
            inner += [paragraph for box in run.boxes for paragraph in box]
        return "\n".join(lines).strip()


def _gather(element: Element, run: _Run, is_gone: bool, is_new: bool) -> None:
    """Add the text below an element to the run."""
    for child in element:
        kind = local(child)
        if kind in {"t", "delText"}:
            run.say(child.text or "", is_gone or kind == "delText", is_new)
        elif kind in _BREAKS:
            run.say(_BREAKS[kind], is_gone, is_new)
        elif kind == "txbxContent":
            run.boxes.append(child)
        elif kind == "AlternateContent":
            for one in _alternative(child):
                _gather([one], run, is_gone, is_new)
        elif kind == "ffData":
            run.say(_form_value(child), is_gone, is_new)
        elif kind == "docPr" and child.get("descr"):
            run.say(f" {child.get('descr')} ", is_gone, is_new)
        elif kind and kind not in _SILENT:
            _gather(child, run, is_gone or kind in _GONE, is_new or kind in _CAME)


def _form_value(data: Element) -> str:
    """Return what a legacy check box or drop-down list is set to."""
    for box in data.iter("{*}checkBox"):
        state = next(box.iter("{*}checked"), None)
        if state is None:
            state = next(box.iter("{*}default"), None)
        is_on = state is not None and attribute(state, "val") not in {"0", "false", "off"}
        return "[x]" if is_on else "[ ]"
    for chooser in data.iter("{*}ddList"):
        entries = [attribute(one, "val") for one in chooser.iter("{*}listEntry")]
        result = next(chooser.iter("{*}result"), None)
        index = attribute(result, "val") if result is not None else "0"
        return entries[int(index)] if index.isdigit() and int(index) < len(entries) else ""
    return ""


def _alternative(element: Element) -> Iterator[Element]:
    """Yield the children of the first alternative that says something."""
    for choice in element:
        if any((one.text or "").strip() for one in choice.iter("{*}t", "{*}delText")):
            return iter(list(choice))
    return iter(list(element[0]) if len(element) else [])


def _inside(element: Element, wanted: str) -> Iterator[Element]:
    """Yield rows of a table or cells of a row, through content controls and custom markup."""
    for child in element:
        kind = local(child)
        if kind == wanted:
            yield child
        elif kind in {"sdt", "sdtContent", "customXml", "smartTag", "ins", "del", "moveFrom", "moveTo"}:
            yield from _inside(child, wanted)


def _cell_blocks(cell: Element) -> Iterator[Element]:
    for child in cell:
        kind = local(child)
        if kind in {"p", "tbl"}:
            yield child
        elif kind == "AlternateContent":
            yield from _alternative(child)
        elif kind not in _SILENT:
            yield from _cell_blocks(child)


def _setting(settings: Element | None, name: str) -> int:
    found = None if settings is None else next(settings.iter("{*}" + name), None)
    value = attribute(found, "val") if found is not None else ""
    return min(int(value), _ROW_CELLS) if value.isdigit() else 0


def _with_number(place: str, number: int) -> str:
    return f"table {number}" if place == "body" else f"{place}, table {number}"

"""Writer of workbooks: one sheet or several, tables one below the other, merged titles, real dates where asked."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter

from simulator.blocks import Block, Fields, Heading, Para, Table

_EPOCH = datetime(2024, 12, 1, 9, 0)
_AMOUNT = re.compile(r"\d+\.\d\d")
_DAY = re.compile(r"\d\d/\d\d/(19|20)\d\d")


@dataclass(frozen=True)
class _Styles:
    """Formats of one workbook; without ``day``, dates stay text."""

    bold: Any
    day: Any


def write_xlsx(sheets: list[tuple[str, list[Block]]], *, real_dates: bool = False) -> bytes:
    """Return a workbook with these sheets: text cells, numbers for amounts, and dates as dates where asked."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": False, "strings_to_urls": False})
    book.set_properties({"created": _EPOCH})
    styles = _Styles(
        book.add_format({"bold": True}), book.add_format({"num_format": "mm/dd/yyyy"}) if real_dates else None
    )
    for name, blocks in sheets:
        _sheet(book.add_worksheet(name[:31]), blocks, styles)
    book.close()
    return out.getvalue()


def _sheet(sheet: Any, blocks: list[Block], styles: _Styles) -> None:
    row = 0
    for block in blocks:
        row = _table(sheet, block, row, styles) if isinstance(block, Table) else _lines(sheet, block, row)
        row += 1


def _lines(sheet: Any, block: Heading | Para | Fields, row: int) -> int:
    pairs = block.pairs if isinstance(block, Fields) else [(line, "") for line in block.text.split("\n")]
    for label, value in pairs:
        sheet.write_string(row, 0, label)
        if value:
            sheet.write_string(row, 1, value)
        row += 1
    return row


def _table(sheet: Any, block: Table, row: int, styles: _Styles) -> int:
    if block.title:
        if block.merged_title and len(block.rows[0]) > 1:
            sheet.merge_range(row, 0, row, len(block.rows[0]) - 1, block.title, styles.bold)
        else:
            sheet.write_string(row, 0, block.title, styles.bold)
        row += 1
    for number, cells in enumerate(block.rows):
        for column, cell in enumerate(cells):
            if cell and number < block.header_rows:
                sheet.write_string(row, column, cell, styles.bold)
            elif cell:
                _cell(sheet, row, column, cell, styles)
        row += 1
    return row


def _cell(sheet: Any, row: int, column: int, cell: str, styles: _Styles) -> None:
    if _AMOUNT.fullmatch(cell):
        sheet.write_number(row, column, float(cell))
    elif styles.day is not None and _DAY.fullmatch(cell):
        sheet.write_datetime(row, column, datetime.strptime(cell, "%m/%d/%Y"), styles.day)
    else:
        sheet.write_string(row, column, cell)

"""Writer of workbooks: one sheet or several, tables one below the other, merged titles, real dates where asked."""

from __future__ import annotations

import io
from datetime import datetime

import xlsxwriter

from simulator.blocks import Block, Fields, Table

_EPOCH = datetime(2024, 12, 1, 9, 0)


def write_xlsx(sheets: list[tuple[str, list[Block]]]) -> bytes:
    """Return a workbook with these sheets; every value is a text cell, plain amounts are numbers."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": False, "strings_to_urls": False})
    book.set_properties({"created": _EPOCH})
    bold = book.add_format({"bold": True})
    for name, blocks in sheets:
        _sheet(book.add_worksheet(name[:31]), blocks, bold)
    book.close()
    return out.getvalue()


def _sheet(sheet: xlsxwriter.worksheet.Worksheet, blocks: list[Block], bold: object) -> None:
    row = 0
    for block in blocks:
        row = _table(sheet, block, row, bold) if isinstance(block, Table) else _lines(sheet, block, row)
        row += 1


def _lines(sheet: xlsxwriter.worksheet.Worksheet, block: Block, row: int) -> int:
    pairs = block.pairs if isinstance(block, Fields) else [(line, "") for line in block.text.split("\n")]  # type: ignore[union-attr]
    for label, value in pairs:
        sheet.write_string(row, 0, label)
        if value:
            sheet.write_string(row, 1, value)
        row += 1
    return row


def _table(sheet: xlsxwriter.worksheet.Worksheet, block: Table, row: int, bold: object) -> int:
    if block.title:
        if block.merged_title and len(block.rows[0]) > 1:
            sheet.merge_range(row, 0, row, len(block.rows[0]) - 1, block.title, bold)
        else:
            sheet.write_string(row, 0, block.title, bold)
        row += 1
    for number, cells in enumerate(block.rows):
        for column, cell in enumerate(cells):
            if cell and number < block.header_rows:
                sheet.write_string(row, column, cell, bold)
            elif cell and _is_amount(cell):
                sheet.write_number(row, column, float(cell))
            elif cell:
                sheet.write_string(row, column, cell)
        row += 1
    return row


def _is_amount(cell: str) -> bool:
    return "." in cell and cell.replace(".", "", 1).isdigit() and len(cell.split(".")[1]) == 2

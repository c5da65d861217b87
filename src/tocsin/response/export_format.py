"""Export files: the same rows as .csv, .xlsx, .parquet or .jsonl, byte-equal every time.

Source: the project's contract ("Exports"): ISO dates, booleans true/false, empty means unknown, cells that a
spreadsheet would run are made harmless in .csv.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from tocsin.errors import TableFileError, Word
from tocsin.untrusted import cell_text

ENDINGS = (".csv", ".xlsx", ".parquet", ".jsonl")
_SHEET_ROWS = 1_000_000
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_WIDE = {"why": 80, "locator": 50, "merge_reasons": 40, "elements": 40, "elements_text": 50, "address_1": 28}


def write_table(table: pa.Table, path: Path, sheet: str) -> None:
    """Write the table to ``path`` in the format its ending names; the file appears whole or not at all.

    Raises:
        TableFileError: the ending is none of ``ENDINGS``, or the table has more rows than a sheet holds.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise TableFileError(ending=Word(ending or "none"))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    if ending == ".csv":
        with part.open("wb") as file:
            file.writelines(_csv_pieces(table))
    elif ending == ".jsonl":
        part.write_bytes(b"".join(orjson.dumps(_json_row(row)) + b"\n" for row in table.to_pylist()))
    elif ending == ".parquet":
        pq.write_table(table.replace_schema_metadata(None), part, compression="zstd", store_schema=False)
    else:
        _write_xlsx(table, part, sheet)
    part.replace(path)


def csv_bytes(table: pa.Table) -> bytes:
    """Return the table as CSV with LF line ends, UTF-8, harmless to spreadsheets.

    Example:
        >>> csv_bytes(pa.table({"a": ["=1+1", ""], "b": [True, None]}))
        b"a,b\\n'=1+1,true\\n,\\n"
    """
    return b"".join(_csv_pieces(table))


def _csv_pieces(table: pa.Table) -> Iterator[bytes]:
    """Give the CSV of some rows at a time."""
    yield _csv_lines([table.column_names])
    for batch in table.to_batches(max_chunksize=10_000):
        columns = [batch.column(i).to_pylist() for i in range(batch.num_columns)]
        yield _csv_lines([_csv_cell(value) for value in row] for row in zip(*columns, strict=True))


def _csv_lines(rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8")


def stdout_text(table: pa.Table) -> str:
    """Return the table as CSV text, for standard output."""
    return csv_bytes(table).decode("utf-8")


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV, Parquet or JSON-lines file as texts.

    Raises:
        TableFileError: it has another ending, or cannot be read as what its ending says.
    """
    ending = path.suffix.lower()
    if ending not in {".csv", ".parquet", ".jsonl"}:
        raise TableFileError(ending=Word(ending or "none"))
    try:
        return _read_rows(path, ending)
    except (ValueError, AttributeError, OSError, csv.Error, pa.ArrowException):
        raise TableFileError(file=Word(ending)) from None  # the cause may quote values


def _read_rows(path: Path, ending: str) -> list[dict[str, str]]:
    if ending == ".csv":
        with path.open(newline="", encoding="utf-8-sig") as file:
            return list(csv.DictReader(file))
    if ending == ".parquet":
        return [_texts(row) for row in pq.read_table(path).to_pylist()]
    return [_texts(orjson.loads(line)) for line in path.read_bytes().splitlines() if line.strip()]


def _texts(row: Mapping[str, object]) -> dict[str, str]:
    return {key: _csv_cell(value) for key, value in row.items()}


def _csv_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    if isinstance(value, date):
        return value.isoformat()
    return cell_text(value) if isinstance(value, str) else str(value)


def _json_row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _csv_cell(value) if isinstance(value, date) else value for key, value in row.items()}


def _write_xlsx(table: pa.Table, path: Path, sheet: str) -> None:
    import xlsxwriter  # here, for it takes a quarter of a second that only workbooks need

    if table.num_rows > _SHEET_ROWS:
        raise TableFileError(rows=table.num_rows, limit=_SHEET_ROWS)
    options = {"constant_memory": False, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"title": f"Tocsin {sheet}", "created": _EPOCH.replace(tzinfo=None)})
    page = book.add_worksheet(sheet[:31])
    head = book.add_format(
        {"bold": True, "bg_color": "#1f3a5f", "font_color": "#ffffff", "text_wrap": True, "valign": "top"}
    )
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    text = book.add_format({"num_format": "@"})
    for index, name in enumerate(table.column_names):
        page.write_string(0, index, name, head)
        page.set_column(index, index, _WIDE.get(name, max(10, min(24, len(name) + 4))))
        _write_column(page, index, table.column(index).to_pylist(), day, text)
    page.freeze_panes(1, 1)
    if table.num_columns and table.num_rows:
        page.autofilter(0, 0, table.num_rows, table.num_columns - 1)
    book.close()


def _write_column(page: Any, index: int, values: Iterable[Any], day: Any, text: Any) -> None:
    for row, value in enumerate(values, start=1):
        if value is None or value == "":
            continue
        if isinstance(value, bool):
            page.write_boolean(row, index, value)
        elif isinstance(value, (int, float)):
            page.write_number(row, index, value)
        elif isinstance(value, date):
            page.write_datetime(row, index, datetime(value.year, value.month, value.day), day)
        else:
            page.write_string(row, index, str(value)[:32_767], text)


def table_of(rows: Sequence[Mapping[str, Any]], schema: pa.Schema) -> pa.Table:
    """Return the rows as a table of that schema, in the given order."""
    return pa.Table.from_pylist([{name: row[name] for name in schema.names} for row in rows], schema=schema)

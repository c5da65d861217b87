"""Reading the one table of persons that `tocsin people` takes, and decisions about its rows: texts, nothing guessed."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from tocsin.errors import TableFileError, Word
from tocsin.model.decisions import Judgement
from tocsin.resolution.table import RowDecision
from tocsin.resolution.texts import is_numbered, plain
from tocsin.response.export_format import read_rows

_ENCODINGS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_DELIMITERS = ",;\t|"
_HEAD_BYTES = 1 << 20
_JUDGEMENTS = {one.value: one for one in (Judgement.SAME, Judgement.DIFFERENT, Judgement.UNSURE)}


def read_people_file(path: Path) -> pa.Table:
    """Return the table with every column as text; ``record_id`` is made from the row number where it is missing.

    Columns of texts of a Parquet file stay numbered, each different text once, but the ``record_id``.

    A CSV file may be UTF-8, UTF-16 or Windows-1252, and parted by comma, semicolon, tab or bar. Columns of one name
    are told apart as ``name (2)``.

    Raises:
        TableFileError: it is no CSV or Parquet file, or cannot be read as one.
    """
    ending = path.suffix.lower()
    try:
        if ending == ".parquet":
            table = _read_parquet(path)
        elif ending in {".csv", ".tsv"}:
            table = _read_csv(path, "\t" if ending == ".tsv" else "")
        else:
            raise TableFileError(ending=Word(ending or "none"))
    except (pa.ArrowInvalid, OSError, UnicodeError, csv.Error):
        raise TableFileError(file=Word(ending)) from None  # the cause may quote values
    texts = {name: _text(table.column(at)) for at, name in enumerate(_different(table.column_names))}
    if "record_id" not in texts:
        texts["record_id"] = pa.chunked_array([pa.array([str(n + 2) for n in range(table.num_rows)], pa.string())])
    return pa.table(texts)


def read_decisions(path: Path) -> list[RowDecision]:
    """Return the decisions of a file with ``left_record``, ``right_record`` and ``decision``; empty ones are left out.

    Raises:
        TableFileError: a column is missing, or a decision is none of same, different and unsure.
    """
    found: list[RowDecision] = []
    for number, row in enumerate(read_rows(path), 2):
        if not {"left_record", "right_record", "decision"} <= row.keys():
            raise TableFileError(missing=Word("left_record, right_record or decision"))
        word = (row["decision"] or "").strip().lower()
        if word and word not in _JUDGEMENTS:
            raise TableFileError(row=number, decision=Word("not same, different or unsure"))
        if word:
            found.append(RowDecision(row["left_record"], row["right_record"], _JUDGEMENTS[word]))
    return found


def _read_parquet(path: Path) -> pa.Table:
    schema = pq.read_schema(path)
    texts = [one.name for one in schema if pa.types.is_string(one.type) and one.name.strip() != "record_id"]
    return pq.read_table(path, read_dictionary=texts)


def _read_csv(path: Path, delimiter: str) -> pa.Table:
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    encoding = _ENCODINGS.get(head[:2], "utf-8-sig")
    try:
        return _read_encoded(path, head, encoding, delimiter)
    except (pa.ArrowInvalid, UnicodeDecodeError):
        if encoding != "utf-8-sig" or _is_utf8(path):
            raise
        return _read_encoded(path, head, "cp1252", delimiter)


def _is_utf8(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            while file.read(_HEAD_BYTES):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _read_encoded(path: Path, head: bytes, encoding: str, delimiter: str) -> pa.Table:
    """Return the table; row by row where Arrow refuses it, since rows may lack their last cells."""
    text = head.decode(encoding, errors="replace")
    delimiter = delimiter or _delimiter(text)
    header = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    if not any(name.strip() for name in header):
        raise TableFileError(header=Word("none"))
    names = _different(header)
    try:
        return _read_arrow(path, names, encoding, delimiter)
    except pa.ArrowInvalid:
        with path.open(encoding=encoding, newline="") as file:
            return _padded(csv.reader(file, delimiter=delimiter), names)


def _read_arrow(path: Path, names: list[str], encoding: str, delimiter: str) -> pa.Table:
    convert = pacsv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False)
    parse = pacsv.ParseOptions(delimiter=delimiter, newlines_in_values=True)
    plain = "utf8" if encoding == "utf-8-sig" else encoding
    read = pacsv.ReadOptions(column_names=names, skip_rows_after_names=1, encoding=plain)
    return pacsv.read_csv(path, read_options=read, convert_options=convert, parse_options=parse)


def _padded(rows: Iterable[list[str]], names: list[str]) -> pa.Table:
    width = len(names)
    kept: list[list[str]] = []
    for number, row in enumerate(rows, 1):
        if any(cell.strip() for cell in row[width:]):
            raise TableFileError(row=number, cells=len(row), columns=width)
        if number > 1 and row:
            kept.append(row[:width] + [""] * (width - len(row)))
    columns = list(zip(*kept, strict=True)) if kept else [()] * width
    return pa.table([pa.array(column, pa.string()) for column in columns], names=names)


def _delimiter(text: str) -> str:
    """Return what parts the cells of the first line, quoted text left out."""
    plain = "".join(text.split("\n", 1)[0].split('"')[::2])
    return max(_DELIMITERS, key=plain.count)


def _different(header: Iterable[str]) -> list[str]:
    """Return the names of columns without outer space; a name that stood before gets a number."""
    seen: Counter[str] = Counter()
    names: list[str] = []
    for at, given in enumerate(header, 1):
        name = given.strip() or f"column {at}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if is_numbered(column):
        return column
    if pa.types.is_floating(column.type):
        whole = [None if v is None else (str(int(v)) if float(v).is_integer() else str(v)) for v in column.to_pylist()]
        column = pa.chunked_array([pa.array(whole, pa.string())])
    return plain(column)

"""Reading the one table of persons that `tocsin people` takes: everything as text, nothing guessed."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from tocsin.errors import TableFileError, Word


def read_people_file(path: Path) -> pa.Table:
    """Return the table with every column as text; ``record_id`` is made from the row number where it is missing.

    Raises:
        TableFileError: it is no CSV or Parquet file, or cannot be read as one.
    """
    ending = path.suffix.lower()
    try:
        if ending == ".parquet":
            table = pq.read_table(path)
        elif ending in {".csv", ".tsv"}:
            table = _read_csv(path, "\t" if ending == ".tsv" else ",")
        else:
            raise TableFileError(ending=Word(ending or "none"))
    except (pa.ArrowInvalid, OSError) as fault:
        raise TableFileError(file=Word(ending)) from fault
    texts = {name: _text(table.column(name)) for name in table.column_names}
    if "record_id" not in texts:
        texts["record_id"] = pa.chunked_array([pa.array([str(n + 2) for n in range(table.num_rows)])])
    return pa.table(texts)


def _read_csv(path: Path, delimiter: str) -> pa.Table:
    with path.open("rb") as file:
        header = file.readline().decode("utf-8-sig", errors="replace")
    names = [name.strip().strip('"') for name in header.rstrip("\r\n").split(delimiter)]
    convert = pacsv.ConvertOptions(column_types={name: pa.string() for name in names}, strings_can_be_null=False)
    parse = pacsv.ParseOptions(delimiter=delimiter, newlines_in_values=True)
    return pacsv.read_csv(path, convert_options=convert, parse_options=parse)


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_floating(column.type):
        whole = [None if v is None else (str(int(v)) if float(v).is_integer() else str(v)) for v in column.to_pylist()]
        column = pa.chunked_array([pa.array(whole, pa.string())])
    return pc.fill_null(pc.cast(column, pa.string()), "")

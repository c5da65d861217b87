"""The columns of every export, with their types, made from the tables the code makes."""

from __future__ import annotations

from typing import cast

import pyarrow as pa

from scripts.pages.export_words import COLUMNS, TABLES
from tocsin.cli.results import WHAT
from tocsin.law.counts import ELEMENT_COLUMNS
from tocsin.response.exports import MAKERS
from tocsin.response.folder import IncidentFolder

_TYPES = ((pa.types.is_boolean, "true/false"), (pa.types.is_date, "date"), (pa.types.is_integer, "whole number"),
          (pa.types.is_floating, "number"), (pa.types.is_string, "text"))  # fmt: skip


class _Nothing:
    """An incident in which there is nothing."""

    def read(self, table: str, schema: pa.Schema | None = None, columns: list[str] | None = None) -> pa.Table:
        """Return no rows."""
        return (schema or pa.schema([])).empty_table()


def export_schemas() -> dict[str, pa.Schema]:
    """Return the columns of every export, with everything revealed."""
    nothing = cast("IncidentFolder", _Nothing())
    return {what: MAKERS[what](nothing, True).schema for what in WHAT}


def exports_page() -> str:
    """Return every export with its columns."""
    parts = [
        "# Exports\n",
        "`tocsin export DIR WHAT --to FILE`. The ending of FILE chooses the format: `.csv`, `.xlsx`, `.parquet`, "
        "`.jsonl`. The same evidence and decisions give the same bytes. Every export is an entry of the record.\n",
        "Values stand as they were read, without control characters. Empty means unknown. Lists are joined by `;`, the "
        "best value first; a `;` inside a value becomes `,`. Dates are ISO dates. In `.csv` a cell that a spreadsheet "
        "would run as a formula begins with `'`. Rows are sorted by id.\n",
    ]
    for what, schema in export_schemas().items():
        parts += [f"## {what}\n", f"{TABLES[what]}\n", "| Column | Type | Holds |", "|---|---|---|"]
        flags = set(ELEMENT_COLUMNS) if what == "counts" else set()
        parts += [_row(what, field) for field in schema if field.name not in flags]
        if flags:
            parts.append(
                "| one for each [element code](elements.md) but `name` | 0 or 1 | whether it is among what was taken |"
            )
        parts.append("")
    return "\n".join(parts)


def _row(what: str, field: pa.Field) -> str:
    if field.name not in COLUMNS[what]:
        raise SystemExit(f"say in scripts/pages/export_words.py what {what}.{field.name} holds")
    kind = next((words for is_kind, words in _TYPES if is_kind(field.type)), "")
    if not kind:
        raise SystemExit(f"{what}.{field.name} has a type that no reader of exports expects: {field.type}")
    return f"| `{field.name}` | {kind} | {COLUMNS[what][field.name]} |"

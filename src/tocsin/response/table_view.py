"""The models of databases as people and programs read them: numbered, without names that may be somebody's.

Names of tables and columns are a schema in a database. Of files they come from evidence, and a first row may be data:
they are shown if all their words are words of databases, else only when asked to reveal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tocsin.detection.labels_meaning import meaning_of
from tocsin.linking.table_model import Column, Database, Edge, Table, TableKind
from tocsin.linking.table_words import is_known_name
from tocsin.model.mentions import Part
from tocsin.response.folder import IncidentFolder
from tocsin.response.table_models import models_of

Told = dict[str, Any]
_KNOWN_SHARE = 0.6


def tables_told(folder: IncidentFolder, *, reveal: bool, everything: bool = False) -> Told:
    """Return the models as they are shown; those that link nothing only if ``everything`` is asked for."""
    numbered = list(enumerate(models_of(folder), 1))
    shown = [(number, one) for number, one in numbered if everything or one.is_linked]
    return {
        "databases": [_database(number, one, reveal) for number, one in shown],
        "unlinked_databases": len(numbered) - len(shown),
    }


def table_id(number: int, table: int, column: int = -1) -> str:
    """Return the id under which a table or column is shown; ``number`` is the database's.

    Example:
        >>> table_id(1, 0), table_id(2, 4, 0)
        ('D1.T1', 'D2.T5.C1')
    """
    return f"D{number}.T{table + 1}" + (f".C{column + 1}" if column >= 0 else "")


def _database(number: int, database: Database, reveal: bool) -> Told:
    return {
        "id": f"D{number}",
        "source": database.group,
        "place": database.place if reveal else "",
        "rows": sum(table.rows for table in database.tables),
        "tables": [_table(number, database, table, reveal) for table in database.tables],
        "unlinked": [table_id(number, t.number) for t in database.tables if _is_alone(t)],
    }


def _is_alone(table: Table) -> bool:
    return table.kind is TableKind.ALONE


def _table(number: int, database: Database, table: Table, reveal: bool) -> Told:
    edges = {edge.column: ("person", edge) for edge in ([table.up] if table.up else [])}
    edges |= {edge.column: ("lookup", edge) for edge in table.lookups if edge.column not in edges}
    columns = []
    for index, column in enumerate(table.columns):
        told = _column(table_id(number, table.number, index), column, _shown(column.name, database, reveal))
        if index in edges:
            use, edge = edges[index]
            told |= _leads(number, use, edge)
        columns.append(told)
    return {
        "id": table_id(number, table.number),
        "name": _shown(table.name, database, reveal),
        "rows": table.rows,
        "files": len(table.sources),
        "kind": table.kind.value,
        "role": table.role.value,
        "key": table_id(number, table.number, table.key) if table.key >= 0 else "",
        "same_keys_as": table_id(number, table.space) if table.space not in {-1, table.number} else "",
        "columns": columns,
    }


def _column(identity: str, column: Column, name: str) -> Told:
    return {
        "id": identity,
        "name": name,
        "element": column.element.value if column.element else "",
        "part": column.part.value if column.part is not Part.FULL else "",
        "confidence": round(column.share * column.sure, 2),
        "filled": column.filled,
        "distinct": column.distinct,
        "leads_to": "",
        "use": "",
        "sure": 0.0,
        "because": "",
    }


def _leads(number: int, use: str, edge: Edge) -> Told:
    return {
        "leads_to": table_id(number, edge.table, edge.to),
        "use": use,
        "sure": edge.score,
        "because": edge.why.value,
    }


def _shown(name: str, database: Database, reveal: bool) -> str:
    """Return a name of evidence if it may be shown, else nothing."""
    is_schema = database.group.startswith("itm_")
    meaning = meaning_of(name)
    is_known = (meaning is not None and meaning.share >= _KNOWN_SHARE) or is_known_name(name)
    return _clean(name) if reveal or is_schema or is_known else ""


def _clean(name: str) -> str:
    return re.sub(r"\s+", " ", name).strip()


def tables_text(told: Told) -> str:
    """Return the models as text."""
    return "\n".join(_lines(told)) + "\n"


def _lines(told: Told) -> Iterator[str]:
    if not told["databases"]:
        yield "No tables are linked by keys."
    for database in told["databases"]:
        place = f"  {database['place']}" if database["place"] else ""
        yield f"{database['id']}  {len(database['tables'])} tables, {database['rows']:,} rows{place}"
        names = {t["id"]: t for t in database["tables"]}
        for table in database["tables"]:
            if table["id"] not in database["unlinked"]:
                yield from _table_lines(table, names)
        if database["unlinked"]:
            alone = ", ".join(f"{_called(names[one])} ({names[one]['rows']:,} rows)" for one in database["unlinked"])
            yield f"  not linked: {alone}"
    if told["unlinked_databases"]:
        yield f"{told['unlinked_databases']} more databases or folders of tables link nothing; --all shows them."


def _called(table: Told) -> str:
    return f"{table['id']} {table['name']}".strip()


def _table_lines(table: Told, names: dict[str, Told]) -> Iterator[str]:
    role = f", {table['role']}" if table["role"] != "unknown" else ""
    same = f", keys as {_called(names[table['same_keys_as']])}" if table["same_keys_as"] else ""
    yield f"  {_called(table)}  {table['rows']:,} rows: {table['kind']}{role}{same}"
    for column in table["columns"]:
        key = "  the key of people" if column["id"] == table["key"] else ""
        if column["leads_to"]:
            other = names[column["leads_to"].rpartition(".")[0]]
            what = "leads to" if column["use"] == "person" else "looks up"
            key = f"  {what} {_called(other)} ({column['because']}, {column['sure']:.2f})"
        kind = f"{column['element']} {column['part']}".strip()
        held = f"{kind} {column['confidence']:.2f}" if kind else "-"
        yield f"    {column['id'].rpartition('.')[2]:4} {column['name']:24} {held:24}{key}".rstrip()

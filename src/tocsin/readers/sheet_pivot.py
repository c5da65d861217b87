"""The rows a pivot table keeps of its source: they stay in the file when the source sheet is deleted.

Source: ECMA-376 part 1, 18.10 (pivot tables).
"""

from __future__ import annotations

from tocsin.config import ReadLimits
from tocsin.readers.interface import Sink
from tocsin.readers.package import Element, Package, local
from tocsin.readers.sheet_out import SheetOut


def give_pivots(package: Package, sink: Sink, limits: ReadLimits) -> None:
    """Give each pivot cache as a table with its field names as header."""
    parts = [n for n in package.names("xl/pivotcache/pivotcachedefinition") if n.endswith(".xml")]
    for number, part in enumerate(parts, 1):
        root = package.tree(part)
        if root is None:
            continue
        fields = list(root.iter("{*}cacheField"))
        shared = [_shared(field) for field in fields]
        out = SheetOut(sink, f"pivot cache {number}", limits)
        out.row(1, [(index, field.get("name", "")) for index, field in enumerate(fields) if field.get("name")])
        records = package.related(part, "pivotCacheRecords")
        if records:
            for position, record in enumerate(package.elements(records[0], "r"), 2):
                out.row(position, [(c, text) for c, v in enumerate(record) if (text := _value(v, c, shared))])
        else:
            _give_shared(out, shared)
        out.end()


def _give_shared(out: SheetOut, shared: list[list[str]]) -> None:
    for row in range(max((len(values) for values in shared), default=0)):
        cells = [(column, values[row]) for column, values in enumerate(shared) if row < len(values) and values[row]]
        if cells:
            out.row(row + 2, cells)


def _shared(field: Element) -> list[str]:
    items = next(field.iter("{*}sharedItems"), None)
    return [] if items is None else [_plain(one) for one in items]


def _value(element: Element, column: int, shared: list[list[str]]) -> str:
    if local(element) != "x":
        return _plain(element)
    index = element.get("v", "")
    values = shared[column] if column < len(shared) else []
    return values[int(index)] if index.isdigit() and int(index) < len(values) else ""


def _plain(element: Element) -> str:
    value = str(element.get("v", ""))
    return value.removesuffix("T00:00:00").replace("T", " ") if local(element) == "d" else value

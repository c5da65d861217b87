"""YAML with line numbers: tables and lists that know on which line each of their entries stands.

Invariant: a key that stands twice is a fault, never a silent override.
"""

from __future__ import annotations

from typing import Any

import yaml

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Table(dict[str, Any]):
    """A mapping with the line of each key."""

    def __init__(self, line: int) -> None:
        """Take the line on which the table begins."""
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class Rows(list[Any]):
    """A list with the line of each entry."""

    def __init__(self, line: int) -> None:
        """Take the line on which the list begins."""
        super().__init__()
        self.line = line
        self.lines: list[int] = []


def read_tree(text: str, file: str, faults: list[str]) -> Table:
    """Return the top table of a YAML text; what is no YAML, no table, or stands twice is added to ``faults``."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        tree = _build(node, loader, file, faults) if node is not None else None
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        faults.append(f"{file}:{line}: it is not YAML: {fault.problem}")
        return Table(1)
    finally:
        loader.dispose()
    if not isinstance(tree, Table):
        faults.append(f"{file}:1: it must be a table of keys")
        return Table(1)
    return tree


def _build(node: yaml.Node, loader: Any, file: str, faults: list[str]) -> Any:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        table = Table(line)
        for key_node, value_node in node.value:
            key = str(loader.construct_object(key_node))
            if key in table:
                faults.append(f"{file}:{key_node.start_mark.line + 1}: {key} stands twice")
            table[key] = _build(value_node, loader, file, faults)
            table.lines[key] = key_node.start_mark.line + 1
        return table
    if isinstance(node, yaml.SequenceNode):
        rows = Rows(line)
        for entry in node.value:
            rows.append(_build(entry, loader, file, faults))
            rows.lines.append(entry.start_mark.line + 1)
        return rows
    return loader.construct_object(node)

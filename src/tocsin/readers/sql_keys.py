"""Primary and foreign keys out of statements of SQL: parts of CREATE TABLE, and ALTER TABLE as pg_dump and MySQL write.

Keys of several columns are left out: no single column leads anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tocsin.model.declared_keys import DeclaredKey
from tocsin.readers.sql_values import IDENTIFIER, NAME, plain_name

_ONE = rf"\(\s*({IDENTIFIER})\s*(?:ASC|DESC)?\s*\)"
_TO = rf"REFERENCES\s+({NAME})(?:\s*\(\s*({IDENTIFIER})\s*\))?"
_PRIMARY = re.compile(rf"\bPRIMARY\s+KEY\s*(?:(?:NON)?CLUSTERED\s*)?{_ONE}", re.IGNORECASE)
_FOREIGN = re.compile(rf"\bFOREIGN\s+KEY\s*(?:{IDENTIFIER}\s*)?{_ONE}\s*{_TO}", re.IGNORECASE)
_INLINE_PRIMARY = re.compile(r"\bPRIMARY\s+KEY\b(?!\s*\()", re.IGNORECASE)
_INLINE = re.compile(rf"\b{_TO}", re.IGNORECASE)
_TEXTS = re.compile(r"'(?:[^'\\]|''|\\.)*'", re.DOTALL)


def keys_in(table: str, text: str) -> Iterator[DeclaredKey]:
    """Give the keys that clauses of a statement about a table declare."""
    bare = _TEXTS.sub("''", text)
    for found in _PRIMARY.finditer(bare):
        yield DeclaredKey(table, plain_name(found[1]))
    for found in _FOREIGN.finditer(bare):
        yield DeclaredKey(table, plain_name(found[1]), plain_name(found[2]), plain_name(found[3] or ""))


def keys_of_column(table: str, column: str, text: str) -> Iterator[DeclaredKey]:
    """Give the keys that a column's own definition declares."""
    bare = _TEXTS.sub("''", text)
    if _INLINE_PRIMARY.search(bare):
        yield DeclaredKey(table, column)
    if found := _INLINE.search(bare):
        yield DeclaredKey(table, column, plain_name(found[1]), plain_name(found[2] or ""))

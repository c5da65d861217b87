"""Keys that a database declares itself: what readers tell of a schema, and linking follows before it infers any.

They travel as fields of a segment of their own, whose place and paths say that they are no data.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tocsin.model.bodies import Field, FieldsBody

PLACE = "declared keys"
PATH = "schema.key"
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, order=True)
class DeclaredKey:
    """A column is the primary key of its table or, if ``other`` is named, a key of that table's column ``to``.

    ``to`` is empty where the other table's primary key is meant.
    """

    table: str
    column: str
    other: str = ""
    to: str = ""


def key_fields(keys: Iterable[DeclaredKey]) -> list[Field]:
    """Return keys as fields, each once, in order."""
    told = dict.fromkeys((k.table, k.column, k.other, k.to) for k in keys)
    return [Field(PATH, json.dumps([name[:LONGEST_NAME] for name in names])) for names in told]


def keys_of(place: str, body: object) -> Sequence[DeclaredKey]:
    """Return the keys that a segment holds; none if it is of another kind, or was not made by :func:`key_fields`."""
    if place != PLACE or not isinstance(body, FieldsBody):
        return ()
    return [DeclaredKey(*json.loads(field.value)) for field in body.fields if field.path == PATH]

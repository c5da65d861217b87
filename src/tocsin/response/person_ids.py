"""Person ids as people give them: today's, or an alias that a merge left behind."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.errors import NothingToDoError, UnknownIdError, Word
from tocsin.ids import is_id
from tocsin.model.subjects import MEMBERS
from tocsin.response.folder import IncidentFolder

ALIASES = pa.schema(
    [pa.field("person_id", pa.string(), nullable=False), pa.field("alias", pa.string(), nullable=False)]
)


def current_id(folder: IncidentFolder, given: str) -> str:
    """Return the person's id of today.

    Raises:
        NothingToDoError: nobody was resolved yet.
        UnknownIdError: neither an id nor an alias of a person of this incident.
    """
    members = folder.read("members", MEMBERS)
    if not members.num_rows:
        raise NothingToDoError()
    if pc.any(pc.equal(members["person_id"], given)).as_py():
        return given
    aliases = folder.read("aliases", ALIASES)
    heirs = aliases.filter(pc.equal(aliases["alias"], given))["person_id"].to_pylist()
    if heirs:
        return current_id(folder, heirs[-1])
    raise UnknownIdError(person=given if is_id(given) else Word("not an id"))

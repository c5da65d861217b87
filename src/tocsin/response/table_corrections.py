"""What people correct of the models of databases: kept sealed, in the ledger by number, applied by the next run."""

from __future__ import annotations

import re

from tocsin.clock import Clock, stamp
from tocsin.errors import UnknownTableError, Word
from tocsin.linking.table_inference import column_number
from tocsin.linking.table_model import Correction, Database, Table, Verb
from tocsin.linking.table_profiles import profiles_of
from tocsin.model.elements import Element
from tocsin.response.folder import IncidentFolder
from tocsin.response.table_models import PROFILES, keep_correction, models_of

NOTHING = "none"
_ID = re.compile(r"D(\d{1,6})\.T(\d{1,6})(?:\.C(\d{1,6}))?", re.IGNORECASE)
_REDONE = ("link", PROFILES, "staff", "detect")
_Spot = tuple[Database, Table, int]


def correct_table(folder: IncidentFolder, what: str, verb: Verb, to: str, by: str, clock: Clock) -> None:
    """Keep a correction; the next run does again what it touches.

    Args:
        folder: the incident.
        what: id or name of a table, or of a column (``D1.T2.C3``, ``visits.patient``).
        verb: what is said of it.
        to: for KEY the column it leads to, for TYPE the code of an element; ``none`` for nothing.
        by: name of who says so.
        clock: when.

    Raises:
        UnknownTableError: there is no such table or column.
    """
    models = models_of(folder)
    database, table, column = _spot(models, what, needs_column=verb in {Verb.KEY, Verb.TYPE})
    aim = _aim(models, database, verb, to)
    name = table.columns[column].name if column >= 0 else ""
    facts: dict[str, object] = {"verb": verb.value, "source": database.group, "table": table.number + 1}
    if column >= 0:
        facts["column"] = column + 1
    if verb is Verb.TYPE:
        facts["element"] = aim or NOTHING
    correction = Correction(database.group, table.name, name, verb, aim)
    with folder.stage_lock():
        if verb is Verb.TYPE:
            _take_back(folder, table)
        keep_correction(folder, correction, by, stamp(clock.now()), facts)


def _aim(models: list[Database], database: Database, verb: Verb, to: str) -> str:
    if verb in {Verb.PEOPLE, Verb.NOT_PEOPLE} or to.lower() == NOTHING:
        return ""
    if verb is Verb.TYPE:
        return Element(to).value
    mine = [one for one in models if one.group == database.group]
    found, table, column = _spot(models if _ID.fullmatch(to) else mine, to, needs_column=True)
    if found.group != database.group:
        raise UnknownTableError(what=Word("another database"))
    return f"{table.name}.{table.columns[column].name}"


def _spot(models: list[Database], what: str, *, needs_column: bool) -> _Spot:
    """Return the one table or column of that id or name."""
    spots = _by_id(models, what) if _ID.fullmatch(what) else _by_name(models, what, needs_column=needs_column)
    fitting = [spot for spot in spots if (spot[2] >= 0) == needs_column]
    if len(fitting) != 1:
        raise UnknownTableError(found=len(fitting))
    return fitting[0]


def _by_id(models: list[Database], what: str) -> list[_Spot]:
    found = _ID.fullmatch(what)
    if found is None:
        return []
    number, table, column = (int(group or 0) - 1 for group in found.groups())
    if number >= len(models) or table >= len(models[number].tables):
        return []
    chosen = models[number].tables[table]
    return [(models[number], chosen, column)] if column < len(chosen.columns) else []


def _by_name(models: list[Database], what: str, *, needs_column: bool) -> list[_Spot]:
    name, _, label = what.rpartition(".") if needs_column else (what, "", "")
    spots = []
    for database in models:
        for table in database.tables:
            if table.name.lower() == name.lower():
                column = column_number(table.columns, label) if needs_column else -1
                spots.append((database, table, column))
    return spots


def _take_back(folder: IncidentFolder, table: Table) -> None:
    """Take back what was detected and linked in the parts that hold rows of a table."""
    items = {item for item, _ in table.sources}
    parts = {key for key, held in folder.iter_parts(PROFILES) if any(p.item_id in items for p in profiles_of(held))}
    for stage in _REDONE:
        old = [key for key in folder.committed_keys(stage) if key.partition("@")[0] in parts]
        if old:
            folder.take_back(stage, old)

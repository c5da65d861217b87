"""A patient master given to an incident: kept as keyed hashes only, and asked whether somebody is a known patient."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from tocsin.detection.candidates import LEAST_DIGITS, name_key, plain_number
from tocsin.detection.labels_meaning import meaning_of
from tocsin.detection.values import normalise
from tocsin.errors import TableFileError, Word
from tocsin.model.elements import LISTED_ROLES, Element, Role
from tocsin.model.lexicon import fold_name
from tocsin.model.mentions import Part
from tocsin.model.person_names import parse_name
from tocsin.response.folder import IncidentFolder
from tocsin.response.people_file import read_people_file
from tocsin.response.seeded import SHAPES

_NUMBERS = {Element.SSN: "ssn", Element.MRN: "mrn", Element.MEMBER_ID: "member_id"}
_LEAST_SHARE = 0.6


def give_seed(folder: IncidentFolder, file: Path) -> int:
    """Keep what identifies each row's patient as keyed hashes; return the number of rows that gave any.

    Raises:
        TableFileError: the file cannot be read, or no column names a person or a number.
    """
    table = read_people_file(file)
    columns = _columns(table.column_names)
    if not columns:
        raise TableFileError(columns=Word("none_recognised"))
    kinds: dict[str, list[str]] = {}
    shapes: Counter[str] = Counter(json.loads(folder.get_document(SHAPES) or b"{}"))
    rows = 0
    for row in table.to_pylist():
        person = _person({kind: row[name] for kind, name in columns.items()})
        keys = list(_keys(person))
        rows += bool(keys)
        for kind, text in [*keys, *_keys_of_candidates(person)]:
            kinds.setdefault(kind, []).append(text)
        shapes.update(f"{kind} {len(text)}" for kind, text in keys if kind in _NUMBERS.values() and text.isdecimal())
    for kind, texts in sorted(kinds.items()):
        folder.add_seeds(kind, texts)
    folder.put_document(SHAPES, json.dumps(shapes, sort_keys=True).encode())
    return rows


def confirm_patients(folder: IncidentFolder, subjects: pa.Table) -> pa.Table:
    """Return the subjects with role patient where the role is unknown and the seeds know the person."""
    known = {kind: folder.seed_indexes(kind) for kind in ("ssn", "mrn", "member_id", "person")}
    if not any(known.values()):
        return subjects
    roles = subjects["role"].to_pylist()
    names = ("first_name", "last_name", "date_of_birth", "ssn", "mrns", "member_ids")
    for index, row in enumerate(subjects.select(names).to_pylist()):
        if roles[index] != Role.UNKNOWN or roles[index] in LISTED_ROLES:
            continue
        if any(folder.index_of(f"seed {kind}", text) in known[kind] for kind, text in _keys(row)):
            roles[index] = Role.PATIENT.value
    place = subjects.schema.get_field_index("role")
    return subjects.set_column(place, subjects.schema.field(place), pa.array(roles, pa.string()))


def _columns(names: list[str]) -> dict[str, str]:
    """Return the column for each thing that identifies a person, by the meaning of its header."""
    found: dict[str, str] = {}
    for name in names:
        meaning = meaning_of(name)
        if meaning is None or meaning.share < _LEAST_SHARE or meaning.party not in {Role.UNKNOWN, Role.PATIENT}:
            continue
        if meaning.element is Element.NAME:
            kind = {Part.FIRST: "first_name", Part.LAST: "last_name", Part.FULL: "name"}.get(meaning.part, "")
        elif meaning.element is Element.DATE_OF_BIRTH:
            kind = "date_of_birth"
        else:
            kind = _NUMBERS.get(meaning.element, "") if meaning.element else ""
        if kind:
            found.setdefault(kind, name)
    return found


def _person(row: dict[str, str]) -> dict[str, object]:
    parts = parse_name(row["name"]) if row.get("name") else None
    ssn, is_ssn, _ = normalise(Element.SSN, Part.FULL, row.get("ssn", ""))
    born, is_date, _ = normalise(Element.DATE_OF_BIRTH, Part.FULL, row.get("date_of_birth", ""))
    return {
        "first_name": row.get("first_name") or (parts.first if parts else ""),
        "last_name": row.get("last_name") or (parts.last if parts else ""),
        "date_of_birth": born if is_date else "",
        "ssn": ssn if is_ssn else "",
        "mrns": [row.get("mrn", "")],
        "member_ids": [row.get("member_id", "")],
    }


def _keys(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Give kind and text of everything that identifies one person."""
    if row["ssn"]:
        yield "ssn", str(row["ssn"])
    for kind, column in (("mrn", "mrns"), ("member_id", "member_ids")):
        for number in row[column]:
            plain = plain_number(str(number))
            if sum(c.isdigit() for c in plain) >= LEAST_DIGITS:
                yield kind, plain
    if row["first_name"] and row["last_name"] and row["date_of_birth"]:
        name = f"{fold_name(str(row['last_name']))}|{fold_name(str(row['first_name']))}"
        yield "person", f"{name}|{row['date_of_birth']}"


def _keys_of_candidates(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Give kind and text of what makes a mention of a candidate: the name alone, and with it a date or a number."""
    first, last = str(row["first_name"]).split(), str(row["last_name"])
    if not first or not last:
        return
    name = name_key(first[0], last)
    yield "name", name
    if row["date_of_birth"]:
        yield "person", f"{name}|{row['date_of_birth']}"
    for kind, text in _keys(row):
        if kind in {"mrn", "member_id"}:
            yield f"held_{kind}", f"{name}|{text}"


__all__ = ["confirm_patients", "give_seed"]

"""An organization's own letters: read from a folder, held to the rules, kept sealed in the incident."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from tocsin.errors import FaultsError, RefusedError, UnknownIdError, Word
from tocsin.law.book import law_book
from tocsin.model.incident_file import parse_incident
from tocsin.notices.house import LANGUAGES, House
from tocsin.notices.house_file import EXAMPLE, HOUSE_FILE, read_house
from tocsin.notices.rules import faults_of
from tocsin.notices.template import house_text
from tocsin.response.folder import IncidentFolder
from tocsin.response.letter_law import letter_law_of

_DOCUMENT = "houses"
_ENDINGS = {".yaml", ".svg", ".png", ".jpg", ".jpeg"}


class TemplateError(FaultsError):
    """These letters cannot be used: what the law requires is missing, or what it forbids stands there."""

    code = "TOC-2006"
    remedy = "Correct the files as each line says; `tocsin template copy FOLDER` writes ones that pass."


class FilesThereError(RefusedError):
    """One of the files stands there already."""

    code = "TOC-3017"
    remedy = "Give a new folder."


def copy_house(to: Path) -> list[str]:
    """Write the shipped templates and an example of house.yaml to be changed; return their names.

    Raises:
        FilesThereError: one of them stands there already.
    """
    files = {HOUSE_FILE: EXAMPLE, **{f"letter-{language}.yaml": house_text(language) for language in LANGUAGES}}
    if any((to / name).exists() for name in files):
        raise FilesThereError()
    to.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (to / name).write_text(text, encoding="utf-8")
    return sorted(files)


def checked_house(files: Mapping[str, bytes], today: date) -> House:
    """Return the house of these files, by name.

    Raises:
        TemplateError: with every fault of form and every broken rule of every language.
    """
    house, faults = read_house(files)
    if house is not None:
        law = letter_law_of(law_book(), {}, today)
        for language, template in sorted(house.templates.items()):
            faults += [f"letter-{language}.yaml: {fault.words()}" for fault in faults_of(template, house, law)]
    if faults or house is None:
        raise TemplateError(faults)
    return house


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the files of a house's folder, by name."""
    found = (path for path in sorted(folder.iterdir()) if path.suffix.lower() in _ENDINGS and path.is_file())
    return {path.name: path.read_bytes() for path in found}


def use_house(folder: IncidentFolder, files: Mapping[str, bytes], entity: str, today: date) -> None:
    """Keep the house for the organization, or for one covered entity by its key.

    Raises:
        TemplateError: it breaks a rule; nothing was changed.
        UnknownIdError: there is no such covered entity.
    """
    checked_house(files, today)
    if entity and entity not in {one.key for one in parse_incident(folder.incident_toml).covered_entities}:
        raise UnknownIdError(covered_entity=Word("not a key of the incident file"))
    kept = _kept(folder)
    kept[entity] = {name: base64.b64encode(data).decode() for name, data in sorted(files.items())}
    data = json.dumps(kept, sort_keys=True).encode()
    with folder.stage_lock(), folder.control.transaction():
        folder.put_document(_DOCUMENT, data)
        folder.append_ledger("house", {"houses": len(kept), "sha256": hashlib.sha256(data).hexdigest()})


def houses_of(folder: IncidentFolder) -> dict[str, House]:
    """Return the houses kept, by key of the covered entity; ``""`` is the organization's own."""
    found = {}
    for key, packed in _kept(folder).items():
        house, faults = read_house({name: base64.b64decode(data) for name, data in packed.items()})
        if house is None:
            raise TemplateError(faults)
        found[key] = house
    return found


def _kept(folder: IncidentFolder) -> dict[str, dict[str, str]]:
    kept: dict[str, dict[str, str]] = json.loads(folder.get_document(_DOCUMENT) or b"{}")
    return kept

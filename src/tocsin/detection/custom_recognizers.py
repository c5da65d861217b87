"""Recognizers written for Presidio, as a file of detectors names them, and what their entity types are called here.

Source: Presidio, "Supported entities" and "Adding recognizers" (the names of its predefined entity types, and the form
of its recognizer registry in YAML).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tocsin.detection.custom import Recognizers
from tocsin.model.elements import Element
from tocsin.model.incident_keys import Keys
from tocsin.patterns import compiled

E = Element
KNOWN_ENTITIES: dict[str, Element] = {
    "PERSON": E.NAME, "US_SSN": E.SSN, "US_ITIN": E.TAX_ID, "US_EIN": E.TAX_ID, "PHONE_NUMBER": E.PHONE,
    "EMAIL_ADDRESS": E.EMAIL, "URL": E.URL, "IP_ADDRESS": E.IP_ADDRESS, "CREDIT_CARD": E.CARD_NUMBER,
    "US_DRIVER_LICENSE": E.DRIVER_LICENSE, "US_PASSPORT": E.PASSPORT, "US_BANK_NUMBER": E.ACCOUNT_NUMBER,
    "IBAN_CODE": E.ACCOUNT_NUMBER, "ABA_ROUTING_NUMBER": E.ROUTING_NUMBER, "MEDICAL_LICENSE": E.DEA_NUMBER,
    "US_MBI": E.MEMBER_ID, "US_NPI": E.NPI, "DATE_TIME": E.DATE, "CRYPTO": E.ACCOUNT_NUMBER, "ZIP": E.ZIP,
    "AGE": E.AGE, "ID": E.OTHER_ID,
}  # fmt: skip
"""What Presidio's own entity types are here; a file may say otherwise."""
IGNORED = "none"
"""Instead of a code: finds of that entity type are not wanted."""
_USE = compiled(r"([A-Za-z_][\w.]{0,200}):([A-Za-z_]\w{0,100})")
_TYPE = compiled(r"[A-Za-z][A-Za-z0-9_]{0,63}")
_CODES = frozenset(element.value for element in Element)
LONGEST_SECONDS = 3_600
MOST_MEMORY_MIB = 65_536


def recognizers_of(keys: Keys, beside: Mapping[str, str]) -> Recognizers | None:
    """Return what one ``[[recognizers]]`` table says; ``beside`` holds the files that stand beside it, by name."""
    use, registry = keys.text("use"), keys.text("registry")
    entities = _entities(keys)
    language = keys.text("language") or "en"
    seconds = _bounded(keys, "seconds", 20, LONGEST_SECONDS)
    memory_mib = _bounded(keys, "memory_mib", 1024, MOST_MEMORY_MIB)
    nlp = keys.text("nlp")
    if nlp and (registry or not nlp.isidentifier()):
        keys.fault("nlp", "must name an attribute of the module that use names")
    if bool(use) == bool(registry):
        keys.fault("use", "or registry must be given, and one of them only")
        return None
    if registry:
        if registry not in beside:
            keys.fault("registry", "must name a YAML file that stands beside this one")
            return None
        return Recognizers("", "", "", beside[registry], entities, language, seconds, memory_mib)
    found = _USE.fullmatch(use)
    if found is None:
        keys.fault("use", "must be module:attribute")
        return None
    source = beside.get(f"{found[1]}.py", "")
    return Recognizers(found[1], found[2], source, "", entities, language, seconds, memory_mib, nlp)


def files_named(tree: Mapping[str, Any]) -> list[str]:
    """Return the names of files that may stand beside a file of detectors and belong to it."""
    rows = tree.get("recognizers", [])
    rows = [rows] if isinstance(rows, Mapping) else rows
    named: list[str] = []
    for row in rows if isinstance(rows, list) else ():
        use, registry = (row.get(key) for key in ("use", "registry")) if isinstance(row, Mapping) else (None, None)
        found = _USE.fullmatch(use) if isinstance(use, str) else None
        named += [f"{found[1]}.py"] if found and "." not in found[1] else []
        is_name = isinstance(registry, str) and "/" not in registry and registry.endswith((".yaml", ".yml"))
        named += [str(registry)] if is_name else []
    return named


def elements_of(one: Recognizers) -> dict[str, Element]:
    """Return the element of each entity type that is wanted."""
    told = dict(one.entities)
    refused = {name for name, element in told.items() if element is None}
    return {name: element for name, element in {**KNOWN_ENTITIES, **told}.items() if name not in refused and element}


def unnamed(one: Recognizers, supported: Iterable[str]) -> list[str]:
    """Return the entity types, among those supported, that nothing says how to call."""
    told = {name for name, _ in one.entities}
    return sorted(name for name in set(supported) if name not in told and name not in KNOWN_ENTITIES)


def _entities(keys: Keys) -> tuple[tuple[str, Element | None], ...]:
    rows = keys.rest.pop("entities", {})
    if not isinstance(rows, Mapping):
        keys.fault("entities", "must be a table of entity types and element codes")
        return ()
    made: list[tuple[str, Element | None]] = []
    for number, (name, said) in enumerate(sorted(rows.items()), start=1):
        if not _TYPE.fullmatch(name) or (said != IGNORED and said not in _CODES):
            keys.fault("entities", f"number {number} must be a type and a code of docs/reference/elements.md, or none")
            continue
        made.append((name, None if said == IGNORED else Element(said)))
    return tuple(made)


def _bounded(keys: Keys, key: str, default: int, most: int) -> int:
    value = keys.take(key, int, default)
    if not 1 <= value <= most:
        keys.fault(key, f"must be a whole number from 1 to {most}")
        return default
    return value

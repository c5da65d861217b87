"""What-if: changing keys of a parsed incident file before its facts are read, the file itself staying as it is."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from tocsin.errors import IncidentFileError


def changed(tree: Mapping[str, Any], changes: Sequence[str]) -> dict[str, Any]:
    """Return the tree with every ``KEY=VALUE`` set; an empty VALUE takes the key away.

    A key is dotted: ``timeline.discovered_on``, ``covered_entity.gulf-coast.told_on`` (by its key), ``hold.1.until_on``
    (by its place, from 1). A value is read as TOML, and as a text if it is none.

    Raises:
        IncidentFileError: a change has no ``=``, or leads to a section that is not there; lists every fault.

    Example:
        >>> changed({"timeline": {}}, ["timeline.discovered_on=2025-01-03"])
        {'timeline': {'discovered_on': datetime.date(2025, 1, 3)}}
    """
    made = copy.deepcopy(dict(tree))
    faults: list[str] = []
    for change in changes:
        path, sign, value = change.partition("=")
        if not sign:
            faults.append(f"--set {change}: must be KEY=VALUE")
            continue
        _set(made, path.strip().split("."), value.strip(), faults)
    if faults:
        raise IncidentFileError(faults)
    return made


def _set(tree: dict[str, Any], path: list[str], value: str, faults: list[str]) -> None:
    *sections, key = path
    place: Any = tree
    for section in sections:
        place = _inside(place, section)
        if place is None:
            faults.append(f"--set {'.'.join(path)}: there is no {section} in the incident file")
            return
    if not isinstance(place, dict):
        faults.append(f"--set {'.'.join(path)}: say which entry of the list, by its key or number")
    elif value:
        place[key] = _toml(value)
    else:
        place.pop(key, None)


def _inside(place: Any, section: str) -> Any:
    if isinstance(place, dict):
        return place.setdefault(section, {})
    if isinstance(place, list):
        if section.isdecimal() and 1 <= int(section) <= len(place):
            return place[int(section) - 1]
        return next((entry for entry in place if isinstance(entry, dict) and entry.get("key") == section), None)
    return None


def _toml(value: str) -> Any:
    try:
        return tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        return value

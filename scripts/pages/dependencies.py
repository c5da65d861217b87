"""Every package of the default install with its licence, and why it is there; none of the GPL or AGPL alone."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_LOCKED = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)( ;)?", re.M)
_IMPORT = re.compile(r"^\s*(?:import|from)\s+(\w+)", re.M)
_COPYLEFT = re.compile(r"(?<!L)(?<!Lesser )\b(?:A?GPL|(?:Affero )?General Public License)", re.I)
_OLD_NAMES = {
    "BSD License": "BSD",
    "MIT License": "MIT",
    "The MIT License": "MIT",
    "The MIT License (MIT)": "MIT",
    "Apache Software License": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
_MOST_CHARS = 80


@dataclass(frozen=True)
class Package:
    """One locked package."""

    name: str
    version: str
    licence: str
    is_direct: bool
    rooms: tuple[str, ...]
    """The rooms of the product that import it."""


def packages(lock: Path = ROOT / "requirements" / "run.txt") -> list[Package]:
    """Return the packages of a lock file, as they are installed here; those for other systems are left out."""
    direct, rooms, here = direct_names(), _rooms(), {_plain(one.name) for one in metadata.distributions()}
    found = {}
    for name, version, is_conditional in _LOCKED.findall(lock.read_text(encoding="utf-8")):
        plain = _plain(name)
        if is_conditional and plain not in here:
            continue
        if plain not in found or metadata.version(name) == version:
            found[plain] = Package(name, version, licence_of(name), plain in direct, tuple(sorted(rooms[plain])))
    return [found[plain] for plain in sorted(found)]


def direct_names() -> set[str]:
    """Return the names of the dependencies that pyproject.toml asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {_plain(re.split(r"[\s<>=!~;\[]", wanted)[0]) for wanted in project["dependencies"]}


def licence_of(name: str) -> str:
    """Return the licence that the installed package declares: the expression, else the field, else its classifiers."""
    told = metadata.metadata(name)
    expression = (told.get("License-Expression") or "").strip()
    field = (told.get("License") or "").strip()
    classifiers = [c.rsplit(" :: ", 1)[-1] for c in told.get_all("Classifier") or [] if c.startswith("License ::")]
    if expression:
        return expression
    if field and len(field) <= _MOST_CHARS and "\n" not in field:
        return _OLD_NAMES.get(field.split(":")[0], field)
    return " / ".join(_OLD_NAMES.get(c, c) for c in classifiers) or _first_line_of_licence(name)


def _first_line_of_licence(name: str) -> str:
    """Return what the licence file of a package that declares nothing calls itself; empty if it ships none."""
    files = [file for file in metadata.files(name) or () if file.name.upper().startswith(("LICENSE", "LICENCE"))]
    first = files[0].read_text(encoding="utf-8").lstrip().partition("\n")[0].strip() if files else ""
    return _OLD_NAMES.get(first, first)


def is_refused(licence: str) -> bool:
    """Tell whether a licence is the GPL or AGPL with no other to choose, or is not told at all.

    Example:
        >>> is_refused("GPL-3.0-only"), is_refused("MPL-1.1 OR GPL-2.0-or-later"), is_refused("LGPL-2.0-or-later")
        (True, False, False)
    """
    choices = re.split(r"\s+OR\s+", licence.strip("() "))
    return not licence or all(_COPYLEFT.search(choice) for choice in choices)


def dependencies_page() -> str:
    """Return the packages of the default install, with licence and rooms."""
    parts = [
        "# Dependencies\n",
        "The default install, as locked in `requirements/run.txt`, with the licence that each package declares. Why "
        "each direct one is there: [record 1](../decisions/0001-dependencies.md). None is under the GPL or AGPL alone; "
        "a test fails if one is.\n",
        "| Package | Version | Licence | Asked for by | Imported in |",
        "|---|---|---|---|---|",
    ]
    for one in packages():
        asked = "Tocsin" if one.is_direct else "another package"
        parts.append(f"| {one.name} | {one.version} | {one.licence} | {asked} | {', '.join(one.rooms)} |")
    return "\n".join(parts) + "\n"


def _rooms() -> dict[str, set[str]]:
    """Return the rooms that import each distribution."""
    owners = metadata.packages_distributions()
    rooms: dict[str, set[str]] = defaultdict(set)
    for top, folder in (("", ROOT / "src" / "tocsin"), ("simulator", ROOT / "simulator")):
        for file in folder.rglob("*.py"):
            room = top or file.relative_to(folder).parts[0].removesuffix(".py")
            for module in _IMPORT.findall(file.read_text(encoding="utf-8")):
                for owner in owners.get(module, ()):
                    rooms[_plain(owner)].add(room)
    return rooms


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()

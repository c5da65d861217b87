"""How the tables of paths are written: one line an element, all its paths behind it.

Invariant: keys are lower case, without indices and namespaces.
"""

from __future__ import annotations

from tocsin.model.elements import Element, Role
from tocsin.model.mentions import Part

Typed = tuple[Element | None, Part, Role]


def table(party: Role, text: str) -> dict[str, Typed]:
    """Return the paths of lines ``element[/part]: path path ...`` for one party; ``-`` is no element.

    Example:
        >>> table(Role.PATIENT, "name/last: pid-5.1")["pid-5.1"][1].value
        'last'
    """
    paths: dict[str, Typed] = {}
    for line in text.strip().splitlines():
        kind, _, names = line.strip().partition(":")
        name, _, part = kind.partition("/")
        for path in names.split():
            paths[path] = (Element(name) if name != "-" else None, Part(part or "full"), party)
    return paths

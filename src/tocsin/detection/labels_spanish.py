"""Spanish labels that mean something else in English, told apart by their values: ``fn``, ``exp``, ``dir``.

``fn`` is *fecha de nacimiento* over dates and a first name elsewhere, ``exp`` an *expediente* over codes and an expiry
over dates, ``dir`` a *dirección* over streets.

Invariant: pure; a label in several words or with another value means nothing here.
"""

from __future__ import annotations

from tocsin.model.elements import Element
from tocsin.patterns import compiled

_BY_SHAPE: dict[str, tuple[tuple[str, ...], Element]] = {
    "fn": (("date",), Element.DATE_OF_BIRTH),
    "exp": (("code", "number", "nine", "zip"), Element.MRN),
    "dir": (("street", "place"), Element.ADDRESS),
}
"""Of each label the shapes of values that make it Spanish, and what it is then."""
_LAST_WORD = compiled(r"([A-Za-z]+)\W*\Z")


def shapes_of(label: str) -> tuple[tuple[str, ...], Element] | None:
    """Return which shapes of values make a label Spanish, and what it then is; None if it is no such label.

    Example:
        >>> shapes_of("a.fn")[1].value, shapes_of("f.n.")[1].value, shapes_of("First")
        ('date_of_birth', 'date_of_birth', None)
    """
    plain = label.strip().lower()
    if plain in _DOTTED:
        return _BY_SHAPE["fn"]
    found = _LAST_WORD.search(plain)
    is_alone = found is not None and (found.start() == 0 or plain[found.start() - 1] in "./[_")
    return _BY_SHAPE.get(found[1]) if found is not None and is_alone else None


_DOTTED = frozenset({"f.n.", "f.n", "f/n", "f. n.", "f. nac", "f. nac.", "f.nac", "f.nac."})

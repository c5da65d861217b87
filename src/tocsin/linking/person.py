"""Names as keys: what may be the same person's name in one item, and what may not.

Invariant: pure; :func:`same_name` is symmetric.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from tocsin.model.lexicon import fold_name, given_share, nicknames
from tocsin.model.person_names import NameParts, parse_name
from tocsin.patterns import compiled

_WORD = compiled(r"[\s\-]+")
_RIVALS = frozenset({"Jr", "Sr", "II", "III", "IV", "V"})


@dataclass(frozen=True, slots=True)
class NameKey:
    """A name folded for comparison; ``lasts`` are the words of the last name."""

    first: str = field(default="", repr=False)
    middle: str = field(default="", repr=False)
    last: str = field(default="", repr=False)
    suffix: str = field(default="", repr=False)
    lasts: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def is_whole(self) -> bool:
        """Tell whether first and last name are there."""
        return bool(self.first and self.last)

    @property
    def full(self) -> str:
        """Return ``first last`` folded, as the staff index knows it."""
        return f"{self.first} {self.last}" if self.is_whole else ""

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is known."""
        return not (self.first or self.last)


NOBODY = NameKey()


@lru_cache(maxsize=65536)
def parts_of(text: str) -> NameParts:
    """Return the parts of a name as written."""
    return parse_name(text)


@lru_cache(maxsize=65536)
def key_of(first: str, middle: str, last: str, suffix: str) -> NameKey:
    """Return the key of a name's parts."""
    lasts = frozenset(f for f in map(fold_name, _WORD.split(last)) if f)
    return NameKey(fold_name(first), fold_name(middle), fold_name(last), suffix, lasts)


def key_of_text(text: str) -> NameKey:
    """Return the key of a name as written."""
    parts = parts_of(text)
    return key_of(parts.first, parts.middle, parts.last, parts.suffix)


def fold_words(text: str) -> str:
    """Return the words of a name folded, ``LAST, FIRST`` turned round.

    Example:
        >>> fold_words("Cróil, Gary"), fold_words('"Gary Croil" ')
        ('gary croil', 'gary croil')
    """
    last, comma, first = text.strip(" \"'").partition(",")
    text = f"{first} {last}" if comma and first.strip() else last
    return " ".join(f for f in map(fold_name, text.split()) if f)


def same_name(one: NameKey, other: NameKey) -> bool:
    """Tell whether two whole names may be the same person's in one item.

    Example:
        >>> same_name(key_of_text("Lopez, Maria E"), key_of_text("Maria Lopez"))
        True
        >>> same_name(key_of_text("John Smith Jr"), key_of_text("John Smith Sr"))
        False
    """
    if one.suffix != other.suffix and one.suffix in _RIVALS and other.suffix in _RIVALS:
        return False
    if same_first(one.first, other.first) and _same_last(one, other):
        return _same_middle(one.middle, other.middle)
    return one.first == other.last and one.last == other.first


def same_first(one: str, other: str) -> bool:
    """Tell whether two folded given names may be one person's: equal, initial, or short form."""
    if one == other:
        return True
    if not one or not other:
        return False
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return other in nicknames().get(one, ())


def _same_last(one: NameKey, other: NameKey) -> bool:
    if one.last == other.last:
        return True
    small, large = sorted((one.lasts, other.lasts), key=len)
    return bool(small) and small < large and max(map(len, small)) > 3


def _same_middle(one: str, other: str) -> bool:
    return not one or not other or (one[0] == other[0] and (one == other or len(one) == 1 or len(other) == 1))


def is_given(folded: str) -> bool:
    """Tell whether a single word is rather a given name than a surname."""
    return given_share(folded) >= 0.5

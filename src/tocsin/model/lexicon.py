"""Names, words, nicknames and places with their frequencies, shipped in compact form.

Invariant: the data are read from the package once, never changed; every function is pure.

Source: US Census Bureau surnames 2000-2020 and first names 2020, Social Security births, wordfreq; see
``src/tocsin/data/README.md`` for origin and licence, ``scripts/make_lexicons.py`` for how they are made.
"""

from __future__ import annotations

import json
import math
import unicodedata
import zlib
from functools import cache
from importlib import resources
from typing import NamedTuple

PEOPLE = 330_000_000
NAME_RATE = 0.004
"""Share of the tokens of ordinary text that are given names; the same is taken for surnames."""
UNSEEN_WORD_RATE = 2e-9
LEAST_ODDS, MOST_ODDS = -9.0, 5.0


class Usage(NamedTuple):
    """How often a spelling is used: counts of bearers, and words in a milliard."""

    given: float
    surname: float
    words: float


class WordTable(NamedTuple):
    """The raw table: spellings in order, with one byte each (10 log10) for given, surname and word frequency."""

    words: list[str]
    given: bytes
    surname: bytes
    word: bytes


_SPECIAL = str.maketrans({"đ": "d", "ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"})


def fold_name(text: str) -> str:
    """Return the text in lower case without diacritics, apostrophes, hyphens and dots.

    Example:
        >>> fold_name("O'Neill"), fold_name("Łukasz"), fold_name("García-Pérez")
        ('oneill', 'lukasz', 'garciaperez')
    """
    lower = text.lower()
    if lower.isascii() and lower.isalnum():
        return lower
    if not lower.isascii():
        plain = unicodedata.normalize("NFD", lower.translate(_SPECIAL))
        lower = "".join(c for c in plain if not unicodedata.combining(c))
    return "".join(c for c in lower if c.isalnum())


@cache
def word_table() -> WordTable:
    """Return the table of names and words."""
    packed = resources.files("tocsin.data").joinpath("words.bin").read_bytes()
    text, _, columns = zlib.decompress(packed).partition(b"\0")
    words = text.decode("ascii").split("\n")
    size = len(words)
    return WordTable(words, columns[:size], columns[size : 2 * size], columns[2 * size :])


@cache
def _index() -> dict[str, int]:
    words = word_table().words
    return dict(zip(words, range(len(words)), strict=True))


def usage(folded: str) -> Usage:
    """Return how often a folded spelling is used as given name, surname and word.

    Example:
        >>> usage("smith").surname > 2_000_000, usage("qqqq")
        (True, Usage(given=0.0, surname=0.0, words=0.0))
    """
    at = _index().get(folded)
    if at is None:
        return Usage(0.0, 0.0, 0.0)
    table = word_table()
    return Usage(_COUNTS[table.given[at]], _COUNTS[table.surname[at]], _COUNTS[table.word[at]])


def uses_of(folded: str) -> float:
    """Return how often a folded spelling is used as a word, in a milliard words."""
    at = _index().get(folded)
    return 0.0 if at is None else _COUNTS[word_table().word[at]]


def is_used(folded: str) -> bool:
    """Tell whether a folded spelling is a name or a word at all."""
    at = _index().get(folded)
    table = word_table()
    return at is not None and bool(table.given[at] or table.surname[at] or table.word[at])


_COUNTS = tuple(10 ** (b / 10) if b else 0.0 for b in range(256))
"""What the bytes of the table stand for."""


@cache
def _odds_of_bytes(bearers: int, words: int) -> float:
    return _odds(_COUNTS[bearers], _COUNTS[words])


def _odds(bearers: float, words: float) -> float:
    if not bearers:
        return LEAST_ODDS if words else 0.0
    name_rate = NAME_RATE * bearers / PEOPLE
    return max(LEAST_ODDS, min(MOST_ODDS, math.log(name_rate / (words / 1e9 or UNSEEN_WORD_RATE))))


def given_odds(folded: str) -> float:
    """Return the log odds that this spelling is a given name and not an English word; 0 if it is neither."""
    at = _index().get(folded)
    table = word_table()
    return 0.0 if at is None else _odds_of_bytes(table.given[at], table.word[at])


def surname_odds(folded: str) -> float:
    """Return the log odds that this spelling is a surname and not an English word; 0 if it is neither."""
    at = _index().get(folded)
    table = word_table()
    return 0.0 if at is None else _odds_of_bytes(table.surname[at], table.word[at])


def name_odds(folded: str) -> tuple[float, float]:
    """Return what :func:`given_odds` and :func:`surname_odds` do."""
    at = _index().get(folded)
    if at is None:
        return 0.0, 0.0
    table = word_table()
    word = table.word[at]
    return _odds_of_bytes(table.given[at], word), _odds_of_bytes(table.surname[at], word)


def given_share(folded: str) -> float:
    """Return how much likelier than not (0..1) a name of this spelling stands first.

    Example:
        >>> given_share("maria") > 0.9, given_share("rodriguez") < 0.1, given_share("qqqq")
        (True, True, 0.5)
    """
    known = usage(folded)
    total = known.given + known.surname
    return known.given / total if total else 0.5


@cache
def nicknames() -> dict[str, frozenset[str]]:
    """Return for each folded given name the names it may stand for, in both directions, itself left out."""
    groups: dict[str, set[str]] = {}
    data = resources.files("tocsin.data")
    texts = (data.joinpath(name).read_text("utf-8") for name in ("nicknames.txt", "nicknames_more.txt"))
    for line in "".join(texts).splitlines():
        formal, *short = line.split()
        for nickname in short:
            groups.setdefault(formal, set()).add(nickname)
            groups.setdefault(nickname, set()).add(formal)
    return {name: frozenset(others - {name}) for name, others in groups.items()}


@cache
def cities() -> dict[str, tuple[str, ...]]:
    """Return for each US city in lower case the states that have one of that name."""
    packed = resources.files("tocsin.data").joinpath("cities.bin").read_bytes()
    lines = (line.split("\t") for line in zlib.decompress(packed).decode("utf-8").splitlines())
    return {city: tuple(states.split()) for city, states in lines}


@cache
def _zip_prefixes() -> dict[str, list[str]]:
    text = resources.files("tocsin.data").joinpath("zips.json").read_text("utf-8")
    table: dict[str, list[str]] = json.loads(text)
    return table


def states_of_zip(zip_code: str) -> tuple[str, ...]:
    """Return the states in which a ZIP code may lie, by its first three digits.

    Example:
        >>> states_of_zip("33602-1234"), states_of_zip("000")
        (('FL',), ())
    """
    return tuple(_zip_prefixes().get(zip_code.strip()[:3], ()))

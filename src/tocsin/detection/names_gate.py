"""Which words can take part in a name at all, as bits of a spelling: most words of ordinary text cannot.

The bits are computed from the same facts, weights and patterns as names themselves, and are generous: a word without
a bit takes part in no name; one with it may still take part in none.

Invariant: bits depend on the spelling only.
"""

from __future__ import annotations

from functools import cache

from tocsin.detection import names_words as words
from tocsin.detection.names import LONGEST_PIECE, is_weak
from tocsin.detection.names_before import TITLED, may_announce
from tocsin.detection.names_context import may_follow
from tocsin.detection.names_lower import LEAST_ONE
from tocsin.detection.names_odds import HOPELESS
from tocsin.detection.names_order import SURELY_A_WORD
from tocsin.detection.names_score import Setting, log_odds
from tocsin.detection.names_tokens import UPPER, Facts, Token, facts_of, standing
from tocsin.model.lexicon import LEAST_ODDS, MOST_ODDS, is_used, name_odds
from tocsin.patterns import compiled

CAPITAL = 1
"""Begins with a capital and neither cuts a run of capitalised words nor makes an organization of it."""
ALIVE = 2
"""Such a word that may be a name without a title before it."""
TITLE = 4
LEAD = 8
"""May be the given name behind the comma of ``Last, First``."""
TURNABLE = 16
"""May be the surname before it."""
PAIRED = 32
"""May be one of two names in lower case."""
KNOWN = 64
"""Is in the lexicon."""
PARTICLE = 128
"""In lower case before a capitalised word, may be a name with it: ``la``."""
RUNS = 256
"""May stand in a run of capitalised words."""
WEAK = 512
"""By itself it is no name unless something beside it speaks for it."""
ANNOUNCES = 1024
"""Right before a word it may speak for it as a name."""
NAMED = 2048
"""Holds ``name``, which speaks for names some words behind too."""
FOLLOWS = 4096
"""Behind a name and a blank it may speak for it: ``said``."""
FOLLOWS_COMMA = 8192
"""Behind a name, a comma and a blank: ``wife``, ``MD``."""

LOWER = 16384
"""In lower case and a given name whatever its case."""

_CAPITAL = compiled(rf"(?:(?:al|el)-)?[{UPPER}]")
_INNER_CAPITAL = compiled(rf"['-][{UPPER}]")
"""A name repeated behind a hyphen: ``non-Hodgkin``."""
_PARTICLES = frozenset(words.LOWER_PARTICLES.replace("|", " ").split())
_JOINED = ("Mc", "MC", "St", "ST")
_SHORTEST_PAIRED = 3
_TITLED = frozenset(word for word in (*words.TITLES, "nurse", "sister", "srt") if TITLED.search(f"{word} "))


def name_bits(word: str) -> int:
    """Return the bits of a word as written."""
    beside = _bits_beside(word)
    if len(word) > 2 and word[-2:] in {"'s", "'S"}:
        return beside | _bits_of(word[:-2]) & ~WEAK
    return beside | _bits_of(word)


def _bits_beside(word: str) -> int:
    """Return what a word says of the word before or behind it."""
    behind_blank, behind_comma = may_follow(word)
    bits = ANNOUNCES * may_announce(word) | NAMED * ("name" in word.lower())
    return bits | FOLLOWS * behind_blank | FOLLOWS_COMMA * behind_comma


def _bits_of(word: str) -> int:
    if word.islower() and word.isascii() and word.isalpha() and word not in _PARTICLES:
        return _bits_of_plain(word)
    facts = facts_of(word)
    bits = TITLE * _is_title(word) | KNOWN * facts.is_known | PAIRED * _is_paired(facts)
    if word in _JOINED:  # joined with the word behind, whatever that is
        return bits | CAPITAL | ALIVE | LEAD | TURNABLE | PAIRED | KNOWN | RUNS
    bits |= ALIVE * (_INNER_CAPITAL.search(word) is not None)
    if _CAPITAL.match(word):
        return bits | RUNS | WEAK * is_weak(word) | _bits_of_capital(word, facts)
    return bits | RUNS * (word in _PARTICLES) | PARTICLE * (word in _PARTICLES and not _is_dead(facts))


def _bits_of_plain(word: str) -> int:
    """Return the bits of a word in lower case, most often one that everybody uses."""
    title = TITLE * _is_title(word)
    if len(word) < _SHORTEST_PAIRED or word in words.ORGANIZATION:
        return title
    if word in words.NOT_NAMES and word not in words.SOFT:
        return title
    given, surname = name_odds(word)
    if max(given, surname) < LEAST_ONE:
        return title
    return title | PAIRED | KNOWN * is_used(word) | LOWER * (standing(word, given, surname) == 1)


def _bits_of_capital(word: str, facts: Facts) -> int:
    is_stop = facts.is_stop and not facts.is_soft
    is_cut = is_stop or (facts.is_title and not facts.is_soft and not facts.is_particle)
    bits = 0
    if not is_cut and not (facts.is_organization and not facts.is_suffix):
        is_whole = word.isalpha()
        bits |= CAPITAL | ALIVE * (not is_whole or not _is_dead(facts))
    if not is_stop and not facts.is_organization:
        is_no_lead = facts.is_credential or facts.is_initial or (facts.is_known and facts.best < SURELY_A_WORD)
        bits |= TURNABLE | LEAD * (not is_no_lead)
    return bits


def _is_title(word: str) -> bool:
    if word.isascii() and word.isalpha():
        return word.lower() in _TITLED
    return TITLED.search(f"{word} ") is not None


def _is_paired(facts: Facts) -> bool:
    if facts.is_organization or len(facts.folded) < _SHORTEST_PAIRED or (facts.is_stop and not facts.is_soft):
        return False
    return facts.best >= LEAST_ONE


def _is_dead(facts: Facts) -> bool:
    """Tell whether words like this one, alone or with each other, are hopeless without a title before them."""
    is_plain = facts.is_known and not (facts.is_initial or facts.is_suffix or facts.is_rare)
    return is_plain and facts.best < _dead_below()


@cache
def _dead_below() -> float:
    """Return the log odds below which words are hopeless however many of them stand together and wherever."""
    low, high = LEAST_ODDS, MOST_ODDS
    if not _are_hopeless(low):
        return low
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (middle, high) if _are_hopeless(middle) else (low, middle)
    return low


def _are_hopeless(odds: float) -> bool:
    for is_upper in (False, True):
        facts = Facts(
            folded="word", given=odds, surname=odds, is_known=True, is_initial=False, is_stop=False, is_soft=False,
            is_organization=False, is_title=False, is_credential=False, is_suffix=False, is_particle=False,
            is_upper=is_upper, is_eponym=False, best=odds, is_minor=False,
        )  # fmt: skip
        for count in range(1, LONGEST_PIECE + 1):
            window = [Token(0, 4, facts)] * count
            settings = [Setting(is_start, line) for is_start in (False, True) for line in (False, True)]
            if any(log_odds(window, setting) >= HOPELESS for setting in settings):
                return False
    return True

# ruff: noqa: E501 - patterns read better in long rows
"""Tokens of capitalised runs, each with what the lexicons say of it.

Invariant: a token's facts depend on its spelling only and are remembered; memory is bounded.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from tocsin.detection import names_words as words
from tocsin.detection.health_terms import terms
from tocsin.model.lexicon import LEAST_ODDS, fold_name, given_odds, is_used, name_odds, surname_odds, usage
from tocsin.patterns import compiled

UPPER = "A-Z\u00c0-\u00d6\u00d8-\u00de\u0100-\u024f\u1e00-\u1eff\u0386-\u03ab\u0400-\u042f"
LETTER = r"[^\W\d_]"
_WORD = rf"[{UPPER}](?>(?:{LETTER}|['\u2019\-\u2010](?={LETTER})){{0,40}})"
"""Atomic and bounded, so that no text makes the engine try again and again."""
_GAP = rf"(?:\.?[ ]{{1,2}}(?:(?:{words.LOWER_PARTICLES})[ ]){{0,2}}|\.(?=[{UPPER}])|[ ](?:al|el)-)"
RUN = compiled(
    rf"(?<![\w@/.\\#&-])(?<!\w['\u2019])(?:(?:{words.LOWER_PARTICLES})[ ])?{_WORD}(?:{_GAP}{_WORD}){{0,11}}(?![\w@\\])"
)
TURNED = compiled(
    rf"(?<![\w@/.\\#&-])(?<!\w['\u2019])(?<!, )(?P<last>(?:(?:{words.LOWER_PARTICLES}|(?i:st|ste)\.)[ ])?{_WORD}(?:[ ](?:[yY][ ])?(?:{_WORD}))?),[ ]{{0,2}}(?P<first>{_WORD}(?:[ ](?:[A-Z]\b|{_WORD}))?)(?![\w@])(?!,[ ][A-Z][a-z]+(?:,| and))"
)
"""``Last, First M``; not where a list goes on."""
WORD = compiled(rf"(?:(?<!\w)M[cC][ ](?=[{UPPER}]{LETTER}))?{LETTER}(?:{LETTER}|['\u2019\-\u2010](?={LETTER}))*")
"""``MC DONALD`` is one word: the lexicons have it joined."""
_PLAIN_WORD = compiled(r"[A-Za-z]+(?:['-][A-Za-z]+)*+")
"""The same without ``MC`` and letters beyond ASCII, three times as fast."""
_POSSESSIVE = compiled(r"['\u2019][sS]\Z")


class Facts(NamedTuple):
    """What is known of a spelling."""

    folded: str
    given: float
    surname: float
    is_known: bool
    """Whether it is in the lexicon at all, as a name or a word."""
    is_initial: bool
    is_stop: bool
    is_soft: bool
    is_organization: bool
    is_title: bool
    is_credential: bool
    is_suffix: bool
    is_particle: bool
    is_upper: bool
    is_eponym: bool
    best: float
    """The higher of the two odds."""
    is_minor: bool
    """An initial, a suffix or a particle."""
    standing: float = 0.0
    """How much a word is a name and nothing else, whatever its case: 1 if hardly anything else, 0 if it may be."""
    is_rare: bool = False
    """A name that text hardly ever has: what the lexicons say of it is no more than of one that they lack."""


class Token(NamedTuple):
    """One word of a run with its place in the text."""

    start: int
    end: int
    facts: Facts


@lru_cache(maxsize=65536)
def facts_of(word: str) -> Facts:
    """Return what is known of a word as written."""
    folded = fold_name(word)
    given, surname = _odds(word, folded)
    is_initial = len(folded) == 1 and word.isupper()
    best = max(given, surname)
    is_suffix, is_particle = folded in words.SUFFIXES, folded in words.PARTICLES
    return Facts(
        folded=folded,
        given=given,
        surname=surname,
        is_known=is_used(folded) or folded in words.SHORTENED or given > LEAST_ODDS < surname != 0,
        is_initial=is_initial,
        is_stop=folded in words.NOT_NAMES or _is_firm(word),
        is_soft=folded in words.SOFT,
        is_organization=folded in words.ORGANIZATION,
        is_title=folded in words.TITLES,
        is_credential=(folded in words.CREDENTIALS and word.isupper()) or word in {"PharmD", "PhD", "PsyD", "MBBCh"},
        is_suffix=is_suffix,
        is_particle=is_particle,
        is_upper=len(folded) > 1 and word.isupper(),
        is_eponym=folded in words.EPONYMS or (word.isupper() and word in _abbreviations()),
        best=best,
        is_minor=is_initial or is_suffix or is_particle,
        standing=standing(folded, given, surname) if best > _LEAST_STANDING and best != 0 else 0.0,
        is_rare=LEAST_ODDS < best < _NEEDS_NOTHING and _is_rare(folded),
    )


@cache
def _abbreviations() -> frozenset[str]:
    """Return the abbreviations of illnesses, acts and treatments that are written in capitals (``POAG``)."""
    lists = ("diagnosis_short", "diagnosis_acronym", "procedure_short", "treatment_short")
    found = {term for name in lists for term in terms(name) if term.isupper() and len(term) >= _SHORTEST}
    return frozenset(term for term in found if sum(usage(fold_name(term))[:2]) < _FEW_BEARERS)


_SHORTEST, _FEW_BEARERS = 3, 2000.0
"""Letters of an abbreviation, and bearers from which on it is a name as well (``NASH``, ``IDA``)."""


def _is_firm(word: str) -> bool:
    """Tell whether a word is two in one as firms write themselves (``HealthWell``), and no part is a given name."""
    parts = _TWO_IN_ONE.fullmatch(word)
    if parts is None or usage(fold_name(word)).surname:
        return False
    known = [usage(fold_name(part)) for part in parts.groups()]
    return not any(one.given >= _LEAST_BEARERS and one.given * 8 >= one.words for one in known)


_TWO_IN_ONE = compiled(r"([A-Z][a-z]{2,})([A-Z][a-z]{3,})")
_LEAST_STANDING, _NEEDS_NOTHING = -4.0, -1.5
_ALWAYS, _OFTEN = 30, 10
"""Bearers of a given name for each use of the word in a milliard."""
_LEAST_BEARERS, _RARE = 500, 2000


def standing(folded: str, given: float, surname: float) -> float:
    """Return how much a word with such odds is a name and nothing else."""
    if (given <= _LEAST_STANDING and surname <= _LEAST_STANDING) or folded in words.SOFT:
        return 0.0
    known = usage(folded)
    if known.given >= max(_LEAST_BEARERS, _ALWAYS * known.words):
        return 1.0
    return 0.5 if max(known.given, known.surname) >= max(_LEAST_BEARERS, _OFTEN * known.words) else 0.0


def _is_rare(folded: str) -> bool:
    known = usage(folded)
    return known.words <= _RARE and known.given + known.surname > known.words / 2


_JOINED = 1.0
"""Log odds by which two surnames joined by a hyphen are likelier a name than each of them."""


_FIRST_PARTS = frozenset({"Pa"})
"""Words that begin given names of two words (Hmong ``Pa Nhia``) and are something else in other spellings."""
_PART_ODDS = 1.0
_JOINT = compiled(r"[-\u2010']")
_SURNAME_HEAD = compiled(r"(?:Mc|Mac|O['\u2019]|D['\u2019]|Fitz|al-|Al-|El-)[A-Z]")


def _odds(word: str, folded: str) -> tuple[float, float]:
    given, surname = name_odds(folded)
    if folded in words.SHORTENED:
        given = given_odds(words.SHORTENED[folded])
    if word in _FIRST_PARTS:
        return max(given, _PART_ODDS), surname
    pieces = [] if word.isalpha() else [p for p in _JOINT.split(word) if len(p) > 1]
    if len(pieces) > 1 and not usage(folded).given and not usage(folded).surname:
        odds = [(given_odds(fold_name(p)), surname_odds(fold_name(p))) for p in pieces]
        return min(g for g, _ in odds), max(min(s for _, s in odds), sum(s for _, s in odds) / len(odds) + _JOINED)
    if _SURNAME_HEAD.match(word):
        return given, max(surname, 2.5)
    return given, surname


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    """Return the words between two offsets; a possessive ``'s`` is left out of its word."""
    found = []
    run = text[start:end]
    is_plain = run.isascii() and "Mc " not in run and "MC " not in run
    saints = _saints(text, start, end) if "St" in run or "ST" in run else {}
    behind = start
    for match in _PLAIN_WORD.finditer(text, start, end) if is_plain else WORD.finditer(text, start, end):
        word, begin = match.group(), match.start()
        if begin < behind:
            continue
        if begin in saints:
            behind = saints[begin]
            word = text[begin:behind]
        if len(word) > 2 and word[-1] in "sS" and _POSSESSIVE.search(word):
            word = word[:-2]
        found.append(Token(begin, begin + len(word), facts_of(word)))
    return found


_SAINT = compiled(rf"(?<!\w)(?:St|ST)\.?[ ]{{1,2}}(?P<name>{_WORD})")
_STREET = compiled(r"\d[ ](?:[\w.']{1,20}[ ]){1,3}\Z")
_REACH = 60


def _saints(text: str, start: int, end: int) -> dict[int, int]:
    """Return where surnames of saints begin and end (``Jennifer St. John``); a street's end is none."""
    found = _SAINT.finditer(text, start, end)
    return {m.start(): m.end() for m in found if _is_surname(m["name"]) and not _is_of_street(text, m.start())}


def _is_surname(saint: str) -> bool:
    return surname_odds(f"st{fold_name(_POSSESSIVE.sub('', saint))}") > 0


def _is_of_street(text: str, at: int) -> bool:
    return _STREET.search(text, max(0, at - _REACH), at) is not None

"""Lists of medical terms and the rules made of them: a rule's terms are equally long, so a hit's start is known.

Long terms are looked for as literals, whose automaton is built at once and scanned fast however many there are, and
their bounds are looked at here; short ones would hit inside every other word and are bounded in the pattern. A term
may be broken over two lines at any of its blanks; its letters match in both cases unless the list is for capitals only.

Invariant: a rule's verifier never looks further than the windows of :mod:`tocsin.detection.health_context`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from tocsin.detection.scan import Rule, Verifier
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.lexicon import fold_name
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

Check = Callable[[str, int, int, int, int], bool]
"""``check(text, low, high, start, end)`` tells whether a term at that place counts."""


@dataclass(frozen=True, slots=True)
class TermList:
    """Terms of one element, how sure they are, and what must hold around them."""

    element: Element
    score: float
    detector: str
    check: Check | None = None
    capitals: bool = False
    """The terms count only as written in the list (abbreviations)."""


@cache
def terms(name: str) -> tuple[str, ...]:
    """Return the terms of one list as written, sorted, each once."""
    text = resources.files("tocsin.detection").joinpath("terms", f"{name}.txt").read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return tuple(sorted({line for line in lines if line and not line.startswith("#")}))


def term_rules(wanted: Iterable[str], kind: TermList) -> list[Rule]:
    """Return the rules that find these terms."""
    written = {spelling for term in wanted for spelling in _spellings(term if kind.capitals else term.lower())}
    short: dict[int, list[str]] = defaultdict(list)
    takers: dict[int, Verifier] = {}
    rules = []
    for term in sorted(written):
        if len(term) < LEAST_LITERAL and term.isascii():
            short[len(term)].append(re.escape(term))
        else:
            take = takers.setdefault(len(term), _taker(kind, len(term)))
            rules.append(Rule(_accented(term), take, ignore_case=not kind.capitals))
    bounded = [
        Rule(rf"\b(?:{'|'.join(patterns)})\b", _taker(kind, length), ignore_case=not kind.capitals)
        for length, patterns in sorted(short.items())
    ]
    return rules + bounded


LEAST_LITERAL = 6
"""Code points from which a term is looked for as a literal."""


def _accented(term: str) -> str:
    """Return the pattern of a term: an accent may be missing, and a scan of bytes knows no capitals of it.

    Example:
        >>> _accented("tos feróz")
        'tos\\\\ fer[óÓo]z'
    """
    return "".join(re.escape(c) if c.isascii() or not c.isalpha() else f"[{c}{c.upper()}{fold_name(c)}]" for c in term)


def _spellings(term: str) -> Iterator[str]:
    """Give the term, and it with each blank as the end of a line and each hyphen as a blank."""
    yield term
    for at, mark in enumerate(term):
        if mark == " ":
            yield f"{term[:at]}\n{term[at + 1 :]}"
        elif mark == "-" and term[max(0, at - 2) : at].isalpha() and at >= 2 and len(term) >= LEAST_LITERAL:
            yield f"{term[:at]} {term[at + 1 :]}"


_JOINED_BEFORE = frozenset("@/\\_.#")
_JOINED_BEHIND = frozenset("@_/\\=")
_PAIR = compiled(r"[(\"]?[\w+-]+(?: [\w+-]+)*/[\w+-]+(?: [\w+-]+)*[.)\":]?")


def stands_free(text: str, low: int, high: int, start: int, end: int) -> bool:
    """Tell whether words stand by themselves: not inside a path, an address of mail or a name of a program."""
    left = text[start - 1] if start > low else " "
    right = text[end] if end < high else " "
    if left == "/" or right == "/":  # "carbo/taxol" and "HTN/DM" stand free, paths do not
        return _PAIR.fullmatch(_token(text, low, high, start, end)) is not None
    return left not in _JOINED_BEFORE and right not in _JOINED_BEHIND


def _token(text: str, low: int, high: int, start: int, end: int) -> str:
    left, right = text[max(low, start - 30) : start], text[end : min(high, end + 30)]
    return re.split(r"[\s,;]", left)[-1] + text[start:end] + re.split(r"[\s,;]", right)[0]


def _taker(kind: TermList, length: int) -> Verifier:
    def take(text: str, low: int, high: int, end: int) -> Span | None:
        start = end - length
        if start < low or not stands_free(text, low, high, start, end):
            return None
        if (start > low and text[start - 1].isalnum()) or (end < high and text[end].isalnum()):
            return None
        value = text[start:end]
        wanted = CASED.get(value.lower())
        if wanted is not None and value not in {wanted, wanted.upper()}:
            return None
        if kind.check is not None and not kind.check(text, low, high, start, end):
            return None
        norm = " ".join(value.split()).lower()
        return Span(start, end, kind.element, Part.FULL, kind.score, kind.detector, norm)

    return take


CASED = {
    "abvd": "ABVD",
    "chop": "CHOP", "bep": "BEP", "cmf": "CMF", "tch": "TCH", "tchp": "TCHP", "medica": "Medica", "anthem": "Anthem",
    "kaiser": "Kaiser", "aids": "AIDS", "optum": "Optum", "umr": "UMR", "regence": "Regence", "aleve": "Aleve",
    "advil": "Advil", "pten": "PTEN", "ambien": "Ambien", "femara": "Femara", "vsp vision": "VSP Vision",
    "norco": "Norco", "premera": "Premera", "molina": "Molina", "champva": "CHAMPVA", "ckd": "CKD",
    "quartz": "Quartz", "oscar": "Oscar", "geha": "GEHA", "highmark": "Highmark", "pet": "PET",
    "leep": "LEEP", "lp": "LP", "ct": "CT", "hd": "HD",
    "apple health": "Apple Health", "western sky": "Western Sky", "healthy blue": "Healthy Blue",
    "peach state": "Peach State", "forward health": "Forward Health", "coordinated care": "Coordinated Care",
    "emend": "Emend", "mohs": "Mohs", "whipple": "Whipple", "actos": "Actos",
    "valium": "Valium", "basis": "", "compass": "", "bladder": "",
}  # fmt: skip
"""Terms that are words or names too in another case: taken only as written here or in capitals."""

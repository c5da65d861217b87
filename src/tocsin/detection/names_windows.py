"""Names of several words by learned weights: what the lexicons say of each word, how it is written, what stands beside.

The weights are a logistic regression over bins; ``scripts/train_names.py`` made them from the opened sets of
strangers' evidence (``benchmarks/strangers``), whose true names are known. They hold no word of that evidence: the
features are odds and frequencies of spellings, capitals, signs and places in the line.

Invariant: pure; at most ``REACH`` code points to each side are looked at.
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from tocsin.detection.names_tokens import Facts, Token
from tocsin.model.lexicon import usage
from tocsin.patterns import compiled

REACH = 40
_ODDS = (-7.0, -5.0, -3.5, -2.5, -1.5, -0.5, 0.5, 1.5, 3.0)
_USES = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0)
_SHARES = (0.02, 0.1, 0.3, 0.6, 0.9)
_BEARERS = (1.0, 2.0, 3.0, 4.0, 5.0)
_LEAST, _MOST = -9.0, 9.0
_BESIDE_BEFORE = compiled(r"([^\W\d_](?:[^\W\d_]|['\u2019])*|\d[\d/.:-]*|[^\w\s])[ \t]*\Z")
_BESIDE_AFTER = compiled(r"[ \t]*([^\W\d_](?:[^\W\d_]|['\u2019])*|\d[\d/.:-]*|[^\w\s])")
_SIGNS = frozenset(",.;:()[]-/#&*|>\"'\u2013\u2014_=+")


class Bins(NamedTuple):
    """A word's odds, frequencies and shares, each as the number of a bin."""

    given: int
    surname: int
    uses: int
    share: int
    bearers: int


class Evidence(NamedTuple):
    """What other rules weigh of a window, in log odds."""

    words: float
    cues: float
    place: float


def is_learnt(window: Sequence[Token]) -> bool:
    """Tell whether the weights have a say: at least two words that are neither initials nor suffixes, no particle."""
    facts = [token.facts for token in window]
    return sum([not f.is_minor for f in facts]) > 1 and True not in [f.is_particle for f in facts]


def log_odds_of(text: str, piece: Sequence[Token], low: int, high: int, evidence: Evidence, *, begins: bool) -> float:
    """Return the log odds that ``piece[low:high]``, of several words, is one person's name.

    Args:
        piece: the words of a run between words that are no names.
        begins: the window begins a sentence, where every word has a capital.
    """
    weights = _weights()
    total = weights["bias"]
    for name, value in measures(evidence):
        total += weights[name] * value
    for name in features(text, piece, low, high, begins=begins):
        total += weights.get(name, 0.0)
    return total


def measures(evidence: Evidence) -> Iterator[tuple[str, float]]:
    """Give the measures that are numbers."""
    for name, value in zip(Evidence._fields, evidence, strict=True):
        yield name, max(_LEAST, min(_MOST, value))


def features(text: str, piece: Sequence[Token], low: int, high: int, *, begins: bool) -> list[str]:
    """Return the names of the features that a window has."""
    window = piece[low:high]
    facts = [token.facts for token in window]
    full = [f for f in facts if not f.is_minor] or facts
    case = "U" if False not in [f.is_upper or f.is_initial for f in facts] else "S" if begins else "M"
    one, two = bins_of(full[0].folded, full[0]), bins_of(full[-1].folded, full[-1])
    found = [f"case {case}", f"words {len(full)} of {len(facts)}"]
    if len(full) > 1:
        found += [
            f"given 1 {case} {one.given}", f"surname 2 {case} {two.surname}", f"surname 1 {case} {one.surname}",
            f"given 2 {case} {two.given}", f"both {one.given} {two.surname}", f"turned {one.surname} {two.given}",
        ]  # fmt: skip
    if len(full) > 2:
        found.append(f"middle {min(max(b.given, b.surname) for b in [bins_of(f.folded, f) for f in full[1:-1]])}")
    for at, bins in (("1", one), ("2", two)):
        found += [f"uses {at} {bins.uses}", f"share {at} {bins.share}", f"bearers {at} {bins.bearers}"]
    if low:
        found.append("more before")
    if high < len(piece):
        found.append("more behind")
    return found + _beside(text, window[0].start, window[-1].end)


@lru_cache(maxsize=32768)
def bins_of(folded: str, facts: Facts) -> Bins:
    """Return the bins of a word."""
    known = usage(folded)
    bearers = known.given + known.surname
    return Bins(
        given=bisect_right(_ODDS, facts.given) if facts.is_known else -1,
        surname=bisect_right(_ODDS, facts.surname) if facts.is_known else -1,
        uses=bisect_right(_USES, math.log10(known.words + 1)),
        share=bisect_right(_SHARES, known.given / max(1.0, bearers)),
        bearers=bisect_right(_BEARERS, math.log10(bearers + 1)),
    )


def _beside(text: str, start: int, end: int) -> list[str]:
    """Return what stands right before and behind on the same line."""
    left = text[max(0, start - REACH) : start]
    left = left[left.rfind("\n") + 1 :]
    right = text[end : end + REACH].split("\n", 1)[0]
    found = []
    is_first, is_last = not left.strip(" \t>"), not right.strip()
    if is_first:
        found.append("first of line")
    if is_last:
        found.append("last of line")
    if is_first and is_last:
        found.append("whole line")
    if left.endswith(("  ", "\t")):
        found.append("gap before")
    if right.startswith(("  ", "\t")):
        found.append("gap behind")
    before, after = _BESIDE_BEFORE.search(left), _BESIDE_AFTER.match(right)
    return [*found, f"before {_kind(before)}", f"behind {_kind(after)}"]


def _kind(match: re.Match[str] | None) -> str:
    """Return the kind of what stands beside: a word by its capital, a number by its length, a sign as itself."""
    if match is None:
        return "none"
    said = match[1]
    if said[0].isdigit():
        return "number" if len(said) < 4 else "long number"
    if said[0].isalpha():
        return "capitals" if said.isupper() and len(said) > 1 else "capital" if said[0].isupper() else "word"
    return said if said in _SIGNS else "sign"


@cache
def _weights() -> dict[str, float]:
    packed = resources.files("tocsin.data").joinpath("name_windows.json").read_text("utf-8")
    weights: dict[str, float] = json.loads(packed)
    return weights

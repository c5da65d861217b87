# ruff: noqa: E501 - the table of weights
"""How likely a window of tokens is a person's name: log odds from lexicon, shape and place, in one table of weights.

Invariant: pure; the score of a window depends on its tokens and the facts handed in only.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from tocsin.detection.names_tokens import Facts, Token

WEIGHTS: dict[str, float] = {
    "one": -1.15, "two": 0.6, "three": 0.2, "four": -0.8,
    "first": 0.75, "last": 0.75, "middle": 0.3, "lone": 0.9,
    "capital": 3.0, "start_capital": 0.5, "start_person": 2.0, "upper": 0.4, "initial": 1.6, "lone_initial": 0.8,
    "suffix": 1.5, "unknown": 0.2, "title": 5.5, "cue": 1.6, "relative_cue": 2.6, "provider_cue": 2.2,
    "credential": 4.5, "known": 3.5, "the": -3.0, "place_before": -2.4, "city": -2.0, "city_state": -6.0,
    "eponym": -3.0, "heading": -1.6, "verb": 1.1, "deed": 3.0, "deed_rare": 1.5, "belonging": 2.0, "speaks": 1.5, "spoken_to": 1.5, "signature": 1.2, "swapped": -0.7, "label": 2.0, "birth": 2.5, "dated": 1.7, "said_of": 1.2, "addressed": 2.4, "listed": 3.4, "number_beside": -2.6, "lone_unknown": -0.4,
}  # fmt: skip
"""Weights in natural log odds."""

LEAST, MOST = -3.0, 3.5
LEAST_SCORE = 0.5


class Setting(NamedTuple):
    """What stands around a window."""

    is_start: bool = False
    is_upper_line: bool = False
    extra: float = 0.0
    """The sum of the weights of the cues around."""


def probability(log_odds: float) -> float:
    """Return log odds as a probability.

    Example:
        >>> probability(0.0)
        0.5
    """
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


class Weighed(NamedTuple):
    """What the words of a window weigh by themselves."""

    unsure: float
    sure: float
    """The same where what stands around says that an unknown word is a name."""
    suffix: float
    eponym: float
    rare: float = -9.0
    """The least that a rare name weighs where what people do stands beside it: no more is known of it."""

    def odds(self, extra: float) -> float:
        """Return the log odds with the weights of the cues around."""
        words = self.sure if extra >= _SURELY else max(self.unsure, self.rare) if extra >= _TELLING else self.unsure
        return extra + words + self.suffix + self.eponym


_SURELY = WEIGHTS["known"]
_TELLING = WEIGHTS["belonging"]
NOTHING = -9.0
"""The log odds of words none of which can be a name."""


def log_odds(window: Sequence[Token], setting: Setting) -> float:
    """Return the log odds that the window is one person's name."""
    weighed = weigh([token.facts for token in window], setting.is_start, setting.is_upper_line)
    return NOTHING if weighed is None else weighed.odds(setting.extra)


def weigh(facts: list[Facts], is_start: bool, is_upper: bool) -> Weighed | None:
    """Return what words weigh as one person's name, None if none of them can be one.

    Args:
        is_start: the first of them begins a sentence, where every word has a capital.
        is_upper: all of them are in capitals.
    """
    full = [f for f in facts if not f.is_minor]
    if not full:
        full = [f for f in facts if f.is_particle and not f.is_suffix and not f.is_initial]
    if not full:
        return None
    suffix = WEIGHTS["suffix"] if len(facts) > 1 and True in [f.is_suffix for f in facts[1:]] else 0.0
    initials = 0 if len(full) == len(facts) else sum([f.is_initial for f in facts])
    if len(full) > 1:
        parts = _parts(full, initials, is_start, is_upper)
        return Weighed(parts, parts, suffix, 0.0)
    first = full[0]
    known = first.best + (_START_PERSON - _START_CAPITAL) * first.standing if is_start and not is_upper else first.best
    lone = WEIGHTS["lone"] * _value(known, first, is_upper, is_start)
    sure = WEIGHTS["one"] + lone + (WEIGHTS["lone_initial"] if initials else 0.0)
    unsure = sure if first.is_known else WEIGHTS["one"] + WEIGHTS["lone_unknown"]
    rare = WEIGHTS["one"] + WEIGHTS["lone_unknown"] if first.is_rare and not is_upper else NOTHING
    return Weighed(unsure, sure, suffix, WEIGHTS["eponym"] if first.is_eponym else 0.0, rare)


def _parts(full: list[Facts], initials: int, is_start: bool, is_upper: bool) -> float:
    first, last = full[0], full[-1]
    total = WEIGHTS["two"] if len(full) == 2 else WEIGHTS["three"] if len(full) == 3 else WEIGHTS["four"]
    total += WEIGHTS["initial"] if initials == 1 else 0.0
    straight = WEIGHTS["first"] * _value(first.given, first, is_upper, is_start)
    straight += WEIGHTS["last"] * _value(last.surname, last, is_upper, False)
    swapped = WEIGHTS["first"] * _value(first.surname, first, is_upper, is_start)
    swapped += WEIGHTS["last"] * _value(last.given, last, is_upper, False) + WEIGHTS["swapped"]
    if len(full) == 2:
        return total + max(straight, swapped)
    middle = sum([WEIGHTS["middle"] * _value(f.best, f, is_upper, False) for f in full[1:-1]])
    return total + max(straight, swapped) + middle


def _value(odds: float, facts: Facts, is_upper: bool, begins: bool) -> float:
    """Return what a word is worth with such odds; ``begins``: every word has a capital where it stands."""
    if not facts.is_known:
        return _UNKNOWN if is_upper else _UNKNOWN_CAPITAL
    odds += _UPPER if is_upper and facts.is_upper else _START_CAPITAL if begins else _CAPITAL
    return LEAST if odds < LEAST else MOST if odds > MOST else odds


_UPPER, _CAPITAL, _START_CAPITAL = WEIGHTS["upper"], WEIGHTS["capital"], WEIGHTS["start_capital"]
_START_PERSON = WEIGHTS["start_person"]
_UNKNOWN = WEIGHTS["unknown"]
_UNKNOWN_CAPITAL = _UNKNOWN + _START_CAPITAL

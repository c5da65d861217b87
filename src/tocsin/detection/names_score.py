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
    "capital": 3.0, "start_capital": 0.5, "upper": 0.4, "initial": 1.6, "lone_initial": 0.8,
    "suffix": 1.5, "unknown": 0.2, "title": 5.5, "cue": 1.6, "relative_cue": 2.6, "provider_cue": 2.2,
    "credential": 4.5, "known": 3.5, "the": -3.0, "place_before": -2.4, "city": -2.0, "city_state": -6.0,
    "eponym": -3.0, "heading": -1.6, "verb": 1.1, "signature": 1.2, "swapped": -0.7, "label": 2.0, "birth": 2.5, "dated": 1.7, "said_of": 1.2, "addressed": 2.4, "listed": 3.4, "number_beside": -2.6, "lone_unknown": -0.4,
}  # fmt: skip
"""Weights in natural log odds."""

LEAST, MOST = -3.0, 3.5


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


def log_odds(window: Sequence[Token], setting: Setting) -> float:
    """Return the log odds that the window is one person's name."""
    facts = [token.facts for token in window]
    full = [f for f in facts if not (f.is_initial or f.is_suffix or f.is_particle)]
    if not full:
        full = [f for f in facts if f.is_particle and not f.is_suffix and not f.is_initial]
    if not full:
        return -9.0
    total = setting.extra + _parts(full, setting, facts)
    if len(facts) > 1 and any(f.is_suffix for f in facts[1:]):
        total += WEIGHTS["suffix"]
    if len(full) == 1 and full[0].is_eponym:
        total += WEIGHTS["eponym"]
    return total


def _parts(full: list[Facts], setting: Setting, facts: list[Facts]) -> float:
    initials = 0 if len(full) == len(facts) else sum([f.is_initial for f in facts])
    first = full[0]
    if len(full) == 1:
        if not first.is_known and setting.extra < WEIGHTS["known"]:
            return WEIGHTS["one"] + WEIGHTS["lone_unknown"]
        lone = WEIGHTS["lone"] * _value(first.best, first, setting, True)
        return WEIGHTS["one"] + lone + (WEIGHTS["lone_initial"] if initials else 0.0)
    last = full[-1]
    total = WEIGHTS["two"] if len(full) == 2 else WEIGHTS["three"] if len(full) == 3 else WEIGHTS["four"]
    total += WEIGHTS["initial"] if initials == 1 else 0.0
    straight = WEIGHTS["first"] * _value(first.given, first, setting, True)
    straight += WEIGHTS["last"] * _value(last.surname, last, setting, False)
    swapped = WEIGHTS["first"] * _value(first.surname, first, setting, True)
    swapped += WEIGHTS["last"] * _value(last.given, last, setting, False) + WEIGHTS["swapped"]
    middle = sum([WEIGHTS["middle"] * _value(f.best, f, setting, False) for f in full[1:-1]])
    return total + max(straight, swapped) + middle


def _value(odds: float, facts: Facts, setting: Setting, is_first: bool) -> float:
    if not facts.is_known:
        return WEIGHTS["unknown"] + (WEIGHTS["start_capital"] if not setting.is_upper_line else 0.0)
    if setting.is_upper_line and facts.is_upper:
        bonus = WEIGHTS["upper"]
    else:
        bonus = WEIGHTS["start_capital"] if is_first and setting.is_start else WEIGHTS["capital"]
    odds += bonus
    return LEAST if odds < LEAST else MOST if odds > MOST else odds

"""Weights counted on the case itself: no other incident's data is learned from, none is carried over.

What strangers look like is counted on pairs drawn over the whole case; what one person's records look like on pairs
that all the other fields make sure of (anchors), so that a field never vouches for itself. The table is a weak prior.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from tocsin.resolution.fields import Codes, Mask
from tocsin.resolution.levels import FIRST_DIFFERENT, LAST_DIFFERENT
from tocsin.resolution.pairs import Pairs
from tocsin.resolution.scoring import Levels, Scorer, Totals, score_of
from tocsin.resolution.threads import in_order
from tocsin.resolution.weights import (
    BIT,
    PRIORS,
    Hypothesis,
    Weights,
    counted_prior,
    counted_same,
    counted_strangers,
    levels_of,
)

_DRAWN = 150_000
_SAMPLED = 250_000
_SURE = 8 * BIT
_LEAST_ANCHORS = 30
_ENOUGH_ANCHORS = 200
"""With fewer, pairs of one name count by how likely they are one person: where a case holds little, none is sure.

Only if as many are expected: in a register without doubles, households would be taken for them.
"""
_STRIDES = (7, 101, 1009, 10007, 100003)
_ROUNDS = 3
Shares = npt.NDArray[np.float64]


def estimated(scorer: Scorer, pairs: Pairs) -> Weights:
    """Return the weights for a case, from its records and the pairs to be compared."""
    weights = replace(scorer.weights, strangers=_strangers(scorer))
    scorer.set_weights(weights)
    step = max(1, len(pairs) // _SAMPLED)
    a, b = pairs.sampled(step)
    if not len(a):
        return weights
    levels = scorer.levels(a, b)
    for _ in range(_ROUNDS):
        weights = _once(scorer, levels, a, b, step)
        scorer.set_weights(weights)
    return weights


def _once(scorer: Scorer, levels: Levels, left: Codes, right: Codes, step: int) -> Weights:
    told = in_order(lambda name: scorer.contribution(name, levels[name], left, right), scorer.filled, scorer.threads)
    added = dict(zip(scorer.filled, told, strict=True))
    totals = scorer.totals(levels, left, right, added)
    same, anchors = {}, 0
    shares = _shares(totals)
    likely = shares[Hypothesis.SAME] * _are_of_one_name(levels)

    def counts_of(name: str) -> dict[int, float]:
        sure = score_of(totals - added.pop(name)) >= _SURE
        counts = _counts(name, levels, sure)
        if sum(counts.values()) < _ENOUGH_ANCHORS <= float(np.sum(likely)):
            counts = _expected_counts(name, levels, likely)
        return counts

    for name, counts in zip(scorer.filled, in_order(counts_of, scorer.filled, scorer.threads), strict=True):
        if sum(counts.values()) >= _LEAST_ANCHORS:
            same[name] = counted_same(name, counts)
            anchors = max(anchors, round(sum(counts.values())) * step)
    return replace(scorer.weights, same=same, anchors=anchors, priors=_priors(shares, scorer.compared, step))


def _priors(shares: Shares, records: int, step: int) -> dict[int, int]:
    """Return the logarithm of how many pairs of each kind a record is in, as the evidence shares the pairs out."""
    expected = step * np.sum(shares, axis=1)
    return {int(h): counted_prior(h, float(expected[h]), records) for h in PRIORS}


def _are_of_one_name(levels: Levels) -> Mask:
    """Tell which pairs have given and family names that are equal or alike."""
    first, last = levels["first"], levels["last"]
    return (first > 0) & (first < FIRST_DIFFERENT) & (last > 0) & (last < LAST_DIFFERENT)


def _shares(totals: Totals) -> Shares:
    """Return how likely each hypothesis (rows) is for each pair (columns)."""
    likely: Shares = np.exp2((totals - np.max(totals, axis=0)) / BIT)
    likely /= np.sum(likely, axis=0)
    return likely


def _strangers(scorer: Scorer) -> dict[str, dict[int, int]]:
    """Return the weights of levels among pairs drawn over the case, those that may be one person left out."""
    compared = np.flatnonzero(scorer.records.is_compared).astype(np.int32)
    if len(compared) < _LEAST_ANCHORS:
        return {}
    left, right = _drawn(compared)
    levels = scorer.levels(left, right)
    strange = score_of(scorer.totals(levels, left, right)) < 0
    found = {name: counted_strangers(name, _counts(name, levels, strange)) for name in scorer.filled}
    return {name: bits for name, bits in found.items() if bits}


def _drawn(compared: Codes) -> tuple[Codes, Codes]:
    """Return pairs of records in fixed strides through the case."""
    size = len(compared)
    each = min(size, _DRAWN // len(_STRIDES))
    starts = np.arange(each) * size // each
    left = np.concatenate([starts for _ in _STRIDES])
    right = np.concatenate([(starts + stride) % size for stride in _STRIDES])
    differ = left != right
    return compared[left[differ]], compared[right[differ]]


def _expected_counts(name: str, levels: Levels, likely: npt.NDArray[np.float64]) -> dict[int, float]:
    """Return how many pairs of each level are expected to be one person."""
    counts = np.bincount(levels[name], likely, minlength=max(levels_of(name)) + 1)
    return {level: float(counts[level]) for level in levels_of(name)}


def _counts(name: str, levels: Levels, mask: Mask) -> dict[int, float]:
    counts = np.bincount(levels[name][mask], minlength=max(levels_of(name)) + 1)
    return {level: int(counts[level]) for level in levels_of(name)}

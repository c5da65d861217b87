"""The weights of resolution: for each level of agreement, how likely it is under each of five hypotheses.

Same person, strangers, household, twins, same-named relative. Likelihoods stand as shares; scores are whole millibits
(1000 to a bit of evidence), so a score is the same on every machine.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from enum import IntEnum

Shares = dict[str, dict[int, float]]
BIT = 1000
COUNT_CUT = 2 * BIT
"""Least score of a merge for the number told to a regulator."""
NOTICE_CUT = 4 * BIT
"""Least score of a merge for letters: nobody may go without one."""


class Hypothesis(IntEnum):
    """What two records may be to each other."""

    SAME = 0
    STRANGERS = 1
    HOUSEHOLD = 2
    TWINS = 3
    NAMESAKE = 4


_EVEN = 1.0
_TABLE: dict[str, dict[int, tuple[float, float, float, float, float]]] = {
    # level: same, strangers, household, twins, namesake. The share of "equal" among strangers is replaced by the
    # value's own frequency; so is that of equal first names in a household and of equal birth dates but twins'.
    "first": {
        1: (0.880, _EVEN, 0.004, 0.004, 0.960),
        2: (0.040, 0.060, 0.060, 0.090, 0.020),
        3: (0.025, 0.004, 0.004, 0.002, 0.010),
        4: (0.035, 0.010, 0.010, 0.040, 0.005),
        5: (0.020, 0.920, 0.920, 0.860, 0.005),
    },
    "middle": {
        1: (0.700, 0.030, 0.050, 0.050, 0.350),
        2: (0.250, 0.070, 0.080, 0.080, 0.150),
        3: (0.050, 0.900, 0.870, 0.870, 0.500),
    },
    "last": {
        1: (0.920, _EVEN, 0.800, 0.960, 0.970),
        2: (0.025, 0.002, 0.050, 0.010, 0.010),
        3: (0.030, 0.006, 0.010, 0.010, 0.010),
        4: (0.025, 0.990, 0.140, 0.020, 0.010),
    },
    "suffix": {1: (0.970, 0.500, 0.500, 0.500, 0.100), 2: (0.030, 0.500, 0.500, 0.500, 0.900)},
    "dob": {
        1: (0.930, _EVEN, _EVEN, 0.970, _EVEN),
        2: (0.010, 0.0005, 0.0005, 0.002, 0.0005),
        3: (0.030, 0.004, 0.004, 0.020, 0.004),
        4: (0.010, 0.015, 0.020, 0.003, 0.002),
        5: (0.020, 0.980, 0.975, 0.005, 0.993),
    },
    "sex": {1: (0.985, 0.500, 0.450, 0.550, 0.990), 2: (0.015, 0.500, 0.550, 0.450, 0.010)},
    "ssn": {
        1: (0.920, _EVEN, 0.004, 0.002, 0.004),
        2: (0.030, 0.00001, 0.0005, 0.020, 0.0005),
        3: (0.050, 0.999, 0.995, 0.978, 0.995),
    },
    "zip": {1: (0.700, _EVEN, 0.900, 0.900, 0.600), 2: (0.300, 0.990, 0.100, 0.100, 0.400)},
    "street": {
        1: (0.600, _EVEN, 0.850, 0.850, 0.450),
        2: (0.080, 0.002, 0.050, 0.050, 0.030),
        3: (0.320, 0.998, 0.100, 0.100, 0.520),
    },
    "phones": {1: (0.650, _EVEN, 0.550, 0.600, 0.400), 2: (0.350, 0.999, 0.450, 0.400, 0.600)},
    "emails": {1: (0.700, _EVEN, 0.120, 0.150, 0.080), 2: (0.300, 0.999, 0.880, 0.850, 0.920)},
    "mrns": {1: (0.600, _EVEN, 0.003, 0.003, 0.003), 2: (0.400, 0.999, 0.997, 0.997, 0.997)},
    "members": {1: (0.750, _EVEN, 0.600, 0.650, 0.300), 2: (0.250, 0.999, 0.400, 0.350, 0.700)},
    "others": {1: (0.600, _EVEN, 0.050, 0.030, 0.030), 2: (0.400, 0.999, 0.950, 0.970, 0.970)},
}
_PRIOR_BITS = {Hypothesis.SAME: 1.0, Hypothesis.HOUSEHOLD: 1.0, Hypothesis.TWINS: -5.0, Hypothesis.NAMESAKE: -5.5}
"""Of a pair with something in common; strangers get the logarithm of the number of people."""
_ANCHOR_STRENGTH = 40.0
"""Pairs that the table above counts as, beside those counted in the case."""


@dataclass(frozen=True)
class Weights:
    """Shares by field, level and hypothesis; frozen with the first finished run of a case."""

    same: Shares = field(default_factory=lambda: {name: {k: v[0] for k, v in t.items()} for name, t in _TABLE.items()})
    anchors: int = 0
    """Pairs of the case that the shares of ``same`` were counted on."""

    def share(self, name: str, level: int, hypothesis: Hypothesis) -> float:
        """Return the likelihood of a level; 1 for an empty one and for what a value's frequency says."""
        if level == 0:
            return 1.0
        if hypothesis is Hypothesis.SAME:
            return self.same[name][level]
        return _TABLE[name][level][hypothesis]

    def to_json(self) -> str:
        """Return the weights as canonical JSON."""
        same = {name: {str(k): round(v, 6) for k, v in sorted(t.items())} for name, t in sorted(self.same.items())}
        return json.dumps({"anchors": self.anchors, "same": same}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Weights:
        """Return the weights that :meth:`to_json` wrote."""
        told = json.loads(text)
        return cls(
            {name: {int(k): float(v) for k, v in t.items()} for name, t in told["same"].items()}, told["anchors"]
        )

    @classmethod
    def counted(cls, counts: dict[str, dict[int, int]], anchors: int) -> Weights:
        """Return weights whose shares for the same person are counted on anchors, with the table as weak prior."""
        same: Shares = {}
        for name, table in _TABLE.items():
            mine = counts.get(name, {})
            total = sum(mine.get(level, 0) for level in table)
            same[name] = {
                level: round((mine.get(level, 0) + _ANCHOR_STRENGTH * shares[0]) / (total + _ANCHOR_STRENGTH), 6)
                for level, shares in table.items()
            }
        return cls(same, anchors)


def is_by_frequency(name: str, level: int, hypothesis: Hypothesis) -> bool:
    """Tell whether the likelihood is the frequency of the value itself."""
    return level == 1 and hypothesis is not Hypothesis.SAME and _TABLE[name][1][hypothesis] == _EVEN


def millibits(share: float) -> int:
    """Return the base-2 logarithm of a share in whole millibits."""
    return round(math.log2(share) * BIT)


def prior(hypothesis: Hypothesis, people: int) -> int:
    """Return the prior of a hypothesis in millibits, for a case with that many people."""
    if hypothesis is Hypothesis.STRANGERS:
        return round(math.log2(max(2, people)) * BIT)
    return round(_PRIOR_BITS[hypothesis] * BIT)


def table_rows() -> list[tuple[str, int, float, float, float, float, float]]:
    """Return the table as rows, for people to read."""
    return [(name, level, *shares) for name, table in _TABLE.items() for level, shares in table.items()]

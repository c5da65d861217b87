"""The weights of resolution: for each level of agreement, how likely it is under each of five hypotheses.

Same person, strangers, household, twins, same-named relative. The table below is for people to read, as shares;
what is used and kept are whole millibits (1000 to a bit of evidence), so a score is the same on every machine.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

Levels = dict[str, dict[int, int]]
BIT = 1000
COUNT_CUT = 2 * BIT
"""Least score of a merge for the number told to a regulator."""
NOTICE_CUT = 4 * BIT
"""Least score of a merge for letters: nobody may go without one."""
EXTRA = "extra"
"""The row of the table for columns whose meaning is not known."""


class Hypothesis(IntEnum):
    """What two records may be to each other."""

    SAME = 0
    STRANGERS = 1
    HOUSEHOLD = 2
    TWINS = 3
    NAMESAKE = 4


RIVALS = (Hypothesis.STRANGERS, Hypothesis.HOUSEHOLD, Hypothesis.TWINS, Hypothesis.NAMESAKE)
BY_VALUE = 1.0
"""Stands for the frequency of the value itself."""
TABLE: Mapping[str, Mapping[int, tuple[float, float, float, float, float]]] = {
    # level: same, strangers, household, twins, namesake; what the levels mean stands in levels.py
    "first": {
        1: (0.890, BY_VALUE, 0.004, 0.004, 0.960),
        2: (0.040, 0.060, 0.060, 0.090, 0.020),
        3: (0.025, 0.004, 0.004, 0.002, 0.010),
        4: (0.035, 0.010, 0.010, 0.040, 0.005),
        5: (0.010, 0.920, 0.920, 0.860, 0.005),
    },
    "middle": {
        1: (0.700, 0.030, 0.050, 0.050, 0.350),
        2: (0.250, 0.070, 0.080, 0.080, 0.150),
        3: (0.050, 0.900, 0.870, 0.870, 0.500),
    },
    "last": {
        1: (0.920, BY_VALUE, 0.720, 0.960, 0.970),
        2: (0.025, 0.002, 0.050, 0.010, 0.010),
        3: (0.030, 0.006, 0.010, 0.010, 0.010),
        4: (0.025, 0.990, 0.220, 0.020, 0.010),
    },
    "suffix": {1: (0.970, 0.500, 0.500, 0.500, 0.100), 2: (0.030, 0.500, 0.500, 0.500, 0.900)},
    "dob": {
        1: (0.930, BY_VALUE, BY_VALUE, 0.970, BY_VALUE),
        2: (0.010, 0.0005, 0.0005, 0.002, 0.0005),
        3: (0.025, 0.0015, 0.0015, 0.010, 0.0015),
        4: (0.010, 0.0030, 0.0030, 0.010, 0.0030),
        5: (0.005, 0.015, 0.020, 0.003, 0.002),
        6: (0.013, 0.550, 0.440, 0.004, 0.150),
        7: (0.007, 0.430, 0.535, 0.001, 0.843),
    },
    "sex": {1: (0.985, 0.500, 0.450, 0.550, 0.990), 2: (0.015, 0.500, 0.550, 0.450, 0.010)},
    "ssn": {
        1: (0.920, BY_VALUE, 0.004, 0.002, 0.004),
        2: (0.030, 0.00001, 0.0020, 0.080, 0.0010),
        3: (0.050, 0.999, 0.994, 0.918, 0.995),
    },
    "place": {
        1: (0.700, BY_VALUE, 0.900, 0.900, 0.600),
        2: (0.040, 0.010, 0.040, 0.040, 0.050),
        3: (0.260, 0.990, 0.060, 0.060, 0.350),
        4: (0.700, 0.010, 0.900, 0.900, 0.600),
    },
    "street": {
        1: (0.600, BY_VALUE, 0.850, 0.850, 0.450),
        2: (0.080, 0.002, 0.050, 0.050, 0.030),
        3: (0.320, 0.998, 0.100, 0.100, 0.520),
    },
    "phones": {1: (0.650, BY_VALUE, 0.550, 0.600, 0.400), 2: (0.350, 0.999, 0.450, 0.400, 0.600)},
    "emails": {1: (0.700, BY_VALUE, 0.120, 0.150, 0.080), 2: (0.300, 0.999, 0.880, 0.850, 0.920)},
    "mrns": {1: (0.600, BY_VALUE, 0.003, 0.003, 0.003), 2: (0.400, 0.999, 0.997, 0.997, 0.997)},
    "members": {1: (0.750, BY_VALUE, 0.600, 0.650, 0.300), 2: (0.250, 0.999, 0.400, 0.350, 0.700)},
    "others": {1: (0.600, BY_VALUE, 0.050, 0.030, 0.030), 2: (0.400, 0.999, 0.950, 0.970, 0.970)},
    "houses": {1: (0.930, BY_VALUE, 0.920, 0.950, 0.850), 2: (0.070, 0.700, 0.080, 0.050, 0.150)},
    "insurers": {1: (0.900, BY_VALUE, 0.900, 0.900, 0.700), 2: (0.100, 0.800, 0.100, 0.100, 0.300)},
    EXTRA: {
        1: (0.850, BY_VALUE, 0.500, 0.500, 0.500),
        2: (0.070, 0.020, 0.050, 0.050, 0.050),
        3: (0.080, 0.980, 0.450, 0.450, 0.450),
    },
}
PRIORS = {Hypothesis.SAME: 1000, Hypothesis.HOUSEHOLD: 1000, Hypothesis.TWINS: -5000, Hypothesis.NAMESAKE: -5500}
"""In how many pairs of that kind a record stands, as a logarithm; for strangers that is the number of records."""
_PRIOR_REACH = {Hypothesis.SAME: (-7000, 2000), Hypothesis.HOUSEHOLD: (-2000, 2000), Hypothesis.TWINS: (-2000, 2000),
                Hypothesis.NAMESAKE: (-2000, 4000)}  # fmt: skip
"""How far a prior that is counted on the case may lie from these."""
_STRENGTH = 40.0
"""Pairs that the table counts as, beside those counted in the case."""
_STRANGER_STRENGTH = 0.02
"""The same for strangers, as a share of the pairs drawn: what is rare may not occur among them at all."""
_LEAST_SHARE = 1e-6
_LEAST_OTHER_INSURER = 0.06


@dataclass(frozen=True)
class Weights:
    """Millibits by field and level, frozen with the first finished run of a case."""

    same: Levels = field(default_factory=dict)
    """For the same person, where they were counted in the case; else the table holds."""
    strangers: Levels = field(default_factory=dict)
    """For strangers, counted on pairs drawn from the case; never of values that are equal."""
    priors: dict[int, int] = field(default_factory=dict)
    """By hypothesis, where they were counted in the case."""
    anchors: int = 0
    """Pairs of the case that the weights of ``same`` were counted on."""

    def of(self, name: str, level: int, hypothesis: Hypothesis) -> int:
        """Return the weight of a level in millibits; 0 for what a value's frequency says."""
        if hypothesis is Hypothesis.SAME and level in self.same.get(name, {}):
            return self.same[name][level]
        if hypothesis is Hypothesis.STRANGERS and level in self.strangers.get(name, {}):
            return self.strangers[name][level]
        return millibits(levels_of(name)[level][hypothesis])

    def prior(self, hypothesis: Hypothesis, records: int) -> int:
        """Return the prior of a hypothesis in millibits, in a case with that many records."""
        if hypothesis is Hypothesis.STRANGERS:
            return round(math.log2(max(2, records)) * BIT)
        return self.priors.get(hypothesis, PRIORS[hypothesis])

    def to_json(self) -> str:
        """Return the weights as canonical JSON: whole numbers, keys sorted."""
        told = {"anchors": self.anchors, "priors": {str(int(h)): bits for h, bits in self.priors.items()}}
        kept = {"same": self.same, "strangers": self.strangers}
        return json.dumps({**told, **kept}, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Weights:
        """Return the weights that :meth:`to_json` wrote."""
        told = json.loads(text)
        same, strangers = (
            {name: {int(level): int(bits) for level, bits in table.items()} for name, table in told[kind].items()}
            for kind in ("same", "strangers")
        )
        priors = {int(hypothesis): int(bits) for hypothesis, bits in told["priors"].items()}
        return cls(same, strangers, priors, int(told["anchors"]))


def levels_of(name: str) -> Mapping[int, tuple[float, float, float, float, float]]:
    """Return the rows of the table for a field; columns of unknown meaning share one."""
    return TABLE.get(name, TABLE[EXTRA])


def is_by_value(name: str, level: int, hypothesis: Hypothesis) -> bool:
    """Tell whether the likelihood is the frequency of the value itself."""
    return level == 1 and hypothesis is not Hypothesis.SAME and levels_of(name)[1][hypothesis] == BY_VALUE


def millibits(share: float) -> int:
    """Return the base-2 logarithm of a share in whole millibits."""
    return round(math.log2(max(_LEAST_SHARE, share)) * BIT)


def counted_same(name: str, counts: Mapping[int, float]) -> dict[int, int]:
    """Return the weights of "same person" for levels counted on anchors, with the table as weak prior.

    Another given name is never more likely than the table says: twins among the anchors would make it so. Another
    insurer is never much less likely: papers of a few months do not show that people change theirs, or have two.
    """
    found = _counted(name, counts, Hypothesis.SAME)
    if name == "first":
        found[5] = min(found[5], millibits(TABLE["first"][5][Hypothesis.SAME]))
    if name == "insurers" and found:
        found[2] = max(found[2], millibits(_LEAST_OTHER_INSURER))
    return found


def counted_strangers(name: str, counts: Mapping[int, float]) -> dict[int, int]:
    """Return the weights of "strangers" for levels counted on strangers; equal values keep their frequency."""
    found = _counted(name, counts, Hypothesis.STRANGERS)
    return {level: bits for level, bits in found.items() if not is_by_value(name, level, Hypothesis.STRANGERS)}


def _counted(name: str, counts: Mapping[int, float], hypothesis: Hypothesis) -> dict[int, int]:
    table = {level: shares[hypothesis] for level, shares in levels_of(name).items()}
    table = {level: 0.0 if is_by_value(name, level, hypothesis) else share for level, share in table.items()}
    total = sum(counts.get(level, 0) for level in table)
    if not total:
        return {}
    strength = _STRENGTH if hypothesis is Hypothesis.SAME else max(_STRENGTH, _STRANGER_STRENGTH * total)
    return {
        level: millibits((counts.get(level, 0) + strength * share) / (total + strength))
        for level, share in table.items()
    }


def counted_prior(hypothesis: Hypothesis, pairs: float, records: int) -> int:
    """Return the prior for the pairs of that kind counted in the case, two for each, kept near the table's."""
    low, high = (PRIORS[hypothesis] + reach for reach in _PRIOR_REACH[hypothesis])
    table = 2 ** (PRIORS[hypothesis] / BIT)
    return max(low, min(high, millibits((2 * pairs + _STRENGTH * table) / (records + _STRENGTH))))


def table_text() -> str:
    """Return the table in Markdown, as docs/explanation/resolution.md shows it: shares, level by level."""
    lines = [
        "| Field | Level | Same person | Strangers | Household | Twins | Namesake |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, rows in TABLE.items():
        for level, shares in rows.items():
            cells = " | ".join("its frequency" if share == BY_VALUE else f"{share:g}" for share in shares)
            lines.append(f"| {name} | {level} | {cells} |")
    return "\n".join(lines)

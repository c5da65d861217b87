"""Calibration on the simulator's evidence: of the identifiers scored .8 to .9, are 80 to 90 % right?

    python -m simulator /tmp/world --split measuring --people 300
    python -m benchmarks.detection.simulated /tmp/world [--jobs 2]

The evidence is read through the jailed readers as `tocsin find` reads it. Judged are the elements of which the truth
knows every value of every person, relatives among them: identifying numbers and dates of birth. A find is
right if some person of the evidence has that value of that element; values are compared by their letters and digits.

Invariant: only figures are printed, so that nobody tunes on what stands in evidence of the measuring split.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks.detection.__main__ import print_calibration
from benchmarks.detection.calibration import DECILES, Bin
from simulator.scoring.values import folded
from tocsin.detection.dates import birth_norm, date_norm
from tocsin.model.elements import Element
from tocsin.response.find_files import FindLook, find_files
from tocsin.response.find_filter import FindFilter
from tocsin.response.progress import Silence

JUDGED = frozenset(
    {
        Element.SSN, Element.DATE_OF_BIRTH, Element.MRN, Element.MEMBER_ID, Element.DRIVER_LICENSE,
        Element.CLAIM_NUMBER, Element.ACCOUNT_NUMBER, Element.ROUTING_NUMBER, Element.CARD_NUMBER, Element.PASSPORT,
    }
)  # fmt: skip
Values = dict[str, set[str]]
Found = tuple[str, str, float]
"""Element, text, score."""


def main() -> None:
    """Print the bins of all elements together, and how many finds of each element are right."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.detection.simulated", description="Print calibration.")
    parser.add_argument("world", type=Path, help="what the simulator wrote")
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    found = list(_found(given.world / "evidence", given.jobs))
    true = true_values(given.world / "truth")
    print_calibration(judged(found, true))
    for element in sorted(JUDGED):
        own = [one for one in found if one[0] == element.value]
        right = sum(is_right(one, true) for one in own)
        if own:
            print(f"  {element.value:<16}{len(own):>8}{right / len(own):>8.3f}")


def true_values(truth: Path) -> Values:
    """Return the values of each element that somebody of the evidence has."""
    values: Values = defaultdict(set)
    for line in (truth / "mentions.jsonl").read_text(encoding="utf-8").splitlines():
        _, _, _, element, text, _ = json.loads(line)
        values[element].add(_plain(element, text))
    return values


def judged(found: list[Found], true: Values) -> list[Bin]:
    """Return a bin for each tenth of scores, over the elements that are judged."""
    bins = [Bin() for _ in range(DECILES)]
    elements = {element.value for element in JUDGED}
    for one in (one for one in found if one[0] in elements):
        own = bins[min(DECILES - 1, int(one[2] * DECILES))]
        own.given += 1
        own.total += one[2]
        own.right += is_right(one, true)
    return bins


def is_right(found: Found, true: Values) -> bool:
    """Tell whether somebody has this value of this element."""
    element, text, _ = found
    return _plain(element, text) in true[element]


def _plain(element: str, text: str) -> str:
    """Return what a value comes to: dates by day, all others by their letters and digits."""
    norm = birth_norm(date_norm(text)) if element == Element.DATE_OF_BIRTH else ""
    return norm or folded(text)


def _found(evidence: Path, jobs: int) -> Iterator[Found]:
    look = FindLook(reveal=True, as_json=True)
    for line in find_files([evidence], FindFilter.of("", 0.0), look, jobs, Silence(), weak_jail=True):
        row = json.loads(line)
        yield row["label"], row["text"], row["score"]


if __name__ == "__main__":
    main()

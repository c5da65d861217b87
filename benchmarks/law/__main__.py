"""Measure the law room.

    python -m benchmarks.law speed [--incidents 1000] [--seed 6]
    python -m benchmarks.law mutations [--files fl,ca,... | --files all]

Speed: random incidents of 25 covered entities with people in all 54 jurisdictions, on one core, with and without the
words of every trace. Mutations: every operator, threshold, day count and the like of ten rule files is broken in
turn, and the law cases (tests/law) must notice.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from benchmarks.law.mutations import TEN, mutation_score, with_cases
from benchmarks.law.speed import measure


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the two and return 1 if it falls short."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.law", description=__doc__)
    parser.add_argument("what", choices=("speed", "mutations"))
    parser.add_argument("--incidents", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--files", default=",".join(TEN))
    given = parser.parse_args(arguments)
    if given.what == "speed":
        return measure(given.incidents, given.seed)
    return mutation_score(list(with_cases()) if given.files == "all" else given.files.split(","))


if __name__ == "__main__":
    sys.exit(main())

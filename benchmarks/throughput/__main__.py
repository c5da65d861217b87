"""``python -m benchmarks.throughput [FORMAT ...] [--megabytes 16] [--jobs 2]``: overhead of the jail and the accounts.

For each format the same files are read twice in one run: by ``tocsin add`` and ``tocsin run --until extract``, sealed,
jailed, accounted for and written encrypted; and by the bare readers in as many plain processes. Both are measured in
processor seconds (all processes, user and system) and on the clock. What an incident with some notes of a line
costs (starting Python, opening the key, starting the jails) is measured first and taken off. Goal: a ratio of 1.5.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from importlib import resources
from pathlib import Path

from benchmarks.throughput.bare import Spent, read_bare
from benchmarks.throughput.corpus import FORMATS
from tests.e2e.cases import PASSPHRASE
from tocsin.clock import SystemClock
from tocsin.model.evidence import ITEMS
from tocsin.response.folder import IncidentFolder

_GOAL = 1.5
_UNIT_FILES = 200
"""Files of one unit of work: with more, a second job has something to do."""


def main(arguments: list[str] | None = None) -> int:
    """Measure the formats asked for; print a line each."""
    given = _options(arguments)
    os.environ["TOCSIN_PASSPHRASE"] = PASSPHRASE
    gc.freeze()
    above = 0
    with tempfile.TemporaryDirectory(prefix="tocsin-throughput-", dir=given.work) as place:
        fixed = [
            _least([_fixed(Path(place) / str(number), workers, given.jobs) for number in range(given.repeats)])
            for workers in (1, given.jobs)
        ]
        for workers, spent in zip((1, given.jobs), fixed, strict=True):
            print(
                f"a few notes, {workers} at work: {spent.cpu_seconds:.2f} cpu-s, {spent.wall_seconds:.2f} s; taken off"
            )
        print()
        print(
            "| Format | MB | Items | Bare readers, cpu-s | Tocsin, cpu-s | Ratio | Bare, s | Tocsin, s | Ratio | MB/s |"
        )
        print("|---|---|---|---|---|---|---|---|---|---|", flush=True)
        for name in given.formats or FORMATS:
            above += _line(Path(place), name, given, fixed) > _GOAL
    print(f"\nover {_GOAL}: {above} of {len(given.formats or FORMATS)}")
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.throughput", description="Measure what the walls cost.")
    parser.add_argument("formats", nargs="*", metavar="FORMAT", help=f"of {', '.join(FORMATS)}; default: all")
    parser.add_argument("--megabytes", type=float, default=16.0, help="content of each format, unpacked, about")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=1, help="the least of so many runs counts, on a busy machine")
    parser.add_argument("--work", type=Path, help="folder for the files, instead of the system's for temporary ones")
    return parser.parse_args(arguments)


def _line(place: Path, name: str, given: argparse.Namespace, fixed: list[Spent]) -> float:
    """Measure one format; return the ratio of processor time."""
    folder = place / name / "evidence"
    folder.mkdir(parents=True)
    FORMATS[name](folder, int(given.megabytes * 1e6), random.Random(11))
    size = sum(file.stat().st_size for file in folder.iterdir())
    bare = _least([read_bare(folder, given.jobs) for _ in range(given.repeats)])
    read = [_whole(place / name / str(number), folder, given.jobs) for number in range(given.repeats)]
    whole, units = _least([spent for spent, _ in read]), read[0][1]
    if bare.items != whole.items:
        raise SystemExit(f"{name}: {bare.items} items by the bare readers, {whole.items} by Tocsin")
    start = fixed[units > 1]
    cpu, wall = whole.cpu_seconds - start.cpu_seconds, whole.wall_seconds - start.wall_seconds
    ratio = cpu / bare.cpu_seconds
    print(
        f"| {name} | {size / 1e6:.1f} | {bare.items:,} | {bare.cpu_seconds:.2f} | {cpu:.2f} | **{ratio:.2f}** "
        f"| {bare.wall_seconds:.2f} | {wall:.2f} | {wall / bare.wall_seconds:.2f} | {size / 1e6 / wall:.1f} |",
        flush=True,
    )
    return ratio


def _least(runs: list[Spent]) -> Spent:
    return Spent(min(run.cpu_seconds for run in runs), min(run.wall_seconds for run in runs), runs[0].items)


def _fixed(place: Path, workers: int, jobs: int) -> Spent:
    """Return what it costs to start so many readers and to end them."""
    folder = place / f"fixed-{workers}" / "evidence"
    folder.mkdir(parents=True)
    for number in range(_UNIT_FILES * (workers - 1) + 1):
        (folder / f"{number}.txt").write_text(f"note {number}\n", "utf-8")
    return _whole(folder.parent, folder, jobs)[0]


def _whole(place: Path, evidence: Path, jobs: int) -> tuple[Spent, int]:
    """Seal and read a folder as a user would; return what it cost, and the units of work it made."""
    place.mkdir(parents=True, exist_ok=True)
    facts, incident = place / "incident.toml", place / "incident"
    facts.write_bytes((resources.files("tocsin.cli") / "assets" / "incident.example.toml").read_bytes())
    _tocsin("init", str(incident), "--incident", str(facts))
    before, began = _children_cpu(), time.perf_counter()
    _tocsin("add", str(incident), str(evidence), "--custodian", "share", "--kind", "share")
    _tocsin("run", str(incident), "--until", "extract", "--jobs", str(jobs))
    spent, wall = _children_cpu() - before, time.perf_counter() - began
    with IncidentFolder.open(incident, PASSPHRASE, SystemClock()) as opened:
        items = opened.read("items", ITEMS, ["status"])
        units = sum(not key.endswith("/closed") for key in opened.committed_keys("extract"))
    return Spent(spent, wall, items.num_rows), units


def _children_cpu() -> float:
    """Return the processor seconds of all children that ended, theirs included."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _tocsin(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "tocsin", *words], check=True, capture_output=True)


if __name__ == "__main__":
    sys.exit(main())

"""``python -m benchmarks.throughput [FORMAT ...] [--peers FOLDER] [--seconds 3] [--jobs 2]``: what the walls cost.

For each format the same files are read in one run: by ``tocsin add`` and ``tocsin run --until extract``, sealed,
jailed, accounted for and written encrypted; by the bare library's own loop (``library``) in as many plain processes,
which write their text to plain files; by our own readers, bare, in the same way; and by those with the text thrown
away. All are measured in processor seconds (all processes, user and system) and on the clock. There is as much of a
format as keeps the bare readers busy for some seconds, so that the measure is not of noise. What an incident with some
notes of a line costs (starting Python, opening the key, starting the jails) is measured first and taken off; the bare
readers' start is not counted either. As ``make`` leaves it, all modules are compiled. The goal, 1.5, is for the ratio
of all to the library's own loop; where a format's library is not there (see ``peers``) or does another job
(``TEXT_ONLY``), to our own reader, bare. Of ``run`` alone, which is the jail, the accounts and the writing of parts
without the sealed copy that ``add`` makes of the evidence, there are ratios too.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

from benchmarks.throughput.bare import Spent, read_bare
from benchmarks.throughput.corpus import FORMATS
from benchmarks.throughput.library import TEXT_ONLY, read_by_library
from tests.e2e.cases import PASSPHRASE
from tocsin.clock import SystemClock
from tocsin.model.evidence import ITEMS
from tocsin.readers.registry import all_readers
from tocsin.response.folder import IncidentFolder

_GOAL = 1.5
_COLUMNS = (
    "Format", "MB", "Items", "Library, cpu-s", "Reader, text dropped", "Reader, text kept", "Tocsin, cpu-s",
    "To library", "To reader", "Run alone to library", "Run alone to reader",
    "Library, s", "Reader, s", "Tocsin, s", "MB/s",
)  # fmt: skip
_UNIT_FILES = 500
"""Files of one unit of work: with more, a second job has something to do."""
_TRY_BYTES, _MOST_BYTES = 8_000_000, 200_000_000
"""Of each format: what is read to see how much is wanted, and the most."""


def main(arguments: list[str] | None = None) -> int:
    """Measure the formats asked for; print a line each."""
    given = _options(arguments)
    sys.path += [str(given.peers)] if given.peers else []
    os.environ["TOCSIN_PASSPHRASE"] = PASSPHRASE
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    all_readers()
    gc.freeze()
    above = 0
    with tempfile.TemporaryDirectory(prefix="tocsin-throughput-", dir=given.work) as place:
        fixed = [
            _least_of([_fixed(Path(place) / str(number), workers, given.jobs) for number in range(given.repeats + 1)])
            for workers in (1, given.jobs)
        ]
        for workers, spent in zip((1, given.jobs), fixed, strict=True):
            print(
                f"a few notes, {workers} at work: {spent.cpu_seconds:.2f} cpu-s, {spent.wall_seconds:.2f} s; taken off"
            )
        print("\n| " + " | ".join(_COLUMNS) + " |\n" + "|---" * len(_COLUMNS) + "|", flush=True)
        for name in given.formats or FORMATS:
            above += _line(Path(place), name, given, fixed) > _GOAL
    print(f"\nover {_GOAL}: {above} of {len(given.formats or FORMATS)}")
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.throughput", description="Measure what the walls cost.")
    parser.add_argument("formats", nargs="*", metavar="FORMAT", help=f"of {', '.join(FORMATS)}; default: all")
    parser.add_argument("--peers", type=Path, help="folder of the libraries that the project has not")
    parser.add_argument("--seconds", type=float, default=3.0, help="processor time of the bare readers, about")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=1, help="the least of so many runs counts, on a busy machine")
    parser.add_argument("--work", type=Path, help="folder for the files, instead of the system's for temporary ones")
    return parser.parse_args(arguments)


def _line(place: Path, name: str, given: argparse.Namespace, fixed: list[Spent]) -> float:
    """Measure one format; return the ratio of processor time."""
    folder = _corpus(place / name, name, given)
    size = sum(file.stat().st_size for file in folder.iterdir())
    dropped = _least([read_bare(folder, given.jobs, None) for _ in range(given.repeats)])
    kept = _least([_read_kept(place / name / f"kept-{number}", folder, given.jobs) for number in range(given.repeats)])
    by_library = [_read_library(place / name / f"own-{n}", folder, name, given.jobs) for n in range(given.repeats)]
    library = _least([one for one in by_library if one is not None]) if by_library[0] is not None else None
    read = [_whole(place / name / str(number), folder, given.jobs) for number in range(given.repeats)]
    spent = _least_of(read)
    if dropped.items != spent.items:
        raise SystemExit(f"{name}: {dropped.items} items by the bare readers, {spent.items} by Tocsin")
    net = spent.without(fixed[spent.units > 1])
    ratio = net.cpu_seconds / kept.cpu_seconds
    to_library, alone = (
        None if library is None else cost / library.cpu_seconds for cost in (net.cpu_seconds, net.run_cpu)
    )
    shutil.rmtree(place / name)
    print(
        f"| {name} | {size / 1e6:.1f} | {dropped.items:,} | {_shown(library and library.cpu_seconds)} "
        f"| {dropped.cpu_seconds:.2f} | {kept.cpu_seconds:.2f} | {net.cpu_seconds:.2f} | {_shown(to_library)} "
        f"| {ratio:.2f} | {_shown(alone)} | {net.run_cpu / kept.cpu_seconds:.2f} "
        f"| {_shown(library and library.wall_seconds)} | {kept.wall_seconds:.2f} | {net.wall_seconds:.2f} "
        f"| {size / 1e6 / net.wall_seconds:.1f} |",
        flush=True,
    )
    return ratio if to_library is None or name in TEXT_ONLY else to_library


def _shown(number: float | None) -> str:
    return "" if number is None else f"{number:.2f}"


def _corpus(place: Path, name: str, given: argparse.Namespace) -> Path:
    """Write as much of a format as the bare readers need the wanted time for; return its folder."""
    tried = place / "tried"
    tried.mkdir(parents=True)
    FORMATS[name](tried, _TRY_BYTES, random.Random(11))
    spent = read_bare(tried, given.jobs, None)
    shutil.rmtree(tried)
    folder = place / "evidence"
    folder.mkdir()
    wanted = min(_MOST_BYTES, max(_TRY_BYTES, int(_TRY_BYTES * given.seconds / spent.cpu_seconds)))
    FORMATS[name](folder, wanted, random.Random(11))
    return folder


def _read_kept(kept: Path, folder: Path, jobs: int) -> Spent:
    kept.mkdir()
    spent = read_bare(folder, jobs, kept)
    shutil.rmtree(kept)
    return spent


def _read_library(kept: Path, folder: Path, name: str, jobs: int) -> Spent | None:
    kept.mkdir()
    spent = read_by_library(folder, name, jobs, kept)
    shutil.rmtree(kept)
    return spent


@dataclass(frozen=True)
class _Whole:
    """What sealing and reading cost apart, and what came of it."""

    add_cpu: float
    run_cpu: float
    wall_seconds: float
    items: int
    units: int
    """Units of work that reading made."""

    @property
    def cpu_seconds(self) -> float:
        return self.add_cpu + self.run_cpu

    def without(self, fixed: _Whole) -> _Whole:
        """Return the same without what a few notes cost."""
        return replace(
            self,
            add_cpu=self.add_cpu - fixed.add_cpu,
            run_cpu=self.run_cpu - fixed.run_cpu,
            wall_seconds=self.wall_seconds - fixed.wall_seconds,
        )


def _least_of(runs: list[_Whole]) -> _Whole:
    return replace(
        runs[0],
        add_cpu=min(run.add_cpu for run in runs),
        run_cpu=min(run.run_cpu for run in runs),
        wall_seconds=min(run.wall_seconds for run in runs),
    )


def _least(runs: list[Spent]) -> Spent:
    return Spent(min(run.cpu_seconds for run in runs), min(run.wall_seconds for run in runs), runs[0].items)


def _fixed(place: Path, workers: int, jobs: int) -> _Whole:
    """Return what it costs to start so many readers and to end them."""
    folder = place / f"fixed-{workers}" / "evidence"
    folder.mkdir(parents=True)
    for number in range(_UNIT_FILES * (workers - 1) + 1):
        (folder / f"{number}.txt").write_text(f"note {number}\n", "utf-8")
    return _whole(folder.parent, folder, jobs)


def _whole(place: Path, evidence: Path, jobs: int) -> _Whole:
    """Seal and read a folder as a user would; return what it cost."""
    place.mkdir(parents=True, exist_ok=True)
    facts, incident = place / "incident.toml", place / "incident"
    facts.write_bytes((resources.files("tocsin.cli") / "assets" / "incident.example.toml").read_bytes())
    _tocsin("init", str(incident), "--incident", str(facts))
    before, began = _children_cpu(), time.perf_counter()
    _tocsin("add", str(incident), str(evidence), "--custodian", "share", "--kind", "share")
    added = _children_cpu()
    _tocsin("run", str(incident), "--until", "extract", "--jobs", str(jobs))
    ended, wall = _children_cpu(), time.perf_counter() - began
    with IncidentFolder.open(incident, PASSPHRASE, SystemClock()) as opened:
        items = opened.read("items", ITEMS, ["status"])
        units = sum(not key.endswith("/closed") for key in opened.committed_keys("extract"))
    return _Whole(added - before, ended - added, wall, items.num_rows, units)


def _children_cpu() -> float:
    """Return the processor seconds of all children that ended, theirs included."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _tocsin(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "tocsin", *words], check=True, capture_output=True)


if __name__ == "__main__":
    sys.exit(main())

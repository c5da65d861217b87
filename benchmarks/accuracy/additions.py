"""A tenth more evidence for a finished incident: which person ids stay, what it costs, and who is said to have changed.

    python -m simulator OUT --people 2000 --mailboxes 20
    python -m benchmarks.accuracy.additions OUT --place EMPTY_FOLDER

Every tenth message of each mailbox and every tenth file of the library are kept back, and added when the incident of
the others is finished. An id stays if it is still that of a person; it leads on if it is an alias of one.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

_BEGIN = re.compile(rb"(?m)^From ")


@dataclass(frozen=True)
class Cost:
    """What a run took: of the clock and of the processors, in seconds."""

    wall_seconds: float
    cpu_seconds: float


def split_mailbox(data: bytes, every: int) -> tuple[bytes, bytes]:
    """Return a mailbox without every ``every``-th message, and these."""
    starts = [found.start() for found in _BEGIN.finditer(data)]
    pieces = [data[start:end] for start, end in zip(starts, [*starts[1:], len(data)], strict=True)]
    first = b"".join(piece for number, piece in enumerate(pieces, 1) if number % every)
    return first, b"".join(pieces[every - 1 :: every])


def split_evidence(source: Path, first: Path, late: Path, every: int) -> None:
    """Copy nine tenths of an incident's evidence to one folder, the rest to another."""
    files = sorted(path for path in source.rglob("*") if path.is_file())
    others = [path for path in files if path.suffix != ".mbox"]
    held_back = set(others[every - 1 :: every])
    for path in files:
        name = path.relative_to(source)
        if path.suffix == ".mbox":
            for folder, data in zip((first, late), split_mailbox(path.read_bytes(), every), strict=True):
                if data:
                    _written(folder / name, data)
        else:
            _written((late if path in held_back else first) / name, path.read_bytes())


def _written(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _tocsin(*words: str) -> str:
    env = {**os.environ, "TOCSIN_PASSPHRASE": "correct horse 7 battery staple"}
    command = [sys.executable, "-m", "tocsin", *words]
    ended = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise RuntimeError(f"{words[0]} ended with {ended.returncode}: {ended.stderr[-2000:]}")
    return ended.stderr


def _run(incident: Path, evidence: Path, jobs: int) -> Cost:
    _tocsin("add", str(incident), str(evidence), "--kind", "share")
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    told = _tocsin("run", str(incident), "--jobs", str(jobs))
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - start
    print("\n".join(f"    {line}" for line in told.splitlines() if "done in" in line), flush=True)
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def _people(incident: Path, what: str = "people") -> list[dict[str, object]]:
    out = incident.with_name(f"{what}.parquet")
    _tocsin("export", str(incident), what, "--to", str(out))
    rows: list[dict[str, object]] = pq.read_table(out).to_pylist()
    return rows


def measure(simulated: Path, place: Path, every: int, jobs: int) -> None:
    """Run an incident, add to it, and print what stayed and what it took."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    first, late, incident = place / "first", place / "late", place / "incident"
    split_evidence(simulated / "evidence", first, late, every)
    _tocsin("init", str(incident), "--incident", str(simulated / "incident.toml"))
    whole = _run(incident, first, jobs)
    before = {row["person_id"] for row in _people(incident)}
    more = _run(incident, late, jobs)
    after = _people(incident)
    now = {row["person_id"] for row in after}
    aliases = {alias for row in after for alias in str(row["aliases"]).split(";")}
    lost = before - now
    changes = Counter(str(row["change"]) for row in _people(incident, "changes"))
    print(f"{len(before)} people, then {len(now)}: {len(before & now) / len(before):.4f} of the ids stay,"
          f" {len(lost & aliases)} lead on, {len(lost - aliases)} are gone; changes told: {dict(changes)}")  # fmt: skip
    print(f"first run {whole.wall_seconds:.0f} s of the clock, {whole.cpu_seconds:.0f} of the processors;"
          f" the addition {more.wall_seconds:.0f} and {more.cpu_seconds:.0f}")  # fmt: skip


def main() -> None:
    """Measure one simulated incident."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("simulated", type=Path, help="what the simulator wrote")
    parser.add_argument("--place", type=Path, required=True, help="a folder that is emptied first")
    parser.add_argument("--every", type=int, default=10)
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    measure(given.simulated, given.place, given.every, given.jobs)


if __name__ == "__main__":
    main()

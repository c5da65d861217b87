"""``make bench``: make an incident with known truth, run it, and print the time of each stage and the accuracy table.

    python -m benchmarks [--people 300] [--seed 101] [--split tuning|measuring] [--jobs N]

With ``--split measuring`` only figures are printed. The parts are measured beside peers by
``python -m benchmarks.detection`` and on exports of your own by ``python -m benchmarks.accuracy``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.accuracy.__main__ import main as accuracy
from simulator import make_incident

_EXPORTS = ("people", "items", "exposures", "subjects")
_SECRET = {"TOCSIN_PASSPHRASE": "made up for the benchmark"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    given = _options(arguments)
    print(f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {given.jobs} processes")
    with tempfile.TemporaryDirectory(prefix="tocsin-bench-") as folder:
        place = Path(folder)
        source, incident = place / "source", str(place / "incident")
        make_incident(source, given.seed, given.people, 4, 3, None, given.split)
        size = sum(file.stat().st_size for file in (source / "evidence").rglob("*") if file.is_file())
        print(f"{given.people} people, seed {given.seed}, split {given.split}: {size / 1e6:.1f} MB of evidence\n")
        _tocsin("init", incident, "--incident", str(source / "incident.toml"))
        for entry in json.loads((source / "add.json").read_text(encoding="utf-8")):
            told = ("--custodian", entry["custodian"], "--kind", entry["kind"])
            _tocsin("add", incident, str(source / entry["path"]), *told)
        began = time.perf_counter()
        stages = _tocsin("run", incident, "--jobs", str(given.jobs))
        took = time.perf_counter() - began
        print("\n".join(line for line in stages.splitlines() if ": done in " in line))
        print(f"whole run: {took:.1f} s, {size / 1e6 / took:.2f} MB a second\n")
        files = []
        for what in _EXPORTS:
            _tocsin("export", incident, what, "--reveal", "--to", str(place / f"{what}.csv"))
            files += [f"--{what}", str(place / f"{what}.csv")]
        return accuracy(["--truth", str(source / "truth"), *files])


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure speed and accuracy end to end.")
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--seed", type=int, default=101)
    parser.add_argument("--split", choices=("tuning", "measuring"), default="tuning")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    return parser.parse_args(arguments)


def _tocsin(*words: str) -> str:
    """Run a command and return what it told on standard error."""
    command = [sys.executable, "-m", "tocsin", *words]
    return subprocess.run(command, env={**os.environ, **_SECRET}, capture_output=True, text=True, check=True).stderr


if __name__ == "__main__":
    sys.exit(main())

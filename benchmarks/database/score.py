"""People and elements found in a style, against the truth.

python -m benchmarks.database.score [STYLE ...] [--people N]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.database.styles import STYLES, write_style
from benchmarks.database.world import Human, World, make_world

INCIDENT = """[incident]
id = "database-2024"
title = "Database taken"
organization = "Example Clinic"
role = "covered_entity"
kind = "database"
state = "FL"

[timeline]
discovered_on = 2024-11-04

[[covered_entity]]
key = "clinic"
name = "Example Clinic"
domains = ["clinic.example", "billing.example"]
"""
_BY_THE_WAY = frozenset({"name", "age", "provider", "zip", "date", "url", "other_id"})
"""Not scored: what rows hold by the way."""


@dataclass(frozen=True)
class Score:
    """Counts of one style."""

    style: str
    true: int
    listed: int
    right: int
    elements_true: int
    elements_listed: int
    elements_right: int
    missed: dict[str, int]
    extra: dict[str, int]

    def __str__(self) -> str:
        """Return the line of a table."""
        people = f"people R {self.right / self.true:.3f} P {self.right / max(1, self.listed):.3f}"
        r, p = self.elements_right / self.elements_true, self.elements_right / max(1, self.elements_listed)
        return f"{self.style:9} {people} ({self.listed} listed, {self.true} true)  elements R {r:.3f} P {p:.3f}"


def run_incident(evidence: Path, folder: Path, jobs: int = 1, until: str = "notify") -> str:
    """Run an incident of that evidence up to a stage, into ``folder``; return what it said of its stages."""
    told = folder.with_name(f"{folder.name}.toml")
    told.write_text(INCIDENT, "utf-8")
    tocsin("init", str(folder), "--incident", str(told))
    tocsin("add", str(folder), str(evidence), "--kind", "database")
    return _ended("run", str(folder), "--jobs", str(jobs), "--until", until).stderr


def tocsin(*words: str) -> str:
    """Run a command, which must end well; return what it said."""
    return _ended(*words).stdout


def _ended(*words: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "TOCSIN_PASSPHRASE": "correct horse 7 battery staple"}
    ended = subprocess.run(
        [sys.executable, "-m", "tocsin", *words], env=env, capture_output=True, text=True, check=False
    )
    if ended.returncode:
        raise RuntimeError(f"{words[0]} ended with {ended.returncode}: {ended.stderr[-2000:]}")
    return ended


def score(style: str, world: World, people: pa.Table) -> Score:
    """Return how a list of people compares to the truth of a world that was written down."""
    truth = {_key(h): h for h in world.people if not h.is_test}
    listed = people.to_pylist()
    found: dict[tuple[str, str, str], set[str]] = {}
    for row in listed:
        born = row["date_of_birth"].isoformat() if row["date_of_birth"] else ""
        key = (row["first_name"].lower(), row["last_name"].lower(), born)
        if key in truth and key not in found:
            found[key] = set(row["elements"].split(";"))
    right = true = given = 0
    missed: dict[str, int] = {}
    extra: dict[str, int] = {}
    for key, human in truth.items():
        wanted, got = human.elements - _BY_THE_WAY, found.get(key, set()) - _BY_THE_WAY
        true, given, right = true + len(wanted), given + len(got), right + len(wanted & got)
        for element in wanted - got:
            missed[element] = missed.get(element, 0) + 1
        for element in got - wanted:
            extra[element] = extra.get(element, 0) + 1
    kin = {(h.kin[0].lower(), h.kin[1].lower()) for h in world.people}
    others = [r for r in listed if (r["first_name"].lower(), r["last_name"].lower()) not in kin]
    strangers = sum(1 for r in others if _row_key(r) not in truth)
    return Score(style, len(truth), len(found) + strangers, len(found), true, given, right, missed, extra)


def _row_key(row: dict[str, object]) -> tuple[str, str, str]:
    return str(row["first_name"]).lower(), str(row["last_name"]).lower(), str(row["date_of_birth"] or "")


def _key(human: Human) -> tuple[str, str, str]:
    return human.first.lower(), human.last.lower(), human.born.isoformat()


def measure(style: str, count: int, seed: int = 1) -> Score:
    """Write a style, run an incident of it, and return its score."""
    with tempfile.TemporaryDirectory() as place:
        base = Path(place)
        world = make_world(count, seed)
        write_style(style, world, base / "evidence")
        run_incident(base / "evidence", base / "incident")
        tocsin("export", str(base / "incident"), "people", "--reveal", "--to", str(base / "people.parquet"))
        return score(style, world, pq.read_table(base / "people.parquet"))


def main() -> None:
    """Print the scores of styles."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("styles", nargs="*")
    parser.add_argument("--people", type=int, default=200)
    given = parser.parse_args()
    for style in given.styles or STYLES:
        made = measure(style, given.people)
        print(made, flush=True)
        print(f"          missed {made.missed} extra {made.extra}", flush=True)


if __name__ == "__main__":
    main()

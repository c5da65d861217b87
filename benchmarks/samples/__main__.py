"""``python -m benchmarks.samples FOLDER [--misses]``: files by others, read and searched as a user would.

FOLDER holds the files, ``INDEX.csv`` (path, kind, password, notes) and ``expected_persons.csv`` (see
:mod:`benchmarks.samples.persons`). Prints how every item ended, by code; and for each format how many of the persons
known to stand in its files were found there, and of their values. With ``--misses`` each value that was not found is
named, with ``--ends`` each item that was not simply read.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from importlib import resources
from pathlib import Path

from benchmarks.samples.persons import SCORED, Found, Known, found_persons, known, matched
from simulator.scoring.values import Row, read_rows
from tests.e2e.cases import PASSPHRASE

_LISTS = ("INDEX.csv", "expected_persons.csv")
_EXPORTS = ("items", "subjects", "mentions")
_GOAL = 0.99


def main(arguments: list[str] | None = None) -> int:
    """Read the files, print the tables; return 1 if a format falls short."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.samples", description="Read files by others.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--formats", default="ccda,fhir,hl7v2,x12,naaccr", help="folders whose persons are scored")
    parser.add_argument("--misses", action="store_true", help="name each value that was not found")
    parser.add_argument("--ends", action="store_true", help="name each item that was not simply read")
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="tocsin-samples-") as place:
        exported = _exported(Path(place), given.folder, given.jobs)
    _tell_ends(exported["items"], given.folder, each=given.ends)
    short = 0
    aside: Counter[str] = Counter()
    print("\n| Format | Persons | Found | " + " | ".join(SCORED) + " |")
    print("|---|---|---|" + "---|" * len(SCORED))
    for name in given.formats.split(","):
        short += _tell_persons(name, given.folder, exported, aside, each=given.misses)
    print("\nset aside: " + "; ".join(f"{reason} ({count})" for reason, count in sorted(aside.items())))
    return 1 if short else 0


def _exported(place: Path, folder: Path, jobs: int) -> dict[str, list[Row]]:
    """Run an incident of the files to the end of resolution; return its exports."""
    evidence, facts, incident = place / "evidence", place / "incident.toml", place / "incident"
    shutil.copytree(folder, evidence, ignore=shutil.ignore_patterns(*_LISTS))
    facts.write_bytes((resources.files("tocsin.cli") / "assets" / "incident.example.toml").read_bytes())
    _tocsin("init", str(incident), "--incident", str(facts))
    _tocsin("add", str(incident), str(evidence), "--custodian", "share", "--kind", "share")
    _tocsin("run", str(incident), "--until", "resolve", "--jobs", str(jobs))
    tables = {}
    for what in _EXPORTS:
        _tocsin("export", str(incident), what, "--reveal", "--to", str(place / f"{what}.csv"))
        tables[what] = read_rows(place / f"{what}.csv")
    return tables


def _tocsin(*words: str) -> None:
    environment = {**os.environ, "TOCSIN_PASSPHRASE": PASSPHRASE}
    subprocess.run([sys.executable, "-m", "tocsin", *words], env=environment, check=True, capture_output=True)


def _tell_ends(items: list[Row], folder: Path, *, each: bool) -> None:
    """Print how the items ended, by status and code: files given, things inside them, and what may be in them."""
    counts: Counter[tuple[str, str, bool]] = Counter()
    for row in items:
        counts[row["status"], row["code"], not row["parent_id"]] += 1
    print("| Status | Code | Files | Inside them |\n|---|---|---|---|")
    for status, code in sorted({(status, code) for status, code, _ in counts}):
        print(f"| {status} | {code} | {counts[status, code, True]} | {counts[status, code, False]} |")
    files = {row["locator"] for row in items if not row["parent_id"]}
    given = {row["path"] for row in read_rows(folder / "INDEX.csv")}
    print(f"\n{len(given)} files listed, {len(given & files)} accounted for, {len(items):,} items")
    for row in sorted(items, key=lambda row: row["locator"]) if each else ():
        if (row["status"], row["code"]) != ("done", "") and row["status"] != "duplicate":
            print(f"  {row['status']} {row['code']}: {row['locator']} ({row['media_type']}, {row['size_bytes']} B)")


def _tell_persons(name: str, folder: Path, exported: dict[str, list[Row]], aside: Counter[str], *, each: bool) -> bool:
    """Print the line of one format; return whether it falls short of the goal anywhere."""
    wanted: dict[str, list[Known]] = defaultdict(list)
    for row in read_rows(folder / "expected_persons.csv"):
        one = known(row, aside) if row["path"].startswith(f"{name}/") else None
        if one is not None and one.values:
            wanted[one.path].append(one)
    asked, held, misses = Counter[str](), Counter[str](), list[str]()
    where = _found_by_file(exported)
    for path, persons in wanted.items():
        for one, other in zip(persons, matched(persons, where.get(path, [])), strict=True):
            asked["found"] += 1
            held["found"] += other is not None
            for kind, values in one.values.items():
                asked[kind] += 1
                is_held = other is not None and other.holds(kind, values)
                held[kind] += is_held
                if not is_held:
                    misses.append(f"  {path} {one.number} {one.role}: {kind} {values}")
    cells = [f"{held[kind] / asked[kind]:.3f} of {asked[kind]}" if asked[kind] else "" for kind in SCORED]
    print(f"| {name} | {asked['found']} | {held['found']} | " + " | ".join(cells) + " |", flush=True)
    print("\n".join(misses) if each and misses else "", end="\n" if each and misses else "")
    return any(held[kind] < _GOAL * asked[kind] for kind in asked)


def _found_by_file(exported: dict[str, list[Row]]) -> dict[str, list[Found]]:
    """Return who was found in each file given, or in what lies in it; a duplicate speaks with its twin's words."""
    mentions: dict[str, list[Row]] = defaultdict(list)
    for row in exported["mentions"]:
        for subject in row["subject_id"].split(";"):
            mentions[subject].append(row)
    found = found_persons(exported["subjects"], mentions)
    speaks = {row["sha256"]: row["item_id"] for row in exported["items"] if row["status"] == "done"}
    by_file: dict[str, list[Found]] = defaultdict(list)
    for row in exported["items"]:
        item = speaks.get(row["sha256"], "") if row["status"] == "duplicate" else row["item_id"]
        by_file[row["locator"].partition("!/")[0]] += found.get(item, [])
    return by_file


if __name__ == "__main__":
    sys.exit(main())

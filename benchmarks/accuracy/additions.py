"""A tenth more evidence for a finished incident: which ids are kept, what it costs, and who is said to have changed.

    python -m simulator OUT --people 2000 --mailboxes 20
    python -m benchmarks.accuracy.additions OUT --place EMPTY_FOLDER

Every tenth message of each mailbox and every tenth file of the library are kept back, and added when the incident of
the others is finished. As the contract has it, an id survives as that of a person, or as an alias of the one that the
person was merged into. Kept is one that survives and still means the same true person; where two rows of one true
person become one, an id must end.
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
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.accuracy.clusters import owners_of
from benchmarks.accuracy.items import match_items
from simulator.scoring.matching import true_face
from simulator.scoring.values import Row, read_rows

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


def _exported(incident: Path, what: str) -> list[Row]:
    out = incident.with_name(f"{what}.csv")
    _tocsin("export", str(incident), what, "--reveal", "--to", str(out))
    return read_rows(out)


@dataclass(frozen=True)
class Fates:
    """What became of the ids of people, by number."""

    stayed: int
    """Still a person's, and the same true person's, if it was one's."""
    led_on: int
    """Now an alias of the same true person."""
    misled: int
    """Still there, as an id or alias, but of another true person."""
    gone: int

    @property
    def kept(self) -> float:
        """The share of ids that still answer for whom they did."""
        whole = self.stayed + self.led_on + self.misled + self.gone
        return (self.stayed + self.led_on) / max(1, whole)


@dataclass(frozen=True)
class Listed:
    """A list of people: whose ids stand in it, whose they were before, and the subjects of each cluster."""

    people: frozenset[str]
    heirs: Mapping[str, str]
    subjects: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, people: list[Row], subjects: list[Row]) -> Listed:
        """Return the list of two exports."""
        members: dict[str, set[str]] = defaultdict(set)
        for row in subjects:
            members[row["person_id"]].add(row["subject_id"])
        heirs = {alias: row["person_id"] for row in people for alias in row["aliases"].split(";") if alias}
        ids = frozenset(row["person_id"] for row in people)
        return cls(ids, heirs, {person: frozenset(mine) for person, mine in members.items()})

    def owners(self, person: str, whose: Mapping[str, str]) -> set[str]:
        """Return the true people of whom most subjects of a person are; several where as many are of each."""
        counts = Counter(whose[one] for one in self.subjects.get(person, ()) if whose.get(one))
        return {owner for owner, count in counts.items() if count == max(counts.values())}


def fates_of(before: Listed, after: Listed, whose: Mapping[str, str]) -> Fates:
    """Return what became of ids; ``whose`` tells the true person of subjects, which keep their ids."""
    counts: Counter[str] = Counter()
    for person in before.people:
        heir = person if person in after.people else after.heirs.get(person, "")
        was = before.owners(person, whose)
        if heir not in after.people:
            counts["gone"] += 1
        elif was and not was & after.owners(heir, whose):
            counts["misled"] += 1
        else:
            counts["stayed" if heir == person else "led_on"] += 1
    return Fates(counts["stayed"], counts["led_on"], counts["misled"], counts["gone"])


def _whose(incident: Path, truth: Path) -> dict[str, str]:
    """Return the true person of each subject."""
    matched = match_items(_exported(incident, "items"), read_rows(truth / "items.csv"))
    faces = {row["person"]: true_face(row) for row in read_rows(truth / "people.csv")}
    return owners_of(_exported(incident, "subjects"), read_rows(truth / "subjects.csv"), matched, faces)


def _listed(incident: Path) -> Listed:
    return Listed.of(_exported(incident, "people"), _exported(incident, "subjects"))


def measure(simulated: Path, place: Path, every: int, jobs: int) -> None:
    """Run an incident, add to it, and print what stayed and what it took."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    first, late, incident = place / "first", place / "late", place / "incident"
    split_evidence(simulated / "evidence", first, late, every)
    _tocsin("init", str(incident), "--incident", str(simulated / "incident.toml"))
    whole = _run(incident, first, jobs)
    before = _listed(incident)
    more = _run(incident, late, jobs)
    after = _listed(incident)
    fates = fates_of(before, after, _whose(incident, simulated / "truth"))
    changes = Counter(row["change"] for row in _exported(incident, "changes"))
    print(f"{len(before.people)} people, then {len(after.people)}: {fates.kept:.4f} of ids kept:"
          f" {fates.stayed} stayed, {fates.led_on} lead on to the same person; {fates.misled} mean another,"
          f" {fates.gone} are gone; changes told: {dict(changes)}")  # fmt: skip
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

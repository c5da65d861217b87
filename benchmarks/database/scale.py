# ruff: noqa: E501, S608 - rows read best in one line; statements are written, and paths are our own
"""A database of any size, from a dump or exports to a finished list of people, with a plain DuckDB scan beside it.

    python -m benchmarks.database.scale --patients 100000 --kind sql --place /srv/scale

Every patient has two visits on average, a diagnosis by code a visit and a plan; 5 % are deleted, 1 in 10,000 a test.
Times are of the clock and of the processors; memory is that of all processes together, asked for twice a second.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.database.score import run_incident, tocsin
from benchmarks.database.world import DIAGNOSES, INSURERS
from simulator.lexicon import WEIGHTS, names, places

_ROWS_A_STATEMENT = 400
_COLUMNS = {
    "patient": ("patient_id", "lname", "fname", "dob", "sex", "ssn", "street", "city", "state", "zip", "phone", "chart_no", "deleted"),
    "visit": ("visit_id", "patient_id", "visit_date", "provider_id"),
    "visit_dx": ("id", "visit_id", "code_id"),
    "code": ("code_id", "icd", "descr"),
    "plan": ("plan_id", "patient_id", "payer", "member_no"),
    "provider": ("provider_id", "lname", "fname", "npi"),
}  # fmt: skip
Row = tuple[object, ...]


def rows_of(table: str, count: int) -> Iterator[Row]:
    """Yield the rows of a table for so many patients; the same for the same count."""
    dice = random.Random(f"{table} {count}")
    if table == "patient":
        yield from _patients(dice, count)
    elif table == "visit":
        for number in range(1, 2 * count + 1):
            yield number, dice.randrange(1, count + 1) if number > count else number, _day(dice), dice.randrange(1, 200)
    elif table == "visit_dx":
        for number in range(1, 2 * count + 1):
            yield 5_000_000 + number, number, dice.randrange(len(DIAGNOSES)) + 1
    elif table == "code":
        yield from ((n, *told) for n, told in enumerate(DIAGNOSES, 1))
    elif table == "plan":
        for number in range(1, count + 1):
            yield 70_000_000 + number, number, dice.choice(INSURERS), f"W{100_000_000 + number * 37 % 899_999_981}"
    else:
        for number in range(1, 200):
            first, last = _name(dice)
            yield number, last, first, f"1{number:09d}"


def _patients(dice: random.Random, count: int) -> Iterator[Row]:
    spots = places("tuning")
    for number in range(1, count + 1):
        first, last = _name(dice)
        if number % 10_000 == 0:
            first, last = "Zztest", "Patient"
        state, city, zip5 = dice.choice(spots)
        ssn = 100_000_000 + number * 7919 % 565_999_999
        street = f"{dice.randrange(1, 9999)} {dice.choice(('Oak', 'Maple', 'Cedar', 'Lake', 'Mill', 'Hill'))} St"
        phone = f"{dice.randrange(200, 999)}-555-{dice.randrange(10_000):04d}"
        yield (number, last, first, date(1930, 1, 1) + timedelta(days=dice.randrange(33_000)), dice.choice("MF"),
               f"{ssn:09d}", street, city, state, zip5, phone, f"C{number * 13:08d}", int(dice.random() < 0.05))  # fmt: skip


def _name(dice: random.Random) -> tuple[str, str]:
    group = names("tuning")[dice.choices(*zip(*WEIGHTS.items(), strict=True))[0]]
    return dice.choice(group.female + group.male), dice.choice(group.last)


def _day(dice: random.Random) -> date:
    return date(2019, 1, 1) + timedelta(days=dice.randrange(2_000))


def write_dump(count: int, path: Path) -> None:
    """Write a dump of MySQL without keys."""
    with path.open("w", encoding="utf-8") as file:
        file.write("-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)\n--\n")
        for table, columns in _COLUMNS.items():
            typed = ",\n".join(f"  `{column}` varchar(255)" for column in columns)
            file.write(f"CREATE TABLE `{table}` (\n{typed}\n) ENGINE=MyISAM DEFAULT CHARSET=utf8mb4;\n")
            batch: list[str] = []
            for row in rows_of(table, count):
                batch.append("(" + ",".join(_literal(value) for value in row) + ")")
                if len(batch) == _ROWS_A_STATEMENT:
                    file.write(f"INSERT INTO `{table}` VALUES {','.join(batch)};\n")
                    batch = []
            if batch:
                file.write(f"INSERT INTO `{table}` VALUES {','.join(batch)};\n")
        file.write("-- Dump completed on 2024-11-03  2:00:01\n")


def _literal(value: object) -> str:
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "\\'") + "'"


def write_exports(count: int, folder: Path) -> None:
    """Write a CSV file a table."""
    folder.mkdir()
    for table, columns in _COLUMNS.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8") as file:
            file.write(",".join(columns) + "\n")
            file.writelines(",".join(map(str, row)) + "\n" for row in rows_of(table, count))


@dataclass
class Watch:
    """The memory of all processes below this one, asked for twice a second."""

    peak: int = 0
    _is_over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Watch:
        """Begin to ask."""
        threading.Thread(target=self._ask, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """End."""
        self._is_over.set()

    def _ask(self) -> None:
        while not self._is_over.wait(0.5):
            self.peak = max(self.peak, sum(_own_bytes(pid) for pid in _below(int(Path("/proc/self").readlink().name))))


def _below(top: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for place in Path("/proc").iterdir():
        if place.name.isdecimal():
            try:
                fields = (place / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents.setdefault(int(fields[1]), []).append(int(place.name))
    found: list[int] = []
    waiting = list(parents.get(top, ()))
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += parents.get(one, ())
    return found


def _own_bytes(pid: int) -> int:
    """Return a process's share of memory: pages that several have count in parts."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))


def scan_seconds(evidence: Path) -> float:
    """Return how long one plain scan of the files by DuckDB takes, every byte read and looked at."""
    start = time.monotonic()
    with duckdb.connect() as connection:
        connection.execute("SET threads = 2")
        for file in _files(evidence):
            if file.suffix == ".csv":
                told = f"SELECT count(*), max(length(COLUMNS(*))) FROM read_csv('{file}', all_varchar = true)"
            else:
                told = (
                    "SELECT count(*), max(length(line)) FROM "
                    f"read_csv('{file}', columns = {{'line': 'VARCHAR'}}, delim = '\\x01', header = false, quote = '',"
                    " escape = '', max_line_size = 16000000, strict_mode = false)"
                )
            connection.execute(told).fetchall()
    return time.monotonic() - start


def _files(evidence: Path) -> list[Path]:
    return [evidence] if evidence.is_file() else sorted(p for p in evidence.rglob("*") if p.is_file())


def measure(count: int, kind: str, place: Path, jobs: int, until: str) -> None:
    """Make the evidence, run an incident of it, print what it took and what came out."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    evidence = place / ("evidence" if kind == "csv" else "evidence.sql")
    (write_exports if kind == "csv" else write_dump)(count, evidence)
    size = sum(file.stat().st_size for file in _files(evidence))
    scan = scan_seconds(evidence)
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    with Watch() as watch:
        lines = run_incident(evidence, place / "incident", jobs, until)
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{count} patients, {kind}, {size / 1e6:.0f} MB, {jobs} jobs: wall {wall:.0f} s, processors {cpu:.0f} s,"
          f" peak {watch.peak / 1e9:.2f} GB, plain scan {scan:.1f} s", flush=True)  # fmt: skip
    print("\n".join(f"    {line}" for line in lines.splitlines() if "done in" in line), flush=True)
    out = place / "people.parquet"
    tocsin("export", str(place / "incident"), "people", "--to", str(out))
    people = pq.read_table(out, columns=["person_id", "elements"])
    held = {name: pc.sum(pc.match_substring(people["elements"], name)).as_py() for name in ("diagnosis", "member_id")}
    print(f"    {people.num_rows} people listed, {held}", flush=True)


def main() -> None:
    """Measure one size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--patients", type=int, default=100_000)
    parser.add_argument("--kind", choices=("sql", "csv"), default="sql")
    parser.add_argument("--place", type=Path, required=True, help="an empty folder on a disk with room")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument(
        "--until", choices=("duties", "notify"), default="duties", help="the people list, or letters too"
    )
    given = parser.parse_args()
    measure(given.patients, given.kind, given.place, given.jobs, given.until)


if __name__ == "__main__":
    main()

"""Letters of mixed variants: how many a core-second, beside WeasyPrint and ReportLab on the same words; memory; bytes.

    python -m benchmarks.letters [--letters 100000] [--peers 2000] [--jobs 2] [--sample N]

Letters are written twice, to see that they are the same bytes; with ``--sample`` the second time only N batches of
them, spread over all. A peer that is not installed is left out and named.
Times are processor time of all processes; the machine's load is printed beside them, since it changes them.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import platform
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from benchmarks.letters.made_up import FACTS, records
from benchmarks.letters.peers import reportlab_pdf, weasyprint_pdf
from tocsin.clock import FixedClock
from tocsin.law.book import law_book
from tocsin.model.incident_file import parse_incident
from tocsin.model.results import DUTIES
from tocsin.notices.compose import letter_of
from tocsin.notices.letters import BATCH_LETTERS, letters_pdf
from tocsin.notices.mailfile import MAILFILE
from tocsin.notices.setting import LetterSetting
from tocsin.response.export_format import table_of
from tocsin.response.folder import IncidentFolder
from tocsin.response.letter_law import letter_law_of
from tocsin.response.letter_setting import letter_setting
from tocsin.response.letters import LetterOptions, write_letters
from tocsin.response.progress import Silence
from tocsin.vault.keys import KdfProfile

ON = date(2025, 2, 20)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and print its tables."""
    parser = argparse.ArgumentParser(prog="benchmarks.letters", description=__doc__)
    parser.add_argument("--letters", type=int, default=100_000)
    parser.add_argument("--peers", type=int, default=2_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--sample", type=int, default=0)
    given = parser.parse_args(arguments)
    load = os.getloadavg()[0]
    print(f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, load before {load:.1f}\n")
    is_same = _many(given.letters, given.jobs, given.sample)
    print("\n| written by | letters | cpu s | letters a core-second | MB |\n|---|---|---|---|---|")
    _peers(given.peers)
    return 0 if is_same else 1


def _peers(number: int) -> None:
    law = letter_law_of(law_book(), {}, ON)
    setting = LetterSetting(parse_incident(FACTS.encode()), ON, law, {"RI": 40})
    letters = [letter_of(row, setting) for row in records(number)]
    by_language = [[one for one in letters if one.language == language] for language in ("en", "es")]
    batches = [mine[at : at + BATCH_LETTERS] for mine in by_language for at in range(0, len(mine), BATCH_LETTERS)]
    _measure("Tocsin (Typst, PDF/UA-1)", number, lambda: [letters_pdf(batch) for batch in batches])
    if importlib.util.find_spec("weasyprint"):
        _measure("WeasyPrint (PDF/UA-1)", number, lambda: [weasyprint_pdf(batch) for batch in batches])
    else:
        print("| WeasyPrint | is not installed | | | |")
    _measure("ReportLab (no tags)", number, lambda: [reportlab_pdf(batch) for batch in batches])


def _measure(name: str, number: int, work: Callable[[], list[bytes]]) -> None:
    before = time.process_time()
    made = work()
    seconds = time.process_time() - before
    print(
        f"| {name} | {number} | {seconds:.1f} | {number / seconds:.0f} | {sum(map(len, made)) / 1e6:.0f} |", flush=True
    )


def _many(number: int, jobs: int, sample: int) -> bool:
    """Write many letters through the product's own command, and again; tell whether both are the same bytes."""
    with tempfile.TemporaryDirectory(prefix="tocsin-letters-") as place:
        clock = FixedClock(datetime(2025, 2, 20, 12, tzinfo=UTC))
        folder, _ = IncidentFolder.create(Path(place) / "inc", FACTS.encode(), "made up", clock, KdfProfile.PBKDF2)
        with folder:
            tables: dict[str, Any] = {"mailfile": table_of(records(number), MAILFILE), "duties": DUTIES.empty_table()}
            with folder.stage_lock():
                folder.replace("notify", "made-up", tables)
            first = _written(folder, Path(place) / "first", number, LetterOptions(ON, singles=False, jobs=jobs))
            peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
            print(f"peak memory of one process: {peak / 1024:.0f} MB", flush=True)
            if sample:
                return _same_sample(folder, first, sample)
            second = _written(folder, Path(place) / "second", number, LetterOptions(ON, singles=False, jobs=jobs))
    print(f"written again: {len(second)} batches, same bytes: {first == second}")
    return first == second


def _written(folder: IncidentFolder, to: Path, number: int, options: LetterOptions) -> dict[str, str]:
    """Write the letters, print what it cost, and return the hash of each batch."""
    wall, cpu = time.monotonic(), _cpu_seconds()
    write_letters(folder, to, options, Silence())
    wall, cpu = time.monotonic() - wall, _cpu_seconds() - cpu
    made = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(to.glob("batch-*.pdf"))}
    spent = f"{wall:.0f} s wall, {cpu:.0f} s cpu, {number / cpu:.0f} letters a core-second"
    print(f"{number} letters, {len(made)} batches, {options.jobs} processes: {spent}", flush=True)
    return made


def _same_sample(folder: IncidentFolder, first: dict[str, str], sample: int) -> bool:
    """Make some batches anew in this process and tell whether they are the same bytes."""
    setting = letter_setting(folder, ON)
    english = [
        row for row in folder.read("mailfile", MAILFILE).sort_by("record_id").to_pylist() if row["language"] == "en"
    ]
    names = sorted(first)[: -(-len(english) // BATCH_LETTERS)]
    same = 0
    for name in names[:: max(1, len(names) // sample)]:
        start = names.index(name) * BATCH_LETTERS
        again = letters_pdf([letter_of(row, setting) for row in english[start : start + BATCH_LETTERS]])
        same += hashlib.sha256(again).hexdigest() == first[name]
    made = len(names[:: max(1, len(names) // sample)])
    print(f"written again: {made} batches, of the same bytes: {same}", flush=True)
    return same == made


def _cpu_seconds() -> float:
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


if __name__ == "__main__":
    sys.exit(main())

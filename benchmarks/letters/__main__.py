"""Letters of mixed variants: how many a core-second, beside WeasyPrint and ReportLab on the same words; memory; bytes.

    python -m benchmarks.letters [--letters 100000] [--peers 2000] [--jobs 2]

Letters are written twice, to see that they are the same bytes. A peer that is not installed is left out and named.
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
    given = parser.parse_args(arguments)
    load = os.getloadavg()[0]
    print(f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, load before {load:.1f}\n")
    print("| written by | letters | cpu s | letters a core-second | MB |\n|---|---|---|---|---|")
    _peers(given.peers)
    print()
    return 0 if _many(given.letters, given.jobs) else 1


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


def _many(number: int, jobs: int) -> bool:
    """Write many letters twice through the product's own command; tell whether both are the same bytes."""
    digests = []
    with tempfile.TemporaryDirectory(prefix="tocsin-letters-") as place:
        clock = FixedClock(datetime(2025, 2, 20, 12, tzinfo=UTC))
        folder, _ = IncidentFolder.create(Path(place) / "inc", FACTS.encode(), "made up", clock, KdfProfile.PBKDF2)
        with folder:
            tables: dict[str, Any] = {"mailfile": table_of(records(number), MAILFILE), "duties": DUTIES.empty_table()}
            with folder.stage_lock():
                folder.replace("notify", "made-up", tables)
            for turn in ("first", "second"):
                to = Path(place) / turn
                wall, cpu = time.monotonic(), _cpu_seconds()
                write_letters(folder, to, LetterOptions(ON, singles=False, jobs=jobs), Silence())
                wall, cpu = time.monotonic() - wall, _cpu_seconds() - cpu
                digests.append([hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(to.glob("batch-*.pdf"))])
                told = f"{number} letters, {len(digests[-1])} batches, {jobs} processes"
                spent = f"{wall:.0f} s wall, {cpu:.0f} s cpu, {number / cpu:.0f} letters a core-second"
                print(f"{turn}: {told}: {spent}", flush=True)
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"peak memory of one process: {peak / 1024:.0f} MB; same bytes twice: {digests[0] == digests[1]}")
    return digests[0] == digests[1]


def _cpu_seconds() -> float:
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


if __name__ == "__main__":
    sys.exit(main())

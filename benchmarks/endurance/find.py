"""``python -m benchmarks.endurance.find``: is the memory of `tocsin find` flat, and do two workers go twice as fast?

    python -m benchmarks.endurance.find --work WORK --megabytes 10,100,1000 --jobs 1,2 [--table-bytes 70000]

For each size a mailbox is written, and `tocsin find --count` reads it with each number of workers. Printed are the
seconds, the speed, the findings, and the memory in each tenth of the way. Exit code 1 if the largest size takes more
than ``--ratio`` times the memory of the smallest, or finds another number of findings with more workers.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from benchmarks.endurance.mailbox import write_mailbox
from benchmarks.endurance.memory import Watch
from tests.e2e.commands import start

_MESSAGE_BYTES = 360
_LOOK_SECONDS = 0.5
_LIMIT_SECONDS = 6 * 3600.0


def main(arguments: list[str] | None = None) -> int:
    """Write, find, compare."""
    given = _options(arguments)
    given.work.mkdir(parents=True, exist_ok=True)
    sizes, jobs = ([int(n) for n in text.split(",")] for text in (given.megabytes, given.jobs))
    most: dict[tuple[int, int], int] = {}
    is_good = True
    for megabytes in sizes:
        mailbox = given.work / "find.mbox"
        try:
            per_message = _MESSAGE_BYTES + given.table_bytes * 1.37 / 10
            count = write_mailbox(mailbox, int(megabytes * 1e6 / per_message), 20, given.table_bytes)
            told = {}
            for workers in jobs:
                told[workers], most[megabytes, workers] = _find(mailbox, workers, count.bytes)
            is_good &= len(set(told.values())) == 1
        finally:
            mailbox.unlink(missing_ok=True)
    for workers in jobs:
        ratio = most[sizes[-1], workers] / most[sizes[0], workers]
        print(f"{workers} workers: {ratio:.2f} times the memory for {sizes[-1] / sizes[0]:.0f} times the bytes")
        is_good &= ratio <= given.ratio
    return int(not is_good)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.endurance.find", description="Find in one mailbox.")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--megabytes", default="10,100", help="sizes, the smallest first, joined by commas")
    parser.add_argument("--jobs", default="1,2", help="numbers of workers, joined by commas")
    parser.add_argument("--table-bytes", type=int, default=0, help="size of the table that every tenth message carries")
    parser.add_argument("--ratio", type=float, default=1.5, help="growth of memory that is too much")
    return parser.parse_args(arguments)


def _find(mailbox: Path, workers: int, size: int) -> tuple[str, int]:
    """Return what was counted, and the most memory that all processes took together."""
    began = time.monotonic()
    started = start("find", "--count", "--jobs", str(workers), str(mailbox))
    watch = Watch(started.process.pid)
    while started.process.poll() is None and time.monotonic() - began < _LIMIT_SECONDS:
        watch.look()
        time.sleep(_LOOK_SECONDS)
    ended, seconds = started.finish(), time.monotonic() - began
    if ended.code:
        raise SystemExit(f"ended with {ended.code}: {ended.err}")
    print(f"{size / 1e6:.0f} MB, {workers} workers: {seconds:.0f} s, {size / 1e6 / seconds:.2f} MB/s; {watch.told()}")
    print(f"  {ended.err.splitlines()[-1]}", flush=True)
    return " ".join(sorted(ended.out.splitlines())), watch.most_bytes


if __name__ == "__main__":
    sys.exit(main())

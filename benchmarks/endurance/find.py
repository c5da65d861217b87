"""``python -m benchmarks.endurance.find``: is the memory of `tocsin find` flat, and do two workers go twice as fast?

    python -m benchmarks.endurance.find --work WORK --megabytes 10,100,1000 --jobs 1,2 [--table-bytes 70000]
    python -m benchmarks.endurance.find --work WORK --megabytes 10,10000 --jobs 2 --texts /usr/share/doc

For each size a mailbox is written, or with ``--texts`` a folder of text files made of shuffled pieces of that folder's
pages; `tocsin find --count` reads it with each number of workers. Printed are the
seconds, the speed, the findings, and the memory in each tenth of the way. Exit code 1 if the largest size takes more
than ``--ratio`` times the memory of the smallest, or finds another number of findings with more workers.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from pathlib import Path

from benchmarks.endurance.mailbox import write_mailbox
from benchmarks.endurance.memory import Watch
from benchmarks.endurance.texts import write_texts
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
        written = given.work / ("find.mbox" if given.texts is None else "texts")
        try:
            size = _write(written, megabytes, given)
            told = {}
            for workers in jobs:
                told[workers], most[megabytes, workers] = _find(written, workers, size)
            is_good &= len(set(told.values())) == 1
        finally:
            written.unlink(missing_ok=True) if given.texts is None else shutil.rmtree(written, ignore_errors=True)
    for workers in jobs:
        ratio = most[sizes[-1], workers] / most[sizes[0], workers]
        print(f"{workers} workers: {ratio:.2f} times the memory for {sizes[-1] / sizes[0]:.0f} times the bytes")
        is_good &= ratio <= given.ratio
    return int(not is_good)


def _write(written: Path, megabytes: int, given: argparse.Namespace) -> int:
    """Write what is read, and return its size in bytes."""
    if given.texts is not None:
        return write_texts(written, int(megabytes * 1e6), given.texts)
    per_message = _MESSAGE_BYTES + given.table_bytes * 1.37 / 10
    return write_mailbox(written, int(megabytes * 1e6 / per_message), 20, given.table_bytes).bytes


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.endurance.find", description="Find in one mailbox or folder."
    )
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--megabytes", default="10,100", help="sizes, the smallest first, joined by commas")
    parser.add_argument("--jobs", default="1,2", help="numbers of workers, joined by commas")
    parser.add_argument("--table-bytes", type=int, default=0, help="size of the table that every tenth message carries")
    parser.add_argument("--texts", type=Path, help="a folder of pages to make text files of, instead of a mailbox")
    parser.add_argument("--ratio", type=float, default=1.5, help="growth of memory that is too much")
    return parser.parse_args(arguments)


def _find(path: Path, workers: int, size: int) -> tuple[str, int]:
    """Return what was counted, and the most memory that all processes took together."""
    began = time.monotonic()
    started = start("find", "--count", "--jobs", str(workers), str(path))
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

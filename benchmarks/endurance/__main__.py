"""``python -m benchmarks.endurance``: one great mailbox through add and extract, killed on the way and gone on with.

    python -m benchmarks.endurance --work WORK --messages 1000000 --words 20
    python -m benchmarks.endurance --work WORK --messages 400000 --words 60 --table-bytes 70000

Killed are ``add`` once and ``run`` as often as ``--kills`` says, each with SIGKILL to the whole process group, when
even shares of the work are done: one kill comes in the middle, two at a third and at two thirds. Printed: slices that
stood when a run began and when it ended, the seconds to its first new one, memory of each tenth of the way (all
processes together and the largest one), and the totals beside what the writer of the mailbox counted. Exit code 1 if
they differ, a kill came too late, slices were lost, or the record does not hold. The mailbox is deleted.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from importlib import resources
from pathlib import Path

from benchmarks.endurance.mailbox import Count, write_mailbox
from benchmarks.endurance.memory import Watch
from benchmarks.endurance.progress import read_share, sealed_share, slices
from tests.e2e.cases import PASSPHRASE
from tests.e2e.commands import Ended, start, tocsin
from tests.e2e.processes import adopt_orphans, left_behind, standing
from tocsin.clock import SystemClock
from tocsin.model.evidence import ITEMS
from tocsin.response.folder import IncidentFolder

_DAY = 24 * 3600.0


def main(arguments: list[str] | None = None) -> int:
    """Write, add, run, kill, go on, count."""
    given = _options(arguments)
    adopt_orphans()
    os.environ["TOCSIN_PASSPHRASE"] = PASSPHRASE
    given.work.mkdir(parents=True, exist_ok=True)
    mailbox, folder = given.work / "great.mbox", given.work / "incident"
    try:
        count = write_mailbox(mailbox, given.messages, given.words, given.table_bytes)
        print(f"{count.messages:,} messages, {count.attachments:,} attachments, {count.bytes / 1e9:.2f} GB", flush=True)
        _begin(given.work, folder)
        add = ["add", str(folder), str(mailbox), "--custodian", "kim@clinic.example"]
        _watched("add", add, folder, [0.5], lambda: sealed_share(folder, count.bytes))
        mailbox.unlink()
        run = ["run", str(folder), "--until", "extract", "--jobs", str(given.jobs)]
        shares = [number / (given.kills + 1) for number in range(1, given.kills + 1)]
        went_on = _watched("extract", run, folder, shares, lambda: read_share(folder))
        return max(_judge(folder, count), int(not went_on))
    finally:
        mailbox.unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.endurance", description="Read one great mailbox.")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--words", type=int, default=20, help="words of each message")
    parser.add_argument("--table-bytes", type=int, default=0, help="size of the table that every tenth message carries")
    parser.add_argument("--kills", type=int, default=2)
    parser.add_argument("--jobs", type=int, default=2)
    return parser.parse_args(arguments)


def _begin(work: Path, folder: Path) -> None:
    facts = work / "incident.toml"
    facts.write_bytes((resources.files("tocsin.cli") / "assets" / "incident.example.toml").read_bytes())
    _need(tocsin("init", str(folder), "--incident", str(facts)))


def _watched(name: str, words: list[str], folder: Path, kill_at: list[float], share: Callable[[], float]) -> bool:
    """Run a command, kill it at these shares, let it end; return whether kills came in time and kept what stood."""
    is_good = True
    for until in (*kill_at, None):
        before, stood, began = standing(), slices(folder)[0], time.monotonic()
        started = start(*words)
        watch, first = Watch(started.process.pid), 0.0
        while started.process.poll() is None and (until is None or share() < until):
            watch.look()
            if not first and slices(folder)[0] > stood:
                first = time.monotonic() - began
            time.sleep(1.0)
        is_killed = started.process.poll() is None
        if is_killed:
            os.killpg(started.process.pid, signal.SIGKILL)
        ended = started.finish()
        what = f"killed at {until:.2f} of the work" if is_killed and until else "ended"
        took, (done, planned) = time.monotonic() - began, slices(folder)
        print(f"{name}: {what} after {took:.0f} s; left behind: {len(left_behind(before))}; {watch.told()}")
        print(f"  slices: {stood} at the start, {done} of {planned} at the end, the first new one after {first:.0f} s")
        print("  " + " | ".join(ended.err.splitlines()[-4:]), flush=True)
        is_good &= is_killed == (until is not None) and done >= stood
        if not is_killed:
            _need(ended)
            return is_good
    return is_good


def _need(ended: Ended) -> None:
    if ended.code:
        raise SystemExit(f"ended with {ended.code}: {ended.err}")


def _judge(folder: Path, count: Count) -> int:
    """Print the totals beside the truth; return 1 if they differ."""
    with IncidentFolder.open(folder, PASSPHRASE, SystemClock()) as opened:
        items = opened.read("items", ITEMS, ["media_type", "status", "code", "parent_id"])
        segments, size = opened.row_count("segments"), opened.evidence()[0].size_bytes
    kinds = Counter(items["media_type"].to_pylist())
    ends = Counter(zip(items["status"].to_pylist(), items["code"].to_pylist(), strict=True))
    wanted = {
        "mailboxes": (kinds["application/mbox"], 1),
        "messages": (kinds["message/rfc822"], count.messages),
        "attachments": (kinds["text/csv"], count.attachments),
        "items": (items.num_rows, 1 + count.messages + count.attachments),
        "done": (ends["done", ""], items.num_rows),
        "bytes": (size, count.bytes),
    }
    for name, (found, truth) in wanted.items():
        print(f"{name}: {found:,} of {truth:,}{'' if found == truth else '  DIFFERS'}")
    verified = tocsin("verify", str(folder))
    print(f"segments: {segments:,}; verify ended with {verified.code}")
    return int(verified.code != 0 or any(found != truth for found, truth in wanted.values()))


if __name__ == "__main__":
    sys.exit(main())

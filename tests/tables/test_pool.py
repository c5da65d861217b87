"""Work by parts: results in order, and no worker outlives the process it works for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Iterator

import pyarrow as pa
import pytest

from tests.e2e.processes import adopt_orphans, left_behind, living_below, standing
from tocsin.errors import StageFailedError
from tocsin.tables.engine import Tables
from tocsin.tables.pool import LocalEngine, uninterrupted

_LONG_SECONDS = 600.0


def _parts(*numbers: int) -> Iterator[tuple[str, Tables]]:
    for number in numbers:
        yield f"part {number}", {"n": pa.table({"n": [number]})}


def double(tables: Tables) -> Tables:
    """Return the doubled number."""
    return {"n": pa.table({"n": [2 * tables["n"]["n"][0].as_py()]})}


def wait_long(tables: Tables) -> Tables:
    """Tell that work began, and work for long."""
    sys.stdout.write("began\n")
    sys.stdout.flush()
    time.sleep(_LONG_SECONDS)
    return tables


def die(tables: Tables) -> Tables:
    """End the worker as a machine short of memory does."""
    os.kill(os.getpid(), signal.SIGKILL)
    return tables


def fail(tables: Tables) -> Tables:
    """Fail with words of evidence."""
    raise ValueError("Ann Lee 123-45-6789")


def swell(tables: Tables) -> Tables:
    """Return far more than a pipe holds, or die, by turns."""
    if tables["n"]["n"][0].as_py() % 2:
        return die(tables)
    return {"n": pa.table({"n": list(range(100_000))})}


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_parts(jobs: int) -> None:
    made = [
        (key, tables["n"]["n"].to_pylist())
        for key, tables in LocalEngine(jobs).map_batches(double, _parts(3, 1, 2), "link")
    ]
    assert made == [("part 3", [6]), ("part 1", [2]), ("part 2", [4])]


@pytest.mark.parametrize("numbers", [(1,), (0, 1, 2, 3), (2, 4, 1, 6)])
def test_a_worker_that_dies_stops_the_stage(numbers: tuple[int, ...]) -> None:
    before = standing()
    with pytest.raises(StageFailedError, match="stage=link, worker=died"):
        list(LocalEngine(2).map_batches(swell, _parts(*numbers), "link"))
    assert left_behind(before) == []


def test_a_fault_in_a_worker_is_told_by_kind_and_place_and_never_by_its_words() -> None:
    with pytest.raises(StageFailedError, match=r"fault=ValueError, place=test_pool.py:\d+") as told:
        list(LocalEngine(2).map_batches(fail, _parts(1, 2, 3), "link"))
    assert "Ann" not in "".join(traceback.format_exception(told.value))


def test_leaving_early_leaves_no_worker() -> None:
    before = standing()
    for _ in LocalEngine(2).map_batches(double, _parts(*range(20)), "link"):
        break
    assert left_behind(before) == []


def interrupt_a_start(done: list[str]) -> None:
    """Hear a Ctrl-C in the middle of a start."""
    with uninterrupted():
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.05)
        done.append("started")
    done.append("gone on")


def test_an_interrupt_waits_for_the_end_of_a_start_whichever_thread_hears_it() -> None:
    done: list[str] = []
    over = threading.Event()
    listener = threading.Thread(target=over.wait)
    listener.start()
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background does not hear it
    try:
        with pytest.raises(KeyboardInterrupt):
            interrupt_a_start(done)
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
        over.set()
        listener.join()
    assert done == ["started"]


_PARENT = (
    "from tests.tables.test_pool import _parts, wait_long; from tocsin.tables.pool import LocalEngine;"
    "list(LocalEngine(2).map_batches(wait_long, _parts(1, 2), 'link'))"
)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_workers_end_with_their_parent(how: signal.Signals) -> None:
    adopt_orphans()
    before = standing()
    parent = subprocess.Popen(
        [sys.executable, "-c", _PARENT],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a job in the background does not hear it
    )
    assert parent.stdout is not None
    with parent.stdout:
        assert parent.stdout.readline() == parent.stdout.readline() == b"began\n"
    assert len(living_below(parent.pid)) >= 2
    os.kill(parent.pid, how)
    assert parent.wait(30) == -how
    assert left_behind(before) == []

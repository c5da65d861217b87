"""Work by parts: results in order, and no worker outlives the process it works for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
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


def told_process(tables: Tables) -> Tables:
    """Return which process works."""
    return {"n": pa.table({"n": [os.getpid()]})}


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


def swell(tables: Tables) -> Tables:
    """Return far more than a pipe holds, or die, by turns."""
    if tables["n"]["n"][0].as_py() % 2:
        return die(tables)
    return {"n": pa.table({"n": list(range(100_000))})}


def test_one_job_works_in_this_process() -> None:
    made = list(LocalEngine(1).map_batches(told_process, _parts(1), "link"))
    assert made[0][1]["n"]["n"].to_pylist() == [os.getpid()]


@pytest.mark.parametrize("numbers", [(1,), (0, 1, 2, 3), (2, 4, 1, 6)])
def test_a_worker_that_dies_stops_the_stage(numbers: tuple[int, ...]) -> None:
    before = standing()
    with pytest.raises(StageFailedError, match="stage=link, worker=died"):
        list(LocalEngine(2).map_batches(swell, _parts(*numbers), "link"))
    assert left_behind(before) == []


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

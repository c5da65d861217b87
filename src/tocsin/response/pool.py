"""Work by parts in child processes: tables go in and come out as Arrow bytes over pipes; no key ever leaves here.

Results come in the order of the parts, with a bounded number of parts under way, so memory stays flat.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context, parent_process

import pyarrow as pa

from tocsin.errors import StageFailedError, Word
from tocsin.vault.process import harden_process

Tables = dict[str, pa.Table]
Work = Callable[[Tables], Tables]
_AHEAD = 2
"""Parts handed out beyond the workers."""


def pack(tables: Tables) -> dict[str, bytes]:
    """Return the tables as Arrow IPC streams."""
    packed = {}
    for name, table in tables.items():
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
        packed[name] = sink.getvalue().to_pybytes()
    return packed


def unpack(packed: dict[str, bytes]) -> Tables:
    """Return the tables that :func:`pack` packed."""
    return {name: pa.ipc.open_stream(data).read_all() for name, data in packed.items()}


def map_parts(work: Work, parts: Iterable[tuple[str, Tables]], jobs: int, stage: str) -> Iterator[tuple[str, Tables]]:
    """Yield ``(key, work(tables))`` for every part, in order.

    Args:
        work: a function at the top of a module, pure.
        parts: keys and their tables, read one by one as workers come free.
        jobs: child processes; 1 works in this process.
        stage: named in the error if a worker dies.

    Raises:
        StageFailedError: a worker process died (out of memory, killed).
    """
    if jobs <= 1:
        for key, tables in parts:
            yield key, work(tables)
        return
    with ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_begin_worker) as pool:
        waiting: deque[tuple[str, Future[dict[str, bytes]]]] = deque()
        try:
            for key, tables in parts:
                waiting.append((key, _submit(pool, work, tables)))
                if len(waiting) >= jobs + _AHEAD:
                    yield _first(waiting)
            while waiting:
                yield _first(waiting)
        except BrokenProcessPool as fault:
            raise StageFailedError(stage=Word(stage)) from fault
        except BaseException:
            for worker in active_children():
                worker.kill()  # nobody waits for what they were doing
            raise


def _submit(pool: ProcessPoolExecutor, work: Work, tables: Tables) -> Future[dict[str, bytes]]:
    """Hand out a part; a worker that is started for it inherits a blocked Ctrl-C, which is this process's to hear."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return pool.submit(_work_packed, work, pack(tables))
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin_worker() -> None:
    harden_process()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this worker when its parent is gone, however it ended: it holds text of evidence."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work_packed(work: Work, packed: dict[str, bytes]) -> dict[str, bytes]:
    return pack(work(unpack(packed)))


def _first(waiting: deque[tuple[str, Future[dict[str, bytes]]]]) -> tuple[str, Tables]:
    key, future = waiting.popleft()
    return key, unpack(future.result())

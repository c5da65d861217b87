"""Work by parts in child processes: tables go in and come out as Arrow bytes over pipes; no key ever leaves here.

Results come in the order of the parts, with a bounded number of parts under way, so memory stays flat. A worker that
dies ends the stage at once, whenever it dies: the pool of the standard library can wait for ever if one dies while
another is being started.
"""

from __future__ import annotations

import os
import signal
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa

from tocsin.errors import StageFailedError, Word
from tocsin.vault.process import harden_process

Tables = dict[str, pa.Table]
Packed = dict[str, bytes]
Work = Callable[[Tables], Tables]
_AHEAD = 2
"""Parts whose results may wait for an earlier one, beyond those being worked on."""
_QUIT_SECONDS = 5.0


def pack(tables: Tables) -> Packed:
    """Return the tables as Arrow IPC streams."""
    packed = {}
    for name, table in tables.items():
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
        packed[name] = sink.getvalue().to_pybytes()
    return packed


def unpack(packed: Packed) -> Tables:
    """Return the tables that :func:`pack` packed."""
    return {name: pa.ipc.open_stream(data).read_all() for name, data in packed.items()}


def map_parts(work: Work, parts: Iterable[tuple[str, Tables]], jobs: int, stage: str) -> Iterator[tuple[str, Tables]]:
    """Yield ``(key, work(tables))`` for every part, in order.

    Args:
        work: a function at the top of a module, pure.
        parts: keys and their tables, read one by one as workers come free.
        jobs: child processes; 1 works in this process.
        stage: named in the error if a worker fails or dies.

    Raises:
        StageFailedError: a worker failed, or its process died (out of memory, killed).
    """
    if jobs <= 1:
        for key, tables in parts:
            yield key, work(tables)
        return
    waiting: deque[str] = deque()
    with _Pool(work, jobs, stage) as pool:
        for key, tables in parts:
            pool.give(key, pack(tables))
            waiting.append(key)
            while waiting and (waiting[0] in pool.results or len(waiting) >= jobs + _AHEAD):
                yield waiting[0], unpack(pool.take(waiting.popleft()))
        while waiting:
            yield waiting[0], unpack(pool.take(waiting.popleft()))


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Put Ctrl-C off until the end of the block; processes started in it never hear one, it is for this one to hear.

    Blocking the signal is not enough: another thread may take it, and Python raises in the main one whatever it blocks.
    A child whose parent leaves in the middle of its start complains of it on the terminal.
    """
    heard: list[int] = []
    is_main = threading.current_thread() is threading.main_thread()
    handler = signal.signal(signal.SIGINT, lambda number, _: heard.append(number)) if is_main else None
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        if is_main:
            signal.signal(signal.SIGINT, handler)
    if heard:
        signal.raise_signal(signal.SIGINT)


class _Worker:
    """One child process and the pipe to it; it is given a part only when it has none."""

    def __init__(self, work: Work) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, work), daemon=True)
        with uninterrupted():
            self.process.start()
        theirs.close()

    def end(self, *, kill: bool) -> None:
        """Let the process go, or kill it; wait for it."""
        if kill:
            self.process.kill()
        self.pipe.close()
        self.process.join(_QUIT_SECONDS)
        self.process.kill()
        self.process.join()


class _Pool:
    """As many workers as are needed, up to a number; a context that leaves none behind."""

    def __init__(self, work: Work, jobs: int, stage: str) -> None:
        self._work, self._jobs, self._stage = work, jobs, stage
        self._workers: list[_Worker] = []
        self._idle: list[_Worker] = []
        self._busy: dict[Any, tuple[_Worker, str]] = {}
        self.results: dict[str, Packed] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.end(kill=kind is not None)

    def give(self, key: str, packed: Packed) -> None:
        """Give a part to a worker that has none, once there is one."""
        if not self._idle and len(self._workers) < self._jobs:
            self._idle.append(_Worker(self._work))
            self._workers += self._idle
        while not self._idle:
            self._listen()
        worker = self._idle.pop()
        self._busy[worker.pipe] = (worker, key)
        try:
            worker.pipe.send(packed)
        except OSError:
            raise self._died() from None

    def take(self, key: str) -> Packed:
        """Return the result of a part that was given, once it is there."""
        while key not in self.results:
            self._listen()
        return self.results.pop(key)

    def _listen(self) -> None:
        """Take in what workers have to say; one of them has."""
        for pipe in wait(list(self._busy)):
            worker, key = self._busy.pop(pipe)
            try:
                kind, told = worker.pipe.recv()
            except (EOFError, OSError):
                raise self._died() from None
            if kind:
                raise StageFailedError(stage=Word(self._stage), fault=Word(kind), place=Word(told))
            self.results[key] = told
            self._idle.append(worker)

    def _died(self) -> StageFailedError:
        return StageFailedError(stage=Word(self._stage), worker=Word("died"))


def _serve(pipe: Connection, work: Work) -> None:
    """Work on parts until the pipe is closed; a fault is told by kind and place, its words may quote evidence."""
    harden_process()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while True:
        try:
            packed = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            told: tuple[str, Any] = ("", pack(work(unpack(packed))))
        except Exception as error:  # noqa: BLE001 - a worker survives its part, and says so
            told = (type(error).__name__, _place(error))
        pipe.send(told)


def _place(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(last.filename).name}:{last.lineno}"


def _end_with_parent() -> None:
    """End this worker when its parent is gone, however it ended: it holds text of evidence."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)

"""The engine of one machine: child processes that tables reach as Arrow bytes over pipes; no key ever leaves here.

Results come in the order of the batches, with a bounded number of them under way, so memory stays flat. A worker that
dies ends the stage at once, whenever it dies: the pool of the standard library can wait for ever if one dies while
another is being started.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tocsin.errors import StageFailedError, Word
from tocsin.tables.engine import Engine, Packed, Shared, Tables, Work, pack, unpack

Prepare = Callable[[], object]
_AHEAD = 2
"""Parts whose results may wait for an earlier one, beyond those being worked on."""
_QUIT_SECONDS = 5.0
_OBJECTS_A_SWEEP = 100_000
"""Work makes many small objects and hardly ever a ring of them: looking for rings took a fifth of detection."""


def nothing() -> None:
    """Do nothing before work begins."""


class LocalEngine(Engine):
    """Worker processes of this machine for batches; what is shuffled stays in this process, where it is already."""

    def __init__(self, jobs: int, prepare: Prepare = nothing, threads: int | None = None) -> None:
        """Take how many workers there may be.

        Args:
            jobs: child processes that may work (1: this process does).
            prepare: what each does before it begins.
            threads: of this process that may work; as many as jobs where it is left out.
        """
        self._jobs, self._prepare = jobs, prepare
        self._threads = jobs if threads is None else threads

    @property
    def threads(self) -> int:
        """How many threads of this process may work at a time."""
        return max(1, min(self._threads, super().threads))

    def is_worth(self, rows: int) -> bool:
        """Return False: rows that are in this process already are worked on here."""
        return False

    def of_parts(self, parts: int) -> Engine:
        """Return this process for one batch alone: to start a worker for it takes as long as the work often does."""
        return self if parts > 1 else HERE

    def map_batches(
        self, work: Work, batches: Iterable[tuple[str, Tables]], stage: str, shared: Shared | None = None
    ) -> Iterator[tuple[str, Tables]]:
        """Yield the results in order, with a bounded number of batches under way."""
        more = shared.tables if shared else {}
        if self._jobs <= 1:
            for key, tables in batches:
                with _few_sweeps():
                    made = work({**tables, **more})
                yield key, made
            return
        waiting: deque[str] = deque()
        with _Pool(partial(_Worker, work, self._prepare, _packed(more)), self._jobs, stage) as pool:
            for key, tables in batches:
                pool.give(key, _packed(tables))
                waiting.append(key)
                while waiting and (waiting[0] in pool.results or len(waiting) >= self._jobs + _AHEAD):
                    yield waiting[0], unpack(pool.take(waiting.popleft()))
            while waiting:
                yield waiting[0], unpack(pool.take(waiting.popleft()))

    def shuffle_by(self, key: str, work: Work, tables: Tables, stage: str) -> Tables:
        """Return what the work makes of all rows at once, copying nothing."""
        return work(tables)


def _packed(tables: Tables) -> Packed:
    """Return tables as they travel: those of a large table repeat themselves, and several of them wait at a time."""
    return pack(tables, "lz4")


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


@contextmanager
def _few_sweeps() -> Iterator[None]:
    """Look for rings of objects as seldom as workers do."""
    was = gc.get_threshold()
    gc.set_threshold(_OBJECTS_A_SWEEP)
    try:
        yield
    finally:
        gc.set_threshold(*was)


HERE = LocalEngine(1, threads=1 << 10)
"""This process alone, on all cores."""


class _Worker:
    """One child process and the pipe to it; it is given a part only when it has none."""

    def __init__(self, work: Work, prepare: Prepare, shared: Packed) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, work, prepare, shared), daemon=True)
        resource_tracker.ensure_running()  # its own start lets signals through again, so it must not be in the block
        try:
            with uninterrupted():
                self.process.start()
        finally:
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

    def __init__(self, start: Callable[[], _Worker], jobs: int, stage: str) -> None:
        self._start, self._jobs, self._stage = start, jobs, stage
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
            self._idle.append(self._start())
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


def _serve(pipe: Connection, work: Work, prepare: Prepare, shared: Packed) -> None:
    """Work on parts until the pipe is closed; a fault is told by kind and place, its words may quote evidence."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    prepare()
    gc.freeze()
    gc.set_threshold(_OBJECTS_A_SWEEP)
    more = unpack(shared)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while True:
        try:
            packed = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            told: tuple[str, Any] = ("", _packed(work({**unpack(packed), **more})))
        except Exception as error:  # noqa: BLE001 - a worker survives its part, and says so
            told = (type(error).__name__, place_of(error))
        pipe.send(told)


def place_of(error: Exception) -> str:
    """Return the file and line where it was raised: all that may be told of it, its words may quote evidence."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(last.filename).name}:{last.lineno}"


def _end_with_parent() -> None:
    """End this worker when its parent is gone, however it ended: it holds text of evidence."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)

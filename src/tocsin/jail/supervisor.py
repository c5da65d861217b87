"""The supervisor: as many workers as threads ask for, each job tried again without the item that broke it."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from types import TracebackType
from typing import Self

from tocsin.config import JAIL, JailLimits
from tocsin.jail.protocol import Began, Ended, Event, Promoted, ReadJob, WallError
from tocsin.jail.tiers import CHILD, Tier, jail_tier
from tocsin.jail.worker import Bytes, Worker

MOST_BROKEN = 64
"""Items of one unit that may break their reader before the rest of the unit is given up."""
_CODES = {"timed_out", "too_much_output", "out_of_memory"}
_CHANCES = {"crashed", "out_of_memory"}
"""What a machine short of memory or a stray signal can do to a good item: believed only when it happens twice."""
_AHEAD_DOCUMENTS, _AHEAD_BYTES = 32, 1 << 16
"""What is sent ahead of its turn at most: less than a socket holds, so that both sides never wait for each other."""
_RETURN_SECONDS = 5.0
"""How long a thread may take to hear that its child was killed."""


class Jail:
    """A few jailed workers; ``run`` may be called from as many threads at once."""

    def __init__(self, workers: int, limits: JailLimits = JAIL, tier: Tier | None = None, module: str = CHILD) -> None:
        self.tier = tier or jail_tier()
        self._idle: queue.SimpleQueue[Worker] = queue.SimpleQueue()
        met = set[str]()
        self._all: Sequence[Worker] = [Worker(self.tier, limits, module, met) for _ in range(workers)]
        for worker in self._all:
            self._idle.put(worker)
        self._is_closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the workers; whoever asks for one from then on is refused, and does not wait."""
        self._is_closed = True
        if kind is not None:
            for worker in self._all:
                worker.close()
        ended: list[Worker] = []
        for _ in self._all:
            with suppress(queue.Empty):  # its thread is busy elsewhere; the child is killed already
                worker = self._idle.get(timeout=_RETURN_SECONDS)
                worker.end(kill=kind is not None)
                ended.append(worker)
        for worker in ended:
            self._idle.put(worker)

    def _worker(self) -> Worker:
        """Return an idle worker, as soon as there is one; raises WallError once the jail is closed."""
        worker = self._idle.get()
        if self._is_closed:
            self._idle.put(worker)
            raise WallError("closed")
        return worker

    def rest(self) -> None:
        """End the idle workers in order, while the threads that started them live; they start again when needed."""
        for _ in self._all:
            with suppress(queue.Empty):
                worker = self._idle.get_nowait()
                worker.end()
                self._idle.put(worker)

    def run(self, job: ReadJob, source: Bytes) -> list[Event]:
        """Return the events of the whole job, in order.

        An item that crashes (twice), hangs or floods its reader ends as unreadable with the code that says so; the
        job is run again without it and everything else is read. Events of failed attempts are dropped, and an attempt
        in a process that had read another document before counts for nothing.

        Raises:
            WallError: the job broke before any item began, or too often.
        """
        worker = self._worker()
        try:
            skip = dict(job.skip)
            doubted: set[int | None] = set()
            is_careful = job.is_careful
            for _ in range(2 * MOST_BROKEN):
                events: list[Event] = []
                try:
                    left_out = tuple(sorted(skip.items()))
                    for event in worker.run(replace(job, skip=left_out, is_careful=is_careful), source):
                        events.append(event)
                    return events
                except WallError as fault:
                    if self._is_closed:
                        raise WallError("closed") from fault
                    opened = _open_item(events)
                    broken = None if opened is None else opened.number
                    is_sure = is_careful or (
                        fault.why == "timed_out" and opened is not None and not opened.is_container
                    )
                    if worker.has_read or not is_sure:
                        is_careful = True  # what the process read before may be why, or an item that was not told yet
                        continue
                    if fault.why in _CHANCES and broken not in doubted:
                        doubted.add(broken)
                        continue
                    if broken is None or broken in skip:
                        raise
                    skip[broken] = fault.why if fault.why in _CODES else "crashed"
            raise WallError("crashed")
        finally:
            self._idle.put(worker)

    def run_all(self, work: Sequence[tuple[ReadJob, Callable[[], Bytes]]]) -> Iterator[list[Event] | WallError]:
        """Yield for each job what :meth:`run` returns or raises, in their order; small ones are sent some at a time."""
        done = 0
        while done < len(work):
            group = work[done : done + _together(work, done)]
            end = done + len(group)
            for events in self._run_some(group) if len(group) > 1 else ():
                yield events
                done += 1
            if group and done == end:
                continue
            job, source = work[done]
            try:
                yield self.run(job, source())
            except WallError as fault:
                yield fault
            done += 1

    def _run_some(self, group: Sequence[tuple[ReadJob, Callable[[], Bytes]]]) -> Iterator[list[Event]]:
        """Yield the events of the first jobs of a group, up to one that breaks: that one is to be read alone."""
        with suppress(WallError):
            worker = self._worker()
            try:
                yield from worker.run_some(group)
            finally:
                self._idle.put(worker)

    def fetch(self, job: ReadJob, index: int, source: Bytes) -> Iterator[bytes]:
        """Yield the bytes of an item that a job left to be read on its own.

        Raises:
            WallError: the child broke; what was yielded so far is not the whole.
        """
        worker = self._worker()
        try:
            for event in worker.run(replace(job, mode=f"fetch:{index}"), source):
                if isinstance(event, Promoted):
                    yield event.data
        finally:
            self._idle.put(worker)


def _together(work: Sequence[tuple[ReadJob, object]], start: int) -> int:
    """Return how many jobs from there on are small enough to be sent at once, without filling the socket."""
    count, size = 0, 0
    for job, _ in work[start : start + _AHEAD_DOCUMENTS]:
        size += job.size_bytes
        if size > _AHEAD_BYTES:
            break
        count += 1
    return count


def _open_item(events: Sequence[Event]) -> Began | None:
    """Return the innermost item that began and did not end."""
    open_items: dict[int, Began] = {}
    for event in events:
        if isinstance(event, Began):
            open_items[event.number] = event
        elif isinstance(event, Ended):
            open_items.pop(event.number, None)
    return list(open_items.values())[-1] if open_items else None

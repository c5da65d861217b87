"""Threads for work on arrays: numpy and Arrow hold no lock while they work, so two cores do it in half the time.

Invariant: what comes out, and in which order, does not depend on how many threads there are; one thread starts none.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def in_order(work: Callable[[T], R], parts: Iterable[T], threads: int) -> Iterator[R]:
    """Give what the work makes of each part; as many are under way as there are threads, and one waits."""
    if threads == 1:
        yield from map(work, parts)
        return
    waiting: deque[Future[R]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        for part in parts:
            waiting.append(pool.submit(work, part))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def ahead(parts: Iterable[T], threads: int) -> Iterator[T]:
    """Give the parts, each made while the one before is in use."""
    if threads == 1:
        yield from parts
        return
    made = iter(parts)
    with ThreadPoolExecutor(1) as pool:
        following = pool.submit(_next, made)
        while several := following.result():
            following = pool.submit(_next, made)
            yield from several


def _next(parts: Iterator[T]) -> list[T]:
    """Return the next part, or none at the end."""
    return list(islice(parts, 1))


def begun(work: Callable[[], T], threads: int) -> Callable[[], T]:
    """Begin to make something and return a function that gives it once it is made."""
    if threads == 1:
        made = work()
        return lambda: made
    pool = ThreadPoolExecutor(1)
    future = pool.submit(work)
    pool.shutdown(wait=False)
    return future.result


def beside(work: Callable[[], T], other: Callable[[], R], threads: int) -> tuple[T, R]:
    """Return what both make, done at the same time."""
    if threads == 1:
        return work(), other()
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(work)
        made = other()
        return future.result(), made

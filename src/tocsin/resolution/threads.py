"""Threads for work on arrays: numpy and Arrow hold no lock while they work, so two cores do it in half the time.

Invariant: what comes out, and in which order, does not depend on how many threads there are.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def in_order(work: Callable[[T], R], parts: Iterable[T]) -> Iterator[R]:
    """Give what the work makes of each part; as many are under way as there are cores, and one waits."""
    cores = len(os.sched_getaffinity(0))
    if cores == 1:
        yield from map(work, parts)
        return
    waiting: deque[Future[R]] = deque()
    with ThreadPoolExecutor(cores) as pool:
        for part in parts:
            waiting.append(pool.submit(work, part))
            if len(waiting) > cores:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def ahead(parts: Iterable[T]) -> Iterator[T]:
    """Give the parts, each made while the one before is in use."""
    made = iter(parts)
    with ThreadPoolExecutor(1) as pool:
        following = pool.submit(_next, made)
        while several := following.result():
            following = pool.submit(_next, made)
            yield from several


def _next(parts: Iterator[T]) -> list[T]:
    """Return the next part, or none at the end."""
    return list(islice(parts, 1))


def beside(work: Callable[[], T], other: Callable[[], R]) -> tuple[T, R]:
    """Return what both make, done at the same time."""
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(work)
        made = other()
        return future.result(), made

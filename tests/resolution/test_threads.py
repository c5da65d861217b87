"""Threads: what they give, and in which order, is what one would give; a fault reaches who asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from tocsin.resolution.threads import ahead, begun, beside, in_order


def _slow_if_even(number: int) -> int:
    time.sleep(0.01 * (number % 2 == 0))
    return number * number


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_results_stand_in_the_order_of_parts(threads: int) -> None:
    assert list(in_order(_slow_if_even, range(12), threads)) == [number * number for number in range(12)]
    assert list(in_order(_slow_if_even, [], threads)) == []


def test_parts_are_read_no_further_than_threads_need() -> None:
    read: list[int] = []

    def parts() -> Iterator[int]:
        for number in range(100):
            read.append(number)
            yield number

    made = in_order(_slow_if_even, parts(), 2)
    next(made)
    assert len(read) < 5


@pytest.mark.parametrize("threads", [1, 2])
def test_parts_made_ahead_are_the_parts(threads: int) -> None:
    assert list(ahead(range(5), threads)) == [0, 1, 2, 3, 4]
    assert list(ahead([], threads)) == []


@pytest.mark.parametrize("threads", [1, 2])
def test_both_are_done(threads: int) -> None:
    assert beside(lambda: "one", lambda: 2, threads) == ("one", 2)


def test_one_thread_is_the_one_that_asks() -> None:
    mine = threading.get_ident()
    assert set(in_order(lambda _: threading.get_ident(), range(5), 1)) == {mine}
    assert set(ahead((threading.get_ident() for _ in range(5)), 1)) == {mine}
    assert set(beside(threading.get_ident, threading.get_ident, 1)) == {mine}


@pytest.mark.parametrize("threads", [1, 2])
def test_a_fault_in_a_thread_is_raised(threads: int) -> None:
    with pytest.raises(ZeroDivisionError):
        list(in_order(lambda number: 1 // number, [1, 0], threads))
    with pytest.raises(ZeroDivisionError):
        list(ahead((1 // number for number in (1, 0)), threads))
    with pytest.raises(ZeroDivisionError):
        beside(lambda: 1 // 0, lambda: 2, threads)


@pytest.mark.parametrize("threads", [1, 2])
def test_what_was_begun_is_made_once_however_often_it_is_asked_for(threads: int) -> None:
    made: list[int] = []

    def work() -> int:
        made.append(1)
        return 7

    give = begun(work, threads)
    assert [give(), give()] == [7, 7]
    assert made == [1]


def test_a_fault_of_what_was_begun_reaches_who_asks_for_it() -> None:
    give = begun(lambda: 1 // 0, 2)
    with pytest.raises(ZeroDivisionError):
        give()

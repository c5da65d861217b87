"""Threads: what they give, and in which order, is what one would give; a fault reaches who asked."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest

from tocsin.resolution.threads import ahead, beside, in_order


def _slow_if_even(number: int) -> int:
    time.sleep(0.01 * (number % 2 == 0))
    return number * number


@pytest.mark.parametrize("cores", [1, 2, 5])
def test_results_stand_in_the_order_of_parts(monkeypatch: pytest.MonkeyPatch, cores: int) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(cores)))
    assert list(in_order(_slow_if_even, range(12))) == [number * number for number in range(12)]
    assert list(in_order(_slow_if_even, [])) == []


def test_parts_are_read_no_further_than_threads_need(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    read: list[int] = []

    def parts() -> Iterator[int]:
        for number in range(100):
            read.append(number)
            yield number

    made = in_order(_slow_if_even, parts())
    next(made)
    assert len(read) < 5


def test_parts_made_ahead_are_the_parts() -> None:
    assert list(ahead(range(5))) == [0, 1, 2, 3, 4]
    assert list(ahead([])) == []


def test_both_are_done() -> None:
    assert beside(lambda: "one", lambda: 2) == ("one", 2)


def test_a_fault_in_a_thread_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        list(in_order(lambda number: 1 // number, [1, 0]))
    with pytest.raises(ZeroDivisionError):
        list(ahead(1 // number for number in (1, 0)))
    with pytest.raises(ZeroDivisionError):
        beside(lambda: 1 // 0, lambda: 2)

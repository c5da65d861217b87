"""A reader has its time in processor seconds; the clock only bounds it, and ends one that waits for nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tocsin.config import JAIL
from tocsin.jail.patience import Patience
from tocsin.jail.protocol import WallError

LIMITS = replace(JAIL, item_seconds=240, silent_seconds=60, busy_factor=5)


class Reader:
    """A reader that gets a share of the processor, and its patience."""

    def __init__(self, share: float) -> None:
        self.clock, self.share = 1_000.0, share
        self.patience = Patience(LIMITS, lambda: 7.0 + (self.clock - 1_000.0) * self.share, lambda: self.clock)

    def seconds_until_ended(self, frames_every: float | None, *, is_turn: bool = False) -> float:
        """Return how long it lasted by the clock; at most an hour."""
        began = self.clock
        step = frames_every or self.patience.look_seconds
        while self.clock < began + 3_600:
            self.clock += step
            try:
                if frames_every is None:
                    self.patience.look()
                else:
                    self.patience.heard(is_turn=is_turn)
            except WallError:
                return self.clock - began
        return 3_600.0


@pytest.mark.parametrize(("share", "least", "most"), [(1.0, 240, 260), (0.5, 480, 500), (0.01, 1_200, 1_210)])
def test_an_item_has_its_time_of_the_processor_and_the_clock_bounds_it(share: float, least: int, most: int) -> None:
    assert least <= Reader(share).seconds_until_ended(1.0) <= most


@pytest.mark.parametrize(("share", "least", "most"), [(1.0, 60, 75), (0.5, 120, 135), (0.01, 300, 310), (0.0, 60, 65)])
def test_a_silent_reader_is_ended_sooner_and_at_once_if_it_does_not_work(share: float, least: int, most: int) -> None:
    assert least <= Reader(share).seconds_until_ended(None) <= most


def test_items_that_begin_and_end_may_go_on_for_ever() -> None:
    assert Reader(1.0).seconds_until_ended(1.0, is_turn=True) == 3_600

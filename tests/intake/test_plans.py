"""A plan is kept before its slices are read, and the look that makes one is told as it goes."""

from __future__ import annotations

import io

from tocsin.config import MIB
from tocsin.intake.extract import read_again
from tocsin.intake.plans import LookedOver, NoPlans, plan_table, plans_of
from tocsin.jail.protocol import Planned


class _Held(io.BytesIO):
    size_bytes = 40 * MIB

    def pread(self, offset: int, length: int, /) -> bytes:
        return b"x" * min(length, self.size_bytes - offset)


def test_a_plan_comes_back_as_it_was() -> None:
    plans = {
        "evd/1-1": Planned("application/mbox", ((0, 9, 1), (9, 20, 4))),
        "evd/2-2": Planned("text/csv", ((0, 5, 1),)),
    }
    kept = [plan_table(key, planned) for key, planned in plans.items()]
    assert {key: found for table in kept for key, found in plans_of(table).items()} == plans


def test_a_look_is_told_from_the_beginning_and_every_few_megabytes() -> None:
    told: list[int] = []
    source = LookedOver(_Held(), NoPlans(lambda done, total: told.append(done)))
    for offset in range(0, source.size_bytes, MIB):
        assert source.pread(offset, MIB) == b"x" * MIB
    assert told == [0, 16 * MIB, 32 * MIB]


def test_a_plan_goes_with_the_units_that_are_read_again() -> None:
    keys = ["evd/1-1/000000/inner", "evd/1-1/000003"]
    assert read_again(keys, ["evd/1-1", "evd/2-2", "evd/1-1/000000/inner"]) == {"evd/1-1", "evd/1-1/000000/inner"}

"""Resolution spread over an engine: here one that scatters everything, in this process."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tests.resolution.spread_contract import SpreadContract, dirty_subjects
from tocsin.resolution import threads
from tocsin.resolution.clusters import Settled
from tocsin.resolution.records import records_of
from tocsin.resolution.resolve import count_cut, resolve
from tocsin.resolution.spread import SpreadScorer
from tocsin.tables.engine import Engine, Shared, Tables, Work
from tocsin.tables.pool import LocalEngine

_SHARDS = 5


class Scattered(LocalEngine):
    """Spreads keys over calls, gives their rows back in another order, and notes what it was asked."""

    def __init__(self) -> None:
        super().__init__(1)
        self.done: list[str] = []

    def is_worth(self, rows: int) -> bool:
        return rows > 0

    def map_batches(
        self, work: Work, batches: Iterator[tuple[str, Tables]], stage: str, shared: Shared | None = None
    ) -> Iterator[tuple[str, Tables]]:
        for one in super().map_batches(work, batches, stage, shared):
            self.done.append(getattr(work, "func", work).__name__)
            yield one

    def shuffle_by(self, key: str, work: Work, tables: Tables, stage: str) -> Tables:
        made = []
        for shard in range(_SHARDS):
            masks = {n: pc.equal(pc.bit_wise_and(t[key], 3), shard) for n, t in tables.items()}
            made.append(work({name: table.filter(masks[name]) for name, table in tables.items()}))
        self.done.append(getattr(work, "func", work).__name__)
        return {name: pa.concat_tables([one[name] for one in reversed(made)]) for name in made[0]}


@pytest.fixture
def engine() -> Engine:
    return Scattered()


class TestScattered(SpreadContract):
    """In this process."""


def test_every_step_of_resolution_went_through_the_engine() -> None:
    engine = Scattered()
    subjects = dirty_subjects(300, 5)
    made = count_cut(records_of(subjects), None, Settled(), np.ones(subjects.num_rows, bool), engine=engine)
    assert isinstance(made.scorer, SpreadScorer)
    assert set(engine.done) == {"block_pairs", "score_pairs", "rebuild_components"}


def test_few_records_stay_here() -> None:
    few = dirty_subjects(5, 5)
    made = count_cut(records_of(few), None, Settled(), np.ones(few.num_rows, bool), engine=LocalEngine(2))
    assert not isinstance(made.scorer, SpreadScorer)


def test_one_job_starts_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError

    subjects = dirty_subjects(300, 5)
    wanted = resolve(subjects, (), None, None, engine=LocalEngine(2)).members
    monkeypatch.setattr(threads, "ThreadPoolExecutor", refuse)
    assert resolve(subjects, (), None, None, engine=LocalEngine(1)).members.equals(wanted)
    with pytest.raises(AssertionError):
        list(threads.in_order(str, [1], 2))

"""The engine for what outgrows a machine: Spark's workers do the work, and see nothing but sealed rows between.

A batch of tables is one row of a number and sealed bytes. Batches go out in rounds, two under way at once, so this
process holds a bounded number of them; rows with equal keys are brought together here, before they leave, so Spark
itself never shuffles.
"""

from __future__ import annotations

import os
import secrets
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tocsin.config import GIB, MIB
from tocsin.errors import ClusterKeyError, StageFailedError, Word
from tocsin.tables.engine import Engine, Shared, Tables, Work
from tocsin.tables.pool import Prepare, nothing
from tocsin.tables.private_folder import PrivateFolder
from tocsin.tables.run_key import RunKey, read_cluster_key
from tocsin.tables.spark_session import check_installed, is_on_this_machine, start_session
from tocsin.tables.spark_worker import MADE_SQL, SENT, Order, Spread, opened_tables, ordered, sealed_tables, serve

_ROUNDS = 2
_ROUND_BYTES = 128 * MIB
_BATCHES_A_CORE = 3
_SHARD_ROWS = 500_000
_LEAST_ROWS = 50_000
"""Fewer are worked on here before a task of Spark has begun."""
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
"""Fibonacci hashing: multiplies neighbours apart. Source: Knuth, The Art of Computer Programming 3, 6.4."""


@dataclass(frozen=True)
class _Batch:
    key: str
    number: int
    sealed: bytes


class SparkEngine(Engine):
    """Work on a Spark cluster; the session starts with the first batch."""

    def __init__(
        self,
        master: str,
        key_file: Path | None,
        prepare: Prepare = nothing,
        shard_rows: int = _SHARD_ROWS,
        least_rows: int = _LEAST_ROWS,
    ) -> None:
        """Take where the cluster is.

        Args:
            master: its URL; "" where spark-submit has settled it.
            key_file: a file of 32 bytes or more that every machine of the cluster can read at that path; None only
                where all of it runs here: then one is made, in memory, for this run.
            prepare: what each worker does before it opens anything.
            shard_rows: about so many rows are shuffled to one call.
            least_rows: fewer rows are not worth sending.

        Raises:
            NoSparkError: PySpark or Java is missing.
            ClusterKeyError: there is no such file, or none was named for other machines.
        """
        check_installed()
        if key_file is None and not is_on_this_machine(master):
            raise ClusterKeyError()
        self._master, self._prepare, self._shard_rows = master, prepare, shard_rows
        if key_file is not None:
            read_cluster_key(key_file)
        self._folder = PrivateFolder()
        self._files = PrivateFolder(least_bytes=GIB)
        self._key_file = key_file or _made_key_file(self._folder.path)
        self._cluster_key = read_cluster_key(self._key_file)
        self._run_key = RunKey.new()
        self._threads = ThreadPoolExecutor(_ROUNDS)
        self._shuffling = Lock()
        self._least_rows = least_rows
        self._sent = 0
        self._spread: dict[str, Spread] = {}

    @cached_property
    def _session(self) -> Any:
        return start_session(self._master, self._files.path)

    def is_worth(self, rows: int) -> bool:
        """Tell whether they are enough."""
        return rows >= max(1, self._least_rows)

    def map_batches(
        self, work: Work, batches: Iterable[tuple[str, Tables]], stage: str, shared: Shared | None = None
    ) -> Iterator[tuple[str, Tables]]:
        """Yield the results in order; batches are read a round ahead."""
        order = ordered(self._run_key, self._cluster_key, self._key_file, work, self._prepare)
        spread = self._spread_of(shared) if shared else None
        waiting: deque[tuple[list[_Batch], Future[pa.Table]]] = deque()
        for some in self._rounds(batches):
            waiting.append((some, self._threads.submit(self._run, order, spread, some, stage)))
            if len(waiting) == _ROUNDS:
                yield from self._results(*waiting.popleft(), stage)
        while waiting:
            yield from self._results(*waiting.popleft(), stage)

    def shuffle_by(self, key: str, work: Work, tables: Tables, stage: str) -> Tables:
        """Return what the work makes, called for several shards of keys; threads that ask at a time wait in line."""
        if not self.is_worth(max(table.num_rows for table in tables.values())):
            return work(tables)
        shards = self._shards(key, tables)
        with self._shuffling:
            made = [tables for _, tables in self.map_batches(work, shards, stage)]
        return {name: pa.concat_tables([one[name] for one in made]) for name in made[0]}

    def close(self) -> None:
        """Stop the session and forget the keys."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        if "_session" in self.__dict__:
            with suppress(Exception):  # a cluster that is gone already has nothing to stop
                self._session.stop()
        self._files.close()
        self._folder.close()

    def _spread_of(self, shared: Shared) -> Spread:
        """Hand shared tables to Spark, sealed; it brings them to each worker once."""
        if shared.name not in self._spread:
            sealed = sealed_tables(self._run_key, shared.tables, f"shared {shared.name}")
            self._spread[shared.name] = Spread(shared.name, self._session.sparkContext.broadcast(sealed))
        return self._spread[shared.name]

    def _rounds(self, batches: Iterable[tuple[str, Tables]]) -> Iterator[list[_Batch]]:
        some: list[_Batch] = []
        size = 0
        for key, tables in batches:
            sealed = sealed_tables(self._run_key, tables, f"sent {self._sent}")
            some.append(_Batch(key, self._sent, sealed))
            self._sent += 1
            size += len(sealed)
            if len(some) >= _BATCHES_A_CORE * self._width or size >= _ROUND_BYTES:
                yield some
                some, size = [], 0
        if some:
            yield some

    @property
    def _width(self) -> int:
        return max(1, int(self._session.sparkContext.defaultParallelism))

    def _run(self, order: Order, spread: Spread | None, some: list[_Batch], stage: str) -> pa.Table:
        rows = pa.table([[b.number for b in some], [b.sealed for b in some]], schema=SENT)
        try:
            frame = self._session.createDataFrame(rows)
            return frame.mapInArrow(partial(serve, order, spread), MADE_SQL).toArrow()
        except Exception as error:  # noqa: BLE001 - Java's own faults come as any kind; their words are cut off
            raise StageFailedError(stage=Word(stage), worker=Word("died"), fault=Word(type(error).__name__)) from None

    def _results(self, some: list[_Batch], running: Future[pa.Table], stage: str) -> Iterator[tuple[str, Tables]]:
        made = {row["number"]: row for row in running.result().to_pylist()}
        for batch in some:
            row = made.pop(batch.number)
            if row["fault"]:
                raise StageFailedError(stage=Word(stage), fault=Word(row["fault"]), place=Word(row["place"]))
            yield batch.key, opened_tables(self._run_key, row["data"], f"made {batch.number}")

    def _shards(self, key: str, tables: Tables) -> Iterator[tuple[str, Tables]]:
        rows = max(table.num_rows for table in tables.values())
        count = max(1, min(_BATCHES_A_CORE * self._width, -(-rows // self._shard_rows)))
        places = {name: _places(table[key], count) for name, table in tables.items()}
        for shard in range(count):
            yield str(shard), {n: t.filter(pa.array(places[n] == shard)) for n, t in tables.items()}


def _places(keys: pa.ChunkedArray, count: int) -> npt.NDArray[np.uint64]:
    """Return the shard of each key."""
    spread = keys.to_numpy().astype(np.uint64) * _SPREAD
    found: npt.NDArray[np.uint64] = (spread >> np.uint64(32)) % np.uint64(count)
    return found


def _made_key_file(place: Path) -> Path:
    file = place / "key"
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(secrets.token_hex(32).encode())
    return file

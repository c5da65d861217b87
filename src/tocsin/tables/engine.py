"""The port through which work on tables is done: on this machine, or by the workers of a Spark cluster.

Invariant: what comes back follows from the work and its tables alone. The same functions run on every engine, take
and give Arrow, and meet their tables with rows in the same order, so answers are equal byte for byte.
"""

from __future__ import annotations

import os
import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType
from typing import Any, Self

import numpy.typing as npt
import pyarrow as pa

Tables = dict[str, pa.Table]
Packed = dict[str, bytes]
Work = Callable[[Tables], Tables]
"""A function at the top of a module (or a ``partial`` of one), pure."""


class EngineKind(StrEnum):
    """Where the work of the stages is done."""

    DUCKDB = "duckdb"
    """On this machine: worker processes, and DuckDB in memory."""
    SPARK = "spark"


@dataclass(frozen=True)
class Shared:
    """Tables that all batches need; they reach each worker once."""

    tables: Tables = field(compare=False, repr=False)
    name: str = field(default_factory=lambda: secrets.token_hex(8))


class Engine(ABC):
    """Does work on tables; a context that leaves no worker behind."""

    @property
    def threads(self) -> int:
        """How many threads of this process may work at a time."""
        return len(os.sched_getaffinity(0))

    @abstractmethod
    def is_worth(self, rows: int) -> bool:
        """Tell whether so many rows should leave this process to be worked on."""

    def of_parts(self, parts: int) -> Engine:
        """Return where so many batches are best worked on."""
        return self

    @abstractmethod
    def map_batches(
        self, work: Work, batches: Iterable[tuple[str, Tables]], stage: str, shared: Shared | None = None
    ) -> Iterator[tuple[str, Tables]]:
        """Yield ``(key, work(tables))`` for every batch, in order; batches are read as workers come free.

        Args:
            work: what is done to each batch.
            batches: keys and their tables.
            stage: named in the error if a worker fails or dies.
            shared: further tables that ``work`` finds among those of each batch.

        Raises:
            StageFailedError: a worker failed, or its process died.
        """

    @abstractmethod
    def shuffle_by(self, key: str, work: Work, tables: Tables, stage: str) -> Tables:
        """Return what ``work`` makes of the tables if rows with equal keys meet in one call.

        ``work`` must give the same rows however keys are spread over calls; in which order they come back is not
        told, so sort them.

        Args:
            key: a column of whole numbers that every table has.
            work: gets the rows of some keys, in their order, and gives tables of the same schemas each time.
            tables: all rows; each table must have some.
            stage: named in the error if a worker fails or dies.

        Raises:
            StageFailedError: a worker failed, or its process died.
        """

    def close(self) -> None:  # noqa: B027 - an engine without workers has nothing to end
        """Let the workers go."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def array_of(column: pa.ChunkedArray) -> npt.NDArray[Any]:
    """Return the values of a column without nulls; numbers are copied only if they lie in several pieces."""
    one = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    found: npt.NDArray[Any] = one.to_numpy(zero_copy_only=False)
    return found


def pack(tables: Tables, compression: str | None = None) -> Packed:
    """Return the tables as Arrow IPC streams."""
    options = pa.ipc.IpcWriteOptions(compression=compression)
    packed = {}
    for name, table in tables.items():
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema, options=options) as writer:
            writer.write_table(table)
        packed[name] = sink.getvalue().to_pybytes()
    return packed


def unpack(packed: Packed) -> Tables:
    """Return the tables that :func:`pack` packed."""
    return {name: pa.ipc.open_stream(data).read_all() for name, data in packed.items()}

"""What runs inside Spark's Python workers: opens sealed tables, does the work, seals what came of it.

Invariant: nothing is raised here, for Spark keeps the words of errors; a fault is a row that tells kind and place.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from tocsin import __version__
from tocsin.tables.engine import Tables, Work, pack, unpack
from tocsin.tables.pool import Prepare, place_of
from tocsin.tables.run_key import RunKey, read_cluster_key

SENT = pa.schema([pa.field("number", pa.int64()), pa.field("data", pa.binary())])
MADE = pa.schema([*SENT, pa.field("fault", pa.string()), pa.field("place", pa.string())])
MADE_SQL = "number long, data binary, fault string, place string"


@dataclass(frozen=True)
class Order:
    """What a worker is told to do. Anybody may see it: the key is wrapped and the work sealed."""

    version: str
    key_file: str
    wrapped_key: bytes
    sealed_work: bytes


class Held(Protocol):
    """What Spark brings to each worker once."""

    @property
    def value(self) -> bytes:
        """Return it."""


@dataclass(frozen=True)
class Spread:
    """Shared tables on their way: sealed, told apart by name."""

    name: str
    held: Held = field(compare=False, repr=False)


def ordered(run_key: RunKey, cluster_key: bytes, key_file: Path, work: Work, prepare: Prepare) -> Order:
    """Return the order to do this work."""
    sealed = run_key.seal(pickle.dumps((prepare, work)), "work")
    return Order(__version__, str(key_file), run_key.wrapped(cluster_key), sealed)


def sealed_tables(run_key: RunKey, tables: Tables, what: str) -> bytes:
    """Return tables as sealed bytes."""
    return run_key.seal(pickle.dumps(pack(tables, "zstd")), what)


def opened_tables(run_key: RunKey, sealed: bytes, what: str) -> Tables:
    """Return the tables that were sealed; only who holds the run's key could have made them."""
    return unpack(pickle.loads(run_key.open(sealed, what)))


def serve(order: Order, spread: Spread | None, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield a row of ``MADE`` for each row of ``SENT``."""
    for batch in batches:
        for number, sealed in zip(batch["number"].to_pylist(), batch["data"].to_pylist(), strict=True):
            yield pa.record_batch([[value] for value in _made(order, spread, number, sealed)], schema=MADE)


def _made(order: Order, spread: Spread | None, number: int, sealed: bytes) -> tuple[int, bytes, str, str]:
    if order.version != __version__:
        return number, b"", "OtherVersion", f"tocsin {__version__}"
    try:
        run_key, work = _opened(order)
        tables = opened_tables(run_key, sealed, f"sent {number}") | (_shared(run_key, spread) if spread else {})
        made = sealed_tables(run_key, work(tables), f"made {number}")
    except Exception as error:  # noqa: BLE001 - a worker survives its batch, and says so
        return number, b"", type(error).__name__, place_of(error)
    return number, made, "", ""


@lru_cache(maxsize=1)
def _shared(run_key: RunKey, spread: Spread) -> Tables:
    return opened_tables(run_key, spread.held.value, f"shared {spread.name}")


@lru_cache(maxsize=1)
def _opened(order: Order) -> tuple[RunKey, Work]:
    run_key = RunKey.unwrapped(order.wrapped_key, read_cluster_key(Path(order.key_file)))
    prepare, work = pickle.loads(run_key.open(order.sealed_work, "work"))
    prepare()
    return run_key, work

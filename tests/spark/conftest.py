"""One Spark of this machine for all tests: it takes half a minute to start."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.tables.engine_contract import prepare
from tocsin.tables.engine import Engine
from tocsin.tables.spark_ import SparkEngine


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """Give an engine of two workers; small shards, and no number of rows too small to be sent."""
    with SparkEngine("local[2]", None, prepare, shard_rows=1_000, least_rows=0) as engine:
        yield engine

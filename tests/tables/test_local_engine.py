"""The engine of one machine keeps the contract."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.tables.engine_contract import EngineContract, prepare
from tocsin.tables.engine import Engine
from tocsin.tables.pool import LocalEngine


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with LocalEngine(2, prepare) as engine:
        yield engine


class TestLocalEngine(EngineContract):
    """Two workers."""

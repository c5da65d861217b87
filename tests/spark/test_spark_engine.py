"""The Spark engine keeps the contract, on a Spark of this machine; and what only a cluster can get wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.resolution.spread_contract import SpreadContract
from tests.tables.engine_contract import EngineContract, double, numbers
from tocsin.errors import ClusterKeyError, NoSparkError, StageFailedError
from tocsin.tables.spark_ import SparkEngine

pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # py4j leaves its sockets to the garbage collector
]


class TestSparkEngine(EngineContract):
    """Two workers of this machine."""


class TestSparkResolution(SpreadContract):
    """Two workers of this machine."""


def test_a_key_file_that_changes_under_the_run_is_told(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_bytes(b"k" * 40)
    with SparkEngine("local[2]", file) as engine:
        file.write_bytes(b"another" * 6)
        with pytest.raises(StageFailedError, match="fault=ClusterKeyError"):
            list(engine.map_batches(double, numbers(1), "link"))


def test_other_machines_need_a_key_file() -> None:
    with pytest.raises(ClusterKeyError):
        SparkEngine("spark://head:7077", None)


def test_a_machine_without_java_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(NoSparkError, match=r"missing=java, needed=17, found=0.*Java 17 or later"):
        SparkEngine("local[2]", None)

"""What a worker does with a sealed batch, without Spark: opens, works, seals; every fault is a row without words."""

from __future__ import annotations

import dataclasses
import secrets
from pathlib import Path

import pyarrow as pa
import pytest

from tests.tables.engine_contract import double, fail, names
from tocsin.errors import ClusterKeyError
from tocsin.tables.engine import Work
from tocsin.tables.pool import nothing
from tocsin.tables.run_key import RunKey, read_cluster_key
from tocsin.tables.spark_worker import MADE, SENT, Order, Spread, opened_tables, ordered, sealed_tables, serve

RUN_KEY = RunKey(bytes(range(32)))


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    file = tmp_path / "key"
    file.write_text(secrets.token_hex(32))
    return file


def order_for(key_file: Path, work: Work = double) -> Order:
    return ordered(RUN_KEY, read_cluster_key(key_file), key_file, work, nothing)


def served(order: Order, sealed: bytes, number: int = 5, spread: Spread | None = None) -> dict[str, object]:
    """Return the row that comes back for one that was sent."""
    (batch,) = serve(order, spread, iter([pa.record_batch([[number], [sealed]], schema=SENT)]))
    assert batch.schema == MADE
    (row,) = batch.to_pylist()
    return dict(row)


def sealed(number: int = 5) -> bytes:
    return sealed_tables(RUN_KEY, {"n": pa.table({"n": [21]})}, f"sent {number}")


def test_a_batch_comes_back_sealed_as_what_was_made_of_it(key_file: Path) -> None:
    row = served(order_for(key_file), sealed())
    assert (row["number"], row["fault"], row["place"]) == (5, "", "")
    data = row["data"]
    assert isinstance(data, bytes)
    assert opened_tables(RUN_KEY, data, "made 5")["n"]["n"].to_pylist() == [42]
    with pytest.raises(ClusterKeyError):
        opened_tables(RUN_KEY, data, "made 6")


def test_neither_keys_nor_work_nor_tables_stand_in_what_is_sent(key_file: Path) -> None:
    order = order_for(key_file)
    seen = repr(order).encode() + order.wrapped_key + order.sealed_work + sealed()
    secret = [bytes(range(32)), key_file.read_bytes(), read_cluster_key(key_file), b"double", b"ARROW"]
    assert [part for part in secret if part in seen or part.hex().encode() in seen] == []
    assert "_key" not in repr(RUN_KEY)


def test_a_fault_is_a_row_of_kind_and_place(key_file: Path) -> None:
    row = served(order_for(key_file, fail), sealed())
    assert (row["data"], row["fault"]) == (b"", "ValueError")
    assert str(row["place"]).startswith("engine_contract.py:")
    assert "Ann" not in str(row)


def test_a_batch_in_the_place_of_another_does_not_open(key_file: Path) -> None:
    assert served(order_for(key_file), sealed(4), number=5)["fault"] == "ClusterKeyError"


def test_a_worker_without_the_key_file_or_with_another_says_so(key_file: Path) -> None:
    order = order_for(key_file)
    for content in (b"x" * 64, b"short", None):
        key_file.unlink() if content is None else key_file.write_bytes(content)
        assert served(order, sealed())["fault"] == "ClusterKeyError"


@dataclasses.dataclass(frozen=True)
class Brought:
    """What Spark brought, and how often it was asked for."""

    sealed: bytes
    asked: list[int] = dataclasses.field(default_factory=list)

    @property
    def value(self) -> bytes:
        self.asked.append(1)
        return self.sealed


def test_shared_tables_are_opened_once_a_worker(key_file: Path) -> None:
    order = order_for(key_file, names)
    brought = Brought(sealed_tables(RUN_KEY, {"all": pa.table({"n": [1]})}, "shared x"))
    for number in (5, 6):
        row = served(order, sealed(number), number, Spread("x", brought))
        data = row["data"]
        assert isinstance(data, bytes)
        assert opened_tables(RUN_KEY, data, f"made {number}")["names"]["names"].to_pylist() == ["n", "all"]
    assert brought.asked == [1]
    assert served(order, sealed(), 5, Spread("y", brought))["fault"] == "ClusterKeyError"


def test_another_version_on_the_worker_is_refused(key_file: Path) -> None:
    order = dataclasses.replace(order_for(key_file), version="0.0.1")
    assert served(order, sealed())["fault"] == "OtherVersion"

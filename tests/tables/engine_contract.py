"""What every engine keeps; one suite, inherited for each. Works stand here so that workers can import them."""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Iterator
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tocsin.errors import StageFailedError
from tocsin.tables.engine import Engine, Shared, Tables
from tocsin.tables.parts import table_sha256
from tocsin.tables.pool import LocalEngine

PREPARED = "TOCSIN_TEST_PREPARED"
_KEYS, _ROWS = 9_000, 40_000


def numbers(*of: int) -> Iterator[tuple[str, Tables]]:
    """Give a batch for each number."""
    for number in of:
        yield f"part {number}", {"n": pa.table({"n": [number]})}


def prepare() -> None:
    """Leave a mark in the worker."""
    os.environ[PREPARED] = "yes"


def double(tables: Tables, times: int = 2) -> Tables:
    """Return the number, some times over."""
    return {"n": pa.table({"n": [times * tables["n"]["n"][0].as_py()]})}


def unchanged(tables: Tables) -> Tables:
    """Return what came."""
    return tables


def told(tables: Tables) -> Tables:
    """Return whether the worker was prepared."""
    del tables
    return {"told": pa.table({"told": [os.environ.get(PREPARED, "no")]})}


def names(tables: Tables) -> Tables:
    """Return the names of the tables that came."""
    return {"names": pa.table({"names": list(tables)})}


def fail(tables: Tables) -> Tables:
    """Fail with words of evidence."""
    raise ValueError("Ann Lee 123-45-6789")


def die(tables: Tables) -> Tables:
    """End the worker as a machine short of memory does."""
    os.kill(os.getpid(), signal.SIGKILL)
    return tables


def totals(tables: Tables) -> Tables:
    """Return for each key how many rows met, their sum, and whether they kept their order."""
    left, right = tables["left"], tables["right"]
    grouped = left.group_by("key").aggregate([("at", "count"), ("at", "sum"), ("at", "list")])
    rises = [bool(np.all(np.diff(at) > 0)) for at in grouped["at_list"].to_pylist()]
    rows = grouped.select(["key", "at_count", "at_sum"]).append_column("rises", pa.array(rises, pa.bool_()))
    met = rows.append_column("met", pc.is_in(rows["key"], right["key"]))
    return {"totals": met, "right": right}


class EngineContract:
    """Inherit it as ``Test...`` with a fixture ``engine`` whose workers are prepared by :func:`prepare`."""

    def test_results_come_in_the_order_of_the_batches(self, engine: Engine) -> None:
        made = list(engine.map_batches(partial(double, times=3), numbers(3, 1, 2, *range(4, 30)), "link"))
        assert [key for key, _ in made] == [f"part {n}" for n in (3, 1, 2, *range(4, 30))]
        assert [tables["n"]["n"].to_pylist() for _, tables in made] == [[3 * n] for n in (3, 1, 2, *range(4, 30))]

    def test_nothing_gives_nothing(self, engine: Engine) -> None:
        assert list(engine.map_batches(double, numbers(), "link")) == []

    def test_tables_come_back_as_they_went(self, engine: Engine) -> None:
        tables = {
            "kinds": pa.table(
                {
                    "text": pa.array(["Zoë", "", None], pa.string()),
                    "large": pa.array([b"\0\xff", None, b""], pa.large_binary()),
                    "whole": pa.array([1 << 62, None, -1], pa.int64()),
                    "parts": pa.array([0.1, None, -0.0], pa.float64()),
                    "lists": pa.array([["a", "b"], [], None], pa.list_(pa.string())),
                    "days": pa.array([0, None, 20_000], pa.date32()),
                }
            ),
            "empty": pa.table({"a": pa.array([], pa.list_(pa.int32()))}),
            "wide": pa.table({"bytes": [os.urandom(12_000_000)]}),
        }
        ((_, back),) = engine.map_batches(unchanged, [("one", tables)], "link")
        assert list(back) == list(tables)
        assert all(back[name].schema.equals(table.schema) for name, table in tables.items())
        assert [table_sha256(back[name]) for name in tables] == [table_sha256(table) for table in tables.values()]

    def test_workers_are_prepared_before_they_see_a_table(self, engine: Engine) -> None:
        assert {t["told"]["told"][0].as_py() for _, t in engine.map_batches(told, numbers(1, 2), "link")} == {"yes"}

    def test_shared_tables_come_with_every_batch(self, engine: Engine) -> None:
        shared = Shared({"all": pa.table({"bytes": [os.urandom(3_000_000)]})})
        for _ in range(2):
            made = list(engine.map_batches(names, numbers(1, 2, 3), "resolve", shared))
            assert [tables["names"]["names"].to_pylist() for _, tables in made] == [["n", "all"]] * 3
        other = Shared({"other": pa.table({"n": [1]})})
        ((_, tables),) = engine.map_batches(names, numbers(1), "resolve", other)
        assert tables["names"]["names"].to_pylist() == ["n", "other"]

    def test_a_fault_is_told_by_kind_and_place_and_never_by_its_words(self, engine: Engine) -> None:
        with pytest.raises(StageFailedError, match=r"stage=link, fault=ValueError, place=engine_contract.py:\d+") as at:
            list(engine.map_batches(fail, numbers(1, 2, 3), "link"))
        assert "Ann" not in "".join(traceback.format_exception(at.value))

    def test_a_worker_that_dies_stops_the_stage_and_the_engine_goes_on(self, engine: Engine) -> None:
        with pytest.raises(StageFailedError, match="stage=link, worker=died"):
            list(engine.map_batches(die, numbers(1, 2, 3), "link"))
        assert len(list(engine.map_batches(double, numbers(1, 2), "link"))) == 2

    def test_batches_are_read_as_workers_come_free(self, engine: Engine) -> None:
        read: list[str] = []

        def noted() -> Iterator[tuple[str, Tables]]:
            for key, tables in numbers(*range(100)):
                read.append(key)
                yield key, tables

        results = engine.map_batches(double, noted(), "link")
        next(results)
        assert len(read) < 50
        assert len(list(results)) == 99

    def test_rows_with_equal_keys_meet_in_their_order(self, engine: Engine) -> None:
        keys = np.random.default_rng(7).integers(-5, _KEYS, _ROWS)
        left = pa.table({"key": keys, "at": np.arange(_ROWS)})
        right = pa.table({"key": np.arange(0, _KEYS, 3)})
        made = engine.shuffle_by("key", totals, {"left": left, "right": right}, "resolve")
        want = totals({"left": left, "right": right})
        assert made["totals"].sort_by("key").equals(want["totals"].sort_by("key"))
        assert made["totals"].schema == want["totals"].schema
        assert made["right"].sort_by("key").equals(right)
        assert all(made["totals"]["rises"].to_pylist())

    def test_a_fault_in_a_shuffle_is_told_alike(self, engine: Engine) -> None:
        table = pa.table({"key": np.arange(10)})
        with pytest.raises(ValueError if isinstance(engine, LocalEngine) else StageFailedError):
            engine.shuffle_by("key", fail, {"rows": table}, "resolve")

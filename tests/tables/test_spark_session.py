"""What is checked before Spark starts, and how it is told to keep nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tocsin.errors import ClusterKeyError, NoSparkError
from tocsin.tables import spark_, spark_session
from tocsin.tables.spark_ import SparkEngine
from tocsin.tables.spark_session import check_installed, default_master, settings


@pytest.fixture
def java(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Make a place for a Java, and PySpark seem installed."""
    monkeypatch.setattr(spark_session, "find_spec", lambda name: name)
    monkeypatch.delenv("PYSPARK_GATEWAY_PORT", raising=False)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    (tmp_path / "bin").mkdir()
    return tmp_path / "bin" / "java"


def says(java: Path, version: str) -> None:
    java.write_text(f"#!/bin/sh\necho '{version}' >&2\n")
    java.chmod(0o700)


def test_a_missing_pyspark_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark_session, "find_spec", lambda name: None)
    with pytest.raises(NoSparkError, match=r"missing=pyspark\] Install tocsin\[spark\] and Java 17"):
        check_installed()


@pytest.mark.parametrize(
    ("version", "found"), [('java version "1.8.0_401"', 8), ('openjdk version "11.0.2" 2019-01-15', 11), ("?", 0)]
)
def test_an_old_java_is_named_with_its_version(java: Path, version: str, found: int) -> None:
    says(java, version)
    with pytest.raises(NoSparkError, match=rf"missing=java, needed=17, found={found}\]"):
        check_installed()


def test_a_new_java_is_taken(java: Path) -> None:
    says(java, 'openjdk version "21.0.4" 2024-07-16')
    check_installed()


def test_other_machines_need_a_key_file_of_32_bytes(
    java: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    says(java, 'openjdk version "17.0.1"')
    made: list[object] = []
    monkeypatch.setattr(spark_, "PrivateFolder", lambda **_: made.append(1))
    short = tmp_path / "short"
    short.write_bytes(b"x" * 31)
    for key_file in (None, short, tmp_path / "none"):
        with pytest.raises(ClusterKeyError):
            SparkEngine("spark://head:7077", key_file)
    assert made == []


def test_the_master_that_spark_submit_settled_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYSPARK_GATEWAY_PORT", raising=False)
    assert default_master(3) == "local[3]"
    monkeypatch.setenv("PYSPARK_GATEWAY_PORT", "1")
    assert default_master(3) == ""


@pytest.mark.parametrize("master", ["local[2]", "spark://head:7077", "yarn", "k8s://https://head", ""])
def test_spark_shows_and_keeps_nothing(master: str, tmp_path: Path) -> None:
    given = settings(master, tmp_path)
    assert given["spark.ui.enabled"] == given["spark.eventLog.enabled"] == "false"
    assert given["spark.io.encryption.enabled"] == "true"
    assert ("spark.authenticate" in given) == (master not in {"spark://head:7077", ""})
    assert not [name for name in given if "secret" in name or "password" in name]
    assert (given.get("spark.local.dir") == str(tmp_path)) == (master == "local[2]")

"""The engine that a run was asked to use."""

from __future__ import annotations

from pathlib import Path

from tocsin.tables.engine import Engine, EngineKind
from tocsin.tables.pool import LocalEngine
from tocsin.vault.process import harden_process


def open_engine(kind: EngineKind, jobs: int, master: str, key_file: Path | None) -> Engine:
    """Return the engine, whose workers harden themselves before they see evidence.

    Args:
        kind: this machine, or Spark.
        jobs: worker processes of this machine.
        master: URL of the Spark cluster; "" for the one that spark-submit settled, else this machine.
        key_file: what all machines of the cluster share.

    Raises:
        NoSparkError, ClusterKeyError
    """
    if kind is EngineKind.SPARK:
        from tocsin.tables.spark_ import SparkEngine
        from tocsin.tables.spark_session import default_master

        return SparkEngine(master or default_master(jobs), key_file, harden_process)
    return local_engine(jobs)


def local_engine(jobs: int) -> Engine:
    """Return the engine of this machine, whose workers harden themselves before they see evidence."""
    return LocalEngine(jobs, harden_process)

"""Running the stages still to do, in order, under one lock; each leaves a checkpoint of the record.

A stage is imported when its turn comes, since the engines of some take longer to import than a small run takes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pyarrow as pa

from tocsin.clock import Clock
from tocsin.errors import NothingToDoError
from tocsin.model.evidence import EvidenceKind
from tocsin.model.incident_file import parse_incident
from tocsin.response.context import RunContext
from tocsin.response.engines import open_engine
from tocsin.response.folder import IncidentFolder
from tocsin.response.progress import Progress
from tocsin.response.stages import Stage, stages_until
from tocsin.tables.engine import Engine, EngineKind


@dataclass(frozen=True)
class RunOptions:
    """What the user asked of a run."""

    until: Stage = Stage.NOTIFY
    jobs: int = 2
    reestimate: bool = False
    weak_jail: bool = False
    engine: EngineKind = EngineKind.DUCKDB
    spark_master: str = ""
    spark_key: Path | None = None


def run_stages(folder: IncidentFolder, options: RunOptions, clock: Clock, progress: Progress) -> str:
    """Run what is still to do up to ``options.until`` and return the checkpoint of the record.

    Raises:
        NothingToDoError: no evidence was added yet.
        LockedError: another process runs stages on this folder.
        NoSparkError, ClusterKeyError: Spark was asked for and cannot be used.
        JailRefusedError: this machine offers no jail and ``weak_jail`` was not asked for.
    """
    if not any(e.kind is not EvidenceKind.LOG for e in folder.evidence()):
        raise NothingToDoError()
    with folder.stage_lock(), _engine(options) as engine:
        pa.set_cpu_count(engine.threads)
        given = folder.given()
        context = RunContext(
            folder=folder,
            incident=parse_incident(folder.incident_toml),
            clock=clock,
            progress=progress,
            jobs=options.jobs,
            engine=engine,
            weak_jail=options.weak_jail,
            reestimate=options.reestimate,
        )
        for stage in stages_until(options.until):
            _runner(stage)(context)
        if options.until is Stage.NOTIFY:
            folder.settle(given)
        return folder.checkpoint()


def _runner(stage: Stage) -> Callable[[RunContext], None]:
    """Return the function of a stage; every stage has a module of its name."""
    run: Callable[[RunContext], None] = import_module(f"tocsin.response.stage_{stage.value}").run
    return run


def _engine(options: RunOptions) -> Engine:
    return open_engine(options.engine, options.jobs, options.spark_master, options.spark_key)

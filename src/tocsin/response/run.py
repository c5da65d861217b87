"""Running the stages still to do, in order, under one lock; each leaves a checkpoint of the record."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tocsin.clock import Clock
from tocsin.errors import NothingToDoError
from tocsin.model.evidence import EvidenceKind
from tocsin.model.incident_file import parse_incident
from tocsin.response import (
    stage_attribute,
    stage_detect,
    stage_duties,
    stage_expose,
    stage_extract,
    stage_link,
    stage_notify,
    stage_resolve,
)
from tocsin.response.context import RunContext
from tocsin.response.engines import open_engine
from tocsin.response.folder import IncidentFolder
from tocsin.response.progress import Progress
from tocsin.response.stages import Stage, stages_until
from tocsin.tables.engine import Engine, EngineKind

_STAGES = {
    Stage.EXTRACT: stage_extract.run,
    Stage.DETECT: stage_detect.run,
    Stage.LINK: stage_link.run,
    Stage.RESOLVE: stage_resolve.run,
    Stage.ATTRIBUTE: stage_attribute.run,
    Stage.EXPOSE: stage_expose.run,
    Stage.DUTIES: stage_duties.run,
    Stage.NOTIFY: stage_notify.run,
}


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
            _STAGES[stage](context)
        if options.until is Stage.NOTIFY:
            folder.settle(given)
        return folder.checkpoint()


def _engine(options: RunOptions) -> Engine:
    return open_engine(options.engine, options.jobs, options.spark_master, options.spark_key)

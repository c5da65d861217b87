"""What every stage of a run is given, and how a stage tells whether its inputs have changed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from tocsin import __version__
from tocsin.clock import Clock
from tocsin.model.incident import Incident
from tocsin.response.folder import IncidentFolder
from tocsin.response.progress import Progress
from tocsin.tables.engine import Engine


@dataclass(frozen=True)
class RunContext:
    """The folder, the facts, the time and the screen."""

    folder: IncidentFolder
    incident: Incident
    clock: Clock
    progress: Progress
    jobs: int
    engine: Engine
    weak_jail: bool = False
    reestimate: bool = False


def fingerprint(*parts: str | bytes) -> str:
    """Return a digest of a stage's inputs; the version belongs to them, so a new version computes anew."""
    digest = hashlib.sha256(__version__.encode())
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()[:32]


def is_fresh(context: RunContext, stage: str, inputs: str) -> bool:
    """Tell whether the stage's whole-table results were made from exactly these inputs."""
    return context.folder.committed_keys(stage) == [inputs]


def replace(context: RunContext, stage: str, inputs: str, tables: Mapping[str, pa.Table], **facts: int | str) -> None:
    """Put the stage's tables in place of its earlier ones, in one step, keyed by their inputs."""
    rows = {f"{name}_rows": table.num_rows for name, table in tables.items()}
    earlier = sorted(context.folder.committed_keys(stage))
    context.folder.commit(stage, inputs, dict(tables), {**rows, **facts}, replaces=earlier)

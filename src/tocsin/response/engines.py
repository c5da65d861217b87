"""The engine that a run was asked to use."""

from __future__ import annotations

from tocsin.tables.engine import Engine
from tocsin.tables.pool import LocalEngine
from tocsin.vault.process import harden_process


def local_engine(jobs: int) -> Engine:
    """Return the engine of this machine, whose workers harden themselves before they see evidence."""
    return LocalEngine(jobs, harden_process)

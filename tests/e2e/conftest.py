"""What the end-to-end tests share: one simulated incident, and one folder of it that nobody disturbed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from simulator import make_incident
from tests.e2e.cases import Case, additions
from tests.e2e.kills import Undisturbed
from tests.e2e.processes import adopt_orphans


@pytest.fixture(scope="session", autouse=True)
def _sees_orphans() -> None:
    adopt_orphans()


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a simulated incident: mailboxes, a library, logs, truth."""
    place = tmp_path_factory.mktemp("simulated")
    make_incident(place, seed=7, people=40, entities=2, mailboxes=2, target_bytes=None, split="tuning")
    return place


@pytest.fixture(scope="session")
def undisturbed(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    """Make a folder of it, add everything, run every stage."""
    case = Case(source, tmp_path_factory.mktemp("undisturbed") / "incident")
    case.begin()
    for addition in additions(source):
        case.add(addition)
    return Undisturbed.of(case, case.run().err)


@pytest.fixture
def undisturbed_folder(undisturbed: Undisturbed, tmp_path: Path) -> Path:
    """Copy the folder that nobody disturbed, for a test to change."""
    copy = tmp_path / "copy"
    shutil.copytree(undisturbed.case.folder, copy)
    return copy

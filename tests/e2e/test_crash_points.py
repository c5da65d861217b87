"""Killed before any step that lasts on the disk, an incident folder holds as it lies and ends as if undisturbed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def test_a_kill_before_any_step_harms_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.e2e.crash_points", str(tmp_path / "work")]
    told = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert told.returncode == 0, told.stderr
    *faults, last = told.stdout.splitlines()
    assert faults == []
    assert int(last.removesuffix(" steps")) > 80

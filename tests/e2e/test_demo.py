"""The demonstration, as a person would start it: it ends well, agrees with the truth, and verifies."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def tocsin(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command and return what it printed."""
    command = [sys.executable, "-m", "tocsin", *words]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=300, check=False)


def test_the_demonstration_runs_agrees_with_the_truth_and_verifies(tmp_path: Path) -> None:
    made = tocsin("demo", "d", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert "Doctors or senders listed: 0" in made.stdout
    assert (tmp_path / "d/out/overview.html").stat().st_size > 10_000
    assert list((tmp_path / "d/out/letters").glob("batch-*.pdf"))
    checked = tocsin("verify", "d/incident", "--passphrase-file", "d.passphrase", cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout + checked.stderr

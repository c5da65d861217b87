"""Setting many batches keeps memory flat, although typst itself would keep them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_BATCHES = """
import resource
from tests.notices.incident import letter
from tocsin.notices.letters import letters_pdf

for batch in range(9):
    letters_pdf([letter(first_name=f"N{batch}x{n}") for n in range(60)])
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""
_ONE_BATCH_MB = 60
"""What typst would keep of each batch of this size, and more."""


@pytest.mark.slow
def test_memory_stays_flat_from_batch_to_batch() -> None:
    made = subprocess.run([sys.executable, "-c", _BATCHES], cwd=_ROOT, capture_output=True, text=True, check=True)
    peaks = [int(line) for line in made.stdout.split()]
    assert len(peaks) == 9 and peaks[-1] - peaks[2] < _ONE_BATCH_MB

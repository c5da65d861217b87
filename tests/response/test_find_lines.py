"""`tocsin find --jsonl`: a line for every line, in order, whatever the number of workers."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tocsin.response.find_filter import FindFilter
from tocsin.response.find_lines import find_lines

LINES = b'{"id": 1, "text": "Ann Lee, SSN 536-22-1234"}\n[]\n{"id": 3, "text": "nothing"}\nnonsense\n'


def _answers(jobs: int) -> list[dict[str, object]]:
    sink = io.BytesIO()
    find_lines(io.BytesIO(LINES), sink, FindFilter.of("ssn", 0.0), jobs)
    return [json.loads(line) for line in sink.getvalue().splitlines()]


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_line_is_answered_in_order(jobs: int) -> None:
    found = _answers(jobs)
    assert [row["id"] for row in found] == [1, None, 3, None]
    assert found[0]["spans"] == [{"start": 13, "end": 24, "label": "ssn", "score": 0.9989}]
    assert [row.get("error") for row in found] == [None, "not a JSON object with a text"] * 2


def test_an_interrupt_leaves_no_trace_of_workers(tmp_path: Path) -> None:
    source, told = tmp_path / "in.jsonl", tmp_path / "err.txt"
    source.write_bytes(b'{"id": 1, "text": "Ann Lee, SSN 536-22-1234, called about her claim."}\n' * 200_000)
    command = [sys.executable, "-m", "tocsin", "find", "--jsonl", "--jobs", "2"]
    with source.open("rb") as lines, told.open("wb") as errors:
        process = subprocess.Popen(
            command,
            stdin=lines,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a job in the background does not hear it
        )
        assert process.stdout is not None
        assert process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        process.stdout.close()
        assert process.wait(30) in {130, 141}
    time.sleep(0.2)
    assert "Traceback" not in told.read_text()

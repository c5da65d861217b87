"""Ctrl-C, a second writer, and passphrases that do not fit: each ends with its code, and work goes on after."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.e2e.cases import Case, additions
from tests.e2e.commands import Started, start, tocsin
from tests.e2e.kills import Undisturbed, phase_of, unlike_undisturbed
from tests.e2e.processes import left_behind, standing, wait_until

pytestmark = pytest.mark.slow

PROMPT_SECONDS = 15.0
"""On a machine that does much else; a unit of work takes longer than that on a large incident."""


def begun(case: Case, phase: str) -> Started:
    """Start a run and wait until it is in that phase."""
    started = start(*case.run_words())
    wait_until(lambda: phase_of(started.told()) == phase)
    return started


def test_an_interrupted_run_ends_with_130_and_goes_on_where_it_was(undisturbed: Undisturbed, tmp_path: Path) -> None:
    case, before = Case(undisturbed.case.source, tmp_path / "incident"), standing()
    case.begin()
    for addition in additions(case.source):
        case.add(addition)
    for phase, delay_seconds in (("extract", 0.5), ("detect", 1.0), ("link", 0.0)):
        started = begun(case, phase)
        time.sleep(delay_seconds)
        os.killpg(started.process.pid, signal.SIGINT)
        ended = started.finish(PROMPT_SECONDS)
        assert (ended.code, ended.err.splitlines()[-1][:11]) == (130, "Interrupted"), ended.err
        assert "Traceback" not in ended.err and "TOC-0000" not in ended.err
        assert left_behind(before) == []
    case.run()
    assert unlike_undisturbed(undisturbed, case) == []


def test_one_writer_at_a_time(undisturbed: Undisturbed, undisturbed_folder: Path) -> None:
    case = Case(undisturbed.case.source, undisturbed_folder)
    case.passphrase_file.write_bytes(undisturbed.case.passphrase_file.read_bytes())
    (case.folder.parent / "more.txt").write_text("Dear Ann Lee, your number is 219-09-9999.\n")
    case.do("add", str(case.folder.parent / "more.txt"))
    started = begun(case, "extract")
    os.killpg(started.process.pid, signal.SIGSTOP)  # it holds the folder for as long as this takes
    try:
        (case.folder.parent / "new").write_text("another passphrase\n")
        rekey = case.words("rekey", "--new-passphrase-file", str(case.folder.parent / "new"))
        for words in (case.run_words(), case.words("add", str(case.source / "logs")), rekey):
            refused = tocsin(*words)
            assert (refused.code, "TOC-3006" in refused.err) == (1, True), refused.err
        assert case.tell("status").code == case.tell("export", "counts").code == 0
    finally:
        os.killpg(started.process.pid, signal.SIGCONT)
    assert started.finish().code == 0
    assert case.tell("verify").code == 0


def test_a_passphrase_that_does_not_fit_ends_with_3(undisturbed: Undisturbed, tmp_path: Path) -> None:
    folder = str(undisturbed.case.folder)
    (tmp_path / "wrong").write_text("another passphrase\n")
    env = {name: value for name, value in os.environ.items() if name != "TOCSIN_PASSPHRASE"}
    wrong_file = tocsin("status", folder, "--passphrase-file", str(tmp_path / "wrong"), env=env)
    wrong_variable = tocsin("verify", folder, env=env | {"TOCSIN_PASSPHRASE": "another"})
    none = tocsin("run", folder, env=env)
    right = tocsin(
        "status", folder, env=env | {"TOCSIN_PASSPHRASE": undisturbed.case.passphrase_file.read_text().strip()}
    )
    assert [ended.code for ended in (wrong_file, wrong_variable, none, right)] == [3, 3, 3, 0]
    assert "TOC-3002" in wrong_file.err and "TOC-3002" in wrong_variable.err and "TOC-3001" in none.err

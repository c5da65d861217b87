"""Killed at any moment, an incident comes out as if nobody had disturbed it.

Nine kills, three a run, reach every phase; ``TOCSIN_E2E_KILLS=60 make e2e`` makes it sixty kills in twenty runs.
``python -m benchmarks.kills`` does the same to an incident of any size, one kill a run.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.e2e.cases import Case, additions
from tests.e2e.commands import start
from tests.e2e.kills import PHASES, Undisturbed, chains, killed_runs, moments, unlike_undisturbed
from tests.e2e.processes import Seen, left_behind, living_below, standing, wait_until

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("TOCSIN_E2E_KILLS", "9"))


def test_killed_runs_end_as_the_undisturbed_one(undisturbed: Undisturbed, tmp_path: Path) -> None:
    assert accounts_for_all(undisturbed)
    stories = list(killed_runs(undisturbed, chains(moments(KILLS), max(1, KILLS // 3)), tmp_path))
    assert [fault for story in stories for fault in story.faults] == []
    assert {kill.hit for story in stories for kill in story.kills} >= set(PHASES)
    assert {kill.wanted.is_group for story in stories for kill in story.kills} == {True, False}


def accounts_for_all(undisturbed: Undisturbed) -> bool:
    """Tell whether the undisturbed folder is sound itself and found people: else nothing is shown by equality."""
    return (
        unlike_undisturbed(undisturbed, undisturbed.case) == []
        and undisturbed.outcome.files["people.csv"].count(b"\n") > 30
    )


def test_a_run_whose_children_are_struck_down_ends_as_the_undisturbed_one(
    undisturbed: Undisturbed, tmp_path: Path
) -> None:
    case, before = Case(undisturbed.case.source, tmp_path / "incident"), standing()
    case.begin()
    for addition in additions(case.source):
        case.add(addition)
    running = start(*case.run_words())
    strike(lambda: reading(running.process.pid))
    strike(lambda: working(running.process.pid))
    ended = running.finish()
    assert (ended.code, "TOC-4001" in ended.err, "Traceback" in ended.err) == (1, True, False)
    assert left_behind(before) == []
    case.run()
    assert unlike_undisturbed(undisturbed, case) == []


def reading(pid: int) -> list[Seen]:
    """Return the jailed processes that read a document just now: forks of a reader, with its command line."""
    below = living_below(pid)
    words = {one.pid: one.read("cmdline") for one in below}
    readers = {one for one, told in words.items() if b"readers.child" in told and b"--unshare-all" not in told}
    return [one for one in below if one.pid in readers and one.parent in readers]


def working(pid: int) -> list[Seen]:
    """Return the workers that a stage has started."""
    return [one for one in living_below(pid) if b"multiprocessing.spawn" in one.read("cmdline")]


def strike(find: Callable[[], list[Seen]]) -> None:
    """Kill every process of a kind, once there is one."""

    def has_struck() -> bool:
        found = find()
        for one in found:
            with suppress(ProcessLookupError):
                os.kill(one.pid, signal.SIGKILL)
        return bool(found)

    wait_until(has_struck, 300)

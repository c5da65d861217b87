"""Runs killed with SIGKILL at chosen moments and started again until they finish.

A moment is a phase (``add``, or a stage of the run) and a fraction of the seconds that phase takes undisturbed. The
phase a kill really hit is read from the lines that the command had told until then.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.e2e.cases import Addition, Case, FailedError, additions
from tests.e2e.commands import PATIENCE_SECONDS, Started, start
from tests.e2e.outcomes import Outcome, accounting_faults, leftover_files, outcome_of, record_faults, same_day
from tests.e2e.processes import left_behind, standing

PHASES = ("extract", "detect", "link", "add", "resolve", "attribute", "expose", "duties", "notify")
_IN_ORDER = ("add", "extract", "detect", "link", "resolve", "attribute", "expose", "duties", "notify")
_BEGINS = re.compile(r"(\w+)(?:: [\d.,]+ \w+ to do| \.\.\.)$")
_GLANCE_SECONDS = 0.001
_ENDS = re.compile(r"(\w+): done in ([\d.]+) s")


@dataclass(frozen=True)
class Moment:
    """When to kill."""

    phase: str
    fraction: float
    """Of the seconds the phase takes undisturbed; above 1: so long after it began, in whatever follows."""
    is_group: bool
    """Kill the whole process group, or only the process that was started."""


@dataclass(frozen=True)
class Kill:
    """A kill that was done."""

    wanted: Moment
    hit: str
    """The phase that had begun and not ended; between phases ``after PHASE``; ``start`` before the first."""

    def __str__(self) -> str:
        whom = "group" if self.wanted.is_group else "process"
        return f"{whom} at {self.wanted.phase} {self.wanted.fraction:.2f}: hit {self.hit}"


@dataclass
class Story:
    """What happened to one folder that was killed and started again."""

    case: Case
    kills: list[Kill] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Undisturbed:
    """A finished folder, what came of it, and how long each phase took."""

    case: Case
    outcome: Outcome
    seconds: Mapping[str, float]

    @classmethod
    def of(cls, case: Case, told: str) -> Undisturbed:
        """Return it for a finished folder and what its run told."""
        return cls(case, outcome_of(case), phase_seconds(told))


def moments(number: int) -> list[Moment]:
    """Return so many moments, spread over every phase and over the length of each (van der Corput's sequence).

    Example:
        >>> [(one.phase, one.fraction) for one in moments(10)][::9]
        [('extract', 0.5), ('extract', 0.25)]
    """
    spread = (
        Moment(phase, _corput(turn), is_group=(turn + place) % 2 == 0)
        for turn in count(1)
        for place, phase in enumerate(PHASES)
    )
    return list(islice(spread, number))


def chains(given: Sequence[Moment], runs: int) -> list[list[Moment]]:
    """Deal moments to so many runs; each run meets its own in the order of phases."""
    dealt = [sorted(given[n::runs], key=lambda one: _IN_ORDER.index(one.phase)) for n in range(runs)]
    return [chain for chain in dealt if chain]


def phase_seconds(told: str) -> dict[str, float]:
    """Return how long each phase took, from what an undisturbed command told."""
    return {match[1]: float(match[2]) for match in map(_ENDS.match, told.splitlines()) if match}


def phase_of(lines: Sequence[str]) -> str:
    """Return where a command was when it had told these lines.

    Example:
        >>> phase_of(["extract: 2.3 MB to do"]), phase_of(["resolve ...", "resolve: done in 0.2 s"]), phase_of([])
        ('extract', 'after resolve', 'start')
    """
    where = "start"
    for line in lines:
        if begun := _BEGINS.match(line):
            where = begun[1]
        elif ended := _ENDS.match(line):
            where = f"after {ended[1]}"
    return where


def killed_runs(undisturbed: Undisturbed, plan: Sequence[Sequence[Moment]], place: Path) -> Iterator[Story]:
    """Yield the story of one new folder below ``place`` for each chain of moments.

    A phase of which every kill came too late (a stage may take a hundredth of a second) gets up to three more runs,
    killed as soon as it begins.
    """
    hit: set[str] = set()
    wanted = {moment.phase for chain in plan for moment in chain}
    runs = 0
    while runs < len(plan) + 3:
        chain = plan[runs] if runs < len(plan) else chains(_at_once(wanted - hit), 1)[0]
        runs += 1
        story = killed_run(undisturbed, chain, Case(undisturbed.case.source, place / f"killed-{runs:03d}"))
        hit |= {kill.hit for kill in story.kills}
        yield story
        if runs >= len(plan) and wanted <= hit:
            return


def killed_run(undisturbed: Undisturbed, chain: Sequence[Moment], case: Case) -> Story:
    """Make the folder, add and run; kill at each moment of the chain, start again, and let the last run finish.

    After each kill the record must hold as it stands and no process may be left; in the end everything must be as if
    nothing had happened.
    """
    case.begin()
    story = Story(case)
    killed_step(story, additions(case.source), chain, undisturbed.seconds)
    story.faults += unlike_undisturbed(undisturbed, case)
    return story


def killed_step(story: Story, given: Sequence[Addition], chain: Sequence[Moment], seconds: Mapping[str, float]) -> None:
    """Add this evidence and run, killed at each moment of the chain and started again; note kills and faults."""
    waiting = list(chain)
    with TemporaryDirectory(prefix="tocsin-e2e-") as place:
        for addition in given:
            _until_done(story, story.case.add_words(addition), waiting, seconds, Path(place))
        _until_done(story, story.case.run_words(), waiting, seconds, Path(place))


def unlike_undisturbed(undisturbed: Undisturbed, case: Case) -> list[str]:
    """Return how a finished folder differs from the undisturbed one, and whatever else is wrong with it."""
    wanted = same_day(undisturbed.case, undisturbed.outcome)
    faults = [f"export {name} differs" for name in outcome_of(case).unlike(wanted)]
    faults += [f"leftover file {name}" for name in leftover_files(case)]
    return faults + accounting_faults(case) + record_faults(case)


def _at_once(phases: Iterable[str]) -> list[Moment]:
    return [Moment(phase, 0.0, is_group=True) for phase in phases]


def _until_done(
    story: Story, words: Sequence[str], waiting: list[Moment], seconds: Mapping[str, float], place: Path
) -> None:
    """Run a command until it ends well, killed at the moments that belong to it."""
    while waiting and (waiting[0].phase == "add") == (words[0] == "add"):
        moment = waiting.pop(0)
        before = standing()
        hit = _killed_at(start(*words, said_in=place), moment, seconds)
        if hit:
            story.kills.append(Kill(moment, hit))
            wrong = [f"left behind: {line}" for line in left_behind(before)] + record_faults(story.case)
            story.faults += [f"{story.kills[-1]}: {one}" for one in wrong]
    ended = start(*words, said_in=place).finish()
    if ended.code:
        raise FailedError(f"{words[0]} ended with {ended.code}:\n{ended.out}{ended.err}")


def _killed_at(started: Started, moment: Moment, seconds: Mapping[str, float]) -> str:
    """Kill the command at the moment; return what was hit, or nothing if it had ended before."""
    process = started.process
    while process.poll() is None and not _has_begun(started.told(), moment.phase):
        time.sleep(_GLANCE_SECONDS)
    try:
        process.wait(moment.fraction * seconds.get(moment.phase, 0.0))
    except subprocess.TimeoutExpired:
        (os.killpg if moment.is_group else os.kill)(process.pid, signal.SIGKILL)
    was_killed = process.wait(PATIENCE_SECONDS) == -signal.SIGKILL
    return phase_of(started.told()) if was_killed else ""


def _has_begun(lines: Sequence[str], phase: str) -> bool:
    return any(begun[1] == phase for begun in map(_BEGINS.match, lines) if begun)


def _corput(number: int) -> float:
    value, share = 0.0, 0.5
    while number:
        value += share * (number & 1)
        number, share = number >> 1, share / 2
    return value

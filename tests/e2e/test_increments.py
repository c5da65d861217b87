"""More evidence, another folder, another number of workers: ids stay, and equal input gives equal bytes."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.e2e.cases import PASSPHRASE, Case, additions
from tests.e2e.kills import Moment, Story, Undisturbed, killed_step, unlike_undisturbed
from tests.e2e.outcomes import Outcome, outcome_of
from tocsin.clock import SystemClock
from tocsin.errors import UnknownIdError
from tocsin.response.folder import IncidentFolder
from tocsin.response.person_ids import current_id

pytestmark = pytest.mark.slow

FIRST = 1
"""Additions of the first step: one mailbox. The other, the library and the logs come later."""


def people_of(outcome: Outcome) -> set[str]:
    return {row["person_id"] for row in csv.DictReader(io.StringIO(outcome.files["people.csv"].decode()))}


@pytest.fixture(scope="module")
def first_step(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Make a folder with the first evidence only, and run it."""
    case = Case(source, tmp_path_factory.mktemp("first") / "incident")
    case.begin()
    for addition in additions(source)[:FIRST]:
        case.add(addition)
    case.run()
    return case


def copied(case: Case, place: Path) -> Case:
    copy = replace(case, folder=place / "incident")
    shutil.copytree(case.folder, copy.folder)
    shutil.copyfile(case.passphrase_file, copy.passphrase_file)
    return copy


def test_persons_keep_their_ids_and_a_killed_second_step_ends_as_an_undisturbed_one(
    first_step: Case, tmp_path: Path
) -> None:
    before = people_of(outcome_of(first_step))
    whole, story = copied(first_step, tmp_path / "whole"), Story(copied(first_step, tmp_path / "killed"))
    rest = additions(whole.source)[FIRST:]
    for addition in rest:
        whole.add(addition)
    undisturbed = Undisturbed.of(whole, whole.run().err)
    chain = [Moment(phase, 0.3, is_group=phase != "link") for phase in ("extract", "link", "resolve")]
    killed_step(story, rest, chain, undisturbed.seconds)
    assert story.faults + unlike_undisturbed(undisturbed, story.case) == []
    assert len(story.kills) == len(chain)
    after = people_of(undisturbed.outcome)
    assert len(before) > 10 and len(after) > len(before) + 10
    gone = before - after
    assert gone == set(heirs(whole, gone, after))


def heirs(case: Case, gone: set[str], after: set[str]) -> Iterator[str]:
    """Give the ids that a merge gave to a person who is listed: their old id still leads there."""
    with IncidentFolder.open(case.folder, PASSPHRASE, SystemClock()) as folder:
        for person in gone:
            try:
                if current_id(folder, person) in after:
                    yield person
            except UnknownIdError:
                continue


def test_another_folder_and_one_worker_give_the_same_bytes(undisturbed: Undisturbed, tmp_path: Path) -> None:
    alone = Case(undisturbed.case.source, tmp_path / "incident", jobs=1)
    alone.finish()
    assert unlike_undisturbed(undisturbed, alone) == []
    alone.run()  # nothing to do: nothing changes
    assert unlike_undisturbed(undisturbed, alone) == []

"""The four public incidents replayed: which duty was late by how many days, under the law as it then stood."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tocsin.law.counts import counts_of
from tocsin.law.duties import duties_of
from tocsin.law.duty import Duty
from tocsin.model.incident_changes import changed
from tocsin.model.incident_file import incident_of
from tocsin.response.export_format import read_rows

FOLDER = Path(__file__).parent / "incidents"
FILES = sorted(FOLDER.glob("*.yaml"))
Story = dict[str, Any]


def read(file: Path) -> Story:
    story: Story = yaml.safe_load(file.read_text(encoding="utf-8"))
    return story


def replay(story: Story, changes: list[str], law_on: date | None) -> list[Duty]:
    facts = incident_of(changed(tomllib.loads((FOLDER / story["incident"]).read_text(encoding="utf-8")), changes))
    counts = counts_of(read_rows(FOLDER / story["counts"]))
    return duties_of(facts, counts, story["as_of"], law_on)


def check(duties: list[Duty], row: dict[str, Any]) -> None:
    found = [
        duty
        for duty in duties
        if duty.rule_id == row["rule"]
        and duty.covered_entity == row.get("entity", duty.covered_entity)
        and duty.clock_start == row.get("clock", duty.clock_start)
    ]
    assert len(found) == 1, row
    duty = found[0]
    assert duty.due_on == row["due"], (row, duty.why)
    assert duty.clock_start_on == row.get("start", duty.clock_start_on), (row, duty.why)
    assert duty.status == row.get("status", duty.status), (row, duty.why)
    assert duty.days_late == row.get("days_late", duty.days_late), (row, duty.why)
    assert duty.people == row.get("people", duty.people), row
    assert row.get("citation", "") in duty.citation
    assert str(row.get("says", "")) in duty.why, duty.why


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_incident_as_it_was(file: Path) -> None:
    story = read(file)
    assert story["not_public"]
    duties = replay(story, [], None)
    for row in story["expected"]:
        check(duties, row)


@pytest.mark.parametrize(
    ("file", "number"),
    [(file, number) for file in FILES for number in range(len(read(file)["variants"]))],
    ids=lambda value: value.stem if isinstance(value, Path) else str(value),
)
def test_what_would_have_changed_it(file: Path, number: int) -> None:
    story = read(file)
    variant = story["variants"][number]
    duties = replay(story, variant.get("set", []), variant.get("law_on"))
    for row in variant["expected"]:
        check(duties, row)

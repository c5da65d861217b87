"""Every jurisdiction: on, before and after each date in force, at, under and over each threshold, each gate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.law.cases import failures, federal_failures
from tocsin.law.book import law_book
from tocsin.law.laws import Law

FILES = sorted((Path(__file__).parent / "jurisdictions").glob("*.yaml"))


def read(file: Path) -> dict[str, Any]:
    data: dict[str, Any] = yaml.load(
        file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    return data


def test_every_jurisdiction_has_its_cases() -> None:
    assert [file.stem.upper() for file in FILES] == sorted(law_book().states)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_cases_of_a_jurisdiction(file: Path) -> None:
    assert failures(law_book(), read(file)) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_date_in_force_has_a_case_before_and_on_it(file: Path) -> None:
    law: Law = law_book().states[file.stem.upper()]
    cases = {(row["rule"], row["start"]) for row in read(file)["deadlines"]}
    for rule in law.rules:
        for version in rule.versions:
            for day in (version.in_force_from, version.in_force_until):
                if day is not None and not (version.only_if and version.only_if.trait == "no_harm_record"):
                    assert (rule.id, day) in cases, (rule.id, day)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_threshold_has_cases_under_at_and_over_it(file: Path) -> None:
    law: Law = law_book().states[file.stem.upper()]
    cases = {(row["rule"], row["people"]) for row in read(file)["thresholds"]}
    for rule in law.rules:
        for version in rule.versions:
            if version.threshold is not None and version.threshold.n > 1 and version.only_if is None:
                for people in (version.threshold.n - 1, version.threshold.n, version.threshold.n + 1):
                    assert (rule.id, people) in cases, (rule.id, people)


def test_the_cases_of_federal_law() -> None:
    assert federal_failures(law_book(), read(Path(__file__).parent / "federal.yaml")["cases"]) == []

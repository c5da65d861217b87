"""Filings: what each recipient is told, from the facts; what stays open; addenda when numbers change."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.notices.incident import FACTS, incident
from tests.response.made_folder import TODAY, made_folder, person, run_with
from tocsin.errors import UnknownIdError
from tocsin.law.book import law_book
from tocsin.model.incident import CoveredEntity
from tocsin.notices.filings.forms import OPEN, Filed, FilingFacts, form_markdown, open_questions
from tocsin.notices.filings.hhs import hhs_form, log_rows, part2_form
from tocsin.notices.filings.public import entity_report, media_form, website_form
from tocsin.notices.filings.regulators import ANSWERS, Owed, agencies_form, regulator_form
from tocsin.response.filings import filing_facts, record_filed, write_filings

GOLDEN = Path(__file__).parent / "golden"
NAMES = {state: law.name for state, law in law_book().states.items()}


def facts(extra: str = "", **changes: Any) -> FilingFacts:
    own: dict[str, Any] = {
        "incident": incident(extra), "entity": incident().covered_entities[0], "on": TODAY, "people": 26,
        "by_state": {"FL": 20, "MA": 6, "ZZ": 2}, "elements": frozenset({"ssn", "diagnosis", "account_number"}),
        "state_names": NAMES,
    }  # fmt: skip
    return FilingFacts(**{**own, **changes})


def owed(rule_id: str, people: int = 6) -> Owed:
    for law in law_book().laws():
        for rule in law.rules:
            if rule.id == rule_id:
                version = rule.versions[-1]
                return Owed(rule.id, rule.title, version.cite.citation, law.jurisdiction, version.content, None, people)
    raise AssertionError(rule_id)


CASES: dict[str, Callable[[], str]] = {
    "hhs-small": lambda: form_markdown(hhs_form(facts(), date(2026, 3, 1))),
    "hhs-large": lambda: form_markdown(hhs_form(facts(people=812, by_state={"FL": 700, "GA": 112}), date(2025, 2, 14))),
    "hhs-addendum": lambda: form_markdown(
        hhs_form(facts(people=612, filed={"hhs-gulf": Filed(480, date(2025, 2, 1), "T-77", frozenset({"ssn"}))}), None)
    ),
    "part2": lambda: form_markdown(part2_form(facts(part2_people=4), None)),
    "massachusetts": lambda: form_markdown(regulator_form(facts(), owed("us-ma-regulator"))),
    "agencies": lambda: form_markdown(agencies_form(facts(), owed("us-fl-consumer-reporting", 1_200))),
    "media": lambda: form_markdown(media_form(facts(), ["FL"], "45 CFR 164.406(a)", date(2025, 2, 14))),
    "website": lambda: form_markdown(website_form(incident(), incident().covered_entities, facts().elements, 12)),
    "entity-report": lambda: form_markdown(entity_report(facts(), date(2025, 2, 14))),
}


@pytest.mark.parametrize("case", CASES)
def test_what_each_filing_says(case: str, golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / f"{case}.md", CASES[case]())


def test_five_hundred_decides_between_at_once_and_the_yearly_log() -> None:
    for people, size, logged in ((499, "fewer than 500", 1), (500, "500 or more", 0), (0, "fewer than 500", 0)):
        one = facts(people=people)
        assert hhs_form(one, None).answers[0].answer == size
        assert len(log_rows([one])) == logged


def test_what_nobody_told_stays_open() -> None:
    form = hhs_form(facts(), None)
    assert open_questions(form) == form_markdown(form).count(OPEN) > 5
    bare = FilingFacts(incident(), CoveredEntity("x", "X"), TODAY, 1, {}, frozenset())
    assert open_questions(hhs_form(bare, None)) > open_questions(form)


def test_every_content_code_of_the_law_files_has_an_answer() -> None:
    codes = {c for law in law_book().laws() for rule in law.rules for v in rule.versions for c in v.content}
    assert codes == set(ANSWERS)


def test_an_addendum_names_the_number_before_and_the_new_kinds() -> None:
    notes = " ".join(
        hhs_form(
            facts(people=612, filed={"hhs-gulf": Filed(480, date(2025, 2, 1), "T-77", frozenset({"ssn"}))}), None
        ).notes
    )
    assert "480 individuals were reported on 2025-02-01; today there are 612" in notes
    assert "has reached 500" in notes and "diagnosis" in notes


def _entity_people(count: int, **changes: Any) -> list[dict[str, Any]]:
    return [person(n, first_name=f"P{n}", ssn="", **changes) for n in range(1, count + 1)]


def test_all_that_is_owed_is_written_and_only_that(tmp_path: Path) -> None:
    people = [
        *_entity_people(3, state="MA"),
        person(8, first_name="Q", state="LA", covered_entities="blue"),
        person(9, first_name="R", address_1="", elements="substance_use"),
        person(10, first_name="E", roles="employee"),
    ]
    with made_folder(tmp_path) as folder:
        run_with(folder, people)
        write_filings(folder, tmp_path / "out", TODAY)
        found = {one.entity.key: one for one in filing_facts(folder, TODAY)}
    names = {path.stem for path in (tmp_path / "out").glob("*.md")}
    assert {"hhs-gulf", "hhs-blue", "part2-gulf", "report-gulf", "substitute-gulf", "us-ma-regulator-gulf"} <= names
    assert not {"us-ma-regulator-blue", "media-gulf", "part2-blue", "website"} & names
    assert (found["gulf"].people, found["blue"].people, found["gulf"].without_address) == (4, 1, 1)
    assert sum(found["gulf"].by_state.values()) == 5
    with (tmp_path / "out/filings.csv").open(encoding="utf-8") as file:
        assert {row["form"] for row in csv.DictReader(file)} == names
    with (tmp_path / "out/hhs-log.csv").open(encoding="utf-8") as file:
        assert [row["individuals"] for row in csv.DictReader(file)] == ["4", "1"]
    assert (tmp_path / "out/names-la-blue.csv").read_text(encoding="utf-8").splitlines() == ["name", "Q Lee"]


def test_later_numbers_make_an_addendum_of_what_was_filed(tmp_path: Path) -> None:
    with made_folder(tmp_path) as folder:
        run_with(folder, _entity_people(2))
        record_filed(folder, "hhs-gulf", TODAY, "A. Counsel", "T-77")
        with pytest.raises(UnknownIdError):
            record_filed(folder, "hhs-nobody", TODAY, "A. Counsel", "")
        run_with(folder, _entity_people(3))
        write_filings(folder, tmp_path / "out", TODAY)
    page = (tmp_path / "out/hhs-gulf.md").read_text(encoding="utf-8")
    assert "(addendum)" in page and "T-77" in page
    assert "2 individuals were reported on 2025-02-20; today there are 3." in page


def test_one_covered_entity_that_was_breached_itself_reports_for_itself(tmp_path: Path) -> None:
    alone = FACTS.split("[[covered_entity]]")[0].replace("business_associate", "covered_entity")
    with made_folder(tmp_path, alone + '[protection]\nphone="800-555-0100"\n') as folder:
        run_with(folder, _entity_people(2, covered_entities=""))
        (one,) = filing_facts(folder, TODAY)
        write_filings(folder, tmp_path / "out", TODAY)
    assert (one.people, one.entity.name) == (2, "Example Oncology Network")
    page = (tmp_path / "out/hhs-unknown.md").read_text(encoding="utf-8")
    assert "[x] Covered entity filing for itself" in page and "Business associate: name" not in page
    assert not list((tmp_path / "out").glob("report-*"))


def test_a_vendor_of_health_records_reports_to_the_trade_commission(tmp_path: Path) -> None:
    vendor = FACTS.replace('key="gulf"', 'key="gulf"\nregime="ftc"')
    with made_folder(tmp_path, vendor) as folder:
        run_with(folder, _entity_people(3))
        write_filings(folder, tmp_path / "out", TODAY)
    names = {path.stem for path in (tmp_path / "out").glob("*.md")}
    assert "us-ftc-small-gulf" in names and "hhs-gulf" not in names

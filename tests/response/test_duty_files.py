"""Duties as files: the calendar, the picture, and the text with its trace."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tocsin.errors import TableFileError
from tocsin.law.counts import Count
from tocsin.law.duties import duties_of
from tocsin.law.duty import Duty, DutyStatus
from tocsin.model.incident import Incident
from tocsin.model.incident_file import parse_incident
from tocsin.response.duty_files import duties_ics, duties_svg, write_duties
from tocsin.response.duty_rows import changes_text, duties_text, strictest

AS_OF = date(2025, 2, 1)
TOML = """
[incident]
id = "i"
title = "Mail, & more"
organization = "Clinic; North"
role = "covered_entity"
kind = "email"
state = "FL"
[timeline]
discovered_on = {found}
"""


def facts(found: str = "2025-01-10") -> Incident:
    return parse_incident(TOML.format(found=found).encode())


def duties(found: str = "2025-01-10") -> list[Duty]:
    return duties_of(facts(found), [Count("*", "FL", "patient", frozenset({"ssn", "diagnosis"}), 600)], AS_OF)


def test_the_calendar_has_an_entry_for_each_open_duty_with_a_day_in_lines_of_75_octets() -> None:
    told = duties_ics(duties(), AS_OF)
    dated = [duty for duty in duties() if duty.is_open and duty.due_on]
    assert told.count("BEGIN:VEVENT") == told.count("END:VEVENT") == len(dated) > 0
    assert "DTSTART;VALUE=DATE:20250311" in told and "DTEND;VALUE=DATE:20250312" in told
    lines = told.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines) and lines[-1] == ""
    whole = told.replace("\r\n ", "")
    assert "600 individuals\\; the rule asks for 500 or more" in whole
    assert told == duties_ics(duties(), AS_OF)


def test_the_picture_is_well_formed_and_leaves_out_what_is_lifted() -> None:
    tree = ElementTree.fromstring(duties_svg(duties(), facts(), AS_OF))
    assert tree.tag.endswith("svg") and "Mail, & more" in tree[0].text  # type: ignore[operator]
    assert "us individuals due" in tree.attrib["aria-label"]
    assert "us-fl individuals due" not in tree.attrib["aria-label"]


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet", ".jsonl", ".json", ".ics", ".svg"])
def test_every_ending_is_written_whole(tmp_path: Path, ending: str) -> None:
    write_duties(duties(), facts(), AS_OF, tmp_path / f"duties{ending}")
    assert [path.name for path in tmp_path.iterdir()] == [f"duties{ending}"]


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableFileError):
        write_duties(duties(), facts(), AS_OF, tmp_path / "duties.doc")


def test_the_text_tells_each_step_of_the_trace_or_leaves_all_out() -> None:
    told = duties_text(duties(), AS_OF, with_trace=True)
    assert "arithmetic  2025-01-10 + 60 calendar days = 2025-03-11." in told
    assert "arithmetic" not in duties_text(duties(), AS_OF, with_trace=False)
    assert duties_text([], AS_OF, with_trace=True).startswith("No duties")


def test_the_strictest_is_a_view_of_one_duty_for_each_entity_and_recipient() -> None:
    seen = strictest(duties())
    assert len({(duty.covered_entity, duty.recipient) for duty in seen}) == len(seen)
    for duty in seen:
        rivals = [d for d in duties() if (d.covered_entity, d.recipient) == (duty.covered_entity, duty.recipient)]
        assert duty.due_on == min(d.due_on for d in rivals if d.is_open and d.due_on)


def test_what_was_met_in_time_does_not_hide_what_is_still_due() -> None:
    first = next(duty for duty in duties() if duty.is_open and duty.due_on)
    later = first._replace(due_on=date(2030, 1, 1), clock_start="another")
    met = first._replace(status=DutyStatus.MET)
    assert strictest([met, later]) == [later]
    assert strictest([first, later]) == [first]


def test_two_rows_of_one_rule_are_told_apart_by_their_clock() -> None:
    duty = duties()[0]._replace(clock_start="discovery_if_agent")
    line = duties_text([duty], AS_OF, with_trace=False).splitlines()[-1]
    assert duty.rule_id in line and line.endswith("(discovery if agent)")


def test_a_what_if_tells_what_moves_comes_and_goes() -> None:
    told = changes_text(duties(), duties("2025-01-03"))
    assert "2025-03-04" in told and "was: 2025-03-11" in told
    assert changes_text(duties(), duties()) == "What the changed facts change:\nnothing\n\n"
    assert "(gone)" in changes_text(duties(), []) and "(new)" in changes_text([], duties())

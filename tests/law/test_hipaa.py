"""HIPAA duties on hand-computed incidents, among them the public ones."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.errors import IncidentFileError, TableFileError
from tocsin.law.counts import Count, count_people, count_rows, counts_of
from tocsin.law.duties import duties_of
from tocsin.law.duty import Duty, DutyStatus
from tocsin.model.incident import Incident
from tocsin.model.incident_file import parse_incident

BASE = """
[incident]
id = "x"
title = "X"
organization = "Example Network"
role = "{role}"
kind = "email"
state = "TN"
"""
ENTITY = """
[[covered_entity]]
key = "gulf"
name = "Gulf Coast Oncology"
"""


def incident(extra: str = "", role: str = "business_associate", entity: str = "agent = false") -> Incident:
    body = BASE.format(role=role) + extra + (ENTITY + entity if entity is not None else "")
    return parse_incident(body.encode())


def counts(**by_state: int) -> list[Count]:
    return [Count("gulf", state, "patient", frozenset({"ssn"}), n) for state, n in by_state.items()]


def federal(facts: Incident, people: list[Count] | None, as_of: date) -> list[Duty]:
    return [duty for duty in duties_of(facts, people, as_of) if duty.jurisdiction == "us"]


def by_rule(duties: list[Duty]) -> dict[str, Duty]:
    return {duty.rule_id: duty for duty in duties}


AS_OF = date(2025, 1, 1)


def test_a_business_associate_that_found_it_on_the_16th_had_60_days() -> None:
    facts = incident("[timeline]\ndiscovered_on = 2024-12-16\nentities_told_on = 2025-06-13\n")
    duty = by_rule(duties_of(facts, counts(FL=10), date(2025, 7, 1)))["us-hipaa-410"]
    assert (duty.due_on, duty.status, duty.days_late) == (date(2025, 2, 14), DutyStatus.LATE, 119)
    assert duty.actor == "Example Network"


def test_a_covered_entity_that_is_told_counts_from_that_day() -> None:
    facts = incident(
        "[timeline]\ndiscovered_on=2024-12-16\nentities_told_on=2025-06-13\nindividuals_told_on=2025-06-27\n"
    )
    duty = by_rule(duties_of(facts, counts(FL=10), date(2025, 7, 1)))["us-hipaa-404"]
    assert (duty.due_on, duty.status, duty.actor) == (date(2025, 8, 12), DutyStatus.MET, "gulf")


def test_an_agents_discovery_is_the_entitys_discovery() -> None:
    facts = incident(
        "[timeline]\ndiscovered_on=2020-12-30\nentities_told_on=2021-07-01\nindividuals_told_on=2021-07-01\n",
        entity="agent = true",
    )
    duty = by_rule(duties_of(facts, counts(NY=10), date(2021, 8, 1)))["us-hipaa-404"]
    assert (duty.due_on, duty.days_late) == (date(2021, 2, 28), 123)


def test_both_clocks_stand_until_agency_is_decided() -> None:
    facts = incident("[timeline]\ndiscovered_on=2024-12-16\nentities_told_on=2025-02-10\n", entity="")
    starts = {d.clock_start: d.due_on for d in duties_of(facts, counts(FL=3), AS_OF) if d.rule_id == "us-hipaa-404"}
    assert starts == {
        "discovery_if_agent": date(2025, 2, 14),
        "discovery_if_not_agent": date(2025, 4, 11),
    }


@pytest.mark.parametrize(
    ("people", "rules"),
    [
        (499, {"us-hipaa-404", "us-hipaa-408c"}),
        (500, {"us-hipaa-404", "us-hipaa-408b"}),
        (501, {"us-hipaa-404", "us-hipaa-408b", "us-hipaa-406"}),
    ],
)
def test_the_thresholds_of_500(people: int, rules: set[str]) -> None:
    facts = incident("[timeline]\ndiscovered_on=2025-01-10\n", role="covered_entity", entity="")
    assert set(by_rule(federal(facts, counts(FL=people), AS_OF))) == rules


def test_media_counts_residents_of_each_state_alone() -> None:
    facts = incident("[timeline]\ndiscovered_on=2025-01-10\n", role="covered_entity", entity="")
    duties = by_rule(duties_of(facts, counts(FL=400, GA=400, ZZ=900), AS_OF))
    assert "us-hipaa-406" not in duties
    assert by_rule(duties_of(facts, counts(FL=501, GA=400), AS_OF))["us-hipaa-406"].people == 501


@pytest.mark.parametrize(("found", "due"), [("2025-07-01", date(2026, 3, 1)), ("2023-07-01", date(2024, 2, 29))])
def test_the_yearly_log_is_due_60_days_after_year_end(found: str, due: date) -> None:
    facts = incident(f"[timeline]\ndiscovered_on={found}\n", role="covered_entity", entity="")
    assert by_rule(duties_of(facts, counts(FL=4), AS_OF))["us-hipaa-408c"].due_on == due


def hold(form: str, received: str, until: str = "") -> str:
    return f'[[hold]]\nagency="FBI"\nform="{form}"\nreceived_on={received}\n' + (f"until_on={until}\n" if until else "")


@pytest.mark.parametrize(
    ("holds", "due"),
    [
        ("", date(2016, 1, 12)),
        (hold("written", "2015-11-13", "2016-03-04"), date(2016, 3, 4)),
        (hold("written", "2015-11-13", "2015-12-20"), date(2016, 1, 12)),
        (hold("oral", "2015-11-13"), date(2016, 1, 12)),
        (hold("oral", "2016-01-05"), date(2016, 2, 4)),
        (hold("oral", "2016-01-05", "2016-06-01"), date(2016, 2, 4)),
        (hold("written", "2016-01-20", "2016-06-01"), date(2016, 1, 12)),
    ],
)
def test_holds(holds: str, due: date) -> None:
    facts = incident(
        f"[timeline]\ndiscovered_on=2015-11-13\nindividuals_told_on=2016-03-04\n{holds}", "covered_entity", ""
    )
    duty = by_rule(duties_of(facts, counts(FL=2213597), date(2016, 4, 1)))["us-hipaa-404"]
    assert (duty.due_on, duty.days_late) == (due, max(0, (date(2016, 3, 4) - due).days))


def test_while_the_hold_lasts_the_duty_is_held() -> None:
    facts = incident(
        "[timeline]\ndiscovered_on=2015-11-13\n" + hold("written", "2015-11-13", "2016-03-04"), "covered_entity", ""
    )
    assert by_rule(duties_of(facts, counts(FL=1), date(2016, 2, 1)))["us-hipaa-404"].status is DutyStatus.HELD


def test_no_discovery_date_is_asked_for_and_never_borrowed() -> None:
    facts = incident("[timeline]\ndetermined_on=2025-05-09\nintrusion_start_on=2024-12-13\n", "covered_entity", "")
    duty = by_rule(duties_of(facts, counts(FL=1), AS_OF))["us-hipaa-404"]
    assert (duty.status, duty.due_on) == (DutyStatus.WAITING_FOR_FACT, None)
    assert "timeline.discovered_on" in duty.why
    assert "2024-12-13" in duty.why


def test_employees_files_are_outside_hipaa() -> None:
    facts = incident("[timeline]\ndiscovered_on=2025-01-10\n", "covered_entity", "")
    assert duties_of(facts, [Count("gulf", "FL", "employee", frozenset(), 900)], AS_OF) == []


def test_people_of_no_entity_wait_for_one() -> None:
    facts = incident("[timeline]\ndiscovered_on=2025-01-10\n")
    duties = duties_of(facts, [Count("unknown", "FL", "patient", frozenset(), 9)], AS_OF)
    assert {d.status for d in duties} == {DutyStatus.WAITING_FOR_FACT}
    assert {d.covered_entity for d in duties} == {"unknown"}


@pytest.mark.parametrize(
    ("extra", "suppressed"),
    [
        ("[safeguards]\nencrypted_at_rest=true\nkey_taken=false\n", True),
        ("[safeguards]\nencrypted_at_rest=true\nkey_taken=true\n", False),
        ('[assessment]\nlow_probability=true\nsigned_by="A. Counsel"\nsigned_on=2025-01-25\n', True),
        ("[assessment]\nlow_probability=true\n", False),
    ],
)
def test_gates(extra: str, suppressed: bool) -> None:
    facts = incident("[timeline]\ndiscovered_on=2025-01-10\n" + extra, "covered_entity", "")
    status = by_rule(duties_of(facts, counts(FL=1), AS_OF))["us-hipaa-404"].status
    assert (status is DutyStatus.SUPPRESSED) is suppressed


def test_before_the_rule_there_was_no_duty() -> None:
    facts = incident("[timeline]\ndiscovered_on=2009-09-22\n", "covered_entity", "")
    assert federal(facts, counts(FL=1), AS_OF) == []
    facts = incident("[timeline]\ndiscovered_on=2009-09-23\n", "covered_entity", "")
    assert federal(facts, counts(FL=1), AS_OF)


def test_a_delegated_duty_names_the_business_associate() -> None:
    facts = incident(
        "[timeline]\ndiscovered_on=2025-01-10\nentities_told_on=2025-01-20\n",
        entity='agent=false\ndelegated=["individuals"]',
    )
    assert by_rule(duties_of(facts, counts(FL=1), AS_OF))["us-hipaa-404"].actor == "Example Network"


@given(st.integers(1, 3000), st.integers(1, 3000))
def test_more_people_never_remove_a_notice(few: int, more: int) -> None:
    facts = incident("[timeline]\ndiscovered_on=2025-01-10\n", "covered_entity", "")
    recipients = [{d.recipient for d in duties_of(facts, counts(FL=n), AS_OF)} for n in sorted((few, more))]
    assert recipients[0] <= recipients[1]


@given(st.dates(date(2010, 1, 1), date(2030, 1, 1)), st.integers(0, 400))
def test_an_earlier_start_never_gives_a_later_deadline(start: date, later: int) -> None:
    ends = []
    for day in (start, start + timedelta(days=later)):
        facts = incident(f"[timeline]\ndiscovered_on={day}\n", "covered_entity", "")
        ends.append(by_rule(duties_of(facts, counts(FL=1), AS_OF))["us-hipaa-408c"].due_on)
    assert ends[0] is not None and ends[1] is not None and ends[0] <= ends[1]


def test_counts_round_trip_and_leave_out_the_untouched() -> None:
    person = {
        "exposure": "touched",
        "state": "FL",
        "roles": "patient",
        "elements": "ssn;diagnosis",
        "covered_entities": "gulf;bay",
    }
    made = count_people([person, {**person, "exposure": "untouched"}])
    assert [(c.covered_entity, c.people) for c in made] == [("*", 1), ("bay", 1), ("gulf", 1)]
    assert counts_of({k: str(v) for k, v in row.items()} for row in count_rows(made)) == made


def test_a_count_that_is_no_number_is_named_by_row() -> None:
    with pytest.raises(TableFileError, match="row=2"):
        counts_of([{"covered_entity": "a", "people": "many"}])


def test_all_faults_of_an_incident_file_are_named_together() -> None:
    with pytest.raises(IncidentFileError) as caught:
        parse_incident(b'[incident]\nid="a"\nrole="boss"\n[timeline]\ndiscovered_on="2024-01-01"\nfound=1\n')
    told = str(caught.value)
    for words in (
        "incident.title is missing",
        "incident.role must be one of",
        "must be a date",
        "timeline.found is not",
    ):
        assert words in told

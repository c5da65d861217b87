"""Traps: where a plausible reading of the law gives a wrong day, a wrong number or no duty at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tocsin.law.calendars import HolidayCalendar
from tocsin.law.counts import Count
from tocsin.law.duties import duties_of
from tocsin.law.duty import Duty, DutyStatus
from tocsin.model.incident import (
    Assessment,
    CoveredEntity,
    Hold,
    HoldForm,
    Incident,
    IncidentKind,
    Met,
    NoHarm,
    OrganizationRole,
    PostalAddress,
    Protection,
    Regime,
    Route,
    Safeguards,
    Timeline,
)

FOUND = date(2026, 3, 2)
SSN, HEALTH = frozenset({"ssn"}), frozenset({"diagnosis"})
BOTH = SSN | HEALTH


def after(days: int) -> date:
    return FOUND + timedelta(days=days)


def clinic(told: int | None = 20, **changes: object) -> Incident:
    """A covered entity that found it on FOUND, concluded a breach the same day and told people some days later."""
    on = after(told) if told is not None else None
    line = Timeline(FOUND - timedelta(days=5), None, FOUND, FOUND, individuals_told_on=on)
    facts = Incident(
        "i", "I", "Clinic", OrganizationRole.COVERED_ENTITY, IncidentKind.DATABASE, "TN", line,
        covered_entities=(CoveredEntity("c", "Clinic"),),
    )  # fmt: skip
    return replace(facts, **changes)  # type: ignore[arg-type]


def vendor(entity: CoveredEntity, **line: date) -> Incident:
    return Incident(
        "i", "I", "Vendor", OrganizationRole.BUSINESS_ASSOCIATE, IncidentKind.VENDOR, "TN",
        Timeline(discovered_on=FOUND, **line), covered_entities=(entity,),
    )  # fmt: skip


def count(state: str, people: int = 10, elements: frozenset[str] = BOTH, group: str = "patient") -> Count:
    return Count("c", state, group, elements, people)


def duties(facts: Incident, *counts: Count, as_of: date = FOUND, law_on: date | None = None) -> dict[str, Duty]:
    made = duties_of(facts, counts, as_of, law_on)
    assert len({(d.rule_id, d.clock_start) for d in made}) == len(made)
    return {duty.rule_id: duty for duty in made}


@pytest.mark.parametrize(
    ("state", "rule", "people", "due"),
    [
        ("MD", "us-md-regulator", 10, after(19)),
        ("CA", "us-ca-regulator", 501, after(35)),
        ("IA", "us-ia-regulator", 501, date(2026, 3, 27)),
        ("LA", "us-la-regulator", 10, after(30)),
        ("OK", "us-ok-regulator", 500, after(80)),
        ("VT", "us-vt-regulator", 10, date(2026, 3, 20)),
        ("DE", "us-de-regulator", 501, after(20)),
        ("NJ", "us-nj-state-police", 10, after(19)),
        ("MT", "us-mt-regulator", 10, after(20)),
    ],
)
def test_duties_that_hang_on_the_letters(state: str, rule: str, people: int, due: date) -> None:
    assert duties(clinic(), count(state, people))[rule].due_on == due


def test_vermont_takes_the_letters_if_they_go_first() -> None:
    assert duties(clinic(told=3), count("VT"))["us-vt-regulator"].due_on == after(3)


def test_before_the_letters_of_the_same_day_is_told_but_not_called_late() -> None:
    same = (Met("c", "us-md", "regulator", after(20)),)
    assert duties(clinic(met=same), count("MD"))["us-md-regulator"].status is not DutyStatus.LATE
    later = (Met("c", "us-md", "regulator", after(21)),)
    facts = clinic(met=later, routes=(Route("us-md", False, "Counsel", FOUND),))
    assert duties(facts, count("MD"))["us-md-regulator"].days_late == 2


@pytest.mark.parametrize("state", ["NY", "IL"])
def test_five_business_days_after_hhs_was_told(state: str) -> None:
    facts = clinic()
    facts = replace(facts, timeline=replace(facts.timeline, hhs_told_on=date(2026, 5, 21)))
    copy = duties(facts, count(state))[f"us-{state.lower()}-hhs-copy"]
    assert copy.due_on == date(2026, 5, 29)  # Memorial Day lies between
    without = duties_of(facts, [count(state)], FOUND, holidays=HolidayCalendar())
    assert next(d for d in without if d.rule_id == copy.rule_id).due_on == date(2026, 5, 28)


def test_new_york_wants_the_copy_even_if_its_own_data_kinds_are_not_there() -> None:
    found = duties(clinic(), count("NY", elements=frozenset({"date_of_birth"})))
    assert "us-ny-hhs-copy" in found and "us-ny-individuals" not in found


def test_oklahomas_lifting_falls_with_a_late_filing() -> None:
    on_time = clinic(met=(Met("c", "us-ok", "regulator", after(80)),))
    assert duties(on_time, count("OK", 500))["us-ok-individuals"].status is DutyStatus.SUPPRESSED
    late = clinic(met=(Met("c", "us-ok", "regulator", after(81)),))
    revived = duties(late, count("OK", 500))["us-ok-individuals"]
    assert revived.status is DutyStatus.MET and "Revived" in revived.why


def test_a_state_duty_revives_on_the_day_hipaa_turns_late() -> None:
    facts = clinic(told=None)
    on_time = duties(facts, count("CT"), as_of=after(60))["us-ct-individuals"]
    late = duties(facts, count("CT"), as_of=after(61))["us-ct-individuals"]
    assert (on_time.status, late.status, late.days_late) == (DutyStatus.SUPPRESSED, DutyStatus.LATE, 1)
    assert on_time.due_on == late.due_on == after(60)


def test_an_entity_exempt_as_such_stays_exempt_when_hipaa_is_late() -> None:
    found = duties(clinic(told=90), count("TN"))["us-tn-individuals"]
    assert found.status is DutyStatus.SUPPRESSED


def test_colorado_keeps_its_thirty_days_beside_hipaa() -> None:
    found = duties(clinic(told=40), count("CO"))["us-co-individuals"]
    assert (found.due_on, found.days_late) == (after(30), 10)


def test_one_ssn_takes_the_breach_out_of_vermonts_hipaa_lane() -> None:
    health_only = duties(clinic(), count("VT", 9, HEALTH))["us-vt-individuals"]
    with_ssn = duties(clinic(), count("VT", 9, HEALTH), count("VT", 1, SSN))["us-vt-individuals"]
    assert (health_only.status, with_ssn.status) == (DutyStatus.SUPPRESSED, DutyStatus.MET)


def test_washingtons_attorney_general_is_on_hipaas_time() -> None:
    assert duties(clinic(), count("WA", 501))["us-wa-regulator"].due_on == after(60)
    outside = replace(clinic(), covered_entities=(CoveredEntity("c", "App", regime=Regime.FTC),))
    assert duties(outside, count("WA", 501))["us-wa-regulator"].due_on == after(30)


def test_maine_needs_counsels_decision_before_hipaa_lifts_anything() -> None:
    facts = clinic(clock={"scope_identified_on": FOUND})
    assert duties(facts, count("ME"))["us-me-individuals"].status is DutyStatus.MET
    decided = replace(facts, routes=(Route("us-me", True, "Counsel", FOUND),))
    assert duties(decided, count("ME"))["us-me-individuals"].status is DutyStatus.SUPPRESSED


def test_georgia_is_shown_as_outside_until_the_entity_is_a_broker() -> None:
    assert duties(clinic(), count("GA"))["us-ga-individuals"].status is DutyStatus.SUPPRESSED
    assert duties(clinic(traits={"information_broker": True}), count("GA"))["us-ga-individuals"].is_open is False
    assert "us-ga-individuals" not in duties(clinic(traits={"information_broker": False}), count("GA"))


def test_employees_files_are_outside_hipaa_and_so_never_lifted() -> None:
    found = duties(clinic(told=None), count("CT", 7, SSN, "employee"), count("CT", 90))
    staff = found["us-ct-individuals"]
    assert (staff.status, staff.people) == (DutyStatus.DUE, 7)
    assert found["us-hipaa-404"].people == 90
    alone = duties(clinic(told=None), count("CT", 7, SSN, "employee"))
    assert "us-hipaa-404" not in alone and alone["us-ct-individuals"].status is DutyStatus.DUE


def test_residence_is_each_persons_own_and_the_unknown_are_asked_for() -> None:
    found = duties(clinic(), count("FL", 3), count("ZZ", 8))
    assert found["us-fl-individuals"].people == 3
    assert (found["us-residence"].people, found["us-residence"].status) == (8, DutyStatus.WAITING_FOR_FACT)


@pytest.mark.parametrize(("residents", "elsewhere", "owed"), [(200, 51, True), (200, 50, False), (251, 0, True)])
def test_north_dakota_counts_individuals_wherever_they_live(residents: int, elsewhere: int, owed: bool) -> None:
    found = duties(clinic(), count("ND", residents), count("MN", elsewhere))
    assert ("us-nd-regulator" in found) is owed


def test_a_threshold_on_which_sources_differ_is_shown_and_waits() -> None:
    app = clinic(covered_entities=(CoveredEntity("c", "App", regime=Regime.FTC),))
    at = duties(app, count("IA", 500))["us-ia-regulator"]
    assert at.status is DutyStatus.WAITING_FOR_FACT and "at least 500" in at.why and at.due_on is not None
    assert duties(app, count("IA", 501))["us-ia-regulator"].status is DutyStatus.DUE
    assert "us-ia-regulator" not in duties(app, count("IA", 499))


def test_an_account_number_counts_with_its_code_on_the_same_person_only() -> None:
    account, code = frozenset({"account_number"}), frozenset({"pin_or_password"})
    assert "us-ca-individuals" not in duties(clinic(), count("CA", 5, account), count("CA", 5, code))
    both = duties(clinic(), count("CA", 5, account | code))["us-ca-individuals"]
    assert both.people == 5 and "Their data that it names: account with code." in both.why


def test_name_and_birth_date_are_enough_in_north_dakota_and_washington() -> None:
    born = frozenset({"date_of_birth"})
    found = duties(clinic(), *(count(state, 5, born) for state in ("ND", "WA", "FL", "TX")))
    states = {d.jurisdiction for d in found.values()} - {"us"}
    assert states == {"us-nd", "us-wa"}


@pytest.mark.parametrize(("state", "months"), [("CT", 24), ("MA", 18), ("DC", 18), ("DE", 12), ("PA", 12), ("CA", 12)])
def test_months_of_protection_and_whether_what_was_offered_is_enough(state: str, months: int) -> None:
    rule = f"us-{state.lower()}-monitoring"
    outside = (CoveredEntity("c", "App", regime=Regime.FTC),)
    for offered in (months - 1, months):
        facts = clinic(covered_entities=outside, protection=Protection("monitoring", offered))
        found = duties(facts, count(state, 5, SSN))[rule]
        assert found.version.months == months
        assert (found.met_on is not None) is (offered >= months)
    assert rule not in duties(clinic(), count(state, 5, HEALTH))


def test_florida_holds_need_writing_and_an_end_and_stop_the_letters_only() -> None:
    hold = Hold("FBI", HoldForm.WRITTEN, FOUND, after(70))
    late = clinic(told=None, holds=(hold,))
    found = duties(late, count("FL", 500), as_of=after(35))
    assert (found["us-fl-individuals"].due_on, found["us-fl-regulator"].due_on) == (after(70), after(30))
    oral = clinic(told=None, holds=(replace(hold, form=HoldForm.ORAL),))
    assert duties(oral, count("FL", 500))["us-fl-individuals"].due_on == after(30)


@pytest.mark.parametrize(
    ("state", "until", "due"),
    [
        ("MD", 60, after(67)),
        ("MD", 10, after(45)),
        ("TN", 10, after(55)),
        ("WI", 60, after(105)),
        ("SD", 60, after(90)),
    ],
)
def test_what_follows_when_a_hold_ends(state: str, until: int, due: date) -> None:
    clock = {"acquisition_learned_on": FOUND}
    facts = clinic(told=None, holds=(Hold("FBI", HoldForm.WRITTEN, FOUND, after(until)),), clock=clock)
    assert duties(facts, count(state))[f"us-{state.lower()}-individuals"].due_on == due


def test_an_open_hold_holds_until_the_agency_clears_it_in_a_state_but_thirty_days_under_hipaa() -> None:
    facts = clinic(told=None, holds=(Hold("FBI", HoldForm.WRITTEN, FOUND),))
    found = duties(facts, count("NY"), as_of=after(200))
    assert found["us-hipaa-404"].days_late == 140
    assert found["us-ny-individuals"].status is DutyStatus.HELD


def test_the_four_factor_assessment_is_no_states_harm_gate() -> None:
    assessment = Assessment(True, "Counsel", FOUND)
    found = duties(clinic(told=None, assessment=assessment), count("FL"), count("TN"))
    assert found["us-hipaa-404"].status is DutyStatus.SUPPRESSED
    assert found["us-fl-individuals"].status is DutyStatus.DUE
    assert "no HIPAA notice is owed" in found["us-fl-individuals"].why


def test_a_no_harm_determination_lifts_one_state_and_brings_its_filing() -> None:
    record = NoHarm("us-fl", "Counsel", after(10), after(12))
    found = duties(clinic(told=None, no_harm=(record,)), count("FL"), count("NY"))
    assert found["us-fl-individuals"].status is DutyStatus.SUPPRESSED
    assert found["us-fl-no-harm-filing"].due_on == after(40)
    assert found["us-hipaa-404"].status is DutyStatus.DUE


def test_texas_health_data_are_not_under_the_encryption_harbor() -> None:
    safe = clinic(told=None, safeguards=Safeguards(encrypted_at_rest=True))
    found = duties(safe, count("TX", 4, SSN), count("TX", 6, HEALTH))
    assert (found["us-tx-individuals"].people, found["us-tx-individuals"].status) == (6, DutyStatus.DUE)
    assert duties(safe, count("TX", 4, SSN))["us-tx-individuals"].status is DutyStatus.SUPPRESSED


def test_substance_use_records_are_asked_about_and_reported_apart() -> None:
    records = frozenset({"substance_use"})
    asked = duties(clinic(told=None), count("FL", 600, records))
    assert asked["us-part2-408b"].status is DutyStatus.WAITING_FOR_FACT
    known = clinic(traits={"part2_records": True})
    known = replace(known, timeline=replace(known.timeline, hhs_told_on=after(30)))
    found = duties(known, count("FL", 499, records), count("FL", 200))
    assert found["us-hipaa-408b"].met_on == after(30)
    assert (found["us-part2-408c"].people, found["us-part2-408c"].met_on) == (499, None)
    before = duties(known, count("FL", 499, records), law_on=date(2026, 2, 15))
    assert not any(rule.startswith("us-part2") for rule in before)


def test_a_vendor_of_health_records_answers_to_the_ftc_and_not_to_hipaa() -> None:
    facts = clinic(covered_entities=(CoveredEntity("c", "App", regime=Regime.FTC),))
    found = duties(facts, count("FL", 500))
    assert {rule for rule in found if rule.startswith("us-ftc")} == {
        "us-ftc-individuals",
        "us-ftc-large",
        "us-ftc-media",
    }
    assert not any(rule.startswith("us-hipaa") for rule in found)
    assert found["us-fl-individuals"].status is DutyStatus.MET


def test_florida_starts_when_the_agent_tells_and_connecticut_with_the_agents_knowledge() -> None:
    entity = CoveredEntity("c", "Clinic", agent=True, told_on=after(12))
    found = duties(vendor(entity), count("FL"), count("CT"))
    assert found["us-fl-individuals"].clock_start_on == after(12)
    assert found["us-ct-individuals"].clock_start_on == FOUND
    open_ = duties(vendor(replace(entity, agent=None)), count("CT"))["us-ct-individuals"]
    assert open_.clock_start_on == after(12) and f"it starts on {FOUND}" in open_.why


def test_a_delegated_state_filing_names_the_business_associate() -> None:
    entity = CoveredEntity("c", "Clinic", agent=False, told_on=after(1), delegated=("state",))
    found = duties(vendor(entity), count("FL", 500))
    assert found["us-fl-regulator"].actor == "Vendor" and found["us-fl-individuals"].actor == "c"


def test_oregons_holder_need_not_tell_the_attorney_general_once_the_entity_has() -> None:
    entity = CoveredEntity("c", "Clinic", agent=False, told_on=after(1))
    facts = vendor(entity)
    assert duties(facts, count("OR", 251))["us-or-vendor-regulator"].status is not DutyStatus.SUPPRESSED
    told = replace(facts, met=(Met("c", "us-or", "regulator", after(2), "us-or-regulator"),))
    assert duties(told, count("OR", 251))["us-or-vendor-regulator"].status is DutyStatus.SUPPRESSED


def test_californias_licensed_facilities_are_asked_for_where_they_sit() -> None:
    here = clinic(covered_entities=(CoveredEntity("c", "C", address=PostalAddress(state="CA")),))
    asked = duties(here, count("CA"))["us-ca-hsc-cdph"]
    assert asked.status is DutyStatus.WAITING_FOR_FACT and "traits.ca_licensed_facility" in asked.why
    there = clinic(covered_entities=(CoveredEntity("c", "C", address=PostalAddress(state="NV")),))
    assert "us-ca-hsc-cdph" not in duties(there, count("CA"))
    licensed = replace(here, traits={"ca_licensed_facility": True}, clock={"detected_on": FOUND})
    assert duties(licensed, count("CA"))["us-ca-hsc-cdph"].due_on == date(2026, 3, 23)


def test_a_wisconsin_entity_owes_notice_to_every_subject() -> None:
    seated = clinic(covered_entities=(CoveredEntity("c", "C", address=PostalAddress(state="WI"), regime=Regime.FTC),))
    assert duties(seated, count("OH", 5), count("WI", 1))["us-wi-individuals"].people == 6
    assert duties(seated, count("OH", 5))["us-wi-individuals"].people == 5
    away = clinic(covered_entities=(CoveredEntity("c", "C", address=PostalAddress(state="OH"), regime=Regime.FTC),))
    assert "us-wi-individuals" not in duties(away, count("OH", 5))


def test_oklahoma_names_the_day_of_the_determination() -> None:
    facts = clinic()
    line = replace(facts.timeline, discovered_on=date(2025, 12, 20), determined_on=date(2026, 1, 1))
    assert "us-ok-regulator" in duties(replace(facts, timeline=line), count("OK", 500))
    line = replace(line, determined_on=date(2025, 12, 31))
    assert "us-ok-regulator" not in duties(replace(facts, timeline=line), count("OK", 500))


def test_the_status_day_never_chooses_the_law() -> None:
    facts = clinic()
    line = replace(facts.timeline, discovered_on=date(2024, 12, 20))
    made = duties(replace(facts, timeline=line), count("NY"), as_of=date(2026, 6, 1))["us-ny-individuals"]
    assert made.due_on is None
    replayed = duties(replace(facts, timeline=line), count("NY"), law_on=date(2026, 6, 1))["us-ny-individuals"]
    assert replayed.due_on == date(2025, 1, 19)


def test_one_row_for_each_actor_entity_and_rule_never_collapsed() -> None:
    entities = tuple(CoveredEntity(key, key, agent=False, told_on=after(1)) for key in ("c", "d"))
    facts = replace(vendor(entities[0]), covered_entities=entities)
    counts = [count("FL", 500), replace(count("FL", 500), covered_entity="d")]
    made = [(d.actor, d.covered_entity, d.rule_id) for d in duties_of(facts, counts, FOUND)]
    assert len(set(made)) == len(made)
    assert {entity for _, entity, rule in made if rule == "us-fl-regulator"} == {"c", "d"}


def test_without_counts_the_states_wait_for_them() -> None:
    found = {d.rule_id: d for d in duties_of(clinic(), None, FOUND)}
    assert found["us-residence"].status is DutyStatus.WAITING_FOR_FACT
    assert "counts" in found["us-residence"].why


def test_a_law_that_the_records_do_not_reach_gives_a_row_that_waits_even_for_one_person() -> None:
    facts = clinic()
    facts = replace(facts, timeline=replace(facts.timeline, discovered_on=date(2018, 8, 31)))
    found = duties(facts, count("CO", 1))
    assert found["us-co-regulator-unrecorded"].status is DutyStatus.WAITING_FOR_FACT
    assert "before 2018-09-01 is not in the records" in found["us-co-regulator-unrecorded"].why
    assert "us-co-regulator" not in found

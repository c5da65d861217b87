"""Who works here: counted over all items, in any order, and what it changes for a name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.linking.small_items import Reading, detector, grid, item, mail, read_grid, text
from tocsin.linking.engine import LinkContext, collect_staff, link
from tocsin.linking.staff import MOST, Sight, StaffEvidence, StaffIndex, Standing, is_of_domain, staff_index
from tocsin.model.elements import Role
from tocsin.model.segments import Segment

COUNTS = st.dictionaries(
    st.tuples(st.sampled_from(["ann lee", "gina torres", "dan okafor"]), st.sampled_from(list(Sight))),
    st.integers(1, 5),
)
EMAILS = st.dictionaries(
    st.tuples(st.sampled_from(["ann@a.example", "gina@b.example"]), st.sampled_from(["", "ann lee"])), st.integers(1, 5)
)
EVIDENCE = st.builds(StaffEvidence, COUNTS, EMAILS)


def known(*items: list[Segment], domains: tuple[str, ...] = ("lakeside.example",)) -> StaffIndex:
    """Return who works here by what these items show, each a part of its own."""
    parts = [collect_staff(one, detector().find(one)) for one in items]
    return staff_index(StaffEvidence.merged(parts), domains)


def read(segments: list[Segment], context: LinkContext) -> Reading:
    mentions = detector().find(segments)
    linked = link(segments, mentions, context=context)
    return Reading(segments, mentions, linked.subjects, linked.links)


def written(sender: str, locator: str = "box/9") -> list[Segment]:
    made = mail(sender, "office@lakeside.example", "note", "The meeting is on Friday.\n")
    return item(*(one.body for one in made), locator=locator, places=("header", "body"))


@settings(deadline=None)
@given(st.lists(EVIDENCE, max_size=5).flatmap(lambda many: st.tuples(st.just(many), st.permutations(many))))
def test_evidence_adds_up_in_any_order(pair: tuple[list[StaffEvidence], list[StaffEvidence]]) -> None:
    one, other = (StaffEvidence.merged(many) for many in pair)
    assert one == other and one.to_json() == other.to_json()


@settings(deadline=None)
@given(EVIDENCE)
def test_evidence_comes_back_as_it_was_written(evidence: StaffEvidence) -> None:
    assert StaffEvidence.from_json(evidence.to_json()) == evidence


def test_the_table_keeps_who_was_seen_in_office_most_often() -> None:
    names = {(f"name {n}", Sight.PROVIDER): 1 for n in range(MOST)} | {("zoe zim", Sight.PROVIDER): 9}
    kept = StaffEvidence.merged([StaffEvidence(names)]).names
    assert len(kept) == MOST and ("zoe zim", Sight.PROVIDER) in kept


def test_a_physician_seen_as_a_patient_is_both() -> None:
    index = staff_index(StaffEvidence({("dan okafor", Sight.PROVIDER): 2, ("dan okafor", Sight.PATIENT): 1}), ())
    assert index.standing("dan okafor") is Standing.BOTH and not index.is_office("dan okafor")


def test_one_signature_makes_nobody_staff_and_three_do() -> None:
    once, often = (staff_index(StaffEvidence({("eve roe", Sight.SIGNATURE): n}), ()) for n in (1, 3))
    assert once.standing("eve roe") is Standing.NONE and often.is_office("eve roe")


def test_who_writes_from_the_practices_domain_works_there() -> None:
    index = known(written("Gina Torres <gina.torres@lakeside.example>"))
    assert index.is_office("gina torres") and index.is_office_email("Gina.Torres@Lakeside.example")


def test_who_writes_from_outside_does_not_work_here() -> None:
    index = known(*(written("Leila Nasser <leila.nasser@gmail.com>", f"box/{n}") for n in range(5)))
    assert index.standing("leila nasser") is Standing.NONE and not index.is_office_email("leila.nasser@gmail.com")


@pytest.mark.parametrize("email", ["ann@lakeside.example.com", "ann@notlakeside.example", "ann"])
def test_a_domain_that_only_looks_alike_is_another(email: str) -> None:
    assert not is_of_domain(email, {"lakeside.example"})


def test_a_clerk_named_in_a_message_is_no_patient() -> None:
    staff = known(written("Gina Torres <gina.torres@lakeside.example>"))
    body = text("Peter Brandt, MRN 4471932, was told by Gina Torres to come back.\n")
    found = read(item(body), LinkContext(staff))
    assert found.listed == {"Peter Brandt"} and found.owners("4471932") == {"Peter Brandt"}


def test_a_clerk_who_is_a_patient_too_is_listed_as_one() -> None:
    staff = known(written("Gina Torres <gina.torres@lakeside.example>"))
    found = read(item(text("Patient: Gina Torres\nDOB: 1/2/1980\nMRN: 4471932\n")), LinkContext(staff))
    assert found["Gina Torres"].role is Role.PATIENT and found.listed == {"Gina Torres"}


def test_the_organizations_own_telephone_and_street_are_no_patients() -> None:
    body = text("Patient: Ann Lee\nDOB: 1/2/1965\nPhone: 813-555-0190\nAddress: 100 Lake Rd, Tampa, FL 33602\n")
    ours = LinkContext(phones=frozenset({"+18135550190"}), streets=frozenset({"100 lake rd"}))
    without, with_ours = read(item(body), LinkContext())["Ann Lee"], read(item(body), ours)["Ann Lee"]
    assert (without.phones, without.address_1) == (("+18135550190",), "100 Lake Rd")
    assert (with_ours.phones, with_ours.address_1, with_ours.date_of_birth) == ((), "", "1965-01-02")


def test_a_list_of_departments_and_extensions_is_of_people_in_office() -> None:
    found = read_grid(
        "Last|First|Dept|Ext",
        "Wojcik|Janelle|Billing|117",
        "Arriaga|Luz|Financial counseling|126",
        "Brandvold|Scott|IT|140",
    )
    assert found.listed == set()
    assert set(found.roles.values()) == {Role.PROVIDER}


def test_employees_in_an_employer_s_plan_are_employees_though_they_write_from_the_office() -> None:
    staff = known(written("Vince Dombrowski <vdombrowski@lakeside.example>"))
    sheet = item(
        grid(
            "ee|plan|tier|dep name|dep dob|dep ssn",
            "Vince Dombrowski|HDHP 3200|EE|||",
            "Leah Stromberg|HDHP 3200|EE+1|Zachary Moon|07-19-2003|742-16-5640",
        )
    )
    found = read(sheet, LinkContext(staff))
    assert found.roles["Vince Dombrowski"] is found.roles["Leah Stromberg"] is Role.EMPLOYEE

"""Who works there is no patient: people on call, on committees, in protocols, and called by one name."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.linking.small_items import EVIDENCE, Reading, detector, grid, item, read_grid, read_text, text
from tocsin.ids import item_id
from tocsin.linking.cues import list_role
from tocsin.linking.engine import LinkContext, collect_staff, link
from tocsin.linking.samples import is_guidance
from tocsin.linking.staff import StaffIndex, staff_index
from tocsin.model.elements import Role
from tocsin.model.evidence import Item, ItemStatus
from tocsin.model.office_lists import is_office_list
from tocsin.model.segments import Segment

SIX = ("Ann", "Luis", "Vera", "Omar", "Rita", "Hugo")
ON_CALL = """
Gerald Hutchins    919-555-0133
Priya Natarajan    919-555-0134
Oscar Delgado      919-555-0135
"""


def read_file(name: str, segments: Sequence[Segment], office: Sequence[str] = ()) -> Reading:
    """Return who is in a file of that name, which nobody sent; ``office`` are folded names of who works there."""
    made = segments[0].item_id
    assert made == item_id(EVIDENCE, name)
    one = Item(made, EVIDENCE, None, name, "text/plain", 1, "", ItemStatus.DONE)
    mentions = detector().find(segments)
    known = staff_index(collect_staff(segments, mentions), [])
    staff = StaffIndex(known.office | frozenset(office), known.patients)
    linked = link(segments, mentions, {made: one}, LinkContext(staff))
    return Reading(list(segments), mentions, linked.subjects, linked.links)


@pytest.mark.parametrize(
    ("name", "above"),
    [
        ("oncall.txt", "ON CALL SCHEDULE\nPatients calling after hours:\n"),
        ("wk2.txt", "HOSPITALIST / ICU CALL\nBadges at the desk.\n"),
        ("hospitalist call feb.txt", "Payroll has the badge numbers.\n"),
    ],
)
def test_who_is_on_call_is_no_patient_and_no_employee_listed(name: str, above: str) -> None:
    found = read_file(name, item(text(above + ON_CALL), locator=name))
    assert not found.listed
    assert set(found.roles) >= {"Gerald Hutchins", "Priya Natarajan", "Oscar Delgado"}


def test_whom_to_call_back_is_a_patient() -> None:
    found = read_file("callbacks.txt", item(text("Patients to call back:\n" + ON_CALL), locator="callbacks.txt"))
    assert found.listed == {"Gerald Hutchins", "Priya Natarajan", "Oscar Delgado"}


def test_a_degree_behind_a_name_outweighs_the_words_above_a_list() -> None:
    found = read_text(
        "Please route urgent patient calls as follows:\n\n"
        "Monday      Alan Perch, MD         919-555-0142\n"
        "Tuesday     Susan Holloway, DO     919-555-0143\n"
        "Wednesday   Oscar Delgado, MD      919-555-0135\n"
    )
    assert not found.listed and found.roles["Alan Perch"] is Role.PROVIDER


def test_members_of_a_committee_are_no_plans_members() -> None:
    rows = grid(
        "Member|Seat|Sep|Oct", "Graham Oster|Chief of Staff|P|P", "Felicia Nwach|Vice chief|P|E",
        "Peter Landrum|Surgery|A|P", "Shelby Crain|Anesthesia|P|P", sheet=True,
    )  # fmt: skip
    assert not read_file("MEC attendance.xlsx", item(rows, locator="MEC attendance.xlsx")).listed


def test_a_committee_may_speak_of_patients() -> None:
    name = "selection committee minutes.txt"
    said = (
        "MULTIDISCIPLINARY SELECTION COMMITTEE\n"
        "1. Isidro Montane (MRN 18498802, b. 7/7/73). 52 yo with cirrhosis. DEFER.\n"
        "2. Otto Kluge (MRN 44310049, b. 6/4/51). Severe pulmonary hypertension. Decline.\n"
    )
    assert read_file(name, item(text(said), locator=name)).listed == {"Isidro Montane", "Otto Kluge"}


def test_a_protocol_names_no_patients() -> None:
    found = read_text(
        "NAUSEA PROTOCOL\n\n1. Ondansetron 8 mg PO q8h\n2. Dexamethasone 4 mg\nCall Oscar Delgado with questions.\n"
    )
    assert not found.listed


def test_a_protocol_that_tells_of_a_patient_lists_that_patient() -> None:
    found = read_text("NAUSEA PROTOCOL\n\nOndansetron 8 mg PO q8h\nGiven to patient Ann Marlow for nausea.\n")
    assert found.listed == {"Ann Marlow"}


@pytest.mark.parametrize(
    ("said", "is_one"),
    [
        ("STANDING ORDERS\nCarboplatin AUC 5 every 21 days.", True),
        ("Policy 12: hand hygiene\nWash.", True),
        ("Protocol B-51\nPatient: Ann Lee\nCarboplatin AUC 5", False),
        ("Seen today. We follow the sepsis bundle.", False),
        ("Hi Dot,\nper policy we refund Ann Lee for her chemo.", False),
        ("Policy # 88-1204\nAnn Lee, breast cancer", False),
        ("Chemo protocol for Ann Lee\nFOLFOX", False),
        ("Standing protocol: acute asthma in clinic\nAlbuterol 2.5 mg", True),
    ],
)
def test_guidance_is_told_by_its_title_and_by_speaking_of_nobody(said: str, is_one: bool) -> None:
    assert is_guidance(said) is is_one


@pytest.mark.parametrize(
    ("said", "office", "is_listed"),
    [
        ("Discussed Odom, pneumonia, on azithromycin with Dr. Lee.\n", "priscilla odom", False),
        ("Discussed Odom, pneumonia, on azithromycin with Dr. Lee.\n", "candy wofford", True),
        ("Mrs. Odom has stage IV colon cancer and takes bevacizumab.\n", "priscilla odom", True),
    ],
)
def test_a_lone_name_of_somebody_in_office_is_no_patients(said: str, office: str, is_listed: bool) -> None:
    """``Mr.`` or ``Mrs.`` before it makes it a patient's all the same."""
    note = item(text(said), locator="note.txt")
    assert read_file("note.txt", note, [office]).listed == ({"Odom"} if is_listed else set())


def test_a_lone_name_says_nothing_where_patients_bear_it_too() -> None:
    index = StaffIndex(frozenset({"priscilla odom", "al ng"}), frozenset({"ruth odom"}))
    assert index.is_part("priscilla") and not index.is_part("odom") and not index.is_part("ng")


def test_a_name_broken_over_two_lines_is_one() -> None:
    found = read_text(
        "Your nurse asked whether Mr. Dwight Hargis may return to rigging. He was seen by Brent\n"
        "Schaeffer, PA-C. He has an L5-S1 herniation with radiculopathy.\n"
    )
    assert "Brent" not in found.roles and found.roles["Brent Schaeffer"] is Role.PROVIDER


def test_a_name_with_five_peoples_numbers_is_the_attendings() -> None:
    rows = [f"Corwin Hale    {100 + n} Elm St Unit {n}, Nashville, TN 37203" for n in range(1, 7)]
    rows += [f"{first} Quintero    9{n} Oak St, Nashville, TN 37203" for n, first in enumerate(SIX)]
    name = "inpatient census.txt"
    listed = read_file(name, item(text("\n".join(rows) + "\n"), locator=name)).listed
    assert listed == {f"{first} Quintero" for first in SIX}


def test_a_patient_of_many_visits_stays_one() -> None:
    rows = [f"Corwin Hale    MRN 4471932    account 88-20{n}41" for n in range(1, 8)]
    name = "visits.txt"
    assert read_file(name, item(text("\n".join(rows) + "\n"), locator=name)).listed == {"Corwin Hale"}


@pytest.mark.parametrize(
    ("title", "is_office"),
    [
        ("Patient sign-in sheet", False),
        ("Portal credentials for patients", False),
        ("Credentials Committee 2/11", True),
        ("Patient phone list", False),
        ("Department phone list", True),
        ("Patient care coordinators", True),
        ("Missed call", False),
        ("Call", False),
        ("Refill calls", False),
        ("Anes call Feb", True),
        ("Payer reps", True),
        ("Who to call (do not give these to patients)", True),
        ("Who called", False),
    ],
)
def test_titles_tell_offices_from_patients(title: str, is_office: bool) -> None:
    assert is_office_list(title) is is_office


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Transport vouchers FEB", Role.PATIENT),
        ("LAPSED FOLLOW-UP", Role.PATIENT),
        ("Living With Metastatic", Role.PATIENT),
        ("hospice and deceased FEB", Role.PATIENT),
        ("lapsed licenses", None),
        ("notes", None),
    ],
)
def test_titles_tell_whom_a_list_is_of(title: str, role: Role | None) -> None:
    assert list_role(title) is role


def test_contacts_with_a_title_are_in_office() -> None:
    found = read_grid(
        "Client|Contact|Title|Phone|Email",
        "CLOS|Renata Falk|Practice manager|931-555-0141|rfalk@cumberlandlaurelonc.example",
        "HRHV|Boyd Carmack|Office manager|423-555-0122|bcarmack@holstonridgeheart.example",
    )
    assert {found.roles[name] for name in ("Renata Falk", "Boyd Carmack")} == {Role.SENDER}


def test_an_emergency_contact_beside_a_patients_number_is_no_office() -> None:
    found = read_grid(
        "MRN|Patient|Title|Contact|Phone",
        "447102|Renata Falk|Mrs|Otto Falk|931-555-0141",
        "447103|Boyd Carmack|Mr|Lena Carmack|423-555-0122",
    )
    assert {"Renata Falk", "Boyd Carmack"} <= found.listed


def test_people_with_forms_of_address_and_a_contact_for_an_emergency_are_no_office() -> None:
    found = read_grid(
        "Title|First Name|Last Name|Phone|Emergency Contact|Diagnosis",
        "Mrs|Renata|Falk|931-555-0141|Otto Falk|CLL",
        "Mr|Boyd|Carmack|423-555-0122|Lena Carmack|melanoma",
    )
    assert {"Renata Falk", "Boyd Carmack"} <= found.listed

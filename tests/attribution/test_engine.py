"""Which entity answers for a subject: the nearest that names one, from the record number out to the only one there is."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.attribution.incident import INCIDENT, LAKESIDE, RIVERBEND, Scene, evidence, grid, header, text, with_only
from tocsin.model.elements import Role
from tocsin.model.incident import CoveredEntity, OrganizationRole
from tocsin.model.results import ATTRIBUTIONS
from tocsin.model.segments import Field, FieldsBody

AT_LAKESIDE = {("lakeside", "record number")}


def test_the_prefix_of_the_record_number_outweighs_all_that_stands_around() -> None:
    scene = Scene()
    item = scene.item(
        "Riverbend Oncology Associates/a.csv",
        grid("Patient|MRN|Clinic", "Ann Lee|LH4482|Riverbend Oncology Associates"),
    )
    assert scene.answer(scene.person(item, row=1, mrns=["LH4482"])) == AT_LAKESIDE


def test_numbers_of_two_entities_make_both_answer() -> None:
    scene = Scene()
    person = scene.person(scene.item("a.csv", grid("Ann Lee|LH4482|RB4410")), row=0, mrns=["LH4482", "RB4410", "5512"])
    assert scene.answer(person) == {("lakeside", "record number"), ("riverbend", "record number")}


def test_the_row_outweighs_the_heading_and_rows_do_not_mix() -> None:
    scene = Scene()
    item = scene.item(
        "a.csv",
        grid(
            "Lakeside Hematology|||",
            "Patient|DOB|Phone|Clinic",
            "Ann Lee|1/2/1965|617-555-0142|Riverbend Oncology Associates",
            "Jose Ortiz|2/5/1961|617-555-0143|",
        ),
    )
    ann, jose = scene.person(item, row=2), scene.person(item, row=3)
    assert scene.answer(ann) == {("riverbend", "same row")}
    assert scene.answer(jose) == {("lakeside", "table heading")}


def test_a_row_that_names_two_has_two_answers() -> None:
    scene = Scene()
    item = scene.item("a.csv", grid("Patient|From|To", "Ann Lee|Lakeside Hematology|Riverbend Oncology Associates"))
    assert scene.answer(scene.person(item, row=1)) == {("lakeside", "same row"), ("riverbend", "same row")}


def test_the_npi_in_a_row_names_the_entity() -> None:
    scene = Scene()
    item = scene.item("a.csv", grid("Patient|Billing NPI", "Ann Lee|1234567893", "Jose Ortiz|1245319599"))
    ann, jose = scene.person(item, row=1), scene.person(item, row=2)
    assert scene.answer(ann) == {("lakeside", "same row")} and scene.answer(jose) == {("riverbend", "same row")}


def test_the_name_of_a_sheet_is_a_heading() -> None:
    scene = Scene()
    item = scene.item("a.xlsx", grid("Patient|DOB", "Ann Lee|1/2/1965"), place="LSH")
    assert scene.answer(scene.person(item, row=1)) == {("lakeside", "table heading")}


def test_titles_of_two_entities_are_no_heading() -> None:
    scene = Scene()
    item = scene.item(
        "a.csv", grid("Lakeside Hematology|", "Riverbend Oncology Associates|", "Patient|DOB", "Ann Lee|1/2/1965")
    )
    assert scene.answer(scene.person(item, row=3)) == set()


LETTER = """Lakeside Hematology
100 Lake Rd

RE: Ann Lee, DOB 1/2/1965

She was seen on 3/2/2024.
"""


def test_a_letterhead_names_the_entity_of_what_follows() -> None:
    scene = Scene()
    item = scene.item("a.txt", text(LETTER))
    assert scene.answer(scene.person(item, start=LETTER.index("Ann Lee"))) == {("lakeside", "heading above")}


def test_the_last_heading_above_counts() -> None:
    written = "Lakeside Hematology\n\nAnn Lee\n\nRiverbend Oncology Associates\n\nJose Ortiz\n"
    scene = Scene()
    item = scene.item("a.txt", text(written))
    ann, jose = (scene.person(item, start=written.index(name)) for name in ("Ann Lee", "Jose Ortiz"))
    assert scene.answer(ann) == {("lakeside", "heading above")} and scene.answer(jose) == {
        ("riverbend", "heading above")
    }


def test_the_paragraph_outweighs_the_heading() -> None:
    written = "Lakeside Hematology\n\nAnn Lee was seen at Riverbend Cancer & Blood.\n"
    scene = Scene()
    item = scene.item("a.txt", text(written))
    assert scene.answer(scene.person(item, start=written.index("Ann"))) == {("riverbend", "same paragraph")}


def test_of_two_in_a_paragraph_the_nearest_counts() -> None:
    written = (
        "From Lakeside Hematology we hear that Ann Lee goes to a clinic far from here, Riverbend Oncology Associates.\n"
    )
    scene = Scene()
    item = scene.item("a.txt", text(written))
    assert scene.answer(scene.person(item, start=written.index("Ann"))) == {("lakeside", "nearest in paragraph")}


def test_what_is_named_below_counts_only_closely() -> None:
    near, far = "Ann Lee\n\nLakeside Hematology\n", "Ann Lee\n\n" + "word " * 400 + "\n\nLakeside Hematology\n"
    scene = Scene()
    one, other = (scene.person(scene.item(f"{n}.txt", text(written)), start=0) for n, written in enumerate((near, far)))
    assert scene.answer(one) == {("lakeside", "named below")}
    assert scene.answer(other) == {("lakeside", "document")}


def test_the_rest_of_the_document_counts_if_it_is_clear() -> None:
    scene = Scene()
    item = scene.item("a.pdf", text("Ann Lee\n"), text("Lakeside Hematology\n\nLSH\n\nRiverbend Oncology Associates\n"))
    assert scene.answer(scene.person(item, start=0)) == {("lakeside", "document")}


def test_a_document_divided_between_two_names_neither() -> None:
    scene = Scene()
    item = scene.item("a.pdf", text("Ann Lee\n"), text("Lakeside Hematology\n\nRiverbend Oncology Associates\n"))
    assert scene.answer(scene.person(item, start=0)) == set()


def test_the_group_of_a_coded_record_is_its_row() -> None:
    fields = (
        Field("PID-5", "LEE^ANN", "", 1), Field("MSH-4", "Lakeside Hematology", "", 1), Field("PID-5", "ORTIZ^JOSE", "", 2),
        Field("MSH-4", "Riverbend Oncology Associates", "", 2),
    )  # fmt: skip
    scene = Scene()
    item = scene.item("a.hl7", FieldsBody(fields))
    ann, jose = scene.person(item, row=1), scene.person(item, row=2)
    assert scene.answer(ann) == {("lakeside", "same row")} and scene.answer(jose) == {("riverbend", "same row")}


def test_the_file_name_outweighs_the_folder_and_the_folder_the_mailbox() -> None:
    scene = Scene(evidence=(evidence("share", "ann@lakeside.example"),))
    named = scene.person(scene.item("LSH/Riverbend Oncology Associates list.txt", text("Ann Lee")), start=0)
    lying = scene.person(scene.item("Riverbend Oncology Associates/list.txt", text("Jose Ortiz")), start=0)
    other = scene.person(scene.item("misc/list.txt", text("Eve Roe")), start=0)
    assert scene.answers() == {
        named: {("riverbend", "file name")},
        lying: {("riverbend", "folder")},
        other: {("lakeside", "mailbox or folder taken")},
    }


def test_the_record_numbers_of_a_document_speak_for_its_other_records() -> None:
    scene = Scene()
    item = scene.item("list.csv", grid("Ann | LH-1", "Jose | LH-2", "Eve |"))
    for row, number in enumerate(("LH-1", "LH-2")):
        scene.person(item, row=row, mrns=(number,))
    assert scene.answer(scene.person(item, row=2)) == {("lakeside", "records around")}


def test_most_files_of_a_folder_speak_for_the_rest_of_it() -> None:
    scene = Scene()
    for number in range(3):
        scene.item(f"old/a/{number}.txt", text("Lakeside Hematology Group"))
    scene.item("old/b/9.txt", text("Riverbend Oncology Associates"))
    near = scene.person(scene.item("old/a/new/list.txt", text("Ann Lee")), start=0)
    divided = scene.person(scene.item("old/b/list.txt", text("Ann Lee")), start=0)
    apart = scene.person(scene.item("list.txt", text("Ann Lee")), start=0)
    assert scene.answers() == {
        near: {("lakeside", "files around")},
        divided: {("lakeside", "files around")},
        apart: set(),
    }


def test_a_folder_divided_between_two_names_neither() -> None:
    scene = Scene()
    for number, name in enumerate(("Lakeside Hematology Group", "Riverbend Oncology Associates")):
        scene.item(f"old/{number}.txt", text(name))
    assert scene.answer(scene.person(scene.item("old/list.txt", text("Ann Lee")), start=0)) == set()


def test_an_entity_deeper_in_the_path_outweighs_one_above() -> None:
    scene = Scene()
    item = scene.item("Riverbend Oncology Associates/LSH/list.txt", text("Ann Lee"))
    assert scene.answer(scene.person(item, start=0)) == {("lakeside", "folder")}


def test_the_sender_of_a_message_answers_before_its_receivers() -> None:
    scene = Scene()
    body = text("Ann Lee, DOB 1/2/1965")
    sent = scene.item("a.eml", header("Gina <gina@lakeside.example>", "Bo <bo@riverbend.example>"), body)
    got = scene.item("b.eml", header("Omar <omar@gmail.com>", "Bo <bo@riverbend.example>"), body)
    one, other = scene.person(sent, start=0, segment=1), scene.person(got, start=0, segment=1)
    assert {entity for entity, _ in scene.answer(one)} == {"lakeside"}
    assert {entity for entity, _ in scene.answer(other)} == {"riverbend"}


def test_an_attachment_asks_the_message_it_came_with() -> None:
    scene = Scene()
    message = scene.item(
        "a.eml", header("Omar <omar@gmail.com>", "x@other.example"), text("The list of Lakeside Hematology.")
    )
    attached = scene.item("a.eml!/list.csv", grid("Patient|DOB", "Ann Lee|1/2/1965"), parent=message)
    assert scene.answer(scene.person(attached, row=1)) == {("lakeside", "message")}


def test_the_mailbox_answers_for_what_nothing_else_names() -> None:
    for box in (
        evidence("box.pst", "ann@riverbend.example"),
        evidence("Riverbend Oncology Associates.pst"),
        evidence("x", "Riverbend Oncology Associates"),
    ):
        scene = Scene(evidence=(box,))
        item = scene.item("Inbox/1", text("Ann Lee"))
        assert scene.answer(scene.person(item, start=0)) == {("riverbend", "mailbox or folder taken")}


def test_what_lies_in_an_archive_asks_the_folder_of_the_archive() -> None:
    scene = Scene()
    archive = scene.item("LSH/old.zip")
    inner = scene.item("LSH/old.zip!/list.txt", text("Ann Lee"), parent=archive)
    assert scene.answer(scene.person(inner, start=0)) == {("lakeside", "folder")}


def test_copies_lend_their_places() -> None:
    scene = Scene()
    first = scene.item("LSH/list.txt", text("Ann Lee"))
    scene.item("Riverbend Oncology Associates/list.txt", copy_of=first)
    assert {entity for entity, _ in scene.answer(scene.person(first, start=0))} == {"lakeside", "riverbend"}


def test_the_reason_is_of_the_first_and_not_of_its_copies() -> None:
    scene = Scene()
    first = scene.item("misc/LSH list.txt", text("Ann Lee"))
    scene.item("LSH/list.txt", copy_of=first)
    assert scene.answer(scene.person(first, start=0)) == {("lakeside", "file name")}


def test_a_copys_place_counts_if_the_first_has_none() -> None:
    scene = Scene()
    first = scene.item("misc/list.txt", text("Ann Lee"))
    scene.item("Riverbend Oncology Associates/list.txt", copy_of=first)
    assert scene.answer(scene.person(first, start=0)) == {("riverbend", "folder")}


def test_what_nothing_names_stays_unknown() -> None:
    scene = Scene()
    person = scene.person(scene.item("misc/list.txt", text("Ann Lee")), start=0)
    assert scene.answer(person) == set()
    assert scene.table().num_rows == 0 and scene.table().schema == ATTRIBUTIONS


def test_the_only_entity_answers_for_what_nothing_names() -> None:
    scene = Scene(incident=with_only(RIVERBEND))
    assert scene.answer(scene.person(scene.item("misc/list.txt", text("Ann Lee")), start=0)) == {
        ("riverbend", "only covered entity")
    }


def test_a_covered_entity_without_others_answers_itself() -> None:
    scene = Scene(incident=with_only(role=OrganizationRole.COVERED_ENTITY))
    assert scene.answer(scene.person(scene.item("a.txt", text("Ann Lee")), start=0)) == {
        ("organization", "only covered entity")
    }


def test_a_business_associate_without_entities_knows_nobody() -> None:
    scene = Scene(incident=with_only())
    assert scene.answer(scene.person(scene.item("a.txt", text("Ann Lee at Lakeside Hematology")), start=0)) == set()


@settings(max_examples=40, deadline=None)
@given(
    st.randoms(use_true_random=False),
    st.lists(st.sampled_from(["LSH", "Riverbend Oncology Associates", "misc"]), min_size=1, max_size=6),
)
def test_answers_do_not_depend_on_the_order_of_items_or_entities(chance: random.Random, folders: list[str]) -> None:
    scene = Scene()
    for number, folder in enumerate(folders):
        body = text(f"Ann Lee\n\n{folder}\n" if number % 2 else "Ann Lee\n")
        scene.person(scene.item(f"{folder}/{number}.txt", body), start=0)
    before = scene.table()
    chance.shuffle(scene.items)
    chance.shuffle(scene.segments)
    scene.incident = with_only(RIVERBEND, LAKESIDE)
    assert scene.table() == before


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["LH1", "RB2", "77"]), st.sampled_from(["LSH", "Riverbend Cancer & Blood", ""])),
        max_size=6,
    )
)
def test_rows_are_sorted_and_say_why(people: list[tuple[str, str]]) -> None:
    scene = Scene()
    item = scene.item("a.csv", grid("MRN|Clinic|Name", *(f"{mrn}|{clinic}|Ann Lee" for mrn, clinic in people)))
    for number, (mrn, _) in enumerate(people):
        scene.person(item, row=number + 1, mrns=[mrn])
    rows = [(r["subject_id"], r["covered_entity"], r["reason"]) for r in scene.table().to_pylist()]
    assert rows == sorted(set(rows)) and all(reason for _, _, reason in rows)
    assert {entity for _, entity, _ in rows} <= {"lakeside", "riverbend"}


PLAN = CoveredEntity("plan", "Network Employee Health Plan", ("Network Plan",))


def test_an_employers_plan_answers_for_those_whom_it_enrols() -> None:
    scene = Scene(incident=replace(INCIDENT, covered_entities=(LAKESIDE, RIVERBEND, PLAN)))
    item = scene.item("HR/benefits/enroll 2025.csv", grid("EE Name|SSN|Dep Name", "Ann Lee|1|Bob Lee"))
    staff, dependent = scene.person(item, row=1, role=Role.EMPLOYEE), scene.person(item, row=1, role=Role.RELATIVE)
    assert scene.answer(staff) == {("plan", "benefits")} and scene.answer(dependent) == {("plan", "benefits")}


def test_an_employment_record_is_its_own_folders_entitys_and_nobodys_for_a_file_name() -> None:
    scene = Scene()
    item = scene.item("Lakeside Hematology/staff.csv", grid("Name|Rate", "Ann Lee|20.00"))
    staff, patient = scene.person(item, row=1, role=Role.EMPLOYEE), scene.person(item, row=1)
    assert scene.answer(staff) == scene.answer(patient) == {("lakeside", "folder")}
    named = scene.item("HR/lakeside hematology staff.csv", grid("Name|Rate", "Bo Roe|20.00"))
    assert scene.answer(scene.person(named, row=1, role=Role.EMPLOYEE)) == set()


def test_a_rare_word_of_a_name_tells_in_a_file_name_only() -> None:
    scene = Scene()
    item = scene.item("riverbend aging 2-28.csv", grid("Patient|Due", "Ann Lee|20.00"))
    assert scene.answer(scene.person(item, row=1)) == {("riverbend", "file name")}
    said = scene.item("a.txt", text("Ann Lee lives by the riverbend"))
    assert scene.answer(scene.person(said, start=0)) == set()


def test_the_folder_of_an_entitys_name_outweighs_whom_a_record_mentions() -> None:
    scene = Scene()
    item = scene.item(
        "Lakeside Hematology/tracker.csv", grid("Name|Note", "Ann Lee|sent to Riverbend Oncology Associates")
    )
    other = scene.item("misc/tracker.csv", grid("Name|Note", "Ann Lee|sent to Riverbend Oncology Associates"))
    assert scene.answer(scene.person(item, row=1)) == {("lakeside", "folder")}
    assert scene.answer(scene.person(other, row=1)) == {("riverbend", "same row")}

"""Forms set as tables: who somebody is labels the name beside, and the child of a form with a parent is the patient."""

from __future__ import annotations

from tests.linking.small_items import grid, item, read
from tocsin.model.elements import Role


def test_who_somebody_is_labels_the_name_beside_it() -> None:
    form = read(
        item(
            grid(
                "Patient|Cody J Ramer|DOB|05/13/2010",
                "Responsible party|Angela K Ramer (mother)|Phone|717-360-8518",
                "Mail to|4281 Hickory Ct, Hummelstown, PA 17036||",
            )
        )
    )
    assert form["Cody Ramer"].role is Role.PATIENT
    assert form.owners("05/13/2010") == {"Cody Ramer"}
    assert form["Angela Ramer"].role is Role.GUARANTOR
    assert form.owners("717-360-8518") == {"Angela Ramer"}


def test_what_stands_in_a_row_behind_a_relative_s_name_is_theirs() -> None:
    form = read(
        item(
            grid(
                "Patient|Cody J Ramer|DOB|05/13/2010",
                "Mother|Ann Ramer|SSN|219-09-9981",
                "Phone|717-360-8518|MRN|A-4471203",
            )
        )
    )
    assert form.owners("219-09-9981") == {"Ann Ramer"}
    assert form.owners("A-4471203") == {"Cody Ramer"}
    assert form.owners("717-360-8518") == {"Cody Ramer"}


def test_the_child_of_a_form_that_names_a_parent_is_the_patient() -> None:
    form = read(
        item(
            grid(
                "Child|Owen C Haggerty",
                "Born|08/08/2016",
                "School|Clara Barton Elementary, grade 4",
                "Parent|Gregory Haggerty",
                "Parent cell|856-468-7524",
            )
        )
    )
    assert form["Owen Haggerty"].role is Role.PATIENT
    assert form.owners("08/08/2016") == {"Owen Haggerty"}
    assert form.owners("856-468-7524") == {"Gregory Haggerty"}
    assert form.is_related("Gregory Haggerty", "Owen Haggerty")
    assert form.listed == {"Owen Haggerty", "Gregory Haggerty"}


def test_the_child_of_a_form_that_names_a_patient_is_a_relative() -> None:
    form = read(
        item(
            grid(
                "Patient name|Gregory Haggerty",
                "Born|08/08/1986",
                "MRN|A-4471203",
                "Child|Owen C Haggerty",
                "Parent|Ruth Haggerty",
            )
        )
    )
    assert form["Gregory Haggerty"].role is Role.PATIENT
    assert form["Owen Haggerty"].role is Role.RELATIVE

"""Fields of coded formats by their path."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.detection.fields import type_field
from tocsin.model.elements import Element, Role
from tocsin.model.mentions import Part
from tocsin.model.segments import Field


@pytest.mark.parametrize(
    ("path", "element", "part", "party"),
    [
        ("PID-5", Element.NAME, Part.FULL, Role.PATIENT),
        ("PID-19", Element.SSN, Part.FULL, Role.PATIENT),
        ("GT1-3.1", Element.NAME, Part.LAST, Role.GUARANTOR),
        ("NK1-2", Element.RELATIVE, Part.FULL, Role.RELATIVE),
        ("2010BA/NM1*IL", Element.NAME, Part.FULL, Role.SUBSCRIBER),
        ("NM1*QC-4", Element.NAME, Part.FIRST, Role.PATIENT),
        ("NM1*82", Element.PROVIDER, Part.FULL, Role.PROVIDER),
        ("REF*SY", Element.SSN, Part.FULL, Role.UNKNOWN),
        ("Bundle.entry[3].resource.Patient.birthDate", Element.DATE_OF_BIRTH, Part.FULL, Role.PATIENT),
        ("Patient.name[0].family", Element.NAME, Part.LAST, Role.PATIENT),
        ("recordTarget/patientRole/given", Element.NAME, Part.FIRST, Role.PATIENT),
        ("nameLast", Element.NAME, Part.LAST, Role.PATIENT),
        ("root.lastName", Element.NAME, Part.LAST, Role.UNKNOWN),
    ],
)
def test_a_path_types_its_value(path: str, element: Element, part: Part, party: Role) -> None:
    kind = type_field(Field(path, "value"))
    assert (kind.element, kind.part, kind.party) == (element, part, party)


@pytest.mark.parametrize("path", ["OBX-5", "mail.subject", "data.price", ""])
def test_other_paths_are_read_as_text(path: str) -> None:
    assert type_field(Field(path, "value")).is_free_text


def test_a_sender_is_a_sender() -> None:
    assert type_field(Field("mail.from", "Ann Lee <a@x.example>")).party is Role.SENDER


@given(st.text(max_size=300), st.text(max_size=100))
def test_any_path_and_label_is_answered(path: str, label: str) -> None:
    assert type_field(Field(path, "v", label)) == type_field(Field(path, "w", label))


def test_care_reports_of_ambulances_are_known_by_their_elements() -> None:
    report = "EMSDataSet/Header/PatientCareReport/ePatient/"
    last = type_field(Field(report + "ePatient.PatientNameGroup/ePatient.02", "Long Soldier"))
    born, number = (type_field(Field(report + name, "x")) for name in ("ePatient.17", "ePatient.12"))
    assert (last.element, last.part, last.party) == (Element.NAME, Part.LAST, Role.PATIENT)
    assert (born.element, number.element) == (Element.DATE_OF_BIRTH, Element.SSN)


@pytest.mark.parametrize(
    ("path", "value", "element", "part"),
    [
        ("patients.demographics.family", "Pham", Element.NAME, Part.LAST),
        ("patients.family", "de la Cruz", Element.NAME, Part.LAST),
        ("patients.family", "mother had breast cancer", None, Part.FULL),
        ("patients.family", "Mother had breast cancer", None, Part.FULL),
        ("patients.contact.home", "9185550111", Element.PHONE, Part.FULL),
        ("patients.contact.home", "with daughter", None, Part.FULL),
    ],
)
def test_a_word_that_may_be_a_label_is_one_before_such_a_value(
    path: str, value: str, element: Element | None, part: Part
) -> None:
    found = type_field(Field(path, value))
    assert (found.element, found.part) == (element, part)

"""Tables of many layouts: which column holds what, of whom, and which rows hold data."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.detection.columns import GridType, type_grid
from tocsin.detection.placed import typed as typed_value
from tocsin.detection.spans import Span
from tocsin.model.elements import Element, Role
from tocsin.model.mentions import Part
from tocsin.model.segments import GridBody

E = Element
P = Part


def grid(*rows: str, head: tuple[str, ...] = (), first_row: int = 1) -> GridBody:
    def cut(lines: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(c.strip() for c in line.split("|")) for line in lines)

    return GridBody(cut(rows), first_row, cut(head))


def kinds(typed: GridType) -> list[tuple[Element | None, Part]]:
    return [(c.element, c.part) for c in typed.columns]


def test_cryptic_headers_are_read() -> None:
    body = grid(
        "PT_LNAME|PT_FNAME|PtDOB|SSN4|ADDR1|CTY|ST|PH_HOME|DX1|MBR_ID|ACCT_NO",
        "LEE|ANN|4/5/1960|1234|12 Oak St|Tampa|FL|813-555-0101|C50.911|W123456|99812",
        "ORTIZ|JOSE|1/2/1971|3333|9 Elm Ave|Ocala|FL|813-555-0102|C61|W123457|99813",
    )
    typed = type_grid(body)
    assert kinds(typed) == [
        (E.NAME, P.LAST), (E.NAME, P.FIRST), (E.DATE_OF_BIRTH, P.FULL), (None, P.FULL), (E.ADDRESS, P.STREET),
        (E.ADDRESS, P.CITY), (E.ADDRESS, P.STATE), (E.PHONE, P.FULL), (E.DIAGNOSIS, P.FULL), (E.MEMBER_ID, P.FULL),
        (E.ACCOUNT_NUMBER, P.FULL),
    ]  # fmt: skip
    assert typed.columns[3].is_free_text is False
    assert typed.role is Role.PATIENT
    assert typed.data_rows(body) == [1, 2]


def test_titles_totals_and_repeated_headers_are_no_data() -> None:
    body = grid(
        "Payroll register March 2024", "", "Name|SSN|Hire Date|Salary", "Lee, Ann|223-45-6788|1/2/2010|$50,000.00",
        "Name|SSN|Hire Date|Salary", "Ortiz, Jose|224-45-6788|1/2/2012|$52,000.00", "Total|||$102,000.00",
    )  # fmt: skip
    typed = type_grid(body)
    assert typed.data_rows(body) == [3, 5]
    assert typed.role is Role.EMPLOYEE
    assert typed.columns[0].party is Role.EMPLOYEE
    assert kinds(typed)[2] == (E.DATE, P.FULL)


def test_a_group_row_names_the_party() -> None:
    body = grid("Patient|||Guarantor||", "Last|First|DOB|Last|First|DOB", "Lee|Ann|1/2/1960|Lee|Bob|3/4/1955")
    parties = [c.party for c in type_grid(body).columns]
    assert parties == [Role.PATIENT] * 3 + [Role.GUARANTOR] * 3


def test_without_a_header_values_and_neighbours_decide() -> None:
    body = grid(
        "Lee|Ann|01/02/1960|223-45-6788|12 Oak St|Tampa|FL|33602",
        "Ortiz|Jose|01/02/1988|224-45-6788|99 Elm Ave|Miami|FL|33101",
        "Nguyen|Maria|01/02/1970|225-45-6788|1 Bay Dr|Ocala|FL|34470",
    )
    typed = type_grid(body)
    assert kinds(typed) == [
        (E.NAME, P.LAST), (E.NAME, P.FIRST), (E.DATE_OF_BIRTH, P.FULL), (E.SSN, P.FULL), (E.ADDRESS, P.STREET),
        (E.ADDRESS, P.CITY), (E.ADDRESS, P.STATE), (E.ZIP, P.ZIP),
    ]  # fmt: skip
    assert typed.data_rows(body) == [0, 1, 2]


def test_values_deny_a_wrong_header() -> None:
    body = grid("Name|SSN", *(f"Ann Lee|ann{i}@x.example" for i in range(5)))
    assert kinds(type_grid(body))[1] == (E.EMAIL, P.FULL)


def test_a_masked_number_is_no_ssn() -> None:
    body = grid("Name|SSN", *("Ann Lee|***-**-1234" for _ in range(4)))
    assert kinds(type_grid(body))[1] == (None, P.FULL)


def test_dates_of_service_are_no_births() -> None:
    body = grid("Patient|DOS|Birth Dt", "Ann Lee|1/2/2024|1/2/1960", "Jose Ortiz|1/3/2024|1/2/1971")
    assert kinds(type_grid(body))[1:] == [(E.DATE, P.FULL), (E.DATE_OF_BIRTH, P.FULL)]


def test_a_directory_speaks_of_providers() -> None:
    body = grid("Name|NPI|Specialty|Phone", "Ann Lee|1234567893|Oncology|813-555-0101")
    typed = type_grid(body)
    assert typed.role is Role.PROVIDER
    assert typed.columns[0].element is E.PROVIDER


def test_labels_down_the_first_column() -> None:
    body = grid("Patient Name|Ann Lee|Cy Fox", "DOB|1/2/1960|2/2/1961", "SSN|223-45-6788|", "Spouse|Bob Lee|")
    typed = type_grid(body)
    assert typed.type_at(1, 1).element is E.DATE_OF_BIRTH
    assert typed.type_at(3, 1).party is Role.RELATIVE
    assert typed.type_at(0, 0).is_label
    assert typed.record_at(2, 1) == 1


def test_two_tables_in_one_sheet() -> None:
    body = grid("Patient|MRN", "Ann Lee|10001", "", "Employee Name|Hire Date|SSN", "Bo Li|1/1/2011|223-45-6788")
    typed = type_grid(body)
    assert typed.type_at(1, 1).element is E.MRN
    assert typed.type_at(4, 2).element is E.SSN
    assert typed.type_at(4, 0).party is Role.EMPLOYEE
    assert typed.data_rows(body) == [1, 4]


def test_a_later_chunk_is_typed_by_the_head() -> None:
    body = grid("Ann Lee|1/2/1960|pt called", head=("Patient|DOB|Notes", "Bo Li|1/1/1961|x"), first_row=500)
    typed = type_grid(body)
    assert kinds(typed)[:2] == [(E.NAME, P.FULL), (E.DATE_OF_BIRTH, P.FULL)]
    assert typed.columns[2].is_free_text
    assert typed.data_rows(body) == [0]


def test_children_are_told_apart() -> None:
    body = grid("Employee|Child 1 Name|Child 2 Name", "Ann Lee|Bo Lee|Cy Lee", "Jose Ortiz|Ana Ortiz|Leo Ortiz")
    assert [(c.party, c.party_number) for c in type_grid(body).columns[1:]] == [(Role.RELATIVE, 1), (Role.RELATIVE, 2)]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), max_size=5), max_size=8))
def test_any_grid_is_typed(rows: list[list[str]]) -> None:
    body = GridBody(tuple(map(tuple, rows)))
    typed = type_grid(body)
    assert type_grid(body) == typed
    assert all(0 <= row < len(rows) for row in typed.data_rows(body))


@pytest.mark.parametrize("rows", [(), ((),), (("",),), (("x",),)])
def test_an_empty_grid_has_no_types(rows: tuple[tuple[str, ...], ...]) -> None:
    assert all(c.element is None for c in type_grid(GridBody(rows)).columns)


def test_a_taxpayer_number_in_the_form_of_an_ssn_is_one() -> None:
    found = [(span.element, span.norm) for span in map(_tax, ("408-95-6117", "62-0995127")) if span]
    assert found == [(E.SSN, "408956117"), (E.TAX_ID, "62-0995127")]


def _tax(value: str) -> Span | None:
    return typed_value(value, E.TAX_ID, Part.FULL, 0.9, Role.UNKNOWN, 0, "TIN")


def test_insurers_that_are_numbers_are_members() -> None:
    body = grid(
        "mrn|nm|dob|ins",
        "CF196789|Hatcher, Kayla|2011-09-16|KJG143M38837",
        "CF467557|Downey, Micah|2016-12-31|0010289679",
        "CF601899|Emberton, Lacey|2005-04-21|UCW558M82826",
    )
    assert kinds(type_grid(body))[3] == (E.MEMBER_ID, P.FULL)


def test_dates_beside_names_are_births_if_their_years_spread() -> None:
    rows = (("Patient", "Eye"), ("Reuben Ingram\n3/21/43", "OD"), ("Ilona Perrault\n2/10/58", "OS"))
    column = type_grid(GridBody(rows, 1, rows)).blocks[0].columns[0]
    assert column.is_compound and column.has_births
    visits = (("Patient", "Eye"), ("Reuben Ingram\n3/21/24", "OD"), ("Ilona Perrault\n2/10/25", "OS"))
    assert not type_grid(GridBody(visits, 1, visits)).blocks[0].columns[0].has_births


def test_a_participant_beside_a_patient_holds_the_policy() -> None:
    body = grid(
        "SSN|Participant|Patient|Rel|Claim #|Dx1", "223-45-6788|Lee, Ann|same|E|26160041|I25.10",
        "224-45-6788|Ortiz, Carmela|Ortiz, Enzo|C|26160077|F84.0", "225-45-6788|Ward, Silas|same|E|26160102|M54.50",
    )  # fmt: skip
    parties = [c.party for c in type_grid(body).columns]
    assert parties[:3] == [Role.SUBSCRIBER, Role.SUBSCRIBER, Role.PATIENT]


def test_a_column_of_claim_control_numbers_tells_itself() -> None:
    body = grid(
        "pt|mbi|final|note", "Ann Lee|1EG4-TE5-MK73|2024273CA422534|", "Jose Ortiz|1EG4-TE5-MK74|24285E101997|wound",
        "Ida Moss|1EG4-TE5-MK75|2024272E864856|",
    )  # fmt: skip
    assert kinds(type_grid(body))[2] == (E.CLAIM_NUMBER, P.FULL)


def test_a_table_below_a_title_begins_at_the_first_row_that_stands_over_values() -> None:
    body = grid(
        "Serum board - week of 16 Feb", "pt|b-day|vial|dose ml|last rxn|what else",
        "Tanner, Aspen|07.11.93|Silver mold mix|0.2|hives x1|epi-pen", "Losa Ngata|04.02.19|Silver HDM|0.1|none|",
        "Kimball Bigelow|02.18.96|Yel HDM|0.1|none|epi-pen", "|", "dob|pt|dose|vial|comment",
        "21 Apr 1994|Winters, April|0.4|Yel|hives x1", "27 Aug 1987|Eti Fonoimoana|0.1|Blue|none",
    )  # fmt: skip
    assert kinds(type_grid(body))[:2] == [(E.NAME, P.FULL), (E.DATE_OF_BIRTH, P.FULL)]


def test_values_that_look_like_labels_are_no_header() -> None:
    body = grid(
        "THERAPY GRID", "Rm|Pt (age)|Impairment grp|Admit FIM|MWF|TThS|Precautions",
        "101A|Abernathy, Clyde (58)|R CVA|23|PT 9 / OT 10|PT|Medicare",
        "102A|Moua, Xeng (85)|L BKA|76|PT 9 / OT 10|PT|Medicare",
        "103A|HATCH, MELBA (68)|Guillain-Barre|43|PT 9 / OT 10|PT|Medicare",
    )  # fmt: skip
    assert kinds(type_grid(body))[1] == (E.NAME, P.FULL)


def test_who_stands_beside_a_relation_is_a_relative() -> None:
    body = grid(
        "Deceased|DOD|Dx|Bereaved|Rel|Address", "Lurline Ogden|11/27/25|lung CA|Curtis Ogden|son|743 Juniper Loop",
        "Ivory Black|11/16/25|COPD|Jet Black|spouse|218 Bench Blvd",
    )  # fmt: skip
    columns = type_grid(body).columns
    assert (columns[3].element, columns[5].party) == (E.RELATIVE, Role.RELATIVE)


def test_a_row_with_a_day_is_no_second_line_of_labels() -> None:
    """Words of a row may be labels elsewhere (``phone line``); a day beside them shows that it is a row."""
    rows = [
        ["Lang", "Pt", "When", "Where", "Interpreter"],
        ["Nepali", "Bishnu Rai", "10/22 1p", "Inf", "Sunita K"],
        ["Spanish", "Consuelo V.", "10/23", "fin couns", "phone line"],
        ["Viet", "Dinh, Thuy-An", "10/27 8a", "RN ed", "Lan P"],
    ]
    grid = type_grid(GridBody(rows=rows, first_row=1, head=rows))
    assert len(grid.blocks) == 1

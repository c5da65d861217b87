"""Tables whose rows hang on a line above them: a person's line over visits, two lines a record, fields in a column."""

from __future__ import annotations

import pytest

from tests.linking.small_items import has, item, read, read_grid, text
from tocsin.model.elements import Element, Role


def test_a_line_with_a_name_and_facts_heads_the_rows_below_it() -> None:
    found = read_grid(
        "Date|CPT|Dx|Provider|Charge",
        "LEE, ANN   DOB: 01/02/1965   MRN: 8812311||||",
        "03/14/2024|99213|C50.911|Brandt, Amy|120.00",
        "04/15/2024|96413|C50.911|Marsh, Tom|900.00",
        "ORTIZ, JOSE   DOB: 02/05/1961   MRN: 8812377||||",
        "03/20/2024|77427|C61|Brandt, Amy|340.00",
        "|||Total|340.00",
    )
    assert found.listed == {"Ann Lee", "Jose Ortiz"}
    assert found.owners("96413") == found.owners("C50.911") == {"Ann Lee"}
    assert found.owners("77427") == found.owners("C61") == {"Jose Ortiz"}
    assert found["Jose Ortiz"].date_of_birth == "1961-02-05"


def test_labels_in_cells_of_their_own_head_each_block_with_its_header() -> None:
    found = read_grid(
        "Patient:|Lee, Ann|DOB:|01/02/1965|MRN:|8812311",
        "Date|Code|Description|ICD|Provider|Amt",
        "03/14/2024|99213|Office visit|C50.911|Amy Brandt MD|120.00",
        "04/15/2024|J9355|Herceptin|C50.911|Amy Brandt MD|900.00",
        "|||||",
        "Patient:|Ortiz, Jose|DOB:|02/05/1961|MRN:|8812377",
        "Date|Code|Description|ICD|Provider|Amt",
        "03/20/2024|77427|IMRT|C61|Tom Marsh MD|340.00",
    )
    assert found.listed == {"Ann Lee", "Jose Ortiz"}
    assert found.owners("J9355") == {"Ann Lee"} and found.owners("77427") == {"Jose Ortiz"}
    assert found["Ann Lee"].date_of_birth == "1965-01-02"


def test_bare_names_head_rows_only_if_nothing_tells_whose_a_row_is() -> None:
    visits = read_grid(
        "Service date|CPT|Dx|Charge", "LEE, ANN|||", "03/14/2024|99213|C50.911|120.00", "04/15/2024|96413|C50.911|9.00",
        "ORTIZ, JOSE|||", "03/20/2024|77427|C61|340.00",
    )  # fmt: skip
    assert visits.owners("96413") == {"Ann Lee"} and visits.owners("C61") == {"Jose Ortiz"}
    doctors = read_grid(
        "MRN|DOB|Dx", "BRANDT, AMY||", "8812311|01/02/1965|C50.911", "8812312|01/02/1955|C61", "MARSH, TOM||",
        "8812377|02/05/1961|C34.12",
    )  # fmt: skip
    assert not {"Amy Brandt", "Tom Marsh"} & doctors.listed


def test_rows_of_fields_and_values_gather_at_their_person() -> None:
    found = read_grid(
        "Acc|Patient|Field|Abstracted|Source says",
        "202400318|Ann Lee|DOB|03/14/1951|03/14/1951",
        "202400355|Jose Ortiz|SSN|604-18-2293|604-18-2239",
        "||DOB|8/8/1960|8/8/1960",
        "202400361|Luz Brandt|Histology|9680/3|9690/3",
    )
    assert found["Ann Lee"].date_of_birth == "1951-03-14"
    assert found.owners("604-18-2239") == {"Jose Ortiz"} and found["Jose Ortiz"].date_of_birth == "1960-08-08"


REGISTER = """\
EMP#   NAME                       SSN          HRS     GROSS
       BANK            ROUTING     ACCOUNT
--------------------------------------------------------------
DEPT 10 FRONT OFFICE
0114   ABARA, KEHINDE T           640-17-8832  80.0   1,840.00
       FIRST VOL       064101521   0044718263
0127   BICKHAM, JOLENE R          414-59-2070  72.5   1,377.50
       CUMB VALLEY CU  264078108   7714402
"""


def test_a_record_of_two_printed_lines_has_two_lines_of_labels() -> None:
    found = read(item(text(REGISTER)))
    assert found.owners("0044718263") == {"Kehinde Abara"}
    assert found.owners("264078108") == {"Jolene Bickham"}
    assert found["Jolene Bickham"].role is Role.EMPLOYEE


@pytest.mark.parametrize("label", ["DOS", "Bill Date", "SVC_DT"])
def test_dates_of_six_digits_are_read_under_a_label(label: str) -> None:
    found = read_grid(f"Patient|MRN|{label}", "Ann Lee|8812311|031424", "Jose Ortiz|8812377|112124")
    assert found.owners("031424") == {"Ann Lee"}


def test_codes_under_a_silent_label_are_procedures_and_diagnoses() -> None:
    found = read_grid(
        "Patient|DOB|Code|Why|With",
        "Ann Lee|1/2/1965|99213|C50911|Brandt, Amy MD",
        "Jose Ortiz|2/5/1961|J9355|Z5111|Marsh, Tom DO",
        "Luz Diaz|2/5/1971|96413|C3412|Brandt, Amy MD",
    )
    assert has(found["Ann Lee"], Element.PROCEDURE, Element.DIAGNOSIS, Element.PROVIDER)
    assert not {"Amy Brandt", "Tom Marsh"} & found.listed


REMIT = """\
PATIENT NAME / ID              CLAIM           DOS     PROC   BILLED  PAID
REDMON JOLIE B
  TAN033M96110               24280014431      090424  97110  120.00  49.12
MOSS DEXTER Q
  EJV774M71177               24212515670      090524  20610  240.00  101.11
"""


def test_a_name_over_the_line_with_its_numbers_is_one_record_with_it() -> None:
    found = read(item(text(REMIT)))
    assert found.owners("TAN033M96110") == found.owners("24280014431") == {"Jolie Redmon"}
    assert found.owners("20610") == {"Dexter Moss"}


RECORDS = """\
ST. CLAIR         NADINE      09041965411252235370 GUINEA RIDGE RD           Albany          KY426026065550148M17.11
JEFFRIES          HOLLIS      1020197740318389519 TAYLOR FORD RD             Jamestown       KY426292705550186S83.511
BURRIS            IMOGENE     01131943400791432248 FEESE RD LOT 8            Somerset        KY425015025550114M81.0
"""


def test_records_without_blanks_give_names_numbers_and_codes() -> None:
    width = max(map(len, RECORDS.splitlines()))
    found = read(item(text("".join(f"{line:<{width}}\n" for line in RECORDS.splitlines()), fixed=True)))
    nadine = found["Nadine St. Clair"]
    assert (nadine.ssn, nadine.date_of_birth) == ("411252235", "1965-09-04")
    assert has(found["Hollis Jeffries"], Element.ADDRESS, Element.PHONE, Element.DIAGNOSIS)


def test_a_spanish_form_is_read() -> None:
    found = read(
        item(
            text(
                "HOJA DE ADMISIÓN\nNombre: Eulalia Tzoc de León\nFecha de nacimiento: 9 de diciembre de 1980\n"
                "Seguro: Medicaid 0069890096\nMotivo de consulta: dolor de hombro\n"
            )
        )
    )
    eulalia = found["Eulalia Tzoc De León"]
    assert eulalia.date_of_birth == "1980-12-09"
    assert has(eulalia, Element.MEMBER_ID, Element.DIAGNOSIS)

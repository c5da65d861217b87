"""Reports grouped under headings: what stands over rows is said of each of them, and of no others."""

from __future__ import annotations

import pytest

from tests.linking.small_items import Reading, grid, has, item, read, read_grid, read_text, text
from tocsin.model.elements import Element

E = Element
ANN, JOSE, KIM = "Lee, Ann|1/2/1965|4471932|3/1/2024", "Ortiz, Jose|2/5/1961|4471933|3/2/2024", "Baptiste, Kim|4/4/1950|4471934|3/2/2024"  # fmt: skip
HEADER = "Patient|DOB|MRN|DOS"


def _said(found: Reading, element: Element) -> dict[str, set[str]]:
    """Return the values of an element by the person they are said of."""
    told = {one.mention_id: one for one in found.mentions if one.element is element}
    held: dict[str, set[str]] = {}
    for link in found.links:
        for subject in found.subjects:
            if subject.subject_id == link.subject_id and link.mention_id in told and subject.role.value == "patient":
                held.setdefault(f"{subject.first_name} {subject.last_name}", set()).add(told[link.mention_id].text)
    return held


@pytest.mark.parametrize(
    ("first", "second", "element", "values"),
    [
        ("Marguerite Hastings, MD", "Alan Pruitt, DO", E.PROVIDER, ("Marguerite Hastings, MD", "Alan Pruitt, DO")),
        ("Rendering: 1040 HASTINGS, MARGUERITE", "Rendering: 1041 PRUITT, ALAN", E.PROVIDER,
         ("HASTINGS, MARGUERITE", "PRUITT, ALAN")),
        ("CPT 96413 CHEMO ADMIN IV - 14 patients", "CPT 38221 BONE MARROW BIOPSY - 2 patients", E.PROCEDURE,
         ("96413 CHEMO ADMIN IV", "38221 BONE MARROW BIOPSY")),
        ("Port flush", "Bone marrow biopsy (2)", E.PROCEDURE, ("Port flush", "Bone marrow biopsy")),
        ("Payer: Humana Gold Plus", "Payer: Medicare Part B", E.INSURER, ("Humana Gold Plus", "Medicare Part B")),
        ("C61 Prostate cancer", "C18.9 Colon cancer", E.DIAGNOSIS, ("C61 Prostate cancer", "C18.9 Colon cancer")),
        ("Monday, March 4, 2024", "Tuesday, March 5, 2024", E.DATE, ("March 4, 2024", "March 5, 2024")),
    ],
)  # fmt: skip
def test_a_line_over_rows_is_said_of_each_of_them(
    first: str, second: str, element: Element, values: tuple[str, str]
) -> None:
    found = read_grid(HEADER, f"{first}|||", ANN, JOSE, "Subtotal|||2", f"{second}|||", KIM, "Subtotal|||1")
    said = _said(found, element)
    assert values[0] in said["Ann Lee"] & said["Jose Ortiz"] and values[1] in said["Kim Baptiste"]
    assert values[1] not in said["Ann Lee"] | said["Jose Ortiz"] and values[0] not in said["Kim Baptiste"]


def test_heads_nest() -> None:
    found = read_grid(
        HEADER, "Marguerite Hastings, MD|||", "96413 - Chemo admin|||", ANN, "96372 - Injection|||", JOSE,
        "Alan Pruitt, DO|||", "96413 - Chemo admin|||", KIM,
    )  # fmt: skip
    assert _said(found, E.PROVIDER)["Jose Ortiz"] == {"Marguerite Hastings, MD"}
    assert _said(found, E.PROCEDURE)["Jose Ortiz"] == {"96372 - Injection"}
    assert _said(found, E.PROVIDER)["Kim Baptiste"] == {"Alan Pruitt, DO"}


def test_a_head_ends_where_another_begins_of_which_nothing_is_known() -> None:
    found = read_grid(HEADER, "Marguerite Hastings, MD|||", ANN, JOSE, "Unassigned|||", KIM)
    assert set(_said(found, E.PROVIDER)) == {"Ann Lee", "Jose Ortiz"}


def test_a_remark_between_rows_heads_nothing() -> None:
    found = read_grid(HEADER, ANN, "pt called about the biopsy, will ring again before noon.|||", JOSE, KIM)
    assert "Jose Ortiz" not in _said(found, E.PROCEDURE) and "Kim Baptiste" not in _said(found, E.PROCEDURE)


def test_a_code_and_its_words_head_rows_in_further_columns() -> None:
    found = read_grid(
        "Code|Description|Patient|DOB|DOS|MRN", "96413|Chemotherapy, first hour||||", "||Lee, Ann|1/2/1965|3/1/2024|4471932",
        "96372|Injection under the skin||||", "||Ortiz, Jose|2/5/1961|3/2/2024|4471933",
    )  # fmt: skip
    assert "96413" in _said(found, E.PROCEDURE)["Ann Lee"] and "96372" in _said(found, E.PROCEDURE)["Jose Ortiz"]


def test_lines_above_the_labels_are_said_of_all_rows() -> None:
    found = read_grid("Provider: Alan Pruitt, DO|||", HEADER, ANN, JOSE, KIM)
    assert set(_said(found, E.PROVIDER)) == {"Ann Lee", "Jose Ortiz", "Kim Baptiste"}


def test_the_text_above_a_table_is_said_of_its_rows() -> None:
    found = read(
        item(
            text("Visits\n\nAlan Pruitt, DO\n"), grid(HEADER, ANN), text("Provider: Priya Rao, MD\n"), grid(HEADER, KIM)
        )
    )
    assert set(_said(found, E.PROVIDER)["Ann Lee"]) == {"Alan Pruitt"}
    assert set(_said(found, E.PROVIDER)["Kim Baptiste"]) == {"Priya Rao"}


VISITS = "Date|CPT|Dx|Provider|Charge"
ONE, TWO = "3/1/2024|96413|C50.911|Hastings|905.26", "3/2/2024|38221|C61|Pruitt|88.10"


def test_a_table_of_visits_is_of_the_person_named_above_it() -> None:
    found = read(
        item(text("Visits by patient\n\nAnn Lee\n"), grid(VISITS, ONE), text("Jose Ortiz\n"), grid(VISITS, TWO))
    )
    assert found.owners("C50.911") == {"Ann Lee"} and found.owners("C61") == {"Jose Ortiz"}
    assert has(found["Ann Lee"], E.PROCEDURE, E.PROVIDER, E.DATE)


def test_a_table_of_several_peoples_numbers_is_not_that_of_the_person_above() -> None:
    found = read(item(text("Ask Ann Lee\n"), grid("MRN|Dx|DOS", "4471932|C61|3/1/2024", "4471933|C18.9|3/2/2024")))
    assert found.owners("C61") != {"Ann Lee"}


@pytest.mark.parametrize(
    "rows",
    [
        (VISITS, "Lee, Ann|1/2/1965|4471932||", ONE, "Ortiz, Jose|2/5/1961|4471933||", TWO),
        ("Patient|DOB|MRN|||", f"|{VISITS}", "Lee, Ann|1/2/1965|4471932|||", f"|{ONE}",
         "Ortiz, Jose|2/5/1961|4471933|||", f"|{TWO}"),
        ("Lee, Ann|1/2/1965|4471932|||", f"|{ONE}", f"|{ONE}", "Ortiz, Jose|2/5/1961|4471933|||", f"|{TWO}"),
    ],
    ids=["labels of the visits", "labels of both", "no labels"],
)  # fmt: skip
def test_rows_of_people_stand_over_rows_of_their_visits(rows: tuple[str, ...]) -> None:
    found = read_grid(*rows)
    assert found["Ann Lee"].date_of_birth == "1965-01-02" and found["Ann Lee"].mrns == ("4471932",)
    assert found.owners("C50.911") == {"Ann Lee"} and found.owners("C61") == {"Jose Ortiz"}
    assert has(found["Jose Ortiz"], E.PROCEDURE, E.DATE)


def test_subtotals_under_people_are_no_visits() -> None:
    found = read_grid(
        "Payer|Patient|Pt Acct|121-150|151-180", "CIGNA||||", "|Lee, Ann|30-31044|0|118.20",
        "CIGNA subtotal|||0|118.20", "SELF PAY||||", "|Ortiz, Jose|30-29914|0|0", "SELF PAY subtotal|||0|0",
    )  # fmt: skip
    assert has(found["Ann Lee"], E.ACCOUNT_NUMBER) and not found["Ann Lee"].mrns


def test_blank_names_go_on_with_the_professionals_of_their_visits() -> None:
    found = read_grid(f"Patient|{VISITS}", "Lee, Ann|||||", f"|{ONE}", "Ortiz, Jose|||||", f"|{TWO}")
    assert _said(found, E.PROVIDER) == {"Ann Lee": {"Hastings"}, "Jose Ortiz": {"Pruitt"}}


PRINT = """
Date        Proc    Diag      Prov                  Charge

Account 8501535  LEE, ANN  01/02/65  Aetna PPO
03/06/24    99214   C34.11    Hastings              2282.26
09/21/24    96523   D69.6     Pruitt                1740.74
                              Acct total            4023.00

Account 8135956  ORTIZ, JOSE  02/05/61  UHC Choice Plus
10/17/24    38221   C61       Hastings              2191.07
"""
BARE = """
Ann Lee
------------------------------------------------------------
03/06/2024    99214     C34.11      Dr. Hastings
09/21/2024    96523     D69.6       Dr. Pruitt

Jose Ortiz
------------------------------------------------------------
10/17/2024    38221     C61         Dr. Hastings
"""


@pytest.mark.parametrize("written", [PRINT, BARE], ids=["with labels", "without labels"])
def test_lines_of_visits_are_of_the_person_in_the_line_above_them(written: str) -> None:
    found = read_text(written, fixed=True)
    assert found.owners("C34.11") == {"Ann Lee"} and found.owners("C61") == {"Jose Ortiz"}
    assert found.owners("96523") == {"Ann Lee"} and found.owners("38221") == {"Jose Ortiz"}
    assert has(found["Ann Lee"], E.PROVIDER) and has(found["Jose Ortiz"], E.PROVIDER)


def test_lines_over_a_printed_list_are_said_of_its_records() -> None:
    found = read_text(
        "Patient          DOB         MRN      DOS\n"
        "Marguerite Hastings, MD\n96413 - Chemo admin IV\n"
        "Lee, Ann         1/2/1965    4471932  3/1/2024\n"
        "Ortiz, Jose      2/5/1961    4471933  3/2/2024\n"
        "Total                                 2\n"
        "Alan Pruitt, DO\n96372 - Injection\n"
        "Baptiste, Kim    4/4/1950    4471934  3/2/2024\n"
        "Brandt, Peter    4/4/1951    4471935  3/2/2024\n",
        fixed=True,
    )
    said = _said(found, E.PROVIDER)
    assert said["Ann Lee"] == said["Jose Ortiz"] == {"Marguerite Hastings, MD"}
    assert said["Kim Baptiste"] == said["Peter Brandt"] == {"Alan Pruitt, DO"}
    assert _said(found, E.PROCEDURE)["Jose Ortiz"] == {"96413 - Chemo admin IV"}


def test_labelled_facts_below_a_name_are_of_the_person_over_the_visits() -> None:
    found = read_grid(
        "Patient|Lee, Ann|||", "DOB|1/2/1965|||", "MRN|4471932|||", VISITS, ONE, ONE, "||||",
        "Patient|Ortiz, Jose|||", "DOB|2/5/1961|||", "MRN|4471933|||", VISITS, TWO,
    )  # fmt: skip
    assert found["Ann Lee"].mrns == ("4471932",) and found["Jose Ortiz"].mrns == ("4471933",)
    assert found.owners("C50.911") == {"Ann Lee"} and found.owners("C61") == {"Jose Ortiz"}


def test_the_last_of_a_list_of_people_is_not_whom_the_next_table_is_about() -> None:
    found = read(
        item(grid("Contact|Ctx|DOB", "Ann Lee|spouse|1/2/1965", "Jose Ortiz|carpool|2/5/1961"), grid(VISITS, ONE))
    )
    assert found.owners("C50.911") != {"Jose Ortiz"}

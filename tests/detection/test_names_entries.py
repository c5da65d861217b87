"""Names that begin the entries of lists whose other entries begin with somebody."""

from __future__ import annotations

from tests.linking.small_items import detector
from tocsin.model.elements import NAME_ELEMENTS


def names_in(text: str) -> set[str]:
    return {text[span.start : span.end] for span in detector().find_spans(text) if span.element in NAME_ELEMENTS}


def test_a_surname_with_an_initial_begins_entries_whose_others_begin_with_somebody() -> None:
    text = """10/19 Kowalczyk - Enhertu, approved
10/20 Tran (Bich) PET denied again
10/20 Pruitt J. - Keytruda maint, overturned
10/21 Osei-Bonsu, Kwabena DOB 2/11/58 - Lutathera
10/22 L. Haverstraw 9/30/71 - Oncotype denied
"""
    assert {"Pruitt J", "L. Haverstraw"} <= names_in(text)


def test_options_sections_and_vitamins_are_no_entries_of_people() -> None:
    text = "Ann Lee - budget\nOption A - keep\nVitamin D level\nMaria Lopez - phones\nType O neg\nHepatitis C tx\n"
    assert names_in(text) == {"Ann Lee", "Maria Lopez"}


def test_a_town_and_a_given_name_at_the_head_of_an_entry_are_somebody() -> None:
    text = """Florence Salem - 2/28/1945 - port flush
Seneca, Nathaniel - paracentesis Tues @ hosp - 6/29/1967
Finnerty, Saoirse 2/14/1992 gestational trophoblastic
Jordan Brooks 9/1/1988 ITP plt 11
"""
    assert {"Seneca, Nathaniel", "Finnerty, Saoirse"} <= names_in(text)


def test_a_greeting_between_entries_is_no_name_turned_round() -> None:
    text = "Ann Lee - labs\nThanks, Nancy\nMonday, April - closed\nRochester, Minnesota - clinic\nChicken, Soup - menu\nMaria Lopez - phones\n"
    assert not {"Thanks, Nancy", "Monday, April", "Rochester, Minnesota", "Chicken, Soup"} & names_in(text)


def test_where_few_entries_begin_with_somebody_initials_are_none() -> None:
    drugs = "Velcadex D - short\nZofrin X - out\nTaxolin B - ok\nGleevan C - ok\nXelodin F - out\n"
    text = f"Ann Lee - orders\n{drugs}Maria Lopez - counts\n"
    assert names_in(text) == {"Ann Lee", "Maria Lopez"}

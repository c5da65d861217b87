"""What letters say and must not say, and the PDF they become."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pypdfium2
import pytest

from tests.notices.incident import FACTS, incident, law, letter, made, person, setting
from tocsin.law.book import law_book
from tocsin.model.elements import Element
from tocsin.model.incident_file import parse_incident
from tocsin.notices import spanish
from tocsin.notices.circumstances import Version
from tocsin.notices.compose import BUREAUS, FORM_CODES, letter_of
from tocsin.notices.house import Look, shipped_template
from tocsin.notices.letters import first_pages, letters_pdf, letters_png
from tocsin.notices.setting import has_contact
from tocsin.notices.words import element_words
from tocsin.response.proofs import proof_records

HEADINGS = [
    "What Happened",
    "What Information Was Involved",
    "What We Are Doing",
    "What You Can Do",
    "For More Information",
]
STATES = sorted(law())


def test_a_letter_has_the_five_parts_and_kinds_of_data_but_no_value() -> None:
    found = letter()
    assert [piece.text for piece in found.pieces if piece.kind == "heading"] == HEADINGS
    for words in ("December 13, 2024", "discovered on December 16, 2024", "Social Security number", "800-555-0100"):
        assert words in found.text()
    assert "Example Oncology Network provides services to Gulf Coast" in found.text()
    assert "123456789" not in found.text() and "1960" not in found.text()


def test_a_parent_and_next_of_kin_are_written_to_about_the_person() -> None:
    minor = letter(is_minor=True)
    assert (minor.salutation, minor.about) == ("Dear Parent or Guardian of Ann Lee:", "About: Ann Lee")
    assert "Ann Lee's" in minor.text() and "A child has no credit file" in minor.text()
    dead = letter(is_deceased=True)
    assert "ExampleGuard" not in dead.text() and "death certificate" in dead.text()


@pytest.mark.parametrize(
    ("roles", "said", "unsaid"),
    [
        ("patient", "because you received care there", "personnel files"),
        ("employee", "in personnel files, because you work or worked for Gulf Coast", "received care"),
        ("employee;patient", "because you received care there. It was in personnel files", "records of a patient"),
        ("guarantor", "You are named in the records of a patient", "received care"),
        ("unknown", "because of these services", "received care"),
    ],
)
def test_a_letter_says_why_they_have_the_data(roles: str, said: str, unsaid: str) -> None:
    text = letter(roles=roles).text()
    assert said in text and unsaid not in text


def test_massachusetts_is_not_told_how_it_happened_nor_how_many() -> None:
    text = letter(state="MA").text()
    assert "unauthorized person" not in text and "The breach took place between December 13, 2024" in text
    assert "right to obtain a police report" in text and "freeze is free" in text
    relies = '[[hipaa_route]]\njurisdiction="us-ma"\nrelies=true\ndecided_by="A. Counsel"\ndecided_on=2025-01-25\n'
    assert "unauthorized person" in letter(relies, state="MA").text()
    assert "unauthorized person" in letter(state="MA", elements="diagnosis").text()


def test_a_number_of_people_stands_only_where_the_law_asks_for_it() -> None:
    everyone = setting(RI=40, IL=41, MA=42, FL=43)
    for state, numbers in (("RI", "40"), ("IL", ""), ("MA", ""), ("FL", "")):
        row = proof_records(everyone, [state])[f"adult-en-{state.lower()}"] if state != "FL" else None
        text = letter_of(row, everyone).text() if row else letter().text()
        assert not any(f" {n}." in text or f": {n}" in text for n in ("41", "42", "43"))
        assert (f": {numbers}." in text) is bool(numbers)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_state_gets_what_its_law_asks_for_and_no_other_states_agency(state: str, language: str) -> None:
    mine = law()[state]
    elements = ";".join(sorted({code for codes in mine.kinds for code in codes} | {"ssn", "diagnosis"}))
    text = letter(PARENT, language=language, state=state, elements=elements).text()
    known = set(shipped_template(language).state_codes) | FORM_CODES
    body = {code for sentence in shipped_template(language).sentences() for code in sentence.says}
    assert set(mine.content) <= known | body
    reached = mine.reaches(frozenset(elements.split(";")), in_hipaa_file=True)
    asks = {"ag_contact", "agency_phones_and_sites_state_federal", "id_theft_report_advice_police_or_ag",
            "id_theft_report_advice_police_ag_ftc"} & set(mine.content)  # fmt: skip
    assert not asks or mine.agencies
    for other in STATES:
        for agency in law()[other].agencies:
            assert (agency.phone in text) is (other == state and reached)


PARENT = '[notices]\nparent_company="Example Holdings"\n'


def test_letters_come_back_to_where_the_facts_say() -> None:
    post = '[notices]\nreturn_address=["PO Box 1", "Nashville, TN 37201"]\n'
    assert list(letter().return_address) == ["1 Bay St", "Tampa, FL 33602"]
    assert list(letter(covered_entities="gulf;blue").return_address) == []
    assert list(letter(post, covered_entities="gulf;blue").return_address) == ["PO Box 1", "Nashville, TN 37201"]


def test_a_law_that_does_not_reach_the_person_adds_nothing() -> None:
    assert "For Residents of" not in letter(state="NC", elements="diagnosis").text()
    assert "For Residents of North Carolina" in letter(state="NC").text()
    assert "For Residents of North Carolina" in letter(state="North Carolina").text()
    # Arizona exempts who is subject to HIPAA; an employee's file is not.
    assert "For Residents of Arizona" not in letter(state="AZ").text()
    assert "For Residents of Arizona" in letter(state="AZ", roles="employee").text()


def test_a_hold_is_told_and_california_is_told_of_none() -> None:
    hold = '[[hold]]\nagency="FBI"\nform="written"\nreceived_on=2024-12-20\nuntil_on=2025-01-31\n'
    assert "asked that this notice be delayed" in letter(hold).text()
    assert "No law-enforcement agency asked" in letter(state="CA").text()
    assert "law-enforcement" not in letter().text()


def test_a_spanish_letter_is_spanish_and_says_how_to_get_the_other() -> None:
    found = letter(language="es")
    assert found.title == "Aviso de violación de datos" and "número de Seguro Social" in found.text().replace("N", "n")
    assert "supervisión de crédito de ExampleGuard" in found.text()
    assert found.other_language == "To get this letter in English, call 800-555-0100 (toll-free)."
    assert "en español, llame gratis al 800-555-0100" in letter().other_language


def test_credit_advice_is_given_where_credit_is_at_risk_or_the_law_asks() -> None:
    assert "Equifax" in letter().text()
    assert "Equifax" not in letter(elements="diagnosis").text()
    assert "Equifax" in letter(elements="diagnosis", state="MD").text()


def test_a_letter_needs_a_way_to_ask() -> None:
    bare = parse_incident(FACTS.split("[[covered_entity]]")[0].encode())
    assert not has_contact(bare, ())
    assert has_contact(incident(), ())


def test_every_element_has_words_in_both_languages_or_is_left_out_knowingly() -> None:
    silent = {e for e in Element if len(element_words([e.value])) == 1 and e is not Element.NAME}
    assert silent == {Element.NPI, Element.DEA_NUMBER}
    assert set(spanish.WORDS) == set(Element)
    assert {e for e, words in spanish.WORDS.items() if not words} == silent


def test_the_bureaus_are_those_of_the_law_files() -> None:
    says = law_book().federal["letters"].cells["bureaus"].versions[0].value
    assert [(b.name, b.phone) for b in BUREAUS] == [(row["name"], row["phone"]) for row in says]
    for bureau, row in zip(BUREAUS, says, strict=True):
        assert row["freeze"].replace(",", "").startswith(bureau.post.replace(",", ""))


def test_the_pdf_is_tagged_titled_and_the_same_twice() -> None:
    pdf = letters_pdf([letter(), letter(is_minor=True)])
    assert pdf == letters_pdf([letter(), letter(is_minor=True)])
    assert first_pages(pdf) == [1, 3, 5]
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.Root.MarkInfo.Marked
        assert "Notice of Data Breach" in str(document.open_metadata().get("dc:title"))


def _tags(node: Any, found: list[str]) -> list[str]:
    if isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            found.append(str(node.S))
        _tags(node.get("/K"), found)
    elif isinstance(node, pikepdf.Array):
        for child in node:
            _tags(child, found)
    return found


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_variant_is_tagged_in_reading_order_with_its_language(language: str) -> None:
    rows = [row for name, row in proof_records(setting(), ["FL", "MA", "NY"]).items() if row["language"] == language]
    assert {row["letter_version"] for row in rows} == {version.value for version in Version}
    for row in rows:
        pdf = letters_pdf([letter_of(row, setting())])
        with pikepdf.open(io.BytesIO(pdf)) as document:
            assert str(document.Root.Lang).startswith(language)
            assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
            tags = _tags(document.Root.StructTreeRoot, [])
            assert tags.count("/H1") == 1 and tags.count("/H2") >= 5
            assert tags.index("/H1") < tags.index("/H2") and "/Figure" not in tags
            assert ("/TH" in tags) is ("/Table" in tags)
        text = _text_of(pdf)
        order = [text.index(words) for words in (str(row["subject_name"]), *_headings(language))]
        assert order == sorted(order)


def _headings(language: str) -> list[str]:
    return [part.heading for part in shipped_template(language).parts]


def _text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


@pytest.mark.parametrize("lines", [3, 5])
def test_the_address_stays_in_the_window_however_the_sheet_slides(lines: int) -> None:
    changes = {"address_1": "C/O MARGUERITE FEATHERSTONEHAUGH-", "address_2": "12 Oak St Apt 4"} if lines == 5 else {}
    document = pypdfium2.PdfDocument(letters_pdf([letter(**changes)]))
    look, page = Look(), document[0]
    textpage = page.get_textpage()
    height = page.get_height()
    boxes = [textpage.get_rect(n) for n in range(textpage.count_rects())]
    inside = [b for b in boxes if 130 < height - b[3] < 260]
    assert inside
    for left, bottom, right, top in inside:
        assert left >= 72 and right <= look.window_left + look.window_width + 5
        assert height - top >= 2.5 * 72 and height - bottom <= 3.375 * 72
    document.close()


def test_a_barcode_stands_in_the_window_and_is_not_read_aloud() -> None:
    row = {**made(person()).rows[0], "barcode": "00300123456000000008336021234"}
    one = letter_of(row, setting())
    assert len(one.barcode) == 65 and set(one.barcode) <= set("ADFT")
    assert letter_of({**row, "addressee_2": "c/o A", "address_2": "Apt 1"}, setting()).barcode == ""
    with_bars, without = (_text_of(letters_pdf([one_of])) for one_of in (one, letter()))
    assert with_bars == without


def test_text_that_looks_like_markup_is_only_text() -> None:
    assert letters_pdf([letter(first_name="#panic()", last_name='*a* $x$ "\\')])


def test_a_proof_can_be_looked_at() -> None:
    pages = letters_png([letter()])
    assert len(pages) == 2 and all(page.startswith(b"\x89PNG") for page in pages)

"""The town of an entity's office, and the mailbox whose mail speaks of one entity only, answer where no name does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.attribution.incident import INCIDENT, LAKESIDE, RIVERBEND, Scene, grid, header, text
from tocsin.attribution.terms import EntityTerms
from tocsin.model.incident import PostalAddress

DULUTH = replace(LAKESIDE, address=PostalAddress(city="Duluth", state="MN"))
EAU_CLAIRE = replace(RIVERBEND, address=PostalAddress(city="Eau Claire", state="WI"))
TOWNS = replace(INCIDENT, covered_entities=(DULUTH, EAU_CLAIRE))
AT_DULUTH = {("lakeside", "town of its office")}
AT_EAU_CLAIRE = {("riverbend", "town of its office")}


def _towns(written: str) -> list[str]:
    return [hit.entity for hit in EntityTerms(TOWNS.covered_entities).hits(written) if hit.is_town]


@pytest.mark.parametrize(
    "written",
    [
        "I asked Duluth for path.",
        "Three Duluth refunds this week",
        "DULUTH - week of 9/8",
        "$75 a month (Duluth), acct 6314",
    ],
)
def test_a_town_as_staff_say_it_names_the_office(written: str) -> None:
    assert _towns(written) == ["lakeside"]


@pytest.mark.parametrize(
    "written",
    [
        "118 Willard St, Duluth, MN 55804",
        "118 Willard St\nDuluth MN",
        "118 Willard St, Duluth",
        "Duluth, Minnesota",
        "Duluth, Minn. 55804",
        "the Duluth News Tribune",
        "seen at Essentia Duluth",
        "duluth",
        "Eau Claireville",
    ],
)
def test_a_town_in_an_address_or_in_somebody_s_name_names_none(written: str) -> None:
    assert _towns(written) == []


def test_a_town_of_two_entities_names_neither() -> None:
    both = (DULUTH, replace(RIVERBEND, address=PostalAddress(city="DULUTH", state="MN")))
    assert EntityTerms(both).hits("I asked Duluth for path.") == []


def test_texts_subjects_and_paths_name_the_town_and_names_come_first() -> None:
    scene = Scene(TOWNS)
    said = scene.person(scene.item("a.eml", text("Ann Lee, the Duluth refund.")), start=0)
    mail = scene.item(
        "b.eml", header("megan@office.example", subject="PAs pending - Eau Claire"), text("Ann Lee, Opdivo")
    )
    subject = scene.person(mail, segment=1, start=0)
    attached = scene.item("b.eml!/list.csv", grid("Ann Lee|1/2/1965"), parent=mail)
    board = scene.person(scene.item("Scheduling/waitlist_duluth.csv", grid("Patient|Due", "Ann Lee|$5")), row=1)
    lives = scene.person(scene.item("c.csv", grid("Patient|City", "Ann Lee|Duluth")), row=1)
    named = scene.person(scene.item("d.txt", text("Ann Lee of Riverbend Oncology Associates, see Duluth.")), start=0)
    below = scene.person(attached, row=0)
    answers = scene.answers()
    assert [answers.get(one, set()) for one in (said, subject, below, board)] == [
        AT_DULUTH, AT_EAU_CLAIRE, AT_EAU_CLAIRE, AT_DULUTH,
    ]  # fmt: skip
    assert answers.get(lives, set()) == set()
    assert {entity for entity, _ in answers[named]} == {"riverbend"}


def test_a_file_named_for_somebody_who_is_called_like_a_town_is_no_office_s() -> None:
    jackson = replace(LAKESIDE, address=PostalAddress(city="Jackson", state="MS"))
    scene = Scene(replace(INCIDENT, covered_entities=(jackson, EAU_CLAIRE)))
    assert scene.answer(scene.person(scene.item("appeals/jackson.csv", grid("Ann Jackson|1/2/1965")), row=0)) == set()


@pytest.mark.parametrize(("others", "expected"), [(0, {("lakeside", "files around")}), (1, set())])
def test_a_mailbox_whose_mail_names_one_entity_is_of_that_one(others: int, expected: set[tuple[str, str]]) -> None:
    scene = Scene()
    for n in range(4):
        scene.item(f"box!/{n}", text("Front desk, Lakeside Hematology"))
    for n in range(others):
        scene.item(f"box!/other {n}", text("Riverbend Oncology Associates"))
    assert scene.answer(scene.person(scene.item("box!/9", text("Ann Lee, copay $50")), start=0)) == expected


def test_two_messages_are_too_few_for_a_mailbox() -> None:
    scene = Scene()
    for n in range(2):
        scene.item(f"box!/{n}", text("Front desk, Lakeside Hematology"))
    assert scene.answer(scene.person(scene.item("box!/9", text("Ann Lee, copay $50")), start=0)) == set()


def test_an_alias_that_is_the_town_names_the_entity_itself() -> None:
    terms = EntityTerms((replace(DULUTH, aliases=("Duluth",)), EAU_CLAIRE))
    assert [(hit.entity, hit.is_town) for hit in terms.hits("I asked Duluth for path.")] == [("lakeside", False)]

"""What names an entity and what does not: names, aliases, acronyms, NPIs, domains, paths, record numbers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.attribution.incident import LAKESIDE, RIVERBEND
from tocsin.attribution.terms import EntityTerms
from tocsin.model.incident import CoveredEntity

TERMS = EntityTerms((LAKESIDE, RIVERBEND))


def named(written: str) -> list[tuple[str, str]]:
    return [(written[hit.start : hit.end], hit.entity) for hit in TERMS.hits(written)]


@pytest.mark.parametrize(
    ("written", "entity"),
    [
        ("seen at Lakeside Hematology, P.A. today", "lakeside"),
        ("seen at lakeside  hematology today", "lakeside"),
        ("LAKESIDE\nHEMATOLOGY", "lakeside"),
        ("Lakeside_Hematology-forms", "lakeside"),
        ("the Lakeside Blood Center", "lakeside"),
        ("Riverbend Cancer and Blood", "riverbend"),
        ("Riverbend Cancer & Blood", "riverbend"),
        ("Riverbend Oncology Associates", "riverbend"),
        ("billing NPI 1245319599", "riverbend"),
        ("write to ann@riverbend.example", "riverbend"),
        ("an LSH patient", "lakeside"),
    ],
)
def test_a_text_names_an_entity(written: str, entity: str) -> None:
    assert [one for _, one in named(written)] == [entity]


@pytest.mark.parametrize(
    "written",
    [
        "",
        "lsh",
        "LSHX",
        "Lakeside",
        "the lake side hematologist",
        "12345678931",
        "notlakeside.examples",
        "Riverbend Oncology Assoc",
    ],
)
def test_a_text_names_no_entity(written: str) -> None:
    assert named(written) == []


def test_offsets_are_code_points() -> None:
    assert named("né à \U0001f600 Lakeside Hematology") == [("Lakeside Hematology", "lakeside")]


def test_a_term_two_entities_share_names_neither() -> None:
    terms = EntityTerms(
        (
            CoveredEntity("a", "Bay Clinic North", ("Bay Clinic",)),
            CoveredEntity("b", "Bay Clinic South", ("Bay Clinic",)),
        )
    )
    assert terms.hits("Bay Clinic") == []
    assert [hit.entity for hit in terms.hits("Bay Clinic South")] == ["b"]


def test_a_longer_name_hides_the_shorter_one_of_another() -> None:
    terms = EntityTerms((CoveredEntity("a", "Bay Clinic"), CoveredEntity("b", "Bay Clinic of Tampa")))
    assert [hit.entity for hit in terms.hits("at Bay Clinic of Tampa")] == ["b"]
    assert [hit.entity for hit in terms.hits("at Bay Clinic today")] == ["a"]


@pytest.mark.parametrize(
    ("number", "entity"),
    [
        ("LH448210", "lakeside"), ("lh-448210", "lakeside"), (" RB448210 ", "riverbend"), ("RBX7001", "riverbend"), ("448210", ""),
        ("LH", ""), ("LHX48210", ""), ("ALH48210", ""),
    ],
)  # fmt: skip
def test_the_prefix_of_a_record_number_names_the_entity(number: str, entity: str) -> None:
    assert TERMS.of_record_number(number) == entity


def test_the_longest_prefix_wins() -> None:
    terms = EntityTerms((CoveredEntity("a", "A", mrn_prefixes=("7",)), CoveredEntity("b", "B", mrn_prefixes=("77",))))
    assert terms.of_record_number("7712") == "b" and terms.of_record_number("7112") == "a"


@pytest.mark.parametrize(
    ("address", "entity"),
    [
        ("ann@lakeside.example", "lakeside"), ("<ANN@Mail.Lakeside.Example>", "lakeside"), ("ann@notlakeside.example", ""),
        ("ann@example", ""), ("lakeside.example", ""), ("", ""),
    ],
)  # fmt: skip
def test_the_domain_of_an_address_names_the_entity(address: str, entity: str) -> None:
    assert TERMS.of_address(address) == entity


def test_the_innermost_part_of_a_path_comes_first() -> None:
    assert TERMS.of_path("Riverbend Oncology Associates/LSH/scans/1.pdf") == ["lakeside", "riverbend"]
    assert TERMS.of_path(r"share\lakeside_hematology\2024") == ["lakeside"]
    assert TERMS.of_path("lakesides/1.pdf") == []


def test_no_entities_name_nothing() -> None:
    terms = EntityTerms(())
    assert (
        terms.hits("Lakeside Hematology") == []
        and terms.of_path("lakeside") == []
        and terms.of_record_number("LH1") == ""
    )


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=12), st.text(max_size=12))
def test_a_name_is_found_wherever_it_stands_alone(before: str, after: str) -> None:
    written = f"{before} Lakeside Hematology {after}"
    at = len(before) + 1
    hits = [hit for hit in TERMS.hits(written) if hit.start == at]
    assert [(hit.end, hit.entity) for hit in hits] == [(at + len("Lakeside Hematology"), "lakeside")]


@pytest.mark.parametrize(
    ("folder", "entity"),
    [
        ("hema", "lakeside"),
        ("care", ""),
        ("riverb", "riverbend"),
        ("lakesidehematology", "lakeside"),
        ("onco", "riverbend"),
        ("asso", ""),
    ],
)
def test_a_folder_may_be_named_by_one_shortened_word(folder: str, entity: str) -> None:
    assert TERMS.of_path(f"{folder}/list.csv") == ([entity] if entity else [])


@pytest.mark.parametrize(
    ("folder", "entity"),
    [("Foothills GynOnc", "foothills"), ("FoothillsGyn", "foothills"), ("Cancer Center", ""), ("Foothills Gym", "")],
)
def test_a_folder_is_an_entitys_if_it_is_the_begin_of_its_name_however_words_are_joined(
    folder: str, entity: str
) -> None:
    terms = EntityTerms(
        (
            CoveredEntity(key="foothills", name="Foothills Gyn Onc, Inc."),
            CoveredEntity(key="ohio", name="Cancer Center of Ohio"),
        )
    )
    assert terms.own_folder(f"{folder}/list.csv") == entity

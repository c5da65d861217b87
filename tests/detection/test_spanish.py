"""Tests of what is read in Spanish: births, names, illnesses, numbers, and the order of day and month."""

from __future__ import annotations

import pytest

from tocsin.detection.day_first import day_first
from tocsin.detection.engine import Detector
from tocsin.detection.labels_spanish import shapes_of
from tocsin.detection.spanish import is_spanish
from tocsin.model.elements import NAME_ELEMENTS, Element

E = Element


def _found(detector: Detector, text: str, element: Element) -> list[str]:
    return [text[s.start : s.end] for s in detector.find_spans(text) if s.element is element]


def _names(detector: Detector, text: str) -> list[str]:
    return [text[s.start : s.end] for s in detector.find_spans(text) if s.element in NAME_ELEMENTS]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Claribel Montes de Oca, nac 22/12/1969, presión alta", "1969-12-22"),
        ("madre de Iker, nacido el 9 de octubre de 2017", "2017-10-09"),
        ("gracias a todos, mi fecha es 25/12/61", "1961-12-25"),
        ("fn 31/5/51 y ya tiene cita", "1951-05-31"),
        ("la mamá dice que su hijo nació el 5/3/61", "1961-03-05"),
        ("nasceu em 3 de março de 1990", "1990-03-03"),
        ("15-ago-1990 fecha; nac. 7-ene-1984", "1984-01-07"),
    ],
)
def test_births_are_told_in_spanish(detector: Detector, text: str, day: str) -> None:
    assert [s.norm for s in detector.find_spans(text) if s.element is E.DATE_OF_BIRTH] == [day]


def test_months_stay_first_in_english_and_where_dates_of_a_text_say_so(detector: Detector) -> None:
    english = "her son was born 5/3/61 and she called today"
    forms = "el hijo nació el 5/3/61 y su cita es el 3/25/2026 con la doctora"
    for text in (english, forms):
        assert [s.norm for s in detector.find_spans(text) if s.element is E.DATE_OF_BIRTH] == ["1961-05-03"]


def test_days_are_first_where_several_dates_say_so() -> None:
    assert day_first(["31/5/51", "13/2/60", "1/2/03"]) is True
    assert day_first(["31/5/51", "1/2/03"]) is None
    assert day_first(["13/2/60", "31/5/51", "3/31/51"]) is False


@pytest.mark.parametrize(
    ("text", "element", "wanted"),
    [
        ("PRESIÓN ALTA; presion alta", E.DIAGNOSIS, ["PRESIÓN ALTA", "presion alta"]),
        ("tiene nodulos en la tiroides y pie con úlcera", E.DIAGNOSIS, ["nodulos en la tiroides", "pie con úlcera"]),
        ("niega diabetes tipo 2. No tiene asma. Se descarta tuberculosis", E.DIAGNOSIS, []),
        ("su mamá tiene diabetes tipo 2", E.DIAGNOSIS, []),
        ("la niña tiene asma", E.DIAGNOSIS, ["asma"]),
        ("52 yo with PEth 412, wife Dolores supportive", E.DIAGNOSIS, []),
        ("se le acabó el losartán", E.MEDICATION, ["losartán"]),
        ("cita de papanicolau y mamografía", E.PROCEDURE, ["papanicolau", "mamografía"]),
        ("el azúcar amaneció en 312", E.LAB_RESULT, ["azúcar amaneció en 312"]),
        ("prueba de embarazo positiva", E.LAB_RESULT, ["prueba de embarazo positiva"]),
        ("la señora del programa de alcohol", E.SUBSTANCE_USE, ["programa de alcohol"]),
        ("don Eusebio, exp. LL-2087", E.MRN, ["LL-2087"]),
        ("card exp 12/27, lot 4471", E.MRN, []),
        ("la niña de 4 añitos, desde hace 3 años", E.AGE, ["4"]),
    ],
)
def test_words_of_care_are_known_in_spanish(detector: Detector, text: str, element: Element, wanted: list[str]) -> None:
    assert _found(detector, text, element) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("la vacuna de Elián, dice la mamá", ["Elián"]),
        ("Yo, Maribel Nájera, madre de Iker Solís Nájera, autorizo", ["Maribel Nájera", "Iker Solís Nájera"]),
        ("doña María de los Ángeles Quintanilla Roca llamó", ["María de los Ángeles Quintanilla Roca"]),
        ("¿Sigue con la insulina? Ella dice que sí, y recoge pastillas viernes", []),
        ("la Clínica Comunitaria La Luz", []),
        ("Ella Fitzgerald called today", ["Ella Fitzgerald"]),
    ],
)
def test_names_stand_free_of_spanish_words(detector: Detector, text: str, wanted: list[str]) -> None:
    assert _names(detector, text) == wanted


def test_names_of_places_make_no_text_spanish() -> None:
    text = "Ann de la Cruz of Los Angeles and El Paso called on 5/3/61"
    assert not is_spanish(text, 0, len(text), 52, 58)


def test_whose_mother_somebody_is_is_no_relative(detector: Detector) -> None:
    text = "Yo, Maribel Nájera, madre de Iker Solís Nájera, autorizo"
    found = {text[s.start : s.end]: s.element for s in detector.find_spans(text)}
    assert found == {"Maribel Nájera": E.RELATIVE, "Iker Solís Nájera": E.NAME}


@pytest.mark.parametrize(
    ("label", "shapes", "element"),
    [
        ("fn", "date", E.DATE_OF_BIRTH),
        ("a.fn", "date", E.DATE_OF_BIRTH),
        ("exp", "code", E.MRN),
        ("dir", "street", E.ADDRESS),
    ],
)
def test_labels_of_two_languages_are_told_by_values(label: str, shapes: str, element: Element) -> None:
    told = shapes_of(label)
    assert told is not None
    assert shapes in told[0]
    assert told[1] is element

"""Names of one word that the sentence around them makes names: told, but nobody follows from them in an incident."""

from __future__ import annotations

import pytest

from tests.linking.small_items import read_text
from tocsin.detection.engine import Detector
from tocsin.detection.spans import Span
from tocsin.model.elements import NAME_ELEMENTS
from tocsin.model.mentions import LONE_NAME


def _names(detector: Detector, said: str) -> list[Span]:
    return [s for s in detector.find_spans(said) if s.element in NAME_ELEMENTS]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("We saw Michael today.", "Michael"),
        ("Michael reports chest pain.", "Michael"),
        ("Marta smokes a pack a day.", "Marta"),
        ("Hallger\u00f0ur thinks it is the heat.", "Hallger\u00f0ur"),
        ("Fredrik shouted at the door.", "Fredrik"),
        ("Jesse is a very nice person.", "Jesse"),
        ("Robert, can you come in on the 4th?", "Robert"),
        ("She named him Jake", "Jake"),
        ("here is Viktor's address", "Viktor"),
        ('Emma: "Who is there?"', "Emma"),
        ("jennifer called, wants her labs", "jennifer"),
        ("samantha's mom will pick it up", "samantha"),
        ("Mrs. Diana Weores Apt. 434", "Diana Weores"),
    ],
)
def test_a_sentence_makes_a_word_a_name(detector: Detector, said: str, name: str) -> None:
    assert [said[s.start : s.end] for s in _names(detector, said)] == [name]


@pytest.mark.parametrize(
    "said",
    [
        "Boston has 3 clinics. Paris is in France. Denver is open.",
        "Grace was given. Hope is lost. Mark the severity.",
        "Django says no. Sphinx is a tool. Jenkins runs the build.",
        "Patients drank water. Children ate.",
        'Author-email: "Some Team"',
        "IAM told the service. Usually, we are open.",
        "pick a chart and go",
    ],
)
def test_what_nobody_is_called_by_is_no_name(detector: Detector, said: str) -> None:
    assert _names(detector, said) == []


def test_a_word_before_the_number_of_a_flat_is_no_name_with_it(detector: Detector) -> None:
    assert [s.norm for s in _names(detector, "Miss Gabriella Villanueva Suite 574")] == ["Gabriella Villanueva"]


def test_firm_names_are_not_marked(detector: Detector) -> None:
    marked = {s.norm: s.detector for s in _names(detector, "Dr. Weiss met Kimberly. Marta smokes a pack a day.")}
    assert marked == {"Weiss": "names", "Kimberly": "names", "Marta": LONE_NAME}


def test_nobody_follows_from_a_name_that_only_its_sentence_makes_one() -> None:
    assert read_text("Marta smokes a pack a day. Takes metformin 500 mg for type 2 diabetes.").named("Marta") == []

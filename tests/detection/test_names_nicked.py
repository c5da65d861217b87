"""Names with what somebody is called in the middle are one name."""

from __future__ import annotations

import pytest

from tests.detection.growth import grows_linearly
from tests.linking.small_items import detector
from tocsin.detection.names_nicked import with_nicked
from tocsin.model.elements import NAME_ELEMENTS, Element


def names(text: str) -> list[str]:
    return [text[span.start : span.end] for span in detector().find_spans(text) if span.element in NAME_ELEMENTS]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('Roland "Rollie" Thibodeau | 2/6/1947 | 013-13-4484', 'Roland "Rollie" Thibodeau'),
        ('Esperanza ("Espi") Villalpando, 1/19/1995, asthma', 'Esperanza ("Espi") Villalpando'),
        ("Margaret (Peggy) Fitzsimons wants to stop", "Margaret (Peggy) Fitzsimons"),
        ('Thomas J. "TJ" Holloman called', 'Thomas J. "TJ" Holloman'),
        ('William "Bill" Van Dyke Jr called', 'William "Bill" Van Dyke Jr'),
    ],
)
def test_a_short_form_in_the_middle_belongs_to_the_name(text: str, name: str) -> None:
    assert names(text) == [name]


@pytest.mark.parametrize("text", ['Dr. Thomas "TJ" Holloman called', 'Roland "Rollie" Thibodeau, MD signed'])
def test_who_is_a_physician_stays_one(text: str) -> None:
    found = [span for span in detector().find_spans(text) if span.element in NAME_ELEMENTS]
    assert [span.element for span in found] == [Element.PROVIDER]


@pytest.mark.parametrize(
    "text", ["Toyota (USA) Inc sent it", "Mercy (East) Campus is open", "Grace (Main) Street", "Call Ann (RN) Boyd"]
)
def test_other_brackets_make_no_name(text: str) -> None:
    assert with_nicked(text, (), lambda start, end: True) == []


def test_time_grows_with_the_text() -> None:
    def work(text: str) -> object:
        return with_nicked(text, (), lambda start, end: True)

    assert grows_linearly(work, 'Roland "Rollie" Thibodeau ') and grows_linearly(work, '"A" (B) ')

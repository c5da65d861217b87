"""Telephone numbers and addresses as other countries write them."""

from __future__ import annotations

import pytest

from tocsin.detection.engine import Detector
from tocsin.model.elements import Element


def _found(detector: Detector, text: str, element: Element) -> list[str]:
    return [text[s.start : s.end] for s in detector.find_spans(text) if s.element is element]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Please ring me on (020) 7946 0958 after five", "(020) 7946 0958"),
        ("You can call 9469 9966 any day", "9469 9966"),
        ("nobody answering at 329 7730", "329 7730"),
        ("Tel. 01 42 68 53 00", "01 42 68 53 00"),
        ("01 42 68 53 00", "01 42 68 53 00"),
        ("reach her at 0044 20 7946 0958", "0044 20 7946 0958"),
        ("00 49 89 123456 is the clinic", "00 49 89 123456"),
        ("phone 030/123456", "030/123456"),
        ("tel: +44 (0)20 7946 0958", "+44 (0)20 7946 0958"),
        ("call +49 (0) 89 / 12 34 56", "+49 (0) 89 / 12 34 56"),
        ("Anna Holm\n50-98-28-96 - Office", "50-98-28-96"),
        ("96 228011 office", "96 228011"),
        ("(85) 5986-8343", "(85) 5986-8343"),
    ],
)
def test_a_telephone_abroad_is_found(detector: Detector, text: str, number: str) -> None:
    assert _found(detector, text, Element.PHONE) == [number]


@pytest.mark.parametrize(
    "text",
    [
        "call me in 2019 2020",
        "hex 01 23 45 67 89 ab cd",
        "call 22 334 calories",
        "call about invoice 12 345 678",
        "called on 12-05-2019 home",
        "33 93 31",
        "chart number 061 22 331 office",
        "a taxi to be called to 03 2657 Koontz Lane",
        "totals 0612 1,334 5,221",
    ],
)
def test_groups_of_digits_are_no_telephone(detector: Detector, text: str) -> None:
    assert _found(detector, text, Element.PHONE) == []


@pytest.mark.parametrize(
    ("text", "norm"),
    [
        ("tel: +44 (0)20 7946 0958", "+442079460958"),
        ("Tel. 0049 30 1234567", "+49301234567"),
        ("call 06-10446904", "0610446904"),
        ("(85) 5986-8343", "8559868343"),
        ("call (615) 555-0100", "+16155550100"),
    ],
)
def test_only_numbers_of_this_country_get_its_code(detector: Detector, text: str, norm: str) -> None:
    assert [s.norm for s in detector.find_spans(text) if s.element is Element.PHONE] == [norm]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Maria lives at 12 rue de la Paix, 75002 Paris", "12 rue de la Paix, 75002 Paris"),
        ("Hauptstra\u00dfe 5, 80331 M\u00fcnchen, Germany", "Hauptstra\u00dfe 5, 80331 M\u00fcnchen, Germany"),
        ("Keizersgracht 123, 1015 CJ Amsterdam", "Keizersgracht 123, 1015 CJ Amsterdam"),
        ("Storgatan 12, 111 22 Stockholm", "Storgatan 12, 111 22 Stockholm"),
        (
            "Av. Paulista 1578, S\u00e3o Paulo, SP 01310-200, Brazil",
            "Av. Paulista 1578, S\u00e3o Paulo, SP 01310-200, Brazil",
        ),
        ("221B Baker Street, London NW1 6XE", "221B Baker Street, London NW1 6XE"),
        ("10 Downing Street\nLondon SW1A 2AA", "10 Downing Street\nLondon SW1A 2AA"),
        ("123 King St W, Toronto, ON M5V 2T6", "123 King St W, Toronto, ON M5V 2T6"),
        ("Flat 26, 14 Chatsworth Road, London SW1A 1AA", "Flat 26, 14 Chatsworth Road, London SW1A 1AA"),
        ("R\u00e1k\u00f3czi utca 81, Budapest, Hungary", "R\u00e1k\u00f3czi utca 81, Budapest, Hungary"),
        ("send it to 76 Nurme 2, Apt. 4, Tartu, Estonia 50090 today", "76 Nurme 2, Apt. 4, Tartu, Estonia 50090"),
        ("18 Via Pasquale Scura 127, Gorgoglione", "18 Via Pasquale Scura 127, Gorgoglione"),
        ("ul. Marsza\u0142kowska 10/12, 00-590 Warszawa", "ul. Marsza\u0142kowska 10/12, 00-590 Warszawa"),
        ("USS Hopper\nFPO AP 96667", "USS Hopper\nFPO AP 96667"),
    ],
)
def test_an_address_abroad_is_found_whole(detector: Detector, text: str, address: str) -> None:
    assert _found(detector, text, Element.ADDRESS) == [address]


@pytest.mark.parametrize(
    "text",
    [
        "in room 5 West Suite 300",
        "committee 3, guarantee 5",
        "given via portal 24 hours later",
        "Via Christi 500 beds",
        "Place 2 tablets under the tongue",
        "Admit to 5 North Suite 12",
        "the assessment took place on 27 Nov 2008. ",
        "She moved to 3 March",
        "covers 14 days. Discussed with Dr. Nadia Petrenko, MD. ",
        "Smith, Jordan 44821",
    ],
)
def test_what_only_looks_like_an_address_is_none(detector: Detector, text: str) -> None:
    assert _found(detector, text, Element.ADDRESS) == []

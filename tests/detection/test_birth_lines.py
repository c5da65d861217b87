"""The one whole date of nearly every line of a list of people is a birth date, if the years spread as births do."""

from __future__ import annotations

from tests.detection.growth import grows_linearly
from tests.linking.small_items import detector
from tocsin.detection.birth_lines import with_line_births
from tocsin.model.elements import Element

SWEEP = """Sweep done. Only the bad ones:

Delphine Achterberg, Medica 905220924871, retro termed 6/30 - $38k at risk. DOB 10/05/1963
Fartun Jibril, UCare 98284678438, spenddown not met. 04/04/1974
Darnell Easley Sr, UHC 9473089295 - there is a Jr. with the same address, 06/16/1960
Ngozi Okwuosa, UHC 9188034360, ok but needs referral, 03/15/1981
Ruben Castellanos, Medica 905460911788, turning 68 next Friday, 08/28/1958
"""
LABELS = """Rx# 771204  SKIBA, ROGER  02/10/55
   METFORMIN 500 MG  #180   1 BID
Rx# 771205  LALONDE, EVELYN  06/19/40
   DONEPEZIL 10 MG  #90   1 HS
Rx# 771209  PACZKOWSKI, ZBIGNIEW  01/22/47
   CARBIDOPA/LEVO 25/100  #270  1.5 TID
Rx# 771213  BIELECKA, JOLANTA  07/12/70
   LETROZOLE 2.5  #90  1 QD
"""


def births(text: str) -> list[str]:
    return [
        text[span.start : span.end] for span in detector().find_spans(text) if span.element is Element.DATE_OF_BIRTH
    ]


def test_dates_at_the_ends_of_lines() -> None:
    assert births(SWEEP) == ["10/05/1963", "04/04/1974", "06/16/1960", "03/15/1981", "08/28/1958"]


def test_dates_behind_names_that_follow_a_number() -> None:
    assert births(LABELS) == ["02/10/55", "06/19/40", "01/22/47", "07/12/70"]


def test_days_of_one_year_are_visits() -> None:
    text = SWEEP.replace("1974", "2026").replace("1960", "2025").replace("1981", "2026").replace("1958", "2024")
    assert births(text) == ["10/05/1963"]


def test_dates_that_words_call_otherwise_are_none() -> None:
    text = "Ann Lee seen 4/4/1974\nBob Boyd seen 6/16/1960\nMaria Lopez seen 3/15/1981\nJose Ortiz seen 8/28/1958\n"
    assert births(text) == []


def test_time_grows_with_the_text() -> None:
    found = detector()
    assert grows_linearly(
        lambda text: with_line_births(text, found.find_spans(text)), "Ann Lee, ok. 04/04/1974\n", 4_000
    )

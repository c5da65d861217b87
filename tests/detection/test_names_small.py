"""Names that begin the lines of a list in small letters, or as a surname alone: most lines say what the others are."""

from __future__ import annotations

import pytest

from tests.detection.growth import grows_linearly
from tests.linking.small_items import detector
from tocsin.detection.names_small import with_small
from tocsin.model.elements import NAME_ELEMENTS, Element

CHECKS = """DEPOSIT 8/31   bag 221
ck 1044  hoeksema 572661   30.00
ck 7719  slagh 431080   61.15
ck 3002  kowalski thad 479610   18.00
ck 881   tuinstra 904583   22.40
ck 129   nykamp - parents ck - 486201  450.00
"""
ROUTE = """tues route
1 Opal H - cancel
2 thunderhawk 3175 Meadowlark Ln  sign for it
3 fitzpatrick larry 8276 Elm Grove Ave $14.99 COD
4 Skiba R  3440 Church St
5 amira saad  8239 Sycamore St  cooler bag!
"""
CALLS = """hang, blia - 715-431-6300, reaction to plts
ogunleye femi - lost job. cell 715-824-4335
bustos, alejandra - wants 2nd opinion, 715-611-1947
helgeson ardis - falls x2
"""
BULLETS = """- Tammy W. moved again!! cell 308-769-7888
- Marisol Y. wants her file sent
- corey r  says EAP done
- phil k. pays w/ HSA
- caroline ingersoll - no more calls to home #
"""
VOICES = """TUES 422P - HANG UP
TUES 440P - SANDY YANG SCHULTZ BD 05/30/65 BCBS LETTER, 651-251-2764
TUES 455P - MOUA KOU, FEVER 101
WED 745A - MR. LOR CHUE, HAS NEW INS
"""
SWEEP = """NOWAK, SHIRLEY A BCBSM XYQ438967993
BERRI, ZEINAB Meridian M967582186
SALEH, HUDA Meridian M291423852
"""
SLIPS = """[x] Vang P        #19 zirconia crown
[ ] van handel, carol   upper partial repair
[ ] Kempen        night guard
[ ] sturgis L.    temp #12 came off again
"""


def names(text: str) -> list[str]:
    return [text[span.start : span.end] for span in detector().find_spans(text) if span.element in NAME_ELEMENTS]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (CHECKS, {"hoeksema", "slagh", "kowalski thad", "tuinstra", "nykamp"}),
        (ROUTE, {"Opal H", "thunderhawk", "fitzpatrick larry", "Skiba R", "amira saad"}),
        (CALLS, {"hang, blia", "ogunleye femi", "bustos, alejandra", "helgeson ardis"}),
        (BULLETS, {"Tammy W", "Marisol Y", "corey r", "phil k", "caroline ingersoll"}),
        (VOICES, {"SANDY YANG SCHULTZ", "MOUA KOU", "LOR CHUE"}),
        (SWEEP, {"NOWAK, SHIRLEY", "BERRI, ZEINAB", "SALEH, HUDA"}),
        (SLIPS, {"Vang P", "van handel, carol", "Kempen", "sturgis L"}),
    ],
)
def test_most_lines_of_a_list_say_what_the_others_begin_with(text: str, wanted: set[str]) -> None:
    assert wanted <= set(names(text))


def test_surnames_alone_before_births_and_numbers() -> None:
    text = "Boateng 7/19/1966 / W480305460\nVandenberghe 8/13/1955 / W127566568\nFarooqui 1/2/1950 / W127566569\n"
    assert names(text) == ["Boateng", "Vandenberghe", "Farooqui"]
    births = [span for span in detector().find_spans(text) if span.element is Element.DATE_OF_BIRTH]
    assert len(births) == 3


@pytest.mark.parametrize(
    "text",
    [
        "lisinopril 10 mg\nmetoprolol 25 mg\nwarfarin 5 mg\njantoven 2 mg\n",
        "madison - 5 boxes\njackson - 3 boxes\nlincoln - 2 boxes\n",
        "- call pharmacy\n- fax order\n- scan chart\n- mail letter\n- order supplies\n",
        "walgreens - out of stock\nkroger - ok\ncvs, main st - sent\npublix - closed\n",
        "keytruda - denied\nopdivo - approved\nxgeva - pending\nneulasta - approved\n",
        "1 ibuprofen 600\n2 gauze 4x4\n3 saline 500\n4 heparin 5000\n",
        "however, we will see\nmoreover, it is late\ntherefore, no change\nbesides, nobody asked\n",
    ],
)
def test_lists_of_other_things_name_nobody(text: str) -> None:
    assert names(text) == []


def test_a_list_of_physicians_stays_one() -> None:
    text = "Dan Okafor, MD    813-555-0101\nClara Winters, MD    813-555-0102\nPriya Nair, DO    813-555-0103\n"
    spans = detector().find_spans(text)
    assert {span.element for span in spans if span.element in NAME_ELEMENTS} == {Element.PROVIDER}


def test_time_grows_with_the_text() -> None:
    def work(text: str) -> object:
        return with_small(text, (), lambda start, end: True)

    assert grows_linearly(work, "ck 1044  hoeksema 572661\n") and grows_linearly(work, "x\n\n\nhang, blia - 1\n")

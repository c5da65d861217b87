"""Numbers without a label beside names, and surnames in small letters behind the hours of a schedule."""

from __future__ import annotations

import pytest

from tests.linking.small_items import detector
from tocsin.model.elements import NAME_ELEMENTS, Element

CALLBACKS = """Burt Lapeer 9145240  gleason 3+3, 2 cores -> AS. told 9/9
Zoltan Fekete 5929482  4+5 -> PSMA, ADT. son translating, (810) 728-8138
Curtis Wolverton 5929147 benign, PSA 6 mo. (born 11/15/1965). prostate biopsy
Ahmed Jibril 4265799 HGPIN
"""
DAY = """tues 9/22
730 hollyfield turbt mrn 4068130
830 kangas turp 3459005
930 dao, hieu uscope/laser stone L 6258637
1030 mayberry vasectomy 7631802
11 open
1130 beauchamp, nancy botox bladder 8542415
"""


def found(text: str, *elements: Element) -> list[str]:
    return [text[span.start : span.end] for span in detector().find_spans(text) if span.element in elements]


def test_numbers_as_long_behind_the_names_of_a_list_are_record_numbers() -> None:
    assert found(CALLBACKS, Element.MRN) == ["9145240", "5929482", "5929147", "4265799"]


def test_a_bare_number_is_what_the_labelled_one_is() -> None:
    assert found(DAY, Element.MRN) == ["4068130", "3459005", "6258637", "7631802", "8542415"]
    text = DAY.replace("mrn", "acct")
    assert len(found(text, Element.ACCOUNT_NUMBER)) == 5


def test_where_payments_are_spoken_of_they_are_accounts() -> None:
    text = "DEPOSIT 02/12\nAnn Lee 9145240  check 114  40.00\nBob Boyd 5929482  cash  25.00\nMaria Lopez 5929147  check 9  10.00\n"
    assert found(text, Element.ACCOUNT_NUMBER) == ["9145240", "5929482", "5929147"]


def test_other_numbers_behind_names_are_none() -> None:
    assert not found("Ann Lee 16501\nBob Smith 16502\nMaria Lopez 16503\n", Element.MRN)
    assert not found("Ann Lee 125000 platelets\nBob Smith 98000\nMaria Lopez 300000 units\n", Element.MRN)
    assert not found("Ann Lee $412345\nBob Smith $912345\nMaria Lopez $812345\n", Element.MRN)


def test_numbers_as_long_as_those_of_claims_are_no_record_numbers() -> None:
    text = CALLBACKS + "claim 9921345 paid\n"
    assert not found(text, Element.MRN)
    assert len(found(text, Element.CLAIM_NUMBER)) <= 1


def test_amounts_and_item_numbers_are_not_what_a_labelled_number_is() -> None:
    assert found("Ann Lee mrn 4068130\nBob Boyd $ 3459005\nMaria Lopez # 1234567\n", Element.MRN) == ["4068130"]


def test_what_words_before_call_otherwise_is_no_record_number() -> None:
    text = "Ann Lee, MRN 4068130, invoice 3459005 paid, order 5551234, check no. 7654321\n"
    assert found(text, Element.MRN) == ["4068130"]


def test_a_length_that_labels_give_to_several_kinds_tells_nothing() -> None:
    text = DAY + "claim 9921345 paid, MRN 4068131\n"
    assert found(text, Element.MRN) == ["4068130", "4068131"]


def test_surnames_in_small_letters_behind_hours() -> None:
    assert found(DAY, *NAME_ELEMENTS) == ["hollyfield", "kangas", "dao, hieu", "mayberry", "beauchamp, nancy"]


def test_what_else_stands_behind_hours_is_nobody() -> None:
    assert not found("700 huddle\n800 rounds\n900 lunch\n1000 moving boxes\n1100 port class\n", *NAME_ELEMENTS)


def test_where_few_hours_have_a_surname_nobody_is_named() -> None:
    text = (
        "700 huddle\n800 hollyfield\n900 kangas\n930 mayberry\n1000 rounds\n1100 lunch\n1200 charting\n1300 inservice\n"
    )
    assert not found(text, *NAME_ELEMENTS)


AGING = """  A/R BY GUARANTOR   >$100          asof 083126
  712391 ESCOBAR MARISOL   0.00   142.10
  447836 PAK JI-WON        210.00   0.00
  923742 NAMBIAR PRIYA     0.00 318.40   pay plan 50/mo
"""


def test_numbers_that_lines_begin_with_before_a_name_are_accounts_or_records() -> None:
    assert found(AGING, Element.ACCOUNT_NUMBER) == ["712391", "447836", "923742"]
    plain = "712391 Ann Lee\n447836 Bob Boyd\n923742 Maria Lopez biopsy\n"
    assert found(plain, Element.MRN) == ["712391", "447836", "923742"]


@pytest.mark.parametrize(
    "text",
    [
        "083126 Ann Lee\n090226 Bob Boyd\n091026 Maria Lopez\n",
        "TICKETS\n712391 Ann Lee\n447836 Bob Boyd\n923742 Maria Lopez\n",
        "712391 Ann Lee\nCall Bob Boyd\n447836 reams of paper, Maria Lopez\n",
        "84101 Ann Lee\n84102 Bob Boyd\n84103 Maria Lopez\n",
    ],
    ids=["days", "tickets", "one line", "ZIP codes"],
)
def test_other_numbers_before_names_are_not(text: str) -> None:
    assert found(text, Element.MRN, Element.ACCOUNT_NUMBER) == []


def test_numbers_behind_a_number_sign_or_in_brackets_behind_most_names() -> None:
    hashed = "RUCKER, SHAWNTEL D   #22533   F\nCLEMENS, DWIGHT E   #81214   M\nLEE, ANN   #89507   F\n"
    assert found(hashed, Element.MRN) == ["22533", "81214", "89507"]
    closed = "Gladys Roe (8347811) Truxima\nOretha Lockridge (9608680) abx\nLyle Fruin (8147200) FLOT\n"
    assert found(closed, Element.MRN) == ["8347811", "9608680", "8147200"]
    apart = "Kolinski, Len     975144   AF\nLucille Wagenaar  942675  deceased\nAnn Papadakis            501768   DVT\n"
    assert found(apart, Element.MRN) == ["975144", "942675", "501768"]


def test_one_number_sign_for_all_is_no_record_number() -> None:
    assert not found("Ann Lee   #1044\nBob Boyd   #1044\nMaria Lopez   #1044\n", Element.MRN)
    assert not found("Ann Lee   #1044\nBob Boyd   seen\nMaria Lopez   seen\nJose Ortiz   seen\n", Element.MRN)

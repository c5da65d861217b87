"""Cards and labels that a text prints beside each other are read one below the other."""

from __future__ import annotations

from tocsin.readers.label_columns import unfolded

CARDS = """ACC 202300118  SEQ 00             ACC 202100471  SEQ 01
  Ann Lee                           POE, Di T
  b. 01/19/1944                     b. 06/30/1969
  moved                             SS# 403-90-1185"""


def test_cards_that_begin_alike_stand_below_each_other() -> None:
    assert unfolded(CARDS).split("\n\n") == [
        "ACC 202300118  SEQ 00\n  Ann Lee\n  b. 01/19/1944\n  moved",
        "ACC 202100471  SEQ 01\n  POE, Di T\n  b. 06/30/1969\n  SS# 403-90-1185",
    ]


def test_blocks_around_cards_stay_as_they_are() -> None:
    text = f"REGISTRY   Q1\n\n{CARDS}\n\nClass of case 22"
    assert unfolded(text).startswith("REGISTRY   Q1\n\nACC 202300118  SEQ 00\n  Ann Lee")
    assert unfolded(text).endswith("SS# 403-90-1185\n\nClass of case 22")


def test_a_table_with_one_word_twice_is_no_card() -> None:
    text = "Total 12 visits       Total 9 refills\nAnn Lee               6/30/1969\nBo Roe                1/19/1944"
    assert unfolded(text) == text


def test_a_text_across_keeps_the_block() -> None:
    across = CARDS + "\n  a line that goes right across the two cards"
    assert unfolded(across) == across

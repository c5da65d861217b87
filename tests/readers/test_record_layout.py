"""Records of fixed width without a heading are cut where their lines say so; other texts stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tocsin.readers.plain import READER
from tocsin.readers.record_layout import record_layout

PLACEMENT = """\
HDRLOAN2291   NORTHFILE 20250228
024471820     WEATHERSBY        ODALYS        T401225518196202288119 PELICAN REEF DR          CORAL BAY       FL33021    305555018100021
023317265     QUIMBY-ROSS       FELIX         N276198734194006271 E TERN ST APT 29            PALMETTO        FL34221    941555018700187
029002116     VANTERPOOL        ANSELMA       J178592247197110186407 W SUNRISE ST APT 5       OCALA           FL34470    352555013900035
024190387     OKAFOR            LAVERNE       B006653812194912057453 LIMEKILN RD              ROTONDA         FL33947    941555017900210
026607715     SINGH             PREET         K557171009196307106314 DOGWOOD LN               MIAMI           FL33101    305555015800010
TRL00005
"""
ELIGIBILITY = """\
K4470018822 01ALDERMAN       GORDA     H19651020M530761187 POKE AVE
K4470018822 02ALDERMAN       PHYLA     J19670215F328755512 POKE AVE
K4470018822 03ALDERMAN       TYCE      G20070505M         2 POKE AVE
K8810020071 01HADDOCK        SAMIR     N19800314F12096712559 CROIX TRAIL N
K8810020071 02HADDOCK        GEORG     E19760711M52608281459 CROIX TRAIL N
"""
PRINTED = """\
DAILY SCHEDULE           CLINIC 3            TUE 10/01/24
TIME  PATIENT                   DOB         MRN
0800  LEE, MIN                  04/11/2011  88-1123
0820  GOODE, WINNIE J           06/08/2014  88-1190
0840  PIERCE, THEO D            03/22/2018  88-1201
0900  CHAVEZ, ANGEL             07/04/2022  88-1277
"""
LABELLED = """\
1000  KUBIK,DEANNA          186863285   REG 80.00   GROSS 2400.00   NET 1800.12
1001  OYELARAN,BABA         090854964   REG 80.00   GROSS 2477.00   NET 1860.12
1002  CASTRO,BRIANNA        109587238   REG 80.00   GROSS 2554.00   NET 1920.12
1003  HOLLIS,GREGORY        674588793   REG 80.00   GROSS 2631.00   NET 1980.12
"""


def _cells(text: str) -> list[list[str]]:
    layout = record_layout(text)
    assert layout is not None
    return [layout.cells(line) for line in text.splitlines() if layout.fits(line)]


def test_what_abuts_is_parted() -> None:
    rows = _cells(PLACEMENT)
    assert len(rows) == 5
    assert rows[0][:9] == [
        "02", "4471820", "WEATHERSBY", "ODALYS", "T", "401225518", "19620228", "8119 PELICAN REEF DR", "CORAL BAY",
    ]  # fmt: skip
    assert rows[1][7:11] == ["1 E TERN ST APT 29", "PALMETTO", "FL", "34221"]


def test_a_number_that_some_records_lack_keeps_its_place() -> None:
    rows = _cells(ELIGIBILITY)
    assert [row[-2] for row in rows] == ["530761187", "328755512", "", "120967125", "526082814"]
    assert [row[-1].split()[0] for row in rows] == ["POKE", "POKE", "2", "59", "59"]
    assert {row[-3] for row in rows} == {"M", "F"}


@pytest.mark.parametrize("text", [PRINTED, LABELLED, "one line\n" * 3, "word " * 2000, "", "\n\n"])
def test_other_texts_have_no_layout(text: str) -> None:
    assert record_layout(text) is None


def test_prose_has_no_layout() -> None:
    line = "the patient of 4417 Elm was told about 5 visits and came"
    text = "\n".join(line[at:] + line[:at] for at in range(0, 40, 3))
    assert record_layout(text) is None


def test_the_reader_gives_rows_and_keeps_the_other_lines(read: Callable[..., Any]) -> None:
    found = read(READER, PLACEMENT.encode())
    assert [text.split()[0] for _, text in found.texts] == ["HDRLOAN2291", "TRL00005"]
    [(_, first, rows, head)] = found.grids
    assert (first, len(rows), head) == (2, 5, rows)


def test_digits_that_are_no_numbers_do_no_harm() -> None:
    text = "\n".join(f"LEE       ANN       1960010\u00b2 F 12345678{n} 12 ELM ST" for n in range(6))
    layout = record_layout(text)
    assert layout is None or "LEE" in layout.cells(text.split("\n")[0])

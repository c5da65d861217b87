"""Names taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.model.person_names import parse_name


@pytest.mark.parametrize(
    ("text", "first", "middle", "last", "suffix"),
    [
        ("LEE, ANN M", "ANN", "M", "LEE", ""),
        ("Ann M. Lee Jr.", "Ann", "M.", "Lee", "Jr"),
        ("Lee Jr, Robert J", "Robert", "J", "Lee", "Jr"),
        ("Lee, Robert J., III", "Robert", "J.", "Lee", "III"),
        ("Ludwig van der Meer", "Ludwig", "", "van der Meer", ""),
        ("Maria de la Cruz", "Maria", "", "de la Cruz", ""),
        ("NGUYEN LINH", "LINH", "", "NGUYEN", ""),
        ("MARTINEZ MARIA E", "MARIA", "E", "MARTINEZ", ""),
        ("LEE^ANN^M^JR", "ANN", "M", "LEE", "Jr"),
        ("Dr. Wei Zhang, MD", "Wei", "", "Zhang", ""),
        ("Robert (Bob) Smith", "Robert", "", "Smith", ""),
        ("Ma, Jun", "Jun", "", "Ma", ""),
        ("", "", "", "", ""),
    ],
)
def test_parts(text: str, first: str, middle: str, last: str, suffix: str) -> None:
    parts = parse_name(text)
    assert (parts.first, parts.middle, parts.last, parts.suffix) == (first, middle, last, suffix)


@given(st.text(max_size=150))
def test_any_text_is_taken_apart(text: str) -> None:
    assert parse_name(text) == parse_name(text)

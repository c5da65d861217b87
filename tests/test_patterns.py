"""Patterns whose alternatives are tried letter by letter match what they did before."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.patterns import by_letters, compiled

_WORDS = st.lists(
    st.sampled_from(["a", "ab", "abc", "b", "ba?c", "[ab]c", "c|d", "(?:a|b)c", r"\bca", "a{2}", "cab"]), min_size=1
)


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        (r"the (?:ankle|arm|back|b/l|[ct]\d)", r"the (?:a(?:nkle|rm)|b(?:ack|/l)|[ct]\d)"),
        (r"(?i)\b(?P<one>no|not)\b", r"(?i)\b(?P<one>n(?:o(?:|t)))\b"),
        (r"[|()]a|ab|\|", r"[|()]a|ab|\|"),
        (r"[]|]a|[^]|]b", r"[]|]a|[^]|]b"),
        (r"(?<!my |mi )x|y", r"(?<!m(?:y |i ))x|y"),
        (r"as?|a+|ab|ac", r"as?|a+|a(?:b|c)"),
    ],
)
def test_alternatives_that_begin_alike_are_together(pattern: str, wanted: str) -> None:
    assert by_letters(pattern) == wanted
    assert re.compile(wanted)


@given(_WORDS, st.text("abcd ", max_size=12))
def test_the_same_is_matched(words: list[str], text: str) -> None:
    pattern = "|".join(words)
    before, after = re.compile(pattern), compiled(pattern)
    assert [m.span() for m in after.finditer(text)] == [m.span() for m in before.finditer(text)]
    assert after.groupindex == before.groupindex


@pytest.mark.parametrize("pattern", ["(a", "a)", "[a", "(?(1)a|b)", "(?#a)"])
def test_what_is_not_known_is_told(pattern: str) -> None:
    with pytest.raises(ValueError, match="pattern"):
        by_letters(pattern)

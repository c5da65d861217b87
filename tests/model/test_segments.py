"""A packed body says what was put in, whatever was put in; one that nobody packed is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.model.segments import Body, Field, FieldsBody, GridBody, TextBody, TextLayout, pack_body, unpack_body
from tocsin.untrusted import clean_text

_TEXT = st.text(max_size=40).map(clean_text)
_ROWS = st.lists(st.lists(_TEXT, min_size=2, max_size=4).map(tuple), min_size=1, max_size=5).map(tuple)
_NUMBER = st.integers(-(10**12), 10**12)
_BODIES = st.one_of(
    st.builds(TextBody, _TEXT, st.sampled_from(TextLayout)),
    st.builds(GridBody, _ROWS, _NUMBER, _ROWS | st.just(()), st.booleans()),
    st.builds(FieldsBody, st.lists(st.builds(Field, _TEXT, _TEXT, _TEXT, _NUMBER), max_size=4).map(tuple)),
)


@given(_BODIES)
def test_a_body_comes_back_as_it_was(body: Body) -> None:
    assert unpack_body(pack_body(body)) == body


def test_rows_without_text_are_rows_without_cells() -> None:
    body = GridBody((("a",), (), ("",), ("", "")), 7, (), is_sheet=True)
    assert unpack_body(pack_body(body)) == GridBody((("a",), (), (), ("", "")), 7, (), is_sheet=True)
    assert unpack_body(pack_body(GridBody(()))) == GridBody(())


@pytest.mark.parametrize(
    "packed", [b"", b"blob\nx", b"text sideways\nx", b"grid 1\nx", b"fields 1\nx", b"text fixed\n\xff"]
)
def test_what_nobody_packed_is_refused(packed: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        unpack_body(packed)

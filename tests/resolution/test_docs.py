"""The page that lawyers read shows the weights that are used."""

from __future__ import annotations

from pathlib import Path

from tocsin.resolution.weights import table_text

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "resolution.md"


def test_the_page_shows_the_table_as_it_is() -> None:
    assert table_text() in PAGE.read_text(encoding="utf-8")

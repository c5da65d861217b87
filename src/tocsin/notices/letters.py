"""Letters as PDF/UA-1, made by Typst with our own fonts; the same letter is the same bytes.

Source: ISO 14289-1 (PDF/UA-1); the parts chosen in the project's design.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from pathlib import Path

import typst

from tocsin.notices.content import Letter

BATCH_LETTERS = 200
"""Letters of one batch file."""
_TIMESTAMP = datetime(2000, 1, 1, tzinfo=UTC)
"""Written into every PDF instead of the time of making, so that the same letter is the same bytes."""


def letters_pdf(letters: Sequence[Letter]) -> bytes:
    """Return one PDF of all these letters, each beginning on a new page.

    Raises:
        typst.TypstError: the template is broken; never because of a letter's text, which is data to it.
    """
    data = json.dumps([asdict(letter) for letter in letters], ensure_ascii=False)
    made: object = typst.compile(  # type: ignore[misc]  # its stub has a type parameter nothing binds
        _template(),
        font_paths=[str(_fonts())],
        ignore_system_fonts=True,
        sys_inputs={"letters": data},
        pdf_standards=["ua-1"],
        timestamp=int(_TIMESTAMP.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single document")
    return made


@cache
def _template() -> bytes:
    return (resources.files("tocsin.notices") / "templates" / "letter-en.typ").read_bytes()


@cache
def _fonts() -> Path:
    return Path(str(resources.files("tocsin.notices") / "fonts"))

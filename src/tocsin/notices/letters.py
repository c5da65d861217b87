"""Letters as PDF/UA-1 or as pictures, made by Typst with our own fonts; the same letter is the same bytes.

Source: ISO 14289-1 (PDF/UA-1); decision record 70.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from pathlib import Path

import pikepdf
import typst

from tocsin.notices.compose import Letter
from tocsin.notices.house import House, Picture, shipped_house

BATCH_LETTERS = 200
"""Letters of one batch file."""
_PROOF_PPI = 110
_COMPILATIONS_KEPT = 10
"""Compilations after which typst drops a result that none of them used (comemo's eviction age in typst-py)."""
_TIMESTAMP = datetime(2000, 1, 1, tzinfo=UTC)
"""Written into every PDF instead of the time of making, so that the same letter is the same bytes."""


def letters_pdf(letters: Sequence[Letter], houses: Mapping[str, House] | None = None) -> bytes:
    """Return one PDF of all these letters, each beginning on a new page; they must be of one language.

    Raises:
        typst.TypstError: the layout is broken; never because of a letter's text, which is data to it.
    """
    made: object = _compiler().compile(
        _layout(),
        sys_inputs={"batch": _data(letters, houses or {})},
        pdf_standards=["ua-1"],
        timestamp=int(_TIMESTAMP.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single document")
    if len(letters) > 1:
        _forget()
    return made


def letters_png(letters: Sequence[Letter], houses: Mapping[str, House] | None = None) -> list[bytes]:
    """Return every page of these letters as a picture, to be looked at."""
    made: object = _compiler().compile(
        _layout(), sys_inputs={"batch": _data(letters, houses or {})}, format="png", ppi=float(_PROOF_PPI)
    )
    return [made] if isinstance(made, bytes) else list(made)  # type: ignore[call-overload]  # typst gives a list of bytes


def first_pages(pdf: bytes) -> list[int]:
    """Return the first page of each letter of a batch, in order, counted from 1; the last entry is one past the end."""
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_outline() as outline:
        number: dict[object, int] = {page.objgen: at for at, page in enumerate(document.pages, start=1)}
        starts = [number[_page_of(item.destination)] for item in outline.root]
        return [*starts, len(document.pages) + 1]


def _page_of(destination: object) -> tuple[int, int]:
    if not isinstance(destination, pikepdf.Array):
        raise TypeError("a bookmark of typst's leads nowhere")
    page: tuple[int, int] = destination[0].objgen
    return page


def _forget() -> None:
    """Let typst drop what it keeps of the batch: it forgets what ten compilations in a row did not use.

    Without it a process grows by about a megabyte a letter until ten batches are kept.
    """
    for _ in range(_COMPILATIONS_KEPT + 1):
        _compiler().compile(b"", sys_inputs={})


def _data(letters: Sequence[Letter], houses: Mapping[str, House]) -> str:
    keys = sorted({letter.house for letter in letters})
    looks = {key: _look(houses.get(key) or houses.get("") or shipped_house()) for key in keys}
    return json.dumps({"letters": [asdict(letter) for letter in letters], "looks": looks}, ensure_ascii=False)


def _look(house: House) -> dict[str, object]:
    return {**asdict(house.look), "logo": _picture(house.logo), "signature": _picture(house.signature)}


def _picture(picture: Picture | None) -> dict[str, object] | None:
    return None if picture is None else {**asdict(picture), "data": list(picture.data)}


@cache
def _layout() -> bytes:
    return (resources.files("tocsin.notices") / "templates" / "letter.typ").read_bytes()


@cache
def _compiler() -> typst.Compiler:
    fonts = Path(str(resources.files("tocsin.notices") / "fonts"))
    return typst.Compiler(_layout(), font_paths=[str(fonts)], ignore_system_fonts=True)  # type: ignore[misc]  # its stub has a type parameter nothing binds

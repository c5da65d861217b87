"""Reading broken bytes for properties: what a reader may do with them is to give a code, never to raise."""

from __future__ import annotations

import io

from tocsin.config import READ
from tocsin.model.evidence import ItemCode
from tocsin.readers.interface import CannotRead, Reader, Source


class Nothing:
    """A sink that forgets everything."""

    def __getattr__(self, name: str):
        return lambda *_, **__: None


def outcome(reader: Reader, data: bytes, media_type: str = "", name: str = "document") -> ItemCode | None:
    """Return the code a reader ends with, None if it reads to the end; anything else it raises comes out."""
    try:
        reader.read(Source(io.BytesIO(data), len(data), name, media_type or min(reader.media_types)), Nothing(), READ)
    except CannotRead as cannot:
        return cannot.code
    return None


def spoiled(whole: bytes, junk: bytes, at: int) -> bytes:
    """Return a document with junk in it, or cut short if there is none."""
    at %= len(whole)
    return whole[:at] + (junk + whole[at:] if junk else b"")

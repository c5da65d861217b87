"""Whether a PDF is damaged where pdfium says nothing: it mends what it can and draws what it gets.

qpdf tells what it had to mend; a page's packed content is unpacked once more, to its end, in small pieces.
Source: ISO 32000-2, 7.4.4 (FlateDecode), 7.7.3.3 (Contents).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from itertools import islice

import pikepdf

_MENDED = ("file is damaged", "attempting to recover", "attempting to reconstruct", "loop detected")
_PIECE = 1 << 20
_MOST_PACKED, _MOST_PIECES = 64 << 20, 256
"""A longer stream, and what lies beyond so many pieces of all of them, is not looked at."""


def is_damaged(document: pikepdf.Pdf, pages: int) -> bool:
    """Tell whether something had to be mended, or the content of one of the first pages does not unpack."""
    pieces = 0
    for page in islice(document.pages, pages):
        for stream in _packed_contents(page):
            for is_sound in _unpacked(stream.read_raw_bytes()):
                pieces += 1
                if not is_sound:
                    return True
                if pieces > _MOST_PIECES:
                    return _was_mended(document)
    return _was_mended(document)


def _was_mended(document: pikepdf.Pdf) -> bool:
    told = " ".join(map(str, document.get_warnings())).lower()
    return any(words in told for words in _MENDED)


def _packed_contents(page: pikepdf.Page) -> Iterator[pikepdf.Stream]:
    contents = page.obj.get("/Contents")
    for one in contents if isinstance(contents, pikepdf.Array) else (contents,):
        if not isinstance(one, pikepdf.Stream) or int(one.get("/Length", 0)) > _MOST_PACKED:
            continue
        kind = one.get("/Filter")
        only = kind[0] if isinstance(kind, pikepdf.Array) and len(kind) == 1 else kind
        if only == pikepdf.Name.FlateDecode:
            yield one


def _unpacked(packed: bytes) -> Iterator[bool]:
    """Yield for each piece of what was packed whether it is sound."""
    unpacker = zlib.decompressobj()
    while not unpacker.eof:
        try:
            piece = unpacker.decompress(packed, _PIECE)
        except zlib.error:
            yield False
            return
        packed = unpacker.unconsumed_tail
        yield bool(piece) or unpacker.eof

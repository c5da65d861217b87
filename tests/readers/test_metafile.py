"""Windows drawings: their texts in lines, whatever record holds them; drawings of shapes and broken ones end in a code."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.hostile import outcome, spoiled
from tocsin.model.evidence import ItemCode
from tocsin.readers.metafile import READER
from tocsin.readers.registry import reader_for
from tocsin.readers.sniff import sniff

EMF, WMF = "image/x-emf", "image/x-wmf"


def _record(kind, body):
    body += b"\0" * (-len(body) % 4)
    return struct.pack("<II", kind, 8 + len(body)) + body


def _head():
    return _record(1, bytes(32) + b" EMF" + bytes(60))


def _emr_text(x, y, count, start):
    return struct.pack("<iiIII", x, y, count, start, 0) + bytes(20)


def _wide(x, y, text):
    return _record(84, bytes(28) + _emr_text(x, y, len(text), 76) + text.encode("utf-16-le"))


def _narrow(x, y, text):
    return _record(83, bytes(28) + _emr_text(x, y, len(text), 76) + text.encode("cp1252"))


def _small(x, y, text, options):
    bounds = b"" if options & 0x100 else bytes(16)
    coded = text.encode("cp1252" if options & 0x200 else "utf-16-le")
    return _record(108, struct.pack("<iiIII", x, y, len(text), options, 1) + bytes(8) + bounds + coded)


def _poly(texts):
    head = 40 + 40 * len(texts)
    body, strings = struct.pack("<I", len(texts)), b""
    for x, y, text in texts:
        body += _emr_text(x, y, len(text), head + len(strings))
        strings += text.encode("utf-16-le")
    return _record(97, bytes(28) + body + strings)


TABLE = _head() + b"".join(
    [
        _wide(500, 100, "Born"),
        _wide(10, 100, "Name"),
        _narrow(10, 300, "Jos\u00e9 Lee"),
        _small(500, 301, "1970-01-02", 0x300),
        _small(10, 500, "Ann Ray", 0x000),
        _poly([(500, 500, "1980-03-04"), (900, 500, "SSN 900-12-3456")]),
    ]
)


def test_texts_of_a_drawing_come_in_lines(read):
    recorded = read(READER, TABLE, EMF)
    assert recorded.texts == [
        ("drawing", "Name  Born\nJos\u00e9 Lee  1970-01-02\nAnn Ray  1980-03-04  SSN 900-12-3456")
    ]
    assert recorded.codes == []
    assert sniff(TABLE, "x.bin", len(TABLE)) == EMF and reader_for(EMF) is READER


def _wmf_record(kind, body):
    body += b"\0" * (len(body) & 1)
    return struct.pack("<IH", 3 + len(body) // 2, kind) + body


@pytest.mark.parametrize("placed", [b"", b"\xd7\xcd\xc6\x9a" + bytes(18)])
def test_texts_of_an_old_drawing(read, placed):
    drawing = placed + b"\x01\x00\x09\x00\x00\x03" + bytes(12)
    drawing += _wmf_record(0x0521, struct.pack("<h", 3) + b"Ann\0" + struct.pack("<hh", 40, 5))
    drawing += _wmf_record(0x0A32, struct.pack("<hhhH", 40, 90, 3, 0) + b"Lee")
    drawing += _wmf_record(0x0A32, struct.pack("<hhhH", 80, 5, 6, 4) + bytes(8) + b"MRN 77")
    assert read(READER, drawing, WMF).texts == [("drawing", "Ann  Lee\nMRN 77")]


@pytest.mark.parametrize(
    ("more", "cannot", "codes"),
    [
        (b"", ItemCode.NO_READER, []),
        (_record(81, bytes(2_000)), ItemCode.NEEDS_OCR, []),
        (_record(81, bytes(2_000)) + _wide(1, 1, "Ann"), None, [ItemCode.NEEDS_OCR]),
        (_record(81, bytes(40)) + _wide(1, 1, "Ann"), None, []),
        (_wide(1, 1, "Ann") + struct.pack("<II", 84, 1 << 31), None, [ItemCode.PARTLY_CORRUPT]),
        (_record(84, b"short"), ItemCode.NO_READER, [ItemCode.PARTLY_CORRUPT]),
    ],
)
def test_what_is_shape_or_picture_is_not_called_read(read, more, cannot, codes):
    recorded = read(READER, _head() + more, EMF)
    assert recorded.cannot is cannot and recorded.codes == codes
    assert bool(recorded.texts) is (cannot is None)


@given(st.binary(max_size=80), st.integers(0, 700), st.sampled_from([EMF, WMF]))
def test_never_raises_anything_else(junk, at, kind):
    assert outcome(READER, spoiled(TABLE, junk, at), media_type=kind) in set(ItemCode) | {None}

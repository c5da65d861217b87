"""Outlook data files: every item with its folder, two counts, slices, three generations; damage costs what it hit."""

from __future__ import annotations

import contextlib
import io
import struct
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.readers.pst_file import PstFile
from tocsin.config import ReadLimits
from tocsin.model.evidence import ItemCode
from tocsin.readers import tnef
from tocsin.readers.interface import CannotRead, Source
from tocsin.readers.mapi import text_of
from tocsin.readers.pst import READER
from tocsin.readers.pst_blocks import ANSI, LARGE, UNICODE, PstError, Store

INBOX, SENT = 0x8002 | 0x2000, 0x8022 | 0x2000
STAMP = datetime(2024, 1, 2, tzinfo=UTC)


def _mail(subject, body="Ann Lee"):
    return {0x001A: "IPM.Note", 0x0037: subject, 0x0039: STAMP, 0x1000: body}


def _file(shape=UNICODE, crypt=1, count=3):
    file = PstFile(shape, crypt)
    file.folder("Top", 0x8082)
    file.folder("Inbox", INBOX, 0x8082)
    for number in range(count):
        file.item(0x200004 + number * 0x20, INBOX, _mail(f"mail {number}"))
    return file


def _source(data):
    return Source(io.BytesIO(data), len(data), "box.pst", "application/vnd.ms-outlook-pst")


def _subjects(recorded):
    return [text_of(tnef.parse(data)[0].properties, 0x0037) for _, _, data in recorded.children]


@pytest.mark.parametrize("shape", [UNICODE, ANSI, LARGE])
@pytest.mark.parametrize("crypt", [0, 1, 2])
def test_items_come_with_their_folders(read, shape, crypt):
    recorded = read(READER, _file(shape, crypt, 60).data())
    assert _subjects(recorded) == [f"mail {n}" for n in range(60)]
    assert recorded.children[0][:2] == (1, "Top/Inbox/1") and recorded.claimed == 60
    assert not recorded.failed and not recorded.codes


def test_recipients_attachments_and_what_is_inside(read):
    file = _file(count=0)
    deepest = file.message(_mail("third", "deepest text"))
    inner = file.message(_mail("second"), (), [({0x3705: 5, 0x3001: "deep"}, deepest)])
    large = bytes(range(256)) * 400
    attachments = [({0x3705: 1, 0x3707: "big.bin", 0x3701: large}, None), ({0x3705: 5, 0x3001: "fwd"}, inner)]
    file.item(
        0x200004, INBOX, _mail("first", "x" * 9000), [{0x3001: "Bo", 0x39FE: "bo@roe.example", 0x0C15: 2}], attachments
    )
    recorded = read(READER, file.data())
    first = read(tnef.READER, recorded.children[0][2])
    assert [one.value for one in first.field_lists[0][1] if one.path == "mail.cc"] == ["Bo <bo@roe.example>"]
    assert first.texts == [("body", "x" * 9000)] and first.children[0] == (1, "big.bin", large)
    second = read(tnef.READER, first.children[1][2])
    assert read(tnef.READER, second.children[0][2]).texts == [("body", "deepest text")]


def test_named_properties_are_known_by_their_names(read):
    file = _file(count=0)
    name = "Member ID".encode("utf-16-le")
    guid = bytes(16)
    entries = struct.pack("<II", 0, 2 << 1 | 1)
    file.put(0x61, file.context({2: guid, 3: entries, 4: struct.pack("<I", len(name)) + name}))
    file.item(0x200004, INBOX, {**_mail("x"), 0x8000: "H-77"})
    recorded = read(tnef.READER, read(READER, file.data()).children[0][2])
    assert ("Member ID", "H-77") in [(f.label, f.value) for _, fields in recorded.field_lists for f in fields]


def test_an_item_in_the_table_only_is_named_and_one_in_no_table_is_found(read):
    file = _file()
    file.item(0x300004, INBOX, _mail("gone"), is_there=False)
    file.item(0x300024, INBOX, _mail("unlisted"), is_listed=False)
    file.item(0x300044, 0xAAAA02, _mail("orphan"), is_listed=False)
    recorded = read(READER, file.data())
    assert _subjects(recorded)[3:] == ["unlisted", "orphan"]
    assert [name for _, name, _ in recorded.children[3:]] == ["Top/Inbox/4", "lost and found/5"]
    assert recorded.failed == [(6, "Top/Inbox/6", ItemCode.CORRUPT)] and recorded.claimed == 4


def test_slices_give_what_the_whole_gives(read):
    data = _file(count=240).data()
    whole = read(READER, data)
    units = READER.plan(_source(data), ReadLimits(unit_bytes=1))
    assert len(units) == 5
    children, claimed = [], 0
    for unit in units:
        part = _read_unit(data, unit)
        children += part.children
        claimed += part.claimed
        assert part.claimed == len(part.children)
    assert children == whole.children and claimed == whole.claimed


def _read_unit(data, unit):
    from tests.readers.conftest import Recorder

    recorder = Recorder()
    READER.read(_source(data), recorder, ReadLimits(), unit)
    return recorder


def test_folders_that_hold_each_other_end(read):
    file = _file()
    file.folder("Loop", 0x9002, INBOX)
    file._folders[0x9002].append((INBOX, "Inbox"))
    assert len(read(READER, file.data()).children) == 3


def test_a_page_that_leads_to_itself_ends():
    data = bytearray(_file(count=60).data())
    (root,) = struct.unpack_from("<Q", data, 224)
    for entry in range(4):
        data[root + 16 + entry * 24 : root + 24 + entry * 24] = struct.pack("<Q", root)
    store = Store(io.BytesIO(bytes(data)))
    with pytest.raises(PstError):
        store.node(0x200004)
    assert len(list(store.nodes())) < 1000 and store.broken


@pytest.mark.parametrize("data", [b"", b"!BDN", b"!BDN" + bytes(600), b"x" * 600])
def test_no_data_file_is_corrupt(read, data):
    assert read(READER, data).cannot is ItemCode.CORRUPT


DATA = _file(count=12).data()


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(DATA) - 9), st.binary(min_size=1, max_size=8))
def test_damage_never_breaks_the_reader(place, patch):
    from tests.readers.conftest import Recorder

    data = bytearray(DATA)
    data[place : place + len(patch)] = patch
    with contextlib.suppress(CannotRead):
        READER.read(_source(bytes(data)), Recorder(), ReadLimits())


@pytest.mark.parametrize("part", [0.3, 0.6, 0.95])
def test_a_cut_file_says_so(read, part):
    recorded = read(READER, DATA[: int(len(DATA) * part)])
    assert recorded.cannot is ItemCode.CORRUPT or recorded.failed or ItemCode.PARTLY_CORRUPT in recorded.codes

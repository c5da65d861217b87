"""Archives and packed streams: every member is counted, bombs and lies end in a code."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile

import pyarrow as pa
import pytest
import pyzipper

from tocsin.config import ReadLimits
from tocsin.model.evidence import ItemCode
from tocsin.readers.archive import READERS
from tocsin.readers.interface import Source
from tocsin.readers.packed import READER as PACKED
from tocsin.readers.sniff import sniff

ZIP, TAR = READERS
SMALL = ReadLimits(expansion_free_bytes=100_000, expansion_ratio=2)


def _zip(members, **options):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def test_members_come_out_in_order_with_untrusted_names(read):
    data = _zip([("a/", b""), ("a/one.txt", b"1"), ("../../two.txt", b"22"), ("__MACOSX/._x", b"x"), ("empty", b"")])
    recorded = read(ZIP, data)
    assert recorded.children == [(1, "a/one.txt", b"1"), (2, "../../two.txt", b"22"), (4, "empty", b"")]
    assert recorded.failed == [(3, "__MACOSX/._x", ItemCode.SYSTEM_FILE)]
    assert recorded.claimed == 4


def test_comments_of_an_archive_and_its_members_are_text(read):
    out, member = io.BytesIO(), zipfile.ZipInfo("one.txt")
    member.comment = b"MRN 4471"
    with zipfile.ZipFile(out, "w") as archive:
        archive.comment = b"list of Ann Lee"
        archive.writestr(member, b"1")
    assert read(ZIP, out.getvalue()).texts == [("comments", "list of Ann Lee\nMRN 4471")]


def test_a_link_is_counted_and_not_followed(read):
    link = zipfile.ZipInfo("to-root")
    link.external_attr = 0o120777 << 16
    assert read(ZIP, _zip([(link, b"/etc/passwd")])).failed == [(1, "to-root", ItemCode.LINK)]


def test_a_zip_cut_before_its_directory_is_walked(read):
    data = _zip([("one.txt", b"first" * 50), ("two.txt", b"second" * 50)])
    recorded = read(ZIP, data[: data.index(b"PK\x01\x02")])
    assert [body[:6] for _, _, body in recorded.children] == [b"firstf", b"second"]
    assert ItemCode.PARTLY_CORRUPT in recorded.codes


def test_a_zip_cut_inside_a_member_gives_what_is_there(read):
    data = _zip([("one.txt", b"first"), ("two.txt", bytes(range(256)) * 4000)])
    recorded = read(ZIP, data[: len(data) // 2])
    assert [name for _, name, _ in recorded.children] == ["one.txt", "two.txt"]
    assert 0 < len(recorded.children[1][2]) < 1_024_000


def test_a_member_with_a_bad_checksum_is_told(read):
    data = bytearray(_zip([("one.txt", b"first"), ("two.txt", b"second")]))
    place = data.index(b"PK\x01\x02") + 16
    data[place : place + 4] = b"\0\0\0\0"
    recorded = read(ZIP, bytes(data))
    assert [name for _, name, _ in recorded.children] == ["one.txt", "two.txt"] or recorded.failed
    assert recorded.codes == [ItemCode.PARTLY_CORRUPT] or recorded.failed[0][2] is ItemCode.CORRUPT


@pytest.mark.parametrize("passwords", [(), ("wrong",), ("wrong", "right")])
def test_encrypted_members_need_the_password(read, passwords):
    out = io.BytesIO()
    with pyzipper.AESZipFile(out, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(b"right")
        archive.writestr("secret.txt", b"inside")
    recorded = read(ZIP, out.getvalue(), passwords=passwords)
    if "right" in passwords:
        assert recorded.children == [(1, "secret.txt", b"inside")]
    else:
        assert recorded.failed == [(1, "secret.txt", ItemCode.ENCRYPTED)]


def test_a_zip_bomb_ends(read):
    recorded = read(ZIP, _zip([("bomb", b"\0" * 2_000_000), ("after", b"x")]), limits=SMALL)
    assert recorded.cannot is ItemCode.BOMB


def test_a_large_member_is_streamed_and_can_be_read_again(read):
    body = bytes(range(256)) * 1000
    recorded = read(ZIP, _zip([("large", body)]), limits=ReadLimits(child_in_memory_bytes=1000))
    assert recorded.children == [(1, "large", body)]


def _source(data):
    return Source(io.BytesIO(data), len(data), "a.zip", "application/zip")


@pytest.mark.parametrize("limits", [ReadLimits(unit_children=3), ReadLimits(unit_bytes=100)])
def test_slices_of_a_zip_give_what_the_whole_gives(read, limits):
    data = _zip([(f"in/{n}.txt" if n % 2 else f"{n}.txt", b"Ann" * (n + 10)) for n in range(10)])
    units = ZIP.plan(_source(data), limits)
    assert len(units) > 2
    pieces = read(ZIP, b"", "application/zip")
    for unit in units:
        ZIP.read(_source(data), pieces, limits, unit)
        assert pieces.claimed == unit.end - unit.start
    assert pieces.children == read(ZIP, data, "application/zip").children


def test_a_zip_that_may_lie_is_read_whole():
    limits = ReadLimits(unit_children=3, expansion_free_bytes=10_000, expansion_ratio=2)
    twice = _zip([("in/1.txt", b"a"), ("in/./1.txt", b"b"), *((f"{n}", b"") for n in range(5))])
    bomb = _zip([(f"{n}", b"\0" * 50_000) for n in range(5)])
    assert ZIP.plan(_source(twice), limits) == ZIP.plan(_source(bomb), limits) == []
    assert ZIP.plan(_source(b"PK\x03\x04 no directory"), limits) == []


def test_tar_members_links_and_devices(read):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data, kind in [
            ("one.txt", b"1", tarfile.REGTYPE),
            ("link", b"", tarfile.SYMTYPE),
            ("pipe", b"", tarfile.FIFOTYPE),
        ]:
            entry = tarfile.TarInfo(name)
            entry.size, entry.type = len(data), kind
            archive.addfile(entry, io.BytesIO(data))
    recorded = read(TAR, out.getvalue())
    assert recorded.children == [(1, "one.txt", b"1")]
    assert recorded.failed == [(2, "link", ItemCode.LINK), (3, "pipe", ItemCode.SPECIAL_FILE)]


def _tar(*names):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name in names:
            entry = tarfile.TarInfo(name)
            entry.size = 600
            archive.addfile(entry, io.BytesIO(b"x" * 600))
    return out.getvalue()


def test_tars_one_after_another_are_read_whole(read):
    recorded = read(TAR, _tar("one", "two") + _tar("three"))
    assert [name for _, name, _ in recorded.children] == ["one", "two", "three"]
    assert recorded.codes == []


@pytest.mark.parametrize(("at", "left"), [(1_536, ["one", "three"]), (3_072, ["one", "two"])])
def test_a_member_whose_header_is_damaged_costs_no_other(read, at, left):
    data = bytearray(_tar("one", "two", "three"))
    data[at : at + 8] = b"\xff" * 8
    recorded = read(TAR, bytes(data))
    assert [name for _, name, _ in recorded.children] == left
    assert recorded.codes == [ItemCode.PARTLY_CORRUPT]


def test_a_cut_tar_gives_what_is_there(read):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name in ("one", "two"):
            entry = tarfile.TarInfo(name)
            entry.size = 3000
            archive.addfile(entry, io.BytesIO(b"x" * 3000))
    recorded = read(TAR, out.getvalue()[:5000])
    assert recorded.children[0] == (1, "one", b"x" * 3000)
    assert ItemCode.PARTLY_CORRUPT in recorded.codes


@pytest.mark.parametrize(
    ("pack", "media_type", "name"),
    [
        (gzip.compress, "application/gzip", "a.csv.gz"),
        (bz2.compress, "application/x-bzip2", "a.csv.bz2"),
        (lzma.compress, "application/x-xz", "a.csv.xz"),
        (lambda data: pa.compress(data, "zstd", asbytes=True), "application/zstd", "a.csv.zst"),
        (lambda data: pa.compress(data, "lz4", asbytes=True), "application/x-lz4", "a.csv.lz4"),
    ],
)
def test_packed_streams_have_one_child(read, pack, media_type, name):
    recorded = read(PACKED, pack(b"Name,SSN\n") + pack(b"Ann,1\n"), media_type, name)
    assert recorded.children == [(1, "a.csv", b"Name,SSN\nAnn,1\n")]


@pytest.mark.parametrize("media_type", ["application/gzip", "application/x-bzip2", "application/x-xz"])
def test_garbage_is_corrupt_and_a_cut_stream_gives_what_is_there(read, media_type):
    assert read(PACKED, b"\x1f\x8bgarbage", media_type).cannot is ItemCode.CORRUPT
    pack = {"application/gzip": gzip, "application/x-bzip2": bz2, "application/x-xz": lzma}[media_type]
    packed = pack.compress(bytes(range(256)) * 12_000)
    recorded = read(PACKED, packed[: len(packed) - 20], media_type)
    assert recorded.codes == [ItemCode.PARTLY_CORRUPT] or recorded.cannot is ItemCode.CORRUPT


def test_lzma_of_old_is_known_by_name_and_read(read):
    data = lzma.compress(b"Ann,1\n", lzma.FORMAT_ALONE)
    assert sniff(data, "a.csv.lzma", len(data)) == "application/x-lzma"
    assert read(PACKED, data, "application/x-lzma", "a.csv.lzma").children == [(1, "a.csv", b"Ann,1\n")]


@pytest.mark.parametrize(("codec", "media_type"), [("zstd", "application/zstd"), ("lz4", "application/x-lz4")])
def test_newer_packings_are_bounded_and_told_when_cut(read, codec, media_type):
    bomb = pa.compress(b"\0" * 5_000_000, codec, asbytes=True)
    assert read(PACKED, bomb, media_type, limits=SMALL).cannot is ItemCode.BOMB
    packed = pa.compress(bytes(range(256)) * 12_000, codec, asbytes=True)
    cut = read(PACKED, packed[: len(packed) // 2], media_type)
    assert cut.codes == [ItemCode.PARTLY_CORRUPT] or cut.cannot is ItemCode.CORRUPT
    assert read(PACKED, packed[:4] + b"garbage" * 9, media_type).cannot is ItemCode.CORRUPT


def test_a_packed_bomb_ends(read):
    assert read(PACKED, gzip.compress(b"\0" * 5_000_000), "application/gzip", limits=SMALL).cannot is ItemCode.BOMB


def test_a_member_that_the_directory_leaves_out_is_read_and_counted(read):
    kept, hidden = _zip([("a.txt", b"first" * 9)]), _zip([("hidden/ssn.txt", b"second" * 9)])
    start, directory = kept.index(b"PK\x01\x02"), hidden.index(b"PK\x01\x02")
    member, end = hidden[:directory], bytearray(kept[start:])
    end[-6:-2] = (start + len(member)).to_bytes(4, "little")
    recorded = read(ZIP, kept[:start] + member + bytes(end))
    assert recorded.children == [(1, "a.txt", b"first" * 9), (2, "hidden/ssn.txt", b"second" * 9)]
    assert recorded.claimed == 1


def test_members_with_all_that_may_stand_around_them_leave_no_gap(read):
    out = io.BytesIO()
    with zipfile.ZipFile(_NoSeek(out), "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            entry = zipfile.ZipInfo(f"{number}-\u00e9.txt")
            entry.extra = b"\x55\x54\x05\x00\x01abcd"
            archive.writestr(entry, b"PK\x03\x04" * 40)
    recorded = read(ZIP, b"#!stub\n" * 40 + out.getvalue())
    assert [body for _, _, body in recorded.children] == [b"PK\x03\x04" * 40] * 3
    assert recorded.claimed == 3


class _NoSeek(io.RawIOBase):
    """A stream that a zip is written to in one go, with sizes behind the members."""

    def __init__(self, out):
        self._out = out

    def writable(self):
        return True

    def write(self, data):
        return self._out.write(data)


def test_an_archive_of_documents_kept_as_they_are_is_no_document():
    document = _zip([("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document/>")])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("list.csv", b"a,b\n")
        archive.writestr("letters/one.docx", document)
    assert sniff(out.getvalue(), "letters.zip", len(out.getvalue())) == "application/zip"
    assert sniff(document, "one.docx", len(document)).endswith("wordprocessingml.document")

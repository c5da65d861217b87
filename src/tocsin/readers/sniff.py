"""What a document is, by its content first and its name last. The name may lie; a magic number seldom does."""

from __future__ import annotations

import math
import re
from collections import Counter

from tocsin.readers import chat, pkcs7
from tocsin.readers.dbase import is_dbase
from tocsin.readers.dbase_memo import is_memo
from tocsin.readers.decoding import encoding_of
from tocsin.readers.delimited_dialect import guess_dialect, holds_objects
from tocsin.readers.mainframe import EBCDIC, UNLINED, is_ebcdic, is_unlined
from tocsin.readers.naaccr import is_naaccr
from tocsin.readers.ncpdp import is_ncpdp
from tocsin.readers.x12_segments import PIECE

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (128, b"DICM", "application/dicom"),
    (0, b"!BDN", "application/vnd.ms-outlook-pst"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"BZh", "application/x-bzip2"),
    (0, b"\xfd7zXZ\x00", "application/x-xz"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd"),
    (0, b"\x04\x22\x4d\x18", "application/x-lz4"),
    (0, b"MSCF", "application/vnd.ms-cab-compressed"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftyp", "video/mp4"),
    (257, b"ustar", "application/x-tar"),
    (4, b"Standard Jet DB", "application/x-msaccess"),
    (4, b"Standard ACE DB", "application/x-msaccess"),
    (0, b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (0, b"PAR1", "application/vnd.apache.parquet"),
    (0, b"PGDMP", "application/x-postgresql-dump"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"\x78\x9f\x3e\x22", "application/ms-tnef"),
    (0, b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "application/onenote"),
    (0, b"\x09\x04\x06\x00", "application/vnd.ms-excel"),
    (0, b"\x09\x02\x06\x00", "application/vnd.ms-excel"),
    (0, b"\x09\x00\x04\x00", "application/vnd.ms-excel"),
    (0, b"WARC/", "application/warc"),
    (40, b" EMF", "image/x-emf"),
    (0, b"\xd7\xcd\xc6\x9a", "image/x-wmf"),
    (0, b"\x01\x00\x09\x00\x00\x03", "image/x-wmf"),
    (0, b"\x7fELF", "application/x-executable"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"RIFF", "audio/x-wav"),
    (0, b"ElfFile\x00", "application/x-ms-evtx"),
)
_MAGIC_OF = tuple(tuple(one for one in _MAGIC if one[0] or one[1][0] == first) for first in range(256))
"""Of each first byte: what can be told of it, in the same order."""
_OOXML = (
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroenabled.12"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
_PACKAGE_PART = re.compile(rb"\[Content_Types\]|_rels/|docProps/|customXml/|word/|xl/|ppt/|META-INF/|\[trash\]")
"""How the name of a package's first member begins; an archive of documents holds their parts' names further in."""
_LATER_TYPE = re.compile(rb"mimetype(application/vnd\.(?:oasis\.opendocument|sun\.xml)\.[a-z-]{4,30})")
"""The type of a package that does not begin with it, as it should."""
_IWORK = {
    "pages": "application/vnd.apple.pages", "numbers": "application/vnd.apple.numbers",
    "key": "application/vnd.apple.keynote",
}  # fmt: skip
_BY_ENDING = {
    "docx": _OOXML[0][1], "docm": _OOXML[0][1], "dotx": _OOXML[0][1], "xlsx": _OOXML[2][1], "xlsm": _OOXML[2][1],
    "xltx": _OOXML[2][1], "xlsb": _OOXML[1][1], "pptx": _OOXML[3][1], "doc": "application/msword",
    "xls": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint", "msg": "application/vnd.ms-outlook",
}  # fmt: skip
_OLE = (
    ("EncryptedPackage", "application/x-ole-storage-encrypted"),
    ("__substg1.0_", "application/vnd.ms-outlook"),
    ("__properties_version1.0", "application/vnd.ms-outlook"),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
_MBOX = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s{0,8}From [^\r\n]{0,300}\d\d:\d\d[^\r\n]{0,60}\r?\n[>\x21-\x39\x3b-\x7e]{1,80}:"
)
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,60}):")
_MAIL_HEADERS = frozenset(
    {"from", "to", "subject", "date", "received", "message-id", "mime-version", "return-path", "delivered-to", "cc",
     "content-type", "reply-to", "x-mailer", "dkim-signature", "sender", "in-reply-to", "references", "bcc",
     "content-transfer-encoding", "x-originating-ip", "authentication-results", "arc-seal", "thread-topic"}
)  # fmt: skip
_SURE_HEADERS = frozenset({"received", "message-id", "mime-version", "return-path", "dkim-signature", "delivered-to"})
_EMLX = re.compile(r"\d{1,12}[ \t]*\r?\n")
_SQL = re.compile(
    r"(?im)(?:CREATE\s+(?:\w+\s+){0,2}TABLE\s|INSERT\s+(?:INTO\s+)?[\w`\"\[.]+|COPY\s+\S+.*\bFROM\s+stdin|SET\s+\w+\s*="
    r"|SET\s+\w+\s+(?:ON|OFF)\s*$|DROP\s+TABLE\s|GO\s*$|USE\s+[\[`]|LOCK\s+TABLES\s|/\*!\d{5}\s"
    r"|--\s(?:MySQL|MariaDB|PostgreSQL)\s.*dump)"
)
_SQL_BEGINS = frozenset("CISDGULcisdgul/-\u0130\u0131\u017f")
"""What a statement of :data:`_SQL` can begin with: most lines do not, which is seen sooner."""
_BARE_DICOM = re.compile(
    rb"[\x02\x08]\x00[\x00-\x18]\x00(?:(?:AE|CS|DA|DT|LO|OB|PN|SH|TM|UI|UL)|[\x02-\x40]\x00\x00\x00[\x00-\x7f]{2})",
    re.DOTALL,
)
"""A data set without the preamble: a low element of group 2 or 8 with its kind, or with a short length."""
_HTML = re.compile(r"(?i)<(?:!doctype\s+html|html|head|body|table|div|p|meta|title)\b")
_HTML_BEGIN = re.compile(r"(?i)<(?:h[1-6]|[uod]l|span|br|center|font)\b")
_SAVED_XML = (
    ("application/x-spreadsheetml", re.compile(r"<(?:\w+:)?Workbook\b[^>]*-microsoft-com:office:spreadsheet")),
    ("application/x-wordml", re.compile(
        r"<(?:\w+:)?wordDocument\b[^>]*schemas\.microsoft\.com/office/word/2003"
        r'|<\?mso-application progid="Word\.Document"'
    )),
)  # fmt: skip
"""What Office saved as XML, by how it begins."""
_LEAST_ENTROPY_BYTES = 4_096


def sniff(head: bytes, name: str, size: int) -> str:
    """Return the media type of a document that begins with ``head`` (64 KiB are enough)."""
    if size == 0 or not head:
        return "application/x-empty"
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip(head, ending)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole(head, ending)
    for offset, magic, media_type in _MAGIC_OF[head[0]]:
        if head.startswith(magic, offset):
            return media_type
    if ending == "lzma" and head.startswith(b"\x5d\x00\x00"):
        return "application/x-lzma"
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    if head.startswith(b"BM") and len(head) > 18 and int.from_bytes(head[2:6], "little") in {size, 0}:
        return "image/bmp"
    if head.startswith(b"MZ") and b"\x00" in head[:256]:
        return "application/x-executable"
    if b"\x1cAM" in head[:2_000] and is_ncpdp(head[:2_000].decode("latin-1")):
        return "application/x-ncpdp"
    if is_dbase(head, size):
        return "application/x-dbf"
    if is_memo(head, ending, size):
        return "application/x-dbf-memo"
    if _BARE_DICOM.match(head):
        return "application/dicom"
    if pkcs7.is_pkcs7(head):
        return "application/pkcs7-mime"
    if _is_old_tar(head):
        return "application/x-tar"
    if is_ebcdic(head):
        return EBCDIC
    return _text_type(head, ending, size) if _is_text(head) else _binary(head, size)


def _zip(head: bytes, ending: str) -> str:
    if head[30:38] == b"mimetype":
        length = int.from_bytes(head[18:22], "little")
        declared = re.match(rb"application/[\w.+-]+", head[38 : 38 + (length if 0 < length < 120 else 120)])
        if declared:
            return declared.group().decode("ascii").removesuffix("PK")
    later = _LATER_TYPE.search(head)
    if later:
        return later.group(1).decode("ascii")
    if b"Index/" in head and b".iwa" in head:
        return _IWORK.get(ending, "application/vnd.apple.iwork")
    is_package = _PACKAGE_PART.match(head, 30) is not None
    if is_package and (b"[Content_Types].xml" in head or b"_rels/.rels" in head):
        for part, media_type in _OOXML:
            if b"PK\x03\x04" in head and part in head:
                return media_type
        return _BY_ENDING.get(ending, "application/zip")
    return "application/zip"


def _ole(head: bytes, ending: str) -> str:
    for stream, media_type in _OLE:
        if stream.encode("utf-16-le") in head:
            return media_type
    if ending in {"xlsx", "xlsm", "docx", "docm", "pptx", "xlsb"}:
        return "application/x-ole-storage-encrypted"
    return _BY_ENDING.get(ending, "application/x-ole-storage")


def _is_old_tar(head: bytes) -> bool:
    """Tell whether the first block is a tar header without magic, by its checksum."""
    if len(head) < 512 or not head[0]:
        return False
    field = head[148:156].strip(b"\x00 ")
    if not field or any(c not in b"01234567" for c in field):
        return False
    return int(field, 8) == sum(head[:148]) + 8 * 32 + sum(head[156:512])


def _is_text(head: bytes) -> bool:
    if encoding_of(head[:8192]).startswith(("utf-16", "utf-32")):
        return True
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls * 200 <= len(head)


_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\r\f\x0b\x1a\x1b\x1c\x1d\x1e\x1f")


def _binary(head: bytes, size: int) -> str:
    if size >= _LEAST_ENTROPY_BYTES and _entropy(head) > 7.9:
        return "application/x-high-entropy"
    return "application/octet-stream"


def _entropy(data: bytes) -> float:
    total = len(data)
    return -sum(n / total * math.log2(n / total) for n in Counter(data).values())


def _text_type(head: bytes, ending: str, size: int) -> str:
    if _MBOX.match(head):
        return "application/mbox"
    text = head.decode(encoding_of(head), "replace").lstrip("\ufeff\x0b\x1a \t\r\n")
    coded = _coded(text, ending)
    if coded:
        return coded
    if _is_mail(text):
        return "message/rfc822"
    if _sql_lines(text[:20_000]) >= (1 if ending == "sql" else 2):
        return "application/sql"
    if _EMLX.match(text) and _is_mail(text.partition("\n")[2]):
        return "message/x-emlx"
    if text.startswith(("-----BEGIN PKCS7", "-----BEGIN CMS")) or (ending == "p7m" and text.startswith("MI")):
        return "application/pkcs7-mime"
    marked = _marked(text, ending, size)
    if marked:
        return marked
    if _HL7_BELOW.match(text):
        return "application/hl7-v2"
    if ending not in _TABLES and holds_objects(text[:20_000].splitlines()):
        return "text/x-json-log"
    if guess_dialect(text, ending, is_whole=len(head) >= size) is not None:
        return "text/tab-separated-values" if ending == "tsv" else "text/csv"
    return UNLINED if is_unlined(text, size) else "text/plain"


_HL7_BELOW = re.compile(
    r"(?:[^\r\n]{0,300}[\r\n]{1,4}){1,5}\x0b?MSH\|[^\w\s|]{3,5}\|[^\r\n]*[\r\n]{1,4}(?:EVN|PID|SFT|ORC|MSA|SCH)\|"
)
"""Messages of HL7 below a few lines of notes: nobody else begins two lines so."""
_SEGMENTS = re.compile(r"~\s{0,4}[A-Z][A-Z0-9]{1,2}\*")
_TABLES = frozenset({"csv", "tsv", "tab", "psv"})
_FEW_SEGMENTS = 3
"""Segments of X12 from which a piece cut out of its interchange is taken for one."""


def _coded(text: str, ending: str) -> str:
    """Return the type of texts in a coded format of health care or of addresses."""
    if re.match(r"ISA([^A-Za-z0-9 \t\r\n])..\1", text) and text[:400].count(text[3]) >= 16:
        return "application/edi-x12"
    if PIECE.match(text) and len(_SEGMENTS.findall(text[:4000])) >= _FEW_SEGMENTS:
        return "application/edi-x12"
    if re.match(r"(?:FHS|BHS|MSH)[^\w\s]", text):
        return "application/hl7-v2"
    if is_naaccr(text):
        return "text/x-naaccr"
    if re.match(r"(?i)BEGIN:VCARD\s", text):
        return "text/vcard"
    if re.match(r"(?i)BEGIN:VCALENDAR\s", text):
        return "text/calendar"
    return ""


def _sql_lines(text: str) -> int:
    """Return how many lines begin a statement of SQL."""
    count = at = 0
    for line in text.split("\n"):
        begin = line.lstrip()
        if begin[:1] in _SQL_BEGINS and _SQL.match(text, at + len(line) - len(begin)):
            count += 1
        at += len(line) + 1
    return count


def _is_mail(text: str) -> bool:
    """Tell whether the text begins with a block of mail headers."""
    found = set()
    for number, line in enumerate(text.split("\n", 60)[:60]):
        line = line.rstrip("\r")
        if not line:
            break
        if line[:1] in " \t":
            continue
        header = _HEADER.match(line)
        if not header:
            if number == 0 and line.startswith(("From ", ">From ")):
                continue
            return False
        found.add(header.group(1).lower())
    known = found & _MAIL_HEADERS
    return bool(known & _SURE_HEADERS and len(known) >= 2) or {"from", "subject"} <= known or {"from", "date"} <= known


def _marked(text: str, ending: str, size: int) -> str:
    """Return the type of HTML, XML and JSON."""
    start = text[:2000]
    if text.startswith("<"):
        if _HTML.match(start) or _HTML_BEGIN.match(start) or (_HTML.search(start) and not start.startswith("<?xml")):
            return "text/html"
        if start.startswith("<?xml") and re.search(r"(?i)<html\b", start):
            return "text/html"
        if re.match(r"<[?!A-Za-z]", start):
            saved = (kind for kind, begin in _SAVED_XML if begin.search(start))
            return next(saved, "application/xml")
    if ending in {"html", "htm"} and _HTML.search(text):
        return "text/html"
    if text[:1] in "{[":
        return _json(text, ending)
    return ""


def _json(text: str, ending: str) -> str:
    if chat.is_chat(text):
        return chat.MEDIA_TYPE
    if ending in {"ndjson", "jsonl"}:
        return "application/x-ndjson"
    lines = text.split("\n", 3)
    looks = bool(re.match(r'[{\[]\s*(?:"|[{\[\]}]|-?\d|true|false|null)', text))
    if looks and len(lines) > 2 and all(re.fullmatch(r"\s*\{.*\}\s*,?\s*", line) for line in lines[:2]):
        return "application/x-ndjson"
    return "application/json" if looks else ""

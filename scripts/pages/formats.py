"""Which formats are read, made from the readers' registry and from what sniffing knows."""

from __future__ import annotations

import inspect
import re

from tocsin.readers import sniff
from tocsin.readers.interface import Reader
from tocsin.readers.registry import all_readers, reader_for

_WORDS = {
    "eml": ("Mail", "Saved messages (.eml), with attachments and messages inside messages"),
    "mbox": ("Mail", "Mailboxes (mbox)"),
    "msg": ("Mail", "Outlook messages (.msg)"),
    "tnef": ("Mail", "Outlook's winmail.dat"),
    "pst": ("Mail", "Outlook mailboxes (.pst, .ost)"),
    "html": ("Documents", "Web pages (HTML)"),
    "docx": ("Documents", "Word (.docx)"),
    "doc": ("Documents", "Old Word (.doc)"),
    "rtf": ("Documents", "Rich text (RTF)"),
    "pptx": ("Documents", "PowerPoint (.pptx)"),
    "pdf": ("Documents", "PDF with text, forms, notes, attachments"),
    "txt": ("Documents", "Plain text, of any encoding"),
    "xlsx": ("Tables", "Excel (.xlsx, .xlsm, .xlsb, .xls)"),
    "csv": ("Tables", "Delimited tables (CSV, TSV and the like)"),
    "json": ("Tables", "JSON, JSON lines, FHIR in JSON"),
    "xml": ("Tables", "XML, clinical documents (C-CDA), FHIR in XML"),
    "x12": ("Tables", "Claims and eligibility files (X12)"),
    "hl7v2": ("Tables", "HL7 v2 messages"),
    "ncpdp": ("Tables", "Pharmacy claims (NCPDP)"),
    "naaccr": ("Tables", "Cancer registry files (NAACCR)"),
    "dicom": ("Tables", "Medical images (DICOM): headers; with `make ocr` also text burned into the pixels"),
    "sqlite": ("Tables", "SQLite databases"),
    "access": ("Tables", "Access databases"),
    "parquet": ("Tables", "Parquet tables"),
    "json_log": ("Tables", "Logs whose lines hold JSON"),
    "word_xml": ("Documents", "Word documents saved as XML"),
    "sheet_xml": ("Tables", "Workbooks saved as XML (Excel 2003)"),
    "mainframe": ("Tables", "Texts in EBCDIC, and records without line ends"),
    "dbase": ("Tables", "dBase tables"),
    "dbase_memo": ("Tables", "Memo texts beside dBase and FoxPro tables (.dbt, .fpt)"),
    "sql": ("Tables", "Database dumps in SQL"),
    "zip": ("Archives", "Zip, also with a password that was given"),
    "tar": ("Archives", "Tar"),
    "packed": ("Archives", "Gzip, bzip2, xz, lzma, Zstandard, LZ4"),
    "emlx": ("Mail", "Messages of Apple Mail (.emlx)"),
    "p7m": ("Mail", "Signed messages (.p7m); encrypted ones are named as locked"),
    "ics": ("Mail", "Calendars (.ics)"),
    "vcard": ("Mail", "Address cards (.vcf)"),
    "chat": ("Mail", "Exports of Slack and Teams (JSON)"),
    "odf": ("Documents", "OpenDocument texts, sheets, presentations, drawings"),
    "ppt": ("Documents", "Old PowerPoint (.ppt)"),
    "onenote": ("Documents", "OneNote sections (.one): text and embedded files, without layout"),
    "ole": ("Documents", "Other files in Microsoft's old container, by what they hold"),
    "7z": ("Archives", "7-Zip, also with a password that was given"),
    "rar": ("Archives", "RAR, also with a password that was given"),
    "warc": ("Archives", "Web archives (WARC)"),
    "image": ("Pictures", "Pictures, scans and faxes with `make ocr`; without it counted (`needs_ocr`)"),
    "metafile": ("Pictures", "Windows drawings (EMF, WMF): their text"),
    "locked": ("Documents", "Locked office files, with a password that was given"),
}
"""Group and words of each reader, by its name; a reader without words is shown by its name."""
_UNREAD_WORDS = {
    "application/x-msaccess": "Access databases",
    "application/vnd.ms-cab-compressed": "Cabinet archives",
    "application/vnd.apple.pages": "Pages",
    "application/vnd.apple.numbers": "Numbers",
    "application/vnd.apple.keynote": "Keynote",
    "application/dicom": "Medical images (DICOM)",
    "application/vnd.sqlite3": "SQLite databases",
    "application/vnd.apache.parquet": "Parquet tables",
    "application/x-postgresql-dump": "PostgreSQL dumps in binary form",
    "application/x-ms-evtx": "Windows event logs",
    "audio/mpeg": "Sound (MP3)",
    "audio/x-wav": "Sound (WAV)",
    "video/mp4": "Films (MP4)",
    "application/x-executable": "Programs",
}
"""Words for types that sniffing knows and no reader reads; types without words here are no formats."""
_TYPE = re.compile(r'"((?:application|text|image|audio|video|message)/[\w.+-]+)"')
_GROUPS = ("Mail", "Documents", "Tables", "Archives", "Pictures", "Other")


def formats_page() -> str:
    """Return what is read, what is told apart but not read, and by which sign a format is known."""
    parts = [
        "# Formats\n",
        "A file is known by its content first and its name last. Every reader runs in the "
        "[jail](../explanation/jail.md). What is inside a container (a mailbox, an archive, a message) is an item of "
        "its own and is read in the same way. "
        "A file that no reader reads is not lost: it is counted as `unreadable` with the code `no_reader`, and "
        "`tocsin status` says so ([how items end](item-codes.md)).\n",
        "## Read\n",
        "| Kind | Format | Container | Media types |",
        "|---|---|---|---|",
    ]
    parts += [_row(group, reader) for group in _GROUPS for reader in all_readers() if _group(reader) == group]
    parts += ["", "## Told apart, not read\n", "| Format | Media type |", "|---|---|"]
    parts += [f"| {words} | `{media_type}` |" for media_type, words in unread()]
    return "\n".join(parts) + "\n"


def read_words() -> dict[str, list[str]]:
    """Return the words of what is read, by group, without pictures."""
    groups = {group: [_words(reader)[1] for reader in all_readers() if _group(reader) == group] for group in _GROUPS}
    return {group: words for group, words in groups.items() if words and group != "Pictures"}


def unread() -> list[tuple[str, str]]:
    """Return media type and words of what sniffing knows and no reader reads."""
    known = dict.fromkeys(_TYPE.findall(inspect.getsource(sniff)))
    return [(kind, _UNREAD_WORDS[kind]) for kind in known if kind in _UNREAD_WORDS and reader_for(kind) is None]


def _row(group: str, reader: Reader) -> str:
    types = ", ".join(f"`{media_type}`" for media_type in sorted(reader.media_types))
    return f"| {group} | {_words(reader)[1]} | {'yes' if reader.is_container else ''} | {types} |"


def _group(reader: Reader) -> str:
    return _words(reader)[0]


def _words(reader: Reader) -> tuple[str, str]:
    return _WORDS.get(reader.name, ("Other", reader.name))

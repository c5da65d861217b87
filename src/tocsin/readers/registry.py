"""Which reader reads which type; its module is imported when a document first wants it, since some take long.

What a module says it reads must stand in the table here; a test holds the two against each other.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from tocsin.readers.interface import Reader

# fmt: off
_TYPES: dict[str, tuple[str, ...]] = {
    "eml": ("message/global", "message/rfc822"),
    "mbox": ("application/mbox",),
    "msg": ("application/vnd.ms-outlook",),
    "odf": (
        "application/vnd.oasis.opendocument.chart", "application/vnd.oasis.opendocument.database",
        "application/vnd.oasis.opendocument.formula", "application/vnd.oasis.opendocument.graphics",
        "application/vnd.oasis.opendocument.graphics-template", "application/vnd.oasis.opendocument.image",
        "application/vnd.oasis.opendocument.presentation",
        "application/vnd.oasis.opendocument.presentation-template",
        "application/vnd.oasis.opendocument.spreadsheet", "application/vnd.oasis.opendocument.spreadsheet-template",
        "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text-master",
        "application/vnd.oasis.opendocument.text-template", "application/vnd.oasis.opendocument.text-web",
        "application/vnd.sun.xml.calc", "application/vnd.sun.xml.calc.template", "application/vnd.sun.xml.draw",
        "application/vnd.sun.xml.impress", "application/vnd.sun.xml.writer",
        "application/vnd.sun.xml.writer.template",
    ),
    "ole": ("application/x-ole-storage",),
    "onenote": ("application/onenote",),
    "ppt": ("application/vnd.ms-powerpoint",),
    "pst": ("application/vnd.ms-outlook-pst",),
    "tnef": ("application/ms-tnef", "application/vnd.ms-tnef"),
    "chat": ("application/x-chat+json",),
    "emlx": ("message/x-emlx",),
    "ics": ("text/calendar",),
    "pkcs7": ("application/pkcs7-mime", "application/pkcs7-signature"),
    "vcard": ("text/vcard", "text/x-vcard"),
    "html": ("application/xhtml+xml", "text/html"),
    "xlsx": (
        "application/vnd.ms-excel", "application/vnd.ms-excel.sheet.binary.macroenabled.12",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",),
    "doc": ("application/msword",),
    "rtf": ("application/rtf", "text/rtf"),
    "pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation",),
    "pdf": ("application/pdf",),
    "archive": ("application/java-archive", "application/x-tar", "application/x-zip-compressed", "application/zip"),
    "packed": (
        "application/gzip", "application/x-bzip2", "application/x-lz4", "application/x-lzma", "application/x-xz",
        "application/zstd",
    ),
    "rar": ("application/vnd.rar", "application/x-rar-compressed"),
    "sevenzip": ("application/x-7z-compressed",),
    "warc": ("application/warc",),
    "jsonfile": ("application/fhir+json", "application/json", "application/x-ndjson"),
    "json_log": ("text/x-json-log",),
    "word_xml": ("application/x-wordml",),
    "sheet_xml": ("application/x-spreadsheetml",),
    "xmlfile": ("application/fhir+xml", "application/xml", "text/xml"),
    "locked": ("application/x-ole-storage-encrypted",),
    "image": (
        "image/avif", "image/bmp", "image/gif", "image/heic", "image/heif", "image/jp2", "image/jpeg", "image/png",
        "image/svg+xml", "image/tiff", "image/vnd.djvu", "image/webp", "image/x-ms-bmp", "image/x-portable-anymap",
    ),
    "metafile": ("image/emf", "image/wmf", "image/x-emf", "image/x-wmf"),
    "x12": ("application/edi-x12",),
    "hl7": ("application/hl7-v2",),
    "sqlite": ("application/vnd.sqlite3",),
    "access": ("application/x-msaccess",),
    "parquet": ("application/vnd.apache.parquet",),
    "dbase": ("application/x-dbf",),
    "dbase_memo": ("application/x-dbf-memo",),
    "dicom": ("application/dicom",),
    "naaccr": ("text/x-naaccr",),
    "ncpdp": ("application/x-ncpdp",),
    "sqldump": ("application/sql",),
    "delimited": ("text/csv", "text/tab-separated-values"),
    "mainframe": ("text/x-ebcdic", "text/x-fixed-records"),
    "plain": ("text/plain",),
}
# fmt: on
"""The media types that each module's readers are asked for."""
_MODULES = {media_type: module for module, types in _TYPES.items() for media_type in types}


@cache
def reader_for(media_type: str) -> Reader | None:
    """Return the reader of a media type, or None if there is none; any other kind of text is read as it stands."""
    module = _MODULES.get(media_type, "plain" if media_type.startswith("text/") else "")
    if not module:
        return None
    found = readers_in(module)
    return next((reader for reader in found if media_type in reader.media_types), found[0])


def all_readers() -> list[Reader]:
    """Import every reader and return them all."""
    return [reader for module in _TYPES for reader in readers_in(module)]


def readers_in(module: str) -> tuple[Reader, ...]:
    """Return the readers of a module of this room."""
    made = import_module(f"tocsin.readers.{module}")
    found: tuple[Reader, ...] = getattr(made, "READERS", None) or (made.READER,)
    return found

"""What an item that nobody could read may hold: told from its type, or from its name's ending where that says nothing.

It says whom to ask and how much it matters, never what is there: what is unread counts as exposed all the same.
"""

from __future__ import annotations

from enum import StrEnum


class MayHold(StrEnum):
    """Kinds of content, in words for a person."""

    MAIL_STORE = "messages of many people, with attachments"
    MESSAGE = "a message, with attachments"
    DOCUMENT = "a letter, a form or notes"
    TABLE = "rows of many people"
    DATABASE = "a whole database"
    CLINICAL = "coded records of patients"
    ARCHIVE = "files of any kind"
    SYSTEM = "a whole disk or system"
    PICTURE = "a scan, a card or a photograph"
    MEDICAL_PICTURE = "a medical picture, with its patient's name"
    SOUND = "a dictation or a voice message"
    FILM = "a recording"
    PROGRAM = "a program; seldom people"
    LOG = "events of a machine, with names of users"
    ANYTHING = "anything"


_TYPES = {
    MayHold.MAIL_STORE: ("application/mbox", "application/vnd.ms-outlook-pst", "application/x-chat+json"),
    MayHold.MESSAGE: ("message/", "application/vnd.ms-outlook", "application/ms-tnef", "application/vnd.ms-tnef",
                      "application/pkcs7", "text/calendar", "text/vcard", "text/x-vcard"),
    MayHold.TABLE: ("application/vnd.ms-excel", "application/vnd.openxmlformats-officedocument.spreadsheetml",
                    "application/vnd.oasis.opendocument.spreadsheet", "application/vnd.sun.xml.calc", "text/csv",
                    "text/tab-separated-values", "application/vnd.apache.parquet", "application/x-dbf",
                    "application/vnd.apple.numbers", "application/x-spreadsheetml"),
    MayHold.DATABASE: ("application/sql", "application/vnd.sqlite3", "application/x-msaccess",
                       "application/x-postgresql-dump", "application/vnd.oasis.opendocument.database"),
    MayHold.CLINICAL: ("application/edi-x12", "application/hl7-v2", "application/fhir", "text/x-naaccr",
                       "application/x-ncpdp", "application/x-ndjson"),
    MayHold.ARCHIVE: ("application/zip", "application/x-zip-compressed", "application/java-archive",
                      "application/x-tar", "application/gzip", "application/x-bzip2", "application/x-lz4",
                      "application/x-lzma", "application/x-xz", "application/zstd", "application/vnd.rar",
                      "application/x-rar-compressed", "application/x-7z-compressed", "application/warc",
                      "application/vnd.ms-cab-compressed"),
    MayHold.MEDICAL_PICTURE: ("application/dicom",),
    MayHold.PICTURE: ("image/",),
    MayHold.SOUND: ("audio/",),
    MayHold.FILM: ("video/",),
    MayHold.PROGRAM: ("application/x-executable",),
    MayHold.LOG: ("application/x-ms-evtx",),
    MayHold.DOCUMENT: ("text/", "application/pdf", "application/msword", "application/rtf", "application/xml",
                       "application/json", "application/xhtml+xml", "application/onenote", "application/x-wordml",
                       "application/vnd.ms-powerpoint", "application/vnd.openxmlformats-officedocument",
                       "application/vnd.oasis.opendocument", "application/vnd.sun.xml", "application/vnd.apple"),
}  # fmt: skip
"""Beginnings of media types; the longest that fits says what it is."""
_ENDINGS = {
    MayHold.MAIL_STORE: "pst ost mbox mbx edb nsf olm dbx",
    MayHold.MESSAGE: "eml msg emlx tnef p7m oft ics vcf",
    MayHold.DOCUMENT: "doc docx docm dot dotx rtf odt pdf ppt pptx pps ppsx odp wpd wps one pub txt htm html xps key",
    MayHold.TABLE: "xls xlsx xlsm xlsb xlt ods csv tsv dbf parquet numbers sav sas7bdat dta wk1 wk3 wk4 qpw",
    MayHold.DATABASE: "mdb accdb sqlite sqlite3 db mdf ndf ldf bak dmp dump sql fmp12 fp7 gdb fdb frm ibd myd qbw qbb",
    MayHold.CLINICAL: "hl7 x12 edi 837 835 834 270 271 276 277 ncpdp fhir ccd cda",
    MayHold.ARCHIVE: "zip zipx 7z rar tar gz tgz bz2 xz zst lz4 cab arj lzh ace sit sitx iso",
    MayHold.SYSTEM: "vhd vhdx vmdk vdi qcow2 e01 ex01 aff4 dd img wim vbk vib tib ova",
    MayHold.PICTURE: "jpg jpeg png gif bmp tif tiff heic heif webp jp2 djvu dwg cdr ai eps",
    MayHold.MEDICAL_PICTURE: "dcm dicom nii scp",
    MayHold.SOUND: "wav mp3 m4a wma amr ogg dss ds2 dct vox",
    MayHold.FILM: "mp4 mov avi wmv mkv webm",
    MayHold.PROGRAM: "exe dll sys msi so bin jar class pyc ocx drv",
    MayHold.LOG: "evt evtx etl log journal",
}
_KIND_OF_ENDING = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings.split()}
_LOCKERS = frozenset({"gpg", "pgp", "asc", "aes", "enc", "crypt", "axx", "locked", "encrypted", "lockbit", "p7e"})
"""Endings that tools for locking, and ransomware, put behind the one that says what the file was."""


def may_hold(media_type: str, locator: str) -> MayHold:
    """Return what an item of that type and name may hold.

    Example:
        >>> may_hold("application/zip", "x").value, may_hold("application/octet-stream", "b.zip!/2-c.XLSX.locked").value
        ('files of any kind', 'rows of many people')
    """
    fitting = [
        (len(start), kind) for kind, starts in _TYPES.items() for start in starts if media_type.startswith(start)
    ]
    if fitting:
        return max(fitting)[1]
    endings = locator.rsplit("/", 1)[-1].lower().split(".")[1:]
    while endings and endings[-1] in _LOCKERS:
        endings.pop()
    return _KIND_OF_ENDING.get(endings[-1], MayHold.ANYTHING) if endings else MayHold.ANYTHING

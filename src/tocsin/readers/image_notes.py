"""What a picture file says in words: descriptions, comments, authors, keywords, the place where it was taken.

Source: Exif 3.0 (CIPA DC-008) 4.6.4 to 4.6.6; PNG 3rd edition 11.3.3; XMP specification part 1 (properties).
"""

from __future__ import annotations

import re
from typing import Any

from tocsin.readers.decoding import decode

Note = tuple[str, str, str]
"""Path, label and text."""
_TAGS = {
    270: "Description", 315: "Author", 33432: "Copyright", 40091: "Title", 40092: "Comment", 40093: "Author",
    40094: "Keywords", 40095: "Subject", 269: "Document Name", 285: "Page Name", 316: "Computer",
}  # fmt: skip
_WIDE = frozenset({40091, 40092, 40093, 40094, 40095})
_EXIF, _GPS, _USER_COMMENT = 0x8769, 0x8825, 0x9286
_OWN = re.compile(r"(?i)\A(?:software|date:|exif|icc|xml:com|creation time|.*profile|pdf:|thumb)")
_ITEM = re.compile(r"<rdf:li[^>]{0,200}>([^<]{1,4000})</rdf:li>")
_KEYS = frozenset({"comment", "Comment", "Description", "Title", "Author", "Keywords"})
"""Names under which Pillow keeps the notes of other kinds than PNG."""
_MOST_CHARS = 20_000


def notes_of(image: Any) -> list[Note]:
    """Return the notes of a picture, each once."""
    found: list[Note] = []
    exif = image.getexif()
    for tag, label in _TAGS.items():
        found.append(("exif", label, _text(exif.get(tag), tag in _WIDE)))
    found.append(("exif", "Comment", _comment(exif.get_ifd(_EXIF).get(_USER_COMMENT))))
    found.append(("exif", "Place", _place(exif.get_ifd(_GPS))))
    for key, value in list(image.info.items()):
        is_text = isinstance(key, str) and isinstance(value, str | bytes) and not _OWN.match(key) and key != "xmp"
        if is_text and (image.format == "PNG" or key in _KEYS):
            found.append(("text", key[:100], _text(value, False)))
    xmp = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp")
    found += [("xmp", "Keywords", text) for text in _ITEM.findall(_text(xmp, False))]
    return [note for note in dict.fromkeys(found) if note[2].strip()]


def _text(value: Any, is_wide: bool) -> str:
    if isinstance(value, bytes):
        text = value.decode("utf-16-le", "replace") if is_wide else decode(value)
    else:
        text = value if isinstance(value, str) else ""
    return text.strip("\0 \r\n\t")[:_MOST_CHARS]


def _comment(value: Any) -> str:
    """Return a comment without the eight bytes that name its characters."""
    if isinstance(value, bytes) and len(value) > 8:
        return _text(value[8:], value.startswith(b"UNICODE"))
    return _text(value, False)


def _place(gps: Any) -> str:
    try:
        north, east = (sum(float(part) / 60**n for n, part in enumerate(gps[tag])) for tag in (2, 4))
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return ""
    return f"{north:.5f} {gps.get(1, '')}, {east:.5f} {gps.get(3, '')}"

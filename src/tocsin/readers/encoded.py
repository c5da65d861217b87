"""Documents written into text as base64."""

from __future__ import annotations

import base64
import binascii
import re

_LEAST_CHARS = 400
_ALPHABET = re.compile(r"[A-Za-z0-9+/]+={0,2}")
_DATA_URI = re.compile(r"data:[\w.+-]+/[\w.+-]+(?:;[\w=.-]+)*;base64,", re.IGNORECASE)


def base64_document(text: str) -> bytes | None:
    """Return what a long base64 text (or data URI) stands for, or None if it is nothing of the kind.

    Example:
        >>> base64_document("Ann Lee"), base64_document("data:text/plain;base64,QW5u" + "IA==")
        (None, None)
        >>> len(base64_document("QW5u" * 200))
        600
    """
    if len(text) < _LEAST_CHARS:
        return None
    found = _DATA_URI.match(text)
    packed = "".join(text[found.end() if found else 0 :].split())
    if len(packed) % 4 or len(packed) < _LEAST_CHARS * 3 // 4 or not _ALPHABET.fullmatch(packed):
        return None
    if not found and " " in text.strip():
        return None
    try:
        return base64.b64decode(packed, validate=True)
    except binascii.Error:
        return None

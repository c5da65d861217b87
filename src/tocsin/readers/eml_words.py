"""Words of mail headers: encoded words (RFC 2047), raw bytes, folded lines."""

from __future__ import annotations

from email.errors import HeaderParseError
from email.header import Header, decode_header

from tocsin.readers.decoding import decode, known_codec


def header_text(value: object) -> str:
    """Return a header's value as one line of text, whatever it was encoded in.

    Example:
        >>> header_text("=?utf-8?q?Jos=C3=A9?= Lee")
        'José Lee'
    """
    text = str(value) if isinstance(value, Header) else value
    if not isinstance(text, str):
        return ""
    if "=?" in text:
        text = _decoded(text)
    if not text.isascii() and any("\udc80" <= c <= "\udcff" for c in text):
        text = decode(text.encode("utf-8", "surrogateescape"))
    return " ".join(text.split())


def _decoded(text: str) -> str:
    try:
        pieces = decode_header(text)
    except (HeaderParseError, ValueError, TypeError):
        return text
    words = []
    for data, charset in pieces:
        if isinstance(data, str):
            words.append(data)
        elif charset and charset != "unknown-8bit" and known_codec(charset):
            words.append(data.decode(known_codec(charset), "replace"))
        else:
            words.append(data.decode("utf-8") if _is_utf8(data) else decode(data))
    return "".join(words)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True

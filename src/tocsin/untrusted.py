"""Cleaning of names and text that come from evidence, before they are shown, logged or put in a path."""

from __future__ import annotations

import re
import unicodedata

_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]"
)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_ASCII_CONTROL = bytes([*range(9), *range(11, 32), 127])
_WIDE_CONTROL = re.compile(
    r"[\ud800-\udfff\x80-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]"
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NAME_CHARS = 180


def clean_text(untrusted_text: str) -> str:
    """Return the text without control, direction and zero-width characters; tab and newline stay."""
    if untrusted_text.isascii():  # ten times as fast
        data = untrusted_text.encode("ascii")
        kept = data.translate(None, _ASCII_CONTROL)
        return untrusted_text if len(kept) == len(data) else kept.decode("ascii")
    return _CONTROL.sub("", _SURROGATE.sub("\ufffd", untrusted_text))


def controls_in(untrusted_text: str, allowed: bytes = b"") -> int:
    """Return how many characters of an ASCII text :func:`clean_text` would take away, but for those that may be there.

    Example:
        >>> controls_in("a\\tb\\n"), controls_in("a\\x1fb\\r"), controls_in("a\\x1fb\\r", b"\\x1f")
        (0, 2, 1)
    """
    data = untrusted_text.encode("ascii")
    return len(data) - len(data.translate(None, _ASCII_CONTROL.translate(None, allowed)))


def holds_controls(untrusted: bytes, allowed: bytes = b"") -> bool:
    """Tell whether UTF-8 holds anything that :func:`clean_text` would take away, but for ASCII that may be there.

    Raises:
        UnicodeDecodeError: it is no UTF-8.

    Example:
        >>> holds_controls(b"a\\tb\\n"), holds_controls(b"a\\x1fb"), holds_controls(b"a\\x1fb", b"\\x1f")
        (False, True, False)
    """
    if len(untrusted.translate(None, _ASCII_CONTROL.translate(None, allowed))) != len(untrusted):
        return True
    return not untrusted.isascii() and _WIDE_CONTROL.search(untrusted.decode()) is not None


def clean_value(untrusted_text: str) -> str:
    """Return the text on one line, without control characters and outer space.

    Example:
        >>> clean_value(" Ann\\x00 \\n Lee ")
        'Ann Lee'
    """
    is_plain = untrusted_text.isascii() and untrusted_text.isprintable()
    return " ".join((untrusted_text if is_plain else clean_text(untrusted_text)).split())


def clean_name(untrusted_name: str) -> str:
    """Return a file name safe to show and to keep in a locator: no path, no control, bounded.

    A ``!`` becomes ``%21``, because ``!/`` marks a container step of a locator.

    Example:
        >>> clean_name("..\\\\..\\\\Q3!report\\x07.xlsx")
        'Q3%21report.xlsx'
    """
    base = untrusted_name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    return _clean_step(base) or "unnamed"


def clean_path(untrusted_path: str) -> str:
    """Return a relative path of clean steps, for the members of an archive or folder.

    Example:
        >>> clean_path("/a/../b/./c!.txt")
        'a/b/c%21.txt'
    """
    steps = [_clean_step(step) for step in untrusted_path.replace("\\", "/").split("/")]
    return "/".join(step for step in steps if step and step not in {".", ".."}) or "unnamed"


def cell_text(value: str) -> str:
    """Return ``value`` so that a spreadsheet shows it and never runs it.

    Example:
        >>> cell_text('=HYPERLINK("http://x")'), cell_text("+15551234567"), cell_text("Ann")
        ('\\'=HYPERLINK("http://x")', '+15551234567', 'Ann')
    """
    if value.startswith(_FORMULA) and not re.fullmatch(r"[+-]?[\d.]+", value):
        return "'" + value
    return value


def _clean_step(step: str) -> str:
    text = unicodedata.normalize("NFC", clean_value(step)).replace("!", "%21")
    if len(text) <= _NAME_CHARS:
        return text
    stem, dot, ending = text.rpartition(".")
    if dot and len(ending) <= 10:
        return stem[: _NAME_CHARS - len(ending) - 1] + "." + ending
    return text[:_NAME_CHARS]

"""Folding of hostile or typographic characters to plain ones, so that patterns see what a reader sees.

Invariant: :func:`fold` gives a text of the same length, so offsets into it are offsets into the original;
:func:`squeeze` drops zero-width characters and gives the offset of each character that is left.

Source: Unicode Technical Standard 39 (confusables), for the small set of Cyrillic and Greek look-alikes.
"""

from __future__ import annotations

import re
from array import array

from tocsin.patterns import compiled

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad\ufe58\ufe63\uff0d"
_SPACES = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\x00\x0b\x0c\x85"
)
_ZERO_WIDTH = compiled(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+")

_TABLE: dict[str, str] = {
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_SPACES, " "),
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if code != 0xFF0D},
    **{chr(base + digit): str(digit) for base in (0x0660, 0x06F0, 0x0966) for digit in range(10)},
    "\u2018": "'", "\u2019": "'", "\u201b": "'", "\u2032": "'", "\u201c": '"', "\u201d": '"',
    "\u2028": "\n", "\u2029": "\n", "\u2024": ".", "\u2044": "/", "\u2215": "/", "\u2236": ":",
}  # fmt: skip
_HAS_FOLDABLE = compiled("[" + re.escape("".join(_TABLE)) + "]")

_BLANKS_TO_FILL = compiled(r"_{2,}")
"""Lines to write on: ``____Ann Lee____``."""
_LOOKALIKES = dict(zip("АВЕКМНОРСТХаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEKMHOPCTXaeopcyxijsABEZHIKMNOPTYX", strict=True))
_HAS_LOOKALIKE = compiled(r"[\u0370-\u04ff]")
_MIXED_WORD = compiled(r"(?<![A-Za-z0-9Ͱ-ӿ])(?:[A-Za-z0-9]++[Ͱ-ӿ][A-Za-z0-9Ͱ-ӿ]*+|[Ͱ-ӿ]++[A-Za-z0-9][A-Za-z0-9Ͱ-ӿ]*+)")


def fold(text: str) -> str:
    """Return ``text`` with dashes, spaces, quotes and digits of other scripts as plain ASCII; same length.

    Look-alike letters are folded only in words that mix scripts, so honest Greek or Russian stays.

    Example:
        >>> fold("123\u201345\u20116789 \uff11\u00a0S\u0405N")
        '123-45-6789 1 SЅN'
        >>> fold("\u0440assword")
        'password'
    """
    if "__" in text:
        text = _BLANKS_TO_FILL.sub(lambda match: " " * len(match[0]), text)
    if text.isascii():
        return text.replace("\x00", " ") if "\x00" in text else text
    for character in set(_HAS_FOLDABLE.findall(text)):
        text = text.replace(character, _TABLE[character])
    if text.isascii() or _HAS_LOOKALIKE.search(text) is None:
        return text
    return _MIXED_WORD.sub(_plain_word, text)


def squeeze(text: str) -> tuple[str, array[int] | None]:
    """Return the text without zero-width characters and, if any were there, the old offset of each kept one.

    The array has one more entry, the old length, so that ends can be looked up too.
    """
    if text.isascii() or _ZERO_WIDTH.search(text) is None:
        return text, None
    kept: list[str] = []
    offsets = array("q")
    position = 0
    for gap in _ZERO_WIDTH.finditer(text):
        kept.append(text[position : gap.start()])
        offsets.extend(range(position, gap.start()))
        position = gap.end()
    kept.append(text[position:])
    offsets.extend(range(position, len(text) + 1))
    return "".join(kept), offsets


def _plain_word(match: re.Match[str]) -> str:
    return "".join(_LOOKALIKES.get(character, character) for character in match[0])

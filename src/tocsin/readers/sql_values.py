"""Rows and values of SQL scripts: literals of the usual dialects, matched by patterns that never look back.

Invariant: pure; every pattern is possessive, so time grows with the length of the text alone.
Source: ISO/IEC 9075-2 5.3 (literals), 5.4 (identifiers); manuals of MySQL (string literals), PostgreSQL (4.1.2, the
text format of COPY), SQL Server (constants; datetime and date storage).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.model.bodies import CELL_END, ROW_END

IDENTIFIER = r'(?:`[^`]++`|"[^"]++"|\[[^\]]++\]|[\w$#@]++)'
NAME = rf"{IDENTIFIER}(?:\s*+\.\s*+{IDENTIFIER}){{0,3}}+"
_PLAIN = r"[^']*+(?:''[^']*+)*+"
_ESCAPED = r"[^'\\]*+(?:(?:''|\\.)[^'\\]*+)*+"
_NULLS = frozenset({"NULL", "null", "Null", "DEFAULT", "default"})
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "0": "", "Z": "\x1a", "b": "\b", "N": ""}
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_COPY_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{1,2}|[0-7]{1,3}|.)", re.DOTALL)
_NULL_CELL = re.compile(r"\\N(?<![^\t\n]\\N)(?![^\t\n])")
_NO_SEPARATORS = dict.fromkeys(map(ord, CELL_END + ROW_END))
_STRING = re.compile(r"'((?:[^']|'')*)'")
_HEX = re.compile(r"(?:0x|[xX]'|\\x)([0-9A-Fa-f]*)'?")
_BINARY_DATE = re.compile(r"(?i)CAST\s*\(\s*0x([0-9A-F]{6,20})\s+AS\s+\[?(date(?:time)?)\]?\s*\)")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How strings are written: ``row`` matches a row without deep nesting, ``value`` one value before a comma."""

    row: re.Pattern[str]
    value: re.Pattern[str]
    has_escapes: bool


def _dialect(body: str, *, has_escapes: bool) -> Dialect:
    string = rf"(?:[eE]'{_ESCAPED}'|(?:(?![eE]')[A-Za-z_]\w*+\s?+)?+'{body}')\s*+(?:::[\w \"\[\]]++(?:\(\d++\))?+)?+"
    call = rf"[A-Za-z_]\w*+\s?+\((?:[^()']++|'{body}')*+\)\s*+"
    value = rf"\s*+(?:{string}|{call}|[^'(),]*+)"
    row = re.compile(rf"\({value}(?:,{value})*+\)", re.DOTALL)
    parts = rf"\s*+(?:([A-Za-z_]\w*+)?+\s?+'({body})'\s*+(?:::[\w \"\[\]]++(?:\(\d++\))?+)?+|({call})|([^'(),]*+)),"
    return Dialect(row, re.compile(parts, re.DOTALL), has_escapes)


STANDARD = _dialect(_PLAIN, has_escapes=False)
MYSQL = _dialect(_ESCAPED, has_escapes=True)


def plain_name(name: str) -> str:
    """Return the last part of a name without quotes.

    Example:
        >>> plain_name("[dbo].[Patient Master]"), plain_name('public."user"'), plain_name("`a`")
        ('Patient Master', 'user', 'a')
    """
    parts = re.findall(IDENTIFIER, name)
    return parts[-1].strip('`"[]') if parts else name


def row_values(row: str, dialect: Dialect) -> list[str]:
    """Return the values of a row that the dialect's pattern matched, as text; NULL is empty."""
    found = dialect.value.findall(row[1:-1] + ",")
    if "\\" not in row and "''" not in row and "X'" not in row and "x'" not in row:
        return [body or (call and called(call)) or bare_value(bare) for _, body, call, bare in found]
    return [
        _text(prefix, body, dialect) if body else (called(call) if call else bare_value(bare))
        for prefix, body, call, bare in found
    ]


def _text(prefix: str, body: str, dialect: Dialect) -> str:
    if prefix in {"x", "X"}:
        return f"0x{body}"
    text = body.replace("''", "'")
    if "\\" in text and (dialect.has_escapes or prefix in {"e", "E"}):
        return _ESCAPE.sub(lambda found: _ESCAPES.get(found[1], found[1]), text)
    return text


def bare_value(text: str) -> str:
    """Return a value that is no string: numbers and words as they stand, NULL empty."""
    text = text.strip()
    return "" if text in _NULLS else text


def called(text: str) -> str:
    """Return what a function makes a value of: its first string, a date kept as bytes, else the call as it stands.

    Example:
        >>> called("CAST(N'1970-01-02' AS Date)"), called("CAST(0x0000A5E300000000 AS DateTime)")
        ('1970-01-02', '2016-04-09')
    """
    dated = _BINARY_DATE.search(text)
    if dated:
        return _stored_date(dated[1], dated[2].lower())
    string = _STRING.search(text)
    return string[1].replace("''", "'") if string else text.strip()


def _stored_date(digits: str, kind: str) -> str:
    """Return the day of SQL Server's ``datetime`` (days since 1900) or ``date`` (days since 0001, little endian)."""
    packed = bytes.fromhex(digits[: len(digits) // 2 * 2])
    try:
        if kind == "datetime":
            return (date(1900, 1, 1) + timedelta(days=int.from_bytes(packed[:4], "big", signed=True))).isoformat()
        return (date(1, 1, 1) + timedelta(days=int.from_bytes(packed[-3:], "little"))).isoformat()
    except OverflowError:
        return ""


def copied_values(line: str) -> list[str]:
    r"""Return the values of a line of COPY in text format.

    Example:
        >>> copied_values("1\tLee\\tAnn\t\\N\t")
        ['1', 'Lee\tAnn', '', '']
    """
    cells = line.split("\t")
    if "\\" not in line:
        return cells
    return ["" if cell == "\\N" else _COPY_ESCAPE.sub(_copy_escape, cell) for cell in cells]


def copied_lines(text: str) -> list[str]:
    r"""Return lines of COPY in text format with their values joined by ``CELL_END``, which none of them holds.

    Example:
        >>> copied_lines("1\tAnn\t\\N\n2\ta\\tb\t")
        ['1\x1fAnn\x1f', '2\x1fa\tb\x1f']
    """
    if CELL_END in text or ROW_END in text:
        text = text.translate(_NO_SEPARATORS)  # as cleaning would
    if "\\" in text and "\\N" in text:
        text = _NULL_CELL.sub("", text)
    if "\\" not in text:
        return text.replace("\t", CELL_END).split("\n")
    return [_copied_line(line) if "\\" in line else line.replace("\t", CELL_END) for line in text.split("\n")]


def _copied_line(line: str) -> str:
    return CELL_END.join(cell.translate(_NO_SEPARATORS) for cell in copied_values(line))


def _copy_escape(found: re.Match[str]) -> str:
    code = found[1]
    if code[0] == "x" and len(code) > 1:
        return chr(int(code[1:], 16))
    if code.isdigit():
        return chr(int(code, 8) & 0xFF)
    return {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v"}.get(code, code)


def stored_bytes(value: str) -> bytes | None:
    """Return what a hexadecimal literal stands for, None if it is none.

    Example:
        >>> stored_bytes("0x414243"), stored_bytes("\\\\x41"), stored_bytes("12")
        (b'ABC', b'A', None)
    """
    found = _HEX.fullmatch(value)
    return bytes.fromhex(found[1]) if found and len(found[1]) % 2 == 0 else None

"""How a spreadsheet shows a number: dates as ISO text, padded and grouped digits (ZIP, SSN, phone) as they were shown.

Invariant: a number whose format is not understood comes out as the plain number.
Source: ECMA-376 part 1, 18.8.30 (numFmt), 18.17.4 (dates).
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache

_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)})
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]")
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.')
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[\d.]+)\]")
_PLACEHOLDERS = "0#?"
_LAST_DAY = 2_958_466


@lru_cache(maxsize=4096)
def is_date_format(number: int, code: str) -> bool:
    """Return whether a number format shows dates or times."""
    if not code:
        return number in _BUILT_IN_DATES
    if _ELAPSED.search(code):
        return True
    bare = _BRACKETS.sub("", _QUOTED.sub("", code.split(";")[0])).lower()
    return "general" not in bare and any(letter in bare for letter in "dmyhs") and not any(p in bare for p in "#?@")


def date_text(serial: float, is_1904: bool, is_elapsed: bool = False) -> str:
    """Return a day number as ISO text: date alone at midnight, time alone below one day.

    Example:
        >>> date_text(43832, False), date_text(0.5, False), date_text(43832.25, False)
        ('2020-01-02', '12:00', '2020-01-02 06:00')
    """
    if not 0 <= serial < _LAST_DAY:
        return number_text(serial)
    seconds = round(serial * 86_400)
    days, clock = divmod(seconds, 86_400)
    if is_elapsed:
        return _clock(seconds)
    if days == 0 and not is_1904:
        return _clock(clock)
    start = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 31 if days < 60 else 30)
    day = (start + timedelta(days=days)).date().isoformat()
    return f"{day} {_clock(clock)}" if clock else day


def is_elapsed_format(code: str) -> bool:
    """Return whether the format counts hours on past a day."""
    return bool(_ELAPSED.search(code))


def number_text(value: float) -> str:
    """Return a number as a person would type it: no trailing .0, fifteen digits at most.

    Example:
        >>> number_text(4111.0), number_text(0.1 + 0.2), number_text(1.5e16)
        ('4111', '0.3', '15000000000000000')
    """
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if value == int(value) and abs(value) < 1e21:
        return str(int(value))
    return f"{value:.15g}"


@lru_cache(maxsize=4096)
def digit_pattern(code: str) -> tuple[tuple[str, str], ...]:
    """Return the (condition, section) pairs of a format that pads or groups digits; empty for other formats.

    Example:
        >>> digit_pattern("000-00-0000"), digit_pattern("0.00"), digit_pattern("#,##0")
        ((('', '000-00-0000'),), (), ())
    """
    sections = []
    for section in code.split(";")[:3]:
        condition = _CONDITION.search(section)
        pattern = _BRACKETS.sub("", section)
        bare = _QUOTED.sub("", pattern)
        if any(character in bare for character in ".,eE%@") or "general" in bare.lower():
            return ()
        sections.append(("".join(condition.groups()) if condition else "", pattern))
    first = _QUOTED.sub("", sections[0][1])
    is_grouped = bool(re.search(r"[0#?][-/ ()]+[0#?]", first)) or bool(re.search(r"[0#?](?:\\.)+[0#?]", code))
    if not is_grouped and first.strip().count("0") < 2:
        return ()
    return tuple(sections)


def pattern_text(value: float, sections: tuple[tuple[str, str], ...]) -> str:
    """Return a whole number in the digit format, or as a plain number where it does not fit.

    Example:
        >>> pattern_text(12345678, digit_pattern("000-00-0000")), pattern_text(2139, digit_pattern("00000"))
        ('012-34-5678', '02139')
        >>> pattern_text(6175550143, digit_pattern("[<=9999999]###-####;\\\\(###\\\\)\\\\ ###-####"))
        '(617) 555-0143'
    """
    if value < 0 or value != int(value) or value >= 1e15:
        return number_text(value)
    for condition, pattern in sections:
        if not condition or _holds(value, condition):
            return _filled(str(int(value)), pattern)
    return number_text(value)


def _filled(digits: str, pattern: str) -> str:
    tokens = _tokens(pattern)
    out: list[str] = []
    rest = digits
    slots = sum(1 for token, is_slot in tokens if is_slot)
    for token, is_slot in reversed(tokens):
        if not is_slot:
            out.append(token)
            continue
        slots -= 1
        if rest:
            out.append(rest if slots == 0 else rest[-1])
            rest = "" if slots == 0 else rest[:-1]
        elif token == "0":
            out.append("0")
    return "".join(reversed(out)).strip()


def _tokens(pattern: str) -> list[tuple[str, bool]]:
    tokens: list[tuple[str, bool]] = []
    for piece in re.findall(r'"[^"]*"|\\.|_.|\*.|.', pattern):
        if piece in _PLACEHOLDERS:
            tokens.append((piece, True))
        elif piece.startswith('"'):
            tokens.append((piece[1:-1], False))
        elif piece.startswith("\\"):
            tokens.append((piece[1:], False))
        elif not piece.startswith(("_", "*")):
            tokens.append((piece, False))
    return tokens


def _holds(value: float, condition: str) -> bool:
    sign = condition.rstrip("0123456789.-")
    bound = float(condition[len(sign) :])
    return {
        "<=": value <= bound,
        ">=": value >= bound,
        "<": value < bound,
        ">": value > bound,
        "=": value == bound,
        "<>": value != bound,
    }[sign]


def _clock(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours:02}:{minutes:02}:{left:02}" if left else f"{hours:02}:{minutes:02}"

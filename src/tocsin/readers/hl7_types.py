"""Values of HL7 version 2 data types as (path ending, value): names, addresses, numbers, times, codes.

Invariant: pure; a repetition gives nothing where it has nothing.
Source: HL7 v2.5.1 chapter 2A: CE, CWE, CX, DLN, PL, SAD, TS, XAD, XCN, XON, XPN, XTN; table 0203 (identifier type).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Value = tuple[str, str]
Parts = list[str]
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(?:\d{2,}(?:\.\d+)?)?(?:[+-]\d{4})?")
_TYPED_IDS = frozenset({"SS", "DL", "PPN", "AN", "MA", "MC", "MCD", "MCR", "MB", "NPI", "PHC", "SN"})
"""Identifier types that say more than "a number of this patient" (table 0203)."""


def part(parts: Parts, number: int) -> str:
    """Return component ``number`` (from 1), without subcomponents."""
    return parts[number - 1].split("&")[0].strip() if number <= len(parts) else ""


def time_text(value: str) -> str:
    """Return a time stamp's day as ISO text; other values as they are.

    Example:
        >>> time_text("198808181126+0215"), time_text("19240101"), time_text("1924")
        ('1988-08-18', '1924-01-01', '1924')
    """
    found = _TIME.fullmatch(value)
    return f"{found[1]}-{found[2]}-{found[3]}" if found else value


def person_parts(parts: Parts) -> Iterator[Value]:
    """Give the parts of a name."""
    for number in (1, 2, 3, 4):
        yield f".{number}", part(parts, number)


def person_whole(parts: Parts, first: int = 1) -> Iterator[Value]:
    """Give a name whole, in HL7's order, from component ``first``."""
    pieces = [part(parts, first + offset) for offset in range(4)]
    if pieces[0] or pieces[1]:
        yield "", "^".join(pieces).rstrip("^")


def practitioner(parts: Parts) -> Iterator[Value]:
    """Give a professional's name and, where it is one, the NPI."""
    if len(parts) == 1 and "&" in parts[0]:
        parts = parts[0].split("&")
    number = part(parts, 1)
    if not part(parts, 2) and re.search(r"[A-Za-z]{2}", number) and not re.search(r"\d", number):
        parts = ["", *parts]
    yield from person_whole(parts, 2)
    is_npi = any("NPI" in one or "2.16.840.1.113883.4.6" in one for one in parts[7:])
    if re.fullmatch(r"\d{10}", number) and (is_npi or part(parts, 2)):
        yield "(NPI)", number


def address(parts: Parts) -> Iterator[Value]:
    """Give an address whole, in HL7's order; house number and street may be subcomponents."""
    street = parts[0] if parts else ""
    pieces = street.split("&")
    street = (
        pieces[0] if len(pieces) < 2 else " ".join(dict.fromkeys(p.strip() for p in (pieces[0], *pieces[1:3]) if p))
    )
    whole = [street.strip(), *(part(parts, number) for number in range(2, 7))]
    if any(whole[:5]):
        yield "", "^".join(whole).rstrip("^")


def telecom(parts: Parts) -> Iterator[Value]:
    """Give a telephone number and an e-mail address."""
    number = part(parts, 1) or part(parts, 12)
    area, local = part(parts, 6), part(parts, 7)
    if "@" in number or "@" in part(parts, 4):
        yield ".4", part(parts, 4) if "@" in part(parts, 4) else number
    else:
        yield ".1", number or f"{area}{local}"
    if number and local and area and "@" not in number and not re.search(r"\d{7}", number.replace("-", "")):
        yield ".1", f"{area}{local}"


def identifier(parts: Parts) -> Iterator[Value]:
    """Give an identifier; its type, where it tells something, ends the path."""
    kind = part(parts, 5).upper()
    if kind == "SN" or not kind:
        kind = ""
    yield (f"({kind})" if kind in _TYPED_IDS else ".1"), part(parts, 1)


def code_text(parts: Parts) -> str:
    """Return a coded value as ``text (code)``.

    Example:
        >>> code_text(["E11.9", "Diabetes", "I10"]), code_text(["E11.9"]), code_text(["", "Diabetes"])
        ('Diabetes (E11.9)', 'E11.9', 'Diabetes')
    """
    code = part(parts, 1)
    text = part(parts, 2) or part(parts, 5) or part(parts, 9)
    return f"{text} ({code})" if text and code and text != code else text or code or part(parts, 4)

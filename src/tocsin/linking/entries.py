"""Entries of a log of calls or of minutes: paragraphs that are numbered, or begin with a time and a number to call.

Invariant: pure; entries count where most of them name somebody, so that points of one person's letter are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tocsin.linking.zones import Line, Zone
from tocsin.model.elements import NAME_ELEMENTS, OFFICE_ROLES, Element
from tocsin.model.mentions import Mention
from tocsin.patterns import compiled

_NUMBERED = compiled(
    r"[ \t]{0,8}(?:(?:#|no\.? ?|(?:msg|vm|v/m|message|call|voicemail|item|case) ?#? ?)(?P<told>\d{1,3})\b[.):]?"
    r"|\(?(?P<plain>\d{1,3})[.)])[ \t]",
    re.IGNORECASE,
)
_TIMED = compiled(
    r"[ \t]{0,8}\[?(?:\d{1,2}/\d{1,2}(?:/\d{2,4})?,? {1,2})?\d{1,2}:\d\d ?(?:[ap]\.?m?\.?)?\]?[ \t-]{1,3}"
    r"(?:(?:from|fr|caller|ph(?:one)?|tel|cid|nbr)[:.]? {1,2})?"
    r"(?:(?:unknown|private|blocked|restricted|anonymous)\b|(?:\+?1[ .-]?)?\(?\d{3}\)?[ .-]{0,2}\d{3}[ .-]?\d{4})",
    re.IGNORECASE,
)
_LEAST, _LEAST_NAMED = 3, 0.6


def entry_lines(lines: Sequence[Line]) -> frozenset[int]:
    """Return the numbers of the lines that begin an entry; none if the text is no log."""
    numbered, expected = [], 1
    for index, line in enumerate(lines):
        found = _NUMBERED.match(line.text) if line.zone is Zone.PLAIN else None
        if found is not None and int(found["told"] or found["plain"]) in {expected, expected + 1}:
            numbered.append(index)
            expected = int(found["told"] or found["plain"]) + 1
    timed = [n for n, line in enumerate(lines) if line.zone is Zone.PLAIN and _TIMED.match(line.text)]
    entries = max(numbered, timed, key=len)
    if len(entries) < _LEAST:
        return frozenset()
    ends = [*entries[1:], len(lines)]
    named = sum(any(first_name(line) for line in lines[n:end]) for n, end in zip(entries, ends, strict=True))
    return frozenset(entries) if named >= _LEAST_NAMED * len(entries) else frozenset()


def first_name(line: Line) -> Mention | None:
    """Return the first name of a line that is not of somebody in office as far as its label tells."""
    for mention in line.mentions:
        is_name = mention.element in NAME_ELEMENTS and mention.element is not Element.PROVIDER
        if is_name and mention.party not in OFFICE_ROLES:
            return mention
    return None


def in_order_of_entry(line: Line) -> Sequence[Mention]:
    """Return an entry's mentions with those before its first name behind it: they are of whom it names."""
    name = first_name(line)
    if name is None:
        return line.mentions
    at = line.mentions.index(name)
    before = [m for m in line.mentions[:at] if m.element not in NAME_ELEMENTS]
    return [*(m for m in line.mentions[:at] if m.element in NAME_ELEMENTS), name, *before, *line.mentions[at + 1 :]]

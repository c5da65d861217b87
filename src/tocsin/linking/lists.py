"""Lists in text: runs of lines with one person each (bullets, printed reports, pasted tables).

Invariant: pure; a run has at least two such lines and they are most of its block's lines that say anything.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tocsin.linking.couples import without_partners
from tocsin.linking.cues import list_role
from tocsin.linking.frames import NAME_PARTS
from tocsin.linking.group_heads import shared_by_rows
from tocsin.linking.zones import Line, Zone
from tocsin.model.elements import NAME_ELEMENTS, Element, Role
from tocsin.model.mentions import Mention, Part
from tocsin.patterns import compiled

_BULLET = compiled(r"\s*(?:[-*•·◦–]|\(?\d{1,4}[.)]|\[[ xX]?\])\s+")
_LABELLED = compiled(r"\s+[A-Za-z][A-Za-z .#/]{0,20}:")
_BETWEEN = compiled(r"[\s,;:|(/\[*_–-]{1,6}(?:dob:?\s{0,30})?\Z", re.IGNORECASE)
_FARTHEST_BIRTH = 40
"""A date farther behind a name is none of its birth: so much at most may stand between them."""
_OLDEST_EVIDENCE = 2015
"""The year taken for that of a list which has no other: dates long before it are not of its time."""
_GENERATION = 15
_OFFICE = frozenset({Element.FACILITY, Element.NPI, Element.URL})


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a list: the name it speaks of, None if it was not recognised, and whom the list is about."""

    name: Mention | None
    role: Role
    run: int = -1
    """The first line of the list."""


def list_lines(lines: Sequence[Line]) -> dict[int, Record]:
    """Return the lines (by index) that are records of a list."""
    blocks: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        if line.zone is Zone.PLAIN:
            blocks.setdefault(line.block, []).append(index)
    found: dict[int, Record] = {}
    for block in blocks.values():
        run = _run(lines, block)
        first = min(run, default=-1)
        role = _role_above(lines, first) if run else Role.UNKNOWN
        found.update({index: Record(name, role, first) for index, name in run.items()})
    return found | _lone_rows(lines, blocks, found)


def _lone_rows(
    lines: Sequence[Line], blocks: Mapping[int, Sequence[int]], found: Mapping[int, Record]
) -> dict[int, Record]:
    """Return the rows that stand alone in their group and hold in columns what rows of other groups hold."""
    if not found:
        return {}
    like = {held: record for index, record in found.items() if (held := _placed(lines[index]))}
    lone: dict[int, Record] = {}
    for block in blocks.values():
        if any(index in found for index in block):
            continue
        for index in block:
            held = _placed(lines[index])
            name = _record_name(lines[index]) if held else None
            one = next((record for other, record in like.items() if held <= other or other <= held), None)
            if name is not None and one is not None:
                lone[index] = Record(name, one.role, one.run)
    return lone


_LEAST_PLACED = 4


def _placed(line: Line) -> frozenset[Element]:
    """Return what a line holds in columns of a table; nothing if that is little."""
    held = frozenset(m.element for m in line.mentions if m.detector == "place" and m.element is not None)
    return held if len(held) >= _LEAST_PLACED else frozenset()


def _role_above(lines: Sequence[Line], first: int) -> Role:
    """Return whom the nearest lines above a list say it is about."""
    seen = 0
    for index in range(first - 1, max(-1, first - 9), -1):
        line = lines[index]
        if line.zone is Zone.BLANK or line.message != lines[first].message:
            continue
        seen += 1
        role = list_role(line.text) if line.zone is Zone.PLAIN else None
        if role is not None or seen == 4:
            return role or Role.UNKNOWN
    return Role.UNKNOWN


def _run(lines: Sequence[Line], block: list[int]) -> dict[int, Mention | None]:
    if len(block) < 2:
        return {}
    named = {i: name for i in block if (name := _record_name(lines[i])) is not None}
    named = _without_second_lines(lines, block, named)
    shapes = {_shape(lines[i]) for i in named}
    heads = {i for i in block if shared_by_rows(lines[i].text, lines[i].mentions)}
    telling = [
        i
        for i in block
        if i not in heads and lines[i].mentions and (_shape(lines[i]) in shapes or _shape(lines[i])[0] == 0)
    ]
    if len(named) < 2 or len(named) * 10 < len(telling) * 6:
        return {}
    named |= {i: name for i in block if i not in named and (name := _bare_name(lines[i], shapes)) is not None}
    records: dict[int, Mention | None] = dict(named)
    first = min(named)
    for index in telling:
        if index > first and index not in named and _is_like(lines[index], shapes):
            records[index] = None
    return records


def _without_second_lines(lines: Sequence[Line], block: Sequence[int], named: dict[int, Mention]) -> dict[int, Mention]:
    """Leave out indented lines that go on with the record above: with a label, or where most like them name nobody.

    ``  HX: ... REF: LEE A``; ``   CARVEDILOL 6.25  #180  mail to Petoskey`` below ``PEMBERTON, DOROTHEA  10/06/41``.
    """
    depths = [_shape(lines[i])[0] for i in named]
    least = min(depths, default=0)
    if depths.count(least) < 2:
        return named
    deep = [i for i in block if lines[i].mentions and _shape(lines[i])[0] > least + 1]
    are_seconds = sum(i in named for i in deep) * 2 <= len(deep)
    return {
        i: name
        for i, name in named.items()
        if _shape(lines[i])[0] <= least + 1 or not (are_seconds or _LABELLED.match(lines[i].text))
    }


def _record_name(line: Line) -> Mention | None:
    """Return the one person whose record the line is."""
    if any(m.part in NAME_PARTS and m.element in NAME_ELEMENTS for m in line.mentions):
        return None
    named = [m for m in line.names if m.element is not Element.PROVIDER and m.party is not Role.PROVIDER]
    names = without_partners(line.text, line.end - len(line.text), named)
    others = [m for m in line.mentions if m.element not in NAME_ELEMENTS and m.element not in _OFFICE]
    if not names or not others:
        return None
    if len(names) > 1 and not _is_bulleted(line):
        placed = [m for m in names if m.detector == "place" and m.element is Element.NAME]
        return placed[0] if len(placed) == 1 and placed[0].party in {Role.UNKNOWN, Role.PATIENT} else None
    if len(names) > 1 and len(told := [m for m in names if _is_told_patient(line, m)]) == 1:
        return told[0]
    lead = line.text[: max(0, names[0].start - line.end + len(line.text))]
    if len(lead.split()) > 6 and not _is_table_like(line):
        return None
    return names[0] if names[0].party in {Role.UNKNOWN, Role.PATIENT, Role.EMPLOYEE} else None


def _is_told_patient(line: Line, name: Mention) -> bool:
    """Tell whether the word right before a name says that its bearer is the patient: ``source patient Ann Lee``."""
    at = name.start - line.end + len(line.text)
    return _PATIENT.search(line.text[max(0, at - _LONGEST_WORD) : max(0, at)]) is not None


_PATIENT = compiled(r"(?i)\b(?:patient|pt|resident|client|inpatient)[.:]?[ ](?:is |was |named )?\Z")
_LONGEST_WORD = 24


def _bare_name(line: Line, shapes: set[tuple[int, bool]]) -> Mention | None:
    """Return the person of a line of whom nothing was found, if it begins with the name as the lines around do."""
    name = line.names[0] if len(line.names) == 1 else None
    if name is None or len(line.mentions) > 1 or name.part in NAME_PARTS or name.element is not Element.NAME:
        return None
    begin = name.start - line.end + len(line.text)
    is_first = begin == len(line.text) - len(line.text.lstrip())
    is_open = name.party is Role.UNKNOWN and " " in name.text.strip()
    return name if is_first and is_open and _shape(line) in shapes and _is_table_like(line) else None


def _is_bulleted(line: Line) -> bool:
    return _BULLET.match(line.text) is not None


def _is_table_like(line: Line) -> bool:
    return "  " in line.text.strip() or "\t" in line.text or "|" in line.text


def _shape(line: Line) -> tuple[int, bool]:
    """Return how the line begins: depth of its indent and whether it has a bullet."""
    return len(line.text) - len(line.text.lstrip()), _is_bulleted(line)


def _is_like(line: Line, shapes: set[tuple[int, bool]]) -> bool:
    """Tell whether a line without a name looks like a record whose name was not recognised."""
    return _shape(line) in shapes and (_is_bulleted(line) or _is_table_like(line))


def birth_candidates(line: Line, name: Mention, text: str) -> list[Mention]:
    """Return bare dates that stand right behind the name, as birth dates do in lists."""
    at = bisect_left(line.mentions, name.end, key=lambda m: m.start)
    for number in range(at, len(line.mentions)):
        mention = line.mentions[number]
        if mention.start - name.end > _FARTHEST_BIRTH:
            break
        if mention.element is Element.DATE and mention.part is Part.FULL:
            return [mention] if _BETWEEN.match(text[name.end : mention.start]) and len(mention.norm) == 10 else []
    return []


def lies_long_before(date: str, reference: str) -> bool:
    """Tell whether an ISO date lies so long before the text (or any text of our time) that it is of a birth."""
    latest = int(reference[:4]) if reference else _OLDEST_EVIDENCE
    return latest - int(date[:4]) >= _GENERATION


def are_births(dates: Sequence[str], reference: str) -> bool:
    """Tell whether ISO dates right behind names are birth dates: years lie well before and apart.

    Example:
        >>> are_births(["1966-07-01", "1957-11-20", "2019-03-02"], "2023-10-28")
        True
        >>> are_births(["2023-11-02"], "2023-10-28")
        False
    """
    years = [int(d[:4]) for d in dates]
    if not years:
        return False
    latest = int(reference[:4]) if reference else max(_OLDEST_EVIDENCE, *years)
    old = sum(latest - year >= 3 for year in years)
    return old * 2 > len(years) and (len(years) == 1 or max(years) - min(years) >= 2 or old == len(years))

"""Pages on which a line with a person's facts stands over lines of that person's visits, person after person.

Two kinds of lines take turns there: neither are they rows of one table, nor is each pair of lines a table of its own.
Such a page reads best line by line.
Invariant: pure; a line is told by the form of its numbers alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

_DAY = re.compile(r"(?<![\w/.-])(?:\d{1,2}[/-]\d{1,2}[/-](?:\d{4}|\d{2})|\d{4}-\d\d-\d\d)(?![\w/-])")
_PHONE = re.compile(r"(?<![\w-])(?:\([2-9]\d\d\) ?|[2-9]\d\d[ .-]{1,2})\d{3}[ .-]\d{4}(?![\w-])")
_LONG = r"(?=[A-Z0-9-]*\d{4})[A-Z0-9-]{5,15}(?![/.\w])"
_CODES = r"\d{5} [A-TV-Z]\d[0-9A-Z]\.|[A-TV-Z]\d[0-9A-Z]\.[0-9A-Z]{1,4} \d{5}\b"
_TWO_VALUES = re.compile(rf"(?:{_DAY.pattern} {_LONG}|{_LONG} {_DAY.pattern}|{_CODES})")
"""A day and a long number, or the code of an act and that of an illness."""
_ILLNESS = re.compile(r"(?<![\w-])[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?(?![\w-])")
_ACT = re.compile(r"(?<![\w-])(?:\d{5}|[A-V]\d{4})(?![\w-])")
_NUMBER = re.compile(r"(?<![\w/.])[A-Z]{0,4}-?\d[\d-]{3,14}(?![\w/.])")
_NAME = re.compile(r"[^\W\d_]{2,}[ ,'-]+[^\W\d_]")
_HAS_NUMBER, _REPEATED, _FIRST = re.compile(r"\d{2}"), re.compile("w+"), 3
_LEAST_PEOPLE, _LEAST_VISITS = 2, 3


def is_report(lines: Iterable[str]) -> bool:
    """Tell whether lines of people take turns with lines of visits.

    Example:
        >>> one = ["Lee, Ann 104471 03/14/1961 (615) 555-0104", "11/18/2024 96413 C90.00 Hastings"]
        >>> is_report([*one, *one, one[1]]), is_report(one[1:] * 9)
        (True, False)
    """
    people, visits = Counter[str](), Counter[str]()
    turns = 0
    was_person = False
    for line in lines:
        is_visit = _is_visit(line)
        is_person = not is_visit and _is_person(line)
        turns += is_visit and was_person
        was_person = is_person or (was_person and not is_visit)
        if is_visit:
            visits[_beginning(line)] += 1
        elif is_person:
            people[_beginning(line)] += 1
    is_turned = turns >= _LEAST_PEOPLE and visits.total() >= _LEAST_VISITS and people.total() <= 2 * turns
    return is_turned and people.most_common(1)[0][0] != visits.most_common(1)[0][0]


def is_unparted(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether one column of a table holds two values in most rows: its gutter was too narrow to be seen.

    Example:
        >>> is_unparted([["Lee, Ann", "03/14/1961 W10447100"], ["Lee, Bo", "03/14/1991 W10447101"]] * 2)
        True
        >>> is_unparted([["Lee, Ann 03/14/1961 W10447100", "96413"]] * 4)
        False
    """
    counts = Counter(column for row in rows for column, cell in enumerate(row) if _TWO_VALUES.match(cell) is not None)
    full = sum(sum(bool(cell) for cell in row) > 1 for row in rows)
    return any(count >= max(_LEAST_VISITS, _MOSTLY * full) for count in counts.values())


_MOSTLY = 0.6


def _beginning(line: str) -> str:
    """Return how a line begins: the kinds of its first pieces, words together."""
    kinds = "".join("d" if _DAY.match(word) else "n" if _HAS_NUMBER.search(word) else "w" for word in line.split())
    return _REPEATED.sub("w", kinds)[:_FIRST]


def _is_visit(line: str) -> bool:
    if _DAY.search(line) is None or _PHONE.search(line) is not None:
        return False
    return _ILLNESS.search(line) is not None or (len(_ACT.findall(line)) == 1 and _DAY.match(line.lstrip()) is not None)


def _is_person(line: str) -> bool:
    facts = sum(pattern.search(line) is not None for pattern in (_DAY, _PHONE))
    return (
        facts > 0 and _NUMBER.search(_PHONE.sub("", _DAY.sub("", line))) is not None and _NAME.search(line) is not None
    )

"""Records of several lines under as many lines of labels, as remittances and old ledgers print them.

    PATIENT NAME       PATIENT CNTRL NUMBER
    MBI                ICN NUMBER
    ----------------------------------------
    PRATER ISHMAEL     337967
    W41476969          2252309911203

The first line of labels reads as a header; those below it have no digits and a label we know each. Every record has as
many lines, each under its own labels; most records must, or the text is no such table.

Invariant: time is linear in the lines looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tocsin.detection.columns_header import is_header, is_known_label
from tocsin.detection.columns_values import shape_of
from tocsin.patterns import compiled

Cell = tuple[int, int, str]
Line = tuple[str, Sequence[Cell]]
"""The text of a line and its cells."""
_MOST_HEADS, _LEAST_RECORDS, _LEAST_WHOLE = 4, 2, 0.6
_MOST_LINES = 5000
_RULE = compiled(r"[-=_+|* \t]{3,}")


def stacked_heads(line_at: Callable[[int], Line | None], at: int) -> int:
    """Return how many lines of labels begin at line ``at``: 0 where there are not at least two and a rule behind."""
    count = 1
    while count <= _MOST_HEADS and (line := line_at(at + count)) is not None and _is_head(_texts(line)):
        count += 1
    behind = line_at(at + count)
    is_ruled = behind is not None and _RULE.fullmatch(behind[0]) is not None
    if not is_ruled or not 1 < count <= _MOST_HEADS:
        return 0
    first = line_at(at)
    return count if first is not None and is_header(_texts(first)) else 0


def _is_head(labels: Sequence[str]) -> bool:
    return (
        len(labels) > 1
        and not any(c.isdigit() for label in labels for c in label)
        and any(is_known_label(label) for label in labels)
    )


def _texts(line: Line) -> list[str]:
    return [text for _, _, text in line[1]]


def stacked_records(line_at: Callable[[int], Line | None], at: int, heads: int) -> tuple[list[list[int]], int]:
    """Return the records below the labels, each as the numbers of its lines, and the line behind the last one.

    Args:
        line_at: gives a line by its number, None behind the last.
        at: the first line of labels.
        heads: how many lines of labels there are.
    """
    groups: list[list[int]] = []
    group: list[int] = []
    number = end = at + heads
    while number < at + _MOST_LINES and (line := line_at(number)) is not None:
        if not line[0].strip() or _RULE.fullmatch(line[0]):
            groups, group = [*groups, group] if group else groups, []
        elif not group and not line[1]:
            break
        elif len(group) == heads:
            groups, group = [*groups, group], [number]
            end = number + 1
        else:
            group.append(number)
            end = number + 1
        number += 1
    groups = [*groups, group] if group else groups
    whole = [one for one in groups if len(one) == heads]
    if len(whole) < _LEAST_RECORDS or len(whole) < _LEAST_WHOLE * len(groups) or _are_rows(line_at, whole):
        return [], at
    return whole, end


def _are_rows(line_at: Callable[[int], Line | None], records: Sequence[Sequence[int]]) -> bool:
    """Tell whether the second lines look as the first ones do: then labels of two lines stand over rows of one."""
    alike = sum(_look(line_at(record[0])) == _look(line_at(record[1])) for record in records)
    return alike * 2 > len(records)


def _look(line: Line | None) -> tuple[tuple[int, str], ...]:
    """Return where the first cells of a line begin, and their shapes."""
    return tuple((start, shape_of(text)) for start, _, text in (line[1] if line else ())[:_LOOKED_AT])


_LOOKED_AT = 2

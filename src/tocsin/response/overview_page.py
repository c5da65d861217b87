"""The pieces of the overview page: safe text, tables and charts as SVG with words for those who listen.

Everything that goes into the page passes ``text``; a chart always stands beside its table.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_BAR, _GAP, _LABEL, _WIDTH = 22, 8, 250, 900


def text(value: object) -> str:
    """Return the value as text that is safe inside HTML and SVG."""
    return html.escape(str(value), quote=True)


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, and whether it holds numbers."""

    heading: str
    is_number: bool = False


def table(caption: str, columns: Sequence[Column], rows: Sequence[Sequence[object]], late: Sequence[bool] = ()) -> str:
    """Return an HTML table with a caption and row headings."""
    head = "".join(f'<th scope="col"{_number(c)}>{text(c.heading)}</th>' for c in columns)
    body = []
    for index, row in enumerate(rows):
        first, *rest = [_shown(value) for value in row]
        cells = "".join(f"<td{_number(c)}>{value}</td>" for c, value in zip(columns[1:], rest, strict=True))
        mark = ' class="late"' if index < len(late) and late[index] else ""
        body.append(f'<tr{mark}><th scope="row">{first}</th>{cells}</tr>')
    return (
        f'<div class="wide"><table><caption>{text(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def bars(name: str, rows: Sequence[tuple[str, int]]) -> str:
    """Return a bar chart as SVG; its numbers stand in the table beside it."""
    if not rows:
        return ""
    most = max(number for _, number in rows) or 1
    room = _WIDTH - _LABEL - 90
    height = len(rows) * (_BAR + _GAP) + _GAP
    parts = [_svg_open(name, height, f"{name}: " + "; ".join(f"{label} {number:,}" for label, number in rows))]
    for index, (label, number) in enumerate(rows):
        y = _GAP + index * (_BAR + _GAP)
        width = max(2, round(room * number / most)) if number else 0
        parts.append(f'<text x="{_LABEL - 8}" y="{y + 16}" text-anchor="end" font-size="14">{text(label[:34])}</text>')
        parts.append(f'<rect x="{_LABEL}" y="{y}" width="{width}" height="{_BAR}" fill="#2b5d8a"/>')
        parts.append(f'<text x="{_LABEL + width + 6}" y="{y + 16}" font-size="14">{number:,}</text>')
    return "".join(parts) + "</svg>"


@dataclass(frozen=True)
class Mark:
    """A day on the timeline."""

    on: date
    words: str
    is_past_due: bool = False


def timeline(name: str, marks: Sequence[Mark], today: date) -> str:
    """Return the days as a timeline SVG, today among them, one line of words for each day."""
    if not marks:
        return ""
    days = sorted({mark.on for mark in marks} | {today})
    first, last = days[0] - timedelta(days=3), days[-1] + timedelta(days=3)
    span = max(1, (last - first).days)
    lines = _lines(marks, today)
    height = 56 + 24 * len(lines)

    def x(day: date) -> int:
        return 40 + round((_WIDTH - 80) * (day - first).days / span)

    told = "; ".join(f"{on}: {words}" for on, words, _ in lines)
    parts = [_svg_open(name, height, f"{name}: {told}")]
    parts.append(f'<line x1="40" y1="26" x2="{_WIDTH - 40}" y2="26" stroke="#4a5a6b" stroke-width="2"/>')
    for index, (on, words, colour) in enumerate(lines):
        y = 60 + 24 * index
        parts.append(f'<line x1="{x(on)}" y1="26" x2="{x(on)}" y2="{y - 6}" stroke="{colour}" stroke-dasharray="2 3"/>')
        parts.append(f'<circle cx="{x(on)}" cy="26" r="6" fill="{colour}"/>')
        anchor, at = ("end", x(on) - 8) if x(on) > _WIDTH * 0.55 else ("start", x(on) + 8)
        parts.append(
            f'<text x="{at}" y="{y}" text-anchor="{anchor}" font-size="13" fill="{colour}">{on} {text(words)}</text>'
        )
    return "".join(parts) + "</svg>"


def _lines(marks: Sequence[Mark], today: date) -> list[tuple[date, str, str]]:
    by_day: dict[date, list[Mark]] = {}
    for mark in marks:
        by_day.setdefault(mark.on, []).append(mark)
    lines = []
    for on, same in sorted(by_day.items()):
        words = list(dict.fromkeys(mark.words for mark in same))
        shown = ", ".join(words[:3]) + (f" and {len(words) - 3} more" if len(words) > 3 else "")
        lines.append((on, shown, "#8a3b12" if any(mark.is_past_due for mark in same) else "#2b5d8a"))
    lines.append((today, "today", "#16202c"))
    return sorted(lines)


def _svg_open(name: str, height: int, told: str) -> str:
    return (
        f'<svg role="img" aria-label="{text(told)}" viewBox="0 0 {_WIDTH} {height}" '
        f'xmlns="http://www.w3.org/2000/svg" font-family="inherit"><title>{text(name)}</title>'
    )


def _number(column: Column) -> str:
    return ' class="n"' if column.is_number else ""


def _shown(value: object) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else text(value)

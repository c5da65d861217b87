"""The index of the decision records, made from their first lines."""

from __future__ import annotations

import re
from pathlib import Path

_TITLE = re.compile(r"#\s+(\d+)[.:]?\s+(.+)")
_ROOMS = (
    (0, "The project"),
    (10, "Incident folder, keys and record"),
    (20, "Jail and readers"),
    (30, "Resolution"),
    (40, "Detection"),
    (50, "Exposure and attribution"),
    (55, "Formats"),
    (60, "Law"),
    (70, "Letters and pages"),
    (80, "Simulator"),
    (90, "Measuring"),
)
"""First number of the records of each part."""


def decisions_page(folder: Path) -> str:
    """Return the list of records; raises SystemExit if one has no number and title of its own."""
    parts = [
        "# Decisions\n",
        "One record for each decision that is hard to undo: what was to be decided, what else there was, what came of "
        "it, and what got worse.\n",
    ]
    records = sorted(file for file in folder.glob("[0-9]*.md"))
    numbers = [file.name[:4] for file in records]
    twice = sorted({number for number in numbers if numbers.count(number) > 1})
    if twice:
        raise SystemExit(f"two decision records have the number {', '.join(twice)}")
    for number, (first, words) in enumerate(_ROOMS):
        last = _ROOMS[number + 1][0] if number + 1 < len(_ROOMS) else 10_000
        mine = [file for file in records if first <= int(file.name[:4]) < last]
        if mine:
            parts += [f"## {words}\n", *(_line(file) for file in mine), ""]
    return "\n".join(parts)


def _line(file: Path) -> str:
    title = _TITLE.match(file.read_text(encoding="utf-8"))
    if not title or int(title.group(1)) != int(file.name[:4]):
        raise SystemExit(f"{file.name} does not begin with '# NUMBER. Title'")
    return f"- [{int(title.group(1))}. {title.group(2).strip()}]({file.name})"

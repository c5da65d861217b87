"""Lines inside the cells of tables: they part two values where the column's label has two lines as well.

Elsewhere a line end in a cell only breaks a long value, and a blank says as much.
"""

from __future__ import annotations

from collections.abc import Sequence

_MOSTLY = 0.6
_LEAST_ROWS = 2


def with_lines(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the rows with the line ends of those columns whose label and cells have one each, else with blanks.

    Example:
        >>> with_lines([["Name\\nID", "Town"], ["Lee\\n12", "Ely\\nNV"], ["Orr\\n13", "Rye"]])
        [['Name\\nID', 'Town'], ['Lee\\n12', 'Ely NV'], ['Orr\\n13', 'Rye']]
    """
    kept = {at for at in range(max(map(len, rows), default=0)) if _are_two(rows, at)}
    return [[cell if at in kept else cell.replace("\n", " ") for at, cell in enumerate(row)] for row in rows]


def _are_two(rows: Sequence[Sequence[str]], at: int) -> bool:
    cells = [row[at] for row in rows if at < len(row) and row[at] and sum(map(bool, row)) > 1]
    if len(cells) <= _LEAST_ROWS or cells[0].count("\n") != 1:
        return False
    return sum(cell.count("\n") == 1 for cell in cells[1:]) >= _MOSTLY * (len(cells) - 1)

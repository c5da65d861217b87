"""The memory of a command with all its processes, as it goes.

Source: Linux proc(5), ``smaps_rollup``: proportional set size, in which pages that processes share count once.
"""

from __future__ import annotations

from pathlib import Path

from tests.e2e.processes import descendants

_TENTHS = 10


class Watch:
    """Looks at a process and those below it, again and again."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._seen: list[tuple[int, int]] = []

    def look(self) -> None:
        """Keep the memory of all together, and of the largest."""
        sizes = [_bytes_of(pid) for pid in (self._pid, *(one.pid for one in descendants(self._pid)))]
        self._seen.append((sum(sizes), max(sizes)))

    @property
    def most_bytes(self) -> int:
        """Return the most memory that all processes took together."""
        return max((total for total, _ in self._seen), default=0)

    def told(self) -> str:
        """Return the most memory in each tenth of the time: all processes together, then the largest."""
        if not self._seen:
            return "never looked at"
        step = max(1, -(-len(self._seen) // _TENTHS))
        parts = [self._seen[start : start + step] for start in range(0, len(self._seen), step)]
        together = " ".join(f"{max(total for total, _ in part) / 1e6:.0f}" for part in parts)
        largest = " ".join(f"{max(one for _, one in part) / 1e6:.0f}" for part in parts)
        return f"MB in each tenth, all processes: {together}; the largest: {largest}"


def _bytes_of(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) << 10
    except OSError:
        return 0
    return 0

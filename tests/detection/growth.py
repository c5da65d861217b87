"""Whether time grows with the length of a text and no faster: told by a ratio, since machines and their load differ."""

from __future__ import annotations

import time
from collections.abc import Callable

_LONGER = 4
_ALLOWED = 10
"""Linear is 4, quadratic 16; between them lies what a busy machine adds."""
_TOO_SHORT_SECONDS = 0.3
"""Below this a ratio tells of the clock, not of the code."""


def grows_linearly(work: Callable[[str], object], piece: str, characters: int = 40_000) -> bool:
    """Say whether four times the text costs at most ten times the processor's time."""

    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        start = time.process_time()
        work(text)
        return time.process_time() - start

    work(piece)
    longer = _LONGER * characters
    return any(seconds(longer) < max(_TOO_SHORT_SECONDS, _ALLOWED * seconds(characters)) for _ in range(3))

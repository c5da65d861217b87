"""How long a reader may take: processor time is the measure, so that a busy machine costs no document.

The clock bounds it too: so many times as long, whatever the reader got of the processor. A reader that is silent and
takes nothing of the processor waits for something that will not come, and hangs by the clock alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from tocsin.config import JailLimits
from tocsin.jail.protocol import WallError

_LOOKS = 12
"""So often a reader is looked at in the time it may be silent."""
_IDLE_SECONDS = 0.1
"""Less processor time than this in all the time it may be silent: it does not work, it waits."""


@dataclass(slots=True)
class _Mark:
    """Since when something is waited for: by the clock, and in processor time once the reader was looked at."""

    at: float
    spent: float | None = None


class Patience:
    """The time of one document's reader; ``spent`` returns its processor seconds so far, ``now`` the clock's."""

    def __init__(
        self, limits: JailLimits, spent: Callable[[], float], now: Callable[[], float] = time.monotonic
    ) -> None:
        self._limits, self._spent, self._now = limits, spent, now
        self.look_seconds = limits.silent_seconds / _LOOKS
        """How long to wait for a frame before the reader is looked at."""
        self._looked_at = now()
        self._item = _Mark(self._looked_at)
        self._frame = _Mark(self._looked_at)

    def heard(self, *, is_turn: bool) -> None:
        """Hear that a frame came, and whether it is a turn: an item that began or ended, or a page that was read.

        Raises:
            WallError: one item takes too long.
        """
        now = self._now()
        self._frame = _Mark(now)
        if is_turn:
            self._item = _Mark(now)
        elif now - self._looked_at >= self.look_seconds:
            self.look()

    def look(self) -> None:
        """Look how much of the processor the reader took; raises WallError if it took too long or hangs."""
        now, spent = self._now(), self._spent()
        self._looked_at = now
        for mark, seconds in ((self._item, self._limits.item_seconds), (self._frame, self._limits.silent_seconds)):
            mark.spent = spent if mark.spent is None else mark.spent
            if spent - mark.spent > seconds or now - mark.at > seconds * self._limits.busy_factor:
                raise WallError("timed_out")
        since = self._frame.spent or 0.0
        if now - self._frame.at >= self._limits.silent_seconds and spent - since < _IDLE_SECONDS:
            raise WallError("timed_out")

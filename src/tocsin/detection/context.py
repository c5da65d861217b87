"""The words around a place: bounded windows in which verifiers look for what settles a doubt."""

from __future__ import annotations

import re


def before(text: str, low: int, start: int, width: int) -> str:
    """Return up to ``width`` code points that stand before ``start``, none before ``low``."""
    return text[max(low, start - width) : start]


def after(text: str, end: int, high: int, width: int) -> str:
    """Return up to ``width`` code points that stand behind ``end``, none from ``high`` on."""
    return text[end : min(high, end + width)]


def line_before(text: str, low: int, start: int, width: int) -> str:
    """Return what stands before ``start`` on its own line, at most ``width`` code points.

    Example:
        >>> line_before("Seen 1/2/03\\nDOB: 4/5/60", 0, 17, 60)
        'DOB: '
    """
    context = before(text, low, start, width)
    return context[context.rfind("\n") + 1 :]


def said_before(words: re.Pattern[str], text: str, low: int, start: int, width: int) -> bool:
    """Tell whether the words stand in the ``width`` code points before ``start``."""
    return words.search(text, max(low, start - width), start) is not None

"""The stages of a run, in their order."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """One stage; each takes tables and leaves tables, and the next starts from them."""

    EXTRACT = "extract"
    DETECT = "detect"
    LINK = "link"
    RESOLVE = "resolve"
    ATTRIBUTE = "attribute"
    EXPOSE = "expose"
    DUTIES = "duties"
    NOTIFY = "notify"


ORDER = tuple(Stage)


def stages_until(last: Stage) -> tuple[Stage, ...]:
    """Return the stages up to and with ``last``.

    Example:
        >>> [stage.value for stage in stages_until(Stage.LINK)]
        ['extract', 'detect', 'link']
    """
    return ORDER[: ORDER.index(last) + 1]

"""Forms that follow each other in one text and begin with a number, not with a name: print images, abstracts, claims.

What stands between such a beginning and the name is of whom the name means, not of the person before.

Invariant: pure; a text counts only if what stands before its first name comes again before every other one.
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.linking.zones import Line, Zone
from tocsin.model.elements import NAME_ELEMENTS, OFFICE_ROLES, Element
from tocsin.model.mentions import Mention

_OPENING = frozenset(
    {
        Element.MRN, Element.ACCOUNT_NUMBER, Element.CLAIM_NUMBER, Element.MEMBER_ID, Element.SSN, Element.OTHER_ID,
        Element.DATE_OF_BIRTH,
    }
)  # fmt: skip
_FARTHEST = 12
"""Lines in which the name must follow."""
_LEAST_NAMED = 0.8
_Kind = tuple[Element | None, str]
_Told = tuple[int, int, Mention]
"""A line's number, its block's, and a mention on it."""


def opening_lines(lines: Sequence[Line]) -> frozenset[int]:
    """Return the numbers of the lines that begin a form; none if forms begin with names or there is but one."""
    told = [
        (number, line.block, m)
        for number, line in enumerate(lines)
        if line.zone is Zone.PLAIN
        for m in line.mentions
        if m.element in _OPENING or _is_name(m)
    ]
    first = next((at for at, (_, _, m) in enumerate(told) if _is_name(m)), 0)
    kind = next((_kind(m) for number, block, m in told[:first] if _is_near((number, block), told[first])), None)
    if kind is None:
        return frozenset()
    begins = [at for at, (_, _, m) in enumerate(told) if _kind(m) == kind and not _is_name(m)]
    named = [_names_next(told, at) for at in begins]
    if len(begins) < 2 or sum(named) < _LEAST_NAMED * len(begins):
        return frozenset()
    return frozenset(told[at][0] for at, is_named in zip(begins, named, strict=True) if is_named)


def _is_near(begun: tuple[int, int], told: _Told) -> bool:
    """Tell whether something stands soon behind what begins a form, with no blank line between."""
    return told[0] - begun[0] <= _FARTHEST and told[1] == begun[1]


def _names_next(told: Sequence[_Told], at: int) -> bool:
    """Tell whether a name follows soon, before what begins a form comes again."""
    begun, kind = told[at][:2], _kind(told[at][2])
    for one in told[at + 1 :]:
        mention = one[2]
        if not _is_near(begun, one):
            return False
        if _is_name(mention):
            return True
        if _kind(mention) == kind:
            return False
    return False


def _kind(mention: Mention) -> _Kind:
    return mention.element, mention.label.casefold() or mention.detector


def _is_name(mention: Mention) -> bool:
    is_open = mention.element in NAME_ELEMENTS and mention.element is not Element.PROVIDER
    return is_open and mention.party not in OFFICE_ROLES

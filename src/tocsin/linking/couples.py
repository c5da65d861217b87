"""Two people of one surname, of whom the first is named by a given name alone: ``Cecil & Nell Loveall``.

What is said of such a pair on the same line is said of both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from tocsin.linking.frames import CLINICAL, CONTACT, INSURANCE, Frame
from tocsin.linking.person import is_given, key_of_text, parts_of
from tocsin.linking.scene import Scene
from tocsin.model.elements import NAME_ELEMENTS, Element
from tocsin.model.lexicon import fold_name
from tocsin.model.mentions import Mention, Part
from tocsin.patterns import compiled

_AND = compiled(r"[ ]?[&+/][ ]?|[ ](?:and|y|e)[ ]")
_BETWEEN_TWO = compiled(r"[ ]*(?:[/+&;]|and)[ ]*")
_TWINS = compiled(r"(?i)\b(?:twins?|triplets|mellizos|gemelos)\b[^.!?\n]{0,20}\Z")
_BEFORE = 30
_OF_PARTNER = 1_000_000
"""A frame's number counts from this where its person stood in another's cell."""
_SHARED = CLINICAL | CONTACT | INSURANCE


def paired(scene: Scene, text: str, mention: Mention, frame: Frame) -> Frame | None:
    """Return who was named right before by a given name alone, now known by the surname of both; None if nobody was.

    Args:
        scene: the stage; its last frame is the one of the mention.
        text: of the segment.
        mention: a name.
        frame: its person.
    """
    if len(scene.frames) < 2 or not frame.key.is_whole:
        return None
    one = scene.frames[-2]
    last = one.mentions[-1] if one.mentions else None
    if last is None or last.segment_id != mention.segment_id or one.key.last:
        return None
    if not _are_pair(text, last.end, mention.start, last, mention):
        return None
    one.rename(f"{one.name.first} {frame.name.last}")
    one.partner, frame.partner = frame, one
    one.is_twin = frame.is_twin = _TWINS.search(text[max(0, last.start - _BEFORE) : last.start]) is not None
    return one


def without_partners(text: str, begin: int, names: Sequence[Mention]) -> list[Mention]:
    """Return the names of a line without those who only end a pair: ``Nell Loveall`` of ``Cecil & Nell Loveall``.

    Args:
        text: of the line.
        begin: where the line begins.
        names: of the line, in order.
    """
    return [
        name
        for at, name in enumerate(names)
        if not at or not _are_pair(text, names[at - 1].end - begin, name.start - begin, names[at - 1], name)
    ]


def _are_pair(text: str, end: int, start: int, one: Mention, other: Mention) -> bool:
    """Tell whether two names that stand before and behind a stretch are of two people of one surname."""
    if "," in other.text or not _AND.fullmatch(text, end, start):
        return False
    given, whole = parts_of(one.text), parts_of(other.text)
    is_one_word = bool(given.first) and not given.last
    return is_one_word and bool(whole.last) and all(is_given(fold_name(name.first)) for name in (given, whole))


def _are_two(cell: str, one: Mention, other: Mention) -> bool:
    """Tell whether a cell holds two whole names that a sign parts: ``Lee, Ann / Boyd, Bob``."""
    is_parted = _BETWEEN_TWO.fullmatch(cell, one.end, other.start) is not None
    return is_parted and all(key_of_text(name.text).is_whole for name in (one, other))


def take_alike(one: Frame, other: Frame) -> None:
    """Give the two of a pair one role: that which the place tells of either."""
    first, second = (one, other) if one.is_told and not other.is_told else (other, one)
    second.role, second.is_told, second.is_of_list = first.role, first.is_told, first.is_of_list
    second.is_closed = first.is_closed


def pair_in_cells(frames: Sequence[Frame], cells: Sequence[Sequence[str]]) -> list[Frame]:
    """Part people of one surname who stand in one cell, and name the first by it; return the new frames.

    Args:
        frames: of a grid.
        cells: its rows.
    """
    names = [
        (mention, frame)
        for frame in frames
        for mention in frame.mentions
        if mention.element in NAME_ELEMENTS and mention.part is Part.FULL
    ]
    alone = {(one.row, one.column) for one, _ in names if " " not in one.text.strip()}
    alone |= {at for at, count in Counter((one.row, one.column) for one, _ in names).items() if count > 1}
    named: dict[tuple[int, int], list[tuple[Mention, Frame]]] = {}
    for mention, frame in names if alone else ():
        if (mention.row, mention.column) in alone:
            named.setdefault((mention.row, mention.column), []).append((mention, frame))
    made = []
    for (row, column), several in named.items():
        several.sort(key=lambda one: one[0].start)
        for (one, first), (other, second) in pairwise(several):
            is_pair = _are_pair(cells[row][column], one.end, other.start, one, other)
            if not is_pair and not (first is second and _are_two(cells[row][column], one, other)):
                continue
            if first is second:
                first = _parted(second, one)
                second.rename(other.text)
                made.append(first)
            if not is_pair:
                first.rename(one.text)
            elif not first.key.last:
                first.rename(f"{one.text} {parts_of(other.text).last}")
            first.partner, second.partner = second, first
            mine, theirs = list(first.mentions), list(second.mentions)
            first.mentions += [m for m in theirs if m not in mine and _is_of_row(m, column)]
            second.mentions += [m for m in mine if m not in theirs and _is_of_row(m, column)]
    return made


def _is_of_row(mention: Mention, column: int) -> bool:
    """Tell whether a mention is said of all who stand in one cell of a column."""
    return mention.element in CONTACT or (mention.element in _SHARED and mention.column != column)


def _parted(frame: Frame, name: Mention) -> Frame:
    """Take somebody out of a frame that is another's: with the name, and what is said of both."""
    other = Frame(frame.item_id, frame.segment_id, frame.shape, frame.row, frame.start, frame.number + _OF_PARTNER)
    other.role, other.is_told, other.is_closed = frame.role, frame.is_told, frame.is_closed
    other.relation, other.related, other.seen_on = frame.relation, frame.related, frame.seen_on
    other.is_sample, other.is_of_list, other.is_remarked = frame.is_sample, frame.is_of_list, frame.is_remarked
    frame.mentions.remove(name)
    other.mentions = [name, *(m for m in frame.mentions if m.element in _SHARED)]
    return other


def is_of_both(frame: Frame, mention: Mention) -> bool:
    """Tell whether what is said right behind a pair is said of both."""
    if frame.partner is None:
        return False
    return mention.element in _SHARED or (frame.is_twin and mention.element in {Element.DATE_OF_BIRTH, Element.AGE})

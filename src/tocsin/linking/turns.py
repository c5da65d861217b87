"""Where a text turns to somebody else: entries of logs, forms that begin with a number, what is said in a chat.

Invariant: what stands between the beginning of a form and its name waits for the name; who says something in a chat
is on no stage but for what they say of themselves.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from tocsin.linking.entries import entry_lines, in_order_of_entry
from tocsin.linking.frames import ABOUT_OFFICES, CONTACT, Frame
from tocsin.linking.openers import opening_lines
from tocsin.linking.scene import Scene
from tocsin.linking.zones import Line, Zone
from tocsin.model.elements import NAME_ELEMENTS, Element, Role
from tocsin.model.lexicon import fold_name
from tocsin.model.mentions import Mention
from tocsin.model.segments import Segment
from tocsin.patterns import compiled

_TIME = r"\d{1,2}:\d\d(?::\d\d)? ?(?:[ap]\.?m\.?)?"
_DAY = r"(?:\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}(?:/\d{2,4})?)"
_SAYS = compiled(
    rf"[ \t]{{0,4}}[\[(]?(?:{_DAY}[,T ]{{1,2}})?{_TIME}[\])]?[ ]?[-\u2013]?[ ]"
    r"(?P<who>[^\W\d_][\w .,'\u2019()-]{1,40}?)[ ]?[:>][ ]",
    re.IGNORECASE,
)
_WHO = r"[^\W\d_][\w.'\u2019-]*(?:,?[ ][^\W\d_][\w.'\u2019()-]*){0,3}"
_HEADS = compiled(
    rf"[ \t]{{0,4}}(?:\[(?:{_DAY}[,T ]{{1,2}})?{_TIME}\][ ]?[-\u2013]?[ ]?(?P<who>{_WHO})"
    rf"|(?P<first>{_WHO})[ ,]{{1,3}}\[?(?:{_DAY}[,T ]{{1,2}})?{_TIME}\]?)[ \t\r]*",
    re.IGNORECASE,
)
"""A line that only says who speaks and when: ``[9/29/2026 9:05 AM] Ann Lee``, what is said stands below."""
_LEAST_SAID, _LEAST_SHARE, _LEAST_HEADS = 3, 0.5, 0.25


class Turns:
    """The turns of one text, on the stage of its item."""

    def __init__(self, scene: Scene, segment: Segment, lines: Sequence[Line]) -> None:
        self._scene, self._segment, self._lines = scene, segment, lines
        self._entries, self._opened = entry_lines(lines), opening_lines(lines)
        self._pending = -1
        """From where on what is loose waits for the name of what has begun; below 0 if nothing has."""
        self._not_pending: frozenset[Element] = frozenset()
        """What does not wait: before the name in a form stands how to reach the office."""
        self._said = _spoken(lines)
        self._speakers: dict[str, Frame] = {}

    @property
    def said(self) -> frozenset[int]:
        """Return the numbers of the lines of a chat."""
        if not self._said or _SAYS.match(self._lines[min(self._said)].text):
            return frozenset(self._said)
        return frozenset(range(min(self._said), len(self._lines)))

    def begin(self, number: int) -> None:
        """Leave whom the lines before spoke of where a line turns to somebody else."""
        if number not in self._entries and number not in self._opened:
            return
        scene = self._scene
        scene.focus = scene.caller = scene.speaker = scene.section = None
        scene.topic = scene.subject_topic
        scene.by_role.clear()
        self._pending = len(scene.loose)
        self._not_pending = frozenset() if number in self._entries else CONTACT | ABOUT_OFFICES

    def take(self, frame: Frame) -> None:
        """Give the first one named in a form or entry what stood before the name."""
        if self._pending < 0 or frame.is_closed or frame.role is Role.RELATIVE:
            return
        loose = self._scene.loose
        waiting, self._pending = loose[self._pending :], -1
        held = [one for one in waiting if one.mention.element not in self._not_pending]
        frame.mentions.extend(one.mention for one in held)
        loose[len(loose) - len(waiting) :] = [one for one in waiting if one not in held]

    def mentions(self, number: int) -> Sequence[Mention]:
        """Return a line's mentions in the order in which they are read; who says it in a chat is noted and left out."""
        line = self._lines[number]
        end = self._said.get(number)
        if end is None:
            return in_order_of_entry(line) if number in self._entries else line.mentions
        spoken = [m for m in line.mentions if m.element in NAME_ELEMENTS and m.end <= end]
        self._scene.speaker = self._speaks(spoken[-1]) if spoken else None
        return [m for m in line.mentions if m not in spoken]

    def _speaks(self, mention: Mention) -> Frame:
        key = fold_name(mention.text)
        if key not in self._speakers:
            frame = self._scene.new_frame(self._segment, mention, Role.UNKNOWN, False)
            frame.is_closed = True
            self._speakers[key] = frame
        return self._speakers[key]


def _spoken(lines: Sequence[Line]) -> dict[int, int]:
    """Return where the speaker's name ends in each line that names one, by number; nothing if the text is no chat."""
    told = sum(line.zone is Zone.PLAIN for line in lines)
    for pattern, share in ((_SAYS.match, _LEAST_SHARE), (_HEADS.fullmatch, _LEAST_HEADS)):
        found = {n: m for n, line in enumerate(lines) if line.zone is Zone.PLAIN and (m := pattern(line.text))}
        who = {n: m.lastgroup or "" for n, m in found.items()}
        speakers = Counter(m[who[n]].casefold() for n, m in found.items())
        if len(found) >= max(_LEAST_SAID, share * told) and len(speakers) * 2 <= len(found) + 1:
            return {n: lines[n].end - len(lines[n].text) + m.end(who[n]) for n, m in found.items()}
    return {}

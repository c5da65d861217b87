"""To whom a letter is written whose head names them whole and whose greeting by one name: ``Dear Deja, your surgery``.

Invariant: pure; who is in office, closed or told to be somebody else is nobody's addressee here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tocsin.linking.cues import LETTER, is_written_to
from tocsin.linking.frames import Frame
from tocsin.linking.staff import StaffIndex
from tocsin.linking.zones import Line
from tocsin.model.elements import Role
from tocsin.model.lexicon import fold_name

_DEAR = re.compile(
    r"(?i)[ \t>]*dear[ ]{1,2}(?:(?:mr|mrs|ms|miss|mx)\.?[ ]{1,2})?"
    r"(?P<name>[^\W\d_][\w'\u2019-]{1,30})[ ]?[,:.]?[ \t]*\Z"
)
_HEAD = 1200
"""Code points of a letter's head, from the addressee to the greeting."""


def addressee_of(frames: Iterable[Frame], line: Line, text: str, staff: StaffIndex) -> Frame | None:
    """Return the one person named whole above a greeting by one name of theirs, if the letter is about their care.

    Args:
        frames: those of the text read so far.
        line: the greeting.
        text: that of the segment.
    """
    dear = _DEAR.match(line.text)
    if dear is None:
        return None
    word = fold_name(dear["name"])
    begin = line.end - len(line.text)
    if not is_written_to(f"{line.text[: dear.start('name')]}", text[begin + dear.end("name") :][:LETTER]):
        return None
    fitting = [
        frame
        for frame in frames
        if frame.key.is_whole
        and word in {frame.key.first, frame.key.last}
        and begin - _HEAD <= frame.start < begin
        and frame.role in {Role.UNKNOWN, Role.PATIENT}
        and not (frame.is_closed or staff.is_office(frame.key.full))
    ]
    return fitting[0] if len({frame.key for frame in fitting}) == 1 else None

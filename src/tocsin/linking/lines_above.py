"""What stands above a text or one of its lines and says what it speaks of: a subject line, a label of its own.

Invariant: a line that is only a label has no mentions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.linking.cues import label_role
from tocsin.linking.frames import Frame
from tocsin.linking.person import key_of_text
from tocsin.linking.scene import Loose, Scene, Spot
from tocsin.linking.zones import Line, Zone
from tocsin.model.elements import NAME_ELEMENTS, Element, Role
from tocsin.model.mentions import Mention
from tocsin.model.segments import Segment


def label_from_above(lines: Sequence[Line], number: int) -> None:
    """Take a line that is only a label as the label of the value that is the line below it."""
    line, above = lines[number], lines[number - 1] if number else None
    if (
        above is None
        or above.mentions
        or above.block != line.block
        or not line.mentions
        or above.zone is not Zone.PLAIN
    ):
        return
    label = above.text.strip().rstrip(":")
    if not 0 < len(label) <= 40 or len(label.split()) > 5 or any(m.label for m in line.mentions):
        return
    if line.mentions[0].start - line.end + len(line.text) > 3 or not label[0].isalpha():
        return
    role = label_role(label)
    party = role if role is not None else Role.UNKNOWN
    line.mentions[:] = [
        replace(m, label=label, party=m.party if m.party is not Role.UNKNOWN else party) for m in line.mentions
    ]


def subject_line(scene: Scene, segment: Segment, mentions: Sequence[Mention]) -> None:
    """Read the subject line of a message's header: who is named there is the topic of the body."""
    frame: Frame | None = None
    for mention in mentions:
        if mention.element in NAME_ELEMENTS:
            role = Role.PROVIDER if mention.element is Element.PROVIDER else Role.UNKNOWN
            frame = scene.new_frame(segment, mention, role, role is Role.PROVIDER)
            frame.is_closed = role is Role.PROVIDER or scene.staff.is_office(key_of_text(mention.text).full)
            if not frame.is_closed:
                scene.subject_topic = scene.topic = frame
        elif frame is not None and not frame.is_closed:
            frame.add(mention)
        else:
            scene.loose.append(Loose(mention, Spot(0, -1, 0)))

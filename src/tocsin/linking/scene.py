"""Who is on stage while a text is read: whom the text is about, who was named last, who took which role.

Invariant: frames are only ever added; what nobody on stage can own is kept as loose with the line it stood on.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tocsin.linking.frames import Frame, Shape
from tocsin.linking.staff import StaffIndex
from tocsin.model.elements import OFFICE_ROLES, Element, Role
from tocsin.model.mentions import Mention
from tocsin.model.segments import Segment


@dataclass(slots=True)
class Spot:
    """Where a name or value stands: for nearness."""

    line: int = -1
    block: int = -1
    message: int = -1


@dataclass(slots=True)
class Loose:
    """A mention nobody was found for."""

    mention: Mention = field(repr=False)
    spot: Spot


@dataclass(slots=True)
class Known:
    """Single names of people whose whole names were read: of those in office, and of everybody else."""

    office: set[str] = field(default_factory=set)
    """Surnames of people in office, and given names of those of them who write or are written to."""
    others: set[str] = field(default_factory=set)
    read: int = 0
    """Frames that were looked at."""


@dataclass(slots=True)
class Scene:
    """The stage of one item; lives over all its text segments."""

    staff: StaffIndex
    frames: list[Frame] = field(default_factory=list)
    loose: list[Loose] = field(default_factory=list, repr=False)
    topic: Frame | None = None
    """Whom the text is about: the patient named last."""
    focus: Frame | None = None
    focus_spot: Spot = field(default_factory=Spot)
    focus_column: int = 0
    """Where the label of the name in focus begins on its line."""
    focus_end: int = 0
    """Where the name in focus ends in its segment."""
    by_role: dict[Role, Frame] = field(default_factory=dict, repr=False)
    by_role_line: dict[Role, int] = field(default_factory=dict)
    section: Role | None = None
    section_line: int = -1
    senders: list[Frame] = field(default_factory=list)
    headed: list[Frame] = field(default_factory=list)
    """Senders and recipients of the message, from its header."""
    writers: set[str] = field(default_factory=set, repr=False)
    """Folded display names of the message's senders, as its header has them."""
    quoted_writers: dict[int, Frame] = field(default_factory=dict, repr=False)
    """Who wrote the quoted messages, by their numbers."""
    subject_topic: Frame | None = None
    """The person named in the subject line: the topic until the text names another."""
    caller: Frame | None = None
    speaker: Frame | None = None
    """Who says of themselves who they are, in a message that somebody else's address sends: ``hi, this is Ann Lee``."""
    unrelated: list[Frame] = field(default_factory=list)
    """Relatives named before their patient."""
    sent_on: str = ""
    lead: str = ""
    """The last lines of the text read before, which may introduce a table."""
    over: list[Mention] = field(default_factory=list, repr=False)
    """What the last lines of the text read before say of all rows of a table below them."""
    reported: Frame | None = None
    """Whom the last person's line of a printed report named: visits on the next page may go on with it."""
    is_guidance: bool = False
    """A text of the item says how people are treated: a protocol, a policy."""
    above: Frame | None = None
    """Whom the last lines of the text read before name, and nobody else: a table below may be that person's."""
    known: Known = field(default_factory=Known, repr=False)
    """Names of those on stage, by which one word alone may mean somebody in office."""

    def new_frame(self, segment: Segment, mention: Mention, role: Role, is_told: bool) -> Frame:
        """Begin a frame at a name."""
        frame = Frame(segment.item_id, segment.segment_id, Shape.TEXT, mention.row, mention.start)
        frame.role, frame.is_told = role, is_told
        frame.seen_on = self.sent_on
        frame.add(mention)
        self.frames.append(frame)
        return frame

    def means_office(self, frame: Frame) -> bool:
        """Tell whether one name alone is that of somebody in office on this stage, and of nobody else on it."""
        known = self.known
        for one in self.frames[known.read :]:
            if one is not frame and one.key.is_whole:
                works_here = one.role in OFFICE_ROLES or self.staff.is_office(one.key.full)
                is_written_to = any(one is other for other in (*self.senders, *self.headed))
                names = {one.key.last, one.key.first} if is_written_to or not works_here else {one.key.last}
                (known.office if works_here else known.others).update(names)
        known.read = len(self.frames) - 1 if self.frames and self.frames[-1] is frame else len(self.frames)
        word = frame.key.last or frame.key.first
        return word in known.office and word not in known.others

    def enter(self, frame: Frame, spot: Spot) -> None:
        """Bring a frame on stage: it is now the one named last, and perhaps the topic."""
        self.focus, self.focus_spot = frame, spot
        self.by_role[frame.role] = frame
        self.by_role_line[frame.role] = spot.line
        if frame.role in OFFICE_ROLES or frame.is_closed:
            return
        if frame.role in {Role.PATIENT, Role.EMPLOYEE, Role.UNKNOWN}:
            self.topic = frame
            for relative in self.unrelated:
                relative.related = frame
                if relative.role is Role.RELATIVE:
                    frame.tell(Element.RELATIVE, relative.mentions)
            self.unrelated = []
        else:
            self._relate(frame)

    def _relate(self, frame: Frame) -> None:
        if self.topic is None:
            self.unrelated.append(frame)
            return
        frame.related = self.topic
        if frame.role in {Role.SUBSCRIBER, Role.GUARANTOR}:
            frame.household = self.topic
        if frame.role is Role.RELATIVE:
            self.topic.tell(Element.RELATIVE, frame.mentions)

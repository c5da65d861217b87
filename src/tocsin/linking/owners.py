"""Whose a value in a text is.

Order of reasons: the label's party; the columns of a form set side by side; the writer's own (``my``); the person the
value stands right beside; the section; the topic. A value nobody can own becomes loose.

Invariant: every mention given goes to one place at least.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tocsin.linking import cues
from tocsin.linking.couples import is_of_both
from tocsin.linking.frames import ABOUT_OFFICES, CLINICAL, CONTACT, INSURANCE, Frame
from tocsin.linking.record_kin import PARENTAL
from tocsin.linking.relations import relation_value
from tocsin.linking.scene import Loose, Scene, Spot
from tocsin.linking.zones import Line
from tocsin.model.elements import OFFICE_ROLES, Element, Role
from tocsin.model.mentions import Mention, Part
from tocsin.patterns import compiled

_PERSONAL = CONTACT | {
    Element.DATE_OF_BIRTH, Element.SSN, Element.AGE, Element.DRIVER_LICENSE, Element.EMPLOYER, Element.PASSPORT,
    Element.STATE_ID, Element.ACCOUNT_NUMBER,
}  # fmt: skip
_BESIDE = 14
_RIGHT_BEHIND = compiled(
    r"[ ,*(\[-]{1,4}"
    r"(?:(?:d\.?o\.?b\.?|born(?: on)?|b\.?|bday|aged?|ph|phone|cell|tel|mobile|e-?mail|at|@|c|h|#)[:. ]{1,2})?",
    re.IGNORECASE,
)
"""What may stand between a name and what is that person's and no one's else."""
_MEMBER_BEHIND = compiled(
    r"[ ,*(\[-]{1,4}(?:medicare|mbi|hicn?)(?: ?(?:id|no|num(?:ber)?|#))?[.:# ]{1,3}", re.IGNORECASE
)
"""Medicare numbers each beneficiary (Pub. L. 114-10, section 501): the number right behind a name is that person's."""
_LONGEST_BRACKETS = 120
_LEFT = compiled(r"\)|\n\s*\n")
_END_OF_SENTENCE = compiled(r"[.!?]\s+(?=[A-Z])|\n\s*\n")
_AGAIN = compiled(r"(?i)[.!?]\s+(?:she|he|pt|(?:the )?patient|ella|él|(?:la|el) paciente)\b")
_REACH_AGAIN = 400
_PATIENTS = CLINICAL | INSURANCE | {Element.DATE}
"""What is the patient's though a relative was named last."""
_SECOND = frozenset({Role.RELATIVE, Role.GUARANTOR, Role.SUBSCRIBER})


@dataclass(slots=True)
class Columns:
    """Persons named beside each other on one line of a form, by where their column begins."""

    block: int = -1
    people: list[tuple[int, Frame]] = field(default_factory=list)

    def named(self, frame: Frame, column: int, mention: Mention) -> None:
        """Note a labelled name of the line."""
        if mention.label and mention.part is Part.FULL:
            self.people.append((column - len(mention.label) - 2, frame))

    def owner(self, column: int) -> Frame | None:
        """Return whose column it is, if there are several."""
        if len(self.people) < 2:
            return None
        fitting = [frame for start, frame in self.people if start <= column + 4]
        return fitting[-1] if fitting else self.people[0][1]


def label_column(mention: Mention, line: Line) -> int:
    """Return where on its line the label of a mention begins, or the mention itself if it has none."""
    return max(mention.start - line.start - (len(mention.label) + 2 if mention.label else 0), 0)


_COLUMN = 12
"""Characters by which a label must stand left of a name to be in another column than it."""


class Owners:
    """Finds owners on the stage of one segment."""

    def __init__(self, scene: Scene, text: str) -> None:
        self._scene = scene
        self._text = text
        self._columns = Columns()
        self._own_end = 0
        self._is_going_on = False

    def columns(self, line: Line, spot: Spot) -> Columns:
        """Return the columns in force on a line: its own if it names several, else those above in the block."""
        labelled = [m for m in line.names if m.label]
        if self._columns.block != spot.block or labelled:
            self._columns = Columns(spot.block)
        return self._columns

    def calls(self, after: str) -> bool:
        """Tell whether the text behind a name says that this person called."""
        return cues.is_caller(after)

    def give(self, mention: Mention, line: Line, spot: Spot, columns: Columns) -> None:
        """Give a value to its owner, or to nobody."""
        owner = self._owner(mention, line, spot, columns)
        if owner is None:
            self._scene.loose.append(Loose(mention, spot))
            return
        self._add(owner, mention)
        if owner.partner is not None and owner is self._scene.focus and spot.line == self._scene.focus_spot.line:
            self._tell_both(owner, mention)
        if mention.element in INSURANCE:
            self._share_policy(owner, mention, spot)

    def record_value(self, frame: Frame, mention: Mention) -> None:
        """Give a value on a list's line to the line's person, or to the other one it stands right behind."""
        is_placed = mention.detector == "place" and mention.party is Role.PATIENT
        other = None if is_placed else self._beside(mention)
        if other is not None and other is not frame:
            self._add(other, mention)
            self._tell_both(other, mention)
        elif mention.element in {Element.NPI, Element.DEA_NUMBER, Element.URL}:
            self._scene.loose.append(Loose(mention, Spot()))
        else:
            self._add(frame, mention)
            self._tell_both(frame, mention)

    def _tell_both(self, owner: Frame, mention: Mention) -> None:
        """Give what is said of a pair to the other of it too."""
        if owner.partner is not None and is_of_both(owner, mention):
            self._add(owner.partner, mention)

    def _add(self, owner: Frame, mention: Mention) -> None:
        if mention.part is Part.RELATION and owner.role in _SECOND:
            said = relation_value(mention.norm or mention.text)
            owner.relation = said if said not in {"", "self"} else owner.relation
            self._inherit(owner)
        owner.mentions.append(mention)

    def _inherit(self, owner: Frame) -> None:
        """Give a parent who answers for a child the numbers of the child's policy."""
        patient = owner.related
        if owner.role is Role.GUARANTOR and owner.relation in PARENTAL and patient is not None:
            held = {m.mention_id for m in owner.mentions}
            owner.mentions.extend(m for m in patient.mentions if m.element in INSURANCE and m.mention_id not in held)

    def _share_policy(self, owner: Frame, mention: Mention, spot: Spot) -> None:
        """Give a policy's number to the subscriber and the patient alike."""
        scene = self._scene
        holder = scene.by_role.get(Role.SUBSCRIBER) or scene.by_role.get(Role.GUARANTOR)
        other = holder if holder is None or holder.role is Role.SUBSCRIBER or holder.relation in PARENTAL else None
        if other is owner:
            other = scene.topic
        elif other is not None and scene.by_role_line.get(other.role, -99) < spot.line - 15:
            other = None
        if other is not None and other is not owner and other.segment_id == owner.segment_id:
            other.mentions.append(mention)

    def _owner(self, mention: Mention, line: Line, spot: Spot, columns: Columns) -> Frame | None:
        scene = self._scene
        if mention.element in ABOUT_OFFICES:
            return self._office_owner(mention, spot)
        told = self._by_party(mention, spot) or self._beside(mention) or self._in_brackets(mention)
        if told is not None:
            return told
        side = columns.owner(mention.start - line.start) if mention.label else None
        if side is not None:
            return side
        before = self._text[max(line.start, mention.start - 60, self._after_focus(mention)) : mention.start]
        if not mention.label and (scene.senders or scene.speaker) and self._is_own(mention, before):
            writer = self._writer(spot)
            if writer is not None and (writer.role is not Role.SENDER or cues.is_own(before) or self._is_going_on):
                self._own_end = mention.end
                return writer
        if mention.element is Element.PHONE and scene.caller is not None and cues.is_callback(before):
            return scene.caller
        if self._is_of_named(spot, before):
            return scene.focus
        if mention.label:
            return self._of_form(mention, spot, line)
        return self._of_prose(mention, spot, before)

    def _beside(self, mention: Mention) -> Frame | None:
        """Return the person right behind whose name a value of that person's own stands: ``Amos Yoder (born ...)``."""
        focus = self._scene.focus
        after = self._after_focus(mention)
        between = _MEMBER_BEHIND if mention.element is Element.MEMBER_ID else _RIGHT_BEHIND
        if focus is None or not after or mention.element not in _PERSONAL | {Element.MEMBER_ID}:
            return None
        is_closed = focus.is_closed or focus.role in OFFICE_ROLES
        return None if is_closed or not between.fullmatch(self._text, after, mention.start) else focus

    def _in_brackets(self, mention: Mention) -> Frame | None:
        """Return the person named in the brackets in which a value stands: ``her MOTHER (Hazel Lee, acct 75091)``."""
        focus, after = self._scene.focus, self._after_focus(mention)
        if focus is None or not after or focus.is_closed or focus.role in OFFICE_ROLES:
            return None
        if mention.start - after > _LONGEST_BRACKETS or _LEFT.search(self._text, after, mention.start):
            return None
        named = next((m for m in focus.mentions if m.end == after), None)
        begin = self._text.rfind("(", max(0, named.start - _BESIDE), named.start) if named is not None else -1
        is_open = named is not None and begin >= 0 and ")" not in self._text[begin : named.start]
        return focus if is_open else None

    def _is_of_named(self, spot: Spot, before: str) -> bool:
        """Tell whether the words say that a value is that of the person just named (``her SSN``)."""
        focus, at = self._scene.focus, self._scene.focus_spot
        return focus is not None and not focus.is_closed and at.block == spot.block and cues.is_theirs(before)

    def _after_focus(self, mention: Mention) -> int:
        """Return where the text behind the name in focus begins, 0 if that stands elsewhere."""
        focus = self._scene.focus
        is_here = focus is not None and focus.segment_id == mention.segment_id
        return self._scene.focus_end if is_here and self._scene.focus_end <= mention.start else 0

    def _is_own(self, mention: Mention, before: str) -> bool:
        """Tell whether a value is the writer's: the words say so, or it goes on from one that was in a sentence."""
        between = self._text[self._own_end : mention.start] if self._own_end >= self._after_focus(mention) else "."
        goes_on = self._own_end > 0 and len(between) <= 48 and not _END_OF_SENTENCE.search(f"{between} X")
        self._is_going_on = goes_on
        return cues.is_own(before) or cues.is_had(before) or goes_on

    def _writer(self, spot: Spot) -> Frame | None:
        """Return who wrote the message in which the spot is; of a quoted one only if its header was read."""
        if self._scene.speaker is not None:
            return self._scene.speaker
        if spot.message > 0:
            return self._scene.quoted_writers.get(spot.message)
        return self._scene.senders[0] if self._scene.senders else None

    def _office_owner(self, mention: Mention, spot: Spot) -> Frame | None:
        focus = self._scene.focus
        if focus is not None and focus.role in OFFICE_ROLES and spot.line - self._scene.focus_spot.line <= 3:
            return focus if mention.element is not Element.FACILITY else None
        return None

    def _by_party(self, mention: Mention, spot: Spot) -> Frame | None:
        """Return the owner that the label names."""
        scene = self._scene
        party = mention.party
        if party is Role.UNKNOWN:
            return None
        held = scene.by_role.get(party)
        is_near = (
            held is not None
            and held.segment_id == mention.segment_id
            and (spot.line - scene.by_role_line.get(party, -99) <= 25)
        )
        if party in {Role.PATIENT, Role.EMPLOYEE}:
            return held if is_near and held is not None else scene.topic
        if is_near:
            return held
        return scene.topic if party is Role.SUBSCRIBER else None

    def _of_form(self, mention: Mention, spot: Spot, line: Line) -> Frame | None:
        scene = self._scene
        focus = scene.focus
        is_left = label_column(mention, line) < scene.focus_column - _COLUMN
        if focus is not None and focus is not scene.topic and not is_left and self._is_with(focus, mention, spot):
            return focus
        if scene.section in _SECOND and mention.element in _PERSONAL | {None}:
            held = scene.by_role.get(scene.section)
            if held is not None and scene.by_role_line.get(scene.section, -1) >= scene.section_line:
                return held
            return None
        if scene.section is Role.PROVIDER and mention.element in CONTACT:
            return scene.by_role.get(Role.PROVIDER)
        if scene.topic is None and focus is not None and focus.role in _SECOND:
            return focus
        return scene.topic

    def _is_with(self, focus: Frame, mention: Mention, spot: Spot) -> bool:
        """Tell whether a labelled value goes with the second person named just before."""
        scene = self._scene
        at = scene.focus_spot
        same_block = spot.block == at.block and spot.message == at.message
        if focus.role in OFFICE_ROLES or focus.is_closed:
            return mention.element in CONTACT and spot.line - at.line <= 1 and same_block
        if focus.role not in _SECOND or not same_block or self._is_told_on(focus, mention):
            return False
        if mention.element not in _PERSONAL and mention.element is not None:
            return False
        if spot.line == at.line or scene.topic is None:
            return True
        return not any(m.element is mention.element and m.part is mention.part for m in focus.mentions)

    def _is_told_on(self, focus: Frame, mention: Mention) -> bool:
        """Tell whether a relative was but called by one name in a sentence that ended before the value."""
        after = self._after_focus(mention)
        is_aside = focus.role is Role.RELATIVE and not focus.key.is_whole and self._scene.topic is not None
        return bool(is_aside and after and _END_OF_SENTENCE.search(f"{self._text[after : mention.start]}X"))

    def _is_spoken_of_again(self, mention: Mention) -> bool:
        """Tell whether a sentence that begins with ``She`` or ``Pt`` leads from the name in focus to a value."""
        begin = max(self._after_focus(mention), mention.start - _REACH_AGAIN)
        return _AGAIN.search(self._text, begin, mention.start) is not None

    def _of_prose(self, mention: Mention, spot: Spot, before: str) -> Frame | None:
        scene = self._scene
        focus = scene.focus
        if focus is None or scene.focus_spot.message != spot.message:
            return self._default(mention, before)
        gap = self._gap(mention)
        if focus.is_closed:
            if focus.role not in OFFICE_ROLES and gap is not None and len(gap) <= _BESIDE and "\n" not in gap:
                return focus
            if mention.element in CONTACT and gap is not None and not _END_OF_SENTENCE.search(gap):
                return focus
            return self._default(mention, before)
        if scene.focus_spot.block != spot.block:
            return self._default(mention, before)
        is_said_of = mention.element in _PATIENTS or cues.is_patients(before)
        if focus.role is Role.RELATIVE and (chart := self._whose_chart(mention, gap)) is not None:
            return chart
        is_again = mention.element not in CONTACT or self._is_spoken_of_again(mention)
        is_personal = is_again and self._is_told_on(focus, mention)
        if focus.role in _SECOND and (is_said_of or is_personal):
            return scene.topic or focus
        return focus

    def _whose_chart(self, mention: Mention, gap: str | None) -> Frame | None:
        """Return whose an account is, or a record number lines below a relative: the patient's, or the only one's."""
        if mention.element is Element.ACCOUNT_NUMBER:
            return self._scene.topic
        if mention.element is not Element.MRN or (gap is not None and "\n" not in gap):
            return None
        known = [f for f in self._scene.frames if f.key.is_whole and f.role not in {*OFFICE_ROLES, *_SECOND}]
        return self._scene.topic or (known[0] if len(known) == 1 else None)

    def _gap(self, mention: Mention) -> str | None:
        """Return the text between the name in focus and the value, if both stand in this segment."""
        focus = self._scene.focus
        if focus is None or not focus.mentions or focus.segment_id != mention.segment_id:
            return None
        end = focus.mentions[0].end
        return self._text[end : mention.start] if end <= mention.start <= end + 400 else None

    def _default(self, mention: Mention, before: str) -> Frame | None:
        """Return the topic for what may be a topic's though nobody stands near."""
        scene = self._scene
        if scene.topic is None:
            return None
        if mention.element in CONTACT and scene.topic is not scene.subject_topic and not cues.is_patients(before):
            return None
        return scene.topic

"""Text to frames: forms, lists, letters, mail bodies and prose, line by line with the scene of who was named.

Values go to the person named last in the same sentence or block whose role fits; physicians, senders, greetings and
signatures take only what stands right beside them. In a text about one patient the rest is that patient's.

Invariant: every mention of the text ends in a frame or among the scene's loose ones; time is linear.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.linking.above import lead_to_table
from tocsin.linking.company import says_more, settle_list, turn_names
from tocsin.linking.couples import paired, take_alike
from tocsin.linking.cues import (
    LETTER,
    heading_role,
    introduces,
    is_aside,
    is_deceased,
    is_greeted,
    is_served,
    is_written_to,
    kin_of_writer,
    role_beside,
)
from tocsin.linking.frames import NAME_PARTS, Frame
from tocsin.linking.group_heads import GroupHeads, heads_of_lines
from tocsin.linking.lines_above import label_from_above
from tocsin.linking.lists import Record, are_births, birth_candidates, lies_long_before, list_lines
from tocsin.linking.names_made_whole import give_last_name, renamed, spelled_out, torn
from tocsin.linking.owners import Owners, label_column
from tocsin.linking.person import key_of_text, parts_of
from tocsin.linking.records import party_of
from tocsin.linking.reports import Reported, reported_lines, reported_name
from tocsin.linking.samples import is_guidance, is_publication, is_sample_heading
from tocsin.linking.scene import Loose, Scene, Spot
from tocsin.linking.sightings import PATIENTS
from tocsin.linking.turns import Turns
from tocsin.linking.writers import Writers
from tocsin.linking.zones import Line, Zone, lines_of
from tocsin.model.elements import NAME_ELEMENTS, OFFICE_ROLES, Element, Role
from tocsin.model.mentions import Mention, Part
from tocsin.model.segments import Segment, TextBody
from tocsin.patterns import compiled

_TITLED = frozenset({"dr", "dr.", "drs", "drs.", "doctor", "prof", "prof.", "dra", "dra.", "doctora"})
_SAMPLE_LINES = 12
_HONORIFIC = compiled(r"(?i:\b(?:mr|mrs|ms|miss|sr|sra|srta|don|doña|señora?|señorita)\.?[ ]{1,2}\Z)")
_CALLED = compiled(r"(?i)\b(?:nick ?name|preferred|pref|goes by|chosen)\b")
"""Labels of a further name of whoever the lines before name."""
_POSSESSIVE = compiled(r"['’]s\Z")
_OF_ONE_NAME = frozenset({"child", "spouse"})


class TextLinker:
    """Reads one segment of text into the scene of its item."""

    def __init__(self, scene: Scene, segment: Segment, mentions: Sequence[Mention]) -> None:
        body = segment.body
        if not isinstance(body, TextBody):
            raise TypeError("not a text")
        self._scene = scene
        self._segment = segment
        self._text = body.text
        senders = frozenset(scene.writers)
        self._lines = lines_of(body.text, [_of_member(m) for m in mentions], senders)
        self._owners = Owners(scene, body.text)
        self._is_press = is_publication(body.text)
        self._births: list[tuple[Frame, Mention]] = []
        self._listed: dict[int, list[Frame]] = {}
        self._alone: list[Frame] = []
        self._heads = GroupHeads()
        self._turns = Turns(scene, segment, self._lines)
        self._writers = Writers(scene, segment, body.text, self._tell_provider)

    def read(self) -> None:
        """Read the lines in order."""
        self._scene.is_guidance = self._scene.is_guidance or is_guidance(self._text)
        before = len(self._scene.frames)
        if self._is_press:
            self._leave_subject()
        records = {number: told for number, told in list_lines(self._lines).items() if number not in self._turns.said}
        reported = reported_lines(self._lines)
        rows = {number for number, told in reported.items() if told is Reported.ROW}
        heads = heads_of_lines(self._lines, rows | records.keys())
        message = -1
        for number, line in enumerate(self._lines):
            label_from_above(self._lines, number)
            if line.message != message:
                message = line.message
                self._begin_message()
            spot = Spot(number, line.block, line.message)
            self._turns.begin(number)
            told = reported.get(number)
            if told is Reported.PERSON or (told is Reported.VISIT and self._scene.reported is not None):
                self._reported(line, spot)
            elif number in heads:
                self._head(line, heads[number])
            elif number in records:
                self._record(line, records[number], spot)
            elif told is Reported.ROW:
                self._reported(line, spot)
            elif line.zone is Zone.PLAIN:
                self._plain(line, spot)
            elif line.zone is not Zone.BLANK:
                self._silent(line, spot)
        self._settle_births()
        turn_names(self._alone)
        for frames in self._listed.values():
            turn_names(frames)
            settle_list(frames, self._scene.staff)
        said = [line.text.strip() for line in self._lines if line.text.strip()]
        self._scene.lead = " ".join(said[-3:] if len(said) > 6 else said)[-300:]
        lead_to_table(self._scene, self._lines, before)
        if is_sample_heading("\n".join(line.text for line in self._lines[:_SAMPLE_LINES])):
            for frame in self._scene.frames[before:]:
                frame.is_sample = True

    def _leave_subject(self) -> None:
        """Take whom the subject of a newsletter names for nobody's patient."""
        topic = self._scene.subject_topic
        if topic is not None:
            topic.is_closed = True
        self._scene.topic = self._scene.subject_topic = None

    def _begin_message(self) -> None:
        """Leave the section and the speakers of the message before; the topic of the thread stays."""
        scene = self._scene
        self._heads.clear()
        scene.section = scene.focus = scene.caller = scene.speaker = None
        scene.topic = scene.subject_topic or scene.topic

    def _plain(self, line: Line, spot: Spot) -> None:
        scene = self._scene
        if not line.mentions:
            role = heading_role(line.text)
            if role is not None:
                scene.section, scene.section_line = role, spot.line
                scene.focus = scene.focus if role is Role.UNKNOWN else None
            return
        columns = self._owners.columns(line, spot)
        for mention in self._turns.mentions(spot.line):
            if self._is_press and mention.element not in NAME_ELEMENTS:
                continue
            if mention.element in NAME_ELEMENTS:
                born = self._writers.born(mention, line, spot) if mention.party is Role.SENDER else None
                frame = born or self._name(mention, spot)
                if mention.text.strip() == line.text.strip():
                    self._alone.append(frame)
                self._scene.focus_column = label_column(mention, line)
                self._old_date(frame, mention, line)
                columns.named(frame, mention.start - line.start, mention)
            else:
                self._owners.give(mention, line, spot, columns)

    def _old_date(self, frame: Frame, name: Mention, line: Line) -> None:
        """Take the date right behind a name as its birth if it lies long before the text."""
        if frame.role in OFFICE_ROLES or name.part in NAME_PARTS:
            return
        for mention in birth_candidates(line, name, self._text):
            if lies_long_before(mention.norm, self._scene.sent_on):
                frame.births.append(mention)

    def _name(self, mention: Mention, spot: Spot) -> Frame:
        """Bring a name on stage."""
        scene = self._scene
        if mention.part in NAME_PARTS:
            open_frame = self._open_parts(mention, spot)
            if open_frame is not None:
                open_frame.add(mention)
                return open_frame
        known = next((f for make in (torn, spelled_out, renamed) if (f := make(scene, self._text, mention))), None)
        if known is not None:
            return known
        role, relation, is_told = self._role(mention)
        frame = scene.new_frame(self._segment, mention, role, is_told)
        frame.relation = relation
        partner = paired(scene, self._text, mention, frame)
        before, after = self._around(mention)
        frame.is_remarked = role is Role.PATIENT and is_served(before, after)
        if _HONORIFIC.search(before):
            frame.is_courteous = True
            frame.take_as_surnames()
        frame.is_deceased = is_deceased(before, after)
        if relation in _OF_ONE_NAME:
            give_last_name(scene, frame, mention)
        if role is Role.RELATIVE and kin_of_writer(before):
            self._writers_kin(frame)
        writers = (s for s in scene.senders if s.role is Role.SENDER)
        is_staff = scene.staff.is_office(frame.key.full) or any(_same_key(frame, s) for s in writers)
        frame.is_closed = role in OFFICE_ROLES or (role is Role.UNKNOWN and (is_staff or self._is_press))
        is_greeted_here = not is_told and is_greeted(before)
        is_named_aside = not frame.key.is_whole and not is_told and scene.topic is not None and is_aside(before)
        is_bystander = is_greeted_here or is_named_aside or self._is_colleague(frame)
        frame.is_closed = frame.is_closed or is_bystander
        if partner is not None:
            take_alike(partner, frame)
        if is_bystander:
            return frame
        scene.enter(frame, spot)
        scene.focus_end = mention.end
        self._turns.take(frame)
        if role is Role.PROVIDER:
            self._tell_provider(mention, spot)
        if scene.caller is None and self._owners.calls(after):
            scene.caller = frame
        if scene.speaker is None and not frame.is_closed and frame.key.is_whole and introduces(before):
            scene.speaker = frame
        return frame

    def _is_colleague(self, frame: Frame) -> bool:
        """Tell whether a name of one word means somebody in office who is on stage: ``presented by Deshmukh``."""
        is_short = frame.role is Role.UNKNOWN and not (frame.is_told or frame.is_courteous or frame.key.is_whole)
        return is_short and self._scene.means_office(frame)

    def _writers_kin(self, frame: Frame) -> None:
        """Take whom somebody from outside or unnamed calls kin for the patient, and the writer for the relative."""
        writer = self._scene.senders[0] if self._scene.senders else None
        if writer is None and self._scene.topic is None and self._scene.speaker is None:
            frame.role, frame.relation = Role.PATIENT, ""
        if writer is None or writer.role is Role.SENDER:
            return
        frame.role, frame.relation = Role.PATIENT, ""
        writer.role, writer.is_told, writer.relation = Role.RELATIVE, True, "other"
        writer.related = frame

    def _tell_provider(self, mention: Mention, spot: Spot) -> None:
        """Note a physician's name as something of the topic, or leave it for the document's one patient."""
        if self._scene.topic is not None:
            self._scene.topic.tell(Element.PROVIDER, [mention])
        else:
            self._scene.loose.append(Loose(mention, spot))

    def _open_parts(self, mention: Mention, spot: Spot) -> Frame | None:
        """Return the frame whose name this part completes."""
        scene = self._scene
        focus = scene.focus
        if focus is None or spot.line - scene.focus_spot.line > 3 or focus.segment_id != mention.segment_id:
            return None
        held = [m for m in focus.mentions if m.element in NAME_ELEMENTS]
        is_called = bool(held) and _CALLED.search(mention.label) is not None
        if not is_called and any(m.part is mention.part or m.part is Part.FULL for m in held):
            return None
        same_party = mention.party is Role.UNKNOWN or focus.role is mention.party
        return focus if same_party or focus.role is Role.UNKNOWN else None

    def _role(self, mention: Mention) -> tuple[Role, str, bool]:
        """Return role, relation and whether the place tells the role."""
        before, after = self._around(mention)
        beside, relation = role_beside(before, after)
        if mention.party is not Role.UNKNOWN:
            return mention.party, relation if mention.party is Role.RELATIVE else "", True
        title = self._text[max(0, mention.start - 12) : mention.start].split()[-1:] or [""]
        has_degree = bool(parts_of(mention.text).credentials) and mention.element is Element.NAME
        if mention.element is Element.PROVIDER or title[0].lower() in _TITLED or has_degree:
            return Role.PROVIDER, "", True
        if mention.element is Element.RELATIVE:
            return Role.RELATIVE, relation or "other", True
        if mention.label and self._scene.section not in {None, Role.UNKNOWN}:
            return self._scene.section or Role.UNKNOWN, relation, True
        if beside is not Role.UNKNOWN and not (beside is Role.PATIENT and is_greeted(before)):
            return beside, relation, True
        letter = self._text[mention.end : mention.end + LETTER]
        is_met = is_written_to(before, letter) or is_served(before, after)
        is_patient = " " in mention.text.strip() and is_met and not self._works_here(mention)
        return (Role.PATIENT if is_patient else Role.UNKNOWN), "", is_patient

    def _works_here(self, mention: Mention) -> bool:
        return self._scene.staff.is_office(key_of_text(mention.text).full)

    def _around(self, mention: Mention) -> tuple[str, str]:
        before = self._text[max(0, mention.start - 60) : mention.start]
        owned = _POSSESSIVE.search(mention.text)
        after = (owned.group() if owned is not None else "") + self._text[mention.end : mention.end + 130]
        return before, after

    def _head(self, line: Line, said: Sequence[Mention]) -> None:
        """Open what a line says of the list below it, or end what one like it has said."""
        depth = len(line.text) - len(line.text.lstrip())
        if not said:
            self._heads.end(depth)
            return
        self._heads.begin(said, depth)
        for mention in said:
            if mention.element in NAME_ELEMENTS:
                frame = self._scene.new_frame(self._segment, mention, Role.PROVIDER, True)
                frame.is_closed = True

    def _record(self, line: Line, record: Record, spot: Spot) -> None:
        """Take a line of a list: all of it speaks of its one person."""
        scene, name = self._scene, record.name
        frame: Frame | None = None
        if name is not None:
            frame = self._name(name, spot)
            is_patients = record.role is Role.PROVIDER and any(m.element in PATIENTS for m in line.mentions)
            if not frame.is_told and record.role is not Role.UNKNOWN and not is_patients:
                frame.role, frame.is_told, frame.is_of_list = record.role, True, True
            frame.is_closed = frame.role in OFFICE_ROLES
            self._births.extend((frame, m) for m in birth_candidates(line, name, self._text))
            frame.is_remarked = says_more([line.text], [m.text for m in line.mentions])
            self._listed.setdefault(record.run, []).append(frame)
        takes = None if frame is not None and frame.role is Role.SENDER and frame.is_told else frame
        for mention in self._give(line, name, takes, spot):
            scene.loose.append(Loose(mention, Spot(spot.line, -2 - spot.line, spot.message)))

    def _reported(self, line: Line, spot: Spot) -> None:
        """Take a line of a report: a person's, or one of the visits of the person last named so."""
        scene, name = self._scene, reported_name(line)
        if name is not None:
            scene.reported = self._name(name, spot)
        self._give(line, name, scene.reported, spot)

    def _give(self, line: Line, name: Mention | None, frame: Frame | None, spot: Spot) -> list[Mention]:
        """Give what a line holds besides its person's name to that person; return what is left where there is none."""
        left = []
        for mention in line.mentions:
            if mention is name:
                continue
            if mention.element in NAME_ELEMENTS:
                self._second_name(mention, frame, spot)
            elif frame is not None:
                self._owners.record_value(frame, mention)
            else:
                left.append(mention)
        self._heads.tell(frame)
        if frame is not None:
            self._scene.enter(frame, spot)
        return left

    def _second_name(self, mention: Mention, frame: Frame | None, spot: Spot) -> None:
        """Take a further name of a list's line: a physician or relative of its person."""
        other = self._name(mention, spot)
        if frame is not None:
            if other.role is Role.RELATIVE:
                other.related = frame
            if mention.element in {Element.PROVIDER, Element.RELATIVE}:
                frame.tell(mention.element, [mention])
            self._scene.topic = frame

    def _silent(self, line: Line, spot: Spot) -> None:
        """Take a line that is about its writer or reader: nothing on it is a patient's."""
        scene = self._scene
        owner: Frame | None = scene.by_role.get(Role.SENDER) if line.zone is Zone.SIGNATURE else None
        is_patients_subject = line.zone is Zone.SUBJECT
        for mention in line.mentions:
            if is_patients_subject:
                self._subject_line(mention, spot)
            elif mention.element in NAME_ELEMENTS:
                is_patient = line.zone is Zone.GREETING and self._role(mention)[0] is Role.PATIENT
                owner = self._name(mention, spot) if is_patient else self._writers.frame_of(mention, line, spot)
            elif owner is not None and line.zone is not Zone.DISCLAIMER:
                owner.mentions.append(mention)

    def _subject_line(self, mention: Mention, spot: Spot) -> None:
        if mention.element in NAME_ELEMENTS:
            frame = self._name(mention, spot)
            if not frame.is_closed:
                self._scene.subject_topic = frame
        elif self._scene.focus is not None and not self._scene.focus.is_closed:
            self._scene.focus.add(mention)

    def _settle_births(self) -> None:
        """Take the dates right behind the names of lists as birth dates if their years look so."""
        dates = [m.norm for _, m in self._births]
        if are_births(dates, self._scene.sent_on):
            for frame, mention in self._births:
                frame.births.append(mention)


def _of_member(mention: Mention) -> Mention:
    party = party_of(mention)
    return mention if party is mention.party else replace(mention, party=party)


def _same_key(frame: Frame, other: Frame) -> bool:
    return frame.key.is_whole and frame.key.full == other.key.full

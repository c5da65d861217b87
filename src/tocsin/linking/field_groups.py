"""Fields of coded formats to frames: fields of one group speak of one thing, things follow the person they belong to.

A group without a name of its own (a diagnosis, a claim, an observation) belongs to the patient named last, or to the
subscriber where no other patient was named since.

Invariant: mail headers give senders and recipients only; the subject line is prose and read with the body.
"""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import parsedate_to_datetime

from tocsin.linking.frames import CLINICAL, CONTACT, INSURANCE, STRONG_IDS, Frame, Shape
from tocsin.linking.person import fold_words
from tocsin.linking.record_kin import PARENTAL
from tocsin.linking.records import Linked, Where, link_notes, link_record
from tocsin.linking.relations import relation_value
from tocsin.linking.staff import StaffIndex, is_consumer, is_machine
from tocsin.model.elements import NAME_ELEMENTS, Element, Role
from tocsin.model.mentions import Mention, Part
from tocsin.model.segments import FieldsBody, Segment
from tocsin.patterns import compiled

SENDERS = frozenset({"mail.from", "mail.reply_to", "mail.sender", "mail.reply-to"})
_OWN = CLINICAL | INSURANCE | STRONG_IDS | {Element.DATE, Element.PROVIDER, Element.ACCOUNT_NUMBER, Element.OTHER_ID}


def is_mail_header(segment: Segment) -> bool:
    """Tell whether the segment is the header of a message."""
    body = segment.body
    return isinstance(body, FieldsBody) and any(f.path.startswith("mail.") for f in body.fields[:50])


def sent_on(segment: Segment) -> str:
    """Return the ISO date a message's header says it was sent, empty if none."""
    body = segment.body
    if isinstance(body, FieldsBody):
        for field in body.fields:
            if field.path == "mail.date":
                try:
                    return parsedate_to_datetime(field.value).date().isoformat()
                except (ValueError, TypeError, OverflowError, IndexError):
                    return ""
    return ""


def is_of_office(mentions: Sequence[Mention], staff: StaffIndex, is_sender: bool) -> bool:
    """Tell whether an address of a message is one of an office; a sender's is, unless we know it is another's."""
    emails = [m.norm for m in mentions if m.element is Element.EMAIL]
    if any(staff.is_office_email(email) or is_machine(email) for email in emails):
        return True
    if not is_sender or any(is_consumer(email) for email in emails):
        return False
    return not (staff.domains and emails)


def writers_of(segment: Segment) -> set[str]:
    """Return the folded display names of who sent the message."""
    body = segment.body
    fields = body.fields if isinstance(body, FieldsBody) else ()
    return {fold_words(f.value.split("<")[0]) for f in fields if f.path in SENDERS and "<" in f.value} - {""}


def link_header(segment: Segment, mentions: Sequence[Mention], staff: StaffIndex) -> list[Frame]:
    """Return a frame for each address of a message's header; mentions of the subject line are left out."""
    groups: dict[int, list[Mention]] = {}
    for mention in mentions:
        if mention.place != "mail.subject":
            groups.setdefault(mention.group, []).append(mention)
    frames = []
    for group, found in groups.items():
        frame = Frame(segment.item_id, segment.segment_id, Shape.HEADER, group)
        is_sender = any(m.place in SENDERS for m in found)
        is_office = is_of_office(found, staff, is_sender)
        frame.role, frame.is_told = (Role.SENDER if is_office else Role.UNKNOWN), is_office
        frame.is_closed = True
        for mention in found:
            frame.add(mention)
        frames.append(frame)
    return frames


class FieldsLinker:
    """Links the groups of fields segments in order; remembers whose things they are."""

    def __init__(self) -> None:
        self._patient: Frame | None = None
        self._subscriber: Frame | None = None
        self._lent: set[int] = set()
        """Mentions a policy's holder has from those insured with them; they are not passed on to others."""

    def link(self, segment: Segment, mentions: Sequence[Mention]) -> list[Linked]:
        """Return what each group gave; what has no person of its own is given to the person it follows."""
        groups: dict[int, list[Mention]] = {}
        for mention in mentions:
            groups.setdefault(mention.group, []).append(mention)
        linked = []
        for group, first in _first_paths(segment).items():
            if _BEGINS.match(first):
                self._patient = self._subscriber = None
            if group in groups:
                linked.append(self._group(segment, group, groups[group]))
        return linked

    def _group(self, segment: Segment, group: int, found: list[Mention]) -> Linked:
        owner = self._patient or self._subscriber
        if owner is not None and not _names_person(found) and not _numbers_another(found, owner):
            return self._give(owner, found, segment, group)
        linked = link_record(found, Where(segment.item_id, segment.segment_id, group))
        main = linked.main
        if main is None:
            return linked
        if owner is not None and main is not owner and main.role in _BESIDE:
            main.related = main.related or owner
            main.relation = _told_relation(main) or main.relation
        if main.role is Role.SUBSCRIBER:
            self._subscribed(main)
        elif main.role is Role.GUARANTOR:
            self._guaranteed(main)
        elif main.role in {Role.PATIENT, Role.UNKNOWN, Role.EMPLOYEE} and (main.is_named or main.has(STRONG_IDS)):
            self._became_patient(main)
        return linked

    def _give(self, owner: Frame, found: list[Mention], segment: Segment, group: int) -> Linked:
        where = Where(segment.item_id, segment.segment_id, group)
        placed = [m for m in found if _is_placed(m)]
        offices = [m for m in placed if _is_of_office(m)]
        linked = link_record(offices, where) if offices else Linked()
        linked.frames.extend(link_notes([m for m in found if not _is_placed(m)], owner, where).frames)
        for mention in placed:
            if mention.element in _OWN or mention.party in {Role.PATIENT, Role.UNKNOWN, Role.SUBSCRIBER}:
                if mention.element in NAME_ELEMENTS:
                    owner.tell(mention.element or Element.NAME, [mention])
                else:
                    owner.mentions.append(mention)
                if mention.party is Role.PATIENT and owner.role is Role.SUBSCRIBER:
                    owner.role = Role.PATIENT
        return linked

    def _subscribed(self, subscriber: Frame) -> None:
        """Keep the subscriber; a patient named before shares the policy."""
        self._subscriber = subscriber
        if self._patient is not None:
            self._share(self._patient, subscriber)

    def _guaranteed(self, guarantor: Frame) -> None:
        """Let a parent who answers for the bill share the policy, unless somebody else holds it."""
        if self._patient is not None and self._subscriber is None and guarantor.relation in PARENTAL:
            self._share(self._patient, guarantor)

    def _became_patient(self, patient: Frame) -> None:
        self._patient = patient
        if self._subscriber is not None:
            self._share(patient, self._subscriber)

    def _share(self, patient: Frame, holder: Frame) -> None:
        """Put what a policy says on both who are insured by it and who holds it."""
        patient.household = holder.household = holder
        if holder.related is None or holder.related is patient:
            holder.related = patient
            holder.relation = holder.relation or _INVERSE.get(_told_relation(patient), "other")
        theirs = [m for m in holder.mentions if m.element in INSURANCE and id(m) not in self._lent]
        own = [m for m in patient.mentions if m.element in INSURANCE]
        patient.mentions.extend(m for m in theirs if m not in own)
        lent = [m for m in own if m not in theirs]
        holder.mentions.extend(lent)
        self._lent.update(id(m) for m in lent)


_BEGINS = compiled(
    r"MSH-|PID-|ISA\b|ST\*|HL\Z|HL\*(?!23)|INS\*Y|CLP|Patient\.(?!contact)|Patient/recordType|recordTarget/patientRole"
    r"|DicomPatient|Transmission"
)
"""First paths of groups with which another record begins: nothing that follows is of the people before."""
_BESIDE = frozenset({Role.RELATIVE, Role.GUARANTOR, Role.SUBSCRIBER})
_INVERSE = {"child": "parent", "parent": "child", "spouse": "spouse", "guardian": "other", "other": "other"}
"""What a holder is to somebody who is that to the holder."""


def _first_paths(segment: Segment) -> dict[int, str]:
    """Return the path of the first field of each group, in order."""
    first: dict[int, str] = {}
    for one in segment.body.fields if isinstance(segment.body, FieldsBody) else ():
        first.setdefault(one.group, one.path)
    return first


def _is_of_office(mention: Mention) -> bool:
    """Tell whether a mention names a professional, or is of one whose own field says so."""
    return mention.element in {Element.PROVIDER, Element.NPI} or (
        mention.party is Role.PROVIDER and mention.element in CONTACT
    )


def _told_relation(frame: Frame) -> str:
    """Return the relation a code or word of the group tells; empty for oneself."""
    told = next((relation_value(m.norm or m.text) for m in frame.mentions if m.part is Part.RELATION), "")
    return "" if told == "self" else told


def _is_placed(mention: Mention) -> bool:
    """Tell whether the field itself says what the mention is; else it was read out of a text."""
    return mention.detector == "place" or mention.party is not Role.UNKNOWN


def _names_person(found: Sequence[Mention]) -> bool:
    """Tell whether fields of a group name somebody who is no professional; what stands in texts names nobody."""
    named = [m for m in found if _is_placed(m)]
    return any(m.element in _NAMING for m in named)


def _numbers_another(found: Sequence[Mention], owner: Frame) -> bool:
    """Tell whether a group gives a patient's number and it is none of the owner's."""
    told = {m.norm for m in found if m.element is Element.MRN and _is_placed(m)}
    known = set(owner.values(Element.MRN))
    return bool(told and known) and not told & known


_NAMING = (NAME_ELEMENTS - {Element.PROVIDER}) | {Element.SSN, Element.DATE_OF_BIRTH}

"""Fields of coded formats to frames: fields of one group speak of one thing, things follow the person they belong to.

A group without a name of its own (a diagnosis, a claim, an observation) belongs to the patient named last, or to the
subscriber where no other patient was named since.

Invariant: mail headers give senders and recipients only; the subject line is prose and read with the body.
"""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import parsedate_to_datetime

from tocsin.linking.frames import CLINICAL, INSURANCE, STRONG_IDS, Frame, Shape
from tocsin.linking.person import fold_words
from tocsin.linking.records import Linked, Where, link_record
from tocsin.linking.staff import StaffIndex, is_consumer
from tocsin.model.elements import NAME_ELEMENTS, Element, Role
from tocsin.model.mentions import Mention
from tocsin.model.segments import FieldsBody, Segment

SENDERS = frozenset({"mail.from", "mail.reply_to", "mail.sender", "mail.reply-to"})
_FRESH = ("MSH", "ISA", "ST", "NM1*85", "NM1*IL", "HL")
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
    if any(staff.is_office_email(email) for email in emails):
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

    def link(self, segment: Segment, mentions: Sequence[Mention]) -> list[Linked]:
        """Return what each group gave; what has no person of its own is given to the person it follows."""
        groups: dict[int, list[Mention]] = {}
        for mention in mentions:
            groups.setdefault(mention.group, []).append(mention)
        return [self._group(segment, group, found) for group, found in groups.items()]

    def _group(self, segment: Segment, group: int, found: list[Mention]) -> Linked:
        if found[0].place.startswith(_FRESH):
            self._patient = self._subscriber = None
        owner = self._patient or self._subscriber
        if owner is not None and not _names_person(found):
            return self._give(owner, found, segment, group)
        linked = link_record(found, Where(segment.item_id, segment.segment_id, group))
        main = linked.main
        if main is None:
            return linked
        if owner is not None and main.role in {Role.RELATIVE, Role.GUARANTOR, Role.SUBSCRIBER}:
            main.related = owner if main.related is None and main is not owner else main.related
        if main.role is Role.SUBSCRIBER:
            self._subscribed(main)
        elif main.role in {Role.PATIENT, Role.UNKNOWN, Role.EMPLOYEE} and (main.is_named or main.has(STRONG_IDS)):
            self._became_patient(main)
        return linked

    def _give(self, owner: Frame, found: list[Mention], segment: Segment, group: int) -> Linked:
        offices = [m for m in found if m.element is Element.PROVIDER or m.element is Element.NPI]
        linked = link_record(offices, Where(segment.item_id, segment.segment_id, group)) if offices else Linked()
        for mention in found:
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

    def _became_patient(self, patient: Frame) -> None:
        self._patient = patient
        if self._subscriber is not None:
            self._share(patient, self._subscriber)

    def _share(self, patient: Frame, subscriber: Frame) -> None:
        subscriber.household = patient
        subscriber.related = subscriber.related or patient
        held = {id(m) for m in [*patient.mentions, *subscriber.mentions]}
        theirs = [m for m in subscriber.mentions if m.element in INSURANCE]
        own = [m for m in patient.mentions if m.element in INSURANCE]
        patient.mentions.extend(m for m in theirs if id(m) in held and m not in own)
        subscriber.mentions.extend(m for m in own if m not in theirs)


def _names_person(found: Sequence[Mention]) -> bool:
    """Tell whether a group names somebody who is no professional."""
    return any(m.element in NAME_ELEMENTS and m.element is not Element.PROVIDER for m in found) or any(
        m.element is Element.SSN or m.element is Element.DATE_OF_BIRTH for m in found
    )

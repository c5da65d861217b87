"""One record (a row, a transposed column, a group of fields) to the people it speaks of.

Parties split a record: whom a column or path names takes its values; what names nobody belongs to the record's main
person. A party without a name is nobody of its own unless it has a birth date or number that the main one has not.

Invariant: every mention of the record ends in a frame or among the loose ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tocsin.ids import ItemId, SegmentId
from tocsin.linking.frames import CONTACT, INSURANCE, STRONG_IDS, Frame, Shape
from tocsin.linking.person import parts_of, same_name
from tocsin.linking.record_kin import PARENTAL, Bucket, is_called_child, is_childs, is_dependant, with_child
from tocsin.linking.relations import is_member_label, relation_in, relation_value
from tocsin.model.elements import NAME_ELEMENTS, OFFICE_ROLES, Element, Role
from tocsin.model.mentions import Mention, Part
from tocsin.patterns import compiled

BIRTH_LABEL = compiled(r"(?i)\bd\.?o\.?b|birth|born|nac(?:imiento|\.|id[oa])|\bf\.?n\b")
_PERSONS = (Role.PATIENT, Role.EMPLOYEE, Role.UNKNOWN, Role.SUBSCRIBER, Role.GUARANTOR)
"""Who may be a record's main person, the likeliest first."""
_OWN = frozenset({Element.DATE_OF_BIRTH, Element.SSN, Element.MRN, Element.DRIVER_LICENSE, Element.ACCOUNT_NUMBER})
_OFFICE_NUMBERS = frozenset({Element.NPI, Element.DEA_NUMBER, Element.TAX_ID})
OFFICE_TITLES = frozenset(
    {"atty", "attorney", "lawyer", "paralegal", "adjuster", "judge", "hon", "officer", "detective", "agent"}
)
"""Titles of people who appear in their office."""
_LICENSED = frozenset({Element.NPI, Element.DEA_NUMBER})
"""Numbers that only professionals have: in a patient's row they are another's."""
_NO_PROFESSIONALS = frozenset({Role.PATIENT, Role.SUBSCRIBER, Role.GUARANTOR, Role.RELATIVE})
_OF_PATIENT = frozenset({Element.MRN, Element.MEMBER_ID, Element.DIAGNOSIS, Element.CLAIM_NUMBER})
_HR = frozenset(
    {Element.SSN, Element.DATE_OF_BIRTH, Element.ACCOUNT_NUMBER, Element.ROUTING_NUMBER, Element.PASSPORT}
)  # fmt: skip


def _own(frame: Frame) -> frozenset[Element]:
    """Return what makes a professional one of the staff whose data these are; rosters of licences give births too."""
    return _HR - {Element.DATE_OF_BIRTH} if frame.has(_LICENSED) else _HR


@dataclass(slots=True)
class Linked:
    """What a record gave."""

    main: Frame | None = None
    frames: list[Frame] = field(default_factory=list)
    loose: list[Mention] = field(default_factory=list, repr=False)


@dataclass(frozen=True, slots=True)
class Where:
    """Where the record stands and what its table or source as a whole speaks of."""

    item_id: ItemId
    segment_id: SegmentId
    row: int


def link_record(mentions: Sequence[Mention], where: Where) -> Linked:
    """Return the people of one record; ``mentions`` in reading order."""
    buckets: dict[Bucket, list[Mention]] = {}
    notes: list[Mention] = []
    last: Bucket | None = None
    has_both = _has_member_and_patient(mentions)
    for mention in mentions:
        if mention.detector != "place" and mention.party is Role.UNKNOWN:
            notes.append(mention)
            continue
        bucket = _bucket(mention, last, mention.party if has_both else party_of(mention))
        buckets.setdefault(bucket, []).append(mention)
        if mention.element in NAME_ELEMENTS or bucket[0] is not Role.UNKNOWN:
            last = bucket
    maker = _Maker(where, with_child(_with_writer(buckets)), Linked())
    maker.make(notes)
    return maker.linked


def _with_writer(buckets: dict[Bucket, list[Mention]]) -> dict[Bucket, list[Mention]]:
    """Return the buckets with the one who writes in a portal, beside a chart's number, taken for the patient."""
    writers = [b for b, ms in buckets.items() if b[0] is Role.SENDER and _names(ms)]
    told = buckets.get((Role.UNKNOWN, 0, ""), [])
    staff = [m for m in told if m.element is Element.NAME and parts_of(m.text).credentials]
    own = [m for m in told if m not in staff]
    others = [b for b, ms in buckets.items() if b[0] in _PERSONS and _names(own if ms is told else ms)]
    if len(writers) != 1 or others or not any(m.element in _CHARTED for m in own):
        return buckets
    theirs = buckets[writers[0]]
    if any(m.element is Element.EMAIL or parts_of(m.text).credentials for m in theirs):
        return buckets
    rest = {bucket: mentions for bucket, mentions in buckets.items() if bucket != writers[0]}
    for mention in staff:
        rest[Role.PROVIDER, 0, _provider_bucket(mention, None)] = [replace(mention, party=Role.PROVIDER)]
    return {**rest, (Role.UNKNOWN, 0, ""): [*(replace(m, party=Role.UNKNOWN) for m in theirs), *own]}


_CHARTED = frozenset({Element.MRN, Element.DATE_OF_BIRTH})


def link_notes(notes: Sequence[Mention], main: Frame, where: Where) -> Linked:
    """Return whom free texts about somebody known name beside; all else they say is that person's."""
    maker = _Maker(where, {}, Linked(main=main))
    maker.read_notes(notes)
    return maker.linked


def _has_member_and_patient(mentions: Sequence[Mention]) -> bool:
    """Tell whether a record names the member of a plan and, in a place of its own, the patient: then two people."""
    names = [m for m in mentions if m.element is Element.NAME]
    is_patient = any(m.party is Role.PATIENT for m in names)
    return is_patient and any(m.party is Role.SUBSCRIBER and is_member_label(m.label) for m in names)


def _bucket(mention: Mention, last: Bucket | None, party: Role) -> Bucket:
    if mention.element is Element.PROVIDER and party is not Role.SENDER:
        party = Role.PROVIDER
    elif mention.element is Element.RELATIVE and party is Role.UNKNOWN:
        party = Role.RELATIVE
    if party is Role.RELATIVE:
        return party, mention.party_number, _relative_bucket(mention, last)
    if party in {Role.PROVIDER, Role.SENDER}:
        return party, 0, _provider_bucket(mention, last)
    if party is Role.UNKNOWN and mention.element in _OFFICE_NUMBERS and last and last[0] is Role.PROVIDER:
        return last
    if mention.element in _LICENSED and party not in {Role.EMPLOYEE, Role.UNKNOWN}:
        return Role.PROVIDER, 0, ""
    return party, mention.party_number if party is not Role.UNKNOWN else 0, ""


def party_of(mention: Mention) -> Role:
    """Return whom the place names; the member of a plan is its patient unless a holder is named."""
    is_member = mention.party is Role.SUBSCRIBER and mention.element is not Element.MEMBER_ID
    return Role.PATIENT if is_member and is_member_label(mention.label) else mention.party


def _relative_bucket(mention: Mention, last: Bucket | None) -> str:
    told = relation_in(mention.label)
    if last and last[0] is Role.RELATIVE and (told in {"", "other", last[2]} or _is_value(mention)):
        return last[2]
    return told


def _is_value(mention: Mention) -> bool:
    return mention.part is Part.RELATION


def _provider_bucket(mention: Mention, last: Bucket | None) -> str:
    """Tell several professionals of one record apart: every name begins one, its parts and numbers go along."""
    is_name = mention.element in NAME_ELEMENTS
    if is_name and (mention.part is Part.FULL or not last or last[0] is not mention.party):
        return f"{mention.column}/{mention.row}/{mention.start}"
    return last[2] if last and last[0] in {Role.PROVIDER, Role.SENDER} else ""


@dataclass(slots=True)
class _Maker:
    """Puts the buckets of one record together."""

    where: Where
    buckets: dict[Bucket, list[Mention]]
    linked: Linked

    def make(self, notes: list[Mention]) -> None:
        """Fill ``linked``: the main person first, then the others, then what notes say."""
        main_bucket = self._main_bucket()
        if main_bucket is None and notes and not any(b[0] in {Role.PROVIDER, Role.SENDER} for b in self.buckets):
            main_bucket = (Role.UNKNOWN, 0, "")
        if main_bucket is not None:
            self._make_main(main_bucket)
        for bucket, mentions in self.buckets.items():
            self._make_other(bucket, mentions)
        self.read_notes(notes)
        self._settle()

    def _main_bucket(self) -> Bucket | None:
        named = [b for b, ms in self.buckets.items() if b[0] in _PERSONS and _names(ms)]
        if named:
            return min(named, key=lambda b: _PERSONS.index(b[0]))
        kin = [b for b, ms in self.buckets.items() if b[0] is Role.RELATIVE and _names(ms)]
        if len(kin) == 1 and not any(b[0] is Role.PATIENT for b in self.buckets):
            return kin[0]
        held = [b for b in self.buckets if b[0] in _PERSONS]
        if not held or any(b[0] in {Role.PROVIDER, Role.SENDER} and _names(ms) for b, ms in self.buckets.items()):
            held = [b for b in held if any(m.element in STRONG_IDS for m in self.buckets[b])] or [
                b for b in held if b[0] is not Role.UNKNOWN
            ]
        return min(held, key=lambda b: _PERSONS.index(b[0])) if held else None

    def _make_main(self, bucket: Bucket) -> None:
        main = self._frame(bucket)
        main.relation = bucket[2]
        for mention in self.buckets.pop(bucket, []):
            self._add(main, mention)
        for other in [b for b in self.buckets if self._is_mains(b)]:
            for mention in self.buckets.pop(other):
                self._add(main, mention)
                if main.role is Role.UNKNOWN and other[0] in {Role.PATIENT, Role.EMPLOYEE}:
                    main.role, main.is_told = other[0], True
        self.linked.main = main

    def _is_mains(self, bucket: Bucket) -> bool:
        """Tell whether what this bucket holds is the main person's."""
        mentions = self.buckets[bucket]
        if bucket[0] is Role.UNKNOWN:
            return True
        if bucket[0] not in _PERSONS or _names(mentions):
            return False
        return bucket[0] in {Role.PATIENT, Role.EMPLOYEE} or not any(m.element in _OWN for m in mentions)

    def _make_other(self, bucket: Bucket, mentions: list[Mention]) -> None:
        main = self.linked.main
        is_office = bucket[0] in {Role.PROVIDER, Role.SENDER}
        if not _names(mentions) and not is_office and not any(m.element in _OWN for m in mentions):
            self.linked.loose.extend(mentions)
            return
        if not _names(mentions) and is_office and not bucket[2]:
            self._offices(mentions)
            return
        frame = self._frame(bucket)
        for mention in mentions:
            self._add(frame, mention)
        if main is None and is_office:
            self.linked.main = frame
        elif main is not None and not is_office:
            self._relate(frame, main, bucket)
        elif main is not None:
            main.tell(Element.PROVIDER, (m for m in mentions if m.element is Element.PROVIDER))

    def _offices(self, mentions: list[Mention]) -> None:
        """Give an office's numbers to the first professional of the record, if there is one."""
        office = next((f for f in self.linked.frames if f.role in {Role.PROVIDER, Role.SENDER}), None)
        if office is None:
            self.linked.loose.extend(mentions)
        else:
            office.mentions.extend(mentions)

    def _relate(self, frame: Frame, main: Frame, bucket: Bucket) -> None:
        if _is_same(frame, main):
            self._melt(frame, main)
            return
        frame.related = main
        own = next((relation_value(m.norm or m.text) for m in frame.mentions if m.part is Part.RELATION), "")
        frame.relation = (own if own != "self" else "") or bucket[2] or "other"
        main.tell(Element.RELATIVE, (m for m in frame.mentions if m.element is Element.RELATIVE))
        if bucket[0] in {Role.SUBSCRIBER, Role.GUARANTOR}:
            frame.household = main
        has_holder = any(b[0] is Role.SUBSCRIBER and _names(ms) for b, ms in self.buckets.items())
        is_raised = frame.relation in PARENTAL or is_childs(main, frame) or is_called_child(main)
        is_parents = bucket[0] is Role.GUARANTOR and is_raised and not has_holder
        if bucket[0] is Role.SUBSCRIBER or is_parents:
            held = {id(m) for m in frame.mentions}
            frame.mentions.extend(m for m in main.mentions if m.element in INSURANCE and id(m) not in held)
            theirs = {id(m) for m in main.mentions}
            main.mentions.extend(m for m in frame.mentions if m.element in INSURANCE and id(m) not in theirs)
        is_raising = bucket[0] is Role.GUARANTOR or (bucket[0] is Role.RELATIVE and frame.relation in PARENTAL)
        if is_raising and not frame.has(CONTACT) and is_childs(main, frame):
            frame.mentions.extend(m for m in main.mentions if m.element in CONTACT)

    def _melt(self, frame: Frame, main: Frame) -> None:
        """Join a party that is the main person once more (subscriber: self)."""
        for mention in frame.mentions:
            self._add(main, mention)
        self.linked.frames.remove(frame)

    def read_notes(self, notes: Sequence[Mention]) -> None:
        """Read mentions in free text: they are the main person's unless the text names somebody else."""
        main = self.linked.main
        other: Frame | None = None
        cell = (-1, -1)
        for mention in notes:
            if (mention.row, mention.column) != cell:
                cell, other = (mention.row, mention.column), None
            if mention.element in NAME_ELEMENTS:
                other = self._note_name(mention, main)
                main = self.linked.main
            elif other is not None and (_goes_with(other, mention) or _speaks_of(main, other)):
                other.mentions.append(mention)
            elif main is not None and (main.role not in OFFICE_ROLES or mention.element in _OFFICE_NUMBERS | CONTACT):
                self._add(main, mention)
            else:
                self.linked.loose.append(mention)

    def _note_name(self, mention: Mention, main: Frame | None) -> Frame | None:
        """Take a name in free text; return its frame if it is another person's than the main one's."""
        probe = Frame(self.where.item_id, self.where.segment_id, Shape.RECORD)
        probe.add(mention)
        has_degree = mention.element is Element.NAME and bool(parts_of(mention.text).credentials)
        if mention.element is Element.NAME and main is not None and not (has_degree and main.has(_OF_PATIENT)):
            if not main.is_named and main.role not in {Role.PROVIDER, Role.SENDER}:
                main.add(mention)
                return None
            if probe.key.is_whole and same_name(probe.key, main.key):
                main.mentions.append(mention)
                return None
            if not probe.key.is_whole and (probe.key.last or probe.key.first) in {main.key.last, main.key.first}:
                main.mentions.append(mention)
                return None
        role = {Element.PROVIDER: Role.PROVIDER, Element.RELATIVE: Role.RELATIVE}.get(mention.element or Element.NAME)
        role = Role.PROVIDER if has_degree and main is not None else role
        frame = self._frame((role or Role.UNKNOWN, 0, ""))
        frame.add(mention)
        if main is None and role is None:
            self.linked.main = frame
        if main is not None and role is Role.RELATIVE:
            frame.related, frame.relation = main, relation_in(mention.label) or "other"
        if main is not None and role is not None:
            main.tell(mention.element or Element.NAME, [mention])
        return frame

    def _settle(self) -> None:
        for frame in self.linked.frames:
            if frame.role is Role.PROVIDER and frame.shape is Shape.RECORD and frame.has(_own(frame)):
                frame.role, frame.is_told = Role.EMPLOYEE, True
            if frame.name.title.lower().strip(".") in OFFICE_TITLES and frame.role not in _PERSONS[:2]:
                frame.role, frame.is_told, frame.related = Role.SENDER, True, None
        main = self.linked.main
        if main is not None and main.role is Role.SUBSCRIBER and not main.is_named:
            main.role = Role.UNKNOWN
        if main is not None and main.role in {Role.EMPLOYEE, Role.UNKNOWN} and is_dependant(main):
            main.role, main.is_told = Role.RELATIVE, True
        if main is not None and main.role is Role.RELATIVE:
            said = next((relation_value(m.norm or m.text) for m in main.mentions if m.part is Part.RELATION), "")
            main.relation = (said if said != "self" else "") or main.relation or "other"

    def _frame(self, bucket: Bucket) -> Frame:
        frame = Frame(self.where.item_id, self.where.segment_id, Shape.RECORD, self.where.row, -1)
        frame.number = len(self.linked.frames)
        frame.role, frame.is_told = bucket[0], bucket[0] is not Role.UNKNOWN
        self.linked.frames.append(frame)
        return frame

    def _add(self, frame: Frame, mention: Mention) -> None:
        if mention.element in _LICENSED and (frame.role in _NO_PROFESSIONALS or frame.has(_OF_PATIENT)):
            self.linked.loose.append(mention)
            return
        frame.add(mention)
        if mention.element is Element.DATE and BIRTH_LABEL.search(mention.label) and not frame.births:
            frame.births.append(mention)


def _names(mentions: Sequence[Mention]) -> bool:
    return any(m.element in NAME_ELEMENTS for m in mentions)


def _is_same(frame: Frame, main: Frame) -> bool:
    """Tell whether two parties of a record are one person."""
    told = {relation_value(m.norm or m.text) for m in [*frame.mentions, *main.mentions] if m.part is Part.RELATION}
    if not frame.is_named:
        return "self" in told
    for element in (Element.DATE_OF_BIRTH, Element.SSN):
        one, other = set(frame.values(element)), set(main.values(element))
        if one and other and not one & other:
            return False
    return frame.key.is_whole and main.key.is_whole and same_name(frame.key, main.key)


def _speaks_of(main: Frame | None, other: Frame) -> bool:
    """Tell whether a record is of what somebody in office says of another: a log of messages."""
    return main is not None and main.role in OFFICE_ROLES and other.role not in OFFICE_ROLES


def _goes_with(frame: Frame, mention: Mention) -> bool:
    """Tell whether something said behind another person's name in a note is that person's."""
    if frame.role in {Role.PROVIDER, Role.SENDER}:
        return mention.element in _OFFICE_NUMBERS
    name = frame.mentions[-1]
    return mention.start - name.end <= 40 and mention.element in _PERSONAL


_PERSONAL = frozenset(
    {
        Element.DATE_OF_BIRTH, Element.SSN, Element.PHONE, Element.ADDRESS, Element.EMAIL, Element.MRN,
        Element.MEMBER_ID, Element.AGE,
    }
)  # fmt: skip

"""Clusters to subjects and links: the values as read, the role, who belongs together.

Invariant: subjects come in the order of their places; ids follow from places only; a sample lists nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tocsin.ids import SubjectId, digest_id
from tocsin.linking.addresses import Address, split_address
from tocsin.linking.frames import Frame
from tocsin.linking.join import Cluster
from tocsin.linking.part_2 import is_medicine
from tocsin.linking.roles import role_of
from tocsin.linking.samples import is_dummy_ssn, is_sample
from tocsin.linking.staff import StaffIndex
from tocsin.model.elements import NAME_ELEMENTS, OFFICE_ROLES, Element, Role
from tocsin.model.mentions import Mention, Part
from tocsin.model.subjects import Link, Subject
from tocsin.patterns import compiled

OTHER_IDS = frozenset(
    {
        Element.DRIVER_LICENSE, Element.PASSPORT, Element.STATE_ID, Element.MILITARY_ID, Element.ACCOUNT_NUMBER,
        Element.CARD_NUMBER, Element.IMMIGRATION_ID, Element.STUDENT_ID, Element.TAX_ID,
    }
)  # fmt: skip
MOST = 50
_FORMER = compiled(r"(?i)\b(?:old|prev|previous|former|prior)\b")
"""Values of one list kept on a subject."""


def finish(
    clusters: Sequence[Cluster], staff: StaffIndex, hint: Role | None = None
) -> tuple[list[Subject], list[Link]]:
    """Return the subjects and links of one item; ``hint`` is whom its name or title says that it lists."""
    ids = {id(f): _subject_id(cluster.frames[0]) for cluster in clusters for f in cluster.frames}
    houses = _households(clusters, ids)
    subjects: list[Subject] = []
    links: list[Link] = []
    for cluster in clusters:
        subject, mentions = _subject(cluster, ids, houses, role_of(cluster, staff, hint))
        subjects.append(subject)
        links.extend(Link(mention.mention_id, subject.subject_id) for mention in mentions)
    return subjects, links


def _subject_id(frame: Frame) -> SubjectId:
    return SubjectId(digest_id("sub", frame.segment_id, f"{frame.row}/{frame.start}/{frame.number}"))


def _subject(
    cluster: Cluster, ids: dict[int, SubjectId], houses: dict[str, SubjectId], known: Role
) -> tuple[Subject, list[Mention]]:
    first = cluster.frames[0]
    mentions = _distinct(m for f in cluster.frames for m in f.mentions)
    told = [pair for f in cluster.frames for pair in f.others]
    sample = any(f.is_sample for f in cluster.frames) or is_sample(_named(cluster))
    if sample:
        mentions, told = [m for m in mentions if m.element in NAME_ELEMENTS], []
    named = _named(cluster)
    role = Role.UNKNOWN if sample else known
    own = ids[id(first)]
    related, relation = _related(cluster, ids, own)
    address = _address(mentions)
    died = next((m.norm for m in mentions if m.part is Part.DEATH_DATE), "")
    subject = Subject(
        subject_id=own,
        item_id=first.item_id,
        segment_id=first.segment_id,
        row=first.row,
        start=first.start,
        role=role,
        elements=_elements(cluster, mentions, {element for element, _ in told}, sample),
        first_name=named.name.first,
        middle_name=named.name.middle,
        last_name=named.name.last,
        suffix=_suffix(cluster),
        date_of_birth=_birth(cluster, mentions),
        sex=next((m.norm for m in mentions if m.part is Part.SEX), ""),
        ssn=next((v for v in _values(mentions, Element.SSN) if not is_dummy_ssn(v)), ""),
        address_1=address.line_1,
        address_2=address.line_2,
        city=address.city,
        state=address.state,
        zip=address.zip,
        country=address.country,
        emails=_values(mentions, Element.EMAIL),
        phones=_values(mentions, Element.PHONE),
        mrns=_values(mentions, Element.MRN),
        member_ids=_values(mentions, Element.MEMBER_ID),
        other_ids=_other_ids(mentions),
        insurers=_values(mentions, Element.INSURER),
        is_deceased=bool(died) or any(f.is_deceased for f in cluster.frames),
        died_on=died,
        related_to=related,
        relation=relation,
        household=_household(cluster, ids, houses),
        seen_on=max(f.seen_on for f in cluster.frames),
        mention_count=len(mentions),
    )
    return subject, _distinct([*mentions, *(m for _, m in told)])


def _distinct(mentions: Iterable[Mention]) -> list[Mention]:
    return list({m.mention_id: m for m in mentions}.values())


def _named(cluster: Cluster) -> Frame:
    """Return the frame with the fullest name."""
    return max(
        cluster.frames,
        key=lambda f: (f.key.is_whole, len(f.name.first) + len(f.name.middle) + len(f.name.last)),
    )


def _suffix(cluster: Cluster) -> str:
    return next((f.name.suffix for f in cluster.frames if f.name.suffix), "")


def _elements(cluster: Cluster, mentions: Sequence[Mention], told: set[Element], sample: bool) -> tuple[Element, ...]:
    found = {Element.NAME if m.element in NAME_ELEMENTS else m.element for m in mentions if m.element is not None}
    found.update(told)
    if any(map(is_medicine, mentions)):
        found.add(Element.MEDICATION)
    if any(m.part is Part.DEATH_DATE for m in mentions):
        found.add(Element.DATE)
    if not sample and any(f.births for f in cluster.frames):
        found.add(Element.DATE_OF_BIRTH)
        births = {m.mention_id for f in cluster.frames for m in f.births}
        if not any(m.element is Element.DATE and m.mention_id not in births for m in mentions):
            found.discard(Element.DATE)
    return tuple(sorted(e for e in found if e is not None))


def _values(mentions: Iterable[Mention], element: Element) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m.norm for m in mentions if m.element is element))[:MOST]


def _other_ids(mentions: Iterable[Mention]) -> tuple[str, ...]:
    found = (f"{m.element.value}:{m.norm}" for m in mentions if m.element is not None and m.element in OTHER_IDS)
    return tuple(dict.fromkeys(found))[:MOST]


def _birth(cluster: Cluster, mentions: Iterable[Mention]) -> str:
    dates = [v for v in _values(mentions, Element.DATE_OF_BIRTH) if len(v) == 10]
    dates += [m.norm for f in cluster.frames for m in f.births if len(m.norm) == 10]
    return dates[0] if dates else ""


def _address(mentions: Sequence[Mention]) -> Address:
    """Return the best address: a whole one, else one of parts."""
    whole = [m for m in mentions if m.element is Element.ADDRESS and m.part is Part.FULL]
    whole = [m for m in whole if not _FORMER.search(m.label)] or whole
    parts = {m.part: m.text.strip() for m in reversed(mentions) if m.element in OF_ADDRESS and m.part in ADDRESS_PARTS}
    if whole:
        found = max((split_address(m.text) for m in whole), key=lambda a: sum(map(bool, a)))
        return Address(
            found.line_1,
            found.line_2 or parts.get(Part.UNIT, ""),
            found.city or parts.get(Part.CITY, ""),
            found.state or parts.get(Part.STATE, ""),
            found.zip or parts.get(Part.ZIP, ""),
            found.country or parts.get(Part.COUNTRY, ""),
        )
    return Address(*(parts.get(part, "") for part in ADDRESS_PARTS))


OF_ADDRESS = frozenset({Element.ADDRESS, Element.ZIP})
ADDRESS_PARTS = (Part.STREET, Part.UNIT, Part.CITY, Part.STATE, Part.ZIP, Part.COUNTRY)


def _related(cluster: Cluster, ids: dict[int, SubjectId], own: SubjectId) -> tuple[SubjectId | None, str]:
    for frame in cluster.frames:
        if frame.related is not None and ids.get(id(frame.related), own) != own:
            return ids[id(frame.related)], frame.relation
    return None, ""


def _household(cluster: Cluster, ids: dict[int, SubjectId], houses: dict[str, SubjectId]) -> str:
    for frame in cluster.frames:
        if frame.household is not None and id(frame.household) in ids:
            return ids[id(frame.household)]
    return next((houses[v] for v in sorted(cluster.values(Element.MEMBER_ID)) if v in houses), "")


def _households(clusters: Sequence[Cluster], ids: dict[int, SubjectId]) -> dict[str, SubjectId]:
    """Return the first subject of every member number that several people of the item share."""
    first: dict[str, SubjectId] = {}
    shared: dict[str, SubjectId] = {}
    for cluster in clusters:
        if any(f.role in OFFICE_ROLES for f in cluster.frames):
            continue
        for value in cluster.values(Element.MEMBER_ID):
            if value in first:
                shared[value] = first[value]
            first.setdefault(value, ids[id(cluster.frames[0])])
    return shared

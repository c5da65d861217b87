"""The linker: the mentions of a part, item by item, to subjects and links; and who works here, in a pass before.

Invariant: an item's subjects follow from its segments, its mentions and the context alone; every subject has at least
one link; nothing depends on the order in which items come.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

import pyarrow as pa

from tocsin.ids import ItemId, SegmentId
from tocsin.linking.above import join_above, person_of_form
from tocsin.linking.company import close_told_in_cells, settle_rows, tell_care
from tocsin.linking.correspondents import correspondent_of
from tocsin.linking.couples import pair_in_cells
from tocsin.linking.field_groups import SENDERS, FieldsLinker, is_mail_header, link_header, sent_on, writers_of
from tocsin.linking.finish import finish
from tocsin.linking.frames import Frame
from tocsin.linking.grids import GridLinker, Judgement
from tocsin.linking.hints import hint_of
from tocsin.linking.join import join
from tocsin.linking.leftovers import is_somebody, place_leftovers
from tocsin.linking.lines_above import subject_line
from tocsin.linking.own_mail import join_writers
from tocsin.linking.part_2 import notice_in, tell_notice
from tocsin.linking.repeated import close_repeated
from tocsin.linking.roles import role_of
from tocsin.linking.row_columns import runs_by_segment
from tocsin.linking.row_lists import items_of, people_of_list
from tocsin.linking.samples import close_guidance
from tocsin.linking.scene import Loose, Scene, Spot
from tocsin.linking.sightings import sightings
from tocsin.linking.staff import StaffEvidence, StaffIndex, is_machine
from tocsin.linking.texts import TextLinker
from tocsin.model.elements import NAME_ELEMENTS, Element, Role
from tocsin.model.evidence import Item
from tocsin.model.mentions import LONE_NAME, MENTIONS, Mention, Part, mentions_of
from tocsin.model.segments import FieldsBody, GridBody, Segment, TextBody
from tocsin.model.subjects import LINKS, SUBJECTS, Link, Subject, links_table, subjects_table
from tocsin.patterns import compiled

__all__ = ["LinkContext", "Linked", "by_segment", "collect_staff", "link", "link_table"]


@dataclass(frozen=True)
class LinkContext:
    """What is known beside the evidence: who works here, and the organizations' own addresses and numbers."""

    staff: StaffIndex = field(default_factory=StaffIndex)
    names: frozenset[str] = field(default=frozenset(), repr=False)
    """Names and aliases of the organizations of the incident, as :func:`office_key` folds them."""
    phones: frozenset[str] = field(default=frozenset(), repr=False)
    streets: frozenset[str] = field(default=frozenset(), repr=False)
    """First lines of their addresses, lower case."""
    npis: frozenset[str] = field(default=frozenset(), repr=False)


@dataclass(frozen=True)
class Linked:
    """Subjects and links, by item in the order given."""

    subjects: list[Subject] = field(repr=False)
    links: list[Link] = field(repr=False)


def link(
    segments: Sequence[Segment],
    mentions: Sequence[Mention],
    items_by_id: Mapping[ItemId, Item] | None = None,
    context: LinkContext | None = None,
    judged: Mapping[str, Judgement] | None = None,
) -> Linked:
    """Return the subjects of a part's items; segments and mentions of many items may come mixed.

    ``judged`` tells how to take tables of which only some rows' mentions are given: other rows are people too.
    """
    known = context or LinkContext()
    found = by_segment([m for m in mentions if not _is_office_name(m, known.names)])
    linked = Linked([], [])
    for pieces in items_of(segments).values():
        if any(piece.segment_id in found for piece in pieces):
            known.staff.asked_for(pieces[0].item_id)
            subjects, links = _link_item(pieces, found, known, items_by_id or {}, judged or {})
            linked.subjects.extend(subjects)
            linked.links.extend(links)
    return linked


def link_table(
    segments: Sequence[Segment],
    mentions: pa.Table,
    items_by_id: Mapping[ItemId, Item] | None = None,
    context: LinkContext | None = None,
) -> tuple[pa.Table, pa.Table]:
    """Return what :func:`link` does, as tables of schemas ``SUBJECTS`` and ``LINKS``; ``mentions`` are a table too.

    Most rows of long lists are linked column by column. In which order subjects and links come is not told.
    """
    known, items = context or LinkContext(), items_by_id or {}
    found = runs_by_segment(mentions)
    made = [(SUBJECTS.empty_table(), LINKS.empty_table())]
    judged: dict[str, Judgement] = {}
    for item, pieces in items_of(segments).items():
        sent_on = items[item].sent_at[:10] if item in items else ""
        lists = None if known.phones else people_of_list(pieces, found, known.streets, sent_on)
        if lists is not None:
            made.append((lists.subjects, lists.links))
            found |= lists.left
            judged |= lists.judged
    left = mentions_of(pa.concat_tables([MENTIONS.empty_table(), *found.values()]))
    linked = link(segments, left, items, known, judged)
    made.append((subjects_table(linked.subjects), links_table(linked.links)))
    return pa.concat_tables([one for one, _ in made]), pa.concat_tables([one for _, one in made])


def collect_staff(
    segments: Sequence[Segment], mentions: Sequence[Mention], seen: Mapping[ItemId, AbstractSet[str]] | None = None
) -> StaffEvidence:
    """Return who is seen in office in a part, and who as a patient; ``seen`` are further patients of each item."""
    found = by_segment(mentions)
    frames = []
    for pieces in items_of(segments).values():
        if any(piece.segment_id in found for piece in pieces):
            frames.append((pieces[0].item_id, _staged(pieces, found, LinkContext()).frames))
    return sightings(frames, seen)


def office_key(name: str) -> str:
    """Return an organization's name as it is compared.

    Example:
        >>> office_key("Tug  Fork Hospital")
        'tug fork hospital'
    """
    return " ".join(name.split()).casefold()


def _is_office_name(mention: Mention, names: frozenset[str]) -> bool:
    """Tell whether a name is an organization's of the incident (``TFCH``), not a part of a person's."""
    return mention.element in NAME_ELEMENTS and mention.part is Part.FULL and office_key(mention.text) in names


def by_segment(mentions: Sequence[Mention]) -> dict[SegmentId, list[Mention]]:
    """Return the mentions of each segment that somebody may follow from, in the order given."""
    found: dict[SegmentId, list[Mention]] = {}
    for mention in mentions:
        if mention.detector != LONE_NAME:
            found.setdefault(mention.segment_id, []).append(mention)
    return found


def _link_item(
    pieces: Sequence[Segment],
    found: Mapping[SegmentId, list[Mention]],
    context: LinkContext,
    items: Mapping[ItemId, Item],
    judged: Mapping[str, Judgement],
) -> tuple[list[Subject], list[Link]]:
    scene = _staged(pieces, found, context, judged)
    frames, loose = scene.frames, scene.loose
    if scene.is_guidance:
        close_guidance(frames)
    sent_at = items[pieces[0].item_id].sent_at[:10] if pieces[0].item_id in items else ""
    for frame in frames:
        frame.seen_on = frame.seen_on or sent_at
    clusters = join_writers(join(frames), scene)
    close_repeated(clusters)
    correspondent = correspondent_of(scene, pieces) if loose else None
    is_of_many = any(piece.segment_id in judged for piece in pieces)
    clusters = place_leftovers(clusters, loose, context.phones, context.streets, correspondent, is_of_many=is_of_many)
    hint = hint_of(items[pieces[0].item_id], pieces) if pieces[0].item_id in items else Role.UNKNOWN
    people = [c for c in clusters if is_somebody(c)]
    notice = notice_in(m for piece in pieces for m in found.get(piece.segment_id, ()))
    patients = [c for c in people if role_of(c, context.staff, hint) is Role.PATIENT]
    if notice is not None:
        tell_notice(patients, notice)
    tell_care(patients)
    return finish(people, context.staff, hint)


def _staged(
    pieces: Sequence[Segment],
    found: Mapping[SegmentId, list[Mention]],
    context: LinkContext,
    judged: Mapping[str, Judgement] | None = None,
) -> Scene:
    """Return the scene of an item: all its frames in reading order, and what nobody owns."""
    scene = Scene(context.staff)
    grids, fields = GridLinker(), FieldsLinker()
    cards: dict[int, Frame] = {}
    for segment in pieces:
        mentions = found.get(segment.segment_id, [])
        body = segment.body
        if isinstance(body, TextBody):
            note = _CARD_NOTE.fullmatch(segment.place)
            if note is not None and int(note[1]) in cards:
                scene.enter(cards[int(note[1])], Spot(-1, -1, -1))
            if mentions:
                TextLinker(scene, segment, mentions).read()
        elif isinstance(body, GridBody):
            how = (judged or {}).get(segment.segment_id)
            before = len(scene.frames)
            records = grids.link(segment, mentions, scene.lead, how, scene.over)
            if scene.above is not None and how is None:
                join_above(records, scene.above)
            scene.above = person_of_form(records, scene.above, len(body.rows))
            for record in records:
                scene.frames.extend(record.frames)
                scene.loose.extend(Loose(m, Spot(-1, -1, -1)) for m in record.loose)
            scene.frames.extend(pair_in_cells(scene.frames[before:], body.rows))
            close_told_in_cells(scene.frames[before:], body.rows)
            if how is None:
                settle_rows(scene.frames[before:], segment, context.staff)
        elif is_mail_header(segment):
            _header(scene, segment, mentions)
        elif isinstance(body, FieldsBody):
            for record in fields.link(segment, mentions):
                scene.frames.extend(record.frames)
                scene.loose.extend(Loose(m, Spot(-1, -1, -1)) for m in record.loose)
                for frame in record.frames:
                    cards.update({m.group // _OF_CARD: frame for m in frame.mentions if frame.related is None})
    return scene


_CARD_NOTE = compiled(r"card (\d+) note")
"""Where the note of an address card stands; the card's fields are of groups from a hundred times its number."""
_OF_CARD = 100


def _header(scene: Scene, segment: Segment, mentions: Sequence[Mention]) -> None:
    """Bring senders and recipients of a message on stage, and whom its subject names."""
    scene.sent_on = sent_on(segment)
    frames = link_header(segment, mentions, scene.staff)
    scene.frames.extend(frames)
    scene.headed.extend(frames)
    writers = {m.group for m in mentions if m.place in SENDERS}
    scene.senders.extend(f for f in frames if f.row in writers and not any(map(is_machine, f.values(Element.EMAIL))))
    scene.writers.update(writers_of(segment))
    subject_line(scene, segment, [m for m in mentions if m.place == "mail.subject"])

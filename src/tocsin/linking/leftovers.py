"""What nobody near could own: it goes to the one patient of a document that has one, else stays without an owner.

A number that names one person (SSN, MRN, member number) without any name is kept as a subject of its own.

Invariant: an item with several patients gives its leftovers to none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tocsin.linking.frames import ABOUT_OFFICES, CONTACT, STRONG_IDS, Frame, Shape
from tocsin.linking.join import Cluster
from tocsin.linking.samples import is_dummy_ssn
from tocsin.linking.scene import Loose
from tocsin.model.elements import LISTING_ELEMENTS, NAME_ELEMENTS, OFFICE_ROLES, Element, Role
from tocsin.model.mentions import Mention

_NEVER = CONTACT | ABOUT_OFFICES | NAME_ELEMENTS | {Element.IP_ADDRESS, Element.EMPLOYER}


def place_leftovers(
    clusters: list[Cluster],
    loose: Sequence[Loose],
    phones: frozenset[str],
    streets: frozenset[str],
    correspondent: Frame | None = None,
    *,
    is_of_many: bool = False,
) -> list[Cluster]:
    """Return the clusters with what was left over given to them or standing on its own.

    ``correspondent`` is the one private person of a message that speaks to or of its reader or writer themselves.
    ``is_of_many`` tells of an item that speaks of several people beside these.
    """
    for cluster in clusters:
        for frame in cluster.frames:
            _drop_offices(frame, phones, streets)
    clusters = clusters if is_of_many else _with_pieces(clusters)
    if not loose:
        return clusters
    patient = None if is_of_many else _only_patient(clusters) or _only_correspondent(clusters, correspondent)
    if patient is not None and not patient.frames[0].is_sample:
        frame = patient.frames[-1] if patient.frames[0].shape is Shape.HEADER else patient.frames[0]
        frame.mentions.extend(piece.mention for piece in loose if piece.mention.element not in _NEVER)
        frame.tell(Element.PROVIDER, (piece.mention for piece in loose))
        patient.learn(frame)
        return clusters
    own = None if is_of_many else _own_papers(clusters, loose)
    if own is not None:
        own.mentions.extend(piece.mention for piece in loose if piece.mention.element not in _NEVER)
        own.role, own.is_told, own.is_closed = Role.EMPLOYEE, True, False
        return clusters
    return [*clusters, *_nameless(loose)]


def _own_papers(clusters: Sequence[Cluster], loose: Sequence[Loose]) -> Frame | None:
    """Return the professional whose own numbers an item holds that is about nobody else: a credentialing form."""
    kinds = {piece.mention.element for piece in loose}
    if len(clusters) != 1 or not clusters[0].key.is_whole or not kinds & {Element.SSN, Element.DATE_OF_BIRTH}:
        return None
    first = clusters[0].frames[0]
    is_form = any(m.label and m.element in NAME_ELEMENTS for m in first.mentions)
    return first if is_form and first.role is Role.PROVIDER and first.shape is Shape.TEXT else None


def _with_pieces(clusters: list[Cluster]) -> list[Cluster]:
    """Return the clusters with what bears no name, or a part of the one patient's, given to that patient.

    A form's lower half, a line of a superbill and ``O'Connell`` in a box of its own are pieces of the one document.
    """
    patient = _only_patient([c for c in clusters if c.key.is_whole])
    if patient is None or patient.frames[0].is_sample or patient.frames[0].shape is Shape.HEADER:
        return clusters
    pieces = [c for c in clusters if c is not patient and _is_piece(c, patient)]
    if len({c.key.last for c in pieces if _is_aside(c)} - {patient.key.last}) > 1:
        pieces = [c for c in pieces if not _is_aside(c)]
    if len(pieces) > _MOST_PIECES or any(_is_another(one, two) for one in pieces for two in pieces):
        return clusters
    for piece in pieces:
        patient.frames.extend(piece.frames)
        for frame in piece.frames:
            patient.learn(frame)
    return [c for c in clusters if c not in pieces]


_MOST_PIECES = 6


def _is_piece(cluster: Cluster, patient: Cluster) -> bool:
    if any(f.shape is Shape.HEADER or (f.is_told and f.role is not Role.PATIENT) for f in cluster.frames):
        return False
    own, name = patient.key, cluster.key
    is_part = name.is_empty or (not name.is_whole and bool({name.last, name.first} - {""} <= {own.first, own.last}))
    return (is_part or _is_aside(cluster)) and not _is_another(cluster, patient)


def _is_aside(cluster: Cluster) -> bool:
    """Tell whether a lone surname has no number or street of its own: what stands by it is the patient's."""
    name = cluster.key
    return bool(name.last) and not name.first and not cluster.ids and not cluster.streets


def _is_another(one: Cluster, other: Cluster) -> bool:
    """Tell whether two clusters have different values of what everybody has one of here."""
    return any(
        one.values(kind) and other.values(kind) and not one.values(kind) & other.values(kind)
        for kind in (Element.DATE_OF_BIRTH, Element.SSN, Element.MRN, Element.MEMBER_ID)
    )


def is_somebody(cluster: Cluster) -> bool:
    """Tell whether the cluster can be found again: it has a name, a number, or a birth date with a way to reach."""
    if any(f.is_named for f in cluster.frames):
        return True
    found = {m.element for f in cluster.frames for m in f.mentions if not (m.element is Element.SSN and _is_dummy(m))}
    is_born = Element.DATE_OF_BIRTH in found or any(f.births for f in cluster.frames)
    return bool(found & _FINDABLE) or (is_born and bool(found & CONTACT)) or _is_address_only(cluster)


_FINDABLE = STRONG_IDS | {
    Element.EMAIL, Element.DRIVER_LICENSE, Element.PASSPORT, Element.STATE_ID, Element.CARD_NUMBER,
    Element.ACCOUNT_NUMBER, Element.CLAIM_NUMBER,
}  # fmt: skip


def _is_dummy(mention: Mention) -> bool:
    return is_dummy_ssn(mention.norm)


def _is_address_only(cluster: Cluster) -> bool:
    """Tell whether it is the header of a message that gives an e-mail address without a name."""
    return cluster.frames[0].shape is Shape.HEADER and cluster.frames[0].has(frozenset({Element.EMAIL}))


def _drop_offices(frame: Frame, phones: frozenset[str], streets: frozenset[str]) -> None:
    """Take the organizations' own numbers and addresses from people who are no office of theirs."""
    if frame.role in OFFICE_ROLES or not (phones or streets):
        return
    frame.mentions = [m for m in frame.mentions if not _is_offices(m, phones, streets)]


def _is_offices(mention: Mention, phones: frozenset[str], streets: frozenset[str]) -> bool:
    if mention.element is Element.PHONE:
        return mention.norm in phones
    if mention.element is Element.ADDRESS:
        lower = " ".join(mention.text.lower().split())
        return any(lower.startswith(street) for street in streets)
    return False


def _only_patient(clusters: Iterable[Cluster]) -> Cluster | None:
    """Return the one person the item is about, if it is one."""
    people = [c for c in clusters if _is_candidate(c)] or [c for c in clusters if _tells_own(c)]
    strong = [c for c in people if any(f.is_told and f.role is Role.PATIENT for f in c.frames) or _has_listing(c)]
    chosen = strong or people
    return chosen[0] if len(chosen) == 1 else None


def _only_correspondent(clusters: Iterable[Cluster], correspondent: Frame | None) -> Cluster | None:
    """Return whose the frame is where the item names nobody else who may be meant."""
    if correspondent is None or any(_is_candidate(c) for c in clusters if correspondent not in c.frames):
        return None
    return next((c for c in clusters if correspondent in c.frames and c.key.is_whole), None)


def _is_candidate(cluster: Cluster) -> bool:
    """Tell whether the cluster may be a patient: neither an office nor one who only wrote, or was written to."""
    roles = {f.role for f in cluster.frames if f.is_told}
    if roles & {Role.PATIENT, Role.EMPLOYEE}:
        return True
    if roles & (OFFICE_ROLES | {Role.RELATIVE, Role.GUARANTOR}):
        return False
    return cluster.key.is_whole and not all(f.is_closed for f in cluster.frames)


def _tells_own(cluster: Cluster) -> bool:
    """Tell whether the cluster is of a writer in no office who told what lists them: a member's number, an illness."""
    told = {f.role for f in cluster.frames if f.is_told}
    return (
        cluster.key.is_whole and not told & (OFFICE_ROLES | {Role.RELATIVE, Role.GUARANTOR}) and _has_listing(cluster)
    )


def _has_listing(cluster: Cluster) -> bool:
    return any(f.has(LISTING_ELEMENTS) for f in cluster.frames)


def _nameless(loose: Sequence[Loose]) -> list[Cluster]:
    """Return a cluster for each line whose numbers name a person that no name was found for."""
    lines: dict[tuple[str, int, int], list[Mention]] = {}
    for piece in loose:
        mention = piece.mention
        lines.setdefault((mention.segment_id, mention.row, piece.spot.line), []).append(mention)
    clusters = []
    for found in lines.values():
        if not any(m.element in STRONG_IDS and not is_dummy_ssn(m.norm) for m in found):
            continue
        first = found[0]
        frame = Frame(first.item_id, first.segment_id, Shape.RECORD, first.row, first.start, 1)
        frame.mentions = [m for m in found if m.element not in _NEVER]
        cluster = Cluster()
        cluster.take(frame)
        clusters.append(cluster)
    return clusters

"""Frames of one item that speak of one human being become one: clusters.

Whole names first, then partial ones and numbers. Tables are joined only where nothing speaks against it and the
address is not another one; prose joins on the name unless identifiers conflict.

People in office are joined among themselves only: what a signature holds is not a patient's of the same name.

Invariant: every frame lands in exactly one cluster; the order of clusters is that of their first frames. At most
``MOST_NAMESAKES`` clusters of a similar name are looked at, so time is linear.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tocsin.linking.frames import Frame, Shape
from tocsin.linking.person import NOBODY, NameKey, same_name
from tocsin.linking.samples import is_dummy_ssn
from tocsin.model.elements import OFFICE_ROLES, Element, Role
from tocsin.model.mentions import Part

MOST_NAMESAKES = 12
_ID_KINDS = (Element.SSN, Element.MRN, Element.MEMBER_ID)
_SINGLE = (Element.DATE_OF_BIRTH, Element.SSN)


@dataclass(slots=True, eq=False)
class Cluster:
    """The frames of one human being in one item."""

    frames: list[Frame] = field(default_factory=list)
    key: NameKey = NOBODY
    ids: dict[Element, set[str]] = field(default_factory=dict, repr=False)
    streets: set[str] = field(default_factory=set, repr=False)
    sexes: set[str] = field(default_factory=set, repr=False)
    titled: set[str] = field(default_factory=set, repr=False)
    """The sexes that titles before the name say."""
    roles: set[tuple[Role, bool]] = field(default_factory=set, repr=False)
    """The roles of the frames, each with whether it was told."""

    def take(self, frame: Frame) -> None:
        """Take in a frame."""
        self.frames.append(frame)
        self.titled.add(_sex_of_title(frame))
        self.roles.add((frame.role, frame.is_told))
        if _is_better(frame.key, self.key):
            self.key = frame.key
        self.learn(frame)

    def learn(self, frame: Frame) -> None:
        """Note what identifies the person."""
        for mention in frame.mentions:
            if mention.element in _KEPT and mention.part in {Part.FULL, Part.STREET}:
                if mention.element is Element.ADDRESS:
                    self.streets.add(_street(mention.norm))
                else:
                    self.ids.setdefault(mention.element, set()).add(mention.norm)
            elif mention.part is Part.SEX:
                self.sexes.add(mention.norm[:1].upper())
        for birth in frame.births:
            self.ids.setdefault(Element.DATE_OF_BIRTH, set()).add(birth.norm)

    def values(self, element: Element) -> set[str]:
        """Return the values known of an identifier."""
        return self.ids.get(element, set())


_KEPT = frozenset({*_ID_KINDS, Element.DATE_OF_BIRTH, Element.ADDRESS, Element.PHONE, Element.ACCOUNT_NUMBER})


def join(frames: Sequence[Frame]) -> list[Cluster]:
    """Return the clusters of an item's frames."""
    offices = [f for f in frames if f.role in OFFICE_ROLES]
    people = [f for f in frames if f.role not in OFFICE_ROLES]
    clusters = [*_joined(offices), *_joined(people)]
    order = {id(frame): number for number, frame in enumerate(frames)}
    for cluster in clusters:
        cluster.frames.sort(key=lambda f: order[id(f)])
    return sorted(clusters, key=lambda c: order[id(c.frames[0])])


def _joined(frames: Sequence[Frame]) -> list[Cluster]:
    book = _Book()
    for frame in frames:
        if frame.key.is_whole:
            book.place(frame)
    for frame in frames:
        if not frame.key.is_whole:
            book.place_partial(frame)
    return book.clusters


class _Book:
    """The clusters so far, by the words of their names and by their numbers."""

    def __init__(self) -> None:
        self.clusters: list[Cluster] = []
        self._by_name: dict[str, list[Cluster]] = {}
        self._by_last: dict[str, list[Cluster]] = {}
        self._by_first: dict[str, list[Cluster]] = {}
        self._by_id: dict[tuple[Element, str], Cluster] = {}

    def place(self, frame: Frame) -> None:
        """Put a frame with a whole name to its like, or begin a cluster."""
        probe = Cluster()
        probe.take(frame)
        for cluster in self._namesakes(frame.key):
            if same_name(cluster.key, frame.key) and _may_join(cluster, probe):
                cluster.take(frame)
                self._index(cluster, frame)
                return
        self._begin(probe, frame)

    def place_partial(self, frame: Frame) -> None:
        """Put a frame with part of a name, or with numbers only, to the one cluster it can mean."""
        probe = Cluster()
        probe.take(frame)
        found = self._by_numbers(probe)
        if found is None and frame.is_named and frame.shape is not Shape.RECORD:
            found = self._by_part(frame, probe)
        if found is None:
            self._begin(probe, frame)
        else:
            found.take(frame)
            self._index(found, frame)

    def _namesakes(self, key: NameKey) -> Iterable[Cluster]:
        seen: list[Cluster] = []
        for word in name_words(key):
            for cluster in reversed(self._by_name.get(word, [])[-MOST_NAMESAKES:]):
                if cluster not in seen:
                    seen.append(cluster)
        return seen

    def _by_numbers(self, probe: Cluster) -> Cluster | None:
        for kind in (Element.SSN, Element.MRN):
            for value in sorted(probe.values(kind)):
                found = self._by_id.get((kind, value))
                if found is not None and not _contradict(found, probe) and _parts_fit(found.key, probe.key):
                    return found
        return None

    def _by_part(self, frame: Frame, probe: Cluster) -> Cluster | None:
        word = frame.key.last or frame.key.first
        by_last, by_first = self._by_last.get(word, []), self._by_first.get(word, [])
        is_surname = bool(frame.name.title) or (bool(frame.key.last) and not frame.key.first)
        for candidates in (by_last, by_first) if is_surname else (by_first, by_last):
            fitting = [c for c in candidates[-MOST_NAMESAKES:] if not _contradict(c, probe) and _titles_fit(c, frame)]
            if fitting:
                return _likeliest([c for c in fitting if not _is_kin_only(c, frame)], word)
        return None

    def _begin(self, cluster: Cluster, frame: Frame) -> None:
        self.clusters.append(cluster)
        self._index(cluster, frame)

    def _index(self, cluster: Cluster, frame: Frame) -> None:
        key = frame.key
        if key.is_whole:
            for word in name_words(key):
                _enter(self._by_name, word, cluster)
        for last in sorted({key.last, *key.lasts} - {""}):
            _enter(self._by_last, last, cluster)
        if key.first:
            _enter(self._by_first, key.first, cluster)
        for kind in (Element.SSN, Element.MRN):
            for value in frame.values(kind):
                self._by_id.setdefault((kind, value), cluster)


def _enter(index: dict[str, list[Cluster]], word: str, cluster: Cluster) -> None:
    held = index.setdefault(word, [])
    if not held or held[-1] is not cluster:
        held.append(cluster)


def name_words(key: NameKey) -> tuple[str, ...]:
    """Return the words under which namesakes are sought: last name with the initial, and turned round."""
    words = [f"{last} {key.first[:1]}" for last in sorted({key.last, *key.lasts}) if last]
    return (*words, f"{key.first} {key.last[:1]}")


def _is_better(new: NameKey, old: NameKey) -> bool:
    if old.is_empty or new.is_whole != old.is_whole:
        return new.is_whole or old.is_empty
    return len(new.first) + len(new.middle) + len(new.suffix) > len(old.first) + len(old.middle) + len(old.suffix)


def _parts_fit(one: NameKey, other: NameKey) -> bool:
    if one.is_empty or other.is_empty:
        return True
    if one.is_whole and other.is_whole:
        return same_name(one, other)
    return bool({one.first, one.last} & {other.first, other.last} - {""})


def _contradict(one: Cluster, other: Cluster) -> bool:
    """Tell whether identifiers of which everybody has one differ."""
    for element in _SINGLE:
        left = {v for v in one.values(element) if not is_dummy_ssn(v)}
        right = {v for v in other.values(element) if not is_dummy_ssn(v)}
        if left and right and not left & right:
            return True
    return bool(one.sexes and other.sexes and not one.sexes & other.sexes)


def _may_join(cluster: Cluster, probe: Cluster) -> bool:
    """Tell whether two clusters of like name are one person."""
    if _contradict(cluster, probe):
        return False
    if _is_record(cluster) and _is_record(probe):
        return _records_join(cluster, probe)
    one, other = cluster.values(Element.MRN), probe.values(Element.MRN)
    return not (one and other and not one & other and not _agree(cluster, probe, (Element.DATE_OF_BIRTH, Element.SSN)))


def _records_join(cluster: Cluster, probe: Cluster) -> bool:
    """Tell whether two rows are one person: something agrees or nothing differs, and it is the same address."""
    if all(f.role in OFFICE_ROLES for f in [*cluster.frames[:1], *probe.frames]):
        return True
    if cluster.streets and probe.streets and not cluster.streets & probe.streets:
        return False
    if _agree(cluster, probe, (Element.DATE_OF_BIRTH, Element.SSN, Element.MRN)):
        return cluster.key.suffix == probe.key.suffix or _agree(cluster, probe, (Element.DATE_OF_BIRTH, Element.SSN))
    if cluster.key.suffix != probe.key.suffix or cluster.key.middle[:1] != probe.key.middle[:1]:
        return False
    kinds = (Element.MRN, Element.MEMBER_ID, Element.ACCOUNT_NUMBER, Element.PHONE)
    return not any(cluster.values(k) and probe.values(k) and not cluster.values(k) & probe.values(k) for k in kinds)


def _agree(one: Cluster, other: Cluster, kinds: Sequence[Element]) -> bool:
    return any(one.values(kind) & other.values(kind) for kind in kinds)


def _is_record(cluster: Cluster) -> bool:
    return cluster.frames[0].shape is Shape.RECORD


def _titles_fit(cluster: Cluster, frame: Frame) -> bool:
    """Tell whether Mr. and Mrs. do not stand against each other."""
    said, known = _sex_of_title(frame), cluster.titled | cluster.sexes
    return not said or not known & {"M", "F"} or said in known


def _sex_of_title(frame: Frame) -> str:
    return _SEX_OF_TITLE.get(frame.name.title.lower().strip("."), "")


def _is_kin_only(cluster: Cluster, frame: Frame) -> bool:
    """Tell whether the cluster is a relative's while the frame with part of its name is told of as somebody else.

    A relative of whom a birth date is told is as likely to be meant by a given name as anybody.
    """
    is_kins = all(role is Role.RELATIVE for role, _ in cluster.roles)
    if frame.key.first and frame.key.first == cluster.key.first and cluster.values(Element.DATE_OF_BIRTH):
        return False
    return is_kins and frame.role is not Role.RELATIVE and frame.has(_KEPT)


def _likeliest(clusters: Sequence[Cluster], word: str) -> Cluster | None:
    """Return whom part of a name means: the one person of that very name, else the one patient among them."""
    for chosen in (
        clusters,
        [c for c in clusters if word in {c.key.last, c.key.first}],
        [c for c in clusters if not any(role is Role.RELATIVE for role, _ in c.roles)],
        [c for c in clusters if (Role.PATIENT, True) in c.roles],
    ):
        if len(chosen) == 1:
            return chosen[0]
    return None


_SEX_OF_TITLE = {"mr": "M", "sir": "M", "mrs": "F", "ms": "F", "miss": "F", "sra": "F", "srta": "F", "sr": "M"}


def _street(norm: str) -> str:
    """Return house number and first word of the street: enough to tell two addresses of one name apart."""
    words = norm.lower().replace(",", " ").split()
    return " ".join(words[:2])

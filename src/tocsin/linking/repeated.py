"""Names that stand beside one patient after the other: the attending of a roster whose header was not read.

Nobody has five addresses or record numbers in one document that names others too; a name that seems to, has none.

Invariant: pure but for the roles of frames; a role that a label or the words beside a name told is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tocsin.linking.cues import label_role
from tocsin.linking.frames import Frame
from tocsin.linking.join import Cluster
from tocsin.model.elements import NAME_ELEMENTS, Element, Role

_SEVERAL = 5
"""Places that name somebody, and other people of the item, from which a name may be looked at."""
_SHARE = 0.03
"""Of all places that name somebody: less is a common name that patients of a long list share."""
_MOSTLY = 0.9
"""Of those places: a few birth dates of the patients beside it may have gone to the name."""
_VARIED = (Element.MRN, Element.MEMBER_ID)
_BORN = frozenset({Element.DATE_OF_BIRTH, Element.SSN})
_OPEN = frozenset({Role.UNKNOWN, Role.PATIENT})


def close_repeated(clusters: Sequence[Cluster]) -> None:
    """Take those for professionals who would each be several people of one name, by what stands beside them."""
    by_name: dict[str, list[Cluster]] = {}
    for cluster in clusters:
        if cluster.key.is_whole:
            by_name.setdefault(cluster.key.full, []).append(cluster)
    least = max(_SEVERAL, _SHARE * sum(len(c.frames) for same in by_name.values() for c in same))
    if len(by_name) <= _SEVERAL:
        return
    for same in by_name.values():
        frames = [frame for cluster in same for frame in cluster.frames]
        is_open = sum(map(_is_open, frames)) >= _MOSTLY * len(frames)
        if len(frames) >= least and is_open and _most_values(same) >= _SEVERAL:
            for frame in frames:
                frame.role, frame.is_told, frame.is_closed = Role.PROVIDER, True, True


def _is_open(frame: Frame) -> bool:
    """Tell whether nothing but a list makes the frame a patient's: no header, birth date or SSN."""
    if frame.role not in _OPEN or frame.births or frame.has(_BORN):
        return False
    return not any(label_role(m.label) is Role.PATIENT for m in frame.mentions if m.element in NAME_ELEMENTS)


def _most_values(same: Iterable[Cluster]) -> int:
    """Return how many different values of something that a human being has one of stand with the name."""
    streets: set[str] = set()
    values: dict[Element, set[str]] = {kind: set() for kind in _VARIED}
    for cluster in same:
        streets |= cluster.streets
        for kind in _VARIED:
            values[kind] |= cluster.values(kind)
    return max(len(streets), *map(len, values.values()))

"""Writers from outside whose address tells less of their name than the message: ``Daphne <d.orwell23@...>``.

Where the text names somebody in no office whom the name of the address may be short for, or who signs with a letter of
that name (``Noreen C.``), and who is the only one, the address is theirs: they write of themselves, or sign.

Invariant: pure but for the clusters it joins; nobody in office is joined.
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.linking.frames import Frame, Shape
from tocsin.linking.join import Cluster
from tocsin.linking.person import NameKey, key_of_text, same_first
from tocsin.linking.scene import Scene
from tocsin.model.elements import OFFICE_ROLES, Element, Role
from tocsin.model.lexicon import fold_name

_OUTSIDE = frozenset({Role.UNKNOWN, Role.RELATIVE})
_LEAST_IN_ADDRESS = 4
"""Letters of a surname that an address must have to tell it."""


def join_writers(clusters: list[Cluster], scene: Scene) -> list[Cluster]:
    """Return the clusters, those of senders from outside joined with whom the text names as they sign themselves."""
    for writer in scene.senders:
        own = next((c for c in clusters if writer in c.frames), None)
        if own is None or writer.role not in _OUTSIDE:
            continue
        if any(frame.shape is not Shape.HEADER for frame in own.frames):
            continue
        name = _called(writer, scene)
        meant = [c for c in clusters if c is not own and _may_be(name, writer.values(Element.EMAIL), c)]
        if len(meant) == 1:
            meant[0].frames.extend(own.frames)
            for frame in own.frames:
                meant[0].learn(frame)
            clusters = [c for c in clusters if c is not own]
    return clusters


def _called(writer: Frame, scene: Scene) -> NameKey:
    """Return how the writer is called: by the mention, else by the one display name of the header."""
    if not writer.key.is_empty or len(scene.writers) != 1:
        return writer.key
    return key_of_text(next(iter(scene.writers)))


def _may_be(name: NameKey, emails: Sequence[str], cluster: Cluster) -> bool:
    """Tell whether a cluster of the text can be the writer: by given name, and by what is left of the surname."""
    if any(frame.shape is Shape.HEADER or frame.role in OFFICE_ROLES for frame in cluster.frames):
        return False
    return cluster.key.is_whole and _fits(name, cluster.key, emails)


def _fits(short: NameKey, name: NameKey, emails: Sequence[str]) -> bool:
    first, last = short.first or short.last, short.last if short.first else ""
    if not first or not same_first(first, name.first):
        return False
    if len(last) > 1:
        return last == name.last or (len(name.last) == 1 and last.startswith(name.last))
    if last:
        return name.last.startswith(last)
    return len(name.last) >= _LEAST_IN_ADDRESS and any(name.last in fold_name(e.split("@")[0]) for e in emails)

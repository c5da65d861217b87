"""Who is listed, told for all people at once.

Invariant: tells the people that :func:`tocsin.resolution.people.is_listed` tells one by one.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.model.elements import LISTED_ROLES, LISTING_ELEMENTS, OFFICE_ROLES, Element

Mask = npt.NDArray[np.bool_]
_BEYOND_A_NAME = frozenset(Element) - {Element.NAME}


def are_listed(subjects: pa.Table, person: npt.NDArray[np.int64], people: int) -> Mask:
    """Tell of each of so many people whether somebody with these subjects is listed.

    Args:
        subjects: ``role`` and ``elements`` of all of them.
        person: whose each is; -1 for nobody's.
        people: how many there are.
    """
    counts = (person >= 0) & ~_has_role(subjects, OFFICE_ROLES)

    def any_of(flags: Mask) -> Mask:
        return np.bincount(person[flags & counts], minlength=people) > 0

    more, listing = (_has_element(subjects, some) for some in (_BEYOND_A_NAME, LISTING_ELEMENTS))
    return np.where(any_of(_has_role(subjects, LISTED_ROLES)), any_of(more), any_of(listing))


def _has_role(subjects: pa.Table, roles: Collection[str]) -> Mask:
    found: Mask = pc.is_in(subjects["role"], pa.array(sorted(roles), pa.string())).to_numpy()
    return found


def _has_element(subjects: pa.Table, elements: Collection[str]) -> Mask:
    lists = subjects["elements"].combine_chunks()
    is_one = pc.is_in(pc.list_flatten(lists), pa.array(sorted(elements), pa.string())).to_numpy(zero_copy_only=False)
    found = np.zeros(len(lists), bool)
    found[pc.list_parent_indices(lists).to_numpy()[is_one]] = True
    return found

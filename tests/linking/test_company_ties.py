"""Ties between what remarks may be do not depend on the order in which sets are walked."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

from tocsin.linking.company import REMARKED, usual


def test_of_elements_told_as_often_the_same_is_taken_in_any_order() -> None:
    taken = {usual(Counter(order)) for order in permutations(sorted(REMARKED))}
    assert len(taken) == 1 and taken.pop()[1] == 1


def test_the_most_frequent_is_taken_whatever_its_code() -> None:
    for frequent in REMARKED:
        assert usual(Counter([*REMARKED, frequent])) == (frequent, 2)

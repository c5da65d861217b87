"""What is told of ids after an addition: kept as an id or alias of the same true person, misled, or gone."""

from __future__ import annotations

import pytest

from benchmarks.accuracy.additions import Fates, Listed, fates_of

_WHOSE = {"s1": "Ann", "s2": "Ann", "s3": "Bob", "s4": "Bob", "s5": "Bob"}


def listed(aliases: dict[str, str], **subjects: str) -> Listed:
    """Return a list of people with their subjects, and former ids by whose they are now."""
    people = [
        {"person_id": person, "aliases": ";".join(a for a, heir in aliases.items() if heir == person)}
        for person in sorted(set(subjects.values()))
    ]
    return Listed.of(people, [{"subject_id": s, "person_id": person} for s, person in subjects.items()])


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (listed({}, s1="p1", s2="p2", s3="p3"), Fates(3, 0, 0, 0)),
        (listed({"p2": "p1"}, s1="p1", s2="p1", s3="p3"), Fates(2, 1, 0, 0)),
        (listed({"p2": "p3"}, s1="p1", s2="p3", s3="p3", s4="p3"), Fates(2, 0, 1, 0)),
        (listed({}, s3="p1", s4="p1", s2="p2", s5="p3"), Fates(2, 0, 1, 0)),
        (listed({}, s1="p1", s3="p3"), Fates(2, 0, 0, 1)),
        (listed({"p2": "p9"}, s1="p1", s3="p3"), Fates(2, 0, 0, 1)),
    ],
)
def test_an_id_is_kept_if_it_leads_to_the_same_person(after: Listed, told: Fates) -> None:
    assert fates_of(listed({}, s1="p1", s2="p2", s3="p3"), after, _WHOSE) == told


def test_where_as_many_are_of_each_either_is_right() -> None:
    both = listed({}, s1="p1", s3="p1")
    assert fates_of(both, listed({}, s1="p1", s2="p1", s3="p2"), _WHOSE) == Fates(1, 0, 0, 0)
    assert fates_of(both, listed({}, s3="p1", s1="p2"), _WHOSE).kept == 1

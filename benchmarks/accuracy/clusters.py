"""Merging, from the subjects export: lost, over-merged and under-merged people, as the contract defines them.

over-merge: true people who share a row with another / true people; under-merge: extra rows of a person already listed /
true people; lost: true people with no cluster in which they are the majority.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from simulator.scoring.matching import Face, found_face, points
from simulator.scoring.scoring import ratio
from simulator.scoring.values import Row, parts

_CROWD = 200
"""People of an item from which a row is compared with those alone who share something with it."""


def score_clusters(
    subjects: list[Row], truth_subjects: list[Row], matched: dict[str, str], faces: dict[str, Face], wanted: set[str]
) -> dict[str, Any]:
    """Return the three rates over the people of whom any subject was found; ``wanted`` are the listed ones."""
    clusters: dict[str, Counter[str]] = defaultdict(Counter)
    crowds = {
        item: _Crowd(people, faces)
        for item, people in _present(truth_subjects, matched).items()
        if len(people) > _CROWD
    }
    for row in subjects:
        if row["person_id"]:
            present = _present(truth_subjects, matched).get(row["item_id"], ())
            crowd = crowds.get(row["item_id"])
            person = _whose(row, present if crowd is None else crowd.like(row), faces)
            if person:
                clusters[row["person_id"]][person] += 1
    seen = {person for counts in clusters.values() for person in counts} & wanted
    own: Counter[str] = Counter()
    shared: set[str] = set()
    for counts in clusters.values():
        own[counts.most_common(1)[0][0]] += 1
        if len(counts) > 1:
            shared.update(counts)
    extra = sum(count - 1 for person, count in own.items() if person in seen and count > 1)
    return {
        "people_seen": len(seen), "lost": ratio(len(seen - set(own)), len(seen)) if seen else 0.0,
        "over_merge": ratio(len(shared & seen), len(seen)) if seen else 0.0,
        "under_merge": ratio(extra, len(seen)) if seen else 0.0,
    }  # fmt: skip


_CACHE: dict[tuple[int, int], dict[str, list[str]]] = {}


def _present(truth_subjects: list[Row], matched: dict[str, str]) -> dict[str, list[str]]:
    key = (id(truth_subjects), id(matched))
    if key not in _CACHE:
        _CACHE.clear()
        present: dict[str, list[str]] = defaultdict(list)
        for row in truth_subjects:
            if row["item_key"] in matched and parts(row["roles"]):
                present[matched[row["item_key"]]].append(row["person"])
        _CACHE[key] = dict(present)
    return _CACHE[key]


class _Crowd:
    """The many people of one item, found by what a row must share with one of them to be theirs."""

    def __init__(self, people: list[str], faces: dict[str, Face]) -> None:
        self._people: dict[tuple[str, str], list[str]] = defaultdict(list)
        for person in people:
            for key in _keys(faces[person]):
                self._people[key].append(person)

    def like(self, row: Row) -> list[str]:
        """Return those who share anything with the row."""
        return sorted({person for key in _keys(found_face(row)) for person in self._people.get(key, ())})


def _keys(face: Face) -> Iterator[tuple[str, str]]:
    yield from face.handles()
    yield from (("last", name) for name in face.last)
    yield from (("first", name) for name in face.first)
    yield "month", face.birth[:7]


def _whose(row: Row, people: list[str] | tuple[str, ...], faces: dict[str, Face]) -> str:
    face = found_face(row)
    best = max(((points(face, faces[person]), person) for person in people), default=(0.0, ""))
    return best[1] if best[0] >= 2 else ""

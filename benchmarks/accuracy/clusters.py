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

_LEAST = 2.0
"""Points from which a row is a person's: one name of two, or a birth date, with nothing against it."""
_CROWD = 200
"""People of an item from which a row is compared with those alone who share something with it."""


def score_clusters(
    subjects: list[Row],
    truth_subjects: list[Row],
    matched: dict[str, str],
    faces: dict[str, Face],
    wanted: set[str],
    listed: set[str],
) -> dict[str, Any]:
    """Return the three rates over the people of whom any subject was found, and who is lost at the notice cut.

    ``wanted`` are the people to be listed, ``listed`` the rows (person ids) of the people export: clusters of which
    it has none, as of staff, are no rows.
    """
    whose = owners_of(subjects, truth_subjects, matched, faces)
    people = _clusters(subjects, whose, "person_id")
    seen = {person for counts in people.values() for person in counts} & wanted
    rows = {cluster: counts for cluster, counts in people.items() if cluster in listed}
    own = Counter(_majority(counts) for counts in rows.values())
    shared = {person for counts in rows.values() if len(counts) > 1 for person in counts}
    extra = sum(count - 1 for person, count in own.items() if person in seen)
    letters = _clusters(subjects, whose, "notice_id")
    return {
        "people_seen": len(seen), "lost": _lost(people, seen), "over_merge": ratio(len(shared & seen), len(seen)),
        "under_merge": ratio(extra, len(seen)), "lost_at_notice_cut": _lost(letters, seen),
    } if seen else {"people_seen": 0}  # fmt: skip


def owners_of(
    subjects: list[Row], truth_subjects: list[Row], matched: dict[str, str], faces: dict[str, Face]
) -> dict[str, str]:
    """Return whose each subject is, where one true person of its item fits best."""
    present = _present(truth_subjects, matched)
    crowds = {item: _Crowd(people, faces) for item, people in present.items() if len(people) > _CROWD}
    whose = {}
    for row in subjects:
        crowd = crowds.get(row["item_id"])
        people = present.get(row["item_id"], ()) if crowd is None else crowd.like(row)
        whose[row["subject_id"]] = _whose(row, people, faces)
    return whose


def _clusters(subjects: list[Row], whose: dict[str, str], cut: str) -> dict[str, Counter[str]]:
    """Return how many subjects of each true person are in each cluster of a cut (column)."""
    clusters: dict[str, Counter[str]] = defaultdict(Counter)
    for row in subjects:
        person = whose[row["subject_id"]]
        if row[cut] and person:
            clusters[row[cut]][person] += 1
    return clusters


def _majority(counts: Counter[str]) -> str:
    return counts.most_common(1)[0][0]


def _lost(clusters: dict[str, Counter[str]], seen: set[str]) -> float:
    """Return which share of people are the majority of no cluster."""
    return ratio(len(seen - {_majority(counts) for counts in clusters.values()}), len(seen))


def _present(truth_subjects: list[Row], matched: dict[str, str]) -> dict[str, list[str]]:
    """Return the true people of each item."""
    present: dict[str, list[str]] = defaultdict(list)
    for row in truth_subjects:
        if row["item_key"] in matched and parts(row["roles"]):
            present[matched[row["item_key"]]].append(row["person"])
    return present


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
    """Return the person whom a row fits best; nobody where two fit alike, as namesakes do where only a name stands."""
    face = found_face(row)
    best, person, is_one = _LEAST, "", False
    for one in people:
        score = points(face, faces[one])
        if score > best or (score == best and not person):
            best, person, is_one = score, one, True
        elif score == best and one != person:
            is_one = False
    return person if is_one else ""

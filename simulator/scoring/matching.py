"""Which row of the export is which true person: by the values they share, one to one.

A row may share values with several people (a family shares address, phone and member number), so pairs are scored and
assigned together: the best total over each connected group, by the Hungarian method. Namesakes of whom nothing but
the name is told stand as well with either's row; there the covered entity breaks the tie, and nothing else turns on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linear_sum_assignment

from simulator.scoring.values import Row, folded, number, parts

LEAST = 3.5
"""Points below which a pair is no candidate: one full name is 4."""
TIE = 0.01
"""What one covered entity counts: less than any agreement of values, so that it only breaks ties."""
_LARGE = 600
_CROWD = 60
Key = tuple[str, str]


@dataclass(frozen=True)
class Face:
    """The comparable values of a row or of a true person."""

    first: frozenset[str]
    last: frozenset[str]
    middle: str
    suffix: str
    birth: str
    ssn: str
    phone: str
    email: str
    streets: frozenset[str]
    mrns: frozenset[str]
    whole: frozenset[str]
    """Given, middle and family name as one: where a second given name ends and a first surname begins is opinion."""
    entities: frozenset[str] = frozenset()

    def handles(self) -> Iterable[Key]:
        """Yield the values by which candidates are found."""
        for kind, values in (("mrn", self.mrns), ("street", self.streets)):
            yield from ((kind, value) for value in values)
        single = (("ssn", self.ssn), ("birth", self.birth), ("phone", self.phone), ("email", self.email))
        yield from ((kind, value) for kind, value in single if value)
        yield from (("name", f"{first} {last}") for first in self.first for last in self.last)
        yield from (("whole", name) for name in self.whole)


def _set(*texts: str) -> frozenset[str]:
    return frozenset(filter(None, map(folded, texts)))


def _whole(row: Row) -> frozenset[str]:
    names = [row.get(part, "") for part in ("first_name", "middle_name", "last_name")]
    return _set("".join(names)) if names[0] and names[2] else frozenset()


def true_face(row: Row) -> Face:
    """Return the face of a row of the truth."""
    first, last = row["first_name"], row["last_name"]
    return Face(
        _set(first, row["nickname"], first + row["middle_name"]),
        _set(last, row["maiden_name"], f"{row['maiden_name']}{last}"),
        folded(row["middle_name"]), folded(row["suffix"]), row["date_of_birth"], number(row["ssn"]),
        number(row["phone"], 10), row["email"].lower(), _set(row["address_1"], row["old_address_1"]),
        _set(*parts(row["mrns"])), _whole(row), entities=frozenset(parts(row.get("covered_entities", ""))),
    )  # fmt: skip


def found_face(row: Row) -> Face:
    """Return the face of a row of a people or subjects export."""
    first = row.get("first_name", "")
    street = _set(row.get("address_1", ""), row.get("address_1", "") + row.get("address_2", ""))
    return Face(
        _set(first, first + row.get("middle_name", "")), _set(row.get("last_name", "")),
        folded(row.get("middle_name", "")),
        folded(row.get("suffix", "")), row.get("date_of_birth", ""), number(row.get("ssn", "")),
        number(row.get("phone", ""), 10), row.get("email", "").lower(), street, _set(*parts(row.get("mrns", ""))),
        _whole(row),
        entities=frozenset(parts(row.get("covered_entities", ""))) - {"unknown"},
    )  # fmt: skip


def points(found: Face, true: Face) -> float:
    """Return how strongly the two look like one person; conflicts subtract."""
    total = 0.0
    total += _agree(found.ssn, true.ssn, 8, -3)
    total += _birth(found.birth, true.birth)
    total += 6 if found.mrns & true.mrns else 0
    total += 4 if found.email and found.email == true.email else 0
    total += 1.5 if found.phone and found.phone == true.phone else 0
    total += 2 if found.streets & true.streets else 0
    total += 4 if found.whole & true.whole else _last(found.last, true.last) + _first(found.first, true.first)
    total += 0.5 if found.middle and found.middle[:1] == true.middle[:1] else 0
    total += _agree(found.suffix, true.suffix, 0.8, -1.5)
    return total + (TIE if found.entities & true.entities else 0)


def _agree(found: str, true: str, reward: float, penalty: float) -> float:
    if not found or not true:
        return 0
    return reward if found == true else penalty


def _birth(found: str, true: str) -> float:
    if not found:
        return 0
    if found == true:
        return 3
    return 1.5 if sorted(found) == sorted(true) or found[:7] == true[:7] else -1.5


def _last(found: frozenset[str], true: frozenset[str]) -> float:
    if not found:
        return 0
    return 2 if found & true else -0.5


def _first(found: frozenset[str], true: frozenset[str]) -> float:
    if not found:
        return 0
    if found & true:
        return 2
    if any(f[:1] == t[:1] and (len(f) == 1 or f.startswith(t) or t.startswith(f)) for f in found for t in true):
        return 1
    return -2.5


@dataclass
class Matching:
    """Rows by true person: ``primary`` one to one, ``extra`` rows of someone who already has one."""

    primary: dict[int, int] = field(default_factory=dict)
    extra: dict[int, int] = field(default_factory=dict)
    false_rows: list[int] = field(default_factory=list)


def match(found: list[Face], true: list[Face]) -> Matching:
    """Return the matching of found faces (by index) to true faces (by index)."""
    pairs = _pairs(found, true)
    result = Matching()
    for rows, people in _groups(pairs):
        _assign(rows, people, pairs, result)
    best = _best_by_row(pairs)
    for row in range(len(found)):
        if row in result.primary:
            continue
        if row in best:
            result.extra[row] = best[row]
        else:
            result.false_rows.append(row)
    return result


def _pairs(found: list[Face], true: list[Face]) -> dict[tuple[int, int], float]:
    index: dict[Key, list[int]] = defaultdict(list)
    for number_, face in enumerate(true):
        for key in face.handles():
            index[key].append(number_)
    pairs: dict[tuple[int, int], float] = {}
    for row, face in enumerate(found):
        candidates = {person for key in face.handles() for person in index.get(key, ())[:_CROWD]}
        for person in candidates:
            score = points(face, true[person])
            if score >= LEAST:
                pairs[row, person] = score
    return pairs


def _best_by_row(pairs: dict[tuple[int, int], float]) -> dict[int, int]:
    best: dict[int, tuple[float, int]] = {}
    for (row, person), score in pairs.items():
        best[row] = max(best.get(row, (0.0, -1)), (score, person))
    return {row: person for row, (_, person) in best.items()}


def _groups(pairs: dict[tuple[int, int], float]) -> list[tuple[list[int], list[int]]]:
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for row, person in pairs:
        parent[root(("row", row))] = root(("person", person))
    groups: dict[tuple[str, int], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for kind, number_ in list(parent):
        groups[root((kind, number_))][kind == "person"].append(number_)
    return list(groups.values())


def _assign(rows: list[int], people: list[int], pairs: dict[tuple[int, int], float], result: Matching) -> None:
    if len(rows) * len(people) > _LARGE * _LARGE:
        _assign_greedily(rows, people, pairs, result)
        return
    scores = np.array([[pairs.get((row, person), 0.0) for person in people] for row in rows])
    for left, right in zip(*linear_sum_assignment(scores, maximize=True), strict=True):
        if scores[left, right] > 0:
            result.primary[rows[left]] = people[right]


def _assign_greedily(rows: list[int], people: list[int], pairs: dict[tuple[int, int], float], result: Matching) -> None:
    inside = set(rows)
    taken: set[int] = set()
    for (row, person), _ in sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0])):
        if row in inside and row not in result.primary and person not in taken:
            result.primary[row] = person
            taken.add(person)

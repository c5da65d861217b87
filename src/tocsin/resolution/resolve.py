"""Subjects to people at two cuts of one run: the count cut told to a regulator, the notice cut that letters follow.

A pure function of subjects, decisions, earlier members and weights; the order of rows does not matter.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from tocsin.ids import digest_id
from tocsin.model.decisions import Decision, Judgement
from tocsin.model.subjects import MEMBERS
from tocsin.resolution.blocking import Pairs, pairs_of
from tocsin.resolution.clusters import FORCED, Clusters, Edge, cluster
from tocsin.resolution.records import Records, records_of
from tocsin.resolution.scoring import Levels, Scorer, Scores
from tocsin.resolution.weights import BIT, COUNT_CUT, NOTICE_CUT, Weights

MERGES = pa.schema(
    [
        *(pa.field(n, pa.string(), nullable=False) for n in ("person_id", "left_subject", "right_subject")),
        pa.field("score", pa.float64(), nullable=False),
        pa.field("reasons", pa.string(), nullable=False),
    ]
)
"""One row for each merge that made a person; ``score`` in bits of evidence."""
REVIEW = pa.schema(
    [
        *(pa.field(n, pa.string(), nullable=False) for n in ("left", "right", "left_subject", "right_subject")),
        pa.field("score", pa.float64(), nullable=False),
        pa.field("reasons", pa.string(), nullable=False),
        pa.field("marked", pa.string(), nullable=False),
    ]
)
"""Pairs of persons that a person should look at; ``marked`` is ``unsure`` once somebody said so."""
ALIASES = pa.schema([pa.field(n, pa.string(), nullable=False) for n in ("alias", "person_id")])
_MOST_REVIEW = 5_000
_LEAST_ANCHORS = 30


@dataclass(frozen=True)
class Resolved:
    """People, why they were merged, what is doubtful, former ids, and the weights used."""

    members: pa.Table
    merges: pa.Table
    review: pa.Table
    aliases: pa.Table
    weights: Weights


def resolve(
    subjects: pa.Table, decisions: Sequence[Decision], previous_members: pa.Table | None, weights: Weights | None
) -> Resolved:
    """Return the people of all subjects.

    Args:
        subjects: of schema ``SUBJECTS``, sorted by subject_id.
        decisions: all of them, in the order they were made.
        previous_members: of schema ``MEMBERS``, or None at the first run; their ids are kept.
        weights: frozen ones, or None to count them on this case.
    """
    ids = subjects["subject_id"].to_pylist()
    records = records_of(subjects)
    scorer = Scorer(records, weights or Weights())
    pairs = pairs_of(records)
    levels = scorer.levels(pairs.left, pairs.right)
    if weights is None:
        scorer.set_weights(_counted(levels))
    scores = scorer.scores(levels, pairs.left, pairs.right)
    decided = _Decided.of(decisions, ids, records)
    count = cluster(scorer, pairs.left, pairs.right, scores, COUNT_CUT, decided.same, decided.different)
    notice = _notice(scorer, pairs, scores, count, decided)
    mentions = subjects["mention_count"].to_pylist()
    person, aliases = _named(_groups(count, records), ids, mentions, _former(previous_members, "person_id"), "per")
    letter, _ = _named(_groups(notice, records), ids, mentions, _former(previous_members, "notice_id"), "ntc")
    told = _Telling(records, ids, person, scorer)
    members = pa.table(
        {"subject_id": ids, "person_id": [person[i] for i in range(len(ids))],
         "notice_id": [letter[i] for i in range(len(ids))]}, schema=MEMBERS
    )  # fmt: skip
    doubtful = _doubtful(pairs, scores, count, decided)
    return Resolved(members, told.merges(count.merged), told.review(doubtful, decided), aliases, scorer.weights)


def _counted(levels: Levels) -> Weights:
    """Count how often each level stands between records of one person, on pairs an identifier makes sure of."""
    first, dob, ssn = levels["first"], levels["dob"], levels["ssn"]
    by_number = (ssn == 1) | (levels["mrns"] == 1)
    sure = dict.fromkeys(levels, by_number & (first == 1) & (dob == 1))
    sure["first"] = by_number & (dob == 1) & (levels["last"] == 1)
    sure["dob"] = by_number & (first == 1) & (levels["last"] == 1)
    for number in ("ssn", "mrns"):
        sure[number] = (first == 1) & (dob == 1) & (levels["last"] == 1)
    anchors = int(np.count_nonzero(sure["last"]))
    if anchors < _LEAST_ANCHORS:
        return Weights()
    counts = {
        name: {int(k): int(n) for k, n in Counter(levels[name][mask].tolist()).items() if k}
        for name, mask in sure.items()
    }
    return Weights.counted(counts, anchors)


@dataclass(frozen=True)
class _Decided:
    """What people decided, as pairs of records."""

    same: list[tuple[int, int]]
    different: list[tuple[int, int]]
    unsure: set[tuple[int, int]]

    @classmethod
    def of(cls, decisions: Sequence[Decision], ids: Sequence[str], records: Records) -> _Decided:
        index = {subject: number for number, subject in enumerate(ids)}
        record = {subject: n for n, members in enumerate(records.members) for subject in members}
        latest: dict[frozenset[str], Decision] = {}
        for decision in decisions:
            if decision.judgement in {Judgement.SAME, Judgement.DIFFERENT, Judgement.UNSURE}:
                latest[frozenset((decision.left, decision.right))] = decision
        found: dict[Judgement, list[tuple[int, int]]] = defaultdict(list)
        for decision in latest.values():
            left = sorted({record[index[s]] for s in decision.left_subjects if s in index})
            right = sorted({record[index[s]] for s in decision.right_subjects if s in index})
            if decision.judgement is Judgement.SAME and left and right:
                found[Judgement.SAME].append((left[0], right[0]))
            else:
                found[decision.judgement] += [(min(a, b), max(a, b)) for a in left for b in right if a != b]
        return cls(found[Judgement.SAME], found[Judgement.DIFFERENT], set(found[Judgement.UNSURE]))


def _notice(scorer: Scorer, pairs: Pairs, scores: Scores, count: Clusters, decided: _Decided) -> Clusters:
    """Return the finer clusters of the notice cut: never across persons of the count cut.

    Records of one person with equal name and address get one letter, unless something tells them apart.
    """
    inside = count.labels[pairs.left] == count.labels[pairs.right]
    left, right, kept = pairs.left[inside], pairs.right[inside], scores[inside].copy()
    fields = scorer.records.fields
    equal = np.ones(len(left), bool)
    for name in ("first", "last", "street", "zip"):
        a, b = fields[name].codes[left], fields[name].codes[right]
        equal &= (a > 0) & (a == b)
    for name in ("dob", "suffix", "ssn", "sex"):
        a, b = fields[name].codes[left], fields[name].codes[right]
        equal &= (a == 0) | (b == 0) | (a == b)
    kept[equal] = np.maximum(kept[equal], NOTICE_CUT)
    return cluster(scorer, left, right, kept, NOTICE_CUT, decided.same, decided.different)


def _groups(clusters: Clusters, records: Records) -> list[list[int]]:
    """Return the subjects of each cluster, ascending; clusters by their first subject."""
    groups: dict[int, list[int]] = defaultdict(list)
    for record, label in enumerate(clusters.labels.tolist()):
        groups[label] += records.members[record]
    return sorted(sorted(group) for group in groups.values())


def _former(members: pa.Table | None, column: str) -> Mapping[str, str]:
    if members is None:
        return {}
    return dict(zip(members["subject_id"].to_pylist(), members[column].to_pylist(), strict=True))


def _named(
    groups: Sequence[Sequence[int]],
    ids: Sequence[str],
    mentions: Sequence[int],
    former: Mapping[str, str],
    prefix: str,
) -> tuple[dict[int, str], pa.Table]:
    """Return the id of each subject's cluster, and former ids that became aliases.

    An id stays with the cluster that holds most of its mentions; a cluster keeps the id that brings it most.
    """
    claims: dict[str, Counter[int]] = defaultdict(Counter)
    for number, group in enumerate(groups):
        for subject in group:
            old = former.get(ids[subject])
            if old:
                claims[old][number] += 1 + mentions[subject]
    heir = {old: min(counts, key=lambda n, c=counts: (-c[n], n)) for old, counts in claims.items()}  # type: ignore[misc]  # mypy cannot infer the default
    offered: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for old, number in heir.items():
        offered[number].append((-claims[old][number], old))
    named: dict[int, str] = {}
    taken = {min(offers)[1] for offers in offered.values()}
    aliases = []
    for number, group in enumerate(groups):
        offers = sorted(offered.get(number, ()))
        name = offers[0][1] if offers else _fresh(prefix, ids[group[0]], taken | set(heir))
        aliases += [(old, name) for _, old in offers[1:]]
        named.update(dict.fromkeys(group, name))
        taken.add(name)
    columns = list(zip(*sorted(aliases), strict=True)) if aliases else [(), ()]
    return named, pa.table({n: pa.array(c, pa.string()) for n, c in zip(ALIASES.names, columns, strict=True)}).cast(
        ALIASES
    )


def _fresh(prefix: str, subject: str, taken: set[str]) -> str:
    name, number = digest_id(prefix, subject), 0
    while name in taken:
        number += 1
        name = digest_id(prefix, subject, str(number))
    return name


def _doubtful(pairs: Pairs, scores: Scores, count: Clusters, decided: _Decided) -> list[Edge]:
    """Return pairs that stand apart but nearly or formally ask to be merged, the strongest of two clusters each."""
    near = np.flatnonzero((scores >= 0) & (count.labels[pairs.left] != count.labels[pairs.right]))
    edges = [Edge(int(pairs.left[n]), int(pairs.right[n]), int(scores[n])) for n in near]
    settled = set(decided.different)
    best: dict[tuple[int, int], Edge] = {}
    for edge in sorted([*count.refused, *edges], key=lambda e: (-e.score, e.left, e.right)):
        a, b = int(count.labels[edge.left]), int(count.labels[edge.right])
        if a != b and (edge.left, edge.right) not in settled:
            best.setdefault((min(a, b), max(a, b)), edge)
    return list(best.values())[:_MOST_REVIEW]


class _Telling:
    """Tells of pairs of records in words and ids."""

    def __init__(self, records: Records, ids: Sequence[str], person: Mapping[int, str], scorer: Scorer) -> None:
        self._records, self._ids, self._person, self._scorer = records, ids, person, scorer

    def merges(self, edges: Sequence[Edge]) -> pa.Table:
        """Return the merges table: merged records, and subjects that were identical."""
        rows = []
        reasons = self._reasons(edges)
        for edge, words in zip(edges, reasons, strict=True):
            a, b = self._records.members[edge.left][0], self._records.members[edge.right][0]
            score = edge.score / BIT if edge.score < FORCED else 0.0
            rows.append((self._person[a], self._ids[a], self._ids[b], score, words if score else "decided"))
        for members in self._records.members:
            first = members[0]
            rows += [
                (self._person[first], self._ids[first], self._ids[n], 99.0, "identical record") for n in members[1:]
            ]
        return _table(sorted(rows), MERGES)

    def review(self, edges: Sequence[Edge], decided: _Decided) -> pa.Table:
        """Return the review table."""
        rows = []
        for edge, words in zip(edges, self._reasons(edges), strict=True):
            a, b = self._records.members[edge.left][0], self._records.members[edge.right][0]
            left, right = self._person[a], self._person[b]
            marked = "unsure" if (edge.left, edge.right) in decided.unsure else ""
            rows.append((left, right, self._ids[a], self._ids[b], edge.score / BIT, words, marked))
        return _table(sorted(rows), REVIEW)

    def _reasons(self, edges: Sequence[Edge]) -> list[str]:
        if not edges:
            return []
        left = np.array([e.left for e in edges], np.int32)
        right = np.array([e.right for e in edges], np.int32)
        levels = self._scorer.levels(left, right)
        names = {"first": "first name", "last": "last name", "dob": "date of birth", "members": "member id"}
        words: list[list[str]] = [[] for _ in edges]
        for name, level in levels.items():
            plain = names.get(name, name.removesuffix("s") if name != "others" else "other id")
            for at in np.flatnonzero(level).tolist():
                value = int(level[at])
                is_plain = name not in {"first", "last", "middle", "dob", "ssn", "street"}
                said = ("equal" if value == 1 else "different") if is_plain else _word(name, value)
                words[at].append(f"{plain} {said}")
        return [", ".join(one) for one in words]


def _word(name: str, level: int) -> str:
    last = {"first": 5, "last": 4, "middle": 3, "dob": 5, "ssn": 3, "street": 3}[name]
    return "different" if level == last else "equal" if level == 1 else "close"


def _table(rows: list[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)

"""Subjects to people at two cuts of one run: the count cut told to a regulator, the notice cut that letters follow.

A pure function of subjects, decisions, earlier members and weights; the order of rows does not matter.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.model.decisions import Decision, Judgement
from tocsin.model.subjects import MEMBERS
from tocsin.resolution.apart import told_apart
from tocsin.resolution.blocking import all_pairs, pairs_of
from tocsin.resolution.clusters import FORCED, Clusters, Settled, cluster, grown
from tocsin.resolution.estimate import estimated
from tocsin.resolution.fields import Mask
from tocsin.resolution.forests import Edges
from tocsin.resolution.initials import initial_edges
from tocsin.resolution.insured_together import without_shared
from tocsin.resolution.last_initials import last_initial_edges
from tocsin.resolution.namesakes import are_in_office, are_listed_roles, bare_name_edges, with_bare_names
from tocsin.resolution.naming import named
from tocsin.resolution.rare_names import rare_name_edges
from tocsin.resolution.records import Records, records_of
from tocsin.resolution.scoring import Scored, Scorer, gathered
from tocsin.resolution.short_names import nickname_edges
from tocsin.resolution.sole import sole_edges
from tocsin.resolution.spread import rebuild_of, scorer_of
from tocsin.resolution.telling import doubtful_edges, merges_table, review_table
from tocsin.resolution.threads import beside
from tocsin.resolution.weights import COUNT_CUT, NOTICE_CUT, Weights
from tocsin.tables.engine import Engine
from tocsin.tables.pool import HERE

ALIASES = pa.schema([pa.field(n, pa.string(), nullable=False) for n in ("alias", "person_id")])
_NEAR = 0
"""Pairs from this score on are kept, to be merged or reviewed."""
_MOST_ALIKE = 200
_LOG = logging.getLogger(__name__)
Step = Callable[[str], None]
"""Is told what comes next, in a word or two."""


def silent(step: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Resolved:
    """People, why they were merged, what is doubtful, former ids, and the weights used."""

    members: pa.Table
    merges: pa.Table
    review: pa.Table
    aliases: pa.Table
    weights: Weights


@dataclass(frozen=True)
class Counted:
    """The count cut of records, with what made it; pairs that share a bare name, and pairs that fit nobody else."""

    scorer: Scorer
    near: Scored
    clusters: Clusters
    named: Edges
    sole: Edges


def resolve(
    subjects: pa.Table,
    decisions: Sequence[Decision],
    previous_members: pa.Table | None,
    weights: Weights | None,
    engine: Engine = HERE,
    entities: pa.Table | None = None,
) -> Resolved:
    """Return the people of all subjects.

    Args:
        subjects: of schema ``SUBJECTS``, sorted by subject_id.
        decisions: all of them, in the order they were made.
        previous_members: of schema ``MEMBERS``, or None at the first run; their ids are kept.
        weights: frozen ones, or None to count them on this case.
        engine: where pairs are found and scored, and clusters in doubt rebuilt.
        entities: in whose papers subjects stand (``subject_id``, ``covered_entity``), where that is known.
    """
    ids = subjects["subject_id"].to_pylist()
    records = records_of(subjects, entities)
    settled = with_apart(settled_of(decisions, ids, records), told_apart(subjects, records.of_subject))
    made = count_cut(
        records, weights, settled, are_listed_roles(subjects), engine=engine, office=are_in_office(subjects)
    )
    notice = notice_cut(made, settled)
    mentions = subjects["mention_count"].to_numpy().astype(np.int64)
    of_subject = records.of_subject
    person = named(
        "per", _labels(made.clusters, of_subject), ids, mentions, _former(previous_members, subjects, "person_id")
    )
    letter = named("ntc", _labels(notice, of_subject), ids, mentions, _former(previous_members, subjects, "notice_id"))
    doubtful = doubtful_edges(made.scorer, made.near, made.clusters, settled, made.named)
    return Resolved(
        pa.table([ids, person.ids, letter.ids], schema=MEMBERS),
        merges_table(made.scorer, made.clusters.merged, ids, person.ids, made.sole),
        review_table(made.scorer, doubtful, ids, person.ids, settled),
        pa.table([[a for a, _ in person.aliases], [p for _, p in person.aliases]], schema=ALIASES),
        made.scorer.weights,
    )


def count_cut(
    records: Records,
    weights: Weights | None,
    settled: Settled,
    is_listed: Mask,
    step: Step = silent,
    engine: Engine = HERE,
    office: Mask | None = None,
) -> Counted:
    """Return the clusters of records at the count cut, sole and rare bare names merged.

    Args:
        records: of the case.
        weights: without them they are counted on these records.
        settled: what people decided.
        is_listed: of each subject: whether it may be merged on a bare name.
        step: is told what comes next.
        engine: where the work is done.
        office: of each subject: whether it stands for an office; None where nobody does.
    """
    step("pairs")
    scorer, pairs = beside(
        partial(scorer_of, records, weights or Weights(), engine), partial(pairs_of, records, engine), engine.threads
    )
    for key, blocks in sorted(pairs.capped.items()):
        _LOG.info("blocks above the cap, compared in a window only: key=%s blocks=%d", key, blocks)
    if weights is None:
        step("weights")
        scorer.set_weights(estimated(scorer, pairs))
    step("compare")
    near = scorer.scored_parts(pairs.drained(), _NEAR)
    step("merge")
    clusters = without_shared(scorer, cluster(scorer, near, COUNT_CUT, settled, rebuild_of(scorer)))
    sole = sole_edges(scorer, clusters, settled)
    clusters = grown(clusters, sole)
    short = initial_edges(scorer, clusters, settled, is_listed)
    clusters, sole = grown(clusters, short), np.concatenate([sole, short])
    rare = rare_name_edges(scorer, clusters, settled, office)
    clusters, sole = grown(clusters, rare), np.concatenate([sole, rare])
    bare = bare_name_edges(scorer, clusters.labels, is_listed)
    clusters = with_bare_names(clusters, bare, settled)
    nick = nickname_edges(scorer, clusters, settled, is_listed)
    clusters, sole = grown(clusters, nick), np.concatenate([sole, nick])
    letter = last_initial_edges(scorer, clusters, settled, is_listed)
    clusters, sole = grown(clusters, letter), np.concatenate([sole, letter])
    return Counted(scorer, near, clusters, bare[bare[:, 2] < COUNT_CUT], sole)


def settled_of(decisions: Sequence[Decision], ids: Sequence[str], records: Records) -> Settled:
    """Return what people decided as pairs of records; of decisions about the same two persons the last holds."""
    if not decisions:
        return Settled()
    place = {subject: int(record) for subject, record in zip(ids, records.of_subject.tolist(), strict=True)}
    latest: dict[frozenset[str], Decision] = {}
    for decision in decisions:
        if decision.judgement in {Judgement.SAME, Judgement.DIFFERENT, Judgement.UNSURE}:
            latest[frozenset((decision.left, decision.right))] = decision
    found: dict[Judgement, list[tuple[int, int]]] = defaultdict(list)
    for decision in latest.values():
        left = sorted({place[s] for s in decision.left_subjects if s in place})
        right = sorted({place[s] for s in decision.right_subjects if s in place})
        pairs = [(min(a, b), max(a, b)) for a in left for b in right if a != b]
        found[decision.judgement] += pairs if decision.judgement is Judgement.DIFFERENT else pairs[:1]
    return Settled(found[Judgement.SAME], found[Judgement.DIFFERENT], found[Judgement.UNSURE])


def with_apart(settled: Settled, apart: Sequence[tuple[int, int]]) -> Settled:
    """Return what people decided with the pairs that documents tell apart; who was said to be one stays one."""
    if not apart:
        return settled
    decided = {(min(pair), max(pair)) for pair in (*settled.same, *settled.unsure)}
    return replace(settled, different=[*settled.different, *(pair for pair in apart if pair not in decided)])


def notice_cut(made: Counted, settled: Settled) -> Clusters:
    """Return the finer clusters of the notice cut, never across persons of the count cut.

    Records of one person with equal name and address get one letter, unless something tells them apart.
    """
    labels = made.clusters.labels
    near = made.near.where(labels[made.near.left] == labels[made.near.right])
    alike = _alike(made, labels)
    ends = alike.astype(np.int32)
    both = gathered(
        [near, Scored(ends[:, 0], ends[:, 1], np.full(len(ends), NOTICE_CUT, np.int32), np.zeros(len(ends), bool))]
    )
    inside = [(a, b) for a, b in settled.same if labels[a] == labels[b]]
    decided = Settled(inside, settled.different)
    return cluster(made.scorer, both, NOTICE_CUT, decided, rebuild_of(made.scorer), known=near)


def _alike(made: Counted, labels: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
    """Return pairs of one person with equal name and address, without a conflict and not flagged as kin."""
    fields, size = made.scorer.records.fields, len(labels)
    key = labels.astype(np.int64)
    filled = np.ones(size, bool)
    for name in ("first", "last", "street"):
        codes = fields[name].codes
        key = np.unique(key * (int(codes.max(initial=0)) + 1) + codes, return_inverse=True)[1].astype(np.int64)
        filled &= codes > 0
    filled[made.clusters.refused[:, :2].ravel()] = False
    joined = all_pairs(np.where(filled, key, size + np.arange(size)), _MOST_ALIKE)
    left, right = joined // size, joined % size
    fits = np.ones(len(joined), bool)
    for name in ("dob", "suffix", "ssn", "sex", "zip"):
        a, b = fields[name].codes[left], fields[name].codes[right]
        fits &= (a == 0) | (b == 0) | (a == b)
    return np.stack([left[fits], right[fits]], axis=1)


def _labels(clusters: Clusters, of_subject: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    labels: npt.NDArray[np.int64] = clusters.labels.astype(np.int64)[of_subject]
    return labels


def _former(members: pa.Table | None, subjects: pa.Table, column: str) -> pa.StringArray | None:
    """Return the id that each subject had before, null where it is new."""
    if members is None:
        return None
    place = pc.index_in(subjects["subject_id"], value_set=members["subject_id"].combine_chunks())
    return members[column].take(place).combine_chunks()


def best_scores(made: Counted) -> npt.NDArray[np.float64]:
    """Return how sure (0..1) the strongest merge of each record is; 1 where it stands alone."""
    records = made.scorer.records
    best = np.full(len(records), -1, np.int64)
    edges = made.clusters.edges
    for end in (0, 1):
        np.maximum.at(best, edges[:, end], np.minimum(edges[:, 2], FORCED))
    bits = np.clip(best, 0, 60_000) / 1000
    sure: npt.NDArray[np.float64] = np.where(best < 0, 1.0, np.round(1 / (1 + np.exp2(-bits)), 4))
    return sure

"""What `tocsin people` tells of its answer: why rows are one person, and which pairs somebody should look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from tocsin.resolution.clusters import FORCED
from tocsin.resolution.forests import Edges
from tocsin.resolution.levels import word_of
from tocsin.resolution.scoring import Scorer
from tocsin.resolution.table import TablePeople
from tocsin.resolution.table_columns import SAID
from tocsin.resolution.telling import doubtful_edges, reasons_of
from tocsin.resolution.weights import BIT, COUNT_CUT, NOTICE_CUT, Hypothesis

REVIEW_ROWS = pa.schema(
    [
        *(pa.field(n, pa.string(), nullable=False) for n in ("kind", "left_record", "right_record", "decision")),
        pa.field("score", pa.float64(), nullable=False),
        *(pa.field(n, pa.string(), nullable=False) for n in ("reasons", "left", "right")),
        *(pa.field(n, pa.string(), nullable=False) for n in ("left_person", "right_person")),
    ]
)
"""Pairs to look at: ``kind`` is near, rejected or weak merge; ``score`` in bits; ``decision`` is left to be filled."""
STORIES = {
    Hypothesis.STRANGERS: "strangers",
    Hypothesis.HOUSEHOLD: "people of one household",
    Hypothesis.TWINS: "twins",
    Hypothesis.NAMESAKE: "relatives of one name",
}
_SECRET = frozenset({"ssn", "others"})


@dataclass(frozen=True)
class Evidence:
    """What one field says about a pair: how it compares, the values, and bits for one person."""

    field: str
    level: str
    left: str
    right: str
    bits: float


@dataclass(frozen=True)
class PairTold:
    """A pair of rows: its score, the best other story, and what each field adds to the score."""

    left: str
    right: str
    score: float
    rival: str
    prior: float
    evidence: tuple[Evidence, ...]
    is_decided: bool


@dataclass(frozen=True)
class PersonTold:
    """Why rows are one person: each with its values, pairs that merged them, equal rows, and pairs that did not."""

    person_id: str
    rows: dict[str, dict[str, str]]
    equal: tuple[tuple[str, ...], ...]
    merges: tuple[PairTold, ...]
    apart: tuple[PairTold, ...]


def told_person(people: TablePeople, person_id: str, *, reveal: bool) -> PersonTold | None:
    """Return why the rows of a person are one; None where nobody has that id. Numbers are masked unless revealed."""
    rows = people.rows_of(person_id)
    if not rows:
        return None
    of_row = people.records.of_subject
    mine = sorted({int(of_row[at]) for at in rows})
    by_record: dict[int, list[str]] = {record: [] for record in mine}
    for at, (record_id, _) in zip(rows, people.ids_of(rows), strict=True):
        by_record[int(of_row[at])].append(record_id)
    merged = people.made.clusters.merged
    inside = merged[np.isin(merged[:, 0], mine)]
    near = _doubtful(people)
    outside = near[np.isin(near[:, 0], mine) | np.isin(near[:, 1], mine)]
    return PersonTold(
        person_id,
        {ids[0]: values_of(people, record, reveal=reveal) for record, ids in by_record.items()},
        tuple(tuple(ids) for ids in by_record.values() if len(ids) > 1),
        tuple(_told_pair(people, edge, reveal=reveal) for edge in inside.tolist()),
        tuple(_told_pair(people, edge, reveal=reveal) for edge in outside.tolist()),
    )


def review_of(people: TablePeople, *, reveal: bool) -> pa.Table:
    """Return pairs for somebody to look at: those that nearly merged, refused merges, and merges below the notice cut.

    Pairs settled by a decision are left out; those marked unsure stay, with their mark as decision.
    """
    scorer, clusters = people.made.scorer, people.made.clusters
    apart = _doubtful(people)
    weak = clusters.merged[clusters.merged[:, 2] < NOTICE_CUT]
    edges = np.concatenate([weak, apart])
    refused = {(a, b) for a, b, _ in clusters.refused.tolist()}
    unsure = set(people.settled.unsure)
    rows = []
    ends = people.ids_of(people.records.first_subject[edges[:, :2].ravel()].tolist())
    for at, (edge, reasons) in enumerate(zip(edges.tolist(), reasons_of(scorer, edges), strict=True)):
        left, right, score = edge
        kind = "weak merge" if at < len(weak) else "rejected" if (left, right) in refused else "near"
        texts = (said(values_of(people, record, reveal=reveal)) for record in (left, right))
        mark = "unsure" if (left, right) in unsure else ""
        (one, person), (other, beside) = ends[2 * at], ends[2 * at + 1]
        rows.append((kind, one, other, mark, score / BIT, reasons, *texts, person, beside))
    columns = list(zip(*sorted(rows), strict=True)) if rows else [()] * len(REVIEW_ROWS)
    return pa.table(
        [pa.array(c, f.type) for c, f in zip(columns, REVIEW_ROWS, strict=True)], schema=REVIEW_ROWS
    )  # fmt: skip


def values_of(people: TablePeople, record: int, *, reveal: bool) -> dict[str, str]:
    """Return the values of a record in their plain form, by what the field is called."""
    found: dict[str, str] = {}
    for name, field in people.records.fields.items():
        texts = sorted(field.text(code) for code in field.all_codes(record))
        if texts:
            found[said_field(name)] = ";".join(text if reveal else _masked(name, text) for text in texts)
    return found


def said(values: dict[str, str]) -> str:
    """Return values as one line."""
    return ", ".join(f"{name} {text}" for name, text in values.items())


def said_field(name: str) -> str:
    """Return what a field is called; a column of unknown meaning by its header."""
    return SAID.get(name, name)


def _doubtful(people: TablePeople) -> Edges:
    made = people.made
    return doubtful_edges(made.scorer, made.near, made.clusters, people.settled, made.named)


def _told_pair(people: TablePeople, edge: Sequence[int], *, reveal: bool) -> PairTold:
    """Return a pair with what each field adds against the best of the other stories."""
    scorer: Scorer = people.made.scorer
    left, right = (np.array([record], np.int32) for record in edge[:2])
    levels = scorer.levels(left, right)
    added = {name: scorer.contribution(name, level, left, right)[:, 0] for name, level in levels.items()}
    totals = scorer.priors + np.sum(list(added.values()), axis=0)
    rival = Hypothesis(int(np.argmax(totals[1:])) + 1)
    values = [values_of(people, record, reveal=reveal) for record in edge[:2]]
    evidence = [
        Evidence(
            said_field(name),
            word_of(name, int(levels[name][0])),
            _value_at(name, values[0]),
            _value_at(name, values[1]),
            round(float(bits[0] - bits[rival]) / BIT, 1),
        )
        for name, bits in added.items()
        if levels[name][0]
    ]
    ids = [name for name, _ in people.ids_of([int(people.records.first_subject[record]) for record in edge[:2]])]
    is_decided = edge[2] >= FORCED
    score = float(totals[0] - totals[rival]) / BIT if is_decided else edge[2] / BIT
    prior = score - sum(float(bits[0] - bits[rival]) for bits in added.values()) / BIT
    return PairTold(
        ids[0], ids[1], round(score, 1), STORIES[rival], round(prior, 1), tuple(evidence), is_decided=is_decided
    )


def _value_at(name: str, values: dict[str, str]) -> str:
    if name == "place":
        return " ".join(values[part] for part in (SAID["city"], SAID["zip"]) if part in values)
    return values.get(said_field(name), "")


def _masked(name: str, text: str) -> str:
    return "*" * max(0, len(text) - 4) + text[-4:] if name in _SECRET else text


def person_text(told: PersonTold) -> str:
    """Return the explanation as lines for a terminal."""
    lines = [f"Person {told.person_id}, rows: {len(told.rows) + sum(len(ids) - 1 for ids in told.equal)}"]
    lines += [f"  {record}: {said(values)}" for record, values in told.rows.items()]
    lines += [f"  equal in every field: {', '.join(ids)}" for ids in told.equal]
    lines.append(f"Why they are one person (from {COUNT_CUT // BIT} bits on; 1 is two to one, 4 sixteen to one)")
    lines += [line for pair in told.merges for line in _pair_lines(pair)] or ["  no pair of different rows"]
    lines.append("Who is near and stays apart")
    lines += [line for pair in told.apart for line in _pair_lines(pair)] or ["  nobody"]
    return "\n".join(lines) + "\n"


def _pair_lines(pair: PairTold) -> list[str]:
    decided = "; somebody decided" if pair.is_decided else ""
    return [
        f"  {pair.left} and {pair.right}: {pair.score:+.1f} bits against {pair.rival}{decided}",
        f"    {'before any field':<16} {pair.prior:+6.1f}",
        *(f"    {e.field:<16} {e.bits:+6.1f}  {e.level}: {_both(e)}" for e in pair.evidence),
    ]


def _both(evidence: Evidence) -> str:
    return evidence.left if evidence.left == evidence.right else f"{evidence.left} | {evidence.right}"

"""Scoring and rebuilding spread over an engine's workers: each has the whole case, and is given pairs or components.

Every result stands where it would have stood had one process done all, so spreading changes nothing.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial

import numpy as np
import pyarrow as pa

from tocsin.resolution.arrays import order_of
from tocsin.resolution.clusters import Rebuild, Settled, rebuilt
from tocsin.resolution.fields import Codes
from tocsin.resolution.forests import Edges
from tocsin.resolution.records import Records
from tocsin.resolution.scoring import Scored, Scorer, gathered
from tocsin.resolution.weights import Weights
from tocsin.tables.engine import Engine, Shared, Tables, array_of

_PAIRS = 500_000
_EDGES = 5_000
_STAGE = "resolve"


@dataclass(frozen=True)
class _Case:
    """The records of a case as they travel; told apart by their digest."""

    digest: str
    pickled: pa.Buffer = field(compare=False, repr=False)


class SpreadScorer(Scorer):
    """Scores the same as its parent, elsewhere where there is much to score."""

    def __init__(self, records: Records, weights: Weights, engine: Engine) -> None:
        super().__init__(records, weights, engine.threads)
        self._engine = engine
        self._shared = _shared(records)

    def scored(self, left: Codes, right: Codes, least: int) -> Scored:
        """Return the pairs that score at least ``least`` millibits, in the order given."""
        there = self.scored_parts if self._engine.is_worth(len(left)) else super().scored_parts
        return there([(left, right)], least)

    def scored_parts(self, parts: Iterable[tuple[Codes, Codes]], least: int) -> Scored:
        """Return the pairs of all parts that score at least ``least`` millibits, in the order given."""
        work = partial(score_pairs, least=least, weights=self.weights.to_json())
        made = self._engine.map_batches(work, _chunks(parts), _STAGE, self._shared)
        return gathered(
            Scored(*(array_of(tables["scored"][name]) for name in ("left", "right", "score", "clash")))
            for _, tables in made
        )

    def rebuilt(self, rows: Edges, labels: Codes, cut: int, settled: Settled) -> tuple[Edges, Edges]:
        """Return what :func:`tocsin.resolution.clusters.rebuilt` does."""
        if not self._engine.is_worth(len(rows)):
            return rebuilt(self, rows, labels, cut, settled)
        work = partial(rebuild_components, cut=cut, weights=self.weights.to_json(), different=settled.different)
        made = self._engine.map_batches(work, _components(rows, labels), _STAGE, self._shared)
        both = pa.concat_tables([tables["edges"] for _, tables in made])
        edges = np.stack([array_of(both[name]) for name in ("left", "right", "score")], axis=1)
        is_merged = array_of(both["merged"])
        return edges[is_merged], edges[~is_merged]


def scorer_of(records: Records, weights: Weights, engine: Engine) -> Scorer:
    """Return a scorer that works where the engine does."""
    if engine.is_worth(len(records)):
        return SpreadScorer(records, weights, engine)
    return Scorer(records, weights, engine.threads)


def rebuild_of(scorer: Scorer) -> Rebuild:
    """Return how components are rebuilt with this scorer."""
    return scorer.rebuilt if isinstance(scorer, SpreadScorer) else partial(rebuilt, scorer)


def score_pairs(tables: Tables, least: int, weights: str) -> Tables:
    """Return the pairs that score at least ``least``.

    Columns in: ``left``, ``right`` (int32). Columns out: also ``score`` (int32, millibits), ``clash``; in order.
    """
    pairs = tables["pairs"]
    found = _scorer(tables, weights).scored(array_of(pairs["left"]), array_of(pairs["right"]), least)
    columns = {"left": found.left, "right": found.right, "score": found.scores, "clash": found.clash}
    return {"scored": pa.table(columns)}


def rebuild_components(tables: Tables, cut: int, weights: str, different: Sequence[tuple[int, int]]) -> Tables:
    """Return the edges of whole components that joined (``merged``), then those that were refused.

    Columns in and out: ``left``, ``right``, ``score`` (int64); in also ``label`` of the component.
    """
    scorer = _scorer(tables, weights)
    rows = np.stack([array_of(tables["edges"][name]) for name in ("left", "right", "score")], axis=1)
    labels = np.zeros(len(scorer.records), np.int32)
    labels[rows[:, 0]] = array_of(tables["edges"]["label"])
    merged, refused = rebuilt(scorer, rows, labels, cut, Settled(different=different))
    both = np.concatenate([merged, refused])
    told = {name: both[:, at] for at, name in enumerate(("left", "right", "score"))}
    return {"edges": pa.table({**told, "merged": np.arange(len(both)) < len(merged)})}


def _shared(records: Records) -> Shared:
    data = pickle.dumps(records, protocol=pickle.HIGHEST_PROTOCOL)
    columns = [pa.array([hashlib.sha256(data).hexdigest()]), pa.array([data], pa.large_binary())]
    return Shared({"case": pa.table(columns, names=["digest", "records"])})


def _chunks(parts: Iterable[tuple[Codes, Codes]]) -> Iterator[tuple[str, Tables]]:
    number = 0
    for left, right in parts:
        for start in range(0, len(left), _PAIRS):
            pairs = pa.table({"left": left[start : start + _PAIRS], "right": right[start : start + _PAIRS]})
            yield str(number), {"pairs": pairs}
            number += 1


def _components(rows: Edges, labels: Codes) -> Iterator[tuple[str, Tables]]:
    """Give the edges of whole components, in the order of labels."""
    label = labels[rows[:, 0]]
    order = order_of(label)
    rows, label = rows[order], label[order]
    start = 0
    while start < len(rows):
        last = label[min(start + _EDGES, len(rows)) - 1]
        end = int(np.searchsorted(label, last, side="right"))
        part = rows[start:end]
        columns = {"left": part[:, 0], "right": part[:, 1], "score": part[:, 2], "label": label[start:end]}
        yield str(start), {"edges": pa.table(columns)}
        start = end


def _scorer(tables: Tables, weights: str) -> Scorer:
    case = tables["case"]
    scorer = _scorer_of_case(_Case(case["digest"][0].as_py(), case["records"][0].as_buffer()))
    if scorer.weights.to_json() != weights:
        scorer.set_weights(Weights.from_json(weights))
    return scorer


@lru_cache(maxsize=1)
def _scorer_of_case(case: _Case) -> Scorer:
    """Return the scorer of a case; what it counts over all records is counted once for all batches of a worker."""
    return Scorer(pickle.loads(case.pickled), Weights())

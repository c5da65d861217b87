"""Keys: which column of which table holds the values of which other one's.

A column leads to a table if its values lie within a column whose values are unique. Small whole numbers lie within any
longer run of them, so these count only where names agree, or where no other table fits as well.

Invariant: pure; a column leads to one table at most; equal scores go to the table that stands first.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from tocsin.linking.table_likely import (
    FEW_POINTS,
    FILLED,
    NEAR_TOP,
    PERSONS,
    WITHIN,
    WITHIN_NAMED,
    Facts,
    Likely,
    Named,
    Target,
    letters,
)
from tocsin.linking.table_model import Edge, Why
from tocsin.linking.table_profiles import FULL, SAMPLE, ColumnProfile, has_names, main_kind
from tocsin.linking.table_words import GENERIC, MEASURES, SCRAP, telling_words, words_of
from tocsin.model.elements import Element

LEAST = 0.6
_IDENTIFYING = frozenset({Element.SSN, Element.MRN, Element.MEMBER_ID})
_UNIQUE = 0.95
_KEYED = 0.5
"""Share of a column's cells that must be able to be keys."""
_MARGIN = 0.04
_NAMED = 0.7
"""Agreement of names from which they count."""
_LONGEST = 24.0


def find_edges(tables: Sequence[Named]) -> dict[int, list[Edge]]:
    """Return for each table, by number, the keys that lead from it to others (or to itself), best first."""
    targets = [target for number, table in enumerate(tables) for target in _targets(number, table)]
    index = Likely(tables, targets)
    found: dict[int, list[Edge]] = {}
    for number, table in enumerate(tables):
        edges: list[Edge] = []
        for place, column in enumerate(table.profile.columns):
            if _may_lead(column):
                facts = Facts.of(column)
                edges.extend(_best((number, place), column, facts, tables, index.like(column, facts.edge == FULL)))
        found[number] = sorted(edges, key=lambda e: (-e.score, e.column, e.table, e.to))
    return found


def is_unique(column: ColumnProfile, rows: int) -> bool:
    """Tell whether the column's values name the rows."""
    is_filled = column.keys >= min(FILLED * rows, rows - 1) and column.keys > 1
    return is_filled and column.unique >= _UNIQUE and column.chars <= _LONGEST * 1.7 * max(1, column.filled)


def _targets(number: int, table: Named) -> Iterator[Target]:
    is_first = True
    for index, column in enumerate(table.profile.columns):
        if is_unique(column, table.profile.rows):
            yield Target(number, index, column, Facts.of(column), _ownership(table, column, is_first))
            is_first = False


def _ownership(table: Named, column: ColumnProfile, is_first: bool) -> float:
    words, of_table = telling_words(column.name), telling_words(table.name)
    is_of_people = (bool(of_table & PERSONS) and of_table <= PERSONS | GENERIC) or has_names(table.profile)
    if is_own(table.name, column.name):
        return 1.0
    if is_of_people and (words <= PERSONS or main_kind(column)[0] in _IDENTIFYING):
        return 0.98
    return 0.95 if is_first and not words & PERSONS else 0.6


def is_own(table: str, column: str) -> bool:
    """Tell whether a column's name says that it numbers the rows of its own table.

    Example:
        >>> is_own("patient", "PatNum"), is_own("visits", "id"), is_own("inssub", "InsSubNum")
        (True, True, True)
    """
    words, of_table = telling_words(column), telling_words(table)
    if not words:
        return bool(words_of(column))
    if letters(column).removeprefix(letters(table)) in _ENDS:
        return True
    return words == of_table or (words < of_table and of_table - words <= GENERIC)


def _may_lead(column: ColumnProfile) -> bool:
    is_keyed = column.keys >= max(1, _KEYED * column.filled) and len(column.sample) >= 1
    return is_keyed and column.chars <= 1.7 * _LONGEST * max(1, column.filled)


def _best(
    spot: tuple[int, int], column: ColumnProfile, facts: Facts, tables: Sequence[Named], targets: Sequence[Target]
) -> Iterator[Edge]:
    """Give the keys that the column of a table (``spot``) may be, the best of each table; only clear ones."""
    number, index = spot
    scored: dict[int, Edge] = {}
    ordered = sorted(column.sample)
    for target in targets:
        if target.table == number:
            continue
        judged = _score(column, facts, ordered, tables[number], target, tables[target.table])
        if judged is None:
            continue
        score, why = judged
        held = scored.get(target.table)
        if held is None or score > held.score:
            scored[target.table] = Edge(index, target.table, target.column, round(score, 3), why)
    ranked = sorted(scored.values(), key=lambda e: (-e.score, e.table))
    for place, edge in enumerate(ranked):
        if edge.why is Why.VALUES and place == 0 and len(ranked) > 1 and edge.score - ranked[1].score < _MARGIN:
            return
        yield edge


def _score(
    column: ColumnProfile, facts: Facts, ordered: Sequence[int], table: Named, target: Target, other: Named
) -> tuple[float, Why] | None:
    """Return how sure it is that a column (with its sample in order) holds a target's keys, and why; None if not."""
    named = _names_agree(column.name, table.name, target.profile.name, other.name)
    if named < _NAMED and target.facts.runs_on and column.high < NEAR_TOP * target.profile.high:
        return None
    points = bisect_right(ordered, target.facts.edge)
    is_measured = points >= FEW_POINTS or (target.facts.edge == FULL and len(ordered) < SAMPLE)
    if not is_measured and not (_in_range(column, target.profile) and named >= _NAMED):
        return None
    strength = _strength(column, facts, target, points) if is_measured else 0.3
    by_values = (strength + 0.1 * named) * target.own
    if named < _NAMED and (by_values < LEAST or _is_measure(column)):
        return None
    within = _within(column, target, points) if is_measured else 0.5
    if is_measured and within < (WITHIN_NAMED if named >= 0.9 else WITHIN):
        return None
    if named >= _NAMED:
        score = 0.55 * named + 0.33 * strength + 0.12 * within
        return score * target.own, Why.BOTH if is_measured else Why.NAME
    return min(by_values, 1.0), Why.VALUES


def _is_measure(column: ColumnProfile) -> bool:
    """Tell whether the name says that the values are amounts, not keys."""
    return bool(set(words_of(column.name)) & MEASURES)


def _within(column: ColumnProfile, target: Target, points: int) -> float:
    """Return the share of a column's sampled keys that are the target's; ``points`` are how many could be told of."""
    return len(column.sample.keys() & target.profile.sample.keys()) / points if points else 0.0


def _in_range(column: ColumnProfile, target: ColumnProfile) -> bool:
    if not (column.whole >= FILLED * column.keys and target.whole >= FILLED * target.keys):
        return False
    return target.low <= column.high <= target.high and target.low <= max(column.low, target.low) <= target.high


def _strength(column: ColumnProfile, facts: Facts, target: Target, points: int) -> float:
    """Return how much it says that the values lie within: little for small numbers that run on from 1."""
    count = min(points, facts.distinct)
    evidence = 1.0 - math.exp(-count / 6.0)
    theirs, high = target.facts, target.profile.high
    if not theirs.runs_on:
        return 0.9 * evidence
    is_own_run = facts.runs_on and facts.unique >= _UNIQUE
    if is_own_run and facts.distinct < NEAR_TOP * theirs.distinct:
        return 0.1
    reach = column.high / high if high else 0.0
    cover = min(1.0, facts.distinct / max(1.0, theirs.distinct))
    if is_own_run:
        return 0.35 * cover
    if reach >= NEAR_TOP and theirs.distinct >= 20:
        return (0.4 + 0.35 * cover) * evidence
    return 0.25 * evidence


def _names_agree(column: str, table: str, target: str, other: str) -> float:
    """Return 0..1: whether the names say that a column holds the other table's key.

    Example:
        >>> _names_agree("PatNum", "recall", "PatNum", "patient"), _names_agree("pt_id", "visits", "id", "pacientes")
        (1.0, 0.95)
        >>> _names_agree("id", "visits", "id", "pacientes"), _names_agree("prov_id", "visits", "id", "pacientes")
        (0.0, 0.0)
    """
    mine, theirs, of_table = telling_words(column), telling_words(target), telling_words(other)
    if not mine or not words_of(column):
        return 0.0
    if _same(column, target):
        return 1.0
    if is_own(table, column):
        return 0.0
    if letters(column).removeprefix(letters(other)) in _ENDS:
        return 0.95
    if mine == of_table or (mine - GENERIC and mine < of_table):
        return 0.95
    if theirs and mine == theirs:
        return 0.9
    if (mine & of_table) - GENERIC and set(words_of(column)) & SCRAP:
        return 0.8
    if (mine & theirs) - GENERIC:
        return 0.7
    return 0.7 if mine & PERSONS and (of_table | theirs) & PERSONS else 0.0


def _same(one: str, other: str) -> bool:
    return letters(one) == letters(other)


_ENDS = frozenset({"", "id", "num", "no", "nr", "key", "number", "code", "fk", "pk"})
"""What is left of a key's name behind its table's."""

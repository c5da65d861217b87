"""Choosing among spans that overlap: a user's own find, the longest, then the most specific, then the surest.

Invariant: the result is sorted by start and no two spans share a code point.
"""

from __future__ import annotations

from collections.abc import Iterable

from tocsin.detection.spans import CUSTOM, Span
from tocsin.detection.thresholds import OURS, Limits, counts, specificity
from tocsin.model.elements import Role


def merge(spans: Iterable[Span], limits: Limits = OURS) -> list[Span]:
    """Return the spans that reach their threshold and win against those they overlap.

    ``limits`` are thresholds that a user set in place of ours, as probabilities.

    A chain of overlaps is settled from its strongest span down, so a span that lost to a winner cannot
    suppress a third one.
    """
    ready = sorted((s for s in spans if counts(s, limits)), key=lambda s: (s.start, s.end))
    chosen: list[Span] = []
    cluster: list[Span] = []
    reach = -1
    for span in ready:
        if span.start >= reach and cluster:
            chosen.extend(_settle(cluster))
            cluster = []
        cluster.append(span)
        reach = max(reach, span.end)
    chosen.extend(_settle(cluster))
    return chosen


def _settle(cluster: list[Span]) -> list[Span]:
    if len(cluster) <= 1:
        return cluster
    kept: list[Span] = []
    taken: set[int] = set()
    for span in sorted(cluster, key=_strength, reverse=True):
        places = range(span.start, span.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(span)
    return sorted(kept, key=lambda s: s.start)


def _strength(span: Span) -> tuple[bool, int, int, bool, bool, float, int]:
    return (
        span.detector.startswith(CUSTOM),
        span.length,
        specificity(span.element),
        span.party is not Role.UNKNOWN,
        bool(span.label),
        span.score,
        -span.start,
    )

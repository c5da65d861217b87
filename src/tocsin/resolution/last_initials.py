"""People of whom a paper has a given name and the surname's first letter: merged with the one who fits.

``Imani F.`` in a log of voicemail is that practice's Imani Fairweather if no other of its patients is called so, and if
the given name is so rare that hardly another one with that letter is among the patients who stand in no evidence.

Invariant: who has a letter only is in one edge at most; papers that say different birth dates or numbers, and what
people decided, keep two apart.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from tocsin.model.lexicon import PEOPLE, nicknames, usage
from tocsin.resolution.bearers import RARE, Bearer, apart_in, differ
from tocsin.resolution.clusters import Clusters, Settled
from tocsin.resolution.fields import HOUSES, Codes, Mask
from tocsin.resolution.forests import Edges
from tocsin.resolution.namesakes import POPULATION
from tocsin.resolution.scoring import Scorer
from tocsin.resolution.weights import COUNT_CUT

_LETTERS = 12.0
"""Of so many people of one given name one has a surname with a given letter."""
_MOST_UNSEEN = 0.3
"""Patients of that given name and letter whom a practice may have beside those in evidence."""


def last_initial_edges(scorer: Scorer, made: Clusters, settled: Settled, is_listed: Mask) -> Edges:
    """Return edges between clusters of a given name and a letter and the one cluster of a practice that fits.

    Args:
        scorer: of the case.
        made: the clusters so far.
        settled: what people decided, and what documents tell apart.
        is_listed: of each subject, as :func:`tocsin.resolution.namesakes.are_listed_roles` tells.
    """
    labels = made.labels
    if not scorer.records.fields[HOUSES].codes.any():
        return np.zeros((0, 3), np.int64)
    apart = apart_in(labels, settled)
    short, whole = _bearers(scorer, labels, is_listed)
    edges = []
    for one in short:
        first, letter = min(one.firsts), min(one.lasts)
        if len(one.firsts) > 1 or not _is_rare(first):
            continue
        names = {first, *nicknames().get(first, ())}
        known = {id(b): b for name in names for b in whole.get(name, ()) if any(x.startswith(letter) for x in b.lasts)}
        found = [b for b in known.values() if not b.houses.isdisjoint(one.houses)]
        if len(found) != 1 or differ(one, found[0]):
            continue
        pair = frozenset((int(labels[one.record]), int(labels[found[0].record])))
        if pair not in apart:
            edges.append((min(one.record, found[0].record), max(one.record, found[0].record), COUNT_CUT))
    return np.array(edges, np.int64).reshape(-1, 3)


def _is_rare(first: str) -> bool:
    """Tell whether hardly an unseen patient has this given name and a given letter."""
    return POPULATION * max(RARE, usage(first).given) / PEOPLE / _LETTERS <= _MOST_UNSEEN


def _bearers(scorer: Scorer, labels: Codes, is_listed: Mask) -> tuple[list[Bearer], dict[str, list[Bearer]]]:
    """Return the clusters with no more than a letter of the surname, and by given name those that may be meant."""
    fields = scorer.records.fields
    first, last = fields["first"], fields["last"]
    lengths = np.array([len(text) for text in last.texts.to_pylist()], np.int64)
    given = np.array([len(text) > 1 for text in first.texts.to_pylist()], bool)
    named = np.flatnonzero((last.codes > 0) & given[first.codes] & is_listed[scorer.records.first_subject])
    is_short = lengths[last.codes[named]] == 1
    asked = set(filter(_is_rare, first.texts_of(np.unique(first.codes[named[is_short]]))))
    asked |= {other for name in asked for other in nicknames().get(name, ())}
    wanted = np.array([text in asked for text in first.texts.to_pylist()], bool)
    made: dict[int, Bearer] = {}
    for record in named[wanted[first.codes[named]]].tolist():
        bearer = made.setdefault(int(labels[record]), Bearer(record))
        bearer.firsts.add(first.text(int(first.codes[record])))
        bearer.lasts.add(last.text(int(last.codes[record])))
        bearer.learn(fields, record)
    whole: dict[str, list[Bearer]] = defaultdict(list)
    for bearer in made.values():
        if max(map(len, bearer.lasts)) > 1:
            for name in bearer.firsts:
                whole[name].append(bearer)
    return [b for b in made.values() if max(map(len, b.lasts)) == 1 and len(b.lasts) == 1], whole

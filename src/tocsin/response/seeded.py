"""Taking over what the patient master settles: keyed hashes of candidates are looked up, known ones become mentions.

Keys never leave this process: workers give candidates with the texts to look up, and only here they are hashed.

Invariant: without a master, and for a part without known candidates, the mentions stay as they are.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tocsin.detection.candidates import DETECTOR, Candidate, candidates
from tocsin.detection.custom_scan import norm_of
from tocsin.ids import mention_id
from tocsin.model.elements import Element
from tocsin.model.mentions import MENTIONS, Mention, mentions_of, mentions_table
from tocsin.model.segments import Segment
from tocsin.response.folder import IncidentFolder

SHAPES = "seed_shapes"
"""The document that says how many numbers of digits alone the master has of each length."""
_ELEMENTS = {
    "name": Element.NAME,
    "person": Element.DATE_OF_BIRTH,
    "mrn": Element.MRN,
    "member_id": Element.MEMBER_ID,
    "ssn": Element.SSN,
    "held_mrn": Element.MRN,
    "held_member_id": Element.MEMBER_ID,
}
_SCORES = {"name": 0.95, "mrn": 0.97, "member_id": 0.97}
_SURE = 0.99
MOST_BY_CHANCE = 1e-4
"""Share of all numbers of a length that may be in the master for one of them to be known without its name."""
_INDEX_BYTES = 8

CANDIDATES = pa.schema(
    [*MENTIONS, pa.field("before", pa.int64()), pa.field("keys", pa.list_(pa.string())),
     pa.field("drops", pa.list_(pa.string()))]
)  # fmt: skip
"""Candidates as workers give them: so many mentions of the part stand ``before``; a key is a kind, a blank, a text."""


def candidates_table(segments: Sequence[Segment], mentions: pa.Table, before: int = 0) -> pa.Table:
    """Return the candidates of segments, in their order.

    Args:
        segments: some of a part.
        mentions: theirs, of schema ``MENTIONS``.
        before: how many mentions of the part stand before them.
    """
    held: dict[str, list[tuple[int, Mention]]] = defaultdict(list)
    for number, mention in enumerate(mentions_of(mentions)):
        held[mention.segment_id].append((number, mention))
    rows = []
    for segment in segments:
        numbered = held.get(segment.segment_id, [])
        places = [(m.row, m.column, m.start) for _, m in numbered]
        at = 0
        for one in candidates(segment, [m for _, m in numbered]):
            place = (one.mention.row, one.mention.column, one.mention.start)
            while at < len(places) and places[at] < place:
                at += 1
            rows.append((one, before + at))
        before += len(numbered)
    made = mentions_table([one.mention for one, _ in rows])
    more = {
        "before": [number for _, number in rows],
        "keys": [[f"{kind} {text}" for kind, text in one.keys] for one, _ in rows],
        "drops": [list(one.drops) for one, _ in rows],
    }
    columns = [*made.columns, *(pa.array(more[name], CANDIDATES.field(name).type) for name in more)]
    return pa.Table.from_arrays(columns, schema=CANDIDATES)


class SeedIndex:
    """The master's hashes of one incident, ready to be asked; eight bytes of each are held."""

    def __init__(self, folder: IncidentFolder) -> None:
        """Load them."""
        self._folder = folder
        self._known = {kind: np.sort(_numbers(folder.seed_indexes(kind))) for kind in _ELEMENTS}
        self._shapes: dict[str, int] = json.loads(folder.get_document(SHAPES) or b"{}")

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to know."""
        return not any(len(numbers) for numbers in self._known.values())

    def known(self, keys: Iterable[str]) -> set[str]:
        """Return which of these keys the master knows, and chance alone does not explain."""
        by_kind: dict[str, list[str]] = defaultdict(list)
        for key in set(keys):
            kind, _, text = key.partition(" ")
            if len(self._known[kind]) and self._says_something(kind, text):
                by_kind[kind].append(text)
        return {
            f"{kind} {text}"
            for kind, texts in by_kind.items()
            for text, is_known in zip(texts, self._are_known(kind, texts), strict=True)
            if is_known
        }

    def _are_known(self, kind: str, texts: Sequence[str]) -> list[bool]:
        asked = _numbers(self._folder.index_of(f"seed {kind}", text) for text in texts)
        known = self._known[kind]
        at = np.minimum(np.searchsorted(known, asked), len(known) - 1)
        return list(known[at] == asked)

    def _says_something(self, kind: str, text: str) -> bool:
        """Tell whether a number by itself can be known: where many are taken, any number may be one of them."""
        if kind not in {"mrn", "member_id", "ssn"} or not text.isdecimal():
            return True
        held = self._shapes.get(f"{kind} {len(text)}", 0)
        return bool(held) and held <= MOST_BY_CHANCE * 10.0 ** len(text)


def settled(index: SeedIndex, mentions: pa.Table, found: pa.Table) -> pa.Table:
    """Return a part's mentions with the candidates that the master knows."""
    known = index.known(key for keys in found["keys"].to_pylist() for key in keys) if found.num_rows else set()
    if not known:
        return mentions
    chosen = [
        (_as_known(one.mention, key), before, one.drops)
        for one, before in _candidates_of(found)
        if (key := next((k for k in (f"{kind} {text}" for kind, text in one.keys) if k in known), "")) != ""
    ]
    kept = _apart(chosen)
    dropped = {drop for _, _, drops in kept for drop in drops}
    stays = np.array([name not in dropped for name in mentions["mention_id"].to_pylist()], dtype=bool)
    numbers = np.concatenate([np.flatnonzero(stays) * 2 + 1, np.array([before * 2 for _, before, _ in kept])])
    order = np.argsort(numbers, kind="stable")
    both = pa.concat_tables([mentions.filter(pa.array(stays)), mentions_table([m for m, _, _ in kept])])
    return both.take(pa.array(order))


def _candidates_of(table: pa.Table) -> list[tuple[Candidate, int]]:
    keys = [tuple((k.partition(" ")[0], k.partition(" ")[2]) for k in row) for row in table["keys"].to_pylist()]
    parts = zip(mentions_of(table), keys, table["drops"].to_pylist(), table["before"].to_pylist(), strict=True)
    return [(Candidate(mention, key, tuple(drops)), before) for mention, key, drops, before in parts]


def _as_known(mention: Mention, key: str) -> Mention:
    """Return the mention as what the master knows it to be."""
    kind = key.partition(" ")[0]
    element = _ELEMENTS[kind]
    place = f"{mention.place}/{mention.row}/{mention.column}"
    return replace(
        mention,
        mention_id=mention_id(mention.segment_id, place, mention.start, f"{element.value}/{mention.part}"),
        element=element,
        score=_SCORES.get(kind, _SURE),
        norm=mention.norm if element in {Element.NAME, Element.DATE_OF_BIRTH} else norm_of(element, mention.text),
        detector=DETECTOR,
    )


def _apart(
    chosen: Sequence[tuple[Mention, int, tuple[str, ...]]],
) -> list[tuple[Mention, int, tuple[str, ...]]]:
    """Return those that overlap no longer one, in their order."""
    taken: dict[tuple[str, int, int], list[tuple[int, int]]] = defaultdict(list)
    kept = []
    for number, (mention, before, drops) in sorted(
        enumerate(chosen), key=lambda one: (one[1][0].start - one[1][0].end, one[0])
    ):
        places = taken[mention.segment_id, mention.row, mention.column]
        if mention.norm and all(mention.end <= start or end <= mention.start for start, end in places):
            places.append((mention.start, mention.end))
            kept.append((number, (mention, before, drops)))
    return [one for _, one in sorted(kept, key=lambda one: one[0])]


def _numbers(hashes: Iterable[bytes]) -> npt.NDArray[np.uint64]:
    held = b"".join(one[:_INDEX_BYTES] for one in hashes)
    return np.frombuffer(held, dtype=">u8").astype(np.uint64)

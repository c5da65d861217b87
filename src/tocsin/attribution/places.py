"""Which entity a segment names near each of its subjects: same row or group, same paragraph, heading, title."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.attribution.terms import EntityTerms, Hit
from tocsin.model.segments import FieldsBody, GridBody, Segment, TextBody

_MAIL = frozenset({"mail.from", "mail.sender", "mail.reply_to", "mail.to", "mail.cc", "mail.bcc"})
_SUBJECT = "mail.subject"
_NEAR_CHARS = 1_500
_TITLE_ROWS = 6


@dataclass(frozen=True, slots=True)
class Found:
    """An entity and why it was chosen."""

    entity: str
    reason: str


class SegmentPlaces:
    """The entities one segment names, by place; ask with :meth:`near`."""

    def __init__(self, segment: Segment, terms: EntityTerms) -> None:
        self.counts: Counter[str] = Counter()
        self.towns: Counter[str] = Counter()
        """Entities whose town is named, where none of its names need be."""
        self.senders: list[str] = []
        self.receivers: list[str] = []
        self._rows: dict[int, list[str]] = {}
        self._titles: list[str] = []
        self._hits: list[Hit] = []
        self._text = ""
        body = segment.body
        if isinstance(body, TextBody):
            self._of_text(body.text, terms)
        elif isinstance(body, GridBody):
            self._of_grid(body, segment.place, terms)
        else:
            self._of_fields(body, terms)

    def near(self, row: int, start: int) -> list[Found]:
        """Return the entities named closest to a subject at that row (group) or offset; empty if none is named."""
        if row >= 0:
            return self._near_row(row)
        return self._near_offset(start)

    def _near_row(self, row: int) -> list[Found]:
        named = self._rows.get(row)
        if named:
            return [Found(entity, "same row") for entity in dict.fromkeys(named)]
        if len(set(self._titles)) == 1:
            return [Found(self._titles[0], "table heading")]
        return []

    def _near_offset(self, start: int) -> list[Found]:
        """Return the entity of the same paragraph, else of the heading above, else of what follows closely."""
        if not self._hits or start < 0:
            return []
        left = self._text.rfind("\n\n", 0, start) + 1
        right = self._text.find("\n\n", start)
        right = len(self._text) if right < 0 else right
        inside = [h for h in self._hits if left <= h.start < right]
        if len({h.entity for h in inside}) == 1:
            return [Found(inside[0].entity, "same paragraph")]
        if inside:
            nearest = min(inside, key=lambda h: (_distance(h, start), h.start))
            return [Found(nearest.entity, "nearest in paragraph")]
        index = bisect_right([h.start for h in self._hits], start)
        if index:
            return [Found(self._hits[index - 1].entity, "heading above")]
        following = self._hits[index]
        return [Found(following.entity, "named below")] if following.start - start <= _NEAR_CHARS else []

    def _of_text(self, text: str, terms: EntityTerms) -> None:
        found = terms.hits(text)
        self._text, self._hits = text, [hit for hit in found if not hit.is_town]
        self.counts.update(hit.entity for hit in self._hits)
        self.towns.update(hit.entity for hit in found if hit.is_town)

    def _of_grid(self, body: GridBody, place: str, terms: EntityTerms) -> None:
        lines = ["\t".join(row).replace("\n", " ") for row in body.rows]
        starts: list[int] = []
        position = 0
        for line in lines:
            starts.append(position)
            position += len(line) + 1
        for hit in (hit for hit in terms.hits("\n".join(lines)) if not hit.is_town):
            self._rows.setdefault(bisect_right(starts, hit.start) - 1, []).append(hit.entity)
            self.counts[hit.entity] += 1
        self._titles = terms.of_path(place) if place else []
        top = "\n".join("\t".join(row) for row in _titles(body.head[:_TITLE_ROWS]))
        heads = terms.hits(top)
        self._titles += [hit.entity for hit in heads if not hit.is_town]
        for entity in set(self._titles):
            self.counts[entity] += 1
        self.towns.update(hit.entity for hit in heads if hit.is_town)
        if town := terms.town_of_path(place):
            self.towns[town] += 1

    def _of_fields(self, body: FieldsBody, terms: EntityTerms) -> None:
        for one in body.fields:
            if one.path in _MAIL:
                entity = terms.of_address(one.value.rsplit(" ", 1)[-1])
                if entity:
                    is_sender = one.path in {"mail.from", "mail.sender", "mail.reply_to"}
                    (self.senders if is_sender else self.receivers).append(entity)
                continue
            found = terms.hits(one.value)
            if one.path == _SUBJECT:
                self.towns.update(hit.entity for hit in found if hit.is_town)
            for hit in (hit for hit in found if not hit.is_town):
                self._rows.setdefault(one.group, []).append(hit.entity)
                self.counts[hit.entity] += 1


def _titles(rows: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Return the rows above the first one that is as wide as the table."""
    filled = [sum(1 for cell in row if cell.strip()) for row in rows]
    widest = filled.index(max(filled)) if filled else 0
    return [row for row, count in zip(rows[:widest], filled, strict=False) if count <= _MOST_IN_TITLE]


_MOST_IN_TITLE = 3


def _distance(hit: Hit, at: int) -> int:
    return at - hit.end if hit.end <= at else (hit.start - at) * 2

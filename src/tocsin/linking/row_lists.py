"""Lists of people: rows that can be no other row's person become subjects many at once.

Two rows of an item are one person only if their names may be one, neither their birth dates nor their SSNs differ
and, where a row has no whole name, if they share a number. A row that shares no number with another, and of whose
name no other row has both a word and a birth date that may be the same, is a person by itself. It is made a subject
at once, if it speaks of one person by typed cells; all other rows are left to be read and joined.

Invariant: with what is left, gives the subjects and links that reading every row gives.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.ids import ItemId
from tocsin.linking.cues import list_role
from tocsin.linking.frames import STRONG_IDS, name_key
from tocsin.linking.grids import Judgement, is_sample_table, judge
from tocsin.linking.join import name_words
from tocsin.linking.records import Where, link_record
from tocsin.linking.row_columns import Flags, RowColumns, mask_of, row_columns
from tocsin.linking.row_subjects import subjects_of_rows
from tocsin.linking.table_named import NamedRows, named_rows
from tocsin.model.elements import LISTING_ELEMENTS, NAME_ELEMENTS, Element, Role
from tocsin.model.mentions import MENTIONS, mentions_of
from tocsin.model.person_names import NameParts
from tocsin.model.segments import GridBody, Segment
from tocsin.model.subjects import LINKS, SUBJECTS

FEWEST_ROWS = 50
_JUDGED = 2_000
"""Mentions by which a table is judged."""
MOST_ODD = 0.5
_LEAST_PEOPLE = 2
_LISTING = mask_of(LISTING_ELEMENTS)
_NAMES = pa.array(sorted(element.value for element in NAME_ELEMENTS))
_ADDRESS = pa.array([Element.ADDRESS.value])
_NUMBERS = pa.array(sorted(element.value for element in STRONG_IDS))
_HEADED = frozenset({Role.UNKNOWN, Role.PATIENT, Role.EMPLOYEE})


@dataclass(frozen=True)
class RowLists:
    """Subjects and links of rows; what is still to be read, and how its tables are to be taken."""

    subjects: pa.Table = field(repr=False)
    links: pa.Table = field(repr=False)
    left: Mapping[str, pa.Table] = field(repr=False)
    judged: Mapping[str, Judgement]


@dataclass(frozen=True)
class _Piece:
    """A segment's rows: all of them, and those that speak of one person by typed cells."""

    segment: Segment
    columns: RowColumns = field(repr=False)
    named: NamedRows | None = field(repr=False)
    judged: Judgement
    """How the table is taken."""

    def places(self) -> list[int]:
        """Return the places of the named rows among all."""
        if self.named is None:
            return []
        return [int(n) for n in np.searchsorted(self.columns.rows, self.named.columns.rows)]


def people_of_list(
    pieces: Sequence[Segment], found: Mapping[str, pa.Table], streets: frozenset[str], sent_on: str = ""
) -> RowLists | None:
    """Return what the rows of an item give at once; None if it is no plain list or a short one.

    Args:
        pieces: the item's segments, in order.
        found: the mentions of each segment.
        streets: first lines of the organizations' own addresses, lower case.
        sent_on: the day on which the item was sent, if it was.
    """
    held = _pieces(pieces, found)
    rows = sum(len(piece.columns.rows) for piece in held)
    if rows < FEWEST_ROWS:
        return None
    alone = _alone(held, rows, streets)
    if alone is None or not _are_several(held, alone):
        return None
    made = [_made(piece, mine, sent_on) for piece, mine in zip(held, alone, strict=True)]
    return RowLists(
        pa.concat_tables([SUBJECTS.empty_table(), *(subjects for subjects, _, _ in made)]),
        pa.concat_tables([LINKS.empty_table(), *(links for _, links, _ in made)]),
        {piece.segment.segment_id: left for piece, (_, _, left) in zip(held, made, strict=True)},
        {piece.segment.segment_id: piece.judged for piece in held},
    )


def _pieces(segments: Sequence[Segment], found: Mapping[str, pa.Table]) -> list[_Piece]:
    """Return the pieces of a plain list; none if one of them is anything else."""
    held: list[_Piece] = []
    for segment in segments:
        mentions = found.get(segment.segment_id)
        if not isinstance(segment.body, GridBody) or (mentions is not None and is_sample_table(segment.body)):
            return []
        if mentions is None:
            continue
        columns = row_columns(mentions)
        judged = _judged(mentions, segment.body) if columns is not None else None
        if columns is None or judged is None:
            return []
        named, _ = named_rows(columns, judged.hint) if judged.hint in _HEADED else (None, None)
        held.append(_Piece(segment, columns, named, judged))
    return held


def _judged(mentions: pa.Table, body: GridBody) -> Judgement | None:
    """Return how a table is taken, None if its rows are no records of one list."""
    is_placed = pc.equal(mentions["detector"], "place")
    if pc.any(pc.not_equal(mentions["group"], -1)).as_py() or not pc.any(is_placed).as_py():
        return None
    is_name = pc.is_in(mentions["element"], _NAMES)
    if pc.any(is_name).as_py() and not pc.any(pc.and_(is_name, is_placed)).as_py():
        return None
    first = pc.index(pc.and_(pc.equal(mentions["element"], Element.NAME.value), _untold(mentions)), True).as_py()
    shown = mentions.slice(0, _JUDGED)
    if first >= _JUDGED:
        shown = pa.concat_tables([shown, mentions.slice(first, 1)])
    judged = judge(mentions_of(shown), body, "")
    return None if judged.starts or judged.is_turned or judged.is_scattered else judged


def _untold(mentions: pa.Table) -> pa.ChunkedArray:
    return pc.equal(mentions["party"], Role.UNKNOWN.value)


def _alone(held: Sequence[_Piece], rows: int, streets: frozenset[str]) -> list[Flags] | None:
    """Tell of each piece's rows which are a person by themselves; None if most rows are odd."""
    shared = _sharing(held)
    plain = [_plain(piece, mine, streets) for piece, mine in zip(held, shared, strict=True)]
    odd = rows - sum(int(flags.sum()) for flags in plain)
    if odd > MOST_ODD * rows:
        return None
    told = [list(_told(piece, flags)) for piece, flags in zip(held, plain, strict=True)]
    others = [one for piece, flags in zip(held, plain, strict=True) for one in _odd(piece, ~flags)]
    words, undated = Counter[str](), Counter[str]()
    dated = Counter[tuple[str, str]]()
    for mine, born in (*others, *((mine, born) for one in told for _, mine, born in one)):
        words.update(mine)
        dated.update((word, born) for word in mine)
        undated.update(mine if not born else ())
    alone = []
    for piece, one in zip(held, told, strict=True):
        flags = np.zeros(len(piece.columns.rows), bool)
        for place, mine, born in one:
            shares = (undated[word] or dated[word, born] > 1 if born else words[word] > 1 for word in mine)
            flags[place] = not any(shares)
        alone.append(flags)
    for flags, kept in zip(alone, plain, strict=True):
        flags[:-1] &= kept[1:]  # a row without a name goes on with the one above
    return alone


def _sharing(held: Sequence[_Piece]) -> list[Flags]:
    """Tell of each piece's rows which share a number with another row."""
    tables = []
    for number, piece in enumerate(held):
        mentions = piece.columns.mentions
        chosen = pc.is_in(mentions["element"], _NUMBERS)
        told = pa.table({"element": mentions["element"], "norm": mentions["norm"]})
        told = told.append_column("row", pa.array(piece.columns.row_of))
        told = told.append_column("piece", pa.array(np.full(told.num_rows, number)))
        tables.append(told.filter(chosen))
    once = pa.concat_tables(tables).group_by(["element", "norm", "row", "piece"], use_threads=False).aggregate([])
    counts = once.group_by(["element", "norm"], use_threads=False).aggregate([([], "count_all")])
    several = counts.filter(pc.greater(counts["count_all"], 1)).select(["element", "norm"])
    both = once.join(several, ["element", "norm"], join_type="inner")
    flags = [np.zeros(len(piece.columns.rows), bool) for piece in held]
    for number, row in zip(both["piece"].to_pylist(), both["row"].to_pylist(), strict=True):
        flags[number][row] = True
    return flags


def _plain(piece: _Piece, shared: Flags, streets: frozenset[str]) -> Flags:
    """Tell which rows speak of one person by typed cells, of a whole name, and share no number with another."""
    flags = np.zeros(len(piece.columns.rows), bool)
    flags[piece.places()] = True
    columns = piece.columns
    born = columns.flags(lambda kind: kind.element is Element.DATE_OF_BIRTH)
    flags &= ~shared & (np.add.reduceat(born.astype(np.int64), columns.starts[:-1]) <= 1)
    return flags & ~columns.any(_are_odd(columns.mentions, streets))


def _are_odd(mentions: pa.Table, streets: frozenset[str]) -> Flags:
    """Tell which mentions are header cells taken for names, or the organizations' own addresses."""
    own = tuple(streets)
    is_label = _texts_that(mentions, _NAMES, lambda text: " " not in text.strip() and list_role(text) is not None)
    if not own:
        return is_label
    return is_label | _texts_that(mentions, _ADDRESS, lambda text: " ".join(text.lower().split()).startswith(own))


def _texts_that(mentions: pa.Table, elements: pa.Array, test: Callable[[str], bool]) -> Flags:
    """Tell of which mentions of some elements the text passes a test; each different text is tested once."""
    found = np.zeros(mentions.num_rows, bool)
    places = np.flatnonzero(pc.is_in(mentions["element"], elements).to_numpy(zero_copy_only=False))
    texts = mentions["text"].take(pa.array(places)).combine_chunks().dictionary_encode()
    told = np.array([test(text) for text in texts.dictionary.to_pylist()], dtype=bool)
    found[places] = told[texts.indices.to_numpy(zero_copy_only=False)]
    return found


def _odd(piece: _Piece, flags: Flags) -> Iterator[tuple[tuple[str, ...], str]]:
    """Give the words by which the people of odd rows are sought, and the birth date of those who have one."""
    rows = piece.columns.where(flags)
    for number, start in enumerate(rows.starts[:-1].tolist()):
        found = mentions_of(rows.mentions.slice(start, int(rows.counts[number])))
        where = Where(piece.segment.item_id, piece.segment.segment_id, int(rows.rows[number]))
        for frame in link_record(found, where).frames:
            born = {*frame.values(Element.DATE_OF_BIRTH), *(mention.norm for mention in frame.births)}
            if frame.key.is_whole:
                yield name_words(frame.key), born.pop() if len(born) == 1 else ""


def _told(piece: _Piece, flags: Flags) -> Iterator[tuple[int, tuple[str, ...], str]]:
    """Give the place of each plain row, the words by which its person is sought, and the birth date."""
    if piece.named is None:
        return
    columns = piece.named.columns
    born = columns.text("norm", columns.first(columns.flags(lambda kind: kind.element is Element.DATE_OF_BIRTH)))
    for place, name, day in zip(piece.places(), piece.named.names, born.to_pylist(), strict=True):
        key = name_key(name)
        if flags[place] and key.is_whole:
            yield place, name_words(key), day


def _are_several(held: Sequence[_Piece], alone: Sequence[Flags]) -> bool:
    """Tell whether the item is surely not about one patient, to whom it would give what nobody owns."""
    people = 0
    for piece, flags in zip(held, alone, strict=True):
        people += int(np.count_nonzero((piece.columns.elements() & _LISTING > 0) & flags))
    return people >= _LEAST_PEOPLE


def _made(piece: _Piece, alone: Flags, sent_on: str) -> tuple[pa.Table, pa.Table, pa.Table]:
    """Return the subjects and links of the rows that are alone, and the mentions of all others."""
    if piece.named is None or not alone.any():
        return SUBJECTS.empty_table(), LINKS.empty_table(), piece.columns.mentions
    chosen = alone[piece.places()]
    mine = piece.named.columns.where(chosen)
    kept = np.flatnonzero(chosen).tolist()
    roles = [piece.named.roles[n] for n in kept]
    names: list[NameParts] = [piece.named.names[n] for n in kept]
    made = subjects_of_rows(piece.segment, mine, roles, names)
    if sent_on:
        made["seen_on"] = pc.if_else(pc.equal(made["seen_on"], ""), sent_on, made["seen_on"])
    subjects = pa.Table.from_arrays([made[name] for name in SUBJECTS.names], schema=SUBJECTS)
    ids = subjects["subject_id"].take(pa.array(mine.row_of)).combine_chunks()
    links = pa.Table.from_arrays([mine.mentions["mention_id"].combine_chunks(), ids], schema=LINKS)
    left = piece.columns.where(~alone).mentions if not alone.all() else MENTIONS.empty_table()
    return subjects, links, left


def items_of(segments: Sequence[Segment]) -> dict[ItemId, list[Segment]]:
    """Return the segments of each item, in order."""
    items: dict[ItemId, list[Segment]] = {}
    for segment in segments:
        items.setdefault(segment.item_id, []).append(segment)
    return {item: sorted(pieces, key=lambda s: s.ordinal) for item, pieces in items.items()}

"""What a list of known people could settle: bare names, numbers without a label, dates beside a name.

Detection does not know the list, only that there is one; what it might know is given with the texts to look up.
Whoever holds the keys looks them up and takes over what is known.

Invariant: pure; time is linear in the text, and every window looked at is bounded.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from tocsin.detection.calibration import strength
from tocsin.detection.fold import fold
from tocsin.detection.names_tokens import UPPER, facts_of
from tocsin.detection.placed import Ask, mention_of
from tocsin.detection.spans import Span
from tocsin.ids import MentionId
from tocsin.model.elements import NAME_ELEMENTS, Element
from tocsin.model.lexicon import fold_name
from tocsin.model.mentions import Mention, Part
from tocsin.model.person_names import LONGEST_NAME, parse_name
from tocsin.model.segments import FieldsBody, GridBody, Segment, TextBody, cell_place
from tocsin.patterns import compiled

DETECTOR = "seed"
LEAST_DIGITS = 5
_SURE = 0.9
"""A mention of more strength needs nobody's word."""
_REACH = 200
_MOST_NAMES = 6
_LEAST_ODDS = -2.0
"""Log odds of being a name that one word of a bare pair must have."""
_NUMBER = compiled(r"(?<![\w.@/-])(?:[A-Za-z]{1,4}-?)?\d{5,12}+(?![\w@/]|[.-]\w)")
_WORD = rf"[{UPPER}][^\W\d_]{{0,40}}+(?:['\u2019-][^\W\d_]{{1,40}}+){{0,2}}"
_PAIR = compiled(
    rf"(?<![\w@/.'\u2019-])(?P<one>{_WORD})(?P<turn>,?)[ ]{{1,2}}(?:[{UPPER}]\.?[ ])?(?P<two>{_WORD})(?![\w@])"
)
_LONGEST_WORD = 40
_MAY_BE_NUMBER = frozenset(
    {Element.OTHER_ID, Element.ACCOUNT_NUMBER, Element.PHONE, Element.ZIP, Element.CLAIM_NUMBER, Element.MRN,
     Element.MEMBER_ID, Element.SSN}
)  # fmt: skip
"""What a known number may have been taken for."""
_KNOWN_NUMBERS = frozenset({Element.MRN, Element.MEMBER_ID, Element.SSN})
_NUMBER_KINDS = ("mrn", "member_id")

Key = tuple[str, str]
"""Kind and text of one thing to look up, as ``tocsin seed`` keeps them."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention that counts if one of its keys is known; the mentions of ``drops`` then give way."""

    mention: Mention
    keys: tuple[Key, ...]
    drops: tuple[MentionId, ...] = ()


@dataclass(frozen=True, slots=True)
class _Named:
    start: int
    end: int
    names: tuple[str, ...]


def candidates(segment: Segment, mentions: Sequence[Mention]) -> list[Candidate]:
    """Return what a list of people could settle in a segment whose mentions these are, by place."""
    found = [one for ask, here, near in _units(segment, mentions) for one in _of_unit(segment, ask, here, near)]
    return sorted(found, key=lambda one: (one.mention.row, one.mention.column, one.mention.start))


def name_key(first: str, last: str) -> str:
    """Return a name as it is looked up."""
    return f"{fold_name(last)}|{fold_name(first)}"


def plain_number(text: str) -> str:
    """Return a number as it is looked up: letters and digits, in lower case."""
    return "".join(c for c in text.lower() if c.isalnum())


def _units(segment: Segment, mentions: Sequence[Mention]) -> Iterator[tuple[Ask, list[Mention], list[_Named] | None]]:
    """Give each text with its mentions; and the names of its row or group, None where they stand in the text."""
    body = segment.body
    if isinstance(body, TextBody):
        yield Ask(body.text, segment.place), list(mentions), None
    elif isinstance(body, GridBody):
        by_row, by_cell = defaultdict(list), defaultdict(list)
        for mention in mentions:
            by_row[mention.row].append(mention)
            by_cell[mention.row, mention.column].append(mention)
        for row, cells in enumerate(body.rows):
            near = _named(by_row[row])
            group = by_row[row][0].group if by_row[row] else -1
            for column, text in enumerate(cells):
                if len(text) >= LEAST_DIGITS:
                    ask = Ask(text, cell_place(segment.place, body, row, column), row, column, group)
                    yield ask, by_cell[row, column], near
    elif isinstance(body, FieldsBody):
        by_group, by_field = defaultdict(list), defaultdict(list)
        for mention in mentions:
            by_group[mention.group].append(mention)
            by_field[mention.row].append(mention)
        for index, one in enumerate(body.fields):
            if len(one.value) >= LEAST_DIGITS and not one.path.startswith("mail."):
                ask = Ask(one.value, one.path or segment.place, index, -1, one.group, label=one.label)
                yield ask, by_field[index], _named(by_group[one.group])


def _of_unit(segment: Segment, ask: Ask, here: list[Mention], near: list[_Named] | None) -> Iterator[Candidate]:
    named = _named(here) if near is None else near
    here = sorted(here, key=lambda m: m.start)
    starts = [mention.start for mention in here]
    text = fold(ask.text)
    for match in _NUMBER.finditer(text):
        inside = _overlapping(here, starts, match.start(), match.end())
        if all(_is_doubtful(m) and m.start == match.start() and m.end == match.end() for m in inside):
            names = _near(named, match.start(), match.end(), near is None)
            yield _candidate(segment, ask, match.span(), _number_keys(match.group(), names), inside)
    for span, keys in _pairs(text):
        inside = _overlapping(here, starts, *span)
        if all(m.element in NAME_ELEMENTS and span[0] <= m.start and m.end <= span[1] for m in inside):
            yield _candidate(segment, ask, span, keys, inside)
    for mention in here:
        if mention.element is Element.DATE and mention.norm:
            names = _near(named, mention.start, mention.end, near is None)
            keys = tuple(("person", f"{name}|{mention.norm}") for name in names)
            if keys:
                yield Candidate(replace(mention, detector=DETECTOR), keys, (mention.mention_id,))
        elif mention.element is Element.NAME and mention.part is Part.FULL and not _is_strong(mention):
            keys = tuple(("name", name) for name in _names_of(mention.norm[:LONGEST_NAME]))
            if keys:
                yield Candidate(replace(mention, detector=DETECTOR), keys, (mention.mention_id,))


def _is_doubtful(mention: Mention) -> bool:
    """Tell whether a number may be another one than it was taken for, or is not sure to be that."""
    is_sure = mention.element in _KNOWN_NUMBERS and _is_strong(mention)
    return mention.element in _MAY_BE_NUMBER and not is_sure


def _is_strong(mention: Mention) -> bool:
    return strength(mention.element, mention.detector, mention.score) > _SURE


def _candidate(
    segment: Segment, ask: Ask, place: tuple[int, int], keys: tuple[Key, ...], inside: Sequence[Mention]
) -> Candidate:
    start, end = place
    text = ask.text[start:end]
    element = Element.NAME if keys and keys[0][0] == "name" else Element.OTHER_ID
    made = mention_of(segment, ask, Span(start, end, element, Part.FULL, 0.0, DETECTOR, text))
    if inside:
        party = inside[0]
        made = replace(made, party=party.party, party_number=party.party_number, label=party.label, group=party.group)
    return Candidate(made, keys, tuple(m.mention_id for m in inside))


def _number_keys(text: str, names: Sequence[str]) -> tuple[Key, ...]:
    plain = plain_number(text)
    keys: list[Key] = [(f"held_{kind}", f"{name}|{plain}") for kind in _NUMBER_KINDS for name in names]
    keys += [(kind, plain) for kind in _NUMBER_KINDS]
    if len(plain) == 9 and plain.isdecimal():
        keys.append(("ssn", plain))
    return tuple(keys)


def _pairs(text: str) -> Iterator[tuple[tuple[int, int], tuple[Key, ...]]]:
    """Give two capitalised words beside each other that may be somebody's name, with the names they may be."""
    at = 0
    while (match := _PAIR.search(text, at)) is not None:
        at = match.start("two")
        one, two = match["one"], match["two"]
        if _is_name_like(one, two):
            at = match.end()
            turned = ("name", name_key(two, one))
            yield match.span(), (turned,) if match["turn"] else (("name", name_key(one, two)), turned)


def _is_name_like(one: str, two: str) -> bool:
    if max(len(one), len(two)) > _LONGEST_WORD or min(len(one), len(two)) < 2:
        return False
    facts = facts_of(one), facts_of(two)
    if any(f.is_stop or f.is_title or f.is_organization or f.is_suffix for f in facts):
        return False
    return any(f.best > _LEAST_ODDS or not f.is_known for f in facts)


def _named(mentions: Sequence[Mention]) -> list[_Named]:
    """Return the whole names among mentions, by place; first and last names of a row are put together."""
    found = [
        _Named(m.start, m.end, _names_of(m.norm[:LONGEST_NAME]))
        for m in mentions
        if m.element in NAME_ELEMENTS and m.part is Part.FULL
    ]
    firsts = [m.norm for m in mentions if m.element is Element.NAME and m.part is Part.FIRST]
    lasts = [m.norm for m in mentions if m.element is Element.NAME and m.part is Part.LAST]
    found += [_Named(0, 0, (name_key(f, last),)) for f, last in zip(firsts, lasts, strict=False)]
    return sorted((one for one in found if one.names), key=lambda one: one.start)


@lru_cache(maxsize=65536)
def _names_of(text: str) -> tuple[str, ...]:
    parts = parse_name(text)
    if not parts.is_whole:
        return ()
    return (name_key(parts.first, parts.last), name_key(parts.last, parts.first))


def _near(named: Sequence[_Named], start: int, end: int, is_text: bool) -> list[str]:
    """Return the names beside a place: in a text the nearest on both sides, else those of the record."""
    if is_text:
        at = bisect_left(named, start, key=lambda one: one.start)
        half = _MOST_NAMES // 2
        chosen = [one for one in named[max(0, at - half) : at + half] if _is_close(one, start, end)]
    else:
        chosen = list(named[:_MOST_NAMES])
    return [name for one in chosen for name in one.names]


def _is_close(one: _Named, start: int, end: int) -> bool:
    return one.end >= start - _REACH and one.start <= end + _REACH


def _overlapping(here: Sequence[Mention], starts: Sequence[int], start: int, end: int) -> list[Mention]:
    """Return the mentions that share a character with the place; spans of one text never overlap each other."""
    last = bisect_left(starts, end)
    first = max(0, bisect_right(starts, start) - 1)
    return [mention for mention in here[first:last] if mention.end > start]

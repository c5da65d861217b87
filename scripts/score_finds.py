"""Finds of which it is known whether they are right: strangers' evidence, labelled corpora, a simulated incident.

Read for :mod:`scripts.train_scores`. Truth about people tells numbers, births and contacts of those people, not of
everybody: a find is right if somebody there has that value of that element, and wrong if somebody has it as another
one. What nobody has is wrong where the truth tells all (``CLOSED``). Of the others people have more than the truth
tells, or offices have some: there it counts as right in part, as was read by hand of such finds in the opened sets
(``seen_right``). The simulator's truth is asked like the strangers'; elements that only it could judge are left out.

Invariant: nothing of a find is kept but its element, detector, strength and whether it is right.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from simulator.scoring.values import folded
from tocsin.config import READ
from tocsin.detection.calibration import kind_of, strength
from tocsin.detection.dates import birth_norm, date_norm
from tocsin.detection.engine import Detector
from tocsin.ids import ItemId, SegmentId
from tocsin.jail.protocol import Said
from tocsin.model.elements import NAME_ELEMENTS, Element
from tocsin.model.lexicon import fold_name
from tocsin.model.mentions import Mention
from tocsin.model.segments import Segment, unpack_body
from tocsin.readers.walk import Walk

CLOSED = frozenset({Element.SSN, Element.DATE_OF_BIRTH, Element.MEMBER_ID, Element.DRIVER_LICENSE})
"""Elements of which the truth tells every value."""
_SEEN = {
    Element.MRN: 0.9, Element.ACCOUNT_NUMBER: 0.7, Element.PHONE: 0.99, Element.EMAIL: 0.99, Element.ZIP: 0.98,
    Element.DATE: 0.98,
}  # fmt: skip
"""Which share of the values that no truth knows is right, as read by hand of 25 to 80 of each."""
_SEEN_ADDRESSES = {"text": 0.95, "place": 0.85, "label": 0.85, "labels": 0.3}
_SEEN_NAMES = ((0.9, 0.95), (0.8, 0.7), (0.7, 0.6), (0.6, 0.4), (0.0, 0.25))
"""From a strength upwards, which share of names that no truth knows are names, of those found in text."""
_SEEN_PLACED_NAMES = 0.65
OPEN = frozenset({*_SEEN, *NAME_ELEMENTS, Element.ADDRESS})
"""Elements of which people have more than the truth tells, or others have some too."""
_LEAST_KNOWN = 5
"""Letters and digits from which a value that is known of another element is hardly that by chance."""
_LICENCE_STATE = re.compile(r"\(?\b[A-Z]{2}\b\)?")
_COLUMNS = {
    Element.SSN: "ssn", Element.DATE_OF_BIRTH: "date_of_birth", Element.MRN: "mrns", Element.MEMBER_ID: "member_id",
    Element.DRIVER_LICENSE: "license", Element.ACCOUNT_NUMBER: "account", Element.PHONE: "phone",
    Element.EMAIL: "email",
}  # fmt: skip
_STREET = 10
"""Letters and digits by which a street with its number is known again."""
_ADDRESSES = ("address_1", "old_address_1", "city", "state", "zip", "old_zip")
_NAMES = ("first_name", "middle_name", "last_name", "nickname", "maiden_name", "guardian", "representative")
_CHUNK = 200


@dataclass(frozen=True)
class Find:
    """One judged find; ``weight`` is what it counts."""

    element: Element
    detector: str
    strength: float
    right: float
    """1, 0, or how probably it is where the truth cannot tell."""
    weight: float = 1.0


@dataclass
class Truth:
    """What is known of the people of one incident."""

    values: dict[Element, set[str]] = field(default_factory=lambda: defaultdict(set))
    words: set[str] = field(default_factory=set)
    """Of names, folded."""
    names: frozenset[Element] = frozenset({Element.NAME})
    """Whose names these words are."""

    def judge(self, mention: Mention) -> Find | None:
        """Return a mention as a judged find, None if nothing can be said of it."""
        element = mention.element
        if element is None or not (element in CLOSED or element in OPEN - NAME_ELEMENTS | self.names):
            return None
        is_right, is_anothers = self._knows(element, mention)
        if is_right or is_anothers or element in CLOSED:
            return find_of(element, mention.detector, mention.score, float(is_right))
        if element in OPEN:
            find = find_of(element, mention.detector, mention.score, 0.0)
            return replace(find, right=seen_right(find))
        return None

    def _knows(self, element: Element, mention: Mention) -> tuple[bool, bool]:
        if element in self.names:
            words = words_of(mention.text)
            return bool(words) and self.words.issuperset(words), False
        plain = plain_value(element, mention.text, mention.norm)
        if plain in self.values[element] or (element is Element.ADDRESS and plain[:_STREET] in self.values[element]):
            return True, False
        is_long = len(plain) >= _LEAST_KNOWN
        return False, is_long and any(plain in held for other, held in self.values.items() if other is not element)


def find_of(element: Element, detector: str, score: float, right: float) -> Find:
    """Return a judged find of what detection gave, with the strength behind its score."""
    return Find(element, detector, strength(element, detector, score), right)


def seen_right(find: Find) -> float:
    """Return which share of such finds is right where no truth knows the value."""
    if find.element in _SEEN:
        return _SEEN[find.element]
    if find.element is Element.ADDRESS:
        return _SEEN_ADDRESSES.get(find.detector, _SEEN_ADDRESSES[kind_of(find.detector)])
    if kind_of(find.detector) != "text":
        return _SEEN_PLACED_NAMES
    return next(share for least, share in _SEEN_NAMES if find.strength >= least)


def plain_value(element: Element, text: str, norm: str = "") -> str:
    """Return what a value comes to, whoever wrote it."""
    if element is Element.DATE_OF_BIRTH:
        return birth_norm(norm) or norm or text
    if element is Element.PHONE:
        return re.sub(r"\D", "", norm or text)[-10:]
    if element is Element.DRIVER_LICENSE:
        return folded(_LICENCE_STATE.sub("", text))
    return folded(text)


def words_of(name: str) -> list[str]:
    """Return the words of a name, folded, without initials and what stands behind it."""
    said = (fold_name(word) for word in re.findall(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*", name))
    return [word for word in said if len(word) > 1 and word not in _SUFFIXES]


_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


def strangers(folder: Path) -> list[Find]:
    """Return the judged finds of one set of strangers' evidence."""
    truth = Truth()
    with (folder / "truth" / "people.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            for element, column in _COLUMNS.items():
                for value in filter(None, re.split("[;|]", row[column] or "")):
                    truth.values[element].add(plain_value(element, value, value))
            for value in filter(None, (folded(row[column] or "") for column in _ADDRESSES)):
                truth.values[Element.ADDRESS].update((value, value[:_STREET]))
            truth.values[Element.ZIP].update(filter(None, (row["zip"], row["old_zip"])))
            truth.words.update(word for name in _NAMES for word in words_of(row[name] or ""))
    return list(_judged(folder / "evidence", truth))


def simulated(world: Path) -> list[Find]:
    """Return the judged finds of a simulated incident, whose truth tells every value of every person."""
    truth = Truth(names=NAME_ELEMENTS)
    for line in (world / "truth" / "mentions.jsonl").read_text(encoding="utf-8").splitlines():
        _, _, _, code, text, _ = json.loads(line)
        element = Element(code)
        if element in NAME_ELEMENTS:
            truth.words.update(words_of(text))
        elif element in CLOSED | OPEN:
            truth.values[element].add(_told(element, text))
    return list(_judged(world / "evidence", truth))


def _told(element: Element, text: str) -> str:
    if element is Element.ADDRESS:
        return folded(text)[:_STREET]
    return plain_value(element, text, date_norm(text) if element is Element.DATE_OF_BIRTH else text)


def corpus(path: Path, labels: Mapping[str, Sequence[str]]) -> list[Find]:
    """Return the judged finds of the development half of a labelled corpus: right if a label of theirs overlaps."""
    judged = {code for codes in labels.values() for code in codes}
    with path.open(encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if is_development(row["id"])]
    found = Detector().find_many([row["text"] for row in rows])
    made = []
    for row, spans in zip(rows, found, strict=True):
        told = [(s["start"], s["end"], labels.get(s["label"], ())) for s in row["spans"] or []]
        for span in spans:
            if span.element is not None and span.element.value in judged:
                is_right = any(a < span.end and span.start < b and span.element.value in codes for a, b, codes in told)
                made.append(find_of(span.element, span.detector, span.score, float(is_right)))
    return made


def is_development(row_id: str) -> bool:
    """Tell whether a text may be looked at, as ``benchmarks.detection`` parts a corpus."""
    return int(hashlib.sha256(row_id.encode()).hexdigest(), 16) % 2 == 0


def _judged(evidence: Path, truth: Truth) -> Iterator[Find]:
    mentions = list(mentions_of_files(p for p in sorted(evidence.rglob("*")) if p.is_file()))
    for mention in mentions:
        if mention.place.startswith("mail.") and mention.element in NAME_ELEMENTS:
            truth.words.update(words_of(mention.text))
    return filter(None, map(truth.judge, mentions))


def mentions_of_files(paths: Iterable[Path]) -> Iterator[Mention]:
    """Give the mentions in files."""
    detector = Detector()
    for path in paths:
        segments = segments_of_file(path)
        for start in range(0, len(segments), _CHUNK):
            yield from detector.find(segments[start : start + _CHUNK])


def segments_of_file(path: Path) -> list[Segment]:
    """Return what is read of a file, without a jail: it is evidence of our own making."""
    said: list[Segment] = []

    def send(event: object) -> None:
        if isinstance(event, Said):
            number, item = len(said), ItemId(f"itm_{event.number}")
            said.append(Segment(SegmentId(f"seg_{number}"), item, number, event.place, unpack_body(event.body)))

    data = path.read_bytes()
    Walk(send, READ, {}, [], len(data)).read_root(io.BytesIO(data), len(data), path.name, "", None, 0)
    return said

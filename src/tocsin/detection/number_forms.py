"""Forms of numbers as one incident writes them: which element labels, columns, paths and keys call them.

``HS90071140`` has the form ``HS########``: letters and separators stay, each digit is a ``#``. Where places call at
least three different numbers of a form by one element, and hardly any by another, numbers of this form that no place
calls anything are of it too.

Invariant: what is counted adds up, so the order of parts does not matter; no number is kept, but for hashes that tell
a few different ones apart.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.detection.calibration import strength
from tocsin.detection.labels_meaning import plain_words
from tocsin.detection.members import LONE, PROVISIONAL
from tocsin.model.elements import Element
from tocsin.patterns import compiled

FORMS = pa.schema(
    [
        pa.field("form", pa.string(), nullable=False),
        pa.field("element", pa.string(), nullable=False),
        pa.field("values", pa.int64(), nullable=False),
        pa.field("hashes", pa.list_(pa.uint64()), nullable=False),
    ]
)
"""How many different numbers of a form a part calls by an element; hashes of them, where they are few."""

LEARNT = frozenset(
    {Element.MRN, Element.MEMBER_ID, Element.CLAIM_NUMBER, Element.ACCOUNT_NUMBER, Element.STUDENT_ID}
)  # fmt: skip
"""What a form can be learnt to be: numbers that organizations give people, in forms of their own."""
_COUNTED = pa.array(
    [e.value for e in (*LEARNT, Element.OTHER_ID, Element.DEVICE_ID, Element.DRIVER_LICENSE, Element.TAX_ID,
                       Element.STATE_ID, Element.PASSPORT, Element.MILITARY_ID, Element.IMMIGRATION_ID,
                       Element.VEHICLE_ID, Element.USERNAME, Element.PROCEDURE)]
)  # fmt: skip
"""What speaks for or against a form."""
_BY_PLACE = "place"
_TOLD = pa.array(
    [
        *(_BY_PLACE, "labels", "edi-segment", "fixed-width", "record-prefix", "mrn", "member", "claim", "account"),
        *("student", "encounter", "other-id", "authorization", "prescription", "device", "username"),
        *("insured-id", "insured-number", "coverage-number", LONE),
    ]
)
"""Detectors that go by a label, a column, a path, a key or an insurer beside, not by a form."""
_BY_LABEL = "label+"
_BY_FORM = pa.array(sorted(PROVISIONAL))
_SURE = 0.6

_LONGEST, LONGEST_LETTERS = 24, 6
_FORM = rf"[A-Z]{{1,{LONGEST_LETTERS}}}(?:[-/]?#+){{1,4}}[A-Z]{{0,2}}"
_IS_FORM = compiled(_FORM)
_LEAST_DIGITS, _PARTED_DIGITS, _LONE_DIGITS = 4, 3, 5
_LEAST_VALUES, _FEW_VALUES = 3, 8
_LEAST_SHARE = 0.85
_MOST_STEPS, _STEPS = 19, 20
"""Scores go in steps, so that a few more numbers leave them as they are."""
_OF_TESTS = ("TEST", "TST", "DEMO", "DUMMY", "FAKE", "SAMPLE")
"""Letters of numbers that were made up to try a system out."""
_DEPENDENT = compiled(r"-##?\Z")
"""What payers add to a member's number for each of a family."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What numbers of a form are, and how sure that is."""

    element: Element
    score: float

    @property
    def name(self) -> str:
        """Return both as one word."""
        return f"{self.element.value}@{self.score:.2f}"


@dataclass(frozen=True)
class Forms:
    """The forms learnt on an incident."""

    known: Mapping[str, Learnt]

    def of(self, form: str) -> Learnt | None:
        """Return what numbers of a form are; a member's number may have a dependent's behind it."""
        found = self.known.get(form)
        if found is None and (behind := _DEPENDENT.search(form)):
            found = self.known.get(form[: behind.start()])
            found = found if found is not None and found.element is Element.MEMBER_ID else None
        return found


def form_of(text: str) -> str:
    """Return the form of a number, empty if it has none that could be told from others.

    Example:
        >>> form_of("HS90071140"), form_of("bhh-26-003188"), form_of("90071140")
        ('HS########', 'BHH-##-######', '')
    """
    form = re.sub(r"[0-9]", "#", text.upper())
    return form if len(form) <= _LONGEST and _IS_FORM.fullmatch(form) else ""


def forms_of(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return the forms of numbers as :func:`form_of` does; null where there is none."""
    forms = pc.replace_substring_regex(pc.utf8_upper(texts), "[0-9]", "#")
    has_one = pc.and_(pc.match_substring_regex(forms, rf"\A{_FORM}\z"), pc.less_equal(pc.utf8_length(forms), _LONGEST))
    return pc.if_else(has_one, forms, None)


def counted(mentions: pa.Table, others: pa.Table) -> pa.Table:
    """Return how often places call numbers of each form which element, in a part, as a table of schema ``FORMS``.

    Args:
        mentions: of the part.
        others: numbers under labels that call them something of no person.
    """
    told = _strong(mentions.filter(_is_told(mentions)))
    elements = pa.concat_arrays([told["element"].combine_chunks(), pa.repeat(Element.OTHER_ID.value, others.num_rows)])
    texts = pc.utf8_upper(pa.chunked_array([*told["text"].chunks, *others["text"].chunks], pa.string()))
    named = pa.table({"form": forms_of(texts), "element": elements, "text": texts})
    found = named.filter(pc.is_valid(named["form"])).group_by(named.column_names, use_threads=False).aggregate([])
    values: dict[tuple[str, str], list[str]] = defaultdict(list)
    for form, element, text in zip(*(found[name].to_pylist() for name in named.column_names), strict=True):
        values[form, element].append(text)
    rows = [(*key, len(held), _hashes(held)) for key, held in sorted(values.items())]
    columns = [pa.array([row[at] for row in rows], one.type) for at, one in enumerate(FORMS)]
    return pa.Table.from_arrays(columns, schema=FORMS)


def is_weak(mentions: pa.Table) -> pa.ChunkedArray:
    """Tell of each mention whether a form says more than what found it: no label that says something stands by."""
    is_other = pc.fill_null(pc.equal(mentions["element"], Element.OTHER_ID.value), False)
    return pc.or_(pc.is_in(mentions["detector"], _BY_FORM), pc.and_(is_other, _is_bare(mentions["label"])))


def learn(parts: Iterable[pa.Table]) -> Forms:
    """Return the forms that the counts of all parts tell of."""
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    hashes: dict[tuple[str, str], set[int]] = defaultdict(set)
    many: set[tuple[str, str]] = set()
    for part in parts:
        for form, element, values, told in zip(*(part[name].to_pylist() for name in FORMS.names), strict=True):
            totals[form][element] += values
            if told:
                hashes[form, element].update(told)
            else:
                many.add((form, element))
    known = {}
    for form, counts in totals.items():
        element, values = min(counts.items(), key=lambda one: (-one[1], one[0]))
        is_often = (form, element) in many or len(hashes[form, element]) >= _LEAST_VALUES
        if is_often and values >= _LEAST_SHARE * counts.total() and element in _LEARNT and is_distinctive(form):
            steps = min(_MOST_STEPS, (values + 1) * _STEPS // (counts.total() + 2))
            known[form] = Learnt(Element(element), steps / _STEPS)
    return Forms(known)


_LEARNT = frozenset(element.value for element in LEARNT)


def is_distinctive(form: str) -> bool:
    """Tell whether hardly any other text has the form by chance.

    Example:
        >>> is_distinctive("HS########"), is_distinctive("T-###"), is_distinctive("J####"), is_distinctive("TST####")
        (True, True, False, False)
    """
    if form.startswith(_OF_TESTS):
        return False
    digits = form.count("#")
    if "-" in form or "/" in form:
        return digits >= _PARTED_DIGITS
    return digits >= (_LONE_DIGITS if form[1] == "#" else _LEAST_DIGITS)


def _is_told(mentions: pa.Table) -> pa.ChunkedArray:
    named = pc.or_(pc.is_in(mentions["detector"], _TOLD), pc.starts_with(mentions["detector"], _BY_LABEL))
    is_other = pc.equal(mentions["element"], Element.OTHER_ID.value)
    is_path = pc.and_not(pc.less(mentions["column"], 0), is_other)
    says = pc.or_(
        pc.not_equal(mentions["detector"], _BY_PLACE), pc.or_(pc.invert(_is_bare(mentions["label"])), is_path)
    )
    is_number = pc.is_in(mentions["element"], _COUNTED)
    return pc.fill_null(pc.and_(pc.and_(named, says), is_number), False)


def _strong(numbers: pa.Table) -> pa.Table:
    """Return the numbers that are strong enough to speak for a form."""
    told = zip(*(numbers[name].to_pylist() for name in ("element", "detector", "score")), strict=True)
    is_strong = [strength(Element(element), detector, score) >= _SURE for element, detector, score in told]
    return numbers.filter(pa.array(is_strong, pa.bool_()))


def _is_bare(labels: pa.ChunkedArray) -> pa.ChunkedArray:
    """Tell which labels say no more than that there is a number, if that."""
    bare = [label for label in pc.unique(labels).to_pylist() if set(plain_words(label)) <= {"id", "number"}]
    return pc.is_in(labels, pa.array(bare, pa.string()))


def _hashes(texts: list[str]) -> list[int]:
    if len(texts) > _FEW_VALUES:
        return []
    return sorted(int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) for text in texts)

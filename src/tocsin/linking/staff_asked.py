"""What linking each item asked of the staff index: an item stays linked as long as the answers it got stay.

Invariant: an item whose questions all have the same answers links the same way, whoever else works here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.ids import ItemId
from tocsin.linking.staff import StaffIndex

ASKED = pa.schema(
    [
        pa.field("item_id", pa.string(), nullable=False),
        pa.field("text", pa.string(), nullable=False),
        pa.field("is_email", pa.bool_(), nullable=False),
        pa.field("answer", pa.int8(), nullable=False),
    ]
)
"""Folded names, single words of names and e-mail addresses, each once an item; only whole names hold a blank.

``answer`` is what the index said (:func:`answers`).
"""


@dataclass
class _Questions:
    names: set[str] = field(default_factory=set, repr=False)
    emails: set[str] = field(default_factory=set, repr=False)


@dataclass(frozen=True)
class WatchedIndex(StaffIndex):
    """A staff index that notes what it is asked, and for which item."""

    _by_item: dict[str, _Questions] = field(default_factory=dict, repr=False, compare=False)
    _now: list[_Questions] = field(default_factory=lambda: [_Questions()], repr=False, compare=False)

    @classmethod
    def of(cls, index: StaffIndex) -> WatchedIndex:
        """Return an index that answers as the given one does, and was not asked anything yet."""
        return cls(index.office, index.patients, index.office_emails, index.domains, index.companies)

    def asked_for(self, item_id: ItemId) -> None:
        """Note that questions from now on are an item's."""
        self._now[0] = self._by_item.setdefault(item_id, _Questions())

    def is_office(self, folded_name: str) -> bool:
        """Tell whether the name was seen in office only."""
        self._now[0].names.add(folded_name)
        return super().is_office(folded_name)

    def is_part(self, folded_word: str) -> bool:
        """Tell whether one first or last name is borne by somebody seen in office and by no patient."""
        self._now[0].names.add(folded_word)
        return super().is_part(folded_word)

    def is_office_email(self, email: str) -> bool:
        """Tell whether the address belongs to an organization of the incident or to somebody in office."""
        self._now[0].emails.add(email)
        return super().is_office_email(email)

    def is_private_email(self, email: str) -> bool:
        """Tell whether the address is a private person's, as far as the incident's mail shows."""
        self._now[0].emails.add(email)
        return super().is_private_email(email)

    def asked(self) -> pa.Table:
        """Return what was asked and answered, as a table of schema ``ASKED``, by item and text."""
        rows = [
            (item, text, is_email)
            for item, questions in sorted(self._by_item.items())
            for is_email, texts in ((False, questions.names), (True, questions.emails))
            for text in sorted(texts)
        ]
        items, texts, kinds = ([row[n] for row in rows] for n in range(3))
        table = pa.table({"item_id": items, "text": texts, "is_email": kinds, "answer": [0] * len(rows)}, schema=ASKED)
        return table.set_column(3, ASKED.field("answer"), answers(self, table))


def answers(index: StaffIndex, asked: pa.Table) -> pa.Array:
    """Return what an index says of each row of a table of schema ``ASKED``.

    Of a name 1 if it is office's, else 0; of an e-mail address 1 if it is office's and 2 if it is private, added.
    """
    said = pa.array([0] * asked.num_rows, pa.int8())
    for is_email in (False, True):
        texts = pc.if_else(pc.equal(asked["is_email"], is_email), asked["text"], None).combine_chunks()
        held = texts.dictionary_encode()
        one = _of_email if is_email else _of_name
        told = pa.array([one(index, text) for text in held.dictionary.to_pylist()], pa.int8())
        said = pc.add(said, pc.fill_null(told.take(held.indices), 0))
    return said


def _of_name(index: StaffIndex, text: str) -> int:
    return int(StaffIndex.is_office(index, text) if " " in text else StaffIndex.is_part(index, text))


def _of_email(index: StaffIndex, text: str) -> int:
    return StaffIndex.is_office_email(index, text) + 2 * StaffIndex.is_private_email(index, text)


def answered_otherwise(index: StaffIndex, asked: pa.Table) -> list[ItemId]:
    """Return the items that an index would answer otherwise than they were answered, sorted."""
    changed = asked.filter(pc.not_equal(answers(index, asked), asked["answer"]))
    return sorted(ItemId(item) for item in pc.unique(changed["item_id"]).to_pylist())


def answers_key(asked: pa.Table) -> bytes:
    """Return a text that is another one if any answer is; questions answered by *not of office* do not count."""
    told = asked.filter(pc.or_(asked["is_email"], pc.not_equal(asked["answer"], 0)))
    rows = zip(told["text"].to_pylist(), told["is_email"].to_pylist(), told["answer"].to_pylist(), strict=True)
    return "\n".join(f"{text}\t{int(is_email)}{answer}" for text, is_email, answer in sorted(set(rows))).encode()

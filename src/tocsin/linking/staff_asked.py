"""What linking a part asked of the staff index: the part stays linked as long as these answers stay.

Invariant: a part whose questions all have the same answers links the same way, whoever else works here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pyarrow as pa

from tocsin.linking.staff import StaffIndex

ASKED = pa.schema([pa.field("text", pa.string(), nullable=False), pa.field("is_email", pa.bool_(), nullable=False)])
"""Folded names, single words of names and e-mail addresses, each once, sorted; only whole names hold a blank."""


@dataclass(frozen=True)
class WatchedIndex(StaffIndex):
    """A staff index that notes what it is asked."""

    names: set[str] = field(default_factory=set, repr=False, compare=False)
    emails: set[str] = field(default_factory=set, repr=False, compare=False)

    @classmethod
    def of(cls, index: StaffIndex) -> WatchedIndex:
        """Return an index that answers as the given one does, and was not asked anything yet."""
        return cls(index.office, index.patients, index.office_emails, index.domains, index.companies)

    def is_office(self, folded_name: str) -> bool:
        """Tell whether the name was seen in office only."""
        self.names.add(folded_name)
        return super().is_office(folded_name)

    def is_part(self, folded_word: str) -> bool:
        """Tell whether one first or last name is borne by somebody seen in office and by no patient."""
        self.names.add(folded_word)
        return super().is_part(folded_word)

    def is_office_email(self, email: str) -> bool:
        """Tell whether the address belongs to an organization of the incident or to somebody in office."""
        self.emails.add(email)
        return super().is_office_email(email)

    def is_private_email(self, email: str) -> bool:
        """Tell whether the address is a private person's, as far as the incident's mail shows."""
        self.emails.add(email)
        return super().is_private_email(email)

    def asked(self) -> pa.Table:
        """Return what was asked, as a table of schema ``ASKED``."""
        told = [(name, False) for name in sorted(self.names)] + [(email, True) for email in sorted(self.emails)]
        return pa.table([[text for text, _ in told], [is_email for _, is_email in told]], schema=ASKED)


def answers(index: StaffIndex, asked: pa.Table) -> list[str]:
    """Return what the index says of what was asked; names not known by office are left out."""
    return list(_answers(index, zip(asked["text"].to_pylist(), asked["is_email"].to_pylist(), strict=True)))


def _answers(index: StaffIndex, asked: Iterable[tuple[str, bool]]) -> Iterable[str]:
    for text, is_email in asked:
        if is_email:
            yield f"{int(index.is_office_email(text))}{int(index.is_private_email(text))}{text}"
        elif index.is_office(text) if " " in text else index.is_part(text):
            yield text

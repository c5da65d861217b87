"""What the law of a state asks of a letter to one of its residents: nouns only, filled from the law files.

A law reaches a person by residence and by kinds of data; both are the person's own.

Source: the cells letter_content, letter_forbids, letter_contacts, data_kinds, hipaa and the monitoring rules of the
law files, which cite each clause.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Combinations = tuple[frozenset[str], ...]
"""Sets of element codes; one of them, whole, is enough."""


@dataclass(frozen=True)
class Agency:
    """A public body to be named in a letter, with how to reach it."""

    name: str
    post: str = ""
    phone: str = ""
    site: str = ""


@dataclass(frozen=True)
class OwedProtection:
    """Identity protection that a law asks for, for people with these data."""

    months: int
    kinds: Combinations
    citation: str


@dataclass(frozen=True)
class StateLetters:
    """What one jurisdiction asks of letters to its residents."""

    jurisdiction: str
    name: str
    kinds: Combinations = ()
    """Data that bring its law about."""
    content: tuple[str, ...] = ()
    """Codes of what the letter must say."""
    content_citation: str = ""
    forbids: frozenset[str] = frozenset()
    """Codes of what the letter must not say."""
    forbids_citation: str = ""
    agencies: tuple[Agency, ...] = ()
    protection: tuple[OwedProtection, ...] = ()
    language: str = ""
    """The language in which its residents are written to unless something else is known of a person."""
    spares_hipaa_files: bool = False
    """An entity subject to HIPAA is exempt whatever it does; its employees' files are not."""

    def reaches(self, elements: frozenset[str], *, in_hipaa_file: bool) -> bool:
        """Tell whether its law asks for anything in the letter of a resident with these element codes."""
        return holds_any(self.kinds, elements) and not (self.spares_hipaa_files and in_hipaa_file)

    def months_owed(self, elements: frozenset[str], *, in_hipaa_file: bool) -> tuple[int, str]:
        """Return the longest protection owed to a resident with these element codes, and its citation."""
        if self.spares_hipaa_files and in_hipaa_file:
            return 0, ""
        owed = [rule for rule in self.protection if holds_any(rule.kinds, elements)]
        best = max(owed, key=lambda rule: rule.months, default=None)
        return (best.months, best.citation) if best else (0, "")


LetterLaw = Mapping[str, StateLetters]
"""By the two letters of the state of residence."""


def holds_any(kinds: Combinations, elements: frozenset[str]) -> bool:
    """Tell whether one of the combinations stands whole among the elements."""
    return any(codes <= elements for codes in kinds)

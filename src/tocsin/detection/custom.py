"""What users add to detection as data: detectors, allow-lists, thresholds, and recognizers they wrote for Presidio.

Invariant: pure values; two equal files make two equal ones, and nothing in them shows when printed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from tocsin.model.elements import Element


class CheckKind(StrEnum):
    """How the digits of a value prove themselves."""

    NONE = "none"
    LUHN = "luhn"
    NPI = "npi"
    DEA = "dea"
    ROUTING = "routing"
    VIN = "vin"
    IBAN = "iban"
    SSN = "ssn"
    MBI = "mbi"
    MOD = "mod"


@dataclass(frozen=True, slots=True)
class Check:
    """A check of a value; ``MOD`` weighs the digits, from the left and over again, and looks at the remainder.

    Without weights the digits are one number.
    """

    kind: CheckKind = CheckKind.NONE
    modulus: int = 0
    weights: tuple[int, ...] = ()
    remainder: int = 0


@dataclass(frozen=True, slots=True)
class CustomDetector:
    """One detector of the user's."""

    name: str
    element: Element
    pattern: str = field(default="", repr=False)
    context: tuple[str, ...] = field(default=(), repr=False)
    """Words one of which must stand near, or the value counts with ``score_alone`` only."""
    context_chars: int = 60
    check: Check = Check()
    score: float = 0.9
    score_alone: float = 0.0
    columns: tuple[str, ...] = field(default=(), repr=False)
    """Headers and labels of fields whose values are this element."""
    is_case_sensitive: bool = False
    is_part_of_word: bool = False
    """The value may stand inside a longer word or number."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """Values that are known and belong to nobody: the practice's own telephone, a test patient."""

    elements: frozenset[Element]
    """Empty: all."""
    values: tuple[str, ...] = field(default=(), repr=False)
    patterns: tuple[str, ...] = field(default=(), repr=False)
    domains: tuple[str, ...] = field(default=(), repr=False)
    """In lower case; an address of a host below one is allowed too."""
    is_whole_record: bool = False
    """A row, or a group of fields, in which such a value stands is left out whole."""

    def covers(self, element: Element | None) -> bool:
        """Tell whether values of that element are meant."""
        return element is not None and (not self.elements or element in self.elements)


@dataclass(frozen=True, slots=True)
class Recognizers:
    """Recognizers that somebody wrote for Presidio, and what their entity types are called here."""

    module: str
    """Where Python finds them; empty where ``registry`` holds them."""
    attribute: str
    source: str = field(default="", repr=False)
    """The module's own text where it stands beside the file, so that a rerun needs no file; else it is installed."""
    registry: str = field(default="", repr=False)
    """A registry of recognizers in Presidio's YAML."""
    entities: tuple[tuple[str, Element | None], ...] = ()
    """None: finds of that type are not wanted."""
    language: str = "en"
    seconds: int = 20
    """For a million characters; a text that takes longer is not read by them."""
    memory_mib: int = 1024
    nlp: str = ""
    """Attribute of the module that holds what prepares a text for them, in the shape of Presidio's ``NlpEngine``."""


@dataclass(frozen=True, slots=True)
class Custom:
    """All of one file."""

    detectors: tuple[CustomDetector, ...] = ()
    allowed: tuple[Allowed, ...] = ()
    thresholds: tuple[tuple[Element, float], ...] = ()
    recognizers: tuple[Recognizers, ...] = ()

    @property
    def columns(self) -> dict[str, Element]:
        """Return the element of each header named, in lower case."""
        return {header: one.element for one in self.detectors for header in one.columns}

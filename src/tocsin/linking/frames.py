"""Frames: what one place of an item says of one human being, while it is being put together.

A row's patient, a form's guarantor, a name in a sentence with what follows it are frames. Frames of one item that are
the same person are joined later (:mod:`tocsin.linking.join`).

Invariant: a frame keeps the mentions in the order they were given; nothing given is ever dropped.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

from tocsin.ids import ItemId, SegmentId
from tocsin.linking.person import NOBODY, NameKey, key_of, parts_of
from tocsin.model.elements import NAME_ELEMENTS, Element, Role
from tocsin.model.lexicon import fold_name, given_share
from tocsin.model.mentions import Mention, Part
from tocsin.model.person_names import NameParts

NAME_PARTS = frozenset({Part.FIRST, Part.MIDDLE, Part.LAST, Part.SUFFIX})
CLINICAL = frozenset(
    {
        Element.DIAGNOSIS, Element.PROCEDURE, Element.MEDICATION, Element.LAB_RESULT, Element.TREATMENT,
        Element.HEIGHT_WEIGHT, Element.GENETIC, Element.SUBSTANCE_USE, Element.DEVICE_ID, Element.BIOMETRIC,
    }
)  # fmt: skip
INSURANCE = frozenset({Element.MEMBER_ID, Element.CLAIM_NUMBER, Element.INSURER})
CONTACT = frozenset({Element.PHONE, Element.EMAIL, Element.ADDRESS, Element.ZIP, Element.URL})
STRONG_IDS = frozenset({Element.SSN, Element.MRN, Element.MEMBER_ID})
ABOUT_OFFICES = frozenset({Element.FACILITY, Element.NPI, Element.DEA_NUMBER, Element.TAX_ID})


_HARDLY_GIVEN = 0.05


OF_SIDE = 100
"""A frame's number counts from a multiple of this where its record stands in one of several lists side by side."""


class Shape(StrEnum):
    """What kind of place the frame stands in; tables are joined more carefully than prose."""

    RECORD = "record"
    TEXT = "text"
    HEADER = "header"


@dataclass(slots=True, eq=False)
class Frame:
    """One human being at one place, not yet finished."""

    item_id: ItemId
    segment_id: SegmentId
    shape: Shape
    row: int = -1
    start: int = -1
    number: int = 0
    """Tells frames apart that begin at one place; part of the subject's id."""
    role: Role = Role.UNKNOWN
    is_told: bool = False
    """The place itself names the role (a label, a column, a cue)."""
    is_courteous: bool = False
    """``Mr.`` or ``Mrs.`` stands before the name."""
    is_of_list: bool = False
    """What stands above the list told the role, nothing beside the name."""
    mentions: list[Mention] = field(default_factory=list, repr=False)
    others: list[tuple[Element, Mention]] = field(default_factory=list, repr=False)
    """Names of other people that tell something of this one, as what: the physician, a relative."""
    births: list[Mention] = field(default_factory=list, repr=False)
    """Mentions typed as bare dates that the place shows to be of birth."""
    name: NameParts = field(default_factory=NameParts, repr=False)
    key: NameKey = field(default=NOBODY, repr=False)
    relation: str = ""
    related: Frame | None = None
    household: Frame | None = None
    partner: Frame | None = None
    """Who is named with this person, of one surname: ``Cecil & Nell Loveall``."""
    is_twin: bool = False
    """The partner is of one birth."""
    seen_on: str = ""
    is_sample: bool = False
    is_deceased: bool = False
    is_remarked: bool = False
    """Stands at the head of a line or row that says more than was recognised."""
    remark: Element | None = None
    """What such a remark is: what the others of the list or column have at its place."""
    is_closed: bool = False
    """Takes nothing but what stands right beside it: greetings, recipients, known staff."""

    def add(self, mention: Mention) -> None:
        """Give the mention to the frame; names and their parts name it."""
        self.mentions.append(mention)
        if mention.element in NAME_ELEMENTS:
            self._named(mention)

    def rename(self, text: str) -> None:
        """Name the frame by this text."""
        self._set(parts_of(text))

    def take_as_surnames(self) -> None:
        """Take a name behind ``Mr.`` whose first word is hardly a given name for two surnames: ``Ms. Vega Sosa``."""
        name = self.name
        if name.first and name.last and not name.middle and given_share(fold_name(name.first)) <= _HARDLY_GIVEN:
            self._set(replace(name, first="", last=f"{name.first} {name.last}"))

    def tell(self, element: Element, mentions: Iterable[Mention]) -> None:
        """Note names of other people as an element of this one."""
        self.others.extend((element, mention) for mention in mentions if mention.element in NAME_ELEMENTS)

    def _named(self, mention: Mention) -> None:
        name = _named(self.name, mention.part, mention.text)
        if name is not self.name:
            self._set(name)

    def _set(self, name: NameParts) -> None:
        self.name = name
        self.key = name_key(name)

    @property
    def is_named(self) -> bool:
        """Tell whether any of a name is known."""
        return not self.key.is_empty

    def values(self, element: Element) -> list[str]:
        """Return the normalised values of an element, in order."""
        return [m.norm for m in self.mentions if m.element is element]

    def has(self, elements: frozenset[Element]) -> bool:
        """Tell whether the frame has any of the elements."""
        return any(m.element in elements for m in self.mentions)


@lru_cache(maxsize=65536)
def name_of(said: tuple[tuple[Part, str], ...]) -> NameParts:
    """Return the name of which these texts are parts, or the whole."""
    name = NameParts()
    for part, text in said:
        name = _named(name, part, text)
    return name


def _named(name: NameParts, part: Part, text: str) -> NameParts:
    """Return a name with what a further text says of it."""
    if part is Part.FULL:
        return name if name_key(name).is_whole else _filled(parts_of(text), name)
    return _with_part(name, part, text) if part in NAME_PARTS else name


def name_key(name: NameParts) -> NameKey:
    """Return the key under which a name is compared."""
    return key_of(name.first, name.middle, name.last, name.suffix)


def _filled(parts: NameParts, known: NameParts) -> NameParts:
    """Return the new parts with what they leave open taken from the known ones."""
    if not (known.first or known.last):
        return parts
    return NameParts(
        parts.first or known.first,
        parts.middle or known.middle,
        parts.last or known.last,
        parts.suffix or known.suffix,
        parts.title or known.title,
        parts.credentials or known.credentials,
        parts.nickname or known.nickname,
    )


def _with_part(known: NameParts, part: Part, said: str) -> NameParts:
    first, middle, last, suffix = known.first, known.middle, known.last, known.suffix
    text = said.strip()
    if part is Part.FIRST and not first:
        first, _, rest = text.partition(" ")
        middle = middle or rest.strip()
    elif part is Part.MIDDLE:
        middle = text
    elif part is Part.LAST and not last:
        last, suffix = _without_suffix(text, suffix)
    elif part is Part.SUFFIX:
        suffix = parts_of(f"A B {text}").suffix or text
    return NameParts(first, middle, last, suffix, known.title, known.credentials, known.nickname)


def _without_suffix(last: str, suffix: str) -> tuple[str, str]:
    """Return a last-name cell without a suffix written into it (``SMITH JR``)."""
    words = last.replace(",", " ").split()
    if len(words) > 1 and not suffix:
        parts = parts_of(f"A {last}")
        if parts.suffix:
            return " ".join(words[:-1]), parts.suffix
    return last, suffix

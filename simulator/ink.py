"""Ink: every value about a person goes into a document through a pen, which records it as truth while it is written.

A template cannot write a value and forget the truth, nor the other way round: ``pen.ssn()`` returns the text to write
and records the claim. A masked or unreadable form has its own method, which records nothing.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from simulator.human import Address, Human
from tocsin.model.elements import Element, Role

DOB_STYLES = ("%m/%d/%Y", "%Y-%m-%d", "%m-%d-%y", "%d %b %Y", "%B %-d, %Y", "%-m/%-d/%Y", "%m/%d/%y", "%Y%m%d")


@dataclass(frozen=True)
class Claim:
    """One value that stands in a document, tied to one person (key) or to an office (empty key)."""

    person: str
    role: Role
    role_shown: bool
    entity: str
    element: Element
    text: str
    required: bool = True
    """False: a careful reader may or may not count it; scored neither way."""


@dataclass
class Ink:
    """The claims of one document."""

    claims: list[Claim] = field(default_factory=list)
    offices: list[tuple[str, Role]] = field(default_factory=list)
    """Names of those who must not be listed for this document."""

    def about(self, person: Human, role: Role = Role.PATIENT, entity: str = "", *, shown: bool = True) -> Pen:
        """Return a pen for what the document says of that person."""
        return Pen(self, person, role, entity, shown)

    def office(self, human: Human, role: Role = Role.PROVIDER) -> str:
        """Write the name of someone in their working role."""
        self.offices.append((human.full, role))
        return human.full

    def harmless(self, name: str) -> str:
        """Write a name of a newsletter, press, test or vendor context."""
        self.offices.append((name, Role.UNKNOWN))
        return name

    def absorb(self, other: Ink) -> None:
        """Take over all that another document says: it is quoted here."""
        self.claims.extend(other.claims)
        self.offices.extend(other.offices)

    def __iter__(self) -> Iterator[Claim]:
        return iter(self.claims)


@dataclass
class Pen:
    """Writes about one person in one role for one practice."""

    ink: Ink
    person: Human
    role: Role
    entity: str
    shown: bool = True

    def put(self, element: Element | str, text: str, *, required: bool = True) -> str:
        """Record that ``text`` stands in the document and return it."""
        if text:
            self.ink.claims.append(
                Claim(self.person.key, self.role, self.shown, self.entity, Element(element), text, required)
            )
        return text

    def name(self, style: str = "First Last") -> str:
        """Write the name; styles are written as they look."""
        return self.put(Element.NAME, spell(self.person, style))

    def misspelt(self, style: str, rng: random.Random) -> str:
        """Write the name with two letters of the family name swapped, or one left out."""
        last = self.person.last
        place = rng.randrange(1, max(2, len(last) - 1))
        wrong = last[:place] + last[place + 1 : place + 2] + last[place] + last[place + 2 :]
        if rng.random() < 0.5 and len(last) > 4:
            wrong = last[:place] + last[place + 1 :]
        return self.put(Element.NAME, spell(replace(self.person, last=wrong), style))

    def dob(self, style: str = "%m/%d/%Y", *, wrong: bool = False) -> str:
        """Write the birth date; ``wrong`` transposes day and month, or two digits."""
        birth = transposed(self.person.birth) if wrong else self.person.birth
        return self.put(Element.DATE_OF_BIRTH, birth.strftime(style))

    def ssn(self, style: str = "dashed") -> str:
        """Write the whole SSN: dashed, bare or spaced."""
        mark = {"dashed": "-", "bare": "", "spaced": " "}[style]
        return self.put(Element.SSN, self.person.ssn.replace("-", mark))

    def masked_ssn(self, style: str = "***-**-") -> str:
        """Write the last four digits only; that is no SSN."""
        return style + self.person.ssn[-4:]

    def street(self, *, old: bool = False) -> str:
        """Write the street line of a split address."""
        return self.put(Element.ADDRESS, self._home(old).line)

    def address(self, *, old: bool = False) -> str:
        """Write the whole address on one line."""
        self.put(Element.ZIP, self._home(old).zip, required=False)
        return self.put(Element.ADDRESS, self._home(old).full)

    def zip(self, *, required: bool = False) -> str:
        """Write the ZIP of a split address (part of the address) or alone (``required``)."""
        return self.put(Element.ZIP, self.person.home.zip, required=required)

    def _home(self, old: bool) -> Address:
        return self.person.addresses[0 if old else -1]

    def phone(self, style: str = "({a}) {b}-{c}") -> str:
        """Write the telephone number."""
        number = self.person.phone
        return self.put(Element.PHONE, style.format(a=number[:3], b=number[3:6], c=number[6:]))

    def email(self) -> str:
        """Write the mail address."""
        return self.put(Element.EMAIL, self.person.email)

    def mrn(self, style: str = "{}") -> str:
        """Write the record number at this practice, if the person has one there."""
        number = self.person.mrns.get(self.entity, "")
        return style.format(self.put(Element.MRN, number)) if number else ""

    def member(self) -> str:
        """Write the insurance member number."""
        return self.put(Element.MEMBER_ID, self.person.member_id)

    def insurer(self) -> str:
        """Write the payer."""
        return self.put(Element.INSURER, self.person.insurer)

    def diagnosis(self, style: str = "{code} {words}") -> str:
        """Write the diagnosis as code, words or both; ``{bare}`` is the code without its dot."""
        code, words = self.person.diagnosis
        return self.put(Element.DIAGNOSIS, style.format(code=code, words=words, bare=code.replace(".", "")))

    def on(self, day: date, style: str = "%m/%d/%Y") -> str:
        """Write a date that is tied to the person: of a visit, a claim, a death."""
        return self.put(Element.DATE, day.strftime(style))

    def doctor(self, human: Human, style: str = "First Last") -> str:
        """Write the name of the physician who treats the person."""
        self.ink.offices.append((human.full, Role.PROVIDER))
        return self.put(Element.PROVIDER, spell(human, style))

    def maybe(self, element: Element | str, text: str) -> str:
        """Write a value that may be counted or not."""
        return self.put(element, text, required=False)


def spell(person: Human, style: str) -> str:
    """Return the name as that style writes it.

    Styles: ``First Last``, ``First M Last``, ``First Middle Last``, ``Last, First``, ``Last, First M``,
    ``LAST,FIRST M``, ``FIRST LAST``, ``Nick Last``, ``First Maiden Last``.
    """
    initial = person.middle[:1]
    last = f"{person.last} {person.suffix}".strip()
    first = {"Nick": person.nickname or person.first}.get(style.split()[0], person.first)
    forms = {
        "First Last": f"{first} {last}",
        "Nick Last": f"{first} {last}",
        "First M Last": f"{first} {initial + '. ' if initial else ''}{last}",
        "First Middle Last": f"{first} {person.middle + ' ' if person.middle else ''}{last}",
        "First Maiden Last": f"{first} {person.maiden + ' ' if person.maiden else ''}{last}",
        "Last, First": f"{last}, {first}",
        "Last, First M": f"{last}, {first} {initial}".strip(),
        "LAST,FIRST M": f"{last},{first} {initial}".strip().upper(),
        "LAST, FIRST MIDDLE": f"{last}, {first} {person.middle}".strip().upper(),
        "FIRST LAST": f"{first} {last}".upper(),
        "First": first,
        "Last": person.last,
    }
    return forms[style]


def transposed(birth: date) -> date:
    """Return the birth date as a hasty clerk types it."""
    if birth.day <= 12 and birth.day != birth.month:
        return birth.replace(month=birth.day, day=birth.month)
    return birth.replace(day=birth.day // 10 + 10 * (birth.day % 10) if birth.day % 10 <= 2 and birth.day % 10 else 7)

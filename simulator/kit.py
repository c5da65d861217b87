"""What a template is given: the practice it writes for, the people it may speak of, a day, and randomness."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from simulator.blocks import Block, Document
from simulator.human import Human, Practice
from simulator.ink import Ink
from simulator.lexicon import Split, pick_first, pick_group, pick_last
from tocsin.model.elements import Role

START = datetime(2023, 9, 4, 8, 0)
DAYS = 455


class Deck:
    """Deals people so that all of them are dealt once before anyone is dealt often."""

    def __init__(self, people: list[Human], rng: random.Random) -> None:
        self.people = list(people)
        rng.shuffle(self.people)
        self.next = 0

    def take(self, count: int, rng: random.Random, again: float = 0.3) -> list[Human]:
        """Return up to ``count`` different people, that share of them already dealt."""
        old = int(count * again) if self.next else 0
        fresh = self.people[self.next : self.next + max(1, count - old)]
        self.next += len(fresh)
        rest = count - len(fresh)
        pool = rng.sample(self.people, min(len(self.people), rest + len(fresh)))
        seen = {human.key for human in fresh}
        dealt = fresh + [human for human in pool if human.key not in seen][:rest]
        rng.shuffle(dealt)
        return dealt

    @property
    def is_dealt(self) -> bool:
        """Whether everybody has been dealt."""
        return self.next >= len(self.people)


@dataclass
class World:
    """Everything made up for one incident."""

    seed: int
    split: Split
    practices: list[Practice]
    by_key: dict[str, Human]
    patients: dict[str, Deck]
    employees: dict[str, Deck]


@dataclass
class Kit:
    """What one call of a template works with."""

    world: World
    practice: Practice
    rng: random.Random
    scale: float = 1.0
    day: date = field(init=False)

    def __post_init__(self) -> None:
        self.day = (START + timedelta(days=self.rng.randint(0, DAYS))).date()

    def patients(self, low: int, high: int, again: float = 0.3) -> list[Human]:
        """Return patients of this practice; the numbers grow with the size of the incident."""
        count = self.rng.randint(low, high)
        return self.world.patients[self.practice.key].take(count, self.rng, again)

    def rows(self, low: int, high: int) -> list[Human]:
        """Return patients for a table, whose length grows with the incident."""
        return self.patients(max(3, int(low * self.scale)), max(6, int(high * self.scale)))

    def patient(self) -> Human:
        """Return one patient."""
        return self.patients(1, 1)[0]

    def workers(self, low: int, high: int) -> list[Human]:
        """Return employees of this practice who are among the people."""
        deck = self.world.employees[self.practice.key]
        return deck.take(max(1, int(self.rng.randint(low, high) * self.scale)), self.rng) if deck.people else []

    def kin(self, key: str) -> Human | None:
        """Return the person with that key."""
        return self.world.by_key.get(key)

    def doctor(self) -> Human:
        """Return a physician of the practice."""
        return self.rng.choice(self.practice.doctors)

    def clerk(self, but: Human | None = None) -> Human:
        """Return someone of the office staff, other than ``but``."""
        return self.rng.choice([human for human in self.practice.staff if human is not but])

    def stranger(self) -> tuple[str, str]:
        """Return name and telephone number of someone outside: a caterer, a plumber, a clerk of the bank."""
        split, group = self.world.split, pick_group(self.rng)
        first = pick_first(self.rng, split, group, self.rng.choice("MF"))
        phone = f"({self.rng.randint(201, 899)}) 555-01{self.rng.randint(0, 99):02d}"
        return f"{first} {pick_last(self.rng, split, group)}", phone

    def everyone(self) -> list[tuple[str, str]]:
        """Return all of the practice, as a distribution list names them."""
        return [mailbox_of(human) for human in (*self.practice.doctors, *self.practice.staff)]

    def near(self, low: int = -30, high: int = 30) -> date:
        """Return a day near this document's day."""
        return self.day + timedelta(days=self.rng.randint(low, high))

    def money(self, low: int = 20, high: int = 9000) -> str:
        """Return an amount."""
        return f"{self.rng.randint(low, high)}.{self.rng.randint(0, 99):02d}"


@dataclass
class Mail:
    """A message before it is written."""

    template: str
    family: str
    sender: tuple[str, str]
    to: list[tuple[str, str]]
    subject: str
    blocks: list[Block]
    ink: Ink
    entity: str = ""
    html: bool = False
    quoted: Mail | None = None
    attachments: list[Document] = field(default_factory=list)
    cc: list[tuple[str, str]] = field(default_factory=list)


FileTemplate = Callable[[Kit], Document]
MailTemplate = Callable[[Kit, Human], Mail]


def mailbox_of(human: Human) -> tuple[str, str]:
    """Return display name and address of someone who writes at work."""
    return human.full, human.email


def sign(ink: Ink, human: Human, practice: Practice, style: str = "plain") -> str:
    """Return a signature block of someone at work; it lists nobody."""
    ink.office(human, Role.SENDER)
    name = f"{human.full}, {human.job}" if human.job in ("MD", "DO", "NP", "PA-C", "RN, OCN") else human.full
    phone = f"({practice.phone[:3]}) {practice.phone[3:6]}-{practice.phone[6:]}"
    if style == "long":
        home = practice.address
        place = f"{home.line}\n{home.city}, {home.state} {home.zip}"
        return f"{name}\n{human.job}\n{practice.name}\n{place}\nPh {phone} | {human.email}"
    return f"{name}\n{practice.name} | {phone}"

"""Writes documents and messages with a split's templates: spoiled, locked, nested and repeated ones among them."""

from __future__ import annotations

import importlib
import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from simulator import randomness as r
from simulator.blocks import Document, Para
from simulator.human import Human, Practice
from simulator.ink import Ink
from simulator.kit import START, Kit, Mail, World, mailbox_of, sign
from simulator.locked import locked_pdf, locked_zip
from simulator.render import folder_zip, render
from simulator.writers.text import write_text

LEAST_DOCUMENTS = 12
"""Of a practice, however few its people are."""
STAFF_PAPERS = ("payroll", "benefits", "deposit_roster", "hire_letter")
"""Templates that deal employees; when only they are left, nothing else is written."""


class Author:
    """Writes the documents and messages of one incident with the templates of its split."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.rng = r.stream(world.seed, "author", world.split)
        self.templates: Any = importlib.import_module(f"simulator.templates_{world.split}")
        largest = max(len(deck.people) for deck in world.patients.values())
        self.scale = min(40.0, max(0.2, largest / 250))
        self._made: dict[str, int] = defaultdict(int)
        self._recent: list[Document] = []

    def kit(self, practice: Practice) -> Kit:
        """Return a kit with randomness of its own."""
        return Kit(self.world, practice, random.Random(self.rng.getrandbits(64)), self.scale)

    def documents(self) -> Iterator[Document]:
        """Yield rendered files until every person was dealt, practice by practice in turn."""
        waiting = list(self.world.practices)
        while waiting:
            for practice in list(waiting):
                document = self._document(practice)
                if document is not None:
                    yield document
                if self._is_done(practice):
                    waiting.remove(practice)

    def _is_done(self, practice: Practice) -> bool:
        dealt = self.world.patients[practice.key].is_dealt and self.world.employees[practice.key].is_dealt
        return dealt and self._made[practice.key] >= LEAST_DOCUMENTS

    def _document(self, practice: Practice) -> Document | None:
        only = self._staff_papers(practice)
        make = _weighted(self.templates.FILES, self.rng, only)
        kit = self.kit(practice)
        document: Document | None = make(kit)
        if document is None:
            return None
        self._made[practice.key] += 1
        self._spoil(document)
        render(document, kit.rng)
        self._recent = [*self._recent[-12:], document]
        return document

    def _staff_papers(self, practice: Practice) -> tuple[str, ...]:
        enough = self._made[practice.key] >= LEAST_DOCUMENTS and self.world.patients[practice.key].is_dealt
        return STAFF_PAPERS if enough else ()

    def _spoil(self, document: Document) -> None:
        luck = self.rng.random()
        if luck < 0.02 and not document.data:
            document.state, document.name = "needs_ocr", document.name.rsplit(".", 1)[0] + ".pdf"
        elif luck < 0.035 and document.suffix in ("pdf", "docx", "xlsx"):
            document.state = "corrupt"
        elif luck < 0.05:
            self._lock(document)

    def _lock(self, document: Document) -> None:
        document.state, stem = "encrypted", document.name.rsplit(".", 1)[0]
        if document.suffix == "pdf":
            document.data = locked_pdf(write_text(document.blocks).split("\n"), "Winter2024!")
            return
        inner = render(Document(document.name, "", "", blocks=document.blocks, data=document.data), self.rng)
        document.data, document.name = locked_zip(inner.name, inner.data, "Winter2024!", self.rng), stem + ".zip"

    def bundle(self, documents: list[Document]) -> Document:
        """Return an archive of documents, now and then inside another archive."""
        archive = folder_zip(f"batch_{self.rng.randint(100, 999)}.zip", _renamed(documents))
        if r.chance(self.rng, 0.35):
            archive = folder_zip(f"transfer_{self.rng.randint(100, 999)}.zip", [archive])
        return archive

    def letter(self, practice: Practice, owner: Human) -> Mail:
        """Return a message about patients; some are answers that quote it, once or twice."""
        mail = self._mail(self.templates.MAILS, practice, owner)
        while r.chance(self.rng, 0.18):
            mail = self._answer(mail, practice, owner)
        return mail

    def _answer(self, mail: Mail, practice: Practice, owner: Human) -> Mail:
        ink, clerk = Ink(), self.rng.choice([human for human in practice.staff if human is not owner])
        writer = owner if mail.sender != mailbox_of(owner) else clerk
        text = f"{self.rng.choice(self.templates.messages.REPLIES)}\n\n{sign(ink, writer, practice)}"
        to = [mail.sender] if writer is owner else [mailbox_of(owner)]
        subject = mail.subject if mail.subject.lower().startswith("re:") else f"Re: {mail.subject}"
        return Mail(
            mail.template, mail.family, mailbox_of(writer), to, subject, [Para(text)], ink, mail.entity, mail.html, mail
        )

    def chatter(self, practice: Practice, owner: Human) -> Mail:
        """Return a harmless message."""
        return self._mail(self.templates.HARMLESS, practice, owner)

    def _mail(self, templates: Any, practice: Practice, owner: Human) -> Mail:
        mail: Mail = _weighted(templates, self.rng)(self.kit(practice), owner)
        return mail

    def carrier(self, practice: Practice, owner: Human, document: Document) -> Mail:
        """Return a message that carries a document, at times with one that was sent before."""
        attached = [document]
        if self._recent and r.chance(self.rng, 0.12):
            old = self.rng.choice(self._recent)
            if old is not document and old.name != document.name:
                attached.append(old)
        mail: Mail = self.templates.messages.cover(self.kit(practice), owner, attached)
        return mail


def _renamed(documents: list[Document]) -> list[Document]:
    seen: set[str] = set()
    for number, document in enumerate(documents):
        if document.name in seen:
            document.name = f"{number}_{document.name}"
        seen.add(document.name)
    return documents


def _weighted(templates: Any, rng: random.Random, only: tuple[str, ...] = ()) -> Callable[..., Any]:
    choices = [(weight, make) for weight, make in templates if not only or make.__name__ in only]
    choice: Callable[..., Any] = rng.choices([make for _, make in choices], weights=[weight for weight, _ in choices])[
        0
    ]
    return choice


def send_times(rng: random.Random, count: int) -> list[datetime]:
    """Return that many times of sending, in order, within fifteen months before the intrusion."""
    return sorted(START + timedelta(minutes=rng.randint(0, 455 * 24 * 60)) for _ in range(count))

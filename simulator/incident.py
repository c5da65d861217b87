"""One synthetic incident: evidence, logs, incident file and truth, all from a seed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from simulator import randomness as r
from simulator.access_log import AccessLog, Visitor
from simulator.blocks import Document
from simulator.evidence import Author, send_times
from simulator.filler import Filler
from simulator.human import Human, Practice
from simulator.incident_toml import incident_toml
from simulator.ink import Ink
from simulator.kit import Mail, World
from simulator.lexicon import Split
from simulator.mail import Message, mbox_entry, mbox_lines, write_message
from simulator.population import plain
from simulator.truth import ItemTruth, TruthBook
from simulator.world import make_world

MODES = ("bind", "sync", "bind", "throttled", "untouched", "no_log")


@dataclass(frozen=True)
class TruthPaths:
    """Where an incident was written."""

    incident: Path
    add: Path
    people: Path
    items: Path
    subjects: Path
    mentions: Path
    exposures: Path
    entities: Path


@dataclass
class _Box:
    """A mailbox while it is filled."""

    number: int
    owner: Human
    home: Practice
    mode: str
    owner_visit: Visitor
    intruder: Visitor
    mails: list[Mail]

    @property
    def file_name(self) -> str:
        return f"mailbox-{self.number:02d}.mbox"


def make_incident(
    out: Path, seed: int, people: int, entities: int, mailboxes: int, target_bytes: int | None, split: Split
) -> TruthPaths:
    """Write a synthetic incident below ``out`` and return where its parts are.

    Equal arguments give equal bytes. ``target_bytes`` fills the mailboxes with harmless mail up to that size.

    Raises:
        ValueError: fewer than one person, entity or mailbox.
    """
    if min(people, entities, mailboxes) < 1:
        raise ValueError("people, entities and mailboxes must be at least 1")
    maker = _Maker(Path(out), make_world(seed, split, people, entities), mailboxes)
    return maker.make(target_bytes)


class _Maker:
    def __init__(self, out: Path, world: World, mailboxes: int) -> None:
        self.out, self.world = out, world
        self.rng = r.stream(world.seed, "maker", world.split)
        self.author = Author(world)
        for part in ("evidence/library", "logs", "truth"):
            (out / part).mkdir(parents=True, exist_ok=True)
        (out / "truth" / "split.txt").write_text(world.split + "\n", "utf-8")
        self.book = TruthBook(out / "truth")
        self.log = AccessLog(r.stream(world.seed, "log", world.split))
        self.files = AccessLog(r.stream(world.seed, "file log", world.split))
        self.boxes = [self._box(number) for number in range(1, mailboxes + 1)]
        self.count = self.written = 0

    def _box(self, number: int) -> _Box:
        home = self.world.practices[(number - 1) % len(self.world.practices)]
        owner = home.staff[(number - 1) // len(self.world.practices) % len(home.staff)]
        owner_visit = Visitor(
            owner.email, f"{self.rng.getrandbits(128):032x}", f"198.51.100.{number % 250}", "OutlookService"
        )
        intruder = Visitor(owner.email, f"{self.rng.getrandbits(128):032x}", "203.0.113.47", "OWA;Mozilla/5.0")
        return _Box(number, owner, home, MODES[(number - 1) % len(MODES)], owner_visit, intruder, [])

    def make(self, target_bytes: int | None) -> TruthPaths:
        """Write everything."""
        self._deal_documents()
        self._deal_letters()
        for number, box in enumerate(self.boxes):
            share = (
                None if target_bytes is None else max(0, (target_bytes - self.written) // (len(self.boxes) - number))
            )
            self._write_box(box, share)
        self.files.library_background(self.boxes[0].owner_visit)
        self.log.write(self.out / "logs" / "unified-audit-log-mail.csv")
        self.files.write(self.out / "logs" / "unified-audit-log-files.jsonl")
        toml = incident_toml(
            self.world.practices, [box.intruder for box in self.boxes if box.mode not in ("untouched", "no_log")]
        )
        (self.out / "incident.toml").write_text(toml, "utf-8")
        self._write_add()
        self.book.close(sorted(self.world.by_key.values(), key=lambda human: human.key), self.world.practices)
        truth = self.out / "truth"
        names = ("people.csv", "items.csv", "subjects.csv", "mentions.jsonl", "exposures.csv", "entities.csv")
        return TruthPaths(self.out / "incident.toml", self.out / "add.json", *(truth / name for name in names))

    def _write_add(self) -> None:
        rows = [
            {"path": f"evidence/{box.file_name}", "custodian": box.owner.email, "kind": "mailbox"} for box in self.boxes
        ]
        rows.append({"path": "evidence/library", "custodian": "billing document library", "kind": "share"})
        rows += [
            {"path": f"logs/{name}", "custodian": "tenant", "kind": "log"}
            for name in ("unified-audit-log-mail.csv", "unified-audit-log-files.jsonl")
        ]
        (self.out / "add.json").write_text(json.dumps(rows, indent=1) + "\n", "utf-8")

    def _practice(self, key: str) -> Practice:
        return next(practice for practice in self.world.practices if practice.key == key)

    def _deal_documents(self) -> None:
        shelf: list[Document] = []
        for document in self.author.documents():
            if r.chance(self.rng, 0.45):
                box = self._box_for(document.entity)
                box.mails.append(self.author.carrier(self._practice(document.entity), box.owner, document))
            elif r.chance(self.rng, 0.2):
                shelf.append(document)
            else:
                self._shelve(document, document.entity)
            if len(shelf) == 3:
                self._shelve(self.author.bundle(shelf), "")
                shelf = []
        for document in shelf:
            self._shelve(document, document.entity)

    def _box_for(self, entity: str) -> _Box:
        own = [box for box in self.boxes if box.home.key == entity]
        return self.rng.choice(own if own and r.chance(self.rng, 0.8) else self.boxes)

    def _deal_letters(self) -> None:
        for number in range(max(8, min(3000, len(self.world.by_key) // 3))):
            practice = self.world.practices[number % len(self.world.practices)]
            box = self._box_for(practice.key)
            if self.world.patients[practice.key].people:
                letter = self.author.letter(practice, box.owner)
                if r.chance(self.rng, 0.06):
                    self._save_letter(letter, number)
                else:
                    box.mails.append(letter)
            for _ in range(2):
                box.mails.append(self.author.chatter(box.home, box.owner))
        for box in self.boxes:
            self.rng.shuffle(box.mails)

    def _save_letter(self, mail: Mail, number: int) -> None:
        """File a message in the library, as people do who drag it out of their mailbox."""
        domain = mail.sender[1].split("@")[1]
        message = write_message(mail, send_times(self.rng, 1)[0], f"<saved.{number}@{domain}>", self.rng)
        document = Document(
            f"{plain(mail.subject)[:20]}.eml",
            mail.template,
            mail.family,
            message.ink,
            data=message.data,
            entity=mail.entity,
        )
        self._shelve(document, mail.entity, message.message_id)

    def _shelve(self, document: Document, entity: str, message_id: str = "") -> None:
        folder = entity or self.rng.choice(("Shared", "Old", "To be filed"))
        relative = f"{folder}/{self.count:05d}_{document.name}"
        path = self.out / "evidence" / "library" / relative
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(document.data)
        self.written += len(document.data)
        verdict = self._file_verdict(relative)
        self._record(document, "", "library", relative, message_id, verdict, document.entity)

    def _file_verdict(self, relative: str) -> tuple[str, str]:
        visitor = self.boxes[0].intruder
        operation = self.rng.choice(("", "", "FileAccessed", "FileDownloaded"))
        self.files.file(self.boxes[0].owner_visit, next(self.files.moments(1)), "FileAccessed", relative)
        if not operation:
            return "untouched", "untouched;presumed"
        self.files.file(visitor, next(self.files.moments(1)), operation, relative)
        return "touched", "touched"

    def _record(
        self,
        document: Document,
        parent: str,
        evidence: str,
        locator: str,
        message_id: str,
        verdict: tuple[str, str],
        entity: str,
    ) -> None:
        key = self._key()
        digest = hashlib.sha256(document.data).hexdigest()
        row = ItemTruth(
            key,
            parent,
            evidence,
            locator,
            digest,
            message_id,
            len(document.data),
            document.template,
            document.family,
            document.state,
            *verdict,
            entity,
        )
        self.book.add(row, document.ink)
        for child in document.children:
            self._record(child, key, evidence, f"{locator}!/{child.name}", "", verdict, child.entity)

    def _key(self) -> str:
        self.count += 1
        return f"I{self.count:07d}"

    def _write_box(self, box: _Box, target_bytes: int | None) -> None:
        messages = self._messages(box)
        touched = self._visit(box, [message.message_id for message in messages])
        path = self.out / "evidence" / box.file_name
        with path.open("wb") as file:
            for number, message in enumerate(messages):
                entry = mbox_entry(message)
                file.write(entry)
                self.written += len(entry)
                self._record_message(box, number, message, touched)
            if target_bytes:
                self._fill(box, file, target_bytes - file.tell(), len(messages))

    def _messages(self, box: _Box) -> list[Message]:
        times = send_times(self.rng, len(box.mails))
        made = []
        for number, (mail, when) in enumerate(zip(box.mails, times, strict=True)):
            domain = mail.sender[1].split("@")[1]
            message_id = f"<{box.number}.{number}.{self.rng.getrandbits(48):012x}@{domain}>"
            made.append(write_message(mail, when, message_id, self.rng))
        return made

    def _visit(self, box: _Box, message_ids: list[str]) -> set[str]:
        if box.mode != "no_log" and message_ids:
            self.log.background(box.owner_visit, message_ids)
        if box.mode in ("untouched", "no_log"):
            return set()
        touched = set(self.rng.sample(message_ids, len(message_ids) // 3))
        ordered = [name for name in message_ids if name in touched]
        chunks = [ordered[start : start + 7] for start in range(0, len(ordered), 7)]
        for when, chunk in zip(self.log.moments(len(chunks)), chunks, strict=True):
            self.log.mail(box.intruder, when, "Bind", chunk)
        if box.mode != "bind":
            throttled = box.mode == "throttled"
            self.log.mail(
                box.intruder,
                next(self.log.moments(1)),
                "Bind" if throttled else "Sync",
                ordered[:1] if throttled else [],
                throttled,
            )
        return touched

    def _mail_verdict(self, box: _Box, message_id: str, touched: set[str]) -> tuple[str, str]:
        if message_id in touched:
            return "touched", "touched"
        if box.mode in ("sync", "throttled", "no_log"):
            return "presumed", "presumed"
        return "untouched", "untouched;presumed"

    def _record_message(self, box: _Box, number: int, message: Message, touched: set[str]) -> None:
        verdict = self._mail_verdict(box, message.message_id, touched)
        key, mail = self._key(), message.mail
        locator = f"{box.file_name}!/{number}"
        self.book.add(
            ItemTruth(
                key,
                "",
                box.file_name,
                locator,
                "",
                message.message_id,
                len(message.data),
                mail.template,
                mail.family,
                "readable",
                *verdict,
                mail.entity,
            ),
            message.ink,
        )
        for part, document in enumerate(mail.attachments):
            self._record(
                document,
                key,
                box.file_name,
                f"{locator}!/{part}-{document.name}",
                message.message_id,
                verdict,
                document.entity,
            )

    def _fill(self, box: _Box, file, wanted: int, start: int) -> None:  # type: ignore[no-untyped-def]
        staff = [human for practice in self.world.practices for human in practice.staff]
        filler = Filler(r.stream(self.world.seed, "filler", box.number), self.author.templates.FILLER_LINES, staff)
        for number, (data, message_id, sender, when) in enumerate(filler.messages(wanted, str(box.number)), start):
            file.write(mbox_lines(data, sender, when))
            self.written += len(data)
            verdict = self._mail_verdict(box, message_id, set())
            row = ItemTruth(
                self._key(),
                "",
                box.file_name,
                f"{box.file_name}!/{number}",
                "",
                message_id,
                len(data),
                "bulk",
                "harmless",
                "readable",
                *verdict,
                "",
            )
            self.book.add(row, Ink())

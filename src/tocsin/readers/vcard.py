"""Address cards (vCard 2.1, 3 and 4): one group of labelled fields a card, pictures and sounds as children.

Source: RFC 6350; vCard 2.1 (versit).
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from tocsin.config import ReadLimits
from tocsin.model.bodies import Field
from tocsin.model.item_ends import ItemCode
from tocsin.readers.content_lines import Line, content_lines
from tocsin.readers.decoding import decode
from tocsin.readers.interface import CannotRead, Sink, Source, Unit

_NAME = ("Last Name", "First Name", "Middle Name", "Title", "Suffix")
_ADDRESS = ("PO Box", "Apartment", "Street", "City", "State", "Zip", "Country")
_PLAIN = {
    "FN": "Full Name", "NICKNAME": "Nickname", "BDAY": "Date of Birth", "EMAIL": "E-mail", "TITLE": "Job Title",
    "ROLE": "Role", "ORG": "Company", "DEATHDATE": "Date of Death", "BIRTHPLACE": "Birthplace",
    "ANNIVERSARY": "Anniversary", "LABEL": "Mailing Address", "URL": "Web Page", "IMPP": "IM Address",
    "CATEGORIES": "Categories", "X-SSN": "SSN",
}  # fmt: skip
_PHONES = (("CELL", "Mobile Phone"), ("FAX", "Fax"), ("HOME", "Home Phone"), ("WORK", "Work Phone"))
_KIN = {
    "spouse": "Spouse", "child": "Child", "parent": "Parent", "emergency": "Emergency Contact", "kin": "Next of Kin",
}  # fmt: skip
_FILES = frozenset({"PHOTO", "LOGO", "SOUND"})
_SILENT = frozenset(
    {
        "VERSION", "PRODID", "REV", "UID", "KEY", "SORT-STRING", "CLASS", "MAILER", "TZ", "GEO", "LANG", "SOURCE",
        "KIND", "XML", "CLIENTPIDMAP", "BEGIN", "END",
    }
)  # fmt: skip


class VCard:
    """The reader of address cards."""

    name = "vcard"
    media_types = frozenset({"text/vcard", "text/x-vcard"})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return no slices: a file of cards is read whole."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Give each card's fields as a group, its notes as text."""
        if source.size_bytes > limits.child_in_memory_bytes:
            raise CannotRead(ItemCode.TOO_LARGE)
        out = _Cards(sink, limits.fields)
        for line in content_lines(decode(source.stream.read())):
            out.take(line)
        out.end()


READER = VCard()


class _Cards:
    """Gathers the cards of one file."""

    def __init__(self, sink: Sink, most: int) -> None:
        self._sink, self._most = sink, most
        self._fields: list[Field] = []
        self._notes: list[tuple[int, str]] = []
        self._files: list[tuple[str, bytes]] = []
        self._card = self._depth = 0

    def take(self, line: Line) -> None:
        """Take one line."""
        if line.name == "BEGIN":
            self._depth += 1
            self._card += 1
        elif line.name == "END":
            self._depth = max(0, self._depth - 1)
            if len(self._fields) >= self._most:
                self._flush()
        elif line.name == "NOTE":
            self._notes.append((self._card, line.text))
        elif line.name in _FILES:
            data = line.bytes()
            if data:
                self._files.append((f"{line.name.lower()} of card {self._card}", data))
        elif line.name not in _SILENT:
            self._fields += [
                Field(path, value, label, self._card * 100 + kin) for path, value, label, kin in _said(line)
            ]

    def end(self) -> None:
        """Give out what is left, and the embedded files."""
        self._flush()
        for ordinal, (name, data) in enumerate(self._files, 1):
            self._sink.child(ordinal, name, io.BytesIO(data), len(data))

    def _flush(self) -> None:
        self._sink.fields(self._fields, "card")
        for card, note in self._notes:
            self._sink.text(note, f"card {card} note")
        self._fields, self._notes = [], []


def _said(line: Line) -> Iterator[tuple[str, str, str, int]]:
    """Yield path, value, label and, for a relative, a group of its own."""
    kinds = line.parameters.get("TYPE", "").upper()
    if line.name == "N":
        yield from _parts(line, "contact.n", _NAME)
    elif line.name == "ADR":
        yield from _parts(line, "contact.adr", _ADDRESS)
    elif line.name == "TEL":
        label = next((label for kind, label in _PHONES if kind in kinds), "Phone")
        yield "contact.tel", line.text.removeprefix("tel:"), label, 0
    elif line.name == "GENDER":
        word = {"M": "male", "F": "female"}.get(line.parts()[0].upper(), "")
        yield "contact.gender", word, "Sex", 0
    elif line.name == "RELATED" or line.name == "X-ABRELATEDNAMES":
        kin = next((number for number, name in enumerate(_KIN, 1) if name in kinds.lower()), 0)
        yield "contact.related", line.text, list(_KIN.values())[kin - 1] if kin else "Related Person", kin or 9
    elif line.name in {"X-MS-SPOUSE", "X-SPOUSE", "X-EVOLUTION-SPOUSE"}:
        yield "contact.related", line.text, "Spouse", 1
    else:
        label = _PLAIN.get(line.name, line.name.removeprefix("X-").replace("-", " ").title())
        yield f"contact.{line.name.lower()}"[:80], _plain(line), label[:100], 0


def _parts(line: Line, path: str, labels: tuple[str, ...]) -> Iterator[tuple[str, str, str, int]]:
    for label, part in zip(labels, line.parts(), strict=False):
        if part:
            yield f"{path}.{label.lower().replace(' ', '_')}", part, label, 0


def _plain(line: Line) -> str:
    text = line.text.removeprefix("mailto:")
    if line.name == "BDAY" and len(text) == 8 and text.isdigit():
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return "; ".join(part for part in line.parts() if part) if line.name == "ORG" else text

"""What a document consists of before it is written in a format: blocks of text, fields and tables."""

from __future__ import annotations

from dataclasses import dataclass, field

from simulator.ink import Ink

Rows = list[list[str]]


@dataclass
class Heading:
    """A heading."""

    text: str


@dataclass
class Para:
    """A paragraph; line breaks are kept."""

    text: str


@dataclass
class Fields:
    """Labelled values, written ``label: value`` or as a two-column table."""

    pairs: list[tuple[str, str]]
    columns: int = 1


@dataclass
class Table:
    """A table: rows of cells, of which ``header_rows`` come first."""

    rows: Rows
    title: str = ""
    header_rows: int = 1
    merged_title: bool = False


Block = Heading | Para | Fields | Table


@dataclass
class Document:
    """One file, still as blocks or already as bytes, with what it says."""

    name: str
    template: str
    family: str
    ink: Ink = field(default_factory=Ink)
    blocks: list[Block] = field(default_factory=list)
    data: bytes = b""
    children: list[Document] = field(default_factory=list)
    state: str = "readable"
    """readable, needs_ocr, encrypted, corrupt."""
    entity: str = ""

    @property
    def suffix(self) -> str:
        """The extension of the name, without its dot."""
        return self.name.rsplit(".", 1)[-1].lower()

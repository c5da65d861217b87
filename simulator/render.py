"""Blocks to bytes: the format follows the extension of the document's name."""

from __future__ import annotations

import csv
import random

from simulator.blocks import Block, Document, Table
from simulator.writers.docx import write_docx, zipped
from simulator.writers.html import write_html
from simulator.writers.pdf import write_pdf, write_scan
from simulator.writers.text import write_delimited, write_text
from simulator.writers.xlsx import write_xlsx


def render(document: Document, rng: random.Random) -> Document:
    """Write the document's bytes, unless its template already did; then spoil it if its state asks for that."""
    if not document.data:
        document.data = _write(document, rng)
    if document.state == "corrupt":
        cut = len(document.data) // 3
        document.data = document.data[:40] + bytes(rng.randrange(256) for _ in range(200)) + document.data[cut * 2 :]
    return document


def _write(document: Document, rng: random.Random) -> bytes:
    blocks = document.blocks
    suffix = document.suffix
    if document.state == "needs_ocr":
        return write_scan(write_text(blocks, 80).split("\n"))
    if suffix == "pdf":
        wide = any(isinstance(block, Table) and len(block.rows[0]) > 6 for block in blocks)
        return write_pdf(blocks, ruled=rng.random() < 0.5, wide=wide)
    if suffix == "docx":
        return write_docx(blocks)
    if suffix == "xlsx":
        return write_xlsx(sheets(blocks, rng), real_dates=rng.random() < 0.5)
    if suffix in ("html", "htm"):
        return write_html(blocks, document.name, rng.choice(("table", "dl", "bold"))).encode()
    if suffix in ("csv", "tsv", "psv"):
        return _delimited(blocks, suffix, rng)
    return write_text(blocks).encode(rng.choice(("utf-8", "utf-8", "cp1252")), "replace")


def _delimited(blocks: list[Block], suffix: str, rng: random.Random) -> bytes:
    separator = {"csv": rng.choice((",", ",", ",", ";")), "tsv": "\t", "psv": "|"}[suffix]
    quoting = csv.QUOTE_ALL if rng.random() < 0.3 else csv.QUOTE_MINIMAL
    text = write_delimited(blocks, separator, quoting)
    return text.encode(rng.choice(("utf-8", "utf-8-sig", "latin-1")), "replace")


def sheets(blocks: list[Block], rng: random.Random) -> list[tuple[str, list[Block]]]:
    """Return the blocks as sheets: all on one, or a table a sheet."""
    tables = [block for block in blocks if isinstance(block, Table)]
    if len(tables) > 1 and rng.random() < 0.5:
        return [(f"Sheet{number}", [table]) for number, table in enumerate(tables, 1)]
    name = rng.choice(("Sheet1", "Report", "Data", "Export"))
    return [(name, blocks)]


def folder_zip(name: str, documents: list[Document]) -> Document:
    """Return an archive of these documents, which become its children."""
    archive = Document(name, "archive", "archive", children=documents)
    archive.data = zipped([(document.name, document.data) for document in documents])
    return archive

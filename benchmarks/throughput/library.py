"""The bare library's own loop: what somebody writes to get the text out of these files with the usual library.

Every part is parsed and decoded, every value made a string, and all is written to plain files; no item is told apart,
hashed or checked. Libraries that are no part of this environment are in ``peers``; a format without one has no loop.
"""

from __future__ import annotations

import csv
import mailbox
import os
import sqlite3
import tarfile
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from functools import partial
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TextIO

import cchardet
import openpyxl
import orjson
import pyarrow.parquet as pq
import pypdfium2
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from benchmarks.throughput.bare import Spent
from benchmarks.throughput.peers import PEERS

Loop = Callable[[Path], Iterator[str]]
_MAIL: BytesParser[EmailMessage] = BytesParser(policy=policy.default)
_SAMPLE_BYTES, _SAMPLE_CHARS = 65_536, 1_024


def _message(message: EmailMessage) -> Iterator[str]:
    for name, value in message.items():
        yield f"{name}: {value}"
    for part in message.walk():
        if not part.is_multipart():
            content = part.get_content()
            if isinstance(content, str):
                yield content


def _eml(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        yield from _message(_MAIL.parse(file))


def _mbox(path: Path) -> Iterator[str]:
    for message in mailbox.mbox(path, factory=_MAIL.parse, create=False):  # type: ignore[arg-type]  # makes no mboxMessage
        yield from _message(message)


def _text(path: Path) -> Iterator[str]:
    data = path.read_bytes()
    yield data.decode(cchardet.detect(data)["encoding"])


def _html(path: Path) -> Iterator[str]:
    yield LexborHTMLParser(path.read_text("utf-8")).text(separator="\n")


def _docx(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    yield from body.itertext()


def _pdf(path: Path) -> Iterator[str]:
    document = pypdfium2.PdfDocument(path)
    for page in document:
        yield page.get_textpage().get_text_range()
    document.close()


def _csv(path: Path) -> Iterator[str]:
    """As the manual of ``csv`` does it where a file says neither how it is encoded nor how it is delimited."""
    with path.open("rb") as file:
        encoding = cchardet.detect(file.read(_SAMPLE_BYTES))["encoding"]
    with path.open(newline="", encoding=encoding) as text:
        dialect = csv.Sniffer().sniff(text.read(_SAMPLE_CHARS))
        text.seek(0)
        yield from map("\t".join, csv.reader(text, dialect))


def _xlsx(path: Path) -> Iterator[str]:
    for sheet in openpyxl.load_workbook(path, read_only=True):
        for row in sheet.iter_rows(values_only=True):
            yield "\t".join("" if value is None else str(value) for value in row)


def _values(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from (f"{name}\t{text}" for text in _values(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from _values(inner)
    else:
        yield str(value)


def _json(path: Path) -> Iterator[str]:
    yield from _values(orjson.loads(path.read_bytes()))


def _json_lines(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        for line in file:
            yield from _values(orjson.loads(line))


def _xml(path: Path) -> Iterator[str]:
    for element in etree.parse(path).iter(etree.Element):
        yield f"{element.tag}\t{element.text or ''}\t" + "\t".join(f"{k}={v}" for k, v in element.items())


def _parquet(path: Path) -> Iterator[str]:
    for batch in pq.ParquetFile(path).iter_batches():
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield "\t".join("" if value is None else str(value) for value in row)


def _sqlite(path: Path) -> Iterator[str]:
    base = sqlite3.connect(path)
    for (name,) in base.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
        for row in base.execute(f'SELECT * FROM "{name}"'):  # noqa: S608 - a table of the benchmark's own
            yield "\t".join("" if value is None else str(value) for value in row)
    base.close()


def _zip(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            yield archive.read(name).decode("utf-8")


def _tar(path: Path) -> Iterator[str]:
    with tarfile.open(path) as archive:
        for member in archive:
            file = archive.extractfile(member)
            if file is not None:
                yield file.read().decode("utf-8")


LOOPS: dict[str, Loop] = {
    "mbox": _mbox, "eml": _eml, "txt": _text, "html": _html, "docx": _docx, "pdf": _pdf, "csv": _csv, "xlsx": _xlsx,
    "json": _json, "parquet": _parquet, "sqlite": _sqlite, "zip": _zip, "tar.gz": _tar,
    "fhir": _json_lines, "ccda": _xml,
}  # fmt: skip
"""The loop of each format whose library the project has."""
TEXT_ONLY = frozenset({"txt", "html", "docx", "pdf", "zip", "tar.gz", "fhir", "ccda"})
"""Of these the loop does another job: it gives text, and nothing of what kind a member is, of tables and places on a
page, or of what a resource's or an entry's parts mean. What walls cost is seen beside our own reader there."""


def loop_of(name: str) -> Loop | None:
    """Return the loop of a format, or None if its library is not there."""
    module, peer = PEERS.get(name, ("", None))
    return peer if module and find_spec(module) else LOOPS.get(name)


def read_by_library(folder: Path, name: str, processes: int, kept: Path) -> Spent | None:
    """Read every file of a folder by the library of its format into files of ``kept``; None if there is none."""
    loop = loop_of(name)
    if loop is None:
        return None
    files = sorted(folder.iterdir())
    with ProcessPoolExecutor(processes, get_context("fork")) as pool:
        list(pool.map(os.cpu_count, ()))
        began = time.perf_counter()
        chunk = max(1, len(files) // (processes * 8))
        read = list(pool.map(partial(_read, loop, kept), files, chunksize=chunk))
        wall = time.perf_counter() - began
    return Spent(sum(read), wall, len(files))


def _read(loop: Loop, kept: Path, path: Path) -> float:
    began = time.process_time()
    with (kept / f"{os.getpid()}.txt").open("a", encoding="utf-8", errors="replace") as out:
        _write(loop(path), out)
    return time.process_time() - began


def _write(texts: Iterator[str], out: TextIO) -> None:
    for text in texts:
        out.write(text)
        out.write("\n")

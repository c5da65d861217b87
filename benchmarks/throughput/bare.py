"""The bare loop: the same readers over the same files in plain processes; no jail, no sealing, no accounts.

It gives the text out of the documents, as any tool does that takes text out: into plain files, a line for each row and
field. The same loop with its text thrown away is the least that reading can cost at all.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, BinaryIO

from tocsin.config import READ
from tocsin.model.bodies import CELL_END, Field, TextLayout
from tocsin.model.evidence import ItemCode
from tocsin.readers.interface import CannotRead, Source, Unit
from tocsin.readers.registry import reader_for
from tocsin.readers.sniff import sniff
from tocsin.readers.walk import HEAD_BYTES


@dataclass
class Spent:
    """What a run cost and what it gave."""

    cpu_seconds: float
    wall_seconds: float
    items: int


class Plain:
    """A sink that writes text, rows and values to a plain file, or drops them."""

    def __init__(self, out: BinaryIO | None) -> None:
        self._out = out
        self.items = 0

    def text(self, text: str, place: str, layout: TextLayout = TextLayout.FLOWING) -> None:
        if self._out is not None:
            self._out.write(text.encode("utf-8", "replace"))

    def grid(self, rows: Sequence[Sequence[str]], *rest: Any, **more: Any) -> None:
        if self._out is not None:
            self._out.write("\n".join(map("\t".join, rows)).encode("utf-8", "replace"))

    def lines(self, lines: Sequence[str], *rest: Any, **more: Any) -> None:
        if self._out is not None:
            self._out.write("\n".join(lines).replace(CELL_END, "\t").encode("utf-8", "replace"))

    def fields(self, fields: Sequence[Field], place: str) -> None:
        if self._out is not None:
            lines = [f"{field.path}\t{field.label}\t{field.value}" for field in fields]
            self._out.write("\n".join(lines).encode("utf-8", "replace"))

    def child(self, ordinal: int, untrusted_name: str, stream: BinaryIO, size_bytes: int, media_hint: str = "") -> None:
        self.read(stream, size_bytes, untrusted_name, media_hint)

    def failed_child(self, ordinal: int, untrusted_name: str, size_bytes: int, code: ItemCode) -> None:
        self.items += 1

    def message(self, message_id: str, sent_at: str) -> None:
        """Take nothing."""

    def partly(self, code: ItemCode) -> None:
        """Take nothing."""

    def turn(self) -> None:
        """Take nothing."""

    def declared(self, children: int) -> None:
        """Take nothing."""

    def read(self, stream: BinaryIO, size: int, name: str, hint: str = "", unit: Unit | None = None) -> None:
        """Read a document with the reader of its type."""
        self.items += unit is None or unit.first_ordinal <= 1
        kind = _kind(stream, name, size)
        kind = hint if hint == "message/rfc822" and kind.startswith("text/") else kind
        reader = reader_for(kind)
        if reader is not None and size:
            reader.read(Source(stream, size, name, kind), self, READ, unit)


def read_bare(folder: Path, processes: int, kept: Path | None) -> Spent:
    """Read every file of a folder in that many processes; their text goes into files of ``kept``, or nowhere."""
    files = sorted(folder.iterdir())
    with ProcessPoolExecutor(processes, get_context("fork")) as pool:
        list(pool.map(os.cpu_count, ()))
        began = time.perf_counter()
        chunk = max(1, len(files) // (processes * 8))
        planned = pool.map(_planned, map(str, files), chunksize=chunk)
        work = [(str(file), unit) for file, units in zip(files, planned, strict=True) for unit in units]
        read = list(pool.map(partial(_read, kept), work, chunksize=max(1, len(work) // (processes * 8))))
        wall = time.perf_counter() - began
    return Spent(sum(cpu for cpu, _ in read), wall, sum(items for _, items in read))


def _kind(stream: BinaryIO, name: str, size: int) -> str:
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    return sniff(head, name, size)


def _planned(path: str) -> list[Unit | None]:
    size = Path(path).stat().st_size
    if size <= READ.unit_bytes:
        return [None]
    with Path(path).open("rb") as stream:
        kind = _kind(stream, path, size)
        reader = reader_for(kind)
        units = reader.plan(Source(stream, size, Path(path).name, kind), READ) if reader is not None else []
    return list(units) if len(units) > 1 else [None]


def _read(kept: Path | None, work: tuple[str, Unit | None]) -> tuple[float, int]:
    path, unit = Path(work[0]), work[1]
    began = time.process_time()
    with ExitStack() as stack:
        stream = stack.enter_context(path.open("rb"))
        out = None if kept is None else stack.enter_context((kept / f"{os.getpid()}.txt").open("ab"))
        sink = Plain(out)
        try:
            sink.read(stream, path.stat().st_size, path.name, "", unit)
        except CannotRead as cannot:
            raise SystemExit(f"the corpus is not sound: {cannot.code}") from cannot
    return time.process_time() - began, sink.items

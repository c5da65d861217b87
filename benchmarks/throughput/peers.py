"""Loops of libraries that are no part of the project: installed into a folder of their own, given with ``--peers``.

``pip install --target FOLDER 'psycopg[binary]' libpff-python sqlglot hl7 pyx12``. Only this benchmark uses them, some
are under the LGPL. A format whose library is not there has no loop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

_TEXT_OID = 25
_UNICODE, _BODIES = 0x1F, frozenset({0x1000, 0x1009, 0x1013})
_END_OF_COPY = b"\\.\n"


def pst(path: Path) -> Iterator[str]:
    """Every item of every folder by libpff: its texts and times, bodies, recipients, attachments."""
    import pypff

    file = pypff.file()
    file.open(str(path))
    waiting = [file.root_folder]
    while waiting:
        folder = waiting.pop()
        waiting += folder.sub_folders
        for item in folder.sub_messages:
            yield from _item(item)
    file.close()


def _item(item: Any) -> Iterator[str]:
    yield from _texts(item)
    yield f"{item.client_submit_time}\t{item.delivery_time}"
    for body in (item.plain_text_body, item.html_body, item.rtf_body):
        if body is not None:
            yield body.decode("utf-8", "replace")
    if item.recipients is not None:
        yield from _texts(item.recipients)
    for attachment in item.attachments:
        yield from _texts(attachment)
        yield attachment.read_buffer(attachment.size).decode("latin-1")


def _texts(item: Any) -> Iterator[str]:
    """The texts among the properties, without those of bodies."""
    for one in item.record_sets:
        for entry in one.entries:
            if entry.value_type == _UNICODE and entry.entry_type not in _BODIES:
                yield entry.data_as_string or ""


def copied(path: Path) -> Iterator[str]:
    """The rows of COPY by psycopg's own parser, the one in C: that of rows which a server sends in the same form."""
    parse: Callable[[bytes], tuple[str | None, ...]] | None = None
    with path.open("rb") as file:
        for line in file:
            if parse is None:
                parse = _copy_parser(line.count(b",") + 1) if line.startswith(b"COPY ") else None
            elif line == _END_OF_COPY:
                parse = None
            else:
                yield "\t".join(["" if value is None else value for value in parse(line)])


def _copy_parser(columns: int) -> Callable[[bytes], tuple[str | None, ...]]:
    """Return the parser of rows of so many texts; what a server would say of them is told to it here."""
    from psycopg import adapt, pq
    from psycopg._copy_base import TextFormatter

    answer = pq.PGconn.connect_start(b"host=/nowhere").make_empty_result(pq.ExecStatus.COPY_OUT)
    answer.set_attributes([pq.PGresAttDesc(b"", 0, 0, 0, _TEXT_OID, 0, 0)] * columns)
    told = adapt.Transformer()
    told.set_pgresult(answer)
    told.set_loader_types([_TEXT_OID] * columns, pq.Format.TEXT)
    parse: Callable[[bytes], tuple[str | None, ...]] = TextFormatter(told).parse_row
    return parse


def inserted(path: Path) -> Iterator[str]:
    """The rows of INSERT by sqlglot."""
    import sqlglot
    from sqlglot import exp

    for statement in sqlglot.parse(path.read_text("utf-8"), read="mysql"):
        if isinstance(statement, exp.Insert):
            for row in statement.expression.expressions:
                yield "\t".join(value.name for value in row.expressions)


def hl7(path: Path) -> Iterator[str]:
    """The fields of every segment by python-hl7."""
    import hl7 as library

    for message in library.split_file(path.read_bytes().decode("utf-8")):
        for segment in library.parse(message):
            yield from map(str, segment)


def x12(path: Path) -> Iterator[str]:
    """The elements of every segment by pyx12."""
    from pyx12.x12file import X12Reader

    with path.open(encoding="ascii") as file:
        for segment in X12Reader(file):
            yield from (f"{place}\t{value}" for place, _, _, value in segment.values_iterator())


PEERS: dict[str, tuple[str, Callable[[Path], Iterator[str]]]] = {
    "pst": ("pypff", pst),
    "pg_dump": ("psycopg", copied),
    "mysqldump": ("sqlglot", inserted),
    "hl7": ("hl7", hl7),
    "x12": ("pyx12", x12),
}
"""Of each format: the module that must be there, and its loop."""

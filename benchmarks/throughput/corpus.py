"""Evidence of one format each, of about a given size, as files in a folder: ordinary content, nothing hostile."""

from __future__ import annotations

import io
import json
import random
import sqlite3
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from benchmarks.throughput.clinical import ccda, fhir_lines, hl7, x12_claims
from simulator.blocks import Heading, Para, Table
from simulator.writers.docx import write_docx
from simulator.writers.html import write_html
from simulator.writers.pdf import write_pdf
from tests.readers.pst_file import PstFile

_PROSE = (
    "the chart was sent to the front desk and a copy goes with the claim for the visit of last week please call back "
    "when the lab has answered or the plan has paid the balance is open since spring and nobody has heard from them"
)
_WORDS = _PROSE.split()
_FOLDER_ITEMS = 300
_FIRST = ("Ann", "Bo", "Cleo", "Dan", "Eve", "Finn", "Gus", "Hana", "Ivo", "Jo")
_LAST = ("Lee", "Ortiz", "Novak", "Chen", "Haddad", "Okoye", "Berg", "Silva", "Kumar", "Quist")
HEADER = ["Name", "Born", "MRN", "SSN", "Phone", "Street", "City", "Balance"]
Make = Callable[[Path, int, random.Random], None]


def rows_of(luck: random.Random, count: int) -> list[list[str]]:
    """Return rows of a list of patients."""
    return [
        [
            f"{luck.choice(_FIRST)} {luck.choice(_LAST)}", f"{luck.randint(1930, 2020)}-0{luck.randint(1, 9)}-11",
            f"{luck.randrange(10**8):08d}", f"900-{luck.randint(10, 99)}-{luck.randrange(10**4):04d}",
            f"(555) 555-{luck.randrange(10**4):04d}", f"{luck.randint(1, 9999)} Elm St", "Salem",
            f"{luck.randrange(10**6) / 100:.2f}",
        ]
        for _ in range(count)
    ]  # fmt: skip


def prose(luck: random.Random, chars: int) -> str:
    """Return lines of prose."""
    lines = []
    while chars > 0:
        lines.append(" ".join(luck.choices(_WORDS, k=14)))
        chars -= len(lines[-1]) + 1
    return "\n".join(lines)


def _until(folder: Path, size: int, ending: str, make: Callable[[int], bytes]) -> None:
    """Write files until they are as large together."""
    number = 0
    while size > 0:
        data = make(number)
        (folder / f"{number:05d}.{ending}").write_bytes(data)
        size -= len(data)
        number += 1


def _message(number: int, luck: random.Random) -> bytes:
    head = (
        f"From: Kim <kim@clinic.example>\nTo: desk@clinic.example\nSubject: note {number}\n"
        f"Message-ID: <{number}@clinic.example>\nDate: Mon, 01 Jan 2024 00:00:00 +0000\n"
    )
    return f"{head}\n{rows_of(luck, 1)[0]}\n{prose(luck, 2_500)}\n".encode()


def _mbox(folder: Path, size: int, luck: random.Random) -> None:
    with (folder / "box.mbox").open("wb") as out:
        for number in _numbers(out, size):
            out.write(b"From kim@clinic.example Mon Jan  1 00:00:00 2024\n" + _message(number, luck) + b"\n")


def _numbers(out: io.BufferedWriter, size: int) -> Iterator[int]:
    number = 0
    while out.tell() < size:
        yield number
        number += 1


def _eml(folder: Path, size: int, luck: random.Random) -> None:
    _until(folder, size, "eml", lambda number: _message(number, luck))


def _txt(folder: Path, size: int, luck: random.Random) -> None:
    _until(folder, size, "txt", lambda number: prose(luck, 40_000).encode())


def _lines(luck: random.Random, count: int, mark: str) -> bytes:
    return "".join(f"{mark.join(row)}\n" for row in [HEADER, *rows_of(luck, count)]).encode()


def _csv(folder: Path, size: int, luck: random.Random) -> None:
    _until(folder, size, "csv", lambda number: _lines(luck, 20_000, ","))


def _html(folder: Path, size: int, luck: random.Random) -> None:
    def page(number: int) -> bytes:
        return write_html([Heading("List"), Para(prose(luck, 20_000)), Table([HEADER, *rows_of(luck, 200)])]).encode()

    _until(folder, size, "html", page)


def _docx(folder: Path, size: int, luck: random.Random) -> None:
    def letter(number: int) -> bytes:
        return write_docx(
            [Heading("Letter"), Para(prose(luck, 20_000)), Table([HEADER, *rows_of(luck, 100)])], "Clinic"
        )

    _until(folder, size // 8, "docx", letter)


def _xlsx(folder: Path, size: int, luck: random.Random) -> None:
    def book(number: int) -> bytes:
        out = io.BytesIO()
        with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
            sheet = made.add_worksheet("List")
            for at, row in enumerate([HEADER, *rows_of(luck, 5_000)]):
                sheet.write_row(at, 0, row)
        return out.getvalue()

    _until(folder, size // 4, "xlsx", book)


def _pdf(folder: Path, size: int, luck: random.Random) -> None:
    def paper(number: int) -> bytes:
        return write_pdf([Heading("Letter"), Para(prose(luck, 8_000)), Table([HEADER, *rows_of(luck, 60)])])

    _until(folder, size // 32, "pdf", paper)


def _pst(folder: Path, size: int, luck: random.Random) -> None:
    """Write messages as those of ``_message``, few enough in a folder that its table is one block."""
    file = PstFile()
    for number in range(size // 6_000 // _FOLDER_ITEMS + 1):
        file.folder(f"Inbox {number}", 0x8082 + number * 0x20)
    for number in range(size // 6_000):
        properties = {
            0x001A: "IPM.Note", 0x0037: f"note {number}", 0x0039: datetime(2024, 1, 1, tzinfo=UTC), 0x0C1A: "Kim",
            0x0C1E: "SMTP", 0x0C1F: "kim@clinic.example", 0x1035: f"<{number}@clinic.example>",
            0x1000: f"{rows_of(luck, 1)[0]}\n{prose(luck, 2_500)}",
        }  # fmt: skip
        recipients = [{0x3001: "Desk", 0x39FE: "desk@clinic.example", 0x0C15: 1}]
        file.item(0x200004 + number * 0x20, 0x8082 + number // _FOLDER_ITEMS * 0x20, properties, recipients)
    (folder / "box.pst").write_bytes(bytes(file.data()))


def _zip(folder: Path, size: int, luck: random.Random) -> None:
    with zipfile.ZipFile(folder / "files.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(max(1, size // 40_000)):
            archive.writestr(f"notes/{number:05d}.txt", prose(luck, 40_000))


def _tar(folder: Path, size: int, luck: random.Random) -> None:
    with tarfile.open(folder / "files.tar.gz", "w:gz") as archive:
        for number in range(max(1, size // 40_000)):
            data = prose(luck, 40_000).encode()
            entry = tarfile.TarInfo(f"notes/{number:05d}.txt")
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))


def _pg_dump(folder: Path, size: int, luck: random.Random) -> None:
    names = ", ".join(name.lower() for name in HEADER)
    create = "CREATE TABLE public.patient (\n" + ",\n".join(f"    {name.lower()} text" for name in HEADER) + "\n);\n"
    with (folder / "dump.sql").open("wb") as out:
        out.write(f"-- PostgreSQL database dump\n\n{create}\nCOPY public.patient ({names}) FROM stdin;\n".encode())
        for _ in _numbers(out, size):
            out.write(b"".join("\t".join(row).encode() + b"\n" for row in rows_of(luck, 1_000)))
        out.write(b"\\.\n")


def _mysqldump(folder: Path, size: int, luck: random.Random) -> None:
    create = "CREATE TABLE `patient` (\n" + ",\n".join(f"  `{name.lower()}` text" for name in HEADER) + "\n);\n"
    with (folder / "dump.sql").open("wb") as out:
        out.write(f"-- MySQL dump 10.13\n\n{create}\n".encode())
        for _ in _numbers(out, size):
            values = ",".join("('" + "','".join(row) + "')" for row in rows_of(luck, 1_000))
            out.write(b"INSERT INTO `patient` VALUES " + values.encode() + b";\n")


def _sqlite(folder: Path, size: int, luck: random.Random) -> None:
    base = sqlite3.connect(folder / "base.sqlite")
    base.execute(f"CREATE TABLE patient ({', '.join(HEADER)})")
    base.executemany("INSERT INTO patient VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows_of(luck, size // 90))
    base.commit()
    base.close()


def _parquet(folder: Path, size: int, luck: random.Random) -> None:
    rows = rows_of(luck, size // 90)
    columns = dict(zip(HEADER, zip(*rows, strict=True), strict=True))
    pq.write_table(pa.table({name: list(values) for name, values in columns.items()}), folder / "table.parquet")


def _json(folder: Path, size: int, luck: random.Random) -> None:
    def records(number: int) -> bytes:
        return json.dumps([dict(zip(HEADER, row, strict=True)) for row in rows_of(luck, 5_000)]).encode()

    _until(folder, size, "json", records)


def _x12(folder: Path, size: int, luck: random.Random) -> None:
    _until(folder, size, "837", lambda number: x12_claims(rows_of(luck, 500), number))


def _hl7(folder: Path, size: int, luck: random.Random) -> None:
    _until(folder, size, "hl7", lambda number: hl7(rows_of(luck, 500)))


def _fhir(folder: Path, size: int, luck: random.Random) -> None:
    _until(folder, size, "ndjson", lambda number: fhir_lines(rows_of(luck, 1_000)))


def _ccda(folder: Path, size: int, luck: random.Random) -> None:
    _until(folder, size, "xml", lambda number: ccda(rows_of(luck, 1)[0], rows_of(luck, 60), prose(luck, 3_000)))


FORMATS: dict[str, Make] = {
    "mbox": _mbox, "eml": _eml, "pst": _pst, "txt": _txt, "html": _html, "docx": _docx, "pdf": _pdf, "csv": _csv,
    "xlsx": _xlsx, "json": _json, "parquet": _parquet, "sqlite": _sqlite, "pg_dump": _pg_dump,
    "mysqldump": _mysqldump, "zip": _zip, "tar.gz": _tar, "x12": _x12, "hl7": _hl7, "fhir": _fhir, "ccda": _ccda,
}  # fmt: skip
"""Each writes files of its format into a folder, for about so many bytes of content."""

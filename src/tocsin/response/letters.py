"""Writing the letters: PDFs, their index and mailfile.csv, outside the incident's folder; their hashes in the record.

What was mailed already is not written again; what a hold or another duty keeps back is listed with why.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from tocsin.errors import NothingToDoError, RefusedError
from tocsin.model.results import DUTIES
from tocsin.notices.compose import letter_of
from tocsin.notices.letters import BATCH_LETTERS, first_pages, letters_pdf
from tocsin.notices.mailfile import COLUMNS, MAILFILE
from tocsin.notices.setting import LetterSetting, has_contact
from tocsin.response.export_format import csv_bytes, table_of
from tocsin.response.folder import IncidentFolder
from tocsin.response.letter_holds import blocks_of, why_kept
from tocsin.response.letter_setting import letter_setting
from tocsin.response.pool import Tables, map_parts
from tocsin.response.progress import Progress

PRINTED = pa.schema(
    [
        *(pa.field(name, pa.string(), nullable=False) for name in ("record_id", "batch")),
        pa.field("first_page", pa.int64(), nullable=False),
        pa.field("pages", pa.int64(), nullable=False),
        *(pa.field(name, pa.string(), nullable=False) for name in ("sha256", "batch_sha256")),
        pa.field("dated_on", pa.date32(), nullable=False),
    ]
)
"""One row a letter written; ``sha256`` is that of its own PDF, empty if only batches were written."""
INDEX = ("record_id", "batch", "first_page", "pages", "sha256", "batch_sha256")
HELD = pa.schema(
    [pa.field(name, pa.string(), nullable=False) for name in ("record_id", "covered_entity", "state", "why")]
)
_MAILED = pa.schema([pa.field("record_id", pa.string(), nullable=False)])
_FILES = pa.schema([pa.field("name", pa.string()), pa.field("data", pa.large_binary())])


class NoContactError(RefusedError):
    """A letter must name a way to ask: a telephone number, a website or a postal address (45 CFR 164.404(c)(1)(E))."""

    code = "TOC-3013"
    remedy = "Set protection.phone, or the address of the covered entity, with `tocsin facts DIR --incident FILE`."


class LettersHeldError(RefusedError):
    """Every letter is kept back, by a law-enforcement hold or because somebody else must be told first."""

    code = "TOC-3016"
    remedy = "See held.csv for why; wait, or correct the facts with `tocsin facts DIR --incident FILE`, then run again."


@dataclass(frozen=True)
class LetterOptions:
    """What the user asked of the letters."""

    on: date
    """Printed on them; holds are judged by it."""
    singles: bool = True
    """One PDF a letter beside the batches."""
    again: bool = False
    """Also those that were mailed already."""
    only: frozenset[str] | None = None
    """Record, notice or person ids of those to write to now, where not all are certified yet."""
    jobs: int = 1


def write_letters(folder: IncidentFolder, to: Path, options: LetterOptions, progress: Progress) -> str:
    """Write the letters to be mailed and return a sentence with the numbers.

    Raises:
        NothingToDoError: `notify` has not run.
        InsideFolderError: ``to`` lies in the incident folder.
        NoContactError: the facts name no way to ask.
        LettersHeldError: all of them are kept back; held.csv says why.
    """
    if not folder.committed_keys("notify"):
        raise NothingToDoError()
    folder.refuse_inside(to)
    setting = letter_setting(folder, options.on)
    if not has_contact(setting.incident, setting.incident.covered_entities):
        raise NoContactError()
    to.mkdir(parents=True, exist_ok=True)
    due, held = _due_and_held(folder, setting, options)
    if held:
        _write(to / "held.csv", csv_bytes(table_of(held, HELD)))
    if held and not due:
        raise LettersHeldError(letters=len(held))
    progress.start("letters", len(due))
    printed = _press(to, due, setting, options, progress)
    columns = table_of(due, MAILFILE).select(list(COLUMNS))
    digests = [row["batch_sha256"] for row in printed] + [row["sha256"] for row in printed]
    digests.append(_write(to / "mailfile.csv", csv_bytes(columns)))
    index = table_of(printed, PRINTED)
    digests.append(_write(to / "index.csv", csv_bytes(index.select(list(INDEX)))))
    proof = hashlib.sha256("".join(digests).encode()).hexdigest()
    files = len({row["batch"] for row in printed}) + (len(printed) if options.singles else 0) + 2
    with folder.stage_lock():
        facts = {"letters": len(printed), "files": files, "held": len(held), "proof": proof}
        folder.commit("letters", proof[:32], {"printed": index}, facts, replaces=[proof[:32]])
    progress.finish(f"{len(printed)} letters")
    kept = f"; {len(held)} kept back, see {to / 'held.csv'}" if held else ""
    return f"{len(printed)} letters in {files} files -> {to}{kept}"


def _due_and_held(
    folder: IncidentFolder, setting: LetterSetting, options: LetterOptions
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the rows to write, and those that are kept back, each with why."""
    blocks = blocks_of(setting.incident, folder.read("duties", DUTIES).to_pylist(), options.on)
    due, held = [], []
    mailed = set(folder.read("mailings", _MAILED)["record_id"].to_pylist())
    for record in folder.read("mailfile", MAILFILE).sort_by("record_id").to_pylist():
        if record["record_id"] in mailed and not options.again:
            continue
        if options.only is not None and options.only.isdisjoint(
            [record["record_id"], *record["notice_ids"].split(";")]
        ):
            continue
        why = why_kept(record, blocks)
        if why:
            held.append({**record, "why": why})
        else:
            due.append(record)
    return due, held


def _press(
    to: Path, records: Sequence[dict[str, Any]], setting: LetterSetting, options: LetterOptions, progress: Progress
) -> list[dict[str, Any]]:
    """Write batches and single letters; return a row for each letter, sorted by record id."""
    printed: list[dict[str, Any]] = []
    fixed = pa.table({"setting": [pickle.dumps((setting, options.singles))]})
    parts = ((name, {"records": table_of(rows, MAILFILE), "setting": fixed}) for name, rows in _batches(records))
    for name, made in map_parts(_print_batch, parts, options.jobs, "letters"):
        digest = ""
        for row in made["files"].to_pylist():
            if row["name"] == "":
                digest = _write(to / f"{name}.pdf", row["data"])
            else:
                _write(to / f"{row['name']}.pdf", row["data"])
        rows = made["rows"].to_pylist()
        printed += [{**row, "batch": f"{name}.pdf", "batch_sha256": digest, "dated_on": options.on} for row in rows]
        progress.advance(len(rows))
    return sorted(printed, key=lambda row: str(row["record_id"]))


def _batches(records: Sequence[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield name and rows of each batch, each of one language, since a PDF speaks one."""
    number = 0
    for language in sorted({record["language"] for record in records}):
        mine = [record for record in records if record["language"] == language]
        for start in range(0, len(mine), BATCH_LETTERS):
            number += 1
            yield f"batch-{number:04d}", mine[start : start + BATCH_LETTERS]


def _print_batch(tables: Tables) -> Tables:
    """Set one batch; runs in a worker. The setting is ours, made by the process that started this one."""
    setting, singles = pickle.loads(tables["setting"]["setting"][0].as_py())
    records = tables["records"].to_pylist()
    letters = [letter_of(record, setting) for record in records]
    whole = letters_pdf(letters, setting.houses)
    starts = first_pages(whole)
    files, rows = [{"name": "", "data": whole}], []
    for at, record in enumerate(records):
        digest = ""
        if singles:
            data = letters_pdf([letters[at]], setting.houses)
            digest = hashlib.sha256(data).hexdigest()
            files.append({"name": record["record_id"], "data": data})
        pages = starts[at + 1] - starts[at]
        rows.append({"record_id": record["record_id"], "first_page": starts[at], "pages": pages, "sha256": digest})
    return {"files": pa.Table.from_pylist(files, schema=_FILES), "rows": pa.Table.from_pylist(rows)}


def _write(path: Path, data: bytes) -> str:
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)
    return hashlib.sha256(data).hexdigest()

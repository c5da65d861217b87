"""Writing the letters: PDFs, their index and mailfile.csv, outside the incident's folder; their hashes in the record.

What was mailed already is not written again; what a hold or another duty keeps back is listed with why.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.errors import NothingToDoError, RefusedError
from tocsin.model.results import DUTIES, PEOPLE
from tocsin.notices.compose import letter_of
from tocsin.notices.letters import BATCH_LETTERS, first_pages, letters_pdf
from tocsin.notices.mailfile import COLUMNS, MAILFILE
from tocsin.notices.setting import LetterSetting, has_contact
from tocsin.response.engines import local_engine
from tocsin.response.export_format import csv_bytes, table_of
from tocsin.response.folder import IncidentFolder
from tocsin.response.letter_holds import blocks_of, why_kept
from tocsin.response.letter_setting import letter_setting
from tocsin.response.progress import Progress
from tocsin.tables.engine import Tables

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
_ROWS = 10_000
"""Rows of the mail file that are looked at together."""
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
    if held.num_rows:
        _write(to / "held.csv", csv_bytes(held))
    if held.num_rows and not due.num_rows:
        raise LettersHeldError(letters=held.num_rows)
    progress.start("letters", due.num_rows)
    printed = _press(to, due, setting, options, progress)
    digests = [*printed["batch_sha256"].to_pylist(), *printed["sha256"].to_pylist()]
    digests.append(_write(to / "mailfile.csv", csv_bytes(due.select(list(COLUMNS)))))
    digests.append(_write(to / "index.csv", csv_bytes(printed.select(list(INDEX)))))
    proof = hashlib.sha256("".join(digests).encode()).hexdigest()
    files = len(pc.unique(printed["batch"])) + (printed.num_rows if options.singles else 0) + 2
    with folder.stage_lock():
        facts = {"letters": printed.num_rows, "files": files, "held": held.num_rows, "proof": proof}
        folder.commit("letters", proof[:32], {"printed": printed}, facts, replaces=[proof[:32]])
    progress.finish(f"{printed.num_rows} letters")
    kept = f"; {held.num_rows} kept back, see {to / 'held.csv'}" if held.num_rows else ""
    return f"{printed.num_rows} letters in {files} files -> {to}{kept}"


def _due_and_held(folder: IncidentFolder, setting: LetterSetting, options: LetterOptions) -> tuple[pa.Table, pa.Table]:
    """Return the rows to write, and those that are kept back, each with why; both sorted by record id."""
    blocks = blocks_of(setting.incident, folder.read("duties", DUTIES).to_pylist(), options.on)
    mailed = set() if options.again else set(folder.read("mailings", _MAILED)["record_id"].to_pylist())
    only = _with_notices(folder, options.only)
    letters = folder.read("mailfile", MAILFILE).sort_by("record_id")
    keep: list[bool] = []
    held: list[dict[str, Any]] = []
    for batch in letters.select(["record_id", "notice_ids", "covered_entity", "state"]).to_batches(_ROWS):
        for row in batch.to_pylist():
            is_wanted = row["record_id"] not in mailed and _is_asked_for(row, only)
            why = why_kept(row, blocks) if is_wanted and blocks else ""
            keep.append(is_wanted and not why)
            if why:
                held.append({**row, "why": why})
    return letters.filter(pa.array(keep, pa.bool_())), table_of(held, HELD)


def _with_notices(folder: IncidentFolder, only: frozenset[str] | None) -> frozenset[str] | None:
    """Return the ids with the notices of every person among them."""
    if only is None:
        return None
    people = folder.read("people", PEOPLE, columns=["person_id", "notice_id"]).to_pylist()
    return only.union(*[row["notice_id"].split(";") for row in people if row["person_id"] in only])


def _is_asked_for(row: dict[str, Any], only: frozenset[str] | None) -> bool:
    return only is None or not only.isdisjoint([row["record_id"], *row["notice_ids"].split(";")])


def _press(to: Path, due: pa.Table, setting: LetterSetting, options: LetterOptions, progress: Progress) -> pa.Table:
    """Write batches and single letters; return a row for each letter, sorted by record id."""
    printed: list[pa.Table] = []
    fixed = pa.table({"setting": [pickle.dumps((setting, options.singles))]})
    parts = ((name, {"records": rows, "setting": fixed}) for name, rows in _batches(due))
    for name, made in local_engine(options.jobs).map_batches(_print_batch, parts, "letters"):
        digest = ""
        for row in made["files"].to_pylist():
            if row["name"] == "":
                digest = _write(to / f"{name}.pdf", row["data"])
            else:
                _write(to / f"{row['name']}.pdf", row["data"])
        rows = made["rows"].to_pylist()
        more = {"batch": f"{name}.pdf", "batch_sha256": digest, "dated_on": options.on}
        printed.append(table_of([{**row, **more} for row in rows], PRINTED))
        progress.advance(len(rows))
    return pa.concat_tables(printed or [PRINTED.empty_table()]).sort_by("record_id")


def _batches(due: pa.Table) -> Iterator[tuple[str, pa.Table]]:
    """Yield name and rows of each batch, each of one language, since a PDF speaks one."""
    number = 0
    for language in sorted(pc.unique(due["language"]).to_pylist()):
        mine = due.filter(pc.equal(due["language"], language))
        for start in range(0, mine.num_rows, BATCH_LETTERS):
            number += 1
            yield f"batch-{number:04d}", mine.slice(start, BATCH_LETTERS)


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

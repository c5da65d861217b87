"""Writing the letters: PDFs and mailfile.csv, in a folder outside the incident's; the hash of each in the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tocsin.errors import NothingToDoError, RefusedError
from tocsin.model.incident_file import parse_incident
from tocsin.notices.content import Letter, has_contact, letter_of
from tocsin.notices.letters import BATCH_LETTERS, letters_pdf
from tocsin.notices.mailfile import MAILFILE
from tocsin.response.export_format import csv_bytes
from tocsin.response.exports import export_table
from tocsin.response.folder import IncidentFolder
from tocsin.response.progress import Progress


class NoContactError(RefusedError):
    """A letter must name a way to ask: a telephone number, a website or a postal address (45 CFR 164.404(c)(1)(E))."""

    code = "TOC-3013"
    remedy = "Set protection.phone, or the address of the covered entity, with `tocsin facts DIR --incident FILE`."


def write_letters(folder: IncidentFolder, to: Path, on: date, progress: Progress, *, singles: bool = True) -> str:
    """Write every letter of the mail file and return a sentence with the numbers.

    Args:
        folder: the incident.
        to: a folder outside the incident's; made if missing.
        on: the date printed on the letters.
        progress: hears how far it is.
        singles: write one PDF a letter beside the batches.

    Raises:
        NothingToDoError: `notify` has not run.
        InsideFolderError: ``to`` lies in the incident folder.
        NoContactError: the facts name no way to ask.
    """
    if not folder.committed_keys("notify"):
        raise NothingToDoError()
    folder.refuse_inside(to)
    incident = parse_incident(folder.incident_toml)
    if not has_contact(incident, incident.covered_entities):
        raise NoContactError()
    to.mkdir(parents=True, exist_ok=True)
    records = folder.read("mailfile", MAILFILE).sort_by("record_id").to_pylist()
    progress.start("letters", len(records))
    digests = []
    for number, start in enumerate(range(0, len(records), BATCH_LETTERS), start=1):
        batch = records[start : start + BATCH_LETTERS]
        letters = [letter_of(record, record["elements"].split(";"), incident, on) for record in batch]
        digests.append(_write(to / f"batch-{number:04d}.pdf", letters_pdf(letters)))
        if singles:
            digests.extend(_write_singles(to, batch, letters))
        progress.advance(len(batch))
    digests.append(_write(to / "mailfile.csv", csv_bytes(export_table(folder, "mailfile", reveal=False))))
    proof = hashlib.sha256("".join(digests).encode()).hexdigest()
    folder.append_ledger("letters", {"letters": len(records), "files": len(digests), "sha256": proof})
    progress.finish(f"{len(records)} letters")
    return f"{len(records)} letters in {len(digests)} files -> {to}"


def _write_singles(to: Path, records: Sequence[dict[str, Any]], letters: Sequence[Letter]) -> list[str]:
    return [
        _write(to / f"{record['record_id']}.pdf", letters_pdf([letter]))
        for record, letter in zip(records, letters, strict=True)
    ]


def _write(path: Path, data: bytes) -> str:
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)
    return hashlib.sha256(data).hexdigest()

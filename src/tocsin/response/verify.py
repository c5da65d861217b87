"""Verification with the passphrase: every seal, every row, every signature; each fault says what does not hold.

Covered: every byte of tocsin.json, of checker.py, of every sealed file and part; every row of every control table, at
any time; every byte of the control file, if it was closed cleanly (else its unused bytes are not covered, which hold
nothing). A whole folder put back to an earlier state shows only against a checkpoint that was kept elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tocsin.errors import SealMismatchError
from tocsin.ledger import checker
from tocsin.response.folder import IncidentFolder
from tocsin.response.header import NAME, read_header
from tocsin.response.record import CHECKER
from tocsin.tables import parts
from tocsin.vault.sealed import SealedReader, check_stream

Tell = Callable[[int], None]
Check = Callable[[IncidentFolder, Tell], "Iterator[Fault]"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not hold; ids, numbers and our own words only."""

    what: str
    """evidence, part, blob, ledger, checkpoint, control, header, checker, missing, altered, accounting."""
    where: str
    words: str

    def __str__(self) -> str:
        return f"{self.what}: {self.where}: {self.words}"


def verify(
    folder: IncidentFolder,
    checkpoint: str | None = None,
    accounting: Callable[[], list[Fault]] | None = None,
    tell: Tell = lambda size_bytes: None,
) -> list[Fault]:
    """Return every fault of the record, ciphertext and plaintext; ``checkpoint`` is a note kept elsewhere.

    ``accounting`` adds the checks of stages; it runs only on a record whose bytes hold. ``tell`` hears the bytes of
    evidence that were opened.
    """
    faults = [*_header(folder), *_control(folder), *_public(folder, checkpoint), *_manifest(folder)]
    for check in (_evidence, _parts, _blobs):
        faults += _guarded(check, folder, tell, is_damaged=any(f.what == "control" for f in faults))
    if not faults and accounting is not None:
        faults += accounting()
    return faults


def _guarded(check: Check, folder: IncidentFolder, tell: Tell, *, is_damaged: bool) -> list[Fault]:
    """Run a check; where the control state is known to be damaged, its rows may have any shape."""
    faults: list[Fault] = []
    try:
        faults.extend(check(folder, tell))
    except SealMismatchError:
        faults.append(Fault("control", "control.sqlite", "its rows cannot be read"))
    except (ValueError, LookupError, TypeError):
        if not is_damaged:
            raise
        faults.append(Fault("control", "control.sqlite", "its rows have lost their shape"))
    return faults


def _header(folder: IncidentFolder) -> Iterator[Fault]:
    try:
        if read_header(folder.dir) != folder.header:
            yield Fault("header", NAME, "was changed since the folder was opened")
    except SealMismatchError:
        yield Fault("header", NAME, "does not match its checksum")
    try:
        same = (folder.dir / CHECKER).read_bytes() == Path(checker.__file__).read_bytes()
    except OSError:
        same = False
    if not same:
        yield Fault("checker", CHECKER, "is not the checker of this version of Tocsin: do not rely on it")


def _control(folder: IncidentFolder) -> Iterator[Fault]:
    try:
        for table in folder.control.faulty_tables():
            yield Fault("control", f"table {table}", "its rows are not the ones that were committed")
        number = folder.control.number()
        if not folder.control.head.is_sealed():
            yield Fault("control", "control.head", "is missing or altered")
        elif number is not None and not number - 1 <= folder.control.head.number <= number:
            yield Fault("control", "control.sqlite", "is not the copy that was committed last")
        if folder.control.faulty_file():
            yield Fault("control", "control.sqlite", "bytes of the file changed after it was closed")
        for words in folder.control.integrity():
            yield Fault("control", "control.sqlite", words)
    except SealMismatchError:
        yield Fault("control", "control.sqlite", "is damaged")


def _public(folder: IncidentFolder, checkpoint: str | None) -> Iterator[Fault]:
    for finding in checker.check(folder.dir, checkpoint):
        if finding.is_fault:
            yield Fault(finding.what, finding.where, finding.words)


def _manifest(folder: IncidentFolder) -> Iterator[Fault]:
    """Hold the control tables against what the ledger says is in the record."""
    try:
        listed, rows = folder.ledger_files(), folder.files()
    except (SealMismatchError, ValueError, KeyError, TypeError, AttributeError):
        return  # an entry that cannot be read breaks the tree or the sums, which name it
    for path in sorted(listed.keys() | rows.keys()):
        if listed.get(path) != rows.get(path):
            yield Fault("control", path, "the control tables and the ledger do not agree on it")


def _evidence(folder: IncidentFolder, tell: Tell) -> Iterator[Fault]:
    for evidence in folder.evidence():
        yield from _files(folder, str(evidence.evidence_id), evidence.ordinal, tell)
    for ordinal in folder.pending_ordinals():
        yield from _files(folder, f"addition {ordinal} (not complete)", ordinal, tell)


def _files(folder: IncidentFolder, name: str, ordinal: int, tell: Tell) -> Iterator[Fault]:
    for file in folder.sealed_files(ordinal):
        if file.code:
            continue
        tell(file.size_bytes)
        found = _sealed(partial(folder.open_file, file), file.sha256, file.size_bytes)
        if found:
            yield Fault("evidence", f"{name} file {file.file_no} ({file.pack})", found)


def _sealed(open_it: Callable[[], SealedReader], sha256: str, size_bytes: int) -> str:
    try:
        with open_it() as reader:
            if reader.size_bytes == size_bytes and check_stream(reader) == sha256:
                return ""
            return "is not what was sealed at intake"
    except SealMismatchError as error:
        block = error.facts.get("block")
        return "does not open" if block is None else f"block {block} does not open"
    except OSError:
        return "cannot be read"


def _parts(folder: IncidentFolder, tell: Tell) -> Iterator[Fault]:
    key = folder.keys.key("tables")
    for row in folder.control.rows("SELECT * FROM part ORDER BY table_name, created"):
        path = folder.dir / "parts" / row["table_name"] / f"{row['part_id']}.parquet"
        name = f"{row['table_name']}/{row['part_id']}"
        try:
            table = parts.read_part(path, key)
        except SealMismatchError:
            yield Fault("part", name, "does not open")
            continue
        if (table.num_rows, parts.table_sha256(table)) != (row["rows"], row["plain_sha256"]):
            yield Fault("part", name, "is not the table that was committed")


def _blobs(folder: IncidentFolder, tell: Tell) -> Iterator[Fault]:
    for row in folder.control.rows("SELECT * FROM blob ORDER BY blob_id"):
        name = str(row["blob_id"])
        found = _sealed(partial(folder.open_blob, name), row["sha256"], row["size_bytes"])
        if found:
            yield Fault("blob", name, found)

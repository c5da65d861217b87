"""What an incident folder has come to: every export as bytes, the accounting, what `verify` says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.e2e.cases import PASSPHRASE, Case
from tocsin.cli.results import WHAT
from tocsin.clock import SystemClock
from tocsin.errors import SealMismatchError
from tocsin.ledger import checker
from tocsin.response.export_format import ENDINGS, write_table
from tocsin.response.exports import export_table
from tocsin.response.folder import IncidentFolder
from tocsin.response.status import status_of
from tocsin.response.verify_all import verify_incident


@dataclass(frozen=True)
class Outcome:
    """Every export of a finished run with everything revealed, and the day it was made: duties tell their status."""

    files: dict[str, bytes]
    on: date

    def unlike(self, other: Outcome) -> list[str]:
        """Return the exports that differ."""
        return [name for name in sorted(self.files) if self.files[name] != other.files[name]]


def outcome_of(case: Case) -> Outcome:
    """Return every export of a finished folder in every format, as the command writes it; the folder is only read."""
    with TemporaryDirectory() as place, IncidentFolder.open(case.folder, PASSPHRASE, SystemClock()) as folder:
        for what in WHAT:
            table = export_table(folder, what, reveal=True)
            for ending in ENDINGS:
                write_table(table, Path(place) / f"{what}{ending}", what)
        return Outcome({path.name: path.read_bytes() for path in Path(place).iterdir()}, date.today())


def same_day(case: Case, outcome: Outcome) -> Outcome:
    """Return the outcome as it is today: after midnight the folder is run again, since duties have another day."""
    if outcome.on == date.today():
        return outcome
    case.run()
    return outcome_of(case)


def accounting_faults(case: Case) -> list[str]:
    """Return the stages of a finished run whose accounts do not hold, and `not finished`."""
    with IncidentFolder.open(case.folder, PASSPHRASE, SystemClock()) as folder:
        status = status_of(folder, SystemClock())
    faults = [
        f"{name}: {row}"
        for name, row in status["stages"].items()
        if row["taken"] == 0 or row["taken"] != row["done"] + row["unreadable"] + row["skipped"] + row["duplicate"]
    ]
    return faults + ([] if status["finished"] else ["not finished"])


def record_faults(case: Case) -> list[str]:
    """Return what `verify` and the keyless checker find wrong, killed or finished."""
    return verdict(case.folder) + stranger_verdict(case.folder)


def verdict(folder: Path) -> list[str]:
    """Return what `tocsin verify` says is wrong, refusing to open included."""
    try:
        with IncidentFolder.open(folder, PASSPHRASE, SystemClock()) as opened:
            return [str(fault) for fault in verify_incident(opened)[0]]
    except SealMismatchError as error:
        return [f"refused: {error.told}"]


def stranger_verdict(folder: Path) -> list[str]:
    """Return what the checker that needs no key says is wrong."""
    return [f"{f.what}: {f.where}: {f.words}" for f in checker.check(folder) if f.is_fault]


def leftover_files(case: Case) -> list[str]:
    """Return files of a finished folder that its record does not know, and half-written ones."""
    with IncidentFolder.open(case.folder, PASSPHRASE, SystemClock()) as folder:
        strangers = sorted(set(folder.stored_files()) - set(folder.files()))
    return strangers + sorted(path.name for path in case.folder.parent.rglob("*.tmp"))

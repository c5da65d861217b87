"""What an incident folder has come to: every export as bytes, the accounting, what `verify` says."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.e2e.cases import PASSPHRASE, Case
from tocsin.clock import SystemClock
from tocsin.ledger import checker
from tocsin.response.export_format import write_table
from tocsin.response.exports import export_table
from tocsin.response.folder import IncidentFolder

EXPORTS = ("people", "subjects", "mentions", "items", "exposures", "duties", "counts", "mailfile")


@dataclass(frozen=True)
class Outcome:
    """Every export of a finished run with everything revealed, and the day it was made: duties tell their status."""

    files: dict[str, bytes]
    on: date

    def unlike(self, other: Outcome) -> list[str]:
        """Return the exports that differ."""
        return [name for name in EXPORTS if self.files[name] != other.files[name]]


def outcome_of(case: Case) -> Outcome:
    """Return the exports of a finished folder, as the command writes them; the folder is only read."""
    with TemporaryDirectory() as place, IncidentFolder.open(case.folder, PASSPHRASE, SystemClock()) as folder:
        for what in EXPORTS:
            write_table(export_table(folder, what, reveal=True), Path(place) / f"{what}.csv", what)
        return Outcome({w: (Path(place) / f"{w}.csv").read_bytes() for w in EXPORTS}, date.today())


def same_day(case: Case, outcome: Outcome) -> Outcome:
    """Return the outcome as it is today: after midnight the folder is run again, since duties have another day."""
    if outcome.on == date.today():
        return outcome
    case.run()
    return outcome_of(case)


def accounting_faults(case: Case) -> list[str]:
    """Return the stages of a finished run whose accounts do not hold, and `not finished`."""
    status: dict[str, Any] = json.loads(case.do("status", "--json").out)
    faults = [
        f"{name}: {row}"
        for name, row in status["stages"].items()
        if row["taken"] == 0 or row["taken"] != row["done"] + row["unreadable"] + row["skipped"] + row["duplicate"]
    ]
    return faults + ([] if status["finished"] else ["not finished"])


def record_faults(case: Case) -> list[str]:
    """Return what `tocsin verify` and the folder's checker find wrong, killed or finished."""
    told = case.tell("verify")
    found = [str(finding) for finding in checker.check(case.folder) if finding.is_fault]
    return found + ([] if told.code == 0 else [*told.out.splitlines(), *told.err.splitlines()])


def leftover_files(case: Case) -> list[str]:
    """Return files of a finished folder that its record does not know, and half-written ones."""
    with IncidentFolder.open(case.folder, PASSPHRASE, SystemClock()) as folder:
        strangers = sorted(set(folder.stored_files()) - set(folder.files()))
    return strangers + sorted(path.name for path in case.folder.parent.rglob("*.tmp"))

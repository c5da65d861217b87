"""The demonstration: makes an incident with known truth, runs the whole job on it, holds the result to the truth."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from pathlib import Path

from tocsin.clock import Clock, local_today
from tocsin.errors import NotEmptyError
from tocsin.model.evidence import EvidenceKind
from tocsin.response.begin import add_evidence, begin_incident
from tocsin.response.demo_truth import Found, Truth, beside_truth
from tocsin.response.export_format import write_table
from tocsin.response.exports import export_rows, export_table
from tocsin.response.folder import IncidentFolder
from tocsin.response.letters import LetterOptions, write_letters
from tocsin.response.overview import write_overview
from tocsin.response.progress import Progress
from tocsin.response.run import RunOptions, run_stages

_MARK = "made-by-tocsin-demo"
_EXPORTS = ("people", "items", "exposures", "duties", "counts", "mailfile")


def run_demo(
    directory: Path, people: int, seed: int, clock: Clock, progress: Progress, *, force: bool, program: str = "tocsin"
) -> str:
    """Make, run and compare; return what to print, with commands as ``program`` is called here.

    ``directory`` gets ``source/`` (the synthetic evidence and its truth), ``incident/`` (the encrypted folder) and
    ``out/`` (list, overview, letters). The passphrase lies in a 0600 file beside the directory, not in it.

    Raises:
        NotEmptyError: the directory holds something else, or an earlier demonstration and ``force`` is not given.
    """
    _make_room(directory, force=force)
    passphrase = _passphrase_beside(directory)
    source, out, jobs = directory / "source", directory / "out", len(os.sched_getaffinity(0))
    _simulate(source, seed, people)
    begin_incident(directory / "incident", source / "incident.toml", passphrase, clock)
    with IncidentFolder.open(directory / "incident", passphrase, clock, write=True) as folder:
        for entry in json.loads((source / "add.json").read_text(encoding="utf-8")):
            kind = EvidenceKind(entry["kind"])
            add_evidence(folder, source / entry["path"], entry["custodian"], kind, "tocsin demo", clock, progress)
        run_stages(folder, RunOptions(jobs=jobs), clock, progress)
        out.mkdir(parents=True, exist_ok=True)
        _export_all(folder, out)
        write_overview(folder, out / "overview.html", clock, reveal=False)
        write_letters(folder, out / "letters", LetterOptions(local_today(clock), jobs=jobs), progress)
        told = beside_truth(
            Truth.of(source / "truth"),
            Found.of(export_table(folder, "people", reveal=True), export_table(folder, "items", reveal=False)),
        )
    return told + _where(directory, out, program)


def _make_room(directory: Path, *, force: bool) -> None:
    if directory.exists() and any(directory.iterdir()):
        if not (force and (directory / _MARK).exists()):
            raise NotEmptyError()
        shutil.rmtree(directory)
    directory.mkdir(parents=True, exist_ok=True)
    (directory / _MARK).write_text("Everything in this folder is synthetic. It may be deleted.\n", encoding="utf-8")


def _passphrase_beside(directory: Path) -> str:
    passphrase = secrets.token_urlsafe(24)
    file = directory.parent / f"{directory.name}.passphrase"
    file.unlink(missing_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(passphrase + "\n")
    return passphrase


def _simulate(source: Path, seed: int, people: int) -> None:
    from simulator import make_incident

    make_incident(source, seed=seed, people=people, entities=4, mailboxes=3, target_bytes=None, split="tuning")


def _export_all(folder: IncidentFolder, out: Path) -> None:
    for what in _EXPORTS:
        table = export_table(folder, what, reveal=False)
        write_table(table, out / f"{what}.csv", what)
        export_rows(folder, what, table.num_rows, reveal=False)
    write_table(export_table(folder, "people", reveal=False), out / "people.xlsx", "people")


def _where(directory: Path, out: Path, program: str) -> str:
    return (
        f"\nLook at   {out / 'overview.html'}   {out / 'people.xlsx'}   {out / 'letters'}\n"
        f"Ask why   {program} explain {directory / 'incident'} PERSON_ID --passphrase-file {directory}.passphrase\n"
        f"Check it  {program} verify {directory / 'incident'} --passphrase-file {directory}.passphrase\n"
    )

"""Kills a process at every step that lasts on the disk: ``python -m tests.e2e.crash_points WORK``.

A step is a file opened for writing, renamed or deleted below the incident folder, or a COMMIT of its control file. A
fork does every kind of change an incident folder knows and is killed, by its own SIGKILL, just before its n-th step;
then the folder must hold as it lies, and the same changes made again must end as if nothing had happened. Printed is
one line for each fault and the number of steps at the end.

A kill leaves what the kernel was given; it does not show what a power cut would.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from unittest import mock

import pyarrow as pa

from tocsin.clock import FixedClock
from tocsin.errors import NoKeyError, WrongPassphraseError
from tocsin.intake import seal
from tocsin.ledger import checker
from tocsin.model.decisions import Decision, Judgement
from tocsin.model.evidence import EvidenceKind
from tocsin.response.folder import IncidentFolder
from tocsin.response.verify import verify
from tocsin.vault import keys
from tocsin.vault.keys import KdfProfile

CLOCK = FixedClock(datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC))
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_FIRST, _SECOND = "first passphrase", "second passphrase"


def change(folder: IncidentFolder, share: Path) -> None:
    """Make every kind of change; what is made already is left as it is, as stages do."""
    with folder.stage_lock(), mock.patch.object(seal, "_PACK_BYTES", 100):
        evidence = seal.seal_path(folder, share, "c", EvidenceKind.SHARE, "t", CLOCK)
        _once(folder, "extract", "a", lambda: folder.commit("extract", "a", {"rows": _rows(1, 2), "more": _rows(3)}))
        _once(folder, "extract", "b", lambda: folder.commit("extract", "b", {"rows": [_rows(4), _rows(5)]}))
        if not folder.is_committed("blob", "a"):
            folder.add_blob("a", io.BytesIO(b"found inside" * 100))
            folder.commit("blob", "a", {})
        _once(folder, "link", "a@2222222222", lambda: _link(folder))
        _once(folder, "sum", "k2", lambda: _sum(folder))
        _once(folder, "again", "done", lambda: _again(folder))
        folder.compact("rows")
        folder.set_incident_toml(f"[incident] # {evidence.evidence_id}".encode())
        if not folder.decisions():
            folder.add_decision(Decision(Judgement.WRONG, "men_001122334455", "", "Ann", CLOCK.at))
        folder.add_seeds("name", ["ann lee"])
    folder.rekey(_SECOND)


def _once(folder: IncidentFolder, stage: str, key: str, act: Callable[[], None]) -> None:
    if not folder.is_committed(stage, key):
        act()


def _link(folder: IncidentFolder) -> None:
    _once(folder, "link", "a@1111111111", lambda: folder.commit("link", "a@1111111111", {"links": _rows(6)}))
    folder.commit("link", "a@2222222222", {"links": _rows(7)}, replaces=["a@"])


def _sum(folder: IncidentFolder) -> None:
    folder.replace("sum", "k1", {"total": _rows(8)})
    folder.replace("sum", "k2", {"total": _rows(9)})


def _again(folder: IncidentFolder) -> None:
    folder.take_back("extract", ["a"])
    folder.commit("extract", "a", {"rows": _rows(1, 2), "more": _rows(3)})
    folder.commit("again", "done", {})


def _rows(*numbers: int) -> pa.Table:
    return pa.table({"n": list(numbers)})


def state(folder: IncidentFolder) -> dict[str, Any]:
    """Return all that a folder says, without times, random names and history."""
    tables = {name: sorted(folder.read(name)["n"].to_pylist()) for name in ("rows", "more", "links", "total")}
    stages = {stage: folder.committed_keys(stage) for stage in ("extract", "blob", "link", "sum", "again")}
    pieces = [
        (e.evidence_id, e.file_count, [f.sha256 for f in folder.sealed_files(e.ordinal)]) for e in folder.evidence()
    ]
    blobs = [folder.open_blob(name).read() for name in folder.blobs("a")]
    facts = (folder.incident_toml, folder.decisions(), folder.is_seed("name", "ann lee"))
    return {**tables, **stages, "evidence": pieces, "blobs": blobs, "facts": facts, "files": len(folder.stored_files())}


def opened(path: Path, *, write: bool = False) -> IncidentFolder:
    """Open the folder with whichever passphrase opens it."""
    try:
        return IncidentFolder.open(path, _SECOND, CLOCK, write=write)
    except WrongPassphraseError:
        return IncidentFolder.open(path, _FIRST, CLOCK, write=write)


def killed_before(step: int, place: Path, act: Callable[[], None]) -> bool:
    """Do something in a fork that dies just before its n-th step below ``place``; return whether it came so far."""
    pid = os.fork()
    if pid == 0:
        _count_down(step, str(place))
        act()
        os._exit(0)
    status = os.waitpid(pid, 0)[1]
    if not os.WIFSIGNALED(status) and os.WEXITSTATUS(status):
        raise RuntimeError("the fork failed by itself")
    return os.WIFSIGNALED(status)


def _count_down(step: int, place: str) -> None:
    left = step

    def count_one() -> None:
        nonlocal left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    def hear(event: str, told: tuple[Any, ...]) -> None:
        is_change = event in {"os.rename", "os.remove"} or (
            event == "open" and isinstance(told[2], int) and told[2] & _WRITES
        )
        if is_change and str(told[0]).startswith(place):
            count_one()

    connect = sqlite3.connect

    def connected(*words: Any, **options: Any) -> sqlite3.Connection:
        connection = connect(*words, **options)
        connection.set_trace_callback(lambda statement: count_one() if statement == "COMMIT" else None)
        return connection

    sys.addaudithook(hear)
    sqlite3.connect = connected  # type: ignore[assignment]


def main(work: Path) -> int:
    """Kill before every step, hold the folder to what it must be, print."""
    share, made = work / "share", work / "made"
    share.mkdir(parents=True)
    for number in range(3):
        (share / f"{number}.txt").write_bytes(b"text %d\n" % number * 50)
    with mock.patch.object(keys, "_passphrase_kek", _weak_key):
        folder, _ = IncidentFolder.create(made, b"[incident]", _FIRST, CLOCK, KdfProfile.PBKDF2)
        folder.close()
        whole = _finished(made, share, work / "whole")
        for step in count(1):
            copy = work / f"step-{step:04d}"
            shutil.copytree(made, copy)
            if not killed_before(step, copy, lambda copy=copy: _do(copy, share)):  # type: ignore[misc]
                break
            for fault in _faults(copy, share, whole):
                sys.stdout.write(f"step {step}: {fault}\n")
            shutil.rmtree(copy)
        for fault in _disposal_faults(work / "whole", work):
            sys.stdout.write(f"{fault}\n")
    sys.stdout.write(f"{step - 1} steps\n")
    return 0


def _weak_key(passphrase: str, how: dict[str, Any]) -> bytes:
    """Derive a key that costs nothing: hundreds of folders are opened here, and none is guarded by it."""
    return hashlib.sha256(f"{passphrase}{how['salt']}".encode()).digest()


def _do(path: Path, share: Path) -> None:
    with opened(path, write=True) as folder:
        change(folder, share)


def _finished(made: Path, share: Path, copy: Path) -> dict[str, Any]:
    shutil.copytree(made, copy)
    _do(copy, share)
    with opened(copy) as folder:
        return state(folder)


def _faults(copy: Path, share: Path, whole: dict[str, Any]) -> list[str]:
    """Return what does not hold as the kill left it, and after the same changes were made again."""
    with opened(copy) as folder:  # `verify` asks the keyless checker too
        faults = [f"as it lies: {fault}" for fault in verify(folder)]
    _do(copy, share)
    with opened(copy) as folder:
        faults += [f"made again: {fault}" for fault in verify(folder)]
        now = state(folder)
    faults += [f"made again: {name} differs" for name in whole if now[name] != whole[name]]
    half_made = [path.name for path in copy.iterdir() if path.suffix == ".tmp"]
    return faults + [f"made again: leftover {name}" for name in half_made]


def _disposal_faults(whole: Path, work: Path) -> list[str]:
    """Return the steps of a disposal before which a kill leaves a folder that neither opens nor can be disposed of."""
    faults = []
    for step in count(1):
        copy = work / f"disposal-{step}"
        shutil.copytree(whole, copy)
        if not killed_before(step, copy, lambda copy=copy: _dispose(copy)):  # type: ignore[misc]
            return faults
        if not _is_disposed(copy):
            with opened(copy) as folder:
                faults += [f"disposal, step {step}: {fault}" for fault in verify(folder)]
            _dispose(copy)
        if not _is_disposed(copy) or any(finding.is_fault for finding in checker.check(copy)):
            faults.append(f"disposal, step {step}: not disposed of, or the record does not hold")
        shutil.rmtree(copy)
    return faults


def _dispose(path: Path) -> None:
    with opened(path, write=True) as folder:
        folder.dispose("Ann")


def _is_disposed(path: Path) -> bool:
    try:
        opened(path).close()
    except NoKeyError:
        return True
    return False


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

"""Whatever is flipped, cut, lost or exchanged in a finished folder is named, by `verify` and by the keyless checker.

``TOCSIN_E2E_FLIPS=all make e2e`` flips a bit in every page of the control file and more of every other; otherwise a
sample of them.
"""

from __future__ import annotations

import io
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.cases import PASSPHRASE, Case
from tests.e2e.damage import (
    CONTROL,
    SINGLE,
    cut,
    flip,
    ledger_of,
    named,
    offsets,
    quick_keys,
    restored,
    rows_of,
    stored,
    swap,
)
from tests.e2e.kills import Undisturbed
from tests.e2e.outcomes import stranger_verdict, verdict
from tocsin.clock import SystemClock
from tocsin.response.folder import IncidentFolder

pytestmark = pytest.mark.slow

IS_FULL = os.environ.get("TOCSIN_E2E_FLIPS") == "all"
_PAGE_BYTES = 4096


@pytest.fixture(scope="module")
def folder(undisturbed: Undisturbed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Copy a finished folder, with a blob and free pages in its control file, closed cleanly; keys come quickly."""
    copy = tmp_path_factory.mktemp("damaged") / "incident"
    shutil.copytree(undisturbed.case.folder, copy)
    with quick_keys():
        with IncidentFolder.open(copy, PASSPHRASE, SystemClock(), write=True) as opened, opened.stage_lock():
            opened.add_blob("itm_0", io.BytesIO(b"found inside" * 5000))
            opened.put_document("passwords", bytes(100_000))
            opened.put_document("passwords", b"")
        assert sorted(path.name for path in copy.iterdir() if path.is_file()) == sorted((*SINGLE, "lock"))
        assert verdict(copy) == stranger_verdict(copy) == []
        yield copy
        assert verdict(copy) == stranger_verdict(copy) == []


def test_each_flip_in_sealed_files_and_parts_is_named_and_no_other_file(folder: Path) -> None:
    rng, names = random.Random(5), stored(folder)
    assert {name.split("/")[0] for name in names} == {"evidence", "parts", "blobs"}
    places = {name: offsets((folder / name).stat().st_size, rng, 24 if IS_FULL else 2) for name in names}
    while any(places.values()):
        chosen = [name for name in names if places[name] and rng.random() < 0.7]
        with restored(folder, chosen):
            for name in chosen:
                flip(folder / name, places[name].pop(), rng.randrange(8))
            assert named(verdict(folder), names) == set(chosen)
            assert named(stranger_verdict(folder), names) == set(chosen)


@pytest.mark.parametrize("share", [0.0, 0.5, 0.999])
def test_each_file_cut_short_is_named(folder: Path, share: float) -> None:
    names = stored(folder)
    chosen = names[::2]
    with restored(folder, chosen):
        for name in chosen:
            cut(folder / name, share)
        assert named(verdict(folder), names) == named(stranger_verdict(folder), names) == set(chosen)


def test_each_missing_file_is_named(folder: Path) -> None:
    names = stored(folder)
    for chosen in (names[::2], names[1::2]):
        with restored(folder, chosen):
            for name in chosen:
                (folder / name).unlink()
            assert named(verdict(folder), names) == named(stranger_verdict(folder), names) == set(chosen)


def test_files_in_each_others_place_are_named(folder: Path) -> None:
    names = stored(folder)
    blobs, packs, parts, mentions = (
        [name for name in names if name.startswith(start)]
        for start in ("blobs/", "evidence/", "parts/", "parts/mentions/")
    )
    for one, other in (packs[:2], mentions[:2], (parts[0], parts[-1]), (packs[0], blobs[0])):
        with restored(folder, [one, other]):
            swap(folder / one, folder / other)
            assert named(verdict(folder), names) == named(stranger_verdict(folder), names) == {one, other}


@pytest.mark.parametrize("name", [name for name in SINGLE if name != CONTROL])
def test_each_flip_in_the_small_files_is_named(folder: Path, name: str) -> None:
    rng, length = random.Random(name), (folder / name).stat().st_size
    for offset in offsets(length, rng, 60 if IS_FULL else 6):
        with restored(folder, [name]):
            flip(folder / name, offset, rng.randrange(8))
            assert any(name in fault for fault in verdict(folder)), offset
            assert name != "tocsin.json" or any(name in fault for fault in stranger_verdict(folder)), offset


def test_each_flip_in_the_control_file_is_named(folder: Path) -> None:
    rng, length, ledger = random.Random(7), (folder / CONTROL).stat().st_size, ledger_of(folder)
    pages = [page + rng.randrange(_PAGE_BYTES) for page in range(0, length, _PAGE_BYTES)]
    places = offsets(length, rng, 0) + [16, 18, 28, 32, 36, 44, 56, 96] + (pages if IS_FULL else rng.sample(pages, 16))
    for offset in places:
        with restored(folder, [CONTROL]):
            flip(folder / CONTROL, offset, rng.randrange(8))
            assert any("control" in fault or "table" in fault for fault in verdict(folder)), offset
            # Without the key only the ledger can be held to anything; other tables and free pages are not its matter.
            assert stranger_verdict(folder) or ledger_of(folder) == ledger, offset


@pytest.mark.parametrize("name", [*SINGLE])
def test_each_single_file_cut_or_lost_is_named(folder: Path, name: str) -> None:
    for share in (0.0, 0.5, 0.99):
        with restored(folder, [name]):
            cut(folder / name, share)
            assert any(name in fault for fault in verdict(folder)), share
    with restored(folder, [name]):
        (folder / name).unlink()
        assert any(name in fault for fault in verdict(folder))
        assert name in {"checker.py", "control.head"} or stranger_verdict(folder)


def test_after_a_kill_a_flip_is_named_or_changes_no_row(folder: Path, tmp_path: Path) -> None:
    killed = tmp_path / "incident"
    with IncidentFolder.open(folder, PASSPHRASE, SystemClock(), write=True) as opened:
        for number in range(12):
            opened.append_ledger("exported", {"what": "people", "rows": number})
        shutil.copytree(folder, killed)  # as a kill leaves it: the log of SQLite is not taken in
    names = [CONTROL, f"{CONTROL}-wal", f"{CONTROL}-shm"]
    rng, rows = random.Random(3), rows_of(killed)
    assert verdict(killed) == [] and (killed / names[1]).stat().st_size > 20_000
    unnamed = 0
    for name in names:
        length = (killed / name).stat().st_size
        for offset in offsets(length, rng, 200 if IS_FULL else 12):
            with restored(killed, names):
                flip(killed / name, offset, rng.randrange(8))
                if not verdict(killed):
                    unnamed += 1
                    assert rows_of(killed) == rows, (name, offset)
    assert rows is not None and unnamed > 0  # the shared-memory file holds nothing, so its flips harm nothing


def test_an_older_copy_is_named_against_a_kept_checkpoint(folder: Path, tmp_path: Path) -> None:
    case, kept = Case(folder, tmp_path / "incident"), tmp_path / "kept.txt"
    shutil.copytree(folder, case.folder)
    case.passphrase_file.write_text(f"{PASSPHRASE}\n")
    case.do("export", "people", "--to", str(tmp_path / "people.csv"))
    kept.write_text(case.do("run").out)
    assert case.tell("verify", "--checkpoint", str(kept)).code == 0
    assert checked(case.folder, "--checkpoint", str(kept)).returncode == 0
    shutil.copyfile(folder / CONTROL, case.folder / CONTROL)  # the older control file alone
    assert any("control" in fault for fault in verdict(case.folder))
    shutil.rmtree(case.folder)
    shutil.copytree(folder, case.folder)  # a whole older copy is sound in itself
    assert case.tell("verify").code == checked(case.folder).returncode == 0
    told = case.tell("verify", "--checkpoint", str(kept))
    assert told.code == 1 and "the checkpoint you kept" in told.out
    stranger = checked(case.folder, "--checkpoint", str(kept))
    assert stranger.returncode == 1 and "the checkpoint you kept" in stranger.stdout


@pytest.mark.parametrize("name", ["evidence", "parts/people", "tocsin.json", CONTROL, "control.head", "checker.py"])
def test_the_command_names_a_flip_and_ends_with_1(folder: Path, tmp_path: Path, name: str) -> None:
    case = Case(folder, tmp_path / "incident")
    shutil.copytree(folder, case.folder)
    case.passphrase_file.write_text(f"{PASSPHRASE}\n")
    path = case.folder / name
    path = next(path.iterdir()) if path.is_dir() else path
    flip(path, path.stat().st_size // 2)
    told = case.tell("verify")
    assert told.code == 1 and path.stem in told.out + told.err
    if name in {"evidence", "parts/people", "tocsin.json"}:
        stranger = checked(case.folder)
        assert stranger.returncode == 1 and path.name in stranger.stdout


def checked(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the checker that lies in the folder, alone: no Tocsin, no packages."""
    command = [sys.executable, "-I", "-S", str(folder / "checker.py"), str(folder), *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)

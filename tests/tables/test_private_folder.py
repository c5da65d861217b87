"""Folders of runs: ours alone, gone with the run, swept by the next one after a kill."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tocsin.tables.private_folder import PrivateFolder

_KILLED = """
import os, signal, sys
from pathlib import Path
import pytest

from tocsin.tables.private_folder import PrivateFolder
folder = PrivateFolder(Path(sys.argv[1]))
(folder.path / "key").write_text("x")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_it_is_ours_alone_and_goes(tmp_path: Path) -> None:
    folder = PrivateFolder(tmp_path)
    assert folder.path.stat().st_mode & 0o777 == 0o700
    folder.close()
    folder.close()
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_goes_and_what_lives_stays(tmp_path: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len(list(tmp_path.rglob("key"))) == 1
    (tmp_path / "tocsin-run-strange").mkdir()
    one = PrivateFolder(tmp_path)
    two = PrivateFolder(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted([one.path, two.path, tmp_path / "tocsin-run-strange"])
    one.close()
    two.close()


def test_it_goes_though_somebody_still_writes_there(tmp_path: Path) -> None:
    folder = PrivateFolder(tmp_path)
    over = threading.Event()

    def write() -> None:
        while not over.wait(0.001):
            with contextlib.suppress(OSError):
                (folder.path / "late").mkdir()

    writer = threading.Thread(target=write)
    writer.start()
    threading.Timer(0.5, over.set).start()
    folder.close()
    over.set()
    writer.join()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("memory", "least_bytes"), [("none", 0), (".", 1 << 60)])
def test_a_machine_without_room_in_memory_uses_its_temporary_folder(
    tmp_path: Path, memory: str, least_bytes: int
) -> None:
    folder = PrivateFolder(tmp_path / memory, least_bytes)
    assert folder.path.is_dir()
    assert folder.path.parent != tmp_path
    folder.close()
    assert not folder.path.exists()

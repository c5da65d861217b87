"""`tocsin find` on files and folders: every file is read, equal ones too, and named as the user would name it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tocsin.cli.screen import Lines
from tocsin.response.find_files import FindLook, find_files
from tocsin.response.find_filter import FindFilter

_LINE = "Patient SSN 536-22-1234\n"


def _found(paths: list[Path], **look: bool) -> list[str]:
    return list(find_files(paths, FindFilter.of("ssn", 0.0), FindLook(**look), 1, Lines()))


@pytest.fixture
def share(tmp_path: Path) -> Path:
    share = tmp_path / "share"
    for name in ("a.txt", "b/c.txt", "b/d.txt"):
        (share / name).parent.mkdir(parents=True, exist_ok=True)
        (share / name).write_text(_LINE)
    return share


def test_every_file_of_a_folder_is_read_and_equal_ones_too(share: Path) -> None:
    assert _found([share], count=True) == [f"{share}/{name}: ssn 1" for name in ("a.txt", "b/c.txt", "b/d.txt")]


def test_names_are_shown_as_they_were_given(share: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(share)
    assert [line.split(":")[0] for line in _found([Path("a.txt"), Path("b"), Path("../share/a.txt")])] == [
        "a.txt",
        "b/c.txt",
        "b/d.txt",
        "../share/a.txt",
    ]
    assert [json.loads(line)["file"] for line in _found([Path()], as_json=True)] == ["a.txt", "b/c.txt", "b/d.txt"]


def test_values_are_masked_unless_revealed(share: Path) -> None:
    assert _found([share / "a.txt"])[0].endswith("ssn 000-00-0000")
    assert _found([share / "a.txt"], reveal=True)[0].endswith("ssn 536-22-1234")


def test_what_was_not_read_is_told(share: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.symlink(share / "a.txt", share / "link")
    (share / "noise.pdf").write_bytes(b"%PDF-1.4\nnothing")
    told: list[str] = []
    look = FindLook(count=True, warn=told.append)
    assert len(list(find_files([share], FindFilter.of("", 0.0), look, 1, Lines()))) >= 3
    assert told == [f"{share}/link: not read (link)", f"{share}/noise.pdf: not read (corrupt)"]
    assert "2 not read" in capsys.readouterr().err

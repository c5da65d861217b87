"""`tocsin find` on files and folders: every file is read, equal ones too, and named as the user would name it."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path

import pytest

from tocsin.cli.door import run
from tocsin.cli.find import FOUND_ANY
from tocsin.cli.screen import Lines
from tocsin.response.detectors import read_detectors
from tocsin.response.find_files import FindLook, FindWhere, find_files
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


_CALL = "Call of March 3\nJane Roe rang from room 12\nSSN 536-22-1234\nand will call again\nlast line\n"


def _around(tmp_path: Path, **look: object) -> list[str]:
    (tmp_path / "call.txt").write_text(_CALL)
    given = FindLook(context=1, **look)  # type: ignore[arg-type]
    return list(find_files([tmp_path / "call.txt"], FindFilter.of("ssn", 0.0), given, 1, Lines()))


def test_context_hides_findings_of_every_kind_and_all_digits(tmp_path: Path) -> None:
    (line,) = _around(tmp_path)
    assert line.splitlines()[1:] == ["  xxxx xxx rang from room 00", "  SSN 000-00-0000", "  and will call again"]


def test_context_is_shown_as_it_is_if_it_is_to_be_revealed(tmp_path: Path) -> None:
    (line,) = _around(tmp_path, reveal=True)
    assert line.splitlines()[1:] == ["  Jane Roe rang from room 12", "  SSN 536-22-1234", "  and will call again"]


def test_context_in_json_is_a_list(tmp_path: Path) -> None:
    (line,) = _around(tmp_path, as_json=True)
    assert json.loads(line)["context"][1] == "SSN 000-00-0000"


def test_context_of_a_cell_is_its_row(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("name,ssn,room\nAnn Lee,536-22-1234,12\n")
    look = FindLook(context=2)
    (line,) = find_files([tmp_path / "list.csv"], FindFilter.of("ssn", 0.0), look, 1, Lines())
    assert line.splitlines()[1:] == ["  xxx xxx | 000-00-0000 | 00"]


def test_two_workers_find_the_same_in_the_same_order(share: Path) -> None:
    one, two = (list(find_files([share], FindFilter.of("", 0.0), FindLook(), jobs, Lines())) for jobs in (1, 2))
    assert one == two
    assert len(one) == 3


def test_speed_is_told_at_the_end(share: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _found([share])
    assert "MB/s" in capsys.readouterr().err.splitlines()[-1]


def test_own_detectors_search_files_and_allowed_values_are_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "own.toml").write_text(
        '[[detector]]\nname = "badge"\nelement = "other_id"\npattern = "BDG-[0-9]{6}"\n[[allow]]\nvalues = ["536-22-1234"]\n'
    )
    (tmp_path / "call.txt").write_text("badge BDG-123456, SSN 536-22-1234\n")
    look = FindLook(reveal=True, detectors=read_detectors(tmp_path / "own.toml"))
    found = find_files([tmp_path / "call.txt"], FindFilter.of("ssn,other_id", 0.0), look, 1, Lines())
    assert [line.split(": ")[1] for line in found] == ["other_id BDG-123456"]
    assert "1 left out by allow-lists" in capsys.readouterr().err


def test_files_and_folders_can_be_left_out(share: Path) -> None:
    def names(**where: tuple[str, ...]) -> list[str]:
        found = find_files(
            [share], FindFilter.of("ssn", 0.0), FindLook(names_only=True), 1, Lines(), where=FindWhere(**where)
        )
        return [name.removeprefix(f"{share}/") for name in found]

    (share / "b" / "e.md").write_text(_LINE)
    assert names() == ["a.txt", "b/c.txt", "b/d.txt", "b/e.md"]
    assert names(exclude=("b",)) == ["a.txt"]
    assert names(include=("*.md", "a.*")) == ["a.txt", "b/e.md"]
    assert names(include=("*.txt",), exclude=("c.*", "a.txt")) == ["b/d.txt"]
    named = find_files(
        [share / "a.txt"], FindFilter.of("ssn", 0.0), FindLook(count=True), 1, Lines(), where=FindWhere(exclude=("*",))
    )
    assert len(list(named)) == 1


def test_a_name_stands_once_however_much_was_found(share: Path) -> None:
    (share / "a.txt").write_text(_LINE * 3)
    assert _found([share / "a.txt"], names_only=True) == [f"{share}/a.txt"]
    assert _found([share / "a.txt"], names_only=True, as_json=True) == [
        json.dumps({"file": f"{share}/a.txt"}, separators=(",", ":"))
    ]


def test_json_says_which_detector_found_it(share: Path) -> None:
    assert json.loads(_found([share / "a.txt"], as_json=True)[0])["detector"]


def test_standard_input_is_read_like_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("in.txt", _LINE)
    packed.seek(0)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(packed))
    assert _found([Path("-")]) == ["(standard input)!/1-in.txt:body: ssn 000-00-0000"]


def test_the_exit_code_tells_on_request(share: Path) -> None:
    assert run(["find", "--exit-code", "--count", str(share)]) == FOUND_ANY
    assert run(["find", "--exit-code", "--only", "passport", str(share)]) == 0
    assert run(["find", "--count", str(share)]) == 0


def test_a_large_unit_is_shared_among_workers_with_each_item_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox = tmp_path / "box.mbox"
    message = (
        "From a@b.example Mon Sep  1 10:00:00 2025\nSubject: {0}\n\nPatient SSN 536-22-12{0}\nSSN 536-22-13{0}\n\n"
    )
    mailbox.write_text("".join(message.format(number) for number in range(10, 30)))
    whole = _found([mailbox], count=True)
    monkeypatch.setattr("tocsin.response.find_files.BATCH_BYTES", 100)
    assert _found([mailbox], count=True) == whole
    assert len(whole) == 20

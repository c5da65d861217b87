"""`tocsin law` and `tocsin duties` at the door."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tocsin.cli.door import run

HERE = Path(__file__).resolve().parents[1] / "law" / "incidents"
STORY = (str(HERE / "21co.toml"), "--counts", str(HERE / "21co.csv"), "--as-of", "2016-03-04")


def told(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert run(words) == code
    captured = capsys.readouterr()
    return captured.out if code == 0 else captured.err


def test_duties_of_a_public_incident_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    rows = {row["rule_id"]: row for row in json.loads(told(capsys, "duties", *STORY, "--json"))}
    assert (rows["us-hipaa-404"]["due_on"], rows["us-hipaa-404"]["days_late"]) == ("2016-01-12", 52)
    assert (rows["us-fl-individuals"]["due_on"], rows["us-fl-individuals"]["days_late"]) == ("2015-12-13", 82)


def test_a_changed_fact_and_a_replayed_law(capsys: pytest.CaptureFixture[str]) -> None:
    changed = told(capsys, "duties", *STORY, "--brief", "--set", "timeline.discovered_on=2015-12-13")
    assert "was: 2016-01-12" in changed and "2016-02-11" in changed
    replayed = told(capsys, "duties", *STORY, "--law-on", "2009-09-22", "--brief", "--strictest")
    assert "45 CFR" not in replayed and " us     " not in replayed
    assert "must be KEY=VALUE" in told(capsys, "duties", *STORY, "--set", "nothing", code=2)


def test_files_and_holidays(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "days.txt").write_text("2016-01-01\n")
    told(capsys, "duties", *STORY, "--to", str(tmp_path / "d.ics"), "--holidays", str(tmp_path / "days.txt"))
    assert (tmp_path / "d.ics").read_text().startswith("BEGIN:VCALENDAR")
    (tmp_path / "days.txt").write_text("new year\n")
    assert "row=1" in told(capsys, "duties", *STORY, "--holidays", str(tmp_path / "days.txt"), code=2)


def test_the_law_is_checked_shown_compared_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert "54 jurisdictions" in told(capsys, "law", "check")
    assert "Florida (us-fl)" in told(capsys, "law", "show", "fl")
    assert "HIPAA" in told(capsys, "law", "show", "us")
    assert "no such jurisdiction" in told(capsys, "law", "show", "xx", code=2)
    assert "us-ny-individuals" in told(capsys, "law", "diff", "NY", "--from", "2020-11-01", "--to", "2026-11-01")
    assert json.loads(told(capsys, "law", "coverage", "--json"))["jurisdictions"] == 54


def test_a_copy_is_edited_checked_and_tried(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    copy = tmp_path / "mylaw"
    told(capsys, "law", "copy", str(copy))
    assert "No faults" in told(capsys, "law", "check", str(copy))
    assert "not empty" in told(capsys, "law", "copy", str(copy), code=3)
    file = copy / "us" / "federal" / "hipaa.yaml"
    file.write_text(file.read_text().replace("due: {days: 60", "due: {days: 50"))
    assert "2016-01-02" in told(capsys, "duties", *STORY, "--brief", "--law", str(copy))
    file.write_text(file.read_text().replace("due: {days: 50", "due: {days: soon"))
    assert "us/federal/hipaa.yaml:" in told(capsys, "law", "check", str(copy), code=2)

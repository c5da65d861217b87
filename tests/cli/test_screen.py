"""Progress on plain lines: what was done before does not make the rest look quick."""

from __future__ import annotations

import pytest

from tocsin.cli import screen


def test_a_look_over_a_large_file_is_told_and_its_time_is_not_the_time_of_reading(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    moments = iter([0.0, 1.0, 21.0, 41.0, 41.0, 61.0])
    monkeypatch.setattr(screen.time, "monotonic", lambda: next(moments))
    lines = screen.Lines()
    lines.start("extract", 4_000_000_000)
    for done in (0, 1_000_000_000, 2_000_000_000, 4_000_000_000):
        lines.look(done, 4_000_000_000)
    lines.advance(400_000_000)
    assert capsys.readouterr().err.splitlines()[1:] == [
        "extract: a look over a large file, 1,000.0 MB of 4,000.0 MB, about 60 s left",
        "extract: a look over a large file, 2,000.0 MB of 4,000.0 MB, about 40 s left",
        "extract: 400.0 MB of 4,000.0 MB, about 189 s left",
    ]


def test_what_an_earlier_run_did_is_no_speed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    moments = iter([0.0, 20.0, 40.0])
    monkeypatch.setattr(screen.time, "monotonic", lambda: next(moments))
    lines = screen.Lines()
    lines.start("extract", 100_000_000)
    lines.skip(50_000_000)
    lines.advance(10_000_000)
    lines.advance(15_000_000)
    assert capsys.readouterr().err.splitlines() == [
        "extract: 100.0 MB to do",
        "extract: 10.0 MB of 50.0 MB, about 80 s left",
        "extract: 25.0 MB of 50.0 MB, about 40 s left",
    ]

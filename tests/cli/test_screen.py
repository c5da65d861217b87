"""Progress on plain lines: what was done before does not make the rest look quick."""

from __future__ import annotations

import pytest

from tocsin.cli import screen


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

"""Patterns are compiled once; a kept file is taken only where nobody else can have written it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import hyperscan
import pytest

from tocsin.detection import compiled
from tocsin.detection.rules import all_rules
from tocsin.detection.scan import Rule, Scanner

PATTERNS = [f"word{number}\\b".encode() for number in range(1000)]
FLAGS = [hyperscan.HS_FLAG_CASELESS] * len(PATTERNS)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "tocsin"


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    counts: list[int] = []
    compile_them = compiled._compiled

    def count(patterns: Sequence[bytes], flags: Sequence[int]) -> hyperscan.Database:
        counts.append(len(patterns))
        return compile_them(patterns, flags)

    monkeypatch.setattr(compiled, "_compiled", count)
    return counts


def _hits(database: hyperscan.Database) -> list[int]:
    found: list[int] = []

    def take(rule: int, _start: int, _end: int, _flags: int, _context: object) -> None:
        found.append(rule)

    database.scan(b"Word7 and WORD999.", match_event_handler=take, scratch=hyperscan.Scratch(database))
    return found


def test_a_second_start_loads_what_the_first_compiled(cache: Path, counted: list[int]) -> None:
    first, second = (compiled.database(PATTERNS, FLAGS, is_kept=True) for _ in range(2))
    assert _hits(first) == _hits(second) == [7, 999]
    assert len(counted) == 1
    (kept,) = cache.iterdir()
    assert (kept.stat().st_mode & 0o777, cache.stat().st_mode & 0o777) == (0o600, 0o700)


def test_other_patterns_take_the_place_of_old_ones(cache: Path, counted: list[int]) -> None:
    compiled.database(PATTERNS, FLAGS, is_kept=True)
    compiled.database([*PATTERNS, b"more"], [*FLAGS, 0], is_kept=True)
    assert len(counted) == 2
    assert len(list(cache.iterdir())) == 1


@pytest.mark.parametrize("spoil", ["garbage", "file", "folder", "link"])
def test_a_file_that_others_may_have_written_is_not_loaded(cache: Path, counted: list[int], spoil: str) -> None:
    compiled.database(PATTERNS, FLAGS, is_kept=True)
    (kept,) = cache.iterdir()
    if spoil == "garbage":
        kept.write_bytes(b"no database")
    elif spoil == "file":
        kept.chmod(0o622)
    elif spoil == "folder":
        cache.chmod(0o777)
    else:
        kept.rename(cache.parent / "elsewhere")
        kept.symlink_to(cache.parent / "elsewhere")
    assert _hits(compiled.database(PATTERNS, FLAGS, is_kept=True)) == [7, 999]
    assert len(counted) == 2


def test_without_a_place_to_keep_it_work_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert _hits(compiled.database(PATTERNS, FLAGS, is_kept=True)) == [7, 999]


def test_what_an_incident_brings_is_not_kept(cache: Path) -> None:
    compiled.database([b"word"], [0], is_kept=False)
    assert not cache.exists()


def test_rules_of_an_incident_are_compiled_apart_and_find_the_same(cache: Path, counted: list[int]) -> None:
    theirs = [Rule(r"\bGC-\d{4}\b", lambda *_: None), Rule(r"\bPH\d{3}\b", lambda *_: None, ignore_case=False)]
    rules = all_rules()
    apart = [Scanner(rules, theirs, is_kept=True) for _ in range(2)][1]
    assert counted == [len(rules), 2, 2]
    assert len(list(cache.iterdir())) == 1
    coded = b"MRN GC-1002, ph123, PH123; SSN 219-09-9999, born 03/04/1961, call (615) 555-0142"
    hits = apart.hits(coded)
    assert sorted(hits) == sorted(Scanner([*rules, *theirs]).hits(coded))
    assert [end for _, end in hits] == sorted(end for _, end in hits)
    assert {rule - len(rules) for rule, _ in hits if rule >= len(rules)} == {0, 1}


def test_the_patterns_are_the_same_in_every_process() -> None:
    """Else the kept ones are never found again, and a find could depend on the order of a set."""
    told = "from tocsin.detection.rules import all_rules; print([rule.pattern for rule in all_rules()])"
    made = {
        subprocess.run(
            [sys.executable, "-c", told], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1

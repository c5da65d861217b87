"""Mutations: break one word of one rule file at a time and see whether a law case notices."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import yaml

from tests.law.cases import failures, federal_failures
from tocsin.errors import LawTableError
from tocsin.law.book import LawBook, read_book, shipped_files

TEN = ("federal/hipaa", "fl", "ca", "ny", "tx", "md", "vt", "ok", "ct", "wa")
CASES = Path(__file__).resolve().parents[2] / "tests" / "law"
_KEY = re.compile(r"(?<![\w-])(op|n|days|hours|months|day_kind|oral_max_days|open_max_days|min_strength_bits|"
                  r"in_force_from|in_force_until|with|before|immediately|start|safe_harbor|while|partial): "
                  r"([\w-]+)")  # fmt: skip
_OPERATORS = {"gte": ("gt", "lt"), "gt": ("gte", "lt"), "lt": ("gte",)}
_STARTS = ("determination", "discovery", "detection")
ASKED = frozenset({"op", "n", "days", "hours", "months", "oral_max_days", "open_max_days", "min_strength_bits"})
"""Operators, thresholds and day counts; the other keys are broken beside them."""


def with_cases() -> tuple[str, ...]:
    """Return every law file for which there are cases."""
    states = sorted(path.stem for path in (CASES / "jurisdictions").glob("*.yaml"))
    return ("federal/hipaa", "federal/part2", "federal/ftc", *states)


def mutants(text: str) -> Iterator[tuple[int, str, str, str]]:
    """Yield line, key, what was done, and the text with that one word broken."""
    for found in _KEY.finditer(text):
        key, value = found.groups()
        line = text.count("\n", 0, found.start()) + 1
        for other in _broken(key, value):
            yield line, key, f"{value} -> {other}", text[: found.start(2)] + other + text[found.end(2) :]


def _broken(key: str, value: str) -> tuple[str, ...]:
    if key == "op":
        return _OPERATORS[value]
    if value.isdecimal():
        return str(int(value) + 1), str(int(value) - 1)
    if key.startswith("in_force") and value != "unknown":
        day = date.fromisoformat(value)
        return tuple(str(day + timedelta(days=shift)) for shift in (1, -1))
    swaps: dict[str, Callable[[str], tuple[str, ...]]] = {
        "day_kind": lambda v: ("business" if v == "calendar" else "calendar",),
        "start": lambda v: tuple(start for start in _STARTS if start not in v)[:1],
        "safe_harbor": lambda v: ("false" if v == "true" else "true",),
        "while": lambda v: ("never",) if v in {"on_time", "subject"} else (),
    }
    return swaps.get(key, lambda _: ())(value)


def is_noticed(name: str, files: dict[str, str]) -> bool:
    """Tell whether the linter or a law case notices what is wrong with these files."""
    try:
        book = read_book(files)
    except LawTableError:
        return True
    return bool(_fails(name, book))


def _fails(name: str, book: LawBook) -> list[str]:
    if name.startswith("federal/"):
        return federal_failures(book, _read(CASES / "federal.yaml")["cases"])
    return failures(book, _read(CASES / "jurisdictions" / f"{name}.yaml"))


def _read(path: Path) -> dict[str, list[dict[str, object]]]:
    loaded: dict[str, list[dict[str, object]]] = yaml.load(
        path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    return loaded


def mutation_score(names: list[str]) -> int:
    """Print how many mutants of each file are noticed; return 1 if one is not."""
    shipped = shipped_files()
    asked, beside = Counter[str](), Counter[str]()
    missed: list[str] = []
    for name in names:
        path = f"us/{name}.yaml"
        if is_noticed(name, shipped):
            raise RuntimeError(f"the cases of {name} fail on the rules as they are")
        for line, key, what, text in mutants(shipped[path]):
            tally = asked if key in ASKED else beside
            tally["made"] += 1
            if is_noticed(name, {**shipped, path: text}):
                tally["noticed"] += 1
            else:
                missed.append(f"{path}:{line}: {key} {what}{'' if key in ASKED else ' (beside)'}")
        print(f"{path}: {asked['noticed']}/{asked['made']} so far", flush=True)
    print(f"\nOperators, thresholds, counts of days, hours and months: {asked['noticed']}/{asked['made']} noticed")
    print(f"Dates in force, kinds of days, clock starts, clauses:      {beside['noticed']}/{beside['made']} noticed")
    for miss in missed:
        print(f"not noticed: {miss}")
    return int(bool(missed))

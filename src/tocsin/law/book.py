"""The law book: every law file of the package, read once and checked wholly. The one place of this room that reads.

Invariant: a book that loads has no fault; every fault of every file is told together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from tocsin.errors import LawTableError
from tocsin.law.calendars import HolidayCalendar, read_holidays
from tocsin.law.kinds import KindTable, read_kinds
from tocsin.law.laws import Law
from tocsin.law.reading import Known, read_law
from tocsin.law.starts import ClockStart, read_starts, read_units
from tocsin.law.tree import read_tree

_TABLES = ("clock_starts", "data_kinds", "holidays", "units")


@dataclass(frozen=True)
class LawBook:
    """Federal laws by regime, states by their two letters, and the tables they share."""

    federal: Mapping[str, Law]
    states: Mapping[str, Law]
    starts: Mapping[str, ClockStart]
    kinds: KindTable
    holidays: HolidayCalendar

    def laws(self) -> list[Law]:
        """Return every law, federal first, then by jurisdiction."""
        return [*self.federal.values(), *(self.states[state] for state in sorted(self.states))]


@cache
def law_book() -> LawBook:
    """Return the book shipped with Tocsin; raises LawTableError with every fault of every file."""
    return read_book(shipped_files())


def shipped_files() -> dict[str, str]:
    """Return the text of every law file of the package, by its path inside ``law``."""
    top = resources.files("tocsin.law") / "us"
    found = {}
    for folder in ("", "federal", "tables"):
        place = top / folder if folder else top
        for entry in sorted(place.iterdir(), key=lambda e: e.name):
            if entry.name.endswith(".yaml"):
                found["/".join(part for part in ("us", folder, entry.name) if part)] = entry.read_text(encoding="utf-8")
    return found


def read_book(files: Mapping[str, str]) -> LawBook:
    """Return the book of these texts.

    Raises:
        LawTableError: naming file, line and key of every fault of every file.
    """
    faults: list[str] = []
    book = book_of(files, faults)
    if faults:
        # A cell that the engine knows is read twice, so its faults stand twice.
        raise LawTableError(list(dict.fromkeys(faults)))
    return book


def book_of(files: Mapping[str, str], faults: list[str]) -> LawBook:
    """Return the book of these texts as far as they can be read; all faults are added to ``faults``."""
    trees = {file: read_tree(text, file, faults) for file, text in sorted(files.items())}
    tables = {}
    for name in _TABLES:
        file = f"us/tables/{name}.yaml"
        if file not in trees:
            faults.append(f"{file}:1: the file is missing")
            trees[file] = read_tree("{}", file, faults)
        tables[name] = trees.pop(file), file
    starts = read_starts(*tables["clock_starts"], faults)
    kinds = read_kinds(*tables["data_kinds"], faults)
    units = read_units(*tables["units"], faults)
    known = Known(units, frozenset(starts), frozenset(kinds.kinds))
    laws = [read_law(tree, file, known, faults) for file, tree in trees.items()]
    _no_doubles(laws, faults)
    return LawBook(
        federal={law.regime: law for law in laws if law.kind == "federal"},
        states={law.state: law for law in laws if law.kind != "federal"},
        starts=starts,
        kinds=kinds,
        holidays=read_holidays(*tables["holidays"], faults),
    )


def _no_doubles(laws: Iterable[Law], faults: list[str]) -> None:
    """Add a fault for a jurisdiction told by two files, or by a file of another name, and for ids that stand twice."""
    seen: dict[str, str] = {}
    for law in laws:
        if law.kind != "federal" and law.file != f"us/{law.jurisdiction[3:]}.yaml":
            faults.append(f"{law.file}:1: jurisdiction is {law.jurisdiction}, which the name of the file does not say")
        for rule in law.rules:
            if rule.id in seen and seen[rule.id] != law.file:
                faults.append(f"{law.file}:1: rule id {rule.id} also stands in {seen[rule.id]}")
            seen[rule.id] = law.file

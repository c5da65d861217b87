"""How complete and how sure the law book is: jurisdictions, cells by trust, and the table of element codes.

A cell is one version of one rule, or of one thing a law says beside its rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.law.book import LawBook
from tocsin.law.rules import Cite, Trust
from tocsin.model.elements import Element


@dataclass(frozen=True)
class CellPlace:
    """Where a cell stands, and what it carries."""

    jurisdiction: str
    file: str
    name: str
    cite: Cite


@dataclass(frozen=True)
class Coverage:
    """The counts that `tocsin law coverage` tells."""

    jurisdictions: int
    expected: int
    cells: int
    by_trust: dict[str, int]
    by_jurisdiction: dict[str, dict[str, int]]
    without_citation: tuple[str, ...]
    doubtful: tuple[str, ...]
    element_codes: int
    placed_codes: int
    kinds: int
    unseen_kinds: tuple[str, ...]
    named_kinds_missing: tuple[str, ...]


STATES = 50
DISTRICT_AND_TERRITORIES = 4
EXPECTED = STATES + DISTRICT_AND_TERRITORIES
"""The states, the District of Columbia, Puerto Rico, Guam and the U.S. Virgin Islands."""


def cells_of(book: LawBook) -> Iterator[CellPlace]:
    """Yield every cell of the book."""
    for law in book.laws():
        for rule in law.rules:
            for version in rule.versions:
                yield CellPlace(law.jurisdiction, law.file, rule.id, version.cite)
        for name, cell in law.cells.items():
            for told in cell.versions:
                yield CellPlace(law.jurisdiction, law.file, name, told.cite)


def coverage_of(book: LawBook) -> Coverage:
    """Return how complete and how sure the book is."""
    places = list(cells_of(book))
    by_jurisdiction: dict[str, Counter[str]] = {}
    for place in places:
        by_jurisdiction.setdefault(place.jurisdiction, Counter())[place.cite.trust.value] += 1
    placed = book.kinds.never_alone.union(*[codes for kind in book.kinds.kinds.values() for codes in kind.any_of])
    named = {
        kind for law in book.states.values() if law.data_kinds for v in law.data_kinds.versions for kind in v.value
    }
    return Coverage(
        jurisdictions=len(book.states),
        expected=EXPECTED,
        cells=len(places),
        by_trust={trust.value: sum(1 for p in places if p.cite.trust is trust) for trust in Trust},
        by_jurisdiction={name: dict(sorted(tally.items())) for name, tally in sorted(by_jurisdiction.items())},
        without_citation=tuple(f"{p.file}: {p.name}" for p in places if not p.cite.citation),
        doubtful=tuple(sorted({f"{p.jurisdiction}: {p.name}: {p.cite.doubt}" for p in places if p.cite.doubt})),
        element_codes=len(Element),
        placed_codes=len({element.value for element in Element} & placed),
        kinds=len(book.kinds.kinds),
        unseen_kinds=tuple(kind.name for kind in book.kinds.kinds.values() if kind.unseen),
        named_kinds_missing=tuple(sorted(named - set(book.kinds.kinds))),
    )


def coverage_text(told: Coverage) -> str:
    """Return the coverage as lines for a terminal."""
    lines = [
        f"Jurisdictions: {told.jurisdictions}/{told.expected}",
        f"Cells: {told.cells}, without citation: {len(told.without_citation)}",
        *(f"  {trust:<26}{number:>6}" for trust, number in told.by_trust.items()),
        f"Element codes placed: {told.placed_codes}/{told.element_codes}",
        f"Kinds of data: {told.kinds}, named by a law but missing: {len(told.named_kinds_missing)}",
        f"Kinds that no element code shows, so asked for: {', '.join(told.unseen_kinds)}",
        "",
        f"{'jurisdiction':<14}" + "".join(f"{trust.value:>27}" for trust in Trust),
    ]
    for name, tally in told.by_jurisdiction.items():
        lines.append(f"{name:<14}" + "".join(f"{tally.get(trust.value, 0):>27}" for trust in Trust))
    lines += ["", f"Cells told to be doubtful: {len(told.doubtful)}", *(f"  - {doubt}" for doubt in told.doubtful)]
    lines += [f"Without citation: {place}" for place in told.without_citation]
    return "\n".join([*lines, "", "Counsel signs; Tocsin gives no legal advice."]) + "\n"

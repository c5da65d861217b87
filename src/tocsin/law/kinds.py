"""Kinds of data: from the element codes of one person to the kinds that statutes name.

A combination counts only when all its codes stand for the same person, which one row of the counts says.

Source: law/us/tables/data_kinds.yaml; the kinds are the words of each statute, cited in its file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tocsin.law.fields import Fields
from tocsin.law.tree import Rows, Table
from tocsin.model.elements import Element


@dataclass(frozen=True)
class DataKind:
    """One kind, the combinations of codes that show it, and what is doubtful about them."""

    name: str
    any_of: tuple[frozenset[str], ...]
    unseen: str = ""
    doubt: str = ""


class KindTable:
    """Tells the kinds of a set of element codes; remembers what it has told."""

    def __init__(self, kinds: Iterable[DataKind], never_alone: frozenset[str]) -> None:
        """Take the kinds and the codes that no statute names by themselves."""
        self.kinds = {kind.name: kind for kind in kinds}
        self.never_alone = never_alone
        self._told: dict[frozenset[str], frozenset[str]] = {}

    def kinds_of(self, elements: frozenset[str]) -> frozenset[str]:
        """Return the kinds that a person with these element codes has."""
        told = self._told.get(elements)
        if told is None:
            told = frozenset(
                kind.name for kind in self.kinds.values() if any(codes <= elements for codes in kind.any_of)
            )
            self._told[elements] = told
        return told


def read_kinds(tree: Table, file: str, faults: list[str]) -> KindTable:
    """Return the table of a parsed file; a code of no element, or an element that stands nowhere, is a fault."""
    top = Fields(tree, "", file, tree.line, faults)
    entries = top.inner("kinds")
    kinds = [_kind(entries.inner(name), name) for name in list(entries.table)]
    never_alone = frozenset(top.texts("never_alone"))
    top.done()
    placed = never_alone.union(*[codes for kind in kinds for codes in kind.any_of])
    known = {element.value for element in Element}
    for code in sorted(placed - known):
        top.fault("kinds", f"names {code}, which is no element code")
    for code in sorted(known - placed):
        top.fault("kinds", f"leave out the element code {code}")
    return KindTable(kinds, never_alone)


def _kind(fields: Fields, name: str) -> DataKind:
    rows = fields.take("any_of")
    combinations = rows if isinstance(rows, Rows) else []
    if not all(isinstance(codes, Rows) and codes for codes in combinations):
        fields.fault("any_of", "must be a list of lists of element codes")
        combinations = []
    unseen = fields.text("unseen")
    if bool(combinations) == bool(unseen):
        fields.fault("any_of", "needs combinations of element codes, or the word in unseen why there are none")
    doubt = fields.text("doubt")
    fields.done()
    return DataKind(name, tuple(frozenset(map(str, codes)) for codes in combinations), unseen, doubt)

"""Which findings `tocsin find` shows."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.errors import RuleError, Word
from tocsin.model.elements import Element


class NoSuchElementError(RuleError):
    """There is no such element code."""

    code = "TOC-2004"
    remedy = "See the list of element codes in docs/reference/elements.md."


@dataclass(frozen=True)
class FindFilter:
    """The elements wanted (empty: all) and the least score."""

    only: frozenset[Element]
    min_score: float

    @classmethod
    def of(cls, codes: str, min_score: float) -> FindFilter:
        """Return the filter for codes joined by commas; raises NoSuchElementError."""
        wanted = [code.strip() for code in codes.split(",") if code.strip()]
        for code in wanted:
            if code not in {element.value for element in Element}:
                raise NoSuchElementError(element=Word(code))
        return cls(frozenset(Element(code) for code in wanted), min_score)

    def keeps(self, element: Element | None, score: float) -> bool:
        """Tell whether a finding is shown; facts that are no element never are."""
        return element is not None and score >= self.min_score and (not self.only or element in self.only)

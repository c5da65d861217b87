"""One Hyperscan pass over joined texts: rules say where to look, their verifiers say what is there.

A rule's pattern is cheap and reports only where it ends; its verifier is called with that place and the bounds
of its own text, looks at a bounded window around it, and gives a span or None. The texts are encoded with one byte
for each code point (Latin-1, others as ``?``), so byte offsets are code points and nothing has to be converted.

Invariant: every pattern is matched in time linear in the text, every verifier in time bounded by its window.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter

import hyperscan

from tocsin.detection.compiled import database
from tocsin.detection.spans import Span

Verifier = Callable[[str, int, int, int], Span | None]
"""``verify(text, low, high, end)``: ``end`` is where the pattern ended; look only at ``text[low:high]``."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern to look for and what to make of its hits."""

    pattern: str
    verify: Verifier
    ignore_case: bool = True


def code(text: str) -> bytes:
    """Return the text with one byte for each code point."""
    return text.encode("latin-1", "replace")


Take = Callable[[int, int, int, int, object], None]


def _taking(found: list[tuple[int, int]], first: int) -> Take:
    """Return what notes (rule number, end) of every hit."""
    add = found.append

    def take(rule: int, _start: int, end: int, _flags: int, _context: object) -> None:
        add((first + rule, end))

    return take


class _Base:
    """Compiled rules; the first has the number ``first``."""

    def __init__(self, first: int, rules: Sequence[Rule], *, is_kept: bool) -> None:
        flags = [hyperscan.HS_FLAG_CASELESS if rule.ignore_case else 0 for rule in rules]
        self.first = first
        self.database = database([rule.pattern.encode("latin-1") for rule in rules], flags, is_kept=is_kept)
        self.scratch = hyperscan.Scratch(self.database)


class Scanner:
    """A compiled set of rules; not safe for use by two threads at once."""

    def __init__(self, rules: Sequence[Rule], more: Sequence[Rule] = (), *, is_kept: bool = False) -> None:
        """Compile the rules, or load them as compiled before if they are this package's alone.

        ``more`` are an incident's own: they are compiled each time, apart, for all rules together take seconds.
        """
        self._verifiers = [rule.verify for rule in (*rules, *more)]
        self._bases = [_Base(0, rules, is_kept=is_kept)]
        if more:
            self._bases.append(_Base(len(rules), more, is_kept=False))

    def hits(self, coded: bytes) -> list[tuple[int, int]]:
        """Return (rule number, end) of every hit in Latin-1 bytes, each once, in the order found."""
        found: list[tuple[int, int]] = []
        for base in self._bases:
            base.database.scan(coded, match_event_handler=_taking(found, base.first), scratch=base.scratch)
        if len(self._bases) > 1:
            found.sort(key=itemgetter(1))
        return found

    def spans(
        self, text: str, starts: Sequence[int], ends: Sequence[int], coded: bytes | None = None
    ) -> list[list[Span]]:
        """Return the verified spans of each text of a joined buffer; offsets are into the buffer.

        ``starts`` and ``ends`` bound the texts inside the buffer, in order; ``coded`` is what :func:`code` makes of it.
        A rule's hits inside the span it gave last are passed over: they would give it again.
        """
        verifiers = self._verifiers
        settled: dict[int, int] = {}
        found: list[list[Span]] = [[] for _ in starts]
        for rule, end in self.hits(code(text) if coded is None else coded):
            if end <= settled.get(rule, 0):
                continue
            index = bisect_right(starts, end - 1) - 1
            span = verifiers[rule](text, starts[index], ends[index], end)
            if span is not None:
                found[index].append(span)
                settled[rule] = span.end
        return found

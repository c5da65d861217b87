"""What the other records of a document, and the other files of a folder, say of one that names no entity itself.

A folder of a business associate's share is mostly one client's; a report whose records bear one practice's numbers is
that practice's, also where a record has no number; and who sits at a practice's front desk has mail of its patients.
Divided neighbours say nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator

_CLEAR_SHARE = 0.75
_LEAST_FILES = 2
_LEAST_MAILS, _MAILBOX_SHARE = 3, 0.9
_LEAST_RECORDS = 2


class RecordVotes:
    """Which entity the record numbers in each item are of."""

    def __init__(self, numbered: Iterable[tuple[str, list[str]]]) -> None:
        """Count ``(item, entities of a subject's record numbers)``."""
        self._counts: dict[str, Counter[str]] = defaultdict(Counter)
        for item, entities in numbered:
            if entities:
                self._counts[item].update(entities)

    def of(self, item: str) -> str:
        """Return the entity of most record numbers of an item, or nothing."""
        return _clear(self._counts.get(item), _LEAST_RECORDS)


class FolderVotes:
    """Which entity the files below each folder are of; a file has one vote in every folder above it.

    A mailbox has votes of all that lies in it, and needs more of them, and nearly all for one.
    """

    def __init__(self, known: Iterable[tuple[str, str, str]], mailboxes: Collection[str] = ()) -> None:
        """Count ``(evidence, locator, entity)`` of the items whose entity is known by what stands in them."""
        self._counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._mailboxes = {evidence_id: Counter[str]() for evidence_id in mailboxes}
        for evidence_id, locator, entity in known:
            for folder in _folders(locator):
                self._counts[evidence_id, folder][entity] += 1
            if evidence_id in self._mailboxes:
                self._mailboxes[evidence_id][entity] += 1

    def of(self, evidence_id: str, locator: str) -> str:
        """Return the entity of most files of the nearest folder that has enough of them, or nothing."""
        for folder in _folders(locator):
            counts = self._counts.get((evidence_id, folder))
            if counts and counts.total() >= _LEAST_FILES:
                return _clear(counts, _LEAST_FILES)
        return _clear(self._mailboxes.get(evidence_id), _LEAST_MAILS, _MAILBOX_SHARE)


def _folders(locator: str) -> Iterator[str]:
    """Yield the folders a locator lies in, the innermost first; the evidence taken as a whole is none."""
    while "/" in locator:
        locator = locator.rsplit("/", 1)[0]
        if not locator.endswith("!"):
            yield locator


def _clear(counts: Counter[str] | None, least: int, share: float = _CLEAR_SHARE) -> str:
    if not counts:
        return ""
    entity, most = min(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return entity if most >= least and most >= share * counts.total() else ""

"""What is to be read: sealed files and large things found inside them, cut into units of work.

A unit is committed whole; its key follows from evidence and file numbers, so a run that was killed goes on with the
units that are missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from tocsin.config import READ, ReadLimits
from tocsin.ids import EvidenceId, ItemId

_BATCH_FILES = 500
_LEAST_SHARED_BYTES = 1 << 18
"""A batch smaller than this is read by one worker: starting another takes longer."""


class Bytes(Protocol):
    """Random access to decrypted bytes."""

    size_bytes: int

    def pread(self, offset: int, length: int, /) -> bytes:
        """Return up to ``length`` bytes from ``offset``."""


@dataclass(frozen=True, slots=True)
class Document:
    """One thing to open: a sealed file, or bytes found inside one and sealed on their own."""

    evidence_id: EvidenceId
    file_no: int
    locator: str = field(repr=False)
    item_id: ItemId
    size_bytes: int
    sha256: str
    parent_id: ItemId | None = None
    family_id: ItemId | None = None
    depth: int = 0
    blob: str = ""
    """Where the bytes lie if not in the file itself."""
    is_message: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents that are read and committed together."""

    key: str
    documents: tuple[Document, ...]


def batches(documents: Sequence[Document], limits: ReadLimits = READ) -> Iterator[Batch]:
    """Yield the documents of one piece of evidence in batches of about ``limits.unit_bytes``, in their order.

    A document above that size is a batch of its own, which is then cut by its reader.
    """
    held: list[Document] = []
    size = 0
    for document in documents:
        is_large = document.size_bytes > limits.unit_bytes
        if held and (is_large or size + document.size_bytes > limits.unit_bytes or len(held) >= _BATCH_FILES):
            yield _batch(held)
            held, size = [], 0
        held.append(document)
        size += document.size_bytes
        if is_large:
            yield _batch(held)
            held, size = [], 0
    if held:
        yield _batch(held)


def pieces(documents: Sequence[Document], count: int) -> list[Sequence[Document]]:
    """Cut the documents of a batch into up to so many pieces of about the same size, in their order."""
    size = sum(document.size_bytes for document in documents)
    if size < _LEAST_SHARED_BYTES:
        return [documents]
    found: list[Sequence[Document]] = []
    start = held = 0
    for end, document in enumerate(documents, 1):
        held += document.size_bytes
        if held * count >= size * (len(found) + 1) or end == len(documents):
            found.append(documents[start:end])
            start = end
    return found


def _batch(documents: list[Document]) -> Batch:
    first, last = documents[0], documents[-1]
    return Batch(f"{first.evidence_id}/{first.file_no:08d}-{last.file_no:08d}", tuple(documents))

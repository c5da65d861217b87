"""A batch is shared among workers in pieces that are all of it, in order."""

from __future__ import annotations

import pytest

from tocsin.ids import EvidenceId, item_id
from tocsin.intake.documents import Document, pieces

_EVIDENCE = EvidenceId("evd_000000000000")


def _documents(*sizes: int) -> list[Document]:
    return [
        Document(_EVIDENCE, number, f"{number}.pdf", item_id(_EVIDENCE, f"{number}.pdf"), size, "h")
        for number, size in enumerate(sizes, 1)
    ]


@pytest.mark.parametrize(
    "sizes", [(1 << 20,), (1 << 20, 1), (1, 1 << 20), (0, 0, 1 << 20, 0), (300_000,) * 9, (70_000,) * 50]
)
@pytest.mark.parametrize("count", [1, 4])
def test_pieces_are_the_whole_in_order(sizes: tuple[int, ...], count: int) -> None:
    documents = _documents(*sizes)
    found = pieces(documents, count)
    assert [document for piece in found for document in piece] == documents
    assert all(found)
    assert len(found) <= count + 1


def test_equal_documents_make_equal_pieces_and_little_ones_one() -> None:
    assert [len(piece) for piece in pieces(_documents(*[100_000] * 24), 4)] == [6, 6, 6, 6]
    assert len(pieces(_documents(*[20] * 500), 4)) == 1

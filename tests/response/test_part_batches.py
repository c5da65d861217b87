"""Segments with their mentions, some at a time: each once, small items whole."""

from __future__ import annotations

import pytest

from tests.linking.databases import segments_of_tables
from tests.linking.small_items import detector
from tocsin.model.mentions import mentions_table
from tocsin.model.segments import segment_batches, segments_table
from tocsin.response.part_batches import part_batches

TABLES = {
    "people": (["id", "last_name", "ssn"], [(n, "Garcia", f"223-45-{6000 + n}") for n in range(400)]),
    "few": (["id", "dob"], [(n, "1960-03-04") for n in range(5)]),
}


@pytest.mark.parametrize("whole_bytes", [0, 2_000, 1 << 30])
def test_gives_each_segment_once_with_its_mentions(whole_bytes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tocsin.model.segments.BATCH_BYTES", 3_000)
    segments = segments_of_tables(TABLES, rows_a_piece=50, files=True)
    mentions = detector().find(segments)
    batches = list(part_batches(segments_table(segments), mentions_table(mentions), whole_bytes))
    given = [segment for batch, _ in batches for segment in batch["segment_id"].to_pylist()]
    assert sorted(given) == sorted(s.segment_id for s in segments)
    assert {m for _, found in batches for m in found["mention_id"].to_pylist()} == {m.mention_id for m in mentions}
    for batch, found in batches:
        assert set(found["segment_id"].to_pylist()) <= set(batch["segment_id"].to_pylist())
    assert (len(batches) == 1) == (whole_bytes == 1 << 30)


def test_cuts_a_table_of_segments_into_pieces_in_order() -> None:
    table = segments_table(segments_of_tables(TABLES, rows_a_piece=50))
    pieces = list(segment_batches(table))
    assert [s for piece in pieces for s in piece["segment_id"].to_pylist()] == table["segment_id"].to_pylist()
    assert list(segment_batches(table.slice(0, 0))) == []


def test_has_nothing_to_give_for_an_empty_part() -> None:
    empty = segments_table([])
    assert list(part_batches(empty, mentions_table([]))) == []

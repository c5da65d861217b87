"""Where messages of a mailbox are parted must not depend on how its bytes are read."""

from __future__ import annotations

import io
import random

import pytest

from tocsin.readers import mbox

_PIECES = (
    b"From a 10:00\n", b"From b 11:22 x\r\n", b"X: y\n", b"\n", b"\r\n", b">From c 10:10\n", b"From no time\n",
    b"\nFrom kim Mon Jan  1 00:00:00 2024\n", b"Subject: s\n", b"text From a 10:00\n", b"a" * 7, b"From ", b"\xff\n",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_messages_are_parted_alike_whatever_the_blocks(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    luck = random.Random(seed)
    boxes = [b"".join(luck.choices(_PIECES, k=40)) for _ in range(30)]
    whole = [list(mbox._separators(io.BytesIO(box), 0, len(box))) for box in boxes]
    monkeypatch.setattr(mbox, "_SCAN_BYTES", 97)
    monkeypatch.setattr(mbox, "_OVERLAP", 60)
    assert [list(mbox._separators(io.BytesIO(box), 0, len(box))) for box in boxes] == whole
    assert any(len(places) > 1 for places in whole)

"""Unread pictures are read again once an engine for them was installed, and only they."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pytest

from tocsin.clock import FixedClock
from tocsin.intake.extract import LOCKED, UNSEEN, retryable_keys
from tocsin.response import stage_extract
from tocsin.response.folder import IncidentFolder
from tocsin.vault.keys import KdfProfile

CLOCK = FixedClock(datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC))
PARTS = [
    ("a", pa.table({"code": ["", "needs_ocr"]})),
    ("b", pa.table({"code": ["encrypted"]})),
    ("c", pa.table({"code": ["partly_corrupt;pages_without_text"]})),
]


def test_units_are_found_by_the_codes_of_their_items() -> None:
    assert retryable_keys(PARTS) == retryable_keys(PARTS, LOCKED) == {"b"}
    assert retryable_keys(PARTS, UNSEEN) == {"a", "c"}


def test_an_engine_that_arrives_marks_unread_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, _ = IncidentFolder.create(tmp_path / "inc", b"", "pw", CLOCK, KdfProfile.PBKDF2)
    with folder:
        monkeypatch.setattr(folder, "iter_parts", lambda name: PARTS)
        context = SimpleNamespace(folder=folder)
        marked = []
        for installed in ((), ("faster_paddle",), ("faster_paddle",), ("faster_paddle", "pi_heif"), ()):
            monkeypatch.setattr(stage_extract, "find_spec", lambda name, there=installed: name in there or None)
            stage_extract._mark_pictures(context)  # type: ignore[arg-type]
            marked.append((folder.get_document("retry") or b"").decode())
            folder.put_document("retry", b"")
        assert marked == ["", "a\nc", "", "a\nc", ""]

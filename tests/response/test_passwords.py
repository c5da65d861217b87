"""Passwords as people write them down: in whatever their editor takes for plain text."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tocsin.clock import FixedClock
from tocsin.response.begin import give_passwords, passwords_of
from tocsin.response.folder import IncidentFolder
from tocsin.vault.keys import KdfProfile

CLOCK = FixedClock(datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_passwords_are_kept_once_in_their_order(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "given.txt").write_bytes("Mücke 7\r\n\r\nsecond \nMücke 7\n".encode(encoding))
    folder, _ = IncidentFolder.create(tmp_path / "inc", b"", "pw", CLOCK, KdfProfile.PBKDF2)
    with folder:
        assert give_passwords(folder, tmp_path / "given.txt") == (2, 0)
        assert passwords_of(folder) == ("Mücke 7", "second ")


def test_what_is_no_text_opens_nothing_and_harms_nothing(tmp_path: Path) -> None:
    (tmp_path / "given.txt").write_bytes(b"\xff\xfe\x80\x81x\n\x00")
    folder, _ = IncidentFolder.create(tmp_path / "inc", b"", "pw", CLOCK, KdfProfile.PBKDF2)
    with folder:
        give_passwords(folder, tmp_path / "given.txt")
        assert len(passwords_of(folder)) <= 2

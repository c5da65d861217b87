"""Passwords as people write them down: in whatever their editor takes for plain text."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from tocsin.clock import FixedClock
from tocsin.ids import ItemId, SegmentId
from tocsin.model.evidence import ITEMS
from tocsin.model.segments import Segment, TextBody, segments_table
from tocsin.response.begin import give_passwords, passwords_of
from tocsin.response.folder import IncidentFolder
from tocsin.response.offered_passwords import candidates, offer_passwords
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


def _item(number: int, locator: str, family: str | None = None, code: str = "") -> dict[str, object]:
    status = "unreadable" if code else "done"
    return {"item_id": f"itm_{number}", "evidence_id": "evd_1", "parent_id": None, "locator": locator,
            "media_type": "text/plain", "size_bytes": 1, "sha256": "", "message_id": "", "status": status, "code": code,
            "family_id": family, "duplicate_of": None, "is_container": False, "sent_at": ""}  # fmt: skip


def test_passwords_in_the_evidence_are_offered_nearest_first_and_not_used(tmp_path: Path) -> None:
    items = [
        _item(1, "far/note.txt"),
        _item(2, "share/readme.txt"),
        _item(3, "mail.eml", "itm_3"),
        _item(4, "mail.eml!/1-list.zip", "itm_3", "encrypted"),
        _item(5, "share/plan.xlsx", None, "encrypted"),
    ]
    said = {"itm_1": "pw: Far9999", "itm_2": "The password for plan.xlsx is Winter2024!", "itm_3": "PIN = 'blue sky 7'"}
    segments = [
        Segment(SegmentId(f"seg_{n}"), ItemId(item), 0, "body", TextBody(text))
        for n, (item, text) in enumerate(said.items())
    ]
    folder, _ = IncidentFolder.create(tmp_path / "inc", b"", "pw", CLOCK, KdfProfile.PBKDF2)
    with folder, folder.stage_lock():
        folder.commit("extract", "u", {"segments": segments_table(segments)})
        folder.commit("items", "i", {"items": pa.Table.from_pylist(items, schema=ITEMS)})
        assert offer_passwords(folder, tmp_path / "found.txt") == (2, 3)
        assert passwords_of(folder) == ()
    assert (tmp_path / "found.txt").read_text("utf-8").splitlines() == ["blue sky 7", "Winter2024!", "Far9999"]
    assert (tmp_path / "found.txt").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the password is required and the passcode was changed", []),
        ("Password: Spring2023\nPWD=ab#12", ["Spring2023", "ab#12"]),
        ("contrase\u00f1a: Verano77", ["Verano77"]),
        ("The pass phrase to open it is \u201ctall green horse\u201d.", ["tall green horse"]),
        ("password reset is at https://clinic.example", []),
        ("shopping: 4411, spin: 8841x", []),
        ("name\x1fpassword\x1eann\x1fX", []),
    ],
)
def test_what_a_text_calls_a_password(text: str, found: list[str]) -> None:
    assert list(candidates(text)) == found

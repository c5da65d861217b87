"""What unread items may hold is told from their type, else from their name, and never left out."""

from __future__ import annotations

import pytest

from tocsin.intake.may_hold import MayHold, may_hold
from tocsin.readers.registry import all_readers

_UNKNOWN = "application/octet-stream"


@pytest.mark.parametrize(
    ("media_type", "locator", "kind"),
    [
        ("application/vnd.ms-outlook-pst", "x", MayHold.MAIL_STORE),
        ("application/vnd.ms-outlook", "x", MayHold.MESSAGE),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "x.bin", MayHold.TABLE),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "x", MayHold.DOCUMENT),
        ("image/tiff", "claims.csv", MayHold.PICTURE),
        ("text/csv", "x", MayHold.TABLE),
        (_UNKNOWN, "share/backup.VHDX", MayHold.SYSTEM),
        (_UNKNOWN, "a.zip!/b.mdb", MayHold.DATABASE),
        (_UNKNOWN, "scan.jpg.lockbit", MayHold.PICTURE),
        (_UNKNOWN, "notes.docx.gpg.enc", MayHold.DOCUMENT),
        ("application/x-high-entropy", "DATA0001", MayHold.ANYTHING),
        (_UNKNOWN, "a.zip!/unnamed", MayHold.ANYTHING),
        (_UNKNOWN, "key.gpg", MayHold.ANYTHING),
    ],
)
def test_type_first_then_name(media_type: str, locator: str, kind: MayHold) -> None:
    assert may_hold(media_type, locator) is kind


def test_every_type_that_a_reader_names_is_known() -> None:
    silent = {
        kind for reader in all_readers() for kind in reader.media_types if may_hold(kind, "x") is MayHold.ANYTHING
    }
    assert silent <= {"application/x-ole-storage", "application/x-ole-storage-encrypted", "application/x-dbf-memo"}

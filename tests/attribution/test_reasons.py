"""The reasons that people's entities are weighed by are those that attribution gives."""

from __future__ import annotations

from pathlib import Path

import tocsin.attribution
from tocsin.attribution.reasons import NAMED_NEAR, OWN_PAPERS


def test_every_reason_is_given_somewhere() -> None:
    room = Path(tocsin.attribution.__file__).parent
    said = "\n".join(path.read_text() for path in room.glob("*.py") if path.name != "reasons.py")
    assert {reason for reason in OWN_PAPERS | NAMED_NEAR if f'"{reason}"' not in said} == set()
    assert not OWN_PAPERS & NAMED_NEAR

"""What all tests share."""

from __future__ import annotations


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name parameters of bytes by their kind: archives made in a test differ in their times from worker to worker."""
    return "bytes" if isinstance(val, bytes) else None

"""What all tests share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name parameters of bytes by their kind: archives made in a test differ in their times from worker to worker."""
    return "bytes" if isinstance(val, bytes) else None


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let golden files be written anew; the review reads the difference."""
    parser.addoption("--regenerate", action="store_true", help="write golden files instead of comparing with them")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Return a function that holds a text to a golden file, or writes the file with ``--regenerate``."""

    def hold(file: Path, text: str) -> None:
        if request.config.getoption("--regenerate"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert file.is_file(), f"{file.name} is missing: run pytest --regenerate and read it"
        assert text == file.read_text(encoding="utf-8")

    return hold

"""What the tests of detection share."""

from __future__ import annotations

import pytest

from tocsin.detection.engine import Detector


@pytest.fixture(scope="session")
def detector() -> Detector:
    """Return one detector for all tests: to make one compiles the patterns."""
    return Detector()

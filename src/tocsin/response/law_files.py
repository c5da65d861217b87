"""Law files of a folder, for checking a copy that somebody edits."""

from __future__ import annotations

from pathlib import Path


def files_in(folder: Path) -> dict[str, str]:
    """Return the text of every law file below ``folder``/us, by its path inside ``folder``."""
    found = sorted((folder / "us").rglob("*.yaml"))
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in found}

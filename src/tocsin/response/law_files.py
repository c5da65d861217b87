"""Law files of a folder: a copy that somebody edits and checks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tocsin.errors import NotEmptyError


def files_in(folder: Path) -> dict[str, str]:
    """Return the text of every law file below ``folder``/us, by its path inside ``folder``."""
    found = sorted((folder / "us").rglob("*.yaml"))
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in found}


def write_files(files: Mapping[str, str], folder: Path) -> None:
    """Write the files below ``folder``.

    Raises:
        NotEmptyError: something is in the folder already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise NotEmptyError()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

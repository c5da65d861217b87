"""Reading exports and truth, and making values comparable."""

from __future__ import annotations

import csv
import sys
import unicodedata
from pathlib import Path

Row = dict[str, str]
csv.field_size_limit(min(sys.maxsize, 2**31 - 1))


def read_rows(path: Path) -> list[Row]:
    """Return the rows of a CSV file with a header."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        return [{key: value or "" for key, value in row.items()} for row in csv.DictReader(file)]


def parts(text: str) -> set[str]:
    """Return the values of a list joined with semicolons."""
    return {part.strip() for part in text.split(";") if part.strip()}


def folded(text: str) -> str:
    """Return letters and digits only, in lower case and without marks.

    Example:
        >>> folded("Peña-O'Neil")
        'penaoneil'
    """
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "".join(sign for sign in bare.lower() if sign.isalnum())


def number(text: str, last: int = 0) -> str:
    """Return the digits, or the last ``last`` of them; masked numbers give nothing."""
    if "*" in text:
        return ""
    digits = "".join(sign for sign in text if sign.isdigit())
    return digits[-last:] if last else digits

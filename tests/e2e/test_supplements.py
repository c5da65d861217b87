"""Evidence found after letters were mailed: nobody gets two, what is new follows, filings become addenda."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest

from tests.e2e.cases import Case, additions

pytestmark = pytest.mark.slow
FIRST = 1
"""Additions of the first step: one mailbox."""


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8") as text:
        return list(csv.DictReader(text))


def _text(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join("".join(page.get_textpage().get_text_range() for page in document).split())
    finally:
        document.close()


def _numbers(folder: Path) -> dict[str, int]:
    """Return how many individuals each worksheet for HHS tells, by name."""
    found = {}
    for page in folder.glob("hhs-*.md"):
        told = re.search(r"Approximate number of individuals affected\*\* (\d+)", page.read_text(encoding="utf-8"))
        assert told
        found[page.stem] = int(told[1])
    return found


def test_later_evidence_gives_supplements_and_addenda_and_no_second_letter(source: Path, tmp_path: Path) -> None:
    case = Case(source, tmp_path / "incident")
    case.begin()
    for addition in additions(source)[:FIRST]:
        case.add(addition)
    case.run()
    case.do("letters", "--to", str(tmp_path / "one"), "--dated", "2025-02-20")
    first = _rows(tmp_path / "one/mailfile.csv")
    case.do("mailed", str(tmp_path / "one/index.csv"), "--on", "2025-02-21")
    case.do("filings", "--to", str(tmp_path / "filings-one"))
    before = _numbers(tmp_path / "filings-one")
    for form in before:
        case.do("filed", form, "--on", "2025-02-22", "--by", "A. Counsel", "--tracking", f"T-{form}")

    for addition in additions(source)[FIRST:]:
        case.add(addition)
    case.run()
    case.do("letters", "--to", str(tmp_path / "two"), "--dated", "2025-03-20")
    second = _rows(tmp_path / "two/mailfile.csv")
    case.do("mailed", str(tmp_path / "two/index.csv"), "--on", "2025-03-21")
    case.do("filings", "--to", str(tmp_path / "filings-two"))
    after = _numbers(tmp_path / "filings-two")
    case.run()
    case.do("letters", "--to", str(tmp_path / "three"), "--dated", "2025-04-20")

    assert first and second and not _rows(tmp_path / "three/mailfile.csv")
    assert not {row["record_id"] for row in first} & {row["record_id"] for row in second}
    firsts = [row["notice_id"] for row in first + second if not row["supplements"]]
    assert max(Counter(firsts).values()) == 1
    supplements = [row for row in second if row["supplements"]]
    assert supplements and {row["supplements"] for row in supplements} <= {row["record_id"] for row in first}
    for row in second:
        is_told_so = "We wrote to you before" in _text(tmp_path / f"two/{row['record_id']}.pdf")
        assert is_told_so is bool(row["supplements"])
    assert sum(after.values()) > sum(before.values()) and set(before) <= set(after)
    for form, number in before.items():
        page = (tmp_path / f"filings-two/{form}.md").read_text(encoding="utf-8")
        assert f"T-{form}" in page and f"{number} individuals were reported on 2025-02-22" in page

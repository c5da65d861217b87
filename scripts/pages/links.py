"""Links of the documentation that lead nowhere, and pages that no index leads to."""

from __future__ import annotations

import re
from pathlib import Path

_LINK = re.compile(r"\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.M | re.S)
_HEADING = re.compile(r"^#{1,6}\s+(.+)$", re.M)


def faulty_links(root: Path) -> list[str]:
    """Return every relative link of the README, the texts beside it and the docs that leads nowhere."""
    pages = {page.resolve(): _prose(page) for page in [*root.glob("*.md"), *(root / "docs").rglob("*.md")]}
    faults = []
    for page, prose in sorted(pages.items()):
        for target in _LINK.findall(prose):
            if "://" in target or target.startswith("mailto:"):
                continue
            path, _, anchor = target.partition("#")
            there = (page.parent / path).resolve() if path else page
            if not there.exists():
                faults.append(f"{page.relative_to(root.resolve())}: {target}")
            elif anchor and anchor not in _anchors(pages.get(there, "")):
                faults.append(f"{page.relative_to(root.resolve())}: {target} (no such heading)")
    return faults


def lonely_pages(root: Path) -> list[str]:
    """Return the pages below docs that neither ``docs/README.md`` nor the index of decisions links to."""
    docs = (root / "docs").resolve()
    linked = {docs / "README.md"}
    for index in (docs / "README.md", docs / "decisions" / "README.md"):
        targets = _LINK.findall(_prose(index)) if index.exists() else []
        linked |= {(index.parent / target.partition("#")[0]).resolve() for target in targets if "://" not in target}
    return [str(page.relative_to(docs)) for page in sorted(docs.rglob("*.md")) if page.resolve() not in linked]


def _prose(page: Path) -> str:
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def _anchors(prose: str) -> set[str]:
    """Return the anchors that a reader of Markdown makes of the headings."""
    plain = (re.sub(r"[`*_]", "", heading).strip().lower() for heading in _HEADING.findall(prose))
    return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in plain}

"""Make the generated pages of the documentation from the code; ``--check`` tells what is stale and what leads nowhere.

Run: ``python -m scripts.make_docs [--check]``. The README and hand-written pages may hold blocks between
``<!-- NAME -->`` and ``<!-- /NAME -->`` that are made too (``BLOCKS``).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from scripts.pages.commands import commands_page, errors_page
from scripts.pages.decisions import decisions_page
from scripts.pages.dependencies import dependencies_page
from scripts.pages.exports import exports_page
from scripts.pages.formats import formats_page, read_words, unread
from scripts.pages.links import faulty_links, lonely_pages
from scripts.pages.lists import elements_page, item_codes_page, limits_page

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
NOTE = "<!-- Made by `make docs` from the code; do not edit. -->\n\n"
PAGES: Mapping[str, Callable[[], str]] = {
    "reference/commands.md": commands_page,
    "reference/errors.md": errors_page,
    "reference/elements.md": elements_page,
    "reference/item-codes.md": item_codes_page,
    "reference/exports.md": exports_page,
    "reference/formats.md": formats_page,
    "reference/limits.md": limits_page,
    "reference/dependencies.md": dependencies_page,
    "decisions/README.md": lambda: decisions_page(DOCS / "decisions"),
}


def _reads() -> str:
    return "\n".join(f"- **{group}**: {'; '.join(words)}." for group, words in read_words().items())


def _reads_not() -> str:
    words = "; ".join(words for _, words in unread())
    return f"- **Formats that are told apart but not read**: {words}. They end as `no_reader` and are shown."


BLOCKS: Mapping[str, Callable[[], str]] = {"reads": _reads, "reads-not": _reads_not}


def main() -> int:
    """Write the pages and blocks, or with --check return 1 if one is stale or a link leads nowhere."""
    stale = {path: body for path, body in made().items() if _read(path) != body}
    if "--check" in sys.argv:
        for path in stale:
            print(f"stale: {path.relative_to(ROOT)}; run `make docs`", file=sys.stderr)
    else:
        for path, body in stale.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, encoding="utf-8")
            print(f"wrote {path.relative_to(ROOT)}")
        stale = {}
    faults = [f"broken link: {fault}" for fault in faulty_links(ROOT)]
    faults += [f"in no index: docs/{page}" for page in lonely_pages(ROOT)]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if stale or faults else 0


def made() -> dict[Path, str]:
    """Return every generated page, and every page that holds generated blocks, as it should be."""
    pages = {DOCS / name: NOTE + make() for name, make in PAGES.items()}
    for path in [ROOT / "README.md", *DOCS.rglob("*.md")]:
        if path not in pages and "<!-- /" in _read(path):
            pages[path] = filled(_read(path))
    return pages


def filled(page: str) -> str:
    """Return the page with its blocks made anew; raises KeyError for a block nobody makes."""
    return re.sub(
        r"<!-- ([a-z-]+) -->\n.*?<!-- /\1 -->",
        lambda block: f"<!-- {block[1]} -->\n{BLOCKS[block[1]]()}\n<!-- /{block[1]} -->",
        page,
        flags=re.S,
    )


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main())

"""Make the generated reference pages from the commands, errors and elements; ``--check`` only tells staleness."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from tocsin.cli.door import cli
from tocsin.model.elements import CONTEXT_ELEMENTS, SECRET_ELEMENTS, Element
from tocsin.model.evidence import ItemCode, ItemStatus
from tocsin.notices.words import element_words
from tocsin.response.error_list import every_error

DOCS = Path(__file__).resolve().parent.parent / "docs"
NOTE = "<!-- Made by `make docs` from the code; do not edit. -->\n\n"


def main() -> int:
    """Write the pages, or with --check return 1 if one is stale."""
    pages = {
        "reference/commands.md": commands_page(),
        "reference/errors.md": errors_page(),
        "reference/elements.md": elements_page(),
        "reference/item-codes.md": item_codes_page(),
    }
    stale = [name for name, body in pages.items() if _read(DOCS / name) != NOTE + body]
    if "--check" in sys.argv:
        for name in stale:
            print(f"stale: docs/{name}; run `make docs`", file=sys.stderr)
        return 1 if stale else broken_links()
    for name in stale:
        (DOCS / name).parent.mkdir(parents=True, exist_ok=True)
        (DOCS / name).write_text(NOTE + pages[name], encoding="utf-8")
        print(f"wrote docs/{name}")
    return broken_links()


def commands_page() -> str:
    """Return the help of every command, as the terminal shows it."""
    parts = [
        "# Commands\n\nExit codes: 0 did all it could; 1 failed, or a fault was found; 2 wrong usage; "
        "3 a person must act first; 130 interrupted.\n"
    ]
    context = click.Context(cli, info_name="tocsin")
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        help_text = command.get_help(click.Context(command, info_name=f"tocsin {name}", max_content_width=100))
        parts.append(f"## tocsin {name}\n\n```text\n{help_text}\n```\n")
    return "\n".join(parts)


def errors_page() -> str:
    """Return every error with its code, sentence, remedy and exit code."""
    rows = [
        "# Errors\n\nAn error names identifiers and numbers only, never content of evidence.\n",
        "| Code | What happened | What to do | Exit |",
        "|---|---|---|---|",
    ]
    for error in sorted(every_error(), key=lambda e: e.code):
        what = re.sub(r"\s+", " ", (error.__doc__ or "").split("\n\n")[0])
        rows.append(f"| {error.code} | {what} | {error.remedy} | {error.exit_code} |")
    return "\n".join(rows) + "\n"


def elements_page() -> str:
    """Return the element codes, their words in letters, and what they do."""
    rows = ["# Element codes\n", "| Code | In letters | Lists someone of unknown role | Masked |", "|---|---|---|---|"]
    for element in Element:
        words = element_words([element.value])
        spoken = words[-1] if len(words) > 1 or element is Element.NAME else ""
        lists = "no" if element in CONTEXT_ELEMENTS else "yes"
        masked = "yes" if element in SECRET_ELEMENTS else ""
        rows.append(f"| `{element.value}` | {spoken} | {lists} | {masked} |")
    return "\n".join(rows) + "\n"


def item_codes_page() -> str:
    """Return how items end, and the codes that say why."""
    rows = ["# How items end\n", "Status: " + ", ".join(f"`{s.value}`" for s in ItemStatus) + ". Codes:\n"]
    rows += [f"- `{code.value}`" for code in ItemCode if code.value]
    return "\n".join(rows) + "\n"


def broken_links() -> int:
    """Return 1 and name every relative link in the docs and the README that leads nowhere."""
    bad = []
    for page in [*DOCS.rglob("*.md"), *DOCS.parent.glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if not (page.parent / target).exists():
                bad.append(f"{page.relative_to(DOCS.parent)}: {target}")
    for line in bad:
        print(f"broken link: {line}", file=sys.stderr)
    return 1 if bad else 0


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main())

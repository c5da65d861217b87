"""The documentation tells everything there is, and nothing that is not."""

from __future__ import annotations

import dataclasses
import re
from importlib import metadata
from pathlib import Path

import pytest

from scripts.make_docs import BLOCKS, PAGES, ROOT, filled
from scripts.pages.dependencies import direct_names, is_refused, licence_of, packages
from scripts.pages.links import faulty_links, lonely_pages
from tocsin import config
from tocsin.cli.door import cli
from tocsin.exposure import verdicts
from tocsin.model.incident_file import parse_incident
from tocsin.response.error_list import every_error

DOCS = ROOT / "docs"


def _told(*parts: str) -> str:
    """Return all text of hand-written pages below these folders, and the README."""
    pages = [ROOT / "README.md", *(page for part in parts for page in (DOCS / part).rglob("*.md"))]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


@pytest.mark.parametrize("name", cli.list_commands(None))  # type: ignore[arg-type]  # the list needs no context
def test_every_command_is_shown_at_work_and_in_the_reference(name: str) -> None:
    assert re.search(rf"tocsin {name}\b", _told("tutorial", "how-to"))
    assert f"## tocsin {name}\n" in (DOCS / "reference/commands.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("error", every_error(), ids=lambda error: error.code)
def test_every_error_is_told_with_what_to_do(error: type) -> None:
    page = (DOCS / "reference/errors.md").read_text(encoding="utf-8")
    assert f"| {error.code} | " in page  # type: ignore[attr-defined]
    assert f"| {error.remedy} |" in page  # type: ignore[attr-defined]


def test_error_codes_are_not_used_twice() -> None:
    codes = [error.code for error in every_error()]
    assert len(codes) == len(set(codes))


def test_links_lead_somewhere_and_every_page_is_in_an_index() -> None:
    assert faulty_links(ROOT) == []
    assert lonely_pages(ROOT) == []


def test_a_broken_link_is_named(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "README.md").write_text("[a](docs/a.md) [b](docs/a.md#two-words) [c](docs/a.md#no) [d](gone.md)\n")
    (tmp_path / "docs/a.md").write_text("# Two `words`\n\n```text\n[e](nowhere.md)\n```\n")
    assert faulty_links(tmp_path) == ["README.md: docs/a.md#no (no such heading)", "README.md: gone.md"]
    assert lonely_pages(tmp_path) == ["a.md"]


def test_blocks_are_made_anew() -> None:
    page = "before\n<!-- reads -->\nold\n<!-- /reads -->\nafter\n"
    assert filled(page) == f"before\n<!-- reads -->\n{BLOCKS['reads']()}\n<!-- /reads -->\nafter\n"


def test_every_limit_is_used_somewhere() -> None:
    code = "\n".join(
        file.read_text(encoding="utf-8") for file in (ROOT / "src").rglob("*.py") if file.name != "config.py"
    )
    fields = [f.name for kind in (config.JAIL, config.READ, config.STORE) for f in dataclasses.fields(kind)]
    assert [name for name in fields if not re.search(rf"(?:limits|JAIL|READ|STORE)\.{name}\b", code)] == []


def test_the_incident_files_of_the_reference_hold() -> None:
    blocks = re.findall(r"```toml\n(.*?)```", (DOCS / "reference/incident-file.md").read_text(encoding="utf-8"), re.S)
    assert blocks
    assert parse_incident(blocks[0].encode()).covered_entities


def test_every_rule_of_exposure_is_explained() -> None:
    page = (DOCS / "explanation/exposure.md").read_text(encoding="utf-8")
    source = Path(verdicts.__file__).read_text(encoding="utf-8")
    rules = set(re.findall(r'"((?:no|intruder|mail|mailbox|file|log|logging|item)_[a-z_]+)"', source))
    assert len(rules) >= 10
    assert [rule for rule in sorted(rules) if f"`{rule}`" not in page] == []


@pytest.mark.parametrize("lock", ["run.txt", "dev.txt"])
def test_no_locked_package_is_under_the_gpl_alone(lock: str) -> None:
    refused = [one.name for one in packages(ROOT / "requirements" / lock) if is_refused(one.licence)]
    assert refused == []


@pytest.mark.parametrize(
    ("licence", "refused"),
    [
        ("MIT", False),
        ("GPL-3.0-or-later", True),
        ("AGPL-3.0-only", True),
        ("GNU Affero General Public License v3", True),
        ("GNU General Public License v2 (GPLv2)", True),
        ("LGPL-2.0-or-later", False),
        ("GNU Library or Lesser General Public License (LGPL)", False),
        ("MPL-1.1 OR GPL-2.0-or-later", False),
        ("MPL-2.0 AND GPL-3.0-only", True),
        ("", True),
    ],
)
def test_licences_are_told_apart(licence: str, refused: bool) -> None:
    assert is_refused(licence) is refused


def test_every_dependency_has_its_reason_and_no_other_has_one() -> None:
    record = (DOCS / "decisions/0001-dependencies.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([a-z0-9-]+)` \|", record, re.M)) == direct_names()


def test_a_licence_is_found_in_whatever_way_it_is_told() -> None:
    assert licence_of("click") == "BSD-3-Clause"
    assert all(licence_of(distribution.name) is not None for distribution in metadata.distributions())


def test_the_readme_begins_with_a_command_and_what_it_prints() -> None:
    first = (ROOT / "README.md").read_text(encoding="utf-8").split("\n")[:4]
    assert first == ["# Tocsin", "", "```console", "$ make demo"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "\n\t@$(BIN)/tocsin demo $(DEMO) --force\n" in makefile


def test_every_page_that_is_made_is_told_in_the_index() -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    assert [name for name in PAGES if name not in index] == []

"""What the pages show in console blocks is what happens: fast blocks always, the others with the demonstration."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.pages.console import Outcome, Step, plain, rewritten, run_steps, steps_of
from scripts.run_docs import ROOT, faults_of, make_demo, pages, run_page

_PAGE = """Text.

```console
$ echo one
one
$ for n in 1 2; do
> echo $n; done
1
2
$ true
```

```text
$ not a block
```
"""


def _name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def _fast(page: Path) -> list[Step]:
    return steps_of(page.read_text(encoding="utf-8"), slow=False)


@pytest.mark.parametrize("page", [page for page in pages() if _fast(page)], ids=_name)
def test_fast_blocks_run_and_print_what_the_page_says(page: Path, tmp_path: Path) -> None:
    assert faults_of(run_steps(_fast(page), tmp_path, {})) == []


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the demonstration in it."""
    folder = tmp_path_factory.mktemp("demo")
    make_demo(folder)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("page", pages(), ids=_name)
def test_every_block_runs_and_prints_what_the_page_says(page: Path, tmp_path: Path, demo: Path) -> None:
    assert faults_of(run_page(page, tmp_path, demo)) == []


def test_commands_and_what_they_print_are_told_apart() -> None:
    assert [(step.command, step.says) for step in steps_of(_PAGE, slow=False)] == [
        ("echo one", "one\n"),
        ("for n in 1 2; do\necho $n; done", "1\n2\n"),
        ("true", ""),
    ]


def test_a_page_that_lies_is_found_and_put_right(tmp_path: Path) -> None:
    lie = _PAGE.replace("1\n2\n", "1\n3\n").replace("$ true", "$ false")
    outcomes = run_steps(steps_of(lie, slow=False), tmp_path, {})
    assert [one.is_as_told for one in outcomes] == [True, False, False]
    assert [one.code for one in outcomes] == [0, 0, 1]
    assert rewritten(lie, outcomes) == _PAGE.replace("$ true", "$ false")


def test_blocks_that_need_an_incident_are_slow() -> None:
    page = "```console\n$ true\n```\n\n```console\n$ tocsin status ./incident\n```\n"
    assert steps_of(page, slow=False) == []
    assert len(steps_of(page, slow=True)) == 2
    first = "```console\n$ make demo\ntocsin-demo/out\n```\n\n```console\n$ true\n```\n"
    assert [step.command for step in steps_of(first, slow=False)] == ["true"]


def test_what_varies_is_not_compared_and_the_rest_is() -> None:
    step = Step("", "run: done in 9.1 s, 5 people\n", 0, 0)
    assert Outcome(step, 0, "run: done in 0.4 s, 5 people\n\n", "").is_as_told
    assert not Outcome(step, 0, "run: done in 0.4 s, 6 people\n", "").is_as_told
    assert plain("tocsin/07b9cbcdfcf91b2e at 2025-01-02T03:04:05Z") == "tocsin/ORIGIN at TIME"

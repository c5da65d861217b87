"""Run the console blocks of the README, the tutorial and the how-to pages; ``--write`` puts in what they print now.

Run: ``python -m scripts.run_docs [--write] [PAGE...]``. Every page runs in a scratch folder of its own, beside the
demonstration. How-to pages find its incident as ``./incident`` and its passphrase in TOCSIN_PASSPHRASE.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from scripts.pages.console import Outcome, rewritten, run_steps, steps_of

ROOT = Path(__file__).resolve().parents[1]


def pages() -> list[Path]:
    """Return the pages whose console blocks are run."""
    folders = (ROOT / "docs" / "tutorial", ROOT / "docs" / "how-to")
    return [ROOT / "README.md", *(page for folder in folders for page in sorted(folder.glob("*.md")))]


def make_demo(folder: Path) -> None:
    """Make the demonstration that pages start from."""
    command = [sys.executable, "-m", "tocsin", "demo", str(folder / "tocsin-demo")]
    subprocess.run(command, capture_output=True, check=True, timeout=600)


def run_page(page: Path, folder: Path, demo: Path) -> list[Outcome]:
    """Run all blocks of a page in ``folder``, with a copy of the demonstration made in ``demo``."""
    shutil.copytree(demo / "tocsin-demo", folder / "tocsin-demo")
    shutil.copy(demo / "tocsin-demo.passphrase", folder)
    settings = {}
    if page.parent.name == "how-to":
        shutil.copytree(demo / "tocsin-demo" / "incident", folder / "incident")
        settings["TOCSIN_PASSPHRASE"] = (demo / "tocsin-demo.passphrase").read_text(encoding="utf-8").strip()
    return run_steps(steps_of(page.read_text(encoding="utf-8"), slow=True), folder, settings)


def faults_of(outcomes: Sequence[Outcome]) -> list[str]:
    """Return what is not as the page tells, in words for a person."""
    return [
        f"$ {one.step.command}\n--- the page says\n{one.step.says}--- it printed (exit code {one.code})\n{one.printed}"
        f"--- standard error ended with\n{one.complained[-2000:]}"
        for one in outcomes
        if not one.is_as_told
    ]


def main() -> int:
    """Run the pages named, or all."""
    wanted = [Path(name).resolve() for name in sys.argv[1:] if not name.startswith("-")] or pages()
    is_bad = False
    with tempfile.TemporaryDirectory(prefix="tocsin-docs-") as demo:
        make_demo(Path(demo))
        for page in wanted:
            with tempfile.TemporaryDirectory(prefix="tocsin-docs-") as folder:
                outcomes = run_page(page, Path(folder), Path(demo))
            faults = faults_of(outcomes)
            print(f"{page.relative_to(ROOT)}: {len(outcomes)} commands, {len(faults)} not as told")
            if "--write" in sys.argv:
                page.write_text(rewritten(page.read_text(encoding="utf-8"), outcomes), encoding="utf-8")
                faults = faults_of([one for one in outcomes if one.code != 0])
            is_bad |= bool(faults)
            print("\n".join(faults), file=sys.stderr, end="")
    return 1 if is_bad else 0


if __name__ == "__main__":
    sys.exit(main())

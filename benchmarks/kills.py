"""``python -m benchmarks.kills SIMULATED --work WORK --kills 3``: an incident of any size, killed and started again.

SIMULATED is what ``python -m simulator`` wrote. WORK gets ``undisturbed/``, made once and kept, and a folder for each
kill, deleted when it came out right. Every kill is SIGKILL, by turns to the whole process group and to the main
process, spread over every phase of adding and running; then the same command is started again until it ends. Printed
for each: where the kill hit, and whatever differs from the undisturbed folder: exports byte for byte, accounting,
``verify``, files and processes left behind. Exit code 1 if anything does.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from pathlib import Path

from tests.e2e.cases import Case, additions
from tests.e2e.kills import Undisturbed, chains, killed_runs, moments
from tests.e2e.processes import adopt_orphans


def main(arguments: list[str] | None = None) -> int:
    """Kill, start again, compare, print."""
    parser = argparse.ArgumentParser(prog="benchmarks.kills", description=(__doc__ or "").split("\n\n")[-1])
    parser.add_argument("simulated", type=Path)
    parser.add_argument("--work", type=Path, required=True, help="folder that gets the incident folders")
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--kills-a-run", type=int, default=1, help="how often one folder is killed before it ends")
    given = parser.parse_args(arguments)
    adopt_orphans()
    undisturbed = _undisturbed(Case(given.simulated, given.work / "undisturbed" / "incident"))
    plan = chains(moments(given.kills), -(-given.kills // given.kills_a_run))
    faults, began = 0, time.monotonic()
    for story in killed_runs(undisturbed, plan, given.work):
        faults += len(story.faults)
        kills = "; ".join(map(str, story.kills)) or "no kill came in time"
        print(
            f"{story.case.folder.name}: {kills}: {story.faults or 'as undisturbed'} ({time.monotonic() - began:.0f} s)"
        )
        if not story.faults:
            shutil.rmtree(story.case.folder)
        began = time.monotonic()
    return 1 if faults else 0


def _undisturbed(case: Case) -> Undisturbed:
    """Return the folder that nobody disturbs; a finished one of an earlier time serves again."""
    told = case.folder.with_name("told.txt")
    if not told.exists():
        case.begin()
        for addition in additions(case.source):
            case.add(addition)
        told.write_text(case.run().err, "utf-8")
    print(told.read_text("utf-8"))
    return Undisturbed.of(case, told.read_text("utf-8"))


if __name__ == "__main__":
    sys.exit(main())

"""``python -m benchmarks.accuracy --truth OUT/truth --people people.csv``, and more exports as options.

The exports must be made with ``--reveal``. With ``--split measuring`` only figures are printed, never which template
or which value went wrong, so that nobody tunes on them.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.accuracy.clusters import score_clusters
from benchmarks.accuracy.items import match_items, score_exposures, score_items
from benchmarks.accuracy.report import text_report
from simulator.scoring.matching import found_face, match, true_face
from simulator.scoring.scoring import by_group, score_elements, score_entities, score_exposure, score_people
from simulator.scoring.values import folded, read_rows


def score(
    truth: Path, people: Path, items: Path | None = None, exposures: Path | None = None, subjects: Path | None = None
) -> dict[str, Any]:
    """Return all figures."""
    found, true = read_rows(people), read_rows(truth / "people.csv")
    offices = {folded(row["name"]): row["role"] for row in read_rows(truth / "offices.csv")}
    matching = match([found_face(row) for row in found], [true_face(row) for row in true])
    figures = {
        "people": score_people(found, true, matching, offices),
        "elements": score_elements(found, true, matching),
        "entities": score_entities(found, true, matching),
        "person_exposure": score_exposure(found, true, matching),
        "families": by_group(found, true, matching, "families"),
        "templates": by_group(found, true, matching, "templates"),
    }
    if items:
        rows, true_items = read_rows(items), read_rows(truth / "items.csv")
        matched = match_items(rows, true_items)
        figures["items"] = score_items(rows, true_items, matched)
        if exposures:
            figures["exposures"] = score_exposures(read_rows(exposures), true_items, matched)
        if subjects:
            faces = {row["person"]: true_face(row) for row in true}
            wanted = {row["person"] for row in true if row["listed"] == "yes"}
            listed = {row["person_id"] for row in found}
            figures["clusters"] = score_clusters(
                read_rows(subjects), read_rows(truth / "subjects.csv"), matched, faces, wanted, listed
            )
    return figures


def main(arguments: list[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="benchmarks.accuracy", description="Score exports against known truth.")
    parser.add_argument("--truth", type=Path, required=True)
    parser.add_argument("--people", type=Path, required=True)
    parser.add_argument("--items", type=Path)
    parser.add_argument("--exposures", type=Path)
    parser.add_argument("--subjects", type=Path)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    figures = score(given.truth, given.people, given.items, given.exposures, given.subjects)
    if _split(given.truth) == "measuring":
        figures.pop("templates")
        for row in figures["families"].values():
            row.pop("slips")
    sys.stdout.write(json.dumps(figures, indent=1) + "\n" if given.json else text_report(figures))
    return 0


def _split(truth: Path) -> str:
    file = truth / "split.txt"
    return file.read_text().strip() if file.exists() else "tuning"


if __name__ == "__main__":
    sys.exit(main())

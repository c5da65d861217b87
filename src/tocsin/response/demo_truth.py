"""What the demonstration found beside what its simulator knows to be true."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

Row = dict[str, str]


@dataclass(frozen=True)
class Truth:
    """The true people and offices of a simulated incident."""

    people: list[Row]
    offices: dict[str, str]

    @classmethod
    def of(cls, folder: Path) -> Truth:
        """Read the truth that the simulator wrote."""
        from simulator.scoring.values import folded, read_rows

        offices = {folded(row["name"]): row["role"] for row in read_rows(folder / "offices.csv")}
        return cls(read_rows(folder / "people.csv"), offices)


@dataclass(frozen=True)
class Found:
    """The people that were found, with their values, and how the items ended."""

    people: list[Row]
    ends: dict[str, int]

    @classmethod
    def of(cls, people: pa.Table, items: pa.Table) -> Found:
        """Take the exports as they are."""
        rows = [{name: _text(value) for name, value in row.items()} for row in people.to_pylist()]
        ends: dict[str, int] = {}
        for status in items["status"].to_pylist():
            ends[status] = ends.get(status, 0) + 1
        return cls(rows, ends)


def beside_truth(truth: Truth, found: Found) -> str:
    """Return the comparison as a table of text, each figure measured in this very run."""
    from simulator.scoring.matching import found_face, match, true_face
    from simulator.scoring.scoring import score_elements, score_entities, score_exposure, score_people

    matching = match([found_face(row) for row in found.people], [true_face(row) for row in truth.people])
    people = score_people(found.people, truth.people, matching, truth.offices)
    elements = score_elements(found.people, truth.people, matching)["all"]
    entities = score_entities(found.people, truth.people, matching)
    exposure = score_exposure(found.people, truth.people, matching)
    wrong = people["wrong"]
    lines = [
        ("", "truth", "found", "recall", "precision"),
        ("people", people["true_people"], people["rows"], _share(people["recall"]), _share(people["precision"])),
        ("elements", elements["hit"] + elements["missed"], elements["hit"] + elements["false"],
         _share(elements["recall"]), _share(elements["precision"])),
        ("covered entities", entities["hit"] + entities["missed"], entities["hit"] + entities["false"],
         _share(entities["recall"]), _share(entities["precision"])),
    ]  # fmt: skip
    table = "".join(f"{a:<18}{b!s:>8}{c!s:>8}{d:>9}{e:>11}\n" for a, b, c, d, e in lines)
    listed = wrong.get("provider", 0) + wrong.get("sender", 0)
    ends = ", ".join(f"{number} {status}" for status, number in sorted(found.ends.items()))
    return (
        f"\n{table}"
        f"Exposure of each person as in truth: {_share(exposure['equal'])}; "
        f"called untouched though it was not: {exposure['false_untouched']}.\n"
        f"Doctors or senders listed: {listed}. Rows that stand for somebody already listed: {people['extra_rows']}.\n"
        f"Items: {ends}.\n"
    )


def _share(value: float) -> str:
    return f"{value:.3f}"


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return ";".join(map(str, value)) if isinstance(value, Iterable) and not isinstance(value, str) else str(value)

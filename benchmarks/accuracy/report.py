"""The figures as a text table."""

from __future__ import annotations

from typing import Any


def text_report(figures: dict[str, Any]) -> str:
    """Return the figures as lines."""
    lines: list[str] = []
    for title in ("people", "clusters", "entities", "person_exposure", "items", "exposures"):
        if title in figures:
            lines += [f"== {title}", *(f"  {key:<24}{value}" for key, value in figures[title].items()), ""]
    lines += ["== elements", *_rates("all", figures["elements"]["all"]), *_rates("hard", figures["elements"]["hard"])]
    for element, row in figures["elements"]["by_element"].items():
        lines += _rates(element, row)
    for title in ("families", "templates"):
        if title in figures:
            lines += ["", f"== {title} (people who stand in this one only)", *_groups(figures[title])]
    return "\n".join(lines) + "\n"


def _rates(name: str, row: dict[str, Any]) -> list[str]:
    return [
        f"  {name:<18} R {row['recall']:.4f}  P {row['precision']:.4f}  {row['hit']}/{row['missed']}/{row['false']}"
    ]


def _groups(table: dict[str, Any]) -> list[str]:
    worst = sorted(table.items(), key=lambda pair: (pair[1]["recall"], pair[1]["element_recall"], pair[0]))
    return [
        f"  {name:<20} n {row['people']:<6} R {row['recall']:.4f}  el R {row['element_recall']:.4f}  "
        f"el P {row['element_precision']:.4f}  {_slips(row.get('slips', {}))}"
        for name, row in worst
    ]


def _slips(slips: dict[str, int]) -> str:
    return ", ".join(f"{slip} x{count}" for slip, count in slips.items())

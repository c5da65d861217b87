"""Score Tocsin's detector on a labelled corpus and print the table.

    python -m benchmarks.detection --corpus notes.jsonl --label-map map.json [--half development|sealed|all]
                                   [--presidio PYTHON] [--slice-chars 500000] [--speed TEXT_FILE]

The corpus has lines {"id", "text", "spans": [{"start", "end", "label"}]}; the map gives the element codes each label
stands for: {"SSN": ["ssn"], "DATE": ["date", "date_of_birth"]}. Halves are split by the hash of the id, so the sealed
half can be scored once, at the end.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.detection.score import Labelled, Tally, tally
from tocsin.detection.engine import Detector


def main() -> int:
    """Run the benchmark."""
    options = _options()
    if options.corpus:
        rows = [row for row in _rows(options.corpus) if options.half == "all" or _half(row["id"]) == options.half]
        label_map = json.loads(options.label_map.read_text(encoding="utf-8"))
        _score(rows, label_map, options)
    if options.speed:
        _speed(options.speed.read_text(encoding="utf-8", errors="replace"))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.detection", description=__doc__.split("\n")[0])
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--label-map", type=Path)
    parser.add_argument("--half", choices=("development", "sealed", "all"), default="development")
    parser.add_argument("--presidio", help="an interpreter that has presidio-analyzer and en_core_web_sm")
    parser.add_argument("--slice-chars", type=int, default=500_000, help="how much of the corpus Presidio reads")
    parser.add_argument("--speed", type=Path, help="a text file to measure speed and finds a megabyte on")
    options = parser.parse_args()
    if bool(options.corpus) != bool(options.label_map) or not (options.corpus or options.speed):
        parser.error("give --corpus with --label-map, or --speed, or both")
    return options


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _half(row_id: str) -> str:
    return "sealed" if int(hashlib.sha256(row_id.encode()).hexdigest(), 16) % 2 else "development"


def _score(rows: Sequence[dict[str, Any]], label_map: Mapping[str, list[str]], options: argparse.Namespace) -> None:
    wanted = [[(s["start"], s["end"], s["label"]) for s in row["spans"] or []] for row in rows]
    texts = [row["text"] for row in rows]
    given, seconds = _tocsin(texts)
    chars = sum(map(len, texts))
    print(f"{options.corpus.name}, {options.half}: {len(rows)} texts, {chars / 1e6:.2f} M characters")
    _table("tocsin", chars / 1e6 / seconds, tally(wanted, given, label_map))
    if options.presidio:
        _beside_presidio(texts, wanted, label_map, options)
    else:
        print("presidio: not run (give --presidio PYTHON)")


def _tocsin(texts: Sequence[str]) -> tuple[list[list[Labelled]], float]:
    detector = Detector()
    detector.find_spans("warm up")
    start = time.perf_counter()
    found = detector.find_many(texts)
    seconds = time.perf_counter() - start
    return [[(s.start, s.end, s.element.value) for s in spans if s.element] for spans in found], seconds


def _beside_presidio(
    texts: list[str], wanted: list[list[Labelled]], label_map: Mapping[str, list[str]], options: argparse.Namespace
) -> None:
    count, chars = 0, 0
    while count < len(texts) and chars < options.slice_chars:
        chars += len(texts[count])
        count += 1
    lines = "\n".join(json.dumps({"text": text}) for text in texts[:count])
    script = Path(__file__).with_name("peer_presidio.py")
    done = subprocess.run([options.presidio, str(script)], input=lines, capture_output=True, text=True, check=True)
    given = [[(a, b, label) for a, b, label in json.loads(line)] for line in done.stdout.splitlines()]
    seconds = float(done.stderr.strip().splitlines()[-1])
    ours, our_seconds = _tocsin(texts[:count])
    print(f"on the same {count} texts ({chars} characters):")
    _table("tocsin", chars / 1e6 / our_seconds, tally(wanted[:count], ours, label_map))
    _table("presidio", chars / 1e6 / seconds, tally(wanted[:count], given, label_map))
    print(f"ratio of speeds: {seconds / our_seconds:.0f}")


def _table(name: str, speed: float, tallies: Mapping[str, Tally]) -> None:
    print(f"\n{name}: {speed:.3f} M characters a second, one core")
    print(f"  {'label':<20}{'wanted':>8}{'precision':>11}{'recall':>9}{'exact':>8}{'given':>8}")
    for label, t in tallies.items():
        exact = t.exact / t.wanted if t.wanted else 1.0
        print(f"  {label:<20}{t.wanted:>8}{t.precision:>11.3f}{t.recall:>9.3f}{exact:>8.3f}{t.given:>8}")


def _speed(text: str) -> None:
    texts = [text[i : i + 20_000] for i in range(0, len(text), 20_000)]
    given, seconds = _tocsin(texts)
    counts: dict[str, int] = {}
    for spans in given:
        for _, _, element in spans:
            counts[element] = counts.get(element, 0) + 1
    print(f"\n{len(text) / 1e6:.1f} M characters at {len(text) / 1e6 / seconds:.2f} M a second; finds a million:")
    for element, count in sorted(counts.items(), key=lambda pair: -pair[1]):
        print(f"  {element:<20}{count / len(text) * 1e6:>10.2f}")


if __name__ == "__main__":
    sys.exit(main())

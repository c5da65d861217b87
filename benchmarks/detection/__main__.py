"""Score Tocsin's detector on a labelled corpus and print the table.

    python -m benchmarks.detection --corpus notes.jsonl --label-map map.json [--half development|sealed|all]
                                   [--presidio PYTHON] [--datafog PYTHON] [--slice-chars 500000]
                                   [--calibration] [--speed TEXT_FILE]

The corpus has lines {"id", "text", "spans": [{"start", "end", "label"}]}; the map gives the element codes each label
stands for: {"SSN": ["ssn"], "DATE": ["date", "date_of_birth"]}. Halves are split by the hash of the id, so the sealed
half can be scored once, at the end. Seconds are those of the processor: other work on the machine does not count.
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

from benchmarks.detection.calibration import DECILES, Bin, Scored, reliability
from benchmarks.detection.score import Labelled, Tally, tally
from tocsin.detection.engine import BUFFER_CHARS, Detector
from tocsin.detection.fold import fold
from tocsin.detection.rules import all_rules
from tocsin.detection.scan import Scanner, code


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
    parser.add_argument("--datafog", help="an interpreter that has datafog-core")
    parser.add_argument(
        "--calibration", action="store_true", help="tell which share of the finds of each score is right"
    )
    parser.add_argument("--slice-chars", type=int, default=500_000, help="how much of the corpus the peers read")
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
    found, seconds = _tocsin(texts)
    given = [[span[:3] for span in spans] for spans in found]
    chars = sum(map(len, texts))
    print(f"{options.corpus.name}, {options.half}: {len(rows)} texts, {chars / 1e6:.2f} M characters")
    _table("tocsin", chars / 1e6 / seconds, tally(wanted, given, label_map))
    if options.calibration:
        print_calibration(reliability(wanted, found, label_map))
    _beside_peers(texts, wanted, label_map, options)


def _tocsin(texts: Sequence[str]) -> tuple[list[list[Scored]], float]:
    detector = Detector()
    detector.find_spans("warm up")
    start = time.process_time()
    found = detector.find_many(texts)
    seconds = time.process_time() - start
    return [[(s.start, s.end, s.element.value, s.score) for s in spans if s.element] for spans in found], seconds


def _raw_pass(texts: Sequence[str]) -> float:
    """Return the seconds in which Hyperscan alone finds all that our patterns hit, verifying nothing."""
    scanner = Scanner(all_rules(), is_kept=True)
    coded = code("\x00".join(fold(text) for text in texts))
    start = time.process_time()
    for at in range(0, len(coded), BUFFER_CHARS):
        scanner.hits(coded[at : at + BUFFER_CHARS])
    return time.process_time() - start


def _beside_peers(
    texts: list[str], wanted: list[list[Labelled]], label_map: Mapping[str, list[str]], options: argparse.Namespace
) -> None:
    count, chars = 0, 0
    while count < len(texts) and chars < options.slice_chars:
        chars += len(texts[count])
        count += 1
    found, ours = _tocsin(texts[:count])
    raw = _raw_pass(texts[:count])
    print(f"\non the same {count} texts ({chars} characters):")
    _table("tocsin", chars / 1e6 / ours, tally(wanted[:count], [[s[:3] for s in x] for x in found], label_map))
    print(
        f"\none Hyperscan pass: {chars / 1e6 / raw:.1f} M characters a second; we take {ours / raw:.1f} times as long"
    )
    for name, python in (("presidio", options.presidio), ("datafog", options.datafog)):
        if not python:
            print(f"{name}: not run (give --{name} PYTHON)")
            continue
        given, seconds = _peer(name, python, texts[:count])
        _table(name, chars / 1e6 / seconds, tally(wanted[:count], given, label_map))
        print(f"{name} takes {seconds / ours:.2f} times as long as we do")


def _peer(name: str, python: str, texts: Sequence[str]) -> tuple[list[list[Labelled]], float]:
    lines = "\n".join(json.dumps({"text": text}) for text in texts)
    script = Path(__file__).with_name(f"peer_{name}.py")
    done = subprocess.run([python, str(script)], input=lines, capture_output=True, text=True, check=True)
    given = [[(a, b, label) for a, b, label in json.loads(line)] for line in done.stdout.splitlines()]
    return given, float(done.stderr.strip().splitlines()[-1])


def print_calibration(bins: Sequence[Bin]) -> None:
    print(f"\n  {'score':<12}{'given':>8}{'mean':>8}{'right':>8}")
    for tenth, one in enumerate(bins):
        if one.given:
            scores = f"{tenth / DECILES:.1f} to {(tenth + 1) / DECILES:.1f}"
            print(f"  {scores:<12}{one.given:>8}{one.mean:>8.3f}{one.share:>8.3f}")


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
        for _, _, element, _ in spans:
            counts[element] = counts.get(element, 0) + 1
    print(f"\n{len(text) / 1e6:.1f} M characters at {len(text) / 1e6 / seconds:.2f} M a second; finds a million:")
    for element, count in sorted(counts.items(), key=lambda pair: -pair[1]):
        print(f"  {element:<20}{count / len(text) * 1e6:>10.2f}")


if __name__ == "__main__":
    sys.exit(main())

"""Learn the weights of ``src/tocsin/data/name_windows.json`` from evidence whose people are known.

Run: ``python -m scripts.train_names [SET ...]`` from the project's root; by default all opened sets of
``benchmarks/strangers``. ``--leave-out`` learns once for each set from the others, and prints how well names of a set
that was not learnt from are told from other capitalised words: beside each other the rules' own odds and the learnt.

A window counts as a name where its words are those of somebody in the set's truth or of a mail's correspondents;
names told by a title or degree are left to the rules, for no truth tells all physicians. Windows that overlap a name
are left out, and so are values of other kinds. No word of the evidence enters the weights.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from tocsin.config import READ
from tocsin.detection.engine import Detector
from tocsin.detection.names import pieces_of
from tocsin.detection.names_context import Surroundings
from tocsin.detection.names_odds import HOPELESS, evidence_of
from tocsin.detection.names_order import is_start
from tocsin.detection.names_tokens import Token
from tocsin.detection.names_windows import Evidence, features, measures
from tocsin.model.bodies import FieldsBody, GridBody, TextBody, unpack_body
from tocsin.model.elements import NAME_ELEMENTS
from tocsin.model.lexicon import fold_name
from tocsin.readers.walk import Walk

ROOT = Path(__file__).resolve().parent.parent
SETS = ROOT / "benchmarks" / "strangers"
OUT = ROOT / "src" / "tocsin" / "data" / "name_windows.json"
OPENED = "acdefghijkmnopq"
PENALTY = 2.5
"""Of the squares of the weights."""
LEAST_SETS = 3
"""Sets in which a feature must be seen to be learnt."""
DOUBTFUL = 0.3
"""What an unknown window counts that the rules take for a name: often it is one that no truth tells."""
LONGEST = 4
_DIGITS = 5
_WORDS = re.compile(r"[^\W\d_]+(?:['\u2019.-][^\W\d_]+)*")


@dataclass(frozen=True)
class Window:
    """One capitalised run of words, and whether it is a name."""

    group: str
    is_name: bool
    evidence: Evidence
    features: tuple[str, ...]


def texts_of(root: Path) -> tuple[list[str], set[tuple[str, ...]]]:
    """Return the texts and cells of evidence, and the names of those who wrote mail."""
    found: list[str] = []
    writers: set[tuple[str, ...]] = set()

    def send(event: object) -> None:
        body = getattr(event, "body", None)
        body = unpack_body(body) if isinstance(body, bytes) else body
        if isinstance(body, TextBody):
            found.append(body.text)
        elif isinstance(body, GridBody):
            found.extend(dict.fromkeys(cell for row in body.rows for cell in row if " " in cell))
        elif isinstance(body, FieldsBody):
            writers.update(_said(f.value.split("<")[0]) for f in body.fields if f.path.startswith("mail."))

    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        data = path.read_bytes()
        Walk(send, READ, {}, [], len(data)).read_root(io.BytesIO(data), len(data), path.name, "", None, 0)
    return found, {w for w in writers if len(w) > 1}


def _said(name: str) -> tuple[str, ...]:
    return tuple(fold_name(word) for word in _WORDS.findall(name))


class Known:
    """The names of a set."""

    def __init__(self, pairs: set[tuple[str, str]]) -> None:
        self._pairs = pairs

    @classmethod
    def of(cls, people: Iterable[tuple[str, str]], writers: Iterable[tuple[str, ...]]) -> Known:
        """Return the names of people, given and last, and of those who wrote mail."""
        named = {("".join(_said(first)), "".join(_said(last))) for first, last in people}
        return cls(named | {(words[0], words[-1]) for words in writers})

    def holds(self, words: Sequence[str]) -> bool:
        """Tell whether folded words are somebody's name, in either order, with a middle name or without."""
        for cut in range(1, len(words)):
            one, two = "".join(words[:cut]), "".join(words[cut:])
            if (one, two) in self._pairs or (two, one) in self._pairs:
                return True
        if len(words) > 2:
            return (words[0], words[-1]) in self._pairs or (words[1], words[0]) in self._pairs
        return False


def people_of(truth: Path) -> Iterator[tuple[str, str]]:
    """Give the names in a set's truth: with nicknames, and last names borne before."""
    with truth.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for first in (row["first_name"], row["nickname"]):
                yield from ((first, last) for last in (row["last_name"], row["maiden_name"]))


def windows_of(group: str, texts: Iterable[str], known: Known) -> Iterator[Window]:
    """Give the windows of two words and more of texts."""
    detector = Detector()
    for text in texts:
        spans = detector.find_spans(text)
        others = [s for s in spans if s.element not in NAME_ELEMENTS]
        said = Surroundings(text)
        for piece in pieces_of(text):
            if any(s.start < piece[-1].end and s.end > piece[0].start for s in others):
                continue
            yield from _windows_of_piece(group, said, piece, known)


def _windows_of_piece(group: str, said: Surroundings, piece: list[Token], known: Known) -> Iterator[Window]:
    ranges = [(a, b) for a in range(len(piece)) for b in range(a + 2, min(len(piece), a + LONGEST) + 1)]
    named = [(a, b) for a, b in ranges if known.holds([t.facts.folded for t in piece[a:b]])]
    for low, high in ranges:
        is_name = (low, high) in named
        if not is_name and any(a < high and low < b for a, b in named):
            continue
        evidence = evidence_of(said, piece[low:high])
        if evidence is None or evidence.words < HOPELESS:
            continue
        begins = is_start(said.text, piece[low].start)
        yield Window(group, is_name, evidence, tuple(features(said.text, piece, low, high, begins=begins)))


def learn(windows: Sequence[Window]) -> dict[str, float]:
    """Return the weights of a logistic regression over the windows."""
    seen: dict[str, set[str]] = {}
    for window in windows:
        for name in window.features:
            seen.setdefault(name, set()).add(window.group)
    least = min(LEAST_SETS, len({w.group for w in windows}))
    names = [*Evidence._fields, *sorted(name for name, groups in seen.items() if len(groups) >= least)]
    at = {name: number for number, name in enumerate(names)}
    table = np.zeros((len(windows), len(names)))
    for row, window in enumerate(windows):
        for name, value in measures(window.evidence):
            table[row, at[name]] = value
        for name in window.features:
            if name in at:
                table[row, at[name]] = 1.0
    truth = np.array([w.is_name for w in windows], float)
    counts = np.array([1.0 if w.is_name or sum(w.evidence) < 0 else DOUBTFUL for w in windows])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds = table @ weights[1:] + weights[0]
        signed = np.where(truth > 0, odds, -odds)
        total = float(counts @ np.logaddexp(0.0, -signed)) + PENALTY * float(weights[1:] @ weights[1:]) / 2
        pull = counts * (1 / (1 + np.exp(-np.clip(odds, -30, 30))) - truth)
        return total, np.concatenate([[pull.sum()], table.T @ pull + PENALTY * weights[1:]])

    best = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 3000})
    return dict(zip(("bias", *names), (round(float(w), _DIGITS) for w in best.x), strict=True))


def odds_of(weights: dict[str, float], window: Window) -> float:
    """Return the log odds of a window."""
    total = weights["bias"] + sum(weights[name] * value for name, value in measures(window.evidence))
    return total + sum(weights.get(name, 0.0) for name in window.features)


def leave_out(windows: Sequence[Window]) -> None:
    """Print how well names of each set are told that the weights were not learnt from."""
    print(f"{'set':>4} {'names':>6} {'others':>6}  found by rules, learnt   false by rules, learnt")
    for group in sorted({w.group for w in windows}):
        weights = learn([w for w in windows if w.group != group])
        mine = [(w.is_name, sum(w.evidence) >= 0, odds_of(weights, w) >= 0) for w in windows if w.group == group]
        names, others = [m for m in mine if m[0]], [m for m in mine if not m[0]]
        shares = [sum(m[by] for m in some) / max(1, len(some)) for some in (names, others) for by in (1, 2)]
        print(f"{group:>4} {len(names):6} {len(others):6}  " + "   ".join(f"{share:12.3f}" for share in shares))


def main(argv: Sequence[str] | None = None) -> int:
    """Learn, and write the weights or print the figures."""
    parser = argparse.ArgumentParser(prog="scripts.train_names", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sets", nargs="*", default=list(OPENED))
    parser.add_argument("--leave-out", action="store_true")
    asked = parser.parse_args(argv)
    windows: list[Window] = []
    for name in asked.sets:
        texts, writers = texts_of(SETS / name / "evidence")
        windows.extend(windows_of(name, texts, Known.of(people_of(SETS / name / "truth" / "people.csv"), writers)))
    if asked.leave_out:
        leave_out(windows)
        return 0
    weights = learn(windows)
    OUT.write_text(json.dumps(weights, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(windows)} windows, {sum(w.is_name for w in windows)} names, {len(weights)} weights")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""Make ``src/tocsin/data/score_curves.json``: how probably a find of some strength is right.

Run: ``python -m scripts.train_scores --world WORLD --corpora FOLDER`` from the project's root. It learns from the
opened sets of ``benchmarks/strangers``, the development halves of the labelled corpora in FOLDER (whose label maps
stand here) and WORLD, a simulated incident of the tuning split; see :mod:`scripts.score_finds` for what is judged.
``--leave-out`` prints, beside each other, reliability by strengths and by curves that were learnt without the source.

A curve rises with strength (pooled neighbours), and leans towards the curve of its family's parent, as ``LEAN`` finds
at each strength: detector towards kind of detector, kind towards element, element towards its group, group towards
the strength itself. A source counts at most ``MOST`` finds of a detector at one strength, so that neither one table of
a thousand rows nor the simulator says everything.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.optimize import isotonic_regression

from scripts.score_finds import Find, corpus, simulated, strangers
from tocsin.detection.calibration import PARTS, STEPS, Curve, curve_of, families
from tocsin.model.elements import NAME_ELEMENTS, Element

ROOT = Path(__file__).resolve().parent.parent
SETS = ROOT / "benchmarks" / "strangers"
OUT = ROOT / "src" / "tocsin" / "data" / "score_curves.json"
OPENED = "acdefghijkmnopqs"
LABELS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "presidio_generated_large": {
        "PERSON": ("name", "relative", "provider"), "ADDRESS": ("address", "zip"), "PHONE_NUMBER": ("phone",),
        "EMAIL_ADDRESS": ("email",), "US_SSN": ("ssn",),
        "US_DRIVER_LICENSE": ("driver_license",),
    },
    "outis_notes_v12": {
        "NAME": ("name", "relative", "provider"), "ADDRESS": ("address", "zip"), "PHONE": ("phone",),
        "EMAIL": ("email",), "SSN": ("ssn",), "MRN": ("mrn",),
        "LOCATION": ("address",), "ACCOUNT": ("account_number",), "DATE": ("date",),
    },
}  # fmt: skip
"""Which elements the labels of the corpora stand for; ages and facilities are not all labelled."""
MOST = 40
"""Finds of one source, detector and strength count together as no more."""
LEAN = 1.0
"""Finds that the parent's curve counts as at each strength that its group knows."""
LEAST = 25.0
"""What the finds of a family must count together for a curve of its own."""
LEAST_DIFFERENCE = 0.004
"""A curve no farther from its parent's is left out."""
HIGHEST, LEVEL = 0.998, 90
"""No curve says more at that many hundredths; from there it rises and falls by a part at each at least."""
SIMULATED_WORTH, CORPUS_NAMES_WORTH = 0.5, 4.0
"""What the simulator's finds count, which are of our own making, and a corpus' names, judged place by place."""
_NUMBERS, _NAMES = "numbers", "names"
_ROOTS = frozenset({_NUMBERS, _NAMES})

Sources = Mapping[str, Sequence[Find]]
Counted = tuple[float, float]
"""Finds and right finds, weighed."""


def group_of(element: Element) -> str:
    """Return the group from whose curve an element's begins."""
    return _NAMES if element in NAME_ELEMENTS else _NUMBERS


def learn(sources: Sources) -> dict[str, Curve]:
    """Return the curves of all families of which enough is known."""
    counts: dict[str, dict[int, Counted]] = defaultdict(dict)
    parents: dict[str, str] = {}
    for find in _weighed(sources):
        names = [*families(find.element, find.detector), group_of(find.element)]
        parents.update(pairwise(names))
        for name in names:
            given, right = counts[name].get(_step(find), (0.0, 0.0))
            counts[name][_step(find)] = given + find.weight, right + find.weight * find.right
    made: dict[str, Curve] = {}
    for name in sorted(counts, key=lambda one: (_depth(one, parents), one)):
        parent = made.get(parents[name]) if name in parents else _AS_IT_IS
        if parent is not None and sum(given for given, _ in counts[name].values()) >= LEAST:
            made[name] = _fitted(counts[name], parent, sorted(counts[_root(name, parents)]))
    return {name: curve for name, curve in made.items() if name in parents and _says_more(name, parents, made)}


_AS_IT_IS: Curve = tuple(step / STEPS for step in range(STEPS + 1))


def _says_more(name: str, parents: Mapping[str, str], made: Mapping[str, Curve]) -> bool:
    """Tell whether a curve is one of an element, or far enough from its parent's."""
    pairs = zip(made[name], made[parents[name]], strict=True)
    return parents[name] in _ROOTS or max(abs(one - other) for one, other in pairs) >= LEAST_DIFFERENCE


def _depth(name: str, parents: Mapping[str, str]) -> int:
    return 0 if name not in parents else 1 + _depth(parents[name], parents)


def _root(name: str, parents: Mapping[str, str]) -> str:
    return _root(parents[name], parents) if name in parents else name


def _step(find: Find) -> int:
    return int(find.strength * STEPS + 1e-4)


def _weighed(sources: Sources) -> Iterator[Find]:
    """Give all finds, those of one source, detector and strength as no more than ``MOST``."""
    for name, finds in sources.items():
        held: dict[tuple[Element, str, int], list[Find]] = defaultdict(list)
        for find in finds:
            held[find.element, find.detector, _step(find)].append(find)
        for alike in held.values():
            share = _worth(name, alike[0].element) * min(1.0, MOST / len(alike))
            yield from (replace(find, weight=find.weight * share) for find in alike)


def _worth(source: str, element: Element) -> float:
    if source == "simulator":
        return SIMULATED_WORTH
    return CORPUS_NAMES_WORTH if source in LABELS and element in NAME_ELEMENTS else 1.0


def _fitted(counts: Mapping[int, Counted], parent: Curve, steps: Sequence[int]) -> Curve:
    """Return a rising curve through the shares that are right, leaning towards the parent's."""
    given = np.array([counts.get(step, (0.0, 0.0))[0] + LEAN for step in steps])
    right = np.array([counts.get(step, (0.0, 0.0))[1] + LEAN * parent[step] for step in steps])
    shares = isotonic_regression(right / given, weights=given).x
    return curve_of(knots_of(steps, shares.tolist()))


def knots_of(steps: Sequence[int], shares: Sequence[float]) -> list[tuple[int, int]]:
    """Return the points of a curve through rising shares that rises by a part at each hundredth at least."""
    made = [(s, round(min(x, HIGHEST) * PARTS) + s - LEVEL) for s, x in zip(steps, shares, strict=True)]
    return made if made[-1][0] == STEPS else [*made, (STEPS, made[-1][1] + STEPS - made[-1][0])]


def thinned(curve: Curve) -> list[tuple[int, int]]:
    """Return the fewest points through which a curve goes."""
    parts = [round(value * PARTS) for value in curve]
    kept: list[tuple[int, int]] = []
    for step in range(1, STEPS + 1):
        known = curve_of([*kept, (step, parts[step])])
        if step > 1 and known[: step + 1] != curve[: step + 1]:
            kept.append((step - 1, parts[step - 1]))
    return [*kept, (STEPS, parts[STEPS])]


def probability_of(curves: Mapping[str, Curve]) -> Callable[[Find], float]:
    """Return what tells of a find how probable it is."""

    def told(find: Find) -> float:
        known = [curves[name] for name in families(find.element, find.detector) if name in curves]
        return known[0][_step(find)] if known else find.strength

    return told


def reliability(finds: Iterable[tuple[float, Find]]) -> list[tuple[float, float, float]]:
    """Return of each tenth of scores how many finds it holds, by weight, their mean score and which share is right."""
    bins = [[0.0, 0.0, 0.0] for _ in range(10)]
    for score, find in finds:
        one = bins[min(9, int(score * 10))]
        one[0] += find.weight
        one[1] += find.weight * score
        one[2] += find.weight * find.right
    return [(n, total / n if n else 0.0, right / n if n else 0.0) for n, total, right in bins]


def left_out(sources: Sources) -> Iterator[tuple[str, float, Find]]:
    """Give each find with its source and the probability by curves that were learnt from the other sources."""
    for name, finds in sources.items():
        told = probability_of(learn({other: held for other, held in sources.items() if other != name}))
        yield from ((name, told(find), find) for find in finds)


def sources_of(world: Path | None, corpora: Path | None) -> dict[str, list[Find]]:
    """Return the judged finds of every source."""
    made = {name: strangers(SETS / name) for name in OPENED}
    if corpora is not None:
        for name, labels in LABELS.items():
            made[name] = corpus(corpora / f"{name}.jsonl", labels)
    if world is not None:
        made["simulator"] = simulated(world)
    return made


def print_left_out(sources: Sources) -> None:
    """Print reliability by strengths and by curves of other sources, for each kind of source and group."""
    found = list(left_out(sources))
    kinds = {"strangers": set(OPENED), **{name: {name} for name in sources if name not in OPENED}}
    for kind, names in kinds.items():
        for group in (_NUMBERS, _NAMES):
            chosen = [(p, f) for source, p, f in found if source in names and group_of(f.element) == group]
            print(f"\n{kind}, {group}: score, then given, mean and right by strength, then by probability")
            before, after = reliability((f.strength, f) for _, f in chosen), reliability(chosen)
            for tenth, (old, new) in enumerate(zip(before, after, strict=True)):
                if old[0] or new[0]:
                    print(
                        f"  .{tenth}  "
                        + "".join(f"{n:>9.0f}{mean:>7.3f}{right:>7.3f}" for n, mean, right in (old, new))
                    )


def main() -> None:
    """Learn and write, or print what the curves of other sources say."""
    parser = argparse.ArgumentParser(prog="python -m scripts.train_scores", description="Learn probabilities of finds.")
    parser.add_argument("--world", type=Path)
    parser.add_argument("--corpora", type=Path)
    parser.add_argument("--leave-out", action="store_true")
    given = parser.parse_args()
    sources = sources_of(given.world, given.corpora)
    if given.leave_out:
        print_left_out(sources)
        return
    curves = {name: thinned(curve) for name, curve in sorted(learn(sources).items())}
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(knots)}" for name, knots in curves.items())
    OUT.write_text(f'{{"curves": {{\n{lines}\n}}}}\n', encoding="utf-8")
    print(f"{sum(map(len, sources.values()))} finds of {len(sources)} sources, {len(curves)} curves")


if __name__ == "__main__":
    main()

"""Figures from a matching: people, elements, covered entities, exposure; by family and template too."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from simulator.scoring.matching import Matching
from simulator.scoring.values import Row, folded, parts

SOFT = frozenset(
    {
        "age",
        "date",
        "zip",
        "url",
        "ip_address",
        "facility",
        "insurer",
        "provider",
        "npi",
        "dea_number",
        "employer",
        "relative",
        "procedure",
        "treatment",
    }
)
"""Elements that tell context; counted apart from those the laws turn on."""
Figures = dict[str, Any]


def ratio(part: float, whole: float) -> float:
    """Return part / whole, 1 when there was nothing to do."""
    return round(part / whole, 5) if whole else 1.0


def score_people(found: list[Row], true: list[Row], matching: Matching, offices: dict[str, str]) -> Figures:
    """Return recall, precision and who was listed wrongly."""
    wanted = {number for number, row in enumerate(true) if row["listed"] == "yes"}
    hit = {person for person in matching.primary.values() if person in wanted}
    neither = sum(true[p]["listed"] in ("may", "unreadable") for p in matching.primary.values())
    wrong: Counter[str] = Counter()
    wrong["named_only"] = sum(true[person]["listed"] == "no" for person in matching.primary.values())
    for row in matching.false_rows:
        wrong[_office(found[row], offices)] += 1
    extra = sum(true[person]["listed"] == "yes" for person in matching.extra.values())
    return {
        "true_people": len(wanted), "rows": len(found), "found": len(hit), "recall": ratio(len(hit), len(wanted)),
        "precision": ratio(len(hit), len(hit) + wrong.total()), "missed": len(wanted) - len(hit), "neither": neither,
        "wrong": dict(sorted(wrong.items())), "extra_rows": extra, "under_merge_by_rows": ratio(extra, len(wanted)),
        "unreadable_only": sum(row["listed"] == "unreadable" for row in true),
    }  # fmt: skip


def _office(row: Row, offices: dict[str, str]) -> str:
    return offices.get(folded(row.get("first_name", "") + row.get("last_name", "")), "nobody")


def score_elements(found: list[Row], true: list[Row], matching: Matching) -> Figures:
    """Return micro recall and precision of elements over listed people, and both by element."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for row, person in matching.primary.items():
        if true[person]["listed"] == "yes":
            for element, outcome in outcomes(found[row], true[person]):
                table[element][outcome] += 1
    return {
        "all": _micro(table, set()), "hard": _micro(table, set(SOFT)),
        "by_element": {element: _rates(table[element]) for element in sorted(table)},
    }  # fmt: skip


def outcomes(found: Row, true: Row) -> list[tuple[str, str]]:
    """Return (element, hit | missed | false) of one person; optional and unreadable ones are neither."""
    has, must = parts(found["elements"]) - {"name"}, parts(true["elements"])
    neither = parts(true["elements_optional"]) | parts(true["elements_unreadable"])
    made = [(element, "hit" if element in has else "missed") for element in sorted(must)]
    return made + [(element, "false") for element in sorted(has - must - neither)]


def _micro(table: dict[str, Counter[str]], without: set[str]) -> Figures:
    total: Counter[str] = Counter()
    for element, counts in table.items():
        if element not in without:
            total.update(counts)
    return _rates(total)


def _rates(counts: Counter[str]) -> Figures:
    hit, missed, false = counts["hit"], counts["missed"], counts["false"]
    return {
        "recall": ratio(hit, hit + missed),
        "precision": ratio(hit, hit + false),
        "hit": hit,
        "missed": missed,
        "false": false,
    }


def score_entities(found: list[Row], true: list[Row], matching: Matching) -> Figures:
    """Return how often the covered entities are exactly right, and micro recall and precision."""
    counts: Counter[str] = Counter()
    exact = people = 0
    for row, person in matching.primary.items():
        must = parts(true[person]["covered_entities"])
        if true[person]["listed"] != "yes" or not must:
            continue
        has = parts(found[row]["covered_entities"]) - {"unknown"}
        people, exact = people + 1, exact + (has == must)
        counts.update({"hit": len(has & must), "missed": len(must - has), "false": len(has - must)})
    return {"exact": ratio(exact, people), "people": people, **_rates(counts)}


def score_exposure(found: list[Row], true: list[Row], matching: Matching) -> Figures:
    """Return person exposure: equal, and false untouched (which must be nought)."""
    counts: Counter[str] = Counter()
    for row, person in matching.primary.items():
        says, is_ = found[row].get("exposure", ""), true[person]["exposure"]
        if true[person]["listed"] == "yes":
            counts["people"] += 1
            counts["equal"] += says == is_
            counts["false_untouched"] += says == "untouched" and is_ != "untouched"
    return {"equal": ratio(counts["equal"], counts["people"]), "false_untouched": counts["false_untouched"]}


def by_group(found: list[Row], true: list[Row], matching: Matching, column: str) -> Figures:
    """Return recall of people and elements for those who stand in one family or template only."""
    row_of = {person: row for row, person in matching.primary.items()}
    table: dict[str, Counter[str]] = defaultdict(Counter)
    slips: dict[str, Counter[str]] = defaultdict(Counter)
    for person, row in enumerate(true):
        groups = parts(row[column])
        if row["listed"] != "yes" or len(groups) != 1:
            continue
        group = groups.pop()
        table[group]["people"] += 1
        if person in row_of:
            table[group]["found"] += 1
            results = outcomes(found[row_of[person]], row)
            table[group].update(outcome for _, outcome in results)
            slips[group].update(f"{o} {e}" for e, o in results if o != "hit")
    return {group: _group_row(table[group], slips[group]) for group in sorted(table)}


def _group_row(counts: Counter[str], slips: Counter[str]) -> Figures:
    return {
        "people": counts["people"], "recall": ratio(counts["found"], counts["people"]),
        "element_recall": ratio(counts["hit"], counts["hit"] + counts["missed"]),
        "element_precision": ratio(counts["hit"], counts["hit"] + counts["false"]),
        "slips": dict(slips.most_common(6)),
    }  # fmt: skip

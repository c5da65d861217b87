"""Items and exposures against the truth: is every item accounted for, is none called untouched wrongly."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from simulator.scoring.values import Row

_ENDS = {
    "readable": {"done", "duplicate"}, "encrypted": {"unreadable", "duplicate"},
    "needs_ocr": {"unreadable", "done", "duplicate"},
    "corrupt": {"unreadable", "done", "duplicate", "skipped"},
}  # fmt: skip


def _bare(message_id: str) -> str:
    return message_id.strip().strip("<>")


def _root_message(row: Row, by_id: dict[str, Row]) -> str:
    seen = 0
    while not row["message_id"] and row.get("parent_id") in by_id and seen < 20:
        row, seen = by_id[row["parent_id"]], seen + 1
    return _bare(row["message_id"])


def match_items(found: list[Row], true: list[Row]) -> dict[str, str]:
    """Return item_key -> item_id: messages by message id, files by hash within their message or name."""
    by_id = {row["item_id"]: row for row in found}
    messages = {_bare(row["message_id"]): row["item_id"] for row in reversed(found) if row["message_id"]}
    files: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in sorted(found, key=lambda row: row["locator"]):
        files[row["sha256"], _root_message(row, by_id)].append(row["item_id"])
    matched: dict[str, str] = {}
    for row in true:
        if not row["sha256"]:
            if _bare(row["message_id"]) in messages:
                matched[row["item_key"]] = messages[_bare(row["message_id"])]
            continue
        waiting = files.get((row["sha256"], _root_of_truth(row, true_index(true))), [])
        if waiting:
            matched[row["item_key"]] = waiting.pop(0)
    return matched


_INDEX: dict[int, dict[str, Row]] = {}


def true_index(true: list[Row]) -> dict[str, Row]:
    """Return the true items by key, made once a list."""
    if id(true) not in _INDEX:
        _INDEX.clear()
        _INDEX[id(true)] = {row["item_key"]: row for row in true}
    return _INDEX[id(true)]


def _root_of_truth(row: Row, index: dict[str, Row]) -> str:
    while not row["message_id"] and row["parent_key"] in index:
        row = index[row["parent_key"]]
    return _bare(row["message_id"])


def score_items(found: list[Row], true: list[Row], matched: dict[str, str]) -> dict[str, Any]:
    """Return how many true items are missing or ended in a state that does not fit."""
    by_id = {row["item_id"]: row for row in found}
    misfits: Counter[str] = Counter()
    for row in true:
        if row["item_key"] in matched:
            status = by_id[matched[row["item_key"]]]["status"]
            if status not in _ENDS[row["state"]]:
                misfits[f"{row['state']} ended {status}"] += 1
    open_ends = sum(row["status"] not in ("done", "unreadable", "skipped", "duplicate") for row in found)
    return {
        "true_items": len(true), "items": len(found), "missing": len(true) - len(matched), "unaccounted": open_ends,
        "misfits": dict(sorted(misfits.items())),
    }  # fmt: skip


def score_exposures(found: list[Row], true: list[Row], matched: dict[str, str]) -> dict[str, Any]:
    """Return verdicts that fit, and false untouched."""
    verdicts = {row["item_id"]: row["verdict"] for row in found}
    counts: Counter[str] = Counter()
    for row in true:
        verdict = verdicts.get(matched.get(row["item_key"], ""), "")
        counts["none" if not verdict else "fits" if verdict in row["verdict_accepted"].split(";") else "differs"] += 1
        counts["equal"] += verdict == row["verdict"]
        counts["false_untouched"] += verdict == "untouched" and row["verdict"] != "untouched"
        counts["touched_missed"] += row["verdict"] == "touched" and verdict not in ("", "touched")
    return dict(sorted(counts.items()))

"""Telling the law: one jurisdiction on a day, and what changed between two days, each with citation and trust."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from tocsin.law.book import LawBook
from tocsin.law.laws import Cell, CellVersion, Law
from tocsin.law.rules import Cite, Due, DueForm, Rule, Version


def find_laws(book: LawBook, name: str) -> list[Law]:
    """Return the laws of a jurisdiction: ``FL``, ``fl`` and ``us-fl`` are the same; ``us`` is all federal law."""
    short = name.lower().removeprefix("us-").upper()
    if short == "US":
        return list(book.federal.values())
    return [book.states[short]] if short in book.states else []


def law_text(law: Law, day: date) -> str:
    """Return what a law says on a day, as lines for a terminal; earlier and later versions stand below each."""
    lines = [f"{law.name} ({law.jurisdiction}), as of {day}; file law/{law.file}; sources read until {law.read_on}", ""]
    for rule in law.rules:
        lines += [f"{rule.id}: {rule.title} -> {rule.recipient}", *_rule_lines(rule, day), ""]
    for cell in law.cells.values():
        lines += [f"{cell.name}:", *_cell_lines(cell, day)]
    lines += ["", *(f"Conflict: {text}" for text in law.conflicts), *(f"For counsel: {t}" for t in law.counsel_notes)]
    return "\n".join([*lines, "Own words, not legal advice; counsel signs."]) + "\n"


def _rule_lines(rule: Rule, day: date) -> Iterator[str]:
    current = rule.on(day)
    if current is None:
        yield "  no version of that day is recorded"
    for version in rule.versions:
        mark = "" if version is current else "otherwise: "
        yield f"  {mark}{version_words(version)} [{version.period()}]"
        yield f"    {_cite_words(version.cite)}"
        for note in version.notes:
            yield f"    note: {note}"


def _cell_lines(cell: Cell[Any], day: date) -> Iterator[str]:
    current = cell.on(day)
    for version in cell.versions:
        mark = "" if version is current else "otherwise: "
        yield f"  {mark}{value_words(version.value)}"
        yield f"    {_cite_words(version.cite)}"


def _cite_words(cite: Cite) -> str:
    doubt = f" Doubtful: {cite.doubt}" if cite.doubt else ""
    return f"{cite.citation} ({cite.trust}; read at: {cite.source}){doubt}"


def version_words(version: Version) -> str:
    """Return what a version asks for, in one line."""
    if not version.owed or version.due is None or version.threshold is None:
        return "nothing is owed"
    months = f"{version.months} months, " if version.months else ""
    condition = f", only if {version.only_if.words}" if version.only_if else ""
    return f"{months}{due_words(version.due)}; {version.threshold.words()}{condition}"


def due_words(due: Due) -> str:
    """Return by when, in words."""
    start = due.start.replace("_", " ")
    if due.form is DueForm.EARLIEST:
        return "the earlier of: " + " / ".join(due_words(part) for part in due.parts)
    return {
        DueForm.DAYS: f"{due.days} {due.day_kind} days from {start}",
        DueForm.HOURS: f"{due.hours} hours from {start}",
        DueForm.IMMEDIATELY: f"immediately after {start}",
        DueForm.YEAR_END: f"{due.days} {due.day_kind} days after the end of the year of {start}",
        DueForm.AFTER: f"within {due.days} {due.day_kind} days after the notice to {due.to}",
        DueForm.WITH: f"not later than the notice to {due.to}",
        DueForm.BEFORE: f"before the notice to {due.to}",
    }.get(due.form, f"{due.text} (no day count)")


def value_words(value: object) -> str:
    """Return a cell's value in one line."""
    if isinstance(value, dict):
        return "; ".join(f"{key}: {value_words(entry)}" for key, entry in value.items())
    if isinstance(value, list):
        return ", ".join(value_words(entry) for entry in value)
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def changes_text(laws: Iterable[Law], earlier: date, later: date) -> str:
    """Return what changed in these laws between two days, as lines for a terminal."""
    lines = [line for law in laws for line in _changes(law, earlier, later)]
    head = f"Changes between {earlier} and {later}, as far as the records know the dates in force:"
    return "\n".join([head, "", *(lines or ["none recorded"])]) + "\n"


def _changes(law: Law, earlier: date, later: date) -> Iterator[str]:
    for rule in law.rules:
        before, after = rule.on(earlier), rule.on(later)
        if before is not after:
            yield f"{rule.id} ({rule.title})"
            yield f"  {earlier}: {_told(before, rule)}"
            yield f"  {later}: {_told(after, rule)}"
    for cell in law.cells.values():
        old, new = _exact(cell, earlier), _exact(cell, later)
        if old is not new:
            yield f"{law.jurisdiction} {cell.name}"
            yield f"  {earlier}: {value_words(old.value) if old else 'not recorded'}"
            yield f"  {later}: {value_words(new.value) if new else 'not recorded'}"


def _told(version: Version | None, rule: Rule) -> str:
    if version is None:
        return "nothing was owed" if any(known.first for known in rule.versions) else "not recorded"
    return f"{version_words(version)} ({version.cite.citation}; {version.cite.trust})"


def _exact(cell: Cell[Any], day: date) -> CellVersion[Any] | None:
    found = cell.on(day)
    begun = found.in_force_from is None or found.in_force_from <= day
    return found if begun and (found.in_force_until is None or day <= found.in_force_until) else None

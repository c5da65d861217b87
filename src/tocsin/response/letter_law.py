"""From the law files to what letters need: one value for each jurisdiction, as the law stood on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tocsin.law.book import LawBook, law_book
from tocsin.law.clauses import While
from tocsin.law.kinds import KindTable
from tocsin.law.laws import Law
from tocsin.law.rules import IfUnknown, Recipient, RuleKind, Version
from tocsin.model.incident import Incident
from tocsin.model.letter_law import Agency, Combinations, LetterLaw, OwedProtection, StateLetters


def letter_law(incident: Incident, today: date) -> LetterLaw:
    """Return what each jurisdiction asks of letters; the day of discovery says which version, else today."""
    return letter_law_of(law_book(), incident.traits, incident.timeline.discovered_on or today)


def letter_law_of(book: LawBook, traits: Mapping[str, bool], day: date) -> LetterLaw:
    """Return what each jurisdiction of the book asks of letters on that day, under these facts."""
    return {state: _state(law, book.kinds, traits, day) for state, law in book.states.items()}


def _state(law: Law, kinds: KindTable, traits: Mapping[str, bool], day: date) -> StateLetters:
    cells = ("letter_content", "letter_forbids", "letter_contacts", "letter_language")
    content, forbids, agencies, language = (_cell(law, name, day) for name in cells)
    clause = law.hipaa.on(day).value if law.hipaa is not None else None
    named = law.data_kinds.on(day).value if law.data_kinds is not None else frozenset()
    return StateLetters(
        jurisdiction=law.jurisdiction,
        name=law.name,
        kinds=_combinations(named, kinds),
        content=tuple(map(str, content[0] or ())),
        content_citation=content[1],
        forbids=frozenset(map(str, forbids[0] or ())),
        forbids_citation=forbids[1],
        agencies=tuple(Agency(**{key: str(value) for key, value in row.items()}) for row in agencies[0] or ()),
        protection=tuple(_protection(law, named, kinds, traits, day)),
        language=str(language[0] or ""),
        spares_hipaa_files=clause is not None
        and clause.while_ is While.SUBJECT
        and Recipient.INDIVIDUALS.value in clause.lifts,
    )


def _cell(law: Law, name: str, day: date) -> tuple[Any, str]:
    cell = law.cells.get(name)
    if cell is None:
        return None, ""
    version = cell.on(day)
    return version.value, version.cite.citation


def _combinations(names: frozenset[str], kinds: KindTable) -> Combinations:
    found = {codes for name in names for codes in kinds.kinds[name].any_of}
    return tuple(sorted(found, key=lambda codes: (len(codes), sorted(codes))))


def _protection(
    law: Law, named: frozenset[str], kinds: KindTable, traits: Mapping[str, bool], day: date
) -> list[OwedProtection]:
    versions = [rule.on(day) for rule in law.rules if rule.kind is RuleKind.MONITORING]
    return [
        OwedProtection(v.months, _combinations(v.data_kinds or named, kinds), v.cite.citation)
        for v in versions
        if v is not None and v.owed and v.months and _applies(v, traits)
    ]


def _applies(version: Version, traits: Mapping[str, bool]) -> bool:
    """Tell whether the condition holds; one that is not known and is to be asked for counts as held: the safe side."""
    condition = version.only_if
    return condition is None or traits.get(condition.trait, condition.unknown is IfUnknown.ASK)

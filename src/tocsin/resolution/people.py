"""People as the contract lists them: the best value of each field over a cluster's subjects, and who is listed at all.

Source: 45 CFR 164.404 (individuals), 164.404(d)(1)(i) (next of kin or personal representative of the deceased).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.model.decisions import Decision
from tocsin.model.elements import LISTED_ROLES, LISTING_ELEMENTS, OFFICE_ROLES, Element, Role
from tocsin.model.lexicon import fold_name
from tocsin.model.results import PEOPLE

_ADULT_YEARS = 18
"""Age of majority for the purpose of the addressee; three states set it higher (AL and NE 19, MS 21)."""
_FOR_MINOR = ("guardian", "parent", "representative")
_FOR_DECEASED = ("representative", "spouse", "child", "parent", "guardian", "other")
_LISTED = {role.value for role in LISTED_ROLES}
_OFFICE = {role.value for role in OFFICE_ROLES}
_LISTING = {element.value for element in LISTING_ELEMENTS}
_MOST_REASONS = 3
Subject = dict[str, Any]


def build_people(
    subjects: pa.Table,
    members: pa.Table,
    rejected: Sequence[Decision],
    day: date,
    merges: pa.Table | None = None,
    aliases: pa.Table | None = None,
) -> pa.Table:
    """Return one row (schema ``PEOPLE``) for each cluster of ``members`` that is to be listed, sorted by id.

    Args:
        subjects: of schema ``SUBJECTS``.
        members: which subject is in which cluster (``person_id``) and notice.
        rejected: decisions that somebody is no person; they hold for clusters most of whose subjects they named.
        day: ages are counted on it.
        merges: of the run, for reasons and confidence.
        aliases: former ids.

    ``item_count``, ``exposure`` and ``covered_entities`` are left for the caller to fill.
    """
    gone = {subject for decision in rejected for subject in decision.left_subjects}
    kin = subjects.filter(pc.is_valid(subjects["related_to"]))
    people = people_rows(subjects, members, gone, day, kin, merges, aliases)
    return pa.Table.from_pylist(people, schema=PEOPLE)


def people_rows(
    subjects: pa.Table,
    members: pa.Table,
    gone: AbstractSet[str],
    day: date,
    relatives: pa.Table,
    merges: pa.Table | None = None,
    aliases: pa.Table | None = None,
) -> list[dict[str, Any]]:
    """Return the rows of some clusters; ``gone`` are subjects of whom somebody said that they are no person.

    ``relatives`` are the subjects, of whichever cluster, that are related to these ones.
    """
    rows: dict[str, Subject] = {row["subject_id"]: row for row in subjects.to_pylist()}
    of_person: dict[str, list[str]] = defaultdict(list)
    notices: dict[str, list[str]] = defaultdict(list)
    columns = (members[name].to_pylist() for name in ("subject_id", "person_id", "notice_id"))
    for subject, person, notice in zip(*columns, strict=True):
        of_person[person].append(subject)
        notices[person].append(notice)
    why, trust = _reasons(merges)
    former = _former(aliases)
    kin = _kin(relatives.to_pylist())
    people = []
    for person in sorted(of_person):
        mine = [rows[s] for s in of_person[person] if s in rows]
        if sum(s["subject_id"] in gone for s in mine) * 2 > len(mine) or not is_listed(mine):
            continue
        row = _person(mine, day, kin)
        row |= {
            "person_id": person,
            "confidence": trust.get(person, 1.0),
            "merge_reasons": ";".join(why.get(person, ())),
            "notice_id": ";".join(sorted(set(notices[person]))),
            "aliases": ";".join(former.get(person, ())),
        }
        people.append(row)
    return people


def is_listed(subjects: Sequence[Subject]) -> bool:
    """Tell whether somebody with these subjects is listed, as the contract says."""
    own = [s for s in subjects if s["role"] not in _OFFICE]
    elements = {element for s in own for element in s["elements"]} - {Element.NAME.value}
    if any(s["role"] in _LISTED for s in own):
        return bool(elements)
    return bool(elements & _LISTING)


def _person(mine: Sequence[Subject], day: date, kin: Mapping[str, list[Subject]]) -> dict[str, Any]:
    own = [s for s in mine if s["role"] not in _OFFICE]
    name, address = _best_name(own), _best_address(own)
    born = _date(_commonest(s["date_of_birth"] for s in own))
    is_minor = _is_minor(own, born, day)
    is_deceased = any(s["is_deceased"] for s in own)
    addressee = _addressee(own, kin, is_minor=bool(is_minor), is_deceased=is_deceased)
    elements = sorted({e for s in own for e in s["elements"]} - {Element.NAME.value})
    return {
        **{part: name.get(part, "") for part in ("first_name", "middle_name", "last_name", "suffix")},
        "date_of_birth": born,
        "sex": _commonest(s["sex"] for s in own),
        "ssn": _commonest(s["ssn"] for s in own),
        **{part: address.get(part, "") for part in ("address_1", "address_2", "city", "state", "zip", "country")},
        "email": _best_of(own, "emails"),
        "phone": _best_of(own, "phones"),
        "roles": ";".join(_roles(own)),
        "covered_entities": "",
        "elements": ";".join(elements),
        "exposure": "",
        "is_minor": is_minor,
        "is_deceased": is_deceased,
        "addressee_name": addressee[0],
        "addressee_relation": addressee[1],
        "mrns": ";".join(_by_count(number for s in own for number in s["mrns"])),
        "item_count": len({s["item_id"] for s in mine}),
        "subject_count": len(mine),
        "address_source": address.get("item_id", ""),
        "address_on": _date(address.get("seen_on", "")),
    }


def _roles(own: Sequence[Subject]) -> list[str]:
    """Return the roles, the commonest first; an unknown one only where there is no other."""
    roles = _by_count(s["role"] for s in own)
    return [role for role in roles if role != Role.UNKNOWN.value] or roles


def _is_minor(own: Sequence[Subject], born: date | None, day: date) -> bool | None:
    """Tell whether the person is a minor on a day; None if it is not known, as with a year of birth on the edge."""
    if born is not None:
        return _age(born, day) < _ADULT_YEARS
    year = _commonest(s["date_of_birth"] for s in own)[:4]
    if not year.isdecimal() or day.year - int(year) == _ADULT_YEARS:
        return None
    return day.year - int(year) < _ADULT_YEARS


def _best_name(own: Sequence[Subject]) -> Subject:
    """Return the subject whose name is the most complete; among equals the one written most often."""
    named = [s for s in own if s["last_name"] or s["first_name"]]
    if not named:
        return {}
    if len(named) == 1:
        return named[0] | {"suffix": named[0]["suffix"] or _commonest(s["suffix"] for s in own)}
    often = Counter(names := [_folded(s) for s in named])
    folded = dict(zip((s["subject_id"] for s in named), names, strict=True))

    def rank(s: Subject) -> tuple[Any, ...]:
        first, last = s["first_name"], s["last_name"]
        is_mixed = not (first + last).isupper() and not (first + last).islower()
        return (
            not (len(folded[s["subject_id"]][0]) > 1 and last),
            -often[folded[s["subject_id"]]],
            not is_mixed,
            -len(s["middle_name"]),
            -len(s["suffix"]),
            s["subject_id"],
        )

    first = min(named, key=rank)
    best: Subject = dict(first)
    alike = [s for s in named if folded[s["subject_id"]] == folded[best["subject_id"]]]
    best["middle_name"] = best["middle_name"] or max((s["middle_name"] for s in alike), key=len)
    best["suffix"] = best["suffix"] or _commonest(s["suffix"] for s in own)
    return best


def _folded(s: Subject) -> tuple[str, str]:
    return fold_name(s["first_name"]), fold_name(s["last_name"])


def _best_address(own: Sequence[Subject]) -> Subject:
    """Return the subject with the latest complete address; without dates, the one that stands most often."""
    placed = [s for s in own if s["address_1"] or s["zip"] or s["city"]]
    if len(placed) < 2:
        return placed[0] if placed else {}
    often = Counter((fold_name(s["address_1"]), s["zip"][:5]) for s in placed)

    def rank(s: Subject) -> tuple[Any, ...]:
        parts = sum(bool(s[part]) for part in ("address_1", "city", "state", "zip"))
        is_whole = bool(s["address_1"] and (s["zip"] or (s["city"] and s["state"])))
        count = often[fold_name(s["address_1"]), s["zip"][:5]]
        return is_whole, s["seen_on"] or "", count, parts, len(s["address_2"]), s["subject_id"]

    return max(placed, key=rank)


def _addressee(
    own: Sequence[Subject], kin: Mapping[str, list[Subject]], *, is_minor: bool, is_deceased: bool
) -> tuple[str, str]:
    """Return name and relation of whom the letter goes to in the person's stead; empty if to the person."""
    wanted = _FOR_DECEASED if is_deceased else _FOR_MINOR if is_minor else ()
    relatives = [s for one in own for s in kin.get(one["subject_id"], ())]
    for relation in wanted:
        named = [s for s in relatives if s["relation"] == relation and s["last_name"]]
        if named:
            best = _best_name(named)
            parts = (best["first_name"], best["middle_name"], best["last_name"], best["suffix"])
            return " ".join(part for part in parts if part), relation
    return "", ""


def _kin(subjects: Iterable[Subject]) -> dict[str, list[Subject]]:
    kin: dict[str, list[Subject]] = defaultdict(list)
    for subject in subjects:
        if subject["related_to"]:
            kin[subject["related_to"]].append(subject)
    return kin


def _reasons(merges: pa.Table | None) -> tuple[dict[str, list[str]], dict[str, float]]:
    """Return the commonest reasons of each person's merges, and how sure the weakest of them is (0..1)."""
    words: dict[str, Counter[str]] = defaultdict(Counter)
    weakest: dict[str, float] = {}
    for row in merges.to_pylist() if merges is not None else ():
        person = row["person_id"]
        words[person][row["reasons"].replace(";", ",")] += 1
        if row["reasons"] != "decided":
            weakest[person] = min(weakest.get(person, 99.0), row["score"])
    told = {p: sorted(counts, key=lambda w, c=counts: (-c[w], w))[:_MOST_REASONS] for p, counts in words.items()}  # type: ignore[misc]  # mypy cannot infer the default
    return told, {person: sureness(score) for person, score in weakest.items()}


def sureness(score: float) -> float:
    """Return how sure (0..1) a merge with so many bits of evidence is, in ten-thousandths."""
    return round(1 / (1 + 2**-score), 4)


def _former(aliases: pa.Table | None) -> dict[str, list[str]]:
    former: dict[str, list[str]] = defaultdict(list)
    for row in aliases.to_pylist() if aliases is not None and aliases.num_rows else ():
        former[row["person_id"]].append(row["alias"])
    return {person: sorted(names) for person, names in former.items()}


def _by_count(values: Iterable[str]) -> list[str]:
    said = [value.replace(";", ",") for value in values if value]
    if len(said) < 2:
        return said
    counts = Counter(said)
    return sorted(counts, key=lambda value: (-counts[value], value))


def _best_of(own: Sequence[Subject], column: str) -> str:
    return ";".join(_by_count(value for s in own for value in s[column]))


def _commonest(values: Iterable[str]) -> str:
    return max(_by_count(values), key=len, default="")


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

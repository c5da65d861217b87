"""What names a covered entity: its names, aliases, NPIs, domains and record-number prefixes, found in one scan.

A term that two entities share names neither. Short acronyms count only as written; names in any case, with ``&`` for
``and`` and any blanks between words. The town of an entity's office (``the Duluth refunds``) names it less surely.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import hyperscan

from tocsin.attribution.towns import is_hardly_a_name, is_of_address, towns_of
from tocsin.model.incident import CoveredEntity
from tocsin.model.lexicon import usage

_LEGAL = re.compile(
    r"(?i)[\s,]+(?:p\.?\s?l\.?\s?l\.?\s?c|l\.?l\.?c|p\.?c|p\.?a|inc|ltd|llp|corp(?:oration)?|co)\.?\s*\Z"
)
_WORDS = re.compile(r"[^\W_]+|&")
_EXACT = hyperscan.HS_FLAG_SOM_LEFTMOST
_LONGEST_ACRONYM = 6
_LEAST_TERM = 3
_LEAST_SHORTENED = 4
_OF_ANY = """
associates behavioral center centre clinic clinics community county foundation general group health healthcare hospital
hospitals institute medical medicine memorial partners physical physician physicians practice practices regional service
services specialist specialists surgical system therapy university
"""
_OF_ANY_PRACTICE = frozenset(_OF_ANY.split())
"""Words that half the names of practices have: a shortened one names nobody."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place in a text that names an entity; offsets are code points."""

    start: int
    end: int
    entity: str
    is_town: bool = False
    """Whether only the town of its office is named."""


class EntityTerms:
    """Finds the entities that texts, paths, addresses and record numbers name."""

    def __init__(self, entities: Sequence[CoveredEntity]) -> None:
        self._entities = tuple(entities)
        towns = towns_of(entities)
        names = _patterns(entities)
        patterns = names + [(_expression(form), _EXACT, towns[town]) for town in towns for form in (town, town.upper())]
        self._names = [entity for _, _, entity in patterns]
        self._first_town = len(names)
        self._database = _compiled(patterns)
        self._domains = _unshared((d.lower().strip("@. "), e.key) for e in entities for d in e.domains)
        self._prefixes = _unshared((p.lower(), e.key) for e in entities for p in e.mrn_prefixes if p)
        self._longest_prefixes = sorted(self._prefixes, key=lambda p: (-len(p), p))
        self._paths = _unshared((_spaced(t), e.key) for e in entities for t in (*_names(e), e.key) if len(t) > 2)
        self._plans = sorted(e.key for e in entities if any(map(_PLAN.search, _names(e))))
        practices = [(name, e.key) for e in entities if e.key not in self._plans for name in _names(e)]
        self._folders = _unshared((word, key) for name, key in practices for word in _shortened(name))
        self._telling = _unshared((word, key) for name, key in practices for word in _telling(name))
        self._begun = _unshared((begun, key) for name, key in practices for begun in _begun(name))
        self._towns = {_spaced(town): key for town, key in towns.items() if is_hardly_a_name(town)}

    def hits(self, text: str) -> list[Hit]:
        """Return the places of ``text`` that name an entity, sorted."""
        if self._database is None or not text:
            return []
        data = text.encode("utf-8", "replace")
        found: list[tuple[int, int, int]] = []
        self._database.scan(data, match_event_handler=lambda n, start, end, _f, _c: found.append((start, end, n)))
        is_ascii = len(data) == len(text)
        hits = set()
        for start, end, number in found:
            left, right = (start, end) if is_ascii else (_points(data, start), _points(data, end))
            is_town = number >= self._first_town
            if _stands_alone(text, left, right) and not (is_town and is_of_address(text, left, right)):
                hits.add(Hit(left, right, self._names[number], is_town))
        return _longest(sorted(hits, key=lambda h: (h.start, -h.end, h.is_town, h.entity)))

    def of_path(self, path: str) -> list[str]:
        """Return the entities that a path or file name speaks of, the innermost part first."""
        found: list[str] = []
        for part in reversed(re.split(r"[/\\]", path)):
            words = f" {_spaced(part)} "
            for term, entity in self._paths.items():
                if f" {term} " in words and entity not in found:
                    found.append(entity)
            short = self._folders.get(words.strip())
            if short and short not in found:
                found.append(short)
            told = {self._telling[word] for word in words.split() if word in self._telling}
            if not found and len(told) == 1:
                found.extend(told)
        return found

    def town_of_path(self, path: str) -> str:
        """Return the entity whose town a path or file name holds, the innermost part first, or nothing."""
        for part in reversed(re.split(r"[/\\]", path)):
            words = f" {_spaced(part)} "
            told = {entity for town, entity in self._towns.items() if f" {town} " in words}
            if len(told) == 1:
                return next(iter(told))
        return ""

    def own_folder(self, path: str) -> str:
        """Return the entity whose very name one of the folders of a path is, the innermost first, or nothing."""
        for part in reversed(re.split(r"[/\\]", path)[:-1]):
            words = _spaced(part)
            begun = self._begun.get(words.replace(" ", ""))
            if entity := self._paths.get(words) or self._folders.get(words) or begun:
                return entity
        return ""

    @property
    def plan(self) -> str:
        """Return the one covered entity that is an employer's health plan (45 CFR 160.103), or nothing."""
        return self._plans[0] if len(self._plans) == 1 else ""

    def of_address(self, address: str) -> str:
        """Return the entity whose domain an e-mail address has, or nothing."""
        domain = address.rsplit("@", 1)[-1].lower().strip("<> .") if "@" in address else ""
        while "." in domain:
            if domain in self._domains:
                return self._domains[domain]
            domain = domain.split(".", 1)[1]
        return ""

    def of_record_number(self, number: str) -> str:
        """Return the entity whose prefix a medical record number has, or nothing; the longest prefix wins."""
        plain = number.strip().lower()
        for prefix in self._longest_prefixes:
            behind = plain[len(prefix) : len(prefix) + 1]
            if plain.startswith(prefix) and behind and not (behind.isalpha() and prefix[-1:].isalpha()):
                return self._prefixes[prefix]
        return ""


def _names(entity: CoveredEntity) -> list[str]:
    plain = [entity.name, *entity.aliases]
    return list(dict.fromkeys([*plain, *(_LEGAL.sub("", name) for name in plain)]))


def _shortened(name: str) -> Iterator[str]:
    """Yield how people shorten a name to one word: ``derm`` of Dermatology, ``homehealth`` of Home Health."""
    words = [word for word in _spaced(name).split() if word != "and"]
    for word in words:
        if word not in _OF_ANY_PRACTICE:
            yield from (word[:length] for length in range(_LEAST_SHORTENED, len(word)))
    for first in range(len(words)):
        yield from ("".join(words[first:last]) for last in range(first + 2, len(words) + 1))


def _telling(name: str) -> Iterator[str]:
    """Yield the words of a name that are hardly used otherwise and name no specialty: ``sarcoxie``, ``lakeshore``."""
    for word in _spaced(name).split():
        is_rare = len(word) >= _LEAST_SHORTENED and usage(word).words < _RARE and word not in _OF_ANY_PRACTICE
        if is_rare and _SPECIALTY.search(word) is None:
            yield word


def _begun(name: str) -> Iterator[str]:
    """Yield the first words of a name that tell it, written as one: a folder may be ``Foothills GynOnc``."""
    words, telling = _spaced(name).split(), set(_telling(name))
    for last in range(2, len(words) + 1):
        if telling & set(words[:last]):
            yield "".join(words[:last])


_RARE = 6000.0
"""Uses in a milliard words: as a folder's or a file's name such a word hardly means anything else."""
_SPECIALTY = re.compile(
    r"olog|iatr|opedi|opaedi|surg|dent|derm|onc\Z|gyn|fertil|infus|dialy|prostat|optic|physio|psych|rehab|urgent|hospice|womens|imaging"
    r"|pharm|labor"
)
"""Words of specialties: a file of ``infusions`` is not one practice's alone."""
_PLAN = re.compile(
    r"(?i)\b(?:employees?'?|group|welfare|staff|benefits?)\b.{0,40}\bplan\b"
    r"|\bhealth (?:and welfare )?(?:benefit )?plan\b"
)


def _patterns(entities: Sequence[CoveredEntity]) -> list[tuple[str, int, str]]:
    """Return expression, flags and entity of each term that names one entity."""
    terms: list[tuple[str, str]] = []
    for entity in entities:
        terms += [(name, entity.key) for name in _names(entity) if len(name.strip()) >= _LEAST_TERM]
        terms += [(npi, entity.key) for npi in entity.npi if len(npi) == 10 and npi.isdigit()]
        terms += [(domain.lower().strip("@. "), entity.key) for domain in entity.domains if "." in domain]
    caseless = hyperscan.HS_FLAG_CASELESS | _EXACT
    return [
        (_expression(term), _EXACT if _is_acronym(term) else caseless, entity)
        for term, entity in sorted(_unshared(terms).items())
    ]


def _unshared(terms: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the terms that belong to one entity only."""
    owners: dict[str, set[str]] = defaultdict(set)
    for term, entity in terms:
        if term.strip():
            owners[term].add(entity)
    return {term: next(iter(keys)) for term, keys in owners.items() if len(keys) == 1}


def _is_acronym(term: str) -> bool:
    return term.isupper() and term.isalpha() and len(term) <= _LONGEST_ACRONYM


def _expression(term: str) -> str:
    words = []
    for word in term.split():
        words.append(
            r"(?:&|and)" if word.lower() in {"&", "and"} else re.sub(r"([^A-Za-z0-9\x80-\uffff])", r"\\\1", word)
        )
    return r"[\s\-_]{1,4}".join(words)


def _compiled(patterns: list[tuple[str, int, str]]) -> hyperscan.Database | None:
    if not patterns:
        return None
    database = hyperscan.Database()
    database.compile(
        expressions=[expression.encode() for expression, _, _ in patterns],
        ids=list(range(len(patterns))),
        flags=[flags for _, flags, _ in patterns],
    )
    return database


def _points(data: bytes, offset: int) -> int:
    return len(data[:offset].decode("utf-8", "replace"))


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() and text[start].isalnum()) and not (after.isalnum() and text[end - 1].isalnum())


def _longest(hits: list[Hit]) -> list[Hit]:
    """Return the hits without those inside another: a longer name may hold a shorter one of somebody else."""
    kept: list[Hit] = []
    for hit in hits:
        if kept and hit.end <= kept[-1].end:
            continue
        kept.append(hit)
    return kept


def _spaced(text: str) -> str:
    return " ".join("and" if w == "&" else w.lower() for w in _WORDS.findall(text.replace("_", " ")))

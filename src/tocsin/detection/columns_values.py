# ruff: noqa: E501 - patterns and word lists read better in long rows
"""What the values of a column look like: the share of cells that fit each shape.

Invariant: pure; at most ``SAMPLE`` cells are looked at, each cut to ``LONGEST`` code points.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from tocsin.detection.checks import routing_ok
from tocsin.detection.dates import date_norm
from tocsin.detection.health_codes import is_icd10
from tocsin.detection.health_terms import terms
from tocsin.detection.members import is_control_shaped, is_member_shaped
from tocsin.model.lexicon import cities, fold_name, given_odds, surname_odds, usage
from tocsin.model.name_order import are_turned
from tocsin.patterns import compiled

SAMPLE = 60
LONGEST = 200
_DATE = compiled(
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|(?P<iso>\d{4})[/.-]?\d{2}[/.-]?\d{2}|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:19|20)\d{2}|\d{1,2}[- ][A-Za-z]{3,9}[- ,]+\d{2,4}|\d{4} \d{6}|"
    r"[A-Za-z]{3,9}\.?[ ]\d{1,2}(?:,|,?[ ])\d{4})(?:[T ]\d{1,2}:\d{2}.*)?"
)
_TIME = compiled(r"[T ]\d{1,2}:\d{2}.*")
_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("email", compiled(r"[^@\s]{1,64}@[^@\s]{1,64}\.[A-Za-z]{2,}")),
    ("ssn", compiled(r"(?!000|666|9)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}")),
    ("masked", compiled(r"[*xX#\u2022]{2,}[-*xX#\u2022 ]*\d{2,4}")),
    ("date", _DATE),
    ("born", compiled(
        rf"(?:[MFUX][ /-])?{_DATE.pattern.replace('(?P<iso>', '(?:')}"
        r"(?:[ /,-]{1,3}\(?(?:[MFUX]|male|female)\)?|[ ,]{1,3}\(?\d{1,3}\)?)", re.IGNORECASE)),
    ("phone", compiled(r"\+?1?[-. ]?\(?[2-9]\d{2}\)?[-. /]{1,2}\d{3}[-. ]\d{4}(?:\s*x\d+)?|\+1[2-9]\d{9}")),
    ("nine", compiled(r"(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}")),
    ("ten", compiled(r"[2-9]\d{9}")),
    ("zip", compiled(r"\d{5}(?:-?\d{4})?")),
    ("money", compiled(r"\(?-?\$ ?-?[\d,]+(?:\.\d{2})?\)?|-?[\d,]*\.\d{2}")),
    ("number", compiled(r"-?[\d,]+(?:\.\d+)?%?")),
    ("weight", compiled(r"\d{1,3}(?:\.\d{1,2})? ?(?:kgs?|lbs?)\.?|[3-7] ?(?:'|ft) ?\d{1,2} ?(?:\"|in)?", re.IGNORECASE)),
    ("icd", compiled(r"[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?")),
    ("state", compiled(
        r"(?:A[LKZRAEP]|C[AOT]|D[CE]|FL|G[AU]|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[TAI]|W[AVIY])")),
    ("sex", compiled(r"(?:M|F|U|X|male|female|unknown|other|non-?binary)", re.IGNORECASE)),
    ("relation", compiled(
        r"(?:self|spouse|child|son|daughter|wife|husband|mother|father|parent|sibling|brother|sister|guardian|partner|other|employee|subscriber|dependent|friend)",
        re.IGNORECASE)),
    ("flag", compiled(r"(?:y|n|yes|no|true|false|active|inactive|x)", re.IGNORECASE)),
    ("street", compiled(r"(?:\d{1,6}[A-Za-z]?\s+(?!x\s|of\s)(?:[NSEW]{1,2}\.?\s)?[\w'.-]+(?:\s[\w'.#-]+){1,6}|P\.?\s?O\.?\sBox\s\d+.*)", re.IGNORECASE)),
    ("place", compiled(r"[A-Za-z][A-Za-z .'-]{1,40},? [A-Z]{2},? {0,2}\d{5}(?:-\d{4})?")),
    ("code", compiled(r"(?=[A-Z0-9-]*\d)[A-Z0-9][A-Z0-9-]{3,19}", re.IGNORECASE)),
)  # fmt: skip
_SAME = frozenset({"self", "same", "same as patient", "same as above", "patient", "pt"})
"""What stands for a person who is named elsewhere."""
_FACT_BEFORE = compiled(
    r"(?:\d{1,2}:\d{2}(?: ?[ap]\.?m?\.?)?[ -]+|(?:[01]\d|2[0-3])[0-5]\d[ap]?[ ]+(?=[^\W\d_]+,)|#?\d{1,3}[.)]?[ ]+(?=[^\W\d_]+,))+",
    re.IGNORECASE,
)
"""A time, or the number of a line or chair."""
_FACT_BEHIND = compiled(
    r"[\s,;/|(\[-]+(?:(?:dob|d\.o\.b\.?|birth ?date|born|b\.|ph(?:one)?|tel|cell|ssn|mrn?|acct|id|age)[ .:#]{0,3})?"
    r"(?:(?P<date>\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|(?:19|20)\d{2}-\d{2}-\d{2})"
    r"|(?P<phone>\(?[2-9]\d{2}\)?[-. /]{1,2}\d{3}[-. ]\d{4})"
    r"|(?P<ssn>\d{3}-\d{2}-\d{4})"
    r"|(?P<code>#?[A-Z]{0,4}-?\d{4,12})"
    r"|(?P<age>\d{1,3}(?= ?(?:y|yo|y/o|yrs?|[mf]\b))|(?<=[(\[])\d{1,3}(?=[)\]]))(?: ?(?:y/?o|y|yrs?))?(?:[ /]?[mf])?)[\])\s]*\Z",
    re.IGNORECASE,
)
_FACTS_MOST = 4
_SAID_AS = (("birth", "b"), ("mrn", "mr"), ("account", "acct"))
_FITTING = {"birth": "date", "mrn": "code", "account": "code"}
"""What a word before a fact makes of it: ``DOB 3/3/61`` is a birth date."""
_NAME_CELL = compiled(r"[^\W\d_][^\d@#$%*/=+<>{}\[\]|_:;!?]*")


@dataclass(frozen=True, slots=True)
class Look:
    """How the cells of a column look."""

    filled: int
    shares: Counter[str]
    """Thousandths of the filled cells for each shape."""
    mean_words: float
    distinct: float
    given_lean: float
    """0..1: how much the names lean towards given names (1) or surnames (0)."""
    years: tuple[int, ...]
    procedures: float = 0.0
    """Share of the cells (0..1) that have the form of procedure codes, with or without modifiers."""
    diagnoses: float = 0.0
    """Share of the cells that are ICD-10-CM codes of real categories, with or without the dot."""

    described: float = 0.0
    """Share of the cells that are a procedure code with its words behind it (``99213 Office visit``)."""
    credentialed: float = 0.0
    """Share of the cells that name a professional by title or degree (``Dr. Lee``, ``Lee, Ann MD``)."""

    sites: float = 0.0
    """Share of the cells that are a place of the body (``testis``, ``breast, left``)."""

    accessions: float = 0.0
    """Share of the cells that are a year and five digits, as cancer registries number their cases."""
    payers: float = 0.0
    """Share of the cells with a word of insurance (``Aetna PPO``, ``Medicaid``, ``self pay``)."""
    dental: float = 0.0
    """Share of the cells that have the form of a dental procedure's code (``D2740``)."""
    members: float = 0.0
    """Share of the cells that have the form of a payer's or Medicare's member number."""
    claims: float = 0.0
    """Share of the cells that have the form in which payers number claims by the day."""
    beside: tuple[int, ...] = ()
    """Years of the dates that stand beside names in the cells."""
    routings: float = 0.0
    """Share of banks' routing numbers."""
    is_turned: bool = False
    """The names stand surname first, without a comma."""

    def share(self, *shapes: str) -> float:
        """Return the share (0..1) of filled cells that have one of these shapes."""
        return sum(self.shares[s] for s in shapes) / 1000


@lru_cache(maxsize=65536)
def shape_of(cell: str) -> str:
    """Return the name of the shape of one cell, empty if it has none that we know.

    Example:
        >>> shape_of("4/5/1960"), shape_of("LEE, ANN M"), shape_of("123-45-6789"), shape_of("Maria")
        ('date', 'last_first', 'ssn', 'one_name')
    """
    text = cell.strip()[:LONGEST]
    if text.lower() in _SAME:
        return "same"
    if text.lower() in cities() and not _is_likely_name(text):
        return "city"
    for name, pattern in _SHAPES:
        if pattern.fullmatch(text):
            return name
    if _NAME_CELL.fullmatch(text):
        return _name_shape(text)
    return "name_beside" if _is_name_beside(text) else ""


def _is_likely_name(text: str) -> bool:
    known = usage(fold_name(text))
    return " " not in text and known.given + known.surname > 30_000


def _name_shape(text: str) -> str:
    pieces = text.replace(",", " , ").split()
    words = [w for w in pieces if w != "," and len(w.strip(".")) > 1]
    if not words or len(words) > 5 or len(pieces) > 8:
        return ""
    odds = [max(given_odds(fold_name(w)), surname_odds(fold_name(w))) for w in words]
    known = sum(_is_name_word(fold_name(w)) for w in words)
    if known * 2 < len(words) or (min(odds) <= -9 and len(words) < 3):
        return ""
    if "," in pieces:
        return "last_first"
    if len(words) > 1 or _INITIAL.match(text):
        return "names" if len(words) > 1 or "." in text or _is_rather_surname(words[0]) else "one_name"
    return "one_name"


def _is_rather_surname(word: str) -> bool:
    """Tell whether more people bear a word as a surname than as a given name: ``A NED`` is no Ned."""
    known = usage(fold_name(word))
    return known.surname >= known.given


_INITIAL = compiled(r"(?:[A-Z]\.[ ]?){1,2}[A-Z\u00c0-\u00de][^\W\d_]+|[A-Z]{1,2}[ ][A-Z\u00c0-\u00de][^\W\d_]{3,}")
"""``B. Klaus``, ``D HUGHART``."""


def _is_name_word(folded: str) -> bool:
    known = usage(folded)
    bearers = known.given + known.surname
    return (bearers > 0 and max(given_odds(folded), surname_odds(folded)) > -6.5) or (
        not any(known) and len(folded) > 2
    )


def facts_beside(cell: str) -> tuple[tuple[int, int], list[tuple[str, int, int]]]:
    """Return where the words of a cell stand, and the facts before and behind them as (kind, start, end).

    Example:
        >>> facts_beside("Ann Lee 2/13/1934"), facts_beside("8:30 Lee, Ann")
        (((0, 7), [('date', 8, 17)]), ((5, 13), []))
    """
    low, high = 0, min(len(cell), LONGEST)
    if time := _FACT_BEFORE.match(cell):
        low = time.end()
    facts: list[tuple[str, int, int]] = []
    while len(facts) < _FACTS_MOST and (found := _FACT_BEHIND.search(cell, low, high)) is not None:
        kind = found.lastgroup or ""
        said = cell[found.start() : found.start(kind)].lower()
        facts.append(
            (next((k for k, word in _SAID_AS if word in said and _FITTING[k] == kind), kind), *found.span(kind))
        )
        high = found.start()
    return (low, high), facts[::-1]


def _is_name_beside(text: str) -> bool:
    (low, high), _ = facts_beside(text)
    rest = text[low:high].strip()
    return rest != text and bool(_NAME_CELL.fullmatch(rest)) and _name_shape(rest) in {"names", "last_first"}


def look_at(cells: Sequence[str]) -> Look:
    """Return how the cells look; empty ones are left out."""
    filled = [c.strip() for c in cells if c.strip()][:SAMPLE]
    if not filled:
        return Look(0, Counter(), 0.0, 0.0, 0.5, ())
    counts = Counter(shape_of(c[:LONGEST]) for c in filled)
    shares = Counter({k: round(1000 * v / len(filled)) for k, v in counts.items()})
    dates = (date_norm(_TIME.sub("", c)) for c in filled if shape_of(c[:LONGEST]) == "date")
    years = tuple(int(d[:4]) for d in dates if d[:4].isdigit())
    words = sum(len(c[:LONGEST].split()) for c in filled) / len(filled)
    procedures = sum(_PROCEDURES.fullmatch(c) is not None for c in filled) / len(filled)
    diagnoses = sum(map(is_diagnosis_code, filled)) / len(filled)
    described = sum(_DESCRIBED.match(c) is not None for c in filled) / len(filled)
    credentialed = sum(_CREDENTIALED.search(c) is not None for c in filled) / len(filled)
    distinct = len(set(filled)) / len(filled)
    sites = sum(map(_is_site, filled)) / len(filled)
    return Look(
        len(filled),
        shares,
        words,
        distinct,
        _lean(filled),
        years,
        procedures,
        diagnoses,
        described,
        credentialed,
        sites,
        accessions=sum(_ACCESSION.fullmatch(c) is not None for c in filled) / len(filled),
        payers=sum(_PAYER.search(c[:LONGEST]) is not None for c in filled) / len(filled),
        dental=sum(_DENTAL.fullmatch(c) is not None for c in filled) / len(filled),
        members=sum(map(is_member_shaped, filled)) / len(filled),
        claims=sum(map(is_control_shaped, filled)) / len(filled),
        beside=tuple(_years_beside(filled)) if counts["name_beside"] else (),
        routings=sum(c.isdigit() and routing_ok(c) for c in filled) / len(filled)
        if counts["nine"] + counts["zip"]
        else 0.0,
        is_turned=counts["names"] > 1 and are_turned(filled),
    )


def _years_beside(filled: Sequence[str]) -> Iterator[int]:
    """Give the years of dates behind names that no word says anything of."""
    for cell in filled:
        for name, begin, end in facts_beside(cell[:LONGEST])[1] if shape_of(cell[:LONGEST]) == "name_beside" else ():
            norm = date_norm(cell[begin:end]) if name == "date" else ""
            if norm[:4].isdigit():
                yield int(norm[:4])


_PROCEDURE = (
    r"(?:[0-9]\d{4}|\d{4}[FTU]|[A-CEGHJ-MP-V]\d{4})(?:[- ,/]{1,2}(?:2[1-9]|5\d|6\d|7[6-9]|8[02]|9[15]|[A-Z][A-Z0-9]))*"
)
_DENTAL = compiled(r"D[0-9]\d{3}")
"""Source: ADA, Code on Dental Procedures and Nomenclature: D and four digits; the form only, no list."""
_PROCEDURES = compiled(rf"{_PROCEDURE}(?:[ ]?[,;/|\n][ ]?{_PROCEDURE})*")
_DESCRIBED = compiled(rf"{_PROCEDURE}(?:[ ]?[-:][ ]?|[ ])(?=[A-Za-z]{{2}})")
_CREDENTIALED = compiled(
    r"(?:\A(?:Dr\.?|Doctor)[ ]|[ ,](?:MD|M\.D\.|DO|D\.O\.|NP|PA|PA-C|FNP|ARNP|APRN|CRNP|DNP|DDS|DPM|DC|CNM|PharmD|PhD)\Z)",
    re.IGNORECASE,
)
_SIDES = compiled(
    r"[ ,(-]*\b(?:left|right|l|r|lt|rt|bilat(?:eral)?|upper|lower|nos|lobe|quadrant|uoq|loq|uiq|liq)\b[)]?",
    re.IGNORECASE,
)


def _is_site(text: str) -> bool:
    plain = _SIDES.sub("", text[:LONGEST]).strip(" ,").lower()
    if plain in body_sites():
        return True
    words = _LETTERS.findall(plain)
    if len(words) > _MOST_SITE_WORDS or not _OF_HOUSES.isdisjoint(words):
        return False
    return any(word in body_sites() for word in words) or any(" ".join(two) in body_sites() for two in pairwise(words))


_LETTERS, _MOST_SITE_WORDS = compiled(r"[a-z]+"), 5
_OF_HOUSES = frozenset(
    {"center", "centre", "clinic", "clinics", "hospital", "care", "associates", "imaging", "institute", "department", "dept", "office", "suite", "lab", "laboratory", "group", "practice", "health", "medical", "surgery", "bank", "foundation", "pavilion", "tower", "building", "campus"}
)  # fmt: skip
"""Words of facilities: a ``Heart Hospital`` is no place of the body."""


@cache
def body_sites() -> frozenset[str]:
    """Return the places of the body where tumours have their seat, in small letters."""
    return frozenset(terms("body_site"))


_ACCESSION = compiled(r"(?:19|20)\d{2}-?\d{5}(?:-?\d{2})?")
_PAYER = compiled(
    r"\b(?:health|care|plan|ppo|hmo|epo|pos|hdhp|hsa|blue|bcbs\w*|bc|medicare|medicaid|mcr|mcd|tricare|va|champva|aetna|"
    r"cigna|humana|united\w*|uhc|anthem|kaiser|molina|ambetter|oscar|centene|wellcare|self|cash|commercial|indemnity|"
    r"insurance|mutual|advantage|gold|silver|bronze|platinum|part [abcd])\b",
    re.IGNORECASE,
)
_LIST_OF_CODES = compiled(r"[ ]?[,;/|\n ][ ]?")


def is_diagnosis_code(text: str) -> bool:
    """Tell whether a text is one or several ICD-10-CM codes of real categories (``C50.911``, ``C50911; Z5111``)."""
    codes = _LIST_OF_CODES.split(text.strip()) if len(text) <= LONGEST else []
    return bool(codes) and all(map(is_icd10, codes))


def _lean(filled: Sequence[str]) -> float:
    given = surname = 0.0
    for cell in filled:
        known = usage(fold_name(cell[:LONGEST].split()[0]))
        total = known.given + known.surname
        if total:
            given += known.given / total
            surname += known.surname / total
    return given / (given + surname) if given + surname else 0.5

"""The type of one column, weighed from its label and the look of its values; then from its neighbours.

Invariant: pure; a score is a probability that the column holds what is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tocsin.detection.columns_values import Look
from tocsin.detection.labels_meaning import Meaning, meaning_of, party_of, plain_words
from tocsin.detection.labels_spanish import shapes_of
from tocsin.model.elements import Element, Role
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

E = Element
FREE_TEXT_WORDS = 6.0
_LEAST_SHARE = 0.55
_COMPOUND_SHARE = 0.6
_CODED = 0.6
"""Share of diagnosis codes from which a ``Site`` is one of the body, not a place."""


@dataclass(frozen=True, slots=True)
class ColumnType:
    """What one column holds; element None with Part.FULL is a column of nothing we seek."""

    index: int
    element: Element | None
    part: Part
    party: Role
    party_number: int
    label: str
    score: float
    is_free_text: bool = False
    is_compound: bool = False
    """A name with other facts beside it in one cell (``Lee, Ann 3/3/1961``)."""
    has_births: bool = False
    """The dates beside the names spread over years as births do."""
    is_band: bool = False
    """The name heads the rows of its person."""
    is_turned: bool = False
    """The names stand surname first, without a comma."""
    is_label: bool = False
    """The cell is a label itself (first column of a transposed table)."""
    is_inside: bool = False
    """Each cell begins with its label (``DOB: 3/4/1950``)."""

    @property
    def is_open(self) -> bool:
        """Tell whether neither label nor values have said what the column holds."""
        return self.element is None and self.part is Part.FULL


_INSIDE = compiled(r"([A-Za-z][A-Za-z .#/'&()-]{0,30}?)[ ]?[:=#][ ]*(?=\S)")


def label_inside(text: str) -> re.Match[str] | None:
    """Return the label with which a cell begins, and its mark; the value begins where it ends."""
    return _INSIDE.match(text)


UNTYPED = ColumnType(-1, None, Part.FULL, Role.UNKNOWN, 0, "", 0.0, is_free_text=True)

_LOOSE = frozenset({"problem", "problems", "condition", "assessment", "impression", "indication", "reason"})
"""Labels under which anything may be written: the values are read as text."""
_ACTS = frozenset({E.PROCEDURE, E.TREATMENT, E.MEDICATION, E.LAB_RESULT, E.DIAGNOSIS, E.FACILITY})
_PAYERS = 0.3
"""Share of words of insurance from which a bare ``Plan`` is one of that, not of care."""
_NOT_PEOPLE = _ACTS | {E.INSURER, E.EMPLOYER, E.ADDRESS, E.MEMBER_ID}
"""Columns whose values may look like a name with a number beside it (``Cigna OAP U773019``)."""
_DATED = 0.8
"""Share of dates from which ``Surgery`` is the day of it."""
_NAMES = ("one_name", "names", "last_first", "city")
_WHOLE_NAMES = ("names", "last_first", "one_name")
_SURE_LABEL = 0.7
_FITS: dict[tuple[Element | None, Part], tuple[str, ...]] = {
    (E.DATE_OF_BIRTH, Part.FULL): ("date", "born", "number", "zip"),
    (E.DATE, Part.FULL): ("date", "number", "zip"),
    (None, Part.DEATH_DATE): ("date", "number"),
    (None, Part.SEX): ("sex", "number", "one_name"),
    (E.SSN, Part.FULL): ("ssn", "nine", "number"),
    (E.PHONE, Part.FULL): ("phone", "ten", "number"),
    (E.EMAIL, Part.FULL): ("email",),
    (E.ZIP, Part.ZIP): ("zip", "nine", "number"),
    (E.NPI, Part.FULL): ("ten", "number"),
    (E.NAME, Part.FULL): ("names", "last_first", "one_name", "city", "state", "relation", "same", ""),
    (E.NAME, Part.FIRST): (*_NAMES, "state", "sex", "flag", ""),
    (E.NAME, Part.LAST): (*_NAMES, "state", ""),
}
"""Shapes that values of a type may have; types that are not here take any."""

_BY_VALUE: tuple[tuple[str, float, Element, Part, float], ...] = (
    ("email", 0.8, E.EMAIL, Part.FULL, 0.95), ("ssn", 0.8, E.SSN, Part.FULL, 0.92),
    ("phone", 0.8, E.PHONE, Part.FULL, 0.9), ("street", 0.7, E.ADDRESS, Part.STREET, 0.75),
    ("place", 0.7, E.ADDRESS, Part.FULL, 0.8), ("last_first", 0.7, E.NAME, Part.FULL, 0.85),
    ("names", 0.7, E.NAME, Part.FULL, 0.7),
    ("weight", 0.8, E.HEIGHT_WEIGHT, Part.FULL, 0.85),
    ("date", 0.8, E.DATE, Part.FULL, 0.8), ("icd", 0.8, E.DIAGNOSIS, Part.FULL, 0.8),
)  # fmt: skip


def type_column(index: int, label: str, look: Look, has_header: bool) -> ColumnType:
    """Return what the column holds, by its label and the look of its values."""
    meaning = meaning_of(label) if label else None
    blank = ColumnType(index, None, Part.FULL, Role.UNKNOWN, 0, label, 0.0)
    if (spanish := shapes_of(label)) is not None and look.filled and look.share(*spanish[0]) >= _DATED:
        return replace(blank, element=spanish[1], score=0.9)
    is_other = meaning is not None and meaning.share >= _LEAST_SHARE and meaning.element in _NOT_PEOPLE
    if look.share("name_beside") >= _COMPOUND_SHARE and not is_other and (look.filled > 1 or meaning is not None):
        return replace(_compound(blank, meaning), has_births=_are_births(look.beside))
    if meaning is not None and meaning.element in _BESIDE_NAMES and _names_first(label) and not look.share("date"):
        return replace(blank, is_free_text=True)
    if meaning is not None and meaning.share >= _LEAST_SHARE:
        typed = _by_label(blank, meaning, look)
        if typed is not None:
            return typed
    by_value = _by_value(blank, look, has_header)
    if by_value is not None:
        return by_value
    if look.mean_words >= FREE_TEXT_WORDS or not label:
        return replace(blank, is_free_text=True)
    return replace(blank, is_free_text=look.share("number", "money", "flag", "sex", "date") < 0.8)


_BESIDE_NAMES = frozenset({E.AGE, E.DATE_OF_BIRTH})


def _names_first(label: str) -> bool:
    """Tell whether the first of two labels is of names (``Pt / age``), under which cells are written as they come."""
    first, mark, _ = label.replace("(", "/").partition("/")
    meaning = meaning_of(first.strip()) if mark else None
    return meaning is not None and meaning.element is E.NAME


def _are_births(years: Sequence[int]) -> bool:
    """Tell whether years are those of births: spread over half a generation, most of them long before any record."""
    ordered = sorted(years)
    return (
        len(ordered) >= _LEAST_BIRTHS and ordered[-1] - ordered[0] >= _SPREAD and ordered[len(ordered) // 2] < _LONG_AGO
    )


_LEAST_BIRTHS, _SPREAD, _LONG_AGO = 2, 10, 2010


def _compound(blank: ColumnType, meaning: Meaning | None) -> ColumnType:
    """Return the type of a column of names with other facts beside them; the label says whose."""
    role, number, _ = party_of(plain_words(blank.label))
    element = {Role.PROVIDER: E.PROVIDER, Role.RELATIVE: E.RELATIVE}.get(role, E.NAME)
    score = 0.92 if meaning is not None else 0.8
    return replace(blank, element=element, party=role, party_number=number, score=score, is_compound=True)


def _by_label(blank: ColumnType, meaning: Meaning, look: Look) -> ColumnType | None:
    if meaning.is_masked:
        return replace(blank, score=0.9)
    if set(plain_words(blank.label)) <= _LOOSE and look.share("icd", "code") < _CODED:
        return None
    typed = replace(
        blank, element=meaning.element, part=meaning.part, party=meaning.party, party_number=meaning.party_number
    )
    if plain_words(blank.label)[:1] == ("cc",) and look.share("last_first", "names") < _CODED:
        return replace(blank, element=E.DIAGNOSIS, score=0.8)  # the chief complaint, not who gets a copy
    if (told := _by_plain_values(typed, look)) is not None:
        return told
    if meaning.element in {E.FACILITY, E.OTHER_ID} and max(look.share("icd"), look.sites) >= _CODED:
        return replace(typed, element=E.DIAGNOSIS, score=0.85)
    if meaning.element is E.INSURER and look.share("names", "last_first") >= _PLAIN and look.payers < _PAYERS / 2:
        return replace(typed, element=E.NAME, score=0.8)  # ``payor`` over people who pay by themselves
    if names_insured(meaning) and look.share("code", "nine", "ten", "number") >= _CODED:
        return replace(typed, element=E.MEMBER_ID, part=Part.FULL, score=0.85)  # ``MEMBER`` over numbers
    is_plan = meaning.element is E.INSURER and set(plain_words(blank.label)) == {"plan"}
    if is_plan and look.filled > 0 and look.payers < _PAYERS:
        return replace(blank, is_free_text=True)
    if meaning.element is E.INSURER and look.share("code", "nine", "ten", "number") >= _CODED and look.payers < _PAYERS:
        return replace(typed, element=E.MEMBER_ID, score=0.85)
    if meaning.element is E.MEDICATION and look.share("money", "number") >= _PLAIN:
        return replace(blank, score=0.8)  # ``MED_EE`` over what is kept back from pay, ``MED`` over a dose
    if meaning.element in _ACTS and look.share("date") >= _DATED:
        return replace(typed, element=E.DATE, party=Role.UNKNOWN, score=0.85)
    if meaning.element in _NUMBERED and look.share("last_first", "names", "name_beside") >= _NAMED:
        return replace(typed, element=E.NAME, part=Part.FULL, score=0.8)  # ``Patient / id`` over names
    key = (E.NAME if meaning.element in {E.PROVIDER, E.RELATIVE} else meaning.element, meaning.part)
    is_both = key == (E.ADDRESS, Part.FULL) and "name" in plain_words(blank.label)
    if is_both and look.share("last_first", "names") >= _CODED and look.share("street") < 0.2:
        return replace(typed, element=E.NAME, score=0.85)
    fits = _FITS.get(key)
    if look.filled == 0 or fits is None:
        return replace(typed, score=round(0.6 + 0.3 * meaning.share, 3), is_free_text=_is_prose(typed, look))
    if key == (E.SSN, Part.FULL) and look.share("masked") > 0.5:
        return replace(blank, score=0.9)
    share = look.share(*fits)
    if meaning.share < _SURE_LABEL and key == (E.NAME, Part.FULL) and look.share(*_WHOLE_NAMES) < _COMPOUND_SHARE:
        return None
    if share < 0.35 and look.filled >= 3:
        return None
    return replace(typed, score=round(0.55 * meaning.share + 0.43 * share, 3), is_free_text=_is_prose(typed, look))


def names_insured(meaning: Meaning) -> bool:
    """Tell whether a label calls an insured person without saying what of this one."""
    return meaning.element is E.NAME and meaning.part is Part.FULL and meaning.party is Role.SUBSCRIBER


def _by_plain_values(typed: ColumnType, look: Look) -> ColumnType | None:
    """Return what values say whose label has several meanings: ``sx``, ``Number``, ``Lic / St``."""
    if typed.element is E.DIAGNOSIS and look.filled and look.share("sex") >= _PLAIN:
        return replace(typed, element=None, part=Part.SEX, score=0.85)
    if typed.element is E.OTHER_ID and look.share("phone") >= _PLAIN:
        return replace(typed, element=E.PHONE, score=0.9)
    is_licence = "license" in plain_words(typed.label) and typed.part is Part.STATE
    if is_licence and look.share("state") < 1 - _PLAIN:
        return replace(typed, element=E.DRIVER_LICENSE, part=Part.FULL, score=0.85)
    return None


_PLAIN = 0.9


def _is_prose(typed: ColumnType, look: Look) -> bool:
    """Tell whether the values are sentences in which more than the label's element may stand."""
    return look.mean_words >= FREE_TEXT_WORDS * 2 and typed.element not in {E.ADDRESS}


_PEOPLE = 0.7
_NUMBERED = frozenset({E.MRN, E.ACCOUNT_NUMBER, E.MEMBER_ID, E.CLAIM_NUMBER, E.OTHER_ID})
_NAMED = 0.65
"""Share of names from which a column is one of names though its label speaks of numbers."""


def _by_value(blank: ColumnType, look: Look, has_header: bool) -> ColumnType | None:
    if look.share("names", "last_first") >= _PEOPLE and look.filled > 2 and look.share("last_first") > 0:
        return replace(blank, element=E.NAME, part=Part.FULL, score=0.75)
    for shape, least, element, part, score in _BY_VALUE:
        if look.share(shape) >= least and look.filled >= 2:
            if has_header and shape in {"names", "icd"} and blank.label:
                score -= 0.15
            return replace(blank, element=element, part=part, score=score)
    if has_header and blank.label:
        return None
    if look.share("one_name") >= 0.75 and look.filled >= 2:
        part = Part.FIRST if look.given_lean > 0.5 else Part.LAST
        return replace(blank, element=E.NAME, part=part, score=0.6)
    if look.share("sex") >= 0.95 and look.filled >= 3:
        return replace(blank, part=Part.SEX, score=0.7)
    return None

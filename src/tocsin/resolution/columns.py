"""What the columns of a stranger's table hold: told by the header first, by the shape of the values otherwise."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import pyarrow as pa

from tocsin.model.lexicon import cities, fold_name, given_share, states_of_zip, usage
from tocsin.model.person_names import parse_name

RECORD_ID = "record_id"
_HEADERS: Mapping[str, str] = {
    "first": "first name|firstname|fname|given name|givenname|given|first|forename|fname c1|pt fname|name first|"
    "patient first name|first nm|name given",
    "middle": "middle name|middle|middlename|mname|mi|middle initial|name middle|fname c2|patient middle name|"
    "name middle initial|middle nm",
    "last": "last name|lastname|lname|surname|family name|family|last|lname c1|pt lname|name last|patient last name|"
    "last nm|name family",
    "name": "name|full name|patient name|patient|member name|person|fullname|employee name|person name",
    "suffix": "suffix|name suffix|generation",
    "dob": "date of birth|dob|birth date|birthdate|birthday|dateofbirth|born|birth dt|d o b|patient dob|birth|pt dob",
    "birth_year": "by|birth year|year of birth|yob",
    "birth_month": "bm|birth month|month of birth",
    "birth_day": "bd|birth day|day of birth",
    "sex": "sex|gender|sex code|patient sex",
    "ssn": "ssn|social security number|social security|soc sec id|social|ss number|ssn number|ss",
    "street": "address 1|address|street|street address|address line 1|address1|addr1|addr|street name|mail address|"
    "mailing address|home address|patient address|mailing address street name",
    "house": "street number|house number|street no|house no|mailing address street number|housenumber",
    "unit": "address 2|address line 2|address2|addr2|unit|unit number|apt|mailing address unit number",
    "city": "city|town|suburb|municipality|mailing address city|patient city",
    "state": "state|st|province|mailing address state|patient state",
    "zip": "zip|zip code|zipcode|postcode|postal code|zip5|postalcode|mailing address zipcode|patient zip|zip cd",
    "emails": "email|e mail|email address|emailaddress|mail",
    "phones": "phone|phone number|telephone|home phone|cell|cell phone|mobile|tel|phone 1|work phone|phone1|phone2|"
    "phone 2|phonenumber|telephone number|mobile phone|patient phone",
    "mrns": "mrn|mrns|medical record number|medical record|chart number|patient id|patient number|pat id|patientid",
    "members": "member id|memberid|subscriber id|policy number|insurance id|member number|member ids|policy id",
    "others": "driver license|drivers license|license|passport|account number|account",
}
_OF_WHOM = frozenset(
    {"patient", "pt", "pat", "member", "mbr", "person", "employee", "emp", "insured", "client", "customer"}
)
_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ssn", re.compile(r"\d{3}-\d{2}-\d{4}")),
    ("emails", re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")),
    ("phones", re.compile(r"\+?1?[-. (]*\d{3}[-. )]+\d{3}[-. ]\d{4}")),
)
_ZIP = re.compile(r"\d{5}(?:-?\d{4})?")
_STREET = re.compile(r"\d+[A-Za-z]? +\S.*[A-Za-z].*|P\.? ?O\.? +BOX .*", re.IGNORECASE)
_SEXES = frozenset({"M", "F", "MALE", "FEMALE", "U", "UNKNOWN", "X"})
_SAMPLE = 400
_LEAST_SHARE = 0.8
_LEAST_BIRTH_YEARS = 15
_LEAST_DIFFERENT = 20
"""Different values that a list of names or places must show."""
_LEAST_KNOWN, _LEAST_GIVEN = 0.6, 0.7
_DATES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?"), "ymd"),
    (re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})"), "mdy"),
    (re.compile(r"((?:18|19|20)\d{2})(\d{2})(\d{2})"), "ymd"),
    (re.compile(r"(\d{2})(\d{2})((?:19|20)\d{2})"), "mdy"),
    (re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{2})"), "mdy"),
)
_YEAR = re.compile(r"(?:18|19|20)\d{2}")


class Told(StrEnum):
    """What a column's kind was told by."""

    HEADER = "header"
    VALUES = "values"
    NOTHING = ""


@dataclass(frozen=True)
class Column:
    """A column of a stranger's table: its kind (empty: unknown), and what that was told by."""

    name: str
    kind: str
    by: Told


def looked_at(table: pa.Table) -> list[Column]:
    """Return what each column holds, the record's id left out; headers go before values."""
    found: list[Column] = []
    for name in table.column_names:
        if name == RECORD_ID:
            continue
        if kind := _by_header(name):
            found.append(Column(name, kind, Told.HEADER))
        elif kind := kind_of_values(table.column(name).slice(0, _SAMPLE).to_pylist()):
            found.append(Column(name, kind, Told.VALUES))
        else:
            found.append(Column(name, "", Told.NOTHING))
    return found


def recognise(table: pa.Table) -> dict[str, list[str]]:
    """Return the columns of each kind; those of unknown kind stand under the empty kind."""
    found: dict[str, list[str]] = defaultdict(list)
    for column in looked_at(table):
        found[column.kind].append(column.name)
    return dict(found)


def date_key(text: str) -> str:
    """Return a date in the shape of ISO (a bare year stays one), or nothing if it is none.

    A day that is in no calendar stays as it is: as a slip of the pen it still tells who is meant.

    Example:
        >>> date_key("4/5/1960"), date_key("19600405"), date_key("n/a"), date_key("1960"), date_key("1994-11-71")
        ('1960-04-05', '1960-04-05', '', '1960', '1994-11-71')
    """
    plain = text.strip()
    if _is_plain(plain):
        return plain
    if _YEAR.fullmatch(plain):
        return plain
    for shape, order in _DATES:
        match = shape.fullmatch(plain)
        if match:
            a, b, c = (int(part) for part in match.groups())
            year, month, day = (a, b, c) if order == "ymd" else (c, a, b)
            year += 0 if year > 99 else 1900 if year > 25 else 2000
            month, day = (day, month) if month > 12 >= day else (month, day)
            return f"{year:04d}-{month:02d}-{day:02d}"
    return ""


def _is_plain(date: str) -> bool:
    """Tell, fast, whether a date is in its plain shape already: a year with its century, and a month that is one."""
    return (
        len(date) == 10
        and date[4] == date[7] == "-"
        and date.isascii()
        and (date[:4] + date[5:7] + date[8:]).isdecimal()
        and date >= "01"
        and date[5:7] <= "12"
    )


def _words(header: str) -> str:
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    return " ".join(re.findall(r"[a-z]+|\d+", plain.lower()))


def _by_header(header: str) -> str:
    """Return the kind that a header names; a word that says whose it is counts only if the rest names none."""
    words = _words(header)
    known = _known_headers()
    whose, _, rest = words.partition(" ")
    return known.get(words) or (known.get(rest, "") if whose in _OF_WHOM else "")


@cache
def _known_headers() -> dict[str, str]:
    return {_words(words): kind for kind, several in _HEADERS.items() for words in several.split("|")}


def kind_of_values(values: Sequence[str]) -> str:
    """Return the kind that values show by themselves, or nothing.

    Example:
        >>> kind_of_values(["412-33-9876", "531-22-8761"]), kind_of_values(["7", "8"])
        ('ssn', '')
    """
    filled = [value.strip() for value in values if value and value.strip()]
    if not filled:
        return ""
    for kind, shape in _SHAPES:
        if _share(filled, lambda value, shape=shape: bool(shape.fullmatch(value))) >= _LEAST_SHARE:  # type: ignore[misc]  # mypy cannot infer the default
            return kind
    dates = [iso for value in filled if len(iso := date_key(value)) == 10]
    if len(dates) >= _LEAST_SHARE * len(filled):
        return "dob" if len({iso[:4] for iso in dates}) > _LEAST_BIRTH_YEARS else ""
    return _by_words(filled)


def _by_words(filled: Sequence[str]) -> str:
    """Return the kind that values show against lists of names and places; few different values show nothing."""
    different = set(map(str.upper, filled))
    if different <= _SEXES and {value[0] for value in different} >= {"M", "F"}:
        return "sex"
    if len(different) < _LEAST_DIFFERENT:
        return ""
    tests: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("zip", lambda value: bool(_ZIP.fullmatch(value)) and bool(states_of_zip(value))),
        ("street", lambda value: bool(_STREET.fullmatch(value))),
        ("name", _is_whole_name),
    )
    for kind, test in tests:
        if kind == "zip" and len(different) > _LEAST_SHARE * len(filled):
            continue  # numbers that hardly repeat are no ZIP codes
        if _share(filled, test) >= _LEAST_SHARE:
            return kind
    return _name_or_town(sorted(different))


def _name_or_town(values: Sequence[str]) -> str:
    """Return whether different words are given names, family names or cities, or nothing where they are none.

    Towns bear family names: what more values are decides.
    """
    towns = _share(values, lambda value: value.lower() in cities())
    known = [folded for value in values if " " not in value and (folded := fold_name(value)) and any(usage(folded)[:2])]
    if towns >= max(_LEAST_SHARE, len(known) / len(values)):
        return "city"
    if len(known) < _LEAST_KNOWN * len(values):
        return ""
    given = sum(given_share(folded) for folded in known) / len(known)
    return "first" if given >= _LEAST_GIVEN else "last" if given <= 1 - _LEAST_GIVEN else ""


def _is_whole_name(value: str) -> bool:
    parts = parse_name(value)
    given, family = fold_name(parts.first), fold_name(parts.last)
    return bool(given and family) and usage(given).given > 0 and usage(family).surname > 0


def _share(values: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(map(test, values)) / len(values)

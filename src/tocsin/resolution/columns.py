"""What the columns of a stranger's table hold: told by the header first, by the shape of the values otherwise."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

import pyarrow as pa

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
_SAMPLE = 400
_LEAST_SHARE = 0.8
_LEAST_BIRTH_YEARS = 15
_DATES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?"), "ymd"),
    (re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})"), "mdy"),
    (re.compile(r"((?:18|19|20)\d{2})(\d{2})(\d{2})"), "ymd"),
    (re.compile(r"(\d{2})(\d{2})((?:19|20)\d{2})"), "mdy"),
    (re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{2})"), "mdy"),
)
_YEAR = re.compile(r"(?:18|19|20)\d{2}")


def recognise(table: pa.Table) -> dict[str, list[str]]:
    """Return the columns of each kind; those of unknown kind stand under the empty kind."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in table.column_names:
        if name != RECORD_ID:
            kind = _by_header(name) or _by_values(table.column(name).slice(0, _SAMPLE).to_pylist())
            found[kind].append(name)
    return dict(found)


def date_key(text: str) -> str:
    """Return a date in the shape of ISO (a bare year stays one), or nothing if it is none.

    A day that is in no calendar stays as it is: as a slip of the pen it still tells who is meant.

    Example:
        >>> date_key("4/5/1960"), date_key("19600405"), date_key("n/a"), date_key("1960"), date_key("1994-11-71")
        ('1960-04-05', '1960-04-05', '', '1960', '1994-11-71')
    """
    plain = text.strip()
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


def _by_values(values: Sequence[str]) -> str:
    filled = [value.strip() for value in values if value and value.strip()]
    if not filled:
        return ""
    for kind, shape in _SHAPES:
        if sum(bool(shape.fullmatch(value)) for value in filled) >= _LEAST_SHARE * len(filled):
            return kind
    dates = [iso for value in filled if len(iso := date_key(value)) == 10]
    years = {iso[:4] for iso in dates}
    if len(dates) >= _LEAST_SHARE * len(filled) and len(years) > _LEAST_BIRTH_YEARS:
        return "dob"
    return ""

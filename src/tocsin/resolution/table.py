"""`tocsin people`: the rows of one table as records of persons, merged; columns recognised by header and values."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import pyarrow as pa

from tocsin.ids import digest_id
from tocsin.model.person_names import parse_name
from tocsin.model.subjects import SUBJECTS
from tocsin.resolution.resolve import resolve

RESULT = pa.schema([pa.field(n, pa.string(), nullable=False) for n in ("record_id", "person_id")]).append(
    pa.field("score", pa.float64(), nullable=False)
)
_HEADERS: Mapping[str, str] = {
    "first_name": "first name|firstname|fname|given name|givenname|given|first|forename|fname c1|pt fname|name first",
    "middle_name": "middle name|middle|middlename|mname|mi|middle initial|name middle",
    "last_name": "last name|lastname|lname|surname|family name|family|last|lname c1|pt lname|name last",
    "name": "name|full name|patient name|patient|member name|person|fullname",
    "suffix": "suffix|name suffix|generation",
    "date_of_birth": "date of birth|dob|birth date|birthdate|birthday|dateofbirth|born|birth dt|d o b",
    "birth_year": "by|birth year|year of birth|yob",
    "birth_month": "bm|birth month|month of birth",
    "birth_day": "bd|birth day|day of birth",
    "sex": "sex|gender",
    "ssn": "ssn|social security number|social security|soc sec id|social|ss number",
    "address_1": "address 1|address|street|street address|address line 1|address1|addr1|addr|street name|mail address",
    "house": "street number|house number|street no|house no",
    "address_2": "address 2|address line 2|address2|addr2|unit|unit number|apt",
    "city": "city|town|suburb|municipality",
    "state": "state|st|province",
    "zip": "zip|zip code|zipcode|postcode|postal code|zip5|postalcode",
    "email": "email|e mail|email address",
    "phone": "phone|phone number|telephone|home phone|cell|cell phone|mobile|tel|phone 1|work phone|phone1|phone2",
    "mrn": "mrn|mrns|medical record number|medical record|chart number|patient id|patient number",
    "member_id": "member id|memberid|subscriber id|policy number|insurance id|member number",
}
_BY_HEADER = {words: kind for kind, several in _HEADERS.items() for words in several.split("|")}
_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ssn", re.compile(r"\d{3}-\d{2}-\d{4}")),
    ("email", re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")),
    ("phone", re.compile(r"\+?1?[-. (]*\d{3}[-. )]+\d{3}[-. ]\d{4}")),
)
_SAMPLE = 400
_LEAST_SHARE = 0.8
_DATES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?"), "ymd"),
    (re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})"), "mdy"),
    (re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})"), "ymd"),
    (re.compile(r"(\d{2})(\d{2})((?:19|20)\d{2})"), "mdy"),
)


def people_of_table(table: pa.Table) -> pa.Table:
    """Return ``record_id, person_id, score`` for each row of a table of text columns that has a ``record_id``.

    ``score`` (0..1) is how sure the record's place in its person is; 1 where it stands alone.
    """
    columns = recognise(table)
    rows = table.to_pylist()
    records = [str(row["record_id"]) for row in rows]
    subjects = [_subject(row, columns, index) for index, row in enumerate(rows)]
    order = sorted(range(len(rows)), key=lambda n: str(subjects[n]["subject_id"]))
    made = resolve(pa.Table.from_pylist([subjects[n] for n in order], schema=SUBJECTS), (), None, None)
    person = dict(zip(made.members["subject_id"].to_pylist(), made.members["person_id"].to_pylist(), strict=True))
    score: dict[str, float] = {}
    for row in made.merges.select(["left_subject", "right_subject", "score"]).to_pylist():
        sure = round(1 / (1 + 2 ** -row["score"]), 4)
        for side in ("left_subject", "right_subject"):
            score[row[side]] = max(score.get(row[side], 0.0), sure)
    ids = [str(s["subject_id"]) for s in subjects]
    return pa.table([records, [person[i] for i in ids], [score.get(i, 1.0) for i in ids]], schema=RESULT)


def recognise(table: pa.Table) -> dict[str, list[str]]:
    """Return the columns of each kind, by header first and by the shape of the values where the header is silent."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in table.column_names:
        if name == "record_id":
            continue
        kind = _BY_HEADER.get(_words(name)) or _by_values(table.column(name).slice(0, _SAMPLE).to_pylist())
        if kind:
            found[kind].append(name)
    return dict(found)


def _words(header: str) -> str:
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    return " ".join(re.findall(r"[a-z]+|\d+", plain.lower()))


def _by_values(values: Sequence[str]) -> str:
    filled = [value.strip() for value in values if value and value.strip()]
    if len(filled) < 5:
        return ""
    for kind, shape in _SHAPES:
        if sum(bool(shape.fullmatch(value)) for value in filled) >= _LEAST_SHARE * len(filled):
            return kind
    years = [int(iso[:4]) for value in filled if (iso := iso_date(value))]
    if len(years) >= _LEAST_SHARE * len(filled) and len(set(years)) > 15:
        return "date_of_birth"
    return ""


def _subject(row: Mapping[str, str], columns: Mapping[str, Sequence[str]], index: int) -> dict[str, object]:
    def all_of(kind: str) -> list[str]:
        return [row[name].strip() for name in columns.get(kind, ()) if row[name] and row[name].strip()]

    def one(kind: str) -> str:
        return next(iter(all_of(kind)), "")

    names = {part: one(part) for part in ("first_name", "middle_name", "last_name", "suffix")}
    if not names["last_name"] and one("name"):
        parts = parse_name(one("name"))
        names = {
            "first_name": parts.first,
            "middle_name": parts.middle,
            "last_name": parts.last,
            "suffix": parts.suffix,
        }
    digits = _digits(one("ssn"))
    record = str(row["record_id"])
    empty: dict[str, object] = {
        f.name: [] if pa.types.is_list(f.type) else False if pa.types.is_boolean(f.type) else "" for f in SUBJECTS
    }
    return {
        **empty,
        **names,
        "subject_id": digest_id("sub", "record", record, str(index)),
        "item_id": f"itm_{index}",
        "role": "unknown",
        "row": index,
        "start": -1,
        "date_of_birth": _born(one, all_of),
        "sex": one("sex")[:1].upper(),
        "ssn": digits.zfill(9) if 7 <= len(digits) <= 9 else "",
        "address_1": " ".join([*all_of("house"), *all_of("address_1")]),
        "address_2": " ".join(all_of("address_2")),
        **{part: one(part) for part in ("city", "state", "zip")},
        "emails": all_of("email"),
        "phones": [number[-10:] for number in map(_digits, all_of("phone")) if len(number) >= 7],
        "mrns": all_of("mrn"),
        "member_ids": all_of("member_id"),
        "related_to": None,
        "mention_count": 1,
    }


def _born(one: Callable[[str], str], all_of: Callable[[str], list[str]]) -> str:
    for value in all_of("date_of_birth"):
        iso = iso_date(value)
        if iso:
            return iso
    year, month, day = (one(kind) for kind in ("birth_year", "birth_month", "birth_day"))
    if year and month and day:
        return iso_date(f"{year}-{month}-{day}") or year
    return year


def iso_date(text: str) -> str:
    """Return a date as ISO, or nothing if it is none.

    Example:
        >>> iso_date("4/5/1960"), iso_date("19600405"), iso_date("n/a")
        ('1960-04-05', '1960-04-05', '')
    """
    for shape, order in _DATES:
        match = shape.fullmatch(text.strip())
        if match:
            a, b, c = (int(part) for part in match.groups())
            year, month, day = (a, b, c) if order == "ymd" else (c, a, b)
            if month > 12 >= day:
                month, day = day, month
            try:
                return date(year, month, day).isoformat()
            except ValueError:
                continue
    return ""


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def kinds() -> Iterable[str]:
    """Return the kinds of columns that are recognised."""
    return _HEADERS

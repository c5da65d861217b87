"""Levels: each kind of slip that a field knows."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from tocsin.resolution import levels
from tocsin.resolution.levels import comparer_of, word_of
from tocsin.resolution.normal import name_key, phone_key, sex_key, ssn_key, street_key, value_key, zip_key


@pytest.mark.parametrize(
    ("name", "one", "other", "level"),
    [
        ("first", "j", "john", levels.FIRST_INITIAL),
        ("first", "j", "mary", levels.FIRST_DIFFERENT),
        ("first", "bob", "robert", levels.FIRST_NICKNAME),
        ("first", "jonh", "john", levels.FIRST_SIMILAR),
        ("first", "soph ie", "sophie", levels.FIRST_SIMILAR),
        ("first", "mary", "john", levels.FIRST_DIFFERENT),
        ("middle", "a", "anne", levels.MIDDLE_INITIAL),
        ("middle", "beth", "anne", levels.MIDDLE_DIFFERENT),
        ("last", "smith", "smith jones", levels.LAST_SHARED),
        ("last", "smith", "smyth", levels.LAST_SIMILAR),
        ("last", "smith", "jones", levels.LAST_DIFFERENT),
        ("dob", "1960-04-05", "1960-05-04", levels.DOB_SWAPPED),
        ("dob", "1960-04-05", "1960-04-06", levels.DOB_TYPO),
        ("dob", "1960-04-12", "1960-04-21", levels.DOB_TYPO),
        ("dob", "1960-04-05", "1960-11-05", levels.DOB_CLOSE),
        ("dob", "1960-04-05", "1960-11-28", levels.DOB_YEAR),
        ("dob", "1960-04-05", "1960", levels.DOB_YEAR),
        ("dob", "1960-04-05", "1971-11-28", levels.DOB_DIFFERENT),
        ("dob", "1960-04-05", "1985-11-28", levels.DOB_GENERATION),
        ("ssn", "412339876", "412338976", levels.SSN_CLOSE),
        ("ssn", "412339876", "531228761", levels.SSN_DIFFERENT),
        ("street", "12 oak st", "12 oak st apt 4", levels.SIMILAR),
        ("street", "12 oak st", "14 oak st", levels.DIFFERENT),
        ("column birthplace", "glasgow", "glasgw", levels.SIMILAR),
    ],
)
def test_levels(name: str, one: str, other: str, level: int) -> None:
    comparer = comparer_of(name, pa.array(["", one, other]))
    a, b = np.array([1], np.int32), np.array([2], np.int32)
    assert comparer.compare(a, b).tolist() == [level]
    assert comparer.compare(b, a).tolist() == [level], "comparing is symmetric"


def test_a_second_given_name_and_a_blank_in_a_surname_change_nothing() -> None:
    given, surname = (
        comparer_of("first", pa.array(["", "mary ann", "mary"])),
        comparer_of("last", pa.array(["", "de la cruz", "delacruz"])),
    )
    assert given.canon is not None
    assert given.canon[1] == given.canon[2]
    assert surname.canon is not None
    assert surname.canon[1] == surname.canon[2]


def test_levels_have_words() -> None:
    assert word_of("dob", levels.DOB_SWAPPED) == "day and month swapped"
    assert word_of("sex", 2) == word_of("street", 3) == "different"


@pytest.mark.parametrize(
    ("key", "text", "plain"),
    [
        (name_key, "GARCÍA-PÉREZ", "garcia perez"),
        (name_key, "unknown", ""),
        (street_key, "12 North Main Street, Apartment 4", "12 n main st apt 4"),
        (phone_key, "+1 (615) 555-0123", "6155550123"),
        (phone_key, "0000000000", ""),
        (ssn_key, "999-99-9999", ""),
        (ssn_key, "123-45-6789", ""),
        (ssn_key, "412-33-9876", "412339876"),
        (value_key, "0000", ""),
        (value_key, "GC-1002", "gc1002"),
        (sex_key, "female", "F"),
        (sex_key, "unknown", ""),
        (zip_key, "37205-1234", "37205"),
    ],
)
def test_normalising(key: object, text: str, plain: str) -> None:
    assert callable(key)
    assert key(text) == plain

"""Values of key columns: written in one form, and as numbers that equal values share.

``007``, ``7`` and ``7.0`` are one key; so are ``{AB-1}`` and ``ab-1``. The numbers are kept in encrypted parts only:
small keys could be guessed back.

Invariant: pure and the same on every machine, so that two incidents of one evidence see the same keys; 0 is no key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.patterns import compiled

Hashes = npt.NDArray[np.uint64]
LONGEST_KEY = 40
_MOST_DIGITS = 18
_FLOAT = compiled(r"-?\d+\.0+")
_NONE = frozenset({"", "null", "none", "nan", "n/a", "na", "\\n", "0", "-1", "00000000-0000-0000-0000-000000000000"})
"""What stands for no key; keys of databases count from 1."""


def plain_key(text: str) -> str:
    """Return a key in its one form, empty if it is none.

    Example:
        >>> plain_key("000123"), plain_key("123.0"), plain_key(" {AB-7} "), plain_key("NULL")
        ('123', '123', 'ab-7', '')
    """
    plain = text.strip().strip("{}'\"").lower()
    if plain.isdecimal() and plain.isascii():
        plain = plain.lstrip("0")
    elif _FLOAT.fullmatch(plain):
        plain = plain.partition(".")[0].lstrip("0")
    return "" if plain in _NONE or len(plain) > LONGEST_KEY else plain


def key_hash(plain: str) -> int:
    """Return the number of a plain key."""
    if not plain:
        return 0
    if len(plain) <= _MOST_DIGITS and plain.isdecimal() and plain.isascii():
        return int(_mixed(np.array([int(plain)], np.uint64))[0])
    return int.from_bytes(hashlib.blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") or 1


def key_hashes(plain: Sequence[str]) -> Hashes:
    """Return the numbers of plain keys."""
    numbers = np.zeros(len(plain), np.uint64)
    digits: list[int] = []
    places: list[int] = []
    for place, text in enumerate(plain):
        if not text:
            continue
        if len(text) <= _MOST_DIGITS and text.isdecimal() and text.isascii():
            digits.append(int(text))
            places.append(place)
        else:
            numbers[place] = key_hash(text)
    if digits:
        numbers[places] = _mixed(np.array(digits, np.uint64))
    return numbers


def cell_hashes(cells: pa.Array) -> Hashes:
    """Return the numbers of the keys that cells hold; equal cells are looked at once."""
    numbers = np.zeros(len(cells), np.uint64)
    is_number = are_numbers(cells)
    whole = pc.cast(cells.filter(pa.array(is_number)), pa.int64()).to_numpy()
    numbers[is_number] = np.where(whole == 0, np.uint64(0), _mixed(whole.astype(np.uint64)))
    others = cells.filter(pa.array(~is_number)).dictionary_encode()
    if len(others):
        known = key_hashes([plain_key(text) for text in others.dictionary.to_pylist()])
        numbers[~is_number] = known[others.indices.to_numpy(zero_copy_only=False)]
    return numbers


def are_numbers(cells: pa.Array) -> npt.NDArray[np.bool_]:
    """Tell which cells are whole numbers of no more digits than fit."""
    found: npt.NDArray[np.bool_] = pc.match_substring_regex(cells, rf"\A[0-9]{{1,{_MOST_DIGITS}}}\z").to_numpy(
        zero_copy_only=False
    )
    return found


def in_space(hashes: Hashes, space: int) -> Hashes:
    """Return the numbers of keys as those of one table of people: ``1`` of patients is not ``1`` of employees."""
    salted: Hashes = _mixed(hashes ^ np.uint64(space + 1))
    return np.where(hashes == 0, np.uint64(0), salted)


def unmixed(hashes: Hashes) -> Hashes:
    """Return the whole numbers whose keys have these numbers; of keys that are no numbers something very large.

    Example:
        >>> unmixed(np.array([key_hash("7"), key_hash("123456")], np.uint64)).tolist()
        [7, 123456]
    """
    with np.errstate(over="ignore"):
        z = hashes ^ (hashes >> np.uint64(31)) ^ (hashes >> np.uint64(62))
        z = z * np.uint64(pow(0x94D049BB133111EB, -1, 1 << 64))
        z = (z ^ (z >> np.uint64(27)) ^ (z >> np.uint64(54))) * np.uint64(pow(0xBF58476D1CE4E5B9, -1, 1 << 64))
        z = z ^ (z >> np.uint64(30)) ^ (z >> np.uint64(60))
        whole: Hashes = z - np.uint64(0x9E3779B97F4A7C15)
    return whole


def _mixed(numbers: Hashes) -> Hashes:
    """Spread whole numbers over all 64 bits (the finaliser of SplitMix64); no two fall together, none is 0."""
    with np.errstate(over="ignore"):
        z = numbers + np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z ^= z >> np.uint64(31)
    return np.where(z == 0, np.uint64(1), z)

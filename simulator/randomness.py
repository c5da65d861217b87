"""Seeded randomness: one stream a purpose, so that a change in one template leaves every other document as it was."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def stream(seed: int, *labels: object) -> random.Random:
    """Return the random stream of that seed and purpose."""
    name = "\0".join([str(seed), *map(str, labels)]).encode()
    return random.Random(int.from_bytes(hashlib.sha256(name).digest()[:8], "big"))


def chance(rng: random.Random, share: float) -> bool:
    """Return True in that share of calls (0..1)."""
    return rng.random() < share


def some(rng: random.Random, values: Sequence[T], low: int, high: int) -> list[T]:
    """Return between ``low`` and ``high`` of the values, without repeats, as far as there are any."""
    return rng.sample(list(values), min(len(values), rng.randint(low, high)))


def digits(rng: random.Random, count: int) -> str:
    """Return that many digits, the first not zero."""
    return str(rng.randint(10 ** (count - 1), 10**count - 1))


def luhn_digit(number: str) -> str:
    """Return the check digit that makes ``number`` pass the Luhn test.

    Example:
        >>> luhn_digit("80840" + "123456789")
        '3'
    """
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def npi(rng: random.Random) -> str:
    """Return a National Provider Identifier with a valid check digit."""
    stem = "1" + "".join(str(rng.randint(0, 9)) for _ in range(8))
    return stem + luhn_digit("80840" + stem)


def routing_number(rng: random.Random) -> str:
    """Return a bank routing number with a valid checksum."""
    stem = f"{rng.randint(1, 12):02d}" + "".join(str(rng.randint(0, 9)) for _ in range(6))
    total = sum(int(digit) * weight for digit, weight in zip(stem, (3, 7, 1, 3, 7, 1, 3, 7), strict=True))
    return stem + str(-total % 10)


def card_number(rng: random.Random) -> str:
    """Return sixteen digits that pass the Luhn test, under the first digits of test cards."""
    stem = "4000" + "".join(str(rng.randint(0, 9)) for _ in range(11))
    return stem + luhn_digit(stem)

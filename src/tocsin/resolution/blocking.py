"""Which pairs of records are compared at all: those that share one of many keys, each key with a cap.

Precise keys (a number, or name and birth date) take larger blocks than broad ones. A block above its cap is compared
in a window over its sorted records; how many were is counted, for a nursing home, a clinic's telephone or a
placeholder number shows up there and nowhere else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tocsin.resolution.records import Codes, Records

PRECISE_CAP = 200
BROAD_CAP = 30
_WINDOW = 8


@dataclass(frozen=True)
class Pairs:
    """Pairs of records, left below right, each once, sorted; and how many blocks were above their cap, by key."""

    left: Codes
    right: Codes
    capped: dict[str, int]


def pairs_of(records: Records) -> Pairs:
    """Return the pairs to compare; records that cannot be merged (office, bare names) are in none."""
    found: list[npt.NDArray[np.int64]] = []
    capped: dict[str, int] = {}
    size = len(records)
    blocks: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for record in range(size):
        if records.is_office[record] or records.is_name_only[record]:
            continue
        for name, key in _keys(records, record):
            blocks[name][key].append(record)
    for name in sorted(blocks):
        cap = BROAD_CAP if name.startswith("broad") else PRECISE_CAP
        for members in blocks[name].values():
            if len(members) > cap:
                capped[name] = capped.get(name, 0) + 1
            if len(members) > 1:
                found.append(_pairs(members, records, len(members) <= cap) * np.array([size, 1]))
    if not found:
        return Pairs(np.zeros(0, np.int32), np.zeros(0, np.int32), capped)
    joined = np.unique(np.concatenate(found).sum(axis=1))
    return Pairs((joined // size).astype(np.int32), (joined % size).astype(np.int32), capped)


def _pairs(members: list[int], records: Records, is_whole: bool) -> npt.NDArray[np.int64]:
    """Return all pairs of a block, or those in a window where it is too large."""
    if is_whole:
        a, b = np.triu_indices(len(members), 1)
        ids = np.array(members, np.int64)
        return np.stack([ids[a], ids[b]], axis=1)
    texts = sorted(
        members, key=lambda r: (records.text("last", r), records.text("first", r), records.text("dob", r), r)
    )
    pairs = [
        (min(texts[i], texts[j]), max(texts[i], texts[j]))
        for i in range(len(texts))
        for j in range(i + 1, min(i + 1 + _WINDOW, len(texts)))
    ]
    return np.array(pairs, np.int64)


def _keys(records: Records, record: int) -> Iterator[tuple[str, str]]:
    """Give the keys of a record, with the name of each kind."""
    first, last = records.text("first", record), records.text("last", record)
    dob, ssn, street = records.text("dob", record), records.text("ssn", record), records.text("street", record)
    given = first.split()[0] if first else ""
    if ssn:
        yield "ssn", ssn
        yield "ssn4+dob", f"{ssn[5:]}{dob[:4]}" if dob else ssn[5:] + last[:3]
        yield "ssn5+last", f"{ssn[:5]}{last[:4]}"
    for name in ("mrns", "members", "emails", "phones", "others"):
        field = records.fields[name]
        for code in sorted(field.all_codes(record)):
            yield name, field.texts[code]
            if name in {"phones", "members"} and given:
                yield f"{name}+first", f"{field.texts[code]}{given[:2]}"
    if dob:
        yield from _keys_of_birth(first, last, given, dob, ssn)
    if given and last:
        yield from _keys_of_place(records, record, given, last, street)


def _keys_of_birth(first: str, last: str, given: str, dob: str, ssn: str) -> Iterator[tuple[str, str]]:
    for word in last.split():
        yield "last+dob", f"{word[:5]}{dob}"
        yield "last+year", f"{word}{given[:1]}{dob[:4]}"
    if given:
        yield "first+dob", f"{given}{dob}"
        yield "name+monthday", f"{given[:3]}{last[:3]}{dob[5:]}"
    yield "broad dob", dob
    if first and last:
        yield "turned", "".join(sorted((given[:4], last[:4]))) + dob[:4]


def _keys_of_place(records: Records, record: int, given: str, last: str, street: str) -> Iterator[tuple[str, str]]:
    zip_code = records.text("zip", record)
    if street:
        yield "street+first", f"{street[:14]}{given[:3]}"
        yield "broad street", f"{street}{zip_code}"
    if zip_code:
        yield "last+zip", f"{last}{given[:1]}{zip_code}"
    yield "broad name", f"{given}|{last}"

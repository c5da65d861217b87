"""What is known of every word of a buffer, as bits: each spelling is asked about once, all its uses are looked up at
once.

A word is hashed to 64 bits from its bytes; the table of hashes and bits is open addressing in two numpy arrays, so
that looking up the words of a million characters takes a few milliseconds. A spelling that is not in the table is
asked about in Python and put in.

Invariant: the bits of a spelling depend on the spelling only; memory is bounded: a table that is full starts anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Bits = npt.NDArray[np.uint16]
Hashes = npt.NDArray[np.uint64]

LONGEST_WORD = 64
"""Longer ones are not looked up: they have all bits."""
ALL_BITS = 0xFFFF
_FIRST_SLOTS, _MOST_SLOTS = 1 << 16, 1 << 21
_FULL = 0.5
_FACTORS = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))
_SHIFT = np.uint64(31)
_KEPT = np.array([(1 << (8 * size)) - 1 if size < 8 else 2**64 - 1 for size in range(9)], dtype=np.uint64)
"""Masks that keep the first bytes of eight."""


def table_of(pattern: str) -> Flags:
    """Return for each Latin-1 code whether the pattern matches its character."""
    return np.array([re.fullmatch(pattern, chr(code)) is not None for code in range(256)])


def marked(buffer: Bytes, table: Flags) -> Flags:
    """Return what the table says of every byte, several times as fast as to index the table with them; not to write."""
    return np.frombuffer(buffer.tobytes().translate(table.tobytes()), np.bool_)


LETTERS = table_of(r"[^\W\d_]")
_JOINTS = table_of(r"['-]")


class Words(NamedTuple):
    """The words of a buffer in order: letters, with single apostrophes and hyphens between letters."""

    starts: Places
    ends: Places
    hashes: Hashes


def words_of(buffer: Bytes) -> Words:
    """Return the words of Latin-1 bytes."""
    inside = np.zeros(len(buffer) + 2, np.bool_)
    letter = inside[1:-1]
    letter[:] = marked(buffer, LETTERS)
    joints = np.flatnonzero(marked(buffer, _JOINTS))
    letter[joints[inside[joints] & inside[joints + 2]]] = True
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts, ends = edges[0::2].astype(np.int64), edges[1::2].astype(np.int64)
    return Words(starts, ends, _hashed(buffer, starts, ends - starts))


def _hashed(buffer: Bytes, starts: Places, sizes: Places) -> Hashes:
    padded = np.concatenate([buffer, np.zeros(LONGEST_WORD, np.uint8)])
    eights: Hashes = np.ndarray((len(buffer) + LONGEST_WORD - 8,), np.dtype("<u8"), padded, strides=(1,))
    hashes = np.zeros(len(starts), np.uint64)
    going = np.arange(len(starts))
    for step in range(0, LONGEST_WORD, 8):
        going = going[sizes[going] > step] if step else going
        if not len(going):
            break
        left = np.minimum(sizes[going] - step, 8)
        mixed = (hashes[going] + (eights[starts[going] + step] & _KEPT[left])) * _FACTORS[0]
        mixed = (mixed ^ (mixed >> _SHIFT)) * _FACTORS[1]
        hashes[going] = mixed ^ (mixed >> _SHIFT)
    hashes[hashes == 0] = 1
    return hashes


class Wordbook:
    """Bits of spellings, remembered."""

    def __init__(self, bits_of: Callable[[str], int]) -> None:
        """Take the function that tells the bits (0..65535) of a spelling."""
        self._bits_of = bits_of
        self._clear(_FIRST_SLOTS)

    def bits(self, buffer: Bytes, words: Words, chosen: Places | None = None) -> Bits:
        """Return the bits of the words, or of those chosen by their numbers."""
        starts, ends, hashes = words
        if chosen is not None:
            starts, ends, hashes = starts[chosen], ends[chosen], hashes[chosen]
        bits, missing = self._look(hashes)
        if len(missing):
            missing = missing[ends[missing] - starts[missing] <= LONGEST_WORD]
            fresh, first, again = np.unique(hashes[missing], return_index=True, return_inverse=True)
            raw = buffer.tobytes()
            at = missing[first]
            spans = zip(starts[at].tolist(), ends[at].tolist(), strict=True)
            told = np.array([self._bits_of(raw[a:b].decode("latin-1")) for a, b in spans], np.uint16)
            self._add(fresh, told)
            bits[missing] = told[again]
        bits[ends - starts > LONGEST_WORD] = ALL_BITS
        return bits

    def _clear(self, slots: int) -> None:
        self._keys = np.zeros(slots, np.uint64)
        self._bits = np.zeros(slots, np.uint16)
        self._count = 0

    def _slots(self, hashes: Hashes) -> Places:
        return (hashes & np.uint64(len(self._keys) - 1)).astype(np.int64)

    def _look(self, hashes: Hashes) -> tuple[Bits, Places]:
        """Return the bits of those known, and the numbers of those that are not."""
        slots = self._slots(hashes)
        keys = self._keys[slots]
        bits = self._bits[slots]
        missing = [np.flatnonzero(keys == 0)]
        going = np.flatnonzero((keys != hashes) & (keys != 0))
        slots = slots[going]
        while len(going):
            slots = (slots + 1) & (len(self._keys) - 1)
            keys = self._keys[slots]
            bits[going] = self._bits[slots]
            missing.append(going[keys == 0])
            on = (keys != hashes[going]) & (keys != 0)
            going, slots = going[on], slots[on]
        return bits, np.concatenate(missing)

    def _add(self, hashes: Hashes, bits: Bits) -> None:
        """Put in hashes that are not there, each once."""
        if self._count + len(hashes) > _FULL * len(self._keys):
            self._grow(len(hashes))
        if len(hashes) > _FULL * len(self._keys):
            return
        self._count += len(hashes)
        slots = self._slots(hashes)
        while len(hashes):
            free = np.flatnonzero(self._keys[slots] == 0)
            taken, which = np.unique(slots[free], return_index=True)
            won = free[which]
            self._keys[taken], self._bits[taken] = hashes[won], bits[won]
            rest = np.ones(len(hashes), np.bool_)
            rest[won] = False
            hashes, bits, slots = hashes[rest], bits[rest], (slots[rest] + 1) & (len(self._keys) - 1)

    def _grow(self, more: int) -> None:
        """Make room, in a larger table or, past the largest, in an empty one."""
        kept = self._keys != 0
        keys, bits = self._keys[kept], self._bits[kept]
        slots = len(self._keys)
        while slots < _MOST_SLOTS and self._count + more > _FULL * slots:
            slots *= 2
        self._clear(slots)
        if len(keys) + more <= _FULL * slots:
            self._add(keys, bits)

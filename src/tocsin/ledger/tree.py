"""The Merkle tree of the ledger: hashes, roots and proofs.

Source: RFC 6962, section 2.1 (hashes, audit paths, consistency proofs); RFC 9162, section 2.1.3.2 and 2.1.4.2
(verification).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return hashlib.sha256(b"\1" + left + right).digest()


def root(hashes: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes; of none, the hash of nothing."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    stack: list[bytes] = []
    for index, value in enumerate(hashes):
        stack.append(value)
        while index & 1:
            right = stack.pop()
            stack.append(node_hash(stack.pop(), right))
            index >>= 1
    total = stack.pop()
    while stack:
        total = node_hash(stack.pop(), total)
    return total


def inclusion_proof(index: int, hashes: Sequence[bytes]) -> list[bytes]:
    """Return the audit path of leaf ``index`` in the tree over ``hashes``, from the leaf up."""
    if not 0 <= index < len(hashes):
        raise IndexError(index)
    if len(hashes) == 1:
        return []
    split = _split(len(hashes))
    if index < split:
        return [*inclusion_proof(index, hashes[:split]), root(hashes[split:])]
    return [*inclusion_proof(index - split, hashes[split:]), root(hashes[:split])]


def consistency_proof(old_size: int, hashes: Sequence[bytes]) -> list[bytes]:
    """Return the proof that the tree over the first ``old_size`` hashes is a prefix of the whole."""
    if not 0 < old_size <= len(hashes):
        raise IndexError(old_size)
    return _subproof(old_size, hashes, is_whole=True)


def is_included(data: bytes, index: int, size: int, proof: Sequence[bytes], wanted_root: bytes) -> bool:
    """Tell whether the audit path leads from the leaf to the root."""
    if not 0 <= index < size:
        return False
    node, last, value = index, size - 1, leaf_hash(data)
    for step in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            value = node_hash(step, value)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            value = node_hash(value, step)
        node, last = node >> 1, last >> 1
    return last == 0 and value == wanted_root


def is_consistent(old_size: int, old_root: bytes, size: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether the proof shows that the older tree is a prefix of the newer."""
    if not 0 < old_size <= size:
        return False
    if old_size == size:
        return not proof and old_root == new_root
    steps = list(proof) if old_size & (old_size - 1) else [old_root, *proof]
    if not steps:
        return False
    node, last = old_size - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, step)
        node, last = node >> 1, last >> 1
    return last == 0 and old == old_root and new == new_root


def _subproof(size: int, hashes: Sequence[bytes], *, is_whole: bool) -> list[bytes]:
    if size == len(hashes):
        return [] if is_whole else [root(hashes)]
    split = _split(len(hashes))
    if size <= split:
        return [*_subproof(size, hashes[:split], is_whole=is_whole), root(hashes[split:])]
    return [*_subproof(size - split, hashes[split:], is_whole=False), root(hashes[:split])]


def _split(size: int) -> int:
    """Return the largest power of two below ``size``."""
    return 1 << ((size - 1).bit_length() - 1)

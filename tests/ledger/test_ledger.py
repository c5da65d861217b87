"""The ledger: RFC vectors, proofs for every size, notes, and what may not stand in it."""

import sqlite3
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.clock import FixedClock
from tocsin.errors import SealMismatchError
from tocsin.ledger import checker, log, tree

CLOCK = FixedClock(datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC))
LEAVES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
"""Source: certificate-transparency's reference test vectors."""


@pytest.mark.parametrize(("size", "root"), ROOTS.items())
def test_roots_are_those_of_certificate_transparency(size: int, root: str) -> None:
    assert tree.root([tree.leaf_hash(leaf) for leaf in LEAVES[:size]]).hex() == root
    assert checker.tree_root(LEAVES[:size]).hex() == root


@given(st.integers(1, 70), st.data())
def test_proofs_hold_and_break(size: int, data: st.DataObject) -> None:
    leaves = [bytes([n]) for n in range(size)]
    hashes = [tree.leaf_hash(leaf) for leaf in leaves]
    top = tree.root(hashes)
    assert checker.tree_root(leaves) == top
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    path = tree.inclusion_proof(index, hashes)
    assert tree.is_included(leaves[index], index, size, path, top)
    assert not tree.is_included(b"other", index, size, path, top)
    proof, old_root = tree.consistency_proof(old, hashes), tree.root(hashes[:old])
    assert tree.is_consistent(old, old_root, size, top, proof)
    assert not tree.is_consistent(old, bytes(32), size, top, proof)
    assert not tree.is_consistent(old, old_root, size, bytes(32), proof)


def _ledger() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE leaf (position INTEGER PRIMARY KEY, data BLOB NOT NULL)")
    connection.execute("CREATE TABLE checkpoint (size INTEGER PRIMARY KEY, note TEXT NOT NULL)")
    return connection


def test_checkpoint_is_signed_once_per_size_and_opens() -> None:
    connection, seed = _ledger(), bytes(range(32))
    assert [log.append(connection, "run", {"n": n}) for n in range(3)] == [0, 1, 2]
    note = log.checkpoint(connection, seed, "tocsin/ab", CLOCK)
    assert log.checkpoint(connection, seed, "tocsin/ab", CLOCK) == note == log.last_checkpoint(connection)
    size, top = log.open_note(note, log.public_key(seed), "tocsin/ab")
    assert (size, top) == (3, checker.tree_root(log.leaves(connection)))
    assert note.startswith("tocsin/ab\n3\n")
    connection.close()


def test_altered_notes_do_not_open() -> None:
    public = log.public_key(bytes(32))
    note = log.sign_note(bytes(32), "tocsin/ab", 3, bytes(32), "at 2025")
    for place in range(len(note)):
        altered = note[:place] + chr(ord(note[place]) ^ 1) + note[place + 1 :]
        with pytest.raises(SealMismatchError):
            log.open_note(altered, public, "tocsin/ab")
    with pytest.raises(SealMismatchError):
        log.open_note(note, log.public_key(b"1" * 32), "tocsin/ab")


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=40), st.integers(0, 511))
def test_own_ed25519_agrees_with_openssl(seed: bytes, message: bytes, flip: int) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(message)
    public = log.public_key(seed)
    assert checker.is_signed(public, message, signature)
    assert not checker.is_signed(public, message + b"x", signature)
    bad = bytearray(signature)
    bad[flip // 8] ^= 1 << flip % 8
    assert not checker.is_signed(public, message, bytes(bad))


@pytest.mark.parametrize(
    "facts", [{"name": "John Smith"}, {"x": 1.5}, {"x": None}, {"x": ["a b"]}, {"a b": 1}, {"x": b"y"}]
)
def test_content_is_refused(facts: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        log.entry("run", facts)

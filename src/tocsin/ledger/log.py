"""The ledger of an incident: entries are appended inside the caller's transaction and never changed.

An entry is canonical JSON ``{"facts": ..., "kind": ...}``; facts are ids, hashes, times, counts and words of ours,
never content of evidence, so the ledger can be handed to anyone.

Source: RFC 6962 (tree), RFC 8785 (canonical JSON; entries hold only ASCII texts, integers and booleans),
C2SP tlog-checkpoint and signed-note (checkpoints).
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sqlite3
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tocsin.clock import Clock, stamp
from tocsin.errors import SealMismatchError, Word
from tocsin.ledger.tree import leaf_hash, root

_FACT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.:/+-]{0,255}(@[0-9a-f]{8,64})?|")
_ED25519 = b"\x01"
"""Signature type of Ed25519 in C2SP signed notes."""


def append(connection: sqlite3.Connection, kind: str, facts: Mapping[str, Any]) -> int:
    """Append an entry; return its position, from 0. The caller holds the write transaction."""
    data = entry(kind, facts)
    row = connection.execute("SELECT COALESCE(MAX(position), -1) + 1 FROM leaf").fetchone()
    connection.execute("INSERT INTO leaf VALUES (?, ?)", (row[0], data))
    return int(row[0])


def entry(kind: str, facts: Mapping[str, Any]) -> bytes:
    """Return the bytes of an entry; raises TypeError for facts that could be content.

    Example:
        >>> entry("export", {"rows": 3, "what": "people"})
        b'{"facts":{"rows":3,"what":"people"},"kind":"export"}'
    """
    _check_fact(kind)
    _check_fact(dict(facts))
    return json.dumps({"kind": kind, "facts": facts}, sort_keys=True, separators=(",", ":")).encode("ascii")


def leaves(connection: sqlite3.Connection, size: int | None = None) -> list[bytes]:
    """Return the entries' bytes, in order."""
    rows = connection.execute("SELECT data FROM leaf ORDER BY position LIMIT ?", (-1 if size is None else size,))
    return [bytes(row[0]) for row in rows]


def size_of(connection: sqlite3.Connection) -> int:
    """Return how many entries there are."""
    return int(connection.execute("SELECT COUNT(*) FROM leaf").fetchone()[0])


def checkpoint(connection: sqlite3.Connection, signing_key: bytes, origin: str, clock: Clock) -> str:
    """Sign the ledger as it is; keep and return the note. The caller holds the write transaction.

    If nothing was appended since the last note, that one is returned.
    """
    size = size_of(connection)
    standing = connection.execute("SELECT note FROM checkpoint WHERE size = ?", (size,)).fetchone()
    if standing is not None:
        return str(standing[0])
    top = root([leaf_hash(data) for data in leaves(connection)])
    note = sign_note(signing_key, origin, size, top, f"at {stamp(clock.now())}")
    connection.execute("INSERT INTO checkpoint VALUES (?, ?)", (size, note))
    return note


def last_checkpoint(connection: sqlite3.Connection) -> str | None:
    """Return the newest note, or None."""
    row = connection.execute("SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1").fetchone()
    return None if row is None else str(row[0])


def sign_note(signing_key: bytes, origin: str, size: int, top: bytes, *extensions: str) -> str:
    """Return a C2SP checkpoint over ``size`` entries with that root, signed with an Ed25519 seed of 32 bytes."""
    private = Ed25519PrivateKey.from_private_bytes(signing_key)
    text = "".join(f"{line}\n" for line in (origin, str(size), base64.b64encode(top).decode(), *extensions))
    signature = key_id(origin, public_key(signing_key)) + private.sign(text.encode())
    return f"{text}\n\u2014 {origin} {base64.b64encode(signature).decode()}\n"


def open_note(note: str, public: bytes, origin: str) -> tuple[int, bytes]:
    """Return size and root of a note signed with that key; raises SealMismatchError otherwise."""
    try:
        text, _, signatures = note.rpartition("\n\n")
        name, encoded = signatures.removeprefix("\u2014 ").rstrip("\n").rsplit(" ", 1)
        signature = base64.b64decode(encoded, validate=True)
        lines = text.split("\n")
        Ed25519PublicKey.from_public_bytes(public).verify(signature[4:], (text + "\n").encode())
        if name != origin or lines[0] != origin or signature[:4] != key_id(origin, public):
            raise ValueError("another ledger")
        canonical = f"{text}\n\n\u2014 {origin} {base64.b64encode(signature).decode()}\n"
        if canonical != note:
            raise ValueError("not canonical")
        return int(lines[1]), base64.b64decode(lines[2], validate=True)
    except (ValueError, IndexError, InvalidSignature):
        raise SealMismatchError(place=Word("checkpoint")) from None


def public_key(signing_key: bytes) -> bytes:
    """Return the 32-byte public key of a signing key."""
    return Ed25519PrivateKey.from_private_bytes(signing_key).public_key().public_bytes_raw()


def key_id(origin: str, public: bytes) -> bytes:
    """Return the 4-byte id of a key in signed notes."""
    return hashlib.sha256(origin.encode() + b"\n" + _ED25519 + public).digest()[:4]


def _check_fact(fact: object) -> None:
    if isinstance(fact, Mapping):
        for name, value in fact.items():
            _check_fact(name)
            _check_fact(value)
    elif isinstance(fact, list | tuple):
        for value in fact:
            _check_fact(value)
    elif not isinstance(fact, int) and not (isinstance(fact, str) and _FACT.fullmatch(fact)):
        raise TypeError("a fact of the ledger is an id, a hash, a time, a whole number or a word of ours")

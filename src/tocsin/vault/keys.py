"""Keys of an incident: one random key, wrapped by the passphrase and by the recovery key.

The incident's key (KEK) never leaves memory unwrapped; keys per kind of data follow from it by HKDF, so deleting
the two wrapped copies makes everything unreadable. A keyring or PKCS#11 token can later be one more entry under
``wraps``: each entry says how its wrapping key is found, nothing else depends on it.

Source: RFC 9106 (Argon2id, second recommended option), NIST SP 800-132 (PBKDF2), RFC 5869 (HKDF),
NIST SP 800-38D (AES-GCM).
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tocsin.errors import NoKeyError, NoPassphraseError, SealMismatchError, Word, WrongPassphraseError

KEY_BYTES = 32
_NONCE_BYTES = 12
_RECOVERY_BYTES = 20
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: no I, L, O, U."""
_GROUP = 4
_MOST_MEMORY_KIB = 4 * 1024 * 1024
_MOST_ITERATIONS = 100_000_000

Header = dict[str, Any]


class KdfProfile(StrEnum):
    """How a passphrase becomes a key."""

    ARGON2ID = "argon2id"
    PBKDF2 = "pbkdf2-sha256"
    """For hosts that allow FIPS-approved functions only."""


@dataclass(frozen=True)
class Keys:
    """The key of one incident, and the keys that follow from it."""

    _kek: bytes = field(repr=False)
    _made: dict[str, bytes] = field(default_factory=dict, init=False, repr=False, compare=False)

    def key(self, kind: str) -> bytes:
        """Return the 32-byte key for that kind of data: evidence, tables, control, index, ids, ..."""
        made = self._made.get(kind)
        if made is None:
            made = HKDF(SHA256(), KEY_BYTES, None, b"tocsin key: " + kind.encode()).derive(self._kek)
            self._made[kind] = made
        return made


def new_keys(passphrase: str, profile: KdfProfile = KdfProfile.ARGON2ID) -> tuple[Header, str, Keys]:
    """Make a new key; return the header to store, the recovery key to print once, and the keys."""
    keys = Keys(os.urandom(KEY_BYTES))
    recovery = os.urandom(_RECOVERY_BYTES)
    header: Header = {"wraps": {"recovery": _wrap(_recovery_kek(recovery), keys, {"kdf": "hkdf-sha256"})}}
    return _with_passphrase(header, keys, passphrase, profile), _recovery_text(recovery), keys


def open_keys(header: Header, passphrase_or_recovery: str) -> Keys:
    """Return the keys that the passphrase or the recovery key opens.

    Raises:
        NoKeyError: the wrapped keys were deleted.
        WrongPassphraseError: neither of them opens.
        SealMismatchError: the header has lost its shape.
    """
    if not header.get("wraps"):
        raise NoKeyError()
    if not passphrase_or_recovery:
        raise NoPassphraseError()
    try:
        by_passphrase, by_recovery = header["wraps"]["passphrase"], header["wraps"]["recovery"]
        recovery = _recovery_bytes(passphrase_or_recovery)
        if recovery is not None:
            try:
                return _unwrap(_recovery_kek(recovery), by_recovery)
            except WrongPassphraseError:
                pass  # a passphrase may look like a recovery key
        return _unwrap(_passphrase_kek(passphrase_or_recovery, by_passphrase["how"]), by_passphrase)
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError) as error:
        raise SealMismatchError(place=Word("tocsin.json")) from error


def change_passphrase(header: Header, keys: Keys, new_passphrase: str, profile: KdfProfile | None = None) -> Header:
    """Return a header that the new passphrase opens and the old one does not; the recovery key stays."""
    if not new_passphrase:
        raise NoPassphraseError()
    kept = profile or KdfProfile(header["wraps"]["passphrase"]["how"]["kdf"])
    return _with_passphrase(header, keys, new_passphrase, kept)


def without_keys(header: Header) -> Header:
    """Return the header with the wrapped keys and their salts gone."""
    return {**header, "wraps": {}}


def _with_passphrase(header: Header, keys: Keys, passphrase: str, profile: KdfProfile) -> Header:
    if not passphrase:
        raise NoPassphraseError()
    how = _how(profile)
    wrapped = _wrap(_passphrase_kek(passphrase, how), keys, how)
    return {**header, "wraps": {**header["wraps"], "passphrase": wrapped}}


def _how(profile: KdfProfile) -> dict[str, Any]:
    salt = os.urandom(16).hex()
    if profile is KdfProfile.PBKDF2:
        return {"kdf": profile.value, "salt": salt, "iterations": 600_000}
    return {"kdf": profile.value, "salt": salt, "iterations": 3, "lanes": 4, "memory_kib": 64 * 1024}


def _passphrase_kek(passphrase: str, how: dict[str, Any]) -> bytes:
    salt, secret = bytes.fromhex(how["salt"]), passphrase.encode("utf-8", "surrogateescape")
    # Costs stand in a file that anyone can edit: a silly one must not take all memory before the tag is checked.
    if not 1 <= how["iterations"] <= _MOST_ITERATIONS or not 0 <= how.get("memory_kib", 0) <= _MOST_MEMORY_KIB:
        raise ValueError("cost out of bounds")
    if how["kdf"] == KdfProfile.PBKDF2:
        return hashlib.pbkdf2_hmac("sha256", secret, salt, how["iterations"], KEY_BYTES)
    if how["kdf"] != KdfProfile.ARGON2ID or how["iterations"] > 1000:
        raise ValueError("unknown key derivation")
    function = Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=how["iterations"],
        lanes=how["lanes"],
        memory_cost=how["memory_kib"],
    )
    return function.derive(secret)


def _recovery_kek(recovery: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, None, b"tocsin recovery key").derive(recovery)


def _wrap(wrapping_key: bytes, keys: Keys, how: dict[str, Any]) -> dict[str, Any]:
    nonce = os.urandom(_NONCE_BYTES)
    wrapped = nonce + AESGCM(wrapping_key).encrypt(nonce, keys._kek, _aad(how))
    return {"how": how, "wrapped": base64.b64encode(wrapped).decode()}


def _unwrap(wrapping_key: bytes, entry: dict[str, Any]) -> Keys:
    wrapped = base64.b64decode(entry["wrapped"], validate=True)
    try:
        return Keys(AESGCM(wrapping_key).decrypt(wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], _aad(entry["how"])))
    except InvalidTag:
        raise WrongPassphraseError() from None


def _aad(how: dict[str, Any]) -> bytes:
    return b"tocsin wrapped key 1\0" + json.dumps(how, sort_keys=True, separators=(",", ":")).encode()


def _recovery_text(recovery: bytes) -> str:
    number = int.from_bytes(recovery + _checksum(recovery), "big") >> 4
    letters = ""
    for _ in range(36):
        number, rest = divmod(number, 32)
        letters = _ALPHABET[rest] + letters
    return "-".join(letters[i : i + _GROUP] for i in range(0, 36, _GROUP))


def _recovery_bytes(text: str) -> bytes | None:
    """Return the bytes of a recovery key, or None if it is none (20 of 180 bits are a checksum)."""
    letters = "".join(text.upper().replace("-", " ").split()).translate(str.maketrans("OIL", "011"))
    if len(letters) != 36 or any(letter not in _ALPHABET for letter in letters):
        return None
    number = 0
    for letter in letters:
        number = number * 32 + _ALPHABET.index(letter)
    raw = (number << 4).to_bytes(_RECOVERY_BYTES + 3, "big")
    recovery = raw[:_RECOVERY_BYTES]
    return recovery if raw[_RECOVERY_BYTES:] == _checksum(recovery) else None


def _checksum(recovery: bytes) -> bytes:
    first = hashlib.sha256(b"tocsin recovery checksum" + recovery).digest()[:3]
    return first[:2] + bytes([first[2] & 0xF0])

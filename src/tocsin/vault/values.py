"""Small sealed values: AES-256-GCM with a random nonce, and blind indexes to find them by.

A sealed value opens only with the same key and the same ``aad`` (which says what it is and where it belongs), so a
value moved to another row does not open.
"""

from __future__ import annotations

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tocsin.errors import SealMismatchError

_NONCE_BYTES = 12


def seal_value(key: bytes, data: bytes, aad: bytes) -> bytes:
    """Return ``data`` sealed: nonce, ciphertext and tag; 28 bytes longer."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, data, aad)


def open_value(key: bytes, sealed: bytes, aad: bytes) -> bytes:
    """Return what :func:`seal_value` sealed.

    Raises:
        SealMismatchError: another key, another place or altered bytes.
    """
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], aad)
    except (InvalidTag, ValueError):
        raise SealMismatchError() from None


def blind_index(key: bytes, text: str) -> bytes:
    """Return the HMAC-SHA-256 of ``text``: equal texts have equal indexes, and nothing else can be told."""
    return hmac.digest(key, text.encode("utf-8", "surrogatepass"), hashlib.sha256)

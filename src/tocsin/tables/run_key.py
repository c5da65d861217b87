"""The key of one run on a cluster: all that leaves for the workers, and all that comes back, is sealed under it.

It is random, lives as long as the run, and travels wrapped only: by a key that lies in a file on every machine that
works. So whatever Spark keeps, spills, logs or shows holds ciphertext and numbers.

Source: NIST SP 800-38D (AES-GCM), RFC 5869 (HKDF).
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tocsin.errors import ClusterKeyError

_KEY_BYTES = 32
_NONCE_BYTES = 12
_WRAP = b"tocsin run key 1"


@dataclass(frozen=True)
class RunKey:
    """Seals and opens what travels."""

    _key: bytes = field(repr=False)

    @classmethod
    def new(cls) -> RunKey:
        """Make one."""
        return cls(os.urandom(_KEY_BYTES))

    @classmethod
    def unwrapped(cls, wrapped: bytes, cluster_key: bytes) -> RunKey:
        """Return the key that :meth:`wrapped` wrapped; raises ClusterKeyError if that file held another key."""
        try:
            return cls(_open(cluster_key, wrapped, _WRAP))
        except InvalidTag:
            raise ClusterKeyError() from None

    def wrapped(self, cluster_key: bytes) -> bytes:
        """Return this key sealed by the cluster's."""
        return _seal(cluster_key, self._key, _WRAP)

    def seal(self, data: bytes, what: str) -> bytes:
        """Return the data sealed; it opens as ``what`` only."""
        return _seal(self._key, data, what.encode())

    def open(self, sealed: bytes, what: str) -> bytes:
        """Return what was sealed; raises ClusterKeyError if it was altered or is something else."""
        try:
            return _open(self._key, sealed, what.encode())
        except InvalidTag:
            raise ClusterKeyError() from None


def read_cluster_key(path: Path) -> bytes:
    """Return the key that follows from a key file of at least 32 bytes; raises ClusterKeyError if there is none."""
    try:
        content = path.read_bytes().strip()
    except OSError:
        content = b""
    if len(content) < _KEY_BYTES:
        raise ClusterKeyError()
    return HKDF(SHA256(), _KEY_BYTES, None, b"tocsin cluster key").derive(content)


def _seal(key: bytes, data: bytes, aad: bytes) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, data, aad)


def _open(key: bytes, sealed: bytes, aad: bytes) -> bytes:
    return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], aad)

"""Encrypted OpenDocument packages: opened with the passwords given, in memory.

Source: OASIS OpenDocument 1.3 part 2, 3.4 (encryption) and 4.8 (manifest); AES-256 in CBC mode with PBKDF2, as office
suites have written since ODF 1.2. Older (Blowfish) and newer (Argon2, GCM) ways are named as encrypted.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import zipfile
import zlib
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tocsin.model.item_ends import ItemCode
from tocsin.readers.interface import CannotRead, Source
from tocsin.readers.package import Element, Package, attribute

_MANIFEST = "META-INF/manifest.xml"
_MOST_ROUNDS = 10_000_000
_SUMMED_BYTES = 1024


@dataclass(frozen=True)
class _Lock:
    """How one part is encrypted."""

    name: str
    sum: bytes = field(repr=False)
    sum_kind: str
    start_kind: str
    vector: bytes = field(repr=False)
    salt: bytes = field(repr=False)
    rounds: int
    key_bytes: int


def is_locked(package: Package) -> bool:
    """Tell whether the parts of a package are encrypted."""
    return package.has(_MANIFEST) and b"encryption-data" in package.data(_MANIFEST)


def opened(package: Package, source: Source) -> Source:
    """Return the package without its lock; raises CannotRead(ENCRYPTED) where no password fits."""
    root = package.tree(_MANIFEST)
    locks = [] if root is None else [lock for one in root.iter("{*}file-entry") if (lock := _lock(one))]
    if not locks or not source.passwords:
        raise CannotRead(ItemCode.ENCRYPTED)
    tested = next((lock for lock in locks if lock.name == "content.xml"), locks[0])
    for password in source.passwords:
        if _part(package, tested, password) is not None:
            return _rewritten(package, locks, password, source)
    raise CannotRead(ItemCode.ENCRYPTED)


def _rewritten(package: Package, locks: list[_Lock], password: str, source: Source) -> Source:
    out = io.BytesIO()
    known = {lock.name.lower() for lock in locks}
    with zipfile.ZipFile(out, "w") as archive:
        for lock in locks:
            data = _part(package, lock, password)
            if data is None:
                package.sink.partly(ItemCode.PARTLY_CORRUPT)
            archive.writestr(lock.name, data or b"")
        for name in package.names():
            if name not in known and name != _MANIFEST.lower():
                archive.writestr(name, package.data(name))
    out.seek(0)
    return Source(out, len(out.getbuffer()), source.untrusted_name, source.media_type, source.passwords)


def _lock(entry: Element) -> _Lock | None:
    """Return how a part is encrypted, or None if it is not, or in a way that is not known here."""
    data = next(entry.iter("{*}encryption-data"), None)
    if data is None:
        return None
    algorithm, derivation = next(data.iter("{*}algorithm"), None), next(data.iter("{*}key-derivation"), None)
    if algorithm is None or derivation is None or "aes256-cbc" not in attribute(algorithm, "algorithm-name"):
        return None
    start = next(data.iter("{*}start-key-generation"), None)
    rounds = attribute(derivation, "iteration-count")
    try:
        return _Lock(
            attribute(entry, "full-path"),
            base64.b64decode(attribute(data, "checksum")),
            attribute(data, "checksum-type").lower(),
            attribute(start, "start-key-generation-name").lower() if start is not None else "sha1",
            base64.b64decode(attribute(algorithm, "initialisation-vector")),
            base64.b64decode(attribute(derivation, "salt")),
            min(int(rounds), _MOST_ROUNDS) if rounds.isdigit() else 1024,
            32,
        )
    except (binascii.Error, ValueError):
        return None


def _part(package: Package, lock: _Lock, password: str) -> bytes | None:
    """Return a part's bytes, or None if the password does not open it."""
    packed = package.data(lock.name)
    if not packed or len(packed) % 16 or len(lock.vector) != 16:
        return None
    hashed = hashlib.sha256 if "sha256" in lock.start_kind else hashlib.sha1
    start = hashed(password.encode()).digest()
    key = hashlib.pbkdf2_hmac("sha1", start, lock.salt, max(1, lock.rounds), lock.key_bytes)
    cipher = Cipher(algorithms.AES(key), modes.CBC(lock.vector)).decryptor()
    plain = cipher.update(packed) + cipher.finalize()
    plain = plain[: len(plain) - plain[-1]] if 0 < plain[-1] <= 16 else plain
    if not _is_right(plain, lock):
        return None
    unpacker = zlib.decompressobj(-15)
    try:
        data = unpacker.decompress(plain, 1 << 30)
    except zlib.error:
        return None
    package.spend(len(data))
    return data


def _is_right(plain: bytes, lock: _Lock) -> bool:
    summed = plain[:_SUMMED_BYTES] if "1k" in lock.sum_kind else plain
    kind = hashlib.sha256 if "sha256" in lock.sum_kind else hashlib.sha1
    return kind(summed).digest() == lock.sum

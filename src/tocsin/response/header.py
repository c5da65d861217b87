"""``tocsin.json``: schema version, origin and public key of the ledger, and the wrapped keys; nothing else.

The file is canonical: any other bytes for the same facts are a fault, and so is a wrong checksum, so a flipped bit
is told apart from a wrong passphrase. Keys bind it (``seal``) so that nobody can exchange the public key.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from pathlib import Path
from typing import Any

from tocsin.config import SCHEMA_VERSION
from tocsin.errors import NewerSchemaError, NoIncidentError, SealMismatchError, Word
from tocsin.vault.keys import Keys
from tocsin.vault.sealed import sync_folder

NAME = "tocsin.json"

Header = dict[str, Any]


def read_header(folder: Path) -> Header:
    """Return the header of an incident folder.

    Raises:
        NoIncidentError: there is none.
        SealMismatchError: it was damaged, or is missing where the rest of a folder stands.
        NewerSchemaError: a newer Tocsin wrote it.
    """
    try:
        raw = (folder / NAME).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        if (folder / "control.sqlite").exists():
            raise SealMismatchError(place=Word(NAME)) from None
        raise NoIncidentError() from None
    try:
        header = json.loads(raw)
        if render(header) != raw or header["sha256"] != _checksum(header):
            raise ValueError("altered")
        version = int(header["schema"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise SealMismatchError(place=Word(NAME)) from None
    if version > SCHEMA_VERSION:
        raise NewerSchemaError(version=version, known=SCHEMA_VERSION)
    return dict(header)


def check_header(header: Header, keys: Keys) -> None:
    """Refuse a header that these keys did not seal."""
    if not hmac.compare_digest(str(header.get("seal", "")), _seal(header, keys)):
        raise SealMismatchError(place=Word(NAME))


def write_header(folder: Path, header: Header, keys: Keys | None) -> Header:
    """Write the header, sealed where keys are given, and overwrite the bytes of the one before; return it."""
    facts = {name: value for name, value in header.items() if name not in {"seal", "sha256"}}
    sealed = {**facts, "seal": _seal(facts, keys) if keys else ""}
    whole = {**sealed, "sha256": _checksum(sealed)}
    path, temporary = folder / NAME, folder / f"{NAME}.tmp"
    with temporary.open("wb") as file:
        file.write(render(whole))
        file.flush()
        os.fsync(file.fileno())
    former = path.open("r+b") if path.exists() else None
    temporary.rename(path)
    sync_folder(folder)
    if former is not None:
        with former:
            length = former.seek(0, os.SEEK_END)
            former.seek(0)
            former.write(bytes(length))
            former.flush()
            os.fsync(former.fileno())
    return whole


def render(header: Header) -> bytes:
    """Return the only bytes that this header may have."""
    return json.dumps(header, indent=1, sort_keys=True).encode("ascii") + b"\n"


def _checksum(header: Header) -> str:
    return hashlib.sha256(render({k: v for k, v in header.items() if k != "sha256"})).hexdigest()


def _seal(header: Header, keys: Keys) -> str:
    facts = render({k: v for k, v in header.items() if k not in {"seal", "sha256"}})
    return hmac.digest(keys.key("header"), facts, hashlib.sha256).hex()

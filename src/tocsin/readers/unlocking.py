"""Taking the lock off Office documents with a password, in memory.

Source: MS-OFFCRYPTO; the default password stands in 2.3.7.1 (write protection).
"""

from __future__ import annotations

import io
import struct
from typing import Any
from xml.parsers.expat import ExpatError

import msoffcrypto
import olefile
from msoffcrypto import exceptions
from msoffcrypto.format.ooxml import OOXMLFile

from tocsin.model.item_ends import ItemCode
from tocsin.readers.interface import CannotRead, Source

_DEFAULT_PASSWORD = "VelvetSweatshop"
_MOST_BYTES = 256 << 20
_FAULTS = (
    exceptions.FileFormatError, exceptions.InvalidKeyError, exceptions.DecryptionError, exceptions.ParseError,
    OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, EOFError, NotImplementedError, RuntimeError,
    struct.error, ExpatError,
)  # fmt: skip


def opened(source: Source) -> bytes:
    """Return the bytes of the document without its lock; raises CannotRead(ENCRYPTED) where no password fits."""
    if source.size_bytes > _MOST_BYTES:
        raise CannotRead(ItemCode.TOO_LARGE)
    source.stream.seek(0)
    data = source.stream.read()
    try:
        office: Any = msoffcrypto.OfficeFile(io.BytesIO(data))
    except _FAULTS as broken:
        code = ItemCode.ENCRYPTED if data.startswith(olefile.MAGIC) else ItemCode.CORRUPT
        raise CannotRead(code) from broken
    for password in (_DEFAULT_PASSWORD, *source.passwords):
        out = io.BytesIO()
        try:
            _load_key(office, password)
            office.decrypt(out)
        except _FAULTS:
            continue
        if out.getbuffer().nbytes:
            return out.getvalue()
    raise CannotRead(ItemCode.ENCRYPTED)


def _load_key(office: Any, password: str) -> None:
    """Load the key; the binary formats test the password by themselves."""
    if isinstance(office, OOXMLFile):
        office.load_key(password=password, verify_password=True)
    else:
        office.load_key(password=password)

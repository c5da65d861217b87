"""Files that cannot be read without a password: a zip with traditional encryption, a PDF with a user password.

Written by hand, since libraries salt with the system's randomness and the same seed must give the same bytes.

Source: PKWARE APPNOTE 6.1 (traditional PKWARE encryption).
"""

from __future__ import annotations

import io
import random
import struct
import zlib

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

_TABLE = [0] * 256
for _index in range(256):
    _value = _index
    for _ in range(8):
        _value = (_value >> 1) ^ (0xEDB88320 if _value & 1 else 0)
    _TABLE[_index] = _value


class _Keys:
    def __init__(self, password: bytes) -> None:
        self.a, self.b, self.c = 0x12345678, 0x23456789, 0x34567890
        for byte in password:
            self._update(byte)

    def _update(self, byte: int) -> None:
        self.a = _TABLE[(self.a ^ byte) & 0xFF] ^ (self.a >> 8)
        self.b = ((self.b + (self.a & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        self.c = _TABLE[(self.c ^ (self.b >> 24)) & 0xFF] ^ (self.c >> 8)

    def encrypt(self, data: bytes) -> bytes:
        out = bytearray()
        for byte in data:
            mix = (self.c | 2) & 0xFFFF
            out.append(byte ^ ((mix * (mix ^ 1)) >> 8 & 0xFF))
            self._update(byte)
        return bytes(out)


def locked_zip(name: str, data: bytes, password: str, rng: random.Random) -> bytes:
    """Return a zip with one encrypted file."""
    check = zlib.crc32(data)
    deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = deflate.compress(data) + deflate.flush()
    head = bytes(rng.randrange(256) for _ in range(11)) + bytes([check >> 24])
    body = _Keys(password.encode()).encrypt(head + packed)
    raw = name.encode()
    day, time = (2024 - 1980) << 9 | 12 << 5 | 1, 9 << 11
    common = struct.pack("<HHHHHIIIHH", 20, 1, 8, time, day, check, len(body), len(data), len(raw), 0)
    local = b"PK\x03\x04" + common + raw + body
    central = b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, 0) + raw
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + end


def locked_pdf(lines: list[str], password: str) -> bytes:
    """Return a PDF that asks for a password."""
    out = io.BytesIO()
    canvas = Canvas(
        out, invariant=1, encrypt=StandardEncryption(password, ownerPassword=password + "-owner", strength=128)
    )
    for number, line in enumerate(lines[:60]):
        canvas.drawString(40, 780 - 12 * number, line[:110])
    canvas.save()
    return out.getvalue()

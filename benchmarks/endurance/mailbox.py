"""One mbox of any size, written as a stream, with its own count of what it holds."""

from __future__ import annotations

import base64
import random
from dataclasses import dataclass
from pathlib import Path

_PROSE = (
    "the chart was sent to the front desk and a copy goes with the claim for the visit of last week please call back "
    "when the lab has answered or the plan has paid the balance is open since spring and nobody has heard from them"
)
_WORDS = _PROSE.split()
_FIRST = ("Ann", "Bo", "Cleo", "Dan", "Eve", "Finn", "Gus", "Hana", "Ivo", "Jo")
_LAST = ("Lee", "Ortiz", "Novak", "Chen", "Haddad", "Okoye", "Berg", "Silva", "Kumar", "Quist")


@dataclass(frozen=True)
class Count:
    """What a mailbox holds, counted as it was written."""

    messages: int
    attachments: int
    bytes: int


def write_mailbox(path: Path, messages: int, body_words: int, attachment_bytes: int, seed: int = 7) -> Count:
    """Write a mailbox; every tenth message carries a table of ``attachment_bytes`` (0: none does)."""
    luck = random.Random(seed)
    prose = [" ".join(luck.choices(_WORDS, k=body_words)) for _ in range(50)]
    attachments = 0
    with path.open("wb", buffering=1 << 20) as out:
        for number in range(messages):
            table = attachment_bytes if attachment_bytes and number % 10 == 0 else 0
            attachments += bool(table)
            out.write(_message(number, luck.choice(prose), table))
        return Count(messages, attachments, out.tell())


def _message(number: int, prose: str, table_bytes: int) -> bytes:
    name = f"{_FIRST[number % 10]} {_LAST[number // 10 % 10]}"
    body = f"{name}, born {1930 + number % 80}-0{1 + number % 9}-1{number % 10}, MRN {number:08d}: {prose}\n"
    head = (
        f"From kim@clinic.example Mon Jan  1 00:00:00 2024\nFrom: Kim <kim@clinic.example>\nTo: desk@clinic.example\n"
        f"Subject: note {number}\nMessage-ID: <{number}@clinic.example>\nDate: Mon, 01 Jan 2024 00:00:00 +0000\n"
    )
    if not table_bytes:
        return f"{head}\n{body}\n".encode()
    rows = "".join(f"{number},{row},{name},900-12-{row % 10000:04d}\n" for row in range(table_bytes // 28))
    packed = base64.encodebytes(f"message,row,name,number\n{rows}".encode()).decode("ascii")
    return (
        f"{head}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n{body}"
        f"\n--b\nContent-Type: text/csv\nContent-Disposition: attachment; filename=list-{number}.csv\n"
        f"Content-Transfer-Encoding: base64\n\n{packed}--b--\n\n"
    ).encode()

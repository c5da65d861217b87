"""Bulk: harmless messages and attachments that fill mailboxes to a wanted size, quickly."""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from simulator.human import Human

_STEM = "Part {0} lot {1} moved from shelf {2} to bay {3}; reorder at {4} units.\r\n"


class Filler:
    """Makes harmless messages from a pool made once; only headers and the choice of parts differ."""

    def __init__(self, rng: random.Random, lines: tuple[str, ...], staff: list[Human]) -> None:
        self.rng = rng
        self.people = [(human.full, human.email) for human in staff]
        self.paragraphs = [" ".join(rng.sample(lines, 3)) for _ in range(200)]
        stock = "".join(_STEM.format(*(rng.randint(10, 99999) for _ in range(5))) for _ in range(24000))
        self.blob = base64.encodebytes(stock.encode()).replace(b"\n", b"\r\n")

    def messages(self, wanted_bytes: int, prefix: str) -> Iterator[tuple[bytes, str, str, datetime]]:
        """Yield (bytes, message id, sender, time) until their sizes add up."""
        made = number = 0
        while made < wanted_bytes:
            number += 1
            when = datetime(2023, 9, 4, 8) + timedelta(minutes=self.rng.randint(0, 650_000))
            message_id = f"<bulk.{prefix}.{number}@relay.example>"
            data, sender = self._message(when, message_id, wanted_bytes - made)
            made += len(data)
            yield data, message_id, sender, when

    def _message(self, when: datetime, message_id: str, room: int) -> tuple[bytes, str]:
        rng = self.rng
        (name, sender), (other, to) = rng.choice(self.people), rng.choice(self.people)
        text = "\r\n\r\n".join(rng.choices(self.paragraphs, k=rng.choice((2, 4, 10, 30))))
        subject = rng.choice(("Re: supplies", "Inventory", "Re: Re: calendar", "minutes", "shelf count"))
        head = (
            f'From: "{name}" <{sender}>\r\nTo: "{other}" <{to}>\r\nSubject: {subject}\r\n'
            f"Date: {when:%a, %d %b %Y %H:%M:%S} +0000\r\nMessage-ID: {message_id}\r\nMIME-Version: 1.0\r\n"
        )
        plain = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        text = f"{text}\r\n\r\n{name}\r\n".replace("\r\nFrom ", "\r\n>From ")
        if rng.random() < 0.6 or room < 50_000:
            return (head + plain + text).encode(), sender
        mark = f"=_bulk{rng.getrandbits(48):x}"
        start = rng.randrange(0, len(self.blob) // 2 // 78) * 78
        size = min(rng.choice((400, 4000, 12000)) * 78, len(self.blob) - start)
        parts = [
            f'{head}Content-Type: multipart/mixed; boundary="{mark}"\r\n\r\n--{mark}\r\n'.encode(),
            f"{plain}{text}\r\n--{mark}\r\n".encode(),
            b"Content-Type: text/plain; name=\"stock.txt\"\r\nContent-Transfer-Encoding: base64\r\n",
            b"Content-Disposition: attachment; filename=\"stock.txt\"\r\n\r\n",
            self.blob[start : start + size], f"\r\n--{mark}--\r\n".encode(),
        ]  # fmt: skip
        return b"".join(parts), sender

"""Messages to bytes, and mailboxes in the mbox format.

Source: RFC 5322, RFC 2045; mbox in its ``mboxrd`` form (RFC 4155 and the quoting of ``From`` lines).
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr

from simulator.blocks import Block, Document, Para
from simulator.ink import Ink
from simulator.kit import Mail
from simulator.writers.html import write_html
from simulator.writers.text import write_text

_TYPES = {
    "pdf": ("application", "pdf"), "csv": ("text", "csv"), "txt": ("text", "plain"), "html": ("text", "html"),
    "docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"), "zip": ("application", "zip"),
}  # fmt: skip
_FROM_LINE = re.compile(rb"^(>*From )", re.M)
_ATTRIBUTION = {
    "on": "On {day:%a, %b %d, %Y at %I:%M %p}, {name} <{address}> wrote:",
    "block": "-----Original Message-----\nFrom: {name} <{address}>\nSent: {day:%A, %B %d, %Y %H:%M}\n"
    "Subject: {subject}",
    "forward": "---------- Forwarded message ---------\nFrom: {name} <{address}>\nDate: {day:%m/%d/%Y}\n"
    "Subject: {subject}",
}


@dataclass
class Message:
    """A message as bytes, with what it says."""

    mail: Mail
    data: bytes
    message_id: str
    sent_at: datetime
    ink: Ink
    boundary: str = ""


def body_blocks(mail: Mail, sent_at: datetime, style: str) -> tuple[list[Block], Ink]:
    """Return the body with the quoted chain below it, and all that it says."""
    ink = Ink()
    ink.absorb(mail.ink)
    blocks = list(mail.blocks)
    if mail.quoted:
        quoted, other = body_blocks(mail.quoted, sent_at, style)
        ink.absorb(other)
        name, address = mail.quoted.sender
        head = _ATTRIBUTION[style].format(day=sent_at, name=name, address=address, subject=mail.quoted.subject)
        mark = "> " if style == "on" else ""
        lines = write_text(quoted, 200).rstrip("\n").split("\n")
        blocks.append(Para(head + "\n" + "\n".join((mark + line).rstrip() for line in lines)))
    return blocks, ink


def write_message(mail: Mail, sent_at: datetime, message_id: str, rng: random.Random) -> Message:
    """Return the message with its attachments."""
    style = "forward" if mail.subject.lower().startswith("fw") else rng.choice(("on", "block"))
    blocks, ink = body_blocks(mail, sent_at, style)
    message = EmailMessage(policy=SMTP)
    message["From"] = formataddr(mail.sender)
    message["To"] = ", ".join(formataddr(pair) for pair in mail.to)
    if mail.cc:
        message["Cc"] = ", ".join(formataddr(pair) for pair in mail.cc)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(sent_at)
    message["Message-ID"] = message_id
    text = write_text(blocks, 200)
    if mail.html and rng.random() < 0.4:
        message.set_content(write_html(blocks, mail.subject, "bold"), subtype="html", cte="quoted-printable")
    else:
        message.set_content(text, cte="quoted-printable")
    if mail.html and message.get_content_subtype() == "plain":
        message.add_alternative(write_html(blocks, mail.subject, "bold"), subtype="html", cte="quoted-printable")
    for document in mail.attachments:
        _attach(message, document)
    seed = f"{rng.getrandbits(64):016x}"
    _fix_boundaries(message, seed)
    return Message(mail, message.as_bytes(), message_id, sent_at, ink)


def _attach(message: EmailMessage, document: Document) -> None:
    major, minor = _TYPES.get(document.suffix, ("application", "octet-stream"))
    if document.suffix == "eml":
        major, minor = "application", "octet-stream"
    message.add_attachment(document.data, maintype=major, subtype=minor, filename=document.name, cte="base64")


def _fix_boundaries(message: EmailMessage, seed: str) -> None:
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{seed}_{number}")


def mbox_entry(message: Message) -> bytes:
    """Return the message as it stands in an mbox."""
    return mbox_lines(message.data, message.mail.sender[1], message.sent_at)


def mbox_lines(data: bytes, sender: str, sent_at: datetime) -> bytes:
    """Return message bytes as an entry of an mbox: a ``From`` line before, a blank line after."""
    head = f"From {sender} {sent_at:%a %b %d %H:%M:%S %Y}\n".encode()
    body = _FROM_LINE.sub(rb">\1", data.replace(b"\r\n", b"\n"))
    return head + body + b"\n"

"""Messages (RFC 5322, MIME): header fields, the body as it would be shown, everything else as children.

Of alternatives the plain one is read, unless the HTML one holds tables or says more; then that, or both, are read, so
that nothing is said in a part that nobody looked at.
"""

from __future__ import annotations

import binascii
import io
import re
from collections.abc import Iterator
from datetime import UTC
from email import policy
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from functools import lru_cache

from tocsin.config import ReadLimits
from tocsin.model.bodies import Field, TextLayout
from tocsin.model.item_ends import ItemCode
from tocsin.readers.bodies import bodies_to_read
from tocsin.readers.decoding import decode
from tocsin.readers.eml_words import header_text
from tocsin.readers.html import html_text
from tocsin.readers.interface import CannotRead, Sink, Source, Unit
from tocsin.readers.mail_parse import parse_header, parse_message
from tocsin.readers.plain import layout_of

_ADDRESS_HEADERS = (
    ("From", "mail.from"), ("Sender", "mail.sender"), ("Reply-To", "mail.reply_to"), ("To", "mail.to"),
    ("Cc", "mail.cc"), ("Bcc", "mail.bcc"),
)  # fmt: skip
_LINE_HEADERS = (("Subject", "mail.subject"), ("Date", "mail.date"), ("Message-ID", "mail.message_id"))
_READ_HEADERS = frozenset(name.lower() for name, _ in (*_ADDRESS_HEADERS, *_LINE_HEADERS))
_MOST_PARTS = 10_000
_NOTICE = re.compile(r"(?is)(?:[^\n]*\b(?:mime|multi-?part)\b[^\n]*(?:\n|$)\s*){1,4}")
"""What programs write before the parts for those that do not know any."""
_UU = re.compile(r"(?m)^begin [0-7]{3,4} ([^\r\n]{1,200})\n((?:[ -`]{1,62}\n)+?)(?:`?\n)?end$")


class EmlReader:
    """Reads one message."""

    name = "eml"
    media_types = frozenset({"message/rfc822", "message/global"})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return nothing: a message is read whole."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Give the header fields, the body and the attachments of the message."""
        if source.size_bytes > limits.child_in_memory_bytes:
            raise CannotRead(ItemCode.TOO_LARGE)
        message = parse_message(source.stream.read().lstrip(b"\r\n"))
        if not message.keys():
            raise CannotRead(ItemCode.CORRUPT)
        header = _texts(message)
        sink.message(_first(header, "message-id").strip("<>")[:500], _sent_at(_first(header, "date")))
        sink.fields(list(_header_fields(header)), "header")
        parts = _Parts(sink)
        parts.take(message, 0)
        parts.give_children()


READER = EmlReader()


def header_of(raw: str) -> list[Field]:
    """Return the fields of a header that stands alone, as other mail stores keep it."""
    return list(
        _header_fields(_texts(parse_header(raw.encode("utf-8", "surrogateescape").decode("ascii", "surrogateescape"))))
    )


def _texts(message: Message) -> dict[str, list[str]]:
    """Return the texts of each header that is read, by its name in small letters."""
    found: dict[str, list[str]] = {}
    for name, value in message.items():
        lower = name.lower()
        if lower in _READ_HEADERS:
            found.setdefault(lower, []).append(header_text(value))
    return found


def _first(header: dict[str, list[str]], name: str) -> str:
    return header.get(name, [""])[0]


def _sent_at(date: str) -> str:
    """Return the time the message says it was sent, as RFC 3339 in UTC; empty if it says none that can be read."""
    try:
        moment = parsedate_to_datetime(date)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
    except (ValueError, TypeError, OverflowError, IndexError):
        return ""


def _header_fields(texts: dict[str, list[str]]) -> Iterator[Field]:
    """Give the header's fields; every address is a group of its own, name and address together."""
    group = 0
    for header, path in _ADDRESS_HEADERS:
        values = texts.get(header.lower())
        for name, address in _addresses(tuple(values)) if values else ():
            text = f"{name} <{address}>" if name and address else name or address
            if text.strip():
                yield Field(path, text, header, group)
                group += 1
    for header, path in _LINE_HEADERS:
        value = _first(texts, header.lower())
        if value:
            yield Field(path, value, header, group)
            group += 1


@lru_cache(maxsize=4_096)
def _addresses(values: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return names and addresses; a mailbox has the same ones in very many messages."""
    return tuple(getaddresses(values))


class _Parts:
    """The leaves of one message: bodies are read, the rest is kept for after them, in order."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._children: list[tuple[str, bytes, str]] = []
        self._count = 0

    def take(self, part: Message, depth: int) -> None:
        """Take a part and what it holds."""
        self._count += 1
        if depth > 60 or self._count > _MOST_PARTS:
            raise CannotRead(ItemCode.TOO_DEEP if depth > 60 else ItemCode.TOO_MANY_CHILDREN)
        kind = part.get_content_type()
        self._around(part)
        if kind in {"message/rfc822", "message/global"}:
            self._children.append((_file_name(part), _nested(part), "message/rfc822"))
        elif kind == "multipart/alternative" and part.is_multipart():
            self._alternative(part, depth)
        elif part.is_multipart():
            for inner in _inner(part):
                self.take(inner, depth + 1)
        elif _is_body(part, kind):
            self._body(kind, _text(part))
        else:
            self._children.append((_file_name(part), _payload(part), kind))

    def _around(self, part: Message) -> None:
        """Give what stands before the first part and after the last, where no program for mail shows it."""
        for text, place in ((part.preamble, "before the parts"), (part.epilogue, "after the parts")):
            if isinstance(text, str) and text.strip() and not _NOTICE.fullmatch(text.strip()):
                self._sink.text(decode(text.encode("utf-8", "surrogateescape")), place)

    def give_children(self) -> None:
        """Hand the children to the sink."""
        for ordinal, (name, data, kind) in enumerate(self._children, 1):
            self._sink.child(ordinal, name, io.BytesIO(data), len(data), kind)

    def _alternative(self, part: Message, depth: int) -> None:
        """Read the plain alternative, or the HTML one where that says more."""
        plain = html = ""
        for inner in _inner(part):
            kind = inner.get_content_type()
            if kind == "text/plain" and not plain and not inner.is_multipart():
                plain = _text(inner)
            elif kind == "text/html" and not html and not inner.is_multipart():
                html = _text(inner)
            elif inner.is_multipart():
                found = _first_html(inner) if not html else None
                html = _text(found) if found is not None else html
                for leaf in inner.walk():
                    if not leaf.is_multipart() and leaf is not found:
                        self.take(leaf, depth + 1)
            else:
                self.take(inner, depth + 1)
        self._better(plain, html)

    def _better(self, plain: str, html: str) -> None:
        for kind, text in bodies_to_read(plain, html):
            self._body(kind, text)

    def _body(self, kind: str, text: str) -> None:
        if kind == "text/html":
            html_text(text, self._sink, "body")
            return
        for name, data in _uuencoded(text):
            self._children.append((name, data, "application/octet-stream"))
        text = _UU.sub("", text) if "\nend" in text else text
        layout = layout_of(text)
        self._sink.text(text, "body", layout if layout is TextLayout.FIXED else TextLayout.FLOWING)


def _inner(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [p for p in payload if isinstance(p, Message)] if isinstance(payload, list) else []


def _first_html(part: Message) -> Message | None:
    return next((p for p in part.walk() if p.get_content_type() == "text/html" and not _is_attached(p)), None)


def _is_attached(part: Message) -> bool:
    return (part.get_content_disposition() or "") == "attachment" or bool(_file_name(part))


def _is_body(part: Message, kind: str) -> bool:
    if kind in {"text/plain", "text/html"}:
        return not _is_attached(part)
    return kind.startswith("text/") and not _is_attached(part) and kind in {"text/enriched", "text/x-markdown"}


def _file_name(part: Message) -> str:
    try:
        return header_text(part.get_filename("") or "")
    except (ValueError, TypeError, LookupError, AttributeError):
        return ""


def _payload(part: Message) -> bytes:
    """Return the part's bytes, its transfer encoding undone; as far as it goes where that is broken."""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, binascii.Error, AssertionError):
        data = None
    if isinstance(data, bytes):
        return data
    raw = part.get_payload()
    return raw.encode("utf-8", "surrogateescape") if isinstance(raw, str) else b""


def _nested(part: Message) -> bytes:
    """Return a message inside a message as bytes; one that was encoded against the rules is decoded."""
    inner = _inner(part)
    if not inner:
        return _payload(part)
    encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    if encoding == "base64" and not inner[0].keys():
        body = inner[0].get_payload()
        if isinstance(body, str):
            try:
                return binascii.a2b_base64(body.encode("ascii", "ignore"))
            except binascii.Error:
                return body.encode("utf-8", "surrogateescape")
    return inner[0].as_bytes(policy=policy.compat32.clone(max_line_length=None))


def _text(part: Message) -> str:
    """Return the text of a body, its charset and soft line ends undone."""
    charset = part.get_content_charset("") or ""
    text = decode(_payload(part), charset).replace("\r\n", "\n").replace("\r", "\n")
    if str(part.get_param("format", "")).lower() == "flowed":
        text = _unflowed(text, str(part.get_param("delsp", "")).lower() == "yes")
    return text


def _unflowed(text: str, deletes_space: bool) -> str:
    """Return text of format=flowed with its paragraphs joined. Source: RFC 3676."""
    lines: list[str] = []
    is_open, depth = False, 0
    for line in text.split("\n"):
        bare = line.lstrip(">")
        level = len(line) - len(bare)
        bare = bare[1:] if bare.startswith(" ") else bare
        if is_open and level == depth:
            lines[-1] = (lines[-1][:-1] if deletes_space else lines[-1]) + bare
        else:
            lines.append(("> " if level else "") + bare)
        is_open, depth = bare.endswith(" ") and bare != "-- ", level
    return "\n".join(lines)


def _uuencoded(text: str) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of the files in a text; what some encoders write behind a line is left out."""
    if "\nend" not in text:
        return
    for match in _UU.finditer(text):
        lines = match.group(2).splitlines()
        yield match.group(1).strip(), b"".join(binascii.a2b_uu(line[: _uu_chars(line)]) for line in lines)


def _uu_chars(line: str) -> int:
    """Return how many characters of a line its first one says there are."""
    return 1 + ((ord(line[0]) - 32 & 63) * 4 + 2) // 3 if line else 0

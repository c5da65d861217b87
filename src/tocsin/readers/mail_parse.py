"""Messages parsed as Python's ``email`` parses them, without looking at each line of what is no header.

Where a message is put together as the standard says, its parts are found by their boundaries; any other is left to
``email`` itself.

Invariant: headers, payloads, preambles and epilogues are what ``email`` gives; what it notes as defects is not kept.
Source: RFC 2046 5.1; CPython, Lib/email/feedparser.py.
"""

from __future__ import annotations

import re
from email import policy
from email.message import Message
from email.parser import Parser
from itertools import pairwise

_PARSER: Parser[Message] = Parser(policy=policy.compat32)
_HEADER = r"(?:From |[\x21-\x39\x3b-\x7e]*+:|[\t ])"
_HEADERS = re.compile(rf"(?:{_HEADER}[^\n]*+\n)*+")
_BEGUN = re.compile(_HEADER)
_MOST_DEPTH = 20


def parse_message(data: bytes) -> Message:
    """Return the message that ``data`` is; whatever it is, there is one."""
    text = data.decode("ascii", "surrogateescape")
    has_plain_lines = "\r" not in text or text.count("\r") == text.count("\r\n")
    return (_parsed(text, 0) if has_plain_lines else None) or _PARSER.parsestr(text)


def parse_header(raw: str) -> Message:
    """Return a message of nothing but its header."""
    return _PARSER.parsestr(raw, headersonly=True)


def _parsed(text: str, depth: int) -> Message | None:
    """Return the message, None if it is not put together plainly."""
    found = _HEADERS.match(text)
    at = found.end() if found else 0
    head = text[:at]
    if "\nFrom " in head or _BEGUN.match(text, at) or depth > _MOST_DEPTH:
        return None
    message = _with_header(head)
    whole_kind = message.get_content_type()
    kind = whole_kind.partition("/")[0]
    if kind == "message" or whole_kind == "multipart/digest":
        return None
    body = text[at + (2 if text.startswith("\r\n", at) else text.startswith("\n", at)) :]
    boundary = message.get_boundary() if kind == "multipart" else None
    if boundary is None:
        message.set_payload(_without_end(body) if depth and kind != "multipart" else body)
        return message
    return message if _has_parts(message, body, boundary, depth) else None


def _with_header(head: str) -> Message:
    """Return a message with these headers; lines that are none are left out, as ``email`` does."""
    message = Message(policy.compat32)
    fields: list[list[str]] = []
    for line in head.split("\n")[:-1]:
        if line[0] not in " \t":
            fields.append([f"{line}\n"])
        elif fields:
            fields[-1].append(f"{line}\n")
    for lines in fields:
        if lines[0].startswith("From "):
            message.set_unixfrom(lines[0].rstrip("\r\n"))
        elif not lines[0].startswith(":"):
            message.set_raw(*policy.compat32.header_source_parse(lines))
    return message


def _has_parts(message: Message, body: str, boundary: str, depth: int) -> bool:
    """Give the message its parts; tell whether all is there and in order."""
    mark = re.compile(rf"^--{re.escape(boundary)}(--)?[ \t]*+\r?$", re.MULTILINE)
    marks = []
    for one in mark.finditer(body):
        marks.append(one)
        if one[1]:
            break
    if len(marks) < 2 or not marks[-1][1]:
        return False
    parts: list[Message | str] = []
    for one, following in pairwise(marks):
        part = _part(body[one.end() + 1 : following.start()], depth)
        if part is None:
            return False
        parts.append(part)
    message.set_payload(parts)
    if marks[0].start():
        message.preamble = _without_end(body[: marks[0].start()])
    message.epilogue = body[marks[-1].end() + 1 :]
    return True


def _part(text: str, depth: int) -> Message | None:
    """Return a part; the line end before the next boundary belongs to that."""
    part = _parsed(text, depth + 1) if text else None
    if part is None:
        return None
    if part.get_content_maintype() == "multipart":
        part.epilogue = _without_end(part.epilogue) if part.epilogue else None
    return part


def _without_end(text: str) -> str:
    return text[: -2 if text.endswith("\r\n") else -1] if text.endswith("\n") else text

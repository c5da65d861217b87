# ruff: noqa: E501 - patterns and word lists read better in long rows
"""What kind of line a line is: header of a quoted message, greeting, signature, disclaimer, heading, or plain.

A text is cut into messages (a reply and what it quotes are several); each has its own writer and its own signature.

Invariant: every line gets exactly one zone; quote marks are no part of a line's text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tocsin.linking.frames import CONTACT
from tocsin.linking.person import fold_words
from tocsin.model.elements import NAME_ELEMENTS, Element
from tocsin.model.mentions import Mention
from tocsin.patterns import compiled

_QUOTE = compiled(r"(?:[ ]?[>|])+[ ]?")
_HEADER = compiled(
    r"(?i)\s*\**(from|sent|date|to|cc|bcc|subject|reply-to|importance|attachments|sent by|sender|de|para|enviado|asunto)\s?:\**(?:\s|\Z)"
)
_CUT = compiled(
    r"(?i)\s*(?:-{2,}\s*(?:original message|forwarded (?:message|by.{0,60})|begin forwarded message|mensaje (?:original|reenviado))\s*-{0,}|begin forwarded message:|_{12,}|-{5,}\s*forwarded.{0,60})\s*\Z"
)
_WROTE = compiled(r"(?i)\s*(?:on|el) .{4,300}(?:wrote|writes|escribi[oó])\s*:\s*\Z")
_GREETING = compiled(
    r"(?i)\s*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|greetings|morning|afternoon|thanks|thank you|thx|attn|attention|hola|buen[oa]s(?: d[ií]as| tardes| noches)?|estimad[oa]s?|querid[oa]s?|saludos)\b(?![.!]\s+\S+(?:\s+\S+){2})"
)
_CLOSING = compiled(
    r"(?i)\s*(?:sincerely|(?:best|kind|warm|kindest|with)?\s*regards|best|thanks(?:[ ,!].{0,24})?|thank you(?:[ ,!].{0,24})?|respectfully.{0,12}|"
    r"cordially|warmly|cheers|yours.{0,12}|many thanks|thx|-{2,3}|signed|atentamente|saludos(?: cordiales)?|cordialmente|(?:muchas )?gracias(?:[ ,!].{0,24})?|un abrazo|bendiciones)\s*[,.!]?\s*\Z"
)
_DISCLAIMER = compiled(
    r"(?i)\s*(?:\*{0,3}\s*)?(?:confidential(?:ity)?\b|notice:|privacy notice|disclaimer|this (?:e-?mail|message|communication|fax|transmission|electronic)|"
    r"the (?:information|contents?) (?:contained )?(?:in|of) this|if you (?:are not|have received)|please consider the environment|unsubscribe|important:? this)"
)
_SIGNS = compiled(
    r"(?i)\b(?:manager|director|coordinator|specialist|assistant|scheduler|nurse|rn|md|do|biller|billing|supervisor|officer|president|"
    r"administrator|receptionist|counselor|navigator|technician|analyst|associate|secretary|clerk|executive|consultant|representative|"
    r"department|dept|office|physician|oncolog\w+|hematolog\w+|phone|ph|tel|fax|cell|direct|ext|mobile|www\.|http|sent from|suite)\b"
)
_PRIVATE = frozenset(
    {
        Element.DATE_OF_BIRTH, Element.SSN, Element.MRN, Element.MEMBER_ID, Element.DIAGNOSIS, Element.MEDICATION,
        Element.CLAIM_NUMBER, Element.PROCEDURE, Element.LAB_RESULT, Element.ACCOUNT_NUMBER,
    }
)  # fmt: skip
_FROM = compiled(
    r"(?i)(?:\A\s*\**(?:from|sender)\s?:\**\s*|\bon\b.*?(?:\d{4}|[ap]\.?m\.?),?(?:\s+at\s+[\d: apm.]+,?)?\s+)(?P<name>[^<>\[\]@\d]{3,80}?)\s*(?:[<\[]|\Z|wrote:)"
)
_TITLES = compiled(
    r"(?i)\b(?:manager|director|coordinator|specialist|assistant|scheduler|nurse|biller|billing|supervisor|officer|administrator|"
    r"receptionist|counselor|navigator|technician|analyst|secretary|clerk|executive|consultant|representative|department|sent from)\b"
)
LONGEST_SIGNATURE = 12


class Zone(StrEnum):
    """Kinds of lines."""

    PLAIN = "plain"
    BLANK = "blank"
    HEADER = "header"
    SUBJECT = "subject"
    """The subject among the header lines of a quoted message."""
    GREETING = "greeting"
    SIGNATURE = "signature"
    DISCLAIMER = "disclaimer"


@dataclass(slots=True)
class Line:
    """One line; offsets are of the segment's text, ``text`` is without marks of quotation."""

    start: int
    end: int
    text: str = field(repr=False)
    depth: int = 0
    zone: Zone = Zone.PLAIN
    message: int = 0
    block: int = 0
    """Number of the run of lines between blank ones."""
    mentions: list[Mention] = field(default_factory=list, repr=False)

    @property
    def names(self) -> list[Mention]:
        """Return the names on the line."""
        return [m for m in self.mentions if m.element in NAME_ELEMENTS]


def lines_of(text: str, mentions: Sequence[Mention], senders: frozenset[str]) -> list[Line]:
    """Return the lines of a text with their mentions and zones; ``senders`` are folded names of who wrote it."""
    lines = _cut(text)
    _deal(lines, mentions)
    _find_headers(lines)
    _number_blocks(lines)
    for message in _messages(lines):
        _zone_message(message, senders)
    return lines


def _cut(text: str) -> list[Line]:
    lines = []
    start = 0
    for raw in text.split("\n"):
        quote = _QUOTE.match(raw)
        inner = raw[quote.end() :] if quote and (">" in quote.group()) else raw
        depth = quote.group().count(">") if quote else 0
        zone = Zone.PLAIN if inner.strip() else Zone.BLANK
        lines.append(Line(start, start + len(raw), inner, depth, zone))
        start += len(raw) + 1
    return lines


def _deal(lines: list[Line], mentions: Sequence[Mention]) -> None:
    at = 0
    for mention in sorted(mentions, key=lambda m: m.start):
        while at + 1 < len(lines) and mention.start > lines[at].end:
            at += 1
        lines[at].mentions.append(mention)


def _find_headers(lines: list[Line]) -> None:
    message = 0
    at = 0
    while at < len(lines):
        line = lines[at]
        stop = _header_end(lines, at)
        if stop > at:
            message += 1
            for header in lines[at:stop]:
                header.zone = Zone.SUBJECT if _is_subject(header.text) else Zone.HEADER
                header.message = message
            at = stop
            continue
        if at and line.depth < lines[at - 1].depth and line.zone is not Zone.BLANK:
            message += 1
        line.message = message
        at += 1


def _header_end(lines: list[Line], at: int) -> int:
    """Return the line behind the header of a quoted message that begins at ``at``, or ``at`` if none does."""
    text = lines[at].text
    if _WROTE.match(text):
        return at + 1
    if at + 1 < len(lines) and text.lstrip()[:3].lower() == "on " and _WROTE.match(f"{text} {lines[at + 1].text}"):
        return at + 2
    start = at + 1 if _CUT.match(text) else at
    while start < len(lines) and start > at and not lines[start].text.strip() and start < at + 3:
        start += 1
    stop = start
    while stop < len(lines) and stop < start + 12 and (_HEADER.match(lines[stop].text) or _goes_on(lines, stop, start)):
        stop += 1
    kinds = {m.group(1).lower() for line in lines[start:stop] if (m := _HEADER.match(line.text))}
    if len(kinds) >= 3 or {"from", "to"} <= kinds or {"from", "subject"} <= kinds or {"from", "sent"} <= kinds:
        return stop
    return start if start > at else at


def _goes_on(lines: list[Line], at: int, start: int) -> bool:
    return at > start and lines[at].text[:1] in {" ", "\t"} and bool(lines[at].text.strip())


def _is_subject(text: str) -> bool:
    match = _HEADER.match(text)
    return bool(match) and match is not None and match.group(1).lower() == "subject"


def _number_blocks(lines: list[Line]) -> None:
    block = 0
    for number, line in enumerate(lines):
        if line.zone is Zone.BLANK or (number and line.message != lines[number - 1].message):
            block += 1
        line.block = block


def _messages(lines: list[Line]) -> list[list[Line]]:
    groups: dict[int, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.message, []).append(line)
    return list(groups.values())


def _zone_message(lines: list[Line], senders: frozenset[str]) -> None:
    writers = senders | {w for line in lines if line.zone is Zone.HEADER for w in _writers(line.text)}
    body = [line for line in lines if line.zone is Zone.PLAIN]
    _find_greeting(body)
    _find_disclaimers(body)
    at = 0
    while at < len(body):
        stop = _signature_end(body, at, writers)
        for line in body[at:stop]:
            line.zone = Zone.SIGNATURE
        at = max(stop, at + 1)
    _find_contact_blocks(body)


def _find_contact_blocks(body: list[Line]) -> None:
    """Take blocks behind the first that give an office's contact data as signatures, with or without a name."""
    blocks: dict[int, list[Line]] = {}
    for line in body:
        blocks.setdefault(line.block, []).append(line)
    for block in list(blocks.values())[1:]:
        mentions = [m for line in block for m in line.mentions]
        plain = [line for line in block if line.zone is Zone.PLAIN]
        if not plain or len(block) > LONGEST_SIGNATURE or any(m.element in _PRIVATE or _is_named(m) for m in mentions):
            continue
        shown = sum(_is_contact_line(line) for line in plain)
        is_office = any(m.element is Element.FACILITY for m in mentions) or any(_TITLES.search(b.text) for b in plain)
        if is_office and shown >= 2 and shown * 3 >= len(plain) * 2 and _has_office_sign(plain):
            for line in plain:
                line.zone = Zone.SIGNATURE


def _is_named(mention: Mention) -> bool:
    """Tell whether a label names a person there."""
    return mention.element in NAME_ELEMENTS and bool(mention.label)


def _writers(header: str) -> set[str]:
    """Return the folded names that a line of a quoted header gives as writers."""
    match = _FROM.search(header)
    name = match.group("name") if match else ""
    return {fold_words(name.strip(' ,"*'))} - {""} if 0 < len(name) < 80 else set()


def _find_greeting(body: list[Line]) -> None:
    for line in body[:6]:
        if _GREETING.match(line.text) and len(line.text) < 60 and not any(m.element in _PRIVATE for m in line.mentions):
            line.zone = Zone.GREETING


_HEADING_LINES, _LONGEST_HEADING = 3, 60
"""Lines at the head of a text that are no disclaimer if they are short: ``CONFIDENTIAL - Personnel``."""


def _find_disclaimers(body: list[Line]) -> None:
    block = -1
    for number, line in enumerate(body):
        is_heading = number < _HEADING_LINES and len(line.text) < _LONGEST_HEADING
        is_told = not is_heading and _DISCLAIMER.match(line.text) is not None
        if is_told and not any(m.element in _PRIVATE for m in line.mentions):
            block = line.block
        if line.block == block:
            line.zone = Zone.DISCLAIMER


def _signature_end(body: list[Line], at: int, writers: frozenset[str]) -> int:
    """Return the line behind the signature that begins at ``at``, or ``at`` if none does."""
    line = body[at]
    name = _name_line(line)
    is_writer = _is_writer_line(line, writers)
    if (name is None and not is_writer) or line.zone is not Zone.PLAIN:
        return at
    stop = _block_end(body, at)
    rest = body[at + 1 : stop]
    follows_closing = any(_CLOSING.match(b.text) for b in body[max(0, at - 2) : at])
    if not (is_writer or follows_closing) and not (rest and at and body[at - 1].block != line.block):
        return at
    if any(m.element in _PRIVATE for b in body[at:stop] for m in b.mentions):
        return at + 1 if is_writer and len(line.mentions) < 2 else at
    if is_writer or follows_closing:
        return stop
    shown = sum(_is_contact_line(b) for b in rest)
    return stop if shown * 2 >= len(rest) and _has_office_sign(rest) else at


def _is_writer_line(line: Line, writers: frozenset[str]) -> bool:
    """Tell whether the line is the writer's name, with nothing but credentials or a title behind a comma or bar."""
    if len(line.text) > 90 or any(m.element in _PRIVATE for m in line.mentions):
        return False
    head = re.split(r"[,|(–]|\s-\s|\s{3,}", line.text.strip(" -~*"))[0]
    return fold_words(head) in writers


def _name_line(line: Line) -> Mention | None:
    """Return the name if the line holds nothing else but credentials or a title."""
    if len(line.names) != 1 or len(line.text) > 80:
        return None
    name = line.names[0]
    lead = line.text.find(name.text)
    if lead < 0 or len(line.text[:lead].strip(" -~*")) > 4 or name.label:
        return None
    rest = line.text[lead + len(name.text) :].strip()
    if not rest:
        return name
    return (
        name
        if rest[0] in ",|-–(" and len(rest) < 60 and not any(m.element in _PRIVATE for m in line.mentions)
        else None
    )


def _block_end(body: list[Line], at: int) -> int:
    stop = at + 1
    while stop < len(body) and stop - at < LONGEST_SIGNATURE and body[stop].block == body[at].block:
        if body[stop].zone is not Zone.PLAIN:
            break
        stop += 1
    return stop


def _is_contact_line(line: Line) -> bool:
    kinds = {m.element for m in line.mentions}
    return bool(kinds & (CONTACT | {Element.FACILITY, Element.NPI})) or bool(_SIGNS.search(line.text))


def _has_office_sign(lines: Sequence[Line]) -> bool:
    kinds = {m.element for line in lines for m in line.mentions}
    return bool(kinds & {Element.PHONE, Element.EMAIL, Element.URL, Element.FACILITY}) and any(
        _SIGNS.search(line.text) for line in lines
    )

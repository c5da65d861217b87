"""Exports of Slack and Teams: each message with who wrote it and when, as a header and a text of its own.

Source: Slack, "How to read Slack data exports"; Microsoft Graph, chatMessage resource; Teams and Skype personal export
(messages.json).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import orjson

from tocsin.config import ReadLimits
from tocsin.model.bodies import Field
from tocsin.model.item_ends import ItemCode
from tocsin.readers.html import html_text
from tocsin.readers.interface import CannotRead, Sink, Source, Unit

MEDIA_TYPE = "application/x-chat+json"
_SLACK = re.compile(r'"ts"\s*:\s*"\d{9,11}\.\d+"')
_TYPED = re.compile(
    r'"type"\s*:\s*"message"|"user_profile"\s*:\s*\{|"client_msg_id"\s*:|"user"\s*:\s*"[UW][A-Z0-9]{2,}"'
)
_GRAPH = re.compile(r'"messageType"\s*:\s*"|"body"\s*:\s*\{\s*"contentType"\s*:\s*"')
_GRAPH_BODY = re.compile(r'"createdDateTime"|"from"\s*:\s*\{\s*(?:"user"\s*:\s*\{\s*)?"displayName"')
_PERSONAL = re.compile(r'"MessageList"\s*:\s*\[')
_THREAD = re.compile(r'"(?:chat|thread|channel|conversation|room)(?:_?(?:id|name))?"\s*:', re.IGNORECASE)
_SPOKEN = re.compile(
    r'"(?:from|sender|author|user|by)"\s*:\s*"[^"\\]{1,80}"[^{}\[\]]{0,400}?"(?:text|body|message|content|msg)"\s*:\s*"',
    re.IGNORECASE,
)
"""Who says what, as other programs write it, in a file that calls itself a chat."""
_WRITERS, _TEXTS = ("from", "sender", "author", "user", "by"), ("text", "body", "message", "content", "msg")
_MOMENTS = ("ts", "time", "timestamp", "sent", "sent_at", "date", "t")
_LEAST_SPOKEN = 2
_MOST_BYTES = 192 << 20
_MARKED = re.compile(r"<(?:(mailto:|tel:|https?:)[^|>]*\|)?([^>]*)>")


@dataclass(frozen=True)
class _Said:
    """One message."""

    sender: str = field(repr=False)
    text: str = field(repr=False)
    at: datetime | None = None
    is_html: bool = False
    people: tuple[str, ...] = field(default=(), repr=False)
    titles: tuple[str, ...] = field(default=(), repr=False)


def is_chat(head: str) -> bool:
    """Tell whether JSON is an export of messages.

    Example:
        >>> is_chat('[{"type": "message", "ts": "1700000000.000100"}]'), is_chat('{"ts": 1}')
        (True, False)
    """
    if _SLACK.search(head) and _TYPED.search(head):
        return True
    if _PERSONAL.search(head) or (_GRAPH.search(head) and _GRAPH_BODY.search(head)):
        return True
    return _THREAD.search(head) is not None and len(_SPOKEN.findall(head)) >= _LEAST_SPOKEN


class Chat:
    """The reader of exported messages."""

    name = "chat"
    media_types = frozenset({MEDIA_TYPE})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return no slices: an export is one JSON document."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Give every message."""
        if source.size_bytes > _MOST_BYTES:
            raise CannotRead(ItemCode.TOO_LARGE)
        try:
            value = orjson.loads(source.stream.read())
        except orjson.JSONDecodeError as broken:
            raise CannotRead(ItemCode.CORRUPT) from broken
        for number, said in enumerate(_messages(value), 1):
            _give(said, f"message {number}", sink)


READER = Chat()


def _give(said: _Said, place: str, sink: Sink) -> None:
    fields = [Field("mail.from", said.sender, "From", 0)] if said.sender else []
    fields += [Field("mail.to", one, "To", number) for number, one in enumerate(said.people, 1)]
    if said.at is not None:
        fields.append(Field("mail.date", format_datetime(said.at), "Date", len(fields) + 1))
    sink.fields(fields, f"{place} header")
    if said.is_html:
        html_text(said.text, sink, place)
    else:
        sink.text(said.text, place)
    sink.text("\n".join(said.titles), f"{place} files")


def _messages(value: Any) -> Iterator[_Said]:
    """Yield the messages of any of the three forms."""
    if isinstance(value, list):
        for one in value:
            if isinstance(one, dict):
                yield _message(one)
    elif isinstance(value, dict):
        conversations = value.get("conversations")
        for one in conversations if isinstance(conversations, list) else [value]:
            if isinstance(one, dict):
                yield from _conversation(one)


def _message(one: dict[str, Any]) -> _Said:
    """Return a message of whichever of the forms it has."""
    if "messageType" in one or isinstance(one.get("body"), dict):
        return _graph(one)
    writer = next((key for key in _WRITERS if isinstance(one.get(key), str)), "")
    if "type" in one or "user_profile" in one or not writer:
        return _slack(one)
    text = next((_text(one, key) for key in _TEXTS if _text(one, key)), "")
    moment = next((_text(one, key) for key in _MOMENTS if _text(one, key)), "")
    return _Said(_text(one, writer), text, _moment(moment), titles=_others(one, (writer, *_TEXTS, *_MOMENTS)))


def _others(value: dict[str, Any], known: Sequence[str]) -> tuple[str, ...]:
    """Return what else is said in words, each behind its key."""
    return tuple(f"{key}: {said}" for key, said in value.items() if key not in known and isinstance(said, str) and said)


def _conversation(value: dict[str, Any]) -> Iterator[_Said]:
    listed = value.get("MessageList")
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, dict):
            sender = _text(one, "displayName") or _text(one, "from")
            yield _Said(sender, _text(one, "content"), _moment(_text(one, "originalarrivaltime")), is_html=True)
    if not isinstance(listed, list):
        inner = value.get("value", value.get("messages"))
        if isinstance(inner, list):
            yield from _messages(inner)
            if around := _others(value, ()):
                yield _Said("", "\n".join(around))
        else:
            yield _graph(value)


def _slack(one: dict[str, Any]) -> _Said:
    profile = one.get("user_profile") if isinstance(one.get("user_profile"), dict) else {}
    sender = (
        _text(profile, "real_name") or _text(profile, "display_name") or _text(one, "username") or _text(one, "user")
    )
    files = one.get("files") if isinstance(one.get("files"), list) else []
    titles = tuple(_text(f, "title") or _text(f, "name") for f in files or [] if isinstance(f, dict))
    extra = [_text(a, "text") or _text(a, "fallback") for a in one.get("attachments") or [] if isinstance(a, dict)]
    text = "\n".join(filter(None, [_text(one, "text"), *extra]))
    return _Said(sender, _unmarked(text), _stamp(_text(one, "ts")), titles=titles)


def _graph(one: dict[str, Any]) -> _Said:
    body = one.get("body") if isinstance(one.get("body"), dict) else {}
    titles = tuple(_text(a, "name") for a in one.get("attachments") or [] if isinstance(a, dict))
    mentions = [m.get("mentioned") for m in one.get("mentions") or [] if isinstance(m, dict)]
    people = tuple(filter(None, (_who(m) for m in mentions)))
    text = "\n".join(filter(None, (_text(one, "subject"), _text(body or {}, "content"))))
    is_html = _text(body or {}, "contentType").lower() == "html"
    return _Said(
        _who(one.get("from")), text, _moment(_text(one, "createdDateTime") or _text(one, "ts")), is_html, people, titles
    )


def _who(value: Any) -> str:
    """Return the display name of an identity set, with its address where it has one."""
    if not isinstance(value, dict):
        return ""
    user = next((value[key] for key in ("user", "emailUser", "application") if isinstance(value.get(key), dict)), value)
    name, address = _text(user, "displayName"), _text(user, "userPrincipalName") or _text(user, "email")
    return f"{name} <{address}>" if name and address else name or address


def _unmarked(text: str) -> str:
    """Return Slack's text with links as their label or target."""
    plain = _MARKED.sub(lambda m: m.group(2), text)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _text(value: Any, key: str) -> str:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def _stamp(text: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(text.partition(".")[0]), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None

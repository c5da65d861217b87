"""Messages parsed at once are the messages that Python's ``email`` parses, whole or broken."""

from __future__ import annotations

from email import policy
from email.message import Message
from email.parser import BytesParser
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tocsin.readers.mail_parse import parse_message

HEADERS = st.sampled_from(
    ["", "Subject: a\n", "From: x\n y\n", "From me 12\nTo: b\n", "Bad line\n", "X:\n", ":x\n", " y\n", "A: b\n:z\n q\n"]
)
KINDS = st.sampled_from(
    ["", "Content-Type: text/html\n", "Content-Type: message/rfc822\n", "Content-Type: multipart/mixed\n"]
)
BODIES = st.sampled_from(
    ["", "hello\n", "hello", "a\n\nb\n", "From x\n", "X: y\n", "\u00e9\n", "--b\n", "--bb--\n", " \n"]
)
GAPS = st.sampled_from(["\n", "\n", "\n", ""])
LEAVES = st.builds(lambda *parts: "".join(parts), HEADERS, KINDS, GAPS, BODIES)


def _multipart(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def made(head: str, kind: str, boundary: str, before: str, parts: list[tuple[str, str]], end: str) -> str:
        said = f'Content-Type: multipart/{kind}; boundary="{boundary}"\n\n{before}'
        within = "".join(f"--{boundary}\n{part}{gap}" for part, gap in parts)
        return f"{head}{said}{within}{end.replace('B', boundary)}"

    return st.builds(
        made,
        HEADERS,
        st.sampled_from(["mixed", "alternative", "digest"]),
        st.sampled_from(["b", "bb", "b c"]),
        st.sampled_from(["", "pre\n", "\n"]),
        st.lists(st.tuples(inner, GAPS), max_size=3),
        st.sampled_from(["--B--", "--B--\n", "--B-- \nepi\n", "--B--\n\nepi", ""]),
    )


MESSAGES = st.recursive(LEAVES, _multipart, max_leaves=6)


def _facts(message: Message) -> Any:
    payload = message.get_payload()
    inner = [_facts(part) for part in payload if isinstance(part, Message)] if isinstance(payload, list) else payload
    around = (message.preamble, message.epilogue, message.get_unixfrom(), message.get_content_type())
    return list(message.raw_items()), around, inner


@given(MESSAGES, st.sampled_from(["\n", "\r\n", "\r"]))
def test_messages_are_parsed_as_by_the_library(text: str, line_end: str) -> None:
    data = text.replace("\n", line_end).encode()
    assert _facts(parse_message(data)) == _facts(BytesParser(policy=policy.compat32).parsebytes(data))


@given(st.binary(max_size=200))
def test_whatever_it_is_there_is_a_message(data: bytes) -> None:
    assert _facts(parse_message(data)) == _facts(BytesParser(policy=policy.compat32).parsebytes(data))

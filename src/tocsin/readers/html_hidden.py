"""What HTML says where no browser shows it: hidden fields, tips, addresses of links, descriptions, comments, data.

Found by the marks in the source, since some stand outside the tree of elements.
Source: WHATWG HTML, 4.10.5 (input), 3.2.6.1 (title), 4.2.5 (meta), 13.1.6 (comments); WAI-ARIA 1.2, aria-label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9]*)\s([^<>]*)>")
_SAYING = re.compile(r"(?i)\b(?:title|aria-label|hidden|content)\b|(?:mailto|tel):")
_ATTRIBUTE = re.compile(r"(?i)\b([a-z][a-z-]*)\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s\"'<>]+))")
_COMMENT = re.compile(r"<!--(?!\[)([^<>{}]{4,2000})-->")
_SCRIPT = re.compile(r"(?i)<script\b([^<>]*)>")
_LINK = re.compile(r"(?i)(?:mailto|tel):([^?\s]{3,300})")
_DESCRIBING = frozenset({"description", "keywords", "subject", "title"})
_TIPS = ("title", "aria-label")
_LONGEST = 500
"""A longer value is a program's own state, not what a person would write."""


def hidden_texts(html: str) -> Iterator[tuple[str, str]]:
    """Yield where (``hidden fields``, ``tips``, ``links``, ``description``, ``comments``) and what stands there."""
    for tag in _TAG.finditer(html):
        if _SAYING.search(tag[2]):
            yield from _of_tag(tag[1].lower(), _attributes(tag[2]))
    for comment in _COMMENT.findall(html):
        if any(char.isdigit() for char in comment):
            yield "comments", unescape(comment).strip()


def data_scripts(html: str) -> Iterator[str]:
    """Yield the JSON that a page carries for its own scripts: saved pages of portals hold their records there."""
    at = 0
    while (found := _SCRIPT.search(html, at)) is not None:
        end = html.find("</script", found.end())
        if end < 0:
            return
        at = end
        if "json" in found[1].lower() and html[found.end() : end].strip():
            yield html[found.end() : end]


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), unescape("".join(values)).strip())
    return found


def _of_tag(tag: str, held: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name in _TIPS:
        if 0 < len(held.get(name, "")) <= _LONGEST:
            yield "tips", held[name]
    value, name = held.get("value", ""), held.get("name") or held.get("id", "")
    if tag == "input" and held.get("type", "").lower() == "hidden" and not name.startswith("__"):
        if 0 < len(value) <= _LONGEST:
            yield "hidden fields", f"{name}: {value}" if name else value
    elif tag in {"a", "area"} and (link := _LINK.match(held.get("href", ""))):
        yield "links", unquote(link[1])
    elif tag == "meta" and held.get("name", "").lower() in _DESCRIBING and held.get("content"):
        yield "description", held["content"]

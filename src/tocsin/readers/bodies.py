"""Which of a message's alternative bodies to read, so that nothing is said in one that nobody looked at."""

from __future__ import annotations

import re

from tocsin.readers.html import html_words

_WORD = re.compile(r"[^\W_]{2,}")


def bodies_to_read(plain: str, html: str) -> list[tuple[str, str]]:
    """Return kind and text of the bodies to read: the plain one, unless HTML holds tables or says more; or both.

    Example:
        >>> bodies_to_read("Ann Lee", "<p>Ann <b>Lee</b></p>")
        [('text/plain', 'Ann Lee')]
    """
    if not html or not plain.strip():
        return [("text/html", html) if html else ("text/plain", plain)]
    words_of_html, has_table = html_words(html)
    words_of_plain = set(_WORD.findall(plain))
    if has_table:
        left_out = len(words_of_plain - words_of_html) * 10 > len(words_of_plain)
        return [("text/html", html), *([("text/plain", plain)] if left_out else [])]
    says_more = len(words_of_html - words_of_plain) * 10 > len(words_of_html)
    return [("text/plain", plain), *([("text/html", html)] if says_more else [])]

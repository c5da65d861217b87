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
        left_out = _says_more(words_of_plain, words_of_html)
        return [("text/html", html), *([("text/plain", plain)] if left_out else [])]
    says_more = _says_more(words_of_html, words_of_plain)
    return [("text/plain", plain), *([("text/html", html)] if says_more else [])]


def _says_more(words: set[str], others: set[str]) -> bool:
    """Tell whether a number, or more than a tenth of the words, stands in the one and not in the other."""
    missing = words - others
    return len(missing) * 10 > len(words) or any(not word.isalpha() for word in missing)

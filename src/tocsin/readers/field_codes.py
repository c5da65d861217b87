"""Addresses that links of word processors point to: their field codes are not shown, and nothing else in them is read.

Source: ISO/IEC 29500-1, 17.16.5.25 (HYPERLINK).
"""

from __future__ import annotations

import re
from urllib.parse import unquote

_LINK = re.compile(r'(?i)\bHYPERLINK\s{1,9}(?:\\+[a-z]\s{1,9})?"?(?:mailto|tel):([^"?\s{}\\]{3,300})')


def addresses_in(codes: str) -> list[str]:
    """Return the mail addresses and phone numbers of the links in field codes, each once.

    Example:
        >>> addresses_in('HYPERLINK "mailto:ann%40lee.example?subject=x" HYPERLINK "https://x.example"')
        ['ann@lee.example']
    """
    return list(dict.fromkeys(unquote(found) for found in _LINK.findall(codes)))

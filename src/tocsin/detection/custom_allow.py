"""Allow-lists: finds that are known and belong to nobody are left out.

Values are compared as a reader would: case, punctuation and the order of a name's parts do not matter, nor do a
telephone's country code or how a date is written.

Invariant: time for one find is bounded by its length; patterns are searched as in ``custom_scan.py``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tocsin.detection.custom import Allowed
from tocsin.detection.custom_file import whole
from tocsin.detection.custom_scan import LONGEST_FIND, Patterns
from tocsin.detection.fold import fold
from tocsin.detection.keyed import digits_of
from tocsin.detection.scan import code
from tocsin.detection.values import normalise
from tocsin.model.elements import NAME_ELEMENTS, Element
from tocsin.model.lexicon import fold_name
from tocsin.model.mentions import Mention, Part

_HOSTS = frozenset({Element.EMAIL, Element.URL})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the lists say of one find."""

    is_allowed: bool = False
    is_whole_record: bool = False


_NOT = Verdict()


class AllowLists:
    """The allow-lists of one file, ready to be asked."""

    def __init__(self, lists: Sequence[Allowed]) -> None:
        """Prepare them; patterns were checked when they were read."""
        self._lists = tuple(lists)
        self._values: dict[tuple[Element | None, str], list[int]] = defaultdict(list)
        for number, one in enumerate(lists):
            for element in one.elements or (None,):
                for key in {k for value in one.values for k in _keys(element, value)}:
                    self._values[element, key].append(number)
        patterns = [(number, pattern) for number, one in enumerate(lists) for pattern in one.patterns]
        self._owners = [number for number, _ in patterns]
        self._patterns = Patterns([whole(p) for _, p in patterns], case_sensitive=[False] * len(patterns))
        self._domains = [(number, domain) for number, one in enumerate(lists) for domain in one.domains]

    def verdict(self, element: Element | None, text: str, norm: str) -> Verdict:
        """Return what the lists say of a find."""
        if not self._lists or element is None:
            return _NOT
        hits = [number for number in self._hits(element, text, norm) if self._lists[number].covers(element)]
        if not hits:
            return _NOT
        return Verdict(True, any(self._lists[number].is_whole_record for number in hits))

    def kept(self, mentions: Sequence[Mention]) -> list[Mention]:
        """Return the mentions that are not allowed, without records that hold a test patient."""
        told = [self.verdict(m.element, m.text, m.norm) for m in mentions]
        records = {record for m, one in zip(mentions, told, strict=True) if one.is_whole_record and (record := _of(m))}
        return [
            m
            for m, one in zip(mentions, told, strict=True)
            if not one.is_allowed and (not records or _of(m) not in records)
        ]

    def _hits(self, element: Element, text: str, norm: str) -> Iterator[int]:
        for key in {*_keys_of_text(element, text), *_keys_of_text(element, norm)}:
            yield from self._values.get((element, key), ())
            yield from self._values.get((None, key), ())
        if self._owners and len(text) <= LONGEST_FIND:
            for value in {fold(text), norm} - {""}:
                yield from (self._owners[number] for number, _, _ in self._patterns.hits(code(value)))
        if self._domains and element in _HOSTS:
            host = _host(norm or text)
            yield from (n for n, domain in self._domains if host == domain or host.endswith(f".{domain}"))


def _of(mention: Mention) -> tuple[str, str, int] | None:
    """Return the record a mention stands in, if it stands in one: a row of a table, a group of fields."""
    if mention.row < 0:
        return None
    number = mention.row if mention.column >= 0 and mention.group < 0 else mention.group
    return mention.segment_id, "row" if mention.column >= 0 and mention.group < 0 else "group", number


def _keys(element: Element | None, value: str) -> Iterator[str]:
    """Give the forms under which a value of a list is found, by what the element makes of it; None for any."""
    if element is None:
        for kind in (Element.NAME, Element.PHONE, Element.OTHER_ID):
            yield from _keys_of_text(kind, value)
        return
    yield from _keys_of_text(element, value)
    norm, counts, _ = normalise(element, Part.FULL, value)
    if counts and norm:
        yield from _keys_of_text(element, norm)


def _keys_of_text(element: Element, text: str) -> Iterator[str]:
    if element in NAME_ELEMENTS:
        key = " ".join(sorted(filter(None, map(fold_name, text.replace(",", " ").split()))))
    elif element is Element.PHONE:
        key = digits_of(text)[-10:]
    else:
        key = "".join(c for c in text.lower() if c.isalnum())
    if key:
        yield key


def _host(address: str) -> str:
    """Return the host of an e-mail address or URL in lower case."""
    rest = address.lower().partition("://")[2] or address.lower()
    return rest.split("/")[0].rpartition("@")[2].split(":")[0]

"""The order of a name's parts: last name first, a given name in brackets behind, or two people side by side.

Invariant: pure; only the words and the signs between them are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tocsin.detection.names_before import has_title
from tocsin.detection.names_tokens import Facts, Token, facts_of, tokens_of
from tocsin.detection.spans import Span
from tocsin.patterns import compiled

SURELY_A_WORD = -6.0
"""Log odds below which a word is hardly ever a name."""
_LEAN = 5.0
_LAST_FIRST = compiled(r",[ ]{0,2}\Z")


def is_bracketed_first(text: str, last: Span, first: Span) -> bool:
    """Tell whether one is a surname and the other the given name in brackets behind it."""
    if text[last.end : first.start] != " (" or text[first.end : first.end + 1] not in {")", ","}:
        return False
    if " " in text[last.start : last.end] or " " in text[first.start : first.end]:
        return False
    surname, given = facts_of(text[last.start : last.end]), facts_of(text[first.start : first.end])
    return surname.surname > surname.given and given.given > given.surname


def ends_list(text: str, end: int) -> bool:
    """Tell whether no further name of a list follows."""
    return re.match(r",[ ](?:[A-Z][a-z]+)(?:,| and| or)", text[end : end + 40]) is None


def is_last_first(text: str, one: Span, other: Span) -> bool:
    """Tell whether two finds are a surname and, behind a comma, its given names."""
    if _LAST_FIRST.match(text[one.end : other.start]) is None or other.start - one.end > 3:
        return False
    if has_title(text, one.start) and " " in text[other.start : other.end].strip():
        return False  # ``for Doctor Renner, Beckett Dunne threw up``: two people
    last = [t.facts for t in tokens_of(text, one.start, one.end)]
    first = [t.facts for t in tokens_of(text, other.start, other.end)]
    if (
        not last
        or not first
        or len(last) > 3
        or len(first) > 3
        or re.search(r"\band[ ]\Z", text[max(0, one.start - 5) : one.start])
    ):
        return False
    if first[0].is_known and first[0].best < SURELY_A_WORD:
        return False
    if is_greeting(text, one.start, last, first):
        return False
    return last[0].surname >= last[0].given and first[0].given >= first[0].surname


def is_greeting(text: str, start: int, last: Sequence[Facts], first: Sequence[Facts]) -> bool:
    """Tell whether a line greets one and goes on with another: ``Renae, Ilya Markovic is off``."""
    if len(last) != 1 or len(first) < 2 or first[-1].is_initial or not is_start(text, start):
        return False
    return last[0].given > last[0].surname - _GREETED


_GREETED = 2.0


def may_be_turned(last: Sequence[Token], first: Sequence[Token], is_record: bool) -> bool:
    """Tell whether words before and behind a comma can be last and first name: likelier so than the other way.

    In a record the comma itself says it, and the words need not say more.
    """
    lead, end = first[0].facts, last[-1].facts
    if any(t.facts.is_organization or (t.facts.is_stop and not t.facts.is_soft) for t in (*last, *first)):
        return False
    if lead.is_credential or lead.is_initial or (lead.is_known and lead.best < SURELY_A_WORD):
        return False
    if lead.is_upper and not end.is_upper and len(lead.folded) <= _LONGEST_SHORT and lead.given < 0:
        return False  # ``Alma Bearheart, MBI 1EG4``
    is_joined = len(last) > 1 and last[0].facts.is_particle
    if len(last) > 1 and not is_joined and last[0].facts.given > last[0].facts.surname + _CLEARLY:
        return False  # ``Sigrid Holm, Antoine Duquette``: two people
    slack = _LEAN if is_record else 0.0
    is_turned = end.surname >= end.given - slack or is_joined
    return is_turned and (lead.given >= lead.surname - slack or not end.is_known)


_LONGEST_SHORT = 4
_CLEARLY = 1.0


def is_start(text: str, start: int) -> bool:
    """Tell whether a word begins a sentence or line, where every word has a capital."""
    before = text[max(0, start - 4) : start].rstrip(" \"'(*\u201c-\u2022>")
    return not before or before[-1] in ".!?\n:;|\t\r"

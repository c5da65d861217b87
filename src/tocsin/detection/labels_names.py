# ruff: noqa: E501 - patterns and word lists read better in long rows
"""The name at the start of a value that a label has announced: ``Lee, Ann (DOB 3/4/55)``, ``DR. ANN LEE MD``.

Invariant: offsets are into the value; the title is left out, the suffix is kept, credentials are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.detection.names_score import probability
from tocsin.detection.names_tokens import Token, tokens_of
from tocsin.detection.spans import Span
from tocsin.model.elements import NAME_ELEMENTS, Element, Role
from tocsin.patterns import compiled

LONGEST_NAME = 70
MOST_WORDS = 6
_STOPS = compiled(
    r",?[ ]{0,2}\b[A-Za-z]{1,4}-?\d|[(\[{;:|/@<>=\"\d]|[ ]{2,}|[ ]-[ ]|[ ]\u2013[ ]|,[ ]*(?:DOB|MRN|SSN|age|a[ ]|who|born)\b|\.[ ]+(?=[A-Z][a-z]+[ ][a-z])"
)
_BETWEEN = compiled(r"(?:,?[ ]{0,2}|\.[ ]?,?[ ]?|\.)\Z")


def name_in(value: str, is_part: bool = False) -> tuple[int, int, float] | None:
    """Return start, end and score of the name at the start of a labelled value, None if none stands there.

    Args:
        is_part: the label asks for one part of a name (first, last) only.

    Example:
        >>> name_in("Dr. Lee, Ann M (DOB 3/4/55)")[:2]
        (4, 14)
        >>> name_in("see attached") is None, name_in("N/A") is None
        (True, True)
    """
    stop = _STOPS.search(value[:LONGEST_NAME])
    end = stop.start() if stop else min(len(value), LONGEST_NAME)
    words = _leading(value, tokens_of(value, 0, end))
    if not words or len(words) > MOST_WORDS or words[0].start > 12:
        return None
    score = _score(words)
    if score < 0.5 or (len(words) > 2 and is_part):
        return None
    last = words[-1].end
    is_dotted = words[-1].facts.is_suffix and value[last : last + 1] == "."
    return words[0].start, last + is_dotted, score


def _leading(value: str, tokens: list[Token]) -> list[Token]:
    """Return the words of the name: titles dropped in front, cut at credentials, stop words and gaps."""
    kept: list[Token] = []
    for token in tokens:
        facts = token.facts
        if not kept and facts.is_title:
            continue
        if kept and (_BETWEEN.match(value[kept[-1].end : token.start]) is None or _is_apart(value, kept, token)):
            break
        if (
            kept
            and not _is_given_behind(value, tokens, token)
            and (facts.is_credential or (facts.is_organization and not facts.is_suffix and facts.surname < -4))
        ):
            return [] if facts.is_organization and not facts.is_credential else kept
        if facts.is_stop and not facts.is_soft and not facts.is_particle and not facts.is_initial:
            break
        kept.append(token)
    return kept


def _is_given_behind(value: str, tokens: list[Token], token: Token) -> bool:
    """Tell whether a degree's letters are the first of two given names: ``YANG, PA HOUA``."""
    at = tokens.index(token)
    if not token.facts.is_credential or at + 2 != len(tokens) or "," not in value[tokens[at - 1].end : token.start]:
        return False
    other = tokens[at + 1]
    return value[token.end : other.start] == " " and not (other.facts.is_credential or other.facts.is_stop)


def _is_apart(value: str, kept: list[Token], token: Token) -> bool:
    """Tell whether a word behind a comma goes on with something else: ``Ann Lee, chair 1``, ``Ann Lee, DOI``."""
    if "," not in value[kept[-1].end : token.start] or token.facts.is_minor or token.facts.is_credential:
        return False
    is_written_so = value[token.start].isupper() and token.facts.is_upper == kept[-1].facts.is_upper
    return not is_written_so and value[kept[0].start].isupper()


def _score(words: list[Token]) -> float:
    full = [t.facts for t in words if not (t.facts.is_initial or t.facts.is_suffix or t.facts.is_particle)]
    if not full:
        return 0.0
    odds = [f.best if f.is_known else 0.5 for f in full]
    mean = sum(max(-6.0, min(4.0, o)) for o in odds) / len(odds)
    return min(0.97, probability(3.6 + 0.75 * mean + (0.5 if len(words) > 1 else -0.6)))


def without_matter(value: str) -> str:
    """Return a labelled value without the matter that stands behind whose it is.

    Example:
        >>> without_matter("Kitchell estate"), without_matter("Ann Lee refund 8/3"), without_matter("William Bill Smith")
        ('Kitchell', 'Ann Lee', 'William Bill Smith')
    """
    return _MATTER.sub("", value)


_MATTER = compiled(
    r"(?<=\w)['\u2019]?s?[ ](?:estate|family|household|acc(?:oun)?t|refund|appeal|chart|claims?|bill|auth)\b.*\Z"
)
"""The matter that a line is about, behind whose it is: ``RE: Kitchell estate``."""


def is_matter(label: str, words: str) -> bool:
    """Tell whether words behind ``Re:`` are a surname and what it is about: ``Thibodeau cabo``, ``eligard Wolverton``.

    Example:
        >>> is_matter("Re", "Thibodeau cabo"), is_matter("Re", "Maria de la Cruz"), is_matter("Patient", "john Smith")
        (True, False, False)
    """
    cases = {word[0].isupper() for word in words.split() if len(word) >= _SHORTEST_MATTER and word.isalpha()}
    return len(cases) > 1 and _RE.fullmatch(label.strip(" :")) is not None


_SHORTEST_MATTER = 4
_RE = compiled(r"(?i)re|regarding|subject|fwd?")


_CHILD = compiled(r"(?i)(?:child|kid|baby|infant|newborn|camper|minor)(?:['\u2019]?s)?(?: name)?")
_HEAD_LINES, _LINE = 4, 160
_BORN = compiled(r"[^\n]{0,60}\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}")


def with_child(text: str, found: Sequence[Span]) -> list[Span]:
    """Return the labelled values, the child that a page begins with as its patient where no other one is labelled.

    ``Child: Diego Escobar   DOB 2/17/2018      With: mother, Marisol Escobar``.
    """
    named = [span for span in found if span.element in NAME_ELEMENTS]
    first = next(iter(named), None)
    if first is None or first.element is not Element.RELATIVE or _CHILD.fullmatch(first.label.strip(" :#")) is None:
        return list(found)
    if any(span.party is Role.PATIENT or span.element is Element.NAME for span in named):
        return list(found)
    is_whole = " " in text[first.start : first.end].strip() or "," in text[first.start : first.end]
    is_head = text.count("\n", 0, first.start) < _HEAD_LINES
    if not (is_whole and is_head) or _BORN.match(text, first.end, min(len(text), first.end + _LINE)) is None:
        return list(found)
    return [replace(span, element=Element.NAME, party=Role.PATIENT) if span is first else span for span in found]

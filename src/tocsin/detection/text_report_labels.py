"""The labels over the pieces of a report's lines, whatever parts them: ``SVC DT PROC DX CD RENDERING``.

Invariant: pure; a bounded number of lines above is looked at, and of words in each.
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.detection.columns_header import is_known_label
from tocsin.detection.columns_types import names_insured
from tocsin.detection.labels_meaning import meaning_of
from tocsin.detection.text_lines import Line
from tocsin.detection.text_pieces import Kind
from tocsin.model.elements import NAME_ELEMENTS, Element
from tocsin.patterns import compiled

_ABOVE, _MOST_TOKENS, _MOST_WORDS = 8, 24, 3
_TOKEN = compiled(r"[^\s|]+")
_LEAST_KNOWN, _ONE_DENIED = 0.6, 8
_KNOWN, _FITS, _DENIED, _UNKNOWN = 2, 2, -6, -1

_OF_KIND = {
    Kind.DAY: frozenset({Element.DATE, Element.DATE_OF_BIRTH}),
    Kind.ACT: frozenset({Element.PROCEDURE, Element.MRN, Element.ACCOUNT_NUMBER}),
    Kind.ILLNESS: frozenset({Element.DIAGNOSIS}),
    Kind.PHONE: frozenset({Element.PHONE}),
    Kind.SSN: frozenset({Element.SSN}),
    Kind.NUMBER: frozenset(
        {
            Element.MRN, Element.ACCOUNT_NUMBER, Element.MEMBER_ID, Element.CLAIM_NUMBER, Element.NPI,
            Element.OTHER_ID, Element.PROCEDURE,
        }
    ),
    Kind.WORDS: frozenset(
        {
            *NAME_ELEMENTS, Element.INSURER, Element.FACILITY, Element.ADDRESS, Element.PROCEDURE, Element.DIAGNOSIS,
        }
    ),
}  # fmt: skip
"""What labels over pieces of a kind name; over others stand labels that name no element."""


def labels_of_pieces(lines: Sequence[Line], at: int, form: Sequence[Kind]) -> list[str]:
    """Return the labels of the nearest line above line ``at`` that has one for each piece; none if there is no such."""
    for line in reversed(lines[max(0, at - _ABOVE) : at]):
        tokens = [(m.start(), m.end()) for m in _TOKEN.finditer(line.text)]
        if len(form) <= len(tokens) <= _MOST_TOKENS and not any(map(str.isdigit, line.text)):
            labels = _parted(line.text, tokens, form)
            known = [(label, kind) for label, kind in zip(labels, form, strict=False) if is_known_label(label)]
            denied = sum(_weight(label, kind) < 0 for label, kind in known)
            if len(known) >= _LEAST_KNOWN * len(form) > 0 and denied <= len(form) // _ONE_DENIED:
                return labels
    return []


def _parted(text: str, tokens: Sequence[tuple[int, int]], form: Sequence[Kind]) -> list[str]:
    """Return the words of a line as labels, one for each piece, that fit the pieces best; none if that cannot be."""
    least = -1e6
    best: list[list[tuple[float, list[str]]]] = [[(least, [])] * (len(form) + 1) for _ in range(len(tokens) + 1)]
    best[len(tokens)][len(form)] = (0, [])
    for at in range(len(tokens) - 1, -1, -1):
        for piece in range(len(form)):
            for stop in range(at + 1, min(at + _MOST_WORDS, len(tokens)) + 1):
                label = text[tokens[at][0] : tokens[stop - 1][1]]
                score, rest = best[stop][piece + 1]
                if (
                    score > least
                    and "  " not in label
                    and (made := score + _weight(label, form[piece])) > best[at][piece][0]
                ):
                    best[at][piece] = (made, [label, *rest])
    return best[0][0][1]


def _weight(label: str, kind: Kind) -> float:
    """Return how well a label stands over pieces of a kind."""
    if not is_known_label(label):
        return _UNKNOWN * len(label.split())
    meaning = meaning_of(label)
    if meaning is None or meaning.element is None:
        return _KNOWN
    is_insured = kind is Kind.NUMBER and names_insured(meaning)
    wanted = _OF_KIND.get(kind, frozenset())
    return _KNOWN * meaning.share + (_FITS if is_insured or meaning.element in wanted else _DENIED)

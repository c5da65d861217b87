# ruff: noqa: E501 - patterns read better in long rows
"""What stands before a candidate name: titles, cues, relatives, labels, as weight and as the label they support.

What must end right before the name is matched at the beginning of the text turned round: a pattern that is looked for
up to its end is tried at every place of the window.

Invariant: at most ``REACH`` code points are looked at.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tocsin.detection import names_words as words
from tocsin.detection.names_score import WEIGHTS
from tocsin.model.elements import Element
from tocsin.patterns import compiled

REACH = 60
ENDS_OF_CUES = frozenset(" *_")
"""What a cue other than a label ends with, right before the name."""
_FIANCE = "fianc[e\u00e9]e?"
_SAID_OF_KIN = ("is", "was", "named", "called", "name")
_SAID_OF_PROVIDERS = ("is", "was", "named", "by")
_TITLED = (
    "mr|mrs|ms|miss|mx|dra?|doctora?|prof|nurse|rev|sister|sir|judge|hon|srta?|sra|don|do\u00f1a|se\u00f1or(?:a|ita)?"
)
_TITLES, _RELATIVES, _PROVIDERS, _CUES, _ARTICLES, _LABELS = (1 << kind for kind in range(6))
_ALL = (1 << 6) - 1


def _turned(phrases: str) -> str:
    """Return alternatives turned round."""
    plain = [phrase for phrase in phrases.split("|") if phrase != _FIANCE]
    special = ["e?[e\u00e9]cnaif"] if _FIANCE in phrases else []
    return "|".join([*(re.escape(phrase[::-1]) for phrase in plain), *special])


def _ending(pattern: str, *, ignore_case: bool = True) -> re.Pattern[str]:
    """Compile what stands before a name, turned round; nothing of a word stands before it."""
    return compiled(pattern + r"(?!\w)", re.IGNORECASE if ignore_case else 0)


TITLED = compiled(rf"(?i:\b(?:{_TITLED})\.?[ ]{{1,2}}\Z)")
"""A title and a blank, at the end."""
_TITLE_BACK = _ending(
    r"[ ]{1,2}\.?(?:rm|srm|sm|ssim|xm|a?rd|a?rotcod|forp|esrun|ver|retsis|ris|egduj|noh|a?trs|ars|nod|a\u00f1od|(?:ati|a)?ro\u00f1es)"
)
_ANY_TITLE = _ending(r"[ ]{1,2}\.?([A-Za-z\u00f1\u00d1]{1,10})", ignore_case=False)
_CUE = _ending(rf"[*_]{{0,2}}[ ]{{1,2}}(?:[:,\u2014-][ ]*)?(?:{_turned(words.CUES)})")
_PERSON_CUE = _ending(rf"[ ](?:{_turned(words.PERSON_CUES)})")
_RELATIVE = _ending(
    rf"[*_]{{0,2}}[ ]{{1,2}}(?:[:,(][ ]?)?(?:(?:si[ ])?eman[ ]s['\u2019]|(?:si|saw|deman|dellac|eman|-)[ ])?(?:{_turned(words.RELATIVES)})"
)
_PROVIDER = _ending(rf"(?:[ ]yb)?[ ]{{1,2}}(?:[:,][ ]?)?(?:(?:si|saw|deman)[ ]?)?(?:{_turned(words.PROVIDER_CUES)})")
_ARTICLE = _ending(r"[ ](?:eht|a|na)")
_PLACE = _ending(r"[ ](?:ytic|nwot|egalliv|ni|ta|raen|morf|dnuora|tisiv|detisiv|aiv|fo[ ]ytic|fo[ ]nwot)")
_DWELLING = _ending(
    r"[ ](?:(?:ni|ta|raen)[ ](?:sevil|devil|evil|gnivil|pu[ ]werg|sediser|gnidiser|nrob|desab|detacol)"
    r"|morf[ ](?:ereh[ ])?(?:devom|evom|sevom|gnivom)|ot[ ](?:devom|evom|sevom|gnivom|evird|sevird|evord|gnivird|levart|delevart|pirt)|(?:ytic|nwot)[ ]emoh)"
)
"""What is said of a place only: ``lives in``, ``moved here from``, ``drive to``, ``home town``."""
_ENDS_OF_PLACES = frozenset("ntrmdafyeNTRMDAFYE")
"""What the words before places end with."""
_NAME_LABEL = compiled(r"\bname\b[^.\n:]{0,24}[:#-]?[ ]{0,3}\Z", re.IGNORECASE)
_ENTRY = compiled(r"[ \t>]*(?:[-*\u2022\u2013]|\(?\d{1,3}[.)])[ \t]+")
_LAST_WORD = compiled(r"[^a-z]*([a-z]+)")
"""Of a text turned round."""


class Before(NamedTuple):
    """What stands before one place."""

    weight: float
    element: Element
    has_title: bool
    is_person: bool
    """Nobody but a person is named behind it."""
    is_blank: bool
    """Nothing stands before it on its line but marks of a quote."""
    is_entry: bool
    """It begins an entry of a list."""


def before(text: str, start: int) -> Before:
    """Return what stands before ``start``."""
    line = line_before(text, start)
    kinds = _cues_in(line)
    title, weight, element = "", 0.0, Element.NAME
    if kinds:
        back = line[::-1]
        title = _title(back) if kinds & _TITLES else ""
        weight, element = _said(line, back, title, kinds)
    is_blank = not line.strip(" \t>*")
    is_entry = line[-1:] in {" ", "\t"} and _ENTRY.fullmatch(line) is not None
    is_person = bool(kinds & _CUES) and _PERSON_CUE.match(line[::-1]) is not None
    return Before(weight, element, bool(title), is_person, is_blank, is_entry)


def line_before(text: str, start: int) -> str:
    """Return what is looked at before a place: of its own line, at most ``REACH`` code points."""
    line = text[max(0, start - REACH) : start]
    return line[line.rfind("\n") + 1 :]


def has_title(text: str, start: int) -> bool:
    """Tell whether a title and a blank stand right before."""
    return text[start - 1 : start] == " " and _TITLE_BACK.match(line_before(text, start)[::-1]) is not None


def follows_number(text: str, start: int) -> bool:
    """Tell whether a house number or the like stands right before."""
    return start > 1 and text[start - 1] == " " and text[start - 2].isdigit()


def follows_place_word(text: str, start: int) -> bool:
    """Tell whether a word stands before that comes before places."""
    if start < 2 or text[start - 1] != " " or text[start - 2] not in _ENDS_OF_PLACES:
        return False
    return _PLACE.match(line_before(text, start)[::-1]) is not None


def is_dwelt_in(text: str, start: int) -> bool:
    """Tell whether what stands before is said of places only."""
    return text[start - 1 : start] == " " and _DWELLING.match(line_before(text, start)[::-1]) is not None


def may_announce(word: str) -> bool:
    """Tell whether a word right before a candidate may speak for it; generous."""
    lower = word.lower()
    if lower.isascii() and lower.isalpha():
        return (_LAST_WORDS.get(lower[::-1], 0) & ~_ARTICLES) != 0
    last = _LAST_WORD.match(lower[::-1])
    return not lower.isascii() or (last is not None and (_LAST_WORDS.get(last[1], 0) & ~_ARTICLES) != 0)


def _last_words() -> dict[str, int]:
    """Return of each last word of what may stand before a name, turned round, the kinds of cues that it may end."""
    ends = [
        (_TITLES, words.TITLES),
        (_RELATIVES, [*words.RELATIVES.replace(_FIANCE, "fiance|fiancee|fianc").split("|"), *_SAID_OF_KIN]),
        (_PROVIDERS, [*words.PROVIDER_CUES.split("|"), *_SAID_OF_PROVIDERS]),
        (_CUES, words.CUES.split("|")),
        (_ARTICLES, ("the", "a", "an")),
    ]
    found: dict[str, int] = {}
    for kind, phrases in ends:
        for phrase in phrases:
            if match := _LAST_WORD.match(phrase[::-1]):
                found[match[1]] = found.get(match[1], 0) | kind
    return found


_LAST_WORDS = _last_words()


def _cues_in(line: str) -> int:
    """Return which kinds of cues what stands before a name may end with; most often its last word shows that none."""
    lower = line.lower()
    kinds = _LABELS if "name" in lower else 0
    if line[-1:] not in ENDS_OF_CUES:
        return kinds
    if not lower.isascii():
        return _ALL
    last = _LAST_WORD.match(lower[::-1])
    return kinds if last is None else kinds | _LAST_WORDS.get(last[1], 0)


def _title(back: str) -> str:
    match = _ANY_TITLE.match(back)
    word = match[1][::-1].lower().replace("\u00f1", "n") if match else ""
    return word if word in words.TITLES else ""


def _said(line: str, back: str, title: str, kinds: int) -> tuple[float, Element]:
    if title:
        return WEIGHTS["title"], Element.PROVIDER if title in words.PROVIDER_TITLES else Element.NAME
    if kinds & _RELATIVES and _RELATIVE.match(back):
        return WEIGHTS["relative_cue"], Element.RELATIVE
    if kinds & _PROVIDERS and _PROVIDER.match(back):
        return WEIGHTS["provider_cue"], Element.PROVIDER
    weight = WEIGHTS["cue"] if kinds & _CUES and _CUE.match(back) else 0.0
    if kinds & _LABELS and _NAME_LABEL.search(line):
        weight += WEIGHTS["label"]
    if kinds & _ARTICLES and _ARTICLE.match(back):
        weight += WEIGHTS["the"]
    return weight, Element.NAME

# ruff: noqa: E501 - patterns and word lists read better in long rows
"""What stands before and behind a candidate name, as weights and as the label it supports.

Invariant: at most ``REACH`` code points to each side are looked at.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from tocsin.detection import names_words as words
from tocsin.detection.names_score import WEIGHTS
from tocsin.detection.regions import state_code
from tocsin.model.elements import Element

REACH = 60
_TITLE = re.compile(r"(?:\A|[^\w])((?:[A-Za-z]{1,9})\.?)[ ]{1,2}\Z")
_CUE = re.compile(rf"(?:\A|[^\w])(?:{words.CUES})(?:[ ]*[:,\u2014-])?[ ]{{1,2}}[*_]{{0,2}}\Z", re.IGNORECASE)
_RELATIVE = re.compile(
    rf"(?:\A|[^\w])(?:{words.RELATIVES})(?:['\u2019]s name(?: is)?|[ ](?:is|was|named|called|name|-))?(?:[ ]?[:,(])?[ ]{{1,2}}[*_]{{0,2}}\Z",
    re.IGNORECASE,
)
_PROVIDER = re.compile(
    rf"(?:\A|[^\w])(?:{words.PROVIDER_CUES})(?:[ ]?(?:is|was|named))?(?:[ ]?[:,])?[ ]{{1,2}}(?:by[ ])?\Z", re.IGNORECASE
)
_THE = re.compile(r"(?:\A|[^\w])(?:the|a|an)[ ]\Z", re.IGNORECASE)
_PLACE = re.compile(r"(?:\A|[^\w])(?:in|at|near|from|around|visit|visited|via|city of|town of)[ ]\Z", re.IGNORECASE)
_STATE_AFTER = re.compile(r",[ ]?(?:[A-Z]{2}\b(?!\.)|(?:(?:New|North|South|West|Rhode) )?[A-Z][a-z]{3,})")
_CREDENTIAL = re.compile(r"(?:,[ ]?|[ ]{1,2}|[ ]?\()((?:[A-Za-z]{1,3}\.?){1,5}(?:-[A-Z]{1,3})?)(?=[^\w]|\Z)")
_RELATION_AFTER = re.compile(
    rf"(?:,[ ]|[ ]?\()(?:(?:his|her|their|the|pt'?s?|patient['\u2019]s)[ ](?:\w+[ ])?)?(?:{words.RELATIVES})\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"(?:[ ]has|[ ]had|[ ]is|[ ]was|[ ]said|[ ]says|[ ]called|[ ]calls|[ ]asked|[ ]lives|[ ]told|[ ]wants|[ ]will|[ ]reports|[ ]denies|[ ]states|[ ]stated|[ ]presents|"
    r"[ ]came|[ ]went|[ ]and I|[ ]wrote|[ ]who|[ ]would|[ ]does|[ ]did|['\u2019]s|,?[ ]?\d{1,3}[ -]?y(?:ear|\.?o)|[ ]locked|[ ]can(?:no|['\u2019])?t|[ ]recommended|[ ]prefers|[ ]joined|[ ]requested)\b"
)
_BIRTH = re.compile(
    r"[ ,;(\[-]{1,4}(?:DOB|D\.O\.B|MRN|SSN|born|b\.|aged?|acct|member id|date of birth)\b", re.IGNORECASE
)
_SAID_OF = re.compile(r"(?::[ ]|[ ]-{1,2}[ ])(?=\S)")
"""What stands behind the name of an entry: ``Lee Ann: Hgb 7.1``, ``Lee Ann - declined``."""
_DATED = re.compile(r",?[ ]\(?\d{1,2}[/-]\d{1,2}[/-](?:(?:19|20)\d\d|\d\d)(?:[,;)]|\b(?![/-]))")
_ENTRY = re.compile(r"[ \t>]*(?:[-*\u2022\u2013]|\(?\d{1,3}[.)])[ \t]+")
_NAME_LABEL = re.compile(r"\bname\b[^.\n:]{0,24}[:#-]?[ ]{0,3}\Z", re.IGNORECASE)


class Around(NamedTuple):
    """The cues around one candidate."""

    weight: float
    element: Element
    has_title: bool


def around(text: str, start: int, end: int) -> Around:
    """Return what the surroundings of ``text[start:end]`` say."""
    before = text[max(0, start - REACH) : start]
    before = before[before.rfind("\n") + 1 :]
    after = text[end : end + REACH]
    title, weight, element = "", 0.0, Element.NAME
    kinds, begin = _cues_in(before)
    if kinds:
        title = _title(before) if kinds & _TITLES else ""
        weight, element = _before(before, title, kinds, begin)
    more, label = _after(after)
    if more == WEIGHTS["dated"] and label is None and _ENTRY.fullmatch(before):
        more = WEIGHTS["listed"]
    if not more and (_is_addressed(text, before, end) or _LIVES_AT.match(text, end)):
        more = WEIGHTS["addressed"]
    if not more and _ENTRY.fullmatch(before) and _DAY_BEHIND.match(after):
        more = WEIGHTS["dated"]
    return Around(weight + more, label or element, bool(title))


_STREET_BELOW = re.compile(
    r"[ \t]*\n[ \t]*(?:\d{1,6}[A-Z]?[ ][A-Z0-9]|P\.?[ ]?O\.?[ ]Box|RR?[ ]\d)[^\n]{2,50}\n(?:[^\n]{1,40}\n)?"
    r"[ \t]*[^\n\d]{2,30}[ ]\d{5}(?:-\d{4})?\b",
    re.IGNORECASE,
)


_LIVES_AT = re.compile(
    r",?[ ](?:\(?\d{3}\)?[-. ]\d{3}[-.]\d{4}\b|\(\d{3}\)[ ]?\d{3}-\d{4}\b"
    r"|\d{1,6}[A-Z]?[ ][^\n,]{3,40},[ ][^\n,\d]{3,24},[ ][A-Z]{2}[ ]\d{5}\b)"
)
"""A telephone, or a street with town and ZIP, right behind a name."""
_DAY_BEHIND = re.compile(r"[ ]\d{1,2}/\d{1,2}[ ]")


def _is_addressed(text: str, before: str, end: int) -> bool:
    """Tell whether the candidate fills a line above a street and a line that ends with a ZIP."""
    return not before.strip(" \t>*") and text[end : end + 1] in "\n \t" and bool(_STREET_BELOW.match(text, end))


_LAST_WORD = re.compile(r"[^a-z]*([a-z]+)")
"""Of a text turned round, which is quicker than to look for its end."""
_TITLES, _RELATIVES, _PROVIDERS, _CUES, _ARTICLES, _LABELS = (1 << kind for kind in range(6))
_ALL = (1 << 6) - 1
ENDS_OF_CUES = frozenset(" *_")
"""What a cue other than a label ends with, right before the name."""


def _last_words() -> dict[str, int]:
    """Return of each last word of what may stand before a name the kinds of cues that it may end."""
    ends = [
        (_TITLES, words.TITLES),
        (_RELATIVES, [*words.RELATIVES.replace("fianc[e\u00e9]e?", "fiance|fiancee|fianc").split("|"), *_SAID_OF_KIN]),
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


_SAID_OF_KIN = ("is", "was", "named", "called", "name")
_SAID_OF_PROVIDERS = ("is", "was", "named", "by")
_LAST_WORDS = _last_words()


def _cues_in(before: str) -> tuple[int, int]:
    """Return which kinds of cues what stands before a name may end with, and where they begin at the earliest.

    Most often its last word shows that there are none.
    """
    lower = before.lower()
    kinds = _LABELS if "name" in lower else 0
    if before[-1:] not in ENDS_OF_CUES:
        return kinds, 0
    if not lower.isascii():
        return _ALL, 0
    last = _LAST_WORD.match(lower[::-1])
    if last is None or last[1] not in _LAST_WORDS:
        return kinds, 0
    return kinds | _LAST_WORDS[last[1]], max(0, len(before) - last.start(1) - _LONGEST_CUE)


def _longest_cue() -> int:
    """Return the most code points from before a cue to the end of its last word."""
    phrases = f"{words.CUES}|{words.RELATIVES}|{words.PROVIDER_CUES}".split("|")
    said = max(map(len, (*_SAID_OF_KIN, *_SAID_OF_PROVIDERS)))
    return max(map(len, phrases)) + len("'s name ") + said + len(" , ")


_LONGEST_CUE = _longest_cue()


def may_announce(word: str) -> bool:
    """Tell whether a word right before a candidate may speak for it; generous."""
    lower = word.lower()
    last = _LAST_WORD.match(lower[::-1])
    return not lower.isascii() or (last is not None and (_LAST_WORDS.get(last[1], 0) & ~_ARTICLES) != 0)


def may_follow(word: str) -> tuple[bool, bool]:
    """Tell whether a word behind a candidate and a blank, or a comma and a blank, may begin what speaks for it.

    Generous; no sign follows the word. A phrase is known by its first word, or by that with a relative behind it
    (``, his wife``).
    """
    lower = word.lower()
    if lower in _heads() or (word[:2].isupper() and _is_credential(word)) or word in MIXED_CREDENTIALS:
        return True, True
    if lower[:2] not in _openings() and lower[:1] not in _openings():
        return False, False
    return _speaks(f" {word} wife"), _speaks(f", {word} wife")


def _speaks(behind: str) -> bool:
    return bool(_BIRTH.match(behind) or _VERB.match(behind) or _RELATION_AFTER.match(behind))


@cache
def _heads() -> frozenset[str]:
    """Return the first words of what has several words and speaks for the name before it."""
    relatives = (phrase.split()[0] for phrase in words.RELATIVES.split("|"))
    return frozenset([*relatives, *(word for source in _sources() for word in _HEAD.findall(source))])


@cache
def _openings() -> frozenset[str]:
    """Return the first two letters of what speaks for the name before it, or the one that a choice follows."""
    return frozenset(found[0] for source in _sources() for found in _OPENING.finditer(source))


def _sources() -> list[str]:
    return [said.pattern.replace("[ ]", " ").lower() for said in (_BIRTH, _VERB, _RELATION_AFTER)]


_HEAD = re.compile(r"[a-z]+(?= [a-z])")
_OPENING = re.compile(r"(?<![a-z])[a-z](?:[a-z]|(?=[(\[?]))")


def _title(before: str) -> str:
    match = _TITLE.search(before)
    word = match.group(1).rstrip(".").lower() if match else ""
    return word if word in words.TITLES else ""


def _before(before: str, title: str, kinds: int, begin: int) -> tuple[float, Element]:
    if title:
        label = Element.PROVIDER if title in words.PROVIDER_TITLES else Element.NAME
        return WEIGHTS["title"], label
    if kinds & _RELATIVES and _RELATIVE.search(before, begin):
        return WEIGHTS["relative_cue"], Element.RELATIVE
    if kinds & _PROVIDERS and _PROVIDER.search(before, begin):
        return WEIGHTS["provider_cue"], Element.PROVIDER
    weight = WEIGHTS["cue"] if kinds & _CUES and _CUE.search(before, begin) else 0.0
    if kinds & _LABELS and _NAME_LABEL.search(before):
        weight += WEIGHTS["label"]
    if kinds & _ARTICLES and _THE.search(before):
        weight += WEIGHTS["the"]
    return weight, Element.NAME


_AFTER_BEGINS = frozenset(" ,;:([-'\u2019")
"""Signs that begin what may stand behind a name and speak for it, digits left out."""


_SECONDS = frozenset(" ,;([-")
_SECOND_OF = {":": " ", "'": "s", "\u2019": "s"}


def begins_more(one: str, two: str) -> bool:
    """Tell whether two signs behind a name may begin what speaks for it; two may be missing at the end of a text."""
    if one not in _AFTER_BEGINS:
        return one.isdigit()
    wanted = _SECOND_OF.get(one)
    return two == wanted if wanted else two in _SECONDS or two.isalnum()


def _after(after: str) -> tuple[float, Element | None]:
    if not begins_more(after[:1], after[1:2]):
        return 0.0, None
    credential = _CREDENTIAL.match(after)
    if credential and _is_credential(credential.group(1)):
        return WEIGHTS["credential"], Element.PROVIDER
    if _RELATION_AFTER.match(after):
        return WEIGHTS["relative_cue"], Element.RELATIVE
    if _BIRTH.match(after):
        return WEIGHTS["birth"], None
    if _DATED.match(after):
        return WEIGHTS["dated"], None
    if _SAID_OF.match(after):
        return WEIGHTS["said_of"], None
    return (WEIGHTS["verb"] if _VERB.match(after) else 0.0), None


MIXED_CREDENTIALS = frozenset({"PharmD", "PhD", "PsyD", "MBBCh"})


def _is_credential(word: str) -> bool:
    plain = word.replace(".", "").replace("-", "")
    is_written_so = plain.isupper() or plain in MIXED_CREDENTIALS
    return plain.lower() in words.CREDENTIALS and is_written_so and len(plain) > 1


_DISEASE_AFTER = re.compile(
    r"(?:['\u2019]s)?[ ]+(?:disease|syndrome|lymphoma|sign|score|catheter|procedure|sarcoma|esophagus|tumou?r|palsy|test|stain|line|port|tube|bag|"
    r"criteria|scale|classification|staging|grade|index|method|stage|ulcer|anemia|thyroiditis|phenomenon|reflex|maneuver|carcinoma|crisis|type|cell|cells|nodes?)\b"
)


def is_disease(text: str, end: int) -> bool:
    """Tell whether a word follows that makes an eponym of the name."""
    return _DISEASE_AFTER.match(text[end : end + 24]) is not None


def is_place(text: str, start: int, end: int) -> bool:
    """Tell whether a state follows, as after a city."""
    found = _STATE_AFTER.match(text[end : end + 24])
    return found is not None and bool(state_code(found[0].lstrip(", ")))


def follows_number(text: str, start: int) -> bool:
    """Tell whether a house number or the like stands right before."""
    return start > 1 and text[start - 1] == " " and text[start - 2].isdigit()


_NUMBER_AFTER = re.compile(r"[ ]\d{1,5}\b(?![/-]\d)(?! ?(?:y|mo|mg|f\b|m\b|and|year))")


def precedes_number(text: str, end: int) -> bool:
    """Tell whether a number follows that is no age or date, as behind a street."""
    return _NUMBER_AFTER.match(text[end : end + 16]) is not None


def follows_place_word(text: str, start: int) -> bool:
    """Tell whether a word stands before that comes before places."""
    return _PLACE.search(text[max(0, start - 12) : start]) is not None

# ruff: noqa: E501 - patterns and word lists read better in long rows
"""What stands before and behind a candidate name, as weights and as the label it supports.

Invariant: at most ``REACH`` code points to each side are looked at.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from tocsin.detection import names_words as words
from tocsin.detection.names_before import REACH, Before, before, follows_number, follows_place_word
from tocsin.detection.names_deeds import DOING, TURNS, has_belonging, is_deed, is_spoken_to, speaks
from tocsin.detection.names_order import is_start
from tocsin.detection.names_score import WEIGHTS
from tocsin.detection.names_spanish import VERBS
from tocsin.model.elements import Element
from tocsin.model.regions import state_code
from tocsin.patterns import compiled

_STATE_AFTER = compiled(r",[ ]?(?:[A-Z]{2}\b(?!\.)|(?:(?:New|North|South|West|Rhode) )?[A-Z][a-z]{3,})")
_CREDENTIAL = compiled(r"(?:,[ ]?|[ ]{1,2}|[ ]?\()((?:[A-Za-z]{1,3}\.?){1,5}(?:-[A-Z]{1,3})?)(?=[^\w]|\Z)")
_RELATION_AFTER = compiled(
    rf"(?:,[ ]|[ ]?\()(?!son[ ](?:dos|tres|los|las|sus|mis|de|muy)\b)(?:(?:his|her|su|sus|la|el|their|the|pt'?s?|patient['\u2019]s)[ ](?:\w+[ ])?)?(?:{words.RELATIVES})\b",
    re.IGNORECASE,
)
_VERB = compiled(
    r"(?:[ ]has|[ ]had|[ ]is|[ ]was|[ ]said|[ ]says|[ ]called|[ ]calls|[ ]asked|[ ]lives|[ ]told|[ ]wants|[ ]will|[ ]reports|[ ]denies|[ ]states|[ ]stated|[ ]presents|"
    r"[ ]came|[ ]went|[ ]and I|[ ]wrote|[ ]who|[ ]would|[ ]does|[ ]did|['\u2019]s|,?[ ]?\d{1,3}[ -]?y(?:ear|\.?o)|[ ]locked|[ ]can(?:no|['\u2019])?t|[ ]recommended|[ ]prefers|[ ]joined|[ ]requested|[ ]started|[ ]takes|[ ]took|[ ]needs|[ ]got|[ ]gets|[ ]paid|[ ]pays|[ ]moved|[ ]passed|[ ]died|[ ]returned|[ ]underwent|[ ]completed|[ ]received|[ ]missed|[ ]cancel(?:l?ed|s)|[ ]threw|[ ]fell|[ ]refused|[ ]refuses|[ ]declined|[ ]finished|[ ]stopped|[ ]changed|[ ]switched|[ ]brought|[ ]dropped|[ ]left|[ ]turned|[ ]emailed|[ ]texted|[ ]no-showed|[ ]lost|[ ]gave|[ ]keeps|[ ]complained|[ ]insists|[ ]claims|[ ]thinks|[ ]signed"
    rf"|[ ](?:{VERBS}))\b"
)
_BIRTH = compiled(
    r"[ ,;(\[-]{1,4}(?:DOB|D\.O\.B|MRN|SSN|born|b\.(?=[ ]?\w)|aged?|acct|member id|date of birth|nac|nacid[oa]|naci\u00f3|fn|f\.n|exp|expediente|edad|nascid[oa])(?:\b|(?<=b\.))",
    re.IGNORECASE,
)
_AGED = compiled(
    r",?[ ](?:is[ ]|was[ ])?an?[ ]\d{1,3}[ -]?(?:year|yr|y\.?/?o|month|week|day)|,?[ ](?:de[ ]|\()?\d{1,3}[ ](?:a\u00f1|anos|mes(?:es)?|sem)"
)
"""An age behind a name: ``Ann Lee, a 66-year-old``."""
_SAID_OF = compiled(r"(?::[ ]|[ ]-{1,2}[ ])(?=\S)")
"""What stands behind the name of an entry: ``Lee Ann: Hgb 7.1``, ``Lee Ann - declined``."""
_DATED = compiled(r",?[ ]\(?\d{1,2}[/-]\d{1,2}[/-](?:(?:19|20)\d\d|\d\d)(?:[,;)]|\b(?![/-]))")


class Around(NamedTuple):
    """The cues around one candidate."""

    weight: float
    element: Element
    has_title: bool
    firm: float = 0.0
    """Of the weight what counts for who is meant too, not only for a name being one."""
    is_person: bool = False
    """Only of persons is such a thing said."""


class After(NamedTuple):
    """What stands behind one place."""

    weight: float
    firm: float
    """The same without what only says that people are spoken of."""
    label: Element | None
    is_person: bool
    """Only persons do, are or have what is said."""
    is_dated: bool
    """Nothing but a date says so much."""
    is_living: bool
    """A telephone or a street stands right behind, and nothing that says more."""
    has_day: bool
    is_spoken_to: bool
    """Something is said to somebody behind a comma."""


class Surroundings:
    """What stands around the candidates of one text; what was seen at a place is remembered."""

    __slots__ = ("_after", "_before", "_beside_end", "_beside_start", "doubts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.doubts: dict[int, tuple[float, float]] = {}
        """Of names of one word by their place: the score, and what it would be without what only says so of people."""
        self._before: dict[int, Before] = {}
        self._after: dict[int, After] = {}
        self._beside_start: dict[int, tuple[bool, bool]] = {}
        self._beside_end: dict[int, tuple[bool, bool, bool]] = {}

    def around(self, start: int, end: int) -> Around:
        """Return what the surroundings of ``text[start:end]`` say."""
        one = self._before.get(start)
        if one is None:
            one = self._before[start] = before(self.text, start)
        two = self._after.get(end)
        if two is None:
            two = self._after[end] = _after(self.text, end)
        more, firm = two.weight, two.firm
        if two.is_dated and one.is_entry:
            more = firm = WEIGHTS["listed"]
        if not more and (two.is_living or (one.is_blank and _is_addressed(self.text, end))):
            more = firm = WEIGHTS["addressed"]
        if not more and one.is_entry and two.has_day:
            more = firm = WEIGHTS["dated"]
        is_spoken_to = (two.is_spoken_to and is_start(self.text, start)) or _is_called(self.text, start, end)
        if is_spoken_to:
            more = WEIGHTS["spoken_to"]
        is_person = is_spoken_to or one.is_person or two.is_person
        return Around(one.weight + more, two.label or one.element, one.has_title, one.weight + firm, is_person)

    def before_start(self, start: int) -> tuple[bool, bool]:
        """Tell whether a word that comes before places stands before, and whether a number does."""
        told = self._beside_start.get(start)
        if told is None:
            told = follows_place_word(self.text, start), follows_number(self.text, start)
            self._beside_start[start] = told
        return told

    def behind_end(self, end: int) -> tuple[bool, bool, bool]:
        """Tell whether what makes an eponym of the name, a state, or a number stands behind."""
        told = self._beside_end.get(end)
        if told is None:
            told = is_disease(self.text, end), is_place(self.text, end), precedes_number(self.text, end)
            self._beside_end[end] = told
        return told


_STREET_BELOW = compiled(
    r"[ \t]*\n[ \t]*(?:\d{1,6}[A-Z]?[ ][A-Z0-9]|P\.?[ ]?O\.?[ ]Box|RR?[ ]\d)[^\n]{2,50}\n(?:[^\n]{1,40}\n)?"
    r"[ \t]*[^\n\d]{2,30}[ ]\d{5}(?:-\d{4})?\b",
    re.IGNORECASE,
)


_LIVES_AT = compiled(
    r",?[ ](?:\(?\d{3}\)?[-. ]\d{3}[-.]\d{4}\b|\(\d{3}\)[ ]?\d{3}-\d{4}\b"
    r"|\d{1,6}[A-Z]?[ ][^\n,]{3,40},[ ][^\n,\d]{3,24},[ ][A-Z]{2}[ ]\d{5}\b)"
)
"""A telephone, or a street with town and ZIP, right behind a name."""
_DAY_BEHIND = compiled(r"[ ]\d{1,2}/\d{1,2}[ ]")


def _is_addressed(text: str, end: int) -> bool:
    """Tell whether a line ends here above a street and a line that ends with a ZIP."""
    return text[end : end + 1] in "\n \t" and bool(_STREET_BELOW.match(text, end))


def may_follow(word: str) -> tuple[bool, bool]:
    """Tell whether a word behind a candidate and a blank, or a comma and a blank, may begin what speaks for it.

    Generous; no sign follows the word. A phrase is known by its first word, or by that with a relative behind it
    (``, his wife``).
    """
    lower = word.lower()
    if lower in _heads() or (word[:2].isupper() and _is_credential(word)) or word in MIXED_CREDENTIALS:
        return True, True
    is_deed, is_turn = lower in DOING, lower in TURNS
    if _openings().isdisjoint((lower[:3], lower[:2], lower[:1])):
        return is_deed, is_turn
    return is_deed or _speaks(f" {word} wife"), is_turn or _speaks(f", {word} wife")


def _speaks(behind: str) -> bool:
    return bool(_BIRTH.match(behind) or _VERB.match(behind) or _RELATION_AFTER.match(behind))


@cache
def _heads() -> frozenset[str]:
    """Return the first words of what has several words and speaks for the name before it."""
    relatives = (phrase.split()[0] for phrase in words.RELATIVES.split("|"))
    return frozenset([*_ARTICLE_OF_AGE, *relatives, *(word for source in _sources() for word in _HEAD.findall(source))])


_ARTICLE_OF_AGE = ("a", "an", "de")


@cache
def _openings() -> frozenset[str]:
    """Return the first three letters of what speaks for the name before it, fewer where a sign or a choice follows."""
    found = [match[0] for source in _sources() for match in _OPENING.finditer(source)]
    return frozenset(
        [*(one.rstrip("?") for one in found), *(one[:-2] for one in found if len(one) > 2 and one[-1] == "?")]
    )


def _sources() -> list[str]:
    return [said.pattern.replace("[ ]", " ").lower() for said in (_BIRTH, _VERB, _RELATION_AFTER)]


_HEAD = compiled(r"[a-z]+(?= [a-z])")
_OPENING = compiled(r"(?<![a-z])(?:[a-z]{3}|[a-z]{1,2}(?![a-z]))\??")


_AFTER_BEGINS = frozenset(" ,;:([-'\u2019\\")
"""Signs that begin what may stand behind a name and speak for it, digits left out."""


_SECONDS = frozenset(" ,;([-")
_SECOND_OF = {":": " ", "'": "s", "\u2019": "s", "\\": "'"}


def begins_more(one: str, two: str) -> bool:
    """Tell whether two signs behind a name may begin what speaks for it; two may be missing at the end of a text."""
    if one not in _AFTER_BEGINS:
        return one.isdigit()
    wanted = _SECOND_OF.get(one)
    return two == wanted if wanted else two in _SECONDS or two.isalnum()


def _after(text: str, end: int) -> After:
    said = text[end : end + REACH].removeprefix("\\")
    weight, firm, label = _said_behind(said)
    is_person = label is None and weight in _OF_PERSONS
    is_dated = label is None and weight == WEIGHTS["dated"]
    is_living = not weight and _LIVES_AT.match(text, end) is not None
    has_day = not weight and _DAY_BEHIND.match(said) is not None
    return After(
        weight,
        firm,
        label,
        is_person,
        is_dated,
        is_living,
        has_day,
        not weight and said[:1] == "," and is_spoken_to(said),
    )


_OF_PERSONS = frozenset({WEIGHTS["deed"], WEIGHTS["belonging"]})


def _is_called(text: str, start: int, end: int) -> bool:
    """Tell whether somebody is called at the end of a sentence: ``Come in, Paul!``."""
    return text[end : end + 1] in {"!", "?"} and text[max(0, start - 2) : start] == ", "


_PLAIN_WORD = compiled(r"[ ]([A-Za-z]+)(?![\w.'\u2019-])")


def _said_behind(after: str) -> tuple[float, float, Element | None]:
    """Return what stands behind weighs, what of it is firm, and the label that it supports."""
    if not begins_more(after[:1], after[1:2]):
        return 0.0, 0.0, None
    plain = _PLAIN_WORD.match(after)
    if plain and not _may_follow_blank(plain[1]):
        return 0.0, 0.0, None
    credential = _CREDENTIAL.match(after)
    if credential and _is_credential(credential.group(1)):
        return *_TWICE["credential"], Element.PROVIDER
    if _RELATION_AFTER.match(after):
        return *_TWICE["relative_cue"], Element.RELATIVE
    if _BIRTH.match(after) or _AGED.match(after):
        return *_TWICE["birth"], None
    if _DATED.match(after):
        return *_TWICE["dated"], None
    if _SAID_OF.match(after):
        return WEIGHTS["speaks" if speaks(after) else "said_of"], WEIGHTS["said_of"], None
    firm = WEIGHTS["verb"] if _VERB.match(after) else 0.0
    weight = WEIGHTS["deed"] if is_deed(after) else WEIGHTS["belonging"] if has_belonging(after) else firm
    return weight, firm, None


_TWICE = {kind: (weight, weight) for kind, weight in WEIGHTS.items()}


@lru_cache(maxsize=32768)
def _may_follow_blank(word: str) -> bool:
    return may_follow(word)[0]


MIXED_CREDENTIALS = frozenset({"PharmD", "PhD", "PsyD", "MBBCh"})


def _is_credential(word: str) -> bool:
    plain = word.replace(".", "").replace("-", "")
    is_written_so = plain.isupper() or plain in MIXED_CREDENTIALS
    return plain.lower() in words.CREDENTIALS and is_written_so and len(plain) > 1


_DISEASE_AFTER = compiled(
    r"(?:['\u2019]s)?[ ]+(?:disease|syndrome|lymphoma|sign|score|catheter|procedure|sarcoma|esophagus|tumou?r|palsy|test|stain|line|port|tube|bag|"
    r"criteria|scale|classification|staging|grade|index|method|stage|ulcer|anemia|thyroiditis|phenomenon|reflex|maneuver|carcinoma|crisis|type|cell|cells|nodes?)\b"
)


def is_disease(text: str, end: int) -> bool:
    """Tell whether a word follows that makes an eponym of the name."""
    return _DISEASE_AFTER.match(text[end : end + 24]) is not None


def is_place(text: str, end: int) -> bool:
    """Tell whether a state follows, as after a city."""
    found = _STATE_AFTER.match(text[end : end + 24])
    return found is not None and bool(state_code(found[0].lstrip(", ")))


_NUMBER_AFTER = compiled(r"[ ]\d{1,5}\b(?![/-]\d)(?! ?(?:y|mo|mg|f\b|m\b|and|year))")


def precedes_number(text: str, end: int) -> bool:
    """Tell whether a number follows that is no age or date, as behind a street."""
    return _NUMBER_AFTER.match(text[end : end + 16]) is not None

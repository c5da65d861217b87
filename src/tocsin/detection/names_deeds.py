# ruff: noqa: E501, SIM905 - word lists read better as running text
"""What people do, have and are told, and hardly anything else is: it speaks for the name before it.

Invariant: pure; a bounded stretch behind the name is looked at.
"""

from __future__ import annotations

import re

from tocsin.patterns import compiled

DEEDS = frozenset(
    """shouted yelled whispered smiled smiles laughed laughs cried cries wept slept sleeps ate eats drank drinks smokes smoked vapes walked walks sat sits spent spends thinks thought feels hopes hoped
    wishes remembers remembered forgot loves loved hates hated woke wakes vomited fainted graduated retired divorced hugged kissed apologized apologised worries worried lives grew swore weighs replied
    sighed screamed nodded wants verbalized whispers married snores knows knew believes begged joked complained complains insisted insists asked asks told tells""".split()
)
"""What somebody does, in one word."""
ADVERBS = frozenset("just also then never always usually often still already really so".split())
"""What may stand between somebody and what they do."""
DOING = DEEDS | ADVERBS
TURNS = frozenset("can could would will please are do did have how what thank thanks let i we you your this".split())
"""What begins what is said to somebody."""
_STATES = (
    "sympathetic|reliable|kind|friendly|pleasant|tired|sick|ill|pregnant|married|single|divorced|widowed|retired|unemployed|allergic|anxious|depressed|happy|sad|afraid|angry|upset|hungry|awake|asleep|born"
    "|shouting|crying|sleeping|eating|drinking|smoking|walking|sitting|living|thinking|worried"
)
_PEOPLE = (
    "person|man|woman|boy|girl|child|lady|gentleman|smoker|widow|widower|veteran|nurse|teacher|student|guy|kid|friend"
)
_IS = compiled(
    rf"[ ](?:is|was|has[ ]been)[ ](?:(?:\w+ly|very|so|not|now|still|currently)[ ])?(?:{_STATES})\b"
    rf"|[ ](?:is|was)[ ]an?[ ](?:[\w-]+[ ]){{0,3}}?(?:{_PEOPLE})\b"
    r"|[ ](?:is|was|comes|came)[ ]from\b"
    r"|[ ](?:has|had)[ ](?:just[ ]|never[ ]|always[ ])?(?:given|told|shouted|smoked|slept|eaten|drunk|forgotten|known|married|cried|thought)\b"
    r"|[ ](?:has|had|gave|took|lost|brought|called|sent)[ ](?:his|her)\b"
)
_SO = compiled(r"[ ]so[ ][a-z]+\?")
"""Behind who is asked about: ``Why is Paul so tired?``."""
_WORDS = compiled(r"[ ]([a-z]+)[ ]?([a-z]*)")
_BELONGING = compiled(
    r"['\u2019]s[ ](?:[a-z]+[ ])?(?:address|phone|e?-?mail|birthday|daughter|son|wife|husband|mother|father|mom|dad|sister|brother|parents?|family|friends?|boss|doctor|house|home|apartment|car|school"
    r"|job|chart|labs?|appointment|visit|medications?|meds|insurance|pain|symptoms|diagnosis|surgery|dose|refill|prescription|weight|age|name|voice|face|hand|arm|leg|heart)\b"
)
_SPEAKS = compiled(r":[ ]\\?[\"\u201c\u2018]\w")
_SPOKEN_TO = compiled(
    r",[ ](?:(?:can|could|would|will)[ ](?:you|i|we)|please|are[ ]you|do[ ]you|did[ ]you|have[ ]you|how[ ](?:are|is|was|did)|what[ ](?:do|time|is)|thanks?|let[ ](?:me|us)|i[ ](?:am|have|need|was|think)|we[ ](?:are|have|need|will)|you[ ](?:are|have|need|can)|your|this[ ]is)\b",
    re.IGNORECASE,
)


def is_deed(after: str) -> bool:
    """Tell whether what stands behind a name says what somebody does or is."""
    words = _WORDS.match(after)
    if words is None:
        return False
    word = words[1]
    if word in _AUXILIARIES:
        return _IS.match(after) is not None
    return word in DEEDS or (word in ADVERBS and words[2] in DEEDS) or (word == "so" and _SO.match(after) is not None)


_AUXILIARIES = frozenset("is was has had gave took lost brought called sent comes came".split())


def has_belonging(after: str) -> bool:
    """Tell whether a genitive and what people have stand behind a name."""
    return after[:1] in {"'", "\u2019"} and _BELONGING.match(after) is not None


def speaks(after: str) -> bool:
    """Tell whether a colon and quoted words stand behind a name."""
    return _SPEAKS.match(after) is not None


def is_spoken_to(after: str) -> bool:
    """Tell whether something said to somebody stands behind a name."""
    return _SPOKEN_TO.match(after) is not None

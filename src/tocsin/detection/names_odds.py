"""The log odds of one window of words: learnt weights where they have a say, the rules' own elsewhere.

A title or degree tells a name by itself; single words and names with particles are too few in the evidence the
weights were learnt from.

Invariant: pure.
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.detection.names_before import has_title, is_dwelt_in
from tocsin.detection.names_context import Around, Surroundings
from tocsin.detection.names_order import is_start
from tocsin.detection.names_score import NOTHING, WEIGHTS, Weighed, probability, weigh
from tocsin.detection.names_tokens import Token
from tocsin.detection.names_windows import Evidence, is_learnt, log_odds_of
from tocsin.model.elements import Element
from tocsin.model.lexicon import cities
from tocsin.patterns import compiled

HOPELESS = -2.9
"""Log odds of the words alone below which nothing but a title could help."""
_HOPELESS_ALONE = -4.0
"""The same of a single word of which something may be said that is said of persons only."""
_NOTHING = Around(0.0, Element.NAME, has_title=False)


def odds_of(said: Surroundings, piece: list[Token], low: int, high: int) -> tuple[float, Around]:
    """Return the log odds that ``piece[low:high]`` is one person's name, with the cues around it."""
    window = piece[low:high]
    start, end = window[0].start, window[-1].end
    weighed = _weighed(said, window)
    bare = NOTHING if weighed is None else max(weighed.odds(0.0), weighed.rare)
    if bare < (HOPELESS if len(window) > 1 else _HOPELESS_ALONE) and not has_title(said.text, start):
        return bare, _NOTHING
    context = said.around(start, end)
    if not (context.is_person or context.has_title) and is_dwelt_in(said.text, start):
        return NOTHING, _NOTHING
    if bare < HOPELESS and not (context.is_person or context.has_title):
        return bare, _NOTHING
    if weighed is None:
        return NOTHING, context
    place = _place_weight(said, window, context)
    cues = context.weight if len(window) == 1 else context.firm
    if not is_learnt(window) or _is_told(context):
        rare = WEIGHTS["deed_rare"] if context.is_person and not window[0].facts.is_known else 0.0
        return weighed.odds(cues + place + rare), context
    evidence = Evidence(bare, cues, place)
    learnt = log_odds_of(said.text, piece, low, high, evidence, begins=is_start(said.text, start))
    return max(learnt, weighed.odds(cues + place)) if cues >= _STRONG else learnt, context


_STRONG = 2.4
"""Cues from which the rules' word counts too: ``my patient, Fancy Groova, born``."""


def firmly(said: Surroundings, token: Token, context: Around) -> float:
    """Return the score of a word by what is firm about it: capitals, odds and what names people."""
    plain = Token(token.start, token.end, token.facts._replace(standing=0.0, is_rare=False))
    weighed = weigh([plain.facts], is_start(said.text, token.start), plain.facts.is_upper or plain.facts.is_initial)
    if weighed is None or (weighed.odds(0.0) < HOPELESS and not context.has_title):
        return 0.0
    return probability(weighed.odds(context.firm + _place_weight(said, [plain], context)))


def _weighed(said: Surroundings, window: Sequence[Token]) -> Weighed | None:
    facts = [token.facts for token in window]
    is_upper = False not in [f.is_upper or f.is_initial for f in facts]
    return weigh(facts, is_start(said.text, window[0].start), is_upper)


def evidence_of(said: Surroundings, window: list[Token]) -> Evidence | None:
    """Return what rules weigh of a window, None where the learnt weights have no say."""
    weighed = _weighed(said, window)
    if weighed is None or not is_learnt(window):
        return None
    context = said.around(window[0].start, window[-1].end)
    if _is_told(context):
        return None
    return Evidence(weighed.odds(0.0), context.firm, _place_weight(said, window, context))


def _is_told(context: Around) -> bool:
    return context.has_title or context.element is Element.PROVIDER


def _ends_city(text: str, start: int, end: int) -> bool:
    """Tell whether a word is the end of a town's name: ``Eau Claire``."""
    lead = _LEAD.search(text, max(0, start - _LONGEST_LEAD), start)
    return lead is not None and f"{lead[1]} {text[start:end]}".lower() in cities()


_LEAD = compiled(r"(?<![\w.])([A-Z][A-Za-z]{1,12}\.?)[ ]\Z")
_LONGEST_LEAD = 16


def _place_weight(said: Surroundings, window: list[Token], context: Around) -> float:
    if context.has_title:
        return 0.0
    start, end = window[0].start, window[-1].end
    makes_eponym, is_before_state, precedes_number = said.behind_end(end)
    weight = -6.0 if makes_eponym else 0.0
    is_city = said.text[start:end].lower() in cities()
    is_person = context.is_person and len(window) == 1
    if is_before_state and context.element is Element.NAME:
        weight += WEIGHTS["city_state"] if is_city or len(window) == 1 else WEIGHTS["place_before"]
    elif is_city and not is_person and (len(window) > 1 or window[0].facts.best < 0):
        weight += WEIGHTS["city"] * (1 - window[0].facts.standing if len(window) == 1 else 1)
    if len(window) == 1 and not is_person and _ends_city(said.text, start, end):
        weight += WEIGHTS["place_before"]
    follows_place_word, follows_number = said.before_start(start)
    if follows_place_word and not is_person and (is_city or window[0].facts.given < 0.5):
        weight += WEIGHTS["place_before"] if is_city or len(window) == 1 else WEIGHTS["place_before"] / 2
    if follows_number or precedes_number:
        weight += WEIGHTS["number_beside"]
    return weight

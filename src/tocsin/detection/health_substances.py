# ruff: noqa: E501 - patterns and word lists read better in long rows
"""Substance use (42 CFR Part 2): disorders, medicines for them, programs, and use of alcohol and drugs as charts note it.

Tobacco is left out: the rule's "substance use disorder" does not include tobacco or caffeine use. Denied use ("denies
alcohol") is no find; past use and recovery are.

Source: 42 CFR 2.11 ("substance use disorder"), 2.12 (records of programs); 42 CFR 8.12 (opioid treatment programs); ICD-10-CM
F10-F16, F18, F19.
"""

from __future__ import annotations

import re

from tocsin.detection.health_context import clinical_words, is_of_patient
from tocsin.detection.health_terms import TermList, stands_free, term_rules, terms
from tocsin.detection.scan import Rule, Verifier
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_DRUG = r"(?:heroin|cocaine|crack|meth|methamphetamines?|crystal meth|fentanyl|opioids?|opiates?|oxy|percocets?|pills|benzos|xanax|thc|marijuana|weed|pot|cannabis|ecstasy|mdma|pcp|lsd|kratom|drugs?|alcohol|etoh)"
_HARD = r"(?:heroin|cocaine|crack(?: cocaine)?|meth|crystal meth|fentanyl|opioids?|opiates?|thc|marijuana|weed|cannabis|ecstasy|mdma|pcp|lsd|kratom)"
_DRINK = r"(?:drinks?|beers?|shots?|glass(?:es)?|pints?|fifths?|handles?|bottles?|cans?|six[- ]packs?|12[- ]packs?)"
_LIQUOR = r"(?:vodka|whisk[e]?y|wine|beer|liquor|rum|gin|tequila|bourbon|alcohol|etoh)"
_PERIOD = r"(?:(?:a|per|each|every|/) ?(?:day|night|week|wk|evening|weekend)|daily|nightly|weekly|/ ?(?:d|day|wk|week|night)\b)"
_SHAPES: tuple[tuple[str, str], ...] = (
    (
        r"\bdrink(?:s|ing)?\b",
        rf"\bdrink(?:s|ing)?\b[^.\n;]{{0,24}}?\b(?:{_DRINK}|{_LIQUOR})\b(?:(?: of)? {_LIQUOR}| {_LIQUOR})?(?:[ ,]{{1,2}}{_PERIOD})?",
    ),
    (
        r"\b\d{1,2} ?(?:drinks?|beers?|shots?|glass(?:es)?|pints?|bottles?|cans?)\b",
        rf"\b\d{{1,2}}(?:-\d{{1,2}})? ?{_DRINK}(?: of {_LIQUOR})?[ ,]?{_PERIOD}",
    ),
    (
        r"\b(?:alcohol|etoh)(?: use| intake)?[ :=-]",
        rf"\b(?:alcohol|etoh|alcohol use|alcohol intake)[ :=-]{{1,3}}(?:\d{{1,2}}(?:-\d{{1,2}})? ?(?:{_DRINK}|/|x|per)(?:[ ,]{{0,2}}{_PERIOD})?"
        r"|daily|heavy|nightly|weekly|yes\b|abuse|\d{1,2}/(?:wk|week|day))",
    ),
    (
        r"\betoh\b",
        r"\betoh\b(?: (?:abuse|use disorder|dependence|withdrawal|w/d|intoxication|\d{1,2} beers?[^.\n;]{0,12}|level \d{1,3}|daily|heavy))?",
    ),
    (
        rf"\b(?:{_DRUG}|substance|polysubstance|stimulant) (?:use|abuse|depend|misuse|addict|withdr|overd|relapse|detox|rehab|crav|intox)",
        rf"\b(?:iv )?(?:{_DRUG}|substance|polysubstance|stimulant) (?:(?<!opioid )(?<!opiate )(?<!opioids )use(?! of)(?: disorder)?|use disorder|abuse|dependen\w+|misuse|addict\w*|withdrawal"
        r"|overdose|relapse|detox|rehab|cravings?|intoxication)\b(?!\s?(?:case|policy|cases|testing|information))",
    ),
    (
        rf"\b(?:addict(?:ed|ion)|relapsed?|hooked|withdrawal|overdosed?|detox(?:ed|ing)?|rehab|sober|clean) (?:to|on|from|for|off) {_DRUG}",
        rf"\b(?:addict(?:ed|ion)|relapsed?|hooked|withdrawal|overdosed?|detox(?:ed|ing)?|rehab|sober|clean) (?:to|on|from|for|off) {_DRUG}\b",
    ),
    (
        r"\b(?:smok(?:es|ing|ed)|us(?:es|ing|ed)|inject(?:s|ing|ed)|snort(?:s|ing|ed)|admits?(?: to)?|shooting) (?:iv |daily |crack )?"
        rf"{_HARD}\b",
        r"\b(?:smok(?:es|ing|ed)|us(?:es|ing|ed)|inject(?:s|ing|ed)|snort(?:s|ing|ed)|admits?(?: to)?|shooting) (?:iv |daily |crack )?"
        rf"{_HARD}\b",
    ),
    (
        r"\b(?:to|inpatient|residential|outpatient|alcohol|drug|ordered|needs|wants|in) (?:rehab|detox)\b",
        r"\b(?:(?:went|going|go|back|admitted|sent|referred) to |inpatient |residential |outpatient |alcohol |drug |court[- ]ordered |needs |wants |in )"
        r"(?:rehab|detox)\b(?! (?:facility after|hospital|after|following|stay after))(?: for \w+)?",
    ),
    (
        rf"\b(?:rehab|detox) (?:for {_DRUG}|admission|bed|program|stay|center|unit)\b",
        rf"\b(?:rehab (?:for {_DRUG}|bed|program)|detox (?:for {_DRUG}|admission|bed|program|stay|facility|center|unit))\b",
    ),
    (
        r"\b(?:AA|NA)\b",
        r"\b(?:attends?|attending|goes to|going to|in|active in|weekly) (?:AA|NA)\b|\b(?:AA|NA) (?:weekly|meetings?|sponsor|daily)\b",
    ),
    (r"\b(?:12|twelve)[- ]step\b", r"\b(?:12|twelve)[- ]step(?: meetings?| program)?\b"),
    (
        r"\b(?:sober|in recovery)\b",
        r"\bsober (?:since|for|x)\b[^.\n;]{0,12}|\b\d{1,2} (?:years?|yrs?|months?|mos?) sober\b|\bin recovery\b(?! room)(?: from \w+)?",
    ),
    (
        r"\b(?:ivdu|ivda|pwid|oud|aud|sud)\b",
        r"\b(?:ivdu|ivda|pwid|oud|aud|sud)\b(?: (?:severe|moderate|mild|in remission))?",
    ),
    (r"\b(?:MAT|MOUD)\b", r"\b(?:MAT|MOUD) (?:program|clinic|pt|patient)\b|\bon MAT\b"),
    (
        r"\b(?:uds|urine drug screen|utox|tox screen)\b[ :]{1,2}(?:was |came back )?(?:pos|\+)",
        r"\b(?:uds|urine drug screen|utox|tox screen)\b[ :]{1,2}(?:was |came back )?(?:pos(?:itive)?|\+) ?(?:for )?"
        r"(?:thc|cocaine|opiates?|fentanyl|meth\w*|amphetamines?|benzos?|etoh|barbs?)",
    ),
    (
        r"\bmethadone\b",
        r"\bmethadone\b[^.\n;]{0,24}\b(?:clinic|program|maintenance|otp|daily dosing)\b|\b(?:otp|clinic)\b[^.\n;]{0,16}\bmethadone\b",
    ),
    (r"\bnaltrexone\b", r"\bnaltrexone\b(?:[^.\n;]{0,30}\b(?:alcohol|cravings?|etoh|opioids?|aud|oud)\b)?"),
    (
        r"\bnarcan\b|\b(?:overdose|od'?d)\b",
        r"\bnarcan\b[^.\n;]{0,40}\b(?:overdose|od|given|revived)\b"
        r"|\b(?:overdose|od'?d)\b[^.\n;]{0,20}\b(?:narcan|heroin|fentanyl|opioids?|pills)\b",
    ),
    (
        r"\b(?:needle|track) (?:tracks|marks)\b|\bcage\b[ :,]|\baudit(?:-c)?[ :]|\bciwa\b",
        r"\b(?:needle|track) (?:tracks|marks)\b|\bcage\b[ :,]{1,2}(?:score )?[1-4](?:/4)?\b|\bciwa\b"
        r"|\baudit(?:-c)?[ :]{1,2}(?:score )?\d{1,2}\b(?=[^\n]{0,20}(?:alcohol|etoh|drink))",
    ),
    (
        r"\b(?:DUI|DWI)\b",
        r"\b(?:DUI|DWI)\b[^.\n;]{0,30}\b(?:court|treatment|alcohol|classes|license suspended)\b",
    ),
    (
        r"\b(?:heavy|problem|binge|daily|excessive) (?:drink|alcohol)",
        r"\b(?:heavy|problem|binge|daily|excessive) (?:drinker|drinking|alcohol(?: use)?)\b",
    ),
    (
        r"\b(?:marijuana|thc) (?:card|daily|edibles?|gummies|vape)",
        r"\b(?:marijuana|thc) (?:card|daily|edibles?|gummies|vape)\b",
    ),
)
"""(where to look, what must stand there): the first is for the scan, the second is matched around its hits."""
_WEAK = compiled(
    r"(?:ivdu|oud|aud|sud|12|twelve|mat\b|moud|cage|audit|in recovery|(?:attends?|in|goes to|weekly) AA|AA |sober|alcohol[ :=-]|detox|rehab|(?:in|back|needs|wants|going|go) )",
    re.IGNORECASE,
)
_CAPITALS_ONLY = compiled(r"(?:mat|aud|oud|sud|dui|dwi|aa|na|pcp|cage|ciwa)\b", re.IGNORECASE)
_REACH_BACK, _REACH_ON = 44, 60


def _reader(shape: re.Pattern[str]) -> Verifier:
    def use(text: str, low: int, high: int, end: int) -> Span | None:
        for found in shape.finditer(text, max(low, end - _REACH_BACK), min(high, end + _REACH_ON)):
            if found.start() < end <= found.end() and _counts(text, low, high, found):
                norm = " ".join(found[0].split()).lower()
                return Span(found.start(), found.end(), Element.SUBSTANCE_USE, Part.FULL, 0.85, "substance", norm)
        return None

    return use


def _counts(text: str, low: int, high: int, found: re.Match[str]) -> bool:
    start, end = found.span()
    if (shouted := _CAPITALS_ONLY.match(found[0])) and not shouted[0].isupper():
        return False
    if not stands_free(text, low, high, start, end) or not is_of_patient(text, low, high, start, end):
        return False
    return (
        _WEAK.match(found[0]) is None
        or clinical_words(text, low, high, start, end) >= 1
        or _SELF.search(text, start, min(high, end + 20)) is not None
    )


_SELF = compiled(
    r"alcohol(?! ?[:=]? ?yes)|etoh|opioid|heroin|cocaine|drinks?|beers?|for \w+|severe|overdose|meetings|sponsor|since|sober|weekly|detox adm|detox bed",
    re.IGNORECASE,
)


RULES = (
    *term_rules(terms("substance_use"), TermList(Element.SUBSTANCE_USE, 0.88, "substance_use", is_of_patient)),
    *(Rule(anchor, _reader(compiled(shape, re.IGNORECASE))) for anchor, shape in _SHAPES),
)

"""The rules every template of a letter is held to: what must stand in it, what must not, and which law says so.

What a state asks for comes from the law files: a rule for each code of their letter cells, cited from each of them.
Sentences are judged by what they promise to say (``says``) and by their words.

Source: named in each rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tocsin.model.letter_law import LetterLaw
from tocsin.notices.circumstances import PartName, Shown, Version
from tocsin.notices.compose import FORM_CODES
from tocsin.notices.house import LANGUAGES, House, Look, shipped_template
from tocsin.notices.probes import BARE, HELD, INCIDENT, NAME, ORGANIZATION, PARENT, probe
from tocsin.notices.template import Template

_LONGEST_SENTENCE_WORDS = 45
"""A sentence of more words is not plain."""
_LEAST_POINTS = 10.0
"""Source: Cal. Civ. Code 1798.82(d)(1)(D)."""
_SAFE = (63.0, 180.0, 315.0, 243.5)
"""Left, top, right and bottom of what stays in sight in the window (points); see ``house.Look``."""
_LEGALESE = (
    "pursuant to", "hereinafter", "herein", "aforementioned", "notwithstanding", "in accordance with applicable",
    "de conformidad con", "en virtud de", "antedicho", "susodicho",
)  # fmt: skip
_SELLING = (
    "limited time",
    "upgrade",
    "premium",
    "discount",
    "special offer",
    "oferta especial",
    "descuento",
    "por tiempo limitado",
)
_WAIVER = re.compile(
    r"\bwaive|\bwaiver|release (?:of|from) (?:any |all )?claims|arbitrat|renuncia a (?!ningún)|arbitraje", re.I
)
_CARD = re.compile(
    r"\b(?:enter|give|provide|have ready) (?:a|your) (?:credit|payment|debit) card|(?:indique|dé) su tarjeta", re.I
)
_VALUE = re.compile(r"(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)|\{(?:ssn|date_of_birth|mrn|diagnosis)\}")
_PEOPLE = re.compile(
    r"\b\d[\d,.]*\s+(?:people|persons|individuals|patients|residents|members|personas|pacientes|residentes)\b", re.I
)
_HEALTH = re.compile(r"patient|cancer|oncolog|clinic|diagnos|treatment|hiv|paciente|cáncer|tratamiento", re.I)
Check = Callable[["Case"], str]


@dataclass(frozen=True)
class Case:
    """A template under judgement, in its house, with the law."""

    template: Template
    house: House
    law: LetterLaw

    @property
    def language(self) -> str:
        """The template's language."""
        return self.template.language

    def part(self, name: PartName) -> frozenset[str]:
        """Return the codes that sentences of a part promise to say."""
        part = self.template.part(name)
        return frozenset().union(*[s.says for s in part.sentences()]) if part else frozenset()

    def places(self, name: PartName) -> set[str]:
        """Return the places that stand in a part."""
        part = self.template.part(name)
        return {place for s in part.sentences() for place in s.places} if part else set()


@dataclass(frozen=True)
class TemplateRule:
    """One rule; ``check`` says what is wrong, or nothing."""

    id: str
    citation: str
    check: Check


@dataclass(frozen=True)
class TemplateFault:
    """A rule that a template breaks."""

    rule: str
    citation: str
    what: str

    def words(self) -> str:
        """Return it as one line."""
        return f"{self.rule}: {self.what} ({self.citation})"


def faults_of(template: Template, house: House, law: LetterLaw) -> list[TemplateFault]:
    """Return every rule that the template breaks in this house."""
    own = House({**house.templates, template.language: template}, house.signatory, house.signatory_title, house.phone,
                house.logo, house.signature, house.look)  # fmt: skip
    case = Case(template, own, law)
    if template.language not in LANGUAGES:
        known = f"its language must be one of {', '.join(LANGUAGES)}"
        return [TemplateFault("language", "ISO 14289-1, 7.2", known)]
    return [TemplateFault(rule.id, rule.citation, what) for rule in template_rules(law) if (what := rule.check(case))]


def template_rules(law: LetterLaw) -> list[TemplateRule]:
    """Return every rule: those of form and federal law, and one for each code of the state laws."""
    return [*_FIXED, *_forbidden_by_states(law), *_asked_by_states(law)]


def _title(case: Case) -> str:
    wanted = shipped_template(case.language).texts["title"]
    return "" if case.template.texts["title"] == wanted else f"the title must be '{wanted}'"


def _parts(case: Case) -> str:
    names = [part.name for part in case.template.parts]
    return "" if names == list(PartName) else f"the parts must be {', '.join(PartName)}, in this order"


def _headings(case: Case) -> str:
    wanted = [part.heading for part in shipped_template(case.language).parts]
    return (
        "" if [part.heading for part in case.template.parts] == wanted else f"the headings must be {'; '.join(wanted)}"
    )


def _says(part: PartName, code: str, what: str) -> Check:
    return lambda case: "" if code in case.part(part) else f"{part} must say {what} (says: {code})"


def _how(case: Case) -> str:
    told = probe(case.house, case.language, case.law)
    how = case.template.how.get(INCIDENT.kind.value, "").replace("{organization}", ORGANIZATION)
    if how and how.lower() in told.text.lower() and "incident_description" in told.says:
        return ""
    return "what_happened must tell in brief how it happened ({how})"


def _kinds(case: Case) -> str:
    part = case.template.part(PartName.WHAT_INFORMATION)
    shown = part is not None and any(block.shown is Shown.ELEMENTS for block in part.blocks)
    return "" if shown else "what_information must list the kinds of the person's data (show: elements)"


def _contact(case: Case) -> str:
    if "ways" in case.places(PartName.FOR_MORE_INFORMATION):
        return ""
    return "for_more_information must name how to ask ({ways})"


def _who_writes(case: Case) -> str:
    text = probe(case.house, case.language, case.law).text.replace(f"{ORGANIZATION}'", "")
    told = any(s.places and {"organization", "entities"} <= set(s.places) for s in case.template.sentences())
    return "" if told and ORGANIZATION in text else "a letter for a covered entity must name it and who holds its data"


def _addressee(case: Case) -> str:
    letter = probe(case.house, case.language, case.law, version=Version.MINOR).letter
    ok = PARENT in letter.salutation and NAME not in letter.salutation
    return "" if ok else "the salutation must name the addressee ({addressee}), who may be a parent or next of kin"


def _about(case: Case) -> str:
    ok = "{name}" in case.template.texts["about"]
    return "" if ok else "about must name whom the letter to a parent or next of kin is about ({name})"


def _others_data(case: Case) -> str:
    bad = [name for name, (own, other) in case.template.words.items() if own == other]
    return f"words.{bad[0]} speaks to a parent as if the data were the parent's" if bad else ""


def _minor_told_why(case: Case) -> str:
    told = [s for s in case.template.sentences() if "minor" in s.only and "name" in s.places and "offer" not in s.only]
    return "" if told else "a letter about a child must tell the parent why they receive it (only: [minor])"


def _kin_told_why(case: Case) -> str:
    told = [s for s in case.template.sentences() if "deceased" in s.only and "name" in s.places]
    return (
        "" if told else "a letter about a deceased person must tell next of kin why they receive it (only: [deceased])"
    )


def _no_empty_offer(case: Case) -> str:
    for changes in ({"version": Version.DECEASED}, {"incident": BARE}):
        told = probe(case.house, case.language, case.law, **changes)
        if "monitoring_offer" in told.says or "enrolment_info" in told.says:
            return "protection is offered where there is none: give the sentence only: [offer]"
    return ""


def _offer(case: Case) -> str:
    places = case.places(PartName.WHAT_WE_ARE_DOING)
    missing = [place for place in ("product", "months", "enroll_ways", "code") if place not in places]
    return f"the offer must say {{{missing[0]}}}" if missing else ""


def _no_card(case: Case) -> str:
    told = probe(case.house, case.language, case.law)
    if _CARD.search(told.text):
        return "free protection must not ask for a payment card"
    return "" if "no_card" in told.says else "the offer must say that no payment card is needed (says: no_card)"


def _no_waiver(case: Case) -> str:
    told = probe(case.house, case.language, case.law)
    found = _WAIVER.search(" ".join(s.text for s in case.template.sentences()))
    if found:
        return f"a letter must not ask to give up rights ('{found.group()}')"
    return "" if "no_waiver" in told.says else "the offer must say that no right is given up (says: no_waiver)"


def _no_values(case: Case) -> str:
    found = next((s for s in _all_texts(case) if _VALUE.search(s)), "")
    return "a letter names kinds of data and never a value, not even a part of a number" if found else ""


def _no_selling(case: Case) -> str:
    low = " ".join(_all_texts(case)).lower()
    found = next((words for words in _SELLING if words in low), "")
    return f"a notice must not sell anything ('{found}')" if found else ""


def _plain(case: Case) -> str:
    for text in _all_texts(case):
        found = next((words for words in _LEGALESE if words in text.lower()), "")
        if found:
            return f"'{found}' is no plain language"
        longest = max((len(part.split()) for part in re.split(r"[.:;?!]\s", text)), default=0)
        if longest > _LONGEST_SENTENCE_WORDS:
            return f"a sentence of {longest} words is not plain; at most {_LONGEST_SENTENCE_WORDS}"
    return ""


def _no_count_in_words(case: Case) -> str:
    found = next((m.group() for s in _all_texts(case) if (m := _PEOPLE.search(s))), "")
    return f"a number of people ('{found}') must not stand in the template" if found else ""


def _print_size(case: Case) -> str:
    points = case.house.look.text_points
    return "" if points >= _LEAST_POINTS else f"text of {points:g} points is too small; at least {_LEAST_POINTS:g}"


def _window(case: Case) -> str:
    look: Look = case.house.look
    left, top, right, bottom = _SAFE
    ok = left <= look.window_left and look.window_left + look.window_width <= right and top <= look.window_top
    ok = ok and look.window_top + look.window_height <= bottom
    return "" if ok else "the address would leave the window when the sheet slides; see the defaults of look"


def _alternatives(case: Case) -> str:
    bare = [name for name in ("logo", "signature") if (p := getattr(case.house, name)) and not p.alternative.strip()]
    return f"{bare[0]} needs words that say what it shows (alternative)" if bare else ""


def _other_language(case: Case) -> str:
    other = "es_ways" if case.language == "en" else "en_ways"
    ok = f"{{{other}}}" in case.template.texts["other_language"]
    return "" if ok else f"other_language must say how to get the letter in the other language ({{{other}}})"


def _quiet_window(case: Case) -> str:
    texts = case.template.addressees.values()
    found = next((m.group() for text in texts if (m := _HEALTH.search(text))), "")
    return f"'{found}' would be seen through the window of the envelope" if found else ""


def _reference(case: Case) -> str:
    ok = "{record}" in case.template.texts["reference"] and "{name}" not in case.template.texts["reference"]
    return "" if ok else "reference must hold {record} and no name, to tie the letter to its proof"


def _held(case: Case) -> str:
    told = probe(case.house, case.language, case.law, incident=HELD)
    return "" if "le_delay_statement" in told.says else "a letter that law enforcement delayed must say so"


def _all_texts(case: Case) -> Iterator[str]:
    yield from case.template.texts.values()
    yield from (sentence.text for sentence in case.template.sentences())
    yield from case.template.how.values()


_HAPPENED, _INFORMATION, _DOING = PartName.WHAT_HAPPENED, PartName.WHAT_INFORMATION, PartName.WHAT_WE_ARE_DOING
_FIXED = (
    TemplateRule("title", "Cal. Civ. Code 1798.82(d)(1)", _title),
    TemplateRule("parts", "45 CFR 164.404(c)(1); Cal. Civ. Code 1798.82(d)(1)", _parts),
    TemplateRule("headings", "Cal. Civ. Code 1798.82(d)(1)", _headings),
    TemplateRule("what-happened", "45 CFR 164.404(c)(1)(A)", _how),
    TemplateRule("date-of-breach", "45 CFR 164.404(c)(1)(A)", _says(_HAPPENED, "breach_date", "when it happened")),
    TemplateRule(
        "date-of-discovery", "45 CFR 164.404(c)(1)(A)", _says(_HAPPENED, "discovery_date", "when it was discovered")
    ),
    TemplateRule("kinds-of-data", "45 CFR 164.404(c)(1)(B)", _kinds),
    TemplateRule("no-values", "45 CFR 164.404(c)(1)(B)", _no_values),
    TemplateRule(
        "protective-steps",
        "45 CFR 164.404(c)(1)(C)",
        _says(PartName.WHAT_YOU_CAN_DO, "protective_steps", "what the person can do"),
    ),
    TemplateRule("investigation", "45 CFR 164.404(c)(1)(D)", _says(_DOING, "investigation", "what is investigated")),
    TemplateRule("mitigation", "45 CFR 164.404(c)(1)(D)", _says(_DOING, "mitigation", "how harm is limited")),
    TemplateRule(
        "prevention", "45 CFR 164.404(c)(1)(D)", _says(_DOING, "prevention", "how it is prevented from now on")
    ),
    TemplateRule("contact", "45 CFR 164.404(c)(1)(E)", _contact),
    TemplateRule("plain-language", "45 CFR 164.404(c)(2)", _plain),
    TemplateRule("addressee", "45 CFR 164.404(d)(1); 164.502(g)", _addressee),
    TemplateRule("about-whom", "45 CFR 164.404(d)(1)(ii); 164.502(g)", _about),
    TemplateRule("not-the-parents-data", "45 CFR 164.502(g)", _others_data),
    TemplateRule("parent-told-why", "45 CFR 164.502(g)", _minor_told_why),
    TemplateRule("kin-told-why", "45 CFR 164.404(d)(1)(ii)", _kin_told_why),
    TemplateRule("who-writes", "45 CFR 164.404(a)(1); 164.410(c)", _who_writes),
    TemplateRule("reference", "45 CFR 164.414(b)", _reference),
    TemplateRule("quiet-window", "45 CFR 164.530(c)(1)", _quiet_window),
    TemplateRule("other-language", "45 CFR 92.201", _other_language),
    TemplateRule("no-empty-offer", "15 USC 45(a)(1)", _no_empty_offer),
    TemplateRule("offer", "Conn. Gen. Stat. 36a-701b(b)(2)(B)", _offer),
    TemplateRule("no-payment-card", "ORS 646A.604(7)", _no_card),
    TemplateRule("no-waiver", "M.G.L. c. 93H 3A", _no_waiver),
    TemplateRule("no-selling", "ORS 646A.604(7)", _no_selling),
    TemplateRule("no-number-of-people", "815 ILCS 530/10(a); M.G.L. c. 93H 3(b)", _no_count_in_words),
    TemplateRule("delay", "Cal. Civ. Code 1798.82(d)(2)(D); Wyo. Stat. 40-12-502(e)", _held),
    TemplateRule("print-size", "Cal. Civ. Code 1798.82(d)(1)(D)", _print_size),
    TemplateRule("window", "USPS Domestic Mail Manual 601.6.3", _window),
    TemplateRule("alternatives", "ISO 14289-1, 7.3", _alternatives),
)


def _forbidden_by_states(law: LetterLaw) -> list[TemplateRule]:
    found: dict[str, list[str]] = {}
    for state, one in sorted(law.items()):
        for code in sorted(one.forbids):
            found.setdefault(code, []).append(state)
    return [
        TemplateRule(f"state-forbids-{code}", "; ".join(law[s].forbids_citation for s in states), _unsaid(code, states))
        for code, states in found.items()
    ]


def _unsaid(code: str, states: list[str]) -> Check:
    return _no_number if code == "resident_count" else lambda case: _no_nature(case, states)


def _no_nature(case: Case, states: list[str]) -> str:
    how = case.template.how.get(INCIDENT.kind.value, "").replace("{organization}", ORGANIZATION)
    for state in states:
        told = probe(case.house, case.language, case.law, state=state)
        if "incident_description" in told.says or (how and how.lower() in told.text.lower()):
            return (
                f"a letter to {case.law[state].name} must not tell the nature of the breach (unless: nature_kept_back)"
            )
    return ""


def _no_number(case: Case) -> str:
    if any("resident_count" in case.places(name) for name in PartName):
        return "{resident_count} may stand only below state.codes, for the laws that ask for it"
    return ""


def _asked_by_states(law: LetterLaw) -> list[TemplateRule]:
    found: dict[str, list[str]] = {}
    for state, one in sorted(law.items()):
        for code in one.content:
            if code not in FORM_CODES:
                found.setdefault(code, []).append(state)
    return [
        TemplateRule(f"state-asks-{code}", "; ".join(law[s].content_citation for s in states), _said(code, states))
        for code, states in sorted(found.items())
    ]


def _said(code: str, states: list[str]) -> Check:
    def check(case: Case) -> str:
        for state in states:
            if code not in probe(case.house, case.language, case.law, state=state).says:
                return f"a letter to {case.law[state].name} must say {code} (says: {code}, or state.codes.{code})"
        return ""

    return check

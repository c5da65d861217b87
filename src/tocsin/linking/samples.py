# ruff: noqa: E501, SIM905 - word lists read better as running text
"""People who are not there: test rows, templates, training data.

A real person must never be taken for a sample: a name alone is enough only if no human being would bear it.

Invariant: pure; a frame is judged by its own values and by headings of its place, never by another frame's.

Source: SSA, "Social Security numbers that were never valid" (078-05-1120, 219-09-9999, 457-55-5462).
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.linking.frames import Frame
from tocsin.model.elements import Element, Role
from tocsin.model.lexicon import fold_name
from tocsin.patterns import compiled

_HEADING = compiled(
    r"(?i)\b(?:(?:not|no)\s+(?:a\s+)?real\s+(?:patients?|people|persons?|data)|"
    r"(?:test|training|demo|sandbox)\s+(?:environment|system|patients?\s+only|database|region)|"
    r"(?:sample|specimen|example|dummy|demo|mock)\s+(?:form|data|patients?|records?|only|letter|template|copy|claim|report)|"
    r"for\s+(?:training|demonstration|testing|example)\s+(?:purposes|use|only)|this\s+is\s+(?:a\s+|an\s+|only\s+a\s+)?(?:test|sample|example|template))\b"
)
_TEST_WORDS = frozenset(
    [
        "test",
        "testing",
        "tester",
        "testpatient",
        "patienttest",
        "testpt",
        "testcase",
        "demo",
        "dummy",
        "fake",
        "sample",
        "training",
        "donotuse",
        "xxtest",
        "zztest",
        "ztest",
        "zzztest",
        "qatest",
        "testuser",
        "mickeymouse",
        "prueba",
        "pruebas",
    ]
)
_SOFT = frozenset(
    "patient pt test one two three alpha beta bravo person name user record case jane john joe example paciente ejemplo nombre apellido uno dos".split()
)
_DUMMY_SSNS = frozenset({"078051120", "123456789", "219099999", "457555462", "987654321", "012345678", "123121234"})
_BLANK_NAMES = frozenset(
    "patientname lastnamefirstname firstnamelastname yourname namehere fullname lastfirst insertname".split()
)


def is_sample_heading(text: str) -> bool:
    """Tell whether a heading or title says that what follows is a sample.

    Example:
        >>> is_sample_heading("TRAINING ENVIRONMENT - NOT REAL PATIENTS"), is_sample_heading("Test results")
        (True, False)
    """
    return _HEADING.search(text[:2000]) is not None


_PRESS = {
    "et al": r"\bet al\b",
    "journal": r"\bjournal\b",
    "abstract": r"\babstract\b",
    "hazard ratio": "hazard ratio",
    "confidence interval": "confidence interval",
    "p": r"\bp[ -]?(?:value|[<=] ?0?\.\d)",
    "randomi": "randomi[sz]ed",
    "newsletter": r"\bnewsletter\b",
    "press release": "press release",
    "unsubscribe": "unsubscribe",
    "webinar": "webinar",
    "doi": r"\bdoi\b",
    "overall survival": "overall survival",
    "median ": "median (?:age|follow|survival)",
    "clinical trial": "clinical trial",
    "for immediate release": "for immediate release",
    "survivor": "survivor(?:'s)? (?:spotlight|story|profile)",
    "spotlight": r"\bspotlight\b",
    "digest": r"\b(?:weekly|monthly|daily) (?:\w+ )?digest|\bdigest vol\b",
    "tells ": "tells (?:his|her|their) story",
    "messenger": r"\bmessenger\b",
    "our new ": r"\bour new (?:nurse|doctor|physician|provider|team|pa\b|np\b)",
    "columnist": r"\bcolumnist\b",
    "article by": r"\barticle by\b",
    "media contact": r"\bmedia contact\b",
    "advisory board": r"\badvisory board\b",
    "hypothetical": r"\bhypothetical\b",
    "welcome to our": r"\bwelcome to our\b",
    "patient advocate": "patient advocate",
    "read ": "read (?:more|the full)",
    "in this issue": "in this issue",
    "of the ": "(?:volunteer|employee) of the (?:month|year)",
    "fundrais": r"\bfundrais",
    "save the date": "save the date",
    "keynote": r"\bkeynote\b",
    "register ": r"\bregister (?:now|today|here)\b",
    "browser": "view (?:this e?mail )?in (?:your )?browser",
    "sponsor": r"\bsponsor(?:s|ed)?\b",
    "annual ": "annual (?:walk|gala|conference)",
    "awareness ": r"\bawareness (?:month|week|day)\b",
    "did you know": r"\bdid you know\?",
    "congrat": r"\bcongrat(?:ulation)?s to\b",
}
"""What only such texts say: each pattern, asked where a piece of all that it finds stands in the text."""
_PRESS_PATTERNS = {piece: compiled(pattern) for piece, pattern in _PRESS.items()}
_LOOKED_AT = 20_000


def is_publication(text: str) -> bool:
    """Tell whether a text is press, a newsletter, marketing or literature: its people are no patients.

    Example:
        >>> is_publication("Brandt et al. report a hazard ratio of 0.69."), is_publication("Your lab results are in.")
        (True, False)
    """
    low = text[:_LOOKED_AT].lower()
    asked = (pattern for piece, pattern in _PRESS_PATTERNS.items() if piece in low)
    return len({found for pattern in asked for found in pattern.findall(low)}) > 1


_GUIDANCE = compiled(
    r"(?i)\b(?:protocols?|policy|policies|guidelines?|standing orders?|order sets?|algorithm|clinical pathway|procedure manual|"
    r"standard operating procedures?|sop|competenc(?:y|ies)|formulary|job aid|tip sheet|preference cards?|dosing (?:table|guide|card)s?)\b"
)
_TITLE_LINES, _LONGEST_TITLE, _MOST_WORDS = 6, 80, 9
_NO_TITLE = compiled(
    r"(?i:\b(?:per|our|your|my|this|insurance|claim|please|we|i|holder|number|no)\b|#|policy ?id)|[.,?!;]\s*\Z|\bfor\s+[A-Z]\w+\s+[A-Z]"
)
"""What stands in sentences that mention a policy, and in titles that name whom it is for."""
_OF_SOMEBODY = frozenset(
    {Element.DATE_OF_BIRTH, Element.SSN, Element.MRN, Element.MEMBER_ID, Element.CLAIM_NUMBER, Element.AGE}
)
_ONE_PATIENT = compiled(
    r"(?i)\b(?:(?:our|this|the above|said) (?:patient|pt)\b|(?:patient|pt|patient name|name|re|d\.?o\.?b\.?|mrn|chart #?)\s*[:#]|"
    r"(?:he|she) (?:is|was|has|had)\b|year[- ]old\b|y/?o\b)"
)


def is_guidance(text: str) -> bool:
    """Tell whether a text says how people are treated and not how somebody was: a protocol, a policy, standing orders.

    Its title says so, and no word in it is of one patient.

    Example:
        >>> is_guidance("NAUSEA PROTOCOL\\nOndansetron 8 mg. Dr. Lee"), is_guidance("Protocol B-51\\nPatient: Ann Lee")
        (True, False)
    """
    lines = [line for line in text[:2000].split("\n") if line.strip()][:_TITLE_LINES]
    if not any(map(_is_title, lines)):
        return False
    return _ONE_PATIENT.search(text) is None


def _is_title(line: str) -> bool:
    is_short = len(line) <= _LONGEST_TITLE and len(line.split()) <= _MOST_WORDS
    return is_short and _GUIDANCE.search(line) is not None and _NO_TITLE.search(line) is None


def close_guidance(frames: Sequence[Frame]) -> None:
    """Take those whom a protocol or policy names for nobody's patients, if it holds nobody's numbers and tells of no patient."""
    told = (frame.is_told and frame.role is Role.PATIENT for frame in frames)
    if not any(told) and not any(frame.has(_OF_SOMEBODY) or frame.births for frame in frames):
        for frame in frames:
            frame.is_sample = True


def is_dummy_ssn(norm: str) -> bool:
    """Tell whether nine digits are a number that was never anybody's."""
    return norm in _DUMMY_SSNS or len(set(norm)) == 1


def is_sample(frame: Frame) -> bool:
    """Tell whether the frame is a test entry and not a human being."""
    words = [fold_name(w) for w in f"{frame.name.first} {frame.name.middle} {frame.name.last}".split()]
    words = [w for w in words if w]
    if not words:
        return False
    if "".join(words) in _BLANK_NAMES:
        return True
    if _JOINED_TEST.search(f"{frame.name.first} {frame.name.last}"):
        return True
    if any(_NOBODY.fullmatch(w) for w in words) or " ".join(words) in _FIGURES:
        return True
    if _is_zeros(frame):
        return True
    if all(w in _TEST_WORDS or w in _SOFT or len(w) == 1 for w in words):
        return any(w in _TEST_WORDS for w in words)
    is_doe = words[-1] == "doe" and words[0] in {"john", "jane", "baby"}
    return is_doe and (_has_dummy(frame) or not frame.has(_STRONG))


_NOBODY = compiled(
    r"z{2,}\w*|x{3,}\w*|\w*zztest\w*|(?:\w{2,3})?(?:test|dummy|fake)(?:patient|pt|pat|person)\d*|patienttest\d*|\w{2,4}patient"
    r"|(?:mc)?testerson|test(?:mom|mum|dad|mother|father|baby|child|kid|son|user|male|female)\d*|phantom"
)
_JOINED_TEST = compiled(r"(?i)-test\b|\btest-")
"""``Duckworth-Test``: nobody is called so."""
_FIGURES = frozenset(
    {
        "mickey mouse",
        "minnie mouse",
        "donald duck",
        "daffy duck",
        "bugs bunny",
        "homer simpson",
        "fulano de tal",
        "fulana de tal",
    }
)
"""Figures whose names stand in rows of tests."""


def _is_zeros(frame: Frame) -> bool:
    """Tell whether a record or member number of the frame is nothing but zeros behind its letters."""
    numbers = [v for element in (Element.MRN, Element.MEMBER_ID) for v in frame.values(element)]
    return any(_ZEROS.fullmatch(value) for value in numbers)


ZEROS = r"[A-Za-z]{0,4}-?0{5,}[01]?"
_ZEROS = compiled(ZEROS)
_STRONG = frozenset({Element.MRN, Element.SSN, Element.MEMBER_ID})


def _has_dummy(frame: Frame) -> bool:
    return any(is_dummy_ssn(v) for v in frame.values(Element.SSN)) or any(
        set(v[2:]) <= {"5"} or v.endswith("5551212") for v in frame.values(Element.PHONE)
    )

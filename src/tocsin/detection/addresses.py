"""US postal addresses, whole: street or box, unit, city, state, ZIP in one span; and cities with their state, ZIPs.

Found from three kinds of anchors: a ZIP behind a state, a street suffix behind a number, and box, rural-route and
military forms. Around the anchor one pattern reads the address forwards within a bounded window.

Source: USPS Publication 28 (street suffixes: Appendix C1; secondary units: C2; boxes 28; rural routes and highway
contracts 24-25; military 23 and 238; Puerto Rico 29).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from tocsin.detection.scan import Rule
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.lexicon import states_of_zip
from tocsin.model.mentions import Part
from tocsin.model.regions import STATES, state_code
from tocsin.patterns import compiled

_SUFFIXES = (
    "alley|aly|annex|arcade|arc|avenue|aven|ave|av|bayou|beach|bch|bend|bnd|bluff|blf|blvd"
    "|boulevard|boul|branch|bridge|brg|brook|brk|"
    "burg|bypass|byp|camp|canyon|cyn|cape|causeway|cswy|center|ctr|circle|cir|circ|cliff|clf|club"
    "|common|commons|corner|cor|corners|"
    "course|court|ct|courts|cts|cove|cv|creek|crk|crescent|cres|crest|crossing|xing|crossroad"
    "|curve|dale|dam|divide|drive|drv|dr|"
    "drives|estate|est|estates|ests|expressway|expy|extension|falls|ferry|field|fields|flats|ford"
    "|forest|forge|fork|fort|freeway|fwy|"
    "garden|gardens|gdns|gateway|gtwy|glen|gln|green|grn|grove|grv|harbor|hbr|haven|heights|hts"
    "|highway|hwy|hill|hl|hills|hls|hollow|"
    "holw|inlet|island|isle|junction|jct|key|knoll|knl|knolls|lake|lk|lakes|landing|lndg|lane|ln"
    "|light|loaf|lock|lodge|loop|mall|manor|"
    "mnr|meadow|mdw|meadows|mdws|mews|mill|mills|mission|motorway|mount|mountain|mtn|neck|orchard"
    "|oval|overlook|park|parkway|pkwy|pky|"
    "pass|passage|path|pike|pine|pines|place|pl|plain|plains|plaza|plz|point|pt|points|port"
    "|prairie|radial|ramp|ranch|rapids|rest|ridge|"
    "rdg|river|road|rd|roads|route|rte|row|rue|run|shoal|shore|shores|skyway|spring|spg|springs"
    "|spgs|spur|square|sq|station|sta|stream|"
    "street|str|st|summit|smt|terrace|terr|ter|throughway|trace|trce|track|trail|trl|tunnel"
    "|turnpike|tpke|union|valley|vly|viaduct|view|"
    "vw|village|vlg|ville|vista|vis|walk|wall|way|wy|well|wells"
)
_STREETS = r"st|street|rd|road|ave|avenue|dr|drive|ln|lane|ct|court|cir|circle|blvd|way|trl|trail|loop|pl|place"
"""Suffixes that may stand behind another one: ``Mockingbird Hill Rd``."""
_ENDS_AS_STREET = compiled(
    rf"[A-Za-z\d][ ](?:{_STREETS}|ridge|rdg|hwy|highway|pike|trce|trace|ter|pkwy)\.?\Z", re.IGNORECASE
)
_STATE_NAMES = "|".join(sorted((re.escape(n).replace(r"\ ", r"[ ]") for n in STATES.values()), key=len, reverse=True))
_STATE_CODES = "|".join(STATES)
_STATE = rf"(?:(?-i:{_STATE_CODES})\b\.?|(?:{_STATE_NAMES})\b)"
_ZIP = r"\d{5}(?:-\d{4})?(?![\d-])"
_GAP = r"[ \t]*(?:[,|\u2022\u00b7][ \t]*)?(?:\r?\n[ \t>]*)?"
_DIRECTION = r"(?:[NSEW]\.?|[NS]\.?[EW]\.?|north|south|east|west|north(?:east|west)|south(?:east|west))"
_WORD = (
    r"(?:[A-Za-z\u00c0-\u024f][\w'.\u00c0-\u024f-]{0,24}|\d{1,4}(?:st|nd|rd|th)|\d{1,4}(?=["
    r" \t]+(?:st|ave|street|avenue|rd|road)\b))"
)
_NUMBER = r"(?<![\w.,/$#:-])(?<!\d )\d{1,6}(?:-\d{1,4})?[A-Za-z]?(?:[ \t]1/2)?"
_BLANK = r"[ \t]{1,3}"
_STREET = (
    rf"{_NUMBER}{_BLANK}(?:{_DIRECTION}{_BLANK})?(?:{_WORD}{_BLANK}){{1,5}}?(?:{_SUFFIXES})\b\.?"
    rf"(?:[ \t]+(?:{_STREETS})\b\.?)?(?:["
    rf" \t]+{_DIRECTION}(?![\w]))?"
)
_HIGHWAY = (
    rf"{_NUMBER}[ \t]+(?:{_DIRECTION}[ \t]+)?(?:(?:old|us|state|county|{_STATE})[ \t]+)?(?:highway"
    rf"|hwy|route|rte|road|rd|county[ \t]road|cr|sr|fm|farm[ \t]road)[ \t]+\d{{1,4}}[A-Z]?"
)
_SPANISH = r"(?:\d{1,6}[ \t]+)?(?:calle|avenida|ave\.?|carr\.?|urb\.?|cond\.?)[ \t]+[\w .'\u00c0-\u024f-]{2,30}"
_BROADWAY = (
    rf"{_NUMBER}[ \t]+(?:{_DIRECTION}[ \t]+)?(?:broadway|(?:avenue|avenida|via|camino|calle|paseo"
    rf"|el|la)[ \t]+(?:of[ \t]+the[ \t]+|de[ \t]+(?:la[ \t]+|los[ \t]+)?)?{_WORD}(?:["
    rf" \t]+{_WORD})?)"
)
_BOX = r"(?:p\.?[ \t]?o\.?[ \t]?(?:box|drawer|bx)|post[ \t]office[ \t]box|box)[ \t]*#?[ \t]*\d{1,7}[A-Za-z]?\b"
_RURAL = (
    r"(?:r\.?r\.?|rural[ \t]route|rfd|h\.?c\.?|highway[ \t]contract|star[ \t]route)[ \t]*#?["
    r" \t]*\d{1,4}[A-Z]?,?[ \t]*box[ \t]*#?[ \t]*\d{1,6}[A-Za-z]?\b"
)
_MILITARY = r"(?:psc|cmr|unit|omc|umr)[ \t]*#?[ \t]*\d{1,6},?[ \t]*box[ \t]*#?[ \t]*\d{1,6}[A-Za-z]?\b"
_UNIT = (
    r"(?:(?:apartment|apt|suite|ste|unit|room|rm|floor|fl|building|bldg|lot|trailer|trlr|space|spc"
    r"|department|dept|ph|slip|hangar|hngr|pier|stop|#)\.?[ \t]*#?[ \t]*(?!box)[A-Za-z0-9-]{1,6}\b"
    r"|(?:\d{1,3}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
    r"|tenth)[ \t]+(?:floor|fl)\b|basement|penthouse|lobby|upper|lower|rear)"
)
_CITY = (
    r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f.'-]{1,24}(?:["
    r" \t]+[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f.'-]{0,24}){0,4}"
)
_LINE = rf"(?:{_RURAL}|{_MILITARY}|{_BOX}|{_STREET}|{_HIGHWAY}|{_BROADWAY})"
_TAIL = rf"(?:{_GAP}(?P<city>{_CITY}){_GAP}(?P<state>{_STATE}){_GAP}(?P<zip>{_ZIP}))"
_CAPITALISED = (
    r"(?-i:[A-Z\u00c0-\u00de][A-Za-z\u00c0-\u024f.'-]{1,24}(?:["
    r" \t][A-Z\u00c0-\u00de][A-Za-z\u00c0-\u024f.'-]{1,24}){0,2})"
)
_CITY_STATE = (
    rf"(?:[ \t]*(?:,|\r?\n)[ \t>]*(?P<city2>{_CITY})[ \t]*,[ \t]*(?P<state2>{_STATE})"
    rf"|[ \t]+(?P<city3>{_CAPITALISED})[ \t]*,[ \t]*(?P<state3>{_STATE}))"
)
_FORWARD = compiled(
    rf"(?P<line>{_LINE})(?P<unit>(?:{_GAP}(?:{_UNIT}|{_BOX})){{0,2}})(?:{_TAIL}|{_CITY_STATE})?", re.IGNORECASE
)
_LOOSE = compiled(
    rf"(?P<line>(?<![\w.,/$#:-])\d{{1,6}}[A-Za-z]?[ \t]{{1,2}}(?!(?:ssn|dob|ph|tel|fax|acct|mrn|id|ins\d?)\b)"
    rf"(?-i:[A-Z\u00c0-\u00de])(?:[\w.'\u00c0-\u024f-]|[ ](?![ ])){{2,40}}?)"
    rf"(?P<unit>(?:{_GAP}{_UNIT}){{0,2}})[ \t]*(?:,|\r?\n)["
    rf" \t>]*(?P<city>{_CITY}){_GAP}(?P<state>{_STATE}){_GAP}(?P<zip>{_ZIP})",
    re.IGNORECASE,
)
_PLACE = compiled(
    rf"(?-i:(?P<city>(?:[A-Z\u00c0-\u00de][A-Za-z\u00c0-\u024f.'-]{{1,20}}["
    rf" \t]+){{0,2}}[A-Z\u00c0-\u00de][A-Za-z\u00c0-\u024f.'-]{{1,20}}))["
    rf" \t]*,?{_GAP}(?P<state>{_STATE})[ \t]*,?[ \t]*(?P<zip>{_ZIP})?",
    re.IGNORECASE,
)
_START = compiled(
    r"(?<![\w.,/$#:-])(?:\d{1,6}[A-Za-z-]?|p\.? ?o|post o|box|r\.?r|rural|rfd|h\.?c|highway c|star"
    r" r|psc|cmr|unit|omc|umr)",
    re.IGNORECASE,
)
_BEHIND = 110
_AHEAD = 90
_MONEY = compiled(r"[$\u00a3\u20ac]\s?$")


def ends_as_street(text: str) -> bool:
    """Tell whether words end with the suffix of a street: behind a number they are a house's.

    Example:
        >>> ends_as_street("CHESTNUT FLAT RD"), ends_as_street("Lee, Ann")
        (True, False)
    """
    return _ENDS_AS_STREET.search(text.rstrip()) is not None


def _read(text: str, first: int, last: int) -> Iterator[re.Match[str]]:
    """Give the addresses that begin in ``text[first:last]``, tried only where one can begin."""
    reached = first
    for start in _START.finditer(text, first, last):
        if start.start() >= reached and (found := _FORWARD.match(text, start.start(), last)):
            reached = found.end()
            yield found


def _around(text: str, low: int, high: int, end: int) -> Span | None:
    """Read the address whose street line ends near ``end``."""
    for found in _read(text, max(low, end - _BEHIND), min(high, end + _AHEAD)):
        if found.start() >= end:
            return None
        if found.end() >= end:
            return _span(found)
    return None


def _span(found: re.Match[str]) -> Span | None:
    start, end = found.start(), found.end()
    groups = found.groupdict()
    score = _score(
        found["line"],
        bool(groups.get("zip")),
        bool(groups.get("zip") or groups.get("state2") or groups.get("state3")),
        bool(found["unit"]),
    )
    value = " ".join(found[0].split())
    return Span(start, end, Element.ADDRESS, Part.FULL, score, "address", value) if score else None


_WEAK = compiled(
    r"\d+[ \t]+(?:(?:cfr|usc|more|of|in|the|to|and|or|for|with|on|at|by|from|is|are|was|were|other|points?"
    r"|years?|days?|minutes?|hours?|months?|weeks?|times|"
    r"patients?|people|percent|mg|ml|miles?|new|different|separate|acre|bed|bedroom|unit|story|car"
    r"|hour|minute|day|year|week|month|mile|way)\b|[a-z])"
)
_COUNTED = compiled(r"\d+[ \t]+(?:years?|days?|minutes?|hours?|months?|weeks?|times|mg|ml|percent)\b", re.IGNORECASE)
"""What is counted is no street: ``covers 14 days. Discussed with Dr. Reed, MD``."""
_BY_DOCTOR = compiled(r"\b(?:by|per|with|see|sees|then|to|from|when|and)[ ]+dr\b\.?\Z", re.IGNORECASE)
"""``48H THEN NAIL BY DR``: no drive."""
_STRONG_SUFFIX = compiled(
    r"(?:street|st|avenue|ave|road|rd|boulevard|blvd|drive|dr|lane|ln|court|ct|circle|cir|terrace"
    r"|ter|parkway|pkwy|highway|hwy|trail|trl|place|pl|"
    r"turnpike|tpke|square|sq|loop|way|plaza|crescent|alley|pike|box)\b\.?|\d",
    re.IGNORECASE,
)


def _score(line: str, whole: bool, has_state: bool, has_unit: bool) -> float:
    if whole:
        return 0.97
    weak = _WEAK.match(line) is not None
    if _BY_DOCTOR.search(line):
        return 0.0
    if has_state:
        return 0.3 if _COUNTED.match(line) else 0.6 if weak else 0.85
    if re.match(r"(?:p|r|h|psc|cmr|unit|post|rural|star)", line, re.IGNORECASE):
        return 0.88
    if line[:3].lower() == "box" or weak:
        return 0.2 if not has_unit else 0.55
    return 0.8 if _STRONG_SUFFIX.search(line[-14:]) else 0.55


def _loosely(text: str, first: int, last: int) -> Iterator[re.Match[str]]:
    for start in _START.finditer(text, first, last):
        if text[start.start()].isdigit() and (found := _LOOSE.match(text, start.start(), last)):
            yield found


def _zip_anchor(text: str, low: int, high: int, end: int) -> Span | None:
    first, last = max(low, end - _BEHIND - 30), min(high, end + 5)
    for found in chain(_read(text, first, last), _loosely(text, first, last)):
        if found.end() >= end and found["zip"]:
            return _span(found)
    place = None
    for found in _PLACE.finditer(text, max(low, end - 60), last):
        if found["zip"] and found.end() >= end and _may_lie_there(found["state"], found["zip"]):
            place = found
    if place is None:
        return None
    value = " ".join(place[0].split())
    return Span(place.start(), place.end(), Element.ADDRESS, Part.FULL, 0.85, "place", value)


def _may_lie_there(state: str, zip_code: str) -> bool:
    """Tell whether a ZIP code lies in a state; asked of codes that are words: ``Ruby Bell    ID 57645``."""
    return state not in _CREDENTIALS or state in states_of_zip(zip_code)


def _box_anchor(text: str, low: int, high: int, end: int) -> Span | None:
    first = max(low, end - 40)
    for found in _read(text, first, min(high, end + _AHEAD)):
        if found.start() < end <= found.end():
            return _span(found)
    return None


def _city_state(text: str, low: int, high: int, end: int) -> Span | None:
    """Judge "City, ST" without a ZIP: a place, weak on its own."""
    comma = text.rfind(",", max(low, end - 26), end)
    head = text[max(low, comma - 32) : comma]
    city = re.search(
        r"(?:[A-Z\u00c0-\u00de][a-z\u00e0-\u024f.'-]{1,20}[ ]){0,2}[A-Z\u00c0-\u00de][A-Za-z\u00e0-\u024f.'-]{1,20}\Z",
        head,
    )
    state = text[comma + 1 : end].strip(" .")
    if comma < 0 or city is None or not state_code(state) or (len(state) == 2 and not state.isupper()):
        return None
    start = comma - len(city[0])
    named = re.search(
        r"address|resid|lives?|living|\bcity\b|town|\bhome\b|from|born in|moved",
        text[max(low, start - 40) : start],
        re.IGNORECASE,
    )
    value = " ".join(text[start:end].split())
    alone = 0.4 if state in _CREDENTIALS else 0.58
    return Span(start, end, Element.ADDRESS, Part.CITY, 0.72 if named else alone, "place", value)


_CREDENTIALS = frozenset({"MD", "PA", "MA", "MS", "DE", "LA", "IN", "OR", "ME", "OK", "HI", "ID", "AL", "AS", "DC"})
"""Codes that stand behind a name as a degree, or are words in capitals."""


_ZIP_BEHIND = compiled(r"(?: ?code)?[ \t]*(?:is|:|=|#|\|)?[ \t]*(\d{5}(?:-\d{4})?)(?![\d-])", re.IGNORECASE)


def _zip_alone(text: str, low: int, high: int, end: int) -> Span | None:
    found = _ZIP_BEHIND.match(text, end, min(high, end + 24))
    if found is None:
        return None
    return Span(found.start(1), found.end(1), Element.ZIP, Part.ZIP, 0.9, "zip", found[1])


_ANCHOR_SUFFIXES = _SUFFIXES

RULES = (
    Rule(rf"\b(?:{_STATE_CODES})\.?,?\s{{1,3}}\d{{5}}\b", _zip_anchor, ignore_case=False),
    Rule(rf"\b(?:{_STATE_NAMES.replace('[ ]', ' ')}),?\s{{1,3}}\d{{5}}\b", _zip_anchor),
    Rule(rf"\d[a-z]? +(?:[\w.'-]{{1,20}} ){{1,4}}(?:{_SUFFIXES})\b", _around),
    Rule(r"\b(?:p\.? ?o\.? ?(?:box|drawer|bx)|post office box) *#? *\d", _box_anchor),
    Rule(r"\b(?:rr|r\.r\.|rural route|rfd|hc|h\.c\.|psc|cmr|unit) *#? *\d{1,6},? *box *#? *\d", _box_anchor),
    Rule(
        r"\b\d{1,6} +(?:[nsew]\.? +)?(?:broadway|(?:us |state |county |old )?(?:highway|hwy|route|rte"
        r"|county road) +\d)",
        _box_anchor,
    ),
    Rule(rf", ?(?:{_STATE_CODES})\b", _city_state, ignore_case=False),
    Rule(rf", ?(?:{_STATE_NAMES.replace('[ ]', ' ')})\b", _city_state, ignore_case=False),
    Rule(r"\bzip(?: ?code)?\b", _zip_alone),
)

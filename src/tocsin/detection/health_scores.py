# ruff: noqa: E501, SIM905 - tables of names read better in long rows
"""Scores of assessments with their value: "PHQ-9 18", "FSIQ 88", "NYHA III", "BI-RADS 4B", "AHI 4.1", "QTc 488".

A name that hardly means anything else needs a value its scale has; one that is a word or an abbreviation of other trades
(ACT, CAT, TUG, PPS, HR) needs a word of care or another score beside it too.

Source: the ranges of the published instruments, and for measures of the body what a living person can have.
"""

from __future__ import annotations

import re

from tocsin.detection.health_context import clinical_words
from tocsin.detection.health_terms import stands_free
from tocsin.detection.scan import Rule
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_SURE = """phq-9 0 27;phq-2 0 6;phq-4 0 12;phq-8 0 24;phq-a 0 27;phq 0 27;gad-7 0 21;gad-2 0 6;pcl-5 0 80;pc-ptsd-5 0 5;audit-c 0 12;dast-10 0 10;c-ssrs 0 25;mmse 0 30;moca 0 30;slums 0 30;bims 0 15;braden 6 23;braden score 6 23;nihss 0 42
nih stroke scale 0 42;ecog 0 5;ecog ps 0 5;karnofsky 10 100;kps 10 100;esas 0 100;bishop score 0 13;mallampati 1 4;nyha 1 4;nyha class 1 4;nyha fc 1 4;ccs class 1 4;asa class 1 5;asa ps 1 5;chads2 0 6;chads-vasc 0 9;chads2-vasc 0 9
cha2ds2-vasc 0 9;cha2ds2vasc 0 9;has-bled 0 9;hasbled 0 9;meld 6 45;meld-na 6 45;child-pugh 5 15;child pugh 5 15;fib-4 0 20;das28 0 10;das-28 0 10;cdai 0 76;basdai 0 10;sledai 0 105;rapid3 0 30;haq-di 0 3;fvc 0.2 160
fev1/fvc 0.2 110;fev1 0.2 160;fef25-75 0 160;dlco 5 160;peak flow 40 900;feno 1 300;ahi 0 160;rdi 0 160;epworth 0 24;ess score 0 24;stop-bang 0 8;stopbang 0 8;iop 2 70;qtc 300 700;lvef 5 85;fsiq 30 170;full scale iq 30 170
verbal iq 30 170;nonverbal iq 30 170;wisc-v 30 170;wisc-iv 30 170;wisc 30 170;wais-iv 30 170;wais 30 170;wppsi-iv 30 170;wppsi 30 170;wiat-4 30 170;wiat 30 170;wj-iv 30 170;ktea-3 30 170;kbit-2 30 170;celf-5 30 170;celf 30 170
ppvt 20 170;pls-5 40 170;gfta-3 30 140;m-chat 0 23;mchat 0 23;m-chat-r 0 23;asq-3 0 60;asq-se 0 300;ados-2 0 30;ados 0 30;cars-2 15 60;cars2 15 60;srs-2 20 110;scq 0 39;vineland 20 160;vineland-3 20 160;abas-3 30 140;basc-3 10 120
cbcl 20 110;psc-17 0 34;psc-35 0 70;bdi-ii 0 63;bdi 0 63;beck depression 0 63;beck anxiety 0 63;ham-d 0 53;ham-a 0 56;madrs 0 60;ymrs 0 60;epds 0 30;ces-d 0 60;ciwa-ar 0 67;ciwa 0 67;cows score 0 48;psqi 0 21;y-bocs 0 40
panss 30 210;aims score 0 42;cage-aid 0 4;oswestry 0 100;quickdash 0 100;koos 0 100;hoos 0 100;lefs 0 80;womac 0 100;ases score 0 100;flacc 0 10;painad 0 10;berg balance 0 56;tinetti 0 28;timed up and go 3 180;6mwt 10 2500
6mwd 10 2500;30s sit to stand 0 40;5xsts 3 90;katz adl 0 6;morse fall 0 125;morse fall scale 0 125;norton scale 5 20;palliative performance 10 100;fast stage 1 7;rass -5 4;richmond -5 4;qsofa 0 3;sofa score 0 24;curb-65 0 5
apache ii 0 71;timi score 0 7;timi 0 7;grace score 1 372;heart score 0 10;wells score -3 13;ascvd 0 90;frax 0 80;edss 0 10;updrs 0 260;hoehn yahr 0 5;house-brackmann 1 6;modified rankin 0 6;hunt hess 1 5;asia scale 0 100
snot-22 0 110;snot 22 0 110;mmrc 0 4;ipss 0 35;aua score 0 35;aua ss 0 35;iief 0 75;shim score 0 25;oab-q 0 100;hit-6 36 78;bi-rads 0 6;birads 0 6;li-rads 1 5;lirads 1 5;ti-rads 1 5;tirads 1 5;pi-rads 1 5;pirads 1 5;lung-rads 0 4
breslow 0 40;clark level 1 5;fitzpatrick 1 6;easi score 0 72;pasi 0 72;bsa psoriasis 0 100;dlqi 0 30;wagner grade 0 5;tanner stage 1 5;oncotype 0 100;oncotype dx 0 100;recurrence score 0 100;cpra 0 100;kdpi 0 100;epts 0 100
spkt/v 0.2 4;kt/v 0.2 4;ktv 0.2 4;std kt/v 0.2 5;npcr 0.2 3;dry wt 15 260;dry weight 15 260;est dry weight 15 260;idwg 0 12;bpp 0 10;fundal height 10 48;fundal ht 10 48;efw 100 6500;crl 1 100;fht 80 220;fhts 80 220;fhr 80 220
fetal hr 80 220;antral follicle count 0 90;endometrial thickness 1 40;tmsc 0 900;total motile 0 900;total motile count 0 900;speech reception threshold -10 120;word recognition 0 100;etco2 5 150;gcs 3 15;hga1c 3 20;bgl 10 900
cbg 10 900;fsbg 10 900;blood glucose 10 1200;fasting bs 20 900;fasting bg 20 900;tacro level 0.5 60;fk level 0.5 60;tcb 0 30;transcutaneous bili 0 30;finnegan 0 45;nas score 0 45"""
_DOUBTFUL = """ef 5 85;pcl 0 85;audit 0 40;dast 0 28;dash 0 100;act 5 25;c-act 0 27;cat 0 40;tug 3 180;pps 10 100;fast 1 7;isi 0 28;gds 0 30;ess 0 24;odi 0 100;ndi 0 100;katz 0 6;morse 0 125;norton 5 20;fim 18 126;abi 0 2;z-score -8 8;viq 30 170
piq 30 170;vci 30 170;pri 30 170;wmi 30 170;psi 30 170;vsi 30 170;fri 30 170;gai 30 170;iq 30 170;asq 0 300;denver 0 10;thi 0 100;dhi 0 100;aua 0 35;shim 0 25;pra 0 100;mfi 0 40000;las 0 100;afi 0 45;afc 0 90;fh 10 48;nt 0.2 9
tmc 0 900;pta -10 120;srt -10 120;sds 0 100;hr 20 250;pulse 20 250;rr 4 80;resp 4 80;resps 4 80;temp 88 109;tmax 88 109;bg 10 900;pef 40 900;map 20 200;cvp 0 40;nif -120 0;uf 0 7000;bfr 100 600;dfr 300 900;ga 4 43;ebl 5 6000
qbl 5 6000;ps 0 5;pain 0 10;pain level 0 10;pain score 0 10;ve 0 10;cdr 0 30;c/d 0 1;cup to disc 0 1;k1 30 60;k2 30 60;cct 300 800;rnfl 20 160;pd 40 80;hba1c 3 20;sbp 40 280;dbp 20 180;mrs 0 6;o2 sat 40 100;sat 40 100;sats 40 100
peep 0 30;fio2 21 100;stai 20 80;bai 0 63;cows 0 48;ace 0 10;aces 0 10;vas 0 10;nrs 0 10;mna 0 30;must 0 6;mst 0 7;nutric 0 10;rcri 0 6;mews 0 20;news 0 20;pews 0 13;pim 0 100;snap 0 78;promis 20 85;ltv 0 100;tv 100 900;bishop 0 13
t-score -6 4;bayley-4 20 160;mullen 20 150;conners 20 110;conners 3 20 110;vanderbilt 0 200;scared 0 82;edinburgh 0 30;berg 0 56;barthel 0 100;lawton 0 8;hendrich 0 16;waterlow 0 64;bode 0 10;midas 0 270;bethesda 1 6;rutherford 0 6
tanner 1 5;kellgren 0 4;edw 15 260;lining 2 40;motility 0 100;morphology 0 100;wrs 0 100;rts 0 12;ballard 10 50"""


def _table(rows: str) -> dict[str, tuple[float, float]]:
    """Return lowest and highest value by plain name: small letters and digits only."""
    made = {}
    for row in rows.replace("\n", ";").split(";"):
        name, low, high = row.rsplit(" ", 2)
        made[_plain(name)] = (float(low), float(high))
    return made


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _names(rows: str) -> str:
    names = {row.rsplit(" ", 2)[0] for row in rows.replace("\n", ";").split(";")}
    return "|".join(re.sub(r"[ -]", "[ -]?", name) for name in sorted(names, key=lambda name: (-len(name), name)))


_RANGES = _table(_SURE) | _table(_DOUBTFUL)
_SURE_NAMES = frozenset(_table(_SURE))
_SURE_PATTERN, _DOUBTFUL_PATTERN = _names(_SURE), _names(_DOUBTFUL)
_LINK = r"(?:[ \t]*(?:\((?:[a-z0-9 ]{1,10})\)|scores?|scored|total|result|composite|index|level|avg|average|mean|class|grade|stage|category|cat|type|of|was|is|are|at|in|now|only|today|up to|down to|up|down|[:=|>~<]|-(?=[ ]?\d))){0,4}[ \t]{0,3}"
_VALUE = r"(?P<value>[-+]?(?:\d{1,2},\d{3}|\d{1,5})(?:\.\d{1,2})?)(?:[ ]?(?:-|to)[ ]?\d{1,3}(?:\.\d)?(?![\d/]))?(?:[ ]?/[ ]?(?P<of>\d{1,3})(?![\d/]))?(?![\d/]|[.,:-]\d)"
_GRADE = r"(?P<grade>(?:IV|I{1,3}|V|VI)(?:[ab]|[/-](?:IV|I{1,3}|V))?(?![\w])|[0-6][abcx](?!\w)|TR[1-5](?!\w)|[ABC](?![\w'.]))"
_SCORE = compiled(
    rf"(?<![\w-])(?P<name>{_SURE_PATTERN}|{_DOUBTFUL_PATTERN})(?![\w]){_LINK}(?<=[\s:=|~<>(])(?:{_GRADE}|{_VALUE})(?P<unit>[ ]?(?:%|cm|mm|ms|msec|dB|grams|g|bpm|L\b|kg|mL|weeks|wks?))?",
    re.IGNORECASE,
)
_WEIGHTS = frozenset({"drywt", "dryweight", "estdryweight", "edw"})
_GRADED = frozenset(
    """nyha nyhaclass nyhafc ccsclass asaclass asaps mallampati childpugh birads lirads tirads pirads lungrads bethesda clarklevel
    fitzpatrick wagnergrade tanner tannerstage rutherford housebrackmann fast faststage ecog ecogps kellgren hunthess""".split()
)
_OTHER = compiled(rf"(?<![\w-])(?:{_SURE_PATTERN}|bp|hr|rr|spo2|bmi|pulse|resp)(?![\w])", re.IGNORECASE)
_NEEDS_POINT = frozenset({"nt", "abi", "cd"})


def _score(text: str, low: int, high: int, end: int) -> Span | None:
    for found in _SCORE.finditer(text, max(low, end - 36), min(high, end + 44)):
        if found.start() < end <= found.end():
            return _counted(text, low, high, found)
    return None


def _counted(text: str, low: int, high: int, found: re.Match[str]) -> Span | None:
    name = _plain(found["name"])
    if not stands_free(text, low, high, *found.span()) or not _is_on_scale(name, found):
        return None
    if name not in _SURE_NAMES and not _has_company(text, low, high, name, found):
        return None
    element = Element.HEIGHT_WEIGHT if name in _WEIGHTS else Element.LAB_RESULT
    return Span(found.start(), found.end(), element, Part.FULL, 0.8, "score", " ".join(found[0].split()).lower())


def _is_on_scale(name: str, found: re.Match[str]) -> bool:
    if found["grade"] is not None:
        return name in _GRADED and found["grade"][0].isupper() | found["grade"][0].isdigit()
    lowest, highest = _RANGES[name]
    value = float(found["value"].replace(",", ""))
    if not lowest <= value <= highest:
        return False
    return found["of"] is None or float(found["of"]) == highest or float(found["of"]) in {8, 10, 30, 100}


def _has_company(text: str, low: int, high: int, name: str, found: re.Match[str]) -> bool:
    """Tell whether a doubtful name is written as an abbreviation, among words of care or other scores."""
    if name in _NEEDS_POINT and "." not in found["value"]:
        return False
    about = clinical_words(text, low, high, *found.span())
    near = text[max(low, found.start() - 60) : found.start()] + " " + text[found.end() : min(high, found.end() + 60)]
    return about >= 2 or (about == 1 and found["unit"] is not None) or _OTHER.search(near) is not None


_LOWER = frozenset(
    """temp tmax resp resps sats sat bg pulse painlevel painscore odi ndi iq ebl berg conners conners3 vanderbilt bethesda
    tanner edinburgh barthel rutherford waterlow lining midas morphology motility edw tscore""".split()
)
"""Doubtful names that are written in small letters too."""


def _as_written(rows: str) -> str:
    """Return a pattern of doubtful names in capitals, and of some as they come."""
    names = {row.rsplit(" ", 2)[0] for row in rows.replace("\n", ";").split(";")}
    forms = {form for name in names for form in _forms(name)}
    return "|".join(re.sub(r"[ -]", "[ -]?", form) for form in sorted(forms))


def _forms(name: str) -> tuple[str, ...]:
    return (name, name.capitalize(), name.upper()) if _plain(name) in _LOWER or " " in name else (name.upper(),)


RULES = (
    Rule(rf"\b(?:{_SURE_PATTERN})\b", _score),
    Rule(
        rf"\b(?:mRS|{_as_written(_DOUBTFUL)})[ \t:=]{{1,3}}(?:(?:score|of|was|is|at|now|total|down to|up to)[ \t:]{{1,2}})?[-+]?\d",
        _score,
        ignore_case=False,
    ),
)

# ruff: noqa: E501, SIM905 - patterns and word lists read better in long rows
"""What is said by parts: an injury or change with the part of the body it is in, an operation by its ending, visits.

"Fx L tibia", "laceration of scalp", "OA R knee", "L4-5 herniation", "distal radius fracture" are countless; a word for
the change counts where a word for the part stands beside it. Operations end in -ectomy, -plasty, -scopy. What stands
behind "dx" is a diagnosis, whatever it is called.

Source: suffixes of surgical terms, as in any medical dictionary; frequency orders of home health ("SN 2w4"): CMS-485,
field 21.
"""

from __future__ import annotations

import re

from tocsin.detection.health_context import is_about_care, is_campaign, is_of_patient
from tocsin.detection.health_terms import stands_free
from tocsin.detection.scan import Rule
from tocsin.detection.spans import Span
from tocsin.model.elements import Element
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

_CHANGE = (
    r"fractures?|fractured|fx|frx|sprains?|sprained|strains?|dislocations?|dislocated|contusions?|lacerations?|lac|abrasions?|burns?|hematomas?|avulsions?|ruptures?|ruptured|tears?|torn"
    r"|herniations?|herniated|stenosis|arthritis|osteoarthritis|oa|djd|degeneration|impingement|instability|effusions?|swelling|infections?|abscess|ulcers?|wounds?|mass|masses|lesions?|nodules?|cysts?|polyps?|tumors?"
    r"|stones?|blockage|obstruction|occlusion|thrombosis|clots?|bleed|hemorrhage|injury|injuries|pain|numbness|weakness|spasms?|neuropathy|neuralgia|deformity|contracture|amputation|necrosis|malformation|defect"
    r"|hnp|tendinitis|tendonitis|tendinopathy|bursitis|spondylosis|radiculopathy|myelopathy|stiffness|tenderness|soreness|edema|bruising|bruises?|cellulitis|dermatitis|gangrene|dehiscence|stricture|prolapse|rash|hernias?|aneurysm|calcifications?|lipomas?|neuroma|hypertrophy|atrophy|palsy|paralysis"
    r"|fb|foreign body|gsw|subluxation|nonunion|malunion|osteomyelitis|synovitis|adhesions|infarct|moles?|warts?|callus|blisters?|lumps?|melanoma|bccs?|sccs?|aks?|sks?|isks?|nevus|nevi|keloids?|cramps?|cramping|discomfort|aches?|droop|drainage|rupt|disloc|contusn|arthropathy|arthrosis|chondromalacia|scoliosis"
)
PART = (
    r"skull|scalp|face|facial|forehead|eyebrow|eyelid|eye|orbital|nose|nasal|lip|tongue|mouth|jaw|mandible|mandibular|maxilla|cheek|chin|ear|neck|cervical|throat|shoulder|clavicle|clavicular|collarbone|scapula|humerus|humeral|arm|forearm"
    r"|upper arm|elbow|radius|radial|ulna|ulnar|wrist|scaphoid|hand|finger|thumb|metacarpal|mcp|pip|phalanx|chest|rib|ribs|sternum|sternal|breast|lung|pulmonary|back|spine|spinal|thoracic|lumbar|lumbosacral|sacral|sacrum|coccyx|tailbone|disc|disk|vertebra|vertebral"
    r"|[ctl]\d{1,2}(?:[-/](?:[ctls])?\d{1,2})?|hip|pelvis|pelvic|groin|buttock|femur|femoral|thigh|leg|knee|patella|patellar|acl|mcl|pcl|meniscus|meniscal|labrum|labral|rotator cuff|tibia|tibial|tib[-/ ]?fib|fibula|fibular|shin|calf|ankle|malleolus|malleolar|bimalleolar|trimalleolar|achilles"
    r"|foot|heel|calcaneus|calcaneal|metatarsal|toe|great toe|abdomen|abdominal|abd|stomach|gastric|bowel|colon|rectal|liver|hepatic|spleen|splenic|kidney|renal|bladder|ureteral|ovarian|ovary|uterine|uterus|vaginal|vulvar|cervix|prostate|testicular|scrotal|penile"
    r"|thyroid|adrenal|pituitary|brain|carotid|aortic|coronary|skin|tendon|biceps|triceps|quad|quadriceps|hamstring|tooth|gum|joint|bone|nerve|muscle|sinus"
)
PART += (
    r"|(?:hip|knee|shoulder|hand|ankle|wrist|elbow|eye|ear|leg|arm|lung|kidney|breast|toe|finger|thumb|heel|tooth|foot|calf|joint|thigh|buttock)s|feet|teeth|flank|axilla|axillary|armpit|temple|trunk|torso|abdominal wall|perineum|perineal|perianal|anal|anus|esophagus|esophageal|duodenal|duodenum|cecum|cecal|sigmoid|tonsil|tonsils"
    r"|larynx|laryngeal|trachea|tracheal|bronchial|mitral|tricuspid|iliac|saphenous|si joint|ac joint|ac|cmc|tmj|plantar|dorsal|bue|ble|rle|lle|rue|lue|le|ue|nipple|areola|umbilical|inguinal|parotid|lymph node|gallbladder|gb|pancreas|pancreatic|appendix|appendiceal|retina|retinal|cornea|corneal|vocal cord|fingertip|earlobe"
    r"|eardrum|tympanic|coccygeal|ischial|ischium|trochanter|trochanteric|sternal|olecranon|patellofemoral|plateau|hallux|bunion|stump|incision|midline|ij|port site|exit site|peg site|trach site"
)
_KIND = r"(?:(?:stasis|venous|venous stasis|arterial|diabetic|pressure|surgical|soft tissue|full thickness|partial thickness|compression|stress|burst|avulsion|wedge|compound|hairline|fascial|squamous|dehisced|infected|draining|nonhealing|non-healing) )?"
SIDE = r"(?:left|right|lt|rt|l|r|bilat(?:eral)?|b/l|distal|proximal|mid(?:shaft)?|upper|lower|inner|outer|medial|lateral|anterior|posterior|open|closed|displaced|nondisplaced|non-displaced|comminuted|complex|deep|old|acute|chronic)"
_BEFORE = rf"(?<![\w-])(?:{SIDE}\.?[ ]){{0,3}}(?:{PART})(?:[ /-](?:{PART}|head|neck|shaft|fossa|tip|base|nail ?bed))?[ ]{_KIND}(?:{_CHANGE})(?![\w-])"
_BEHIND = rf"(?<![\w-])(?:{_CHANGE})[ ,:/-]{{1,2}}(?:(?:recheck|re-check|f/u|changing|growing|itchy|bleeding|healing|worse|check)[ ])?(?:(?:of|to|in|on)[ ])?(?:(?:the|her|his|my)[ ])?(?:{SIDE}\.?[ ]){{0,3}}(?:{PART})(?![\w-])"
_SHAPES = tuple(compiled(shape, re.IGNORECASE) for shape in (_BEFORE, _BEHIND))
_PLAIN_SHAPES = tuple(compiled(shape) for shape in (_BEFORE, _BEHIND))
"""For ASCII in small letters: letters of one case are looked for several times as fast."""
_FIGURE = compiled(
    r"(?:hand|face|back|neck|head|bone|nerve|joint|leg|foot|knee|eye|ear)[ ](?:clots?|bleed|mass|masses|tears?|burns?)\Z",
    re.IGNORECASE,
)
_DOUBTFUL = compiled(
    r"\b(?:le|ue|ac|trunk|temple|plateau|stump|midline|dorsal|fb|aks?|sks?|droop|drainage|moles?|lumps?|blisters?|discomfort|prolapse|aches?)\b",
    re.IGNORECASE,
)
"""Parts and changes that are words of other trades too: only in a short text or beside words of care."""
_PAINFUL = compiled(r"\bpain in the (?:neck|butt|rear|back)\Z", re.IGNORECASE)


def _change(text: str, low: int, high: int, end: int) -> Span | None:
    """Give a change and the part it is in, whichever of them comes first."""
    left, right = max(low, end - 70), min(high, end + 50)
    begin = max(0, left - 1)
    window = text[begin:right]
    is_plain = window.isascii()
    window = window.lower() if is_plain else window
    for shape in _PLAIN_SHAPES if is_plain else _SHAPES:
        for found in shape.finditer(window, left - begin):
            start, stop = found.start() + begin, found.end() + begin
            if start < end <= stop:
                if _DOUBTFUL.search(text, start, stop) and not is_about_care(text, low, high, start, stop):
                    return None
                return said(text, low, high, (start, stop), Element.DIAGNOSIS, 0.8, "body")
    return None


def said(
    text: str, low: int, high: int, place: tuple[int, int], element: Element, score: float, detector: str
) -> Span | None:
    """Give a find at a place, unless it is denied, a relative's, a campaign's or a figure of speech."""
    start, end = place
    words = text[start:end]
    if not stands_free(text, low, high, start, end) or _FIGURE.search(words) or _PAINFUL.search(words):
        return None
    if not is_of_patient(text, low, high, start, end) or is_campaign(text, low, high, start, end):
        return None
    return Span(start, end, element, Part.FULL, score, detector, " ".join(words.split()).lower())


_OPERATION = compiled(
    r"(?<![\w-])[A-Za-z]{2,20}(?:ectomy|ectomies|ostomy|plasty|plasties|oscopy|oscopies|orrhaphy|centesis|pexy|desis|otripsy|ography)\Z",
    re.IGNORECASE,
)
_NO_OPERATION = frozenset(
    """microscopy spectroscopy stereoscopy geography photography biography autobiography typography cartography topography
    bibliography pornography choreography demography stenography calligraphy videography discography cinematography
    iconography orthography ethnography oceanography cryptography lithography filmography""".split()
)


def _operation(text: str, low: int, high: int, end: int) -> Span | None:
    found = _OPERATION.search(text, max(low, end - 30), end)
    if found is None or found[0].lower() in _NO_OPERATION:
        return None
    return said(text, low, high, found.span(), Element.PROCEDURE, 0.8, "operation")


_VISITS = compiled(
    r"(?<![\w.-])(?:PT/OT(?:/ST|/SLP)?|PT|OT|ST|SLP|SN|HHA|MSW|RN|LPN|speech|nursing|aide)[ ](?:visits?[ ])?"
    r"(?:\d{1,2}[ ]?[xX][ ]?/?[ ]?(?:per[ ]|a[ ])?(?:wk|week|w|mo|month|day|d)\b(?:[ ]?[xX]?[ ]?\d{1,2}[ ]?(?:wks?|weeks?|w)?\b)?"
    r"|\d{1,2}[ ]?w[ ]?\d{1,2}\b(?:[ ,]{1,2}\d{1,2}[ ]?w[ ]?\d{1,2}\b){0,4}|evals?\b(?: and treat| & treat)?|tx\b|re-?eval\b|recert\b|SOC\b)",
)


def _visits(text: str, low: int, high: int, end: int) -> Span | None:
    for found in _VISITS.finditer(text, max(low, end - 14), min(high, end + 40)):
        if found.start() < end <= found.end():
            return said(text, low, high, found.span(), Element.TREATMENT, 0.8, "visits")
    return None


_DX = r"(?<![\w])(?:dx'?d?|pdx|admit(?:ting)? dx|adm dx)(?:[ ]?(?:with|of|as|w/))?[ :=#-]{1,3}"
_DX_BEGUN = compiled(_DX + r"[a-z]\Z", re.IGNORECASE)
_NAMED_DX = compiled(
    _DX + r"(?P<said>[A-Za-z][A-Za-z'/+ -]{2,60}?)"
    r"(?=[ ]{2}|[ ]?[,;.()\n|\t*]|[ ](?:rx|tx|f/u|fu|on|in|at|and|since|last|w/|but|so|per|pt|she|he|for|started|will|plan|needs?|refer\w*|today|-+|\d)[ \d]|[ ]?\Z)",
    re.IGNORECASE,
)
_NO_DX = compiled(
    r"(?:codes?|is|was|are|were|of|for|on|needed|pending|unknown|required|mismatch|and|or|not|none|no|to|from|in|changed?|lists?|given|the|this|that|if|does|doesn|did|didn|may|must|should|can|will|missing|invalid"
    r"|na|n/a|tbd|see|same|pointer|desc\w*|date|by|info|field|column|report|only|with|w|line|per|as|it|they|please|we|you|your|our|also|still|updated?|added|corrected|wrong|incorrect|primary|secondary|supports?|denied|deferred|attached|code|linked|order)\b",
    re.IGNORECASE,
)


def _named(text: str, low: int, high: int, end: int) -> Span | None:
    """Give what stands behind "dx", in the words of whoever wrote it."""
    begun = _DX_BEGUN.search(text, max(low, end - 24), end)
    found = _NAMED_DX.match(text, begun.start(), min(high, end + 80)) if begun else None
    if found is None:
        return None
    start, last = found.span("said")
    said = found["said"]
    if _NO_DX.match(said) or len(said.split()) > 6:
        return None
    return Span(start, last, Element.DIAGNOSIS, Part.FULL, 0.72, "named-dx", " ".join(said.split()).lower())


RULES = (
    Rule(rf"\b(?:{_CHANGE})\b", _change),
    Rule(
        r"(?:ectomy|ectomies|ostomy|plasty|plasties|oscopy|oscopies|orrhaphy|centesis|pexy|desis|otripsy|ography)\b",
        _operation,
    ),
    Rule(
        r"\b(?:PT|OT|ST|SLP|SN|HHA|MSW|RN|LPN|speech|nursing|aide) (?:visits? )?(?:\d{1,2} ?[xXw]|eval|tx|re-?eval|recert|SOC)",
        _visits,
        ignore_case=False,
    ),
    Rule(r"\bp?dx(?:'?d)?(?: ?(?:with|of|as|w/))?[ :=#-]{1,3}[a-z]", _named),
)

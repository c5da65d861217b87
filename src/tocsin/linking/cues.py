# ruff: noqa: E501 - patterns and word lists read better in long rows
"""Words beside a name or a value that say whose it is.

Invariant: pure; looks at most ``REACH`` code points to each side, on the same line or the next.
"""

from __future__ import annotations

import re

from tocsin.linking import cues_spanish as spanish
from tocsin.linking.relations import relation_in
from tocsin.model.elements import Role
from tocsin.model.office_lists import is_office_list, is_vendor_list
from tocsin.patterns import compiled

REACH = 48
_KIN = (
    r"spouse|husband|wife|partner|mother|father|mom|dad|parent|guardian|son|daughter|child|brother|sister|sibling|"
    r"grand(?:mother|father|son|daughter|parent)|caregiver|next of kin|emergency contact|poa|power of attorney|niece|nephew|aunt|uncle|cousin|execut(?:or|rix)|personal representative|health ?care proxy|conservator|dtr|dau|gma|gpa|hubby|step(?:dad|mom|son|daughter)|"
    + spanish.KIN
)
_BEFORE: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.PATIENT, compiled(r"(?i)\b(?:the )?estate of\s*\Z")),
    (Role.RELATIVE, compiled(r"(?i)(?:\bc/o|\b(?:for|to) (?:the )?family:?)\s*(?:mrs?\.?|ms\.?)?\s*\Z")),
    (Role.RELATIVE, compiled(rf"(?i)\b(?:{_KIN})(?:'s name)?(?:\s+(?:is|was|named|called|es|se llama))?\s*[,:(=]?\s*(?:do(?:n|ña)\s|sra?\.?\s|(?:la |el )?señora?\s)?\Z")),
    (Role.RELATIVE, compiled(r"(?i)\b(?:his|her|their|my|pt's|patient's) (?:little |baby |oldest |youngest |older |younger )?(?:boy|girl)\s*[,:(]?\s*\Z")),
    (Role.GUARANTOR, compiled(r"(?i)\b(?:guarantor|responsible party|bill(?:ed)? to)(?:\s+(?:is|name|named))*\s*[,:(-]?\s*\Z")),
    (Role.SUBSCRIBER, compiled(r"(?i)\b(?:subscriber|insured|policy\s?holder|card\s?holder)(?:'s)?(?:\s+(?:is|name|named))*\s*[,:(-]?\s*\Z")),
    (Role.EMPLOYEE, compiled(r"(?i)\b(?:employee|new hire|applicant|staff member)(?:\s+(?:is|name|named))*\s*[,:(-]?\s*\Z")),
    (Role.PATIENT, compiled(
        r"(?i)\b(?:patients?|pts?|pt's|resident|member|decedent|claimant|inpatient|outpatient|paciente|menor|ni[ñn][oa]|bebé)(?:\s+(?:is|name|named|was|es|se llama))*\s*[,:;(#-]?\s*\Z")),
    (Role.PROVIDER, compiled(
        r"(?i)\b(?:dr\.?|doctor|physician|surgeon|oncologist|nurse|provider|pcp|attending|ordering|referring|rendering|performing|treating|prescriber|"
        r"referr(?:ed|al) (?:by|from|to)|seen by|signed by|"
        r"dra\.?|doctora|médic[oa]|enfermer[oa]|(?:atendid|vist|referid|enviad)[oa] por|(?:referid|derivad)[oa] a|"
        r"dictated by|ordered by|reviewed by|prescribed by|interpreted by|read by|performed by|administered by|per|with dr\.?)\s*[,:(-]?\s*\Z")),
    (Role.SENDER, compiled(
        r"(?i)\b(?:attorney|atty|(?:legal|defen[sc]e|outside|opposing) counsel|lawyer|trustee|adjuster|adjustor|paralegal|licenciad[oa]|abogad[oa])"
        r"(?:,? (?:for|at|from|with|of) (?:the )?[\w'&.]{1,20}(?: [\w'&.]{1,20}){0,2})?(?: is| was| named)?\s*[:,(=-]?\s*\Z")),
    (Role.PROVIDER, compiled(
        r"(?i)\b(?:[a-z]{2,12}(?:ologist|therapist|ician|itian)|pharmacist|coordinator|instructor|educator|teacher|trainer|supervisor|director|"
        r"registrar|abstractor|biller|coder|clerk|secretary|receptionist|scheduler|navigator|technician|counsel(?:l)?or|chaplain|interpreter|"
        r"case manager|care manager|office manager|practice manager|social worker)\s*:\s*\Z")),
    (Role.SENDER, compiled(
        r"(?i)\b(?:prepared|submitted|approved|compiled|updated|printed|entered|created|maintained|abstracted|transcribed|faxed|"
        r"posted|verified|keyed|run|generated) by\s*:?\s*\Z|\brsvps?(?:'d)? (?:to|with|w/)\s*:?\s*\Z|\b(?:covering|covers) for\s*\Z")),
    (Role.SENDER, compiled(
        rf"(?i)\b(?:questions?|concerns|(?:more|further|additional) info(?:rmation)?|{spanish.MORE_TO_ASK})\b[^.!?\n]{{0,40}}"
        rf"\b(?:call|contact|reach(?: out to)?|e-?mail|phone|ask for|see|{spanish.CALL})\b[^.!?\n\w]{{0,4}}(?:a |con )?(?:mr?s?\.? )?\Z")),
)  # fmt: skip
_AFTER: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.RELATIVE, compiled(rf"(?i)\A(?:\s*[,(-]\s*|[ \t]{{2,}}|\s+(?=(?:is|who|the|her|his|their|patient's|pt's|a|su|la|el|es|surviving)\b))(?!son (?:dos|tres|los|las|sus|mis|de|muy)\b)(?:(?:is|who is|es)\s+)?(?:(?:the|her|his|their|patient's|pt's|a|su|la|el)\s+)?(?:(?:surviving|adult|minor|eldest|youngest|legal)\s+)?(?:{_KIN})(?!\w)")),
    (Role.GUARANTOR, compiled(r"(?i)\A\s*[,(-]\s*(?:the\s+)?(?:guarantor|responsible party)\b")),
    (Role.SUBSCRIBER, compiled(r"(?i)\A\s*[,(-]\s*(?:the\s+)?(?:subscriber|policy\s?holder|insured)\b")),
    (Role.PATIENT, compiled(r"(?i)\A\s*[,(-]?\s*(?:(?:is|was)\s+)?(?:an?\s+)?(?:\d{1,3}[- ]?(?:y(?:ea)?rs?[- ]?old|y/?o|yo)\b|de\s+\d{1,3}\s+años|(?:our|the|this|a)\s+patient\b|(?:nuestr[oa]|la|el)\s+paciente\b)")),
    (Role.SENDER, compiled(
        r"\A\s*[,(]\s*(?:(?:[Dd]eputy|[Cc]ourt|[Cc]ounty|[Cc]ity|[Cc]hief)\s+)*(?i:clerk(?: of (?:the )?court)?|notary(?: public)?|magistrate|bailiff"
        r"|coroner|medical examiner|sheriff|custodian of records)\b")),
    (Role.PROVIDER, compiled(r"(?i)\A[ ](?:(?:was|is being|been) paged|paged (?:overhead|x ?\d|twice)|to bedside)\b")),
    (Role.SENDER, compiled(
        r"(?i)\A\s*[,(-]\s*(?:(?:a|an|the|my|his|her|their|our)\s+)?(?:\w+ )?(?:lawyer|attorney|esq|adjuster|paralegal|appeals? coordinator|claims? (?:examiner|adjuster|representative|rep))\b")),
    (Role.SENDER, compiled(
        r"(?i)\A,?[ ](?:already |just |has |had )?(?:(?:e-?scribed|e-?prescribed|prescribed) (?:the|an?|her|his|their)\b"
        r"|(?:phoned in|ordered|drew|re-?submitted|put in|placed) (?:(?:the|an?|her|his|their|new) )?(?:orders?|auths?|labs?|referrals?|scripts?|rx)\b)"
        r"|\A,?[ ](?:sent|called in|faxed) (?:the|a|her|his) (?:new )?(?:[\w-]+ ){1,3}(?:to|over to) (?:the )?(?:pharmacy|walgreens|cvs|walmart|rite aid|kroger|costco)\b"
        r"|\A[ ]?[,(-][ ]?(?:the )?(?:(?-i:[A-Z])[\w&.'/-]{1,16} ){0,3}(?:sales |drug |device |vendor |pharma )?(?:rep|msl|reps|vendor|salesman)\b"
        r"(?! (?:says|said|told|states?|stated|confirmed|advised)\b)")),
    (Role.PROVIDER, compiled(r"\A,?\s*(?:M\.?D|D\.?O|R\.?N|N\.?P|P\.?A(?:-C)?|Ph\.?D|Pharm\.?D|DPM|APRN|CRNP|FNP)\b")),
)  # fmt: skip
_GONE = compiled(
    rf"(?i)(?:{spanish.DIED}|\bestate of|\bthe late|\bdecedent:?|\bdeceased:?)\s*(?:the\s+|el\s+|la\s+)?(?:mrs?\.?\s+|ms\.?\s+|sra?\.?\s+|do(?:n|ña)\s+|señora?\s+)?\Z"
)
_GONE_AFTER = compiled(
    r"(?i)\A\s*[,(-]?\s*(?:is\s+|was\s+)?(?:now\s+)?(?:deceased|dec'd|expired|passed away|has died|died|murió|falleció|fallecid[oa]|q\.?e\.?p\.?d)\b"
)
_MY = compiled(
    rf"(?i)\b(?:{spanish.MY}|my|i was born|i'm|i am|i (?:now )?(?:live|reside)|i(?:'ve| have)? moved)\b[^.!?\n]{{0,28}}\Z"
)
_HAVE = compiled(rf"(?i)\b(?:{spanish.HAVE}|i(?:'ve| have| had| take| was on| got| am on))\b[^.!?\n]{{0,28}}\Z")
_GREETS = compiled(
    r"(?i)(?:\A|\n)[ \t>]*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|hola|buen[oa]s(?: d[ií]as| tardes| noches)?|estimad[oa]|querid[oa])[ ,]{1,2}"
    r"(?:(?:mrs?|ms|miss|mx|sra?|do(?:n|ña)|señora?)\.?[ ]{1,2})?\Z"
)
_PATIENTS = compiled(r"(?i)\b(?:pt'?s?|patient'?s?|member'?s?|his|her|their|del? (?:la )?paciente)\b[^.!?\n]{0,40}\Z")
_CALL = compiled(
    r"(?i)\b(?:call(?:\s?back)?|reach(?:ed)?|return(?:ing)? (?:the|her|his) call|cb|phone back|contact|llam(?:ar|e)(?:le)?|marcar(?:le)?|devolver(?:le)?)\b[^.!?\n]{0,36}\Z"
)
_CALLED = compiled(
    r"(?i)\A[^.!?\n]{0,90}?\b(?:called|calling|phoned|left (?:a )?(?:message|vm|voicemail)|is asking|asked|llamó|llama|habló|pregunta|preguntó|dejó (?:un )?mensaje)\b"
)


def role_beside(before: str, after: str) -> tuple[Role, str]:
    """Return the role that the words right before or behind a name give, and the relation if a relative's.

    Example:
        >>> role_beside("for our patient ", " (DOB 1/2/60)")[0].value, role_beside("her son ", " (DOB")
        ('patient', (<Role.RELATIVE: 'relative'>, 'child'))
    """
    before, after = before[-REACH:], after[:REACH]
    if _OF_OFFICE.match(after) and introduces(before):
        return Role.SENDER, ""
    for role, pattern in _BEFORE:
        match = pattern.search(before)
        if match:
            return role, relation_in(match.group()) if role is Role.RELATIVE else ""
    for role, pattern in _AFTER:
        match = pattern.match(after)
        if match:
            return role, relation_in(match.group()) if role is Role.RELATIVE else ""
    return Role.UNKNOWN, ""


def kin_of_writer(before: str) -> str:
    """Return how the person named next is related to the writer (``my mother Ann``), empty if not so."""
    match = _MY_KIN.search(before[-REACH:])
    return relation_in(match.group()) if match else ""


def is_aside(before: str) -> bool:
    """Tell whether the words before a first name make it that of a bystander (``met with Ann``)."""
    return _ASIDE.search(before[-REACH:]) is not None


def is_deceased(before: str, after: str) -> bool:
    """Tell whether the words beside a name say that the person has died."""
    return bool(_GONE.search(before[-REACH:])) or bool(_GONE_AFTER.match(after[:REACH]))


def is_own(before: str) -> bool:
    """Tell whether the words before a value say that it is the writer's (``my SSN is``)."""
    return _MY.search(before[-REACH:]) is not None


def is_had(before: str) -> bool:
    """Tell whether the words before a value say that a writer has or had it (``I take``)."""
    return _HAVE.search(before[-REACH:]) is not None


def is_greeted(before: str) -> bool:
    """Tell whether the words before a name greet its bearer at the head of a line."""
    return _GREETS.search(before[-REACH:]) is not None


def is_written_to(before: str, after: str) -> bool:
    """Tell whether a patient is written to: ``Hi Ann Lee, your allergy shot appt is Tue``; in a letter, further below.

    Example:
        >>> is_written_to("Hi ", ", this is Oak Clinic. Your appt is Tue"), is_written_to("Hi ", ", see your mail")
        (True, False)
        >>> is_written_to("Dear ", ",\\n12 Elm St\\n\\nYour biopsy was clear."), is_written_to("Dear ", ",\\nyour patient's biopsy")
        (True, False)
    """
    if _DEAR.search(before[-REACH:]) and _YOURS_BELOW.search(after[:LETTER]) is not None:
        return _OF_YOUR_PATIENT.search(after[:LETTER]) is None
    return _TO.search(before[-REACH:]) is not None and _ABOUT_YOURS.match(after[:_FARTHEST_YOURS]) is not None


_OF_CARE = r"claims?|accounts?|accts?|balance|refund|statements?|bills?|co-?pay|deductible|appeal|denials?"
"""What somebody has at a practice as its patient, in payment for care (45 CFR 160.103)."""
_SERVED = compiled(
    rf"(?i)\A['’]s? (?:[\w-]+ ){{0,2}}?(?:{_OF_CARE})\b"
    r"|\A,? (?:is owed|owes (?:us )?\$?\d|still owes|has no (?:coverage|insurance))\b"
)
_SERVES = compiled(
    rf"(?i)\b(?:(?:{_OF_CARE}) (?:of|for|on)|refund(?:ed)?(?: \$[\d.,]+)? to|write[- ]off(?: for)?|re-?bill(?:ed)?|eob for|check from)\s*:?\s*\Z"
)


def is_served(before: str, after: str) -> bool:
    """Tell whether the words beside a name say that a practice has something of its bearer's bill.

    Example:
        >>> is_served("what about ", "'s account? He"), is_served("refund to ", ", today"), is_served("", "'s birthday")
        (True, True, False)
    """
    return _SERVED.match(after[:REACH]) is not None or _SERVES.search(before[-REACH:]) is not None


LETTER = 500
"""Code points behind a greeting in which a letter says whose matter it is."""
_DEAR = compiled(r"(?im)^[ \t>]*(?:dear|estimad[oa])(?:[ ](?:mr|mrs|ms|miss|mx|sra?|señora?)\.?)?[ ]\Z")
_YOURS_BELOW = compiled(
    r"(?i)\byour\b[^.!?]{0,50}?\b(?:appt|appointment|refill|prescription|rx|labs?|results?|surgery|procedure|infusion|chemo\w*|scan|mammogram|"
    r"vaccin\w+|shots?|pre-?op|biopsy|mri|x-?ray|ultrasound|therapy|dialysis|treatments?|medications?|medicines?|colonoscopy|physical|checkup|"
    r"visits?|exam|diagnosis|condition|donation|screening|specimen|sample|test(?:s|ing)?|health|chart|care|admission|hospitali\w+|discharge|"
    r"copay|eob|claims?|coverage|benefits|balance|implant|device|pregnancy|baby|"
    r"child(?:'s|ren)?|pap|blood|tumou?r|cancer|doctor|provider|nurse|pharmacy)\b"
    rf"|\b(?:su|sus|tu)\b[^.!?]{{0,50}}?\b(?:{spanish.YOURS})\b"
)
_OF_YOUR_PATIENT = compiled(
    r"(?i)\byour (?:mutual |kind )?(?:patients?|referral|client|staff|office|practice|donors?|gift|order)\b"
)


_TO = compiled(
    r"(?i)(?:\b(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|hola|estimad[oa]|reminder|notice|recordatorio)[ ,:]{1,2}|[:\"'\u201c][ ]?)\Z"
)
_FARTHEST_YOURS = 120
_ABOUT_YOURS = compiled(
    r"(?i)[^\n]*?\byour\b[^.\n]{0,40}\b(?:appt|appointment|refill|prescription|rx|labs?|results?|surgery|procedure|infusion|"
    r"chemo|scan|mammogram|vaccine|shot|pre-?op|biopsy|mri|ct|x-?ray|ultrasound|therapy|dialysis|treatment|medication|"
    r"colonoscopy|rhinoplasty|physical|checkup|copay|eob|dentist|doctor|provider|care team)\b"
    rf"|[^\n]*?\b(?:su|tu)\b[^.\n]{{0,40}}\b(?:{spanish.YOURS})"
)


def is_theirs(before: str) -> bool:
    """Tell whether the words before a value say that it is that of the person just named (``her SSN``)."""
    return _THEIRS.search(before[-REACH:]) is not None


def is_patients(before: str) -> bool:
    """Tell whether the words before a value say that it is the patient's, unnamed (``Pt's new address is``)."""
    return _PATIENTS.search(before[-REACH:]) is not None


def is_callback(before: str) -> bool:
    """Tell whether the words before a number say whom to call there."""
    return _CALL.search(before[-REACH:]) is not None


def is_caller(after: str) -> bool:
    """Tell whether the words behind a name say that this person called."""
    return _CALLED.match(after[:120]) is not None


def introduces(before: str) -> bool:
    """Tell whether the words before a name say that its bearer speaks: ``hi, this is``."""
    return _SPEAKS.search(before[-REACH:]) is not None


_SPEAKS = compiled(
    r"(?i)(?:\A|[.,!?:;\"\u201c\n-]|\b(?:hi|hey|hello|yes|yeah|um|uh|ok|morning|afternoon|evening|hola))[ ]{0,2}(?:um |uh |and )?"
    r"(?:this is|it['\u2019]?s|my name is|my name['\u2019]?s|i am|i['\u2019]?m|soy|me llamo|habla|le habla|mi nombre es) \Z"
)
_OF_OFFICE = compiled(
    r"(?i)\A,? ?(?:calling |here )?(?:with|from|over at|at|of) (?:the |your )?(?:[\w'&.-]{1,16} ){0,4}?"
    r"(?:health(?:care)?|pharmac(?:y|euticals?)|supply|insurance|inc|llc|corp(?:oration)?|company|labs?|laborator(?:y|ies)|imaging|"
    r"hospital|clinic|offices?|dept|department|billing|scheduling|hospice|home care|rehab|oncology|cardiology|radiology|urology|"
    r"surgery|center|group|associates|solutions|services|benefits|bank|records|dr|doctor|law firm|county|state)\b"
)
"""What behind the name of somebody who introduces himself tells of an office."""
_THEIRS = compiled(
    r"(?i)\b(?:his|her|their|whose) (?:own )?(?:ssn|soc(?:ial)?(?: security)?(?: (?:no|number))?|dob|birth ?(?:date|day)|cell|phone|number|address|email|id)\b[ :#]*(?:is |was )?\Z"
    r"|\bsu (?:número|numero|tel(?:éfono)?|cel(?:ular)?|fecha(?: de nacimiento)?|seguro(?: social)?|dirección|correo|exp(?:ediente)?)\b[ :#]*(?:es )?\Z"
)
_MY_KIN = compiled(
    rf"(?i)\b(?:my (?:late |dear |own |\d+ year old )?|mi (?:difunt[oa] |querid[oa] )?)(?:{_KIN})(?:'s name)?(?:\s+(?:is|was|named|es|se llama))?\s*,?\s*\Z"
)
_ASIDE = compiled(
    r"(?i)\b(?:met|spoke|talked|meeting|call|called|per|cc'?d?|asked|told|tell|thanks|thank you|traded|swapped|coffee|lunch|check(?:ed)?) (?:with |w/ ?|to |by )?\Z"
)
_HEADINGS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.RELATIVE, compiled(r"(?i)\b(?:emergency contacts?|next of kin|spouse|parents?|guardian|family|relatives?|dependents?|caregiver|contactos? de emergencia|familiares|tutora?|padres)\b")),
    (Role.GUARANTOR, compiled(r"(?i)\b(?:guarantor|persona responsable|responsible party|financially responsible|billing party)\b")),
    (Role.SUBSCRIBER, compiled(r"(?i)\b(?:subscriber|insured|policy\s?holder|asegurad[oa]|titular)\b")),
    (Role.EMPLOYEE, compiled(r"(?i)\b(?:employee|personnel|worker|payee)\b")),
    (Role.PROVIDER, compiled(r"(?i)\b(?:referring|physicians?|providers?|prescriber|pharmacy|facility|practice)\b")),
    (Role.PATIENT, compiled(r"(?i)\b(?:patient|demographics?|registration|face ?sheet|member|medical|clinical|insurance|history|diagnos[ie]s|treatment|paciente|datos (?:personales|generales)|historia (?:clínica|médica)|diagnósticos?)\b")),
)  # fmt: skip
_LISTS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.PROVIDER, compiled(r"(?i)\b(?:physician|provider|doctor|staff|on[- ]call)s?\s+(?:list|directory|roster|schedule|names?)\b")),
    (Role.EMPLOYEE, compiled(r"(?i)\b(?:employees?|payees?|payroll|new hires?|personnel|401\(?k\)?|w-?2s?|fmla|cobra|open enrollment|badges?|empleados|nómina|voluntarios|turnos)\b")),
    (Role.PATIENT, compiled(
        r"(?i)\b(?:patients?|pts?|pat\.?|members?|residents?|clients?|inpatients?|census|refunds?|balances?|self[- ]?pay|no[- ]?shows?|"
        r"recalls?|a/r|aging|denials?|appointments?|appts?|guarantors?|wait[- ]?list|reminders?|refills?|call ?backs?|intakes?|visits?|"
        r"admits?|admissions?|discharges?|referrals?|caseload|claimants?|enrollees?|beneficiar(?:y|ies)|participants?|sick ?call|med ?pass|"
        r"tumou?r board|rounds|screenings?|births?|deliveries|babies|newborns?|transfusions?|infusions?|surger(?:y|ies)|procedures?|"
        r"dialysis|chemo(?:therapy)?|treatments?|therapy|clinic list|day ?sheet|chairs?|beds?|charts?|cases|prior auths?|immunizations?|vaccin(?:es?|ations?)|"
        r"deaths?|deceased|decedents?|bereavement|condolences?|sympathy|hospice|prescriptions?|rx|support groups?|living with|survivors(?:hip)?|grief|"
        r"copays?|charity care|financial assistance|vouchers?|lapsed follow[- ]?ups?|lost to follow[- ]?up|intravesical|bcg|"
        r"pacientes?|citas?|jornada de salud|vacunad[oa]s|vacunación|embarazadas|resultados|recordatorios|consultas|lista de espera|recetas|expedientes|inscritos|tamizaje|ingresos y altas|llamadas)\b")),
)  # fmt: skip


def list_role(line: str) -> Role | None:
    """Return whom the title, header or sentence above a list says it is about, None if it does not say.

    Example:
        >>> list_role("Acct    Patient        Ins").value, list_role("See below.")
        ('patient', None)
    """
    if is_vendor_list(line):
        return Role.SENDER
    if is_office_list(line):
        return Role.PROVIDER
    return next((role for role, pattern in _LISTS if pattern.search(line[:300])), None)


_OF_PRACTICE = compiled(
    r"(?i)\b(?:family|guardian|parents?|spouse|clinical|medical|patient|physicians?|providers?|employee|member|registration)[ ](?:\w+[ ]){0,2}"
    r"(?:medicine|practice|practitioners|clinics?|dental|dentistry|dentists|health(?:care)?|hospitals?|physicians|doctors|associates|group|cent(?:er|re)s?|"
    r"services|wellness|eye ?care|vision|chiropractic|pharmacy|llc|pllc|p\.?c|inc)\b\.?(?:,? (?:of|at|in) [\w .'-]{2,30})?\Z"
)
"""How names of practices end that say ``family`` or ``medical`` and head nobody's section: ``TULSA FAMILY MEDICINE``."""
_HEADING_SHAPE = compiled(r"\A[\W_]{0,8}[A-Za-zÁÉÍÓÚÑ][A-Za-zÀ-ÿ0-9 /&'(),.#-]{2,58}[\W_]{0,8}\Z")


def heading_role(line: str) -> Role | None:
    """Return whose section a heading opens; UNKNOWN for any other heading, None if the line is none.

    Example:
        >>> heading_role("EMERGENCY CONTACT").value, heading_role("RESPONSIBLE PARTY").value, heading_role("Please call.")
        ('relative', 'guarantor', None)
    """
    text = line.strip().strip("*=-_#:| ")
    if not text or not _HEADING_SHAPE.match(text) or len(text.split()) > 7:
        return None
    words = [w for w in text.split() if w[0].isalpha()]
    is_capital = text.isupper() or (
        sum(w[0].isupper() or w.lower() in _SMALL for w in words) == len(words) and not text.endswith((".", ","))
    )
    if not is_capital:
        return None
    if _OF_PRACTICE.search(text):
        return Role.UNKNOWN
    return next((role for role, pattern in _HEADINGS if pattern.search(text)), Role.UNKNOWN)


def label_role(label: str) -> Role | None:
    """Return whom a label names, None if it names nobody.

    Example:
        >>> label_role("Guarantor DOB").value, label_role("Ordering").value, label_role("Date of birth")
        ('guarantor', 'provider', None)
    """
    return next((role for role, pattern in _LABELS if pattern.search(label)), None)


_LABELS = (
    *((role, pattern) for role, pattern in _HEADINGS if role not in {Role.PATIENT, Role.PROVIDER}),
    (Role.PROVIDER, compiled(
        r"(?i)\b(?:referring|ordering|attending|rendering|physician|provider|prescriber|doctor|surgeon|oncologist|signed by)\b")),
    (Role.PATIENT, compiled(r"(?i)\b(?:patient|member|resident|client)\b")),
)  # fmt: skip
_SMALL = frozenset({"of", "and", "the", "for", "or", "to", "in", "a", "de", "del", "la", "el", "los", "y", "para"})

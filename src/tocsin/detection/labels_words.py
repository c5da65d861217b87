# ruff: noqa: E501, SIM905 - word tables read better in long rows
"""The words of labels and column headers: what they mean, whom they name. One table for forms and columns.

A label is brought into plain words by :mod:`tocsin.detection.labels_meaning`; the phrases here are written in those
plain words. Rows stand from the most specific to the least: the first phrase whose words are all there wins.

Source: headers of practice-management exports, CMS-1500 and UB-04 field names, HL7 and X12 names of the same things.
"""

from __future__ import annotations

from tocsin.model.elements import Element, Role
from tocsin.model.mentions import Part

E = Element
P = Part

EXPANSIONS: dict[str, str] = {
    "cvx": "vaccine", "ord": "ordering", "appellant": "claimant", "petitioner": "claimant",
    "apellido": "last name", "apellidos": "last name", "nombre": "name", "nombres": "first name", "fecha": "date",
    "dodid": "military id", "dodno": "military number", "ccnum": "card number", "hphn": "phone", "cphn": "phone", "wphn": "phone",
    "hph": "phone", "cph": "phone", "wph": "phone", "gacct": "account", "credited": "",
    "acno": "account number", "acnum": "account number", "cdl": "driver license", "mpi": "mrn", "hcpc": "procedure code",
    "kid": "child", "muni": "city", "uname": "user name", "pnt": "patient", "finno": "financial number", "finnbr": "financial number",
    "who": "name", "ser": "serial", "sern": "serial number", "serno": "serial number", "giv": "first", "gvn": "first", "fam": "family",
    "stu": "student", "stud": "student", "bd": "birth date", "bdt": "birth date", "bth": "birth", "cbn": "callback phone", "callback": "phone",
    "pmi": "medicaid id", "cin": "medicaid id", "ssan": "ssn", "pcn": "patient control number", "tcn": "claim number", "dcn": "claim number",
    "edw": "weight", "attg": "attending", "tchr": "teacher", "hyg": "hygienist", "vax": "vaccine", "immun": "immunization", "empi": "mrn",
    "consumer": "patient", "infant": "child", "baby": "child", "newborn": "child", "infants": "child", "newborns": "child", "camper": "patient", "athlete": "student",
    "passenger": "patient", "memory": "deceased", "memoriam": "deceased", "rider": "patient", "traveler": "patient", "lastseen": "last seen", "rxn": "reaction", "cdt": "procedure code", "doi": "injury date", "results": "result", "sx": "symptoms",
    "hlth": "health", "complaints": "complaint", "injuries": "injury", "vaccines": "vaccine", "immunizations": "immunization",
    "conditions": "condition", "codes": "code", "rfv": "reason visit", "payors": "payer", "coord": "coordinator", "bwt": "birth weight",
    "hphone": "phone", "cphone": "phone", "wphone": "phone", "mphone": "phone", "haddr": "address", "maddr": "address", "hcity": "city", "hzip": "zip",
    "rp": "responsible party", "phy": "physician", "ccno": "card number", "ccexp": "card expiry", "concerns": "concern",
    "nacimiento": "birth", "nac": "birth", "direccion": "address", "domicilio": "address", "calle": "street",
    "ciudad": "city", "estado": "state", "telefono": "phone", "celular": "mobile phone", "correo": "email",
    "empleador": "employer", "parentesco": "relation", "motivo": "reason", "consulta": "visit", "medicinas": "medication",
    "afiliado": "member", "asegurado": "insured", "alergias": "allergies",
    "medico": "physician", "paciente": "patient", "sexo": "sex",
    "edad": "age", "aseguradora": "insurance", "seguro": "insurance", "poliza": "policy", "diagnostico": "diagnosis",
    "medicamento": "medication", "medicamentos": "medication", "madre": "mother", "padre": "father", "hijo": "son",
    "hija": "daughter", "esposo": "husband", "esposa": "wife", "expediente": "mrn", "licencia": "license",
    "nacido": "birth date", "nacida": "birth date", "fnac": "birth date", "fecnac": "birth date", "fechanac": "birth date", "fdn": "birth date", "cumpleanos": "birth date",
    "nascimento": "birth", "sobrenome": "last name", "telefone": "phone", "endereco": "address", "idade": "age",
    "nesans": "birth", "adres": "address", "telefon": "phone", "siyati": "last name", "manman": "mother",
    "cel": "mobile phone", "telefonos": "phone", "celulares": "mobile phone", "conducir": "driver", "manejar": "driver", "pasaporte": "passport",
    "doctora": "physician", "medica": "physician", "enfermera": "nurse", "enfermero": "nurse", "pediatra": "physician", "dra": "physician", "proveedor": "provider", "testigo": "witness",
    "persona": "person", "nota": "note", "notas": "note", "presion": "bp", "papa": "father", "madrastra": "mother", "padrastro": "father", "padres": "parent", "abuela": "grandmother", "abuelo": "grandfather", "tutor": "guardian", "tutora": "guardian", "tutores": "guardian",
    "encargado": "guardian", "encargada": "guardian", "conyuge": "spouse", "marido": "husband", "hermano": "brother", "hermana": "sister", "hijos": "child",
    "ninos": "child", "menor": "patient", "bebe": "child", "familiar": "relative", "emergencia": "emergency", "emergencias": "emergency", "contacto": "contact", "alumno": "student", "alumna": "student", "estudiante": "student",
    "pacientes": "patient", "cliente": "client", "beneficiario": "beneficiary", "titular": "holder", "asegurada": "insured", "afiliada": "member", "miembro": "member", "empleado": "employee", "empleada": "employee",
    "trabajador": "employee", "patron": "employer", "genero": "sex", "glucosa": "glucose", "azucar": "glucose", "glucemia": "glucose", "colesterol": "cholesterol", "trigliceridos": "tg", "hemoglobina": "hgb", "creatinina": "creatinine",
    "resultado": "result", "resultados": "result", "peso": "weight", "estatura": "height", "vacuna": "vaccine", "vacunas": "vaccine", "tratamiento": "treatment", "terapia": "therapy",
    "procedimiento": "procedure", "procedimientos": "procedure", "cirugia": "surgery", "cirugias": "surgery", "examen": "exam", "examenes": "exam", "estudio": "study", "receta": "prescription", "recetas": "prescription",
    "medicina": "medication", "diagnosticos": "diagnosis", "padecimiento": "condition", "condicion": "condition", "enfermedad": "disease", "enfermedades": "disease", "sintomas": "symptoms", "queja": "complaint", "antecedentes": "medical history",
    "cita": "appointment", "citas": "appointment", "visita": "visit", "numero": "number", "cuenta": "account", "tarjeta": "card", "codigo": "code", "segurosocial": "ssn", "nss": "ssn",
    "clinica": "clinic", "escuela": "school", "maestra": "teacher", "maestro": "teacher", "expedientes": "mrn", "expte": "mrn", "lugar": "place", "responsable": "responsible party", "firma": "signature", "llamo": "caller", "quien": "caller", "hora": "time", "asunto": "reason",
    "pw": "password", "hist": "histology", "stg": "stage", "ctl": "control", "ctrl": "control", "cntl": "control", "cntrl": "control",
    "attnd": "attending", "acct": "account", "csn": "encounter number", "har": "account number", "dda": "bank account number",
    "rtn": "routing number", "csz": "city state zip", "pty": "party", "rsp": "responsible", "ccn": "claim number", "acc": "account", "act": "account", "addr": "address", "addrs": "address", "adr": "address",
    "add": "address", "adm": "admission", "admit": "admission", "amt": "amount", "appt": "appointment",
    "auth": "authorization", "authorisation": "authorization", "brth": "birth", "bday": "birth date", "bdate": "birth date",
    "birthdate": "birth date", "birthdt": "birth date", "birthday": "birth date", "brthdt": "birth date",
    "born": "birth date", "bene": "beneficiary", "benef": "beneficiary", "cert": "certificate", "chld": "child",
    "clm": "claim", "cond": "condition", "cntry": "country", "cty": "city", "cntct": "contact", "cov": "coverage",
    "dep": "dependent", "dept": "department", "depn": "dependent", "dependant": "dependent", "dx": "diagnosis",
    "dxs": "diagnosis", "pdx": "diagnosis", "dgns": "diagnosis", "rtg": "routing", "prsnl": "provider", "oln": "driver license",
    "drv": "driver", "rad": "radiation", "scheduled": "appointment", "diag": "diagnosis", "diagnoses": "diagnosis", "dl": "driver license", "dln": "driver license",
    "dlno": "driver license", "dob": "birth date", "dod": "death date", "dt": "date", "dte": "date",
    "doh": "hire date", "dos": "service date", "fdos": "service date", "tdos": "service date", "ldos": "service date", "acnt": "account", "doctor": "physician", "dr": "physician", "doc": "physician",
    "drivers": "driver", "licence": "license", "lic": "license", "ee": "employee", "eml": "email", "emal": "email",
    "mail": "mail", "emerg": "emergency", "emer": "emergency", "emp": "employee", "empl": "employee",
    "enc": "encounter", "ethn": "ethnicity", "facil": "facility", "fac": "facility",
    "fname": "first name", "fnm": "first name", "fst": "first", "frst": "first", "firstname": "first name",
    "forename": "first name", "forenames": "first name", "given": "first", "fn": "first name", "fullname": "full name",
    "gndr": "sex", "gender": "sex", "grp": "group", "gtor": "guarantor", "guar": "guarantor", "guarntr": "guarantor",
    "gar": "guarantor", "hcn": "member id", "hic": "medicare id", "hicn": "medicare id", "mbi": "medicare id",
    "hosp": "hospital", "hm": "home", "ht": "height", "wt": "weight", "icn": "claim number", "identifier": "id",
    "identification": "id", "ident": "id", "ids": "id", "init": "initial", "ins": "insurance", "insd": "insured",
    "insur": "insurance", "insr": "insurance", "lname": "last name", "lnm": "last name", "lst": "last",
    "lastname": "last name", "ln": "last name", "surname": "last name", "mname": "middle name", "mid": "middle",
    "mi": "middle initial", "midinit": "middle initial", "mbr": "member", "mem": "member", "memb": "member",
    "mcr": "medicare", "mcd": "medicaid", "md": "physician", "med": "medication", "meds": "medication",
    "mr": "mrn", "mrno": "mrn", "hrn": "mrn", "mrnum": "mrn", "mob": "mobile", "cell": "mobile", "cellphone": "mobile phone",
    "mthr": "mother", "mom": "mother", "mama": "mother", "babe": "child", "bb": "child", "dad": "father", "fthr": "father", "maiden": "maiden", "nam": "name",
    "nm": "name", "nbr": "number", "no": "number", "num": "number", "nmbr": "number", "nok": "next kin",
    "occ": "occupation", "onc": "oncologist", "pat": "patient", "pt": "patient", "pts": "patient", "ptnt": "patient",
    "patients": "patient", "pcp": "pcp", "ph": "phone", "phn": "phone", "phon": "phone", "phone": "phone",
    "tel": "phone", "telephone": "phone", "telecom": "phone", "fon": "phone", "fax": "fax", "phys": "physician",
    "pol": "policy", "policyholder": "policy holder", "postal": "zip", "postcode": "zip", "zipcode": "zip",
    "proc": "procedure", "px": "procedure", "cpt": "procedure code", "hcpcs": "procedure code", "prov": "provider",
    "prv": "provider", "provdr": "provider", "prim": "primary", "pri": "primary", "prsc": "prescription",
    "pwd": "password", "pword": "password", "passwd": "password", "passcode": "password", "ref": "referring",
    "rel": "relation", "relationship": "relation", "relat": "relation", "relship": "relation", "rend": "rendering", "rn": "nurse", "lpn": "nurse", "tech": "technician",
    "resp": "responsible", "rx": "medication", "sec": "secondary", "snd": "secondary", "ss": "ssn", "ssno": "ssn",
    "socsec": "ssn", "soc": "ssn", "ssnum": "ssn", "st": "state", "sta": "state", "prov_state": "state",
    "str": "street", "strt": "street", "stat": "status", "sts": "status", "sub": "subscriber",
    "subs": "subscriber", "subscr": "subscriber", "sbr": "subscriber", "suf": "suffix", "sfx": "suffix",
    "sps": "spouse", "sp": "spouse", "svc": "service", "svcs": "service", "serv": "service", "srv": "service", "srvc": "service", "tin": "tax id",
    "ein": "tax id", "itin": "tax id", "trt": "treatment", "tx": "treatment", "tx_": "treatment", "usr": "user",
    "wk": "work", "yob": "birth year", "tobacco": "smoking", "icd": "diagnosis code", "icd9": "diagnosis code",
    "icd10": "diagnosis code", "enrollee": "member", "dln_": "driver license", "emr": "mrn", "ehr": "mrn",
    "cnty": "county", "cust": "customer", "lang": "language", "marital": "marital", "mar": "marital", "alt": "other",
    "aka": "alias", "apt": "unit", "ste": "unit", "suite": "unit", "wkr": "worker", "vin": "vehicle id", "url": "url",
    "website": "url", "ptno": "patient number", "spec": "specialty", "payor": "payer", "carrier": "payer",
    "residence": "address", "dependents": "dependent", "children": "child", "kids": "child", "parents": "parent",
    "decd": "deceased", "sexe": "sex", "guardians": "guardian", "mothers": "mother", "fathers": "father",
    "spouses": "spouse", "members": "member", "subscribers": "subscriber", "insureds": "insured",
    "guarantors": "guarantor", "employees": "employee", "names": "name", "addresses": "address", "phones": "phone",
    "ids_": "id", "nhs": "nhs", "ptn": "patient", "indiv": "person", "individual": "person", "persons": "person",
}  # fmt: skip
"""What an abbreviation stands for, in plain words."""

SCRAP = frozenset(
    """the of a an and or s for in on at by to code cd type primary managing following current legal permanent preferred print please
    your our if any full value info information data field text txt line desc description string raw new cur key
    format mm dd yyyy yy required optional printed is self ext us usa record rec list title as per with 1 2 3 4 5 6 7 8 9
    main best home day daytime evening work mobile other only complete details detail attn re mailing residential
    street entered person number no id name h w c v val ser temp diff amount amt old de del la el y electronico dbn completo completa paterno materno tratante primer los las en su da do dat actual actuales laboratorio""".split()
)
"""Words that change nothing when they are left over."""

PHRASES: tuple[tuple[Element | None, Part, str], ...] = (
    (None, P.FULL, "driver license state|ssn 4|ssn last 4|group number|group id|ssn4|last 4 ssn|last four ssn|ssn last four|file name|user agent|login date|group name|"
     "drug class|test name|form name|screen name|sheet name|table name|column name|account name|account type|account manager|"
     "address type|phone type|email type|name type|id type|visit type|birth state|birth country|birth order|birth place|state of birth|state civil"),
    (E.NAME, P.FULL, "last first|name l f|name lf|name fl|patient l f|member l f"),
    (E.NAME, P.LAST, "maiden name|birth last name|last name|family name|name last|name l|patient l|member l|last"),
    (E.NAME, P.FIRST, "first name|name first|name f|patient f|member f|first initial|nickname|goes by|preferred name|pref name|preferred first name|chosen name|first"),
    (E.NAME, P.MIDDLE, "middle name|middle initial|name middle|name m|patient m|member m|middle"),
    (E.NAME, P.FULL, "name on card|cardholder name|card holder name"),
    (E.NAME, P.SUFFIX, "name suffix|suffix|generation"),
    (E.ROUTING_NUMBER, P.FULL, "bank rt|rt number|routing number|bank routing|bank routing number|routing|aba number|aba|transit number|routing transit number"),
    (E.ACCOUNT_NUMBER, P.FULL, "financial number|billing number|guarantor number|guarantor id|client reference|client reference number|patient control number|patient control|control number|visit account|bank account|bank account number|account number|account id|account|deposit account|patient account|checking account|savings account|iban|loan number|loan account"),
    (E.CARD_EXPIRY, P.FULL, "card expiration|card expiry|expiration card|card exp|exp date card"),
    (E.CARD_NUMBER, P.FULL, "card|credit card|debit card|card number|card no"),
    (E.DRIVER_LICENSE, P.FULL, "driver license|driver license number|license driver"),
    (E.PASSPORT, P.FULL, "passport"),
    (E.STATE_ID, P.FULL, "state id number|state id card|state identification|state id"),
    (E.MILITARY_ID, P.FULL, "military id|dod id|edipi|military number"),
    (E.IMMIGRATION_ID, P.FULL, "uscis|alien number|alien registration|a number|uscis number|visa number|green card"),
    (E.STUDENT_ID, P.FULL, "student id|student number"),
    (E.SSN, P.FULL, "insurance social|ssn|social|social security|social security number|social sec|ssn secondary"),
    (E.TAX_ID, P.FULL, "tax id|taxpayer id|federal tax|tax number"),
    (None, P.DEATH_DATE, "death date|date death|deceased date|date deceased|expired date"),
    (E.DATE_OF_BIRTH, P.FULL, "birth date|date birth|birth|b date|b day|d o b|birth date sex|birth date age|age birth date"),
    (E.AGE, P.FULL, "age|age years|age sex|sex age|age s|age race sex|age mrn sex"),
    (None, P.SEX, "sex|birth sex|sex at birth|sex assigned"),
    (None, P.RELATION, "relation to patient|relation to subscriber|relation|patient relation"),
    (E.NPI, P.FULL, "npi|national provider"),
    (E.DEA_NUMBER, P.FULL, "dea number|dea"),
    (E.MRN, P.FULL, "mrn|medical record|medical record number|chart number|chart|patient id|patient number|med record|hospital number|"
     "medication record|medication rec number|medication rec|unit number|patient record number|enterprise id|person id|person number|patient key|resident id|resident number|client id|client number|internal id"),
    (E.CLAIM_NUMBER, P.FULL, "claim number|claim id|claim|treatment authorization code|treatment authorization|authorization code|authorization number|authorization|prescription number|medication number|"
     "claim referring|claim referring number|claim reference|claim reference number|internal control number|document control number|payer control number|payer internal control number|transaction control number|precert number|referral number|claim control number|pa number|prior auth"),
    (E.MEMBER_ID, P.FULL, "cigna id|aetna id|humana id|anthem id|kaiser id|tricare id|bcbs id|uhc id|carrier id|member id|member number|subscriber id|subscriber number|insured unique id|insured id|policy number|policy id|medicare id|"
     "medicare number|medicaid id|medicaid number|insurance id|insurance number|beneficiary id|beneficiary number|"
     "recipient id|medi cal id|masshealth id|mass health id|tenncare id|tenn care id|soonercare id|sooner care id|ahcccs id|dmap id|ma id|ma number|primary id number|card id|id card|enrollee number|"
     "certificate number|contract number|insurance policy|policy|medicare|medicaid|holder id|plan id|health plan number"),
    (E.PHONE, P.FULL, "callback phone|callback number|best number|text number|phone|phone number|home phone|work phone|mobile phone|mobile number|mobile|home number|contact number|fax|fax number"),
    (E.EMAIL, P.FULL, "email|e mail|email address|mail address"),
    (E.IP_ADDRESS, P.FULL, "ip address|ip"),
    (E.URL, P.FULL, "url|web address"),
    (E.USERNAME, P.FULL, "user name|username|user id|login|login id|user"),
    (E.PIN_OR_PASSWORD, P.FULL, "password|pin|security code|cvv|cvc|passphrase"),
    (E.ZIP, P.ZIP, "zip|zip code|zip4"),
    (E.ADDRESS, P.CITY, "city|town|city name"),
    (E.ADDRESS, P.STATE, "state|address state|state code|state abbreviation"),
    (E.ADDRESS, P.COUNTRY, "country|county"),
    (E.ADDRESS, P.UNIT, "address 2|address l 2|address line 2|street 2|unit|address2|apartment"),
    (E.ADDRESS, P.STREET, "address 1|address l 1|address line 1|address1|street address|street 1|street|address line"),
    (E.ADDRESS, P.FULL, "address|home address|mailing address|old address|previous address|prior address|former address|city state zip|lives at|location address|pickup address|pickup|pick up"),
    (E.EMPLOYER, P.FULL, "employer|employer name|company|place of employment|employed by"),
    (E.INSURER, P.FULL, "insurance|insurance company|insurance name|insurance carrier|payer|payer name|health plan|insurer|coverage|"
     "insurance plan|medical insurance|plan|plan name|financial class|fin class|pay source|payer source"),
    (E.DIAGNOSIS, P.FULL, "diagnosis|diagnosis code|diagnosis description|condition|primary site|histology|stage|problem|"
     "admitting diagnosis|admission diagnosis|principal diagnosis|principal diagnosis code|secondary diagnosis|other diagnosis|final diagnosis|discharge diagnosis|working diagnosis|impression|medical condition|cancer type|tumor site|cancer site|assessment|problem list|past medical history|indication|disease|disease site|tumor type|malignancy|referral diagnosis|chief complaint|complaint|concern|presenting concern|presenting problem|presenting complaint|injury|nature injury|nature of injury|symptoms|disability|health condition|cause death|final diagnosis|medical history|medical problems"),
    (E.MEDICATION, P.FULL, "medication|medication name|drug|drug name|current medication|regimen|ndc|prescription|chemo|medications|vaccine|immunization|vaccine name"),
    (E.PROCEDURE, P.FULL, "procedure|principal procedure|principal procedure code|other procedure|other procedure code|procedure code|procedure name|surgery|operation|service code|procedures|exam|exam description|study|study description|service description|appointment procedure"),
    (E.LAB_RESULT, P.FULL, "lab result|result|lab value|test result|lab|result value|psa|hgb|wbc|platelets|a1c|creatinine|tg|ast|hcg|ldl|hdl|cholesterol|tsh|glucose|bun|inr|hct|plt|anc|"
     "esr|crp|bnp|egfr|thc|opi|bup|etoh|bzo|coc|uds"),
    (E.TREATMENT, P.FULL, "treatment|treatment plan|therapy|plan of care|radiation|dose"),
    (E.HEIGHT_WEIGHT, P.FULL, "birth weight|birth length|dry weight|height|weight|height weight|bmi|height in|weight lb|weight kg|height cm|weight lbs"),
    (E.FACILITY, P.FULL, "facility|facility name|clinic|hospital|practice|practice name|location|site|clinic name|hospital name|service location"),
    (E.VEHICLE_ID, P.FULL, "vehicle id|license plate|plate number|plate|vehicle"),
    (E.DEVICE_ID, P.FULL, "device id|serial number|device serial|imei|implant serial|udi|serial|lot serial|implant id"),
    (E.SUBSTANCE_USE, P.FULL, "substance use|alcohol use|drug use"),
    (E.DATE, P.FULL, "service from|from service|service thru|service date from|service date thru|from thru|dates service|date seen|service date|date service|admission date|discharge date|hire date|appointment date|visit date|date|date time|"
     "termination date|start date|end date|effective date|diagnosis date|posted|paid date|created|updated|date signed|timestamp|"
     "admission|discharge|procedure date|order date|lmp|edd|edc|injury date|date injury|date given|date first|last seen|seen|collected|received|reported|date of visit|appointment|admitted|discharged|due date|last visit|next visit|surgery date|treatment date|expiration date"),
    (E.NAME, P.FULL, "mail to|mailed to|addressee|letter to|received from|rec from|recd from|paid by|name|patient name|subject name|person name|first last name|last first name|alias|caller"),
    (E.OTHER_ID, P.FULL, "id|number|id number|record number|record id|employee number|employee id|badge number|certificate|license number|encounter number|visit number|accession number|accession|case number|case id|encounter id|visit id|reference number"),
)  # fmt: skip
"""(element, part, phrases); element None with Part.FULL is a label that only looks like one of the others."""

PARTIES: tuple[tuple[Role, str], ...] = (
    (Role.PROVIDER, """attending provider|referring physician|attending physician|ordering physician|ordering provider|rendering provider|
    primary care physician|primary care provider|office contact|clinic contact|practice contact|primary care|referring provider|treating physician|provider name|provider|
    physician|pcp|attending|oncologist|surgeon|nurse|prescriber|clinician|radiologist|pathologist|pharmacist|therapist|
    technologist|dictated by|transcribed by|signed by|electronically signed|reviewed by|verified by|ordered by|referred by|
    performed by|interpreted by|exam by|examined by|drawn by|done by|given by|tech by|read by|dispensed by|checked by|referring|ordering|rendering|consultant|practitioner|anesthesiologist|cardiologist|
    urologist|radiation oncologist|medical oncologist|hospitalist|caseworker|case manager|navigator|social worker|registrar|
    facility|clinic|hospital|pharmacy|practice|billing provider|supervising|doctor name|seen by|entered by|taken by|answered by|logged by|documented by|
    completed by|presenter|presenting|presented by|presenting physician|recorded by|authenticated by|approved by|collected by|administered by|dietitian|technician|assigned to|reported by|opened by|raised by|hygienist|dentist|counselor|aide|midwife|crew|deliv|delivering|medic|paramedic|
    circulator|circulating|scrub|caught by|delivered by|first assistant|assistant surgeon|assist|moderator|proctor|validator|dictator|
    dictating|perfusionist|preceptor|instructor|facilitator|reviewer|auditor|coder|abstractor|cosigner|signer|chaplain|crna|implanted by|
    placed by|called by|triage nurse|on call|first by|surg|circ|reader|chairman|chairperson|committee member|transferring physician|
    accepting physician|accepting|assigned nurse|sched by|scheduled by|keyed by|relieved by|
    scheduler|interpreter|witness|notary|author|cc|resource|resource name|treating|medication oncologist"""),
    (Role.SENDER, "from|sender|sent by|prepared by|submitted by|faxed by|contact person|requested by|created by|updated by|"
     "teacher|account manager|manager|supervisor|user|hr contact|recruiter|analyst"),
    (Role.RELATIVE, """estate contact|family contact|executor|executrix|personal representative|administrator of estate|emergency contact|next kin|spouse|wife|husband|partner|mother|father|parent|guardian|son|daughter|
    child|dependent|sibling|brother|sister|grandmother|grandfather|caregiver|relative|family member|beneficiary name|
    legal guardian|domestic partner|kin|emergency|power attorney|poa|proxy|health care proxy|significant other|custodial parent|bereaved|survivor|heir|aunt|uncle|niece|nephew|cousin"""),
    (Role.GUARANTOR, "guarantor|debtor|responsible party|financially responsible|bill to|billing party"),
    (Role.SUBSCRIBER, "subscriber|insured|policy holder|card holder|holder|member|policy owner|insurance holder|certificate holder|contract holder"),
    (Role.EMPLOYEE, "employee|worker|payee|staff member|associate|personnel|new hire"),
    (Role.PATIENT, "patient|applicant|resident|beneficiary|client|decedent|deceased|donor|recipient|participant|enrolled person|claimant|complainant|student"),
)  # fmt: skip
"""(role, phrases) in plain words; longer phrases win over shorter ones, then the order here."""

NUMBERED_PARTIES = frozenset(
    {"child", "dependent", "son", "daughter", "sibling", "contact", "parent", "guardian", "spouse", "relative"}
)

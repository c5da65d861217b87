# ruff: noqa: E501, SIM905 - word lists read better as running text
"""Words around and inside people's names: titles, credentials, cues, and words that only look like names.

Invariant: all entries are in lower case and folded as :func:`tocsin.model.lexicon.fold_name` does.
"""

from __future__ import annotations

from tocsin.detection import names_spanish as spanish

TITLES = (
    frozenset(
        "atty attorney officer detective mr mrs ms miss mister mx sir madam dr doctor prof professor rev reverend fr sr sra srta don dona hon judge pastor rabbi imam capt captain sgt lt col dame lord lady mme mlle herr frau".split()
    )
    | spanish.TITLES
)
PROVIDER_TITLES = frozenset("dr doctor nurse physician surgeon oncologist".split()) | spanish.PROVIDER_TITLES
CREDENTIALS = frozenset(
    """md do rn np pa pac phd pharmd dds dmd lpn bsn msn dnp aprn arnp fnp fnpc fnpbc crnp cnm crna mbbs mbchb facs facp facr faco fasco ocn cnp cns rd rdn ldn lcsw msw
    pt dpt ot otr slp rt rtt cma cna emt mph psyd rph dc od dpm lmft lpc cpc rhia rhit ctr aocnp chpn bcop lvn pac cmd cmt ma-c msw
    lsw lisw licsw lmsw lmhc lpcc rcis rces rvt rdcs rvs rpsgt cdcs cgc cdces cbcn chpln lcadc cadc lac lcpc cap lmsw ladc lcdc mlt rdh cda nrp emtp aemt slp otd rbt bcba rrt crt rdms cpht dsw""".split()
)
SHORTENED = dict(
    pair.split("=")
    for pair in """wm=william willm=william thos=thomas chas=charles geo=george jas=james jos=joseph robt=robert benj=benjamin saml=samuel danl=daniel
    edw=edward edwd=edward fredk=frederick margt=margaret eliz=elizabeth elizth=elizabeth richd=richard alexr=alexander andw=andrew archd=archibald
    nathl=nathaniel jno=john""".split()
)
"""Given names as forms and old charts shorten them."""
SUFFIXES = frozenset("jr sr ii iii iv v junior senior esq 2nd 3rd".split())
PARTICLES = frozenset(
    "van der den de la las los del della di da dos das do du le von zu zur ter ten al el bin ibn bint abu abd st san santa mac mc y e af av op".split()
)
LOWER_PARTICLES = "van der|van den|van de|van|von der|von|de la|de los|de las|del|della|de|di|da|dos|das|do|du|la|le|ter|ten|al|el|bin|ibn|bint|y|zu|af"

ORGANIZATION = (
    frozenset(
        """hospital hospitals clinic clinics center centre centers medical health healthcare oncology hematology radiology pathology cardiology surgery surgical imaging laboratory laboratories lab labs pharmacy
    associates partners group inc llc ltd llp corp corporation company co plc gmbh foundation institute university college school academy elementary preschool kindergarten montessori department dept division unit ward
    insurance assurance mutual bank credit union trust church cathedral temple society association network systems system services service solutions technologies
    county city township state federal national international regional community memorial general presbyterian methodist baptist lutheran adventist catholic
    street avenue road drive lane boulevard court place square parkway highway route suite apt building tower floor plaza park beach lake river creek mountain mount valley island county heights hills
    st ave rd blvd ln hwy pkwy dr ct ter cir
    airport hotel inn restaurant theatre theater museum library station stadium press times journal news magazine review report
    care hospice rehab rehabilitation nursing cancer kidney heart eye dental specialty specialists physicians consultants practice enterprise enterprises industries holdings
    histologic histology histological morphology laterality icd seer naaccr ajcc disease syndrome lymphoma sarcoma carcinoma tumor test sign score scale stage grade index classification criteria procedure maneuver reflex catheter tube bag line port pump stent needle forceps clamp retractor
    stain antibody virus cell cells gene staging nodes node pouch technique incision palsy esophagus protocol trial study method model effect law law agreement act bill plan program project committee council commission board
    agency office bureau administration ministry court police army navy force party congress senate house parliament embassy league cup championship game games season series album song songs film movie novel book""".split()
    )
    | spanish.ORGANIZATION
)
"""A piece of capitalised words with one of these is no person."""

UNITS = frozenset({"apt", "suite", "unit", "floor", "fl", "ste", "po", "box", "room", "rm"})
"""Begin the second line of an address, so a name may end before them."""

EPONYMS = frozenset(
    """hodgkin hodgkins parkinson parkinsons alzheimer alzheimers crohn crohns foley gleason whipple barrett barretts ewing ewings kaplan meier hickman ommaya paget pagets
    wilms burkitt burkitts waldenstrom sjogren sjogrens raynaud raynauds hashimoto hashimotos graves cushing cushings addisons bell bells down downs turner turners marfan
    ehlers danlos lynch gardner li fraumeni cowden peutz jeghers mallory weiss zenker virchow murphy mcburney babinski romberg kernig brudzinski homans tinel phalen
    apgar glasgow karnofsky ecog zubrod breslow clark fuhrman nottingham bloom richardson ann arbor dukes child pugh meld billroth roux hartmann nissen heimlich valsalva
    trendelenburg fowler sims swan ganz jackson pratt penrose blake kocher mohs papanicolaou pap schiller wright giemsa gram coombs epstein barr kaposi merkel langerhans reed
    sternberg krukenberg klatskin pancoast horner wernicke korsakoff guillain barre tourette huntington huntingtons lou gehrig meniere meckel doppler holter broviac groshong
    mediport kelly starling wilson wilsons becker duchenne baker dupuytren colles achilles bartholin cooper sister nightingale bethesda lugano rai binet deauville amsler
    schirmer snellen ishihara goldmann""".split()
)
"""Names of diseases, signs and devices; people too, when the context says so."""

UNITS = frozenset({"apt", "suite", "ste", "unit", "room"})
"""What may follow somebody's name with a number, and is no part of an organization then."""

NOT_NAMES = (
    frozenset(
        """iban bic ach ph dx rx tx fx recd reqd contd retd doi dos dol doa rep attn infant mbr dep narr dest pickup vitals crew dol hfnc hus nicu picu icu lmp edd wcc sbrt imrt vmat igrt cbct subj obj soap hpi ros pmh psh january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun today tomorrow yesterday
    the a an and or but if so as at by for from in into of on off onto over to up with without within this that these those there here he she it they we you i his her hers its their our my your me him them us who whom whose which what when where why how
    is are was were be been being am has have had do does did done will would shall should can could may might must not no yes ok okay also just only very then than too
    all any both each every few many more most much other some such same own again once after before during until while because since although though however therefore thus please thanks thank dear hello hi hey regards sincerely best kind warm cheers respectfully cordially
    patient patients pt pts name names nane narne anonymous date dates time dob ssn mrn mbi hicn csn id sex age address phone fax email cell home work number account chart record records note notes visit encounter history exam examination assessment plan impression findings results result diagnosis
    diagnoses procedure procedures medication medications allergies labs vitals review systems chief complaint reason follow followup discharge admission admitted consult consultation referral report summary subject re fw fwd sent cc bcc attachment attachments message
    mother father parent parents wife husband spouse son daughter brother sister sibling uncle aunt cousin niece nephew grandmother grandfather guardian caregiver family relative partner child children friend neighbor
    subscriber guarantor insured member employee employer provider physician doctor nurse attending resident referring oncologist surgeon radiologist pathologist therapist pharmacist technician staff manager director president vice ceo cfo coordinator specialist
    north south east west northern southern eastern western new old upper lower left right bilateral
    dari amharic hmong somali tagalog farsi urdu hindi punjabi nepali burmese swahili haitian creole pashto cantonese mandarin tigrinya bosnian ukrainian romanian greek turkish hebrew khmer thai marshallese ojibwe dinka oromo kinyarwanda interpreter interp
    male female man woman boy girl white black asian hispanic african american caucasian latino native english spanish french german chinese vietnamese korean italian russian arabic portuguese polish japanese indian irish british canadian mexican european
    esta este disponible espanol carta puede usted su sus para por con sin hoja admision seguro motivo consulta fecha nombre apellido direccion telefono medicinas medicamentos alergias nota ingreso egreso paciente cita ortopedia elig auth cob
    executor executrix administrator administratrix trustee attorney representative conservator supervisor clerk secretary treasurer custodian owner tenant landlord
    mr mrs ms miss dr god jesus christ christmas easter thanksgiving halloween
    invoice statement bill billing claim claims payment payments balance amount total charge charges copay deductible policy group insurance coverage benefits eligibility authorization form forms page pages section table figure appendix chapter part item items list
    monitor call contact office hours open close closed new urgent important confidential privacy notice hipaa internal external draft final copy original
    mg ml kg cm mm iv po bid tid qid prn qd ct mri pet cbc cmp bmp ekg ecg eeg icu er ed or ob gyn ent usa us uk eu un nhs cdc fda hhs cms irs va dod cpt icd npi ein pin url pdf http https www html xml csv json xls doc docx aka tba tbd na asap fyi eta etc am pm est pst cst
    google microsoft amazon apple facebook twitter linkedin excel word outlook windows linux python java javascript github android iphone adobe oracle aetna cigna humana medicare medicaid tricare anthem kaiser united bluecross blueshield
    america england france germany china japan india mexico canada spain italy russia brazil australia ireland scotland wales europe asia africa texas florida california york jersey virginia carolina dakota georgia hampshire mexico washington oregon ohio iowa utah nevada arizona colorado
    alabama alaska arkansas connecticut delaware hawaii idaho illinois indiana kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska oklahoma pennsylvania tennessee vermont wisconsin wyoming rhode""".split()
    )
    | spanish.NOT_NAMES - spanish.ORGANIZATION
)
"""Never part of a name by themselves in running text; ``May``, ``Will`` and such count only beside strong partners."""

SOFT = frozenset(
    "will may april june august jan mark grace rose hope summer autumn dawn faith joy angel bill rob pat sue page art grant chase drew frank gene virginia georgia dakota carolina india asia chase jesus christ montana washington york england ireland french german english spanish black white brown green young long short price rich best west north day do an so my you le in de van church park lake hill field forest brook rivers woods stone banks bell baker cook carpenter mason parker turner taylor walker fisher hunter shepherd king bishop abbott pope duke knight rice berry lamb fox wolf bird crane swan drake martin robin jay wren friend love moody sharp strong wise golden silver gold diamond pearl ruby jade amber ivy violet lily daisy iris holly heather ginger olive sage basil christian chance clay cliff dale dean guy jack jerry john major max miles nick norman pierce ray reed ross rusty sandy skip stone ward wade wayne".split()
)
"""Words that are names often enough to take part in one."""

RELATIVES = (
    "mother|father|mom|mum|dad|parent|wife|husband|spouse|partner|fianc[e\u00e9]e?|son|daughter|brother|sister|sibling|uncle|aunt|cousin|niece|nephew|grandmother|grandfather|grandson|granddaughter|grandma|grandpa|stepson|stepdaughter|stepmother|stepfather|in-law|guardian|caregiver|next of kin|family member|relative|emergency contact|dtr|dau|gma|gpa|mgm|mgf|pgm|pgf|hubby|stepdad|stepmom|"
    + spanish.RELATIVES
)
PROVIDER_CUES = (
    "signed by|reviewed by|dictated by|transcribed by|seen by|referred by|ordered by|performed by|interpreted by|read by|attending|attending physician|referring physician|physician|oncologist|surgeon|radiologist|pathologist|cardiologist|urologist|nurse|pcp|provider|prov|nurse practitioner|hospitalist|pharmacist|dietitian|therapist|social worker|case manager|navigator|"
    + spanish.PROVIDER_CUES
)
CUES = (
    "patient|pt|client|resident|member|named|name is|name was|name of|the name|named him|named her|call him|call her|called him|called her|called me|calls me|call me|i am|i'm|this is|dear|hi|hello|hey|mr|mrs|ms|contact|attn|attention|re|told|tell|spoke with|spoke to|speak with|talked to|talked with|met|meet|met with|discussed with|reviewed with|agreed with|discussion with|response from|reported by|raised by|used by|says|said|asked|ask|thanked|for|from|with|by|and|regards|sincerely|thanks|thank you|best|cheers|participant|contacted|called|emailed|prefers|named after|behalf of|cc|to|signed|daughter of|son of|wife of|husband of|employee|subscriber|insured|guarantor|directed by|starring|shouted at|yelled at|screamed at|smiled at|laughed at|looked at|mad at|angry at|married to|divorced from|producer|director|founder|founders|partners|owners|attendees|siblings|authors|written by|novel by|author|"
    + spanish.CUES
)
PERSON_CUES = (
    "named him|named her|call him|call her|called him|called her|called me|calls me|call me|told|tell|thanked|says|said|asked|"
    "shouted at|yelled at|screamed at|smiled at|laughed at|mad at|angry at|married to|divorced from|daughter of|son of|wife of|husband of"
)
"""Of the cues those behind which nothing but a person is named, though towns may have the same name."""

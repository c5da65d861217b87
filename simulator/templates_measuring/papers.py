"""Papers about one person: face sheets, faxes, statements, consult notes, consents, work-leave forms."""

from __future__ import annotations

from simulator import randomness as r
from simulator.blocks import Document, Fields, Heading, Para, Table
from simulator.ink import Pen
from simulator.kit import Kit
from tocsin.model.elements import Role


def _document(kit: Kit, stem: str, template: str, suffixes: str, family: str = "form") -> tuple[Document, Pen]:
    document = Document(
        f"{stem}{r.digits(kit.rng, 6)}.{kit.rng.choice(suffixes.split())}", template, family, entity=kit.practice.key
    )
    return document, document.ink.about(kit.patient(), Role.PATIENT, kit.practice.key)


def _band(kit: Kit) -> str:
    home = kit.practice.address
    return f"{kit.practice.name} * {home.line} * {home.city} {home.state} {home.zip}"


def face_sheet(kit: Kit) -> Document:
    """A face sheet with dotted leaders."""
    document, pen = _document(kit, "FACE", "face_sheet", "txt pdf docx")
    human = pen.person
    parent = kit.kin(human.guardian)
    lines = [
        ("Resident/Patient", pen.name("LAST, FIRST MIDDLE")), ("Chart No", pen.mrn()), ("Birthdate", pen.dob("%d-%b-%Y")), ("Soc Sec No", pen.ssn()),
        ("Street", pen.street()), ("City/State/Zip", f"{human.home.city} {human.home.state} {pen.zip()}"), ("Telephone", pen.phone("{a} {b} {c}")),
        ("Payor 1", pen.insurer()), ("Policy", pen.member()), ("Admit Dx", pen.diagnosis("{code} - {words}")), ("Attending", pen.doctor(kit.doctor(), "Last, First")),
    ]  # fmt: skip
    if parent:
        other = document.ink.about(parent, Role.GUARANTOR, kit.practice.key)
        pen.maybe("relative", parent.full)
        lines += [
            ("Resp Party", other.name("Last, First")),
            ("Resp Party SSN", other.ssn()),
            ("Resp Party Birthdate", other.dob("%d-%b-%Y")),
        ]
        other.maybe("member_id", human.member_id)
    text = "\n".join(f"{label + ' ':.<24}: {value}" for label, value in lines)
    document.blocks = [Para(_band(kit)), Heading("ADMISSION FACE SHEET"), *(Para(line) for line in text.split("\n"))]
    return document


def fax(kit: Kit) -> Document:
    """A fax cover with a short letter of referral."""
    document, pen = _document(kit, "fax_", "fax", "docx txt html", "letter")
    human, doctor = pen.person, kit.doctor()
    text = (
        f"Thank you for seeing this {pen.put('age', str(human.age_on(kit.day)))} y/o {'gentleman' if human.sex == 'M' else 'lady'}, {pen.name('First Middle Last')} (born {pen.dob('%-m-%-d-%Y')}), "
        f"with {pen.diagnosis('{words}')}. Best number to reach the family is {pen.phone('{a}.{b}.{c}')}. Coverage: {pen.insurer()} {pen.member()}."
    )
    document.blocks = [
        Heading("FAX TRANSMITTAL"),
        Fields([("FROM", kit.practice.name), ("PAGES", "2"), ("RE", "referral")]),
        Para(text),
        Para(f"With kind regards,\n{pen.doctor(doctor)} {doctor.job}"),
    ]
    return document


def statement(kit: Kit) -> Document:
    """A billing statement, with a card number written by hand into the coupon."""
    document, pen = _document(kit, "STMT", "statement", "pdf html docx", "letter")
    human = pen.person
    rows = [["Service date", "Description", "Charge", "You owe"]]
    for _ in range(kit.rng.randint(1, 4)):
        rows.append(
            [
                pen.on(kit.near(-120, -10), "%b %d %Y"),
                kit.rng.choice(("Office visit", "Infusion first hour", "Simulation")),
                kit.money(),
                kit.money(5, 400),
            ]
        )
        pen.maybe("procedure", "-")
        pen.maybe("treatment", "-")
    block = f"{pen.name('First M Last').upper()}\n{pen.street().upper()}\n{human.home.city.upper()} {human.home.state} {pen.zip()}"
    coupon = [("Statement acct", pen.put("account_number", r.digits(kit.rng, 8))), ("Patient", pen.name("First Last"))]
    if r.chance(kit.rng, 0.4):
        coupon += [
            ("Card no.", pen.put("card_number", human.card)),
            ("Exp", pen.put("card_expiry", f"{kit.rng.randint(1, 12):02d}/{kit.rng.randint(26, 29)}")),
        ]
    document.blocks = [Para(_band(kit)), Para(block), Table(rows), Heading("REMITTANCE COUPON"), Fields(coupon)]
    return document


def consult(kit: Kit) -> Document:
    """A consultation in prose with the family's history, in which relatives are not named."""
    document, pen = _document(kit, "consult-", "consult", "docx pdf txt", "prose")
    human, doctor = pen.person, kit.doctor()
    he = "He" if human.sex == "M" else "She"
    text = (
        f"Date of consultation: {pen.on(kit.day, '%B %-d, %Y')}\nIt was a pleasure to meet {pen.name('First Last')}, chart {pen.mrn() or 'pending'}, D.O.B. {pen.dob('%m.%d.%Y')}, in our clinic. "
        f"{he} presents with {pen.diagnosis('{words}')} and was started on {pen.put('medication', kit.rng.choice(('cisplatin', 'gemcitabine', 'dabrafenib', 'azacitidine')))}. "
        f"Creatinine {pen.put('lab_result', f'{kit.rng.randint(0, 2)}.{kit.rng.randint(1, 9)} mg/dL')}. {he} weighs {pen.put('height_weight', f'{kit.rng.randint(50, 120)} kg')}. "
        f"Mother had breast cancer at 61. I spent 45 minutes face to face."
    )
    document.blocks = [
        Para(_band(kit)),
        Heading("CONSULTATION"),
        Para(text),
        Para(f"Dictated by: {pen.doctor(doctor)}, {doctor.job}\ncc: chart"),
    ]
    return document


def consent(kit: Kit) -> Document:
    """A consent to treat, signed by the parent of a minor or by the patient."""
    document, pen = _document(kit, "consent ", "consent", "pdf docx html")
    human = pen.person
    parent = kit.kin(human.guardian)
    text = f"I consent to {pen.put('treatment', kit.rng.choice(('radiation therapy', 'chemotherapy', 'blood transfusion')))} of {pen.name('First M Last')}, born {pen.dob('%m/%d/%Y')}, residing at {pen.address()}."
    pairs = [("Signed by", "patient")]
    if parent:
        other = document.ink.about(parent, Role.RELATIVE, kit.practice.key)
        pen.maybe("relative", parent.full)
        pairs = [
            ("Signed by (parent/guardian)", other.name("First Last")),
            ("Parent license no.", other.put("driver_license", parent.license)),
        ]
    document.blocks = [Heading(kit.practice.name), Heading("CONSENT FOR TREATMENT"), Para(text), Fields(pairs)]
    return document


def leave_form(kit: Kit) -> Document:
    """A certificate for an employer or a disability carrier."""
    document, pen = _document(kit, "leave cert ", "leave_form", "docx txt")
    human = pen.person
    pairs = [
        ("Claimant", pen.name("First Last")), ("Claimant SS#", pen.ssn()), ("Claimant birth date", pen.dob("%m/%d/%Y")),
        ("Condition (ICD-10)", pen.diagnosis("{code}")), ("First unable to work", pen.on(kit.near(-90, -20), "%m/%d/%y")),
    ]  # fmt: skip
    if human.employer and human.employer != "retired":
        pairs.append(("Employed at", pen.put("employer", human.employer)))
    doctor = kit.doctor()
    document.blocks = [
        Para(_band(kit)),
        Heading("ATTENDING PHYSICIAN'S STATEMENT"),
        Fields(pairs),
        Para(f"Physician: {pen.doctor(doctor)}, {doctor.job}"),
    ]
    return document


FILES = ((2, face_sheet), (2, fax), (2, statement), (2, consult), (2, consent), (1, leave_form))

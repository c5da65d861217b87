"""Forms, letters and prose: intake forms, face sheets, prior authorizations, denials, pathology, notes."""

from __future__ import annotations

from simulator import randomness as r
from simulator.blocks import Block, Document, Fields, Heading, Para
from simulator.human import Human
from simulator.kit import Kit
from tocsin.model.elements import Role


def _document(kit: Kit, stem: str, template: str, suffixes: str, family: str = "form") -> Document:
    suffix = kit.rng.choice(suffixes.split())
    return Document(f"{stem} {r.digits(kit.rng, 5)}.{suffix}", template, family, entity=kit.practice.key)


def letterhead(kit: Kit) -> list[Block]:
    """Return the practice's name and address, as letters begin."""
    home = kit.practice.address
    phone = kit.practice.phone
    text = f"{home.line}\n{home.city}, {home.state} {home.zip}\nPhone: ({phone[:3]}) {phone[3:6]}-{phone[6:]}"
    return [Heading(kit.practice.name), Para(text)]


def intake(kit: Kit) -> Document:
    """A registration form with guarantor, employer and emergency contact."""
    document = _document(kit, "New Patient Registration", "intake", "docx pdf html txt")
    human = kit.patient()
    pen = document.ink.about(human, Role.PATIENT, kit.practice.key)
    pairs = [
        ("Patient Name", pen.name("First Middle Last")), ("Date of Birth", pen.dob()), ("Sex", human.sex), ("Social Security #", pen.ssn()),
        ("Address", pen.address()), ("Cell Phone", pen.phone()), ("E-mail", pen.email()), ("Driver's License", pen.put("driver_license", human.license)),
    ]  # fmt: skip
    if human.employer:
        pairs.append(("Employer", pen.put("employer", human.employer)))
    pairs += [
        ("Primary Insurance", pen.insurer()),
        ("Member ID", pen.member()),
        ("Group #", pen.maybe("other_id", human.group)),
    ]
    document.blocks = [*letterhead(kit), Heading("PATIENT REGISTRATION"), Fields(pairs, kit.rng.choice((1, 1, 2)))]
    document.blocks += _kin_block(kit, document, human)
    document.blocks.append(
        Para("I authorize release of information necessary to process my claims.\nSignature: ____________________")
    )
    return document


def _kin_block(kit: Kit, document: Document, human: Human) -> list[Block]:
    parent, spouse = kit.kin(human.guardian), kit.kin(human.spouse)
    pen = document.ink.about(human, Role.PATIENT, kit.practice.key)
    if parent:
        other = document.ink.about(parent, Role.GUARANTOR, kit.practice.key)
        other.put("member_id", human.member_id, required=parent.member_id == human.member_id)
        pairs = [
            ("Guarantor", other.name()),
            ("Relationship", "Parent"),
            ("Guarantor DOB", other.dob()),
            ("Guarantor SSN", other.ssn()),
            ("Guarantor phone", other.phone()),
        ]
        pen.maybe("relative", parent.full)
        return [Heading("RESPONSIBLE PARTY"), Fields(pairs)]
    if spouse:
        other = document.ink.about(spouse, Role.RELATIVE, kit.practice.key)
        pen.put("relative", spouse.full)
        return [
            Heading("EMERGENCY CONTACT"),
            Fields([("Name", other.name()), ("Relationship", "Spouse"), ("Phone", other.phone())]),
        ]
    return []


def prior_auth(kit: Kit) -> Document:
    """A prior authorization request to a payer."""
    document = _document(kit, "PA request", "prior_auth", "pdf docx")
    human = kit.patient()
    pen = document.ink.about(human, Role.PATIENT, kit.practice.key)
    doctor = kit.doctor()
    holder = kit.kin(human.subscriber)
    pairs = [
        ("Member name", pen.name()),
        ("Member DOB", pen.dob()),
        ("Member ID", pen.member()),
        ("Health plan", pen.insurer()),
    ]
    if holder:
        other = document.ink.about(holder, Role.SUBSCRIBER, kit.practice.key)
        other.put("member_id", human.member_id)
        pairs.append(("Subscriber", other.name()))
        pen.maybe("relative", holder.full)
    drug = kit.rng.choice(("pembrolizumab", "nivolumab", "trastuzumab", "rituximab", "bortezomib"))
    pairs += [
        ("Diagnosis", pen.diagnosis("{code} {words}")),
        ("Drug requested", pen.put("medication", drug)),
        ("Requesting provider", pen.doctor(doctor)),
        ("NPI", pen.maybe("npi", kit.practice.doctor_npis[kit.practice.doctors.index(doctor)])),
    ]
    document.blocks = [*letterhead(kit), Heading("PRIOR AUTHORIZATION REQUEST"), Fields(pairs)]
    document.blocks.append(Para("Clinical notes are attached. Please respond within 72 hours."))
    return document


def pathology(kit: Kit) -> Document:
    """A pathology or laboratory report."""
    document = _document(kit, "path report", "pathology", "pdf txt docx html")
    human, doctor = kit.patient(), kit.doctor()
    pen = document.ink.about(human, Role.PATIENT, kit.practice.key)
    pairs = [
        ("Patient", pen.name("LAST, FIRST MIDDLE")),
        ("MRN", pen.mrn()),
        ("DOB", f"{pen.dob()} ({pen.put('age', str(human.age_on(kit.day)))} yrs)"),
        ("Collected", pen.on(kit.near(-5, 0))),
        ("Ordering", pen.doctor(doctor, "Last, First") + f" {doctor.job}"),
    ]
    result = f"WBC {kit.rng.randint(2, 18)}.{kit.rng.randint(0, 9)} K/uL, Hgb {kit.rng.randint(7, 15)}.1 g/dL, PLT {kit.rng.randint(40, 400)} K/uL"
    document.blocks = [*letterhead(kit), Heading("SURGICAL PATHOLOGY / LABORATORY"), Fields(pairs, 2)]
    document.blocks += [
        Para("FINAL DIAGNOSIS\n" + pen.diagnosis("{words}").capitalize()),
        Para("CBC: " + pen.put("lab_result", result)),
    ]
    return document


def denial(kit: Kit) -> Document:
    """A denial letter of a payer, addressed to the patient's home."""
    document = _document(kit, "denial", "denial", "docx pdf txt", "letter")
    human = kit.patient()
    parent = kit.kin(human.guardian)
    pen = document.ink.about(human, Role.PATIENT, kit.practice.key)
    to = pen.name("First Last")
    if parent:
        pen.maybe("relative", parent.full)
        to = "Parent or guardian of " + to
    address = f"{to}\n{pen.street()}\n{human.home.city}, {human.home.state} {pen.zip()}"
    about = f"Re: Claim {pen.put('claim_number', r.digits(kit.rng, 12))}\nMember ID: {pen.member()}\nDate of service: {pen.on(kit.near(-60, -10))}\nProvider: {kit.practice.name}"
    pen.maybe("facility", kit.practice.name)
    text = f"Dear {to}:\nWe have reviewed the request for {pen.put('treatment', kit.rng.choice(('proton therapy', 'genomic testing', 'PET/CT imaging')))} and cannot approve it as submitted. You have 180 days to appeal."
    document.blocks = [Heading(pen.insurer()), Para(f"{kit.day:%B %-d, %Y}"), Para(address), Para(about), Para(text)]
    return document


def visit_note(kit: Kit) -> Document:
    """A visit note in prose."""
    document = _document(kit, "progress note", "visit_note", "docx txt pdf html", "prose")
    human, doctor = kit.patient(), kit.doctor()
    pen = document.ink.about(human, Role.PATIENT, kit.practice.key)
    title = "Mr." if human.sex == "M" else "Ms."
    word = "he" if human.sex == "M" else "she"
    text = (
        f"{pen.name('First M Last')} (DOB {pen.dob()}, MRN {pen.mrn()}) is a {pen.put('age', str(human.age_on(kit.day)))} year old seen on {pen.on(kit.day)} for {pen.diagnosis('{words}')}. "
        f"{title} {pen.name('Last')} tolerated cycle {kit.rng.randint(1, 8)} of {pen.put('medication', kit.rng.choice(('carboplatin', 'FOLFOX', 'docetaxel', 'R-CHOP')))} well. "
        f"Since the last visit {word} denies fever. Exam unremarkable. Will repeat labs in three weeks."
    )
    document.blocks = [
        *letterhead(kit),
        Heading("PROGRESS NOTE"),
        Para(text),
        Para("Electronically signed by " + pen.doctor(doctor) + f", {doctor.job}"),
    ]
    return document


def appeal(kit: Kit) -> Document:
    """A letter of appeal, with the SSN as some payers ask."""
    document = _document(kit, "appeal letter", "appeal", "docx pdf", "letter")
    human, doctor = kit.patient(), kit.doctor()
    pen = document.ink.about(human, Role.PATIENT, kit.practice.key)
    text = (
        f"To whom it may concern:\nI am writing on behalf of my patient, {pen.name()}, born {pen.dob('%B %-d, %Y')}, policy {pen.member()}, to appeal the denial of "
        f"{pen.put('medication', kit.rng.choice(('olaparib', 'lenalidomide', 'ibrutinib')))} for {pen.diagnosis('{words} ({code})')}. "
        f"Her or his Social Security number, as your form asks, is {pen.ssn()}."
    )
    document.blocks = [
        *letterhead(kit),
        Para(f"{kit.day:%m/%d/%Y}\n{pen.insurer()}\nAppeals Department"),
        Para(text),
        Para(f"Sincerely,\n{pen.doctor(doctor)}, {doctor.job}"),
    ]
    return document


FILES = ((3, intake), (2, prior_auth), (2, pathology), (2, denial), (2, visit_note), (1, appeal))

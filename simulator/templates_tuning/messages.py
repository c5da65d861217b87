"""Messages: about one patient, lists in bodies, replies and forwards, and the harmless bulk of a mailbox."""

from __future__ import annotations

from simulator import randomness as r
from simulator.blocks import Block, Document, Fields, Para, Table
from simulator.human import Human
from simulator.ink import Ink
from simulator.kit import Kit, Mail, mailbox_of, sign
from tocsin.model.elements import Role

DISCLAIMER = "CONFIDENTIALITY NOTICE: This e-mail may contain protected health information. If you are not the intended recipient, delete it."


def _mail(
    kit: Kit,
    owner: Human,
    template: str,
    subject: str,
    body: str,
    ink: Ink,
    blocks: tuple[Block, ...] = (),
    family: str = "message",
) -> Mail:
    clerk = kit.clerk(owner)
    signature = sign(ink, clerk, kit.practice, kit.rng.choice(("plain", "long")))
    ink.office(owner, Role.SENDER)
    parts: list[Block] = [
        Para(f"{kit.rng.choice(('Hi', 'Hello', 'Good morning'))} {owner.first},"),
        Para(body),
        *blocks,
        Para(signature),
    ]
    if r.chance(kit.rng, 0.4):
        parts.append(Para(DISCLAIMER))
    return Mail(
        template,
        family,
        mailbox_of(clerk),
        [mailbox_of(owner)],
        subject,
        parts,
        ink,
        kit.practice.key,
        r.chance(kit.rng, 0.3),
    )


def about_one(kit: Kit, owner: Human) -> Mail:
    """A question about one patient."""
    ink, human = Ink(), kit.patient()
    pen = ink.about(human, Role.PATIENT, kit.practice.key)
    asks = (
        f"Can you please check the balance for patient {pen.name()} DOB {pen.dob()}? {'MRN ' + pen.mrn() if pen.mrn() else ''} The insurance is {pen.insurer()}, member ID {pen.member()}.",
    )
    return _mail(kit, owner, "about_one", kit.rng.choice(("Question", "Patient balance", "Please help")), asks[0], ink)


def name_in_subject(kit: Kit, owner: Human) -> Mail:
    """The patient's name stands in the subject, the details in the body."""
    ink, human = Ink(), kit.patient()
    pen = ink.about(human, Role.PATIENT, kit.practice.key)
    subject = f"RE: {pen.name('Last, First')} - {kit.practice.aliases[0]}"
    body = f"Pt's new address is {pen.address()} and the phone is {pen.phone()}. DOB {pen.dob('%-m/%-d/%Y')}. Please update the chart."
    return _mail(kit, owner, "name_in_subject", subject, body, ink)


def list_in_body(kit: Kit, owner: Human) -> Mail:
    """Several patients, one a line."""
    ink = Ink()
    lines = []
    for human in kit.patients(3, 7):
        pen = ink.about(human, Role.PATIENT, kit.practice.key)
        lines.append(
            f"- {pen.name()}, {pen.dob()}, {pen.diagnosis('{words}')}"
            + (f", MRN {pen.mrn()}" if r.chance(kit.rng, 0.5) else "")
        )
    return _mail(
        kit,
        owner,
        "list_in_body",
        "patients for tomorrow",
        "These patients need auths before tomorrow:\n" + "\n".join(lines),
        ink,
    )


def table_in_body(kit: Kit, owner: Human) -> Mail:
    """A table pasted into an HTML mail."""
    ink = Ink()
    rows = [["Patient", "DOB", "Member ID", "Amount"]]
    for human in kit.patients(3, 8):
        pen = ink.about(human, Role.PATIENT, kit.practice.key)
        rows.append([pen.name("Last, First"), pen.dob(), pen.member(), kit.money()])
    mail = _mail(kit, owner, "table_in_body", "Unapplied payments", "See below.", ink, (Table(rows),))
    mail.html = True
    return mail


def ssn_for_auth(kit: Kit, owner: Human) -> Mail:
    """An answer with an SSN, below a question that quotes the name."""
    ink, human = Ink(), kit.patient()
    pen = ink.about(human, Role.PATIENT, kit.practice.key)
    question = _mail(
        kit,
        owner,
        "ssn_for_auth",
        "SSN needed",
        f"The plan wants the social for our patient {pen.name()} (DOB {pen.dob()}). Do you have it?",
        Ink(),
    )
    own = Ink()
    other = own.about(human, Role.PATIENT, kit.practice.key)
    question.ink.absorb(ink)
    answer = _mail(kit, owner, "ssn_for_auth", "RE: SSN needed", f"{other.name()}: SSN {other.ssn()}", own)
    answer.quoted = question
    return answer


def parent_writes(kit: Kit, owner: Human) -> Mail:
    """A parent or spouse calls about a patient; the caller is a person too."""
    ink, human = Ink(), kit.patient()
    pen = ink.about(human, Role.PATIENT, kit.practice.key)
    other = kit.kin(human.guardian) or kit.kin(human.spouse)
    if other is None:
        body = f"{pen.name()} (DOB {pen.dob()}) called, please call back at {pen.phone()} about {pen.put('medication', 'ondansetron')}."
    else:
        word = "parent" if human.guardian else "spouse"
        caller = ink.about(other, Role.RELATIVE, kit.practice.key)
        pen.maybe("relative", other.full)
        body = f"{caller.name()}, {word} of our patient {pen.name()} (DOB {pen.dob()}), called. Call back at {caller.put('phone', f'({other.phone[:3]}) {other.phone[3:6]}-{other.phone[6:]}')}."
        pen.maybe("phone", other.phone)
    return _mail(kit, owner, "parent_writes", "phone message", body, ink)


def fields_in_body(kit: Kit, owner: Human) -> Mail:
    """A new referral with labelled lines."""
    ink, human = Ink(), kit.patient()
    pen = ink.about(human, Role.PATIENT, kit.practice.key)
    pairs = [
        ("Name", pen.name("First M Last")),
        ("DOB", pen.dob()),
        ("Address", pen.address()),
        ("Phone", pen.phone("{a}-{b}-{c}")),
        ("Ins", pen.insurer()),
        ("ID", pen.member()),
        ("Dx", pen.diagnosis("{words}")),
        ("Ref MD", pen.doctor(kit.doctor())),
    ]
    return _mail(
        kit, owner, "fields_in_body", "FW: new referral", "New patient referral for scheduling:", ink, (Fields(pairs),)
    )


_LINES = (
    "Reminder that the parking lot will be re-striped this weekend, please use the north entrance.",
    "Lunch is in the break room at noon, thanks to everyone who helped with the audit binder.",
    "The printer on the second floor is down again, IT has opened a ticket and a part is on order.",
    "Can we move the staff meeting to Thursday? Three of us are at the software training on Wednesday.",
    "Please complete the annual compliance module before the end of the month.",
    "The new phone tree goes live Monday. Press two for billing, three for scheduling.",
    "Your mailbox is almost full. Archive older items to continue receiving messages.",
    "Thank you all for a great quarter. The flu shot clinic for staff is next Tuesday.",
    "Vendor will be on site to service the infusion pumps, please keep bay four open.",
)  # fmt: skip
FILLER_LINES = _LINES


def harmless(kit: Kit, owner: Human) -> Mail:
    """Office talk: scheduling, lunch, IT, training."""
    ink = Ink()
    lines = kit.rng.sample(_LINES, kit.rng.randint(1, 4))
    return _mail(
        kit,
        owner,
        "harmless",
        kit.rng.choice(("FYI", "Reminder", "lunch", "Staff meeting", "IT notice", "schedule change")),
        "\n".join(lines),
        ink,
        family="harmless",
    )


def errand(kit: Kit, owner: Human) -> Mail:
    """An errand: names and numbers of people outside who are nothing to the practice."""
    ink = Ink()
    (one, phone), (two, other) = kit.stranger(), kit.stranger()
    body = kit.rng.choice((
        f"Please ask {ink.harmless(one)} at the bank to call me at {phone}. {ink.harmless(two)} from the landlord's office is at {other}.",
        f"The caterer is {ink.harmless(one)}, {phone}. Retirement party for {ink.harmless(two)} is on {kit.near(3, 30):%A, %B %-d} at 12 Elm Street, Nashville, TN 37203.",
        f"{ink.harmless(one)} ({phone}) fixes the roof tomorrow. His invoice goes to {ink.harmless(two)}.",
    ))  # fmt: skip
    mail = _mail(kit, owner, "errand", kit.rng.choice(("call back", "party", "roof")), body, ink, family="harmless")
    if r.chance(kit.rng, 0.3):
        mail.cc = kit.everyone()
    return mail


def vendor(kit: Kit, owner: Human) -> Mail:
    """Marketing of a vendor, with a salesman's name and telephone number."""
    ink = Ink()
    name = ink.harmless(kit.rng.choice(("Dana Whitlock", "Corey Vance", "Imelda Strand", "Otis Quarles")))
    ink.office(owner, Role.SENDER)
    body = f"Hi {owner.first}, I wanted to follow up on our coding webinar. Do you have 15 minutes this week? My direct line is 888-555-0119.\n\n{name}\nRegional Account Executive, MedCoder Pro"
    return Mail(
        "vendor",
        "harmless",
        (name, "sales@medcoderpro.example"),
        [mailbox_of(owner)],
        "Quick question",
        [Para(body)],
        ink,
        "",
        r.chance(kit.rng, 0.6),
    )


MAILS = (
    (4, about_one),
    (3, name_in_subject),
    (2, list_in_body),
    (2, table_in_body),
    (2, ssn_for_auth),
    (2, parent_writes),
    (2, fields_in_body),
)
REPLIES = (
    "Done, thanks!",
    "I will look into this today.",
    "Sorry for the delay - chart is updated.",
    "Thank you, Maria is out until Monday.",
)
HARMLESS = ((5, harmless), (2, errand), (1, vendor))


def cover(kit: Kit, owner: Human, documents: list[Document]) -> Mail:
    """A mail that carries attachments."""
    ink = Ink()
    mail = _mail(
        kit,
        owner,
        "cover",
        kit.rng.choice(("attached", "Report", "files you asked for", "Scan from copier")),
        "Please see attached.",
        ink,
    )
    mail.attachments = documents
    return mail

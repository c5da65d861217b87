"""Messages of another office: curt, forwarded, copied from chats, portals and telephone slips."""

from __future__ import annotations

from simulator import randomness as r
from simulator.blocks import Block, Document, Fields, Para, Table
from simulator.human import Human
from simulator.ink import Ink
from simulator.kit import Kit, Mail, mailbox_of, sign
from tocsin.model.elements import Role

NOTICE = "This transmission is intended only for its addressee. Unauthorised review or disclosure is prohibited by law."


def _mail(
    kit: Kit, owner: Human, template: str, subject: str, blocks: list[Block], ink: Ink, family: str = "message"
) -> Mail:
    clerk = kit.clerk(owner)
    ink.office(owner, Role.SENDER)
    signature = sign(ink, clerk, kit.practice, kit.rng.choice(("plain", "long")))
    parts: list[Block] = [*blocks, Para("Thx,\n" + signature)]
    if r.chance(kit.rng, 0.5):
        parts.append(Para(NOTICE))
    cc = [mailbox_of(kit.clerk(clerk))] if r.chance(kit.rng, 0.3) else []
    return Mail(
        template,
        family,
        mailbox_of(clerk),
        [mailbox_of(owner)],
        subject,
        parts,
        ink,
        kit.practice.key,
        r.chance(kit.rng, 0.4),
        cc=cc,
    )


def curt(kit: Kit, owner: Human) -> Mail:
    """One line about one patient."""
    ink, human = Ink(), kit.patient()
    pen = ink.about(human, Role.PATIENT, kit.practice.key)
    mrn = pen.mrn("chart {}")
    text = f"{pen.name('LAST,FIRST M')} d.o.b. {pen.dob('%m-%d-%Y')} {mrn} - pt says she/he no longer takes {pen.put('medication', kit.rng.choice(('warfarin', 'letrozole', 'metformin')))}, pls tell MD"
    return _mail(kit, owner, "curt", "pt call", [Para(text)], ink)


def chat(kit: Kit, owner: Human) -> Mail:
    """A chat pasted into a mail: who speaks stands before each line."""
    ink, human = Ink(), kit.patient()
    pen = ink.about(human, Role.PATIENT, kit.practice.key)
    one, two = kit.clerk(owner).first, owner.first
    lines = [
        f"[9:02 AM] {one}: do you have the auth for {pen.name('First Last')}?", f"[9:03 AM] {two}: which plan", f"[9:03 AM] {one}: {pen.insurer()} id {pen.member()}",
        f"[9:05 AM] {two}: birthday?", f"[9:06 AM] {one}: {pen.dob('%-m/%-d/%y')} and the patient's social is {pen.ssn('bare')}",
    ]  # fmt: skip
    return _mail(kit, owner, "chat", "copy of our chat", [Para("\n".join(lines))], ink)


def numbered(kit: Kit, owner: Human) -> Mail:
    """A numbered list, facts separated by slashes."""
    ink, lines = Ink(), []
    for number, human in enumerate(kit.patients(3, 9), 1):
        pen = ink.about(human, Role.PATIENT, kit.practice.key)
        lines.append(
            f"{number}) {pen.name('Last, First')} / {pen.dob('%m/%d/%y')} / {pen.phone('{a}-{b}-{c}')} / {pen.diagnosis('{code}')}"
        )
    return _mail(
        kit, owner, "numbered", "charts to pull", [Para("Please pull these pts' charts"), Para("\n".join(lines))], ink
    )


def portal(kit: Kit, owner: Human) -> Mail:
    """A notice of the patient portal with labelled lines."""
    ink, human = Ink(), kit.patient()
    pen = ink.about(human, Role.PATIENT, kit.practice.key)
    pairs = [
        ("From patient", pen.name("First Middle Last")),
        ("Born", pen.dob("%Y-%m-%d")),
        ("Reply to", pen.email()),
        ("Mobile", pen.phone("+1 {a} {b} {c}")),
        ("Preferred address", pen.address()),
    ]
    return _mail(
        kit,
        owner,
        "portal",
        f"New portal message [{kit.practice.aliases[0]}]",
        [Fields(pairs), Para("Message: can I move my visit to the afternoon?")],
        ink,
    )


def pasted_grid(kit: Kit, owner: Human) -> Mail:
    """Rows copied out of a sheet into the body."""
    ink = Ink()
    rows = [["Acct holder", "Chart", "Born", "Policy no"]]
    for human in kit.patients(3, 7):
        pen = ink.about(human, Role.PATIENT, kit.practice.key)
        rows.append([pen.name("First M Last"), pen.mrn(), pen.dob("%d %b %Y"), pen.member()])
    return _mail(kit, owner, "pasted_grid", "credit balances", [Para("pts w/ credits:"), Table(rows)], ink)


def forwarded_kin(kit: Kit, owner: Human) -> Mail:
    """A forwarded slip: a relative asks for a patient."""
    ink, human = Ink(), kit.patient()
    pen = ink.about(human, Role.PATIENT, kit.practice.key)
    other = kit.kin(human.guardian) or kit.kin(human.spouse)
    line = f"Pt {pen.name('First Last')}, date of birth {pen.dob('%m/%d/%Y')}, wants results of {pen.put('lab_result', 'PSA 4.1 ng/mL')}."
    if other:
        caller = ink.about(other, Role.RELATIVE, kit.practice.key)
        pen.maybe("relative", other.full)
        word = "Mother/father" if human.guardian else "Husband/wife"
        line += f" {word}: {caller.name('First Last')}, e-mail {caller.email()}."
    inner = _mail(kit, owner, "forwarded_kin", "phone slip", [Para(line)], ink)
    outer = _mail(kit, owner, "forwarded_kin", "FWD: phone slip", [Para("see below, not mine")], Ink())
    outer.quoted = inner
    return outer


def dead_letter(kit: Kit, owner: Human) -> Mail:
    """News of a death, or a new address of someone living."""
    ink, human = Ink(), kit.patient()
    pen = ink.about(human, Role.PATIENT, kit.practice.key)
    if human.died:
        kin = kit.kin(human.representative)
        text = f"Our patient {pen.name('First Last')} ({pen.dob('%m/%d/%Y')}) passed away on {pen.on(human.died, '%B %-d')}."
        text += f" Spouse {pen.put('relative', kin.full)} will handle the account." if kin else ""
    else:
        text = f"Patient {pen.name('First Maiden Last')} ({pen.dob('%m/%d/%Y')}) now lives at {pen.address()}."
    return _mail(kit, owner, "dead_letter", "update demographics", [Para(text)], ink)


FILLER_LINES = (
    "Linear accelerator two is down for quarterly maintenance until Wednesday noon.",
    "Badge readers will be replaced this week; keep your old badge until further notice.",
    "The potluck sign-up sheet hangs by the time clock, we still need desserts.",
    "Quarterly fire drill is on the calendar, floor wardens please confirm your vests.",
    "Does anyone have the courier's new cutoff time for the lab run?",
    "Please stop replying to all on the parking thread.",
    "Open enrollment webinars are posted on the intranet under resources.",
    "Physicist on site Thursday, plan QA accordingly.",
    "Our scores on the survey went up four points, well done everyone.",
)


def harmless(kit: Kit, owner: Human) -> Mail:
    """Office talk."""
    lines = kit.rng.sample(FILLER_LINES, kit.rng.randint(1, 4))
    return _mail(
        kit,
        owner,
        "harmless",
        kit.rng.choice(("heads up", "all staff", "potluck", "downtime", "re: calendar")),
        [Para("\n\n".join(lines))],
        Ink(),
        "harmless",
    )


def outside(kit: Kit, owner: Human) -> Mail:
    """Talk about people outside: neighbours, tradesmen, speakers."""
    ink = Ink()
    (one, phone), (two, other) = kit.stranger(), kit.stranger()
    text = kit.rng.choice((
        f"{ink.harmless(one)} is the new courier, cell {phone}, backup {ink.harmless(two)} {other}.",
        f"Speaker for grand rounds: {ink.harmless(one)}. Please book the hotel for {ink.harmless(two)} too, 400 Canal Way, Columbus, OH 43215.",
        f"Board packet went to {ink.harmless(one)} and {ink.harmless(two)}; both confirmed for {kit.near(2, 20):%d %b}.",
    ))  # fmt: skip
    mail = _mail(
        kit, owner, "outside", kit.rng.choice(("courier", "grand rounds", "board")), [Para(text)], ink, "harmless"
    )
    if r.chance(kit.rng, 0.3):
        mail.cc = kit.everyone()
    return mail


def digest(kit: Kit, owner: Human) -> Mail:
    """A trade digest that names people in public."""
    ink = Ink()
    ink.office(owner, Role.SENDER)
    body = f"TODAY IN ONCOLOGY\n{ink.harmless('Philippa Renshaw')} wins research prize. {ink.harmless('Bertrand Oakley')} joins the board. To unsubscribe, write to 12 Trade Plaza, Suite 9."
    return Mail(
        "digest",
        "harmless",
        ("Oncology Digest", "editor@oncdigest.example"),
        [mailbox_of(owner)],
        "Your morning digest",
        [Para(body)],
        ink,
        "",
        True,
    )


MAILS = ((4, curt), (2, chat), (2, numbered), (2, portal), (2, pasted_grid), (2, forwarded_kin), (2, dead_letter))
REPLIES = ("k", "will do", "on it, give me til 3pm", "pls cc the front desk next time", "this is closed on our end")
HARMLESS = ((5, harmless), (2, outside), (1, digest))


def cover(kit: Kit, owner: Human, documents: list[Document]) -> Mail:
    """A mail that carries attachments."""
    mail = _mail(
        kit, owner, "cover", kit.rng.choice(("docs", "as promised", "scan", "pls file")), [Para("pls file")], Ink()
    )
    mail.attachments = documents
    return mail

"""Office papers: payroll, benefits, personnel files; and papers that list nobody: phone lists, newsletters, test exports."""

from __future__ import annotations

from simulator import randomness as r
from simulator.blocks import Document, Fields, Heading, Para, Table
from simulator.kit import Kit
from tocsin.model.elements import Role


def _document(kit: Kit, stem: str, template: str, suffixes: str, family: str) -> Document:
    return Document(
        f"{stem} {kit.day:%Y-%m} {kit.rng.randint(1, 99)}.{kit.rng.choice(suffixes.split())}",
        template,
        family,
        entity=kit.practice.key,
    )


def payroll(kit: Kit) -> Document | None:
    """A payroll register."""
    people = kit.workers(6, 20)
    if not people:
        return None
    document = _document(kit, "Payroll Register", "payroll", "xlsx csv pdf", "table")
    rows = [["Emp ID", "Employee Name", "SSN", "Hire Date", "Gross", "Net", "Bank Routing", "Bank Acct"]]
    for human in people:
        pen = document.ink.about(human, Role.EMPLOYEE, kit.practice.key)
        rows.append(
            [
                pen.maybe("other_id", r.digits(kit.rng, 4)),
                pen.name("Last, First M"),
                pen.ssn(),
                pen.on(kit.near(-3000, -100)),
                kit.money(),
                kit.money(),
                pen.put("routing_number", human.routing),
                pen.put("account_number", human.account),
            ]
        )
    document.blocks = [Para(f"{kit.practice.name}\nPayroll register, period ending {kit.day:%m/%d/%Y}"), Table(rows)]
    return document


def benefits(kit: Kit) -> Document | None:
    """A benefit enrolment form with dependents."""
    people = kit.workers(1, 1)
    if not people:
        return None
    human = people[0]
    document = _document(kit, "Benefit enrollment", "benefits", "docx pdf", "form")
    pen = document.ink.about(human, Role.EMPLOYEE, kit.practice.key)
    pairs = [
        ("Employee", pen.name()),
        ("SSN", pen.ssn()),
        ("Birth date", pen.dob()),
        ("Home address", pen.address()),
        ("Plan", pen.insurer()),
    ]
    document.blocks = [Heading(f"{kit.practice.name} Human Resources"), Fields(pairs)]
    spouse = kit.kin(human.spouse)
    if spouse:
        other = document.ink.about(spouse, Role.RELATIVE, kit.practice.key)
        pen.maybe("relative", spouse.full)
        rows = [["Dependent name", "Relationship", "DOB", "SSN"], [other.name(), "Spouse", other.dob(), other.ssn()]]
        document.blocks.append(Table(rows, title="Covered dependents"))
    return document


def phone_list(kit: Kit) -> Document:
    """Extensions of the staff: nobody is listed for it."""
    document = _document(kit, "Staff phone list", "phone_list", "xlsx docx pdf", "harmless")
    rows = [["Name", "Title", "Ext", "E-mail"]]
    for human in (*kit.practice.doctors, *kit.practice.staff):
        rows.append([document.ink.office(human, Role.PROVIDER), human.job, r.digits(kit.rng, 4), human.email])
    document.blocks = [Para(f"{kit.practice.name} internal directory"), Table(rows)]
    return document


def newsletter(kit: Kit) -> Document:
    """A newsletter that names people in public roles."""
    document = _document(kit, "Newsletter", "newsletter", "html docx txt", "harmless")
    speaker, writer = kit.rng.choice(NAMED), kit.rng.choice(NAMED)
    text = f"{document.ink.harmless(speaker)} will speak about survivorship at our annual walk on {kit.near(10, 60):%B %-d}. Photos by {document.ink.harmless(writer)}. Call 800-555-0142 to register."
    document.blocks = [
        Heading(f"{kit.practice.name} Community News"),
        Para(text),
        Para(
            f"Our physicians {document.ink.office(kit.doctor())} and {document.ink.office(kit.doctor())} were named to the regional top list."
        ),
    ]
    return document


def test_rows(kit: Kit) -> Document:
    """An export of a training system: every row is made up and says so."""
    document = _document(kit, "TEST_export", "test_rows", "csv xlsx", "harmless")
    rows = [["MRN", "Patient", "DOB", "SSN", "Phone"]]
    for number in range(6):
        name = f"ZZTEST, {kit.rng.choice(('Patient', 'Alpha', 'Bravo', 'Demo'))}"
        rows.append([f"TEST{number:04d}", document.ink.harmless(name), "01/01/1900", "123-45-6789", "555-555-5555"])
    document.blocks = [Para("TRAINING ENVIRONMENT - NOT REAL PATIENTS"), Table(rows)]
    return document


NAMED = ("Marguerite Ellison", "Tobias Renner", "Alder Finch", "Councilwoman Odette Marsh", "Rev. Clement Oyelaran")
FILES = ((2, payroll), (1, benefits), (1, phone_list), (1, newsletter), (1, test_rows))

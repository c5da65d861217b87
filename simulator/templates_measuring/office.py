"""Papers of the office: deposits and hiring; and papers that list nobody: press, on-call sheets, demonstration rows."""

from __future__ import annotations

from simulator import randomness as r
from simulator.blocks import Document, Heading, Para, Table
from simulator.kit import Kit
from tocsin.model.elements import Role

PUBLIC = (
    "Wendell Achterberg",
    "Ximena Duarte-Kohl",
    "Fr. Ambrose Tilley",
    "Senator Joelle Vanterpool",
    "Gus Lindqvist",
)


def _document(kit: Kit, stem: str, template: str, suffixes: str, family: str) -> Document:
    name = f"{stem}.{kit.day:%d%b%y}.{r.digits(kit.rng, 3)}.{kit.rng.choice(suffixes.split())}"
    return Document(name, template, family, entity=kit.practice.key)


def deposit_roster(kit: Kit) -> Document | None:
    """Direct deposits: who, which bank, how much."""
    people = kit.workers(5, 18)
    if not people:
        return None
    document = _document(kit, "DD_roster", "deposit_roster", "csv xlsx txt", "table")
    rows = [["ASSOCIATE", "TIN", "ABA", "DDA", "NET PAY", "DOB"]]
    for human in people:
        pen = document.ink.about(human, Role.EMPLOYEE, kit.practice.key)
        rows.append(
            [
                pen.name("LAST,FIRST M"),
                pen.ssn(),
                pen.put("routing_number", human.routing),
                pen.put("account_number", human.account),
                kit.money(),
                pen.dob("%m/%d/%Y"),
            ]
        )
    document.blocks = [Para(f"{kit.practice.name} - associates paid {kit.day:%m/%d/%Y}"), Table(rows)]
    return document


def hire_letter(kit: Kit) -> Document | None:
    """A letter to a new employee, with the documents that were shown."""
    people = kit.workers(1, 1)
    if not people:
        return None
    document = _document(kit, "offer", "hire_letter", "docx pdf", "letter")
    pen = document.ink.about(people[0], Role.EMPLOYEE, kit.practice.key)
    text = (
        f"Dear {pen.name('First Last')}:\nWelcome aboard. Your file shows your passport {pen.put('passport', people[0].passport)} and Social Security card {pen.ssn()}. "
        f"We mail pay statements to {pen.address()}; tell Human Resources if that changes."
    )
    document.blocks = [Heading(kit.practice.name), Para(f"{kit.day:%d %B %Y}"), Para(text), Para("Human Resources")]
    return document


def press(kit: Kit) -> Document:
    """A press release."""
    document = _document(kit, "press", "press", "docx html pdf", "harmless")
    text = (
        f"FOR IMMEDIATE RELEASE - {kit.practice.name} today welcomed {document.ink.harmless(kit.rng.choice(PUBLIC))} to open its new wing. "
        f'"We are proud," said {document.ink.office(kit.doctor())}, medical director. Media contact: {document.ink.harmless(kit.rng.choice(PUBLIC))}, 800-555-0177.'
    )
    document.blocks = [Para(text), Para("###")]
    return document


def on_call(kit: Kit) -> Document:
    """Who is on call: physicians and their pagers."""
    document = _document(kit, "oncall", "on_call", "xlsx html txt", "harmless")
    rows = [["Night", "On call", "Pager", "Backup"]]
    for number in range(7):
        rows.append(
            [
                f"{kit.near(number, number):%a %d}",
                document.ink.office(kit.doctor()),
                f"({kit.practice.phone[:3]}) 555-01{number:02d}",
                document.ink.office(kit.doctor()),
            ]
        )
    document.blocks = [Para(kit.practice.name), Table(rows)]
    return document


def demo_rows(kit: Kit) -> Document:
    """Rows of a vendor's demonstration."""
    document = _document(kit, "demo_data", "demo_rows", "csv psv", "harmless")
    rows = [["CHART", "SURNAME", "GIVEN", "D.O.B.", "SOC"]]
    for number in range(5):
        name = kit.rng.choice(("Mouse;Mickey", "Test;Patient", "Sample;Sally", "Dummy;Data")).split(";")
        document.ink.harmless(f"{name[1]} {name[0]}")
        rows.append([f"DEMO{number}", *name, "1900-01-01", "000-00-0000"])
    document.blocks = [Para("SAMPLE DATA FOR DEMONSTRATION"), Table(rows)]
    return document


FILES = ((2, deposit_roster), (1, hire_letter), (1, press), (1, on_call), (1, demo_rows))

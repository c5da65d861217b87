"""Harder files: a matrix turned on its side, nested headings, and papers full of numbers that list nobody."""

from __future__ import annotations

from simulator import randomness as r
from simulator.blocks import Document, Fields, Heading, Para, Table
from simulator.kit import Kit
from tocsin.model.elements import Role

REPS = ("Lorna Pickering", "Desmond Achebe-Ruiz", "Tilda Vance", "Raul Santangelo", "Ingrid Mosley")


def _document(kit: Kit, stem: str, template: str, suffixes: str, family: str = "table") -> Document:
    suffix = kit.rng.choice(suffixes.split())
    return Document(f"{stem}{kit.day:%m%d}_{r.digits(kit.rng, 4)}.{suffix}", template, family, entity=kit.practice.key)


def matrix(kit: Kit) -> Document:
    """One person a column, the labels down the left side."""
    document = _document(kit, "matrix", "matrix", "xlsx docx csv")
    columns = [["Field", "Surname", "Forename", "D.O.B.", "Chart", "Tel", "Regimen"]]
    for human in kit.patients(3, 6):
        pen = document.ink.about(human, Role.PATIENT, kit.practice.key)
        pen.name("First Last")
        drug = pen.put("medication", kit.rng.choice(("cisplatin", "gemcitabine", "ipilimumab")))
        columns.append(
            [
                f"{human.last} {human.suffix}".strip(),
                human.first,
                pen.dob("%d/%b/%Y"),
                pen.mrn(),
                pen.phone("{a}-{b}-{c}"),
                drug,
            ]
        )
        columns[-1].insert(0, f"Slot {len(columns) - 1}")
    document.blocks = [
        Para(f"{kit.practice.name} / trial screening"),
        Table([list(row) for row in zip(*columns, strict=True)]),
    ]
    return document


def by_payer(kit: Kit) -> Document:
    """Work queues: one table a payer, the payer only in the title."""
    document = _document(kit, "wq", "by_payer", "xlsx html pdf")
    people = kit.rows(8, 24)
    document.blocks = [Para(f"{kit.practice.name} - denials work queue")]
    for payer in sorted({human.insurer for human in people}):
        rows = [["Client", "Born", "Policy", "Svc", "ICD", "$"]]
        for human in people:
            if human.insurer == payer:
                pen = document.ink.about(human, Role.PATIENT, kit.practice.key)
                pen.maybe("insurer", payer)
                rows.append(
                    [
                        pen.name("Last, First M"),
                        pen.dob("%m/%d/%y"),
                        pen.member(),
                        pen.on(kit.near(), "%m/%d/%y"),
                        pen.diagnosis("{code}"),
                        kit.money(),
                    ]
                )
        document.blocks.append(Table(rows, title=f"PAYER: {payer}", merged_title=True))
    return document


def purchase_order(kit: Kit) -> Document:
    """A purchase order: numbers and a contact of a supplier."""
    document = _document(kit, "PO_", "purchase_order", "docx pdf xlsx", "harmless")
    rep = document.ink.harmless(kit.rng.choice(REPS))
    pairs = [
        ("Order", r.digits(kit.rng, 8)),
        ("Vendor acct", r.digits(kit.rng, 9)),
        ("Attn", rep),
        ("Deliver by", f"{kit.near(5, 40):%d %b %Y}"),
    ]
    rows = [
        ["Part", "Descr", "Units"],
        *[[r.digits(kit.rng, 8), kit.rng.choice(("Bolus sheet", "Mask frame", "Phantom")), "4"] for _ in range(4)],
    ]
    document.blocks = [Heading("PURCHASE ORDER"), Para(kit.practice.name), Fields(pairs), Table(rows)]
    return document


def privileges(kit: Kit) -> Document:
    """A table of medical staff with identifiers."""
    document = _document(kit, "privileges", "privileges", "csv docx html", "harmless")
    rows = [["Practitioner", "Degree", "NPI No.", "Status"]]
    for doctor, identifier in zip(kit.practice.doctors, kit.practice.doctor_npis, strict=True):
        rows.append([document.ink.office(doctor), doctor.job, identifier, kit.rng.choice(("Active", "Courtesy"))])
    document.blocks = [Para(f"{kit.practice.name} medical staff office"), Table(rows)]
    return document


def protocol(kit: Kit) -> Document:
    """A treatment protocol that names drugs, doses and its author."""
    document = _document(kit, "protocol", "protocol", "txt docx pdf", "harmless")
    text = f"Standing order set v{kit.rng.randint(2, 9)}: gemcitabine 1000 mg/m2 days 1, 8, 15 every 28 days. Hold if platelets < 75 K/uL. Approved by {document.ink.office(kit.doctor())}."
    document.blocks = [Heading("Treatment protocol"), Para(text)]
    return document


FILES = ((1, matrix), (2, by_payer), (1, purchase_order), (1, privileges), (1, protocol))

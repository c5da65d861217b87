"""Harder files: tables beside each other, records turned on their side, and papers full of numbers that list nobody."""

from __future__ import annotations

from simulator import randomness as r
from simulator.blocks import Document, Fields, Heading, Para, Table
from simulator.kit import Kit
from tocsin.model.elements import Role

CONTACTS = ("Marlon Biggs", "Theresa Okafor-Lunt", "Sylvan Pruitt", "Gwendolyn Marr", "Everett Stagg")


def _document(kit: Kit, stem: str, template: str, suffixes: str, family: str = "table") -> Document:
    suffix = kit.rng.choice(suffixes.split())
    return Document(f"{stem} {r.digits(kit.rng, 4)}.{suffix}", template, family, entity=kit.practice.key)


def side_by_side(kit: Kit) -> Document:
    """Two lists beside each other on one sheet, an empty column between them."""
    document = _document(kit, "worklist", "side_by_side", "xlsx csv")
    people = kit.patients(8, 16)
    left, right = people[::2], people[1::2]
    rows = [["NEED LABS", "", "", "", "NEED SCANS", "", ""], ["Patient", "DOB", "MRN", "", "Patient", "DOB", "Phone"]]
    for number in range(len(left)):
        pen = document.ink.about(left[number], Role.PATIENT, kit.practice.key)
        cells = [pen.name("Last, First"), pen.dob("%-m/%-d/%Y"), pen.mrn(), ""]
        if number < len(right):
            other = document.ink.about(right[number], Role.PATIENT, kit.practice.key)
            cells += [other.name("Last, First"), other.dob("%-m/%-d/%Y"), other.phone("{a}-{b}-{c}")]
        rows.append(cells + [""] * (7 - len(cells)))
    document.blocks = [Para(f"{kit.practice.name} worklist {kit.day:%m/%d}"), Table(rows, header_rows=2)]
    return document


def family_account(kit: Kit) -> Document:
    """An account of a household: the guarantor above, members of the family below."""
    document = _document(kit, "family account", "family_account", "pdf docx html", "form")
    human = kit.patient()
    holder = kit.kin(human.subscriber) or human
    pen = document.ink.about(holder, Role.GUARANTOR, kit.practice.key)
    pairs = [
        ("Guarantor", pen.name("Last, First M")),
        ("Guarantor DOB", pen.dob()),
        ("Address", pen.address()),
        ("Account", pen.put("account_number", r.digits(kit.rng, 7))),
    ]
    rows = [["Patient", "DOB", "Relation", "Last visit", "Balance"]]
    patient = document.ink.about(human, Role.PATIENT, kit.practice.key)
    relation = "Self" if holder is human else "Child" if human.guardian else "Spouse"
    rows.append([patient.name("Last, First"), patient.dob(), relation, patient.on(kit.near()), kit.money()])
    if holder is not human:
        patient.maybe("account_number", "-")
        patient.maybe("address", "-")
        patient.maybe("relative", holder.full)
        pen.maybe("relative", human.full)
        pen.maybe("date", "-")
    document.blocks = [Heading(kit.practice.name), Fields(pairs), Table(rows)]
    return document


def invoice(kit: Kit) -> Document:
    """A supplier's invoice: account and contact are the supplier's."""
    document = _document(kit, "INV", "invoice", "pdf docx html xlsx", "harmless")
    home = kit.practice.address
    pairs = [
        ("Invoice no.", r.digits(kit.rng, 7)),
        ("Customer", kit.practice.name),
        ("Ship to", home.full),
        ("Sales rep", document.ink.harmless(kit.rng.choice(CONTACTS))),
        ("Rep phone", "877-555-0133"),
    ]
    rows = [
        ["SKU", "Item", "Qty", "Price"],
        *[
            [
                r.digits(kit.rng, 6),
                kit.rng.choice(("IV set", "Nitrile gloves", "Huber needle", "Paper roll")),
                "10",
                kit.money(),
            ]
            for _ in range(5)
        ],
    ]
    document.blocks = [Heading("MedSupply Depot"), Fields(pairs), Table(rows)]
    return document


def credentials(kit: Kit) -> Document:
    """A roster of physicians with their identifiers: their working role, nobody is listed."""
    document = _document(kit, "Provider credentials", "credentials", "xlsx csv docx", "harmless")
    rows = [["Provider", "Credential", "NPI", "Specialty", "Office phone"]]
    phone = kit.practice.phone
    for doctor, identifier in zip(kit.practice.doctors, kit.practice.doctor_npis, strict=True):
        rows.append(
            [
                document.ink.office(doctor),
                doctor.job,
                identifier,
                "Hematology/Oncology",
                f"({phone[:3]}) {phone[3:6]}-{phone[6:]}",
            ]
        )
    document.blocks = [Para(f"{kit.practice.name} provider roster"), Table(rows)]
    return document


def journal(kit: Kit) -> Document:
    """A summary of a paper with authors and drugs, for nobody in particular."""
    document = _document(kit, "journal club", "journal", "docx txt pdf", "harmless")
    one, two = document.ink.harmless("Hollis Brandt"), document.ink.harmless("Noemi Castellano")
    text = f"{one}, {two} et al. report that pembrolizumab plus carboplatin improved survival in metastatic lung cancer (hazard ratio 0.69). Median age was 63. Discuss Friday."
    document.blocks = [Heading("Journal club"), Para(text)]
    return document


FILES = ((1, side_by_side), (2, family_account), (1, invoice), (1, credentials), (1, journal))

"""Tables: lists, schedules, aging, claims, remits, logs, as one practice-management vendor prints them."""

from __future__ import annotations

from simulator import randomness as r
from simulator.blocks import Document, Heading, Para, Table
from simulator.human import Human
from simulator.ink import Ink, Pen
from simulator.kit import Kit
from tocsin.model.elements import Role


def _document(kit: Kit, stem: str, template: str, suffixes: str) -> Document:
    suffix = kit.rng.choice(suffixes.split())
    name = f"{stem}_{kit.day:%Y%m%d}_{kit.rng.randint(1, 999):03d}.{suffix}"
    return Document(name, template, "table", entity=kit.practice.key)


def patient_list(kit: Kit) -> Document:
    """A plain patient list with the header on its first line."""
    document = _document(kit, "PatientList", "patient_list", "xlsx csv csv tsv pdf html")
    rows = [["MRN", "Patient Name", "DOB", "Sex", "Address", "City", "ST", "Zip", "Phone", "SSN"]]
    masked = r.chance(kit.rng, 0.4)
    for human in kit.rows(15, 60):
        pen = document.ink.about(human, Role.PATIENT, kit.practice.key)
        home = human.home
        rows.append(
            [
                pen.mrn(), pen.name("Last, First M"), pen.dob(wrong=r.chance(kit.rng, 0.02)), human.sex, pen.street(),
                home.city, home.state, pen.zip(), pen.phone(), pen.masked_ssn() if masked else pen.ssn(),
            ]
        )  # fmt: skip
    document.blocks = [Para(f"{kit.practice.name} - Active Patients"), Table(rows)]
    return document


def split_columns(kit: Kit) -> Document:
    """First and last name in columns of their own, guarantor beside the patient."""
    document = _document(kit, "demographics", "split_columns", "csv xlsx psv")
    rows = [
        [
            "PAT_LNAME",
            "PAT_FNAME",
            "PAT_MI",
            "BIRTHDT",
            "PT_SSN",
            "GUAR_NAME",
            "GUAR_SSN",
            "GUAR_PHONE",
            "PRIM_INS",
            "POLICY_ID",
            "FACILITY",
        ]
    ]
    for human in kit.rows(15, 50):
        pen = document.ink.about(human, Role.PATIENT, kit.practice.key)
        pen.name("First M Last" if human.middle else "First Last")
        rows.append(
            [
                human.last + (f" {human.suffix}" if human.suffix else ""), human.first, human.middle[:1], pen.dob("%Y%m%d"), pen.ssn("bare"),
                *_guarantor(kit, document.ink, human), pen.insurer(), _member(kit, document.ink, human, pen), kit.practice.aliases[0],
            ]
        )  # fmt: skip
        pen.maybe("facility", kit.practice.aliases[0])
    document.blocks = [Table(rows)]
    return document


def _guarantor(kit: Kit, ink: Ink, human: Human) -> list[str]:
    other = kit.kin(human.guardian)
    if other is None:
        return ["SELF", "", ""]
    pen = ink.about(other, Role.GUARANTOR, kit.practice.key)
    ink.about(human, Role.PATIENT, kit.practice.key).maybe("relative", other.full)
    return [pen.name("Last, First"), pen.ssn(), pen.phone("{a}-{b}-{c}")]


def _member(kit: Kit, ink: Ink, human: Human, pen: Pen) -> str:
    """Write the member number; it counts for the parent too when the parent stands in the same row."""
    other = kit.kin(human.guardian)
    if other is not None and other.member_id == human.member_id:
        ink.about(other, Role.GUARANTOR, kit.practice.key).maybe("member_id", human.member_id)
    return pen.member()


def schedule(kit: Kit) -> Document:
    """A day's schedule grouped by physician, header repeated."""
    document = _document(kit, "Schedule", "schedule", "xlsx pdf txt html")
    document.blocks = [Heading(f"{kit.practice.name}"), Para(f"Daily Schedule  {kit.day:%A, %B %d, %Y}")]
    kinds = ("New Pt Consult", "Follow up", "Chemo infusion", "Lab draw", "Port flush")
    for doctor in kit.practice.doctors[:3]:
        rows = [["Time", "Patient", "DOB", "MRN", "Visit Type", "Home Phone"]]
        for slot, human in enumerate(kit.patients(4, 9)):
            pen = document.ink.about(human, Role.PATIENT, kit.practice.key)
            pen.maybe("date", f"{kit.day:%m/%d/%Y}")
            pen.maybe("provider", doctor.full)
            kind = pen.maybe("treatment", kit.rng.choice(kinds))
            pen.maybe("procedure", kind)
            rows.append(
                [
                    f"{8 + slot // 2}:{'30' if slot % 2 else '00'}",
                    pen.name("Last, First"),
                    pen.dob(),
                    pen.mrn(),
                    kind,
                    pen.phone(),
                ]
            )
        document.blocks.append(
            Table(rows, title=f"Provider: {document.ink.office(doctor)}, {doctor.job}", merged_title=True)
        )
    return document


def aging(kit: Kit) -> Document:
    """Accounts receivable by patient with totals and page breaks, as a print image or a workbook."""
    document = _document(kit, "AR_Aging", "aging", "txt xlsx pdf")
    rows = [["Acct", "Patient", "Ins", "Last DOS", "0-30", "31-60", "61-90", "91+", "Balance"]]
    for human in kit.rows(15, 50):
        pen = document.ink.about(human, Role.PATIENT, kit.practice.key)
        account = pen.put("account_number", f"{kit.rng.randint(100000, 999999)}")
        amounts = [kit.money(), "0.00", kit.money(), "0.00", kit.money()]
        rows.append([account, pen.name("LAST,FIRST M"), pen.insurer(), pen.on(kit.near(-200, -5)), *amounts])
    rows.append(
        ["", "TOTAL", "", "", kit.money(9000, 99999), "0.00", kit.money(9000, 99999), "0.00", kit.money(9000, 99999)]
    )
    page = f"{kit.practice.name.upper()}\nA/R AGING DETAIL BY PATIENT      RUN DATE {kit.day:%m/%d/%y}"
    document.blocks = [Para(page), Table(rows)]
    if document.suffix == "txt":
        document.data = _print_image(page, rows).encode()
    return document


def _print_image(page: str, rows: list[list[str]]) -> str:
    from simulator.writers.text import fixed_width

    lines = fixed_width(rows).split("\n")
    pages = [lines[start : start + 30] for start in range(1, len(lines), 30)]
    return "\f".join(
        f"{page}   PAGE {n}\n\n{lines[0]}\n{'-' * len(lines[0])}\n" + "\n".join(body) + "\n"
        for n, body in enumerate(pages, 1)
    )


def claims(kit: Kit) -> Document:
    """One row a visit: the same patient many times."""
    document = _document(kit, "claims_submitted", "claims", "csv xlsx tsv")
    rows = [
        [
            "Claim #",
            "Pt Name",
            "Pt DOB",
            "Member ID",
            "Payer",
            "DOS",
            "CPT",
            "ICD10",
            "Rendering",
            "NPI",
            "Charge",
            "Location",
        ]
    ]
    for human in kit.rows(8, 25):
        pen = document.ink.about(human, Role.PATIENT, kit.practice.key)
        for _ in range(kit.rng.randint(1, 5)):
            number = kit.rng.randrange(4)
            doctor, identifier = kit.practice.doctors[number], kit.practice.doctor_npis[number]
            rows.append(
                [
                    pen.put("claim_number", f"CLM{r.digits(kit.rng, 8)}"), pen.name("Last, First"), pen.dob(), pen.member(), pen.insurer(), pen.on(kit.near(-90, -1)),
                    pen.put("procedure", kit.rng.choice(("96413", "99214", "J9271", "77427", "36415"))), pen.diagnosis("{code}"),
                    pen.doctor(doctor, "Last, First"), pen.maybe("npi", identifier), kit.money(), kit.practice.name,
                ]
            )  # fmt: skip
        pen.maybe("facility", kit.practice.name)
    document.blocks = [Table(rows)]
    return document


def referral_log(kit: Kit) -> Document:
    """A log kept by hand: title rows, header in the fourth line, notes, styles of names mixed."""
    document = _document(kit, "Referral log", "referral_log", "xlsx xlsx docx")
    rows = [["Date rec'd", "Patient / DOB", "Phone", "Referring MD", "Dx", "Insurance", "Notes"]]
    for human in kit.rows(10, 30):
        pen = document.ink.about(human, Role.PATIENT, kit.practice.key)
        style = kit.rng.choice(("First Last", "Last, First", "Nick Last", "FIRST LAST"))
        name = pen.misspelt(style, kit.rng) if r.chance(kit.rng, 0.06) else pen.name(style)
        who = f"{name} {pen.dob('%-m/%-d/%Y')}"
        outside = kit.rng.choice(kit.practice.doctors)
        note = kit.rng.choice(("left VM", "records requested", "appt made", "pt declined", ""))
        rows.append(
            [
                pen.on(kit.near(), "%-m/%-d/%y"),
                who,
                pen.phone("{a}-{b}-{c}"),
                "Dr. " + pen.doctor(outside),
                pen.diagnosis("{words}"),
                pen.insurer(),
                note,
            ]
        )
    document.blocks = [Para(f"{kit.practice.name}\nREFERRALS {kit.day:%B %Y}\nkeep updated!!"), Table(rows)]
    return document


def tumor_board(kit: Kit) -> Document:
    """A tumour-board list: records side by side, one person a column."""
    document = _document(kit, "tumor board", "tumor_board", "xlsx docx")
    columns = [["Case", "Patient", "MRN", "DOB", "Diagnosis", "Presenter"]]
    for number, human in enumerate(kit.patients(3, 5), 1):
        pen = document.ink.about(human, Role.PATIENT, kit.practice.key)
        columns.append(
            [
                str(number),
                pen.name(),
                pen.mrn(),
                pen.dob(),
                pen.diagnosis("{words}"),
                "Dr. " + pen.doctor(kit.doctor(), "Last"),
            ]
        )
    document.blocks = [
        Heading(f"{kit.practice.name} Tumor Board {kit.day:%m/%d/%Y}"),
        Table([list(row) for row in zip(*columns, strict=True)]),
    ]
    return document


def two_tables(kit: Kit) -> Document:
    """Two tables on one sheet: deceased patients, then those who moved."""
    document = _document(kit, "chart cleanup", "two_tables", "xlsx")
    people = kit.rows(10, 24)
    dead = [["MRN", "Name", "DOD", "Next of kin"]]
    moved = [["Name", "DOB", "Old address", "New address"]]
    for human in people:
        pen = document.ink.about(human, Role.PATIENT, kit.practice.key)
        if human.died:
            kin = kit.kin(human.representative)
            dead.append(
                [pen.mrn(), pen.name("Last, First"), pen.on(human.died), pen.put("relative", kin.full) if kin else ""]
            )
        else:
            old = pen.address(old=True) if len(human.addresses) > 1 else ""
            moved.append([pen.name("Last, First"), pen.dob(), old, pen.address()])
    document.blocks = [
        Para(kit.practice.name),
        Table(dead, title="Deceased - inactivate"),
        Table(moved, title="Address changes"),
    ]
    return document


FILES = (
    (3, patient_list), (3, split_columns), (2, schedule), (2, aging), (3, claims), (2, referral_log), (1, tumor_board), (1, two_tables),
)  # fmt: skip

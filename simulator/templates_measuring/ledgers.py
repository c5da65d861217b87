"""Ledgers, registers and grids as another vendor's system prints them."""

from __future__ import annotations

from simulator import randomness as r
from simulator.blocks import Block, Document, Fields, Para, Table
from simulator.human import Human
from simulator.ink import Pen
from simulator.kit import Kit
from tocsin.model.elements import Role


def _document(kit: Kit, stem: str, template: str, suffixes: str) -> Document:
    suffix = kit.rng.choice(suffixes.split())
    return Document(f"{stem}-{r.digits(kit.rng, 6)}.{suffix}", template, "table", entity=kit.practice.key)


def _pen(kit: Kit, document: Document, human: Human) -> Pen:
    return document.ink.about(human, Role.PATIENT, kit.practice.key)


def registry_export(kit: Kit) -> Document:
    """A registry's export: cryptic names of columns, bare numbers, another order."""
    document = _document(kit, "REGEXTR", "registry_export", "psv tsv csv")
    rows = [["SITECD", "PTKEY", "IDSSN", "NMLAST", "NMFIRST", "NMMID", "NMALIAS", "DTBRTH", "SEXCD", "ADRLN1", "ADRCTY", "ADRST",
             "ADRZIP", "TELHM", "DXCD", "DTDX", "VITAL"]]  # fmt: skip
    for human in kit.rows(12, 55):
        pen, home = _pen(kit, document, human), human.home
        pen.put("name", " ".join(filter(None, (human.first, human.middle, human.last))))
        dead = human.died is not None
        rows.append(
            [kit.practice.aliases[0], pen.mrn(), pen.ssn("bare") if r.chance(kit.rng, 0.8) else "999999999", human.last.upper(), human.first.upper(),
             human.middle.upper(), human.maiden.upper(), pen.dob("%Y%m%d"), "2" if human.sex == "F" else "1", pen.street(), home.city, home.state,
             pen.zip(), pen.phone("{a}{b}{c}"), pen.diagnosis("{bare}"), pen.on(kit.near(-900, -30), "%Y%m%d"), "0" if dead else "1"]
        )  # fmt: skip
        pen.maybe("facility", kit.practice.aliases[0])
    document.blocks = [Table(rows)]
    return document


def grouped_report(kit: Kit) -> Document:
    """A print image: a line for the patient, the visits indented below, subtotals, page breaks."""
    document = _document(kit, "PTHIST", "grouped_report", "txt txt pdf")
    lines: list[str] = []
    for human in kit.rows(8, 30):
        pen = _pen(kit, document, human)
        chart = pen.mrn()
        style = "LAST, FIRST MIDDLE"
        name = pen.misspelt(style, kit.rng) if r.chance(kit.rng, 0.05) else pen.name(style)
        lines.append(f"*** {name}   CHART# {chart}   BORN {pen.dob('%m-%d-%y')}   TEL {pen.phone('{a}/{b}-{c}')}")
        for _ in range(kit.rng.randint(1, 4)):
            code = pen.put("procedure", kit.rng.choice(("99205", "77386", "96365", "G6015", "80053")))
            lines.append(
                f"      {pen.on(kit.near(-300, -1), '%m-%d-%y')}  {code}  {pen.diagnosis('{code}')}  {kit.money():>10}  {pen.doctor(kit.doctor(), 'Last').upper()}"
            )
        lines.append(f"      ---- subtotal {kit.money():>18}")
    top = f"{kit.practice.name.upper():<50}PATIENT HISTORY BY ACCOUNT\nPRINTED {kit.day:%d-%b-%Y}".upper()
    pages = [top + f"   PG {n // 45 + 1}\n" + "\n".join(lines[n : n + 45]) for n in range(0, len(lines), 45)]
    document.blocks = [Para(page) for page in pages]
    if document.suffix == "txt":
        document.data = "\f".join(pages).encode("cp1252", "replace")
    return document


def census(kit: Kit) -> Document:
    """A workbook whose header stands low, provider first, legend last; surname and given name apart."""
    document = _document(kit, "Census", "census", "xlsx xlsx html docx")
    rows = [["Attending", "Surname", "Given", "D.O.B.", "Chart", "Coverage", "Subscr. ID", "Mobile", "Reason"]]
    for human in kit.rows(10, 45):
        pen = _pen(kit, document, human)
        pen.name("First Last")
        reason = pen.put("diagnosis", human.diagnosis[1])
        rows.append(
            [pen.doctor(kit.doctor(), "Last, First"), f"{human.last} {human.suffix}".strip(), human.first, pen.dob("%d %b %Y"), pen.mrn(), pen.insurer(),
             pen.member(), pen.phone("{a}.{b}.{c}"), reason]
        )  # fmt: skip
    rows.append(["", "Count", str(len(rows) - 1)])
    blocks: list[Block] = [
        Para(f"Confidential - do not distribute\n{kit.practice.name}\nWeek of {kit.day:%x}\nPrepared by Analytics"),
        Table(rows),
    ]
    document.blocks = [*blocks, Para("Legend: Coverage = primary payer on file")]
    return document


def remittance(kit: Kit) -> Document:
    """A payer's remittance advice; the subscriber stands beside the patient."""
    document = _document(kit, "ERA", "remittance", "pdf txt html")
    rows = [["ICN", "PATIENT", "SUBSCRIBER", "HIC/ID", "SVC DATE", "PROC", "BILLED", "ALLOWED", "PAID"]]
    for human in kit.rows(8, 30):
        pen = _pen(kit, document, human)
        holder = kit.kin(human.subscriber)
        other, claim = "SELF", r.digits(kit.rng, 13)
        if holder is not None and holder.member_id == human.member_id:
            second = document.ink.about(holder, Role.SUBSCRIBER, kit.practice.key)
            other = second.name("LAST,FIRST M")
            second.put("member_id", human.member_id)
            second.put("claim_number", claim, required=human.guardian == holder.key)
            second.maybe("date", "-")
            second.maybe("procedure", "-")
            pen.maybe("relative", holder.full)
        rows.append(
            [pen.put("claim_number", claim), pen.name("LAST,FIRST M"), other, pen.member(), pen.on(kit.near(-60, -3), "%m%d%y"),
             pen.put("procedure", kit.rng.choice(("96417", "99213", "J1453", "77014"))), kit.money(), kit.money(), kit.money()]
        )  # fmt: skip
    document.blocks = [
        Para(f"PAYEE: {kit.practice.name}   NPI {kit.practice.npi}\nCHECK {r.digits(kit.rng, 9)}"),
        Table(rows),
    ]
    return document


def cards(kit: Kit) -> Document:
    """One record below the other, a label and a value a row."""
    document = _document(kit, "cards", "cards", "xlsx csv docx")
    for human in kit.patients(3, 8):
        pen = _pen(kit, document, human)
        pairs = [("Pt", pen.name("Last, First M")), ("Born", pen.dob("%d %b %Y")), ("Soc", pen.ssn("spaced") if r.chance(kit.rng, 0.6) else pen.masked_ssn("XXX-XX-")),
                 ("Residence", pen.address()), ("Chart", pen.mrn()), ("Problem", pen.diagnosis("{words}"))]  # fmt: skip
        document.blocks.append(Fields(pairs))
    document.blocks.insert(0, Para(kit.practice.name))
    return document


def bare_csv(kit: Kit) -> Document:
    """A dump without any header."""
    document = _document(kit, "dump", "bare_csv", "csv psv")
    rows = []
    for human in kit.rows(10, 50):
        pen, home = _pen(kit, document, human), human.home
        rows.append(
            [
                pen.mrn(),
                pen.name("Last, First M"),
                pen.dob("%Y-%m-%d"),
                pen.ssn(),
                pen.street(),
                home.city,
                home.state,
                pen.zip(),
                pen.phone("{a}-{b}-{c}"),
                pen.email(),
            ]
        )
    document.blocks = [Table(rows, header_rows=0)]
    return document


def chairs(kit: Kit) -> Document:
    """A grid of infusion chairs: hours down, chairs across, several facts in a cell."""
    document = _document(kit, "Chairs", "chairs", "xlsx docx html")
    rows = [["", "Chair 1", "Chair 2", "Chair 3"]]
    people = kit.patients(4, 9)
    for start in range(0, len(people), 3):
        rows.append([f"{8 + start // 3}:15"])
        for human in people[start : start + 3]:
            pen = _pen(kit, document, human)
            drug = pen.put("medication", kit.rng.choice(("Keytruda", "Taxol", "Rituxan", "Velcade", "Herceptin")))
            rows[-1].append(f"{pen.name('Last, First')} {pen.dob('%m/%d/%y')} {drug}")
            pen.maybe("date", "-")
    rows = [row + [""] * (4 - len(row)) for row in rows]
    document.blocks = [Para(f"{kit.practice.name} infusion suite  {kit.day:%a %d %b %Y}"), Table(rows)]
    return document


FILES = (
    (3, registry_export),
    (2, grouped_report),
    (3, census),
    (2, remittance),
    (2, cards),
    (2, bare_csv),
    (1, chairs),
)

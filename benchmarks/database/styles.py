# ruff: noqa: E501, S608 - rows of tables read best in one line; the statements are written, not run
"""The practice of ``world`` written down in six manners, each as its kind of software or person does.

A style notes on every human being what of theirs it writes.
"""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.database.world import DIAGNOSES, DRUGS, INSURERS, LABS, PROCEDURES, World

Rows = list[Sequence[object]]
Tables = dict[str, tuple[list[str], Rows]]


def hospital(world: World) -> Tables:
    """Write a folder of CSV extracts as a large hospital's warehouse names them: every fact in a table of its own."""
    tables: Tables = {
        "PATIENT": (["PAT_ID", "PAT_NAME", "BIRTH_DATE", "SEX_C", "PAT_STATUS_C"], []),
        "PATIENT_2": (["PAT_ID", "SSN", "EMAIL_ADDRESS"], []),
        "PAT_ADDRESS": (["PAT_ID", "LINE", "ADDRESS", "CITY", "STATE_C", "ZIP"], []),
        "IDENTITY_ID": (["LINE", "PAT_ID", "IDENTITY_TYPE_ID", "IDENTITY_ID"], []),
        "PAT_ENC": (["PAT_ENC_CSN_ID", "PAT_ID", "CONTACT_DATE", "VISIT_PROV_ID"], []),
        "PAT_ENC_DX": (["PAT_ENC_CSN_ID", "LINE", "DX_ID"], []),
        "CLARITY_EDG": (["DX_ID", "DX_NAME", "CURRENT_ICD10_LIST"], [(70001 + n * 13, d[1], d[0]) for n, d in enumerate(DIAGNOSES)]),
        "ORDER_MED": (["ORDER_MED_ID", "PAT_ENC_CSN_ID", "DESCRIPTION"], []),
        "CLARITY_SER": (["PROV_ID", "PROV_NAME", "NPI"], [(f"E{1200 + n}", f"{p[1].upper()}, {p[0].upper()}", p[2]) for n, p in enumerate(world.providers)]),
        "CLARITY_EMP": (["USER_ID", "NAME", "SYSTEM_LOGIN"], [(f"U{n}", f"{u[1].upper()}, {u[0].upper()}", u[2]) for n, u in enumerate(world.users)]),
        "COVERAGE_MEM": (["COVERAGE_ID", "PAT_ID", "MEM_NUMBER", "PAYOR_ID"], []),
        "CLARITY_EPM": (["PAYOR_ID", "PAYOR_NAME"], [(300 + n, name) for n, name in enumerate(INSURERS)]),
    }  # fmt: skip
    for one in world.people:
        key = f"Z{1_000_000 + one.number * 7}"
        name = f"{one.last.upper()},{one.first.upper()}"
        tables["PATIENT"][1].append(
            (key, name, f"{one.born} 00:00:00", 1 if one.sex == "F" else 2, 3 if one.is_deleted else 1)
        )
        tables["PATIENT_2"][1].append((key, f"{one.ssn[:3]}-{one.ssn[3:5]}-{one.ssn[5:]}", one.email))
        tables["PAT_ADDRESS"][1].append((key, 1, one.street, one.city[0], one.city[1], one.zip))
        tables["IDENTITY_ID"][1].append((1, key, 14, f"MRN{one.mrn}"))
        tables["COVERAGE_MEM"][1].append((88000 + one.number * 3, key, one.member, 300 + one.insurer))
        for visit in one.visits:
            csn = 50_000_000 + visit.number * 11
            tables["PAT_ENC"][1].append((csn, key, f"{visit.day} 00:00:00", f"E{1200 + visit.provider}"))
            tables["PAT_ENC_DX"][1].append((csn, 1, 70001 + visit.diagnosis * 13))
        tables["ORDER_MED"][1].append((900_000 + one.number, 50_000_000 + one.visits[0].number * 11, DRUGS[one.drug]))
        one.exposes(
            "name",
            "date_of_birth",
            "ssn",
            "email",
            "address",
            "diagnosis",
            "medication",
            "member_id",
            "insurer",
            "date",
            "provider",
            "mrn",
        )
    return tables


def dental(world: World) -> Tables:
    """Write a MySQL dump as a dental practice's software keeps it: no foreign keys, words for codes in tables."""
    people, insured = [], []
    procedures, diseases, drugs, plans, payments, notes, logs = [], [], [], [], [], [], []
    for one in world.people:
        guarantor = one.number
        people.append((one.number, one.last, one.first, "", 4 if one.is_deleted else 0, 1 if one.sex == "F" else 0,
                       one.born, one.street, one.city[0], one.city[1], one.zip, _dashed(one.phone), one.email, one.ssn,
                       guarantor, one.mrn))  # fmt: skip
        insured.append((one.number + 40, one.number, one.member, one.insurer + 1))
        plans.append((one.number + 500, one.number, one.number + 40))
        for visit in one.visits:
            procedures.append(
                (visit.number, one.number, visit.day, visit.paid, visit.procedure + 11, visit.provider + 1)
            )
            payments.append((visit.number + 9000, one.number, visit.paid, visit.day))
        diseases.append((one.number + 70, one.number, one.visits[0].diagnosis + 1))
        drugs.append((one.number + 90, one.number, one.drug + 1))
        if one.former:
            logs.append((len(logs) + 1, one.number, one.former, one.first, one.born))
        notes.append((one.number, one.number, "Patient reports tooth pain; advised."))
        one.exposes("name", "date_of_birth", "ssn", "address", "phone", "email", "procedure", "diagnosis", "medication",
                    "member_id", "insurer", "date", "provider", "mrn")  # fmt: skip
    tables: Tables = {
        "appointmenttype": (["AppointmentTypeNum", "AppointmentTypeName"], [(1, "Recall"), (2, "New")]),
        "carrier": (["CarrierNum", "CarrierName", "Phone"], [(n + 1, name, "8005550100") for n, name in enumerate(INSURERS)]),
        "disease": (["DiseaseNum", "PatNum", "DiseaseDefNum"], diseases),
        "diseasedef": (["DiseaseDefNum", "DiseaseName", "Icd10Code"], [(n + 1, d[1], d[0]) for n, d in enumerate(DIAGNOSES)]),
        "inssub": (["InsSubNum", "Subscriber", "SubscriberID", "CarrierNum"], insured),
        "medication": (["MedicationNum", "MedName"], [(n + 1, name) for n, name in enumerate(DRUGS)]),
        "medicationpat": (["MedicationPatNum", "PatNum", "MedicationNum"], drugs),
        "patient": (["PatNum", "LName", "FName", "MiddleI", "PatStatus", "Gender", "Birthdate", "Address", "City", "State",
                     "Zip", "HmPhone", "Email", "SSN", "Guarantor", "ChartNumber"], people),
        "patienthist": (["PatientHistNum", "PatNum", "LName", "FName", "Birthdate"], logs),
        "patplan": (["PatPlanNum", "PatNum", "InsSubNum"], plans),
        "payment": (["PayNum", "PatNum", "PayAmt", "PayDate"], payments),
        "procedurecode": (["CodeNum", "ProcCode", "Descript"], [(n + 11, p[0], p[1]) for n, p in enumerate(PROCEDURES)]),
        "procedurelog": (["ProcNum", "PatNum", "ProcDate", "ProcFee", "CodeNum", "ProvNum"], procedures),
        "procnote": (["ProcNoteNum", "PatNum", "Note"], notes),
        "provider": (["ProvNum", "LName", "FName", "NationalProvID"], [(n + 1, p[1], p[0], p[2]) for n, p in enumerate(world.providers)]),
        "userod": (["UserNum", "UserName", "Password"], [(n + 1, u[2], "5f4dcc3b5aa765d61d8327deb882cf99") for n, u in enumerate(world.users)]),
    }  # fmt: skip
    return tables


def cryptic(world: World) -> Tables:
    """Write a database that somebody made at home: columns without names, tables by letters."""
    tables: Tables = {
        "tblM": (["F1", "F2", "F3", "F4", "F5", "F6"], []),
        "tblV": (["F1", "F2", "F3"], []),
        "tblX": (["F1", "F2", "F3"], []),
        "tblC": (["F1", "F2"], [(n * 5 + 17, f"{d[0]} {d[1]}") for n, d in enumerate(DIAGNOSES)]),
        "tblS": (["F1", "F2", "F3"], []),
        "tblQ": (["F1", "F2"], [(n, f"{u[0]} {u[1]}") for n, u in enumerate(world.users, 1)]),
    }
    for one in world.people:
        key = 40_000 + one.number * 3
        tables["tblM"][1].append((key, one.last, one.first, one.born.strftime("%m/%d/%Y"), one.street, one.phone))
        tables["tblS"][1].append((one.number, key, f"{one.ssn[:3]}-{one.ssn[3:5]}-{one.ssn[5:]}"))
        for visit in one.visits:
            number = 710_000 + visit.number * 2
            tables["tblV"][1].append((number, key, visit.day.strftime("%m/%d/%Y")))
            tables["tblX"][1].append((visit.number, number, visit.diagnosis * 5 + 17))
        one.exposes("name", "date_of_birth", "ssn", "address", "phone", "diagnosis", "date")
    return tables


def spanish(world: World) -> Tables:
    """Write a clinic's database with Spanish names: three tables from a diagnosis to its patient."""
    tables: Tables = {
        "pacientes": (["id_paciente", "expediente", "nombre", "apellido", "fecha_nacimiento", "seguro_social", "direccion",
                       "ciudad", "estado", "codigo_postal", "telefono", "activo"], []),
        "citas": (["id_cita", "id_paciente", "id_medico", "fecha"], []),
        "diagnosticos": (["id_diagnostico", "id_cita", "id_codigo"], []),
        "catalogo_dx": (["id_codigo", "clave", "descripcion"], [(n + 1, *d) for n, d in enumerate(DIAGNOSES)]),
        "notas": (["id_nota", "num_exp", "texto"], []),
        "medicos": (["id_medico", "nombre", "apellido", "npi"], [(n + 1, *p) for n, p in enumerate(world.providers)]),
        "usuarios": (["id_usuario", "usuario", "nombre", "correo"], [(n + 1, u[2], f"{u[0]} {u[1]}", f"{u[2]}@clinic.example") for n, u in enumerate(world.users)]),
        "contactos_emergencia": (["id_contacto", "id_paciente", "nombre", "parentesco", "telefono"], []),
    }  # fmt: skip
    for one in world.people:
        tables["pacientes"][1].append((one.number, one.mrn.zfill(10), one.first, one.last, one.born.isoformat(),
                                       f"{one.ssn[:3]}-{one.ssn[3:5]}-{one.ssn[5:]}", one.street, one.city[0], one.city[1],
                                       one.zip, one.phone, 0 if one.is_deleted else 1))  # fmt: skip
        for visit in one.visits:
            tables["citas"][1].append((visit.number, one.number, visit.provider + 1, visit.day.isoformat()))
            tables["diagnosticos"][1].append((visit.number + 3000, visit.number, visit.diagnosis + 1))
        tables["notas"][1].append((one.number + 100, one.mrn, f"Receta {DRUGS[one.drug]} cada noche."))
        if one.kin[0]:
            tables["contactos_emergencia"][1].append(
                (one.number, one.number, f"{one.kin[0]} {one.kin[1]}", "madre", "8135550199")
            )
        one.exposes(
            "name", "date_of_birth", "ssn", "address", "phone", "diagnosis", "medication", "date", "mrn", "provider"
        )
    return tables


def billing(world: World) -> Tables:
    """Write a MySQL dump of a billing system: a payment is of a charge, that of a visit, that of a patient."""
    tables: Tables = {
        "client": (["id", "fname", "lname", "dob", "soc", "phone"], []),
        "client_archive": (["id", "fname", "lname", "dob", "soc", "phone"], []),
        "visit": (["id", "client_id", "visit_date", "doctor_id"], []),
        "charge": (["id", "visit_id", "cpt_id", "amount"], []),
        "cpt": (["id", "code", "description"], [(n + 1, *p) for n, p in enumerate(PROCEDURES)]),
        "payment": (["id", "charge_id", "amount", "card_number"], []),
        "doctor": (["id", "name", "npi"], [(n + 1, f"Dr. {p[0]} {p[1]}", p[2]) for n, p in enumerate(world.providers)]),
        "users": (["id", "login", "full_name", "email"], [(n + 1, u[2], f"{u[0]} {u[1]}", f"{u[2]}@billing.example") for n, u in enumerate(world.users)]),
    }  # fmt: skip
    for one in world.people:
        table = "client_archive" if one.is_deleted else "client"
        tables[table][1].append((one.number, one.first, one.last, one.born, one.ssn, _dashed(one.phone)))
        for visit in one.visits:
            tables["visit"][1].append((visit.number, one.number, visit.day, visit.provider + 1))
            tables["charge"][1].append((visit.number + 20_000, visit.number, visit.procedure + 1, visit.paid))
            card = _card(one.number * 100 + visit.number)
            tables["payment"][1].append((visit.number + 60_000, visit.number + 20_000, visit.paid, card))
        one.exposes("name", "date_of_birth", "ssn", "phone", "procedure", "card_number", "date", "provider")
    return tables


def exports(world: World) -> Tables:
    """Write exports of a small practice: one chart number under five names, padded here and there, in several formats."""
    people = [(one.mrn, f"{one.last}, {one.first}", one.born.strftime("%m/%d/%Y"), one.street, one.city[0], one.city[1], one.zip) for one in world.people]  # fmt: skip
    visits, labs, notes, ins = [], [], [], []
    for one in world.people:
        for visit in one.visits:
            visits.append(
                (visit.number, one.mrn.zfill(10), visit.day.strftime("%m/%d/%Y"), DIAGNOSES[visit.diagnosis][0])
            )
        labs.append((one.visits[0].number, *LABS[one.lab]))
        notes.append((one.mrn, f"Started {DRUGS[one.drug]} today, tolerating well."))
        ins.append((f"{one.mrn}.0", INSURERS[one.insurer], one.member))
        one.exposes(
            "name",
            "date_of_birth",
            "address",
            "diagnosis",
            "lab_result",
            "medication",
            "insurer",
            "member_id",
            "mrn",
            "date",
        )
    return {
        "patients.csv": (["Chart #", "Patient", "DOB", "Street", "City", "ST", "Zip"], people),
        "encounters.csv": (["Enc No", "Acct", "Seen", "ICD"], visits),
        "labs.txt.tsv": (["encounter", "test", "result"], labs),
        "progress_notes.csv": (["PT", "Note"], notes),
        "coverage.csv": (["chart_no", "Payer", "Policy ID"], ins),
        "staff.csv": (
            ["ID", "Name", "Extension"],
            [(n, f"{u[0]} {u[1]}", 100 + n) for n, u in enumerate(world.users, 1)],
        ),
    }


STYLES: dict[str, Callable[[World], Tables]] = {
    style.__name__: style for style in (hospital, dental, cryptic, spanish, billing, exports)
}
_DUMPS = frozenset({"dental", "billing"})
_SQLITE = frozenset({"cryptic", "spanish"})


def write_style(style: str, world: World, folder: Path) -> None:
    """Write the practice down in a manner, as files in a new folder."""
    tables = STYLES[style](world)
    folder.mkdir(parents=True)
    if style in _DUMPS:
        (folder / f"{style}.sql").write_text(dump_of(tables), "utf-8")
    elif style in _SQLITE:
        _sqlite(tables, folder / f"{style}.db")
    else:
        for name, (columns, rows) in tables.items():
            _csv(
                folder / (name if "." in name else f"{name}.csv"), columns, rows, "\t" if name.endswith("tsv") else ","
            )


def _dashed(phone: str) -> str:
    return f"({phone[:3]}) {phone[3:6]}-{phone[6:]}"


def _card(number: int) -> str:
    """Return a number that passes the check of cards (ISO/IEC 7812-1, Luhn)."""
    body = f"4111{number:011d}"
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return f"{body}{-total % 10}"


def _csv(path: Path, columns: Sequence[str], rows: Sequence[Sequence[object]], mark: str) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=mark)
        writer.writerow(columns)
        writer.writerows(rows)


def _sqlite(tables: Tables, path: Path) -> None:
    with sqlite3.connect(path) as connection:
        for name, (columns, rows) in tables.items():
            connection.execute(f'CREATE TABLE "{name}" ({", ".join(columns)})')
            marks = ", ".join("?" * len(columns))
            connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)
    connection.close()


def dump_of(tables: Tables) -> str:
    """Return the tables as a dump of MySQL, without keys."""
    lines = ["-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)", "--", ""]
    for name, (columns, rows) in tables.items():
        typed = ",\n".join(f"  `{column}` varchar(255) DEFAULT NULL" for column in columns)
        lines += [
            f"CREATE TABLE `{name}` (\n{typed}\n) ENGINE=MyISAM DEFAULT CHARSET=utf8mb4;",
            f"LOCK TABLES `{name}` WRITE;",
        ]
        for start in range(0, len(rows), 500):
            values = ",".join("(" + ",".join(_literal(v) for v in row) + ")" for row in rows[start : start + 500])
            lines.append(f"INSERT INTO `{name}` VALUES {values};")
        lines += ["UNLOCK TABLES;", ""]
    return "\n".join([*lines, "-- Dump completed on 2024-11-03  2:00:01", ""])


def _literal(value: object) -> str:
    if isinstance(value, int):
        return str(value)
    return "'" + str(value).replace("'", "\\'") + "'"

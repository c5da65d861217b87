"""Which fields of which segments are read, and how: the layout of HL7 version 2 as far as it speaks of people.

Kinds: ``name`` XPN in parts, ``names`` XPN whole, ``who`` XCN, ``addr`` XAD, ``tel`` XTN, ``id`` CX, ``day`` TS,
``code`` CE/CWE, ``rel`` CE of a relation, ``word`` first component, ``text`` everything, ``org`` XON, ``place`` PL.

Source: HL7 v2.5.1 chapters 2 (MSH, NTE), 3 (PID, PD1, NK1, PV1, PV2, MRG, DG1, PR1, AL1), 4 (ORC, OBR, RXO, RXE, RXD,
RXG, RXA), 6 (FT1, GT1, IN1, IN2, ACC), 7 (OBX), 8 (STF), 9 (TXA), 10 (SCH, AIP), 11 (PRD, CTD), 12 (PRB, ROL).
"""

from __future__ import annotations

Layout = tuple[tuple[int, str, str], ...]
"""(field, kind, label) of a segment."""


def _layout(text: str) -> Layout:
    rows = (line.strip().split(" ", 2) for line in text.strip().splitlines())
    return tuple((int(number), kind, label) for number, kind, label in rows)


PATIENT: dict[str, Layout] = {
    "PID": _layout("""
        2 id Patient ID
        3 id MRN
        4 id Alternate patient ID
        5 name Patient name
        6 names Mother's maiden name
        7 day Date of birth
        8 word Sex
        9 names Alias
        11 addr Address
        13 tel Home phone
        14 tel Business phone
        18 id Account number
        19 word SSN
        20 word Driver license
        29 day Date of death
        40 tel Phone"""),
    "PD1": _layout("""
        3 org Primary facility
        4 who Primary care provider"""),
    "MRG": _layout("""
        1 id Prior MRN
        2 id Prior patient ID
        3 id Prior account number
        4 id Prior patient ID
        7 names Prior name"""),
    "PV1": _layout("""
        3 place Location
        7 who Attending doctor
        8 who Referring doctor
        9 who Consulting doctor
        17 who Admitting doctor
        19 id Visit number
        39 word Servicing facility
        44 day Admitted
        45 day Discharged
        50 id Account number
        52 who Other provider"""),
    "PV2": _layout("""
        3 code Admit reason"""),
    "DG1": _layout("""
        3 code Diagnosis
        4 text Diagnosis
        5 day Diagnosis date
        16 who Diagnosing clinician"""),
    "PRB": _layout("""
        3 code Problem"""),
    "GOL": _layout("""
        3 code Goal"""),
    "PR1": _layout("""
        3 code Procedure
        4 text Procedure
        5 day Procedure date
        8 who Anesthesiologist
        11 who Surgeon
        12 who Practitioner"""),
    "AL1": _layout("""
        3 code Allergy
        5 text Allergy reaction"""),
    "IAM": _layout("""
        3 code Allergy
        5 text Allergy reaction"""),
    "ORC": _layout("""
        2 word Order number
        3 word Order number
        10 who Entered by
        11 who Verified by
        12 who Ordering provider
        16 code Order reason
        19 who Action by
        21 org Ordering facility"""),
    "OBR": _layout("""
        2 word Order number
        3 word Order number
        4 code Procedure
        7 day Observed
        10 who Collector
        13 text Clinical information
        16 who Ordering provider
        28 who Results to
        31 code Reason for study
        32 who Interpreter
        33 who Assistant interpreter
        34 who Technician
        44 code Procedure"""),
    "SPM": _layout("""
        4 code Specimen"""),
    "RXO": _layout("""
        1 code Medication"""),
    "RXE": _layout("""
        2 code Medication
        13 who Ordering provider"""),
    "RXD": _layout("""
        2 code Medication
        10 who Dispensing provider"""),
    "RXG": _layout("""
        4 code Medication"""),
    "RXA": _layout("""
        3 day Given
        5 code Vaccine
        10 who Administering provider"""),
    "FT1": _layout("""
        4 day Service date
        7 code Service
        8 text Service
        19 code Diagnosis
        20 who Performed by
        21 who Ordered by
        25 code Procedure"""),
    "TXA": _layout("""
        5 who Activity provider
        9 who Originator
        10 who Authenticator
        11 who Transcriptionist
        22 who Authentication"""),
    "SCH": _layout("""
        6 code Event reason
        7 code Appointment reason
        12 who Placer contact
        16 who Filler contact
        20 who Entered by"""),
    "AIS": _layout("""
        3 code Service"""),
    "AIP": _layout("""
        3 who Provider"""),
    "RF1": _layout("""
        10 code Referral reason
        11 word Referral number"""),
    "ACC": _layout("""
        1 day Accident date
        2 code Accident"""),
    "CON": _layout("""
        13 who Consenter"""),
    "NTE": _layout("""
        3 text Note"""),
}
"""What is said of the patient."""

BESIDE: dict[str, Layout] = {
    "NK1": _layout("""
        2 name Name
        3 rel Relationship
        4 addr Address
        5 tel Phone
        6 tel Business phone
        15 word Sex
        16 day Date of birth
        30 names Contact person
        31 tel Contact phone
        32 addr Contact address
        37 word SSN"""),
    "GT1": _layout("""
        3 name Guarantor name
        5 addr Guarantor address
        6 tel Guarantor phone
        7 tel Guarantor phone
        8 day Guarantor date of birth
        9 word Guarantor sex
        11 rel Guarantor relationship
        12 word Guarantor SSN
        16 text Guarantor employer"""),
    "IN1": _layout("""
        2 code Plan
        4 org Insurance company
        8 word Group number
        16 name Insured name
        17 rel Insured's relationship to patient
        18 day Insured's date of birth
        19 addr Insured's address
        36 word Policy number
        43 word Insured's sex
        49 id Insured's ID number"""),
    "IN2": _layout("""
        2 word Insured's SSN
        6 word Medicare number
        8 word Medicaid number
        25 id Payor ID
        61 id Patient member number
        63 tel Insured's phone"""),
    "PRD": _layout("""
        2 name Provider name
        3 addr Provider address
        5 tel Provider phone
        7 word Provider ID"""),
    "CTD": _layout("""
        2 name Contact name
        3 addr Contact address
        5 tel Contact phone"""),
    "ROL": _layout("""
        4 who Provider
        11 addr Provider address
        12 tel Provider phone"""),
    "STF": _layout("""
        2 id Staff ID
        3 name Staff name
        5 word Staff sex
        6 day Staff date of birth
        10 tel Staff phone
        11 addr Staff address
        15 word Staff e-mail"""),
}
"""Segments that speak of somebody else, each in a group of its own; IN2 goes on IN1."""

SILENT = frozenset(
    {
        "MSH", "EVN", "FHS", "BHS", "BTS", "FTS", "MSA", "ERR", "SFT", "QAK", "RCP", "DSC", "TQ1", "TQ2", "RXR", "RGS",
        "AIL", "AIG", "UB1", "DRG", "GP1", "GP2", "SAC", "INV", "ECD", "ISD", "BLG", "MFI", "MFE", "UAC", "ARV", "NPU",
        "NCK", "NSC", "NST", "ADD", "QRF", "EQU", "ECR", "TCC", "TCD", "SID", "SPR", "VTQ", "EQL", "ERQ", "RDF",
    }
)  # fmt: skip
"""Segments of process, of which nothing is read; all that no table names are read as text."""

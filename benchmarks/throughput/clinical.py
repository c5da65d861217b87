"""Coded health files of made-up patients: claims, messages, resources, clinical documents."""

from __future__ import annotations

import json
from collections.abc import Sequence

Row = Sequence[str]


def x12_claims(rows: Sequence[Row], number: int) -> bytes:
    """Return one interchange of an 837P with a claim for each row."""
    parts = [
        "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *240101*1200*^*00501*"
        f"{number:09d}*0*P*:", "GS*HC*SENDER*RECEIVER*20240101*1200*1*X*005010X222A1", "ST*837*0001*005010X222A1",
        "BHT*0019*00*1*20240101*1200*CH", "NM1*41*2*CLINIC*****46*1", "NM1*40*2*PLAN*****46*2",
        "HL*1**20*1", "NM1*85*2*SALEM CLINIC*****XX*1234567893",
    ]  # fmt: skip
    for at, row in enumerate(rows, 2):
        first, last = row[0].split()
        parts += [
            f"HL*{at}*1*22*0", "SBR*P*18*******MC", f"NM1*IL*1*{last.upper()}*{first.upper()}****MI*W{row[2]}",
            f"N3*{row[5].upper()}", "N4*SALEM*OR*97301", f"DMG*D8*{row[1].replace('-', '')}*F",
            "NM1*PR*2*PLAN*****PI*123", f"CLM*{row[2]}*{row[7]}***11:B:1*Y*A*Y*Y", "HI*ABK:E119*ABF:I10",
            "LX*1", "SV1*HC:99213*100*UN*1***1", "DTP*472*D8*20240101",
        ]  # fmt: skip
    parts += [f"SE*{len(parts) - 1}*0001", "GE*1*1", f"IEA*1*{number:09d}"]
    return "~\n".join([*parts, ""]).encode()


def hl7(rows: Sequence[Row]) -> bytes:
    """Return a file of ORU messages, one for each row."""
    out = []
    for row in rows:
        first, last = row[0].split()
        out += [
            f"MSH|^~\\&|LAB|SALEM|EHR|SALEM|20240101||ORU^R01|{row[2]}|P|2.5.1",
            f"PID|1||{row[2]}^^^SALEM^MR||{last}^{first}||{row[1].replace('-', '')}|F|||{row[5]}^^Salem^OR^97301"
            f"||{row[4]}|||||||{row[3]}",
            "OBR|1|||24331-1^Lipid panel^LN|||20240101",
            *(f"OBX|{n}|NM|2093-3^Cholesterol^LN||{150 + n}|mg/dL|<200||||F" for n in range(1, 6)),
        ]
    return "\r".join([*out, ""]).encode()


def fhir_lines(rows: Sequence[Row]) -> bytes:
    """Return patients as lines of JSON, as bulk exports have them."""
    lines = []
    for row in rows:
        first, last = row[0].split()
        patient = {
            "resourceType": "Patient", "id": row[2],
            "identifier": [{"system": "http://hl7.org/fhir/sid/us-ssn", "value": row[3]}],
            "name": [{"family": last, "given": [first]}], "gender": "female", "birthDate": row[1],
            "telecom": [{"system": "phone", "value": row[4]}],
            "address": [{"line": [row[5]], "city": "Salem", "state": "OR", "postalCode": "97301"}],
        }  # fmt: skip
        lines.append(json.dumps(patient))
    return "\n".join([*lines, ""]).encode()


def ccda(row: Row, table: Sequence[Row], note: str) -> bytes:
    """Return a continuity-of-care document of one patient."""
    first, last = row[0].split()
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in one)}</tr>" for one in table)
    codes = "".join(
        '<entry><observation classCode="OBS" moodCode="EVN"><code code="64572001" codeSystem="2.16.840.1.113883.6.96"/>'
        f'<value code="I10" displayName="Hypertension {n}" codeSystem="2.16.840.1.113883.6.90"/></observation></entry>'
        for n in range(40)
    )
    return (
        '<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/'
        'XMLSchema-instance"><typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/><title>Summary</title>'
        f'<recordTarget><patientRole><id extension="{row[2]}" root="1.2.3"/><addr><streetAddressLine>{row[5]}'
        "</streetAddressLine><city>Salem</city><state>OR</state><postalCode>97301</postalCode></addr>"
        f'<telecom value="tel:{row[4]}"/><patient><name><given>{first}</given><family>{last}</family></name>'
        f'<birthTime value="{row[1].replace("-", "")}"/></patient></patientRole></recordTarget><component>'
        f"<structuredBody><component><section><title>Problems</title><text><paragraph>{note}</paragraph><table><tbody>"
        f"{cells}</tbody></table></text>{codes}</section></component></structuredBody></component></ClinicalDocument>"
    ).encode()

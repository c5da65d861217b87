"""What stands where in clinical documents (C-CDA), by the party that the reader names.

Invariant: as in ``fields_table``.
Source: HL7 CDA R2 and C-CDA R2.1 header; parties as in the reader of clinical documents.
"""

from __future__ import annotations

from tocsin.detection.fields_table import Typed, table
from tocsin.model.elements import Role

_PERSON = """
name: {0}/name
name/last: {0}/family
name/first: {0}/given
name/middle: {0}/middle
name/suffix: {0}/suffix
date_of_birth: {0}/birthtime
-/sex: {0}/sex
-/death_date: {0}/deceasedtime
-/relation: {0}/relation
ssn: {0}/ssn
driver_license: {0}/license
address: {0}/addr
phone: {0}/telecom
email: {0}/email
"""
_COVERED = """
member_id: covered/id covered/medicare
name: covered/name
name/last: covered/family
name/first: covered/given
name/middle: covered/middle
date_of_birth: covered/birthtime
address: covered/addr
phone: covered/telecom
email: covered/email
"""
_FACILITIES = " ".join(f"{party}/organization" for party in ("patientrole", "kin", "guarantor", "holder", "office"))


def _named(party: str, element: str) -> str:
    """Return the person's lines with names of another element."""
    text = _PERSON.format(party)
    return text.replace("\nname: ", f"\n{element}: ").replace("\nname/", f"\n{element}/")


_ENTRIES = """
diagnosis: problems/value allergies/value allergies/code
medication: medications/code
procedure: procedures/code
lab_result: results/value vitals/value
-: results/code vitals/code
"""

CDA: dict[str, Typed] = {
    **table(Role.PATIENT, _ENTRIES),
    **table(Role.PATIENT, _PERSON.format("patientrole")),
    **table(Role.PATIENT, "mrn: patientrole/id\nmember_id: patientrole/medicare"),
    **table(Role.SUBSCRIBER, _COVERED),
    **table(Role.RELATIVE, _named("kin", "relative")),
    **table(Role.RELATIVE, "other_id: kin/id"),
    **table(Role.GUARANTOR, _PERSON.format("guarantor")),
    **table(Role.GUARANTOR, "other_id: guarantor/id"),
    **table(Role.SUBSCRIBER, _PERSON.format("holder")),
    **table(Role.SUBSCRIBER, "member_id: holder/id holder/medicare"),
    **table(Role.PROVIDER, _named("office", "provider")),
    **table(Role.PROVIDER, f"npi: office/npi\n-: office/id\nfacility: {_FACILITIES}"),
}
"""What stands at a path: element, part, party."""

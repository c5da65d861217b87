"""What stands where in NCPDP transmissions, by the party that the reader names and the field's code.

Invariant: as in ``fields_table``.
Source: NCPDP Telecommunication Standard D.0, data dictionary (field identifiers).
"""

from __future__ import annotations

from tocsin.detection.fields_table import Typed, table
from tocsin.model.elements import Role

_PATIENT = """
name/last: ncpdp.patient/cb
name/first: ncpdp.patient/ca
date_of_birth: ncpdp.patient/c4
-/sex: ncpdp.patient/c5
address/street: ncpdp.patient/cm
address/city: ncpdp.patient/cn
address/state: ncpdp.patient/co
address/zip: ncpdp.patient/cp
phone: ncpdp.patient/cq
email: ncpdp.patient/hn
other_id: ncpdp.patient/cy ncpdp.plan/c1 ncpdp.claim/d2
member_id: ncpdp.plan/c2
-/relation: ncpdp.plan/c6
medication: ncpdp.claim/d7
diagnosis: ncpdp.claim/do
claim_number: ncpdp.claim/dz
date: ncpdp.claim/d1
-: ncpdp.patient/cz transmission
"""

NCPDP: dict[str, Typed] = {
    **table(Role.PATIENT, _PATIENT),
    **table(Role.SUBSCRIBER, "name/last: ncpdp.cardholder/cd\nname/first: ncpdp.cardholder/cc"),
    **table(
        Role.PROVIDER,
        "provider/last: ncpdp.prescriber/dr\nprovider/first: ncpdp.prescriber/2j\nphone: ncpdp.prescriber/pm",
    ),
}
"""What stands at a path: element, part, party."""

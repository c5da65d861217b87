"""What stands where in HL7 version 2 messages, by segment, field and component.

Invariant: as in ``fields_table``.
Source: HL7 v2.5.1 chapters 2, 3, 4, 6, 7, 9, 10, 11; table 0203 (identifier type).
"""

from __future__ import annotations

from tocsin.detection.fields_table import Typed, table
from tocsin.model.elements import Role

_PATIENT = """
name: pid-5 pid-9 mrg-7
name/last: pid-5.1 pid-9.1 mrg-7.1
name/first: pid-5.2 pid-9.2 mrg-7.2
name/middle: pid-5.3 pid-9.3
name/suffix: pid-5.4 pid-9.4
date_of_birth: pid-7 pid-7.1
-/sex: pid-8
-/death_date: pid-29 pid-29.1
ssn: pid-19
driver_license: pid-20 pid-20.1
address: pid-11
address/street: pid-11.1
address/unit: pid-11.2
address/city: pid-11.3
address/state: pid-11.4
address/zip: pid-11.5
address/country: pid-11.6 pid-12
phone: pid-13 pid-13.1 pid-14 pid-14.1 pid-40 pid-40.1
email: pid-13.4 pid-14.4 pid-40.4
diagnosis: dg1-3 dg1-3.1 dg1-3.2 dg1-4 pv2-3 pv2-3.2 obr-31 prb-3 prb-3.2 al1-3 iam-3 ft1-19 rf1-10 orc-16
procedure: pr1-3 pr1-3.2 pr1-4 obr-4 obr-4.2 obr-44 ft1-7 ft1-25 ais-3
medication: rxo-1 rxo-1.2 rxe-2 rxe-2.2 rxd-2 rxd-2.2 rxg-4 rxa-5 rxa-5.2
lab_result: obx-5(value)
height_weight: obx-5(hw)
date: pv1-44 pv1-45 obr-7 obx-14 dg1-5 pr1-5 rxa-3 ft1-4 acc-1
other_id: pv1-19 obr-2 obr-3 orc-2 orc-3 rf1-11
-: pid-1 msh-9 spm-4 gol-3 sch-6 acc-2
"""
_PATIENT_IDS = """
{1}: {0} {0}.1
ssn: {0}(ss)
driver_license: {0}(dl)
passport: {0}(ppn)
account_number: {0}(an)
member_id: {0}(ma) {0}(mc) {0}(mcd) {0}(mcr) {0}(mb) {0}(phc)
-: {0}(npi)
"""
_IDS = {
    "pid-2": "mrn", "pid-3": "mrn", "pid-4": "mrn", "pid-18": "account_number", "mrg-1": "mrn", "mrg-2": "mrn",
    "mrg-3": "account_number", "mrg-4": "mrn", "pv1-19": "other_id", "pv1-50": "account_number",
}  # fmt: skip
_KIN = """
relative: nk1-2 nk1-30
relative/last: nk1-2.1
relative/first: nk1-2.2
relative/middle: nk1-2.3
relative/suffix: nk1-2.4
-/relation: nk1-3 nk1-3.1 nk1-3.2
address: nk1-4 nk1-32
phone: nk1-5 nk1-6 nk1-5.1 nk1-6.1 nk1-31.1
email: nk1-5.4 nk1-6.4 nk1-31.4
date_of_birth: nk1-16
-/sex: nk1-15
ssn: nk1-37
relative: pid-6
name/last: pid-6.1
"""
_GUARANTOR = """
name: gt1-3
name/last: gt1-3.1
name/first: gt1-3.2
name/middle: gt1-3.3
name/suffix: gt1-3.4
address: gt1-5
phone: gt1-6 gt1-7 gt1-6.1 gt1-7.1
email: gt1-6.4 gt1-7.4
date_of_birth: gt1-8
-/sex: gt1-9
-/relation: gt1-11
ssn: gt1-12
employer: gt1-16
"""
_SUBSCRIBER = """
name: in1-16
name/last: in1-16.1
name/first: in1-16.2
name/middle: in1-16.3
name/suffix: in1-16.4
date_of_birth: in1-18
address: in1-19
-/relation: in1-17
-/sex: in1-43
member_id: in1-36 in1-49 in1-49.1 in2-6 in2-8 in2-61 in2-61.1 in1-49(ma) in1-49(mc) in1-49(mb) in2-61(mb) in2-61(ma)
ssn: in2-2 in1-49(ss) in2-61(ss)
phone: in2-63 in2-63.1
email: in2-63.4
insurer: in1-3 in1-4 in1-4.1
other_id: in1-8
-: in1-2 in2-25 in2-25.1
"""
_STAFF = """
name: stf-3
name/last: stf-3.1
name/first: stf-3.2
name/middle: stf-3.3
name/suffix: stf-3.4
other_id: stf-2 stf-2.1
-/sex: stf-5
date_of_birth: stf-6
phone: stf-10.1
email: stf-10.4 stf-15
address: stf-11
ssn: stf-2(ss)
"""
_OFFICE = """
provider: prd-2 ctd-2
provider/last: prd-2.1 ctd-2.1
provider/first: prd-2.2 ctd-2.2
provider/middle: prd-2.3 ctd-2.3
provider/suffix: prd-2.4 ctd-2.4
address: prd-3 ctd-3 rol-11
phone: prd-5.1 ctd-5.1 rol-12.1
email: prd-5.4 ctd-5.4 rol-12.4
facility: msh-4 msh-6 pv1-3 pv1-39 pd1-3 orc-21 orc-22 obx-23 obx-24
-: prd-7
"""
_PROVIDERS = [
    "pv1-7", "pv1-8", "pv1-9", "pv1-17", "pv1-52", "pd1-4", "orc-10", "orc-11", "orc-12", "orc-19", "obr-10",
    "obr-16", "obr-28", "obr-32", "obr-33", "obr-34", "rol-4", "obx-16", "txa-5", "txa-9", "txa-10", "txa-11",
    "txa-22", "dg1-16", "pr1-8", "pr1-11", "pr1-12", "rxe-13", "rxd-10", "rxa-10", "ft1-20", "ft1-21", "sch-12",
    "sch-16", "sch-20", "aip-3", "con-13",
]  # fmt: skip


def _identifiers() -> dict[str, Typed]:
    return {
        path: kind
        for field, name in _IDS.items()
        for path, kind in table(Role.PATIENT, _PATIENT_IDS.format(field, name)).items()
    }


HL7: dict[str, Typed] = {
    **table(Role.PATIENT, _PATIENT),
    **_identifiers(),
    **table(Role.RELATIVE, _KIN),
    **table(Role.GUARANTOR, _GUARANTOR),
    **table(Role.SUBSCRIBER, _SUBSCRIBER),
    **table(Role.EMPLOYEE, _STAFF),
    **table(Role.PROVIDER, _OFFICE),
    **table(Role.PROVIDER, "provider: " + " ".join(_PROVIDERS)),
    **table(Role.PROVIDER, "npi: " + " ".join(f"{path}(npi)" for path in _PROVIDERS)),
}
"""What stands at a path: element, part, party."""

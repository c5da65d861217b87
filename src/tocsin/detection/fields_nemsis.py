"""Elements of NEMSIS, in which ambulance services send their patient care reports, and what stands there.

Source: NHTSA Office of EMS, NEMSIS Data Dictionary 3.5, sections ePatient, ePayment, eHistory, eSituation,
eMedications and eProcedures (a work of the United States government).
"""

from __future__ import annotations

from tocsin.detection.fields_table import Typed, table
from tocsin.model.elements import Role

_PATIENT = """
name/last: epatient.02
name/first: epatient.03
name/middle: epatient.04
name/suffix: epatient.23
address/street: epatient.05
address/city: epatient.06
address/country: epatient.07 epatient.10
address/state: epatient.08
address/zip: epatient.09
ssn: epatient.12
-/sex: epatient.13
age: epatient.15
date_of_birth: epatient.17
phone: epatient.18
email: epatient.19
driver_license: epatient.21
mrn: epatient.01
other_id: erecord.01 eresponse.03 eresponse.04
diagnosis: esituation.04 esituation.11 esituation.12 ehistory.08
medication: emedications.03 ehistory.12
procedure: eprocedures.03
insurer: epayment.10
member_id: epayment.18
-: epatient.14 epatient.16 epatient.20 epatient.22 erecord.02 erecord.03 erecord.04
"""
_SUBSCRIBER = """
name/last: epayment.19
name/first: epayment.20
name/middle: epayment.21
"""
NEMSIS: dict[str, Typed] = {**table(Role.PATIENT, _PATIENT), **table(Role.SUBSCRIBER, _SUBSCRIBER)}

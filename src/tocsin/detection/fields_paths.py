# ruff: noqa: E501, SIM905 - a table reads better in long rows
"""Paths of coded formats and what stands there.

Invariant: keys are lower case, without indices and namespaces.

Source: HL7 v2.5.1 chapters 2, 3 and 6; ASC X12 005010 837, 835, 834, 270/271 (segment names as published in open
maps); HL7 C-CDA R2.1; FHIR R4; NAACCR base dictionaries 14-26; NEMSIS 3.5; DICOM PS3.6; RFC 5322 for mail.
"""

from __future__ import annotations

from tocsin.detection.fields_cda import CDA
from tocsin.detection.fields_fhir import FHIR
from tocsin.detection.fields_hl7 import HL7
from tocsin.detection.fields_ncpdp import NCPDP
from tocsin.detection.fields_nemsis import NEMSIS
from tocsin.detection.fields_table import Typed, table
from tocsin.detection.fields_x12 import X12
from tocsin.model.elements import Element as E
from tocsin.model.elements import Role
from tocsin.model.mentions import Part as P

_PATIENT = Role.PATIENT
_REL, _PROV, _SENDER = Role.RELATIVE, Role.PROVIDER, Role.SENDER


_NAACCR = """
name/last: namelast
name/first: namefirst
name/middle: namemiddle
name/suffix: namesuffix
name: namealias
address: addrcurrent addratdx
-/death_date: dateofdeath dateofdeathcanada
ssn: socialsecuritynumber
member_id: medicarebeneficiaryidentifier
mrn: medicalrecordnumber patientidnumber
other_id: accessionnumberhosp
date_of_birth: dateofbirth
-/sex: sex sexassignedatbirth
-: recordtype registryid nameprefix birthplacestate birthplacecountry vitalstatus
address/street: addratdxnostreet addrcurrentnostreet
address/unit: addratdxsupplementl addrcurrentsupplementl
address/city: addratdxcity addrcurrentcity
address/state: addratdxstate addrcurrentstate
address/zip: addratdxpostalcode addrcurrentpostalcode
address/country: addratdxcountry addrcurrentcountry
phone: telephone
diagnosis: primarysite histologictypeicdo3 textprimarysitetitle texthistologytitle
date: dateofdiagnosis dateoflastcontact
"""
_NAACCR_OTHERS = {
    **table(_PATIENT, "name/last: namemaiden namebirthsurname"),
    **table(
        _REL,
        "relative: followupcontactname namespouseparent\naddress/street: followupcontactnost\naddress/unit: followupcontactsuppl\naddress/city: followupcontactcity\naddress/state: followupcontactstate\naddress/zip: followupcontactpostal",
    ),
    **table(
        _PROV,
        "provider: physicianmanaging physicianfollowup physicianprimarysurg physician3 physician4\nnpi: npireportingfacility npiregistryid\nfacility: reportingfacility instreferredfrom instreferredto",
    ),
}
_DICOM = """
name: patientname otherpatientnames patientbirthname 0010,0010 0010,1001
name/last: patientname.family
name/first: patientname.given
name/middle: patientname.middle
name/suffix: patientname.suffix
-: dicompatient
mrn: patientid otherpatientids medicalrecordlocator 0010,0020 0010,1000
date_of_birth: patientbirthdate 0010,0030
-/sex: patientsex 0010,0040
age: patientage 0010,1010
height_weight: patientsize patientweight 0010,1020 0010,1030
address: patientaddress 0010,1040
phone: patienttelephonenumbers 0010,2154
other_id: accessionnumber 0008,0050
date: studydate 0008,0020
procedure: studydescription requestedproceduredescription
procedure: performedprocedurestepdescription scheduledprocedurestepdescription
diagnosis: admittingdiagnosesdescription reasonforstudy reasonfortherequestedprocedure medicalalerts allergies
"""
_MAIL = """
-: mail.from mail.to mail.cc mail.bcc mail.reply_to mail.reply-to mail.sender mail.date mail.message_id mail.message-id
"""

PATHS: dict[str, Typed] = {
    **HL7, **X12, **CDA, **NCPDP, **NEMSIS, **FHIR, **table(_PATIENT, _NAACCR),
    **_NAACCR_OTHERS, **table(_PATIENT, _DICOM), **table(_SENDER, _MAIL),
    **table(_PROV, "provider: physician\nfacility: institutionname institutionaddress institutionaldepartmentname"),
    **table(_REL, "relative: relative\n-/relation: responsiblepersonrole"),
}  # fmt: skip
"""What stands at a path: element, part, party."""

FREE_TEXT = frozenset(
    "mail.subject obx-5 nte-3 nte nte*add text.div div section.text text additionalpatienthistory patientcomments textremarks mail.from mail.to mail.cc mail.bcc mail.reply_to mail.reply-to mail.sender mail.date obr-13 al1-5 iam-5".split()
)
"""Paths whose value is read as text."""

PREFIXES: tuple[tuple[str, E | None, P, Role], ...] = (
    ("mail.", None, P.FULL, _SENDER),
    ("textdxproc", None, P.FULL, _PATIENT), ("rxtext", None, P.FULL, _PATIENT), ("rxsumm", E.TREATMENT, P.FULL, _PATIENT),
)  # fmt: skip
"""Beginnings of paths."""

# ruff: noqa: E501, SIM905 - a table reads better in long rows
"""Paths of coded formats and what stands there.

Invariant: keys are lower case, without indices and namespaces.

Source: HL7 v2.5.1 chapters 2, 3 and 6; ASC X12 005010 837, 835, 834, 270/271 (segment names as published in open
maps); HL7 C-CDA R2.1; FHIR R4; NAACCR base dictionaries 14-26; DICOM PS3.6; RFC 5322 for mail.
"""

from __future__ import annotations

from tocsin.detection.fields_table import Typed, table
from tocsin.detection.fields_x12 import X12
from tocsin.model.elements import Element as E
from tocsin.model.elements import Role
from tocsin.model.mentions import Part as P

_PATIENT, _SUB, _GUAR = Role.PATIENT, Role.SUBSCRIBER, Role.GUARANTOR
_REL, _PROV, _SENDER = Role.RELATIVE, Role.PROVIDER, Role.SENDER


_HL7_PATIENT = """
name: pid-5 pid-9 mrg-7
name/last: pid-5.1 pid-9.1 mrg-7.1
name/first: pid-5.2 pid-9.2 mrg-7.2
name/middle: pid-5.3 pid-9.3
name/suffix: pid-5.4 pid-9.4
date_of_birth: pid-7 pid-7.1
-/sex: pid-8
-/death_date: pid-29 pid-29.1
ssn: pid-19
mrn: pid-2 pid-2.1 pid-3 pid-3.1 pid-4 pid-4.1 mrg-1 mrg-1.1 mrg-4
account_number: pid-18 pid-18.1 mrg-3 pv1-50
driver_license: pid-20 pid-20.1
address: pid-11
address/street: pid-11.1
address/unit: pid-11.2
address/city: pid-11.3
address/state: pid-11.4
address/zip: pid-11.5
address/country: pid-11.6 pid-12
phone: pid-13 pid-13.1 pid-14 pid-14.1 pid-40
email: pid-13.4 pid-40.4
diagnosis: dg1-3 dg1-3.1 dg1-3.2 dg1-4 pv2-3 pv2-3.2 obr-31 prb-3 prb-3.2
procedure: pr1-3 pr1-3.2 pr1-4 obr-4 obr-4.2 obr-44 ft1-25
medication: rxo-1 rxo-1.2 rxe-2 rxe-2.2 rxd-2 rxd-2.2 rxg-4 rxa-5 rxa-5.2
date: pv1-44 pv1-45 obr-7 obx-14 evn-2 msh-7 dg1-5 pr1-5
other_id: pv1-19 pv1-19.1 obr-2 obr-3
"""
_HL7_REL = """
relative: nk1-2
relative/last: nk1-2.1
relative/first: nk1-2.2
relative/middle: nk1-2.3
relative/suffix: nk1-2.4
-/relation: nk1-3 nk1-3.1 nk1-3.2
address: nk1-4
phone: nk1-5 nk1-6 nk1-5.1 nk1-6.1
date_of_birth: nk1-16
ssn: nk1-37
name/last: pid-6 pid-6.1
"""
_HL7_GUAR = """
name: gt1-3
name/last: gt1-3.1
name/first: gt1-3.2
name/middle: gt1-3.3
address: gt1-5
phone: gt1-6 gt1-7 gt1-6.1 gt1-7.1
date_of_birth: gt1-8
-/sex: gt1-9
-/relation: gt1-11
ssn: gt1-12
employer: gt1-16
"""
_HL7_SUB = """
name: in1-16
name/last: in1-16.1
name/first: in1-16.2
name/middle: in1-16.3
date_of_birth: in1-18
address: in1-19
-/relation: in1-17
-/sex: in1-43
member_id: in1-36 in1-49 in1-49.1 in2-6 in2-8 in2-61
ssn: in2-2
phone: in2-63
insurer: in1-3 in1-4 in1-4.1
"""
_HL7_PROV = """
provider: pv1-7 pv1-8 pv1-9 pv1-17 pd1-4 orc-12 obr-16 obr-28 obr-32 obr-33 rol-4 prd-2 obx-16 txa-5 txa-9 txa-22 orc-10 orc-11 orc-19
facility: msh-4 msh-6 pv1-3 pv1-39 pd1-3 orc-21 orc-22 obx-23 obx-24
"""
_FHIR_PATIENT = """
name: patient.name patient.name.text
name/last: patient.name.family
name/first: patient.name.given
name/suffix: patient.name.suffix
date_of_birth: patient.birthdate
-/sex: patient.gender
-/death_date: patient.deceaseddatetime patient.deceased
address: patient.address patient.address.text
address/street: patient.address.line
address/city: patient.address.city
address/state: patient.address.state
address/zip: patient.address.postalcode
address/country: patient.address.country
phone: patient.telecom patient.telecom.phone
email: patient.telecom.email
mrn: patient.identifier patient.identifier.value patient.identifier.mr
ssn: patient.identifier.ss patient.identifier.ssn
driver_license: patient.identifier.dl
passport: patient.identifier.ppn
diagnosis: condition.code condition.code.text encounter.reasoncode claim.diagnosis
procedure: procedure.code procedure.code.text
medication: medicationrequest.medicationcodeableconcept medicationrequest.medication medicationstatement.medication medicationadministration.medication medicationdispense.medication immunization.vaccinecode
lab_result: observation.value observation.valuequantity observation.valuestring
"""
_FHIR_OTHERS = {
    **table(
        _REL,
        "relative: patient.contact.name relatedperson.name\nrelative/last: patient.contact.name.family relatedperson.name.family\nrelative/first: patient.contact.name.given relatedperson.name.given\n-/relation: patient.contact.relationship relatedperson.relationship\nphone: patient.contact.telecom relatedperson.telecom\naddress: patient.contact.address relatedperson.address\ndate_of_birth: relatedperson.birthdate",
    ),
    **table(
        _PROV,
        "provider: practitioner.name practitioner.name.text\nprovider/last: practitioner.name.family\nprovider/first: practitioner.name.given\nfacility: organization.name location.name\nphone: practitioner.telecom organization.telecom\naddress: practitioner.address organization.address location.address\nnpi: practitioner.identifier organization.identifier",
    ),
    **table(_SUB, "member_id: coverage.subscriberid coverage.identifier"),
}
_NAACCR = """
name/last: namelast
name/first: namefirst
name/middle: namemiddle
name/suffix: namesuffix
name: namealias
ssn: socialsecuritynumber
member_id: medicarebeneficiaryidentifier
mrn: medicalrecordnumber patientidnumber
other_id: accessionnumberhosp
date_of_birth: dateofbirth
-/sex: sex
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
name: patientname otherpatientnames 0010,0010 0010,1001
mrn: patientid otherpatientids 0010,0020 0010,1000
date_of_birth: patientbirthdate 0010,0030
-/sex: patientsex 0010,0040
age: patientage 0010,1010
height_weight: patientsize patientweight 0010,1020 0010,1030
address: patientaddress 0010,1040
phone: patienttelephonenumbers 0010,2154
other_id: accessionnumber 0008,0050
date: studydate 0008,0020
procedure: studydescription requestedproceduredescription
diagnosis: admittingdiagnosesdescription
"""
_MAIL = """
-: mail.from mail.to mail.cc mail.bcc mail.reply_to mail.reply-to mail.sender mail.date mail.message_id mail.message-id
"""

PATHS: dict[str, Typed] = {
    **table(_PATIENT, _HL7_PATIENT), **table(_REL, _HL7_REL), **table(_GUAR, _HL7_GUAR), **table(_SUB, _HL7_SUB),
    **table(_PROV, _HL7_PROV), **X12, **table(_PATIENT, _FHIR_PATIENT), **_FHIR_OTHERS, **table(_PATIENT, _NAACCR),
    **_NAACCR_OTHERS, **table(_PATIENT, _DICOM), **table(_SENDER, _MAIL),
    **table(_PROV, "provider: referringphysicianname performingphysicianname operatorsname\nfacility: institutionname institutionaddress"),
}  # fmt: skip
"""What stands at a path: element, part, party."""

FREE_TEXT = frozenset(
    "mail.subject obx-5 nte-3 nte nte*add text.div div section.text text additionalpatienthistory patientcomments textremarks mail.from mail.to mail.cc mail.bcc mail.reply_to mail.reply-to mail.sender mail.date obr-13 al1-3".split()
)
"""Paths whose value is read as text."""

TREES: tuple[tuple[str, str, E | None, P, Role], ...] = (
    ("guardianperson", "family", E.RELATIVE, P.LAST, _REL), ("guardianperson", "given", E.RELATIVE, P.FIRST, _REL),
    ("guardianperson", "name", E.RELATIVE, P.FULL, _REL), ("guardian", "addr", E.ADDRESS, P.FULL, _REL),
    ("associatedperson", "family", E.RELATIVE, P.LAST, _REL), ("associatedperson", "given", E.RELATIVE, P.FIRST, _REL),
    ("associatedperson", "name", E.RELATIVE, P.FULL, _REL), ("relatedsubject", "name", E.RELATIVE, P.FULL, _REL),
    ("assignedperson", "family", E.PROVIDER, P.LAST, _PROV), ("assignedperson", "given", E.PROVIDER, P.FIRST, _PROV),
    ("assignedperson", "name", E.PROVIDER, P.FULL, _PROV), ("representedorganization", "name", E.FACILITY, P.FULL, _PROV),
    ("providerorganization", "name", E.FACILITY, P.FULL, _PROV), ("representedcustodianorganization", "name", E.FACILITY, P.FULL, _PROV),
    ("patientrole", "streetaddressline", E.ADDRESS, P.STREET, _PATIENT), ("patientrole", "city", E.ADDRESS, P.CITY, _PATIENT),
    ("patientrole", "state", E.ADDRESS, P.STATE, _PATIENT), ("patientrole", "postalcode", E.ADDRESS, P.ZIP, _PATIENT),
    ("patientrole", "family", E.NAME, P.LAST, _PATIENT), ("patientrole", "given", E.NAME, P.FIRST, _PATIENT),
    ("patientrole", "suffix", E.NAME, P.SUFFIX, _PATIENT), ("patientrole", "birthtime", E.DATE_OF_BIRTH, P.FULL, _PATIENT),
    ("patientrole", "administrativegendercode", None, P.SEX, _PATIENT), ("patientrole", "deceasedtime", None, P.DEATH_DATE, _PATIENT),
    ("patientrole", "telecom", E.PHONE, P.FULL, _PATIENT), ("patientrole", "addr", E.ADDRESS, P.FULL, _PATIENT),
    ("patientrole", "name", E.NAME, P.FULL, _PATIENT), ("patientrole", "id", E.MRN, P.FULL, _PATIENT),
)  # fmt: skip
"""(a branch on the way, the leaf, element, part, party) for tree formats such as C-CDA; the first that fits wins."""

PREFIXES: tuple[tuple[str, E | None, P, Role], ...] = (
    ("mail.", None, P.FULL, _SENDER),
    ("textdxproc", None, P.FULL, _PATIENT), ("rxtext", None, P.FULL, _PATIENT), ("rxsumm", E.TREATMENT, P.FULL, _PATIENT),
)  # fmt: skip
"""Beginnings of paths."""

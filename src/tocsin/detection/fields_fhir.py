"""What stands where in FHIR resources, by resource and element, as the reader of FHIR writes paths.

Invariant: as in ``fields_table``.
Source: HL7 FHIR R4 (Patient, RelatedPerson, Practitioner, Organization, Coverage, Claim, ExplanationOfBenefit, clinical
resources; HumanName, Address, ContactPoint, Identifier).
"""

from __future__ import annotations

from collections.abc import Iterable

from tocsin.detection.fields_table import Typed, table
from tocsin.model.elements import Role

_PERSON = """
{1}: {0}.name {0}.name.text
{1}/last: {0}.name.family
{1}/first: {0}.name.given
{1}/middle: {0}.name.middle
{1}/suffix: {0}.name.suffix
date_of_birth: {0}.birthdate
-/sex: {0}.gender
-/death_date: {0}.deceaseddatetime {0}.deceased
address: {0}.address {0}.address.text
address/street: {0}.address.line
address/city: {0}.address.city
address/state: {0}.address.state
address/zip: {0}.address.postalcode
address/country: {0}.address.country
phone: {0}.telecom {0}.telecom.phone {0}.telecom.sms
email: {0}.telecom.email
"""
_NUMBERS = """
mrn: {0}.identifier {0}.identifier.value {0}.identifier.mr
ssn: {0}.identifier.ss {0}.identifier.ssn
driver_license: {0}.identifier.dl
passport: {0}.identifier.ppn
member_id: {0}.identifier.member {0}.identifier.medicare {0}.identifier.medicaid
"""
_KIN_NUMBERS = """
-/relation: relatedperson.relationship patient.contact.relationship
ssn: relatedperson.identifier.ss
other_id: relatedperson.identifier relatedperson.identifier.mr
relative: familymemberhistory.name
"""
_CLINICAL = """
mrn: patientreference
diagnosis: condition.code condition.code.text encounter.reasoncode claim.diagnosis allergyintolerance.code
diagnosis: claim.diagnosis.diagnosiscodeableconcept explanationofbenefit.diagnosis.diagnosiscodeableconcept
diagnosis: clinicalimpression.finding.itemcodeableconcept familymemberhistory.condition.code
procedure: procedure.code procedure.code.text servicerequest.code procedurerequest.code diagnosticreport.code
procedure: claim.item.productorservice explanationofbenefit.item.productorservice imagingstudy.procedurecode
medication: medicationrequest.medicationcodeableconcept medicationrequest.medication medicationstatement.medication
medication: medicationadministration.medication medicationdispense.medication immunization.vaccinecode medication.code
medication: medicationstatement.medicationcodeableconcept medicationdispense.medicationcodeableconcept
lab_result: observation.value observation.valuequantity observation.valuestring observation.valuecodeableconcept
-: observation.code observation.component.code observation.category observation.interpretation observation.method
-: observation.bodysite observation.specimen.display immunization.site immunization.route claim.type encounter.type
claim_number: claim.identifier explanationofbenefit.identifier claimresponse.identifier
account_number: account.identifier
"""
_OFFICES = """
facility: organization.name location.name organization.alias
npi: practitioner.identifier practitioner.identifier.npi organization.identifier organization.identifier.npi
-: practitioner.birthdate practitioner.gender location.identifier practitioner.identifier.dl practitioner.identifier.ss
"""


def _persons(party: Role, element: str, resources: Iterable[str]) -> dict[str, Typed]:
    return {path: kind for one in resources for path, kind in table(party, _PERSON.format(one, element)).items()}


FHIR: dict[str, Typed] = {
    **_persons(Role.PATIENT, "name", ("patient", "person")),
    **table(Role.PATIENT, _NUMBERS.format("patient")),
    **table(Role.PATIENT, _NUMBERS.format("person")),
    **table(Role.PATIENT, _CLINICAL),
    **_persons(Role.RELATIVE, "relative", ("patient.contact", "relatedperson")),
    **table(Role.RELATIVE, _KIN_NUMBERS),
    **_persons(Role.PROVIDER, "provider", ("practitioner", "organization.contact")),
    **_persons(Role.PROVIDER, "facility", ("organization", "location")),
    **table(Role.PROVIDER, _OFFICES),
    **table(Role.SUBSCRIBER, "member_id: coverage.subscriberid coverage.identifier coverage.identifier.member"),
}
"""What stands at a path: element, part, party."""

"""Coded records to subjects: who is patient, subscriber, guarantor, relative; what of a policy counts for whom."""

from __future__ import annotations

import io

from tests.linking.small_items import detector
from tests.readers.hostile import Nothing
from tocsin.config import READ
from tocsin.linking.engine import link
from tocsin.model.elements import Element, Role
from tocsin.model.segments import FieldsBody, Segment
from tocsin.readers import hl7, jsonfile, x12, xmlfile
from tocsin.readers.interface import Source


class _Fields(Nothing):
    def __init__(self):
        self.bodies = []

    def fields(self, fields, place):
        self.bodies.append(FieldsBody(tuple(fields)))


def _subjects(reader, text):
    data, sink = text.encode(), _Fields()
    reader.read(Source(io.BytesIO(data), len(data), "x", min(reader.media_types)), sink, READ)
    segments = [Segment(f"seg{n}", "item", n, "", body) for n, body in enumerate(sink.bodies)]
    found = link(segments, detector().find(segments)).subjects
    return {one.first_name.upper(): one for one in found}


def _claim(*segments, kind="837"):
    isa = "ISA*00*          *00*          *ZZ*A              *ZZ*B              *240101*0900*^*00501*000000001*0*P*:"
    body = [isa, "GS*HC", f"ST*{kind}*1", *segments, f"SE*{len(segments) + 2}*1", "GE*1*1", "IEA*1*1"]
    return "~".join(body) + "~"


FAMILY = (
    "HL*1**20*1", "NM1*85*1*CLINICK*CLARA****XX*1234567893", "N3*1 CLINIC RD", "HL*2*1*22*1", "SBR*P**G1",
    "NM1*IL*1*LEE*ANN****MI*W12345", "N3*2 ELM ST", "N4*MIAMI*FL*33101", "DMG*D8*19700102*F", "NM1*PR*2*BIG PLAN",
    "HL*3*2*23*0", "PAT*19", "NM1*QC*1*LEE*BOB", "DMG*D8*20150304*M", "CLM*ACC7712*100", "REF*F8*CN55512", "HI*ABK:E119",
    "NM1*82*1*DOCTOR*DAN", "LX*1", "SV1*HC:99213*40",
)  # fmt: skip


def test_claims_of_a_child_count_for_the_parent_who_holds_the_policy():
    found = _subjects(x12.READER, _claim(*FAMILY))
    ann, bob = found["ANN"], found["BOB"]
    assert ann.role is Role.SUBSCRIBER and bob.role is Role.PATIENT
    assert (ann.related_to, ann.relation) == (bob.subject_id, "parent") and ann.household == bob.household
    assert {Element.CLAIM_NUMBER, Element.MEMBER_ID, Element.INSURER} <= set(ann.elements) & set(bob.elements)
    assert Element.DIAGNOSIS in bob.elements and Element.DIAGNOSIS not in ann.elements
    assert Element.PROVIDER in bob.elements and bob.member_ids == ("W12345",)
    assert ann.date_of_birth == "1970-01-02" and bob.address_1 == "" and ann.city == "MIAMI"


def test_providers_are_providers_and_keep_their_address():
    found = _subjects(x12.READER, _claim(*FAMILY))
    assert found["CLARA"].role is Role.PROVIDER and found["CLARA"].address_1 == "1 CLINIC RD"
    assert found["DAN"].role is Role.PROVIDER and found["ANN"].address_1 == "2 ELM ST"


def test_nothing_goes_over_to_the_next_family():
    next_one = ("HL*4*1*22*0", "NM1*IL*1*ROE*EVE****MI*W99999", "CLM*ACC9912*1", "HI*ABK:I10")
    found = _subjects(x12.READER, _claim(*FAMILY, *next_one))
    assert found["EVE"].role is Role.PATIENT and found["EVE"].member_ids == ("W99999",)
    assert "W99999" not in found["ANN"].member_ids + found["BOB"].member_ids
    assert found["EVE"].household != found["BOB"].household


def test_siblings_share_the_policy_and_not_each_others_numbers():
    members = (
        "INS*Y*18", "REF*0F*M10001", "NM1*IL*1*LEE*ANN", "DMG*D8*19700102*F",
        "INS*N*19", "REF*0F*M10002", "NM1*IL*1*LEE*BOB", "DMG*D8*20150304*M",
        "INS*N*01", "REF*0F*M10003", "NM1*IL*1*LEE*CAL", "DMG*D8*19690506*M", "NM1*S3*1*ROE*EVE", "PER*IC**TE*6175550100",
    )  # fmt: skip
    found = _subjects(x12.READER, _claim(*members, kind="834"))
    assert found["BOB"].member_ids == ("M10002", "M10001") and found["CAL"].member_ids == ("M10003", "M10001")
    assert set(found["ANN"].member_ids) == {"M10001", "M10002", "M10003"}
    assert len({found[name].household for name in ("ANN", "BOB", "CAL")}) == 1
    assert [found[name].role for name in ("ANN", "BOB", "CAL", "EVE")] == [
        Role.SUBSCRIBER, Role.PATIENT, Role.PATIENT, Role.RELATIVE,
    ]  # fmt: skip
    assert found["EVE"].relation == "parent" and found["EVE"].phones == ("+16175550100",)


def test_those_beside_a_patient_of_a_message_are_related():
    text = "\r".join(
        (
            r"MSH|^~\&|A|LAKE CLINIC|||20240101||ADT^A01|1|P|2.5", "PID|1||M7712^^^L^MR||LEE^BOB||20150304|M|||2 ELM ST^^MIAMI^FL^33101",
            "NK1|1|ROE^EVE|GRM^Grandmother||(617)555-0100", "GT1|1||LEE^ANN||2 ELM ST^^MIAMI^FL^33101|||19700102|F||MTH",
            "IN1|1|P|77|BIG PLAN||||||||||||LEE^CAL|FTH^Father|19690506||||||||||||||||||P55512", "DG1|1||E11.9^Diabetes",
            r"MSH|^~\&|A|LAKE CLINIC|||20240101||ADT^A01|2|P|2.5", "PID|1||M9912^^^L^MR||LEE^DEE||20160101|F",
        )
    )  # fmt: skip
    found = _subjects(hl7.READER, text)
    bob = found["BOB"]
    assert (found["ANN"].role, found["ANN"].relation) == (Role.GUARANTOR, "parent")
    assert (found["CAL"].role, found["CAL"].relation) == (Role.SUBSCRIBER, "parent")
    assert found["EVE"].role is Role.RELATIVE and {found[n].related_to for n in ("ANN", "CAL", "EVE")} == {
        bob.subject_id
    }
    assert bob.mrns == ("M7712",) and Element.DIAGNOSIS in bob.elements and bob.member_ids == ("P55512",)
    assert found["DEE"].mrns == ("M9912",) and found["DEE"].member_ids == () and found["DEE"].related_to is None


def test_names_that_are_words_stay_names_where_the_format_says_so():
    text = """<ClinicalDocument xmlns="urn:hl7-org:v3"><recordTarget><patientRole><id extension="M-771" root="1.2.3"/>
      <addr><streetAddressLine>2 Elm St</streetAddressLine><city>Miami</city><state>FL</state><country>US</country></addr>
      <patient><name><given>Seven</given><family>Everyman</family></name><birthTime value="20150304"/>
      <guardian><code code="MTH" displayName="Mother"/><telecom value="tel:+1-617-555-0100"/>
      <guardianPerson><name><given>Ann</given><family>Relative</family></name></guardianPerson></guardian></patient>
      <providerOrganization><name>Lake Clinic</name><telecom value="tel:+1-617-555-0199"/></providerOrganization>
      </patientRole></recordTarget><participant typeCode="IND"><associatedEntity classCode="PROV"><associatedPerson>
      <name><given>Dan</given><family>Patient</family></name></associatedPerson></associatedEntity></participant>
      <participant typeCode="HLD"><participantRole><id extension="W5512" root="1.2"/><playingEntity>
      <name><given>Cal</given><family>Roe</family></name></playingEntity></participantRole></participant>
      </ClinicalDocument>"""
    found = _subjects(xmlfile.READER, text)
    seven, ann = found["SEVEN"], found["ANN"]
    assert (seven.role, seven.last_name, seven.address_1, seven.city) == (Role.PATIENT, "Everyman", "2 Elm St", "Miami")
    assert (ann.role, ann.last_name, ann.relation, ann.related_to) == (
        Role.RELATIVE,
        "Relative",
        "parent",
        seven.subject_id,
    )
    assert seven.phones == () and ann.phones == ("+16175550100",)
    assert found["DAN"].role is Role.PROVIDER and found["CAL"].role is Role.SUBSCRIBER and "W5512" in seven.member_ids


def test_an_organization_gives_a_patient_nothing_of_its_own():
    text = """{"resourceType": "Bundle", "entry": [
      {"resource": {"resourceType": "Patient", "id": "p1", "name": [{"family": "Lee", "given": ["Ann", "M"]}],
        "birthDate": "1970-01-02", "address": [{"line": ["2 Elm St", "Apt 3"], "city": "Miami", "state": "FL",
        "postalCode": "33101"}], "contact": [{"name": {"family": "Roe", "given": ["Eve"]}}]}},
      {"resource": {"resourceType": "Organization", "name": "Lake Clinic", "telecom": [{"system": "phone",
        "value": "617-555-0199"}], "address": [{"line": ["1 Clinic Rd"], "city": "Salem", "state": "MA"}]}},
      {"resource": {"resourceType": "Observation", "subject": {"reference": "Patient/p1"}, "code": {"coding": [
        {"code": "x", "display": "Codfish IgE"}]}, "valueQuantity": {"value": 3, "unit": "kU"}}}]}"""
    found = _subjects(jsonfile.READER, text)
    ann = found["ANN"]
    assert (ann.address_1, ann.address_2, ann.city, ann.zip, ann.phones) == ("2 Elm St", "Apt 3", "Miami", "33101", ())
    assert Element.LAB_RESULT in ann.elements and set(found) == {"ANN", "EVE"}
    assert found["EVE"].role is Role.RELATIVE and found["EVE"].related_to == ann.subject_id


def test_a_name_in_a_text_takes_nothing_from_the_patient():
    text = """<ClinicalDocument xmlns="urn:hl7-org:v3"><recordTarget><patientRole><id extension="M-771" root="1.2.3"/>
      <patient><name><given>Ann</given><family>Lee</family></name><birthTime value="20150304"/></patient></patientRole>
      </recordTarget><component><structuredBody><component><section><code code="11450-4"/>
      <entry><observation><code code="1" displayName="Seen by Karen Wilson with Thomas Brown DOB 1/2/1960" codeSystem="x"/>
      <value code="J45" codeSystem="x" displayName="Asthma"/></observation></entry>
      <entry><observation><value code="I10" codeSystem="x" displayName="Hypertension"/></observation></entry>
      </section></component></structuredBody></component></ClinicalDocument>"""
    found = _subjects(xmlfile.READER, text)
    assert found["ANN"].date_of_birth == "2015-03-04" and Element.DIAGNOSIS in found["ANN"].elements
    assert all(Element.DIAGNOSIS not in one.elements for name, one in found.items() if name != "ANN")


def test_lines_of_a_bulk_export_name_their_patient_by_id():
    lines = """{"resourceType": "Condition", "id": "c1", "subject": {"reference": "Patient/p-771"}, "code": {"text": "Asthma"}}
{"resourceType": "Condition", "id": "c2", "subject": {"reference": "Patient/p-772"}, "code": {"text": "Gout"}}
{"resourceType": "Patient", "id": "p-773", "name": [{"family": "Lee", "given": ["Ann"]}], "identifier": [{"value": "M1234"}]}"""
    sink = _Fields()
    source = Source(io.BytesIO(lines.encode()), len(lines), "x.ndjson", "application/x-ndjson")
    jsonfile.READER.read(source, sink, READ)
    segments = [Segment(f"seg{n}", "item", n, "", body) for n, body in enumerate(sink.bodies)]
    found = {one.mrns: one for one in link(segments, detector().find(segments)).subjects}
    assert set(found) == {("P-771",), ("P-772",), ("M1234", "P-773")}
    assert Element.DIAGNOSIS in found[("P-771",)].elements and found[("M1234", "P-773")].last_name == "Lee"

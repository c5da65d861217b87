"""XML: records as tables or fields, clinical documents and FHIR by their own rules, nothing fetched or resolved."""

from __future__ import annotations

import base64

import pytest

from tocsin.model.evidence import ItemCode
from tocsin.readers.registry import reader_for
from tocsin.readers.sniff import sniff
from tocsin.readers.xmlfile import READER

CDA = "urn:hl7-org:v3"


def _pairs(recorded):
    return [(f.path, f.value) for _, fields in recorded.field_lists for f in fields]


def _groups(recorded):
    return {f.value: f.group for _, fields in recorded.field_lists for f in fields}


def test_flat_records_are_a_table(read):
    rows = "".join(f"<p id='{n}'><name>P{n}</name><ssn>{n:09}</ssn></p>" for n in range(3))
    recorded = read(READER, f"<all><list>{rows}</list></all>".encode())
    assert recorded.grids[0][2] == [["id", "name", "ssn"], *([str(n), f"P{n}", f"{n:09}"] for n in range(3))]


def test_records_inside_records_are_fields_grouped_by_record(read):
    one = "<p><name>{}</name><visits><v><on>{}</on><why>x</why></v></visits></p>"
    recorded = read(READER, f"<all>{one.format('Ann', '1')}{one.format('Bob', '2')}</all>".encode())
    groups = _groups(recorded)
    assert groups["Ann"] == groups["1"] != groups["Bob"] == groups["2"]
    assert ("all/p/visits/v/on", "1") in _pairs(recorded)


def test_items_are_named_by_their_attribute(read):
    data = b'<Data xmlns="http://own.example"><Row><Item key="nameLast">Lee</Item></Row></Data>'
    assert _pairs(read(READER, data)) == [("Data/Row/Item/nameLast", "Lee")]


def test_prose_stays_together_and_stray_text_loses_no_structure(read):
    assert _pairs(read(READER, b"<a><p>Dear <b>Ann</b>, hello</p></a>")) == [("a/p", "Dear Ann, hello")]
    data = b"<a>x<p><name>Ann Louise Lee the younger</name><city>Boston in Massachusetts</city></p></a>"
    assert _pairs(read(READER, data)) == [
        ("a", "x"),
        ("a/p/name", "Ann Louise Lee the younger"),
        ("a/p/city", "Boston in Massachusetts"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x><y>&a;</y><z>seen</z></x>',
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x><y>&b;</y><z>seen</z></x>',
    ],
)
def test_entities_are_not_resolved(read, data):
    said = read(READER, data).all_text()
    assert "root:" not in said and "aaaa" not in said and "seen" in said


def test_broken_xml_gives_what_is_there(read):
    recorded = read(READER, b"<a><name>Ann</name><city>Bos")
    assert "Ann" in recorded.all_text() and ItemCode.PARTLY_CORRUPT in recorded.codes


def test_a_clinical_document(read):
    pdf = base64.b64encode(b"%PDF-1.4").decode()
    data = f"""<ClinicalDocument xmlns="{CDA}"><recordTarget><patientRole>
      <id extension="123-45-6789" root="2.16.840.1.113883.4.1"/><id extension="M-7" root="1.2.3"/>
      <telecom value="tel:+1-617-555-0143"/><telecom value="mailto:ann@x.test"/>
      <patient><name><given>Ann</given><family>Lee</family></name><birthTime value="19510403"/></patient>
      </patientRole></recordTarget>
      <author><assignedAuthor><assignedPerson><name><family>Gray</family></name></assignedPerson></assignedAuthor></author>
      <component><structuredBody><component><section><code code="11450-4"/><title>Problems</title>
      <text><table><tr><th>Problem</th><th>Since</th></tr><tr><td>Asthma</td><td>2001</td></tr></table></text>
      <entry><observation><value code="J45" codeSystem="x" displayName="Asthma"/></observation></entry>
      </section></component></structuredBody></component>
      <component><nonXMLBody><text mediaType="application/pdf" representation="B64">{pdf}</text></nonXMLBody></component>
      </ClinicalDocument>"""
    recorded = read(READER, data.encode())
    pairs = dict(_pairs(recorded))
    assert pairs["recordTarget/patientRole/ssn"] == "123-45-6789"
    assert pairs["recordTarget/patientRole/id"] == "M-7"
    assert pairs["recordTarget/patientRole/email"] == "ann@x.test"
    assert pairs["recordTarget/patientRole/birthTime"] == "1951-04-03"
    assert pairs["problems/value"] == "Asthma (J45)"
    groups = _groups(recorded)
    assert groups["Lee"] == groups["M-7"] != groups["Gray"]
    assert groups["Asthma (J45)"] not in {groups["Lee"], groups["Gray"]}
    assert recorded.grids[0][:3] == ("section Problems, table 1", 1, [["Problem", "Since"], ["Asthma", "2001"]])
    assert recorded.children == [(1, "nonXMLBody", b"%PDF-1.4")]


def test_fhir_in_xml_reads_like_fhir_in_json(read):
    data = b"""<Bundle xmlns="http://hl7.org/fhir"><entry><resource><Patient><id value="p1"/>
      <name><family value="Lee"/><given value="Ann"/></name><birthDate value="1951-04-03"/></Patient></resource></entry>
      </Bundle>"""
    assert ("Patient.name.family", "Lee") in _pairs(read(READER, data))
    assert ("Patient.birthDate", "1951-04-03") in _pairs(read(READER, data))


def test_a_large_document_is_read_by_the_children_of_its_root(read, monkeypatch):
    monkeypatch.setattr("tocsin.readers.xmlfile._TREE_BYTES", 100)
    rows = "".join(f"<p><name>P{n}</name><ssn>{n}</ssn></p>" for n in range(2500))
    recorded = read(READER, f"<all>{rows}</all>".encode())
    assert sum(len(rows) for _, _, rows, _ in recorded.grids) >= 2500
    assert "P2499" in recorded.all_text()


def test_embedded_base64_is_a_child(read):
    packed = base64.b64encode(b"%PDF" * 200).decode()
    assert read(READER, f"<a><doc>{packed}</doc></a>".encode()).children == [(1, "doc", b"%PDF" * 200)]


@pytest.mark.parametrize("head", [b"<?xml version='1.0'?><a/>", b"<ClinicalDocument xmlns='urn:hl7-org:v3'/>"])
def test_xml_is_known_by_its_content(head):
    assert reader_for(sniff(head, "document.ccda", len(head))) is READER


def test_shallow_records_are_a_table_with_their_groups_beside_them(read):
    one = "<c no='{0}'><n>P{0}</n><a l='{0} Oak St' z='02116'/><dx>F10.20</dx><dx>F41.{0}</dx>{1}</c>"
    kin = "<kin rel='mother'><n>M</n><ph>5</ph></kin>"
    data = f"<all>{one.format(1, kin)}{one.format(2, '')}{one.format(3, '')}</all>".encode()
    header, first, second, _ = read(READER, data).grids[0][2]
    assert header == ["no", "n", "a", "a@l", "a@z", "dx", "dx 2", "kin@rel", "kin n", "kin ph"]
    assert first == ["1", "P1", "", "1 Oak St", "02116", "F10.20", "F41.1", "mother", "M", "5"]
    assert second[7:] == ["", "", ""]


@pytest.mark.parametrize("inside", ["<a>12 Oak<z>02116</z></a>", "<a><z>02116</z>Unit 4</a>"])
def test_no_text_of_a_group_is_lost(read, inside):
    rows = "".join(f"<c no='{n}'><n>P{n}</n><dx>A{n}</dx><dx>B{n}</dx>{inside}</c>" for n in range(3))
    recorded = read(READER, f"<all>{rows}</all>".encode())
    said = [v for _, v in _pairs(recorded)] + [c for grid in recorded.grids for row in grid[2] for c in row]
    assert "02116" in " ".join(said) and ("12 Oak" if "12 Oak" in inside else "Unit 4") in " ".join(said)


def test_no_attribute_of_repeated_values_is_lost(read):
    rows = "".join(f"<c no='{n}'><dx v='10'>A{n}</dx><dx v='9'>B{n}</dx></c>" for n in range(3))
    header, first, *_ = read(READER, f"<all>{rows}</all>".encode()).grids[0][2]
    assert dict(zip(header, first, strict=True)) == {"no": "0", "dx": "A0", "dx@v": "10", "dx 2": "B0", "dx 2@v": "9"}

"""NAACCR: flat records by the columns of their version, XML by patient, nothing too broken."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.hostile import outcome, spoiled
from tocsin.config import READ
from tocsin.model.evidence import ItemCode
from tocsin.readers import xmlfile
from tocsin.readers.interface import Source
from tocsin.readers.naaccr import READER
from tocsin.readers.registry import reader_for
from tocsin.readers.sniff import sniff

OLD = {
    42: "00000012", 95: "BOSTON", 145: "MA", 147: "021190000", 192: "2", 196: "19700102", 530: "20200304", 540: "C509",
    3340: "LEE", 3380: "ANN", 3420: "M", 3463: "JR", 3606: "778812", 3619: "536221234", 3628: "2 ELM ST",
    3868: "6175550100", 3884: "LEE BOB", 3944: "9 OAK ST", 2131: "SALEM", 2181: "MA", 2208: "LYNN", 3748: "4 ASH ST",
    7000: "PATIENT SEEN BY DR ROE",
}  # fmt: skip
NEW = {
    42: "00000012", 74: "BOSTON", 124: "MA", 126: "021190000", 222: "1", 226: "19700102", 4049: "LEE", 4089: "ANN",
    4328: "536221234", 4337: "1EG4TE5MK73", 4348: "2 ELM ST",
}  # fmt: skip


def _record(columns, kind="A", version="160", length=22824):
    line = list(" " * length)
    line[0], line[16:19] = kind, version
    for start, text in columns.items():
        line[start - 1 : start - 1 + len(text)] = text
    return "".join(line) + "\r\n"


def _fields(recorded):
    return [one for _, fields in recorded.field_lists for one in fields]


def _said(recorded):
    return [(one.path.split("/")[-1], one.value) for one in _fields(recorded)]


def test_a_full_record_of_the_older_versions(read):
    recorded = read(READER, _record(OLD).encode())
    said = _said(recorded)
    wanted = {
        "nameLast": "LEE", "nameFirst": "ANN", "nameSuffix": "JR", "socialSecurityNumber": "536221234", "sex": "female",
        "dateOfBirth": "1970-01-02", "medicalRecordNumber": "778812", "telephone": "6175550100", "primarySite": "C509",
        "addrAtDx": "2 ELM ST^^BOSTON^MA^021190000", "addrCurrent": "4 ASH ST^^SALEM^MA", "followUpContactName": "LEE BOB",
        "followUpContact": "9 OAK ST^^LYNN", "text": "PATIENT SEEN BY DR ROE",
    }  # fmt: skip
    assert set(wanted.items()) <= set(said)
    groups = {one.value: one.group for one in _fields(recorded)}
    assert groups["LEE BOB"] == groups["9 OAK ST^^LYNN"] != groups["LEE"] == groups["C509"]


def test_version_18_has_columns_of_its_own(read):
    said = _said(read(READER, _record(NEW, version="180", length=24194).encode()))
    assert {("nameLast", "LEE"), ("sex", "male"), ("medicareBeneficiaryIdentifier", "1EG4TE5MK73")} <= set(said)
    assert ("addrAtDx", "2 ELM ST^^BOSTON^MA^021190000") in said


def test_incidence_records_hold_no_names(read):
    said = _said(read(READER, _record({**OLD, 3340: "JUNK"}, kind="I").encode()))
    assert ("patientIdNumber", "00000012") in said and not any(name in {"nameLast", "text"} for name, _ in said)


@pytest.mark.parametrize("length", [3339, 24194])
def test_a_record_without_version_goes_by_its_length(read, length):
    columns = OLD if length == 3339 else NEW
    line = _record(
        {k: v for k, v in columns.items() if k + len(v) < length}, "I" if length == 3339 else "A", "   ", length
    )
    assert ("dateOfBirth", "1970-01-02") in _said(read(READER, line.encode()))
    assert reader_for(sniff(line.encode(), "x.txt", length)) is READER


def test_lines_that_are_no_record_are_said(read):
    recorded = read(READER, (_record(OLD) + "trailer with Eve Roe\n").encode())
    assert recorded.codes == [ItemCode.PARTLY_CORRUPT] and recorded.texts[0][1] == "trailer with Eve Roe"


def test_slices_give_what_the_whole_gives(read):
    data = "".join(_record({**OLD, 42: f"{n:08}"}, length=4000) for n in range(800)).encode()
    source = Source(io.BytesIO(data), len(data), "x", "text/x-naaccr")
    units = READER.plan(source, type(READ)(unit_bytes=1_100_000))
    pieces = read(READER, b"")
    for unit in units:
        READER.read(source, pieces, READ, unit)
    assert len(units) > 1 and [v for p, v in _said(pieces) if p == "patientIdNumber"] == [f"{n:08}" for n in range(800)]


XML = """<?xml version="1.0"?>
<NaaccrData baseDictionaryUri="http://naaccr.org/naaccrxml/naaccr-dictionary-180.xml" recordType="A"
  xmlns="http://naaccr.org/naaccrxml" xmlns:o="http://own.example">
 <Item naaccrId="registryId">0000000001</Item>
 <Patient>
  <Item naaccrId="patientIdNumber">00000012</Item><Item naaccrNum="2230">LEE</Item><Item naaccrId="nameFirst">ANN</Item>
  <Item naaccrId="sex">2</Item><Item naaccrId="dateOfBirth">19700102</Item><Item naaccrId="vitalStatus">0</Item>
  <Item naaccrId="dateOfLastContact">20240506</Item><Item naaccrId="ownHeight">170 cm</Item>
  <Tumor><Item naaccrId="primarySite">C509</Item><Item naaccrId="addrAtDxCity">BOSTON</Item>
   <Item naaccrId="followUpContactName">LEE BOB</Item></Tumor>
  <Tumor><Item naaccrId="primarySite">C619</Item><o:Extra><o:note>of Eve Roe</o:note></o:Extra></Tumor>
 </Patient>
 <Patient><Item naaccrId="patientIdNumber">00000013</Item></Patient>
</NaaccrData>"""


def test_xml_keeps_a_patients_tumors_together(read):
    recorded = read(xmlfile.READER, XML.encode())
    groups = {one.value: one.group for one in _fields(recorded)}
    assert {
        groups[v] for v in ("LEE", "ANN", "C509", "C619", "female", "1970-01-02", "^^BOSTON", "of Eve Roe", "170 cm")
    } == {groups["00000012"]}
    assert groups["LEE BOB"] != groups["LEE"] != groups["00000013"]
    assert ("dateOfDeath", "2024-05-06") in _said(recorded)


@pytest.mark.parametrize("data", [b"I", b"A1" + b" " * 14 + b"160" + b"x" * 5_000_000, b"\x00" * 5_000, b"\n" * 9_000])
def test_broken_files_end(read, data):
    assert read(READER, data).cannot in {None, ItemCode.CORRUPT}


@given(st.binary(max_size=300), st.integers(0, 30_000))
def test_never_raises_anything_else(junk, at):
    assert outcome(READER, spoiled(_record(OLD).encode() * 2, junk, at)) in {None, ItemCode.CORRUPT}
    assert outcome(xmlfile.READER, spoiled(XML.encode(), junk, at)) in {None, ItemCode.CORRUPT}

"""JSON: like records are tables, others fields; FHIR resources follow their patient."""

from __future__ import annotations

import base64
import io
from itertools import pairwise

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.hostile import outcome
from tocsin.config import ReadLimits
from tocsin.model.evidence import ItemCode
from tocsin.readers import json_log
from tocsin.readers.interface import Source
from tocsin.readers.jsonfile import READER
from tocsin.readers.sniff import sniff

JSON, LINES = "application/json", "application/x-ndjson"


def _pairs(recorded):
    return [(f.path, f.value, f.group) for _, fields in recorded.field_lists for f in fields]


def test_like_records_are_a_table(read):
    data = [{"name": f"P{n}", "address": {"zip": "02139"}, "tags": ["a", "b"], "age": 4.0, "x": None} for n in range(3)]
    recorded = read(READER, orjson.dumps({"patients": data}), JSON)
    place, first, rows, _ = recorded.grids[0]
    assert (place, first) == ("patients", 1)
    assert rows[:2] == [["name", "address.zip", "tags", "age", "x"], ["P0", "02139", "a; b", "4", ""]]


def test_records_with_lists_of_objects_are_fields_of_one_group(read):
    data = [{"name": "Ann", "visits": [{"on": "2020-01-02"}, {"on": "2020-03-04"}]}, {"name": "Bob"}]
    assert _pairs(read(READER, orjson.dumps(data), JSON)) == [
        ("records.name", "Ann", 1),
        ("records.visits.on", "2020-01-02", 1),
        ("records.visits.on", "2020-03-04", 1),
        ("records.name", "Bob", 2),
    ]


def test_every_scalar_is_given_once(read):
    data = {"a": {"b": [1, 2, {"c": "x1"}], "d": True}, "e": [["h", "i"], ["j", "k"]], "f": ["l", "m"]}
    said = read(READER, orjson.dumps(data), JSON).all_text().split()
    assert sorted(said) == ["1", "2", "h", "i", "j", "k", "l", "m", "true", "x1"]


def test_lines_are_read_in_batches_with_their_header(read):
    lines = b"\n".join(orjson.dumps({"name": f"P{n}", "mrn": n}) for n in range(2500))
    recorded = read(READER, lines + b"\n{broken\n", LINES)
    assert [first for _, first, _, _ in recorded.grids] == [1, 1002, 2002]
    assert all(head[0] == ["name", "mrn"] for _, _, _, head in recorded.grids)
    assert sum(len(rows) for _, _, rows, _ in recorded.grids) == 2501
    assert recorded.texts == [("lines that are no JSON", "{broken")]
    assert recorded.codes == [ItemCode.PARTLY_CORRUPT]


def test_slices_of_lines_cover_all_lines():
    data = b"".join(orjson.dumps({"n": n}) + b"\n" for n in range(1000))
    units = READER.plan(Source(io.BytesIO(data), len(data), "", LINES), ReadLimits(unit_bytes=1000))
    assert units[0].start == 0 and units[-1].end == len(data)
    assert all(one.end == two.start for one, two in pairwise(units))
    assert [data[: unit.start].count(b"\n") + 1 for unit in units] == [unit.first_ordinal for unit in units]


def test_a_broken_document_is_text(read):
    recorded = read(READER, b'{"name": "Ann Lee", "x": ', JSON)
    assert "Ann Lee" in recorded.all_text() and recorded.codes == [ItemCode.PARTLY_CORRUPT]


def test_deep_nesting_ends(read):
    recorded = read(READER, b"[" * 500 + b"]" * 500, JSON)
    assert recorded.cannot in {ItemCode.TOO_DEEP, None}


def _patient(identity, family):
    return {
        "resourceType": "Patient",
        "id": identity,
        "text": {"status": "generated", "div": "<div>left out</div>"},
        "identifier": [
            {"system": "http://hl7.org/fhir/sid/us-ssn", "value": "123-45-6789"},
            {"type": {"coding": [{"code": "MR"}]}, "value": "M-1"},
        ],
        "name": [{"use": "official", "family": family, "given": ["Ann", "B"]}],
        "telecom": [{"system": "phone", "value": "617-555-0143"}],
        "birthDate": "1951-04-03",
        "contact": [{"name": {"family": "Ray", "given": ["Bob"]}}],
    }


def test_a_bundle_puts_resources_behind_their_patient(read):
    code = {"coding": [{"code": "E11.9", "display": "Type 2 diabetes"}]}
    conditions = [
        {"resourceType": "Condition", "code": code, "subject": {"reference": f"Patient/{identity}"}}
        for identity in ("two", "one")
    ]
    bundle = {
        "resourceType": "Bundle",
        "entry": [{"resource": one} for one in [*conditions, _patient("one", "Lee"), _patient("two", "Ng")]],
    }
    pairs = _pairs(read(READER, orjson.dumps(bundle), JSON))
    assert [value for path, value, _ in pairs if path in {"Patient.name.family", "Condition.code"}] == [
        "Lee",
        "Type 2 diabetes (E11.9)",
        "Ng",
        "Type 2 diabetes (E11.9)",
    ]
    one = {path: value for path, value, group in pairs if group == 1}
    assert one["Patient.identifier.ss"] == "123-45-6789" and one["Patient.identifier.mr"] == "M-1"
    assert one["Patient.name.given"] == "Ann" and one["Patient.name.middle"] == "B"
    assert one["Patient.telecom.phone"] == "617-555-0143" and one["Patient.birthDate"] == "1951-04-03"
    assert ("Patient.contact.name.family", "Ray", 2) in pairs


def test_documents_inside_resources_are_children(read):
    document = {
        "resourceType": "DocumentReference",
        "content": [
            {"attachment": {"contentType": "text/plain", "title": "note", "data": base64.b64encode(b"hi").decode()}}
        ],
    }
    binary = {"resourceType": "Binary", "contentType": "application/pdf", "data": base64.b64encode(b"%PDF").decode()}
    recorded = read(READER, orjson.dumps(document) + b"\n" + orjson.dumps(binary), LINES)
    assert recorded.children == [(1, "note", b"hi"), (2, "Binary", b"%PDF")]


def test_documents_in_a_row_are_records(read):
    recorded = read(READER, b'{\n "name": "Ann Lee",\n "n": 1\n}\n{\n "name": "Bo Ray",\n "n": 2\n}\n', JSON)
    assert recorded.grids[0][2] == [["name", "n"], ["Ann Lee", "1"], ["Bo Ray", "2"]] and recorded.codes == []


def test_an_array_that_is_cut_off_gives_its_elements(read):
    whole = orjson.dumps({"kept": "by us", "patients": [{"name": f"Ann {n}", "n": n} for n in range(5)]})
    recorded = read(READER, whole[:-20], JSON)
    assert [row[0] for row in recorded.grids[0][2]] == ["name", "Ann 0", "Ann 1", "Ann 2", "Ann 3"]
    assert [place for place, _ in recorded.texts] == ["before the records", "after the records"]
    assert "by us" in recorded.texts[0][1] and recorded.codes == [ItemCode.PARTLY_CORRUPT] * 2


LOG = b"".join(
    b'2024-01-02 03:04:05,%03d INFO [main] saved {"first": "Ann", "n": %d, "log": "x"} in 3 ms\n' % (n, n)
    for n in range(9)
)


def test_objects_in_the_lines_of_a_log_are_records(read):
    data = LOG + b"java.lang.Error: Ann Lee\n\tat x\n{broken\n"
    assert sniff(data, "x.log", len(data)) == sniff(data, "x", len(data)) == json_log.MEDIA_TYPE
    recorded = read(json_log.READER, data)
    header, *rows = recorded.grids[0][2]
    assert header == ["log_", "log end", "first", "n", "log"] and len(rows) == 9
    assert rows[8] == ["2024-01-02 03:04:05,008 INFO [main] saved", "in 3 ms", "Ann", "8", "x"]
    assert recorded.texts == [("lines from 1", "java.lang.Error: Ann Lee\n\tat x\n{broken")]


def test_slices_of_a_log_hold_every_line(read):
    source = Source(io.BytesIO(LOG), len(LOG), "x.log", json_log.MEDIA_TYPE)
    units = json_log.READER.plan(source, ReadLimits(unit_bytes=200))
    assert [units[0].start, units[-1].end] == [0, len(LOG)] and len(units) == 3
    assert [one.first_ordinal for one in units] == [1, 4, 7]


@pytest.mark.parametrize("table", [b'a,b\n"{""x"":1}",2\n' * 5, b"a,b\n1,2\n" * 5, b"no log\n" * 5])
def test_tables_and_texts_are_no_logs_of_objects(table):
    assert sniff(table, "x.txt", len(table)) != json_log.MEDIA_TYPE


@given(st.text(st.sampled_from('ab{}":,1\n[]'), max_size=120))
def test_any_log_ends(text):
    outcome(json_log.READER, text.encode())

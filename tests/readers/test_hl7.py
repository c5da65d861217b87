"""HL7 version 2: groups by person, every line end, escapes, documents inside, batches, and nothing too broken."""

from __future__ import annotations

import base64
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.hostile import outcome, spoiled
from tocsin.config import READ
from tocsin.model.evidence import ItemCode
from tocsin.readers.hl7 import READER
from tocsin.readers.interface import Source
from tocsin.readers.registry import reader_for
from tocsin.readers.sniff import sniff

MESSAGE = (
    r"MSH|^~\&|APP|LAKE CLINIC|||20240101||ADT^A01|1|P|2.5",
    "PID|1||M77^^^LAKE^MR~536221234^^^USA^SS||LEE^ANN^M^JR~ROE^ANN^^^^^A|OLSEN^EVE|19700102|F||"
    "|2 ELM ST^APT 3^MIAMI^FL^33101||(305)555-0100^PRN^PH~^NET^Internet^ann@example.org|||||ACC5|||||||||||20240110",
    "PD1||||1234567893^DOCTOR^DAN^^^^MD",
    "NK1|1|LEE^BOB|SPO^Spouse|2 ELM ST^^MIAMI^FL^33101|(305)555-0199|||||||||M|19690304",
    "PV1|1|I|||||1234567893^ATTEND^AL",
    "DG1|1||E11.9^Diabetes^I10|||A",
    "GT1|1||LEE^BOB||2 ELM ST^^MIAMI^FL^33101|||19690304|M||SPO|536221111",
    "IN1|1|PLAN1|77|BIG PLAN||||G1||||||||LEE^BOB|SPO|19690304||||||||||||||||||P55",
    "IN2||536221111||||MCARE1",
    "OBX|1|NM|29463-7^Body weight^LN||72|kg|||||F|||20240101",
    "OBX|2|TX|1^Report^L||First line of the",
    "OBX|3|TX|1^Report^L||narrative\\.br\\with a \\T\\ sign",
)  # fmt: skip


def _data(*lines, end="\r"):
    return end.join(lines or MESSAGE).encode() + end.encode()


def _fields(recorded):
    return [one for _, fields in recorded.field_lists for one in fields]


def _said(recorded):
    return [(one.path, one.value) for one in _fields(recorded)]


def test_the_patient_and_those_beside_have_groups_of_their_own(read):
    recorded = read(READER, _data())
    groups = {one.path: one.group for one in _fields(recorded)}
    of_patient = ("PID-5.1", "PID-3.1", "PID-3(SS)", "PV1-7", "DG1-3", "OBX-5", "OBX-5(HW)", "PD1-4(NPI)")
    assert len({groups[path] for path in of_patient}) == 1
    beside = {groups[path] for path in ("NK1-2.1", "GT1-3.1", "IN1-16.1", "MSH-4", "PID-5.1")}
    assert len(beside) == 5 and groups["IN2-6"] == groups["IN1-36"] == groups["IN1-16.1"]
    said = _said(recorded)
    assert ("PID-5", "ROE^ANN") in said and ("PID-6", "OLSEN^EVE") in said and ("PID-7", "1970-01-02") in said
    assert ("PID-13.1", "(305)555-0100") in said and ("PID-13.4", "ann@example.org") in said
    assert ("PID-11", "2 ELM ST^APT 3^MIAMI^FL^33101") in said and ("PID-29", "2024-01-10") in said
    assert ("OBX-5", "First line of the\nnarrative\nwith a & sign") in said
    assert ("OBX-5(HW)", "Body weight (29463-7): 72 kg") in said


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "<CR>\n", "\n\n"])
def test_any_line_end(read, end):
    assert _said(read(READER, _data(end=end))) == _said(read(READER, _data()))


def test_other_separators(read):
    data = _data("MSH#*:?!#A#B", "PID#1##M7***L!x*MR##LEE*ANN:ROE*ANN")
    assert {("PID-3.1", "M7"), ("PID-5.1", "LEE"), ("PID-5", "ROE^ANN")} <= set(_said(read(READER, data)))


def test_frames_and_batches(read):
    framed = b"".join(b"\x0b" + _data(MESSAGE[0], f"PID|1||M{n}||LEE^ANN{n}") + b"\x1c\r" for n in range(3))
    recorded = read(READER, b"FHS|^~\\&|\rBHS|^~\\&|\r" + framed + b"BTS|3\rFTS|1\r")
    assert [v for p, v in _said(recorded) if p == "PID-5.2"] == ["ANN0", "ANN1", "ANN2"] and recorded.codes == []
    assert len({one.group for one in _fields(recorded) if one.path == "PID-5.2"}) == 3
    assert read(READER, b"FHS|^~\\&|\rBHS|^~\\&|\r" + framed + b"BTS|4\r").codes == [ItemCode.COUNT_DIFFERS]


def test_two_patients_of_one_message_are_two(read):
    recorded = read(READER, _data(MESSAGE[0], "PID|1||M1||LEE^ANN", "MRG|M0", "PID|2||M2||ROE^EVE"))
    groups = {one.value: one.group for one in _fields(recorded)}
    assert groups["ANN"] == groups["M0"] != groups["EVE"]


def test_documents_inside_are_children(read):
    pdf = b"%PDF-1.4 " + b"x" * 600
    packed = base64.b64encode(pdf).decode()
    lines = (
        f"OBX|1|ED|18842-5^Discharge summary||^AP^PDF^Base64^{packed}", f"OBX|2|TX|x^Scan||{packed}",
        "OBX|3|ED|x||^AP^TXT^Hex^616263", "OBX|4|ED|x||^TEXT^^A^plain words here", "OBX|5|ED|x||^AP^PDF^Hex^zz",
    )  # fmt: skip
    recorded = read(READER, _data(*MESSAGE[:2], *lines))
    assert [data for _, _, data in recorded.children] == [pdf, pdf, b"abc"]
    assert recorded.children[0][1].endswith(".pdf") and len(recorded.failed) == 1
    assert ("OBX-5", "plain words here") in _said(recorded)


def test_segments_of_ones_own_are_text_and_broken_lines_go_on(read):
    recorded = read(READER, _data(*MESSAGE[:2], "ZPI|1|guardian^of~nobody", "NTE|1||first", "and second"))
    assert ("ZPI-2", "guardian of\nnobody") in _said(recorded) and ("NTE-3", "first\nand second") in _said(recorded)


def test_slices_give_what_the_whole_gives(read):
    data = b"".join(_data(*MESSAGE[:1], f"PID|1||M{n}||LEE^ANN{n}", *MESSAGE[3:]) for n in range(60))
    source = Source(io.BytesIO(data), len(data), "x", "application/hl7-v2")
    units = READER.plan(source, type(READ)(unit_bytes=5_000))
    recorder = read(READER, b"MSH|^~\\&|")
    for unit in units:
        READER.read(source, recorder, READ, unit)
    assert len(units) > 5 and [v for p, v in _said(recorder) if p == "PID-5.2"] == [f"ANN{n}" for n in range(60)]


def test_an_embedded_document_without_bytes_is_no_child(read):
    told = read(READER, b"MSH|^~\\&|\rOBX|1|ED|x^Scan||App5^NS^Octet-stream^Base64\rOBX|2|ED|x^Note||seen by Ann Lee")
    assert told.children == told.failed == []
    assert "seen by Ann Lee" in told.all_text()


@pytest.mark.parametrize(
    "data",
    [b"MSH", b"MSH|", b"MSH|^~\\&|" + b"\x00\xff" * 100_000, b"MSH|^~\\&|\rPID" + b"|^~&" * 300_000,
     b"MSH|^~\\&|\rOBX|1|ED|||" + b"\\X" * 100_000, b"MSH||\rPID|1||||\\", b"MSH|^~\\&|\r" + b"PID|1\r" * 50_000],
)  # fmt: skip
def test_broken_messages_end_in_a_code_or_in_nothing(read, data):
    assert read(READER, data).cannot in {None, ItemCode.CORRUPT}


@given(st.binary(max_size=300), st.integers(0, 2_000))
def test_never_raises_anything_else(junk, at):
    assert outcome(READER, spoiled(_data(), junk, at)) in {None, ItemCode.CORRUPT}


def test_known_by_its_content():
    assert reader_for(sniff(b"\x0b" + _data(), "a.txt", 900)) is READER

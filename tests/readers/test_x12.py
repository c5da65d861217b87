"""X12: persons in groups of their own, claims with their patient, counts held against trailers, no input too broken."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.hostile import outcome, spoiled
from tocsin.config import READ
from tocsin.model.evidence import ItemCode
from tocsin.readers.interface import Source
from tocsin.readers.registry import reader_for
from tocsin.readers.sniff import sniff
from tocsin.readers.x12 import READER


def _isa(element="*", component=":", repetition="^", end="~"):
    widths = ["00", " " * 10, "00", " " * 10, "ZZ", "A" * 15, "ZZ", "B" * 15, "240101", "0900", repetition]
    return element.join(["ISA", *widths, "00501", "000000001", "0", "P", component]) + end


def _file(*segments, kind="837", element="*", end="~", isa=""):
    inner = [f"ST*{kind}*0001", *segments, f"SE*{len(segments) + 2}*0001"]
    body = end.join(["GS*HC*A*B*20240101*0900*1*X*005010", *inner, "GE*1*1", "IEA*1*000000001"]) + end
    return ((isa or _isa(element, end=end)) + body.replace("*", element)).encode()


CLAIM = (
    "HL*1**20*1", "NM1*85*2*LAKE CLINIC*****XX*1234567893", "N3*1 CLINIC RD", "REF*EI*123456789",
    "HL*2*1*22*1", "SBR*P**GRP1", "NM1*IL*1*LEE*ANN*M***MI*W123", "N3*2 ELM ST", "N4*MIAMI*FL*33101", "DMG*D8*19700102*F",
    "NM1*PR*2*BIG PLAN*****PI*99",
    "HL*3*2*23*0", "PAT*19", "NM1*QC*1*LEE*BOB", "DMG*D8*20150304*M", "REF*SY*536221234",
    "CLM*ACC77*100", "REF*D9*CN5", "HI*ABK:E119*ABF:I10", "NM1*82*1*DOCTOR*DAN****XX*1234567893", "N3*9 DOCTOR RD",
    "LX*1", "SV1*HC:99213*40", "DTP*472*D8*20240101",
)  # fmt: skip


def _pairs(recorded):
    return [(f.path, f.value) for _, fields in recorded.field_lists for f in fields]


def _groups(recorded):
    return {f.value: f.group for _, fields in recorded.field_lists for f in fields}


def test_claims_go_to_the_patient_and_offices_keep_their_own(read):
    groups = _groups(read(READER, _file(*CLAIM)))
    patient, holder = groups["BOB"], groups["ANN"]
    assert patient != holder and groups["2 ELM ST"] == groups["W123"] == holder
    assert {groups[v] for v in ("ACC77", "CN5", "E119", "I10", "99213", "536221234", "2015-03-04")} == {patient}
    assert len({groups["DAN"], groups["LAKE CLINIC"], groups["BIG PLAN"], patient, holder}) == 5
    assert groups["9 DOCTOR RD"] == groups["DAN"]


def test_counts_that_agree_say_nothing(read):
    assert read(READER, _file(*CLAIM)).codes == []


@pytest.mark.parametrize(
    ("element", "component", "end"), [("|", ">", "\n"), ("*", ":", "~\r\n"), ("\x1d", "\x1f", "\x1c")]
)
def test_separators_come_from_the_header(read, element, component, end):
    claim = [one.replace(":", component) for one in CLAIM]
    isa = _isa(element, component, end=end[0]) + end[1:]
    recorded = read(READER, _file(*claim, element=element, end=end, isa=isa))
    assert ("HI*ABK", "E119") in _pairs(recorded) and recorded.codes == []


def test_an_interchange_with_other_separators_follows(read):
    second = _isa("|", end="'") + "GS|HC'ST|834|1'INS|Y|18'NM1|IL|1|ROE|EVE'SE|4|1'GE|1|1'IEA|1|1'"
    said = _pairs(read(READER, _file(*CLAIM) + b"\r\n" + second.encode()))
    assert ("NM1*QC-3", "LEE") in said and ("NM1*IL-4", "EVE") in said


def test_a_header_of_wrong_widths_is_counted_out(read):
    isa = "ISA*00**00**ZZ*A*ZZ*B*240101*0900*^*00501*1*0*P*:~"
    recorded = read(READER, _file(*CLAIM, isa=isa) + b" " * 200)
    assert ("NM1*QC-4", "BOB") in _pairs(recorded)


def test_enrolment_groups_by_member(read):
    recorded = read(
        READER,
        _file(
            "INS*Y*18", "REF*0F*M1", "NM1*IL*1*LEE*ANN****34*536221234", "HD*021**PPO",
            "INS*N*19", "REF*0F*M2", "NM1*IL*1*LEE*BOB", "NM1*S3*1*ROE*EVE", "PER*IC**TE*6175550100", kind="834",
        ),
    )  # fmt: skip
    groups, said = _groups(recorded), _pairs(recorded)
    assert groups["M1"] == groups["536221234"] != groups["M2"] == groups["BOB"] != groups["EVE"] == groups["6175550100"]
    assert ("dependent/NM1*IL-4", "BOB") in said and ("NM1*IL-9(34)", "536221234") in said


def test_payments_name_the_patient_of_each_claim(read):
    recorded = read(
        READER,
        _file(
            "CLP*A1*1*9*9**12*C1", "NM1*QC*1*LEE*ANN****MI*W1", "NM1*82*2*CLINIC", "SVC*HC:99213*9", "CLP*A2*1*9*9**12*C2",
            "NM1*QC*1*ROE*EVE", kind="835",
        ),
    )  # fmt: skip
    groups = _groups(recorded)
    assert groups["A1"] == groups["C1"] == groups["ANN"] == groups["99213"] != groups["A2"] == groups["EVE"]


def test_lying_counts_and_a_missing_end_are_said(read):
    data = _file(*CLAIM)
    assert ItemCode.COUNT_DIFFERS in read(READER, data.replace(b"SE*26", b"SE*27")).codes
    assert ItemCode.COUNT_DIFFERS in read(READER, data.replace(b"SE*26", b"SE*x" + b"9" * 40)).codes
    cut = read(READER, data[: data.index(b"LX*1")])
    assert ItemCode.PARTLY_CORRUPT in cut.codes and ("NM1*QC-4", "BOB") in _pairs(cut)


def test_acknowledgements_name_nobody(read):
    recorded = read(READER, _file("AK1*HC*1", "AK9*A*1*1*1", kind="999"))
    assert [path for path, _ in _pairs(recorded)] == ["ST*999"]


def test_slices_give_what_the_whole_gives(read):
    claims = "~".join(CLAIM)
    sets = "~".join(f"ST*837*{n}~{claims.replace('BOB', f'BOB{n}')}~SE*26*{n}" for n in range(40))
    data = (_isa() + f"GS*HC~{sets}~GE*40*1~IEA*1*1~").encode()
    limits = type(READ)(unit_bytes=3000)
    source = Source(io.BytesIO(data), len(data), "x", "application/edi-x12")
    units = READER.plan(source, limits)
    assert len(units) > 3 and units[0].start == 0 and units[-1].end == len(data)
    assert all(one.end == two.start for one, two in pairwise(units))
    recorder = read(READER, b"ISA")
    for unit in units:
        READER.read(source, recorder, limits, unit)
    assert recorder.codes == []
    assert [v for p, v in _pairs(recorder) if p == "NM1*QC-4"] == [f"BOB{n}" for n in range(40)]


@pytest.mark.parametrize(
    "data",
    [b"ISA", b"ISA*", _isa().encode(), _isa().encode() + b"\x00\xff" * 50_000, _isa().encode() + b"A" * 3_000_000,
     _isa().encode() + b"HL*" * 100_000 + b"~", _isa().encode() + b"NM1*IL~HI~CLM~SV1*:~LIN~PER~DMG~" * 1_000],
)  # fmt: skip
def test_broken_files_end_in_a_code(read, data):
    recorded = read(READER, data)
    assert recorded.cannot in {None, ItemCode.CORRUPT} and (recorded.cannot or recorded.codes)


@given(st.binary(max_size=400), st.integers(0, 900))
def test_never_raises_anything_else(junk, at):
    assert outcome(READER, spoiled(_file(*CLAIM), junk, at)) in {None, ItemCode.CORRUPT}


def test_known_by_its_content():
    data = _file(*CLAIM)
    narrow = _file(*CLAIM, isa="ISA*00**00**ZZ*A*ZZ*B*240101*0900*^*00501*1*0*P*:~")
    assert [reader_for(sniff(one, "claims.dat", len(one))) for one in (data, narrow)] == [READER, READER]


@pytest.mark.parametrize("first", ["ST*837*0001", "HL*2*1*22*1", "NM1*IL*1*LEE*ANN*M***MI*W123"])
def test_a_piece_cut_out_of_its_interchange_names_its_people(read, first):
    whole = ["ST*837*0001", *CLAIM]
    data = ("~\n".join(whole[whole.index(first) :]) + "~\n").encode()
    assert reader_for(sniff(data, "snip.txt", len(data))) is READER
    recorded = read(READER, data)
    groups = _groups(recorded)
    assert groups["W123"] == groups["ANN"] != groups["BOB"] == groups["ACC77"] and recorded.codes == []

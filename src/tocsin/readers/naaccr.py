"""NAACCR cancer registry records in flat files: one tumor a line, items at the columns of the record's version.

Versions 12 to 16 share one layout, 18 has another; a record that tells no version goes by its length. The text
sections of full case abstracts are given as text.

Source: NAACCR Standards for Cancer Registries, volume I/II: record types I, C, M, A; record lengths 3,339, 5,564 and
22,824 (versions 12 to 16), 4,048, 6,154 and 24,194 (version 18); items as in ``naaccr_items``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tocsin.config import ReadLimits
from tocsin.model.bodies import Field
from tocsin.model.item_ends import ItemCode
from tocsin.readers.decoding import SAMPLE_BYTES, encoding_of, text_blocks
from tocsin.readers.interface import CannotRead, Sink, Source, Unit
from tocsin.readers.naaccr_items import patient_fields
from tocsin.readers.slicing import is_wide, units_before

MEDIA_TYPE = "text/x-naaccr"
_LENGTHS = frozenset({3339, 5564, 22824, 4048, 6154, 24194})
_SHORTEST = 1_000
_RECORD = re.compile(r"[ICMAU][ \d][ ]{14}1[2-8]\d\d*")
_BLANKS = re.compile(r" {2,}")
_CONFIDENTIAL = frozenset("CMA")
_TEXTS = frozenset("MA")
_COLUMNS = """
patientIdNumber 42,8 42,8
registryId 20,10 20,10
addrAtDxCity 74,50 95,50
addrAtDxState 124,2 145,2
addrAtDxPostalCode 126,9 147,9
addrAtDxCountry 464,3 436,3
sex 222,1 192,1
dateOfBirth 226,8 196,8
birthplaceState 470,2 442,2
birthplaceCountry 472,3 444,3
textUsualOccupation 247,100 217,100
textUsualIndustry 347,100 317,100
dateOfDiagnosis 544,8 530,8
primarySite 554,4 540,4
npiReportingFacility 705,10 691,10
reportingFacility 715,10 701,10
accessionNumberHosp 745,9 731,9
addrCurrentCity 2803,50 2131,50
addrCurrentState 2853,2 2181,2
addrCurrentPostalCode 2855,9 2183,9
followUpContactCity 2879,50 2208,50
followUpContactState 2929,2 2258,2
followUpContactPostal 2931,9 2260,9
nameLast 4049,40 3340,40
nameFirst 4089,40 3380,40
nameMiddle 4129,40 3420,40
namePrefix 4169,3 3460,3
nameSuffix 4172,3 3463,3
nameAlias 4175,40 3466,40
nameMaiden 4215,40 3506,40
nameSpouseParent 4255,60 3546,60
medicalRecordNumber 4315,11 3606,11
socialSecurityNumber 4328,9 3619,9
medicareBeneficiaryIdentifier 4337,11 -
addrAtDxNoStreet 4348,60 3628,60
addrAtDxSupplementl 4408,60 3688,60
addrCurrentNoStreet 4468,60 3748,60
addrCurrentSupplementl 4528,60 3808,60
telephone 4588,10 3868,10
dcStateFileNumber 4598,6 3878,6
followUpContactName 4604,60 3884,60
followUpContactNoSt 4664,60 3944,60
followUpContactSuppl 4724,60 4004,60
physicianManaging 5025,8 4405,8
pathReportNumber1 6180,20 4560,20
"""
"""Item, then start column (from 1) and length in version 18 and in versions 12 to 16."""
_TEXT_STARTS = (6155, 5565)


def _layouts() -> tuple[dict[str, tuple[int, int]], ...]:
    layouts: tuple[dict[str, tuple[int, int]], ...] = ({}, {})
    for line in _COLUMNS.split("\n"):
        name, *places = line.split()[:3] or [""]
        for layout, place in zip(layouts, places, strict=False):
            if place != "-":
                start, _, length = place.partition(",")
                layout[name] = (int(start) - 1, int(start) - 1 + int(length))
    return layouts


_LAYOUTS = _layouts()


class NaaccrReader:
    """The reader of flat NAACCR files."""

    name = "naaccr"
    media_types = frozenset({MEDIA_TYPE})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return slices that begin with a line."""
        if is_wide(_encoding(source)):
            return []
        return list(units_before(source.stream, source.size_bytes, limits.unit_bytes, re.compile(rb"\n")))

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Give the items of each record as fields, one group a record."""
        start, end = (unit.start, unit.end) if unit else (0, source.size_bytes)
        pending: list[Field] = []
        group = strange = records = 0
        for line in _lines(text_blocks(source.stream, start, end, _encoding(source))):
            if len(line) < _SHORTEST:
                strange += 1
                sink.text(line, "lines that are no record")
                continue
            records += 1
            group += 2
            pending.extend(_fields(line, group))
            if len(pending) > limits.fields // 2:
                sink.fields(pending, "records")
                pending = []
        if pending:
            sink.fields(pending, "records")
        if not records and not strange:
            raise CannotRead(ItemCode.CORRUPT)
        if strange:
            sink.partly(ItemCode.PARTLY_CORRUPT)


READER = NaaccrReader()


def is_naaccr(text: str) -> bool:
    """Tell whether a text begins with a flat NAACCR record."""
    line = text[:30_000].split("\n", 1)[0].rstrip("\r")
    if len(line) < _SHORTEST or "\t" in line:
        return False
    is_bare = len(line) in _LENGTHS and line[0] in "ICMA" and line[41:49].strip().isdigit()
    return bool(_RECORD.match(line)) or is_bare


def _encoding(source: Source) -> str:
    source.stream.seek(0)
    return encoding_of(source.stream.read(SAMPLE_BYTES))


def _lines(blocks: Iterator[str]) -> Iterator[str]:
    for block in blocks:
        for line in block.lstrip("\ufeff").split("\n"):
            if line := line.rstrip("\r\x1a"):
                yield line


def _fields(line: str, group: int) -> Iterator[Field]:
    version = line[16:19].strip()
    is_new = version >= "180" if version.isdigit() else len(line) in {4048, 6154, 24194}
    kind = line[0]
    columns = _LAYOUTS[0 if is_new else 1]
    edge = columns["nameLast"][0]
    items = {
        name: value
        for name, (start, end) in columns.items()
        if (start < edge or kind in _CONFIDENTIAL) and (value := line[start:end].strip())
    }
    yield Field("Patient/recordType", kind, "Record type", group)
    yield from patient_fields(items, group)
    text_start = _TEXT_STARTS[0 if is_new else 1] - 1
    if kind in _TEXTS and (text := line[text_start:].strip()):
        yield Field("Patient/text", _BLANKS.sub("\n", text), "Text sections", group)

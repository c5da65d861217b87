"""NCPDP pharmacy claims (Telecommunication Standard D.0 and 5.1): patient, cardholder, medicine, prescriber.

A transmission begins with a header of fixed width; segments, groups and fields follow behind their separators.

Source: NCPDP Telecommunication Standard D.0: separators 1E (segment), 1D (group), 1C (field), 02 and 03 (batch frames);
segments AM01 (patient), AM03 (prescriber), AM04 (insurance), AM07 (claim), AM13 (clinical) and their fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tocsin.config import ReadLimits
from tocsin.model.bodies import Field
from tocsin.model.item_ends import ItemCode
from tocsin.readers.decoding import SAMPLE_BYTES, encoding_of
from tocsin.readers.interface import CannotRead, Sink, Source, Unit
from tocsin.readers.slicing import blocks

MEDIA_TYPE = "application/x-ncpdp"
_CUT = re.compile(r"[\x1e\x1d\x02\x03]")
_HEADER = re.compile(r"[\w ]{6}(?:D0|51|5\d)[A-Z]\d")
_LONGEST_PIECE = 1 << 20
_FLUSH_FIELDS = 4_000
_SEXES = {"1": "male", "2": "female"}
_PATIENT = {
    "CB": "Last name", "CA": "First name", "C4": "Date of birth", "C5": "Sex", "CM": "Street", "CN": "City",
    "CO": "State", "CP": "ZIP", "CQ": "Phone", "HN": "E-mail", "CY": "Patient ID", "CZ": "Employer ID",
}  # fmt: skip
_CARDHOLDER = {"CD": "Last name", "CC": "First name"}
_PLAN = {"C2": "Cardholder ID", "C1": "Group ID", "C6": "Relationship"}
_CLAIM = {"D2": "Prescription number", "D7": "Medication (NDC)", "DO": "Diagnosis", "DZ": "Claim number", "D1": "Date"}
_PRESCRIBER = {"DR": "Prescriber last name", "2J": "Prescriber first name", "PM": "Prescriber phone"}
_RELATIONS = {"1": "self", "2": "spouse", "3": "child", "4": "other"}


class NcpdpReader:
    """The reader of NCPDP transmissions."""

    name = "ncpdp"
    media_types = frozenset({MEDIA_TYPE})
    is_container = False

    def plan(self, source: Source, limits: ReadLimits) -> list[Unit]:
        """Return no slices."""
        return []

    def read(self, source: Source, sink: Sink, limits: ReadLimits, unit: Unit | None = None) -> None:
        """Give the persons and medicines of each transmission."""
        source.stream.seek(0)
        encoding = encoding_of(source.stream.read(SAMPLE_BYTES))
        pending: list[Field] = []
        group = 0
        for piece in _pieces(blocks(source.stream, 0, source.size_bytes, encoding)):
            if _HEADER.match(piece):
                group += 3
                if len(pending) > _FLUSH_FIELDS:
                    sink.fields(pending, "transmissions")
                    pending = []
                pending.append(Field("Transmission", "NCPDP", "NCPDP", group))
            pending.extend(_fields(piece, max(3, group)))
        if not pending:
            raise CannotRead(ItemCode.CORRUPT)
        sink.fields(pending, "transmissions")


READER = NcpdpReader()


def is_ncpdp(text: str) -> bool:
    """Tell whether a text is a transmission or a batch of them."""
    return bool(re.search(r"[\x1e\x1d]\x1c?AM\d\d\x1c", text[:2_000])) and bool(_HEADER.search(text[:300]))


def _pieces(texts: Iterator[str]) -> Iterator[str]:
    held = ""
    for text in texts:
        pieces = _CUT.split(held + text)
        held = pieces.pop()[:_LONGEST_PIECE]
        yield from (piece.strip("\r\n") for piece in pieces if piece.strip())
    if held.strip():
        yield held.strip("\r\n")


def _fields(piece: str, group: int) -> Iterator[Field]:
    """Give the fields of one segment: the patient's in the group, cardholder and prescriber in the two before."""
    for one in piece.split("\x1c")[1 if _HEADER.match(piece) else 0 :]:
        code, value = one[:2], one[2:].strip()
        if not value or code == "AM":
            continue
        for prefix, known, where in (
            ("patient", _PATIENT, group), ("cardholder", _CARDHOLDER, group - 1), ("plan", _PLAN, group),
            ("claim", _CLAIM, group), ("prescriber", _PRESCRIBER, group - 2),
        ):  # fmt: skip
            if code in known:
                yield Field(f"ncpdp.{prefix}/{code}", _told(code, value), known[code], where)


def _told(code: str, value: str) -> str:
    if code == "C5":
        return _SEXES.get(value, "")
    if code == "C6":
        return _RELATIONS.get(value, "")
    if code in {"C4", "D1"} and len(value) == 8 and value.isdigit():
        return f"{value[:4]}-{value[4:6]}-{value[6:]}"
    return value

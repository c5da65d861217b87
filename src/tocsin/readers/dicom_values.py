"""Values of DICOM headers: which are kept, how names and days are written, which pictures have text in them.

Invariant: pure.
Source: DICOM PS3.5 6.2 (PN: family^given^middle^prefix^suffix; DA), PS3.3 C.7.6.1 (Burned In Annotation 0028,0301).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

KEPT = {
    "PatientSex": "{}", "PatientSize": "{} m", "PatientWeight": "{} kg", "PatientID": "{}",
    "IssuerOfPatientID": "{}", "DirectoryRecordType": "", "ResponsiblePersonRole": "{}",
}  # fmt: skip
"""Elements that are no text by their kind and are kept all the same, with how they are written."""


@dataclass(frozen=True, slots=True)
class _People:
    """Whose name or value an element holds, by its keyword; every other name is a professional's."""

    patient: frozenset[str]
    relative: frozenset[str]
    silent: frozenset[str]


PEOPLE = _People(
    patient=frozenset({"PatientName", "OtherPatientNames", "PatientBirthName", "PatientAlternativeCalendar"}),
    relative=frozenset({"PatientMotherBirthName", "ResponsiblePerson"}),
    silent=frozenset(
        {
            "Manufacturer", "ManufacturerModelName", "SoftwareVersions", "StationName", "DeviceSerialNumber",
            "ProtocolName", "SeriesDescription", "ImplementationVersionName", "SourceApplicationEntityTitle",
            "CodeValue", "CodeMeaning", "CodingSchemeDesignator", "CodingSchemeVersion", "LongCodeValue",
            "ContrastBolusAgent", "SequenceName", "ImageComments", "DirectoryRecordType", "ContentLabel",
            "FrameLaterality", "DetectorID", "ReceiveCoilName", "TransmitCoilName", "LUTExplanation",
            "ROIName", "StructureSetLabel", "StructureSetName", "RTPlanLabel", "DoseComment", "PatientOrientation",
            "StudyID", "SeriesDate", "ContentDate", "AcquisitionDate", "InstanceCreationDate", "DateOfLastCalibration",
            "CodingSchemeName", "ContextGroupVersion", "TimezoneOffsetFromUTC", "FilterType", "ConvolutionKernel",
            "StructureSetDate", "AcquisitionDateTime", "IssuerOfPatientID", "PatientPosition", "ContentDescription",
            "DerivationDescription",
        }
    ),
)  # fmt: skip
"""``silent`` are values of machines and codes."""
_TEXTY = frozenset({"US", "SC", "OT", "XC", "ES", "DOC", "GM", ""})
"""Modalities whose pictures mostly carry the patient's name in their pixels, or none told."""
_DAY = re.compile(r"(\d{4})[.]?(\d\d)[.]?(\d\d).*")


def name_fields(keyword: str, value: str) -> Iterator[tuple[str, str]]:
    """Give (path, value) of a person's name; the alphabetic group of several is read, the others go along whole."""
    groups = value.split("=")
    pieces = [*(piece.strip() for piece in groups[0].split("^")), "", "", "", "", ""][:5]
    family, given, middle, _, suffix = pieces
    if keyword == "PatientName":
        if given:
            yield from (("PatientName.family", family), ("PatientName.given", given), ("PatientName.middle", middle))
            yield "PatientName.suffix", suffix
        else:
            yield "PatientName", family
    elif any(pieces):
        whole = "^".join((family, given, middle, suffix)).rstrip("^") if given else family
        kind = "" if keyword in PEOPLE.patient else "relative" if keyword in PEOPLE.relative else "physician"
        yield f"{keyword or 'private'}/{kind}" if kind else keyword, whole
    for other in groups[1:3]:
        if other.strip("^ ") and keyword == "PatientName":
            yield "OtherPatientNames", " ".join(part for part in other.split("^") if part)


def day_text(value: str) -> str:
    """Return a date as ISO text; what is none as it stands.

    Example:
        >>> day_text("19700102"), day_text("1970.01.02"), day_text("1970")
        ('1970-01-02', '1970-01-02', '1970')
    """
    found = _DAY.fullmatch(value)
    return f"{found[1]}-{found[2]}-{found[3]}" if found else value


def has_text_burned_in(header: Any) -> bool:
    """Tell whether the pictures of a header say, or are of a kind that mostly has, text in their pixels."""
    if "Rows" not in header or "Columns" not in header:
        return False
    told = str(header.get("BurnedInAnnotation", "") or "").strip().upper()
    return told == "YES" or (told != "NO" and str(header.get("Modality", "") or "").strip().upper() in _TEXTY)

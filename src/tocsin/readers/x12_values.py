"""What an X12 segment says of a person or claim, as (path, value, label) without its loop.

Paths are ``segment[*qualifier]-element``: ``N3-1``, ``REF*SY``, ``HI*ABK``; dates come as ISO text.

Invariant: pure; control segments, amounts and codes of process give nothing.
Source: ASC X12 005010: NM1 (1035), N3/N4, DMG, REF (data element 128), PER (365), HI (1270), DTP/DTM, SV1, SV2, SV3,
SVC, LIN, CLM, CLP, HD, PAT, INS, NTE, MSG, K3; implementation guides X222, X223, X221, X220, X279, X212.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tocsin.readers.x12_segments import EdiSegment

Value = tuple[str, str, str]
_REFERENCES = {
    "SY": "SSN", "1W": "Member ID", "0F": "Subscriber number", "EA": "Medical record number",
    "EJ": "Patient account number", "D9": "Claim number", "F8": "Claim number", "1K": "Claim number",
    "Y4": "Claim number", "9A": "Claim number", "9C": "Claim number", "IG": "Policy number", "1L": "Group number",
    "6P": "Group number", "23": "Client number", "3H": "Case number", "ABB": "Personal ID number",
    "XZ": "Prescription number", "G1": "Prior authorization", "9F": "Referral number", "49": "Family unit number",
    "EI": "Tax ID", "TJ": "Tax ID", "HPI": "NPI", "0B": "License", "17": "Client category", "F6": "Medicare number",
    "NQ": "Medicaid number", "ZZ": "Reference", "BLT": "Bill type", "N6": "Plan number",
}  # fmt: skip
_DIAGNOSES = frozenset({"ABK", "ABF", "BK", "BF", "ABJ", "BJ", "APR", "PR", "ABN", "BN", "DR", "ZZ"})
_PROCEDURES = frozenset({"BBR", "BR", "BBQ", "BQ", "BP", "BO", "CAH"})
_PHONES = frozenset({"TE", "HP", "WP", "CP", "BN", "EM", "FX"})
_SEXES = {"M": "M", "F": "F"}


def date_text(value: str) -> str:
    """Return a date of eight digits (or the first of a range) as ISO text; other values as they are.

    Example:
        >>> date_text("19750820"), date_text("20050314-20050325"), date_text("750820")
        ('1975-08-20', '2005-03-14', '750820')
    """
    first = value.split("-")[0].strip()[:8]
    if len(first) == 8 and first.isdigit():
        return f"{first[:4]}-{first[4:6]}-{first[6:]}"
    return value


def name_values(segment: EdiSegment) -> Iterator[Value]:
    """Give the name and number of an NM1 segment; the name of an organization has ``(2)`` in its path."""
    if segment.get(4):
        for index, label in ((3, "Last name"), (4, "First name"), (5, "Middle name"), (7, "Suffix")):
            yield f"-{index}", segment.get(index), label
    else:
        yield "(2)" if segment.get(2) == "2" else "", segment.get(3), "Name"
    qualifier = segment.get(8)
    path = f"-9({qualifier})" if qualifier in {"34", "XX", "FI", "24"} else "-9"
    yield path, segment.get(9), {"34": "SSN", "XX": "NPI", "FI": "Tax ID", "24": "Tax ID"}.get(qualifier, "ID")


def detail_values(segment: EdiSegment) -> Iterator[Value]:
    """Give what any other segment says."""
    read = _SEGMENTS.get(segment.get(0))
    if read is not None:
        yield from read(segment)


def _street(segment: EdiSegment) -> Iterator[Value]:
    yield "N3-1", segment.get(1), "Street"
    yield "N3-2", segment.get(2), "Address line 2"


def _city(segment: EdiSegment) -> Iterator[Value]:
    for index, label in enumerate(("City", "State", "ZIP", "Country"), 1):
        yield f"N4-{index}", segment.get(index), label


def _birth(segment: EdiSegment) -> Iterator[Value]:
    yield "DMG-2", date_text(segment.get(2)), "Date of birth"
    yield "DMG-3", _SEXES.get(segment.get(3), ""), "Sex"


def _reference(segment: EdiSegment) -> Iterator[Value]:
    kind = segment.get(1)
    yield f"REF*{kind}", segment.get(2), _REFERENCES.get(kind, "Reference")


def _contact(segment: EdiSegment) -> Iterator[Value]:
    for index in (3, 5, 7):
        kind = segment.get(index)
        if kind in _PHONES:
            yield f"PER*{kind}", segment.get(index + 1), "E-mail" if kind == "EM" else "Phone"


def _claim(segment: EdiSegment) -> Iterator[Value]:
    yield "CLM-1", segment.get(1), "Patient account number"


def _payment(segment: EdiSegment) -> Iterator[Value]:
    yield "CLP-1", segment.get(1), "Patient account number"
    yield "CLP-7", segment.get(7), "Claim number"


def _codes(segment: EdiSegment) -> Iterator[Value]:
    """Give diagnoses and procedures; also those whose components were separated as elements by mistake."""
    kind = ""
    for index in range(1, len(segment.elements)):
        parts = segment.parts(index)
        if len(parts) == 1 and kind and not (parts[0] in _DIAGNOSES or parts[0] in _PROCEDURES):
            parts = [kind, *parts]
        kind = parts[0] if len(parts) == 1 else ""
        if len(parts) > 1 and parts[0] in _DIAGNOSES:
            yield f"HI*{parts[0]}", parts[1], "DRG" if parts[0] == "DR" else "Diagnosis"
        elif len(parts) > 1 and parts[0] in _PROCEDURES:
            yield f"HI*{parts[0]}", parts[1], "Procedure"


def _service(element: int, name: str) -> Callable[[EdiSegment], Iterator[Value]]:
    def read(segment: EdiSegment) -> Iterator[Value]:
        parts = segment.parts(element)
        if len(parts) > 1:
            yield f"{name}-{element}", parts[1], "Procedure"
            yield f"{name}-{element}.7", parts[6] if len(parts) > 6 else "", "Procedure text"

    return read


def _medicine(segment: EdiSegment) -> Iterator[Value]:
    for index in range(2, len(segment.elements) - 1, 2):
        if segment.get(index) in {"N4", "ND"}:
            yield "LIN-3", segment.get(index + 1), "Medication (NDC)"


def _date(segment: EdiSegment) -> Iterator[Value]:
    is_time = segment.get(0) == "DTM"
    yield f"DTP*{segment.get(1)}", date_text(segment.get(2 if is_time else 3)), "Date"


def _patient(segment: EdiSegment) -> Iterator[Value]:
    yield "PAT-1", segment.get(1), "Relationship to the subscriber"
    yield "PAT-6", date_text(segment.get(6)), "Date of death"
    yield "PAT-8", f"{segment.get(8)} {'lb' if segment.get(7) == '01' else segment.get(7)}".strip(), "Weight"


def _insured(segment: EdiSegment) -> Iterator[Value]:
    yield "INS-2", segment.get(2), "Relationship to the subscriber"
    yield "INS-12", date_text(segment.get(12)), "Date of death"


def _subscriber(segment: EdiSegment) -> Iterator[Value]:
    yield "SBR-3", segment.get(3), "Group number"
    yield "SBR-4", segment.get(4), "Plan name"


def _coverage(segment: EdiSegment) -> Iterator[Value]:
    yield "HD-4", segment.get(4), "Plan"


def _benefit(segment: EdiSegment) -> Iterator[Value]:
    yield "EB-5", segment.get(5), "Plan"


def _text(element: int) -> Callable[[EdiSegment], Iterator[Value]]:
    def read(segment: EdiSegment) -> Iterator[Value]:
        yield f"{segment.get(0)}-{element}", segment.get(element), "Note"

    return read


def party_values(segment: EdiSegment) -> Iterator[Value]:
    """Give the name and number of an N1 segment (payer, payee, sponsor)."""
    yield "", segment.get(2), "Name"
    qualifier = segment.get(3)
    label = {"XX": "NPI", "FI": "Tax ID"}.get(qualifier, "ID")
    yield (f"-4({qualifier})" if qualifier in {"XX", "FI"} else "-4"), segment.get(4), label


_SEGMENTS: dict[str, Callable[[EdiSegment], Iterator[Value]]] = {
    "N3": _street, "N4": _city, "DMG": _birth, "REF": _reference, "PER": _contact, "CLM": _claim, "CLP": _payment,
    "HI": _codes, "SV1": _service(1, "SV1"), "SV2": _service(2, "SV2"), "SV3": _service(3, "SV3"),
    "SV5": _service(1, "SV5"), "SVC": _service(1, "SVC"), "LIN": _medicine, "DTP": _date, "DTM": _date,
    "PAT": _patient, "INS": _insured, "SBR": _subscriber, "HD": _coverage, "EB": _benefit, "NTE": _text(2),
    "MSG": _text(1), "K3": _text(1),
}  # fmt: skip

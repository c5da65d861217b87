"""What NAACCR data items say of a person, the same for flat files and XML: fields in a patient's group and beside it.

Codes become words where another reader would need the manual (sex); addresses are put together; the relative to be
asked for follow-up is a person beside the patient.

Invariant: every item with a value is given once; items no table names go by their own name.
Source: NAACCR Standards for Cancer Registries, volume II (data dictionary): items 20, 40, 220, 240, 540, 545, 550,
1750, 1755, 1760, 1830-1846, 2230-2315, 2320-2360, 2390-2394, 2460-2500, 2520-2690.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tocsin.model.bodies import Field

NUMBERS = {
    20: "patientIdNumber", 40: "registryId", 45: "npiRegistryId", 70: "addrAtDxCity", 80: "addrAtDxState",
    100: "addrAtDxPostalCode", 102: "addrAtDxCountry", 220: "sex", 225: "sexAssignedAtBirth", 240: "dateOfBirth",
    252: "birthplaceState", 254: "birthplaceCountry", 310: "textUsualOccupation", 320: "textUsualIndustry",
    390: "dateOfDiagnosis", 400: "primarySite", 522: "histologicTypeIcdO3", 523: "behaviorCodeIcdO3",
    540: "reportingFacility", 545: "npiReportingFacility", 550: "accessionNumberHosp", 1750: "dateOfLastContact",
    1755: "dateOfDeathCanada", 1760: "vitalStatus", 1810: "addrCurrentCity", 1820: "addrCurrentState",
    1830: "addrCurrentPostalCode", 1832: "addrCurrentCountry", 1842: "followUpContactCity",
    1844: "followUpContactState", 1846: "followUpContactPostal", 1910: "causeOfDeath", 2230: "nameLast",
    2232: "nameBirthSurname", 2240: "nameFirst", 2250: "nameMiddle", 2260: "namePrefix", 2270: "nameSuffix",
    2280: "nameAlias", 2290: "nameSpouseParent", 2300: "medicalRecordNumber", 2310: "militaryRecordNoSuffix",
    2315: "medicareBeneficiaryIdentifier", 2320: "socialSecurityNumber", 2330: "addrAtDxNoStreet",
    2335: "addrAtDxSupplementl", 2350: "addrCurrentNoStreet", 2355: "addrCurrentSupplementl", 2360: "telephone",
    2380: "dcStateFileNumber", 2390: "nameMaiden", 2392: "followUpContactNoSt", 2393: "followUpContactSuppl",
    2394: "followUpContactName", 2410: "instReferredFrom", 2420: "instReferredTo", 2460: "physicianManaging",
    2470: "physicianFollowUp", 2480: "physicianPrimarySurg", 2490: "physician3", 2500: "physician4",
    2520: "textDxProcPe", 2530: "textDxProcXRayScan", 2540: "textDxProcScopes", 2550: "textDxProcLabTests",
    2560: "textDxProcOp", 2570: "textDxProcPath", 2580: "textPrimarySiteTitle", 2590: "textHistologyTitle",
    2600: "textStaging", 2610: "rxTextSurgery", 2620: "rxTextRadiation", 2630: "rxTextRadiationOther",
    2640: "rxTextChemo", 2650: "rxTextHormone", 2660: "rxTextBrm", 2670: "rxTextOther", 2680: "textRemarks",
    2690: "textPlaceOfDiagnosis",
}  # fmt: skip
"""Names of items by their number, for records that give the number only."""
_ADDRESSES = {
    "addrCurrent": ("NoStreet", "Supplementl", "City", "State", "PostalCode", "Country"),
    "addrAtDx": ("NoStreet", "Supplementl", "City", "State", "PostalCode", "Country"),
    "followUpContact": ("NoSt", "Suppl", "City", "State", "Postal", "Country"),
}
_SEXES = {"1": "male", "2": "female", "3": "other", "4": "other", "5": "male", "6": "female"}
_DAYS = frozenset({"dateOfBirth", "dateOfDiagnosis", "dateOfLastContact", "dateOfDeathCanada", "dateOf1stContact"})
_DEAD = frozenset({"0", "4"})
_BESIDE = "followUpContact"


def patient_fields(items: Mapping[str, str], group: int, level: str = "Patient") -> Iterator[Field]:
    """Give the fields of one set of items: the patient's in ``group``, the follow-up contact's in ``group + 1``."""
    for prefix, parts in _ADDRESSES.items():
        pieces = [items.get(f"{prefix}{part}", "").strip() for part in parts]
        if any(pieces[:5]):
            where = group + (prefix == _BESIDE)
            yield Field(f"{level}/{prefix}", "^".join(pieces).rstrip("^"), "Address", where)
    addresses = {f"{prefix}{part}" for prefix, parts in _ADDRESSES.items() for part in parts}
    for name, value in items.items():
        if name in addresses or not value.strip():
            continue
        yield Field(f"{level}/{name}", _read(name, value.strip()), words_of(name), group + name.startswith(_BESIDE))
    if items.get("vitalStatus", "").strip() in _DEAD and items.get("dateOfLastContact", "").strip():
        yield Field(f"{level}/dateOfDeath", _day(items["dateOfLastContact"].strip()), "Date of death", group)


def words_of(name: str) -> str:
    """Return an item's name as words.

    Example:
        >>> words_of("followUpContactName"), words_of("heightAtDx")
        ('Follow Up Contact Name', 'Height At Dx')
    """
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return spaced[:1].upper() + spaced[1:]


def _read(name: str, value: str) -> str:
    if name in {"sex", "sexAssignedAtBirth"}:
        return _SEXES.get(value, value)
    return _day(value) if name in _DAYS else value


def _day(value: str) -> str:
    return f"{value[:4]}-{value[4:6]}-{value[6:]}" if len(value) == 8 and value.isdigit() else value

"""Item numbers that stand for labels, or before them: nursing homes' MDS, home health's OASIS, claim forms.

Source: CMS, MDS 3.0 Resident Assessment Instrument manual, sections A, I, K, N; CMS, OASIS-E guidance manual, M and A
items of patient tracking; CMS, Medicare Claims Processing Manual, chapter 25 (form locators of the UB-04), chapter 26
(items of the CMS-1500); all are works of the United States government.
"""

from __future__ import annotations

from tocsin.patterns import compiled

ITEMS = {
    "A0500A": "first name", "A0500B": "middle initial", "A0500C": "last name", "A0500D": "suffix",
    "A0600A": "ssn", "A0600B": "medicare number", "A0700": "medicaid number", "A0800": "sex", "A0900": "birth date",
    "A1300A": "mrn", "A1300B": "room", "A1600": "admission date", "A2000": "discharge date", "A2300": "assessment date",
    "I8000A": "diagnosis", "I8000B": "diagnosis", "I8000C": "diagnosis", "I8000D": "diagnosis", "I8000E": "diagnosis",
    "I8000F": "diagnosis", "I8000G": "diagnosis", "I8000H": "diagnosis", "I8000I": "diagnosis", "I8000J": "diagnosis",
    "I0020B": "diagnosis", "K0200A": "height", "K0200B": "weight",
    "M0010": "provider number", "M0018": "npi", "M0020": "patient id", "M0030": "start date", "M0040": "patient name",
    "M0040A": "first name", "M0040B": "middle initial", "M0040C": "last name", "M0040D": "suffix", "M0050": "state",
    "M0060": "zip", "M0063": "medicare number", "M0064": "ssn", "M0065": "medicaid number", "M0066": "birth date",
    "M0069": "sex", "M1021": "diagnosis", "M1023": "diagnosis", "M1021A": "diagnosis", "M1023B": "diagnosis",
    "M1023C": "diagnosis", "M1023D": "diagnosis", "M1023E": "diagnosis", "M1023F": "diagnosis",
}  # fmt: skip
LOCATORS = {
    "1": "facility name", "3A": "patient control number", "3B": "medical record number", "5": "tax id",
    "8A": "patient id", "8B": "patient name", "9A": "address", "9B": "city", "9C": "state", "9D": "zip",
    "10": "birth date", "11": "sex", "12": "admission date", "50": "payer name", "56": "npi", "58": "insured name",
    "59": "relation", "60": "insured id", "63": "authorization number", "64": "document control number",
    "65": "employer name", "66": "diagnosis", "67": "diagnosis", "69": "diagnosis", "74": "procedure code",
    "76": "attending provider",
}  # fmt: skip
"""Form locators of the UB-04."""
_LOCATOR = compiled(r"(?i)fl[ .#]?(?P<at>\d{1,2}[a-d]?)")
_NUMBERED = compiled(r"(?i)(?:(?:fl|box|item|field|block|locator)[ .#]{0,2})?\d{1,2}[a-z]?[.)]?[ ]+(?=[a-z]{2})")
"""The number of a form's box before the words of its label: ``1a. INSURED'S I.D. NUMBER``."""
_ITEM = compiled(r"(?i)(?:item[ _]?)?(?P<item>[A-Z]\d{4}[A-J]?)(?:[ _].*)?")


def item_label(label: str) -> str:
    """Return the label that an item number stands for, that behind the number of a form's box, or the label itself.

    Example:
        >>> item_label("A0900"), item_label("M0040_PAT_LNAME"), item_label("DOB")
        ('birth date', 'patient name', 'DOB')
        >>> item_label("FL 8b"), item_label("60. INSURED'S UNIQUE ID"), item_label("Box 3 Sex")
        ('patient name', "INSURED'S UNIQUE ID", 'Sex')
    """
    bare = label.strip()
    if found := _ITEM.fullmatch(bare):
        return ITEMS.get(found["item"].upper(), label)
    if found := _LOCATOR.fullmatch(bare):
        return LOCATORS.get(found["at"].upper(), label)
    numbered = _NUMBERED.match(bare)
    return bare[numbered.end() :] if numbered else label

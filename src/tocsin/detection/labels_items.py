"""Item numbers of assessments that stand for labels in their extracts: nursing homes' MDS and home health's OASIS.

Source: CMS, MDS 3.0 Resident Assessment Instrument manual, sections A, I, K, N; CMS, OASIS-E guidance manual, M and A
items of patient tracking; both are works of the United States government.
"""

from __future__ import annotations

import re

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
_ITEM = re.compile(r"(?i)(?:item[ _]?)?(?P<item>[A-Z]\d{4}[A-J]?)(?:[ _].*)?")


def item_label(label: str) -> str:
    """Return the label that an item number stands for, or the label itself.

    Example:
        >>> item_label("A0900"), item_label("M0040_PAT_LNAME"), item_label("DOB")
        ('birth date', 'patient name', 'DOB')
    """
    found = _ITEM.fullmatch(label.strip())
    return ITEMS.get(found["item"].upper(), label) if found else label

# ruff: noqa: E501 - patterns read better in long rows
"""Titles of lists that hold who works somewhere: who is on call, who sits on a committee, whose extension is which.

Invariant: pure; a title that also names patients (``Patient care coordinators``) counts, one that only speaks of a call
made or missed does not.
"""

from __future__ import annotations

import re

_SURE = re.compile(
    r"(?i)\b(?:on[- ]call|who'?s (?:on call|covering)|call (?:schedule|rotation|coverage|rota|list w)|(?:after[- ]hours|weekend|night|holiday|cross)[- ](?:call|coverage)|medical staff|room assignments?)\b"
    r"|\b(?:physician|provider|doctor|staff|on[- ]call|nurs(?:e|ing)|shift|pager|credential\w*)s?\s+(?:call|phone|extension|pager)?\s*(?:list|directory|roster|rotation|tree|assignments?|grid)\b"
    r"|\b(?:committees?|credential(?:ing|ed)|recredentialing|privileg(?:es|ing)|competenc(?:y|ies)|in-?service|potluck|holiday party|rsvp)\b"
    r"|\b(?:pay[eo]r|carrier|insurer|insurance|vendor)s?[ ](?:reps?|contacts?)\b|\bwho to call\b"
    r"|\blunch(?:es)?[ ](?:calendar|schedule)\b|\b(?:week|weekend|vacation|pto|provider|physician)[^\n]{0,16}[ ]coverage\b"
    r"|\bpatient (?:care |services? |access |accounts? |financial |experience |safety |education |relations )?"
    r"(?:coordinators?|reps?|representatives?|navigators?|advocates?|specialists?|counsell?ors?|liaisons?|techs?|technicians?|managers?|teams?|committees?|staff|departments?)\b"
)
_VENDORS = re.compile(
    r"(?i)\b(?:(?:drug|pharma|device|vendor|sales)s?[ /-]{1,3})?rep(?:resentative)?s?[ ](?:visits?|log|lunch(?:es)?|calendar|sign[- ]?in)\b"
    r"|\bvendors?[ ](?:visits?|log|lunch(?:es)?|calendar|sign[- ]?in|list)\b"
)
_LIKELY = re.compile(
    r"(?i)\b(?:department|phone|extension|telephone)s?\s+(?:list|directory|tree)\b|\bwho'?s who\b|\b(?:attendance|minutes|credentials|parking|internal numbers|extensions|party list)\b"
    r"|(?<=\S )(?<!phone )(?<!missed )(?<!\bsick )(?<!follow-up )(?<!\broll )(?<!please )(?<!\bto )(?<!\ba )(?<!\bthe )\bcall(?=\s*(?:\Z|[-\u2013:(/.,]|\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|(?:week|wk|mon|rev)\b)|\s{2})"
)
"""Titles of lists of patients too, if they say so; ``Call`` alone is a surname."""
_OF_PATIENTS = re.compile(
    r"(?i)\b(?:patients?|pts?|residents?|clients?|students?|enrollees?|day care|group therapy|dialysis|class|tumou?r board|rounds|cases?)\b"
)
_LONGEST = 300


def is_office_list(title: str) -> bool:
    """Tell whether a title says that what it heads are people in office.

    Example:
        >>> is_office_list("SURGERY / ANESTHESIA CALL"), is_office_list("Credentials Committee - minutes")
        (True, True)
        >>> is_office_list("Sick call 2/3"), is_office_list("Call backs")
        (False, False)
    """
    text = title[:_LONGEST]
    return _SURE.search(text) is not None or (_LIKELY.search(text) is not None and _OF_PATIENTS.search(text) is None)


def is_vendor_list(title: str) -> bool:
    """Tell whether a title says that what it heads are people who sell something there.

    Example:
        >>> is_vendor_list("Vendor / rep visits - September"), is_vendor_list("Patient visits")
        (True, False)
    """
    return _VENDORS.search(title[:_LONGEST]) is not None

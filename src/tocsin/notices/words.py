"""Plain words for letters: what each element is called to the person it belongs to, and dates as Americans write them.

Source: 45 CFR 164.404(c)(1)(B) (types of data, never the values), 164.404(c)(2) (plain language).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tocsin.model.elements import Element
from tocsin.notices import spanish

_WORDS: dict[Element, str] = {
    Element.NAME: "name",
    Element.SSN: "Social Security number",
    Element.TAX_ID: "taxpayer identification number",
    Element.DATE_OF_BIRTH: "date of birth",
    Element.DRIVER_LICENSE: "driver's license number",
    Element.PASSPORT: "passport number",
    Element.STATE_ID: "state identification card number",
    Element.MILITARY_ID: "military identification number",
    Element.ADDRESS: "address",
    Element.ZIP: "ZIP code",
    Element.PHONE: "telephone number",
    Element.EMAIL: "e-mail address",
    Element.MRN: "medical record number",
    Element.MEMBER_ID: "health insurance member number",
    Element.CLAIM_NUMBER: "health insurance claim information",
    Element.INSURER: "health insurance information",
    Element.ACCOUNT_NUMBER: "account number",
    Element.ROUTING_NUMBER: "bank routing number",
    Element.CARD_NUMBER: "payment card number",
    Element.CARD_EXPIRY: "payment card expiration date",
    Element.PIN_OR_PASSWORD: "password or PIN",
    Element.USERNAME: "user name",
    Element.DIAGNOSIS: "diagnosis or condition",
    Element.PROCEDURE: "information about procedures",
    Element.MEDICATION: "medication information",
    Element.LAB_RESULT: "laboratory results",
    Element.TREATMENT: "treatment information",
    Element.HEIGHT_WEIGHT: "height or weight",
    Element.PROVIDER: "names of health care providers",
    Element.FACILITY: "place of care",
    Element.EMPLOYER: "employer",
    Element.RELATIVE: "names of family members",
    Element.VEHICLE_ID: "vehicle identification or license plate number",
    Element.DEVICE_ID: "medical device number",
    Element.BIOMETRIC: "biometric information",
    Element.PHOTO: "photograph",
    Element.GENETIC: "genetic information",
    Element.SUBSTANCE_USE: "information about substance use treatment",
    Element.IMMIGRATION_ID: "immigration document number",
    Element.STUDENT_ID: "student number",
    Element.OTHER_ID: "other identification number",
    Element.AGE: "age",
    Element.DATE: "dates, such as dates of service",
    Element.URL: "web address",
    Element.IP_ADDRESS: "internet (IP) address",
    Element.NPI: "",
    Element.DEA_NUMBER: "",
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def element_words(codes: Iterable[str], language: str = "en", *, with_name: bool = True) -> list[str]:
    """Return the words for the elements, name first, in a fixed order, without doubles.

    Example:
        >>> element_words(["diagnosis", "ssn"])
        ['name', 'Social Security number', 'diagnosis or condition']
        >>> element_words(["ssn"], "es", with_name=False)
        ['número de Seguro Social']
    """
    held = {Element(code) for code in codes if code} | ({Element.NAME} if with_name else set())
    table = spanish.WORDS if language == "es" else _WORDS
    return list(dict.fromkeys(table[element] for element in _WORDS if element in held and _WORDS[element]))


def spoken_list(words: list[str], language: str = "en") -> str:
    """Return the words as one phrase.

    Example:
        >>> spoken_list(["name", "address", "diagnosis"])
        'name, address, and diagnosis'
        >>> spoken_list(["nombre", "identificación"], "es")
        'nombre e identificación'
    """
    if language == "es":
        return spanish.spoken_list(words)
    if len(words) < 3:
        return " and ".join(words)
    return ", ".join(words[:-1]) + ", and " + words[-1]


def long_date(day: date, language: str = "en") -> str:
    """Return the date in words.

    Example:
        >>> long_date(date(2025, 2, 3)), long_date(date(2025, 2, 3), "es")
        ('February 3, 2025', '3 de febrero de 2025')
    """
    if language == "es":
        return spanish.long_date(day)
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def phone_words(phone: str) -> str:
    """Return a US number as people write it, or the text as it is.

    Example:
        >>> phone_words("+18005550100"), phone_words("800-555-0100")
        ('1-800-555-0100', '800-555-0100')
    """
    digits = phone.removeprefix("+1")
    if phone.startswith("+1") and len(digits) == 10:
        return f"1-{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    return phone

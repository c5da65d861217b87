"""What the scan finds and what it must leave alone; all values are made up."""

from __future__ import annotations

from functools import cache

import pytest

from tests.detection.growth import grows_linearly
from tocsin.detection.fold import fold
from tocsin.detection.merge import merge
from tocsin.detection.rules import all_rules
from tocsin.detection.scan import Scanner
from tocsin.detection.spans import Span


@cache
def scanner() -> Scanner:
    """Return one compiled scanner for all tests."""
    return Scanner(all_rules())


def spans(text: str) -> list[Span]:
    """Return what the scan finds in the text."""
    return merge(scanner().spans(fold(text), [0], [len(text)])[0])


def labelled(text: str) -> list[tuple[str, str]]:
    """Return (element, text) of each span."""
    return [(s.element.value if s.element else s.part.value, text[s.start : s.end]) for s in spans(text)]


FOUND = [
    ("her SSN is 536-22-1234.", "ssn", "536-22-1234"),
    ("Social Security Number: 536 22 1234", "ssn", "536 22 1234"),
    ("SS# 536221234", "ssn", "536221234"),
    ("ssn=536.22.1234;", "ssn", "536.22.1234"),
    ("then 536-22-1234 on file", "ssn", "536-22-1234"),
    ("SSN\u00a0536\u201322\u20131234", "ssn", "536\u201322\u20131234"),
    ("ITIN 912-70-1234", "tax_id", "912-70-1234"),
    ("EIN: 12-3456789", "tax_id", "12-3456789"),
    ("driver's license number is A1234567", "driver_license", "A1234567"),
    ("Drivers License: TX 12345678", "driver_license", "12345678"),
    ("DL#: S123-4567-8901", "driver_license", "S123-4567-8901"),
    ("State ID card no. 12345678", "state_id", "12345678"),
    ("Passport No: 512345678", "passport", "512345678"),
    ("DoD ID 1234567890", "military_id", "1234567890"),
    ("Alien registration number A098 765 432", "immigration_id", "A098 765 432"),
    ("Student ID: 90022113", "student_id", "90022113"),
    ("Medicare number 1EG4-TE5-MK73", "member_id", "1EG4-TE5-MK73"),
    ("card says 1EG4TE5MK73 I think", "member_id", "1EG4TE5MK73"),
    ("Member ID: XJH123456789", "member_id", "XJH123456789"),
    ("subscriber id W123456789-01", "member_id", "W123456789-01"),
    ("Policy number: HZ-99812-01", "member_id", "HZ-99812-01"),
    ("Medicaid ID 12345678A", "member_id", "12345678A"),
    ("Claim #: 2023-1182-77", "claim_number", "2023-1182-77"),
    ("Prior authorization number: PA1029384", "claim_number", "PA1029384"),
    ("Rx# 6612345", "claim_number", "6612345"),
    ("MRN: 00123456", "mrn", "00123456"),
    ("MRN 4471932 was seen", "mrn", "4471932"),
    ("| Medical record number | H-99120 |", "mrn", "H-99120"),
    ("Patient ID: 884213", "mrn", "884213"),
    ("see MRN-11078229", "mrn", "MRN-11078229"),
    ("NPI 1234567893", "npi", "1234567893"),
    ("DEA: AB1234563", "dea_number", "AB1234563"),
    ("VIN 1M8GDM9AXKP042788", "vehicle_id", "1M8GDM9AXKP042788"),
    ("license plate 7ABC123", "vehicle_id", "7ABC123"),
    ("pacemaker serial number: PJN123456S", "device_id", "PJN123456S"),
    ("account number 000123456789", "account_number", "000123456789"),
    ("routing 021000021", "routing_number", "021000021"),
    ("Visa 4111 1111 1111 1111 exp 09/27 cvv 123", "card_number", "4111 1111 1111 1111"),
    ("Visa 4111 1111 1111 1111 exp 09/27 cvv 123", "card_expiry", "09/27"),
    ("Visa 4111 1111 1111 1111 exp 09/27 cvv 123", "pin_or_password", "123"),
    ("password: Tr0ub4dor&3", "pin_or_password", "Tr0ub4dor&3"),
    ("PIN is 4821", "pin_or_password", "4821"),
    ("username: jdoe_77", "username", "jdoe_77"),
    ("IBAN GB33BUKB20201555555555", "account_number", "GB33BUKB20201555555555"),
    ("call (415) 555-0182 ext 175 now", "phone", "(415) 555-0182 ext 175"),
    ("212.555.0141", "phone", "212.555.0141"),
    ("+1 202 555 0130", "phone", "+1 202 555 0130"),
    ("cell 4155550182", "phone", "4155550182"),
    ("reach me on +44 20 7946 0958", "phone", "+44 20 7946 0958"),
    ("mail <Ann.Lee@Example.org>, thanks", "email", "Ann.Lee@Example.org"),
    ("see https://portal.example.org/p?id=7.", "url", "https://portal.example.org/p?id=7"),
    ("from 203.0.113.7", "ip_address", "203.0.113.7"),
    ("2001:db8:85a3::8a2e:370:7334", "ip_address", "2001:db8:85a3::8a2e:370:7334"),
    ("DOB: 3/3/61", "date_of_birth", "3/3/61"),
    ("born on March 3rd, 1961 in", "date_of_birth", "March 3rd, 1961"),
    ("D.O.B. 03-Mar-61", "date_of_birth", "03-Mar-61"),
    ("Ann Lee (b. 1/2/60)", "date_of_birth", "1/2/60"),
    ("DOB 19610303", "date_of_birth", "19610303"),
    ("seen 2024-02-29.", "date", "2024-02-29"),
    ("visit of 5 June 2021", "date", "5 June 2021"),
    ("a 67-year-old man", "age", "67"),
    ("a 67 yo man", "age", "67"),
    ("aged 67 and", "age", "67"),
    ("12 Oak Street, Apt 4B, Dayton, OH 45402-1234", "address", "12 Oak Street, Apt 4B, Dayton, OH 45402-1234"),
    ("Lives at 500 N Main St\nSuite 9\nProvo, Utah 84601 now", "address", "500 N Main St\nSuite 9\nProvo, Utah 84601"),
    ("PO Box 771, Ely, NV 89301", "address", "PO Box 771, Ely, NV 89301"),
    ("RR 2 Box 152, Ada, MN 56510", "address", "RR 2 Box 152, Ada, MN 56510"),
    ("PSC 3 Box 4120, APO, AE 09021", "address", "PSC 3 Box 4120, APO, AE 09021"),
    ("at 88 Elm Avenue yesterday", "address", "88 Elm Avenue"),
    ("ZIP code: 45402", "zip", "45402"),
    ("Assessment: C50.911, stable", "diagnosis", "C50.911"),
    ("ICD-10 code E119", "diagnosis", "E119"),
    ("metastatic small cell lung cancer", "diagnosis", "small cell lung cancer"),
    ("CPT 99213", "procedure", "99213"),
    ("had a colonoscopy", "procedure", "colonoscopy"),
    ("on pembrolizumab since", "medication", "pembrolizumab"),
    ("six cycles of FOLFOX", "medication", "FOLFOX"),
    ("started chemotherapy", "treatment", "chemotherapy"),
    ("received 60 Gy in 30 fractions", "treatment", "60 Gy in 30 fractions"),
    ("PSA 14.2 ng/mL", "lab_result", "PSA 14.2 ng/mL"),
    ("HIV test: positive", "lab_result", "HIV test: positive"),
    ("Weight: 182 lbs", "height_weight", "Weight: 182 lbs"),
    ("enrolled in methadone maintenance", "substance_use", "methadone maintenance"),
    ("BRCA1 carrier", "genetic", "BRCA1"),
    ("insured by Aetna", "insurer", "Aetna"),
    ("at Mercy General Hospital in", "facility", "Mercy General Hospital"),
]


@pytest.mark.parametrize(("text", "element", "value"), FOUND)
def test_finds_the_element_exactly(text: str, element: str, value: str) -> None:
    assert (element, value) in labelled(text)


LEFT_ALONE = [
    ("SSN: ***-**-1234", "ssn"),
    ("SSN: XXX-XX-1234", "ssn"),
    ("SSN 000-12-3456", "ssn"),
    ("SSN 666-12-3456", "ssn"),
    ("SSN 536-00-1234", "ssn"),
    ("SSN 078-05-1120", "ssn"),
    ("invoice no. 536-22-1234", "ssn"),
    ("part 536-22-12345", "ssn"),
    ("serial 1536-22-1234", "ssn"),
    ("total 536221234 bytes", "ssn"),
    ("GPL license version 2.0, see LICENSE", "driver_license"),
    ("license 12345678", "driver_license"),
    ("medical license A1234567", "driver_license"),
    ("the MRN is on the label", "mrn"),
    ("MRN: pending", "mrn"),
    ("MRN 1/2/2023", "mrn"),
    ("order 4111111111111112 shipped", "card_number"),
    ("routing 123456789", "routing_number"),
    ("NPI registry", "npi"),
    ("version 10.0.0.1", "ip_address"),
    ("999.1.1.1", "ip_address"),
    ("it may 5", "date"),
    ("13/45/2020", "date"),
    ("Seen 4/5/2020, DOB unknown", "date_of_birth"),
    ("password must be changed", "pin_or_password"),
    ("password: required", "pin_or_password"),
    ("5 minutes of the drive", "address"),
    ("uuid 123e4567-e89b-12d3-a456-426614174000", "phone"),
    ("chop the onions", "medication"),
    ("a reason for the season", "medication"),
    ("section A10.2 of the model", "ssn"),
    ("member of the club 12", "member_id"),
    ("claims 12 people", "claim_number"),
]


@pytest.mark.parametrize(("text", "element"), LEFT_ALONE)
def test_leaves_alone_what_is_none(text: str, element: str) -> None:
    assert element not in [found for found, _ in labelled(text)]


def test_norms_follow_the_model() -> None:
    text = "SSN 536-22-1234, DOB March 3rd, 1961, ph (415) 555-0182, Ann@Example.ORG"
    assert [s.norm for s in spans(text)] == ["536221234", "1961-03-03", "+14155550182", "ann@example.org"]


def test_a_context_word_raises_the_score() -> None:
    alone, named = spans("then 536-22-1234"), spans("ssn 536-22-1234")
    assert alone[0].score < named[0].score


def test_texts_of_one_buffer_do_not_see_each_other() -> None:
    first, second = "his SSN is", "536221234 bytes"
    joined = first + "\x00" + second
    assert scanner().spans(joined, [0, len(first) + 1], [len(first), len(joined)]) == [[], []]


@pytest.mark.parametrize(
    "piece", ["9", "1 ", "12 Main ", "a@", "SSN ", "1.", "http://", "\u200b\u0430", "(", "A", "DOB:\n", "Mercy "]
)
def test_hostile_text_costs_linear_time(piece: str) -> None:
    assert grows_linearly(spans, piece)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Kristin Dunkelberger, visa 4003 9917 2265 8810.", "4003 9917 2265 8810"),
        ("cb 1 - Denise Hart mc 5423 8810 0047 2216 $300", "5423 8810 0047 2216"),
        ("Gus Mavros amex 3782 991204 51006 $60", "3782 991204 51006"),
        ("pays w/ HSA  5580 1277 3049 6612", "5580 1277 3049 6612"),
    ],
)
def test_a_card_that_is_called_one_counts_where_its_check_fails(text: str, number: str) -> None:
    assert [told for element, told in labelled(text) if element == "card_number"] == [number]


@pytest.mark.parametrize(
    "text", ["order 4003 9917 2265 8810", "visa 5423 8810 0047 2217", "insurance card 4003 9917 2265 8810"]
)
def test_other_numbers_that_fail_the_check_are_no_cards(text: str) -> None:
    assert "card_number" not in dict(labelled(text))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Chad Misiak, MI DL 55475533", "55475533"),
        ("IA DL 482BB9913", "482BB9913"),
        ("WI DL L201-1387-2209-01", "L201-1387-2209-01"),
    ],
)
def test_a_number_behind_a_states_code_and_dl_is_a_licence_in_any_states_form(text: str, number: str) -> None:
    assert [told for element, told in labelled(text) if element == "driver_license"] == [number]


def test_other_ids_behind_a_states_code_are_no_licences() -> None:
    for text in ("PA ID 12345678", "we saw IN ID 4 people; ME DL 12 boxes"):
        assert not {"driver_license", "state_id"} & set(dict(labelled(text)))

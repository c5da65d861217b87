"""Numbers run together in records of fixed width."""

from __future__ import annotations

from tocsin.detection.fixed_width import find_fixed
from tocsin.model.elements import Element

RECORDS = "\n".join(
    f"D{number}   {name:<24}{ssn}{birth}{street:<26}{city:<12}TN{zipcode}{phone}000{number}20240630"
    for number, name, ssn, birth, street, city, zipcode, phone in (
        ("553704", "MOREAU,ANN", "223456788", "19741119", "69 COUNTY RD", "CAMDEN", "38320", "7315550134"),
        ("828803", "STRAND,OLE B", "412339876", "19520211", "2389 MILL LN", "PARIS", "38242", "7315550145"),
        ("795072", "ABARA,CHIKE", "531228761", "19660413", "62 ELM CT", "MILAN", "38358", "7315550141"),
        ("486310", "DE LA PENA,RITA", "223876541", "19700823", "44 OAK DR", "TRENTON", "38382", "7315550160"),
    )
)


def test_runs_of_digits_are_split_by_what_holds_in_every_line() -> None:
    found = [(span.element, RECORDS[span.start : span.end]) for span in find_fixed(RECORDS)]
    assert (Element.SSN, "223456788") in found
    assert (Element.DATE_OF_BIRTH, "19741119") in found
    assert (Element.PHONE, "7315550160") in found
    assert (Element.ZIP, "38242") in found
    assert sum(element is Element.SSN for element, _ in found) == 4


def test_lines_that_merely_look_alike_give_nothing() -> None:
    rows = "\n".join(f"{n:030d}{'x' * 40}" for n in (17, 99, 123456, 77))
    assert find_fixed(rows) == []
    assert find_fixed("short\nlines\nonly") == []


def test_fractions_in_lines_of_one_length_are_no_numbers_of_people() -> None:
    numbers = (f"{n % 10}.{(n * 7919 + 12345678901) % 10**12:012d}{n * 31 % 10**6:06d}e-01 " for n in range(1, 40))
    assert find_fixed("\n".join(number * 3 for number in numbers)) == []

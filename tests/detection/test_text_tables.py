"""Tables set in plain text, cells of several values, and what stands beside a typed value."""

from __future__ import annotations

import pytest

from tocsin.detection.columns import type_grid
from tocsin.detection.columns_header import is_header
from tocsin.detection.engine import Detector
from tocsin.detection.text_tables import find_tables
from tocsin.ids import ItemId, SegmentId
from tocsin.model.elements import Element, Role
from tocsin.model.segments import GridBody, Segment

AGING = """LAKESIDE HEMATOLOGY
A/R AGING DETAIL BY PATIENT      RUN DATE 05/18/24   PAGE 1

Acct    Patient                 Ins          Last DOS    0-30      31-60  91+   Balance
----------------------------------------------------------------------------------------
953110  HADDAD,KHADIJA R        Aetna        03/16/2024  8947.83   0.00   0.00  2274.26
706437  ZYXQ,MISTY C            Medicare     04/06/2024  4172.26   0.00   0.00  5549.37
        TOTAL                                            58600.87  0.00   0.00  14842.40

Printed by the billing office.
"""
QUOTED = """See below.

> > Patient           DOB         Member ID     Amount
> > Mccoy, Marco      01/13/1941  XQH647924119  3127.44
> > Zyxq, Ashlee      08/22/1973  H678140275    216.02
> >
> > Franklin Singh
"""


def found(detector: Detector, text: str) -> dict[str, set[str]]:
    values: dict[str, set[str]] = {}
    for span in detector.find_spans(text):
        if span.element is not None:
            values.setdefault(span.element.value, set()).add(text[span.start : span.end])
    return values


def test_a_print_image_is_read_by_its_columns(detector: Detector) -> None:
    got = found(detector, AGING)
    assert got["account_number"] == {"953110", "706437"}
    assert got["name"] == {"HADDAD,KHADIJA R", "ZYXQ,MISTY C"}
    assert got["insurer"] == {"Aetna", "Medicare"}
    assert {"03/16/2024", "04/06/2024"} <= got["date"]
    assert "member_id" not in got


def test_a_row_with_a_full_column_stands_among_the_others(detector: Detector) -> None:
    listing = """PT NAME            HIC              DOS     BILLED   CO  PR   ICN
BREKKE NORMAN L    7RR2A07YY14      091124     980.00  45   2  CLM55719330
TIBBETTS LORETTA G 1DK6RR4PF50      091124    1000.00  45   2  CLM98355981
AMOS SAMUEL I      5Y65AQ4UY11      091124    1040.00  45   2  CLM36475783
"""
    assert found(detector, listing)["claim_number"] == {"CLM55719330", "CLM98355981", "CLM36475783"}


def test_a_quoted_table_in_a_mail_is_read_by_its_columns(detector: Detector) -> None:
    got = found(detector, QUOTED)
    assert {"Mccoy, Marco", "Zyxq, Ashlee"} <= got["name"]
    assert got["date_of_birth"] == {"01/13/1941", "08/22/1973"}
    assert got["member_id"] == {"XQH647924119", "H678140275"}


def test_prose_with_wide_gaps_is_no_table(detector: Detector) -> None:
    assert found(detector, "We met.  It rained.  We left.\nThen  it  was  over.\n") == {}


@pytest.mark.parametrize("bucket", ["0-30", "31-60", "91+", "> 120 days"])
def test_a_span_of_days_is_a_label(bucket: str) -> None:
    assert is_header(["Acct", "Patient", "Last DOS", bucket, bucket, bucket])


def body(*rows: list[str]) -> GridBody:
    return GridBody(rows=tuple(tuple(r) for r in rows), head=tuple(tuple(r) for r in rows), first_row=1)


REFERRALS = body(
    ["Date rec'd", "Patient / DOB", "Phone"],
    ["9/25/24", "Obanijesu Darko 2/13/1934", "201-555-0155"],
    ["9/12/24", "Ann Lee 10/8/1941", "215-555-0138"],
    ["9/14/24", "Luis Alvarez 8/8/1938", "208-555-0148"],
)


def mentions(detector: Detector, grid: GridBody) -> set[tuple[str, str, Role]]:
    segment = Segment(SegmentId("seg_0"), ItemId("itm_0"), 0, "Sheet1", grid)
    return {(m.element.value if m.element else "", m.text, m.party) for m in detector.find([segment])}


def test_a_cell_of_name_and_birth_date_gives_both(detector: Detector) -> None:
    got = mentions(detector, REFERRALS)
    assert ("name", "Obanijesu Darko", Role.PATIENT) in got
    assert ("date_of_birth", "2/13/1934", Role.PATIENT) in got


def test_a_compound_column_needs_cells_of_that_shape() -> None:
    plain = body(["Patient", "DOB"], ["Ann Lee", "3/3/1961"], ["Luis Alvarez", "4/4/1962"])
    assert not any(column.is_compound for column in type_grid(plain).columns)


def test_routing_and_account_columns_of_a_payroll_are_typed(detector: Detector) -> None:
    grid = body(
        ["Emp ID", "Employee Name", "Bank Routing", "Bank Acct"],
        ["6821", "Ann Lee", "116157627", "7185581310"],
        ["6702", "Luis Alvarez", "089463736", "973938514953"],
    )
    got = {(element, text) for element, text, _ in mentions(detector, grid)}
    assert {("routing_number", "116157627"), ("account_number", "7185581310")} <= got


@pytest.mark.parametrize(
    ("text", "element", "value"),
    [
        ("Re: Claim 912729869829 of May", "claim_number", "912729869829"),
        ("born April 1, 1963, policy XQH184022272, to appeal", "member_id", "XQH184022272"),
        ("DOB: 07/14/1955 (69 yrs)", "age", "69"),
        ("Employer: Harlan Freight Lines", "employer", "Harlan Freight Lines"),
        ("She tolerated cycle 7 of carboplatin well.", "medication", "carboplatin"),
    ],
)
def test_what_labels_and_words_around_say(detector: Detector, text: str, element: str, value: str) -> None:
    assert found(detector, text).get(element) == {value}


@pytest.mark.parametrize("text", ["the claim 12 months later", "policy 2024-05 applies", "a group (12 yrs) of trees"])
def test_what_they_do_not_say(detector: Detector, text: str) -> None:
    assert not {Element.CLAIM_NUMBER.value, Element.MEMBER_ID.value, Element.AGE.value} & found(detector, text).keys()


LIST = """These patients need auths:
- Kerry Bernard, 09/10/1937, leukemia, MRN GC183623
- Zemfira Ouldaux, 10/02/2015, prostate cancer
- Ruben Castillo, 04/10/1997, anemia
- Bill Shelton, 04/01/2019, anemia
"""


def test_dates_behind_the_names_of_a_list_are_births_if_their_years_spread(detector: Detector) -> None:
    got = found(detector, LIST)
    assert got["date_of_birth"] == {"09/10/1937", "10/02/2015", "04/10/1997", "04/01/2019"}
    assert got["name"] == {"Kerry Bernard", "Zemfira Ouldaux", "Ruben Castillo", "Bill Shelton"}


def test_dates_of_one_year_behind_names_are_visits(detector: Detector) -> None:
    visits = LIST.replace("1937", "2024").replace("2015", "2024").replace("1997", "2024").replace("2019", "2024")
    assert "date_of_birth" not in found(detector, visits)


def test_a_date_behind_a_signature_is_no_birth(detector: Detector) -> None:
    assert "date_of_birth" not in found(detector, "Visit of 05/05/2024.\n\nAnn Lee, 03/04/2001\n")


def test_a_bare_id_behind_the_insurer_is_the_members(detector: Detector) -> None:
    got = found(detector, "Ins: UnitedHealthcare\nID: XQH610521176\nDx: lung cancer")
    assert got["member_id"] == {"XQH610521176"}
    assert "member_id" not in found(detector, "Room: 12\nID: XQH610521176\n")


def test_a_column_outranks_words_that_sound_like_birth(detector: Detector) -> None:
    text = AGING.replace("ZYXQ,MISTY C            Medicare ", "ZYXQ,MISTY B            TennCare ")
    assert "date_of_birth" not in found(detector, text)


def test_a_table_on_its_side_may_have_a_title(detector: Detector) -> None:
    grid = body(
        ["Tumor Board 11/06/2023", "", ""],
        ["Case", "1", "2"],
        ["Patient", "Ann Lee", "Luis Alvarez"],
        ["MRN", "CV476314", "CV444215"],
        ["DOB", "06/17/1998", "11/30/1939"],
        ["Presenter", "Dr. Noble", "Dr. Sutton"],
    )
    got = {(element, text) for element, text, _ in mentions(detector, grid)}
    assert {("mrn", "CV476314"), ("date_of_birth", "11/30/1939"), ("name", "Luis Alvarez")} <= got
    assert ("provider", "Dr. Noble") in got or ("provider", "Noble") in got


def test_a_list_of_packages_names_nobody(detector: Detector) -> None:
    text = "Name       Version    Date\nnetplan    1.2.3      3/4/2024\nmysql      8.0.1      3/5/2024\n"
    assert "name" not in found(detector, text)


def test_a_bare_name_under_a_heading_of_kin_is_the_relatives(detector: Detector) -> None:
    text = "Employer: Acme Mills\n\nEMERGENCY CONTACT\nName: Matthew Patel\nRelationship: Spouse\n"
    got = {(s.element, s.party) for s in detector.find_spans(text) if text[s.start : s.end] == "Matthew Patel"}
    assert got == {(Element.RELATIVE, Role.RELATIVE)}


BALANCE = """ACCT/PATIENT                    DOB        PH              FC    BALANCE
========================================================================
5591176  NWOSU, AMARA C         04/03/1974 918/555-0155    COM  2,362.25
     CLM 2025122327294 DOS 021525 96415  DX D45      PT RESP
5802931  KIRTLEY, BARTHOLOMEW J 06/05/1950 417/555-0184    BCB  1,247.84
     CLM 2025018964909 DOS 012325 85025  DX C91.10   DENIED
1063531  SEO, EUN-WOO T         07/10/1956 660/555-0149    COM  2,329.87
"""


def test_one_label_over_two_columns_and_one_blank_between_two() -> None:
    found = [(s.element, BALANCE[s.start : s.end]) for s in Detector().find_spans(BALANCE)]
    for row in (
        (Element.ACCOUNT_NUMBER, "5591176"), (Element.NAME, "NWOSU, AMARA C"), (Element.DATE_OF_BIRTH, "04/03/1974"),
        (Element.PHONE, "918/555-0155"), (Element.ACCOUNT_NUMBER, "5802931"), (Element.NAME, "KIRTLEY, BARTHOLOMEW J"),
        (Element.DATE_OF_BIRTH, "06/05/1950"), (Element.CLAIM_NUMBER, "2025122327294"),
    ):  # fmt: skip
        assert row in found


CREDITS = """PATIENT                   CHART     ACCT       CREDIT   REASON

Lee, Madison              FI17633   5787422   -  636.70  PT OVERPAID
   2025496620734  96365  11/18/24
Roe, Alistair             FI06167   9771195   -  214.28  PT OVERPAID
   25446361359  96413  11/09/24
"""


def test_a_sign_apart_from_its_sum_is_no_cell() -> None:
    found = [(s.element, CREDITS[s.start : s.end]) for s in Detector().find_spans(CREDITS)]
    assert (Element.ACCOUNT_NUMBER, "5787422") in found and (Element.MRN, "FI06167") in found


def test_labels_parted_by_one_blank_stand_over_their_columns_below_a_title():
    text = (
        "PQ JOBMON 4.1              OVERDUE JOBS (TAT>24)       16FEB26 0700\n"
        "JOB     CLIENT AUTH  MRN         PATIENT                   MIN\n"
        "448300  NCN    RAG   NL0468506   IVERSEN, HOLGER            2.1\n"
        "448313  NCN    AAM   NL0643982   ROSS-BAPTISTE, CLAUDETTE   3.1\n"
        "448326  NCN    WIE   NL0430944   GREEN, SY                  4.1\n"
    )
    (table,) = find_tables(text)
    told = {(s.element, text[s.start : s.end]) for s in table.spans}
    assert (Element.NAME, "GREEN, SY") in told
    assert (Element.MRN, "NL0430944") in told
    assert not any(said == "NCN" and element is Element.NAME for element, said in told)


def test_a_number_below_an_insurer_is_what_its_column_says(detector):
    text = """CLAIM          PATIENT           DOS         PROC    PAYER
CLM104511877   Lee, Ann          01/02/2024  99213   CIGNA
CLM311016980   Moss, Gideon      11/28/2023  96415   CIGNA
CLM124251969   Stone, Beulah     11/29/2023  85025   AETNA
"""
    assert found(detector, text)["claim_number"] == {"CLM104511877", "CLM311016980", "CLM124251969"}


def test_numbers_under_member_are_the_members(detector):
    text = """PATIENT           MEMBER        DOS         PROC
Lee, Ann          W104511877    01/02/2024  99213
Moss, Gideon      W311016980    11/28/2023  96415
Stone, Beulah     W124251969    11/29/2023  85025
"""
    assert found(detector, text)["member_id"] == {"W104511877", "W311016980", "W124251969"}


def test_a_row_with_a_remark_behind_the_last_label_is_one() -> None:
    text = (
        "Patient             DOB         Acct      Plan\n"
        "Ann Lee             4/5/1960    5520817   Aetna\n"
        "Bo Ek               5/6/1971    5520818   Aetna    see note\n"
        "Marco Diaz          6/7/1982    5520819   Aetna\n"
    )
    (table,) = find_tables(text)
    numbers = {text[s.start : s.end] for s in table.spans if s.element is Element.ACCOUNT_NUMBER}
    assert numbers == {"5520817", "5520818", "5520819"}


def test_first_row_may_have_a_remark_behind_the_last_label(detector: Detector) -> None:
    """The first row too may say more than the labels, if these are labels indeed."""
    text = """Patient          Chart   Phone         Why
Little Elk Rose  70643   218-555-0144  f/u           needs ride
Runs After, Tom  70651   218-555-0133  Rituxan
"""
    assert {"Little Elk Rose", "Runs After, Tom"} <= found(detector, text)["name"]


def test_title_in_columns_is_no_header_of_a_longer_line_of_labels(detector: Detector) -> None:
    """A title that has a cell less than the labels below it types no column of theirs."""
    text = """OHM v7  CLINIC DAY SHEET  WED 11FEB26   PROV VISTAD,L NP
TIME  EE                    REASON                         DISP   WC
0615  NORTH, MARCUS         R EYE FB                       RTW    Y
0640  CHRIST, GERALD        BP CHECK 162/98                RTW    N
0710  BELL, DARIUS          LOW BACK STRAIN                LIGHT  Y
"""
    assert {"NORTH, MARCUS", "CHRIST, GERALD", "BELL, DARIUS"} <= found(detector, text)["name"]

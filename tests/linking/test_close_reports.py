"""Reports set close, in groups, or with several things in one cell: who is in them and what of each."""

from __future__ import annotations

import pytest

from tests.linking.small_items import has, read_grid, read_text
from tocsin.model.elements import Element, Role

E = Element

AGING = """
LAKESIDE ONCOLOGY INSURANCE AGING
Printed 06/24/2024      Page 1

Account Pt Name              Member #   DCN         Svc Dt     Days Charges Pt Resp
====================================================================================

Ins Plan: Aetna
A439641 MOTA SR, LEON        H626562509 24998A13070 03/31/2024 72   1411.53 0.00
A669584 SARAF, FARHAN        X828948077 24411A31065 06/20/2024 138  1111.24 0.00
A697942 ODONNELL, JEFFERY    J271911778 24456A65420 05/19/2024 66   3263.79 0.00
** Total 3

INSURANCE: Cigna
A397520 SKOK, RADOVAN        H907171398 24311A27948 05/18/2024 64   8641.02 0.00
"""


def test_columns_that_one_blank_parts_are_read_in_groups():
    found = read_text(AGING, fixed=True)
    for name, payer in (("Leon Mota", "Aetna"), ("Jeffery Odonnell", "Aetna"), ("Radovan Skok", "Cigna")):
        assert has(found[name], E.ACCOUNT_NUMBER, E.MEMBER_ID, E.CLAIM_NUMBER, E.DATE, E.INSURER)
        assert found.owners(payer) >= {name}
    assert found.owners("24411A31065") == {"Farhan Saraf"}
    assert "Dcn" not in found.roles


REMITTANCE = """
PAYER: CIGNA    EFT 107286645   06/16/2024
PAYEE: LAKESIDE ONCOLOGY

PATIENT NAME            MEM ID         CLAIM NUMBER   ACCOUNT
    SVC DATE     CPT4    UNITS   CHARGES   ADJ       REASON
=============================================================
Castrillon, Timoteo     JPN630093259   C6512058       A224141
    02/25/2024   99214   1       8618.81   0.00      CO-97
    05/11/2024   G6012   1       4525.81   0.00      PR-2
    CLAIM TOTAL      8099.44

Sukhenai, Sandi         XQH425615409   C6512101       A426916
    04/13/2024   96413   1       5697.44   0.00      CO-97
    CLAIM TOTAL      1710.47
"""


def test_a_claim_has_as_many_lines_of_services_as_it_has():
    found = read_text(REMITTANCE, fixed=True)
    assert found.owners("G6012") == found.owners("99214") == {"Timoteo Castrillon"}
    assert found.owners("96413") == found.owners("C6512101") == {"Sandi Sukhenai"}
    assert not {"8099.44", "4525.81"} & {m.text for m in found.mentions}


MEDICARE = """
NPI: 1935943898  PAGE 1  DATE: 07/06/24  CHECK/EFT #: 637434294

PERF PROV  SERV DATE   POS NOS PROC  MODS      BILLED   ALLOWED    PROV PD
--------------------------------------------------------------------------
NAME JELAVIC, DAWID          MID W168005910  ACNT 179726  ICN 24918A0580   ASG Y
1182567671 0607 060724 11   2  J1100 26       7231.07   2826.97   3189.53
1318076985 0609 060924 11   3  Q5103 25       7771.67   7604.37   2234.81
PT RESP     11.08       CLAIM TOTALS   5882.95   8636.21

NAME KRAUS, LAURA MARIE      MID W774164758  ACNT 388387  ICN 24733A6318   ASG Y
1746260888 0623 062324 11   2  99215 26       2579.48   7595.95   6257.09
PT RESP     44.00       CLAIM TOTALS   2579.48   7595.95
"""


def test_services_of_a_remittance_stand_below_the_name_of_the_claim():
    found = read_text(MEDICARE, fixed=True)
    wanted = (E.MEMBER_ID, E.ACCOUNT_NUMBER, E.CLAIM_NUMBER, E.PROCEDURE, E.DATE)
    assert has(found["Dawid Jelavic"], *wanted)
    assert has(found["Laura Kraus"], *wanted)
    assert found.owners("99215") == {"Laura Kraus"}
    assert E.TREATMENT not in found["Laura Kraus"].elements


def test_cells_of_two_lines_hold_what_the_labels_two_lines_say():
    head = "Member Name\nIns. ID# | Claim Ctl No\nAccount | Visit | CPT / Mod | Provider"
    rows = [
        "ASHLEY, DUSTIN\nH300291195 | 7216944\n4265545 | 122823 | 77386 | SIONE TAUFA",
        "HARDING, ALISON\nXQH658553494 | 7217004\n7209812 | 011224 | Q5103 | JOANNA CORTEZ",
        "DAVIS, BIANCA\nH583202124 | 7217058\n9513895 | 120823 | 99215 | JOANNA CORTEZ",
    ]
    found = read_grid(head, *rows)
    assert has(found["Alison Harding"], E.MEMBER_ID, E.CLAIM_NUMBER, E.ACCOUNT_NUMBER, E.DATE, E.PROCEDURE, E.PROVIDER)


@pytest.mark.parametrize("label", ["Ref No", "Ticket #", "Voucher No"])
def test_numbers_called_a_reference_are_claims_where_rows_are(label):
    people = ("GIBSON, DONALD", "PRINCE, ALEX", "SMITH, CARL")
    rows = [f"{one} | 1/2/195{n} M | 744215{n} | 10222{n} | Aetna | 9921{n}" for n, one in enumerate(people, 3)]
    found = read_grid(f"Patient Name | DOB/Sex | {label} | Thru | Payer | Proc", *rows)
    for one in found.subjects:
        assert has(one, E.DATE_OF_BIRTH, E.CLAIM_NUMBER, E.DATE)


def test_a_line_over_rows_tells_number_and_birth_behind_the_name():
    found = read_grid(
        "Serv Date | Claim No | Svc | U | Charges",
        "UCHENNA LEE  (GC651964)  05/11/1944 | | | |",
        "07/31/23 | 2226411251963 | J9271 | 4 | 7549.28",
        "RUFINA CAMARA  (GC774006)  02/10/1972 | | | |",
        "09/27/23 | 3287788535626 | 99213 | 2 | 7731.47",
        "09/19/23 | 9064123056685 | 99214 | 1 | 7296.72",
    )
    assert found["Uchenna Lee"].mrns == ("GC651964",)
    assert found["Rufina Camara"].date_of_birth == "1972-02-10"


def test_a_title_that_names_a_professional_names_no_patient():
    found = read_grid(
        "Dr. Chelsey Singh (NPI 1300975921) | | | |",
        "Visit | Member Name | MRN | Date of Birth | HCPCS",
        "07/06/2024 | Pauline Moran | PH621569 | 08-15-2012 | 96415",
        "08/02/2024 | Rona Yates | PH244122 | 05-27-1941 | 80053/26",
        "09/24/2024 | Kerry Odell | PH465922 | 11-14-1993 | 71260/TC",
    )
    assert found.roles["Chelsey Singh"] is Role.PROVIDER
    assert has(found["Rona Yates"], E.PROVIDER)

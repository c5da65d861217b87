"""What stands where in X12 transactions, by entity code, segment and element.

Invariant: as in ``fields_table``; what an office's loop holds is typed as the office's, never as a person's.
Source: ASC X12 005010 data elements 98 (entity identifier code), 128 (reference qualifier), 1270 (code list); guides
X222, X223, X221, X220, X279, X212.
"""

from __future__ import annotations

from collections.abc import Iterable

from tocsin.detection.fields_table import Typed, table
from tocsin.model.elements import Role

_NAMES = """
name: {0} {0}(2)
name/last: {0}-3
name/first: {0}-4
name/middle: {0}-5
name/suffix: {0}-7
ssn: {0}-9(34)
member_id: {0}-9
"""
_KIN = """
relative: {0} {0}(2)
relative/last: {0}-3
relative/first: {0}-4
relative/middle: {0}-5
relative/suffix: {0}-7
ssn: {0}-9(34)
other_id: {0}-9
"""
_OFFICE = """
provider: {0}
facility: {0}(2)
provider/last: {0}-3
provider/first: {0}-4
provider/middle: {0}-5
provider/suffix: {0}-7
npi: {0}-9(xx) {0}/ref*hpi
tax_id: {0}-9(fi) {0}-9(24) {0}/ref*ei {0}/ref*tj
address/street: {0}/n3-1
address/unit: {0}/n3-2
address/city: {0}/n4-1
address/state: {0}/n4-2
address/zip: {0}/n4-3
phone: {0}/per*te {0}/per*wp {0}/per*cp {0}/per*hp
email: {0}/per*em
-: {0}-9 {0}-9(34) {0}/ref {0}/n4-4 {0}/per*fx {0}/ref*sy {0}/ref*g2 {0}/ref*1w {0}/ref*0b {0}/ref*lu {0}/ref*zz
"""
_FACILITY = """
facility: {0} {0}(2)
npi: {0}-4(xx)
tax_id: {0}-4(fi)
-: {0}-4
"""
_ANY = """
name: nm1*31
date_of_birth: dmg dmg-2 dmg02
-/sex: dmg-3 dmg03
-/death_date: pat-6 ins-12
-/relation: pat-1 ins-2
ssn: ref*sy
member_id: ref*1w ref*0f ref*23 ref*abb ref*f6 ref*nq
mrn: ref*ea
claim_number: clp-7 ref*d9 ref*f8 ref*1k ref*y4 ref*9a ref*9c
other_id: ref*1l ref*6p ref*3h ref*xz ref*ig ref*49 sbr-3
-: ref ref*g1 ref*9f ref*17 ref*blt ref*n6 ref*zz hl hl*19 hl*20 hl*21 hl*22 hl*23 ins*y ins*n st sbr-4 hd-4 eb-5
address/street: n3-1 n301
address/unit: n3-2 n302
address/city: n4-1 n401
address/state: n4-2 n402
address/zip: n4-3 n403
address/country: n4-4
phone: per*te per*hp per*wp per*cp per*bn
email: per*em
-: per*fx
height_weight: pat-8
procedure: sv1 sv2 sv3 svc sv1-1 sv2-2 sv3-1 sv5-1 svc-1 sv1-1.7 sv2-2.7 svc-1.7
procedure: hi*bbr hi*br hi*bbq hi*bq hi*bp hi*bo hi*cah
medication: lin lin-3
date: dtp dtp*472 dtm
insurer: nm1*pr nm1*pr(2) nm1*in nm1*in(2) n1*pr n1*in
-: nm1*pr-9 nm1*pr-9(xx) nm1*pr-9(fi) nm1*in-9 n1*pr-4 n1*in-4 n1*pr-4(fi) n1*in-4(fi) n1*pr-4(xx) n1*p5-4 n1*p5-4(fi)
employer: nm1*36 nm1*36(2) n1*p5
tax_id: ref*ei ref*tj
"""
_CLAIM = """
account_number: clm clm-1 clm01 clp clp-1 clp01 ref*ej
diagnosis: hi hi*abk hi*abf hi*bk hi*bf hi*abj hi*bj hi*apr hi*pr hi*abn hi*bn hi*dr hi*zz
"""


def _each(party: Role, text: str, codes: Iterable[str]) -> dict[str, Typed]:
    return {path: kind for code in codes for path, kind in table(party, text.format(code)).items()}


def _nm1(codes: str) -> list[str]:
    return [f"nm1*{code}" for code in codes.split()]


X12: dict[str, Typed] = {
    **table(Role.UNKNOWN, _ANY),
    **table(Role.PATIENT, _CLAIM),
    **_each(Role.SUBSCRIBER, _NAMES, _nm1("il 74 70 gb")),
    **_each(Role.PATIENT, _NAMES, [*_nm1("qc 03"), "dependent/nm1*il", "dependent/nm1*74"]),
    **_each(Role.RELATIVE, _KIN, _nm1("s1 s3 gd x4 qd ei j6 lr exs e1 9k tz icn")),
    **_each(Role.PROVIDER, _OFFICE, _nm1("85 87 82 71 72 77 dn dk dq p3 1p fa zz p5 41 40 80 qv sj 2b 45 pw")),
    **_each(Role.PROVIDER, _FACILITY, ["n1*pe"]),
}
"""What stands at a path: element, part, party."""

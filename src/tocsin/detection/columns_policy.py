"""Columns of insurance: whose policy it is, its numbers, and the numbers of claims on it.

Invariant: pure; a column whose label and values agree keeps what they say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.detection.columns_types import ColumnType
from tocsin.detection.columns_values import Look
from tocsin.detection.labels_meaning import plain_words
from tocsin.model.elements import Element, Role
from tocsin.model.mentions import Part
from tocsin.patterns import compiled

E = Element


def settle_holders(columns: list[ColumnType]) -> list[ColumnType]:
    """Make ``Participant`` beside a column ``Patient`` the holder of the policy, with the number that stands beside.

    In claims ``Claimant`` and ``Dependent`` are the patients, and ``Employee`` is the holder.
    """
    whole = [c for c in columns if c.element in _PEOPLE and c.part is Part.FULL and c.party in _PARTIES]
    is_insurance = sum(c.element in _OF_CLAIMS for c in columns) > 1
    words = _TREATED | _CLAIMING if is_insurance else _TREATED
    patients = [c for c in whole if set(plain_words(c.label)) & words]
    holders = [c for c in whole if set(plain_words(c.label)) & _HOLDERS and c not in patients]
    if len(patients) != 1 or len(holders) != 1 or not (is_insurance or holders[0].party is Role.PATIENT):
        return columns
    parties = {holders[0].index: Role.SUBSCRIBER, patients[0].index: Role.PATIENT}
    done = [replace(c, party=parties[c.index], element=E.NAME) if c.index in parties else c for c in columns]
    at, patient = holders[0].index, patients[0].index
    for i in (at - 1, at + 1):
        if 0 <= i < len(done) and abs(i - patient) > 1 and done[i].element in _NUMBERS_OF_HOLDERS:
            done[i] = replace(done[i], party=Role.SUBSCRIBER)
    return done


_PEOPLE = frozenset({E.NAME, E.RELATIVE})
_PARTIES = frozenset({Role.PATIENT, Role.SUBSCRIBER, Role.EMPLOYEE, Role.RELATIVE})
_TREATED, _CLAIMING = frozenset({"patient", "dependent"}), frozenset({"claimant"})
_OF_CLAIMS = frozenset({E.MEMBER_ID, E.CLAIM_NUMBER})
_HOLDERS = frozenset({"participant", "member", "enrollee", "employee", "insured", "subscriber", "sponsor"})
_NUMBERS_OF_HOLDERS = frozenset({E.SSN, E.MEMBER_ID, E.OTHER_ID})
_OF_INSURANCE = frozenset(
    {"insurance", "subscriber", "group", "policy", "plan", "payer", "insured", "copay", "coverage"}
)


def settle_insurance(columns: list[ColumnType]) -> list[ColumnType]:
    """Make ``Company`` the insurer and a bare ``ID`` the member's number where all labels are of a policy."""
    words = [set(plain_words(c.label)) for c in columns if c.label]
    if len(words) > _FEW_LABELS or sum(bool(w & _OF_INSURANCE) for w in words) < 2:
        return columns
    return [_of_policy(column) for column in columns]


def _of_policy(column: ColumnType) -> ColumnType:
    words = set(plain_words(column.label))
    if column.element is E.EMPLOYER and "company" in words:
        return replace(column, element=E.INSURER, party=Role.UNKNOWN)
    if column.element is E.OTHER_ID and words <= {"id", "number"}:
        return replace(column, element=E.MEMBER_ID)
    return column


_FEW_LABELS = 8
_MEMBERS, _LEAST_MEMBERS = 0.5, 2


_MEDICAID = compiled(
    r"(?i)\b(?:medicaid|hawk-?i|medi-?cal|peachcare|chip|medical assistance|badger ?care|tenncare|mo ?healthnet)\b"
)


def settle_medicaid(columns: list[ColumnType], titles: Sequence[str]) -> list[ColumnType]:
    """Make ``State ID`` below a title that speaks of Medicaid the number under which its members are kept."""
    if not any(map(_MEDICAID.search, titles)):
        return columns
    return [replace(c, element=E.MEMBER_ID) if c.element is E.STATE_ID else c for c in columns]


def settle_members(columns: list[ColumnType], looks: Sequence[Look]) -> list[ColumnType]:
    """Make a bare ``ID`` right behind the insurer's column the member's number there, and a column that no label
    explains if most of its values have the form of such numbers, or of those by which payers number claims.
    """
    done = [
        replace(c, element=E.MEMBER_ID, score=0.75, is_free_text=False)
        if (c.is_open or c.element is E.OTHER_ID) and look.members >= _MEMBERS and look.filled >= _LEAST_MEMBERS
        else c
        for c, look in zip(columns, looks, strict=True)
    ]
    done = [
        replace(c, element=E.CLAIM_NUMBER, score=0.75, is_free_text=False)
        if (c.is_open or c.element is E.OTHER_ID) and look.claims >= _MEMBERS and look.filled >= _LEAST_MEMBERS
        else c
        for c, look in zip(done, looks, strict=True)
    ]
    for i, column in enumerate(done[1:], 1):
        is_bare = column.element is E.OTHER_ID and set(plain_words(column.label)) <= {"id", "number"}
        if is_bare and done[i - 1].element is E.INSURER:
            done[i] = replace(column, element=E.MEMBER_ID)
    return done

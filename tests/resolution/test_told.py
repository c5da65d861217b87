"""Subjects told to be one person are resolved as one and stay members by themselves."""

from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa

from tocsin.ids import ItemId, SegmentId, SubjectId
from tocsin.linking.gathered import SAME
from tocsin.model.decisions import Decision, Judgement
from tocsin.model.elements import Role
from tocsin.model.subjects import MEMBERS, Subject, subjects_of, subjects_table
from tocsin.resolution.told import heads_of, of_heads, with_told


def _subject(name: str, **values: object) -> Subject:
    known = {"last_name": "", "ssn": "", "phones": (), **values}
    return Subject(SubjectId(name), ItemId("itm"), SegmentId("seg"), 0, -1, Role.PATIENT, (), **known)  # type: ignore[arg-type]  # values by name


SAME_TABLE = pa.table({"subject_id": ["sub_b", "sub_c"], "head_id": ["sub_a", "sub_a"]}, schema=SAME)


def test_fills_what_the_first_leaves_open() -> None:
    rows = [
        _subject("sub_a", last_name="Lee"),
        _subject("sub_b", ssn="123456789", last_name="Other"),
        _subject("sub_c", ssn="999", phones=("+18135550100",)),
        _subject("sub_d", last_name="Kim"),
    ]
    heads = subjects_of(heads_of(subjects_table(rows), SAME_TABLE))
    assert [(s.subject_id, s.last_name, s.ssn, s.phones) for s in heads] == [
        ("sub_a", "Lee", "123456789", ("+18135550100",)),
        ("sub_d", "Kim", "", ()),
    ]


def test_puts_those_told_of_with_their_person() -> None:
    members = pa.table([["sub_a", "sub_d"], ["per_1", "per_2"], ["ntc_1", "ntc_2"]], schema=MEMBERS)
    made = with_told(members, SAME_TABLE).to_pylist()
    assert [(row["subject_id"], row["person_id"], row["notice_id"]) for row in made] == [
        ("sub_a", "per_1", "ntc_1"), ("sub_b", "per_1", "ntc_1"), ("sub_c", "per_1", "ntc_1"), ("sub_d", "per_2", "ntc_2"),
    ]  # fmt: skip


def test_takes_decisions_as_about_the_first() -> None:
    at = datetime(2025, 1, 1, tzinfo=UTC)
    said = Decision(Judgement.DIFFERENT, "per_1", "per_2", "A", at, ("sub_a", "sub_b", "sub_c"), ("sub_d",))
    (told,) = of_heads([said], SAME_TABLE)
    assert (told.left_subjects, told.right_subjects) == (("sub_a",), ("sub_d",))

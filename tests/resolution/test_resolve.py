"""Who is one person: the cases a reader of a letter would complain about, and what must hold for every run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest

from tests.resolution.spread_contract import dirty_subjects, houses_of
from tocsin.model.decisions import Decision, Judgement
from tocsin.model.subjects import MEMBERS
from tocsin.resolution.resolve import ALIASES, Resolved, resolve
from tocsin.resolution.telling import MERGES, REVIEW
from tocsin.resolution.weights import Weights

Make = Callable[..., pa.Table]
ANN = {"first_name": "Ann", "last_name": "Lindqvist", "date_of_birth": "1961-03-04", "ssn": "412339876"}
AT = datetime(2025, 1, 2, tzinfo=UTC)


def _run(subjects: pa.Table, *decisions: Decision, before: Resolved | None = None) -> Resolved:
    return resolve(subjects, decisions, before.members if before else None, before.weights if before else None)


def _people(resolved: Resolved, column: str = "person_id") -> list[str]:
    return list(resolved.members[column].to_pylist())


def _is_one(resolved: Resolved) -> bool:
    return len(set(_people(resolved))) == 1


def _decision(judgement: Judgement, left: tuple[str, ...], right: tuple[str, ...], number: int = 0) -> Decision:
    return Decision(judgement, f"per_{number}a", f"per_{number}b", "A. Reviewer", AT, left, right)


@pytest.mark.parametrize(
    "other",
    [
        {"first_name": "ANN", "last_name": "LINDQVIST", "date_of_birth": "1961-03-04"},
        {"first_name": "Annie", "last_name": "Lindqvist", "ssn": "412339876"},
        {"first_name": "Ann", "last_name": "Lindqvist", "date_of_birth": "1961-04-03", "ssn": "412339876"},
        {"first_name": "Ann", "last_name": "Lindqvist", "date_of_birth": "1961-03-04", "ssn": "412338976"},
        {"first_name": "Ann", "last_name": "Moreau", "date_of_birth": "1961-03-04", "ssn": "412339876"},
        {"first_name": "Ann", "last_name": "Lindqvist-Moreau", "date_of_birth": "1961-03-04"},
        {"first_name": "Lindqvist", "last_name": "Ann", "date_of_birth": "1961-03-04"},
        {"first_name": "Ann", "last_name": "Lindqvst", "date_of_birth": "1961-03-04"},
        {"ssn": "412-33-9876"},
    ],
    ids=["case", "nickname", "day and month", "number slip", "married", "hyphen", "turned", "typo", "number only"],
)
def test_the_same_person_with_what_goes_wrong(table: Make, other: dict[str, Any]) -> None:
    assert _is_one(_run(table(ANN, other)))


def test_an_identifier_alone_joins_the_person_who_has_it(table: Make) -> None:
    subjects = table(ANN | {"mrns": ["GC-100234"]}, {"mrns": ["GC100234"]}, {"member_ids": ["W99"]})
    first, second, third = _people(_run(subjects))
    assert first == second != third


HOME = {"address_1": "12 Oak St", "zip": "37205", "phones": ["6155550123"], "member_ids": ["W123456"]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"first_name": "Ann", "date_of_birth": "1961-03-04"}, {"first_name": "Erik", "date_of_birth": "1959-11-20"}),
        (
            {"first_name": "Tim", "date_of_birth": "2011-05-06", "ssn": "412339876"},
            {"first_name": "Mark", "date_of_birth": "2011-05-06", "ssn": "412339877"},
        ),
        (
            {"first_name": "Erik", "suffix": "Sr", "date_of_birth": "1941-05-06"},
            {"first_name": "Erik", "suffix": "Jr", "date_of_birth": "1969-11-20"},
        ),
    ],
    ids=["household", "twins", "father and son"],
)
def test_people_of_one_home_stay_apart(table: Make, one: dict[str, Any], other: dict[str, Any]) -> None:
    home = HOME | {"last_name": "Lindqvist"}
    assert not _is_one(_run(table(home | one, home | other)))


BARE = {"first_name": "ANN", "last_name": "Lindqvist", "elements": ["medication", "name"]}


def test_names_with_nothing_beside_them_never_merge(table: Make) -> None:
    alone = {"first_name": "Ann", "last_name": "Lindqvist", "elements": ["name"]}
    assert len(set(_people(_run(table(alone, alone, alone))))) == 3


def test_a_rare_bare_name_is_the_one_person_who_has_it(table: Make) -> None:
    seen = _people(_run(table(ANN, BARE, BARE | {"elements": ["name"]})))
    assert seen[0] == seen[1] != seen[2]
    assert _is_one(_run(table(BARE, BARE)))


def test_a_common_bare_name_is_put_before_somebody(table: Make) -> None:
    common = {"first_name": "Maria", "last_name": "Garcia"}
    seen = _run(table(ANN | common, BARE | common))
    assert not _is_one(seen)
    assert seen.review["left_subject"].to_pylist() == ["sub_0000000000000000"]
    assert seen.review["reasons"].to_pylist() == ["first name equal, last name equal"]


def test_a_bare_name_that_two_people_have_is_nobodys(table: Make) -> None:
    two = _run(table(ANN, ANN | {"ssn": "531228761", "date_of_birth": "1999-09-09"}, BARE))
    assert len(set(_people(two))) == 3
    assert "sub_0000000000000002" not in two.review["right_subject"].to_pylist()


def test_a_bare_name_stays_apart_where_the_middle_name_or_somebody_says_so(table: Make) -> None:
    assert not _is_one(_run(table(ANN | {"middle_name": "Ruth"}, BARE | {"middle_name": "Olga"})))
    ids = ("sub_0000000000000000",), ("sub_0000000000000001",)
    assert not _is_one(_run(table(ANN, BARE), _decision(Judgement.DIFFERENT, *ids)))


def test_a_name_with_a_place_that_differs_is_not_enough(table: Make) -> None:
    one = {"first_name": "John", "last_name": "Smith", "address_1": "1 Bay St", "zip": "33602", "ssn": "412339876"}
    other = {"first_name": "John", "last_name": "Smith", "address_1": "9 Elm Rd", "zip": "98101", "ssn": "531228761"}
    assert not _is_one(_run(table(one, other)))


def test_an_office_role_does_not_merge_on_name_and_office_telephone(table: Make) -> None:
    office = {"first_name": "Ann", "last_name": "Lindqvist", "role": "provider", "phones": ["6155550123"]}
    assert not _is_one(_run(table(ANN | {"phones": ["6155550123"]}, office)))
    assert _is_one(_run(table(ANN, ANN | {"role": "provider"})))


def test_decisions_outrank_scores(table: Make) -> None:
    subjects = table(ANN, ANN | {"ssn": ""}, {"first_name": "Bo", "last_name": "Ek", "ssn": "531228761"})
    a, b, c = subjects["subject_id"].to_pylist()
    apart = _people(_run(subjects, _decision(Judgement.DIFFERENT, (a,), (b,))))
    assert apart[0] != apart[1]
    joined = _run(subjects, _decision(Judgement.SAME, (a, b), (c,)))
    assert _is_one(joined)
    assert "decided" in joined.merges["reasons"].to_pylist()


def test_a_later_decision_about_the_same_two_replaces_the_earlier(table: Make) -> None:
    subjects = table(ANN, ANN | {"ssn": ""})
    a, b = subjects["subject_id"].to_pylist()
    different, same = (_decision(j, (a,), (b,)) for j in (Judgement.DIFFERENT, Judgement.SAME))
    assert _is_one(_run(subjects, different, same))
    assert not _is_one(_run(subjects, same, different))


def test_different_holds_through_a_third_record(table: Make) -> None:
    subjects = table(ANN, ANN | {"ssn": "", "sex": "F"}, ANN | {"date_of_birth": ""})
    a, b, _ = subjects["subject_id"].to_pylist()
    people = _people(_run(subjects, _decision(Judgement.DIFFERENT, (a,), (b,))))
    assert people[0] != people[1]


def test_unsure_leaves_people_apart_and_stays_in_the_review_marked(table: Make) -> None:
    subjects = table(ANN, {"first_name": "Ann", "last_name": "Lindqvist", "ssn": "531228761"})
    a, b = subjects["subject_id"].to_pylist()
    resolved = _run(subjects, _decision(Judgement.UNSURE, (a,), (b,)))
    assert not _is_one(resolved)
    assert resolved.review["marked"].to_pylist() == ["unsure"]
    settled = _run(subjects, _decision(Judgement.DIFFERENT, (a,), (b,)))
    assert settled.review.num_rows == 0


def test_ids_survive_new_evidence_and_a_merge_leaves_an_alias(table: Make) -> None:
    big = ANN | {"ssn": "", "mention_count": 9}
    small = {"first_name": "Ann", "last_name": "Moreau", "ssn": "412339876", "date_of_birth": "1961-04-03"}
    first = _run(table(big, small | {"date_of_birth": ""}))
    kept, gone = _people(first)
    assert kept != gone
    bridge = ANN | {"last_name": "Lindqvist-Moreau", "subject_id": "sub_00000000000000aa"}
    second = _run(table(big, small | {"date_of_birth": ""}, bridge), before=first)
    assert _is_one(second)
    assert set(_people(second)) == {kept}
    assert second.aliases.to_pylist() == [{"alias": gone, "person_id": kept}]


def test_a_split_keeps_the_id_with_most_mentions(table: Make) -> None:
    subjects = table(ANN | {"mention_count": 1}, ANN | {"ssn": "", "mention_count": 5})
    first = _run(subjects)
    a, b = subjects["subject_id"].to_pylist()
    second = _run(subjects, _decision(Judgement.DIFFERENT, (a,), (b,)), before=first)
    assert _people(second)[1] == _people(first)[1]
    assert _people(second)[0] != _people(first)[0]


def _parts(ids: list[str]) -> list[int]:
    """Return which ids are equal, whatever they are: of each the place where it stands first."""
    return [ids.index(one) for one in ids]


def test_an_addition_gives_the_people_that_all_at_once_give() -> None:
    everybody = dirty_subjects(250, 4)
    houses = houses_of(everybody)
    early = [number for number in range(everybody.num_rows) if number % 10]
    first = resolve(everybody.take(early), (), None, None, entities=houses)
    some = everybody.take([number for number in range(everybody.num_rows) if number % 20])
    step = resolve(some, (), first.members, first.weights, entities=houses)
    added = resolve(everybody, (), step.members, first.weights, entities=houses)
    whole = resolve(everybody, (), None, first.weights, entities=houses)
    for column in ("person_id", "notice_id"):
        assert _parts(_people(added, column)) == _parts(_people(whole, column))
    told = ["left_subject", "right_subject", "score", "reasons"]
    rows = [sorted(one.merges.select(told).to_pylist(), key=repr) for one in (added, whole)]
    assert rows[0] == rows[1]
    assert len(rows[0]) > 300
    kept = set(_people(first))
    assert kept <= {*_people(added), *step.aliases["alias"].to_pylist(), *added.aliases["alias"].to_pylist()}


def test_the_order_of_decisions_and_subjects_does_not_matter_and_ids_have_their_prefix(table: Make) -> None:
    rows = [ANN, ANN | {"ssn": ""}, {"first_name": "Bo", "last_name": "Ek", "ssn": "531228761"}]
    named = [row | {"subject_id": f"sub_{n:016x}"} for n, row in enumerate(rows)]
    one, other = _run(table(*named)), _run(table(*reversed(named)))
    assert one.members == other.members
    assert one.merges == other.merges
    assert all(person.startswith("per_") for person in _people(one))
    assert all(notice.startswith("ntc_") for notice in _people(one, "notice_id"))


def test_equal_name_and_address_get_one_letter_unless_something_conflicts(table: Make) -> None:
    here = {"first_name": "Ann", "last_name": "Lindqvist", "address_1": "12 Oak St", "zip": "37205"}
    one_letter = _run(table(here, here | {"phones": ["6155550123"]}))
    assert len(set(_people(one_letter, "notice_id"))) == 1


def test_the_tables_have_their_schemas_even_when_there_is_nobody(table: Make) -> None:
    empty = _run(table())
    assert empty.members.schema == MEMBERS
    assert (empty.merges.schema, empty.review.schema, empty.aliases.schema) == (MERGES, REVIEW, ALIASES)
    assert empty.members.num_rows == 0


def test_frozen_weights_are_used_and_given_back(table: Make) -> None:
    weights = Weights(anchors=7)
    assert resolve(table(ANN), (), None, weights).weights == weights

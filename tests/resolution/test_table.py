"""`tocsin people`: columns of strangers' tables, and how well dirty records come together."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pytest

from tests.resolution.dirty import FAMILY, GIVEN, records
from tocsin.resolution.columns import date_key, recognise
from tocsin.resolution.groups import Groups
from tocsin.resolution.levels import DOB_TYPO
from tocsin.resolution.scoring import NAME_MARGIN
from tocsin.resolution.table import RESULT, people_of_table, resolved_table
from tocsin.resolution.weights import TABLE, Hypothesis, millibits


def _table(rows: Sequence[dict[str, str]]) -> pa.Table:
    names = list(rows[0])
    columns = {name: pa.array([row[name] for row in rows], pa.string()) for name in names}
    return pa.table({"record_id": [f"r{n:05d}" for n in range(len(rows))], **columns})


def _b_cubed(found: Sequence[str], truth: Sequence[int]) -> tuple[float, float]:
    clusters, people, both = Counter(found), Counter(truth), Counter(zip(found, truth, strict=True))
    precision = sum(n * n / clusters[cluster] for (cluster, _), n in both.items()) / len(found)
    return precision, sum(n * n / people[person] for (_, person), n in both.items()) / len(found)


def test_dirty_records_come_together_and_hardly_anybody_is_lost() -> None:
    rows, truth = records(600, seed=4)
    found = people_of_table(_table(rows))["person_id"].to_pylist()
    precision, recall = _b_cubed(found, truth)
    assert precision >= 0.985
    assert recall >= 0.965
    majority = {
        Counter(t for f, t in zip(found, truth, strict=True) if f == one).most_common(1)[0][0] for one in set(found)
    }
    assert len(set(truth) - majority) <= 0.01 * len(set(truth))


def test_the_order_of_rows_does_not_matter() -> None:
    rows, _ = records(120, seed=5)
    table = _table(rows)
    turned = table.take(pa.array(range(len(rows) - 1, -1, -1)))
    one, other = people_of_table(table), people_of_table(turned)
    assert one.sort_by("record_id") == other.sort_by("record_id")
    assert other["record_id"].to_pylist() == turned["record_id"].to_pylist()


def test_the_result_has_its_schema_and_ids_follow_from_record_ids() -> None:
    table = _table([{"name": "Ek, Ann", "dob": "1961-03-04"}, {"name": "Ann Ek", "dob": "3/4/1961"}])
    result = people_of_table(table)
    assert result.schema == RESULT
    assert len(set(result["person_id"].to_pylist())) == 1
    assert people_of_table(table.slice(0, 1))["person_id"][0] == result["person_id"][0]
    assert people_of_table(table.slice(0, 0)).num_rows == 0


def test_nulls_and_a_table_without_any_known_column_do_no_harm() -> None:
    table = pa.table({"record_id": ["1", "2"], "x": pa.array([None, "a"], pa.string())})
    assert len(set(people_of_table(table)["person_id"].to_pylist())) == 2


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Patient First Name", "first"), ("fname_c1", "first"), ("lname_c1", "last"), ("surname", "last"),
        ("DOB", "dob"), ("BirthDate", "dob"), ("soc_sec_id", "ssn"), ("by", "birth_year"), ("postcode", "zip"),
        ("suburb", "city"), ("PT_MRN", "mrns"), ("street_number", "house"), ("occupation", ""),
    ],
)  # fmt: skip
def test_headers(header: str, kind: str) -> None:
    assert recognise(pa.table({header: ["", ""]})) == {kind: [header]}


def test_values_tell_what_headers_do_not() -> None:
    dates = [f"{1930 + n}-0{n % 9 + 1}-11" for n in range(40)]
    table = pa.table({"c1": ["412-33-9876"] * 40, "c2": ["a@b.example"] * 40, "c3": dates, "c4": ["x"] * 40})
    assert recognise(table) == {"ssn": ["c1"], "emails": ["c2"], "dob": ["c3"], "": ["c4"]}


def test_names_and_places_are_told_by_their_values() -> None:
    given = "James Mary Robert Patricia John Jennifer Michael Linda William Elizabeth David Susan Joseph Karen Thomas"
    family = "Smith Johnson Nguyen Garcia Miller Davis Lopez Wilson Hernandez Taylor Moore Perez White Harris Walker"
    firsts, lasts = (
        (given + " Lisa Nancy Betty Sandra Ashley").split(),
        (family + " Wright King Young Torres Hill").split(),
    )
    table = pa.table(
        {
            "a": firsts * 2,
            "b": lasts * 2,
            "c": [f"{last}, {first}" for first, last in zip(firsts, lasts, strict=True)] * 2,
            "d": ["M", "F"] * 20,
            "e": [f"{n} Oak St" for n in range(40)],
            "f": [f"37{n:03d}" for n in range(101, 121)] * 2,
            "g": [f"{10000 + n * 37}" for n in range(40)],
        }
    )
    assert recognise(table) == {
        "first": ["a"], "last": ["b"], "name": ["c"], "sex": ["d"], "street": ["e"], "zip": ["f"], "": ["g"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("4/5/1960", "1960-04-05"),
        ("25/12/1960", "1960-12-25"),
        ("1960-04-05 00:00:00", "1960-04-05"),
        ("x", ""),
        ("", ""),
    ],
)
def test_dates(text: str, key: str) -> None:
    assert date_key(text) == key


def test_names_in_each_others_place_are_taken_so_where_they_are_only_alike() -> None:
    row = {"dob": "1961-03-04", "zip": "37205"}
    table = _table([row | {"first": "Amber", "last": "Neumann"}, row | {"first": "Neuman", "last": "Ambr"}])
    assert len(set(people_of_table(table)["person_id"].to_pylist())) == 1


def test_a_whole_name_that_several_people_bear_is_not_enough_though_its_parts_are_rare() -> None:
    """Names go together: by its parts the name would be one in a million; birth dates show that many bear it."""
    many = [{"first": "Khadija", "last": "Alhashimi", "dob": f"{1930 + 7 * n}-0{n + 1}-1{n}"} for n in range(9)]
    rows = [*many, {"first": "Khadija", "last": "Alhashimi", "mrn": "GC100"}]
    crowd, _ = records(400, seed=6)
    others = [{"first": row["first_name"], "last": row["last_name"], "dob": row["dob"]} for row in crowd]
    filled = [{"first": "", "last": "", "dob": "", "mrn": ""} | row for row in (*rows, *others)]
    assert len(set(people_of_table(_table(filled))["person_id"].to_pylist()[:10])) == 10
    lonely = people_of_table(_table([*filled[8:10], *filled[10:]]))["person_id"].to_pylist()
    assert lonely[0] == lonely[1]


def test_where_nothing_is_ever_sure_slips_are_counted_all_the_same() -> None:
    """A registry of names and birth dates only, where every second record of a person is a digit off."""
    draw = random.Random(3)
    people = [
        {"first": draw.choice(GIVEN), "last": draw.choice(FAMILY), "dob": f"{1930 + n % 70}-07-{n % 28 + 1:02d}"}
        for n in range(1500)
    ]
    slips = [row | {"dob": row["dob"][:-1] + str((int(row["dob"][-1]) + 1) % 10)} for row in people[::5]]
    counted = resolved_table(_table([*people, *slips])).made.scorer.weights.same["dob"]
    assert counted[DOB_TYPO] > millibits(0.3) > millibits(TABLE["dob"][DOB_TYPO][Hypothesis.SAME])


def test_a_register_without_doubles_stays_without_merges() -> None:
    """Households are all that is alike there: they must not be taken for slips of one person."""
    draw, rows = random.Random(5), []
    for home in range(700):
        shared = {
            "last": FAMILY[home % len(FAMILY)] + FAMILY[home // len(FAMILY)].lower(),
            "zip": "37205",
            "address": f"{home} Oak St",
        }
        for _ in range(4):
            born = f"{draw.randint(1930, 2020)}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}"
            rows.append(shared | {"first": draw.choice(GIVEN), "dob": born, "sex": draw.choice("MF")})
    people = resolved_table(_table(rows))
    assert len(set(people.result["person_id"].to_pylist())) >= len(rows) - 15
    assert people.made.scorer.weights.same == {}


def test_names_alone_must_be_rarer() -> None:
    row = {"first": "Ann", "last": "Ek", "mrn": "", "phone": ""}
    scorer = resolved_table(_table([row | {"mrn": "GC1"}, row | {"phone": "6155550123"}])).made.scorer
    one, other = np.array([0], np.int32), np.array([1], np.int32)
    levels = scorer.levels(one, other)
    plain = scorer.priors + sum(scorer.contribution(name, levels[name], one, other)[:, 0] for name in levels)
    assert (scorer.totals(levels, one, other)[:, 0] - plain).tolist() == [0, NAME_MARGIN, 0, 0, 0]


@pytest.mark.parametrize("number", ["mrn", "phone", "member_id", "email"])
def test_other_numbers_do_not_make_namesakes_alike(number: str) -> None:
    values = {"email": ("ann@one.example", "ann@two.example"), "phone": ("6155550123", "6155550188")}
    one, other = values.get(number, ("GC10017", "GC20554"))
    row = {"first": "Ann", "last": "Ek"}
    scorer = resolved_table(_table([row | {number: one}, row | {number: other}])).made.scorer
    left, right = np.array([0], np.int32), np.array([1], np.int32)
    levels = scorer.levels(left, right)
    plain = scorer.priors + sum(scorer.contribution(name, levels[name], left, right)[:, 0] for name in levels)
    totals = scorer.totals(levels, left, right)[:, 0]
    assert (totals - plain).tolist() == [0, NAME_MARGIN, 0, 0, 0]
    groups = Groups(scorer, np.array([0, 1], np.int32), np.arange(2))
    assert groups.scores(np.array([0]), np.array([1])).tolist() == [totals[0] - max(totals[1:])]


def test_a_column_of_unknown_meaning_helps() -> None:
    rows = [
        {"first": "John", "last": "Smith", "birthplace": place, "shoe": shoe}
        for place, shoe in [("Kiruna", "a"), ("Kiruna", "b"), ("Tampa", "c")]
    ]
    rows += [{"first": f"Bo{n}", "last": f"Alm{n}", "birthplace": f"Town{n % 90}", "shoe": ""} for n in range(3000)]
    found = people_of_table(_table(rows))["person_id"].to_pylist()
    assert found[0] == found[1] != found[2]

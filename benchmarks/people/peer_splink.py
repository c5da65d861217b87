"""Runs Splink on one table as a peer: in the interpreter that has it, which need not have Tocsin.

    python peer_splink.py IN.parquet OUT.parquet CORES

OUT gets record_id and a column of clusters for each threshold (as ``at_0.99``); the benchmark tells the best of them.
The settings follow Splink's own guide: names by Jaro-Winkler with term frequencies, dates of birth by their own
comparison, identifiers equal with term frequencies; u by random sampling, m by expectation maximisation on several
blocking rules. It is given the kinds of the columns, which Tocsin has to find out. Standard error gets the wall and
processor seconds after the clusters of the first threshold: its user would choose one, so they are not its cost.
"""

from __future__ import annotations

import sys
import time
import warnings

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

THRESHOLDS = (0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999)
RENAMED = {
    "given_name": "first_name", "fname_c1": "first_name", "surname": "last_name", "lname_c1": "last_name",
    "middle_initial": "middle_name", "postcode": "zip", "zipcode": "zip", "suburb": "city", "soc_sec_id": "ssn",
}  # fmt: skip
NAMES = ("first_name", "last_name")
NUMBERS = ("ssn", "phone", "email", "mrn", "member_id")
OTHERS = ("middle_name", "suffix", "sex", "zip", "street", "fname_c2", "lname_c2")
RULES = (
    ("ssn",), ("last_name", "dob"), ("first_name", "dob"), ("mrn",), ("email",), ("phone", "first_name"),
    ("member_id", "first_name"), ("first_name", "last_name", "zip"), ("last_name", "street"),
    ("first_name", "last_name", "birth_year"), ("zip", "dob"),
)  # fmt: skip
TRAINING = ((("ssn",), ("last_name", "dob")), (("first_name", "last_name"), ("dob",)))
"""The first pair of rules that the columns allow: the second would hold tens of millions of pairs in a large set."""
_BIRTH = {"by", "bm", "bd"}
_STREET = ("address", "street_number", "address_1", "street_name")


def main() -> None:
    """Link, cluster at each threshold, write."""
    warnings.simplefilter("ignore")
    source, target, cores = sys.argv[1:4]
    con = duckdb.connect()
    con.execute(f"SET threads = {int(cores)}")
    given = con.read_parquet(source)
    rows = given.project(", ".join(_columns(given.columns)))
    rows.create("rows")
    linker = _trained(con, set(rows.columns))
    predicted = linker.inference.predict(threshold_match_probability=THRESHOLDS[0])
    answer = con.table("rows").project("record_id")
    for number, threshold in enumerate(THRESHOLDS):
        made = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold)
        clusters = con.table(made.physical_name).project(f'record_id, cluster_id::VARCHAR AS "at_{threshold}"')
        clusters.create(f"clusters_{number}")
        answer = answer.join(con.table(f"clusters_{number}"), "record_id")
        if threshold == THRESHOLDS[0]:
            first = time.perf_counter(), time.process_time()
    answer.write_parquet(target)
    print(f"{time.perf_counter() - first[0]:.2f} {time.process_time() - first[1]:.2f}", file=sys.stderr)


def _trained(con: duckdb.DuckDBPyConnection, columns: set[str]) -> Linker:
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="record_id",
        comparisons=_comparisons(columns),
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in RULES if set(rule) <= columns],
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
    )
    linker = Linker(DuckDBAPI(connection=con).register("rows"), settings, log_level="ERROR")
    sure = [block_on(*rule) for rule in (("ssn",), ("first_name", "last_name", "dob")) if set(rule) <= columns]
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=2_000_000, seed=1)
    for rule in next(rules for rules in TRAINING if {name for rule in rules for name in rule} <= columns):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    return linker


def _columns(have: list[str]) -> list[str]:
    """Return what to select: columns under the names used here, empty cells as null, dates in one form."""
    picked = ["record_id"]
    for name in have:
        if name in {"record_id", "date_of_birth", *_BIRTH, *_STREET}:
            continue
        picked.append(f'nullif(lower(trim("{name}")), \'\') AS "{RENAMED.get(name, name)}"')
    dob = _birth(have)
    if dob:
        picked += [f"{dob} AS dob", f"left({dob}, 4) AS birth_year"]
    street = [f'"{name}"' for name in _STREET if name in have]
    if street:
        picked.append(f"nullif(lower(trim(concat_ws(' ', {', '.join(street)}))), '') AS street")
    return picked


def _birth(have: list[str]) -> str:
    if set(have) >= _BIRTH:
        return "concat_ws('-', \"by\", lpad(bm, 2, '0'), lpad(bd, 2, '0'))"
    if "date_of_birth" not in have:
        return ""
    shapes = ", ".join(f"try_strptime(date_of_birth, '{shape}')" for shape in ("%Y-%m-%d", "%m/%d/%Y", "%Y%m%d"))
    return f"strftime(coalesce({shapes}), '%Y-%m-%d')"


def _comparisons(columns: set[str]) -> list[object]:
    frequent = {"term_frequency_adjustments": True}
    found: list[object] = [
        cl.JaroWinklerAtThresholds(name, [0.92, 0.8]).configure(**frequent) for name in NAMES if name in columns
    ]
    if "dob" in columns:
        found.append(cl.DateOfBirthComparison("dob", input_is_string=True))
    found += [cl.ExactMatch(name).configure(**frequent) for name in NUMBERS if name in columns and name != "ssn"]
    if "ssn" in columns:
        found.append(cl.LevenshteinAtThresholds("ssn", 1).configure(**frequent))
    found += [cl.ExactMatch(name).configure(**frequent) for name in OTHERS if name in columns and name != "street"]
    if "street" in columns:
        found.append(cl.JaroWinklerAtThresholds("street", [0.9]).configure(**frequent))
    if "city" in columns and "zip" not in columns:
        found.append(cl.ExactMatch("city").configure(**frequent))
    return found


if __name__ == "__main__":
    main()

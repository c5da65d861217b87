"""Stolen databases, end to end: shown, corrected, and only what the correction touches done again."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from benchmarks.database.score import INCIDENT
from benchmarks.database.styles import write_style
from benchmarks.database.world import make_world
from tests.e2e.cases import Addition, Case

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    place = tmp_path_factory.mktemp("databases")
    (place / "incident.toml").write_text(INCIDENT, "utf-8")
    made = Case(place, place / "incident")
    made.begin()
    for style, seed in (("billing", 3), ("spanish", 5)):
        write_style(style, make_world(40, seed), place / style)
        made.add(Addition((place / style,), "", "database"))
    made.run()
    return made


def _people(case: Case, to: Path) -> list[dict[str, str]]:
    case.do("export", "people", "--reveal", "--to", str(to))
    with to.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_gathers_shows_and_corrects(case: Case, tmp_path: Path) -> None:
    before = _people(case, tmp_path / "before.csv")
    assert sum("procedure" in row["elements"] for row in before) >= 35
    assert sum("ssn" in row["elements"] for row in before) >= 70
    told = json.loads(case.do("tables", "--json").out)
    assert len(told["databases"]) == 2
    assert not any(row["last_name"] and f'"{row["last_name"]}"' in json.dumps(told) for row in before)

    again = case.run()
    assert "parts to do" not in again.err

    case.do("tables", "client.soc", "type", "none", "--by", "A. Analyst")
    redone = case.run()
    assert "detect: 1 parts to do" in redone.err
    assert "link: 1 parts to do" in redone.err
    after = _people(case, tmp_path / "after.csv")
    assert sum("ssn" in row["elements"] for row in after) < sum("ssn" in row["elements"] for row in before) - 20
    kept = {row["person_id"] for row in before} & {row["person_id"] for row in after}
    assert len(kept) >= 0.95 * len(before)

    case.do("tables", "citas.id_paciente", "key", "none", "--by", "A. Analyst")
    assert "detect" not in case.run().err
    without = _people(case, tmp_path / "without.csv")
    assert sum("diagnosis" in row["elements"] for row in without) < sum("diagnosis" in row["elements"] for row in after)
    assert case.do("verify").code == 0


def _dump() -> str:
    """Return a dump whose findings lead to their people by a declared key alone."""
    last = ("Garcia", "Smith", "Nguyen", "Okafor", "Brown", "Patel", "Rivera", "Chen", "Haddad", "Murphy")
    first = ("Maria", "James", "Linda", "Robert", "Susan", "Daniel", "Grace", "Peter", "Carlos", "Helen")
    people = [
        f"{n}\t{last[n % 10]}\t{first[(n // 10 + n) % 10]}\t19{50 + n}-03-0{1 + n % 9}\t123-45-{6700 + n}\n"
        for n in range(1, 31)
    ]
    findings = [f"{900 + n}\t{1 + n % 7}\tC50.9\n" for n in range(40)]
    return (
        "--\n-- PostgreSQL database dump\n--\n"
        "CREATE TABLE public.persons (person_no integer, last_name text, first_name text, dob date, ssn text);\n"
        "CREATE TABLE public.findings (nr integer, x integer, icd10 text);\n"
        f"COPY public.persons (person_no, last_name, first_name, dob, ssn) FROM stdin;\n{''.join(people)}\\.\n"
        f"COPY public.findings (nr, x, icd10) FROM stdin;\n{''.join(findings)}\\.\n"
        "ALTER TABLE ONLY public.persons ADD CONSTRAINT pk PRIMARY KEY (person_no);\n"
        "ALTER TABLE ONLY public.findings\n    ADD CONSTRAINT fk FOREIGN KEY (x) REFERENCES public.persons(person_no);\n"
        "--\n-- PostgreSQL database dump complete\n--\n"
    )


def test_follows_and_shows_declared_keys(tmp_path: Path) -> None:
    (tmp_path / "incident.toml").write_text(INCIDENT, "utf-8")
    (tmp_path / "dump.sql").write_text(_dump(), "utf-8")
    case = Case(tmp_path, tmp_path / "incident")
    case.begin()
    case.add(Addition((tmp_path / "dump.sql",), "", "database"))
    case.run()
    assert "persons (declared, 1.00)" in case.do("tables").out
    people = _people(case, tmp_path / "people.csv")
    assert sum("diagnosis" in row["elements"] for row in people) == 7

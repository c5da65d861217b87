"""People gathered at once are those that gathering row by row gives."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.linking.databases import Gathering, Tables, gathered
from tocsin.linking import gathering
from tocsin.linking.gathering_many import clear_drafts

PEOPLE = [
    (101, "Maria", "Garcia", "1960-04-05", "123-45-6701", "4471931", 3),
    (102, "James", "Smith", "1971-08-19", "123-45-6702", "4471932", 1),
    (103, "Zztest", "Patient", "1980-01-01", "123-45-6703", "4471933", 2),
    (104, "Linda", "Okafor", "1955-12-30", "123-45-6704", "4471934", 2),
    (105, "Robert", "Brown", "1990-06-14", "123-45-6705", "4471935", 1),
    (106, "Susan", "Patel", "", "", "4471936", 1),
    (107, "", "", "1948-09-09", "", "", 2),
]
COLUMNS = ("patient_id", "first_name", "last_name", "dob", "ssn", "mrn", "plan_id")
PLANS = [(1, "Aetna", ""), (2, "Humana", "800-555-0100"), (3, "Cigna", "")]
ROWS = st.tuples(
    st.integers(101, 109),
    st.sampled_from(("2023-01-05", "2024-02-07", "")),
    st.sampled_from(("J45.909", "E11.9", "C50.9")),
    st.sampled_from(("W123456789", "W123456780", "")),
    st.sampled_from(("", "", "(813) 555-0101", "(813) 555-0102")),
)
CONTACTS = st.tuples(
    st.integers(101, 107), st.sampled_from(("Rosa Lima", "Ann Smith")), st.sampled_from(("mother", "spouse"))
)


def _tables(rows: Sequence[tuple[object, ...]], contacts: Sequence[tuple[object, ...]], ending: str = "") -> Tables:
    tables: dict[str, tuple[Sequence[str], Sequence[Sequence[object]]]] = {
        "patients": (COLUMNS, PEOPLE),
        "visits": (("id", "patient_id", "visit date", "icd10", "member id", "phone"), [(900 + n, *r) for n, r in enumerate(rows)]),
        "plans": (("plan_id", "payer", "phone"), PLANS),
    }  # fmt: skip
    if contacts:
        numbered = [(700 + n, *row) for n, row in enumerate(contacts)]
        tables["emergency_contacts"] = (("id", "patient_id", "contact_name", "relationship"), numbered)
    return {f"{name}{ending}": table for name, table in tables.items()}


def _told(found: Gathering) -> object:
    return sorted(map(repr, found.subjects)), found.links, found.same


@given(st.lists(ROWS, min_size=8, max_size=24), st.lists(CONTACTS, max_size=3), st.booleans())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_gives_what_row_by_row_gives(
    monkeypatch: pytest.MonkeyPatch,
    rows: list[tuple[object, ...]],
    contacts: list[tuple[object, ...]],
    files: bool,
) -> None:
    tables = _tables(rows, contacts, ".csv" if files else "")
    at_once = gathered(tables, files=files)
    with monkeypatch.context() as slow:
        slow.setattr(gathering, "clear_drafts", lambda _, drafts, *__: np.zeros(drafts.num_rows, bool))
        assert _told(at_once) == _told(gathered(tables, files=files))


@pytest.mark.parametrize("files", [False, True])
def test_most_people_are_gathered_at_once(monkeypatch: pytest.MonkeyPatch, files: bool) -> None:
    seen: list[float] = []

    def watch(*given: object) -> np.ndarray:
        clear = clear_drafts(*given)  # type: ignore[arg-type]  # whatever it is given
        seen.append(clear.mean())
        return clear

    monkeypatch.setattr(gathering, "clear_drafts", watch)
    rows = [(101 + n % 6, "2023-01-05", "J45.909", "W123456789", "") for n in range(30)]
    found = gathered(_tables(rows, (), ".csv" if files else ""), files=files)
    assert seen[0] > 0.5
    assert "diagnosis" in found.elements("Brown") or files


def test_gathers_people_of_whom_few_rows_speak() -> None:
    found = gathered(_tables([(101, "", "", "", "")] * 8, ()))
    assert found.person("Garcia").ssn == "123456701"

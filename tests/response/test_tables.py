"""Models of databases as they are shown, and corrections of them: by id or name, recorded, without values."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from tests.linking.databases import Tables, gathered
from tests.linking.test_table_models import clinic, people
from tocsin.clock import FixedClock
from tocsin.errors import UnknownTableError
from tocsin.ids import ItemId
from tocsin.linking.table_model import Correction, Verb, to_json
from tocsin.model.elements import Element
from tocsin.response.folder import IncidentFolder
from tocsin.response.table_corrections import correct_table
from tocsin.response.table_models import corrections_of, retyped_columns
from tocsin.response.table_view import tables_text, tables_told
from tocsin.vault.keys import KdfProfile

CLOCK = FixedClock(datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC))
NOTES = {"garcia_family": (["Smithson", "visit_id"], [(f"Asthma {n}", 900 + n) for n in range(60)])}


def _tables() -> Tables:
    return clinic(lone=(["x", "y"], [(n, "free") for n in range(5)]), **NOTES)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[IncidentFolder]:
    made, _ = IncidentFolder.create(tmp_path / "incident", b"", "pw", CLOCK, KdfProfile.PBKDF2)
    with made:
        with made.stage_lock():
            made.commit("models", "k", {"models": pa.table({"json": [to_json(gathered(_tables()).database)]})})
        yield made


def test_shows_tables_columns_and_where_keys_lead(folder: IncidentFolder) -> None:
    (database,) = tables_told(folder, reveal=False)["databases"]
    by_name = {t["name"]: t for t in database["tables"]}
    visits, patients = by_name["visits"], by_name["patients"]
    key = next(c for c in visits["columns"] if c["name"] == "patient_id")
    assert patients["kind"] == "people"
    assert key["leads_to"] == patients["key"]
    assert (key["use"], key["because"]) == ("person", "name and values")
    assert {c["name"]: c["element"] for c in patients["columns"]}["dob"] == "date_of_birth"
    assert database["unlinked"] == [by_name["lone"]["id"]] if "lone" in by_name else True
    text = tables_text(tables_told(folder, reveal=False))
    assert "leads to" in text
    assert "not linked:" in text


def test_shows_no_value_and_no_name_of_a_file_unless_asked(folder: IncidentFolder) -> None:
    shown = tables_text(tables_told(folder, reveal=False)) + json.dumps(tables_told(folder, reveal=False))
    assert not [last for _, _, last, _ in people() if str(last) in shown]
    assert "garcia" not in shown
    assert "Smithson" not in shown
    assert "garcia_family" in tables_text(tables_told(folder, reveal=True))


@pytest.mark.parametrize("what", ["visits.patient_id", "D1.T4.C2", "VISITS.PATIENT_ID"])
def test_keeps_a_correction_by_id_or_name(folder: IncidentFolder, what: str) -> None:
    correct_table(folder, what, Verb.KEY, "none", "A. Analyst", CLOCK)
    (kept,) = corrections_of(folder)
    assert (kept.table, kept.column, kept.verb, kept.to) == ("visits", "patient_id", Verb.KEY, "")
    correct_table(folder, what, Verb.KEY, "patients.id", "A. Analyst", CLOCK)
    (kept,) = corrections_of(folder)
    assert kept.to == "patients.id"


def test_records_numbers_and_codes_only(folder: IncidentFolder) -> None:
    correct_table(folder, "garcia_family.Smithson", Verb.TYPE, "diagnosis", "A. Analyst", CLOCK)
    correct_table(folder, "patients", Verb.NOT_PEOPLE, "", "A. Analyst", CLOCK)
    entries = [bytes(row[0]).decode() for row in folder.control.rows("SELECT data FROM leaf ORDER BY position")]
    told = [entry for entry in entries if "table_corrected" in entry]
    assert len(told) == 2
    assert "diagnosis" in told[0]
    assert not any("garcia" in entry or "Smithson" in entry or "Analyst" in entry for entry in entries)


def test_tells_detection_which_columns_people_typed(folder: IncidentFolder) -> None:
    correct_table(folder, "visits.seen", Verb.TYPE, "none", "A. Analyst", CLOCK)
    correct_table(folder, "garcia_family.Smithson", Verb.TYPE, "diagnosis", "A. Analyst", CLOCK)
    told = {name: columns for (_, name), columns in retyped_columns(folder).items()}
    assert told == {"visits": {"seen": None}, "garcia_family": {"smithson": Element.DIAGNOSIS}}
    assert all(isinstance(item, str) and ItemId(item) for item, _ in retyped_columns(folder))


@pytest.mark.parametrize("what", ["nowhere.id", "D1.T99", "D7.T1.C1", "visits.nothing", "visits"])
def test_refuses_what_is_not_there(folder: IncidentFolder, what: str) -> None:
    with pytest.raises(UnknownTableError) as refused:
        correct_table(folder, what, Verb.KEY, "none", "A. Analyst", CLOCK)
    assert "nowhere" not in str(refused.value)
    assert corrections_of(folder) == []


def test_has_nothing_to_show_before_a_run(tmp_path: Path) -> None:
    made, _ = IncidentFolder.create(tmp_path / "empty", b"", "pw", CLOCK, KdfProfile.PBKDF2)
    with made:
        assert tables_text(tables_told(made, reveal=False)) == "No tables are linked by keys.\n"
        assert corrections_of(made) == list[Correction]()

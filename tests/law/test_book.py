"""The law files: every fault is named with file, line and key, and all of them together."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.errors import LawTableError
from tocsin.law.book import LawBook, law_book, read_book, shipped_files
from tocsin.law.coverage import EXPECTED, coverage_of, coverage_text
from tocsin.law.telling import changes_text, find_laws, law_text

FILE = "us/fl.yaml"


def broken(old: str, new: str, file: str = FILE) -> dict[str, str]:
    files = shipped_files()
    assert old in files[file]
    return {**files, file: files[file].replace(old, new, 1)}


def line_of(text: str, file: str = FILE) -> int:
    whole = shipped_files()[file]
    return whole.count("\n", 0, whole.index(text)) + 1


DUE = "due: {days: 30, day_kind: calendar, start: determination_or_reason_to_believe, imputed: false}"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("    citation: Fla. Stat. 501.171(4)(a); (3)(a)\n", "", "us-fl-individuals.versions 1.citation is missing"),
        ("    source: s1\n", "    source: s99\n", "versions 1.source names no entry of sources"),
        ("    trust: verified_text\n", "    trust: certain\n", "versions 1.trust must be one of verified_text"),
        ("op: gte, n: 500", "op: at_least, n: 500", "us-fl-regulator.versions 1.threshold.op must be one of gte"),
        ("op: gte, n: 500", "op: gte, n: 0", "us-fl-regulator.versions 1.threshold.n must be a whole number"),
        ("unit: state_residents_notified", "unit: souls", "threshold.unit names no unit of tables/units.yaml"),
        (DUE, DUE.replace("30", "soon"), "versions 1.due.days must be a whole number of at least 1"),
        (DUE, DUE.replace("calendar", "lunar"), "versions 1.due.day_kind must be one of calendar, business"),
        (DUE, DUE.replace("determination_or_reason_to_believe", "the_verdict"), "due.start names no clock start"),
        (DUE, "due: {days: 30, day_kind: calendar}", "versions 1.due.start is missing"),
        (DUE, "due: {start: discovery}", "versions 1.due.text is missing"),
        (DUE, DUE.replace("{days", "{colour: red, days"), "versions 1.due.colour is not a known key"),
        (DUE, "due: {with: us-fl-nobody}", "us-fl-individuals hangs on us-fl-nobody, which is no rule of this file"),
        ("in_force_from: 2014-07-01", "in_force_from: last summer", "in_force_from must be a date"),
        ("  - in_force_from: 2014-07-01\n", "  - notes: []\n", "in_force_from must be a date such as 2024-12-21 or unknown"),
        ("in_force_until: 2014-06-30", "in_force_until: 2014-07-01", "versions overlap"),
        ("in_force_until: 2014-06-30", "in_force_until: 2014-06-29", "versions leave a hole: none is in force between"),
        ("recipient: individuals", "recipient: everybody", "us-fl-individuals.recipient must be one of individuals"),
        ("- id: us-fl-regulator", "- id: us-ga-regulator", "us-ga-regulator.id must begin with us-fl-"),
        ("- id: us-fl-regulator", "- id: us-fl-individuals", "rules hold an id twice"),
        ("geolocation, username_password]", "geolocation, star_sign]", "names star_sign, which is not among the kinds"),
        ("shape: deemed_individual_notice_copy_to_regulator", "shape: round", "says.shape is none of the known shapes"),
        ("lifts: [individuals]", "lifts: [weights]", "says.lifts names weights"),
        ("while: on_time", "while: convenient", "says.while must be one of subject, on_time, route, never"),
        ("forms: [written]", "forms: [whispered]", "says.forms names whispered"),
        ("jurisdiction: us-fl", "jurisdiction: us-ga", "jurisdiction is us-ga, which the name of the file does not say"),
        ("law_by: discovery", "law_by: whim", "law_by names no clock start"),
        ("name: Florida\n", "name: Florida\nname: Florida\n", "name stands twice"),
        ("rules:\n", "rules: [\n", "it is not YAML"),
    ],
)  # fmt: skip
def test_a_fault_is_named_by_file_line_and_key(old: str, new: str, told: str) -> None:
    with pytest.raises(LawTableError) as caught:
        read_book(broken(old, new))
    fault = next(fault for fault in caught.value.faults if told in fault)
    assert fault.startswith(f"{FILE}:")
    assert int(fault.split(":")[1]) >= 1


@pytest.mark.parametrize(("until", "told"), [("2025-03-21", "overlap"), ("2025-03-19", "leave a hole")])
def test_the_history_of_a_cell_is_checked_as_that_of_a_rule(until: str, told: str) -> None:
    with pytest.raises(LawTableError) as caught:
        read_book(broken("in_force_until: 2025-03-20", f"in_force_until: {until}", "us/ny.yaml"))
    assert [f"cells.data_kinds {told}" in fault for fault in caught.value.faults] == [True]


def test_the_line_is_the_line_of_the_key() -> None:
    with pytest.raises(LawTableError) as caught:
        read_book(broken("op: gte, n: 500", "op: at_least, n: 500"))
    assert f"{FILE}:{line_of('op: gte, n: 500')}: " in caught.value.faults[0]


def test_all_faults_of_all_files_are_named_together() -> None:
    files = broken("op: gte, n: 500", "op: at_least, n: 500")
    files["us/ca.yaml"] = files["us/ca.yaml"].replace("in_force_from: 2026-01-01", "in_force_from: soon", 1)
    files["us/tables/units.yaml"] = files["us/tables/units.yaml"].replace("{reach: residents", "{reach: somebody", 1)
    with pytest.raises(LawTableError) as caught:
        read_book(files)
    assert {fault.split(":")[0] for fault in caught.value.faults} == {FILE, "us/ca.yaml", "us/tables/units.yaml"}
    assert FILE in str(caught.value)


def test_rules_that_hang_on_each_other_in_a_circle_are_named() -> None:
    files = broken(DUE, "due: {with: us-fl-regulator}")
    files[FILE] = files[FILE].replace(DUE.replace(", imputed: false", ""), "due: {with: us-fl-individuals}")
    files[FILE] = files[FILE].replace(DUE, "due: {with: us-fl-individuals}")
    with pytest.raises(LawTableError, match="hang on each other in a circle: us-fl-individuals -> us-fl-regulator"):
        read_book(files)


def test_an_element_code_must_be_placed_and_a_kind_must_have_codes_or_say_why_not() -> None:
    kinds = "us/tables/data_kinds.yaml"
    with pytest.raises(LawTableError, match="kinds leave out the element code biometric"):
        read_book(broken("biometric: {any_of: [[biometric]]}", "biometric: {any_of: [[genetic]]}", kinds))
    with pytest.raises(LawTableError, match="names palm, which is no element code"):
        read_book(broken("biometric: {any_of: [[biometric]]}", "biometric: {any_of: [[biometric], [palm]]}", kinds))
    with pytest.raises(LawTableError, match=r"biometric\.any_of needs combinations"):
        read_book(broken("biometric: {any_of: [[biometric]]}", "biometric: {any_of: []}", kinds))


def test_a_missing_table_is_named() -> None:
    files = shipped_files()
    del files["us/tables/units.yaml"]
    with pytest.raises(LawTableError, match=r"us/tables/units.yaml:1: the file is missing"):
        read_book(files)


def test_the_shipped_book_is_complete_and_every_cell_is_cited() -> None:
    told = coverage_of(law_book())
    assert (told.jurisdictions, told.expected) == (EXPECTED, 54)
    assert told.without_citation == () and told.named_kinds_missing == ()
    assert told.placed_codes == told.element_codes
    assert sum(told.by_trust.values()) == told.cells > 1000
    assert "Jurisdictions: 54/54" in coverage_text(told)


def test_every_cell_names_where_it_was_read() -> None:
    for law in law_book().laws():
        for cite in [v.cite for r in law.rules for v in r.versions] + [
            v.cite for c in law.cells.values() for v in c.versions
        ]:
            assert cite.source and cite.citation, law.file


def test_a_jurisdiction_is_found_by_any_of_its_names() -> None:
    book: LawBook = law_book()
    assert find_laws(book, "fl") == find_laws(book, "US-FL") == [book.states["FL"]]
    assert len(find_laws(book, "us")) == len(book.federal)
    assert find_laws(book, "atlantis") == []


def test_a_law_is_told_with_the_version_of_the_day_and_the_others_beside() -> None:
    florida = law_book().states["FL"]
    old, new = (law_text(florida, day) for day in (date(2014, 6, 30), date(2014, 7, 1)))
    line = "45 calendar days from discovery; 1 or more residents of the state affected"
    assert f"  {line}" in old and f"  otherwise: {line}" in new
    assert "verified_text; read at: https://openagreements.org" in new
    assert "For counsel: Access alone triggers" in new


def test_changes_between_two_days_are_told_with_citation_and_none_if_there_are_none() -> None:
    laws = [law_book().states["NY"]]
    told = changes_text(laws, date(2024, 12, 20), date(2024, 12, 21))
    assert "2024-12-20: without unreasonable delay (no day count)" in told
    assert "2024-12-21: 30 calendar days from discovery" in told
    assert "none recorded" in changes_text(laws, date(2026, 1, 1), date(2026, 1, 2))
    assert "us-ny data_kinds" in changes_text(laws, date(2025, 3, 20), date(2025, 3, 21))

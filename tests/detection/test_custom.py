"""Detectors, allow-lists and thresholds that users give as a file."""

from __future__ import annotations

import pytest

from tocsin.detection.custom_file import DetectorsFileError, parse_custom
from tocsin.detection.engine import Detector
from tocsin.ids import ItemId, SegmentId
from tocsin.model.mentions import Mention
from tocsin.model.segments import Body, Field, FieldsBody, GridBody, Segment, TextBody

BADGE = """
[[detector]]
name = "badge"
element = "other_id"
pattern = 'BDG-\\d{6}'
"""
STUDY = """
[[detector]]
name = "study"
element = "mrn"
pattern = '\\d{7}'
context = ["study no", "trial"]
score = 0.95
score_alone = 0.0
"""


def _spans(toml: str, text: str) -> list[tuple[str, str, str]]:
    found = Detector(custom=parse_custom(toml)).find_spans(text)
    return [(s.element.value if s.element else "", text[s.start : s.end], s.detector) for s in found]


def _mentions(toml: str, body: Body) -> list[Mention]:
    segment = Segment(SegmentId("seg_0000000000000001"), ItemId("itm_0000000000000001"), 0, "Sheet1", body)
    detector = Detector(custom=parse_custom(toml))
    found = detector.find([segment])
    table = detector.find_table([segment])
    assert table["mention_id"].to_pylist() == [m.mention_id for m in found]
    return found


def test_a_pattern_finds_whole_values_only() -> None:
    text = "seen with BDG-123456 today, not XBDG-123456 nor BDG-1234567"
    assert _spans(BADGE, text) == [("other_id", "BDG-123456", "custom:badge")]
    assert len(_spans(BADGE + "part_of_word = true\n", text)) == 3


def test_the_longest_find_from_the_leftmost_start_counts() -> None:
    toml = '[[detector]]\nname = "run"\nelement = "other_id"\npattern = "Q[0-9]+(?:-[0-9]+)*"\n'
    assert _spans(toml, "see Q12-34-56 and Q7") == [
        ("other_id", "Q12-34-56", "custom:run"),
        ("other_id", "Q7", "custom:run"),
    ]


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("enrolled in the trial as 4471932", True),
        ("4471932 is her Study   No", True),
        ("freight 4471932 went out", False),
        ("trial" + " x" * 40 + " 4471932", False),
    ],
)
def test_context_words_must_stand_near(text: str, is_found: bool) -> None:
    assert [value for _, value, detector in _spans(STUDY, text) if detector == "custom:study"] == ["4471932"] * is_found


def test_without_its_words_a_value_has_its_lower_score() -> None:
    toml = STUDY.replace("score_alone = 0.0", "score_alone = 0.65")
    (span,) = Detector(custom=parse_custom(toml)).find_spans("freight 4471932 went out")
    assert (span.element, span.score) == ("mrn", 0.65)


@pytest.mark.parametrize(
    ("validator", "good", "bad"),
    [
        ('validator = "luhn"', "79927398713", "79927398714"),
        ('validator = "mod-11"\nweights = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]', "9434765919", "9434765918"),
        ('validator = "mod-97"\nremainder = 1', "98", "97"),
        ('validator = "npi"', "1234567893", "1234567894"),
        ('validator = "routing"', "021000021", "021000022"),
    ],
)
def test_a_check_decides(validator: str, good: str, bad: str) -> None:
    toml = f'[[detector]]\nname = "checked"\nelement = "other_id"\npattern = "K[0-9]+"\n{validator}\n'
    assert _spans(toml, f"K{good}") == [("other_id", f"K{good}", "custom:checked")]
    assert _spans(toml, f"K{bad}") == []


def test_a_users_find_wins_over_ours() -> None:
    toml = '[[detector]]\nname = "plan"\nelement = "member_id"\npattern = "8[0-9]{6}"\n'
    assert ("member_id", "8044719", "custom:plan") in _spans(toml, "Patient MRN: 8044719")


def test_what_later_stages_calculate_with_must_be_what_it_is_called() -> None:
    toml = '[[detector]]\nname = "born"\nelement = "date_of_birth"\npattern = "B[0-9]{4}"\n'
    assert _spans(toml, "B1234") == []


GRID = GridBody((("who", "badge", "seen"), ("Ann Lee", "4417", "BDG-000001"), ("Bo Day", "4418", "BDG-000002")))


def test_a_header_types_a_column_whatever_stands_in_it() -> None:
    assert not [m for m in _mentions("", GRID) if m.column == 1]
    found = _mentions('[[detector]]\nname = "b"\nelement = "other_id"\ncolumns = ["Badge"]\n', GRID)
    assert [(m.element, m.text) for m in found if m.column == 1] == [("other_id", "4417"), ("other_id", "4418")]


def test_patterns_search_every_cell_and_the_header_is_context() -> None:
    toml = BADGE + 'context = ["seen"]\n'
    found = [m for m in _mentions(toml, GRID) if m.column == 2]
    assert [(m.text, m.detector, m.place) for m in found] == [
        ("BDG-000001", "custom:badge", "Sheet1, row 2, column 3"),
        ("BDG-000002", "custom:badge", "Sheet1, row 3, column 3"),
    ]


def test_a_field_is_typed_by_label_or_path() -> None:
    body = FieldsBody((Field("form.q7", "zz 4417", "Badge"), Field("form.q8", "BDG-000001"), Field("name", "Ann Lee")))
    toml = BADGE + 'columns = ["badge"]\n'
    found = [m for m in _mentions(toml, body) if m.detector.startswith("custom:")]
    assert [(m.row, m.text) for m in found] == [(0, "zz 4417"), (1, "BDG-000001")]


ALLOWED = """
[[allow]]
elements = ["phone"]
values = ["+1 (615) 555-0100"]
patterns = ['\\+1615555019\\d']

[[allow]]
elements = ["email", "url"]
domains = ["gulfcoastonc.example"]

[[allow]]
elements = ["name"]
values = ["Patient, Zztest"]
whole_record = true
"""


def test_allowed_values_are_left_out_however_they_are_written() -> None:
    text = "Call (615) 555-0100 or 615.555.0190, not 615-555-0200; mail desk@mx.gulfcoastonc.example or a@b.example"
    found = [value for _, value, _ in _spans(ALLOWED, text)]
    assert found == ["615-555-0200", "a@b.example"]


def test_all_elements_are_meant_where_none_is_named() -> None:
    toml = '[[allow]]\nvalues = ["536-22-1234", "Ann Lee"]\n'
    assert _spans(toml, "Patient Ann Lee, SSN 536221234, MRN 00481516") == [("mrn", "00481516", "mrn")]


def test_a_row_of_a_test_patient_is_left_out_whole() -> None:
    rows = (("name", "ssn", "dob"), ("Zztest Patient", "536-22-1234", "3/4/1960"), ("Ann Lee", "536-22-1235", "3/5/61"))
    found = _mentions(ALLOWED, GridBody(rows))
    assert {m.row for m in found} == {2} and len(found) == 3


def test_what_was_left_out_is_counted() -> None:
    detector = Detector(custom=parse_custom(ALLOWED))
    detector.find_spans("Call (615) 555-0100")
    assert detector.custom.left_out == 1


def test_thresholds_are_the_users() -> None:
    text = "Reach me at 615-555-0200"
    score = Detector().find_spans(text)[0].score
    assert _spans(f"[thresholds]\nphone = {score + 0.001:.4f}\n", text) == []
    assert len(_spans(f"[thresholds]\nphone = {score:.4f}\n", text)) == 1


def test_a_lower_threshold_lets_more_in() -> None:
    toml = STUDY.replace("score_alone = 0.0", "score_alone = 0.3")
    text = "freight 4471932 went out"
    assert _spans(toml, text) == []
    assert _spans(toml + "[thresholds]\nmrn = 0.2\n", text) == [("mrn", "4471932", "custom:study")]


def test_zero_width_signs_do_not_hide_a_value() -> None:
    text = "seen with BDG\u200b-123\u200b456 today"
    assert [value for _, value, _ in _spans(BADGE, text)] == ["BDG\u200b-123\u200b456"]


@pytest.mark.parametrize(
    ("toml", "fault"),
    [
        ("[[detector]", "not a TOML file (at line 1, column 11)"),
        ('[[detector]]\nname = "A b"\nelement = "mrn"\npattern = "x"', "detector 1.name must be lower-case"),
        ('[[detector]]\nname = "a"\nelement = "mnr"\npattern = "x"', "detector 1.element must be one of the codes"),
        ('[[detector]]\nname = "a"\nelement = "mrn"', "detector 1.pattern or columns must say"),
        (BADGE + "colour = 1", "detector 1.colour is not a known key"),
        (BADGE + BADGE, "detector 2.name stands twice"),
        (BADGE.replace("BDG", "(?=B)"), "look-ahead and look-behind are not supported"),
        (BADGE.replace("BDG-", "(a)\\1"), "back-references are not supported"),
        (BADGE.replace("BDG-\\d{6}", "a*"), "it would find the empty text"),
        (BADGE.replace("BDG", "[a-z]{3,40}[0-9]{2,30}[a-z]{1,20}x{2,90}"), "it repeats too much"),
        (BADGE.replace("BDG", "("), "no such expression"),
        (BADGE.replace("BDG", "Б"), "letters of Latin-1 only"),
        (BADGE + 'validator = "crc"', "validator must be mod-N or one of"),
        (BADGE + "weights = [1]", "weights and remainder go with a validator mod-N"),
        (BADGE + "score = 2", "score must be a number from 0 to 1"),
        (BADGE + "score_alone = 0.4", "score_alone goes with context"),
        ("[[allow]]\nelements = ['phone']", "allow 1.values or patterns or domains"),
        ("[[allow]]\nelements = ['fax']\nvalues = ['1']", "allow 1.elements number 1 is no code"),
        ("[[allow]]\npatterns = ['a', '(?!b)c']", "allow 1.patterns number 2 cannot be searched"),
        ("[thresholds]\nfax = 0.5", "thresholds.fax is not a known key"),
        ("[thresholds]\nphone = true", "thresholds.phone must be a number"),
        ("[detectors]", "[detectors] is not a known section"),
    ],
)
def test_faults_name_the_key(toml: str, fault: str) -> None:
    with pytest.raises(DetectorsFileError) as told:
        parse_custom(toml)
    assert fault in str(told.value)


def test_no_fault_tells_a_value() -> None:
    toml = "[[allow]]\nelements = ['Ann Lee']\nvalues = [5]\npatterns = ['(?=536-22-1234)']\nnote = 5\n"
    with pytest.raises(DetectorsFileError) as told:
        parse_custom(toml + "[[detector]]\nname = 'Bo Day'\nelement = 'Cy Fox'\npattern = '(?=Di Gray)'\n")
    assert len(told.value.faults) >= 5
    assert not [word for word in ("Ann", "536", "Bo Day", "Cy", "Di Gray") if word in str(told.value)]


def test_nothing_of_the_file_shows_when_printed() -> None:
    told = repr(parse_custom(BADGE + 'context = ["Ann Lee"]\n' + ALLOWED))
    assert not [word for word in ("BDG", "Ann", "615", "Zztest", "gulfcoast") if word in told]


def test_a_text_stays_a_text() -> None:
    body = TextBody("seen with BDG-123456 today")
    assert [(m.text, m.place, m.row) for m in _mentions(BADGE, body)] == [("BDG-123456", "Sheet1", -1)]

"""Probabilities: what strengths decided is told from them again, some scores stay, and how curves are learnt."""

from __future__ import annotations

import json

import numpy as np
import pytest

from scripts.score_finds import Truth, plain_value, words_of
from scripts.train_scores import OUT, Find, knots_of, learn, reliability, thinned
from tocsin.detection.calibration import PARTS, STEPS, calibrated, curve_of, families, probability, strength
from tocsin.detection.custom_file import parse_custom
from tocsin.detection.engine import Detector
from tocsin.detection.merge import merge
from tocsin.detection.spans import Span
from tocsin.ids import ItemId, MentionId, SegmentId
from tocsin.model.elements import Element
from tocsin.model.mentions import Mention, Part
from tocsin.model.segments import GridBody, Segment

CURVES = json.loads(OUT.read_text(encoding="utf-8"))["curves"]


def _span(element: Element | None, score: float, detector: str = "phone") -> Span:
    return Span(0, 4, element, Part.FULL, score, detector, "5550")


def _mention(element: Element, text: str, score: float, detector: str, norm: str = "") -> Mention:
    ids = MentionId("men_1"), ItemId("itm_1"), SegmentId("seg_1")
    return Mention(*ids, element, Part.FULL, 0, len(text), "body", text, norm, score, detector)


@pytest.mark.parametrize("name", CURVES)
def test_more_strength_is_more_probability(name: str) -> None:
    parts = np.round(np.array(curve_of(CURVES[name])) * PARTS)
    assert np.diff(parts).min() >= 1 and parts[0] == 0 and parts[-1] < PARTS


@pytest.mark.parametrize("detector", ["place", "names", "label+ssn", "mrn"])
def test_a_strength_is_told_from_a_probability_of_32_bits(detector: str) -> None:
    for element in Element:
        for step in range(STEPS + 1):
            kept = float(np.float32(probability(element, detector, float(np.float32(step / STEPS)))))
            assert strength(element, detector, kept) == pytest.approx(step / STEPS, abs=1e-6)


@pytest.mark.parametrize(
    ("element", "detector"),
    [
        (None, "place"),
        (Element.DIAGNOSIS, "diagnosis"),
        (Element.PHONE, "custom:desk"),
        (Element.PHONE, "recognizer:Phones"),
        (Element.MRN, "case-form"),
        (Element.MRN, "seed"),
        (Element.MRN, "bare-number"),
    ],
)
def test_who_says_a_share_or_is_not_known_keeps_the_score(element: Element | None, detector: str) -> None:
    assert probability(element, detector, 0.6123) == strength(element, detector, 0.6123) == 0.6123
    span = _span(element, 0.6123, detector)
    assert calibrated(span) is span


def test_an_unknown_detector_has_the_curve_of_its_kind_or_element() -> None:
    assert families(Element.SSN, "place") == ("ssn/place", "ssn")
    assert probability(Element.SSN, "never-seen", 0.9) > 0.95


def test_texts_columns_and_cells_leave_detection_with_the_same_scale(detector: Detector) -> None:
    rows = (("Patient", "SSN"), *((f"Ann Lee{'e' * n}", f"536-22-12{n:02}") for n in range(10, 22)))
    segment = Segment(SegmentId("seg_1"), ItemId("itm_1"), 0, "Sheet1", GridBody(rows))
    found = detector.find([segment])
    table = detector.find_table([segment])
    assert table["score"].to_pylist() == pytest.approx([m.score for m in found])
    assert {m.score for m in found if m.element is Element.SSN} == {probability(Element.SSN, "place", 0.985)}
    (span,) = detector.find_spans("Reach me at 615-555-0200")
    assert span.score == probability(Element.PHONE, "phone", strength(Element.PHONE, "phone", span.score))
    assert (span.score * PARTS) % 1 == pytest.approx(0, abs=1e-6)


def test_a_users_threshold_is_a_probability() -> None:
    sure = probability(Element.PHONE, "phone", 0.8)
    assert sure > 0.9
    assert merge([_span(Element.PHONE, 0.8)], {Element.PHONE: 0.9}) == [_span(Element.PHONE, 0.8)]
    assert merge([_span(Element.PHONE, 0.8)], {Element.PHONE: sure + 1 / PARTS}) == []
    own = parse_custom(f"[thresholds]\nphone = {sure}\n")
    assert [s.element for s in Detector(custom=own).find_spans("Reach me at 615-555-0200")] == [Element.PHONE]


def test_truth_about_people_judges_what_it_can() -> None:
    truth = Truth()
    truth.values[Element.SSN].add("536221234")
    truth.words.update(words_of("Ann Lee-Ortiz III"))
    judged = [
        truth.judge(_mention(Element.SSN, "536-22-1234", 0.9, "custom:x")),
        truth.judge(_mention(Element.MRN, "536221234", 0.9, "custom:x")),
        truth.judge(_mention(Element.SSN, "536-22-1299", 0.9, "custom:x")),
        truth.judge(_mention(Element.NAME, "LEE, ANN", 0.9, "custom:x")),
        truth.judge(_mention(Element.DIAGNOSIS, "asthma", 0.9, "custom:x")),
        truth.judge(_mention(Element.ACCOUNT_NUMBER, "88120", 0.9, "custom:x")),
    ]
    assert [one and one.right for one in judged] == [1, 0, 0, 1, None, 0.7]
    assert plain_value(Element.PHONE, "+1 615 555-0200") == "6155550200"


def test_curves_lean_to_their_parents_and_no_table_says_everything() -> None:
    few = [Find(Element.PHONE, "phone", 0.8, 1.0)] * 3
    many = [Find(Element.SSN, "place", 0.9, float(n % 2)) for n in range(5000)]
    others = [Find(Element.SSN, "place", 0.9, 1.0)] * 40
    made = learn({"a": [*few, *many], "b": others, "c": others, "d": others})
    assert "phone" not in made
    assert made["ssn"][90] == pytest.approx((20 + 120) / 160, abs=0.03)
    assert made["ssn"][60] < made["ssn"][90] < made["ssn"][99]


def test_curves_are_kept_by_their_corners() -> None:
    curve = curve_of(knots_of([50, 60, 80], [0.5, 0.7, 0.7]))
    assert curve_of(thinned(curve)) == curve and len(thinned(curve)) < STEPS
    assert curve_of(knots_of([100], [1.0]))[-1] < 1


def test_reliability_counts_by_tenths() -> None:
    finds = [(0.85, Find(Element.NAME, "names", 0.85, 1.0)), (0.89, Find(Element.NAME, "names", 0.85, 0.0, 3.0))]
    assert reliability(finds)[8] == (4.0, pytest.approx(0.88), 0.25)

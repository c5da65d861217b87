"""Scores, words of results and shapes of measures: found with a value of their scale, left alone elsewhere."""

from __future__ import annotations

import pytest

from tocsin.detection.engine import Detector


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector()


def _words(detector: Detector, text: str, element: str) -> list[str]:
    spans = detector.find_spans(text)
    return [text[s.start : s.end] for s in spans if s.element is not None and s.element.value == element]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("PHQ 11", "PHQ 11"),
        ("GAD-7 total 14", "GAD-7 total 14"),
        ("FSIQ 88", "FSIQ 88"),
        ("ADOS-2 total 9", "ADOS-2 total 9"),
        ("AHI 4.1", "AHI 4.1"),
        ("NYHA III", "NYHA III"),
        ("BI-RADS 4B", "BI-RADS 4B"),
        ("HR 104 BP 88/50", "HR 104"),
        ("bs 388 this am", "bs 388"),
        ("beta is 214", "beta is 214"),
        ("prealbumin 9", "prealbumin 9"),
        ("biopsy came back benign", "benign"),
        ("p16 negative, tonsil bx", "p16 negative"),
        ("2.1 M/mL, 4% morph", "4% morph"),
        ("VA 20/40 OD", "20/40"),
        ("OD -2.25 -0.50 x 180", "-2.25 -0.50 x 180"),
        ("SRT 35 dB right ear", "SRT 35 dB"),
        ("94% RA, wheezing pt", "94% RA"),
        ("pockets 5-6 mm", "pockets 5-6 mm"),
        ("noro GII + per lab", "noro GII +"),
        ("cx 3/80/-2", "3/80/-2"),
    ],
)
def test_finds_results(detector: Detector, text: str, words: str) -> None:
    assert words in _words(detector, text, "lab_result")


@pytest.mark.parametrize(("text", "words"), [("prostatic adenoca 3+4=7", "3+4=7"), ("pt G2P1 at 32w4d", "G2P1")])
def test_finds_diagnoses_by_shape(detector: Detector, text: str, words: str) -> None:
    assert words in _words(detector, text, "diagnosis")


def test_the_test_stays_a_procedure(detector: Detector) -> None:
    assert _words(detector, "biopsy came back benign", "procedure") == ["biopsy"]


@pytest.mark.parametrize(
    "text",
    [
        "PHQ-9 3/14/26",
        "PHQ-9 44",
        "NYHA meeting of the panel",
        "the map 12 of the news 4 shows that we act 3 times",
        "teach that 3+4=7 and 20/20 of the tests passed",
        "the signal fell by 3 dB and the tests were all positive about the release of the beta 2 version to the public",
        "run 32w4d nodes of the cluster: two cores each, 4 of 12 nodes are up and the labs page of the site is clear",
    ],
)
def test_leaves_other_numbers_alone(detector: Detector, text: str) -> None:
    assert [w for kind in ("lab_result", "diagnosis") for w in _words(detector, text, kind)] == []


@pytest.mark.parametrize("text", ["Dry wt 66.5 kg", "est dry weight 66.5"])
def test_a_dry_weight_is_a_weight(detector: Detector, text: str) -> None:
    assert _words(detector, text, "height_weight") == [text]
    assert not _words(detector, text, "lab_result")

"""Shorthand of clinics: what stands by a side, an eye, a tooth, a part or a sign is found; words of other trades are not."""

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
    ("text", "element", "words"),
    [
        ("AK recheck scalp", "diagnosis", "AK recheck scalp"),
        ("mole changing L flank", "diagnosis", "mole changing L flank"),
        ("RLE stasis ulcer", "diagnosis", "RLE stasis ulcer"),
        ("L4-5 HNP", "diagnosis", "L4-5 HNP"),
        ("OA hips", "diagnosis", "OA hips"),
        ("mass R breast", "diagnosis", "mass R breast"),
        ("L hip f/u", "diagnosis", "L hip f/u"),
        ("thyroid dz", "diagnosis", "thyroid dz"),
        ("sz d/o", "diagnosis", "sz d/o"),
        ("FB OS", "diagnosis", "FB OS"),
        ("cataract OD", "diagnosis", "cataract OD"),
        ("#30 irrev pulpitis, endo ref", "diagnosis", "#30 irrev pulpitis"),
        ("s/p fall out of chair", "diagnosis", "fall out of chair"),
        ("h/o vulvar dysesthesia", "diagnosis", "vulvar dysesthesia"),
        ("R TKA 3/14", "procedure", "R TKA"),
        ("THA left", "procedure", "THA left"),
        ("labrum recon", "procedure", "labrum recon"),
        ("x2 fillings #14 MOD", "procedure", "fillings #14 MOD"),
        ("ext #17, then comp #3 DO", "procedure", "ext #17"),
        ("YAG OD", "procedure", "YAG OD"),
        ("s/p open chole 4/2", "procedure", "open chole"),
    ],
)
def test_finds_shorthand(detector: Detector, text: str, element: str, words: str) -> None:
    assert words in _words(detector, text, element)


@pytest.mark.parametrize(
    "text",
    [
        "The disk failure was logged and the face of the joint venture changed; hand repair of the queue is planned for May.",
        "Sita d/o Ramesh Kumar will collect the parcel",
        "triples are written as s/p/o and the ratio s/p is low",
        "Mac OS and Windows OS images, ext #17 at the office, and a bridge #2 on the plan",
        "please fix #14 and close #30 before the MOD of the schema is released to the whole team on Friday",
    ],
)
def test_leaves_other_trades_alone(detector: Detector, text: str) -> None:
    assert [w for kind in ("diagnosis", "procedure", "treatment") for w in _words(detector, text, kind)] == []

"""Names at one place of every record; all people are made up."""

from __future__ import annotations

from tocsin.detection.engine import Detector
from tocsin.model.elements import Element

DUMP = "\n".join(
    f'^PAT({4500 + number},0)="{name}^M^2940201^SC37062{number}^^"'
    for number, name in enumerate(["SMITH,JOHN Q", "PEAK,CHANCE", "BROWN,SUMMER", "LITTLE WHIRLWIND,ORSON T"])
)


def names(detector: Detector, text: str) -> set[str]:
    """Return the names found in a text."""
    return {text[s.start : s.end] for s in detector.find_spans(text) if s.element is Element.NAME}


def test_what_stands_where_other_records_have_names_is_a_name(detector: Detector) -> None:
    assert names(detector, DUMP) == {"SMITH,JOHN Q", "PEAK,CHANCE", "BROWN,SUMMER", "LITTLE WHIRLWIND,ORSON T"}


def test_words_with_commas_in_records_are_no_names(detector: Detector) -> None:
    text = "\n".join(f'^ORD({n})="{what}^{n}"' for n, what in enumerate(["CHEST,LATERAL", "HIP,LEFT", "KNEE,RIGHT"]))
    assert not names(detector, text)


def test_one_alone_is_not_told_by_its_place(detector: Detector) -> None:
    assert not names(detector, '^PAT(4513,0)="PEAK,CHANCE^M^2940201"')


def test_lists_within_sentences_are_left_alone(detector: Detector) -> None:
    text = "We offer Grace, Hope and Joy, Faith or Summer, Autumn. See Rose, Lily there. Spring, Brook is ours."
    assert not any("," in name for name in names(detector, text))

"""Names begin where they do: no status or label of a form before them, no comma behind a title."""

from __future__ import annotations

import pytest

from tests.linking.small_items import detector
from tocsin.model.elements import Element


def named(text: str) -> list[tuple[str, str]]:
    spans = detector().find_spans(text)
    return [(str(s.element), text[s.start : s.end]) for s in spans if s.element in {Element.NAME, Element.PROVIDER}]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("RECERT Mabel Crites 296904 - Alzheimer's", [("name", "Mabel Crites")]),
        ("DISCH  Fidencio Arriaza - revoked for ER", [("name", "Fidencio Arriaza")]),
        ("RECERT K-H Vogelsang - pancreatic ca", [("name", "K-H Vogelsang")]),
        ("LOC ED   ORD NADERI F", [("provider", "NADERI F")]),
        ("COMP: PRIORS UNDER DEEL,SUSANNAH FROM 2009-2014.", []),
        ("Her chart is under Susannah Deel, MRN 551288", [("name", "Susannah Deel")]),
        ("RUTH Ann Lee was here.", [("name", "RUTH Ann Lee")]),
        ("Mr. Schoenfeld, Dieter - 980946; bladder ca", [("name", "Schoenfeld, Dieter")]),
        ("Seen: Mrs. Yoder, Verna (MRN 551288)", [("name", "Yoder, Verna")]),
        ("Dr. Lee, Susan Marsh and others", [("provider", "Lee"), ("name", "Susan Marsh")]),
        ("CLIENT: DR F COGHILL        COLLECTED 8/20/26", [("provider", "F COGHILL")]),
        ("Client: F Coghill", [("name", "F Coghill")]),
    ],
)
def test_names_begin_where_they_do(text: str, names: list[tuple[str, str]]) -> None:
    assert named(text) == names


def test_a_patient_label_in_capitals_is_no_name() -> None:
    text = "HISTORY AND PHYSICAL   TBCH   PT KRATZ,WILHELMINA J   87F   HOSP NO 3973251   ADM 9/2/26"
    spans = [(str(s.element), text[s.start : s.end]) for s in detector().find_spans(text)]
    assert spans == [("name", "KRATZ,WILHELMINA J"), ("mrn", "3973251"), ("date", "9/2/26")]

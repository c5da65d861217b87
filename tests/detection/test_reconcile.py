"""Labels say whose and what, the scan says where."""

from __future__ import annotations

from tocsin.detection.merge import merge
from tocsin.detection.reconcile import reconcile
from tocsin.detection.spans import Span
from tocsin.model.elements import Element, Role
from tocsin.model.mentions import Part


def labelled(start: int, end: int, element: Element) -> Span:
    """Return what a label gave, with a party."""
    return Span(start, end, element, Part.FULL, 0.9, "label", "from label", Role.SUBSCRIBER, 2, "Subscriber")


def scanned(start: int, end: int, element: Element) -> Span:
    """Return what the scan gave."""
    return Span(start, end, element, Part.FULL, 0.95, "scan", "from scan")


def test_the_scan_bounds_a_value_and_the_label_says_whose() -> None:
    [found] = merge(reconcile([labelled(5, 30, Element.SSN)], [scanned(5, 16, Element.SSN)]))
    assert (found.start, found.end, found.norm) == (5, 16, "from scan")
    assert (found.party, found.party_number, found.label) == (Role.SUBSCRIBER, 2, "Subscriber")


def test_a_labelled_birth_date_stays_one() -> None:
    [found] = merge(reconcile([labelled(5, 15, Element.DATE_OF_BIRTH)], [scanned(5, 15, Element.DATE)]))
    assert found.element is Element.DATE_OF_BIRTH


def test_labelled_prose_with_a_date_in_it_is_no_diagnosis() -> None:
    spans = merge(reconcile([labelled(0, 80, Element.DIAGNOSIS)], [scanned(40, 50, Element.DATE)]))
    assert [s.element for s in spans] == [Element.DATE]


def test_labelled_words_keep_several_of_their_kind_in_one() -> None:
    inside = [scanned(0, 10, Element.DIAGNOSIS), scanned(20, 30, Element.DIAGNOSIS)]
    assert [s.end for s in merge(reconcile([labelled(0, 40, Element.DIAGNOSIS)], inside))] == [40]


def test_a_value_only_the_label_knows_stays() -> None:
    assert merge(reconcile([labelled(0, 6, Element.MRN)], [])) == [labelled(0, 6, Element.MRN)]

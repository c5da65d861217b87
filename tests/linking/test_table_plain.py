"""A plain row gives what reading it as a record gives."""

from __future__ import annotations

import pytest

from tests.linking.small_items import EVIDENCE, detector
from tocsin.ids import item_id, segment_id
from tocsin.linking.finish import finish
from tocsin.linking.join import Cluster
from tocsin.linking.records import Where, link_record
from tocsin.linking.staff import StaffIndex
from tocsin.linking.table_plain import plain_subject
from tocsin.model.segments import GridBody, Segment

ITEM = item_id(EVIDENCE, "base.db")


def _segment(*rows: tuple[str, ...]) -> Segment:
    return Segment(segment_id(ITEM, 0), ITEM, 0, "visits", GridBody(rows, 1, rows[:8]))


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        (("visit date", "icd10", "cpt code"), ("2023-02-01", "C50.9", "99213")),
        (("member id", "payer"), ("W123456789", "Aetna")),
        (("mrn", "medication"), ("4471932", "Metformin 500 mg")),
        (("claim number", "visit date"), ("CLM0012345", "2023-02-01")),
    ],
)
def test_gives_what_a_record_gives(header: tuple[str, ...], cells: tuple[str, ...]) -> None:
    segment = _segment(header, cells, cells, cells)
    found = [m for m in detector().find([segment]) if m.row == 1]
    assert found
    main = link_record(found, Where(segment.item_id, segment.segment_id, 1)).main
    assert main is not None
    cluster = Cluster()
    cluster.take(main)
    (whole,), _ = finish([cluster], StaffIndex())
    assert plain_subject(segment, 1, found, "") == whole


@pytest.mark.parametrize("header", [("name", "icd10"), ("doctor", "icd10"), ("ssn", "icd10")])
def test_leaves_rows_that_may_name_somebody(header: tuple[str, ...]) -> None:
    cells = ("223-45-6789" if header[0] == "ssn" else "Ann Lee", "C50.9")
    segment = _segment(header, cells, cells, cells)
    found = [m for m in detector().find([segment]) if m.row == 1]
    assert len(found) == 2
    assert plain_subject(segment, 1, found, "") is None
